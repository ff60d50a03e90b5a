"""The closed forms of the waiting neuron, against its differential equation and against the neuron itself."""

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from lab import one_neuron
from lab.laws import slowdown as law

SLOPES = {  # dC/dz, written out naively
    "squared error": lambda z: (1 / (1 + np.exp(-z))) ** 2 * (1 - 1 / (1 + np.exp(-z))),
    "cross-entropy": lambda z: 1 / (1 + np.exp(-z)),
}


@pytest.mark.parametrize("cost", SLOPES)
@pytest.mark.parametrize(("start", "end"), [(1.5, 0.0), (4.0, 0.0), (-1.0, -6.0), (3.0, -2.0)])
def test_the_wait_is_the_integral_of_one_over_the_slope(cost, start, end):
    seconds, _ = quad(lambda z: 1 / (2 * 0.15 * SLOPES[cost](z)), end, start, epsabs=1e-12, epsrel=1e-12)
    assert law.wait(start, end, 0.15, cost) == pytest.approx(seconds, rel=1e-9)


@pytest.mark.parametrize("cost", SLOPES)
@pytest.mark.parametrize(("start", "rate"), [(1.5, 0.15), (6.0, 0.5), (-8.0, 5.0), (0.0, 0.03)])
def test_the_output_solves_the_differential_equation(cost, start, rate):
    times = np.linspace(0.0, 200.0, 41)
    solved = solve_ivp(
        lambda _, z: -2 * rate * SLOPES[cost](z), (0.0, 200.0), [start], t_eval=times, rtol=1e-10, atol=1e-12
    )
    np.testing.assert_allclose(
        law.outputs(start, rate, times, cost), 1 / (1 + np.exp(-solved.y[0])), rtol=1e-6, atol=1e-9
    )


def test_cross_entropy_has_its_output_in_closed_form_too():
    """z - e^-z = c is solved by Lambert's W: e^-z = W(e^-c)."""
    from scipy.special import lambertw

    steps = np.arange(0.0, 100.0)
    c = 1.5 - np.exp(-1.5) - 0.3 * steps
    assert law.outputs(1.5, 0.15, steps, "cross-entropy") == pytest.approx(1 / (1 + lambertw(np.exp(-c)).real))


@pytest.mark.parametrize("cost", SLOPES)
def test_ten_times_smaller_steps_come_ten_times_nearer(cost):
    """The law is the limit of small steps: Euler's method errs in proportion to its step."""
    gaps = []
    for rate in (0.1, 0.01):
        steps = round(20 / rate)
        outputs = one_neuron.outputs(1.0, 1.0, rate, steps).query("cost == @cost")["output"]
        gaps.append(np.abs(outputs - law.outputs(2.0, rate, np.arange(steps + 1), cost)).max())
    assert gaps[0] / gaps[1] == pytest.approx(10, rel=0.15)


def test_surely_wrong_the_squared_error_waits_e_to_the_z_and_cross_entropy_z():
    assert law.wait(20.0, 0.0, 0.5, "squared error") == pytest.approx(np.exp(20.0), rel=1e-6)
    assert law.wait(1000.0, 0.0, 0.5, "cross-entropy") == pytest.approx(1000.0, rel=2e-3)


def test_who_is_right_already_does_not_wait():
    assert (law.wait(np.array([-3.0, 0.0]), 0.0, 0.15, "squared error") == 0).all()
