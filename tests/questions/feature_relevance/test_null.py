"""Is it zero? The question's published figures, and what each setting makes of them."""

import pytest

import lab


def test_of_a_thousand_useless_columns_as_many_are_in_the_band_as_theory_says():
    answer = lab.ask("null")
    assert answer.headline.startswith("It may be zero: x2's weight ended at −0.195,")
    assert "Of 1,000 useless columns 960 ended inside the band (theory: 950)" in answer.note
    assert "(theory: 0.2041)" in answer.note


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"truth": 3.0}, "Probably not zero: x2's weight ended at 2.81, further out than 95 % of useless columns."),
        ({"noise": 0.0}, "useless columns ended at |w2| ="),
        ({"epochs": 10}, "They are not there yet"),
        ({"sd": 3.0}, "(theory: 0.0680)"),
        ({"examples": 12}, "(theory: 0.4082)"),
        ({"columns": 1}, "(theory: 0.1961)"),
        ({"rate": 0.1}, "No answer: training diverged."),
    ],
)
def test_every_setting_is_in_what_is_said(settings, sentence):
    answer = lab.ask("null", draws=100, **settings)
    assert sentence in f"{answer.headline} {answer.note}"
