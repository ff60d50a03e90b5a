"""What the picture of three starts draws."""

import pandas as pd

from lab.log_axis import LogAxis
from lab.seeds.three import Found
from lab.seeds.three_published import PUBLISHED


def placed(found: Found) -> tuple[pd.DataFrame, pd.DataFrame, LogAxis]:
    """Costs and published figures with their places on a logarithmic axis, and that axis."""
    shown = PUBLISHED[PUBLISHED["epoch"] <= found.costs["epoch"].max()]
    axis = LogAxis.of([*found.costs["cost"], *shown["cost"]])
    return (
        found.costs.assign(place=axis.place(found.costs["cost"])),
        shown.assign(place=axis.place(shown["cost"])),
        axis,
    )
