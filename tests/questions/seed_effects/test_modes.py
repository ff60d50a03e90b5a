"""Modes of a linear network: real training against theory and a naive loop, and what is said."""

import numpy as np
import pytest

import lab
from lab.questions.seed_effects import modes


@pytest.fixture(scope="module")
def aligned():
    return modes.measure(modes.built())


@pytest.fixture(scope="module")
def random():
    return modes.measure(modes.built(hidden=10, epochs=5000, start="random"), runs=20)


def test_aligned_modes_are_half_learned_when_the_claims_say(aligned):
    assert aligned.halves["median"].to_numpy() == pytest.approx([428, 669, 1728], abs=1)
    assert aligned.halves["median"].to_numpy() == pytest.approx(aligned.halves["law"].to_numpy(), rel=0.005)
    assert (aligned.table["mid"] - aligned.table["law"]).abs().max() < 0.05


def test_the_rate_meets_that_of_the_law_in_a_naive_loop():
    experiment = modes.built(epochs=50, rate=0.01)
    run = lab.train(experiment, [3], recorded=50)
    first, second = (array[0, 0, 0].astype(float) for array in run.arrays)
    s = np.diag([5.0, 3.0, 1.0])
    for _ in range(50):  # half the squared error, white inputs: slopes are -(s - W1 W2)
        miss = s - first @ second
        first, second = first + 0.01 * miss @ second.T, second + 0.01 * first.T @ miss
    assert run.arrays[0][0, 0, -1] == pytest.approx(first, rel=1e-10)
    assert run.arrays[1][0, 0, -1] == pytest.approx(second, rel=1e-10)


def test_the_law_holds_from_random_small_starts(random):
    halves = random.halves
    assert halves["median"].to_numpy() == pytest.approx(halves["law"].to_numpy(), rel=0.06)
    assert halves["runs"].tolist() == [20, 20, 20]
    assert modes.verdict(random) == "One mode after another (medians of 20 random starts, 5,000 epochs)."


def test_what_is_said_of_aligned_modes(aligned):
    assert modes.table(aligned)["half learned (middle 90 %)"].iloc[-1] == "1,728"
    assert modes.table(aligned)["theory"].tolist() == ["426", "667", "1,727"]
    assert r"t_{1/2} &= 426, \quad s = 5, \; u_0 = 0.001" in modes.formulas(aligned)
    assert modes.summary(aligned).startswith("mode 1: 5 ends at 5")


def test_what_is_not_learned_in_time_or_diverges_is_said():
    short = modes.measure(modes.built(epochs=500))
    assert modes.verdict(short) == "Not every mode is half learned in time (one aligned start, 500 epochs)."
    lost = modes.measure(modes.built(rate=0.5))
    assert modes.verdict(lost) == "The run diverged."
    assert lost.table["mid"].isna().all()
    large = modes.measure(modes.built(epochs=500, size=1.0))
    assert modes.table(large)["theory"].iloc[-1] == "at the start"
    equal = modes.measure(modes.built(strengths=(3.0, 3.0, 3.0)))
    assert modes.verdict(equal).startswith("All modes at once")


def test_the_picture_has_the_law_dashed(aligned):
    chart = modes.picture(aligned.table, 5.5).to_dict()
    line, name = chart["layer"][-1]["layer"]
    assert line["mark"]["strokeDash"] == [5, 4]
    assert name["encoding"]["text"] == {"value": "theory"}


def test_too_few_hidden_units_for_an_aligned_start_and_unknown_starts_are_refused():
    with pytest.raises(ValueError, match="^An aligned start needs a hidden unit for every mode;"):
        modes.built(hidden=2)
    with pytest.raises(ValueError, match="^`start` must be one of 'aligned', 'random'; got 'zero'.$"):
        modes.built(start="zero")


def test_one_run_has_no_band_and_what_diverged_is_said_to_have():
    one = modes.measure(modes.built((5.0, 3.0, 1.0), 3, 0.002, 50, 0.01))
    assert modes.drawn(one) == "Line: the one run; dashed: theory, from its start."
    some = modes.measure(modes.built((5.0, 3.0, 1.0), 3, 0.002, 50, 0.01, "random"), runs=3)
    assert modes.drawn(some).startswith("Line: the median run; band: the middle 90 %")
    gone = modes.measure(modes.built((5.0, 3.0, 1.0), 3, 0.5, 50, 0.01))
    assert list(modes.table(gone)["half learned (middle 90 %)"]) == ["diverged"] * 3
