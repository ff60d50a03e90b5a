"""The best of ten seeds: how much of it is luck?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words, mathematics
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.experiment import Experiment
from lab.laws.best_of import best_of, expected_maximum
from lab.lazy import alt
from lab.numerals import aligned, figure, tex
from lab.question import Question
from lab.seeds import report, scored
from lab.seeds.scored import SCORES, amount

QUESTION = Question(
    room="seed_effects",
    slug="lucky",
    title="Lucky seeds",
    ask="The best of ten seeds: how much of it is luck?",
    group="Luck",
    place=8,
    level="first",
    also=(
        "is the best of 10 random seeds a fair result", "cherry picking seeds", "which seed should I use",
        "reporting the best run",
        "report the maximum over several seeds", "choose the seed with the best validation accuracy", "is seed 42 good",
        "tune the random seed", "selection bias of the best run", "how much does the seed change my test accuracy",
        "how much does the random seed matter for my accuracy", "by how much does accuracy differ between seeds",
    ),
)  # fmt: skip
NEARLY = 0.1  # share of the flattery by which theory may miss it and still be said to hold
SOON = 300  # epochs that are shown while more are trained
BOUND = 100.0  # no accuracy is larger
BARS = 24
THEORY = "theory: normal scores"
REPORT = """\
mean, sd = scores.mean(), scores.std(ddof=1)
print(f"mean {mean:.2f}, standard deviation {sd:.2f}, {len(scores)} seeds")"""


def knobs(k):
    """How many seeds a paper picks from, and what is trained."""
    reported = (1, 2, 3, 5, 10, 20, 50, 100)
    k.steps("n", "A paper reports the best of n seeds, n =", reported, 10)
    k.choice("data", "Data", scored.SETS, "Two circles")
    k.choice("result", "What is reported", SCORES, "held-out accuracy")
    k.choice("hidden", "Hidden units", scored.HIDDEN, "8")
    k.steps("epochs", "Epochs", (10, 30, 100, 300, 1000, 3000), 300)
    with k.more():
        k.choice("scheme", "First weights", scored.SHOWN_SCHEMES, "he normal")
        k.choice("count", "Runs, one seed each", (200, 400, 1000), 400)
        k.choice("examples", "Training examples", (30, 100), 100)
        k.choice("activation", "Activation", ("relu", "tanh", "sigmoid"), "relu")
        k.steps("rate", "Learning rate", (0.01, 0.03, 0.1, 0.3, 1.0, 3.0), 0.1)


def setting(data, hidden, scheme, epochs, activation, rate) -> Experiment:
    """What is trained."""
    return scored.start(
        scored.SETS[data],
        {
            "network.hidden": scored.HIDDEN[hidden], "network.activation": activation, "training.epochs": epochs,
            "init.scheme": scored.SHOWN_SCHEMES[scheme], "training.learning_rate": rate,
        },
    )  # fmt: skip


def answer(compute, *, n, result, count, examples, **setting_):
    """The best of n against n, and all scores that it is picked from."""
    experiment = setting(**setting_)
    chosen = {"examples": examples, "count": count, "result": result}
    return compute.sooner(lambda some: _answer(compute(measure, some, **chosen), n, some, examples), experiment, SOON)


def _answer(found: BestOf, n: int, experiment: Experiment, examples: int) -> Answer:
    return Answer(
        headline=headline(found, n),
        note=detail(found, n),
        blocks=(
            Figure.of(
                best(found, n), course(found),
                caption="Line: mean best of n over all choices of n among the runs. Band: the middle 90 % of choices.",
            ),
            Why(
                "Every seed ends somewhere else, and the best of many is from the lucky end. The more seeds one "
                "tries, the further out the best of them lies, although the network and the data stay the same. "
                "Somebody who trains it once gets one draw, good or bad; only on average does that come to the mean. "
                f"{of_the_test(found, n)}".strip()
            ),
            Advice(
                "Report mean and standard deviation over all seeds, and how many there were; never choose the seed "
                "by the score that you report. How many seeds it takes is told by the question “How many seeds?”.",
                REPORT,
            ),
            Section(
                "What the best is picked from",
                (
                    Figure.of(
                        histogram(found), spread(found),
                        caption="Dashed: normal scores of this mean and standard deviation.",
                    ),
                ),
            ),
            mathematics(
                Formula(formula(found, n)),
                *([Words(said)] if (said := theory(found, n)) else []),
                Words(spreads()),
                Words(
                        "e_n, the mean of the largest of n standard normal numbers: "
                        + "; ".join(f"{expected_maximum(n):.3f} for {n}" for n in (3, 5, 10, 100))
                        + "."
                    ),
            ),
        ),
        experiment=scored.trained_on(experiment, examples),
    )  # fmt: skip


def spreads() -> str:
    """What a standard deviation is for, beside a standard error, and how little one of few seeds says."""
    few, many = ([figure(edge, 2) for edge in report.spread_of(n)] for n in (2, 10))
    return (
        "The standard deviation says how far a single run may lie from the mean; the standard error, which is that "
        "divided by √n, how sure the mean is. From 2 seeds a standard deviation means little: for normal scores the "
        f"middle 90 % of them are {few[0]} to {few[1]} times the true one, from 10 seeds {many[0]} to {many[1]} times."
    )


@dataclass(frozen=True)
class BestOf:
    """What was measured, and what theory says.

    Attributes:
        scores: one row per seed: `seed`, `score` (NaN where it diverged).
        best: one row per n: `n`, `mean`, `low`, `high` (mean, 5 and 95 % of the best of n), `law`.
        facts: `runs`, `kept` (not diverged), `mean`, `sd`, `skew` (of the scores), `epochs`, `examples`, `held`
            (examples held out), `result`.
    """

    scores: pd.DataFrame
    best: pd.DataFrame
    facts: dict


def measure(
    experiment: Experiment, examples=100, count=400, result="held-out accuracy", progress=None, cancelled=None
) -> BestOf:
    """Score many seeds, and take the best of every n of them; arguments as of `lab.seeds.scored.scores`."""
    from scipy.stats import skew

    values = scored.scores(
        experiment, examples=examples, count=count, result=result, progress=progress, cancelled=cancelled
    )[0]  # fmt: skip
    kept, better = values[np.isfinite(values)], SCORES[result].better
    facts = {
        "runs": len(values),
        "kept": len(kept),
        "mean": kept.mean() if len(kept) else np.nan,
        "sd": kept.std(ddof=1) if len(kept) > 1 else np.nan,
        "skew": skew(kept) if len(np.unique(kept)) > 1 else np.nan,
        "epochs": experiment.training.epochs,
        "examples": examples,
        "held": experiment.data.examples - examples,
        "result": result,
    }
    table = best_of(kept, better)
    law = facts["mean"] + better * facts["sd"] * np.array([expected_maximum(n) for n in table["n"]])
    scores = pd.DataFrame({"seed": np.arange(len(values)), "score": values})
    return BestOf(scores=scores, best=table.assign(law=law), facts=facts)


def reported(found: BestOf, n: int) -> pd.Series:
    """The row of n, or of the largest n that was drawn."""
    return found.best.iloc[min(n, len(found.best)) - 1]


def headline(found: BestOf, n: int) -> str:
    """How much of the best of n is luck."""
    facts, score, row = found.facts, SCORES[found.facts["result"]], reported(found, n)
    if facts["kept"] == 0:
        return "No answer: all runs diverged; a smaller learning rate helps."
    if not facts["sd"] > 0:
        return f"None of it here: every seed ends with the same {facts['result']}."
    if row["n"] == 1:
        return f"A single seed flatters nobody: its {facts['result']} is {score.says(facts['mean'])} in the mean."
    flattery = score.differs(abs(scored.agreeing(row["mean"], facts["mean"])[2]))
    luck = "luck"
    if facts["result"] == "held-out accuracy":
        luck = f"mostly luck of {'its start' if explained(found) < 0.5 else 'the held-out examples'}"
    return f"The best of {row['n']:.0f} seeds looks {flattery} better than the mean seed: {luck}."


def detail(found: BestOf, n: int) -> str:
    """Spread of all runs, the best of n with its band, the runs and the step budget."""
    facts, score, row = found.facts, SCORES[found.facts["result"]], reported(found, n)
    lost = facts["runs"] - facts["kept"]
    gone = f"; {lost:,} more diverged" if lost else ""
    held = f", {facts['held']:,} held out" if facts["result"].startswith("held-out") else ""
    runs = (
        f"({facts['kept']:,} runs of {facts['epochs']:,} epochs, {facts['examples']:,} training examples{gone}{held}.)"
    )
    if facts["kept"] == 0:
        return runs
    top, mean, _ = scored.agreeing(row["mean"], facts["mean"])
    return (
        f"{facts['result'].capitalize()} of single seeds: {span(found)}, mean {figure(mean)}{score.unit}, standard "
        f"deviation {score.differs(facts['sd'])}. Best of {row['n']:.0f}: {figure(top)}{score.unit}, the middle 90 % "
        f"{amount(row['low'])} to {score.says(row['high'])}. {runs}"
    )


def span(found: BestOf) -> str:
    """From the least to the largest score."""
    kept = found.scores["score"].dropna()
    return f"{amount(kept.min())} to {SCORES[found.facts['result']].says(kept.max())}"


def wobble(found: BestOf) -> float:
    """Standard error of one held-out accuracy, in points, for a network as good as the mean one.

    100 sqrt(p (1 - p) / N)
    """
    right = found.facts["mean"] / 100
    return float(100 * np.sqrt(right * (1 - right) / found.facts["held"]))


def explained(found: BestOf) -> float:
    """Share of the variance of held-out accuracies that the choice of the examples can explain, at the most.

    All seeds are scored on the same examples, so what those do to all alike is no part of the variance.
    """
    return min(1.0, (wobble(found) / found.facts["sd"]) ** 2)


def of_the_test(found: BestOf, n: int) -> str:
    """How much of the lead of the best would be left on other examples; "" where no accuracy on such is reported."""
    facts, row, points = found.facts, reported(found, n), SCORES[found.facts["result"]].differs
    if facts["result"] != "held-out accuracy" or not facts["sd"] > 0 or row["n"] == 1:
        return ""
    lead, share = row["mean"] - facts["mean"], explained(found)
    kept = f"{points((1 - share) * lead)} or more" if share < 1 else "perhaps nothing"
    return (
        f"Two kinds of luck are in it, of the start and of the test. With {facts['held']:,} held-out examples a score "
        f"wobbles by about {points(wobble(found))} whatever the network; seeds spread by {points(facts['sd'])}. So on "
        f"other examples the chosen network would keep {kept} of its lead; another seed has none of it on average. "
    )


def theory(found: BestOf, n: int) -> str:
    """Whether the theory of normal scores holds, and by how much it does not."""
    facts, score, row = found.facts, SCORES[found.facts["result"]], reported(found, n)
    if not facts["sd"] > 0 or row["n"] == 1:
        return ""
    top, mean, law = _agreeing(facts, row)
    gap = round(abs(law - mean) - abs(top - mean), 4)
    says = f"Theory for normal scores says {figure(law)}{score.unit}"
    if score.unit and law > BOUND:
        says += ", more than there is"
    if not gap:
        return f"{says}, as measured."
    if abs(gap) <= NEARLY * abs(law - mean):
        return f"{says}: right within {score.differs(abs(gap))}."
    return (
        f"{says}: {score.differs(abs(gap))} too {'much' if gap > 0 else 'little'}, as these scores are not normal "
        f"(skewness {amount(facts['skew'])}; normal scores have 0)."
    )


def _agreeing(facts: dict, row: pd.Series) -> tuple[float, float, float]:
    """Best of n, mean and theory's best, with as many decimals as the sentences have."""
    places = scored.places(row["mean"], facts["mean"])
    return tuple(round(value, places) for value in (row["mean"], facts["mean"], row["law"]))


def formula(found: BestOf, n: int) -> str:
    """Theory with one's own numbers, as LaTeX."""
    facts, better, n = found.facts, SCORES[found.facts["result"]].better, int(reported(found, n)["n"])
    sign, factor = "+" if better > 0 else "-", expected_maximum(n)
    _, *ends = _agreeing(facts, reported(found, n))
    mean, best, sd = (tex(each) for each in (*map(figure, ends), amount(facts["sd"])))
    return aligned(
        rf"e_n &= \int n\, x\, \varphi(x)\, \Phi(x)^{{n-1}}\, dx, \quad e_{{{n}}} = {factor:.3f}",
        rf"\text{{best of }} n &= \text{{mean}} {sign} e_n \cdot \text{{sd}}",
        rf"&= {mean} {sign} {factor:.3f} \cdot {sd} = {best}",
    )


def course(found: BestOf) -> str:
    """The picture of the best of n in words."""
    if found.facts["kept"] == 0:
        return "No run ended with a score."
    says, rows = SCORES[found.facts["result"]].says, found.best[found.best["n"].isin((1, 3, 10, 100))]
    parts = [f"{says(row.mean)} for n = {row.n} (theory {says(row.law)})" for row in rows.itertuples()]
    return f"Best of n seeds in the mean: {', '.join(parts)}."


def spread(found: BestOf) -> str:
    """The picture of all scores in words."""
    facts, says = found.facts, SCORES[found.facts["result"]].says
    if facts["kept"] == 0:
        return "No run ended with a score."
    told = f"mean {says(facts['mean'])}, standard deviation {amount(facts['sd'])}"
    return f"{facts['kept']:,} runs: {span(found)}, {told}."


def best(found: BestOf, n: int) -> alt.LayerChart:
    """Mean best of n with its 5-95% band, theory dashed, and one's own n."""
    drawn = found.best[found.best["n"].isin(np.geomspace(1, len(found.best), 30).round())]  # as the eye can tell apart
    table = drawn.rename(columns={"mean": "measured", "law": THEORY})
    both = table.melt("n", ["measured", THEORY], "says", "score").dropna()
    row = reported(found, n)
    own = pd.DataFrame({"n": [int(row["n"])], "mean": [row["mean"]]}).dropna()
    own = own.assign(label=[f"best of {each.n}: {amount(each.mean)}" for each in own.itertuples()])
    x = alt.X("n:Q").title("Seeds tried, n").scale(type="log", nice=False)
    x = x.axis(values=[1, 2, 3, 5, 10, 20, 50, 100], grid=False, format="d")
    y = {"title": scored.title(found.facts["result"]), "scale": alt.Scale(zero=False)}
    band = alt.Chart(drawn).mark_area(opacity=0.2, color=theme.SERIES[0])
    band = band.encode(x, alt.Y("low:Q", **y), alt.Y2("high:Q"))
    measured = traces.measured_and_theory(both, x, alt.Y("score:Q", **y))
    base = alt.Chart(own).encode(alt.X("n:Q"), alt.Y("mean:Q"))
    dot = base.mark_point(filled=True, size=130, color="currentColor", opacity=1)
    words = base.mark_text(align="center", dy=24, fontSize=13, fontWeight="bold", color="currentColor")
    return (band + measured + dot + words.encode(alt.Text("label:N"))).properties(height=theme.HEIGHT)


def bars(found: BestOf) -> pd.DataFrame:
    """Histogram of the scores beside normal ones: `left`, `right`, `runs`, `middle`, `law`; no row without runs."""
    from scipy.stats import norm

    kept, facts = found.scores["score"].dropna(), found.facts
    if kept.nunique() < 2:
        return pd.DataFrame(columns=["left", "right", "runs", "middle", "law"], dtype=float)
    runs, edges = np.histogram(kept, BARS)
    middle = (edges[1:] + edges[:-1]) / 2
    law = len(kept) * (edges[1] - edges[0]) * norm.pdf(middle, facts["mean"], facts["sd"])
    return pd.DataFrame({"left": edges[:-1], "right": edges[1:], "runs": runs, "middle": middle, "law": law})


def histogram(found: BestOf) -> alt.LayerChart:
    """Histogram of the scores, and normal ones of their mean and sd dashed."""
    x = alt.X("left:Q").title(scored.title(found.facts["result"])).scale(zero=False).axis(grid=False)
    base = alt.Chart(bars(found))
    columns = base.mark_rect(color=theme.SERIES[0], stroke=theme.NEUTRAL, strokeWidth=0.5)
    columns = columns.encode(x, alt.X2("right:Q"), alt.Y("runs:Q").title("Runs"), alt.Y2Datum(0), tooltip=["runs:Q"])
    curve = base.mark_line(strokeWidth=2.5, color=theme.NEUTRAL, strokeDash=theme.LAW_DASH)
    return (columns + curve.encode(alt.X("middle:Q"), alt.Y("law:Q"))).properties(height=200)


TRY = {
    "And the best of 100?": {"n": 100},
    "How lucky is the best of 20 seeds on Iris?": {"data": "Iris", "n": 20},
    "And the best of ten on spiral arms?": {"data": "Three spiral arms"},
    "How much luck is left after 3,000 epochs?": {"epochs": 3000},
    "How lucky is the best training cost?": {"result": "training cost"},
}


def _measured(compute, *, n, result, count, examples, data, **setting_) -> tuple[float, ...]:
    """e_n for n = 3, 5, 10, 100; the best of 10 on spiral arms and on circles, of 100 on circles, in deviations."""
    spiral, circles = (
        compute(measure, setting(data=each, **setting_), examples=examples, count=count, result=result)
        for each in ("Three spiral arms", data)
    )
    flattery = [round((reported(found, of)["mean"] - found.facts["mean"]) / found.facts["sd"], 2)
                for found, of in ((spiral, 10), (circles, 10), (circles, 100))]  # fmt: skip
    return *map(expected_maximum, (3, 5, 10, 100)), *flattery


CLAIMS = (
    Claim(
        id="L24",
        question="The best of n seeds: how much of it is luck?",
        claim="The best of n seeds lies e_n standard deviations above the mean: 0.846 (3), 1.163 (5), 1.539 (10), "
        "2.508 (100).",
        source="order statistics of the normal distribution; Cook (2022)",
        settings={"count": 200},
        figures=(
            Expected(name="e of 3, by theory", expected=0.846, tolerance=5e-4),
            Expected(name="of 5", expected=1.163, tolerance=5e-4),
            Expected(name="of 10", expected=1.539, tolerance=5e-4),
            Expected(name="of 100", expected=2.508, tolerance=5e-4),
            # 20 independent tens among 200 runs, each with a spread of 0.6: 4 standard errors would be 0.5
            Expected(name="measured, best of 10 on spiral arms", expected=1.55, tolerance=0.3),
            Expected(name="measured, best of 10 on two circles", expected=1.3, tolerance=0.3),
            Expected(name="measured, best of 100 on two circles", expected=2.2, way="at most"),
        ),
        measure=_measured,
        verdict="holds only when",
        because="the scores follow a bell curve (a normal distribution), as nearly on spiral arms: the best of 10 "
        "seeds lies {4} standard deviations above the mean there. On two circles no accuracy exceeds 100 %: it is {5}.",
    ),
)
