"""Examples that code writes out are what its network is checked on."""

import numpy as np
import pytest

import lab
from lab import question
from lab.prose import unmarked
from lab.questions.check_network.check import written

XOR = "X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], 'float32')\ny = np.array([{}])\n"
MODEL = "model = Sequential([Dense({}, input_dim=2, activation='relu'), Dense({}, activation='{}')])\n"
CODE = f"{XOR.format('0, 1, 1, 0')}{MODEL.format(4, 1, 'sigmoid')}model.compile(loss='mse', optimizer='adam')\n"


@pytest.mark.parametrize("fit", ["scaler.fit(y)\nmodel.fit(X, y, epochs=500)", "model.fit(x=X, y=y)", ""])
@pytest.mark.parametrize("targets", ["0, 1, 1, 0", "[0], [1], [1], [0]", "[1, 0], [0, 1], [0, 1], [1, 0]"])
def test_lists_and_arrays_that_fit_is_given_or_that_are_called_so_are_read(targets, fit):
    found = written.task(f"{XOR.format(targets)}{MODEL.format(4, 1, 'sigmoid')}{fit}")
    assert found.x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert (found.y.tolist(), found.classes, found.named) == ([0, 1, 1, 0], 2, "the 4 examples in your code")


def test_targets_of_a_network_that_predicts_a_number_are_numbers():
    model = MODEL.format(4, 1, "linear")
    found = written.task(XOR.format("0.5, 1.5, 1, 0") + model)
    assert (found.y.tolist(), found.classes) == ([0.5, 1.5, 1, 0], 0)
    assert written.task(XOR.format("3, 1, 1, 0") + model, numbers=True).classes == 0


def test_a_number_an_example_is_a_row_of_one():
    text = "c = np.array([-40, -10, 0, 38], dtype=float)\nf = np.array([-40, 14, 32, 100], dtype=float)\n"
    text += "model = Sequential([Dense(1, input_shape=[1])])\nmodel.compile(Adam(0.1), 'mse')\nmodel.fit(c, f)"
    assert written.task(text, numbers=True).x.tolist() == [[-40], [-10], [0], [38]]
    answer = lab.ask("check", layers=text)
    assert "The 4 examples in your code" in unmarked(answer.note)


@pytest.mark.parametrize(
    "text",
    [
        XOR.format("0, 1, 1"),
        XOR.format("0, 1, 1, label"),
        XOR.format("0, 1, 1, 0").replace("[0, 0]", "[0]"),
        XOR.format("[1, 1], [0, 1], [0, 1], [1, 0]"),
        "X, y = load_iris(return_X_y=True)\n",
        "Dense 4 relu, Dense 1 sigmoid",
    ],
)
def test_what_is_not_written_out_whole_is_not_read(text):
    assert written.task(text + MODEL.format(4, 1, "sigmoid") * ("Dense" not in text)) is None


@pytest.mark.parametrize(
    ("layers", "data"),
    [("Dense 4 relu, Dense 1 sigmoid", "xor"), ("Dense 4 relu, Dense 3 softmax", "iris")],
)
def test_a_network_for_xor_is_checked_on_its_four_points(layers, data):
    text = f"My network for XOR ({layers}) gets 100% after 400 epochs, but on other runs it stays at 75%."
    declared = question.keywords("check", {"layers": text}).values
    assert (declared["data"], declared["symptom"]) == (data, "It is different every time")


def test_the_network_is_checked_on_them_and_says_so():
    answer = lab.ask("check", layers=CODE)
    assert "The 4 examples in your code; loss: mse" in unmarked(answer.note)
    assert answer.headline == "No fault, but look at this: 4 examples that it has not learned."
    assert "not yours" not in f"{answer.headline}{answer.note}"
    assert "stand-in" not in str(answer.blocks)


def test_they_are_offered_where_there_are_some_that_fit_the_network():
    offered = question.keywords("check", {"layers": CODE}).declared["data"]
    assert (offered.default, "code" in offered.options) == ("code", True)
    other = question.keywords("check", {"layers": CODE.replace("input_dim=2", "input_dim=3")}).declared["data"]
    assert (other.default, "code" in other.options) == ("random", False)


def test_one_hot_rows_are_given_to_a_loss_that_takes_them():
    text = f"{XOR.format('[1, 0], [0, 1], [0, 1], [1, 0]')}{MODEL.format(8, 2, 'softmax')}"
    answer = lab.ask("check", layers=f"{text}model.compile('adam', 'categorical_crossentropy')\nmodel.fit(X, y)")
    assert "Your labels" not in answer.headline
    assert "The 4 examples in your code" in unmarked(answer.note)


def test_trained_from_16_starts_it_tells_what_becomes_of_the_readers_own_examples():
    answer = lab.ask("check", layers=CODE.replace("'adam'", "keras.optimizers.Adam(0.1)"), train=True, epochs=30)
    assert np.isfinite([frame["cost"].min() for frame in answer.frames() if "cost" in frame]).all()
    assert "not yours" not in answer.headline
