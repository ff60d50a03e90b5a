"""Data sets of one useful column and many useless ones; where endless training ends on them, and real training goes."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

import lab
from lab import bands
from lab.data import Data
from lab.experiment import Experiment
from lab.laws import fresh_error as law
from lab.progress import Cancelled
from lab.specs import Init, Network, Training
from lab.table import Table

MOST = 60  # columns that a data set has; a model is given the first few of them
NETWORK = Network(hidden=(), output="linear", use_bias=False)
TRAINING = Training(loss="mse", optimizer="sgd", learning_rate=0.05, epochs=3000)
TRAINED = 10  # draws that are trained, for each number of columns
RECORDED = 24  # epochs of them
ROUNDING = 1e-18  # squared distances below this share of the targets' mean square count as 0


def made(draw: int, examples: int, sigma: float, worth: float) -> tuple[np.ndarray, np.ndarray]:
    """One data set: y = worth x1 + noise.

    Args:
        draw: of its numbers; two of different size have different numbers.
        examples: n.
        sigma: standard deviation of the noise.
        worth: of x1, the first column.

    Returns:
        x, (example, `MOST`), independent standard normal numbers; y, (example,).
    """
    draws = np.random.default_rng(np.random.SeedSequence(draw, spawn_key=(examples,)))
    x, noise = draws.normal(size=(examples, MOST)), draws.normal(size=examples)
    return x, worth * x[:, 0] + sigma * noise


def table(x: np.ndarray, y: np.ndarray, columns: int) -> Table:
    """The first few columns of a data set; the others are 0, so that no training moves their weights."""
    values = np.where(np.arange(MOST) < columns, x, 0.0)
    return Table(tuple(f"x{i}" for i in range(1, MOST + 1)), ("y",), (), "regression", values, y[:, None])


def experiment(columns: int, examples: int, sigma: float, worth: float, begin: float, **training) -> Experiment:
    """A linear model without a bias on the first few columns of draw 0."""
    data = Data("table", table=table(*made(0, examples, sigma, worth), columns))
    init = Init("normal", stddev=begin) if begin else Init("zeros")
    return Experiment(data=data, network=NETWORK, init=init, training=replace(TRAINING, **training))


@dataclass(frozen=True)
class Risks:
    """What was measured, and what the law says.

    Attributes:
        curve: one row per number of columns: `columns`; squared error on fresh examples where endless training ends,
            over the draws: `mean`, `mid` (median), `low` and `high` (5 and 95 %); `law`, of the mean (infinite where
            there is none); `own`, the mean error on the examples that it was trained on, and `own_law`.
        trained: one row per (columns, epoch): `mean`, `low`, `high` (least and largest) of the same error of trained
            models (infinite where one diverged), and `foretold`, the mean in closed form.
        facts: one row: `examples`, `sigma`, `worth` (of x1), `begin` (standard deviation of the weights at the start),
            `draws`, `trained` (draws), `epochs`.
    """

    curve: pd.DataFrame
    trained: pd.DataFrame
    facts: pd.DataFrame


def measure(
    experiment: Experiment, examples=30, sigma=1.0, worth=1.0, draws=1000, progress=None, cancelled=None
) -> Risks:
    """Where models with 1 to `MOST` columns end on many data sets, and some of them really trained.

    Args:
        experiment: of `risk_setting.experiment`; it says how the weights start and how they are trained.
        examples, sigma, worth: as in `risk_setting.made`.
        draws: number of data sets.
        progress, cancelled: as in `lab.train`.
    """
    begin = experiment.init.stddev if experiment.init.scheme == "normal" else 0.0
    facts = {"examples": examples, "sigma": sigma, "worth": worth, "begin": begin, "draws": draws, "trained": TRAINED}
    facts = pd.DataFrame({**facts, "epochs": experiment.training.epochs}, index=[0])
    x, y = _stacked(facts)
    trained = _trained(experiment, list(zip(x[:TRAINED], y[:TRAINED], strict=True)), facts, progress, cancelled)
    return Risks(_curve(x, y, facts, cancelled), trained, facts)


def ends(x: np.ndarray, y: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Where endless training takes many models: the solution nearest to the start.

    Args:
        x: (draw, example, column).
        y: (draw, example).
        starts: (draw, column).
    """
    left = y - np.einsum("dec,dc->de", x, starts)
    turned = x.swapaxes(1, 2)
    if x.shape[2] == x.shape[1]:
        return starts + np.linalg.solve(x, left[..., None])[..., 0]
    if x.shape[2] < x.shape[1]:
        return starts + np.linalg.solve(turned @ x, (turned @ left[..., None]))[..., 0]
    return starts + (turned @ np.linalg.solve(x @ turned, left[..., None]))[..., 0]


def errors(weights: np.ndarray, sigma: float, worth: float, begin: float = 0.0) -> np.ndarray:
    """Expected squared error on a fresh example: sigma^2 + |w - b|^2, b = (worth, 0, 0, ...).

    Args:
        weights: (..., column).
        sigma: standard deviation of the noise.
        worth: of x1.
        begin: size of the first weights: what is a rounding error beside it, is none.
    """
    with np.errstate(all="ignore"):
        distance = (weights[..., 0] - worth) ** 2 + (weights[..., 1:] ** 2).sum(axis=-1)
    return sigma**2 + np.where(distance < ROUNDING * (sigma**2 + worth**2 + begin**2), 0.0, distance)


def _curve(x: np.ndarray, y: np.ndarray, facts: pd.DataFrame, cancelled) -> pd.DataFrame:
    n, rows = int(facts["examples"][0]), []
    few = {*range(1, 9), *range(10, MOST + 1, 5)}  # and all near the number of examples
    for p in sorted(few | {p for p in range(n - 6, n + 9) if 1 <= p <= MOST}):
        if cancelled and cancelled():
            raise Cancelled
        rows.append(_row(x, y, p, facts))
    return pd.DataFrame(rows)


def _row(x: np.ndarray, y: np.ndarray, p: int, facts: pd.DataFrame) -> dict[str, float]:
    """What `Risks.curve` says of models with p columns."""
    examples, sigma, worth, begin, *_ = facts.iloc[0]
    starts = begin * np.random.default_rng(np.random.SeedSequence(0, spawn_key=(MOST,))).normal(size=(len(x), MOST))
    weights = ends(x[..., :p], y, starts[:, :p])
    error = errors(weights, sigma, worth, begin)
    missed = worth**2 + begin**2 * p
    told = law.risk(p, int(examples), sigma, missed)
    own = {"own": _left(x[..., :p], y, weights), "own_law": law.on_training(p, int(examples), sigma)}
    return {"columns": p, "mean": error.mean(), **bands.of(error), "law": told, **own}


def with_own(found: Risks, columns: int) -> Risks:
    """The same with a row for this number of columns, where the curve has none: it has a few, as each takes time."""
    if columns in found.curve["columns"].to_numpy():
        return found
    row = pd.DataFrame([_row(*_stacked(found.facts), columns, found.facts)])
    curve = pd.concat([found.curve, row], ignore_index=True).sort_values("columns", ignore_index=True)
    return replace(found, curve=curve)


def _stacked(facts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The inputs of all data sets, (draw, example, column), and their targets, (draw, example)."""
    examples, sigma, worth, _, draws, *_ = facts.iloc[0]
    sets = [made(draw, int(examples), sigma, worth) for draw in range(int(draws))]
    return tuple(np.stack(arrays) for arrays in zip(*sets, strict=True))


def _left(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> float:
    """Mean squared error on the examples themselves; what is a rounding error beside the targets is none."""
    left = ((y - np.einsum("dec,dc->de", x, weights)) ** 2).mean()
    return 0.0 if left < ROUNDING * (y**2).mean() else float(left)


def _trained(experiment: Experiment, sets: list, facts: pd.DataFrame, progress, cancelled) -> pd.DataFrame:
    n = int(facts["examples"][0])
    numbers = sorted({2, n // 2, 5 * n // 6, n, 4 * n // 3, MOST})
    tables = [table(x, y, p) for p in numbers for x, y in sets]
    signals = {"progress": progress, "cancelled": cancelled}
    run = lab.train(experiment, [0], {"data.table": tables}, recorded=RECORDED, spacing="log", **signals)
    kernel = run.arrays[0][:, 0, :, :, 0].astype(float)  # (table, epoch, column)
    kernel = kernel.reshape(len(numbers), len(sets), *kernel.shape[1:])
    frames = [_course(experiment, run.epochs, kernel[i], sets, p, facts) for i, p in enumerate(numbers)]
    return pd.concat(frames, ignore_index=True)


def _course(experiment: Experiment, epochs: np.ndarray, kernel: np.ndarray, sets: list, p: int, facts) -> pd.DataFrame:
    """The errors of the models with p columns, over training."""
    sigma, worth, begin = (facts[name][0] for name in ("sigma", "worth", "begin"))
    rate = experiment.training.learning_rate
    error = errors(kernel[..., :p], sigma, worth, begin)  # (draw, epoch)
    error = np.where(np.isfinite(error), error, np.inf)
    foretold = [law.descended(x[:, :p], y, w[0, :p], rate, epochs) for (x, y), w in zip(sets, kernel, strict=True)]
    told = errors(np.stack(foretold), sigma, worth, begin).mean(axis=0)
    return pd.DataFrame(
        {
            "columns": p, "epoch": epochs, "mean": error.mean(axis=0), "low": error.min(axis=0),
            "high": error.max(axis=0), "foretold": np.where(np.isfinite(told), told, np.inf),
        }
    )  # fmt: skip
