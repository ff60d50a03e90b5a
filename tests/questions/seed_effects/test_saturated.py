"""Positive weights on positive pixels: against plain Keras, automatic differentiation and the ladder."""

from dataclasses import replace

import numpy as np
import pytest

import lab
from lab.charts.spec import frames
from lab.claims import CLAIMS, verification, words
from lab.compute import Compute
from lab.questions.seed_effects import saturated
from lab.questions.seed_effects.saturated import pictures, ranges

SHORT = lab.vary(ranges.START, {"training.epochs": 2})


@pytest.fixture(scope="module")
def found():
    return ranges.measure(SHORT, ("0 to 1", "−0.5 to 0.5"), 16)


def test_every_run_from_positive_weights_is_stuck_on_the_ladder_and_none_from_both_signs(found):
    assert found.ranges["stuck"].tolist() == [16, 0]
    assert found.ranges["saturated"].tolist() == pytest.approx([1.0, 0.0], abs=0.01)
    last = found.courses[(found.courses["range"] == "0 to 1") & (found.courses["epoch"] == 2)]["cost"]
    off = np.abs(last.to_numpy()[:, None] - found.ladder["cost"].to_numpy()).min(axis=1)
    assert np.median(off) < 0.03  # a rung is 0.405 high; an output that lets go is between two


def test_theory_predicts_how_many_outputs_are_still_at_one(found):
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
    h, slopes = ranges.look(weights, x.astype(float), y)
    np.testing.assert_allclose(h[0], said.numpy(), atol=1e-6)
    wanted = np.linalg.norm(tape.gradient(cost, first.kernel).numpy())
    assert slopes[0] == pytest.approx(wanted, rel=1e-4)


def test_shares_of_hidden_outputs_add_up_to_one(found):
    sums = found.activations.groupby(["range", "when"])["share"].sum()
    np.testing.assert_allclose(sums, 1.0)


def test_the_sentences_have_runs_interval_and_steps(found):
    assert saturated.note(found).startswith(
        "Still guessing after 2 epochs (360 steps), by range. 0 to 1: 16 of 16 runs (80.6 to 100 %); "
        "−0.5 to 0.5: 0 of 16 runs (0 to 19.4 %). Their cost may fall, yet only towards 0.45, that of guessing. "
        "They are stuck, but on a plateau, not in a minimum: from 0 to 1, more than 99 % of the hidden outputs"
    )
    assert "it grew from" in saturated.flat(found)


def test_other_networks_and_ranges_are_refused(refused):
    with refused(
        "The ladder is that of one hidden layer of sigmoid units, sigmoid outputs, biases, `Training.loss` 'mse' and "
        "data with classes."
    ):
        ranges.measure(lab.vary(SHORT, {"network.activation": "tanh"}))
    with pytest.raises(ValueError, match="`ranges` must be one of '0 to 1'"):
        ranges.measure(SHORT, ("0 to 2",))


def test_all_runs_from_0_to_1_are_stuck_and_none_from_around_zero():
    answer = lab.ask("saturated")
    assert answer.headline == (
        "From 0 to 1 hidden units start saturated, so hardly any gradient reaches them: all runs are still guessing."
    )
    assert answer.note.startswith(
        "Still guessing after 5 epochs (900 steps), by range. 0 to 1: 64 of 64 runs (94.3 to 100 %); "
        "−0.5 to 0.5: 0 of 64 runs (0 to 5.66 %); −1 to 1: 0 of 64 runs (0 to 5.66 %). Their cost may"
    )


def test_standardized_pixels_leave_no_run_stuck():
    answer = lab.ask("saturated", ranges="0 to 1", epochs=1, seeds=16, standardize=True)
    assert answer.headline == "Here they do learn: from 0 to 1 no run is left guessing."


def test_few_runs_are_seen_while_many_are_trained(monkeypatch):
    monkeypatch.setattr(saturated, "FEW", 4)
    monkeypatch.setattr(saturated, "LONG", 0)
    shown = []
    full = lab.ask("saturated", seeds=16, epochs=1, ranges=("0 to 1",), compute=Compute(show=shown.append))
    assert "0 to 1: 4 of 4 runs" in shown[0].note
    assert "0 to 1: 16 of 16 runs" in full.note


def test_the_first_picture_shows_how_many_digits_are_learned_with_names_at_the_lines(found):
    """The cost of runs that only guess fell nicely in it, among ten dashed lines and with a second axis."""
    right = found.right[found.right["epoch"] == 2].set_index("range")["mid"]
    assert right["0 to 1"] == pytest.approx(100 * found.ranges.set_index("range")["last"]["0 to 1"])
    assert right["0 to 1"] < 20 < 80 < right["−0.5 to 0.5"]
    spec = pictures.learned(found).to_dict()
    assert "resolve" not in spec
    assert str(spec).count("strokeDash': [5, 4]") == 1  # guessing
    names = [rows for rows in frames(pictures.learned(found)) if "place" in rows][0]
    assert sorted(names["range"]) == ["0 to 1", "−0.5 to 0.5"]


@pytest.mark.parametrize("heights", [[10.0, 97.0, 97.2], [99.0, 98.0, 97.0], [10.0, 10.0, 11.0], [50.0]])
def test_names_of_lines_that_end_together_are_moved_apart(heights):
    moved = pictures.apart(np.array(heights))
    gaps = np.diff(np.sort(moved))
    assert (gaps >= pictures.APART - 1e-9).all()
    assert moved.max() <= 100
    assert np.abs(moved - heights).max() < 2 * pictures.APART


def test_the_claim_of_a_minimum_is_told_that_they_are_stuck_on_a_plateau():
    """It read as if all of it held for the digits, a minimum included; and as "at most 0 % of 16"."""
    last = verification.last()
    rows = last[last["id"] == "S27"]
    said = words.verdict(CLAIMS["S27"], rows)
    assert said.startswith("holds only when “run into a local minimum” means no more than “get stuck”")
    assert "stuck on a plateau, not in a minimum" in said
    assert "Each of the 10 outputs should say 1 to its own digit alone" in said
    assert rows["measured"].iloc[1] == 0  # "none of 16"
    assert rows["measured"].iloc[2] > 0.99  # "more than 99 %"
    assert "at most 0" not in said


def test_nearly_all_hidden_outputs_are_not_called_all_of_them(found):
    """The words below the picture say "more than 99 %" of what is not all."""
    nearly = found.activations.assign(share=found.activations["share"].clip(upper=0.998))
    (rows,) = (rows for rows in frames(pictures.strips(replace(found, activations=nearly))) if "label" in rows)
    assert rows.nlargest(1, "share")["label"].tolist() == ["> 99 %"]
