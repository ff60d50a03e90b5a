"""The pictures of the two costs draw what the frames say, laws dashed and grey."""

import pytest

from lab.charts import theme
from lab.charts.softmax import slowdown as slowdown_charts
from lab.charts.softmax import two_costs as costs_charts
from lab.softmax import slowdown, two_costs, two_costs_compared


def drawn_with(chart, field):
    """The layers that draw this field upwards."""
    return [each for each in chart.to_dict()["layer"] if each["encoding"].get("y", {}).get("field") == field]


@pytest.fixture(scope="module")
def neuron():
    return slowdown.measure(slowdown.setting(0.15, 50), 0.6, 0.9)


def test_every_law_is_dashed_and_grey(neuron):
    charts = {
        "law": slowdown_charts.outputs(slowdown.drawn(neuron)), "foretold": slowdown_charts.waits(neuron.waits),
    }  # fmt: skip
    for field, chart in charts.items():
        (law,) = drawn_with(chart, field)
        assert law["mark"]["color"] == theme.NEUTRAL
        assert law["encoding"]["strokeDash"]["scale"]["range"] == [list(theme.LAW_DASH)]


def test_costs_differ_by_shape_as_well_as_by_colour(neuron):
    for chart in (slowdown_charts.outputs(slowdown.drawn(neuron)), slowdown_charts.waits(neuron.waits)):
        points = next(each for each in chart.to_dict()["layer"] if each["mark"]["type"] == "point")
        assert points["encoding"]["shape"]["field"] == points["encoding"]["color"]["field"]


def test_the_picture_has_a_colour_for_every_thing_that_can_be_said():
    said = {two_costs_compared.WINS, two_costs_compared.LOSES, two_costs_compared.OPEN}
    assert set(costs_charts.SAYS) == said
    assert costs_charts.BEST == two_costs_compared.BEST


def test_the_best_rates_are_ringed():
    found = two_costs.measure(two_costs.setting("spiral", 8, "tanh", "softmax", 5), pairs=2, rates=(0.1, 1.0))
    rows = two_costs_compared.by_rate(found, "accuracy")
    assert rows.groupby("cost")["best"].sum().tolist() == [1, 1]
    chart = costs_charts.rates(rows, "Right (%)").to_dict()
    assert sum("datum.best" in str(each.get("transform")) for each in chart["layer"]) == 1
