"""Sums over the classes: conserved, decaying, wandering."""

import numpy as np
import pytest

import lab
from lab.laws import class_sums as law
from lab.softmax import sums, sums_words

SHORT = lab.vary(sums.START, {"training.epochs": 2, "training.precision": "float64"})


@pytest.fixture(scope="module")
def found():
    return sums.sums(SHORT, seeds=range(2))


def test_the_sums_obey_the_law_but_for_adam(found):
    """L06: conserved by descent and momentum, (1 - rate decay)^T under decay, moved by Adam."""
    drift = sums_words.medians(found)["drift"]
    assert drift[["gradient descent", "momentum", "with weight decay"]].max() < 1e-12
    assert drift["Adam"] > 0.01
    last = found.courses.groupby("optimizer").last()
    steps = 2 * 57  # batches of 32 of 1,797 digits
    assert last["mid"]["with weight decay"] == pytest.approx((1 - 0.1 * sums.DECAY) ** steps, rel=1e-9)
    assert last["mid"]["gradient descent"] == pytest.approx(1.0, abs=1e-12)
    assert np.isnan(last["law"]["Adam"])


def test_the_sums_are_those_of_the_output_layer_s_weights():
    experiment = lab.vary(SHORT, {"training.batch_size": None, "training.epochs": 1})
    run = lab.train(experiment, [3])
    kernel, bias = run.keras_weights(seed=3)[-2:]
    assert sums.of(run)[0, -1] == pytest.approx([*kernel.sum(axis=1), bias.sum()], abs=1e-12)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_the_law_shrinks_by_rate_times_decay_a_step(optimizer):
    assert law.remaining(optimizer, 0.5, 0.2, np.array([0, 1, 3])) == pytest.approx([1.0, 0.9, 0.729])
    assert law.remaining(optimizer, 0.5, 0.0, np.array([7])) == [1.0]


@pytest.mark.parametrize("optimizer", ["rmsprop", "adam", "adagrad"])
def test_there_is_no_law_for_steps_of_each_weight_s_own_size(optimizer):
    assert np.isnan(law.remaining(optimizer, 0.5, 0.2, np.array([0, 1]))).all()


def test_the_sentence_has_its_figures(found):
    says = sums_words.verdict(found, SHORT)
    assert "which is rounding (float64)" in says
    assert says.endswith("(medians of 2 runs).")
    assert sums_words.table(found)["Law"].tolist()[-1] == "none"
