"""Initial weights against Keras's own initializers, drawn one at a time."""

from collections import Counter

import numpy as np
import pytest

import lab
from lab import checks, initial
from lab.initial import bias_seed, keras_initializer, kernel_seed, starts
from lab.specs import SCHEMES

DRAWN = [scheme for scheme in SCHEMES if scheme not in ("zeros", "constant")]


@pytest.mark.parametrize("few", [0, 1000], ids=["by one program", "one by one"])
@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_kernels_are_those_of_the_keras_initializer_to_the_bit(scheme, precision, few, monkeypatch):
    monkeypatch.setattr(initial, "FEW", few)
    monkeypatch.setattr(initial, "_drawn_singly", Counter())
    init = checks.kept(lab.Init, {"scheme": scheme, "value": 0.3, "low": -0.2, "high": 0.7, "stddev": 0.4})
    experiment = lab.Experiment(network=lab.Network(hidden=(5,)), init=init, training=lab.Training(precision=precision))
    first, _, second, _ = starts(experiment, [3, 8])
    for i, seed in enumerate((3, 8)):
        for layer, array in ((1, first), (2, second)):
            plain = keras_initializer(init, kernel_seed(seed, layer))(array.shape[1:], dtype=precision)
            np.testing.assert_array_equal(array[i], plain)


def test_biases_drawn_alike_are_those_of_the_keras_initializer():
    init = lab.Init("uniform", low=-0.5, high=0.5, bias="same")
    biases = starts(lab.Experiment(init=init), [3])[1]
    np.testing.assert_array_equal(biases[0], keras_initializer(init, bias_seed(3, 1))((2,), dtype="float32"))


def test_no_two_addresses_share_a_draw():
    seeds = {kernel_seed(seed, layer) for seed in range(300) for layer in (1, 2, 3)}
    seeds |= {bias_seed(seed, layer) for seed in range(300) for layer in (1, 2, 3)}
    assert len(seeds) == 1800


def test_scale_multiplies_kernels_and_leaves_biases():
    init = lab.Init("normal", stddev=1.0, bias="same")
    plain = starts(lab.Experiment(init=init), [0])
    scaled = starts(lab.vary(lab.Experiment(init=init), {"init.scale": 10.0}), [0])
    np.testing.assert_array_equal(scaled[0], 10 * plain[0])
    np.testing.assert_array_equal(scaled[1], plain[1])


@pytest.mark.parametrize("clones", ["incoming", "outgoing", "both", "none"])
def test_clones_copy_unit_0_of_every_hidden_layer_and_nothing_else(clones):
    init = lab.Init("normal", stddev=1.0, bias="same", clones=clones)
    kernel1, bias1, kernel2, bias2, kernel3, _ = starts(
        lab.Experiment(network=lab.Network(hidden=(4, 3)), init=init), [0]
    )
    incoming, outgoing = clones in ("incoming", "both"), clones in ("outgoing", "both")
    assert (kernel1[0] == kernel1[0][:, :1]).all() == incoming
    assert (bias1[0] == bias1[0, 0]).all() == incoming
    assert (kernel2[0] == kernel2[0][:1]).all() == outgoing
    assert (kernel2[0] == kernel2[0][:, :1]).all() == incoming
    assert (bias2[0] == bias2[0, 0]).all() == incoming
    assert (kernel3[0] == kernel3[0][:1]).all() == outgoing


@pytest.mark.parametrize(("at", "array", "place"), [((2, "kernel", 1, 0), 2, (1, 0)), ((1, "bias", 0, 1), 1, (1,))])
def test_epsilon_moves_the_weight_that_it_names(at, array, place):
    plain = starts(lab.Experiment(), [0])
    moved = starts(lab.Experiment(init=lab.Init(epsilon=0.25, epsilon_at=at)), [0])
    for i, (before, after) in enumerate(zip(plain, moved, strict=True)):
        expected = before.copy()
        if i == array:
            expected[(0, *place)] += 0.25
        np.testing.assert_array_equal(after, expected)


GIVEN = [[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [0.1, 0.2, 0.3], [[1.0], [2.0], [3.0]], [0.4]]


def given(**values):
    return lab.Experiment(network=lab.Network(hidden=(3,)), init=lab.Init(weights=GIVEN, **values))


def test_given_weights_are_those_of_every_seed_and_of_the_run():
    run = lab.train(lab.vary(given(), {"training.epochs": 1}), seeds=[5, 9])
    for array, wanted in zip(starts(given(), [5, 9]), GIVEN, strict=True):
        np.testing.assert_array_equal(array, np.array([wanted, wanted], "float32"))
    for array, wanted in zip(run.keras_weights(9, 0), GIVEN, strict=True):
        np.testing.assert_array_equal(array, np.array(wanted, "float32"))


def test_given_weights_are_scaled_cloned_and_perturbed_like_drawn_ones():
    first, bias, last, _ = (array[0] for array in starts(given(scale=2.0, clones="both", epsilon=0.5), [0]))
    np.testing.assert_allclose(first, [[2.0, 2.5, 2.0], [8.0, 8.0, 8.0]])
    np.testing.assert_allclose(bias, [0.1, 0.1, 0.1], rtol=1e-6)
    np.testing.assert_allclose(last, [[2.0], [2.0], [2.0]])


def test_given_weights_must_fit_the_network(refused):
    with refused(
        "`Init.weights` must be arrays of shapes [(2, 2), (2,), (2, 1), (1,)]; got [(2, 3), (3,), (3, 1), (1,)]."
    ):
        lab.Experiment(init=lab.Init(weights=GIVEN))


def test_given_weights_come_back_from_json_and_from_their_own_spelling():
    assert lab.Experiment.from_json(given(scale=2.0).to_json()) == given(scale=2.0)
    assert lab.Init(weights=[np.array(array) for array in GIVEN]) == given().init
