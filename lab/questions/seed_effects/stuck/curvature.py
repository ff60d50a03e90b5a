"""How steep and how curved the cost is where a small network stands, in NumPy and float64.

The network has one hidden layer of sigmoid units and one sigmoid output; the cost is one of `TIMES`, a mean over the
examples. All weights of a network are one row: its arrays in the order of Keras's `get_weights`, each flattened.
"""

import math
from collections.abc import Sequence

import numpy as np

from lab import checks
from lab.experiment import Experiment
from lab.seeds.backward import passed
from lab.specs import Network

STEP = 1e-4  # of the differences that the curvature is made from; their error is of order STEP^4
TIMES = {"mse": 2, "binary_crossentropy": 1}  # loss -> its derivative over that of `passed`, which halves squares
NETWORK = Network(hidden=(1,), activation="sigmoid", output="sigmoid")


def check(experiment: Experiment) -> None:
    """Raise unless the experiment's network and cost are those of this module."""
    network, training = experiment.network, experiment.training
    kinds = network.activation == network.output == "sigmoid" and network.use_bias and training.loss in TIMES
    checks.require(
        kinds and len(network.hidden) == 1 and experiment.data.outputs == 1,
        "The curvature is that of one hidden layer of sigmoid units, a sigmoid output, biases, and `Training.loss` "
        "'mse' or 'binary_crossentropy' on one target.",
    )


def flat(arrays: Sequence[np.ndarray]) -> np.ndarray:
    """Weights (network, *shape) as rows, (network, weight), float64."""
    rows = [array.reshape(len(array), math.prod(array.shape[1:])) for array in arrays]
    return np.concatenate(rows, axis=1).astype(float)


def hidden(rows: np.ndarray, x: np.ndarray) -> np.ndarray:
    """What the hidden units say to every example: (network, example, unit)."""
    return passed(_parts(rows, x.shape[1]), x, np.zeros((len(x), 1)), NETWORK).activations[0]


def gradient(rows: np.ndarray, x: np.ndarray, y: np.ndarray, loss: str) -> np.ndarray:
    """The gradient of the cost: the mean over the examples of their errors, of squares twice that of their halves.

    Args:
        rows: weights, (..., weight).
        x: inputs, (example, input).
        y: targets, (example, 1).
        loss: a key of `TIMES`.

    Returns:
        Array of the shape of `rows`.
    """
    found = passed(_parts(rows, x.shape[1]), x, y, NETWORK, squared=loss == "mse")
    (h,), (inner, outer) = found.activations, found.errors  # (network, example, unit), (..., 1)
    slopes = [x.T @ inner, inner.sum(axis=1), h.swapaxes(1, 2) @ outer, outer.sum(axis=1)]
    return (TIMES[loss] / len(x) * flat(slopes)).reshape(rows.shape)


def curvatures(rows: np.ndarray, x: np.ndarray, y: np.ndarray, loss: str) -> np.ndarray:
    """Eigenvalues of the Hessian of the cost, smallest first: (..., weight).

    Its columns are differences of `gradient` of the fourth order:

        H e_i = (8 (g(+s) - g(-s)) - (g(+2s) - g(-2s))) / (12 s),   g(s) = gradient(w + s e_i)
    """
    steps = STEP * np.eye(rows.shape[-1])
    at = {k: gradient(rows[..., None, :] + k * steps, x, y, loss) for k in (-2, -1, 1, 2)}  # (..., weight, weight)
    hessian = (8 * (at[1] - at[-1]) - (at[2] - at[-2])) / (12 * STEP)
    return np.linalg.eigvalsh((hessian + np.swapaxes(hessian, -1, -2)) / 2)


def _parts(rows: np.ndarray, inputs: int) -> list[np.ndarray]:
    """Kernel, bias, outgoing kernel and last bias of every row, (network, *shape)."""
    rows = rows.reshape(math.prod(rows.shape[:-1]), rows.shape[-1])
    units = (rows.shape[-1] - 1) // (inputs + 2)
    kernel, bias, outgoing, last = np.split(rows, np.cumsum([inputs * units, units, units]), axis=-1)
    return [kernel.reshape(-1, inputs, units), bias, outgoing[..., None], last]
