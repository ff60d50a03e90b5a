"""Lines of one value: on fields whose lines are known."""

import numpy as np
import pytest

from lab.seeds.contour import segments

X, Y = np.linspace(-1, 1, 21), np.linspace(-2, 2, 31)
PLANE = np.meshgrid(X, Y)


def test_the_line_of_a_linear_field_is_exact():
    lines = segments(2 * PLANE[0] - PLANE[1] + 0.3, X, Y)
    for x, y in (lines[:, :2].T, lines[:, 2:].T):
        assert 2 * x - y + 0.3 == pytest.approx(np.zeros(len(x)), abs=1e-12)
    length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]).sum()
    assert length == pytest.approx(np.hypot(1.85, 3.7), rel=1e-9)  # from (-1, -1.7) to (0.85, 2)


def test_a_circle_has_its_circumference_and_is_closed():
    lines = segments(PLANE[0] ** 2 + PLANE[1] ** 2 - 0.637, X, Y)
    length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]).sum()
    assert length == pytest.approx(2 * np.pi * 0.637**0.5, rel=0.01)
    ends = np.round(np.concatenate([lines[:, :2], lines[:, 2:]]), 9)
    assert (np.unique(ends, axis=0, return_counts=True)[1] == 2).all()


@pytest.mark.parametrize("middle", [0.3, -0.3])
def test_a_saddle_is_cut_where_its_middle_says(middle):
    """Corners + - + -: with a positive middle the negative corners are cut off, each by a line of its own."""
    values = np.array([[1.0, -1.0], [-1.0, 1.0]]) + middle
    lines = segments(values, np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    assert len(lines) == 2
    corners = [(1, 0), (0, 1)] if middle > 0 else [(0, 0), (1, 1)]
    for corner in corners:
        near = np.hypot(*(lines.reshape(2, 2, 2).mean(axis=1) - corner).T).min()
        assert near < 0.5


def test_nothing_crosses_a_level_that_is_not_met_or_not_finite():
    assert segments(PLANE[0] + 5, X, Y).shape == (0, 4)
    assert segments(PLANE[0] * np.nan, X, Y).shape == (0, 4)


def test_another_level_is_another_line():
    assert segments(PLANE[0], X, Y, level=0.42)[:, 0] == pytest.approx(0.42)
