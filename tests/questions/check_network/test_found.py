"""What was found leads what is told and what is to be changed, and follows the reader's words and code."""

import keras
import numpy as np
import pytest

import lab
from lab import question
from lab.answer import Code, Section, Table, Words
from lab.check import cure, flow, trials
from lab.check.subject import Subject
from lab.questions.check_network.check import mending, noted, tables
from lab.questions.check_network.check import network as network_of
from tests.lab.check.models import digits, network

LOGITS = """model = Sequential([Input((64,)), Dense(16, activation='relu'), Dense(10)])
model.compile('adam', loss='sparse_categorical_crossentropy')

loss is strange, accuracy is bad"""
PRICES = """# house prices between 80000 and 900000
model = keras.Sequential([Input((8,)), Dense(16, activation="relu"), Dense(1)])
model.compile(optimizer="adam", loss="mse")
model.fit(X_train, y_train, validation_data=(X_test, y_test))
p = model.predict(X_new)

loss is 1e11 and hardly moves"""


def unmarked(text):
    return text.replace("\\", "")


def titled(answer, title):
    found = next(each for each in answer.blocks if isinstance(each, Section) and title in each.title)
    return " ".join(unmarked(each.text) for each in found.blocks if isinstance(each, Words))


def code(answer):
    return next(each.source for each in answer.blocks if isinstance(each, Code))


def test_beside_a_fault_nobody_says_that_nothing_was_found_and_the_list_begins_with_it():
    answer = lab.ask("check", layers=LOGITS, data="digits")
    told = titled(answer, "what to test")
    assert "there they find nothing" not in told
    assert "1. Found here, output and loss of dense_1: dense_1 ends without activation" in told
    table = next(each for part in answer.blocks if isinstance(part, Section) for each in part.blocks
                 if isinstance(each, Table) and "expected" in each.frame)  # fmt: skip
    good = table.frame["verdict"].str.contains(r"\bok$")
    assert good.any()
    assert table.frame.loc[good, "expected"].eq("").all()


def test_targets_are_scaled_wherever_the_code_holds_them_and_then_the_start_is_healthy():
    before = lab.ask("check", layers=PRICES)
    assert code(before).splitlines()[1:] == [
        "mean, std = y_train.mean(), y_train.std()  # of the training targets; keep both",
        "y_train = (y_train - mean) / std  # before fit",
        "y_test = (y_test - mean) / std  # with the same numbers",
        "answers = model.predict(X_new) * std + mean  # after fit: back in your own unit",
    ]
    words = " ".join(part.text for each in before.blocks for part in getattr(each, "blocks", (each,))
                     if isinstance(part, Words))  # fmt: skip
    assert "it is too small" not in words
    assert "feature_relevance?relevance_part=wall" not in words
    link = words.partition("[Check it again with this changed](")[2].partition(")**")[0]
    after = lab.ask("check", **question.from_address(link)[1])
    assert after.headline == "With the targets scaled, its start is healthy."


HELD = """import numpy as np
model = Sequential([Input((8,)), Dense(3)])
model.fit(x_train, y_train, validation_data=(x_val, y_val))"""


@pytest.mark.parametrize(
    ("lines", "held"),
    [
        (cure.STANDARD, ["x_val = (x_val - at) / by  # with the same numbers"]),
        (cure.PIXELS, ["x_val = x_val / 255.0"]),
        ("# or: y = keras.utils.to_categorical(y, 3)", ["# and y_val = keras.utils.to_categorical(y_val, 3)"]),
        ("y = y - 1  # labels from 0", ["y_val = y_val - 1"]),
        ("outputs = keras.layers.Dense(3)", []),
    ],
)
def test_what_is_done_to_data_is_done_to_what_is_held_out(lines, held):
    told = mending._by_names(lines, network_of.Asked(source="line", layers=HELD)).splitlines()
    assert [each for each in told if "_val" in each] == held


def test_every_start_that_learns_is_in_order_however_fast():
    late, ends = np.array([0.5, 0.6, 0.66]), np.array([0.1, 0.4, 0.6])
    found = trials._of_ends(late, ends, 0.69)
    assert (found.verdict, found.cure) == ("ok", "")
    assert "from each it learns" in found.because
    assert trials._of_ends(late, np.array([0.1, 0.4, 0.69]), 0.69).verdict != "ok"


@pytest.mark.parametrize("check", [flow.signal_scale, flow.gradient_scale])
def test_a_signal_that_fades_both_ways_is_a_vanishing_gradient(check):
    model = network(hidden=(16,) * 10, activation="sigmoid")
    (found,) = check(Subject(model, *digits()))
    assert found.verdict != "ok"
    assert "a vanishing gradient" in found.because


def test_how_many_inputs_there_are_is_not_told_of_data_of_another_size():
    (found,) = flow.saturated_units(
        Subject(network(hidden=(16,), activation="tanh", kernel=keras.initializers.RandomUniform(0, 1)), *digits())
    )
    rows = lab.check.checkup.pd.DataFrame([{"because": found.because}])
    assert "(64)" in found.because
    assert "the number of inputs, not with its square root." in tables.of_other_size(rows)["because"].item()


def test_what_is_seen_is_taken_from_the_words_beside_code_until_it_is_chosen():
    text = "Dense 8 relu, Dense 3 softmax\nmy loss is nan"
    begins = question.keywords("check", {"layers": text}).values["symptom"]
    assert begins == "The loss is NaN"
    chosen = question.keywords("check", {"layers": text, "symptom": "Everything"})
    assert chosen.values["symptom"] == "Everything"
    assert question.from_address(question.address("check", chosen.values))[1]["symptom"] == "Everything"


@pytest.mark.parametrize(
    "said",
    [
        "Shapes (None, 1) and (None, 10) are incompatible",
        "ValueError: Shapes (None, 1) and (None, 10) are incompatible",
        "ValueError: Arguments `target` and `output` must have the same rank (ndim). "
        "Received: target.shape=(None,), output.shape=(None, 10)",
        "my loss is stuck at 2.3",
    ],
)
def test_words_that_are_read_stand_below_restored_lines_whole(said):
    lines = LOGITS.partition("\n\n")[0].replace("sparse_", "")
    assert noted.in_lines(f"{lines} {said}".replace("\n", " ")) == f"{lines}\n{said}"


def test_words_that_nothing_is_read_from_do_not_stand_below_restored_lines():
    lines = LOGITS.partition("\n\n")[0]
    assert noted.in_lines(f"{lines} Please help me with that".replace("\n", " ")) == lines
