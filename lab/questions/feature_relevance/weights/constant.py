"""A column that is always the same: what it does to the rate, what standardising makes of it, and what L2 does."""

import numpy as np
import pandas as pd

from lab.laws import relevance as law
from lab.numerals import short


def facts(X: np.ndarray, rated: tuple[str, float] | None) -> dict[str, object]:
    """What is known of the constant columns of a design before training.

    Args:
        X: the design, (example, weight), the bias last.
        rated: optimizer and momentum, where theory has a largest rate.

    Returns:
        `steady`: the value of the first constant column (missing if none is constant); `naive`: whether (x - mean) / sd
        of every constant column is 0 / 0; `without`: the largest rate without them (missing where no theory has one).
    """
    columns = X[:, :-1]
    flat = np.ptp(columns, axis=0) == 0
    if not flat.any():
        return {"steady": np.nan, "naive": False, "without": np.nan}
    naive = not (columns[:, flat].std(axis=0).any() or (columns[:, flat] - columns[:, flat].mean(axis=0)).any())
    rate = law.largest_rate(X[:, [*~flat, True]], *rated) if rated else np.nan
    return {"steady": float(columns[0, flat][0]), "naive": naive, "without": rate}


def spared(X: np.ndarray, y: np.ndarray, decay: float) -> np.ndarray:
    """Where descent ends if L2 shrinks the weights and not the bias, as Keras's `kernel_regularizer` does.

    The bias is free, so it takes the means: `law.shrunk` of columns and targets from their means,  b = mean(y - x w)
    """
    columns = X[:, :-1]
    w = law.shrunk(columns - columns.mean(axis=0), y - y.mean(), decay)
    return np.append(w, (y - columns @ w).mean())


def harm(known: pd.Series) -> str:
    """That a constant column does no harm until it is standardised; "" where there is none."""
    if np.isnan(known["steady"]):
        return ""
    rate = ""
    if np.isfinite(known["without"]) and short(known["without"]) != short(known["largest_rate"]):
        rate = (
            f", only the largest stable learning rate is {short(known['largest_rate'])} with it and "
            f"{short(known['without'])} without it"
        )
    value, becomes = short(known["steady"]), "rounding error ÷ rounding error"
    if known["naive"]:
        becomes = f"NaN (not a number): ({value} − {value}) ÷ 0"
    harmless = f"A constant column does no harm to the predictions{rate}. But s"
    return (
        f"{'S' if known['decay'] or known['l1'] else harmless}tandardised as it is, (x − mean) ÷ standard deviation, "
        f"it becomes {becomes}. The first line below leaves it out before that."
    )


def decayed(ends: pd.DataFrame) -> str:
    """What L2 does to weight and bias if it shrinks both, and if it shrinks the weight alone; "" without theory."""
    rows = ends.drop_duplicates("weight")
    if rows["spared"].isna().any():
        return ""
    alone = ", ".join(f"{row.weight} {short(round(row.spared, 6) + 0.0)}" for row in rows.itertuples())
    return (
        "Here L2 shrinks b too, as the `weight_decay` of Keras's optimizers does, so b and the constant column share. "
        f"A layer's `kernel_regularizer` alone spares b, so b takes over all of it: {alone} (theory)."
    )
