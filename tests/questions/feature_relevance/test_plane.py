"""Where in the plane training goes: into a valley at right angles, or to a point."""

import lab


def test_gradient_descent_meets_the_valley_at_right_angles():
    answer = lab.ask("plane")
    assert answer.headline == "Into a valley, at right angles to it: each run ends at the point nearest to its start."
    assert answer.note.endswith("(24 seeds, 3,000 epochs.)")


def test_columns_that_say_different_things_have_one_best_point():
    assert lab.ask("plane", column="noise").headline.startswith("To")
    assert "one point" in lab.ask("plane", column="noise").headline


def test_adam_does_not_go_the_shortest_way():
    answer = lab.ask("plane", column="a multiple of x1", optimizer="adam", rate=0.03, epochs=10_000)
    assert answer.headline.startswith("Into a valley, but not by the shortest way: ")
