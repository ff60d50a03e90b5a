"""What is said of two neurons side by side."""

import pandas as pd
import pytest

import lab
from lab.differentiation import side_by_side
from lab.differentiation import side_by_side_words as words

SHORT = lab.vary(side_by_side.START, {"training.epochs": 3})


def moment(update=0, experiment=SHORT, **values):
    run = side_by_side.course(experiment, list((side_by_side.WEIGHTS | values).values()))
    return side_by_side.moment(run, update, 2, ("w1", "w3"))


def test_the_answer_says_where_and_when_and_why():
    says = words.answer(moment())
    assert says.startswith("**After 0 updates, for example 2 of 200: dJ/dw1 = ")
    assert "one of the five factors does: w5 = 0.3 and w6 = 0.7.** That is the discussion's reason" in says


def test_the_answer_after_one_update_names_the_slopes_too():
    says = words.answer(moment(1))
    assert says.startswith("**After 1 update, for example 2 of 200:")
    assert "here the slopes differ too" in says


def test_copies_are_told_with_the_number_of_updates():
    says = words.answer(moment(w6=0.3))
    assert says.endswith("The two neurons are copies: exactly equal after each of this run's 3 updates, and for ever.")


def test_a_run_that_has_diverged_is_told():
    wild = {"training.learning_rate": 100.0, "network.activation": "linear", "training.epochs": 100}
    says = words.answer(moment(100, lab.vary(SHORT, wild), w3=-0.5))
    assert says.startswith("**After 100 updates, for example 2 of 200: the run has diverged.**")


def test_the_table_has_all_nine_weights_neuron_by_neuron():
    seen = moment()
    table = words.table(seen, seen.gradients * 2)
    assert table.index.tolist() == ["w1", "w2", "b1", "w5", "w3", "w4", "b2", "w6", "b3"]
    assert table["of neuron"].tolist() == ["1"] * 4 + ["2"] * 4 + ["output"]
    assert table["value"].tolist() == ["0.2", "0.5", "0", "0.3", "0.2", "0.5", "0", "0.7", "0"]
    mean, automatic = (table[column].str.replace("−", "-").astype(float) for column in table.columns[3:5])
    assert automatic.tolist() == pytest.approx((mean * 2).tolist(), abs=1.5e-4)
    assert table.columns.tolist()[-1] == "after the next update"


def test_the_agreement_is_the_largest_difference_of_all():
    seen = moment()
    other = seen.gradients + pd.DataFrame(0.0, seen.gradients.index, seen.gradients.columns)
    assert "the largest difference is **0**, where the largest gradient is 0.6" in words.agreement(seen, other)
    other.loc["mean", "b3"] += 0.25
    assert "the largest difference is **0.25" in words.agreement(seen, other)


def test_the_update_has_the_numbers_of_the_table():
    seen = moment()
    table = words.table(seen, seen.gradients)
    assert words.update(seen).endswith(f"= {table.loc['w1', 'after the next update']}")
    assert r"= 0.2 - 1 \cdot" in words.update(seen)


def test_a_notebook_meets_the_run_again():
    assert words.start([0.2, -0.5, 1.0]).endswith("`side_by_side.course(experiment, [0.2, -0.5, 1])`.")
