"""Two networks trained apart: which unit of one is which unit of the other, and whether they found the same."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import frames
from lab.data import Data, load
from lab.experiment import Experiment, default_head, vary
from lab.forward import costs, outputs
from lab.questions.neuron_differentiation.same.copies import TURNED, arranged, balanced
from lab.specs import Init, Network, Training
from lab.training import train

NEAR = 0.05  # weights that lie nearer than this share of their own length are the same weights
ALIKE = 0.05  # outputs that lie nearer than this share of the targets' spread are the same function
KINDS = ("same solution", "same function, other weights", "another solution", "diverged")
ORDERS = ("as trained", "units matched")
STEPS = 25  # places along a straight line
LOST = 1e300  # stands for a distance that is no finite number, where numbers are compared
GRID = 31  # rows and columns of the plane on which functions are compared
START = Experiment(
    data=Data("circles"),
    network=Network(hidden=(3,), activation="tanh", output="sigmoid"),
    init=Init("uniform", low=-1.0, high=1.0, bias="same"),
    training=Training(loss="binary_crossentropy", learning_rate=1.0, epochs=4000),
)


@dataclass(frozen=True, eq=False)
class Matched:
    """Pairs of networks, trained from seeds of their own and matched.

    Attributes:
        experiment: of all of them.
        pairs: one row per pair: `pair` (from 1), `seed1`, `seed2`; `before`, `after` (distance of the weights, in
            lengths of the weights, as trained and matched); `outputs` (root mean square difference over the plane, in
            standard deviations of the targets); `cost1`, `cost2`; `barrier_before`, `barrier_after`; `kind` of `KINDS`.
        lines: one row per (pair, order, share): `cost` on the straight line; `order` is one of `ORDERS`.
        units: one row per (pair, unit): `partner` in the second network, `sign` (-1: turned round), `gap`
            (between their weights; NaN where a network diverged).
        networks: weights of the first and the second networks as trained: two lists in the order of Keras's
            `get_weights`, each array (pair, *shape).
    """

    experiment: Experiment
    pairs: pd.DataFrame
    lines: pd.DataFrame
    units: pd.DataFrame
    networks: tuple[list[np.ndarray], list[np.ndarray]]


def setting(data: str, hidden: int, activation: str, rate: float, epochs: int) -> Experiment:
    """The experiment of a data set, with the output and the cost that suit its targets."""
    return vary(
        START,
        {
            "data.name": data, "network.hidden": (hidden,), "network.activation": activation,
            "training.learning_rate": rate, "training.epochs": epochs, **default_head(Data(data)),
        },
    )  # fmt: skip


def measure(
    experiment: Experiment,
    pairs: int = 40,
    progress: Callable | None = None,
    cancelled: Callable | None = None,
) -> Matched:
    """Train pairs of networks, seeds 0 and 1, 2 and 3, ..., and match the units of each second one to the first.

        minimise over orders p and signs s:  sum over units i of |u_i - s_i v_p(i)|^2

    u, v: incoming kernel, bias and outgoing kernel of a unit. Signs are free for tanh and sigmoid; ReLU units, which
    can be rescaled, are compared with what goes in as long as what goes out.

    Args:
        experiment: one hidden layer, one output, two inputs.
        pairs: number of pairs.
        progress, cancelled: as of `lab.train`.

    Source: weight matching of Ainsworth, Hayase, Srinivasa (2023), "Git Re-Basin"; signs: Bishop (2006), 5.1.1;
        barrier: Entezari et al. (2022), "The role of permutation invariance in linear mode connectivity".
    """
    run = train(experiment, seeds=range(2 * pairs), weights="ends", recorded=8, progress=progress, cancelled=cancelled)
    first, second = ([array[0, start::2, -1].astype(float) for array in run.arrays] for start in (0, 1))
    left, right = (first, second) if experiment.network.activation in TURNED else (balanced(first), balanced(second))
    order, signs, gaps = matches(left, right, experiment.network.activation in TURNED)
    matched = arranged(right, order, signs, experiment.network.activation)
    lines = np.stack([_line(experiment, first, second), _line(experiment, left, matched)], axis=1)
    distances = {"before": _distance(first, second), "after": _distance(left, matched)}
    number, plane = np.arange(pairs), corners(experiment)[0]
    with np.errstate(over="ignore", invalid="ignore"):
        gap = outputs(first, plane, experiment.network) - outputs(second, plane, experiment.network)
        gap = np.sqrt((gap**2).mean(axis=(-1, -2))) / load(experiment.data, "float64")[1].std()
    table = pd.DataFrame(
        {
            "pair": number + 1, "seed1": 2 * number, "seed2": 2 * number + 1, **distances,
            "outputs": gap, "cost1": lines[:, 0, 0], "cost2": lines[:, 0, -1],
            **{f"barrier_{name}": _barrier(lines[:, i]) for i, name in enumerate(distances)},
        }
    )  # fmt: skip
    table["kind"] = kinds(table)
    axes = [(("pair",), [(pair,) for pair in table["pair"]])]
    along = [(("order",), [(name,) for name in ORDERS]), (("share",), [(t,) for t in np.linspace(0, 1, STEPS)])]
    places = [(("unit",), [(unit,) for unit in range(1, order.shape[-1] + 1)])]
    units = frames.tidy([*axes, *places], {"partner": order + 1, "sign": signs.astype(int), "gap": gaps})
    return Matched(experiment, table, frames.tidy([*axes, *along], {"cost": lines}), units, (first, second))


def matches(left: list, right: list, turns: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Partners, signs (-1: turned round) and what is left between partners, each (pair, unit); see `measure`."""
    from scipy.optimize import linear_sum_assignment

    u, v = _units(left)[:, :, None], _units(right)[:, None]
    with np.errstate(over="ignore", invalid="ignore"):
        apart = np.stack([((u - v) ** 2).sum(-1), ((u + v) ** 2).sum(-1)])  # (sign, pair, unit, partner)
    apart = np.nan_to_num(apart if turns else apart[:1], nan=LOST, posinf=LOST)
    order = np.stack([linear_sum_assignment(least)[1] for least in apart.min(axis=0)])  # (pair, unit)
    chosen = np.take_along_axis(apart, order[None, :, :, None], axis=-1)[..., 0]  # (sign, pair, unit)
    least = chosen.min(axis=0)
    gaps = np.where(least < LOST, np.sqrt(least), np.nan)
    return order, np.where(chosen.argmin(axis=0) == 0, 1.0, -1.0), gaps


def _units(weights: list) -> np.ndarray:
    """Incoming kernel, bias, outgoing kernel of each unit: (pair, unit, weight)."""
    kernel, bias, outgoing, _ = weights
    return np.concatenate([np.swapaxes(kernel, -1, -2), bias[..., None], outgoing], axis=-1)


def _distance(one: list, two: list) -> np.ndarray:
    """Distance of all weights, in the root mean square of their two lengths: (pair,)."""
    a, b = (np.concatenate([array.reshape(len(array), -1) for array in weights], axis=1) for weights in (one, two))
    with np.errstate(over="ignore", invalid="ignore"):
        squares = [(each**2).sum(axis=1) for each in (a - b, a, b)]
        return np.sqrt(2 * squares[0] / np.maximum(squares[1] + squares[2], np.finfo(float).tiny))


def _line(experiment: Experiment, one: list, two: list) -> np.ndarray:
    """Cost on the straight line between two networks: (pair, share)."""
    x, y = load(experiment.data, "float64")
    shares = np.linspace(0, 1, STEPS)
    with np.errstate(over="ignore", invalid="ignore"):
        places = [np.stack([(1 - t) * a + t * b for t in shares], axis=1) for a, b in zip(one, two, strict=True)]
    return costs(places, x, y, experiment.network, experiment.training.loss)


def _barrier(line: np.ndarray) -> np.ndarray:
    """How far the cost rises above the straight line between its ends: (pair,)."""
    t = np.linspace(0, 1, STEPS)
    with np.errstate(invalid="ignore"):
        return (line - ((1 - t) * line[:, :1] + t * line[:, -1:])).max(axis=1)


def corners(experiment: Experiment) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The plane that the examples span: its grid of points (`GRID`^2, 2), its lowest and its highest corner."""
    x = load(experiment.data, "float64")[0]
    low, high = x.min(axis=0), x.max(axis=0)
    one, two = (np.linspace(low[i], high[i], GRID) for i in (0, 1))
    return np.stack(np.meshgrid(one, two), axis=-1).reshape(-1, 2), low, high


def kinds(pairs: pd.DataFrame) -> pd.Series:
    """Which of `KINDS` each pair is, by `outputs` and `after` (see `NEAR` and `ALIKE`)."""
    lost = ~np.isfinite(pairs[["after", "outputs", "cost1", "cost2"]]).all(axis=1)
    same, near = pairs["outputs"] <= ALIKE, pairs["after"] <= NEAR
    return pd.Series(np.select([lost, same & near, same], [KINDS[3], KINDS[0], KINDS[1]], KINDS[2]), pairs.index)
