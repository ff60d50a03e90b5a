"""What the pictures of stuck runs draw."""

import pandas as pd

from lab.seeds.stuck import ELSEWHERE, SOLVED, Found

WANTED = "target"


def courses(found: Found) -> pd.DataFrame:
    """The courses from epoch 1: a logarithmic axis has no 0."""
    return found.courses[found.courses["epoch"] > 0]


def outputs(found: Found) -> pd.DataFrame:
    """The targets, then the outputs of the middle run of each place: `row`, `point`, `output`."""
    first = found.outputs["place"] == found.outputs["place"].iloc[0]
    wanted = found.outputs[first].assign(row=WANTED, output=found.outputs["target"])
    order = {place: number for number, place in enumerate(found.places["place"])}
    runs = found.outputs.sort_values("place", key=lambda places: places.map(order), kind="stable")
    label = (
        runs["place"].where(runs["place"].isin([SOLVED, ELSEWHERE]), "cost " + runs["place"])
        + ", seed "
        + runs["seed"].astype(str)
    )
    both = pd.concat([wanted, runs.assign(row=label)], ignore_index=True)
    return both[["row", "point", "output"]]
