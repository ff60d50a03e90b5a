"""The scale that somebody says of inputs and targets is the scale of what the network is checked on."""

import numpy as np
import pytest

import lab
from lab.prose import unmarked
from lab.questions.check_network.check import scale, tables

DENSE = "Dense(64, relu), Dense(10, softmax)"


@pytest.mark.parametrize(
    ("text", "inputs", "targets"),
    [
        ("on pixels 0..255 not divided: stuck from the beginning", 255, 0),
        ("images with values between 0 and 255, I did not scale them", 255, 0),
        ("where X has columns like income (20000..150000)", 100_000, 0),
        ("Regression of house prices (targets 100,000 to 900,000)", 0, 1_000_000),
        ("features from 0 to 1000 and targets from 20k to 80k", 1_000, 100_000),
        ("pixel values 0-255, then x_train = x_train / 255.0", 0, 0),
        ("incomes 20000..150000, scaled by StandardScaler().fit_transform(x)", 0, 0),
        ("Regression of yearly income 15000..200000", 0, 100_000),
        ("I predict prices between 100k and 900k", 0, 1_000_000),
        ("inputs from 0 to 1", 0, 0),
        ("Dense layers of 64 to 128 units, epochs 10-200", 0, 0),
        ("my data is fine. It stays flat for epochs 50 to 200", 0, 0),
        ("", 0, 0),
    ],
)
def test_a_scale_is_read_where_a_range_is_said_of_inputs_or_targets(text, inputs, targets):
    assert scale.said(text) == (inputs, targets)


def test_data_are_brought_to_a_scale_and_say_so():
    task = tables.Task(np.array([[-1.0, 0.0], [1.0, 0.5]]), np.array([2.0, 4.0]), 0, "two rows")
    found = scale.brought(task, 255, 1000)
    assert found.x.tolist() == [[0, 127.5], [255, 191.25]]
    assert found.y.tolist() == [0, 1000]
    assert found.named == "two rows, inputs brought to 0 to 255, targets brought to 0 to 1,000"
    assert scale.brought(task, 0, 0) == task or scale.brought(task, 0, 0).named == "two rows"
    classes = tables.Task(task.x, np.array([0, 1]), 2, "two rows")
    assert scale.brought(classes, 0, 1000).y is classes.y  # classes have no scale


def verdicts(**asked):
    """check -> its verdict in a word."""
    table = next(frame for frame in lab.ask("check", **asked).frames() if "because" in frame and "measured" in frame)
    return {row.check: row.verdict.split()[-1] for row in table.itertuples()}


def test_unscaled_inputs_that_are_said_are_judged_and_lead():
    text = f"{DENSE}, sparse_categorical_crossentropy, adam, on pixels 0..255 not divided: stuck"
    assert verdicts(layers=DENSE)["inputs"] == "judged"  # not
    assert verdicts(layers=text)["inputs"] == "fault"
    assert verdicts(layers=text, inputs=0)["inputs"] == "judged"
    assert "inputs brought to 0 to 255" in lab.ask("check", layers=text).note
    assert lab.ask("check", layers=text).headline == (
        "1 fault: inputs that are too large; 1 more may be its consequence."
    )


def test_targets_that_are_said_to_be_large_are_judged():
    text = "Regression of house prices (targets 100000..900000): Dense(64, relu), Dense(1), mse, Adam(0.001)"
    answer = lab.ask("check", layers=text)
    assert "targets brought to 0 to 1,000,000" in unmarked(answer.note)
    assert verdicts(layers=text)["targets"] == "fault"
