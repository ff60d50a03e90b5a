"""Is there anything that training cannot change?"""

import re

HERE = {"neurons_part": "conserved"}
SHORT = HERE | {"neurons_conserved_time": "10", "neurons_conserved_seeds": "5"}


def test_it_answers_on_arrival_with_seeds_and_steps(visit):
    page = visit("neuron_differentiation", **HERE)
    found = re.fullmatch(
        r"\*\*Yes, but for the size of the steps: in² \+ b² − out² of every ReLU unit\. From start to end it drifts by "
        r"(0\.\d+), (0\.\d+) and (0\.\d+) at rates 0\.5, 0\.25 and 0\.125, while in² \+ b² alone moves by 3\.\d+ \(of "
        r"each seed the unit that moves most; median of 20 seeds; 100, 200 and 400 steps\)\. Each halving of the rate "
        r"divides the drift by (1\.9|2\.0)\d and (1\.9|2\.0)\d\.\*\*",
        page.answer,
    )
    assert found
    assert f"Foretold: {found[1]}, {found[2]} and {found[3]}." in "\n".join(each.value for each in page.app.caption)
    assert len(page.charts) == 2


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {
        "rate": 1.0, "time": 5, "seeds": 1, "unit": 4, "data": "moons", "optimizer": "adam", "activation": "tanh",
        "hidden": 1,
    }  # fmt: skip
    page = visit("neuron_differentiation", **SHORT)
    assert page.faults({f"neurons_conserved_{key}": value for key, value in turns.items()}) == []
    assert len(page.charts) == 2


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("neuron_differentiation", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
    page = page.follow("And with steps ten times as small?")
    assert not page.problems
    assert "at rates 0.05, 0.025 and 0.0125" in page.answer
