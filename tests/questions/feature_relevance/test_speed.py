"""Why it is slow: the epochs of the slowest direction, measured and predicted."""

import lab


def test_one_direction_takes_as_many_epochs_as_its_curvature_predicts():
    answer = lab.ask("speed")
    assert answer.headline == "One direction is slow: it takes 13,828 epochs, the fastest 43."
    assert "is left (predicted: 13,828)" in answer.note
    assert "13,162 for the columns as they are, 4 for standardised ones." in answer.note


def test_standardised_columns_are_not_slow():
    answer = lab.ask("speed", columns="standardised", best=True, epochs=300, seeds=1)
    assert answer.headline.startswith("It is not: even the slowest direction takes no more than 4 epochs.")


def test_a_rate_that_is_too_large_diverges_and_the_bound_is_said():
    answer = lab.ask("speed", rate=0.1, epochs=30, seeds=1)
    assert answer.headline == "It does not get there at all: rates above about 0.0084 make it diverge."


def test_copies_of_x1_have_a_number():
    copies = {"column": "x1 once more", "columns": "standardised", "epochs": 300, "seeds": 1}
    assert "the curvatures are in a ratio of 10." in lab.ask("speed", **copies, copies=10).note
