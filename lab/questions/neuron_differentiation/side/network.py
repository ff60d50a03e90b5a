"""Two neurons side by side: a network of nine weights, each set by hand, looked at after any of its updates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from lab import training
from lab.data import Data, load
from lab.experiment import Experiment, vary
from lab.moving import DIFFERENCE, side_by_side
from lab.network import keras_model
from lab.numerals import short
from lab.questions.neuron_differentiation.side import chain
from lab.run import Run
from lab.specs import Init, Network, Training

# seeds/002 sets w1 = w3 = 0.2 and so on by hand; here all is equal but w5 and w6, so one factor differs on arrival
WEIGHTS = {"w1": 0.2, "w2": 0.5, "b1": 0.0, "w3": 0.2, "w4": 0.5, "b2": 0.0, "w5": 0.3, "w6": 0.7, "b3": 0.0}
START = Experiment(
    data=Data("moons"),
    network=Network(hidden=(2,), activation="sigmoid", output="sigmoid"),
    init=Init(weights=chain.arrays(WEIGHTS)),
    training=Training(loss="binary_crossentropy", learning_rate=1.0, epochs=1000, precision="float64"),
)


@dataclass(frozen=True, eq=False)
class Moment:
    """The network after some of its updates, and one example on its way through it.

    Attributes:
        experiment: what is trained.
        update: number of updates so far.
        example: number of the example, from 1.
        pair: the two weights whose gradients are compared.
        weights: name -> value after these updates.
        following: name -> value after one update more.
        numbers: of `chain.forward`, for this example.
        factors: of `chain.factors`, for this example.
        gradients: one row for "this example" and one for the "mean" over all, one column per weight.
        cost: over all examples, as the engine recorded it.
        copies: whether the two neurons are exactly equal at every recorded update.
    """

    experiment: Experiment
    update: int
    example: int
    pair: tuple[str, str]
    weights: dict[str, float]
    following: dict[str, float]
    numbers: pd.Series
    factors: pd.DataFrame
    gradients: pd.DataFrame
    cost: float
    copies: bool

    @property
    def finite(self) -> bool:
        """Whether there is a gradient; not so where the run has diverged."""
        return bool(np.isfinite(self.gradients.to_numpy()).all() and np.isfinite(self.cost))


def course(experiment: Experiment, **signals) -> Run:
    """The network trained from weights set by hand, every update recorded; one more than asked for, to see the next.

    Args:
        experiment: of a 2-2-1 network; full batch, so that an epoch is one update.
        signals: `progress` and `cancelled` of `lab.train`.
    """
    epochs = experiment.training.epochs + 1
    longer = vary(experiment, {"training.epochs": epochs})
    return training.train(longer, seeds=[0], recorded=epochs, **signals)


def begun(experiment: Experiment, weights: Mapping[str, float]) -> Experiment:
    """The experiment from these nine weights, by name."""
    return vary(experiment, {"init.weights": chain.arrays(weights)})


def both(experiment: Experiment, cancelled: Callable | None = None) -> dict[str, Run]:
    """The network trained from weights set by hand, and from a copy for its second neuron, or nearly a copy.

    Args:
        experiment, cancelled: as of `course`.
    """
    own = chain.values([np.array(array) for array in experiment.init.weights])
    other = own | {"w3": own["w1"], "w4": own["w2"], "b2": own["b1"], "w6": own["w5"]}
    title = "The same, but neuron 2 starts as a copy of neuron 1"
    if other == own:
        other, title = own | {"w3": own["w3"] + DIFFERENCE}, f"The same, but w3 starts {short(DIFFERENCE)} larger"
    starts = {"The nine weights as they are set": own, title: other}
    return side_by_side({name: begun(experiment, each) for name, each in starts.items()}, cancelled=cancelled)


def moment(run: Run, update: int, example: int, pair: tuple[str, str]) -> Moment:
    """The network of a `course` after `update` updates, seen from one example (counted from 1)."""
    experiment, weights = run.experiment, run.keras_weights(0, update)
    x, y = load(experiment.data, "float64")
    given = experiment.network.activation, experiment.training.loss
    each = chain.gradients(weights, x, y[:, 0], *given)
    rows = [each.iloc[example - 1], each.sum() / len(each)]
    kernel, bias, outgoing, _ = run.arrays
    pairs = [(kernel[..., 0], kernel[..., 1]), (bias[..., 0], bias[..., 1]), (outgoing[..., 0, :], outgoing[..., 1, :])]
    return Moment(
        experiment, update, example, pair, chain.values(weights), chain.values(run.keras_weights(0, update + 1)),
        numbers=chain.forward(weights, x, y[:, 0], *given).iloc[example - 1],
        factors=chain.factors(weights, x[example - 1], y[example - 1, 0], *given, pair),
        gradients=pd.DataFrame(rows, index=["this example", "mean"]),
        cost=float(run.loss[0, 0, update]),
        copies=all(np.array_equal(one, other) for one, other in pairs),
    )  # fmt: skip


def automatic(experiment: Experiment, weights: list[float], example: int) -> pd.DataFrame:
    """The gradients of the Keras model with these weights, by automatic differentiation.

    Args:
        experiment: of a 2-2-1 network.
        weights: in the order of `WEIGHTS`.
        example: number of the example, from 1.

    Returns:
        As `Moment.gradients`.
    """
    import tensorflow as tf

    model = _model(experiment.network.activation, experiment.training.loss)
    model.set_weights(chain.arrays(dict(zip(WEIGHTS, weights, strict=True))))
    loss = type(model.loss)(dtype="float64")  # left to itself a loss of Keras goes by float32, whatever the model
    x, y = load(experiment.data, "float64")
    rows = []
    for part in (slice(example - 1, example), slice(None)):
        with tf.GradientTape() as tape:
            cost = loss(y[part], model(x[part]))
        rows.append(chain.values([gradient.numpy() for gradient in tape.gradient(cost, model.trainable_variables)]))
    return pd.DataFrame(rows, index=["this example", "mean"])[list(chain.PLACES)]


@lru_cache(maxsize=8)
def _model(activation: str, loss: str):
    return keras_model(vary(START, {"network.activation": activation, "training.loss": loss}))
