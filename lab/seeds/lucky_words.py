"""What was found about the best of n seeds, in sentences and formulas."""

import numpy as np

from lab.laws.best_of import expected_maximum
from lab.numerals import aligned, figure, tex
from lab.seeds.lucky import Found
from lab.seeds.split import SCORES

NEARLY = 0.1  # share of the flattery by which theory may miss it and still be said to hold
BOUND = 100.0  # no accuracy is larger


def reported(found: Found, n: int) -> tuple[int, float, float, float, float]:
    """n (at most the largest that was drawn), and the mean, 5 %, 95 % and law of the best of n."""
    row = found.best.iloc[min(n, len(found.best)) - 1]
    return int(row["n"]), row["mean"], row["low"], row["high"], row["law"]


def answer(found: Found, n: int) -> str:
    """How much the best of n flatters."""
    facts, score = found.facts.iloc[0], SCORES[found.facts["result"][0]]
    kept = facts["runs"] - facts["diverged"]
    if kept == 0:
        return f"No answer: all {facts['runs']:,} runs diverged. A smaller learning rate helps."
    if not facts["sd"] > 0:
        return f"No luck here: the {facts['result']} of all {kept:,} runs is {_score(facts['mean'], score)}."
    n, mean, low, high, _ = reported(found, n)
    if n == 1:
        return f"One seed flatters nobody: its {facts['result']} is {_score(facts['mean'], score)} in the mean."
    flattery, one = _points(abs(mean - facts["mean"]), score), _amount(abs(mean - facts["mean"]), score) == "1"
    return (
        f"The best of {n} seeds has a {facts['result']} of {_score(mean, score)}, the mean seed "
        f"{_score(facts['mean'], score)}: {flattery} of it {'are' if score.points and not one else 'is'} luck."
    )


def headline(found: Found, n: int) -> str:
    """How much of the best of n is luck, in one sentence."""
    facts, score = found.facts.iloc[0], SCORES[found.facts["result"][0]]
    if facts["runs"] == facts["diverged"]:
        return "No answer: all runs diverged; a smaller learning rate helps."
    if not facts["sd"] > 0:
        return f"None of it here: every seed ends with the same {facts['result']}."
    n, mean, *_ = reported(found, n)
    if n == 1:
        return f"A single seed flatters nobody: its {facts['result']} is {_score(facts['mean'], score)} in the mean."
    return f"The best of {n} seeds looks {_points(abs(mean - facts['mean']), score)} better than the mean seed: luck."


def detail(found: Found, n: int) -> str:
    """The band, the runs and the step budget."""
    facts, score = found.facts.iloc[0], SCORES[found.facts["result"][0]]
    gone = f"; {facts['diverged']:,} more diverged" if facts["diverged"] else ""
    kept = facts["runs"] - facts["diverged"]
    runs = f"{kept:,} runs of {facts['epochs']:,} epochs, {facts['examples']:,} training examples{gone}"
    held = f", {facts['held']:,} held out" if facts["result"].startswith("held-out") else ""
    if kept == 0:
        return f"({runs}{held}.)"
    n, _, low, high, _ = reported(found, n)
    return f"Middle 90 %: {_amount(low, score)} to {_score(high, score)}. ({runs}{held}.)"


def law(found: Found, n: int) -> str:
    """Whether the theory of normal scores holds, and by how much it does not."""
    facts, score = found.facts.iloc[0], SCORES[found.facts["result"][0]]
    n, mean, _, _, foretold = reported(found, n)
    if not facts["sd"] > 0 or n == 1:
        return ""
    gap = abs(foretold - facts["mean"]) - abs(mean - facts["mean"])
    says = f"Theory for normal scores says {_score(foretold, score)}"
    if score.unit and foretold > BOUND:
        says += ", more than there is"
    if abs(gap) <= NEARLY * abs(foretold - facts["mean"]):
        return f"{says}: right within {_points(abs(gap), score)}."
    side = "much" if gap > 0 else "little"
    return (
        f"{says}: {_points(abs(gap), score)} too {side}, as these scores are not normal "
        f"(skewness {figure(round(facts['skew'], 2))}; a normal law has 0)."
    )


def formula(found: Found, n: int) -> str:
    """Theory with one's own numbers, as LaTeX."""
    facts, score = found.facts.iloc[0], SCORES[found.facts["result"][0]]
    n = reported(found, n)[0]
    sign, factor = "+" if score.better > 0 else "-", expected_maximum(n)
    mean, sd = tex(_amount(facts["mean"], score)), tex(figure(round(facts["sd"], 2 if score.unit else 5)))
    foretold = tex(_amount(facts["mean"] + score.better * factor * facts["sd"], score))
    return aligned(
        rf"e_n &= \int n\, x\, \varphi(x)\, \Phi(x)^{{n-1}}\, dx, \quad e_{{{n}}} = {factor:.3f}",
        rf"\text{{best of }} n &= \text{{mean}} {sign} e_n \cdot \text{{sd}}",
        rf"&= {mean} {sign} {factor:.3f} \cdot {sd} = {foretold}",
    )


def known() -> str:
    """e_n of the n that are reported most."""
    return "; ".join(f"{expected_maximum(n):.3f} for {n}" for n in (3, 5, 10, 100))


def course(found: Found) -> str:
    """The picture of the best of n in words."""
    score, best = SCORES[found.facts["result"][0]], found.best
    if not np.isfinite(best["mean"].iloc[0]):
        return "No run ended with a score."
    rows = best[best["n"].isin((1, 3, 10, 100))]
    parts = [
        f"{_score(row.mean, score)} for n = {row.n} (theory {_score(row.law, score)})" for row in rows.itertuples()
    ]
    return f"Best of n seeds in the mean: {', '.join(parts)}."


def spread(found: Found) -> str:
    """The picture of all scores in words."""
    facts, score = found.facts.iloc[0], SCORES[found.facts["result"][0]]
    kept = found.scores["score"].dropna()
    if kept.empty:
        return "No run ended with a score."
    span = f"{_amount(kept.min(), score)} to {_score(kept.max(), score)}"
    return f"{len(kept):,} runs: {span}, mean {_score(facts['mean'], score)}, sd {_amount(facts['sd'], score)}."


def _amount(value: float, score) -> str:
    return figure(round(value, 1 if score.unit else 4)) if np.isfinite(value) else figure(value)


def _points(value: float, score) -> str:
    """A difference of scores: "1 point", "2.5 points"; without a unit for costs."""
    shown = _amount(value, score)
    return shown + (score.points.rstrip("s") if shown == "1" else score.points)


def _score(value: float, score) -> str:
    return _amount(value, score) + score.unit
