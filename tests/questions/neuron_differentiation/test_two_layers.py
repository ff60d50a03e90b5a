"""One initializer for several layers, in real Keras."""

import keras
import numpy as np
import pytest

import lab
from lab.questions.neuron_differentiation.layer import two_layers as initializer

EXPERIMENT = lab.Experiment(
    data=lab.Data("digits"),
    network=lab.Network(hidden=(12,), output="softmax"),
    training=lab.Training(loss="categorical_crossentropy"),
)


SAME = {
    "one object with the seed 7, used for both": True,
    "two objects, both with the seed 7": True,
    "one object without a seed, used for both": True,
    "two objects, with the seeds 7 and 8": False,
    "one object with a SeedGenerator": False,
    "by name, as is the default": False,
}


def panel(found, kernel):
    """The weights of a kernel."""
    return found.weights.query("kernel == @kernel")["value"].to_numpy()


def test_every_way_is_tried():
    assert set(SAME) == set(initializer.WAYS)


@pytest.mark.parametrize(("way", "same"), SAME.items())
def test_a_seed_that_is_a_number_gives_twice_the_same_weights(way, same):
    found = initializer.kernels(EXPERIMENT, way)
    first, second, difference = (panel(found, kernel) for kernel in ("first", "second", "difference"))
    assert (first == second).all() == same
    assert (found.difference == 0) == same
    np.testing.assert_array_equal(difference, second - first)
    assert ("Twice the same 144 weights" in initializer.verdict(found, way)) == same


def test_the_numbers_are_those_of_a_plain_call():
    found = initializer.kernels(EXPERIMENT, "one object with the seed 7, used for both")
    plain = keras.initializers.GlorotUniform(seed=7)((12, 12)).numpy()
    np.testing.assert_array_equal(panel(found, "first"), plain.ravel())


def test_a_layer_of_another_width_gets_the_same_numbers_but_for_a_factor():
    found = initializer.kernels(EXPERIMENT, "two objects, both with the seed 7")
    assert found.other == pytest.approx(1, abs=1e-6)
    assert "but for a factor: correlation 1.000000" in initializer.verdict(found, "two objects, both with the seed 7")
    other = initializer.kernels(EXPERIMENT, "two objects, with the seeds 7 and 8")
    assert abs(other.other) < 4 / np.sqrt(120)
