"""Where do many starts of one network end?"""

import pytest

import lab
from lab.answer import Section, Words

SHORT = {"epochs": 100, "seeds": 5}


def words(answer):
    """All paragraphs of an answer, sections included."""
    blocks = [each for block in answer.blocks for each in (block.blocks if isinstance(block, Section) else [block])]
    return " ".join(block.text for block in blocks if isinstance(block, Words))


def test_the_levels_are_told_for_xor_and_not_for_moons():
    assert "**1/8** (0.125)" in words(lab.ask("spread", **SHORT))
    assert "theory has no level" in words(lab.ask("spread", data="moons", **SHORT))


def test_ten_thousand_seeds_are_allowed_and_the_last_can_be_looked_at():
    answer = lab.ask("spread", epochs=1, seeds=10_000, seed=9_999)
    assert "of 10,000 runs" in answer.note
    assert answer.figures()[-1].says.startswith("Seed 9,999: uniform ends at")


def test_schemes_are_compared_seed_by_seed():
    answer = lab.ask("spread", schemes=["uniform", "he_normal"], **SHORT)
    assert "(5 pairs). Each pair has the data" in words(answer)
    indices = [frame.index.tolist() for frame in answer.frames()[-2:]]
    assert indices == [["he normal − uniform"], ["uniform", "he normal"]]


def test_a_seed_that_was_not_trained_is_said_to_be_none():
    assert "There is no run of seed 5: the seeds are 0 to 4." in words(lab.ask("spread", seed=5, **SHORT))


def test_a_range_of_one_s_own_is_used_and_one_that_falls_is_refused():
    own = {"span": "my own", "low": 0.2, **SHORT}
    assert lab.ask("spread", **own).experiment.init.low == 0.2
    with pytest.raises(ValueError, match=r"^The range must run from the lower number to the higher one; got 0.2 to −1"):
        lab.ask("spread", **own, high=-1)


def test_orthogonal_draws_no_biases():
    answer = lab.ask("spread", schemes=["uniform", "orthogonal"], **SHORT)
    assert answer.experiment.init.bias == "zeros"


def test_runs_that_diverge_are_said_to():
    answer = lab.ask("spread", data="diabetes", activation="relu", rate=100.0, **SHORT)
    assert "Diverged, and in no curve: 5 with uniform." in answer.note
    assert answer.headline == "Not one of 5 runs ends solved: they diverge."


def test_work_too_large_is_refused_with_its_figure():
    with pytest.raises(ValueError, match="^This run would take"):
        lab.ask("spread", data="digits", seeds=2000, epochs=20_000)


def test_a_click_on_a_pile_of_runs_turns_the_seed():
    picked = lab.ask("spread", **SHORT).figures()[1].sets
    assert (picked.knob, picked.selection, picked.fields) == ("seed", "pile", ("seed",))
