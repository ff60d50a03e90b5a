"""Sums over the classes: conserved, decaying, wandering."""

import numpy as np
import pytest

import lab
from lab.laws import class_sums
from lab.questions.softmax_cost import sums

SHORT = lab.vary(sums.START, {"training.epochs": 2, "training.precision": "float64"})


@pytest.fixture(scope="module")
def found():
    return sums.measure(SHORT, seeds=range(2))


def test_the_sums_obey_theory_but_for_adam(found):
    """L06: conserved by descent and momentum, (1 - rate decay)^T under decay, moved by Adam."""
    drift = found.medians["drift"]
    assert drift[[sums.DESCENT, sums.MOMENTUM, sums.DECAYING]].max() < 1e-12
    assert drift[sums.ADAM] > 0.01
    steps = 2 * 57  # batches of 32 of 1,797 digits
    assert found.left["mid"][sums.DECAYING] == pytest.approx((1 - 0.1 * sums.DECAY) ** steps, rel=1e-9)
    assert found.left["mid"][sums.DESCENT] == pytest.approx(1.0, abs=1e-12)
    assert np.isnan(found.left["predicted"][sums.ADAM])


def test_the_sums_are_those_of_the_output_layer_s_weights():
    experiment = lab.vary(SHORT, {"training.batch_size": None, "training.epochs": 1})
    run = lab.train(experiment, [3])
    kernel, bias = run.keras_weights(seed=3)[-2:]
    assert sums.sums_of(run)[0, -1] == pytest.approx([*kernel.sum(axis=1), bias.sum()], abs=1e-12)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_theory_shrinks_them_by_rate_times_decay_a_step(optimizer):
    assert class_sums.remaining(optimizer, 0.5, 0.2, np.array([0, 1, 3])) == pytest.approx([1.0, 0.9, 0.729])
    assert class_sums.remaining(optimizer, 0.5, 0.0, np.array([7])) == [1.0]


@pytest.mark.parametrize("optimizer", ["rmsprop", "adam", "adagrad"])
def test_there_is_no_theory_for_steps_of_each_weight_s_own_size(optimizer):
    assert np.isnan(class_sums.remaining(optimizer, 0.5, 0.2, np.array([0, 1]))).all()


def test_the_sentences_have_their_figures(found):
    assert sums.headline(found, SHORT).startswith("Yes: gradient descent and momentum keep")
    assert "which is rounding (float64)" in sums.note(found, SHORT)
    assert sums.note(found, SHORT).endswith("Medians of 2 runs, 2 epochs.")
