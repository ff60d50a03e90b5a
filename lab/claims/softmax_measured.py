"""What the claims about the softmax cost measure."""

import numpy as np
import pandas as pd

import lab
from lab.questions.softmax_cost.matrix import ways as matrix
from lab.softmax import batch, one_example, one_input

TEN, TARGET = (2.0, 1.0, 0.1, *[0.0] * 7), 7  # logits of the page for ten outputs, and the digit


def outputs_that_enter() -> tuple[float, ...]:
    """Outputs that move the cost, terms that are 0, and what another order of the others changes."""
    classes = one_example.classes(TEN, TARGET)
    entering = one_example.entering(classes)
    return int(entering["output"].sum()), int((classes["term"] == 0).sum()), entering["swapped"][0]


def gradient() -> tuple[float, ...]:
    """Outputs with a slope; a - y against measured slopes, a (a - y) against automatic ones; the sum of a - y."""
    classes = one_example.classes(TEN, TARGET)
    apart = (classes["law"] - classes["measured"]).abs().max()
    writings, _ = matrix.writings(matrix.START, m=1)
    off = writings.set_index("code").loc["a.T @ d / m", "off"]
    return int((classes["measured"] != 0).sum()), apart, off, abs(classes["law"].sum())


def losses_and_cost() -> tuple[float, ...]:
    """Three means of the losses of the page's batch, each by its distance from Keras's cost."""
    drawn = batch.Batch()
    means = batch.means(batch.losses(drawn))
    cost = batch.keras_losses(drawn)["sparse_cost"][0]
    exact, weighted, alike = (abs(means[name][0] - cost) for name in ("cost", "weighted", "of_means"))
    return exact, weighted, round(alike, 4)


def labels() -> tuple[float, ...]:
    """How far Keras's losses for the two ways to write labels lie apart, for two batches."""
    found = [batch.keras_losses(drawn) for drawn in (batch.Batch(), batch.Batch(examples=12, classes=10))]
    return tuple((each["sparse"] - each["categorical"]).abs().max() for each in found)


def floor() -> tuple[float, ...]:
    """The least cost of one input with labels 70 / 30, where it is, and where training ends."""
    lowest = one_input.lowest(one_input.curve(0.7))
    frame = pd.DataFrame({"x": np.ones(10), "y": [1] * 7 + [0] * 3})
    experiment = lab.Experiment(
        data=lab.Data.from_frame(frame, target="y", task="classes"),
        network=lab.Network(hidden=(), output="softmax"),
        training=lab.Training(loss="categorical_crossentropy", learning_rate=1.0, epochs=500, precision="float64"),
    )
    return lowest["cost"], lowest["p"], lab.train(experiment, seeds=[0], recorded=1).loss[0, 0, -1]
