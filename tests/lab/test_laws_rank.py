"""Which columns count as made up of others, against exact fractions and against Jacobi's rotations written out here."""

from fractions import Fraction

import numpy as np
import pytest

from lab.laws import inflation, noise_columns, penalties, speed, valley
from lab.laws import relevance as law
from lab.laws.rank import columns, singular
from lab.laws.relevance import design

ROWS = 60
DAYS = np.arange(ROWS, dtype=float)
SHARE = np.random.default_rng(0).normal(size=ROWS).round(3)
TIMES = {  # columns that grow from day to day, far from 0
    "seconds": 1.7e9 + 86_400 * DAYS,
    "milliseconds": 1.7e12 + 86_400_000 * DAYS,
    "nanoseconds": 1.7e18 + 8.64e13 * DAYS,
    "pascals": 101_325 + DAYS,
    "tiny": 1e-20 * (1000 + DAYS),
}


def exact(x, y):
    """The least-squares line of columns and a bias, in fractions: nothing is rounded."""
    rows = [[*map(Fraction, row.tolist()), Fraction(1)] for row in x]
    targets, size = [Fraction(value) for value in y.tolist()], x.shape[1] + 1
    left = [
        [sum(row[i] * row[j] for row in rows) for j in range(size)]
        + [sum(row[i] * target for row, target in zip(rows, targets, strict=True))]
        for i in range(size)
    ]
    for i in range(size):
        left[i] = [value / left[i][i] for value in left[i]]
        for j in range(size):
            if j != i:
                left[j] = [a - left[j][i] * b for a, b in zip(left[j], left[i], strict=True)]
    return np.array([float(row[-1]) for row in left])


def turned(a):
    """Singular values and right vectors by one-sided Jacobi rotations, in long doubles."""
    a, v = np.array(a, dtype=np.longdouble), np.eye(a.shape[1], dtype=np.longdouble)
    for _ in range(30):
        for i in range(a.shape[1]):
            for j in range(i + 1, a.shape[1]):
                x, y, z = a[:, i] @ a[:, i], a[:, j] @ a[:, j], a[:, i] @ a[:, j]
                if abs(z) > 1e-19 * np.sqrt(x * y):
                    half = (y - x) / (2 * z)
                    t = (1 if half >= 0 else -1) / (abs(half) + np.sqrt(1 + half**2))
                    turn = np.array([[1, t], [-t, 1]]) / np.sqrt(1 + t**2)
                    a[:, [i, j]], v[:, [i, j]] = a[:, [i, j]] @ turn, v[:, [i, j]] @ turn
    sizes = np.sqrt((a**2).sum(axis=0))
    order = np.argsort(-sizes)
    return sizes[order].astype(float), v[:, order].T.astype(float)


@pytest.mark.parametrize("time", TIMES.values(), ids=TIMES)
def test_a_line_ends_where_exact_least_squares_has_it_however_far_a_column_is_from_0(time):
    y = 0.2 * DAYS + 2 * SHARE + np.cos(DAYS)
    x = np.column_stack([time, SHARE])
    starts = np.random.default_rng(1).normal(size=(3, 3))
    scale = [*x.std(axis=0), np.linalg.norm(y)]
    ends = law.end(design(x), y, starts)
    assert ends * scale == pytest.approx(np.tile(exact(x, y) * scale, (3, 1)), rel=1e-4, abs=1e-4)
    assert law.conserved(design(x)).shape == (0, 3)


@pytest.mark.parametrize("time", TIMES.values(), ids=TIMES)
def test_every_direction_has_its_curvature_however_small_beside_the_largest(time):
    X = design(np.column_stack([time, SHARE]))
    sizes, rows = turned(X)
    curvatures, vectors = speed.directions(X)
    assert curvatures == pytest.approx(2 / ROWS * sizes**2, rel=1e-6)
    assert np.abs((vectors * rows).sum(axis=1)) == pytest.approx(np.ones(3), rel=1e-9)
    assert law.curvatures(X) == pytest.approx(curvatures, rel=1e-12)
    assert valley.flattest(X)[0] == pytest.approx(curvatures[-1], rel=1e-12)
    assert law.slowest(X, 1e-3 / curvatures[0]) == pytest.approx(curvatures[-1], rel=1e-12)


def test_singular_values_keep_their_digits_over_thirty_powers_of_ten():
    draws = np.random.default_rng(2)
    matrix = np.linalg.qr(draws.normal(size=(30, 30)))[1] * 10.0 ** draws.uniform(-15, 15, 30)
    sizes, rows = turned(matrix)
    found, vectors = singular(matrix)
    assert found == pytest.approx(sizes, rel=1e-12)
    assert np.abs((vectors * rows).sum(axis=1)) == pytest.approx(np.ones(30), rel=1e-12)


@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize("time", TIMES.values(), ids=TIMES)
@pytest.mark.parametrize(
    "other", [lambda t: t, lambda t: -3 * t, lambda t: t.max() - t, lambda t: t / 7 + SHARE * t.max()]
)
def test_a_column_that_others_make_up_is_absent_beside_columns_of_any_size(time, other, precision):
    """t, a share, a column made of them, the share again and a constant: three directions are left, three are kept."""
    x = np.column_stack([time, SHARE, other(time), SHARE, np.full(ROWS, 0.1)]).astype(precision).astype(float)
    X = design(x)
    found = columns(X)
    assert sorted(found.own) == [0, 1, 5]
    assert X @ law.conserved(X).T / np.linalg.norm(X, axis=0).max() == pytest.approx(np.zeros((ROWS, 3)), abs=1e-6)
    assert found.basis @ found.triangle == pytest.approx(X, rel=1e-5, abs=1e-5 * np.abs(X).max())
    assert len(speed.directions(X)[0]) == 3
    widened = inflation.inflation(x)
    assert np.isnan(widened[4])
    assert np.isinf(widened[[0, 1, 2, 3]]).all()


def test_a_copy_shares_what_training_adds_and_the_rest_does_not_move():
    """Seconds since 1970 twice, from a start of one's own: the difference of their weights stays."""
    X = design(np.column_stack([TIMES["seconds"], SHARE, TIMES["seconds"]]))
    y = 0.2 * DAYS + 2 * SHARE
    start = np.array([0.3, -0.2, -0.1, 0.4])
    end = law.end(X, y, start[None])[0]
    spread = TIMES["seconds"].std()
    assert end[0] - end[2] == pytest.approx(0.4, rel=1e-12)
    assert (end[0] + end[2]) * spread == pytest.approx(0.2 * DAYS.std(), abs=1e-6)
    assert end[1] == pytest.approx(2.0, abs=1e-6)


def test_two_times_that_lie_close_together_are_two_columns():
    """Begin and end, minutes apart, in seconds since 1970: their difference is what the target depends on."""
    begin, lasts = TIMES["seconds"], 600 * (2 + np.sin(7 * DAYS)).round(1)
    x = np.column_stack([begin, begin + lasts])
    ends = law.end(design(x), lasts / 600, np.zeros((1, 3)))[0]
    assert ends[:2] * 600 == pytest.approx([-1, 1], rel=1e-6)
    r = np.corrcoef(DAYS * 86_400, DAYS * 86_400 + lasts)[0, 1]
    assert inflation.inflation(x) == pytest.approx([1 / np.sqrt(1 - r**2)] * 2, rel=1e-4)


def test_what_float32_cannot_tell_apart_is_absent_and_what_float64_can_is_not():
    """1.7e9 + 0, 1, 2, ...: one number in float32, 60 in float64."""
    x = (1.7e9 + DAYS)[:, None]
    assert columns(design(x.astype(np.float32))).rank == 1
    assert columns(design(x)).rank == 2
    assert law.end(design(x), 0.2 * DAYS, np.zeros((1, 2)))[0, 0] == pytest.approx(0.2, rel=1e-6)


@pytest.mark.parametrize("time", TIMES.values(), ids=TIMES)
def test_student_s_test_and_shuffling_do_not_depend_on_where_a_column_has_its_0(time):
    y = 0.2 * DAYS + 2 * SHARE + np.cos(DAYS)
    far, near = (design(np.column_stack([each, SHARE])) for each in (time, DAYS))
    for place in (0, 1):
        found, plain = (noise_columns.student(X, y, place) for X in (far, near))
        assert (found.t, found.residual) == pytest.approx((plain.t, plain.residual), rel=1e-5)
    assert penalties.left_out(far, y)[:2] == pytest.approx(penalties.left_out(near, y)[:2], rel=1e-5)


@pytest.mark.parametrize("time", TIMES.values(), ids=TIMES)
def test_the_cost_over_a_plane_has_the_bottom_of_exact_least_squares(time):
    x, y = np.column_stack([time, SHARE]), 0.2 * DAYS + 2 * SHARE + np.cos(DAYS)
    bowl, best = valley.bowl(design(x), y, (0, 1)), exact(x, y)
    assert bowl.bottom == pytest.approx(best[:2], rel=1e-5)
    assert bowl.lowest == pytest.approx(np.mean((x @ best[:2] + best[2] - y) ** 2), rel=1e-3)
    centred = x - x.mean(axis=0)
    assert bowl.curvatures == pytest.approx(2 / ROWS * turned(centred)[0] ** 2, rel=1e-4)


def test_a_small_step_needs_as_many_epochs_as_it_is_small():
    """ln 100 / (rate c) where rate c is far below what 1 - rate c still shows."""
    assert speed.steps_to(0.01, np.array([1e-30, 1.0, 2.0]), 1.0) == pytest.approx([np.log(100) * 1e30, 1.0, np.inf])
