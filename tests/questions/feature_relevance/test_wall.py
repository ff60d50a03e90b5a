"""How large the learning rate may be: the rate on arrival, and of equal columns."""

import pytest

import lab

SHORT = {"epochs": 100, "seeds": 1}


def test_training_diverges_at_the_predicted_rate():
    answer = lab.ask("wall")
    assert answer.headline == "Up to 0.0342, as predicted: no run diverges below that rate, every run does above it."
    assert answer.figures()[0].says == (
        "Training diverges at the predicted rate of 0.03421: no run diverges up to 0.99 of it, every run does from "
        "1.01 of it on (40 rates, 4 seeds each, 300 epochs)."
    )


@pytest.mark.parametrize(("copies", "rate"), [(2, "0.5"), (10, "0.1")])
def test_copies_of_x1_divide_the_largest_rate(copies, rate):
    answer = lab.ask("wall", column="x1 once more", standardise=True, copies=copies, **SHORT)
    assert answer.headline.startswith(f"Up to {rate}, as predicted:")


def test_the_table_of_other_columns_can_be_longer():
    few, many = (lab.ask("wall", more=more, **SHORT).frames()[-1] for more in (False, True))
    assert len(many) == len(few) + 2
    assert "x1 10 times, standardised" in many.index
