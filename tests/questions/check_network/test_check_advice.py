"""What the checkup of a network tells a reader to do, and what it leaves to be judged on the reader's own data."""

import pandas as pd
import pytest

import lab
from lab.answer import Code
from lab.prose import unmarked
from lab.questions.check_network import check
from lab.questions.check_network.check import causes
from lab.questions.check_network.check.causes import SAME
from tests.questions.check_network.test_check import why, worst


def pasted(*layers, loss, shape=(10,), **more):
    """The answer to code with these layers."""
    code = f"model = keras.Sequential([keras.Input(shape={shape}), {', '.join(layers)}])\n"
    return lab.ask("check", layers=f"{code}model.compile('adam', '{loss}')", **more)


def titled(answer, words):
    """What the section says that has these words in its title."""
    section = next(each for each in answer.blocks if words in getattr(each, "title", ""))
    return unmarked("\n".join(getattr(each, "text", getattr(each, "source", "")) for each in section.blocks))


def to_change(answer):
    """The lines that stand first."""
    return next(block.source for block in answer.blocks if isinstance(block, Code))


RELU = "Dense(32, activation='relu')"
PRICES = "income,age,price\n" + "\n".join(f"{i % 17 / 8 - 1},{i % 13 / 6 - 1},{1e5 + 1e4 * i}" for i in range(80))


@pytest.mark.parametrize("symptom", [check.EVERYTHING, SAME, causes.DIFFERENT])
def test_a_relu_that_says_a_number_is_the_fault_of_the_output(symptom):
    answer = pasted(RELU, "Dense(1, activation='relu')", loss="mse", data="diabetes", symptom=symptom)
    assert unmarked(answer.headline) == "dense_1 ends in relu, which can get stuck at 0 for every example."
    code = to_change(answer)
    assert code.startswith("# output and loss, of dense_1\n# instead of Dense(1, activation='relu')\nDense(1)\n")
    assert "Dense(16" not in code
    assert "from_logits" not in code


def test_data_that_are_not_the_reader_s_are_not_judged_and_the_headline_says_whose_they_are():
    answer = pasted(RELU, "Dense(1)", loss="mse", data="diabetes")
    found = worst(answer)
    assert (found["inputs"], found["targets"]) == ("judged", "judged")
    assert answer.headline == "Nothing is wrong with the start of this network, on data that are not yours."
    told = titled(answer, "Not judged")
    assert told == (
        "- targets and inputs: these are data that came along, not yours. Bring your own: choose “A table of mine”, a "
        "CSV file."
    )
    rows = "\n".join(f"{i % 17 / 8 - 1},{i % 13 / 6 - 1},{'yes' if i % 17 > 8 else 'no'}" for i in range(200))
    own = pasted("Dense(8, activation='relu')", "Dense(1, activation='sigmoid')", shape=(2,), data="own",
                 loss="binary_crossentropy", table=f"a,b,kind\n{rows}".encode())  # fmt: skip
    assert (worst(own)["inputs"], worst(own)["labels"]) == ("ok", "ok")


def test_a_rescaling_for_pixels_is_no_fault_of_numbers_that_are_none():
    answer = pasted("Rescaling(1 / 255)", "Flatten()", "Dense(10, activation='softmax')", shape=(28, 28),
                    loss="sparse_categorical_crossentropy")  # fmt: skip
    assert worst(answer)["inputs"] == "judged"


def test_what_judges_data_alone_keeps_its_faults_and_what_follows_from_them():
    rows = {"check": ["labels", "inputs", "updates"], "verdict": ["fault", "ok", "warn"], "follows": ["", "", "labels"]}
    rows |= {"because": "So.", "cure": "", "layer": "out", "measured": 1.0, "expected": 1.0}
    found = check.tables.unseen(pd.DataFrame(rows), "iris")
    assert list(found["verdict"]) == ["fault", "ok", "warn"]
    assert list(found["follows"]) == ["", "", "labels"]
    assert list(found["because"].str.startswith("Not judged: ")) == [False, True, False]
    scale = pd.DataFrame(rows | {"cure": [check.tables.STANDARD] * 3})
    assert list(check.tables.unseen(scale, "iris")["follows"]) == ["", "", ""]
    assert check.tables.unseen(scale, "own") is scale


@pytest.mark.parametrize(
    ("shape", "says"),
    [((28, 28, 1), "Pixels from 0 to 255"), ((784,), "Pixels from 0 to 255"), ((4,), "columns of very different ones")],
)
def test_pixels_are_scaled_as_pixels_and_columns_as_columns(shape, says):
    answer = pasted("Flatten()", "Dense(3, activation='softmax')", shape=shape, symptom=SAME,
                    data="iris" if len(shape) == 1 and shape[0] == 4 else "random",
                    loss="sparse_categorical_crossentropy")  # fmt: skip
    told = titled(answer, "what to test")
    first = next(line for line in told.splitlines() if line.startswith("1. "))
    assert says in first
    assert ("x / 255" in first, "x.mean(axis=0)" in first) == (shape[0] > 4, shape[0] == 4)
    assert "build the model anew" in first


def test_a_network_that_nobody_brought_gets_both_ways_to_scale():
    told = titled(lab.ask("check", symptom=SAME), "what to test")
    assert "x.mean(axis=0)" in told
    assert "of pixels from 0 to 255 x = x / 255" in told.replace("`", "")


def test_a_loss_that_is_nan_may_come_from_first_weights_and_from_a_rate_whatever_the_page_has_seen():
    answer = pasted(RELU, "Dense(1)", loss="mse", data="diabetes", symptom="The loss is NaN", rate=0.003)
    told = titled(answer, "what to test")
    for cause in ("First weights that are too large", "A learning rate that is too large for your data", "Targets far"):
        assert cause in told


def test_prices_are_targets_with_lines_that_lead_back_to_their_unit():
    answer = pasted(RELU, "Dense(1)", shape=(2,), loss="mse", data="own", table=PRICES.encode())
    assert answer.headline.startswith("1 fault: targets that are too large")
    code = to_change(answer)
    assert "mean, std = y.mean(), y.std()" in code
    assert "model.predict(x) * std + mean" in code
    table = next(frame for frame in answer.frames() if "quantity" in frame)
    assert table.set_index("check").loc["targets", "quantity"] == "spread of the targets"
    assert table.set_index("check").loc["32 by heart", "quantity"] == "cost of 32 examples after training on them"


def test_a_symptom_is_tied_to_what_a_short_training_came_to():
    zeros = "Dense(16, activation='relu', kernel_initializer='zeros')"
    chance = {"symptom": "It is stuck at chance", "data": "digits", "shape": (64,)}
    told = why(pasted(zeros, "Dense(10, activation='softmax')", loss="sparse_categorical_crossentropy", **chance))
    assert "Only the biases of the outputs can learn then: the cost falls to that of guessing by how often each" in told
    told = why(pasted("Dense(10, activation='sigmoid')", loss="categorical_crossentropy", **chance))
    assert "if yours is at chance, look at the labels, the scale of the inputs and the rate. Here it learns" in told


def test_what_may_be_a_consequence_is_named_below_the_rows():
    answer = lab.ask("check", layers="Dense 16 relu zeros, Dense 10 softmax")
    assert answer.figures()[0].caption.startswith("These may be no more than consequences of “weights of zero”: ")


@pytest.mark.parametrize(
    ("words", "share", "odds"), [("0.2 % positives", "99.8 %", "−6.2"), ("1 in 200 is a fraud", "99.5 %", "−5.3")]
)
def test_a_rare_class_that_is_told_of_is_the_answer_where_the_start_is_in_order(words, share, odds):
    code = "model = Sequential([Input((12,)), Dense(32, activation='relu'), Dense(1, activation='sigmoid')])"
    answer = lab.ask("check", layers=f"{code}\nmodel.compile('adam', 'binary_crossentropy')\n# {words}, nothing moves")
    assert answer.headline == f"{share} of the examples are of one class: always saying it is nearly right."
    told = titled(answer, "a rare class")
    assert f"= {odds}: without class weights it can start there" in told
    assert "softmax_part=bias" in told


@pytest.mark.parametrize(("rate", "much"), [(0.8, True), (0.3, False), (0, False)])
def test_a_dropout_is_named_where_training_is_worse_than_validation(rate, much):
    layers = [RELU, *([f"Dropout({rate})"] if rate else []), "Dense(3, activation='softmax')"]
    answer = pasted(*layers, loss="sparse_categorical_crossentropy", symptom=causes.BELOW)
    told = titled(answer, causes.BELOW)
    said = f"A dropout of {rate:g} is on in training alone, which makes its figures worse than those of validation."
    assert (answer.headline == said) == bool(rate)
    assert (f"1. Your dropout of {rate:g}, which is on in training alone." in told) == bool(rate)
    assert ("is much: 0.2 to 0.5 is usual" in told) == much
    assert "dropout or other" not in told.lower()
