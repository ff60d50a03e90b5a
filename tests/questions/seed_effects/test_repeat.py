"""Repeatable runs: every way of seeding them, against what is predicted of it, in plain Keras."""

from dataclasses import replace
from importlib.metadata import version

import pytest

import lab
from lab import question
from lab.charts.spec import frames
from lab.numerals import short
from lab.questions.seed_effects.repeat import EQUAL, ROW, SHOULD, _lines, apart, chart, masked, note, table
from lab.questions.seed_effects.repeat import twice as repeat


@pytest.fixture(scope="module")
def found():
    return repeat.measure((repeat.TENSORFLOW, repeat.INITIALIZERS, repeat.DROPOUT), epochs=1)


def test_two_runs_are_equal_exactly_where_every_source_of_chance_is_seeded(found):
    ways = found.ways.set_index("recipe")
    assert ((ways["last"] == 0) == ways["predicted"]).all(), ways.to_string()
    assert list(ways.index[ways["predicted"]]) == [repeat.KERAS, repeat.YOURS]


def test_seeded_initializers_start_equal_and_no_more(found):
    row = found.row(repeat.INITIALIZERS)
    assert row["first"] == 0.0
    assert row["last"] > 0


def test_what_nobody_seeds_begins_elsewhere_each_time(found):
    left = found.ways.loc[found.ways["recipe"].isin((repeat.NOTHING, repeat.TENSORFLOW, repeat.ONCE)), "first"]
    assert left.is_unique


def test_dropout_is_said_to_part_runs_of_seeded_initializers_where_it_does(found):
    apart = found.row(repeat.BOTH)["last"]
    assert masked(found).endswith(f"here the masks take them {short(apart)} apart. ")
    assert masked(replace(found, sources=(repeat.START, repeat.ORDER))) == ""


def test_the_version_that_ran_and_dropout_are_named(found):
    assert note(found).endswith(
        "on two circles (2 inputs, 10 and 5 hidden units, 1 output, with Dropout), `model.fit`, Keras "
        f"{version('keras')}."
    )


def test_ring_and_diamond_are_drawn_alike_so_that_the_legend_is_true_of_both(found):
    marks = [layer["mark"] for layer in chart(found).to_dict()["layer"]]
    assert [mark.get("filled", False) for mark in marks if mark["type"] == "point"] == [False, False]


def test_once_for_both_runs_is_not_enough(found):
    assert found.row(repeat.ONCE)["first"] > 0.01


def test_without_dropout_and_shuffling_the_first_weights_are_all_there_is():
    found = repeat.measure((repeat.DETERMINISM,), dropout=False, shuffle=False, epochs=1)
    ways = found.ways.set_index("recipe")
    assert ((ways["last"] == 0) == ways["predicted"])[list(repeat.RECIPES)].all(), ways.to_string()
    assert ways["last"][repeat.INITIALIZERS] == 0.0
    assert found.sources == (repeat.START,)


def test_determinism_alone_refuses_to_shuffle_without_a_seed():
    answer = lab.ask("repeat", calls=[repeat.DETERMINISM], dropout=False, epochs=1)
    assert answer.headline.endswith("; `enable_op_determinism` alone ends in an error.")
    assert "TensorFlow says: " in answer.note
    assert list(answer.frames()[-1]["Accuracy"])[-1] == "an error"


def test_the_answer_says_what_the_calls_leave_to_chance():
    answer = lab.ask("repeat", calls=[repeat.NUMPY])
    left = "The calls chosen here leave to chance: the first weights, order of the examples and dropout masks."
    assert left in answer.note
    call = "Call `keras.utils.set_random_seed` before each run: runs are then exactly equal; "
    assert answer.headline.startswith(f"{call}with `np.random.seed` their weights end ")


def test_a_row_of_the_picture_is_as_high_as_its_name_takes_lines():
    """Vega breaks a name at each "|"; a line takes 15 pixels."""
    breaks = ("keras.utils.", "seed= in every ", ", ", " + ")
    assert all(f"'{part}'" in _lines() for part in breaks)
    for name in repeat.RECIPES:
        assert 15 * (1 + sum(name.count(part) for part in breaks)) < ROW, name


def test_weights_set_by_hand_start_all_neurons_equal_and_only_dropout_parts_them():
    equal = lab.ask("repeat", **EQUAL, epochs=1)
    assert equal.headline.endswith("; 0.2 for every first weight starts all 10 neurons equal, and they stay so.")
    assert equal.note.startswith("A seed and weights by hand are not the same.")
    assert "`tf.random.set_seed` does not: its two runs start " in equal.note
    dropped = lab.ask("repeat", calls=EQUAL["calls"], epochs=1)
    assert dropped.headline.endswith("starts all 10 neurons equal; only dropout parts them.")


def test_who_asks_whether_a_seed_forces_the_first_weights_is_told_no_since_which_version_and_what_is_done():
    """It led to weights set by hand, and the versions stood in the last line of the page."""
    text = (
        "The lab calls tf.random.set_seed(1234) for consistent results. So this forces the same initial weights every "
        "time, am I right? And is forcing weights done in practice, what is best practice?"
    )
    slug, settings = question.from_address(lab.find(text)[0].address)
    assert (slug, settings["calls"]) == ("repeat", (repeat.TENSORFLOW,))
    answer = lab.ask("repeat", calls=settings["calls"], epochs=3)
    assert answer.headline.startswith(
        "No: up to TensorFlow 2.9 `tf.random.set_seed` fixed the first weights, from 2.10 on"
    )
    assert "In practice first weights are not forced" in answer.note
    by_hand = "Is tf.random.set_seed for the same purpose as w1 = w3, where I choose equal weights by hand?"
    assert question.from_address(lab.find(by_hand)[0].address)[1]["calls"] == EQUAL["calls"]


def test_what_the_sentence_says_of_start_and_end_are_the_two_numbers_of_the_picture(found):
    """1.3 in the text was the start, 1.2 in the picture the end."""
    rows = next(frame for frame in frames(chart(found)) if "says" in frame)
    before, after = rows[rows["recipe"] == repeat.TENSORFLOW]["says"]
    assert apart(found) == f"start {before} apart and end {after} apart (the largest difference of a weight)"
    texts = [layer for layer in chart(found).to_dict()["layer"] if layer["mark"]["type"] == "text"]
    assert [layer["mark"]["dy"] < 0 for layer in texts] == [True, False]


def test_every_column_of_the_table_is_explained_below_it(found):
    assert list(table(found))[1] == "Theory"  # a phone cuts what stands farther right
    assert SHOULD.startswith("*Theory*: two runs are equal if")


def test_after_one_epoch_the_headline_says_by_what_it_differs():
    answer = lab.ask("repeat", calls=[repeat.TENSORFLOW], epochs=1)
    assert answer.headline.startswith("The first epoch differs, loss 0.")
    assert answer.headline.endswith(": chance draws first weights and dropout masks.")
    losses = answer.frames()[-1].set_index("Called before each run")["First epoch's loss"]
    one, other = losses[repeat.KERAS].split(" and ")
    assert one == other
