"""Arrays as grids: every cell in its place, no two on one, one scale of colours."""

import numpy as np
import pandas as pd

from lab.charts import arrays


def cells_of(**named):
    """One row a number of each array."""
    rows = [
        {"array": name, "row": i + 1, "column": j + 1, "value": float(value), "text": f"{value}"}
        for name, array in named.items()
        for (i, j), value in np.ndenumerate(array)
    ]
    return pd.DataFrame(rows)


def test_arrays_stand_side_by_side_and_none_covers_another():
    cells, titles = arrays.side_by_side(cells_of(a=np.ones((2, 3)), b=-2 * np.ones((1, 1)), c=np.eye(2)), "array", 2)
    assert not cells.duplicated(["left", "top"]).any()
    first = cells.groupby("array", sort=False)[["left", "top"]].min()
    assert first["left"].tolist() == [0.0, 3 + arrays.GAP, 0.0]
    assert first["top"].tolist() == [arrays.ROOM, arrays.ROOM, 2 + 2 * arrays.ROOM]
    assert titles["says"].tolist() == ["a", "b", "c"]
    assert titles["x"].tolist() == first["left"].tolist()
    assert cells.loc[cells["array"] == "b", "shade"].tolist() == [-arrays.FULLEST]
    assert cells["shade"].max() == arrays.FULLEST / 2


def test_the_picture_is_high_enough_and_pale_where_a_number_is_copied():
    cells, titles = arrays.side_by_side(cells_of(a=np.ones((1, 2))), "array", 3)
    spec = arrays.picture(cells.assign(copied=[False, True]), titles, ["array"]).to_dict()
    assert spec["height"] == arrays.LEAST
    assert spec["layer"][0]["encoding"]["strokeWidth"]["field"] == "copied"
    first, second = next(rows for rows in spec["datasets"].values() if "shade" in rows[0])
    assert 0 < second["shade"] < first["shade"] / 2
    assert "strokeWidth" not in arrays.picture(cells, titles, ["array"]).to_dict()["layer"][0]["encoding"]
    tall = arrays.side_by_side(cells_of(a=np.zeros((20, 2))), "array", 3)
    assert arrays.picture(*tall, ["array"]).to_dict()["height"] == round((20 + arrays.ROOM) * arrays.ROW)
