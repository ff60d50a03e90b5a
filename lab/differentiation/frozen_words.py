"""What `lab.differentiation.frozen` found, as a table, sentences and formulas."""

import numpy as np
import pandas as pd

from lab.differentiation.frozen import LEFT, SLOW, Frozen
from lab.differentiation.frozen_drawn import balanced, decade, with_units
from lab.laws import frozen as laws
from lab.numerals import figure, tex

TITLES = {"distance": "Distance between the most different units", "movement": "Largest change of a hidden weight"}


def summary(found: Frozen) -> pd.DataFrame:
    """One row per start: what most of its runs were, how many of how many, and medians.

    Returns:
        `start`, `verdict`, `agree`, `runs`, `moved`, `equal` (runs; missing where there are not two units), `left`
        (infinite where half of the runs or more stayed at the floor), `cost`, `accuracy`.
    """
    rows = []
    for start, group in found.runs.groupby("start", sort=False):
        counts, sound = group["verdict"].value_counts(), group[~group["diverged"]]
        rows.append(
            {
                "start": start, "verdict": counts.index[0], "agree": int(counts.iloc[0]), "runs": len(group),
                "moved": sound["moved"].median(), "equal": group["equal"].sum(min_count=1),
                "left": group["left"].fillna(np.inf).median(), "cost": sound["cost"].median(),
                "accuracy": sound["accuracy"].median(),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def answer(found: Frozen) -> str:
    """What each start was, in a sentence with N and the step budget."""
    rows, facts = summary(found), found.facts
    each = "; ".join(f"{row.start}: {_verdict(row)}" for row in rows.itertuples())
    most = rows["runs"].max()
    drawn = f" (random starts: medians of {most} runs)" if most > 1 else ""
    return f"After {facts['epochs']:,} epochs{drawn}, {each}."


def _verdict(row) -> str:
    share = "" if row.agree == row.runs else f" in {row.agree} of {row.runs} runs"
    cost = "" if row.verdict == "diverged" else f", cost {figure(row.cost)}"
    return f"{row.verdict}{share}{cost}"


def seen(found: Frozen, quantity: str) -> str:
    """The picture of the distances or of the movements in words: the medians at the last epoch."""
    last = found.curves[(found.curves["epoch"] == found.facts["epochs"]) & (found.curves["quantity"] == quantity)]
    shown = last[last["start"].isin(with_units(found))] if quantity == "distance" else last
    each = "; ".join(f"{row.start} {_shown(row.mid)}" for row in shown.itertuples())
    return f"{TITLES[quantity]} after {found.facts['epochs']:,} epochs, median: {each or 'no start has two units'}."


def table(found: Frozen) -> pd.DataFrame:
    """The verdicts, as a table to read."""
    rows = summary(found)
    columns = {
        "Start": rows["start"],
        "Verdict": [_verdict(row).split(", cost")[0] for row in rows.itertuples()],
        "Cost": rows["cost"].map(_shown),
        "Accuracy": [_percent(value) for value in rows["accuracy"]],
        "Left the floor": ["never" if np.isinf(left) else f"epoch {left:,.0f}" for left in rows["left"]],
        "Moved by": rows["moved"].map(_shown),
        "Equal units": [_equal(row) for row in rows.itertuples()],
        "Runs": rows["runs"],
    }
    return pd.DataFrame(columns).set_index("Start")


def _shown(value: float) -> str:
    return figure(value).replace("not a number", "diverged")


def _percent(value: float) -> str:
    return "diverged" if np.isnan(value) else f"{100 * value:.0f} %"


def _equal(row) -> str:
    if np.isnan(row.equal):
        return "–"
    return "always" if row.equal == row.runs else "no" if row.equal == 0 else f"in {row.equal:.0f} of {row.runs} runs"


def meanings(found: Frozen) -> str:
    """What the words of the table mean."""
    return (
        f"Floor: the class entropy H(p) = {figure(found.facts['floor'])}, the least cost of a network that does not "
        f"look at its inputs; a run has left it when its cost is below {100 * LEFT:.0f} % of that. Frozen: no weight "
        "of the hidden layer (or of the only layer) ever moved, not at all. Identical: the units were exactly equal "
        f"at every recorded epoch. Slow: it left the floor later than after {100 * SLOW:.0f} % of the epochs. Moved "
        "by: the largest change of such a weight. Medians of the runs that did not diverge; where nothing is drawn, "
        "all runs would be one and the same."
    )


def entropy(found: Frozen) -> str:
    """H(p) with the shares of the classes in it, as TeX."""
    terms = " ".join(rf"- {share:.4g} \ln {share:.4g}" for share in found.facts["shares"])
    return rf"H(p) = -\sum_k p_k \ln p_k = {terms} = {tex(figure(found.facts['floor']))}"


def at_zero(found: Frozen) -> str:
    """Why a hidden layer of zeros is frozen, and where it is not."""
    if found.facts["activation"] != "sigmoid":
        return (
            "A hidden unit with no weights at all says 0, and nothing comes back to it through an outgoing weight of "
            "0. So all its gradients are 0; the biases of the outputs alone learn the shares of the classes, and then "
            "the cost is H(p). A network without hidden layer has no such gate: its gradient is what the inputs have "
            "to do with the error."
        )
    if balanced(found.facts):
        return (
            "It is said that sigmoid units learn even from all zeros, because they say 1/2 there and not 0. That is "
            "half true: it takes classes of unequal shares. Here the shares are equal, the mean error of each output "
            f"is 0 at the start, and so is every gradient.{_rounded(found)}"
        )
    return (
        "Sigmoid units say 1/2 at zero, not 0. While the output biases learn the unequal shares, the outgoing weights "
        "of all units learn them too, each the same. So even all zeros learns, as one unit; with equal shares it would "
        "freeze like the others."
    )


def _rounded(found: Frozen) -> str:
    """What rounding does to zeros that have no gradient."""
    zeros = found.runs[found.runs["start"] == "all zeros"]
    moved = float(zeros["moved"].max()) if len(zeros) else 0.0
    grown = " alone" if moved < 1e-3 else ", grown like any small push"
    return f" All zeros has moved by {figure(moved)} all the same: rounding{grown}." if moved > 0 else ""


def one_unit(found: Frozen) -> str:
    """The rates of the one unit that equal units are, as TeX."""
    units, rate = found.facts["units"], found.facts["rate"]
    outer, inner = (tex(figure(value)) for value in (units * rate, rate / units))
    steps = rf"V \leftarrow V - {outer}\, \frac{{dJ}}{{dV}}, \quad w \leftarrow w - {inner}\, \frac{{dJ}}{{dw}}"
    return rf"V = H v: \quad {steps}"


def met(found: Frozen) -> str:
    """How well the one unit predicts the start "one constant"."""
    units, precision = found.facts["units"], found.facts["precision"]
    if found.foretold.empty:
        return 'Choose the start "one constant" to see the theory of the one unit held against it.'
    if not np.isfinite(found.gap):
        return f"{units} units that start equal diverged here, so there is no difference to the one unit to give."
    return (
        f"{units} units that start equal are one unit with {units} times the rate at its output and 1/{units} of it at "
        f"its input (dashed in the picture). Largest difference of the two costs over {len(found.foretold):,} recorded "
        f"epochs: **{figure(found.gap)}** (the network in {precision}, the one unit in float64)."
    )


def growth(found: Frozen) -> str:
    """How long a tiny start takes, as TeX; empty where there is no such law."""
    facts, epochs = found.facts, decade(found.facts)
    if np.isnan(epochs):
        return ""
    slope, sigma, rate = (tex(figure(v)) for v in (laws.SLOPES[facts["activation"]], facts["pull"], facts["rate"]))
    law = r"\frac{\ln 10}{\ln(1 + \eta\, g'(0)\, \sigma)}"
    return rf"{law} = \frac{{\ln 10}}{{\ln(1 + {rate} \cdot {slope} \cdot {sigma})}} = {tex(figure(epochs))}"


def why_slow(found: Frozen) -> str:
    """What that law says."""
    facts = found.facts
    if facts["pull"] == 0:
        return (
            "Here the inputs do not pull at all (σ = 0): on average over the examples, x (y − p) is 0. So a network "
            "without hidden layer stays at zero, and rightly: its cost is convex and it is at its best already. And a "
            "tiny start finds no way off the floor that grows by a factor; the smaller it is, the longer it waits."
        )
    if facts["activation"] not in laws.SLOPES:
        return "For ReLU units there is no such law: each unit answers only to the examples on its own side of zero."
    if np.isnan(decade(facts)):
        return "For sigmoid units there is such a theory where all classes have the same share; here they have not."
    return (
        f"Epochs in which a tiny start grows tenfold; σ = {figure(facts['pull'])} is the largest singular value of the "
        "mean of x (y − p)ᵀ, how strongly the inputs pull. Every factor of 10 that the start is smaller costs that "
        "many epochs more (dashed in the picture of the distances)."
    )
