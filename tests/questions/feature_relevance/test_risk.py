"""How many columns are too many: what every knob makes of the answer."""

import pytest

import lab

SHORT = {"draws": 100, "epochs": 100}


def test_half_as_many_columns_as_examples_double_the_error():
    answer = lab.ask("risk")
    assert answer.headline == "15 are: the error on fresh examples is 2.05 times what noise alone makes."
    says = answer.figures()[0].says
    assert says.startswith("15 columns, 14 of them useless: the squared error on fresh examples is 2.05")
    assert "from 15 columns on (theory: from 14.5" in says
    assert "Stopping early helps." in answer.figures()[1].says


@pytest.mark.parametrize(
    ("knob", "value", "sentence"),
    [
        ("columns", 1, "One column is not too many"),
        ("columns", 30, "has no mean (theory: ∞)"),
        ("examples", 10, "(theory: from 4.5"),
        ("noise", 0.0, "15 are not: the error on fresh examples stays 0 without noise."),
        ("worth", 0.0, "all of them useless"),
        ("epochs", 1000, "for 1,000 epochs"),
        ("begin", 1.0, "(standard deviation 1)"),
        ("draws", 300, "Mean of 300 data sets"),
        ("rate", 0.2, "Really trained"),
    ],
)
def test_every_knob_is_told(knob, value, sentence):
    answer = lab.ask("risk", **SHORT | {knob: value})
    assert sentence in f"{answer.headline} {answer.note} {answer.blocks}"
