"""What was found about two settings, in sentences and formulas."""

import numpy as np

from lab.numerals import aligned, counted, figure, tex
from lab.seeds.apart import Found
from lab.seeds.split import SCORES

OFTEN = 0.05  # share of the pairs from which the other one wins often


def answer(found: Found) -> str:
    """Whether they differ, and how many seeds a study needs to see it."""
    facts, score = found.facts.iloc[0], SCORES[found.facts["result"][0]]
    if facts["pairs"] < 2:
        return "No answer: hardly a pair of runs did not diverge. A smaller learning rate helps."
    if not found.pairs["difference"].dropna().any():
        return f"A and B give the same score from each of {facts['pairs']:,} seeds: every difference is exactly 0."
    if facts["low"] <= 0 <= facts["high"]:
        return (
            f"{facts['pairs']:,} seeds do not tell A from B: their mean difference is {_points(facts['mean'], score)}, "
            f"with an interval from {_amount(facts['low'], score)} to {_amount(facts['high'], score)}."
        )
    better = "A" if facts["mean"] * score.better > 0 else "B"
    return (
        f"{better} is better by {_points(abs(facts['mean']), score)} in the mean, and it takes {_seeds(facts)} to see "
        f"that in 80 of 100 studies."
    )


def headline(found: Found) -> str:
    """Which one is better and how many seeds show it, in one sentence."""
    facts, score = found.facts.iloc[0], SCORES[found.facts["result"][0]]
    if facts["pairs"] < 2:
        return "No answer: hardly a pair of runs did not diverge; a smaller learning rate helps."
    if not found.pairs["difference"].dropna().any():
        return "No number of seeds tells them apart: A and B give the same score from each."
    if facts["low"] <= 0 <= facts["high"]:
        return f"More than {facts['pairs']:,}: these seeds do not tell A from B."
    better = "A" if facts["mean"] * score.better > 0 else "B"
    many = _seeds(facts)
    return f"{many[0].upper()}{many[1:]}, to see in most studies that {better} is better."


def detail(found: Found) -> str:
    """Means, spread, runs and the step budget."""
    facts, score = found.facts.iloc[0], SCORES[found.facts["result"][0]]
    runs = f"{facts['runs']:,} seeds, {facts['epochs']:,} epochs, {facts['examples']:,} training examples"
    gone = facts["runs"] - facts["pairs"]
    lost = f"; {counted(gone, 'pair')} left out, as a run diverged" if gone else ""
    if facts["pairs"] < 2:
        return f"({runs}{lost}.)"
    return (
        f"Mean {facts['result']}: A {_score(facts['mean_a'], score)}, B {_score(facts['mean_b'], score)}; difference "
        f"{_amount(facts['mean'], score)} with a 95 % interval from {_amount(facts['low'], score)} to "
        f"{_amount(facts['high'], score)}. ({runs}{lost}.)"
    )


def one_seed(found: Found) -> str:
    """How often a single seed points to the better one, and what pairs are good for."""
    facts, difference = found.facts.iloc[0], found.pairs["difference"].dropna()
    score = SCORES[facts["result"]]
    if len(difference) < 2 or not facts["sd"] > 0:
        return ""
    wrong, ties = int((np.sign(difference) == -np.sign(facts["mean"])).sum()), int((difference == 0).sum())
    equal = f", in {ties:,} both are equal" if ties else ""
    proves = ": one seed of each proves little" if wrong + ties > OFTEN * len(difference) else ""
    return (
        f"In {wrong:,} of {len(difference):,} pairs the other one wins{equal}{proves}. The differences have a standard "
        f"deviation of {_points(facts['sd'], score)}; with other seeds for B than for A it would be "
        f"{_amount(facts['unpaired'], score)}, so a study would need {_times(facts)}."
    )


def law(found: Found) -> str:
    """Theory's number of seeds beside the measured."""
    facts = found.facts.iloc[0]
    if not np.isfinite(facts["needed"]) or not facts["sd"] > 0:
        return "No number of seeds is predicted: without a difference, or without a spread, there is nothing to see."
    needed = counted(np.ceil(facts["needed"]), "seed")
    return (
        f"Predicted: {needed}. Measured, in studies drawn from these runs: {_seeds(facts)}. Theory takes "
        "the standard deviation for known; a study has to estimate it, which costs a few seeds more."
    )


def formula(found: Found) -> str:
    """Theory with one's own numbers, as LaTeX."""
    facts, score = found.facts.iloc[0], SCORES[found.facts["result"][0]]
    sd, mean = (tex(figure(round(value, 2 if score.unit else 5))) for value in (facts["sd"], facts["mean"]))
    return aligned(
        r"n &= \left( \frac{(z_{0.975} + z_{0.8}) \, \mathrm{sd}}{\text{difference}} \right)^2",
        rf"&= \left( \frac{{(1.960 + 0.842) \cdot {sd}}}{{{mean}}} \right)^2 = {tex(_whole(facts['needed']))}",
    )


def course(found: Found) -> str:
    """The picture of the studies in words."""
    shares = found.shares
    if shares.empty:
        return "No study can be drawn."
    rows = shares.iloc[[0, len(shares) // 2, -1]]
    parts = [f"{100 * row.share:.0f} % with {row.n} seeds (theory {100 * row.law:.0f} %)" for row in rows.itertuples()]
    return f"Studies that see the difference: {', '.join(parts)}."


def _seeds(facts) -> str:
    if not np.isfinite(facts["measured"]):
        return f"more than {facts['pairs']:,} seeds"
    return f"about {counted(facts['measured'], 'seed')} each"


def _times(facts) -> str:
    """How many seeds it takes without pairs, by the ratio of the variances."""
    times = (facts["unpaired"] / facts["sd"]) ** 2
    return "as many seeds" if 0.8 < times < 1.25 else f"{figure(round(times, 1))} times as many seeds"


def _whole(value: float) -> str:
    return f"{np.ceil(value):,.0f}" if np.isfinite(value) else figure(value)


def _amount(value: float, score) -> str:
    return figure(round(value, 2 if score.unit else 4) + 0.0)


def _score(value: float, score) -> str:
    return _amount(value, score) + score.unit


def _points(value: float, score) -> str:
    shown = _amount(value, score)
    return shown + (score.points.rstrip("s") if shown == "1" else score.points)
