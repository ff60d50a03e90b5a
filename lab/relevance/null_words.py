"""What was found about useless weights, in sentences and formulas."""

import numpy as np

from lab.laws.noise_columns import Student
from lab.numerals import aligned, figure, tex
from lab.relevance.null import CHECKED, COURSES, SHARE, Found
from lab.relevance.null_drawn import beyond, named

THERE = 0.05  # of the law's spread: a distance from the end of training that no longer counts
NEAR = 1e-3  # the same without noise, in units of the weight


def answer(found: Found) -> str:
    """Whether one's own weight can be told from that of a useless column."""
    facts, own = found.facts.iloc[0], found.own.iloc[0]
    if np.isnan(own["weight"]):
        return "No answer: the training diverged. A smaller learning rate helps."
    ended = f"w2 ended at {figure(own['weight'])} in your data"
    if found.null is None:
        law = "without noise on the targets, training takes a useless column's weight to 0, given time"
        return f"{'It is useless' if own['truth'] == 0 else 'Not useless'}: {ended}; {law}{_early(found)}."
    band = f"the band of 95 % that chance gives to useless columns ({_band(facts['band'])})"
    if own["inside"]:
        twist = "" if own["truth"] == 0 else f". Yet x2 is worth {figure(own['truth'])}: too little to be seen here"
        return f"It may be useless: {ended}, inside {band}{twist}."
    twist = "" if own["truth"] else ". Yet x2 is useless: chance does this once in twenty data sets"
    return f"Hardly by chance: {ended}, outside {band}{twist}."


def draws(found: Found) -> str:
    """What became of the useless columns of all draws."""
    facts = found.facts.iloc[0]
    epochs, kept = figure(facts["epochs"]), facts["draws"] - facts["diverged"]
    if kept == 0:
        return f"All {figure(facts['draws'])} draws of the data diverged ({epochs} epochs each)."
    gone = f" {figure(facts['diverged'])} more diverged." if facts["diverged"] else ""
    zeros = f"{figure(facts['exact']) if facts['exact'] else 'none'} ended at exactly 0"
    if found.null is None:
        told = f"{figure(kept)} useless columns ended at |w2| = {figure(facts['middle'])} in the median; {zeros}."
    else:
        told = (
            f"Of {figure(kept)} useless columns {figure(facts['within'])} ended inside the band "
            f"(theory: {SHARE * kept:,.0f}); their standard deviation is {figure(facts['spread'])} "
            f"(theory: {figure(found.null.spread)}); {zeros}."
        )
    return f"{told}{gone} (Each is a data set of its own, trained for {epochs} epochs.){_unfinished(found)}"


def starts(found: Found) -> str:
    """That the start is forgotten, or not yet."""
    own, facts = found.own.iloc[0], found.facts.iloc[0]
    kept = own["starts"] - own["diverged"]
    if kept == 0:
        return f"All {figure(own['starts'])} starts of your data diverged."
    small = own["apart"] < (THERE * found.null.spread if found.null else NEAR)
    says = "the start is forgotten, the data decide" if small else "the start is not forgotten yet"
    return (
        f"Your data from {figure(kept)} starts: their w2 ended within {figure(own['apart'])} of each other, so {says} "
        f"({figure(facts['epochs'])} epochs)."
    )


def half_true(found: Found) -> str:
    """How near to 0 the weight of a useless column gets, without noise and with it."""
    last = found.courses.groupby("noise").tail(1)
    rows = [f"{named(row.noise)}: {_ended(row.mid)} (theory: {figure(row.law)})" for row in last.itertuples()]
    return (
        "“The optimizer may reduce some weights close to zero” is half true. Without noise a useless weight falls "
        "towards 0 as long as it is trained, and float32 sets the end; with noise it stops where chance has it. "
        f"Median |w2| at the end: {'; '.join(rows)}."
    )


def why(found: Found) -> str:
    """Why a useless weight is not zero, and how large it gets by chance."""
    if found.null is None:
        return (
            "The targets here have no noise, so a useless column has nothing to explain, and the best weight for it is "
            "exactly 0. Training gets nearer to it with every epoch and never sets it to 0 at a stroke. The weight of "
            "a column that is worth something ends at its worth."
        )
    return (
        "Among a limited number of examples any column goes a little with the noise of the targets, by chance. "
        "Training finds that and uses it: the weight of a useless column ends where it fits the noise best, not at 0. "
        f"How far from 0 that is can be predicted: the more noise and the fewer examples, the farther. {power(found)}"
    )


def power(found: Found) -> str:
    """How often a column of this worth can be told from chance; empty without noise."""
    own = found.own.iloc[0]
    if found.null is None:
        return ""
    if own["truth"] == 0:
        return f"By chance alone {100 * (1 - SHARE):.0f} of 100 useless columns are outside the band."
    return f"A column worth {figure(own['truth'])} is outside the band in {100 * own['power']:.1f} % of data sets."


def formulas(found: Found) -> str:
    """The laws with one's own numbers, as LaTeX."""
    if found.null is None:
        return aligned(r"\sigma &= 0", r"w_2 &\to 0")
    null, facts, test = found.null, found.facts.iloc[0], found.test
    n, k, v = null.examples, null.weights, null.freedom
    sigma, sd, spread, band, scale, quantile = (
        tex(figure(value))
        for value in (null.sigma, null.sd, null.spread, facts["band"], null.scale, facts["band"] / null.scale)
    )
    lines = [
        r"\mathrm{sd}(w_2) &= \frac{\sigma}{s \sqrt{n - k - 1}}",
        rf"&= \frac{{{sigma}}}{{{sd} \sqrt{{{n} - {k} - 1}}}} = {spread}",
        rf"\nu &= n - k + 1 = {v}",
        r"|w_2| &\le t_{\nu,\,0.975} \frac{\sigma}{s \sqrt{\nu}} \text{ in 95 of 100}",
        rf"&= {quantile} \cdot {scale} = {band}",
    ]
    return aligned(*lines, *(_tested(test, null.sigma) if test else []))


def _tested(test: Student, sigma: float) -> list[str]:
    """The two laws that keep one's own columns."""
    w, length, left = (tex(figure(value)) for value in (test.weight, test.length, test.residual))
    return [
        rf"\text{{these columns: }} \mathrm{{sd}} &= \frac{{\sigma}}{{|r|}}"
        rf" = \frac{{{tex(figure(sigma))}}}{{{length}}} = {tex(figure(sigma / test.length))}",
        rf"\sigma \text{{ unknown: }} t &= \frac{{w_2 |r|}}{{\hat\sigma}} = \frac{{{w} \cdot {length}}}{{{left}}}",
        rf"&= {tex(figure(test.t))}, \; \nu = n - k = {test.freedom}",
        rf"p &= {tex(figure(test.chance))}",
    ]


def meanings(found: Found) -> str:
    """What the letters are, and which law is exact."""
    facts = found.facts.iloc[0]
    return (
        f"n = {figure(facts['examples'])} examples; k = {figure(facts['weights'])} weights, the bias among them; s = "
        f"{figure(facts['sd'])}, the columns' standard deviation; σ = {figure(facts['sigma'])}, the noise of the "
        "targets; r, what the other columns leave over of x2; the w2 of the last lines is where endless training ends. "
        "With columns and noise drawn anew, w2 is exactly "
        "Student's t, scaled; with the columns kept it is exactly normal."
    )


def caption(found: Found) -> str:
    """What the histogram shows, and what it does not."""
    lost = beyond(found)
    rest = f" {lost:,} more {'lies' if lost == 1 else 'lie'} beyond the picture." if lost else ""
    dashed = " Dashed: how many theory predicts." if found.null else ""
    return f"Bars: x2's weight in data sets where it is useless.{dashed} Upright line: your data.{rest}"


def courses(found: Found) -> str:
    """What the courses show."""
    return (
        f"Median of {COURSES} data sets where x2 is useless, with the middle 90 % of them. Dashed: where "
        "theory has the median end."
    )


def summary(found: Found) -> str:
    """The picture in words."""
    return f"{answer(found)} {draws(found)}"


def _band(bound: float) -> str:
    return f"{figure(-bound)} to {figure(bound)}"


def _ended(size: float) -> str:
    return figure(size) if np.isfinite(size) else "diverged"


def _unfinished(found: Found) -> str:
    facts = found.facts.iloc[0]
    limit = THERE * found.null.spread if found.null else NEAR
    if not facts["gap"] > limit:
        return ""
    count = min(CHECKED, facts["draws"])
    return (
        f" They are not there yet: of the first {figure(count)} draws one is still {figure(facts['gap'])} from where "
        "endless training ends, so theory does not apply yet."
    )


def _early(found: Found) -> str:
    return "" if not found.facts["gap"][0] > NEAR else ". It has not had that time yet"
