"""A linear model trained on a table: its weights beside those of planted noise, and what theory says of them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab import bands
from lab.experiment import Experiment
from lab.laws import inflation, speed
from lab.laws import relevance as line
from lab.laws.noise_columns import Null
from lab.laws.rank import Columns, columns
from lab.questions.feature_relevance.table.choice import Choice, data, kinds
from lab.questions.feature_relevance.table.sheet import Sheet
from lab.relevance import linear
from lab.relevance.linear import ENOUGH
from lab.run import Run
from lab.specs import Network, Training

OUTPUTS = {"regression": ("linear", "mse"), "binary": ("sigmoid", "binary_crossentropy"),
           "classes": ("softmax", "categorical_crossentropy")}  # fmt: skip
STATUS = ("stands out", "stands out, but others can replace it", "depends on the start", "like noise")
RECORDED = 40
SHARE = 0.95  # of useless columns that the law's band holds


@dataclass(frozen=True)
class OwnTable:
    """What became of the columns' weights. A weight is taken times the standard deviation of its column, so that all
    are in one unit; with more than two classes it is the root of the squares over the classes, their mean taken off.

    Attributes:
        curves: one row per (column, epoch): `kind`, `low`, `mid`, `high` (5, 50, 95 % over the seeds that did not
            diverge).
        noise: one row per epoch: `high`, the largest weight of planted noise (median over the seeds); no rows without.
        ends: one row per column: `kind`, `low`, `mid`, `high` after training, `size` (of the median), `above` (seeds in
            which its size exceeds that of all planted noise), `alone` (the same with every size divided by the
            column's `inflation`), `status` (of a real column, one of `STATUS`; "" without noise), `law` (where endless
            training ends; missing for classes).
        facts: one row: `rows`, `columns`, `real`, `planted` (columns of noise), `seeds`, `diverged`, `epochs`, `rate`,
            `largest_rate`, `cost`, `score` (median accuracy, or share of the target's variance that is explained),
            `gap` (largest distance of an end from its law; missing for classes), `band` (the law: 95 % of useless
            columns have a smaller weight; missing for classes or without rows to spare), `left` (standard deviation of
            what the line leaves over, same), `needed` (epochs until the slowest direction has `ENOUGH` of its
            distance left; for classes at least so many; inf where the rate is too large), `together_low`,
            `together_high` (5 and 95 % of the weights of an input and of its copy, added; missing without a copy or for
            more than two classes).
        blurred: the columns that float32 does not hold as they are, as in `lab.rounding.blurred`.
        experiment: that was trained.
    """

    curves: pd.DataFrame
    noise: pd.DataFrame
    ends: pd.DataFrame
    facts: pd.DataFrame
    blurred: pd.DataFrame
    experiment: Experiment


def measure(sheet: Sheet, chosen: dict, share=0.5, epochs=3000, count=16, progress=None, cancelled=None) -> OwnTable:
    """Train a model without hidden layers on the columns that were chosen and planted, from many starts.

    Args:
        sheet: the table.
        chosen: the other fields of `own_columns.Choice`.
        share: of the largest stable rate, for the learning rate.
        epochs: full-batch steps.
        count: seeds, 0, 1, ...
        progress, cancelled: as in `lab.train`.

    Raises:
        ValueError: the choice cannot be trained; the sentence says why.
    """
    choice = Choice(sheet=sheet, **chosen)
    made = data(choice)
    output, loss = OUTPUTS[made.task]
    x = lab.data.load(made, Training().precision)[0].astype(float)  # as training has them, rounded
    largest = inflation.stable_rate(x, made.task)
    training = Training(loss=loss, learning_rate=lab.checks.number("rate", share * largest), epochs=epochs)
    experiment = Experiment(data=made, network=Network(hidden=(), output=output), training=training)
    run = lab.train(experiment, range(count), recorded=RECORDED, spacing="log", progress=progress, cancelled=cancelled)
    effects, good = _effects(run, x.std(axis=0)), _settled(run)
    facts, end = _facts(choice, run, good, largest, effects[:, -1])
    return OwnTable(
        curves=_curves(choice, run.epochs, effects[good]),
        noise=_noise(choice, run.epochs, effects[good]),
        ends=_ends(choice, x, effects[good][:, -1]).assign(law=end),
        facts=facts,
        blurred=made.blurred(),
        experiment=experiment,
    )


def _settled(run: Run) -> np.ndarray:
    """Which seeds did not diverge: (seed,). Stable full-batch descent never raises the cost."""
    finite = np.isfinite(run.loss[0, :, -1]) & np.isfinite(run.arrays[0][0, :, -1]).all(axis=(-1, -2))
    return finite & (run.loss[0, :, -1] <= run.loss[0, :, 0])


def _effects(run: Run, spread: np.ndarray) -> np.ndarray:
    """Weights times the standard deviations of their columns: (seed, epoch, column)."""
    kernel = run.arrays[0][0].astype(float)  # (seed, epoch, column, output)
    if kernel.shape[-1] == 1:
        return kernel[..., 0] * spread
    return np.sqrt(((kernel - kernel.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1)) * spread


def _curves(choice: Choice, epochs: np.ndarray, effects: np.ndarray) -> pd.DataFrame:
    named = kinds(choice)
    return pd.DataFrame(
        {
            "column": np.repeat(list(named), len(epochs)),
            "kind": np.repeat(list(named.values()), len(epochs)),
            "epoch": np.tile(epochs, len(named)),
            **{name: values.T.ravel() for name, values in _bands(effects).items()},
        }
    )


def _noise(choice: Choice, epochs: np.ndarray, effects: np.ndarray) -> pd.DataFrame:
    planted = np.array(list(kinds(choice).values())) == "noise"
    if not planted.any() or not len(effects):
        return pd.DataFrame({"epoch": [], "high": []})
    return pd.DataFrame({"epoch": epochs, "high": np.median(np.abs(effects[..., planted]).max(axis=-1), axis=0)})


def _bands(values: np.ndarray) -> dict[str, np.ndarray]:
    """5, 50 and 95 % along the first axis; missing where there is nothing."""
    return bands.of(values if len(values) else np.full((1, *values.shape[1:]), np.nan), axis=0)


def _ends(choice: Choice, x: np.ndarray, last: np.ndarray) -> pd.DataFrame:
    """One row per column from its weights after training, (seed, column)."""
    named, widened = kinds(choice), inflation.inflation(x)
    planted = np.array(list(named.values())) == "noise"
    above = alone = np.zeros(len(named), int)
    if planted.any() and len(last):
        size, fair = np.abs(last), np.abs(last) / np.where(np.isnan(widened), np.inf, widened)
        above = (size > size[:, planted].max(axis=1, keepdims=True)).sum(axis=0)
        alone = (fair > fair[:, planted].max(axis=1, keepdims=True)).sum(axis=0)
    frame = pd.DataFrame({"column": list(named), "kind": list(named.values()), **_bands(last)})
    frame = frame.assign(size=frame["mid"].abs(), above=above, alone=alone, inflation=widened)
    told = planted.any() and len(last)
    status = [_status(row, len(last)) if told and row.kind != "noise" else "" for row in frame.itertuples()]
    return frame.assign(status=status)


def _status(row, seeds: int) -> str:
    if row.above == 0:
        return STATUS[3]
    if row.above < seeds:
        return STATUS[2]
    return STATUS[0] if row.alone == seeds else STATUS[1]


def _facts(choice: Choice, run: Run, good: np.ndarray, largest: float, last: np.ndarray) -> tuple[pd.DataFrame, object]:
    """One row of facts, see `own_table.OwnTable`, and where endless training ends.

    Args:
        choice: what was trained on.
        run: the training.
        good: which seeds did not diverge, (seed,).
        largest: the largest stable rate.
        last: weights after training, times the standard deviations of their columns, (seed, column).

    Returns:
        The row; then the end of every column, median of the seeds, (column,), or NaN for classes.
    """
    data, training = run.experiment.data, run.experiment.training
    x, y = (array.astype(float) for array in lab.data.load(data, training.precision))  # as training has them, rounded
    cost, design = _median(run.loss[0, good, -1]), columns(line.design(x))
    row = {
        "rows": data.examples, "columns": data.inputs, "planted": choice.noise, "seeds": len(good),
        "diverged": int((~good).sum()), "epochs": training.epochs, "rate": training.learning_rate,
        "largest_rate": largest, "cost": cost, "gap": np.nan, "band": np.nan, "left": np.nan,
        "score": 1 - cost / float(y.var()) if run.accuracy is None else _median(run.accuracy[0, good, -1]),
    }  # fmt: skip
    # the curvature of squared error is 2/n X^T X; that of the costs of classes at most `STEEPEST` / 2 of it
    curvatures = inflation.STEEPEST[data.task] / len(x) * design.directions()[0] ** 2
    row["needed"] = float(speed.steps_to(ENOUGH, curvatures, training.learning_rate).max())
    row["together_low"] = row["together_high"] = np.nan
    if choice.copy and data.task != "classes" and good.any():
        one, other = data.features.index(choice.copy), list(kinds(choice).values()).index("copy")
        low, high = np.quantile(last[good][:, one] + last[good][:, other], bands.BAND[::2])
        row |= {"together_low": float(low), "together_high": float(high)}
    if data.task != "regression":
        return pd.DataFrame([row]), np.nan
    starts = linear.flat([array[0, :, 0] for array in run.arrays])  # (seed, weight)
    end = line.end(design, y[:, 0], starts)[:, :-1] * x.std(axis=0)  # (seed, column)
    return pd.DataFrame([row | _foretold(x, y, design, last[good], end[good])]), np.median(end, axis=0)


def _foretold(x: np.ndarray, y: np.ndarray, design: Columns, last: np.ndarray, end: np.ndarray) -> dict[str, float]:
    """What the laws say of a line: its distance from its end, and the band of useless columns."""
    weights = design.rank
    gap = float(np.abs(last - end).max()) if len(last) else np.nan
    if len(x) <= weights or weights <= x.shape[1]:
        return {"gap": gap}
    best = design.least_squares(y[:, 0])
    left = float(np.sqrt(((y[:, 0] - line.design(x) @ best) ** 2).sum() / (len(x) - weights)))
    null = Null(sigma=left, examples=len(x), weights=weights)
    return {"gap": gap, "left": left, "band": null.within(SHARE) if left > 0 else np.nan}


def _median(values: np.ndarray) -> float:
    return float(np.median(values)) if len(values) else np.nan
