"""What was found about the time it takes until neurons differ, in sentences and formulas."""

import numpy as np

from lab.differentiation.escape import Escape
from lab.differentiation.escape_summary import amounts_to, foretold_decade, measured_decade
from lab.differentiation.forecast import PARTED
from lab.numerals import figure, tex


def verdict(found: Escape) -> str:
    """How many epochs a smaller push costs, and what no push at all does."""
    epochs, runs = f"{found.experiment.training.epochs:,}", found.rates["seed"].size
    measured, foretold = measured_decade(found), foretold_decade(found)
    if np.isnan(measured):
        answer = f"No small push parts the two neurons within {epochs} epochs ({runs} runs of each)."
    else:
        law = f"the curvature of the cost foretells {figure(round(foretold, 2))}" if np.isfinite(foretold) else (
            "the curvature where they settle foretells that they never part"
        )  # fmt: skip
        answer = (
            f"A push ten times smaller keeps the two neurons alike for {figure(round(measured, 2))} epochs more; {law} "
            f"(median of {runs} runs, up to {epochs} epochs)."
        )
    return f"{answer} Without a push {found.equal} of {runs} stay equal to the bit at every recorded epoch."


def rounding(found: Escape) -> str:
    """What rounding does to clones that nobody pushed."""
    told = []
    for precision, (parted, runs, amount) in amounts_to(found).items():
        as_if = f", at the median as late as a push of {figure(amount)} does" if np.isfinite(amount) else ""
        told.append(f"in {precision} {parted} of {runs}{as_if}")
    return (
        "Arithmetic can push, too. The runs above go through instructions that treat both neurons alike. In plain "
        "Keras, compiled by XLA, each neuron may be rounded in its own way, and that alone parted, within "
        f"{found.experiment.training.epochs:,} epochs, {'; '.join(told)}."
    )


LAW = r"\text{distance} \approx \varepsilon\,(1 + \eta\lambda)^t \quad\Rightarrow\quad"
DECADE = r"\text{epochs per decade} = \frac{\ln 10}{\ln(1 + \eta\lambda)}"


def formula(found: Escape) -> str:
    """Epochs per decade by the law, with this run's numbers."""
    rate, fastest = found.experiment.training.learning_rate, float(found.rates["fastest"].median())
    numbers = rf"\frac{{\ln 10}}{{\ln(1 + {tex(figure(rate))} \times {tex(figure(fastest))})}}"
    end = foretold_decade(found)
    return rf"{numbers} = {tex(figure(round(end, 2)))}" if np.isfinite(end) else r"\lambda \le 0: \text{ never}"


def settled(found: Escape) -> str:
    """Where lambda comes from, and whether the equal neurons have settled there."""
    slope, fastest = float(found.rates["slope"].median()), float(found.rates["fastest"].median())
    return (
        f"λ = {figure(fastest)} (η is the learning rate) is how steeply the cost falls away when two equal neurons are "
        f"pulled apart, computed from the data at the point where they settle together; the gradient there is "
        f"{figure(slope)}. Different means: a distance above {PARTED:g}."
    )


def why_not_the_same(found: Escape) -> str:
    """The answer to the follow-up question of the discussion."""
    runs, fastest = found.rates["seed"].size, float(found.rates["fastest"].iloc[0])
    downhill = (
        f"the cost falls to both sides (λ = {figure(fastest)}): the slightest difference is enlarged at every step."
        if fastest > 0
        else f"the cost rises to both sides (λ = {figure(fastest)}): equal neurons attract each other here."
    )
    return (
        "**But why do they not end at the same optimum anyway?** Equal neurons get equal gradients: no part of "
        f"the gradient could separate them, so they stay equal ({found.equal} of {runs} runs without a push). "
        f"That is the flat top of this curve. Right beside it, {downhill}"
    )


def takeaway(found: Escape) -> str:
    """What the curve of the cost shows, in numbers."""
    middle, side = found.ridge["cost"].iloc[len(found.ridge) // 2], found.ridge["cost"].iloc[-1]
    return (
        f"Cost {figure(middle)} where both neurons are equal, {figure(side)} when they are pulled 1 apart along the "
        "direction in which they part fastest."
    )
