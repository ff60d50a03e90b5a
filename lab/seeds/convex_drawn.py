"""What the picture of a forgotten seed draws."""

import pandas as pd

from lab.log_axis import LogAxis
from lab.numerals import aligned
from lab.seeds.convex import Found

CONVEXITY = aligned(r"C(t a + (1 - t) b) &\le t\,C(a) + (1 - t)\,C(b)", r"0 &\le t \le 1")


def placed(found: Found) -> tuple[pd.DataFrame, LogAxis, pd.DataFrame]:
    """The spreads with their places on an axis that has a row for 0, that axis, and the last digit of the cost."""
    digit = found.facts["digit"][:1].dropna()
    axis = LogAxis.of([*found.spread["sd"], *digit])
    placed = found.spread.assign(sd=axis.place(found.spread["sd"]))
    return placed, axis, pd.DataFrame({"digit": axis.place(digit), "label": ["last digit of the cost"] * len(digit)})
