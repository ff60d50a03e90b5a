"""All weights zero and random biases: the first steps, in theory and measured, and what becomes of it in words."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.data import load
from lab.experiment import Experiment, vary
from lab.laws import frozen as laws
from lab.numerals import counted, figure, short
from lab.questions.neuron_differentiation.frozen.ends import ENDS, LEARN
from lab.questions.neuron_differentiation.frozen.optimizers import ADAPTIVE, NAMES, PLAIN, steps
from lab.questions.neuron_differentiation.frozen.picture import balanced
from lab.questions.neuron_differentiation.frozen.starts import ZERO_WEIGHTS, Frozen, zeroed
from lab.training import train

STEPS = 3  # that are watched one by one
BESIDE = "Glorot random"  # the start that its cost is held against
SHORT = {"learning": "learn", "slow": "learn, but slowly"}  # verdict -> what units do


@dataclass(frozen=True, kw_only=True)
class First:
    """The first steps from zero weights and random biases.

    Attributes:
        waits: steps after which all hidden weights were still exactly 0, in the run in which they moved first; None
            where they did not move in `STEPS` steps.
        gap: largest difference of the weights after two steps from `predicted`, over all runs.
    """

    waits: int | None
    gap: float


def first_steps(experiment: Experiment, seeds, progress=None, cancelled=None) -> First:
    """The first `STEPS` steps, recorded one by one; arguments as of `starts.measure`."""
    each = vary(experiment, {"init.scheme": "glorot_uniform", "init.bias": "same", "training.epochs": STEPS})
    given = zeroed(each, ZERO_WEIGHTS, seeds)
    run = train(each, seeds, initial=given, recorded=STEPS, progress=progress, cancelled=cancelled)
    kernel, _, outgoing, _ = run.parts[0]  # (seed, epoch, *shape)
    moved = (kernel != 0).any(axis=(0, 2, 3))
    x, y = load(each.data, "float64")
    how = each.training.learning_rate, each.network.activation, each.training.optimizer
    gaps = []
    for i in range(len(seeds)):
        one, two = predicted(given[1][i], given[3][i], x, y, *how)
        gaps += [np.abs(kernel[i, 2] - two).max(), np.abs(outgoing[i, 1] - one).max()]
    return First(waits=int(moved.argmax()) - 1 if moved.any() else None, gap=float(max(gaps)))


def predicted(
    b: np.ndarray, c: np.ndarray, x: np.ndarray, y: np.ndarray, rate: float, activation: str, kind: str = PLAIN
) -> tuple[np.ndarray, np.ndarray]:
    """The outgoing weights after one step and the hidden weights after two, from weights of 0.

        V = -eta g(b) (a - p)^T,    W = -eta M V^T diag(g'(b)),    M = mean over examples of x (a' - y)^T

    As every example gives the hidden layer g(b), it gives the outputs one a, after the first step one a'. Through
    V = 0 nothing comes back in that step, so b stays.

    Args:
        b: biases of the hidden layer, (unit,).
        c: biases of the outputs, (output,).
        x: (example, input).
        y: (example, output); one column: a sigmoid output, several: a softmax. The cost is the cross-entropy.
        rate: eta.
        activation: g, a key of `laws.ACTIVATIONS`.
        kind: of the optimizer, which makes its steps of these gradients, a key of `optimizers.NAMES`.

    Returns:
        V (unit, output) and W (input, unit).

    Source: plain algebra.
    """
    g, slope = laws.ACTIVATIONS[activation]
    b, c, p = np.asarray(b, dtype=float), np.asarray(c, dtype=float), y.mean(axis=0)
    h = g(b)
    error = _outputs(c) - p
    outgoing = -rate * steps(kind)(np.outer(h, error))
    later = _outputs(c - rate * steps(kind)(error) + h @ outgoing)
    m = x.T @ (later - y) / len(x)  # (input, output)
    hidden, gradient = steps(kind), (m @ outgoing.T) * slope(b, h)
    hidden(np.zeros_like(gradient))  # in the first step
    return outgoing, -rate * hidden(gradient)


def _outputs(z: np.ndarray) -> np.ndarray:
    """A sigmoid of one logit, a softmax of several."""
    powers = np.exp(z - z.max())
    return 1 / (1 + np.exp(-z)) if len(z) == 1 else powers / powers.sum()


def headline(found: Frozen, first: First) -> str:
    """Whether all weights may start at zero if the biases are random."""
    runs = _runs(found)
    verdict = runs["verdict"].value_counts().index[0]
    if verdict not in LEARN:
        return f"No, not here: random biases make the units different, but {_in_most(runs, verdict)}{ENDS[verdict]}."
    if idle := _off(found):
        mean = f"{'on average ' * (len(runs) > 1)}{short(idle / len(runs))} of {found.facts['units']} units"
        return f"Yes, but {mean} never move, as their bias is negative; the others {SHORT[verdict]}."
    waits = {None: "several steps", 1: "one step"}.get(first.waits, f"{first.waits} steps")
    then = f"the hidden weights wait {waits}, then {SHORT[verdict]}"
    return f"Yes, with random biases: they make the units different; {then}."


def _in_most(runs: pd.DataFrame, verdict: str) -> str:
    """In how many runs; ends in a blank."""
    agree = int((runs["verdict"] == verdict).sum())
    return "" if len(runs) == 1 else f"in {'all ' if agree == len(runs) else f'{agree} of '}{len(runs)} runs "


def note(found: Frozen) -> str:
    """What the cost ends at, beside that of random weights; ends in a blank."""
    rows = found.runs.groupby("start")["cost"].median()
    if BESIDE not in rows or not np.isfinite(rows[[ZERO_WEIGHTS, BESIDE]]).all():
        return ""
    zero, drawn = (short(rows[name]) for name in (ZERO_WEIGHTS, BESIDE))
    return f"Cost at the end: {zero} from zero weights and random biases, {drawn} from {BESIDE} weights. "


def why(found: Frozen, first: First) -> str:
    """What zeros in all weights do to the first steps, and random biases after them."""
    activation = found.facts["activation"]
    told = (
        "With all weights 0 a hidden unit says the same to every example, but with random biases the units say "
        f"different things. {_parted(found.facts['optimizer'])} The hidden weights wait: "
        "nothing comes back to them through an outgoing weight of 0. "
    )
    if first.waits is None:
        told += f"Here they did not move in the {STEPS} steps after it either. "
    else:
        adaptive = found.facts["optimizer"] in ADAPTIVE
        told += f"Then they move{', at first all along one line, each unit by its own amount' * (not adaptive)}. "
    if activation == "relu":
        told += (
            f"A ReLU whose bias is negative says 0 to every example and never gets a gradient: {_off(found)} of the "
            f"{found.facts['units'] * len(_runs(found))} units of {counted(len(_runs(found)), 'run')}. "
        )
    if found.facts["pull"] == 0 and found.facts["optimizer"] in ADAPTIVE:
        told += (
            "On average x (y − p) is 0 here (σ = 0 in the mathematics), so no direction of theirs helps at first: "
            f"{NAMES[found.facts['optimizer']]} makes steps of gradients that are nearly 0. "
        )
    elif found.facts["pull"] == 0:
        told += (
            "On average x (y − p) is 0 here (σ = 0 in the mathematics), so they hardly move, and the units stay nearly "
            "useless for long. "
        )
    return told + _at_the_output(found.facts)


def _parted(kind: str) -> str:
    """What the first step makes of the units' outgoing weights."""
    if kind not in ADAPTIVE:
        return "So in the first step their outgoing weights become different."
    return (
        f"{NAMES[kind]} makes the first steps of all outgoing weights about equally long, though some up and some "
        "down; the units differ in their biases from the start."
    )


def _at_the_output(facts: dict) -> str:
    """Why the biases of the outputs must be random, too."""
    if balanced(facts):
        return (
            "The biases of the outputs must be random, too: at 0 their mean error would be 0, as the classes are of "
            "equal size, and only rounding could begin to move anything."
        )
    return "The biases of the outputs could be 0 here, as the classes are of unequal size: the mean error is not 0."


def advice(found: Frozen) -> tuple[str, str]:
    """The rule and the lines of Keras where this start is shown."""
    facts = found.facts
    output = "softmax" if len(facts["shares"]) > 2 else "sigmoid"
    classes = len(facts["shares"]) if output == "softmax" else 1
    rule = (
        "Leave kernels (the weights) to Keras's random initializers, and biases at zero: then no unit has to wait. If "
        "kernels are to start at zero, draw the biases of **every** layer at random."
    )
    rule += " That holds with every optimizer." * (facts["optimizer"] != PLAIN)
    code = (
        f'keras.layers.Dense({facts["units"]}, activation="{facts["activation"]}")  # the rule\n'
        "# what is tried here:\n"
        'start = {"kernel_initializer": "zeros", "bias_initializer": "glorot_uniform"}\n'
        f'keras.layers.Dense({facts["units"]}, activation="{facts["activation"]}", **start)\n'
        f'keras.layers.Dense({classes}, activation="{output}", **start)'
    )
    return rule, code


def formulas(found: Frozen) -> tuple[str, str]:
    """The first two steps, as TeX; s is what an optimizer makes of a gradient."""
    one, two = r"g(b)\, (a - p)^T", r"\overline{x\, (a' - y)^T}\; W_2^T\, \mathrm{diag}(g'(b))"
    if found.facts["optimizer"] in ADAPTIVE:
        one, two = (rf"s\!\left({gradient}\right)" for gradient in (one, two))
    return (
        rf"\text{{step 1:}} \quad W_2 = -\eta\, {one}, \quad W_1 = 0",
        rf"\text{{step 2:}} \quad W_1 = -\eta\; {two}",
    )


def met(found: Frozen, first: First) -> str:
    """How well theory predicts the first two steps."""
    runs, precision = len(_runs(found)), found.facts["precision"]
    adaptive = found.facts["optimizer"] in ADAPTIVE
    line = (
        " So after two steps the hidden weights of all units lie on one line, each as far along it as g(b) g'(b) of "
        "its bias says."
    ) * (not adaptive)
    rounded = f" A gradient that is nothing but rounding makes a step of {NAMES[found.facts['optimizer']]}, too."
    return (
        f"From zero weights and random biases b every example gives the same outputs, a, and after one step a'.{line} "
        f"Largest difference from this theory, in {counted(runs, 'run')}: **{figure(first.gap, 2)}** "
        f"(the network in {precision}, theory in float64).{rounded * (adaptive and found.facts['pull'] == 0)}"
    )


def _runs(found: Frozen) -> pd.DataFrame:
    return found.runs[found.runs["start"] == ZERO_WEIGHTS]


def _off(found: Frozen) -> int:
    """Units, of all runs, whose hidden weights never moved, where a bias below 0 is why."""
    return int(_runs(found)["idle"].sum()) if found.facts["activation"] == "relu" else 0
