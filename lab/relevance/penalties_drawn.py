"""What the pictures of penalised weights draw."""

import numpy as np
import pandas as pd

from lab.log_axis import LogAxis
from lab.relevance.penalties import Found

L1, L2, LASSO = "L1, trained", "L2, trained", "Lasso of scikit-learn"


def paths(found: Found, kind: str) -> pd.DataFrame:
    """Every weight against the size of one penalty: `size`, `column`, `low`, `mid`, `high`, `law`."""
    rows = found.weights[found.weights["kind"] == kind]
    return rows[["size", "column", "low", "mid", "high", "law"]].reset_index(drop=True)


def near_zero(found: Found) -> tuple[pd.DataFrame, pd.DataFrame, LogAxis]:
    """How near to 0 each way takes the weight of a useless column.

    Returns:
        `size`, `way` and the `weight`'s size (largest over the starts); `size` and `reach` of L1's steps; all but
        `size` as places on a logarithmic axis that has a row for 0, and that axis.
    """
    name = found.arrangement.names[found.arrangement.useless]
    rows = found.weights[(found.weights["column"] == name) & (found.weights["size"] > 0)]
    trained = rows.assign(way=rows["kind"].map({"L1": L1, "L2": L2}), weight=rows["largest"])
    lasso = found.lasso[found.lasso["column"] == name].assign(way=LASSO)
    lasso["weight"] = lasso["weight"].abs()
    shown = pd.concat([trained[["size", "way", "weight"]], lasso[["size", "way", "weight"]]], ignore_index=True)
    reach = rows.loc[rows["reach"].notna(), ["size", "reach"]].reset_index(drop=True)
    axis = LogAxis.of(np.concatenate([shown["weight"], reach["reach"]]))
    return shown.assign(weight=axis.place(shown["weight"])), reach.assign(reach=axis.place(reach["reach"])), axis
