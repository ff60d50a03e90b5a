"""How long until neurons differ: theory's line, crossings, rounding, and what may be said."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

import lab
from lab.answer import Section, Why
from lab.compute import Compute
from lab.differentiation import forecast
from lab.headline import fits
from lab.questions.neuron_differentiation import escape
from lab.questions.neuron_differentiation.escape import outcome, picture, words


@pytest.fixture(scope="module")
def found():
    return escape.measure(escape.START, seeds=range(3))


def test_a_decade_of_epsilon_costs_what_the_law_foretells(found):
    """L01: measured within 2 % of ln 10 / ln(1 + rate lambda), lambda from the curvature alone."""
    assert outcome.measured_decade(found) == pytest.approx(outcome.foretold_decade(found), rel=0.02)


def test_every_small_push_parts_when_the_law_says(found):
    times = picture.times(found).pivot_table("mid", "epsilon", "kind").loc[:1e-3]
    assert len(times.dropna()) == 10
    np.testing.assert_allclose(times["measured"].dropna(), times["foretold"].loc[1e-12:1e-3], rtol=0.01)


def test_without_a_push_all_stay_equal_to_the_bit(found):
    assert found.equal == 3


def test_the_ridge_has_the_curvature_of_the_law(found):
    near = found.ridge[found.ridge["apart"].abs() < 0.06]
    np.testing.assert_allclose(near["cost"], near["foretold"], atol=2e-6)
    assert found.ridge["cost"].idxmax() == len(found.ridge) // 2


def test_the_sentences_name_runs_epochs_and_both_figures(found):
    says = words.verdict(found)
    assert "median of 3 runs, up to 1,500 epochs" in says
    assert "Without a difference 3 of 3 stay exactly equal" in says
    assert "of 64" in words.rounding(found)


def test_where_nothing_parts_the_sentence_says_so():
    frozen = lab.vary(escape.START, {"training.learning_rate": 0.0, "training.epochs": 5})
    never = escape.measure(frozen, seeds=[0])
    says = "No difference below 0.1 makes the two neurons separate within 5 epochs."
    assert words.verdict(never).startswith(says)
    assert picture.rounded(never).empty
    assert np.isnan(outcome.measured_decade(never))


def test_a_crossing_lies_between_two_recorded_epochs():
    epochs = np.array([0, 10, 20])
    assert forecast.crossings(epochs, np.array([0.001, 0.01, 1.0])) == pytest.approx(15.0)
    assert forecast.crossings(epochs, np.array([0.5, 0.6, 1.0])) == 0.0
    assert forecast.crossings(epochs, np.array([0.0, 0.0, 1.0])) == 20.0
    assert np.isinf(forecast.crossings(epochs, np.array([0.0, 0.05, np.nan])))


def test_rounding_is_read_off_the_line_of_the_law(found):
    foretold = found.times.query("kind == 'foretold' and epsilon == 1e-9")["epochs"].median()
    rounded = pd.DataFrame({"precision": "float32", "seed": [0, 1], "epochs": [foretold, np.inf]})
    amount = outcome.amounts_to(dataclasses.replace(found, rounded=rounded))
    assert amount["float32"][:2] == (1, 2)
    assert amount["float32"][2] == pytest.approx(1e-9, rel=1e-6)


def test_where_equal_neurons_diverge_nothing_is_said_of_a_curvature(found):
    lost = dataclasses.replace(found, rates=found.rates.assign(fastest=np.nan), ridge=found.ridge.assign(cost=np.nan))
    said = [getattr(words, name)(lost) for name in ("verdict", "formula", "settled", "why", "takeaway")]
    assert "theory says nothing, as equal neurons diverge at this rate" in said[0]
    assert all("diverge" in each for each in said[1:])
    assert not any("not a number" in each or "never part" in each or "falls" in each for each in said)


def test_pushes_too_small_are_named(found):
    times = found.times.assign(epochs=np.where(found.times["epsilon"] < 1e-2, np.inf, 3.0))
    few = dataclasses.replace(found, times=times)
    assert (
        "No difference below 0.01 makes the two neurons separate within 1,500 epochs, in the median."
        in words.verdict(few)
    )


def test_one_run_of_each_difference_is_seen_before_many_long_ones(monkeypatch):
    monkeypatch.setattr(escape, "LONG", 999)
    shown = []
    full = lab.ask("escape", seeds=2, epochs=500, compute=Compute(show=shown.append))
    assert "(1 run of each difference.) So far 1 of 2 runs of each difference" in shown[0].note
    assert full.note.endswith("(2 runs of each difference.)")
    assert len(shown[-1].blocks) == len(full.blocks)


def ended(found, epochs, late=1.0, side=-1.0):
    """What was found, had the differences separated the neurons after other epochs.

    Args:
        found: what was measured.
        epochs: difference -> epochs; inf for never, NaN where the runs diverged.
        late: how many times as large each difference gets in the second half of the training.
        side: of the cost, whether it falls (-1) or rises (1) beside equal neurons.
    """
    times = found.times.assign(epochs=found.times["epsilon"].map(epochs))
    end = found.courses["epoch"].max()
    grown = np.where(found.courses["epoch"] < 0.6 * end, 1.0, late)
    ridge = found.ridge.assign(cost=1.0 + side * found.ridge["apart"] ** 2)
    courses = found.courses.assign(distance=found.courses["epsilon"] * grown)
    return dataclasses.replace(found, times=times, courses=courses, ridge=ridge)


def until(last, others):
    """Ten epochs more for every tenth, down to a difference; `others` below it."""
    return {
        epsilon: -10.0 * np.log10(epsilon) if epsilon > 0.99 * last else others for epsilon in escape.pushed.FORETOLD
    }


CLOSER = "Some separate: from a hundred-thousandth apart after 50 epochs; closer ones"


@pytest.mark.parametrize(
    ("last", "others", "late", "says"),
    [
        (
            1e-12,
            np.inf,
            1.0,
            "They separate, even from a trillionth apart, after 120 epochs; ten times closer takes",
        ),
        (1e-5, np.inf, 1.0, f"{CLOSER} no longer drift apart when training ends."),
        (1e-5, np.inf, 1.2, f"{CLOSER} drift apart only slowly when training ends."),
        (1e-5, np.inf, 9.0, f"{CLOSER} still drift apart when training ends."),
        (1e-5, np.inf, 0.5, f"{CLOSER} draw closer when training ends."),
        (
            1e-1,
            np.inf,
            1.0,
            "They do not separate in these 1,500 epochs; when training ends they no longer drift apart.",
        ),
        (1e-1, np.inf, 9.0, "They do not separate in these 1,500 epochs; when training ends they still drift apart."),
        (1e-1, np.nan, 1.0, "The training diverged: no weight is a finite number any more."),
    ],
)
def test_the_headline_says_first_whether_they_separate(found, last, others, late, says):
    headline = words.headline(ended(found, until(last, others), late))
    assert headline.startswith(says)
    assert fits(f"So far: {headline}")


def test_a_larger_difference_that_separates_none_is_not_passed_over(found):
    odd = ended(found, until(1e-12, np.inf) | {1e-3: np.inf})
    assert words.headline(odd) == (
        "Some separate, even from a trillionth apart after 120 epochs, but not all in these 1,500."
    )
    assert "No difference below" not in words.verdict(odd)


def test_why_and_curve_say_where_the_cost_goes(found):
    falls, rises = (ended(found, until(1e-5, np.inf), side=side) for side in (-1.0, 1.0))
    assert "the cost falls to both sides" in words.why(falls)
    assert "the cost rises to both sides" in words.why(rises)
    assert "downhill" not in words.why(rises)
    assert "downhill" not in words.why(falls)
    assert words.takeaway(rises).startswith(
        "The cost rises to both sides: it is 1 where both neurons are equal, 2 when"
    )
    assert "downhill is apart" in words.why(ended(found, until(1e-12, np.inf)))
    bump = dataclasses.replace(
        rises, ridge=rises.ridge.assign(cost=rises.ridge["apart"] ** 4 - rises.ridge["apart"] ** 2 / 2)
    )
    assert "the cost first falls a little and then rises, to both sides" in words.why(bump)


def test_what_more_epochs_promise_is_measured_in_the_second_half(found):
    grows = ended(found, until(1e-5, np.inf), late=10.0)
    half = 1500 - outcome._half(grows.courses.pivot_table("distance", "epoch", "epsilon"))
    assert outcome.late_growth(grows) == pytest.approx(10.0)
    assert outcome.wanting(grows) == pytest.approx(4 * half)  # 1e-6, now 1e-5, lacks four powers of ten
    assert "neurons that start a millionth apart would need about 3,000 epochs more" in words.why(grows)
    stays = ended(found, until(1e-5, np.inf), side=1.0)
    assert "stayed as it was. Nothing here says that more epochs would separate them." in words.why(stays)


def test_runs_that_diverge_separate_no_neurons():
    fast = lab.vary(escape.START, {"training.learning_rate": 5.0, "training.epochs": 500})
    lost = escape.measure(fast, seeds=range(2))
    assert outcome.fates(lost)["fate"].eq("diverged").all()
    assert lost.times["epochs"].isna().all()
    assert lost.rounded["epochs"].isna().all()
    assert lost.equal == 0
    assert words.headline(lost) == "The training diverged: no weight is a finite number any more."
    assert words.verdict(lost) == "24 of the 24 runs that start with a difference diverged, and are not counted."
    assert "No theory is drawn" in words.of_times(lost)
    assert "No theory is drawn" in words.of_courses(lost)
    assert set(picture.times(lost).query("kind == 'measured'")["says"]) == {"diverged"}


@pytest.fixture(scope="module")
def relu():
    return lab.ask("escape", seeds=5, activation="relu")


def test_with_relu_only_what_was_measured_is_said(relu):
    """The closest neurons never separate, the cost rises beside equal ones, and theory has no line to draw."""
    assert relu.headline.startswith("Some separate: from a ")
    assert relu.headline.endswith("; closer ones no longer drift apart when training ends.")
    assert "∞" not in relu.note
    assert "× 10" not in relu.note
    why = next(block.text for block in relu.blocks if isinstance(block, Why))
    assert "the cost rises to both sides" in why
    assert "falls" not in why
    first = relu.figures()[0]
    assert "Dashed" not in first.caption
    assert "No theory is drawn" in first.caption
    assert "not within 1,500 epochs" in str(first.frames.values())


def test_no_heading_says_that_they_part(relu):
    titles = [block.title for block in relu.blocks if isinstance(block, Section)]
    assert "The cost where both neurons are equal, and beside it" in titles
    assert not any("why" in title.lower() for title in titles)


def test_a_difference_without_a_time_is_marked_at_the_last_epoch(found):
    table = picture.times(ended(found, until(1e-5, np.inf)))
    never = table.query("says != '' and kind == 'measured'")
    assert list(never["epsilon"]) == sorted(epsilon for epsilon in escape.pushed.EPSILONS if epsilon < 0.99e-5)
    assert never["mid"].eq(1500).all()
    assert table.query("kind == 'foretold'")["says"].eq("").all()


def test_half_of_the_runs_are_no_median_that_separates(found):
    """Of two runs one separates: the dot and the sentence both say that the median does not."""
    times = found.times.query("seed < 2")
    half = dataclasses.replace(found, times=times.assign(epochs=np.where(times["seed"] == 0, 30.0, np.inf)))
    assert outcome.fates(half)["fate"].eq("never").all()
    assert picture.times(half).query("kind == 'measured'")["mid"].eq(1500).all()


def test_the_words_of_rounding_are_as_large_as_others_and_stand_on_the_side_that_has_room(found):
    rounded = pd.DataFrame(
        [("float32", 1e-2, 82.0, "float32: 5 of 64 runs"), ("float64", 1e-11, 656.0, "float64: 5 of 64 runs")],
        columns=["precision", "epsilon", "epochs", "label"],
    )
    spec = picture.times_chart(picture.times(found), rounded, picture.widest(found)).to_dict()
    words_of = [layer["mark"] for layer in spec["layer"] if layer["mark"]["type"] == "text"]
    assert [mark["align"] for mark in words_of] == ["right", "left"]
    assert {mark["fontSize"] for mark in words_of} == {13}


def test_many_epochs_are_written_in_full():
    assert words.in_words(1e-4) == "a ten-thousandth"
    assert [words.in_words(epsilon) for epsilon in (1e-1, 1e-2, 1e-3, 1e-11)] == [
        "a tenth", "a hundredth", "a thousandth", "a hundred-billionth",
    ]  # fmt: skip


def test_epochs_beyond_a_thousand_are_no_power_of_ten(found):
    slow = ended(found, {epsilon: -1234.0 * np.log10(epsilon) for epsilon in escape.pushed.FORETOLD})
    assert words.headline(slow).endswith("after 14,808 epochs; ten times closer takes about 1,230 more.")


def test_diverged_runs_are_left_out_and_counted_and_named_only_where_they_are_the_most(found):
    epochs, seeds = found.times["epochs"], found.times["seed"]
    some, most = (
        dataclasses.replace(found, times=found.times.assign(epochs=epochs.mask(seeds < lost))) for lost in (1, 2)
    )
    assert words.headline(some).startswith("They separate")
    assert "12 of the 36 runs that start with a difference diverged, and are not counted." in words.verdict(some)
    assert words.headline(most) == "In most runs the training diverged: no weight is a finite number any more."


def test_the_line_of_theory_reaches_what_rounding_amounts_to(found):
    late = found.times.query("kind == 'foretold' and epsilon <= 1e-16 and epsilon >= 1e-17")["epochs"].mean()
    far = dataclasses.replace(
        found, rounded=pd.DataFrame({"precision": "float32", "seed": [0, 1], "epochs": [late, late]})
    )
    amount = picture.rounded(far)["epsilon"].iloc[0]
    assert 1e-17 < amount < 1e-16
    assert picture.times(far).query("kind == 'foretold'")["epsilon"].min() <= amount


def test_what_became_of_each_difference_is_computed_once_for_a_page(found):
    asked = (outcome.fates, outcome.late_growth, outcome.amounts_to)
    before = [each.cache_info().misses for each in asked]
    escape._answer(dataclasses.replace(found, equal=2), escape.START, 3)
    more = [each.cache_info().misses - past for each, past in zip(asked, before, strict=True)]
    assert max(more) == more[0] == 1
