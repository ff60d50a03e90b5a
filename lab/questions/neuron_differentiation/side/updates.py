"""The chain rule read link by link, and the update by the mean over all examples, of every weight."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lab.answer import Formula, Section, Table, Words
from lab.numerals import cell, counted, figure, short, tex
from lab.prose import listed
from lab.question import address, said
from lab.questions.neuron_differentiation.side.chain import FACTORS, source, unit
from lab.questions.neuron_differentiation.side.network import Moment
from lab.run import Run

ORDER = ("w1", "w2", "b1", "w5", "w3", "w4", "b2", "w6", "b3")  # neuron by neuron, then the output
ALIKE = "All units learn by one rule, from one cost: here only their weights can make them differ."
ROUNDING = 1e-12  # of the largest gradient: float64 rounds to less
HARDLY = 0.05  # of the cost of two copies: a neuron that lowers it by less is worth hardly anything
ONLY = (
    "Two gradients differ only where one of these factors differs; everything else is the same for both. If every "
    "factor is the same, both weights get the same step, and what was equal stays equal."
)


def why(moment: Moment) -> str:
    """The chain of the first of the two gradients, link by link with its numbers, and of the second what is other."""
    one, other = moment.pair
    first, second = unit(one), unit(other)
    values = dict(zip(FACTORS, moment.factors["one"], strict=False))
    said = {name: f" = {figure(value)}" if moment.finite else "" for name, value in values.items()}
    turned = (
        f"dJ/d{other} goes through a{second} and z{second} instead, so its last three factors are w{second + 4}, "
        f"da{second}/dz{second} and x{source(other)}."
        if first != second
        else f"dJ/d{other} takes the same way, but its last factor is x{source(other)}."
    )
    return (
        f"{ALIKE} "
        f"Read dJ/d{one} from the cost back to the weight: J → a3 → z3 → a{first} → z{first} → {one}. Each arrow is a "
        f"factor, how much the one before it answers to the one after it: J to the output a3 (dJ/da3{said['dJ/da3']}), "
        f"a3 to z3 (da3/dz3{said['da3/dz3']}), z3 to a{first} (w{first + 4}{said['dz3/da']}), a{first} to z{first} "
        f"(da{first}/dz{first}{said['da/dz']}), z{first} to {one} (x{source(one)}{said['dz/dw']}). The product of the "
        f"five is dJ/d{one}. {turned} {ONLY}"
    )


def section(moment: Moment, automatic: pd.DataFrame) -> Section:
    """The mean over the examples, and what automatic differentiation says."""
    blocks = (
        Words(f"An update goes by the mean over all examples.{turned(moment)}"),
        Formula(formula(moment)),
        Table(table(moment)),
        Words(agreement(moment, automatic)),
    )
    return Section("The update, and every gradient", blocks)


def turned(moment: Moment) -> str:
    """Which weights the mean moves the other way than this example alone would; begins with a blank."""
    products = moment.gradients.loc["this example"] * moment.gradients.loc["mean"]
    names = [name for name in ORDER if products[name] < 0]
    if not names:
        return ""
    return (
        f" For {listed(names)} it has another sign than the gradient of example {moment.example}: this example alone "
        f"would move {'that weight' if len(names) == 1 else 'those weights'} the other way."
    )


def table(moment: Moment) -> pd.DataFrame:
    """Every weight with its gradients and what the next update makes of it; for the eye, so of text."""
    columns = {
        "now": moment.weights,
        f"dJ/dw, example {moment.example}": moment.gradients.loc["this example"],
        "dJ/dw, mean of all": moment.gradients.loc["mean"],
        "next": moment.following,
    }
    return pd.DataFrame(columns).loc[list(ORDER)].map(cell).rename_axis("weight")


def agreement(moment: Moment, automatic: pd.DataFrame) -> str:
    """How far the chain rule, multiplied out, is from automatic differentiation; Markdown."""
    worst = (moment.gradients - automatic).abs().to_numpy().max()
    largest = moment.gradients.abs().to_numpy().max()
    told = "exactly 0" if worst == 0 else "a rounding error" if worst <= ROUNDING * largest else figure(worst)
    return (
        "The chain rule against automatic differentiation (Keras and `tf.GradientTape`, float64), for all nine "
        f"weights, for this example and for the mean: the largest difference is **{told}**, "
        f"where the largest gradient is {figure(largest)}."
    )


def worth(runs: Mapping[str, Run], clearer: Mapping[str, Run]) -> list[str]:
    """What a second neuron is worth: copies at the end beside neurons that differ; nothing where one diverged.

    Args:
        runs: of `network.both`.
        clearer: the same on XOR, where these runs are `hardly` worth it; otherwise empty.
    """
    if not (ends := _ends(runs)):
        return []
    copies, others = ends
    gain = short(copies - others) if copies > others else "nothing"
    last = next(iter(runs.values())).weight_epochs[-1]
    says = (
        f"Two copies compute what one neuron with twice the outgoing weight computes. They end at cost {short(copies)}"
        f", neurons that differ at {short(others)}: from these starts, after {counted(last, 'update')}, a second "
        f"neuron lowers the cost on these data by {gain}."
    )
    if hardly(runs):
        says += " So these data hardly need a second neuron."
    if (there := _ends(clearer)) and there[0] - there[1] > HARDLY * there[0]:
        copies, others = map(short, there)
        says += f" XOR needs it more: from the same starts copies end at {copies}, neurons that differ at {others}."
    return [f"{says} What more of them are worth: [{said('width').ask}]({address('width')})."]


def hardly(runs: Mapping[str, Run]) -> bool:
    """Whether neurons that differ end hardly lower than copies."""
    ends = _ends(runs)
    return bool(ends) and ends[0] - ends[1] <= HARDLY * ends[0]


def _ends(runs: Mapping[str, Run]) -> tuple[float, ...]:
    """The costs at the end of the copies, and of the neurons that differ; none without runs, or where one diverged."""
    ends = [float(each.loss[0, 0, -1]) for each in runs.values()]
    if not ends or not np.isfinite(ends).all():
        return ()
    run = next(iter(runs.values()))
    kernel, bias, outgoing, _ = run.keras_weights(0, run.weight_epochs[-1])
    alike = all(np.ptp(each) == 0 for each in (*kernel, bias, outgoing))
    return tuple(ends if alike else ends[::-1])


def formula(moment: Moment) -> str:
    """What the next update makes of the first of the two weights, with its numbers, as TeX."""
    weight, rate = moment.pair[0], moment.experiment.training.learning_rate
    letter, before, gradient = f"{weight[0]}_{weight[1]}", moment.weights[weight], moment.gradients.loc["mean", weight]
    old, step, mean, new = (tex(figure(value)) for value in (before, rate, gradient, before - rate * gradient))
    mean = rf"\left({mean}\right)" if mean.startswith("-") else mean
    law = rf"{letter} := {letter} - \alpha \, \overline{{\frac{{\partial J}}{{\partial {letter}}}}}"
    return rf"{law} = {old} - {step} \cdot {mean} = {new}"
