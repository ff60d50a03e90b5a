"""The data that a network of somebody's own is checked on fit what it takes and gives."""

import keras
import numpy as np
import pandas as pd
import pytest

import lab
from lab.questions.check_network.check import network, tables
from tests.lab.check.test_brought import saved


def of(shape, outputs, last):
    """A network that says its inputs."""
    return keras.Sequential([keras.Input(shape), keras.layers.Flatten(), keras.layers.Dense(outputs, last)])


@pytest.mark.parametrize(
    ("shape", "outputs", "last", "data"),
    [
        ((20,), 1, "sigmoid", "random"), ((2,), 1, "sigmoid", "circles"), ((10,), 1, None, "diabetes"),
        ((10,), 1, "sigmoid", "random"), ((4,), 3, "softmax", "iris"), ((64,), 10, "softmax", "digits"),
        ((8, 8, 1), 10, "softmax", "digits"), ((28, 28), 10, "softmax", "random"), ((None, 4), 3, "softmax", "random"),
    ],
)  # fmt: skip
def test_json_is_given_data_of_its_own_shape(shape, outputs, last, data):
    made = keras.Sequential([keras.Input(shape), keras.layers.Dense(outputs, last)]) if None in shape else None
    text = (made or of(shape, outputs, last)).to_json()
    assert network.fitting_data(network.Asked(source="json", text=text), "") == data


@pytest.mark.filterwarnings("ignore:__array__:DeprecationWarning")  # of Keras, as it saves
def test_a_file_is_given_data_of_its_own_shape(tmp_path):
    asked = network.Asked(source="file", file=saved(of((20,), 1, "sigmoid"), tmp_path))
    assert network.fitting_data(asked, "") == "random"


@pytest.mark.parametrize("data", network.NUMBERS)
def test_the_numbers_of_an_example_are_those_of_the_data(data):
    assert tables.task(data, tables.Fits(first="Dense")).x.shape[1:] == (network.NUMBERS[data],)


def test_json_of_any_shape_is_checked_as_it_comes():
    answer = lab.ask("check", text=of((20,), 1, "sigmoid").to_json())
    assert answer.settings["data"] == "random"
    assert "training changes 21 weights" in answer.note


def test_a_normalization_in_a_line_is_told_to_be_adapted_as_in_code():
    answer = lab.ask("check", layers="Normalization, Dense 8 relu, Dense 1")
    assert "normalization has not been adapted" in answer.blocks[0].text


@pytest.mark.parametrize(
    ("layers", "told", "data"),
    [
        ("Input((30,)), Dense(8, 'relu'), Dense(1, 'sigmoid')", "2 classes by a linear rule at random", "random"),
        ("Input((30,)), Dense(8, 'relu'), Dense(1)", "a number to predict by a linear rule at random", "random"),
        ("Input((12, 1)), LSTM(8), Dense(1)", "a number to predict by a linear rule at random", "random"),
        ("Input((2,)), Dense(8, 'relu'), Dense(1, 'sigmoid')", "400 points on two rings", "circles"),
        ("Input((10,)), Dense(8, 'relu'), Dense(1)", "442 patients", "diabetes"),
    ],
)
def test_code_that_says_a_shape_is_checked_on_data_of_that_shape(layers, told, data):
    answer = lab.ask("check", layers=f"model = Sequential([{layers}])")
    assert (answer.settings["data"], told in answer.note) == (data, True)


def test_numbers_at_random_can_be_learned():
    for numbers, outputs in ((False, 3), (True, 1)):
        found = tables.task("random", tables.Fits(first="Dense", shape=(5,), outputs=outputs, numbers=numbers))
        wanted = np.eye(3)[found.y] if found.classes else found.y[:, None]
        line = np.linalg.lstsq(found.x, wanted, rcond=None)[0]
        if numbers:
            assert found.x @ line == pytest.approx(wanted, abs=1e-5)
        else:
            assert ((found.x @ line).argmax(axis=1) == found.y).mean() > 0.9
            assert np.bincount(found.y).min() > 50
    words = tables.task("random", tables.Fits(first="Embedding", shape=(7,), outputs=2, words=5))
    assert set(np.unique(words.x)) == {0, 1, 2, 3, 4}


def test_what_begins_with_a_rescaling_gets_numbers_of_the_size_that_it_divides():
    code = "Sequential([Input((32, 32, 3)), {}Conv2D(8, 3), ReLU(), GlobalAveragePooling2D(), Dense(10, 'softmax')])"
    scaled, plain = (lab.ask("check", layers=code.format(first)) for first in ("Rescaling(1.0 / 255), ", ""))
    assert ("inputs brought to 0 to 255" in scaled.note, "brought" in plain.note) == (True, False)
    assert "fault" not in {row.verdict.split()[-1] for row in table(scaled).itertuples()}


def test_numbers_at_random_that_are_not_learned_by_heart_are_not_judged():
    rows = pd.DataFrame({"check": ["one_batch", "clones"], "verdict": ["fault", "ok"], "because": "No.", "layer": "",
                         "cure": "", "measured": 1.0, "expected": 0.1, "follows": ""})  # fmt: skip
    assert tables.unseen(rows, "random")["verdict"].tolist() == ["ok", "ok"]
    assert tables.unseen(rows, "digits")["verdict"].tolist() == ["fault", "ok"]
    assert tables.unseen(rows.assign(verdict="fault"), "random")["verdict"].tolist() == ["fault", "fault"]


def table(answer):
    """The table of what each check found."""
    return next(frame for frame in answer.frames() if "because" in frame and "measured" in frame)
