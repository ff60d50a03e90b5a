"""Frozen, identical or just slow."""

import json
import re

SHORT = {
    "neurons_part": "frozen", "neurons_frozen_epochs": "100", "neurons_frozen_seeds": "1", "neurons_frozen_hidden": "2",
    "neurons_frozen_starts": ["one constant", "tiny random"],
}  # fmt: skip


def test_it_answers_on_arrival_with_runs_and_steps(visit):
    page = visit("neuron_differentiation", neurons_part="frozen")
    assert re.fullmatch(
        r"\*\*After 1,000 epochs \(random starts: medians of 8 runs\), all zeros: frozen, cost 1\.0986; one constant: "
        r"identical but learning, cost 0\.92\d\d; tiny random: slow, cost 0\.3\d\d\d; Glorot random: learning, cost "
        r"0\.1\d\d\d; no hidden layer, zeros: learning, cost 0\.721\d\.\*\*",
        page.answer,
    )
    assert page.charts[0].alt == page.answer.strip("*")
    assert len(page.charts) == 3
    assert not page.problems


def test_the_zero_is_a_row_of_its_own_in_both_pictures_of_sizes(visit):
    for chart in visit("neuron_differentiation", **SHORT).charts[1:]:
        assert "'exactly 0'" in chart.spec
        assert json.loads(chart.spec)["layer"]


def test_every_knob_changes_the_page_and_breaks_nothing(visit):
    turns = {
        "precision": "float64", "tiny": 0.1, "constant": 2.0, "rate": 0.01, "seeds": 4, "epochs": 300,
        "data": "unequal", "activation": "relu", "hidden": 3, "starts": ["one unit, random"],
    }  # fmt: skip
    page = visit("neuron_differentiation", **SHORT)
    assert page.faults({f"neurons_frozen_{key}": value for key, value in turns.items()}) == []
    assert len(page.charts) == 3


def test_a_rate_that_makes_everything_diverge_is_told(visit):
    page = visit(
        "neuron_differentiation", neurons_frozen_rate="100", neurons_frozen_activation="linear",
        neurons_frozen_constant="2", **SHORT,
    )  # fmt: skip
    assert not page.problems
    assert "above the floor" in page.answer or "diverged" in page.answer


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    page = visit("neuron_differentiation", **SHORT)
    assert len(page.presets) == 5
    assert page.untaken() == []
    page = page.follow("Are eight equal units one unit, to the last digit?")
    assert not page.problems
    assert page.app.query_params["neurons_frozen_precision"] == "float64"
