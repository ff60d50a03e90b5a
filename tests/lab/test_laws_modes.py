"""The law of modes: against its differential equation, solved by SciPy, and against a product of matrices."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.linalg import expm

from lab.laws import modes as laws


def test_the_strength_solves_its_differential_equation():
    steps = np.linspace(0, 1500, 20)
    slope = lambda _, u: 2 * 0.002 * u * (3 - u)  # noqa: E731
    wanted = solve_ivp(slope, (0, 1500), [1e-3], t_eval=steps, rtol=1e-9, atol=1e-12).y[0]
    assert laws.strength(steps, 3.0, 1e-3, 0.002) == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize(("s", "steps"), [(5.0, 428), (3.0, 669), (1.0, 1728)])
def test_half_times_are_those_of_the_claims_to_what_whole_steps_make(s, steps):
    time = laws.half_time(s, 1e-3, 0.002)
    assert time == pytest.approx(steps, abs=3)
    assert laws.strength(time, s, 1e-3, 0.002) == pytest.approx(s / 2)


def test_what_begins_above_half_has_no_half_time():
    assert np.isnan(laws.half_time(1.0, np.array([0.6, 2.0]), 0.01)).all()


def test_the_beginning_of_a_random_start_is_what_grows_of_it():
    draws = np.random.default_rng(0)
    a, b = 1e-4 * draws.normal(size=(2, 4))
    both = expm(np.kron(np.array([[0, 1], [1, 0]]), np.eye(4)) * 6.0) @ np.concatenate([a, b])  # eta s t = 6
    early = laws.beginnings(a[None], b[:, None])[0] * np.exp(12.0)
    assert both[:4] @ both[4:] == pytest.approx(early, rel=1e-4)
