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


@pytest.mark.parametrize(
    ("key", "values"),
    {
        "neurons_clones": ["incoming", "outgoing", "none"],
        "neurons_epsilon": [0.0, 1e-12, 0.1],
        "neurons_at": list(distance.WEIGHTS),
        "neurons_data": ["xor", "moons"],
        "neurons_activation": ["tanh", "relu"],
        "neurons_cost": ["mse"],
        "neurons_rate": [0.01, 100.0],
        "neurons_epochs": [300],
        "neurons_seeds": [1, 200],
    }.items(),
)
def test_every_knob_changes_the_page_and_breaks_nothing(visit, key, values):
    page = visit("neuron_differentiation", **SHORT)
    for value in values:
        page.turn(key, value)
        assert not page.problems
        assert len(page.charts) == 2


def test_every_preset_is_made_of_values_that_the_knobs_have(visit):
    links = visit("neuron_differentiation").app.get("html")[-1].proto.body
    for query in re.findall(r'href="neuron_differentiation\?([^"]+)"', links):
        values = dict(pair.split("=") for pair in query.replace("&amp;", "&").split("&"))
        decoded = {
            key: value.replace("+", " ").replace("%28", "(").replace("%29", ")") for key, value in values.items()
        }
        page = visit("neuron_differentiation", **decoded, **SHORT)
        assert not page.problems
        assert all(key in page.app.query_params for key in decoded), decoded
