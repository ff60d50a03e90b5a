"""How large the signal and the error are in every layer of a deep network, before it is trained."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import limits
from lab.data import Data, load
from lab.experiment import Experiment, vary
from lab.laws import depth as laws
from lab.progress import Cancelled
from lab.seeds.backward import passed
from lab.specs import Init, Network, Training

EXAMPLES = 24  # of the data, that are sent through
CHUNK = 2_000_000  # weights that are drawn at once
BAND = (0.05, 0.5, 0.95)
SETS = ("moons", "circles", "blobs", "iris", "digits")
SHOWN = ("he_normal", "glorot_normal", "lecun_normal", "orthogonal", "normal", "uniform")
ACTIVATIONS = ("relu", "tanh", "sigmoid", "linear")
START = Experiment(
    data=Data("moons", n=100),
    network=Network(hidden=(50,) * 20, activation="relu", output="sigmoid"),
    init=Init("he_normal"),
    training=Training(loss="binary_crossentropy", learning_rate=0.05, epochs=200),
)


@dataclass(frozen=True)
class Found:
    """What was measured, and the laws.

    Attributes:
        signal: one row per (scheme, layer), 0 for the inputs: `low`, `mid`, `high` (5, 50, 95 % of the networks) and
            `mean` of the mean squared activation, and `law`, which is about that mean.
        error: one row per (scheme, layer): the same of the mean squared error; its law starts from the mean in the
            last hidden layer.
        facts: one row per scheme: `scheme`, `networks`, `width`, `layers`, `examples`, `first` and `gain` (sigma_w^2 of
            layer 1 and of the layers above), `kept` (last signal over input, median), `kept_mean`, `kept_law`, `back`
            (error of layer 1 over that of the last, median), `back_law`, `dead` (networks whose last hidden layer is
            exactly 0 throughout).
    """

    signal: pd.DataFrame
    error: pd.DataFrame
    facts: pd.DataFrame


def examples(data: Data) -> tuple[np.ndarray, np.ndarray]:
    """The examples that are sent through, evenly from the whole set: x and y."""
    x, y = load(data, "float64")
    chosen = np.unique(np.linspace(0, len(x) - 1, EXAMPLES).astype(int))
    return x[chosen], y[chosen]


def measure(
    experiment: Experiment, schemes: Sequence[str] = ("he_normal",), networks: int = 50, cancelled=None
) -> Found:
    """Draw networks by each scheme, and send examples forward and errors backward once.

    Args:
        experiment: one or more hidden layers of one width, with biases, which start at 0; `Init` but for its scheme.
        schemes: of `SHOWN`.
        networks: of each scheme, seeds 0, 1, ...: the same bits as `lab.train` starts from.
        cancelled: asked between portions of networks; True ends it.
    """
    tables = [_one(vary(experiment, {"init.scheme": scheme}), networks, cancelled) for scheme in schemes]
    return Found(*(pd.concat(part, ignore_index=True) for part in zip(*tables, strict=True)))


def _one(experiment: Experiment, networks: int, cancelled) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    x, _ = examples(experiment.data)
    squares, errors = _sizes(experiment, networks, cancelled)  # (replica, layer)
    sums, after = laws.signal(experiment, (x**2).mean(axis=1))
    inputs = (x**2).mean()
    factors = laws.passing(experiment, sums)
    with np.errstate(all="ignore"):
        back = np.append(np.cumprod(factors[-2::-1])[::-1], 1.0)
        signal = _table(experiment, 0, np.insert(squares, 0, inputs, axis=1), np.insert(after.mean(axis=1), 0, inputs))
        error = _table(experiment, 1, errors, back * errors[:, -1].mean())
        facts = _facts(experiment, signal, error, squares, back[0])
    return signal, error, facts


def _sizes(experiment: Experiment, networks: int, cancelled) -> tuple[np.ndarray, np.ndarray]:
    """Mean squared activation and error of every network's hidden layers."""
    from lab.initial import starts

    x, y = examples(experiment.data)
    each = max(1, CHUNK // sum(int(np.prod(shape)) for shape in experiment.weight_shapes()))
    squares, errors = [], []
    limits.check_count(networks)
    for first in range(0, networks, each):
        if cancelled and cancelled():
            raise Cancelled
        found = passed(starts(experiment, range(first, min(first + each, networks))), x, y, experiment.network)
        squares.append([_mean_square(layer) for layer in found.activations])
        errors.append([_mean_square(layer) for layer in found.errors])
    return np.concatenate(squares, axis=1).T, np.concatenate(errors, axis=1).T


def _mean_square(values: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return (values**2).mean(axis=(1, 2))


def _table(experiment: Experiment, first: int, values: np.ndarray, law: np.ndarray) -> pd.DataFrame:
    """Quantiles over the networks of values (replica, layer)."""
    low, mid, high = np.quantile(values, BAND, axis=0, method="nearest")
    layers = np.arange(first, first + values.shape[1])
    scheme = experiment.init.scheme.replace("_", " ")
    columns = {"low": low, "mid": mid, "high": high, "mean": values.mean(axis=0), "law": law}
    return pd.DataFrame({"scheme": scheme, "layer": layers, **columns})


def _facts(experiment: Experiment, signal, error, squares: np.ndarray, back: float) -> pd.DataFrame:
    first, last = signal.iloc[0], signal.iloc[-1]
    return pd.DataFrame(
        {
            "scheme": [last["scheme"]],
            "networks": [len(squares)],
            "width": [experiment.network.hidden[0]],
            "layers": [len(experiment.network.hidden)],
            "examples": [len(examples(experiment.data)[0])],
            "first": [laws.gains(experiment)[0]],
            "gain": [laws.gains(experiment)[:-1][-1]],
            "kept": [last["mid"] / first["mid"]],
            "kept_mean": [last["mean"] / first["mid"]],
            "kept_law": [last["law"] / first["mid"]],
            "back": [error["mid"].iloc[0] / error["mid"].iloc[-1]],
            "back_law": [back],
            "dead": [int((squares[:, -1] == 0).sum())],
        }
    )
