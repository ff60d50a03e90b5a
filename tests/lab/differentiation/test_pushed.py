"""Two neurons with a push: the forecast follows the run, and the lines lie where the neurons are undecided."""

import numpy as np
import pytest

import lab
from lab.charts.differentiation import plane_of_two
from lab.differentiation import distance, distances, pushed

START = lab.vary(distance.START, {"training.epochs": 400})


def course(found, seed=0):
    return distances(found.run).query("seed == @seed").set_index("epoch")["distance"]


@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize(("activation", "until"), [("sigmoid", 400), ("tanh", 400), ("relu", 20)])
def test_the_forecast_follows_the_run(precision, activation, until):
    """Of ReLU the start alone: later an example falls between the kinks of the two neurons."""
    values = {"training.precision": precision, "network.activation": activation, "init.epsilon": 1e-4}
    found = pushed.pushed(lab.vary(START, values), range(2))
    foretold = found.foretold.set_index("epoch")["distance"]
    small = foretold[foretold < 1e-3].loc[:until]
    assert len(small) > 2
    np.testing.assert_allclose(course(found)[small.index], small, rtol=0.01)


@pytest.mark.parametrize("values", [{"init.clones": "none"}, {"init.epsilon": 0.0}, {"network.activation": "gelu"}])
def test_there_is_no_forecast_where_the_law_says_nothing(values):
    assert pushed.pushed(lab.vary(START, values | {"training.epochs": 3}), [0]).foretold.empty


def test_what_is_drawn_is_said():
    found = pushed.pushed(lab.vary(START, {"training.epochs": 3}), [4, 5])
    assert "for the run of seed 4" in pushed.about_the_law(found)
    assert "ReLU" not in pushed.about_the_law(found)
    still = pushed.pushed(lab.vary(START, {"training.epochs": 3, "init.epsilon": 0.0}), [4, 5])
    assert pushed.about_the_law(still).startswith("No theory is drawn")


def test_the_slider_of_the_lines_shows_the_epoch_and_finds_one_recorded_epoch_at_each_of_its_places():
    found = pushed.pushed(START, [0])
    spec = plane_of_two.lines(pushed.lines(found.run, 0), pushed.examples(START)).to_dict()
    assert spec["params"][0]["bind"] == {"input": "range", "min": 0, "max": 400, "step": 1, "name": "Up to epoch "}
    assert spec["params"][0]["value"] == 400
    rows = next(rows for rows in spec["datasets"].values() if "until" in rows[0])
    spans = sorted({(row["epoch"], row["until"]) for row in rows})
    assert [sum(first <= place < until for first, until in spans) for place in range(401)] == [1] * 401


def test_why_no_law_is_drawn_is_said_of_a_large_push_too():
    large = pushed.pushed(lab.vary(START, {"init.epsilon": 0.2, "training.epochs": 3}), [0])
    said = "No theory is drawn: it speaks of neurons that start equal but for a small push, below 0.1."
    assert pushed.about_the_law(large) == said


@pytest.mark.parametrize(
    ("seeds", "values", "said"),
    [
        ([0], {}, "apart after 3 epochs (1 run)."),
        ([0, 1], {}, "apart after 3 epochs (median of 2 runs)."),
        ([0], {"init.epsilon": 0.0}, "at every recorded epoch from 0 to 3, in the one run."),
        ([0], {"init.epsilon": 1e-12}, "Epsilon = 1.00e−12 left no trace in 1 of 1 run: "),
    ],
)
def test_one_run_is_said_as_one(seeds, values, said):
    experiment = lab.vary(START, {"training.epochs": 3} | values)
    over_seeds = distance.over_seeds(distances(pushed.pushed(experiment, seeds).run))
    assert said in distance.verdict(over_seeds, experiment)


def test_a_forecast_ends_where_the_neurons_differ():
    found = pushed.pushed(lab.vary(START, {"init.epsilon": 0.09, "training.epochs": 2000}), [0])
    assert found.foretold["distance"].max() <= 0.1
    assert found.foretold["epoch"].max() < 2000


def test_both_ends_of_a_line_are_where_the_neuron_is_undecided_and_on_the_edge():
    found = pushed.pushed(lab.vary(START, {"init.clones": "none"}), [0, 1])
    lines = pushed.lines(found.run, 1)
    assert lines["place"].max() == len(found.run.weight_epochs) - 1
    kernel, bias = (array[0, 1].astype(float) for array in found.run.arrays[:2])
    low, high = pushed._window(START)
    seen = lines.dropna()
    assert len(seen) > 50
    for row in seen.itertuples():
        unit = int(row.neuron[-1]) - 1
        for end in ([row.x1, row.x2], [row.x1_end, row.x2_end]):
            assert kernel[row.place, :, unit] @ end + bias[row.place, unit] == pytest.approx(0.0, abs=1e-9)
            assert min(np.abs(np.subtract(end, [low, high])).ravel()) < 1e-9


def test_a_neuron_without_weights_has_no_line():
    still = lab.vary(START, {"init.scheme": "zeros", "training.epochs": 0, "init.epsilon": 0.0})
    assert pushed.lines(pushed.pushed(still, [0]).run, 0)["x1"].isna().all()
