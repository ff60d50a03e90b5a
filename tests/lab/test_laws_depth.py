"""The laws of depth: against variances of drawn weights, and against chances counted one by one."""

import itertools

import numpy as np
import pytest

import lab
from lab import checks
from lab.initial import starts
from lab.laws import depth as laws


@pytest.mark.parametrize(
    "scheme",
    ["glorot_normal", "he_uniform", "lecun_normal", "orthogonal", "normal", "uniform", "zeros"],
)
def test_the_variance_is_that_of_weights_that_keras_draws(scheme):
    init = checks.kept(lab.Init, {"scheme": scheme, "stddev": 0.3, "low": -0.2, "high": 0.2, "scale": 1.5})
    experiment = lab.Experiment(data=lab.Data("iris"), init=init, network=lab.Network(hidden=(40,), output="softmax"))
    drawn = starts(experiment, range(200))[0]  # 32,000 weights
    assert np.mean(drawn.astype(float) ** 2) == pytest.approx(laws.variance(init, 4, 40), rel=0.05)


def test_relu_keeps_lengths_with_he_and_halves_them_with_glorot():
    square = lab.Network(hidden=(2,) * 30, activation="relu")
    experiment = lab.Experiment(network=square, init=lab.Init("he_normal"))
    assert laws.signal(experiment, np.ones(1))[1][-1, 0] == pytest.approx(1)
    experiment = lab.vary(experiment, {"init.scheme": "glorot_uniform"})
    assert laws.signal(experiment, np.ones(1))[1][-1, 0] == pytest.approx(2.0**-30)
    assert laws.passing(experiment, laws.signal(experiment, np.ones(1))[0])[:-1] == pytest.approx(0.5)


def test_given_weights_have_no_variance_to_foretell_a_signal_from(refused):
    given = lab.Experiment(network=lab.Network(hidden=()), init=lab.Init(weights=(((1.0,), (1.0,)), (0.0,))))
    with refused("`Init.weights` must be None: theory is about weights that are drawn."):
        laws.gains(given)


def test_the_chance_of_being_born_dead_is_that_of_all_signs_counted():
    signs = list(itertools.product([0, 1], repeat=2 * 3))  # 2 units in each of 3 layers, alive or silent
    dead = [any(not any(sign[i : i + 2]) for i in (0, 2, 4)) for sign in signs]
    assert laws.born_dead(2, np.array([3])) == pytest.approx(np.mean(dead))
    assert laws.born_dead(3, 20) == pytest.approx(0.9308, abs=5e-5)
    assert laws.born_dead(2, 10) == pytest.approx(0.9437, abs=5e-5)


def test_an_error_comes_back_through_as_many_weights_as_there_are_units_above():
    experiment = lab.Experiment(network=lab.Network(hidden=(8, 4), activation="linear"), init=lab.Init("he_normal"))
    drawn = starts(experiment, range(4000))[2].astype(float)  # (replica, 8, 4)
    errors = np.random.default_rng(0).normal(size=(4000, 4))
    back = np.einsum("riu,ru->ri", drawn, errors)
    sums = laws.signal(experiment, np.ones(1))[0]
    assert (back**2).mean() == pytest.approx(laws.passing(experiment, sums)[0] * (errors**2).mean(), rel=0.05)
