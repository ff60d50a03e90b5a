"""How a training on a table went, and what the laws of linear models say of it."""

import numpy as np
import pandas as pd

import lab
from lab.laws import inflation, speed
from lab.laws import relevance as line
from lab.laws.noise_columns import Null
from lab.laws.rank import Columns, columns
from lab.relevance.own_columns import Choice, kinds
from lab.run import Run

SHARE = 0.95  # of useless columns that the law's band holds
BAND = (0.05, 0.95)
ENOUGH = 0.01  # of its starting distance: a direction with no more left has arrived


def facts(choice: Choice, run: Run, good: np.ndarray, largest: float, last: np.ndarray) -> tuple[pd.DataFrame, object]:
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
    row |= _together(choice, data, last[good]) | {"needed": _needed(design, len(x), data.task, training.learning_rate)}
    if data.task != "regression":
        return pd.DataFrame([row]), np.nan
    end = _end(run, design, y) * x.std(axis=0)
    return pd.DataFrame([row | _foretold(x, y, design, last[good], end[good])]), np.median(end, axis=0)


def _together(choice: Choice, data: lab.Data, last: np.ndarray) -> dict[str, float]:
    """The weights of an input and of its copy, added."""
    if not choice.copy or data.task == "classes" or not len(last):
        return {"together_low": np.nan, "together_high": np.nan}
    one, other = data.features.index(choice.copy), list(kinds(choice).values()).index("copy")
    low, high = np.quantile(last[:, one] + last[:, other], BAND)
    return {"together_low": float(low), "together_high": float(high)}


def _end(run: Run, design: Columns, y: np.ndarray) -> np.ndarray:
    """Where endless training takes every seed's line: (seed, column)."""
    kernel, bias = (array[0, :, 0].astype(float) for array in run.arrays)
    starts = np.concatenate([kernel[..., 0], bias], axis=-1)
    return line.end(design, y[:, 0], starts)[:, :-1]


def _needed(design: Columns, rows: int, task: str, rate: float) -> float:
    """Epochs until the slowest direction has `ENOUGH` of its distance left; for classes at least so many.

    The curvature of squared error is 2/n X^T X; that of the costs of classes is nowhere more than `STEEPEST` / 2 of it.
    """
    curvatures = inflation.STEEPEST[task] / rows * design.directions()[0] ** 2
    return float(speed.steps_to(ENOUGH, curvatures, rate).max())


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
