"""Students on their plateau: against averages over drawn inputs, numerical slopes and theory."""

import numpy as np
import pytest
from scipy.special import erf

import lab
from lab.answer import Advice, Why
from lab.laws.plateau import height
from lab.questions.seed_effects import plateau

DRAWS = np.random.default_rng(0)
STUDENT, TEACHER = DRAWS.normal(size=(2, 3, 5)), np.eye(3, 5)


def test_the_error_is_the_average_over_normal_inputs():
    x = DRAWS.normal(size=(400_000, 5))
    says = [erf(x @ weights.T / np.sqrt(2)).sum(axis=1) for weights in (STUDENT[0], TEACHER)]
    halves = (says[0] - says[1]) ** 2 / 2
    wanted = plateau.error(STUDENT, TEACHER)[0]
    assert abs(halves.mean() - wanted) < 4 * halves.std() / np.sqrt(len(x))


def test_the_slope_is_that_of_the_error():
    found, step = plateau.slope(STUDENT, TEACHER), 1e-6
    for place in ((0, 0, 0), (1, 2, 4), (0, 1, 2)):
        moved = [STUDENT.copy(), STUDENT.copy()]
        moved[0][place] += step
        moved[1][place] -= step
        up, down = (plateau.error(each, TEACHER)[place[0]] for each in moved)
        assert found[place] == pytest.approx((up - down) / (2 * step), rel=1e-6)


def test_the_law_is_that_of_the_claims():
    assert height(2) == pytest.approx(0.011611, abs=5e-7)
    assert height(3) == pytest.approx(0.020297, abs=5e-7)
    assert height(1) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("units", [2, 3])
def test_students_learn_slowest_at_the_height_of_the_law_and_all_leave(units):
    found = plateau.measure(units=units, steps=600, runs=10)
    row = found.facts
    assert row["height"] == pytest.approx(height(units), rel=0.01)
    assert row["gone"] == 10
    assert "(10 of 10 are by the end)" in plateau.verdict(found)
    assert found.table["high"].iloc[-1] < 1e-3


def test_smaller_starts_wait_longer_by_the_same_for_each_decade():
    waits = [plateau.measure(size=size, steps=700, runs=10).facts["left"] for size in (1e-3, 1e-5, 1e-7)]
    assert waits[2] - waits[1] == pytest.approx(waits[1] - waits[0], rel=0.05)
    assert waits[1] > waits[0] + 50


def test_a_run_that_still_waits_is_said_to():
    found = plateau.measure(steps=100, runs=5)
    assert "none of 5 is down at half of that after 100 steps." in plateau.verdict(found)
    assert plateau.spread(found).startswith("Runs that have left it (half the plateau's error): fewer than 5 %.")
    assert r"\frac{2}{\pi}" in plateau.formulas(found)
    chart = plateau.picture(found.table).to_dict()
    line, name = chart["layer"][-1]["layer"]
    assert line["mark"]["strokeDash"] == [5, 4]
    assert name["encoding"]["text"] == {"value": "theory"}


def test_a_cancelled_one_ends():
    with pytest.raises(lab.progress.Cancelled):
        plateau.measure(cancelled=lambda: True)


def test_weights_of_ordinary_size_are_not_said_to_wait_on_the_plateau():
    found = plateau.measure(size=1.0, steps=500, runs=10)
    assert plateau.verdict(found).startswith(
        "10 runs, networks of 2 units: no plateau where theory has one: the curve of the median run is flattest at"
    )


@pytest.mark.parametrize("units", [2, 3, 5])
def test_units_as_large_as_the_teachers_are_not_called_alike(units):
    found = plateau.measure(units=units, size=1.0, runs=10)
    assert plateau.headline(found).startswith("No such standstill here: the units start different")
    assert plateau.headline(plateau.measure(units=units, runs=10)).startswith("Its units are alike at first")


def test_the_lines_to_copy_wait_longer_than_the_plateau_that_was_measured():
    """A patience of 50 stood below a curve that is flat for 213 steps."""
    found = plateau.measure(steps=500, runs=10)
    late = found.facts["late"]
    assert late < plateau.patience(found) < 1.1 * late
    assert f"after {late:.0f} steps 95 % of the runs were down" in plateau.patient(found)
    waiting = plateau.measure(steps=100, runs=5)
    assert plateau.patience(waiting) == 200
    assert "even 100 steps were too few for 95 % of the runs" in plateau.patient(waiting)
    answer = lab.ask("plateau", steps=500, runs=10)
    (advice,) = (block for block in answer.blocks if isinstance(block, Advice))
    assert f"patience={plateau.patience(found)}," in advice.code


def test_the_plateau_is_told_in_plain_words():
    found = plateau.measure(steps=500, runs=10)
    said = f"{plateau.verdict(found)} {plateau.spread(found)} {plateau.picture(found.table).to_dict()}"
    for puzzling in ("Generalisation", "students", "learn slowest", "Below half of theory's"):
        assert puzzling not in said


@pytest.mark.parametrize("setting", [{}, {"size": 1.0}, {"units": 3}, {"size": 1e-6}, {"steps": 100}])
def test_the_size_that_is_advised_is_the_one_that_was_measured_to_wait_least(setting):
    """It said "weights less small" beside 213 steps from 0.001 and 209 (95 %: 352, not 279) from 1."""
    settings = {"runs": 10, "steps": 500} | setting
    answer = lab.ask("plateau", **settings)
    (advice,) = (block.text for block in answer.blocks if isinstance(block, Advice))
    sizes = sorted({settings.get("size", 1e-3), 0.1, 1.0})
    rows = {size: plateau.measure(**settings | {"size": size}).facts for size in sizes}
    best = min(sizes, key=lambda size: rows[size]["left"])
    if not np.isfinite(rows[best]["left"]):
        assert "No size is soon enough" in advice
    elif best == min(sizes, key=lambda size: rows[size]["late"]):
        kept = "This size waits least" if best == sizes[0] and best != 0.1 else f"start from size {best:g}."
        assert kept in advice
    assert "less small" not in advice
    assert f"1: {plateau.steps_to(rows[1.0], 'left')} ({plateau.steps_to(rows[1.0], 'late')})." in advice


def test_a_plateau_is_not_called_a_wrong_rate_where_a_larger_rate_has_it_too():
    why = next(block.text for block in lab.ask("plateau", runs=10, steps=500).blocks if isinstance(block, Why))
    own, faster = (plateau.measure(runs=10, steps=500, rate=rate).facts for rate in (0.5, 1.0))
    assert why.startswith("A plateau and then a fast drop do not mean that the learning rate is wrong: ")
    assert f"is down after {faster['left']:.0f} steps instead of {own['left']:.0f}." in why
    assert faster["height"] == pytest.approx(own["height"], rel=0.01)
    apart = plateau.rated(own, faster | {"height": 3 * own["height"]})
    assert "do not mean" not in apart
    assert "another one" in apart
    waiting = plateau.rated(own | {"left": np.inf}, faster | {"left": np.inf})
    assert waiting.endswith("it takes the median run more than 500 steps too.")
