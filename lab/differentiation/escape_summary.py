"""What many runs say together about the time it takes until neurons differ."""

import numpy as np
import pandas as pd

from lab.differentiation.escape import EPSILONS, Escape
from lab.laws import splitting
from lab.log_axis import LogAxis


def measured_decade(found: Escape) -> float:
    """Epochs that a push ten times smaller costs: over the smaller half of the pushes that part; NaN without two."""
    times = found.times.query("kind == 'measured'").groupby("epsilon")["epochs"].median()
    times = times[np.isfinite(times)]
    smaller = times.iloc[: (len(times) + 1) // 2]  # rising pushes
    if len(smaller) < 2:
        return np.nan
    return float(np.polyfit(-np.log10(smaller.index.to_numpy()), smaller.to_numpy(), 1)[0])


def foretold_decade(found: Escape) -> float:
    """The same by theory, from the median lambda of the seeds."""
    return splitting.steps_per_decade(found.experiment.training.learning_rate, float(found.rates["fastest"].median()))


def amounts_to(found: Escape) -> dict[str, tuple[int, int, float]]:
    """precision -> (runs that rounding alone parted, runs, the push that parts as late as their median, by theory)."""
    foretold = found.times.query("kind == 'foretold'").groupby("epsilon")["epochs"].median().sort_index()
    known = foretold[np.isfinite(foretold)]
    result = {}
    for precision, runs in found.rounded.groupby("precision"):
        parted = runs.loc[np.isfinite(runs["epochs"]), "epochs"]
        powers = np.log10(known.index.to_numpy())
        reached = len(parted) and len(known) and known.min() <= parted.median() <= known.max()
        power = np.interp(parted.median(), known.to_numpy()[::-1], powers[::-1]) if reached else np.nan
        result[precision] = len(parted), len(runs), float(10.0**power)
    return result


def courses(found: Escape) -> tuple[pd.DataFrame, LogAxis]:
    """The frame `courses` with its distances as places on a logarithmic axis that has a row for 0, and that axis."""
    still = pd.DataFrame({"epsilon": 0.0, "epoch": found.courses["epoch"].unique(), "distance": 0.0})
    rows = pd.concat([found.courses, still if found.equal else still.iloc[:0]], ignore_index=True)
    axis = LogAxis.of(rows["distance"])
    return rows.assign(distance=axis.place(rows["distance"])), axis


def times(found: Escape) -> pd.DataFrame:
    """Epochs until the neurons differ, over the seeds; a seed whose neurons never differ is beyond all others.

    Args:
        found: what was measured and foretold; the theory is kept down to the smallest push of `widest`.

    Returns:
        One row per (kind, epsilon): `low`, `mid`, `high` (5, 50, 95 in a hundred; NaN for never).
    """
    grouped = found.times.groupby(["kind", "epsilon"])["epochs"]
    table = pd.DataFrame(
        {
            name: grouped.quantile(share, interpolation="nearest")
            for name, share in zip(("low", "mid", "high"), (0.05, 0.5, 0.95), strict=True)
        }
    )
    return table.replace(np.inf, np.nan).reset_index().query("epsilon >= @widest(@found)[0] * 0.999")


def rounded(found: Escape) -> pd.DataFrame:
    """The runs that rounding parted, where theory's line has their median: precision, epsilon, epochs, label."""
    rows = []
    for precision, (parted, runs, amount) in amounts_to(found).items():
        if parted and np.isfinite(amount):
            epochs = found.rounded.query("precision == @precision")["epochs"].replace(np.inf, np.nan).median()
            rows.append((precision, amount, float(epochs), f"rounding, {precision}: {parted} of {runs} runs"))
    return pd.DataFrame(rows, columns=["precision", "epsilon", "epochs", "label"])


def widest(found: Escape) -> tuple[float, float]:
    """The smallest and the largest push that the picture of the times has to hold."""
    held = rounded(found)["epsilon"]
    return float(min([EPSILONS[-1], *held])), EPSILONS[0]
