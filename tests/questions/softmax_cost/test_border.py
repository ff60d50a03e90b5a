"""Does a larger batch need a smaller learning rate? The map against Keras's mean, the theory, and its own sentences."""

import numpy as np
import pandas as pd
import pytest

import lab
from lab.questions.softmax_cost import border

SHORT = border.setting("three blobs", 40)
BATCHES = (1, 16, 96)


@pytest.fixture(scope="module")
def found():
    return border.over_rates(SHORT, BATCHES)


@pytest.fixture(scope="module")
def theory():
    return border.predicted(SHORT.data, BATCHES)


def cell(frame, reduction, m, rate):
    """The row of a cell."""
    return frame[(frame["reduction"] == reduction) & (frame["m"] == m) & np.isclose(frame["rate"], rate)].iloc[0]


def test_the_sum_by_hand_is_the_engine_s_mean_at_m_times_the_rate():
    """S25: an independent loop in NumPy, every rate that learns, full batch and batches of 8."""
    for m, most in ((96, 0.1), (8, 0.3)):
        rates = [rate for rate in border.RATES if rate <= most]
        checked = border.checked(SHORT, m, rates)
        assert (checked["apart"] < 1e-12 * checked["size"]).all()


def test_full_batch_learns_up_to_the_law_and_not_far_beyond(found, theory):
    """L10: with all examples in a step the predicted rate is the border, within a step of the map or two."""
    for reduction in ("sum", "mean"):
        predicted = theory.query(f"reduction == {reduction!r} and m == 96")["rate"]
        assert len(set(predicted)) == 1  # the steepest batch is all examples
        rows = found.query(f"reduction == {reduction!r} and m == 96")
        below, above = rows[rows["rate"] < predicted.iloc[0]], rows[rows["rate"] > 1.8 * predicted.iloc[0]]
        assert (below["state"] == border.LEARNS).all()
        assert (above["state"] != border.LEARNS).all()


def test_below_the_steepest_batch_s_rate_every_batch_size_learns(found, theory):
    steepest = theory[theory["curvature"] == border.STEEPEST]
    joined = found.merge(steepest.rename(columns={"rate": "predicted"}), on=["reduction", "m"])
    assert (joined.loc[joined["rate"] < joined["predicted"], "state"] == border.LEARNS).all()


def test_the_law_of_the_sum_is_that_of_the_mean_over_m(theory):
    rates = theory.pivot_table(index=["curvature", "m"], columns="reduction", values="rate").reset_index()
    assert rates["sum"].to_numpy() == pytest.approx((rates["mean"] / rates["m"]).to_numpy(), rel=1e-12)


def test_a_large_batch_overflows_at_a_smaller_rate_if_gradients_are_summed_and_not_if_averaged(found):
    """S25: without the 1/m a large batch overflows unless the rate is lowered."""
    least = found[found["state"] == border.OVERFLOWS].groupby(["reduction", "m"])["rate"].min()
    assert least["sum", 96] < least["sum", 1] / 3
    assert least["mean", 96] > 3 * least["mean", 1]


def test_before_it_overflows_it_jumps_and_then_gets_worse(found):
    rows = found.query("reduction == 'sum' and m == 96").sort_values("rate")
    order = [border.STATES.index(state) for state in rows["state"]]
    assert order == sorted(order)
    assert set(order) == {0, 1, 2, 3}
    assert np.isfinite(rows["cost"]).all()


def test_a_batch_of_one_is_the_same_either_way(found):
    both = found[found["m"] == 1].pivot_table(index="rate", columns="reduction", values="cost")
    assert (both["sum"] == both["mean"]).all()


def test_the_answer_is_yes_for_sums_and_no_for_means(found):
    assert border.headline(found) == (
        "Summed gradients: yes, 5.6 times smaller; averaged (Keras): no, but one 10 times larger learns, too."
    )
    assert border.note(found, SHORT).startswith(
        "The sum over the batch: the largest rate that learns falls from 0.562 to 0.1 from m = 1 to 96; e^z overflows "
        "from 17.8 on at m = 1, from 3.16 on at m = 96. The mean over the batch: the largest rate that learns rises "
    )


@pytest.mark.parametrize(("epochs", "rate", "told"), [(40, 0.1, "at most 0.0726: 0.1 learns for"), (80, 0.0562, "")])
def test_a_rate_above_theory_s_learns_only_for_a_while(theory, epochs, rate, told):
    """L10: of the long run; the cost of such a rate never settles, that of a smaller one does."""
    frame = pd.DataFrame({"reduction": "sum", "m": 96, "rate": [rate], "state": border.LEARNS})
    rises = border.rises(border.setting("three blobs", epochs), rate)
    assert rises[epochs:].any() == bool(told)
    assert told in border.lasts(frame, theory, rises)
    assert bool(border.lasts(frame, theory, rises)) == bool(told)


def test_the_rate_does_not_fall_as_the_batch_grows_but_as_is_predicted(found, theory):
    why = border.why(found, theory)
    assert "From m = 1 to 96 the largest rate that the sum learns with falls 5.6 times, not 96:" in why
    assert "(predicted: 6.6 times; tried" in why
    assert "it comes at 32 times the largest rate that learns." in why


def test_the_rule_to_divide_by_m_and_the_largest_rate_are_said_to_fit(found):
    """5.6 times in the headline and 96 times in what to do looked like a contradiction."""
    said = border.same_steps(found)
    assert said.startswith("If you sum, divide the rate by m: 96 examples then take the same steps as with the mean.")
    assert "That is 96 times; the largest rate falls 5.6 times only. Both fit, as the mean of 96 learns" in said
    rates = found[found["state"] == border.LEARNS].groupby(["reduction", "m"])["rate"].max()
    assert f"up to {rates['mean', 96] / rates['mean', 1]:.0f} times larger than a single example" in said
    assert border.same_steps(border.over_rates(SHORT, (1, 96), (0.01, 0.03))).endswith("steps as with the mean.")


def test_where_nothing_overflows_it_is_said(theory):
    frame = border.over_rates(SHORT, (1, 96), (0.01, 0.03))
    assert border.headline(frame).startswith("No: a larger batch learns with rates as large")
    assert "e^z overflows nowhere here at m = 1, nowhere here at m = 96" in border.note(frame, SHORT)
    assert border.why(frame, theory).endswith(
        "Here nothing overflows: a rate that is too large shows as a cost that jumps or rises."
    )


def test_the_map_draws_every_cell_and_names_its_lines(found, theory):
    cells, line = border.places(found, theory, "sum")
    assert len(cells) == 75
    assert len(line) == 6
    assert (cells["low"] < cells["rate"]).all()
    assert (cells["rate"] < cells["high"]).all()
    spec = border.drawn(cells, line, "The sum over the batch").to_dict()
    assert spec["layer"][0]["encoding"]["color"]["scale"]["domain"] == list(border.STATES)
    texts = [layer["mark"] for layer in spec["layer"] if layer["mark"]["type"] == "text"]
    assert ["stroke" in mark for mark in texts] == [True, False] * 2  # each on a white edge: colours change behind it
    assert r"\frac{2}{96 \cdot" in border.formula(theory)


def test_progress_is_told():
    heard = []
    border.over_rates(lab.vary(SHORT, {"training.epochs": 1}), (48, 96), (0.1,), progress=heard.append)
    assert [round(each.done, 2) for each in heard] == [0.25, 0.5, 0.75, 1.0]
