"""What was found about the time it takes until neurons differ, in sentences and formulas."""

import numpy as np

from lab.differentiation.escape import Escape
from lab.differentiation.escape_summary import amounts_to, foretold_decade, measured_decade
from lab.differentiation.forecast import PARTED
from lab.numerals import counted, figure, tex


def verdict(found: Escape) -> str:
    """How many epochs a smaller push costs, and what no push at all does."""
    epochs, runs = f"{found.experiment.training.epochs:,}", found.rates["seed"].size
    measured, many = measured_decade(found), f"{'median of ' if runs > 1 else ''}{counted(runs, 'run')}"
    if np.isnan(measured):
        answer = f"{_parting(found)} within {epochs} epochs ({counted(runs, 'run')} of each)."
    else:
        answer = (
            f"A push ten times smaller keeps the two neurons alike for {figure(round(measured, 2))} epochs more; "
            f"{_law(found)} ({many}, up to {epochs} epochs)."
        )
    stay = "stays" if found.equal == 1 else "stay"
    return f"{answer} Without a push {found.equal} of {runs} {stay} exactly equal at every recorded epoch."


def _parting(found: Escape) -> str:
    """Which pushes are too small to part the neurons, in the median."""
    times = found.times.query("kind == 'measured'").groupby("epsilon")["epochs"].median()
    parting = [figure(epsilon) for epsilon in times.index[np.isfinite(times)]]
    return f"No push{f' below {parting[0]}' if parting else ''} parts the two neurons"


def _law(found: Escape) -> str:
    """What theory says about a push ten times smaller."""
    foretold = foretold_decade(found)
    if np.isnan(found.rates["fastest"].median()):
        return "theory says nothing, as equal neurons do not settle at this rate"
    if np.isinf(foretold):
        return "the curvature where they settle predicts that they never part"
    return f"the curvature of the cost predicts {figure(round(foretold, 2))}"


def rounding(found: Escape) -> str:
    """What rounding does to clones that nobody pushed."""
    told = []
    for precision, (parted, runs, amount) in amounts_to(found).items():
        as_if = f", in the median of these as late as a push of {figure(amount)} does" if np.isfinite(amount) else ""
        told.append(f"in {precision} {parted} of {runs}{as_if}")
    return (
        "Arithmetic can push, too. The runs above go through instructions that treat both neurons alike. In plain "
        "Keras, compiled by XLA, each neuron may be rounded in its own way, and that alone parted, within "
        f"{found.experiment.training.epochs:,} epochs, {'; '.join(told)}."
    )


LAW = r"\text{distance} \approx \varepsilon\,(1 + \eta\lambda)^t \quad\Rightarrow\quad"
DECADE = r"\text{epochs per decade} = \frac{\ln 10}{\ln(1 + \eta\lambda)}"


def formula(found: Escape) -> str:
    """Epochs per decade by theory, with this run's numbers."""
    rate, fastest = found.experiment.training.learning_rate, float(found.rates["fastest"].median())
    numbers = rf"\frac{{\ln 10}}{{\ln(1 + {tex(figure(rate))} \times {tex(figure(fastest))})}}"
    end = foretold_decade(found)
    if np.isnan(fastest):
        return r"\text{unknown: equal neurons do not settle at this rate}"
    return rf"{numbers} = {tex(figure(round(end, 2)))}" if np.isfinite(end) else r"\lambda \le 0: \text{ never}"


def settled(found: Escape) -> str:
    """Where lambda comes from, and whether the equal neurons have settled there."""
    slope, fastest = float(found.rates["slope"].median()), float(found.rates["fastest"].median())
    parted = f"Different means: a distance above {PARTED:g}."
    if np.isnan(fastest):
        return f"At this rate two equal neurons do not settle anywhere, so there is no λ (η is the rate). {parted}"
    relu = found.experiment.network.activation == "relu"
    kink = " With ReLU theory does not see an example that falls between the kinks of the two neurons." if relu else ""
    return (
        f"λ = {figure(fastest)} (η is the learning rate) is how steeply the cost falls away when two equal neurons are "
        f"pulled apart, computed from the data at the point where they settle together; the gradient there is "
        f"{figure(slope)}. {parted}{kink}"
    )


def why_not_the_same(found: Escape) -> str:
    """The answer to the follow-up question of the discussion."""
    runs, fastest = found.rates["seed"].size, float(found.rates["fastest"].iloc[0])
    beside = f" (λ = {figure(fastest)})"
    if np.isnan(fastest):
        curve = "This curve is empty: at this rate equal neurons do not settle."
    elif fastest > 0:
        curve = f"That is the flat top of this curve. Right beside it, the cost falls to both sides{beside}: the "
        curve += "slightest difference is enlarged at every step."
    elif fastest < 0:
        curve = f"That is the flat bottom of this curve. Right beside it, the cost rises to both sides{beside}: equal "
        curve += "neurons attract each other here."
    else:
        curve = f"Right beside the middle of this curve the cost neither rises nor falls{beside}."
    return (
        "**But why do they not end at the same optimum anyway?** Equal neurons get equal gradients: no part of "
        f"the gradient could separate them, so they stay equal ({found.equal} of {counted(runs, 'run')} without a "
        f"push). {curve}"
    )


def takeaway(found: Escape) -> str:
    """What the curve of the cost shows, in numbers."""
    if found.ridge["cost"].isna().any():
        return "No curve: equal neurons do not settle at this rate."
    middle, side = found.ridge["cost"].iloc[len(found.ridge) // 2], found.ridge["cost"].iloc[-1]
    return (
        f"Cost {figure(middle)} where both neurons are equal, {figure(side)} when they are pulled 1 apart along the "
        "direction in which they part fastest."
    )
