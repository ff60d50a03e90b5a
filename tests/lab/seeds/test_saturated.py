"""Positive weights on positive pixels: against plain Keras, automatic differentiation and the ladder."""

import numpy as np
import pytest

import lab
from lab.seeds import hidden, saturated
from lab.seeds import saturated_words as words

SHORT = lab.vary(saturated.START, {"training.epochs": 2})


@pytest.fixture(scope="module")
def found():
    return saturated.measure(SHORT, ("0 to 1", "−0.5 to 0.5"), 16)


def test_every_run_from_positive_weights_is_stuck_on_the_ladder_and_none_from_both_signs(found):
    assert found.ranges["stuck"].tolist() == [16, 0]
    assert found.ranges["saturated"].tolist() == pytest.approx([1.0, 0.0], abs=0.01)
    last = found.courses[(found.courses["range"] == "0 to 1") & (found.courses["epoch"] == 2)]["cost"]
    off = np.abs(last.to_numpy()[:, None] - found.ladder["cost"].to_numpy()).min(axis=1)
    assert np.median(off) < 0.03  # a rung is 0.405 high; an output that lets go is between two


def test_the_law_foretells_how_many_outputs_are_still_at_one(found):
    """The number over 16 runs of 10 outputs each; 4 standard errors of their spread, of order 1.3 a run."""
    row = found.ranges.set_index("range").loc["0 to 1"]
    assert abs(row["frozen"] - row["foretold"]) < 4 * 1.3 / 4
    assert 0 < row["foretold"] < 10


def test_the_step_budget_is_epochs_times_batches(found):
    assert found.steps == 2 * 180


def test_hidden_outputs_and_the_slope_are_those_of_keras():
    import keras
    import tensorflow as tf

    x, y = lab.data.load(SHORT.data)
    x, y = x[:50], y[:50]
    weights = [array[:1] for array in lab.initial.starts(lab.vary(SHORT, {"init.low": -0.5}), [0])]
    first, last = (keras.layers.Dense(units, "sigmoid") for units in (20, 10))
    last(first(x))
    first.set_weights([weights[0][0], weights[1][0]])
    last.set_weights([weights[2][0], weights[3][0]])
    with tf.GradientTape() as tape:
        said = first(x)
        cost = tf.reduce_mean(tf.reduce_sum((last(said) - y) ** 2, axis=1)) / 2
    h = hidden.said(weights, x.astype(float))
    np.testing.assert_allclose(h[0], said.numpy(), atol=1e-6)
    wanted = np.linalg.norm(tape.gradient(cost, first.kernel).numpy())
    assert hidden.slopes(weights, h, x.astype(float), y)[0] == pytest.approx(wanted, rel=1e-4)


def test_shares_of_hidden_outputs_add_up_to_one(found):
    sums = found.activations.groupby(["range", "when"])["share"].sum()
    np.testing.assert_allclose(sums, 1.0)


def test_the_sentences_have_runs_interval_and_steps(found):
    assert words.answer(found).startswith(
        "Stuck after 2 epochs (360 steps), by range. 0 to 1: 16 of 16 runs (80.6 to 100 %); "
        "−0.5 to 0.5: 0 of 16 runs (0 to 19.4 %). That is saturation, not a minimum:"
    )
    assert "it grew from" in words.flat(found)
    assert "none of 16 was stuck after 2 epochs (360 steps); up to 19 % would still go with that" in words.claim(found)


def test_other_networks_and_ranges_are_refused(refused):
    with refused(
        "The ladder is that of one hidden layer of sigmoid units, sigmoid outputs, biases, `Training.loss` 'mse' and "
        "data with classes."
    ):
        saturated.measure(lab.vary(SHORT, {"network.activation": "tanh"}))
    with pytest.raises(ValueError, match="`ranges` must be one of '0 to 1'"):
        saturated.measure(SHORT, ("0 to 2",))
