"""The logarithmic axis: zeros and what diverged are drawn as what they are."""

import numpy as np
import pytest

from lab.log_axis import LogAxis


@pytest.mark.parametrize("values", [[0.0], [0.0, 1e-12, 3.0], [1e-300, 1e300], [5.0], [np.nan], [np.inf, 0.0, 2e-7]])
def test_zeros_lie_below_every_decade_and_what_diverged_above(values):
    axis = LogAxis.of(values)
    assert axis.domain[0] < axis.zero < axis.edge < axis.low < axis.high <= axis.domain[1]
    if not np.isfinite(values).all():
        assert axis.high < axis.diverged < axis.domain[1]
    placed = axis.place(values)
    assert ((placed > axis.domain[0]) & (placed <= axis.domain[1])).all()


def test_only_an_exact_zero_is_placed_in_its_row():
    axis = LogAxis.of([0.0, 1e-30, 1.0])
    assert axis.place([0.0, 1e-30]).tolist() == [axis.zero, 1e-30]


def test_labels_name_the_rows():
    axis = LogAxis.of([0.0, np.nan, 1.0])
    assert axis.label.startswith(f"datum.value == {axis.zero!r} ? 'exactly 0' : datum.value == {axis.diverged!r} ?")
    assert axis.ticks[0] == axis.zero
    assert axis.ticks[-1] == axis.diverged


def test_ticks_are_few_and_powers_of_ten():
    ticks = LogAxis.of([1e-40, 1e20]).ticks[1:]
    assert len(ticks) <= 10
    assert np.allclose(np.log10(ticks), np.round(np.log10(ticks)))


def test_decades_are_the_labels_without_the_rows():
    axis = LogAxis.of([0.0, 3e-3, 20.0, float("inf")])
    assert axis.decades == [1e-3, 1e-2, 0.1, 1.0, 10.0, 100.0]
