"""Layers of equal units, and what might make them different."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from lab import data
from lab.experiment import Experiment
from lab.initial import starts
from lab.specs import Init, Network, Training

START = Experiment(
    data=data.Data("circles", n=100),
    network=Network(hidden=(4,), activation="tanh", output="sigmoid"),
    init=Init("normal", stddev=0.5, bias="same"),
    training=Training(loss="binary_crossentropy", learning_rate=0.2, epochs=100),
)
# arrangement -> width -> the group that each unit belongs to; units of a group start equal
ARRANGEMENTS: dict[str, Callable[[int], tuple[int, ...]]] = {
    "all equal": lambda width: (0,) * width,
    "half of them equal": lambda width: tuple(0 if unit < max(2, width // 2) else unit for unit in range(width)),
    "two groups of equals": lambda width: tuple(0 if unit < max(2, width // 2) else 1 for unit in range(width)),
}


@dataclass(frozen=True, kw_only=True)
class Suspect:
    """Something that might make equal units different.

    Attributes:
        values: what it changes in the experiment.
        push: the weight of the second unit that starts different by epsilon, (parameter, of the units or out of them).
        dropout: share of the units that a step leaves out.
        repeated: whether the first input column comes twice.
    """

    values: Mapping = field(default_factory=dict)
    push: str = ""
    dropout: float = 0.0
    repeated: bool = False


BATCHES = {"training.batch_size": 10}
SUSPECTS = {
    "nothing at all": Suspect(),
    "an incoming weight": Suspect(push="kernel"),
    "a bias": Suspect(push="bias"),
    "an outgoing weight": Suspect(push="outgoing"),
    "dropout": Suspect(dropout=0.5),
    "mini-batches": Suspect(values=BATCHES | {"training.shuffle": False}),
    "shuffled mini-batches": Suspect(values=BATCHES),
    "momentum": Suspect(values={"training.optimizer": "momentum"}),
    "Adam": Suspect(values={"training.optimizer": "adam", "training.learning_rate": 0.01}),
    "weight decay (L2)": Suspect(values={"training.weight_decay": 0.1}),
    "an input column twice": Suspect(repeated=True),
}
MORE_SUSPECTS = {
    "Nesterov momentum": Suspect(values={"training.optimizer": "nesterov"}),
    "RMSprop": Suspect(values={"training.optimizer": "rmsprop", "training.learning_rate": 0.01}),
    "Adagrad": Suspect(values={"training.optimizer": "adagrad"}),
    "sigmoid neurons": Suspect(values={"network.activation": "sigmoid"}),
    "ReLU neurons": Suspect(values={"network.activation": "relu"}),
}


def equal_starts(experiment: Experiment, seeds: Sequence[int], arrangement: str) -> list[np.ndarray]:
    """Initial weights whose units are equal within each group: copies of the first unit of the group.

    Args:
        experiment: `Init` draws the weights.
        seeds: of the replicas.
        arrangement: a key of `ARRANGEMENTS`.

    Returns:
        Arrays (replica, *shape) in the order of Keras's `get_weights`.
    """
    arrays, each = starts(experiment, seeds), 2 if experiment.network.use_bias else 1
    for layer, width in enumerate(experiment.network.hidden):
        labels = ARRANGEMENTS[arrangement](width)
        first = [labels.index(label) for label in labels]
        for array in arrays[each * layer : each * (layer + 1)]:
            array[...] = array[..., first]
        outgoing = arrays[each * (layer + 1)]
        outgoing[...] = outgoing[:, first]
    return arrays


def push(weights: list[np.ndarray], suspect: Suspect, epsilon: float, use_bias: bool) -> None:
    """Make one weight of the second unit of the first layer different, in place, if the suspect is a weight."""
    if suspect.push == "kernel":
        weights[0][:, 0, 1] += epsilon
    elif suspect.push == "bias" and use_bias:
        weights[1][:, 1] += epsilon
    elif suspect.push == "outgoing":
        weights[2 if use_bias else 1][:, 1, 0] += epsilon


def repeated(given: data.Data) -> data.Data:
    """The same examples with their first input column once more, at the end."""
    x, y = data.load(given, "float64")
    frame = pd.DataFrame(np.column_stack([x, x[:, 0]]), columns=[*given.features, f"{given.features[0]} again"])
    names = [f"y{i}" for i in range(y.shape[1])] if given.task == "regression" else ["y0"]
    values = y if given.task != "classes" else y.argmax(axis=1)[:, None]
    return data.Data.from_frame(
        frame.assign(**dict(zip(names, values.T, strict=True))),
        target=names if len(names) > 1 else names[0], task=given.task,
    )  # fmt: skip
