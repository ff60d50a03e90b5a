"""Is there anything that training cannot change?"""

import re

import pytest

from pages.neurons import conserved

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


@pytest.mark.parametrize(
    ("key", "values"),
    {
        "neurons_conserved_activation": ["leaky_relu", "linear", "tanh", "sigmoid"],
        "neurons_conserved_rate": [0.05, 1.0],
        "neurons_conserved_optimizer": ["momentum", "adam"],
        "neurons_conserved_data": ["moons", "xor", "teacher"],
        "neurons_conserved_hidden": [1, 8],
        "neurons_conserved_unit": [4],
        "neurons_conserved_time": [5, 50],
        "neurons_conserved_seeds": [1],
    }.items(),
)
def test_every_knob_changes_the_page_and_breaks_nothing(visit, key, values):
    page = visit("neuron_differentiation", **SHORT)
    for value in values:
        page.turn(key, value)
        assert not page.problems
        assert len(page.charts) == 2


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    for values in conserved.PRESETS.values():
        given = {key: str(value) for key, value in values.items()}
        page = visit("neuron_differentiation", **(SHORT | given))
        assert not page.problems
        assert all(page.app.query_params.get(key) in (value, [value]) for key, value in given.items()), given
