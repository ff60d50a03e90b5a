"""The waiting neuron: the published figures, the engine's own training, and sentences at the extremes."""

import numpy as np
import pytest

import lab
from lab.softmax import slowdown, slowdown_words

COSTS = ["squared error", "cross-entropy"]


def neuron(weight=0.6, bias=0.9, rate=0.15, steps=300):
    return slowdown.measure(slowdown.setting(rate, steps), weight, bias)


def test_the_published_figures():
    """L15: output at step 300 0.093956; steps to one half 36 against 8; the closed forms foretell them."""
    halves = neuron().halves.set_index("cost")
    assert halves.loc["squared error", "end"] == pytest.approx(0.093956, abs=5e-7)
    assert halves.loc[COSTS, "steps"].tolist() == [36, 8]
    assert np.ceil(halves.loc[COSTS, "foretold"]).tolist() == [36, 8]


def test_the_laboratory_s_engine_trains_the_same_neuron():
    """Keras's squared error is a^2, twice the one of the book; the setting halves the rate."""
    found = neuron(steps=100)
    initial = [np.array([[0.6]]), np.array([0.9])]
    run = lab.train(slowdown.setting(0.15, 100), seeds=[0], initial=initial, recorded=100)
    squared = found.outputs.query("cost == 'squared error'")["output"]
    assert np.sqrt(run.losses()["loss"]).tolist() == pytest.approx(squared.tolist(), rel=1e-5)


@pytest.mark.parametrize("rate", [0.03, 0.15, 5.0])
def test_no_wait_is_shorter_than_its_closed_form_by_more_than_a_step(rate):
    waits = neuron(rate=rate, steps=30).waits
    assert waits["steps"].notna().all()
    assert (waits["steps"] >= np.floor(waits["foretold"])).all()
    ratio = waits["steps"] / np.maximum(waits["foretold"], 1)
    assert ratio.max() < 2.5


def test_the_surer_the_longer_squared_error_waits_in_comparison():
    waits = neuron().waits.pivot_table("steps", "start", "cost")
    ratio = waits["squared error"] / waits["cross-entropy"]
    assert ratio.loc[6.0] > 5 * ratio.loc[3.0] > 5 * ratio.loc[1.0]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "squared error needs 36 steps (closed form: 35.96), cross-entropy needs 8 steps (closed form: 7.59)"),
        ({"weight": 6, "bias": 6}, "squared error does not get there (closed form: 542,644)"),
        ({"weight": -1, "bias": -1}, "on the side of its target 0 already, so neither cost has to wait"),
        ({"weight": 0, "bias": 0}, "needs 1 step (closed form: 0.00)"),
        ({"weight": 6, "bias": 6, "rate": 5.0}, "starts at 1 − 6.14e−06"),
    ],
)
def test_the_sentence_is_true_at_the_extremes(values, words):
    found = neuron(**values)
    assert words in slowdown_words.verdict(found)
    assert slowdown_words.other_rate(found)
    assert "NaN" not in slowdown_words.formula(found)


def test_the_drawn_curve_keeps_both_ends_and_is_thin():
    drawn = slowdown.drawn(neuron(steps=10_000))
    assert drawn.groupby("cost")["step"].agg(["min", "max"]).to_numpy().tolist() == [[0, 10_000]] * 2
    assert len(drawn) < 700
    assert drawn["label"].unique().tolist() == [
        "squared error: below ½ after 36 steps", "cross-entropy: below ½ after 8 steps",
    ]  # fmt: skip


def test_a_start_out_of_bounds_is_refused(refused):
    with refused("`weight` must be a number from -20 to 20; got 21."):
        neuron(weight=21)


def test_a_wait_that_is_always_the_same_is_not_given_as_a_range():
    assert slowdown_words.waits(neuron(rate=5.0)).endswith("squared error from 1 to 45; cross-entropy always 1.")
