"""What an output can say at all."""

import keras
import numpy as np
import pytest

from lab.check import outputs, reach
from lab.check.subject import Subject
from tests.lab.check.models import digits, line, network, regression

RELU = {"last": "relu", "hidden": (32,)}


def found(model, x, y):
    """What is found of the output, the worst first."""
    rows = outputs.output_and_loss(Subject(model, x, y))
    return max(rows, key=lambda row: ("ok", "warn", "fault").index(row.verdict))


@pytest.mark.parametrize("loss", ["mse", "mae", "huber", "mean_squared_logarithmic_error"])
@pytest.mark.parametrize("above", [0.0, 10.0])
def test_a_quantity_from_a_relu_is_told_of_the_output_and_a_fault_where_targets_lie_below_it(loss, above):
    x, y = line()
    told = found(regression(**RELU, loss=loss), x, y + above)
    assert (told.verdict, told.layer, told.question) == ("warn" if above else "fault", "out", "dead")
    assert told.because.startswith("out ends in relu, which can get stuck at 0 for every example. ")
    assert ("the targets here go from" in told.because) == (above == 0)
    assert told.cure.startswith("outputs = keras.layers.Dense(1)\n")
    assert '# outputs = keras.layers.Dense(1, activation="softplus")' in told.cure


@pytest.mark.parametrize(("last", "loss"), [(None, "mse"), ("softplus", "mse"), ("relu", "poisson")])
def test_an_output_that_is_never_flat_is_none(last, loss):
    x, y = line()
    assert "stuck at 0" not in found(regression(last=last, loss=loss), x, y + 10).because


def test_an_output_of_relu_that_is_0_for_all_examples_gets_no_gradient_and_neither_does_what_lies_below():
    x, y = line()
    dead = Subject(regression(**RELU, last_bias=keras.initializers.Constant(-99.0)), x, y + 10)
    assert not any(each.any() for each in dead.start.gradients.values())
    assert "At this start 100 % of its outputs are 0. " in found(dead.model, x, y + 10).because


def test_the_share_of_dead_draws_is_that_of_layers_that_are_drawn():
    given = np.abs(np.random.default_rng(1).normal(size=(200, 3)))
    count = 2000
    kernels = np.array(keras.initializers.GlorotUniform(seed=0)((3, count)))
    dead = (given @ kernels <= 0).all(axis=0).mean()
    error = np.sqrt(dead * (1 - dead) * (1 / count + 1 / reach.DRAWS))
    assert reach.dead_share(given) == pytest.approx(dead, abs=4 * error)


def test_a_softmax_of_one_unit_says_what_its_accuracy_is():
    x, y = digits()
    share = f"{100 * (y % 2 == 1).mean():.0f} %"
    told = found(network(outputs=1, loss="binary_crossentropy"), x, (y % 2).astype("float32")).because
    assert f"So its accuracy is the share of class 1, {share} of these examples, and stays there." in told
    assert "accuracy" not in found(network(outputs=1, loss="mse"), x, y).because


def test_the_question_that_shows_from_logits_is_for_what_has_to_do_with_it():
    x, y = digits()
    odd, rows = (y % 2).astype("float32"), np.eye(10, dtype="float32")[y]
    logits = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    assert found(network(outputs=1, loss="binary_crossentropy"), x, odd).question is None
    assert found(network(last="sigmoid", loss="categorical_crossentropy"), x, rows).question is None
    for model in (network(loss=logits), network(last=None)):  # "" = that of the check
        assert found(model, x, y).question == ""
    assert "so this is not what makes it slow" in found(network(loss=logits), x, y).because
