"""Which rates a batch size bears: the map against the engine, the law, and its own sentences."""

import numpy as np
import pytest

import lab
from lab.charts.softmax import border as charts
from lab.softmax import border, sum_or_mean
from lab.softmax import border_words as words

SHORT = lab.vary(sum_or_mean.START, {"training.epochs": 40})
BATCHES = (1, 16, 96)


@pytest.fixture(scope="module")
def found():
    return border.over_rates(SHORT, BATCHES)


@pytest.fixture(scope="module")
def law():
    return border.law(SHORT, BATCHES)


def cell(frame, reduction, m, rate):
    """The row of a cell."""
    return frame[(frame["reduction"] == reduction) & (frame["m"] == m) & np.isclose(frame["rate"], rate)].iloc[0]


def test_the_sum_by_hand_is_the_engine_s_mean_at_m_times_the_rate():
    """S25: an independent loop in NumPy, every rate that learns, full batch and batches of 8."""
    for m, most in ((96, 0.1), (8, 0.3)):
        rates = [rate for rate in border.RATES if rate <= most]
        checked = border.checked(SHORT, m, rates)
        assert (checked["apart"] < 1e-12 * checked["size"]).all()


def test_full_batch_learns_up_to_the_law_and_not_far_beyond(found, law):
    """L10: with all examples in a step the foretold rate is the border, within a step of the map or two."""
    for reduction in ("sum", "mean"):
        foretold = law.query(f"reduction == {reduction!r} and m == 96")["rate"]
        assert foretold.nunique() == 1  # the steepest batch is all examples
        rows = found.query(f"reduction == {reduction!r} and m == 96")
        below, above = rows[rows["rate"] < foretold.iloc[0]], rows[rows["rate"] > 1.8 * foretold.iloc[0]]
        assert (below["state"] == border.LEARNS).all()
        assert (above["state"] != border.LEARNS).all()


def test_below_the_steepest_batch_s_rate_every_batch_size_learns(found, law):
    steepest = law[law["curvature"] == border.STEEPEST]
    joined = found.merge(steepest.rename(columns={"rate": "foretold"}), on=["reduction", "m"])
    assert (joined.loc[joined["rate"] < joined["foretold"], "state"] == border.LEARNS).all()


def test_the_law_of_the_sum_is_that_of_the_mean_over_m(law):
    rates = law.pivot_table(index=["curvature", "m"], columns="reduction", values="rate").reset_index()
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


def test_the_answer_names_what_is_borne(found):
    says = words.verdict(found, SHORT)
    assert says == (
        "At a smaller rate? Yes, if gradients are summed; no, if gradients are averaged. With the sum, the largest "
        "rate that learns falls from 0.562 (m = 1) to 0.1 (m = 96); e^z overflows from 17.8 on and from 3.16 on. With "
        "the mean it rises from 0.562 to 5.62 (150 runs, 40 epochs)."
    )
    assert "it comes at 32 times the largest rate that learns" in words.between(found)


def test_the_rate_does_not_fall_as_the_batch_grows_but_as_the_law_says(found, law):
    assert words.falls(found, law).startswith("From m = 1 to 96 the rate that the sum bears falls 5.6 times, not 96")
    assert words.falls(found, law).endswith("(foretold: 6.6 times).")


def test_where_nothing_overflows_it_is_said():
    frame = border.over_rates(SHORT, (96,), (0.01, 0.03))
    assert "e^z overflows nowhere here and nowhere here." in words.verdict(frame, SHORT)
    assert words.between(frame).startswith("Here nothing overflows")


def test_where_rounding_grows_it_is_said(found):
    checked = border.checked(SHORT, 16)
    says = words.compared(checked, found, 16)
    assert says.startswith("Checked with m = 16: the sum by hand at each of 25 rates r, and Keras's mean at m · r")
    assert "beyond, where steps enlarge what rounding leaves, to 0." in says


def test_the_map_draws_every_cell_with_a_sign_for_each_state(found, law):
    cells, line = words.drawn(found, law, "sum")
    assert len(cells) == 75
    assert len(line) == 6
    assert (cells["low"] < cells["rate"]).all()
    assert (cells["rate"] < cells["high"]).all()
    assert cells.groupby("state")["sign"].nunique().eq(1).all()
    assert cells["sign"].nunique() == 4
    spec = charts.chart(cells, line, border.STATES, "The sum over the batch").to_dict()
    assert spec["layer"][0]["encoding"]["color"]["scale"]["domain"] == list(border.STATES)
    assert r"\frac{2}{96 \cdot" in words.formula(law)


def test_progress_is_told():
    heard = []
    border.over_rates(lab.vary(SHORT, {"training.epochs": 1}), (48, 96), (0.1,), progress=heard.append)
    assert [round(each.done, 2) for each in heard] == [0.25, 0.5, 0.75, 1.0]


def test_what_the_cost_does_before_it_overflows_is_told_only_if_it_does():
    short = border.over_rates(
        lab.vary(SHORT, {"training.epochs": 10, "data.name": "spiral", "data.noise": 0.02}), BATCHES
    )
    states = short[(short["reduction"] == "sum") & (short["m"] == 96)]["state"]
    assert border.RESTLESS not in set(states)
    assert "Before that the cost ends above its start." in words.between(short)
