"""Where runs end: numbers that have room."""

import pandas as pd

from lab.charts import runs


def test_numbers_of_dots_close_together_take_turns_in_two_rows():
    ends = [0.0, 0.12, 0.125, 0.13, 0.25, 0.01]
    clusters = pd.DataFrame({"scheme": ["uniform"] * 5 + ["zeros"], "end": ends, "runs": 1, "share": 0.2, "seed": 0})
    drawn = runs.ends(clusters.assign(low=ends, high=ends), pd.DataFrame(columns=["level", "name"]), "Cost")
    (data,) = (rows for rows in drawn.to_dict()["datasets"].values() if rows and "row" in rows[0])
    assert [row["row"] for row in sorted(data, key=lambda row: (row["scheme"], row["end"]))] == [0, 0, 1, 0, 0, 0]
