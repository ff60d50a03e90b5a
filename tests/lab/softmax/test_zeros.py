"""A classifier from zeros: what learns, what freezes, and where."""

import dataclasses

import numpy as np
import pytest

import lab
from lab.softmax import zeros, zeros_words

SHORT = lab.vary(zeros.START, {"training.epochs": 3, "training.batch_size": 128, "training.learning_rate": 0.3})


@pytest.fixture(scope="module")
def found():
    return zeros.zeros(SHORT, seeds=range(2))


def test_a_regression_learns_from_zeros_and_a_zero_hidden_layer_never_moves(found):
    """S20, L04: and the frozen one goes to the entropy of the labels."""
    ends = zeros_words.summary(found)
    assert ends["accuracy"]["no hidden layer, zeros"] > 0.75
    assert ends["moved"]["hidden layer, zeros"] == 0.0
    assert ends["accuracy"]["hidden layer, zeros"] < 0.12
    assert ends["loss"]["hidden layer, zeros"] == pytest.approx(zeros_words.floor(SHORT), abs=2e-3)
    assert ends["accuracy"]["hidden layer, Glorot"] > 0.5


def test_the_first_cost_of_zeros_is_ln_10(found):
    first = found.curves.query("epoch == 0").set_index("start")["mid"]
    assert first["no hidden layer, zeros"] == pytest.approx(np.log(10), abs=1e-6)


def test_the_kernels_are_those_of_the_run(found):
    run = lab.train(SHORT, [0, 1], recorded=40)
    last = found.kernels[found.kernels["place"] == found.kernels["place"].max()]
    seven = last[last["class"] == 7].sort_values(["row", "column"])["weight"]
    np.testing.assert_array_equal(seven, run.keras_weights(seed=0)[0][:, 7])
    assert (found.kernels.query("place == 0")["weight"] == 0).all()


def test_the_two_regressions_are_compared_output_by_output(found):
    x, _ = lab.data.load(SHORT.data)
    outputs = []
    for scheme in ("zeros", "glorot_uniform"):
        run = lab.train(lab.vary(SHORT, {"init.scheme": scheme}), [0, 1])
        powers = [np.exp(x @ kernel + bias) for kernel, bias in (run.keras_weights(seed=seed) for seed in (0, 1))]
        outputs.append([power / power.sum(axis=1, keepdims=True) for power in powers])
    largest = [np.abs(zero - glorot).max() for zero, glorot in zip(*outputs, strict=True)]
    assert found.apart == pytest.approx(np.median(largest), rel=1e-4)


def test_the_sentence_names_runs_and_epochs(found):
    says = zeros_words.verdict(found, SHORT)
    assert "no weight of it ever moves" in says
    assert says.endswith("(medians of 2 runs, 3 epochs).")
    assert "7 in row" in zeros_words.kernels(found)


def test_the_reason_is_that_of_the_activation():
    assert "Only the output biases learn" in zeros_words.reason(SHORT)
    sigmoid = zeros_words.reason(lab.vary(SHORT, {"network.activation": "sigmoid"}))
    assert "Only the output biases learn" not in sigmoid
    assert "say 1/2" in sigmoid


def test_one_run_of_one_epoch_is_told_in_the_singular():
    once = lab.vary(SHORT, {"training.epochs": 1})
    one = zeros.zeros(once, seeds=[0])
    assert zeros_words.verdict(one, once).endswith("(one run, 1 epoch).")
    assert zeros_words.forgets(one).endswith(" at most.")


def test_a_layer_that_moves_is_not_said_to_stay(found):
    moved = found.ends.assign(moved=0.5)
    assert "its weights move by 0.5 and it reaches" in zeros_words.verdict(
        dataclasses.replace(found, ends=moved), SHORT
    )
    assert "the cost cannot get below H(p) = " in zeros_words.reason(SHORT)  # at a large rate it is above it
