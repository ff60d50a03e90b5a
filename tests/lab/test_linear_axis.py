"""The linear axis: what is infinite or no number is drawn as what it is."""

import numpy as np
import pytest

from lab.linear_axis import LinearAxis


@pytest.mark.parametrize(("low", "high"), [(0.0, 120.0), (-1.0, 0.0), (-5.0, 1e9)])
def test_the_rows_lie_above_everything_finite_and_within_the_axis(low, high):
    axis = LinearAxis(low, high, (low, high))
    assert axis.domain[0] < low < high < axis.edge < axis.infinite < axis.no_number < axis.domain[1]
    placed = axis.place([low, high, np.inf, -np.inf, np.nan, high + 1, low - 1])
    assert placed.tolist() == [low, high, axis.infinite, axis.infinite, axis.no_number, high, low]


def test_labels_name_the_rows_and_only_them():
    axis = LinearAxis(0.0, 10.0, (0.0, 5.0, 10.0))
    assert axis.values == (0.0, 5.0, 10.0, axis.infinite, axis.no_number)
    assert axis.label.startswith(f"datum.value == {axis.infinite!r} ? '∞' : datum.value == {axis.no_number!r} ? 'not a")
