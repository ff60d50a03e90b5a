"""What was found about starts from zero, in sentences."""

import numpy as np
import pandas as pd

from lab.data import load
from lab.experiment import Experiment
from lab.laws.frozen import class_entropy, shares
from lab.numerals import figure, tex
from lab.softmax.zeros import Zeros


def headline(found: Zeros) -> str:
    """Which start learns."""
    accuracy, moved = summary(found)["accuracy"], summary(found)["moved"]["hidden layer, zeros"]
    linear, hidden = (f"{100 * accuracy[name]:.0f} %" for name in ("no hidden layer, zeros", "hidden layer, zeros"))
    if moved == 0:
        return f"Yes, without a hidden layer ({linear} right); with one, no hidden weight ever moves ({hidden})."
    return f"Yes, without a hidden layer ({linear} right); with a hidden layer of zeros it reaches only {hidden}."


def verdict(found: Zeros, experiment: Experiment) -> str:
    """Which start learns, in a sentence."""
    ends, runs = summary(found), int(found.ends["seed"].nunique())
    linear, glorot, hidden = (
        ends.loc[name] for name in ("no hidden layer, zeros", "no hidden layer, Glorot", "hidden layer, zeros")
    )
    frozen = "no weight of it ever moves" if hidden["moved"] == 0 else f"its weights move by {figure(hidden['moved'])}"
    return (
        f"From all zeros, a softmax without hidden layer reaches {_percent(linear['accuracy'])} "
        f"({_percent(glorot['accuracy'])} from Glorot's start); with a hidden layer of zeros, {frozen} and it "
        f"{'stays at' if hidden['moved'] == 0 else 'reaches'} {_percent(hidden['accuracy'])} "
        f"({'one run' if runs == 1 else f'medians of {runs} runs'}, {_epochs(experiment.training.epochs)})."
    )


def _epochs(count: int) -> str:
    return f"{count:,} epoch{'s' if count != 1 else ''}"


def summary(found: Zeros) -> pd.DataFrame:
    """Medians over the seeds: one row per start with `loss`, `accuracy`, `moved`."""
    return found.ends.groupby("start", sort=False)[["loss", "accuracy", "moved"]].median()


def table(found: Zeros) -> pd.DataFrame:
    """`summary` for the eye, as text."""
    rows = summary(found)
    return pd.DataFrame(
        {
            "Cost": rows["loss"].map(figure),
            "Accuracy": rows["accuracy"].map(_percent),
            "First layer moved by": rows["moved"].map(figure),
        }
    ).rename_axis("Start")


def floor(experiment: Experiment) -> float:
    """H(p): the cost of a network that answers with the shares of the classes, whatever it is shown."""
    return class_entropy(shares(load(experiment.data)[1]))


def reason(experiment: Experiment) -> str:
    """Why the one moves and the other does not, with the numbers of these data."""
    classes, level = experiment.data.outputs, floor(experiment)
    uniform = figure(float(np.log(classes)))
    if experiment.network.activation == "sigmoid":
        hidden = (
            "hidden sigmoid units say 1/2, so the outgoing weights do move, all units of a class alike, and then carry "
            "equal errors back: the layer learns as one unit, as far as the labels are unequally frequent in a step."
        )
    else:
        hidden = (
            "both factors that reach a weight are 0: what the hidden units say, and what comes back through the "
            f"outgoing weights. Only the output biases learn, and the cost cannot get below H(p) = {figure(level)}, "
            f"the entropy of the labels (ln {classes} = {uniform} if all classes were equally frequent)."
        )
    return (
        "**Why?** The kernel of a softmax without hidden layer moves by input times error, xᵀ(a − y): neither is 0, so "
        "zeros are a start like any other, and the cost is convex: there is one valley. With a hidden layer of zeros, "
        f"{hidden}"
    )


def forgets(found: Zeros) -> str:
    """How much of the start is left in the regression."""
    runs = " (median of the runs)" if len(found.ends["seed"].unique()) > 1 else ""
    return f"After this training an output of the two regressions differs by {figure(found.apart)} at most{runs}."


def formula(experiment: Experiment) -> str:
    """The gradient of the kernel at zeros, with the numbers of the data."""
    classes = experiment.data.outputs
    return (
        r"W = 0:\quad a_k = \tfrac{1}{" + str(classes) + r"} = " + tex(figure(1 / classes)) + r",\quad"
        r"\frac{\partial C}{\partial W} = \frac{1}{m} X^\top (a - y) \neq 0"
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def kernels(found: Zeros) -> str:
    """The pictures of the kernels in words: where each class's largest weight lies."""
    last = found.kernels[found.kernels["place"] == found.kernels["place"].max()]
    rows = last.loc[last.groupby("class")["weight"].idxmax()]
    each = [
        f"{row[0]} in row {row[1] + 1}, column {row[2] + 1} ({figure(round(row[3], 4))})"
        for row in rows[["class", "row", "column", "weight"]].itertuples(index=False)
    ]
    return f"After epoch {last['epoch'].iloc[0]}, the largest weight of each class: {'; '.join(each)}."
