"""What the claims about the softmax cost measure."""

import numpy as np
import pandas as pd

import lab
from lab.softmax import batch, numerics, one_input


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


def overflow() -> tuple[float, ...]:
    """The cost that knows nothing; where a softmax written out is lost; how often one from logits is."""
    start = batch.means(batch.losses(batch.Batch(classes=10, scale=0.0)))["cost"][0]
    limits = [numerics.over_gaps(*each).limits for each in (("float32", 120), ("float64", 1000))]
    first = [_lost(each, "plain NumPy").query("quantity == 'cost' and side == 'wrong'")["first"] for each in limits]
    return (
        start,
        *(each.iloc[0] for each in first),
        sum(_lost(each, "from_logits=True")["first"].count() for each in limits),
    )


def _lost(limits: pd.DataFrame, way: str) -> pd.DataFrame:
    return limits[limits["way"] == way]


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
