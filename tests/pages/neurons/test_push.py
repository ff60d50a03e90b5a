"""What becomes of a tiny difference between two neurons."""

import json
import re

import pytest

from lab.differentiation import distance

SHORT = {"neurons_epochs": "100", "neurons_seeds": "2"}


def test_it_answers_on_arrival_with_runs_and_steps(visit):
    page = visit("neuron_differentiation")
    assert re.fullmatch(
        r"\*\*The two neurons start 1\.01e−06 apart and are .* apart after 2,000 epochs \(median of 50 runs\)\.\*\*",
        page.answer,
    )


def test_clones_without_a_push_stay_equal_to_the_bit(visit):
    page = visit("neuron_differentiation", neurons_epsilon="0", **SHORT)
    assert "never part: their distance is exactly 0, equal to the bit" in page.answer
    assert page.charts[0].alt == page.answer.strip("*")


def test_the_zero_is_a_row_of_its_own(visit):
    chart = visit("neuron_differentiation", neurons_epsilon="0", **SHORT).charts[0]
    spec = json.loads(chart.spec)
    axes = [layer["encoding"]["y"] for layer in spec["layer"] if "y" in layer.get("encoding", {})]
    assert "'exactly 0'" in axes[0]["axis"]["labelExpr"]
    assert axes[0]["scale"]["domain"][0] > 0


def test_a_push_that_float32_cannot_hold_is_told(visit):
    assert "rounded away" in visit("neuron_differentiation", neurons_epsilon="1e-12", **SHORT).answer


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {
        "epsilon": 0.1, "at": "b2 (its bias)", "clones": "none", "epochs": 300, "seeds": 1, "rate": 100.0,
        "data": "moons", "cost": "mse", "activation": "relu",
    }  # fmt: skip
    page = visit("neuron_differentiation", **SHORT)
    assert page.faults({f"neurons_{key}": value for key, value in turns.items()}) == []
    assert len(page.charts) == 2


@pytest.mark.parametrize("at", distance.WEIGHTS)
def test_a_push_on_any_weight_is_followed(visit, at):
    page = visit("neuron_differentiation", **SHORT, neurons_at=at)
    assert not page.problems
    assert len(page.charts) == 2


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("neuron_differentiation", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
    assert "their distance is exactly 0" in page.follow("What if nothing at all is different?").answer
