"""A classifier from zeros: what learns, what freezes, and where."""

import dataclasses

import numpy as np
import pytest

import lab
from lab.questions.softmax_cost import zeros

SHORT = lab.vary(
    zeros.START,
    {
        "training.epochs": 3, "training.batch_size": 128, "training.learning_rate": 0.3, "network.activation": "tanh",
    },
    later=True,
)  # fmt: skip


@pytest.fixture(scope="module")
def found():
    return zeros.measure(SHORT, seeds=range(2))


def test_a_regression_learns_from_zeros_and_a_zero_hidden_layer_never_moves(found):
    """S20, L04: and the frozen one goes to the entropy of the labels."""
    ends = found.medians
    assert ends["accuracy"][zeros.LINEAR] > 0.75
    assert ends["moved"][zeros.LAYER] == 0.0
    assert ends["accuracy"][zeros.LAYER] < 0.12
    assert ends["loss"][zeros.LAYER] == pytest.approx(zeros.floor(SHORT), abs=2e-3)
    assert ends["accuracy"][zeros.LAYER_RANDOM] > 0.5
    assert "no hidden weight ever moves (10 %)" in zeros.headline(found)


def test_the_first_cost_of_zeros_is_ln_10(found):
    first = found.curves.query("epoch == 0").set_index("start")["mid"]
    assert first[zeros.LINEAR] == pytest.approx(np.log(10), abs=1e-6)


def test_the_kernels_are_those_of_the_run_and_one_is_shown_at_every_epoch(found):
    run = lab.train(SHORT, [0, 1], recorded=40)
    last = found.kernels[found.kernels["place"] == found.kernels["place"].max()]
    seven = last[last["class"] == 7].sort_values(["row", "column"])["weight"]
    np.testing.assert_array_equal(seven, run.keras_weights(seed=0)[0][:, 7])
    assert (found.kernels.query("place == 0")["weight"] == 0).all()
    for epoch in range(SHORT.training.epochs + 1):
        shown = found.kernels[(found.kernels["epoch"] <= epoch) & (epoch < found.kernels["until"])]
        assert len(shown) == 10 * 64
        assert len(shown["place"].unique()) == 1


def test_the_two_regressions_are_compared_output_by_output(found):
    x, _ = lab.data.load(SHORT.data)
    outputs = []
    for scheme in ("zeros", "glorot_uniform"):
        run = lab.train(lab.vary(SHORT, {"init.scheme": scheme}), [0, 1])
        powers = [np.exp(x @ kernel + bias) for kernel, bias in (run.keras_weights(seed=seed) for seed in (0, 1))]
        outputs.append([power / power.sum(axis=1, keepdims=True) for power in powers])
    largest = [np.abs(zero - glorot).max() for zero, glorot in zip(*outputs, strict=True)]
    assert found.apart == pytest.approx(np.median(largest), rel=1e-4)


def test_one_run_of_one_epoch_is_told_in_the_singular(found):
    once = lab.vary(SHORT, {"training.epochs": 1})
    one = zeros.measure(once, seeds=[0])
    assert zeros.note(one, once).endswith("One run of each start, 1 epoch.")
    assert zeros.forgets(one).endswith(" at most.")
    assert zeros.note(found, SHORT).endswith("Medians of 2 runs of each start, 3 epochs.")


def test_a_layer_that_moves_is_not_said_to_stay(found):
    moved = dataclasses.replace(found, ends=found.ends.assign(moved=0.5))
    assert "a hidden layer of zeros learns as one unit only" in zeros.headline(moved)


def test_the_reason_is_that_of_the_activation():
    assert "Only the output biases learn" in zeros.why(SHORT, 2.3)
    assert "so the cost begins at ln 10 = 2.30." in zeros.why(SHORT, 2.3)
    sigmoid = zeros.why(lab.vary(SHORT, {"network.activation": "sigmoid"}), 2.3)
    assert "Only the output biases learn" not in sigmoid
    assert "say 1/2" in sigmoid
