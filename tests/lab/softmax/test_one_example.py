"""What the softmax page measures and says, against 50-digit arithmetic and plain algebra."""

from decimal import Decimal, getcontext

import numpy as np
import pandas as pd
import pytest

from lab.softmax import one_example as softmax
from lab.softmax import one_example_drawn as drawn
from lab.softmax import one_example_words as words

getcontext().prec = 50
CASES = [
    ([2.0, 1.0, 0.1], 0),
    ([10.0, -10.0], 0),
    ([-10.0, 10.0], 0),
    ([0.0] * 10, 7),
    ([10.0] * 9 + [-10.0], 9),
    ([-10.0] * 9 + [10.0], 9),
    ([699.0, -699.0, 0.5], 2),
]


def exact(logits, target):
    """Probabilities and cost with 50 digits."""
    powers = [Decimal(z).exp() for z in logits]
    probabilities = [power / sum(powers) for power in powers]
    return [float(a) for a in probabilities], float(-probabilities[target].ln())


@pytest.mark.parametrize(("logits", "target"), CASES)
def test_probabilities_and_cost_are_right_to_thirteen_digits(logits, target):
    frame = softmax.classes(logits, target)
    probabilities, cost = exact(logits, target)
    assert frame["a"].to_numpy() == pytest.approx(probabilities, rel=1e-13, abs=1e-300)
    assert frame["term"].sum() == pytest.approx(cost, rel=1e-13)


@pytest.mark.parametrize(("logits", "target"), CASES)
def test_every_other_class_adds_exactly_nothing(logits, target):
    others = softmax.classes(logits, target).query("not target")["term"]
    assert others.eq(0.0).all()
    assert not np.signbit(others).any()


@pytest.mark.parametrize(("logits", "target"), CASES)
def test_the_measured_gradient_is_a_minus_y_and_sums_to_zero(logits, target):
    frame = softmax.classes(logits, target)
    a, _ = exact(logits, target)
    expected = [value - (k == target) for k, value in enumerate(a)]
    assert frame["measured"].to_numpy() == pytest.approx(expected, abs=2e-9)  # h^2 / 6 times C''' < 0.1 is 2e-10
    assert frame["measured"].sum() == pytest.approx(0, abs=1e-8)


def test_the_cost_is_the_same_to_the_bit_when_the_others_change_places():
    draws = np.random.default_rng(0)
    others = draws.uniform(-10, 10, 9).round(1)
    assert len({softmax.cost([10.0, *draws.permutation(others)], 0) for _ in range(200)}) == 1


def test_the_cost_stays_when_the_others_move_at_constant_log_sum_exp():
    share = np.array([0.1, 0.2, 0.3, 0.4])
    costs = [softmax.cost([1.1, *np.log(5 * moved)], 0) for moved in (share, share[::-1], np.full(4, 0.25))]
    assert costs == pytest.approx([costs[0]] * 3, rel=1e-15)


@pytest.mark.parametrize("added", [-10.0, -0.1, 4.0, 10.0])
def test_adding_to_every_logit_changes_neither_cost_nor_gradient(added):
    plain, moved = (softmax.classes([2.0, 1.0, 0.1], 1, more) for more in (0.0, added))
    assert moved["z"].tolist() == [2.0 + added, 1.0 + added, 0.1 + added]
    assert moved["a"].to_numpy() == pytest.approx(plain["a"].to_numpy(), rel=1e-14)
    assert moved["law"].to_numpy() == pytest.approx(plain["law"].to_numpy(), rel=1e-13)
    shift = softmax.shift([2.0, 1.0, 0.1], 1, added)
    assert shift["after"][0] == pytest.approx(shift["before"][0], rel=1e-14)


def test_bars_have_one_row_for_each_class_and_quantity_and_mark_the_target():
    bars = drawn.bars(softmax.classes([2.0, 1.0, 0.1], 1))
    assert bars[["class", "quantity"]].drop_duplicates().shape == (6, 2)
    assert bars["label"].unique().tolist() == ["class 0", "target ► class 1", "class 2"]
    assert bars.loc[bars["quantity"] == "probability a", "value"].sum() == pytest.approx(1)
    assert bars.loc[bars["quantity"] == "gradient", "value"].sum() == pytest.approx(0, abs=1e-8)


def test_a_bar_that_is_nearly_one_is_not_said_to_be_one():
    bars = drawn.bars(softmax.classes([-10.0, 10.0], 0))
    assert bars["text"].tolist() == ["2.06e−09", "≈ −1", "≈ 1", "≈ 1"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"),
        (1.0, "1"),
        (0.5, "0.5"),
        (1 / 3, "0.3333"),
        (1 - 2e-9, "1 − 2.00e−09"),
        (-1 + 2e-9, "−1 + 2.00e−09"),
        (-1.0, "−1"),
    ],
)
def test_a_probability_is_written_1_only_where_it_is_1(value, shown):
    assert words.probability(value) == shown


def test_the_answer_of_three_logits():
    frame = softmax.classes([0.0, 0.0, 0.0], 1)
    assert words.answer(frame).startswith(
        "The cost is −log a1 = **1.0986**; the other 2 outputs add exactly 0 to it. Yet all 3 logits have a gradient: "
        "−0.6667 for the target's, 0.3333 for the others'. They sum to 0"
    )


def test_the_answer_of_a_confident_mistake():
    assert words.answer(softmax.classes([-10.0, 10.0], 0)).startswith(
        "The cost is −log a0 = **20.00**; the other output adds exactly 0 to it. Yet both logits have a gradient: "
        "−1 + 2.06e−09 for the target's, 1 − 2.06e−09 for the other's. They sum to 0"
    )


def test_a_logit_without_a_gradient_is_not_said_to_have_one():
    assert "Yet 2 of 3 logits have a gradient" in words.answer(softmax.classes([0.0, 0.0, -700.0], 0, -0.0))


@pytest.mark.parametrize(("logits", "target"), CASES[:-1])
def test_one_output_enters_the_cost_and_every_logit_its_gradient(logits, target):
    entering = softmax.entering(softmax.classes(logits, target))
    assert entering.loc[entering["output"], "class"].tolist() == [target]
    assert entering["logit"].all()
    assert entering["swapped"].eq(0.0).all()
    says = words.entering_words(entering)
    count = len(logits)
    assert says.startswith("**Only the target enters the cost**: of the ")
    assert f"**Every logit enters the gradient**: of the {count} logits z, each moved alone by 0.0001, {count} " in says
    assert ("in reverse order, the cost stays exactly the same." in says) == (count > 2)


def test_an_output_that_has_vanished_is_not_said_to_enter():
    entering = softmax.entering(softmax.classes([699.0, -699.0, 0.5], 1))
    says = words.entering_words(entering)
    assert "**0 outputs enter the cost**" in says
    assert "**2 logits enter the gradient**" in says


def test_steps_are_a_row_for_each_class_and_one_for_the_sums():
    frame = softmax.classes([2.0, 1.0, 0.1], 0)
    steps = drawn.steps(frame)
    assert steps["row"].unique().tolist() == ["► 0", "1", "2", "Σ"]
    cells = steps.pivot_table(index="row", columns="step", values="text", aggfunc="first", sort=False)
    assert cells.loc["► 0"].to_dict() == {
        "z": "2", "eᶻ": "7.39", "a": "0.659", "y": "1", "−y log a": "0.417", "a − y": "−0.341",
    }  # fmt: skip
    assert cells.loc["1", ["y", "−y log a"]].tolist() == ["0", "0"]
    assert cells.loc["Σ", ["eᶻ", "a", "y", "−y log a"]].tolist() == ["11.2", "1", "1", "0.417"]
    assert set(steps.loc[steps["kind"] == "zero", "text"]) == {"0"}


@pytest.mark.parametrize(("logits", "target"), CASES[:-1])
def test_a_cell_is_short_and_never_rounds_to_what_it_is_not(logits, target):
    frame = softmax.classes(logits, target)
    cells = drawn.steps(frame).query("kind != 'sum'")
    assert cells["text"].str.len().max() <= 8
    columns = cells["step"].map(drawn.STEPS)
    for row, column, text in zip(np.arange(len(cells)) // len(drawn.STEPS), columns, cells["text"], strict=True):
        value = frame[column].iloc[row]
        assert (text == "0") == (value == 0)
        assert (text in ("1", "−1")) == (abs(value) == 1)


def test_formulas_carry_the_numbers():
    text = words.formulas(softmax.classes([0.0, 0.0, 0.0, 0.0], 3))
    assert r"= \frac{1}{4} \\[0.6em] &= 0.25 \\" in text
    assert r"&= a_{3} - y_{3} = a_{3} - 1 \\[0.6em] &= -0.75 \\" in text


def test_the_table_shows_zeros_as_zeros():
    table = words.table(softmax.classes([2.0, 1.0, 0.1], 0))
    assert table["−y log a"].tolist() == ["0.4170", "0", "0"]
    assert table.index.tolist() == ["0 ◄", "1", "2"]


def test_adding_nothing_visible_is_said_as_rounding_or_not_at_all():
    assert words.shift_words(pd.DataFrame({"added": [4.0], "before": [0.5], "after": [0.5]})) == (
        "Adding 4 to every logit changes the cost not at all: only differences of logits count."
    )
    assert words.shift_words(pd.DataFrame({"added": [0.1], "before": [0.5], "after": [0.5 + 2**-53]})) == (
        "Adding 0.1 to every logit changes the cost by 1.11e−16, which is rounding: only differences of logits count."
    )


@pytest.mark.parametrize(
    ("logits", "target", "sentence"),
    [
        ([1.0], 0, "A softmax needs 2 or more logits; got 1."),
        ([1.0, 2.0], 2, "`target` must be a whole number from 0 to 1; got 2."),
        ([1.0, float("nan")], 1, "`z1` must be a number from -700 to 700; got nan."),
        ([1.0, 701.0], 1, "`z1` must be a number from -700 to 700; got 701.0."),
    ],
)
def test_bad_input_gets_its_sentence(logits, target, sentence, refused):
    with refused(sentence):
        softmax.classes(logits, target)
