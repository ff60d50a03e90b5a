"""What was found about too many columns, in sentences and formulas."""

import numpy as np
import pandas as pd

from lab.laws import fresh_error as law
from lab.numerals import aligned, figure, tex
from lab.relevance.risk import MOST, Found
from lab.relevance.risk_drawn import at

SMALL = 1e-6  # of the targets' mean square: an error below it is lost in the rounding of float32
CAPTION = (
    "Thick line: mean over the data sets, where there is one; thin: their median; band: the middle 90 %. "
    "Dashed: theory, of the mean."
)


def answer(found: Found, columns: int) -> str:
    """What one's own number of columns costs, beside x1 alone."""
    own, alone = at(found, columns), at(found, 1)["mean"]
    error, useless = own["mean"], columns - 1 if found.facts["worth"][0] else "all"
    shown = f"the squared error on fresh examples is {figure(error)}"
    if columns == 1:
        return f"x1 alone: {shown}; noise alone makes {figure(found.facts['sigma'][0] ** 2)} of it."
    given = f"{columns} columns, {useless} of them useless: "
    if not np.isfinite(own["law"]):
        return (
            f"{given}the squared error on fresh examples has no mean (theory: ∞), and in half of all data sets it is "
            f"above {figure(own['mid'])}; with x1 alone its mean is {figure(alone)}."
        )
    if alone == 0:
        return f"{given}{shown}; with x1 alone it is 0." if error else f"{given}{shown}, as with x1 alone."
    return f"{given}{shown}, {figure(error / alone)} times that with x1 alone ({figure(alone)})."


def shape(found: Found) -> str:
    """Where the error doubles, what it is with as many columns as examples, and beyond."""
    facts, curve = found.facts.iloc[0], found.curve
    n, last, alone = int(facts["examples"]), at(found, MOST)["mean"], at(found, 1)["mean"]
    sets = f"(Mean of {figure(facts['draws'])} data sets of {n} examples, each error exact over all fresh examples.)"
    if facts["sigma"] == 0 and not (curve["mean"] > 0).any():
        return f"Without noise, and with nothing to be found, no number of columns makes an error. {sets}"
    if facts["sigma"] == 0:
        return (
            f"Without noise useless columns do no harm until there are more columns than the {n} examples; with {MOST} "
            f"the error is {figure(last)}. {sets}"
        )
    beyond = "still more than" if last > alone else "no more than"
    return (
        f"The noise alone is {figure(facts['sigma'] ** 2)}; the error is twice that or more {_doubled(curve, facts)} "
        f"(theory: from {figure(law.doubled(n))} on, half as many as examples). With {n} columns, as many as "
        f"examples, it has no mean (theory: ∞) and the median {figure(at(found, n)['mid'])}; with {MOST} it is "
        f"{figure(last)}, {beyond} with x1 alone. {sets}"
    )


def _doubled(curve: pd.DataFrame, facts: pd.Series) -> str:
    """Up to where, from where on, and from where to where the error is at least twice the noise."""
    high = curve["mean"] >= 2 * facts["sigma"] ** 2
    first, last = (int(curve.loc[high, "columns"].iloc[place]) for place in (0, -1))
    return f"from {first} columns on" if last == curve["columns"].max() else f"from {first} to {last} columns"


def stopped(found: Found) -> str:
    """What stopping early does where there are as many columns as examples."""
    facts = found.facts.iloc[0]
    n, epochs = int(facts["examples"]), figure(facts["epochs"])
    course = found.trained[found.trained["columns"] == n].reset_index(drop=True)
    last = course["mean"].iloc[-1]
    if not np.isfinite(last):
        return f"Trained for {epochs} epochs, models with {n} columns diverge: the rate is too large."
    best = course.loc[course["mean"].idxmin()]
    without = " Endless training would have no mean: the slowest direction is not there yet."
    trained = (
        f"Really trained, for {epochs} epochs, models with {n} columns have the error {figure(last)}."
        f"{without if facts['sigma'] else ''}"
    )
    when = {0: "before the first epoch", 1: "after 1 epoch"}.get(best["epoch"], f"after {figure(best['epoch'])} epochs")
    early = f" Their error is least {when}: {figure(best['mean'])}. Stopping early helps."
    return trained + (early if best["epoch"] < facts["epochs"] else "") + f" (Mean of {figure(facts['trained'])} sets.)"


def agreement(found: Found) -> str:
    """How well the closed form foretells what was trained."""
    trained = found.trained[np.isfinite(found.trained["mean"]) & np.isfinite(found.trained["foretold"])]
    gone = found.trained.groupby("columns")["mean"].last()
    gone = [str(p) for p, mean in gone.items() if not np.isfinite(mean)]
    lost = f" Models with {', '.join(gone)} columns diverged." if gone else ""
    least = SMALL * (found.facts["sigma"][0] ** 2 + found.facts["worth"][0] ** 2)
    trained = trained[trained["foretold"] > least]
    apart = ((trained["mean"] - trained["foretold"]).abs() / trained["foretold"]).max()
    gap = f", at most {figure(100 * apart)} % from the trained" if np.isfinite(apart) else ""
    return f"Dashed: gradient descent in closed form{gap}.{lost}"


def formulas(found: Found, columns: int) -> str:
    """The law of one's own number of columns with its numbers, as LaTeX."""
    facts = found.facts.iloc[0]
    n, p, sigma = int(facts["examples"]), columns, facts["sigma"]
    missed = facts["worth"] ** 2 + facts["begin"] ** 2 * p
    square, value = tex(figure(sigma**2)), tex(figure(law.risk(p, n, sigma, missed)))
    lines = [r"E &= \sigma^2 + |w - b|^2"]
    if sigma and n - 1 <= p <= n + 1:
        return aligned(*lines, rf"p &= {p}, \; n = {n}: \; |p - n| \le 1", r"\overline{E} &= \infty")
    if p <= n:
        noisy = [
            r"\overline{E} &= \sigma^2 \left(1 + \frac{p}{n - p - 1}\right)",
            rf"&= {square} \left(1 + \frac{{{p}}}{{{n} - {p} - 1}}\right) = {value}",
        ]
        return aligned(*lines, *(noisy if sigma else [r"\sigma = 0: \; \overline{E} &= 0"]))
    noisy = rf" + {square} \left(1 + \frac{{{n}}}{{{p} - {n} - 1}}\right)" if sigma else ""
    return aligned(
        *lines,
        r"\overline{E} &= |b - w_0|^2 \left(1 - \frac{n}{p}\right)",
        *([r"&\quad + \sigma^2 \left(1 + \frac{n}{p - n - 1}\right)"] if sigma else []),
        rf"&= {tex(figure(missed))} \left(1 - \frac{{{n}}}{{{p}}}\right)",
        *([rf"&\quad{noisy}"] if sigma else []),
        rf"&= {value}",
    )


def meanings(found: Found) -> str:
    """What the letters are."""
    facts = found.facts.iloc[0]
    return (
        f"p: columns of the model, standard normal, without a bias; n = {figure(facts['examples'])} examples; "
        f"b: the true weights ({figure(facts['worth'])} for x1, 0 for the others); w: those after training; w₀: at the "
        f"start (standard deviation {figure(facts['begin'])}); σ = {figure(facts['sigma'])}, the noise. E is the error "
        "of one model on endless fresh examples, Ē its mean over data sets."
    )
