"""A whole layer: its starts, how many different units there are, and what the pictures draw."""

import dataclasses
import json
import re

import numpy as np
import pandas as pd
import pytest

import lab
from lab.differentiation import layer as shared
from lab.initial import starts as drawn
from lab.questions.neuron_differentiation import layer as layer_words
from lab.questions.neuron_differentiation.layer import picture as charts
from lab.questions.neuron_differentiation.layer import units as layer

FEW = {"training.epochs": 20, "network.hidden": (7,)}


@pytest.fixture(scope="module")
def demand():
    return layer.measure(lab.vary(shared.setting("demand"), FEW), seeds=range(3))


@pytest.fixture(scope="module")
def digits():
    return layer.measure(
        lab.vary(shared.setting("digits"), {"training.epochs": 2}), ["clones", "Glorot random"], [0, 5]
    )


def test_no_start_ever_has_more_different_units_than_the_law_allows(demand):
    most = demand.counts["start"].map(lambda name: layer.foretold(demand, name))
    assert dict(zip(demand.counts["start"], most, strict=True)) == {
        "clones": 1, "clones with a push": 2, "five groups of clones": 5, "tiny random": 7, "Glorot random": 7,
    }  # fmt: skip
    assert (demand.counts["high"] <= most).all()
    assert (demand.runs["bit_last"] == demand.runs["start"].map(lambda name: layer.foretold(demand, name))).all()


def test_clones_stay_one_unit_on_the_digits_in_batches(digits):
    clones = digits.runs.query("start == 'clones'")
    assert clones[["bit_first", "bit_last", "alike_least"]].eq(1).all(axis=None)
    assert digits.runs.query("start == 'Glorot random'")["bit_last"].eq(25).all()


def test_groups_of_clones_are_the_glorot_units_in_turn(demand):
    glorot, groups = demand.units["Glorot random"][:, 0], demand.units["five groups of clones"][:, 0]
    for unit in range(7):
        np.testing.assert_array_equal(groups[:, unit], glorot[:, unit % 5])


def test_a_unit_is_its_incoming_weights_its_bias_and_its_outgoing_weights(demand):
    kernel, _, outgoing, _ = drawn(layer.started(demand.experiment, "Glorot random"), [0, 1, 2])
    first = demand.units["Glorot random"][:, 0]
    np.testing.assert_array_equal(first[:, 3, :4], kernel[:, :, 3])
    assert (first[:, :, 4] == 0).all()
    np.testing.assert_array_equal(first[:, 3, 5:], outgoing[:, 3])


@pytest.mark.parametrize("name", shared.DATA)
def test_the_push_is_on_a_weight_that_has_a_gradient(name):
    x, _ = lab.data.load(lab.Data(name))
    assert np.abs(x[:, shared.PUSHED[name][2]]).mean() > 0.1


def test_a_push_of_nothing_is_told_by_the_law(demand):
    still = dataclasses.replace(demand, experiment=lab.vary(demand.experiment, {"init.epsilon": 0.0}))
    assert layer.foretold(still, "clones with a push") == 1


def test_the_order_puts_equal_units_side_by_side(demand):
    assert sorted(layer.order(demand, "Glorot random", 1)) == list(range(7))
    groups = [unit % 5 for unit in layer.order(demand, "five groups of clones", 1)]
    assert sum(one != two for one, two in zip(groups, groups[1:], strict=False)) == 4


def test_the_matrix_is_that_of_the_epoch_and_the_same_from_both_sides(demand):
    frame = layer.matrix(demand, "Glorot random", 2)
    assert len(frame) == len(demand.epochs) * 49
    last = frame[frame["epoch"] == 20].pivot_table("cosine", "row", "column").to_numpy()
    np.testing.assert_allclose(last, last.T)
    np.testing.assert_allclose(np.diag(last), 1)
    one, two = layer.order(demand, "Glorot random", 2)[:2]
    units = demand.units["Glorot random"][2, -1].astype(float)
    cosine = units[one] @ units[two] / np.linalg.norm(units[one]) / np.linalg.norm(units[two])
    assert last[0, 1] == pytest.approx(cosine, abs=1e-4)


def test_a_pixel_lies_where_it_lies_in_the_digit(digits):
    weights = layer.weights(digits, "Glorot random", 5)
    frame, largest = shared.looks(weights, "after")
    assert len(frame) == 25 * 64
    pixel = frame.query("unit == 8 and weight == 'pixel 2,5'").iloc[0]  # the third picture of the second row
    assert (pixel["x"], pixel["y"]) == (2 * 9 + 5, 1 * 9 + 2)
    unit = layer.order(digits, "Glorot random", 5)[7]
    assert pixel["value"] == digits.units["Glorot random"][1, -1, unit, 2 * 8 + 5]
    assert largest >= frame["value"].abs().max()


def test_before_and_after_have_one_scale(demand):
    weights = layer.weights(demand, "tiny random", 0)
    (before, first), (after, last) = (shared.looks(weights, when) for when in layer.WHEN)
    assert first == last == pytest.approx(after["value"].abs().max())
    assert before["value"].abs().max() < 0.01
    assert before["weight"].unique().tolist() == [
        "price", "shipping cost", "marketing", "material", "bias", "to the output",
    ]  # fmt: skip


def test_the_favourite_features_are_counted(demand):
    says = layer_words.guide(demand, layer.weights(demand, "Glorot random", 0))
    kernel = demand.units["Glorot random"][0, -1, :, :4]
    heaviest = np.abs(kernel).argmax(axis=1)
    each = ", ".join(f"{name} in {(heaviest == i).sum()}" for i, name in enumerate(lab.Data("demand").features))
    assert f"of 7 units: {each}." in says


def test_the_charts_have_fewer_than_eight_thousand_marks(digits):
    weights = layer.weights(digits, "Glorot random", 0)
    for frame in (layer.matrix(digits, "Glorot random", 0), shared.looks(weights, "before")[0]):
        assert len(frame) < 8000


def test_the_slider_shows_the_epoch_itself(demand):
    frame = layer.matrix(demand, "clones", 0)
    spec = charts.matrix(frame).to_dict()
    assert spec["params"][0]["bind"] == {
        "input": "range", "min": 0, "max": demand.epochs[-1], "step": 1, "name": "Up to epoch ",
    }  # fmt: skip
    assert json.dumps(spec).count("datum.epoch <= shown && shown < datum.until") == 2


def test_the_answer_names_every_start_the_runs_and_the_budget(demand):
    assert re.fullmatch(
        r"Number of different units, of 7, after 20 epochs: from clones 1, from clones with a push 2, from five groups "
        r"of clones 5, from tiny random 7, from Glorot random 7 \(medians of 3 runs each; with nearly parallel units "
        r"counted as one: 1, [12], [345], [1-7], [1-7]\)\.",
        layer_words.ended(demand),
    )


def test_of_starts_that_end_alike_the_headline_names_the_usual_one(demand):
    assert demand.runs.groupby("start")["bit_last"].median()[["tiny random", "Glorot random"]].eq(7).all()
    assert layer_words.headline(demand, "bit") == (
        "Yes, from Glorot random: all 7 do; from clones there is only one unit, copied."
    )


def test_what_diverged_is_said_and_not_counted(demand):
    runs = demand.runs.copy()
    lost = (runs["start"] == "clones") | (runs["seed"] == 1)
    runs.loc[lost, ["bit_last", "alike_last", "alike_least"]] = np.nan
    runs.loc[lost, "diverged"] = True
    found = dataclasses.replace(demand, runs=runs)
    says = layer_words.ended(found)
    assert "from clones none, as all runs diverged, from" in says
    assert says.endswith("Not counted, as they diverged: 7 of all 15 runs.")


def test_pictures_of_a_run_that_diverged_are_drawn_and_told(demand):
    units = {name: array.copy() for name, array in demand.units.items()}
    units["Glorot random"][0, -1] = np.inf
    found = dataclasses.replace(demand, units=units)
    weights = layer.weights(found, "Glorot random", 0)
    assert layer.order(found, "Glorot random", 0).tolist() == list(range(7))
    assert layer.matrix(found, "Glorot random", 0).query("epoch == 20")["cosine"].isna().all()
    assert layer_words.closest(found, "Glorot random", 0) == ""
    assert "This run diverged." in layer_words.guide(found, weights)
    assert "the run diverged" in layer_words.looks_seen(weights, "after")
    assert "diverged" in layer_words.likeness(found, "Glorot random", 0)


def test_the_formula_shows_the_two_most_alike_units_that_are_not_equal(demand):
    tex = layer_words.closest(demand, "five groups of clones", 0)
    shown = float(re.search(r"= (-?[\d.]+)$", tex)[1])
    units = np.unique(demand.units["five groups of clones"][0, -1].astype(float), axis=0)
    directions = units / np.linalg.norm(units, axis=1, keepdims=True)
    cosines = directions @ directions.T
    assert shown == pytest.approx(cosines[np.triu_indices(5, 1)].max(), abs=1e-4)
    assert layer_words.closest(demand, "clones", 0) == ""


def test_the_headline_counts_as_the_picture_does_and_redundant_units_are_no_fault(demand):
    near = dataclasses.replace(demand, runs=demand.runs.assign(alike_last=5.0))
    assert layer_words.headline(near, "alike").endswith("ends with 5 of 7 units that are not nearly parallel.")
    assert "as from tiny random and Glorot random, are no fault" in layer_words.redundant(near)
    parallel = demand.runs["start"].isin(["tiny random"])
    runs = demand.runs[parallel | demand.runs["start"].eq("Glorot random")].assign(alike_last=7.0)
    runs.loc[parallel, "alike_last"] = 1.0  # one direction, and no copies
    said = layer_words.headline(dataclasses.replace(demand, runs=runs), "alike")
    assert said == "Yes, from Glorot random: all 7 do; from tiny random there is only one direction."
    assert layer_words.redundant(dataclasses.replace(demand, runs=demand.runs.assign(alike_last=7.0))) == ""


def test_an_experiment_says_where_it_starts(demand):
    taken = layer.started(demand.experiment, "clones with a push").init
    assert (taken.clones, taken.epsilon) == ("both", 1e-2)
    assert layer.started(demand.experiment, "tiny random").init.scheme == "normal"


def test_a_start_is_the_same_alone_and_among_others(demand):
    alone = layer.measure(demand.experiment, ["tiny random"], range(3))
    pd.testing.assert_frame_equal(alone.runs, demand.runs.query("start == 'tiny random'").reset_index(drop=True))


def test_why_a_line_falls_and_climbs_is_said_where_one_does(demand):
    tiny = demand.runs.assign(alike_first=25.0, alike_least=1.0, alike_last=20.0)
    told = layer_words.why(dataclasses.replace(demand, runs=tiny), "alike")
    assert "From tiny random the line falls from 25 to 1 and climbs to 20: while all weights are small" in told
    assert "a unit has no optimum of its own" in told
    assert "some part." in told
    never = tiny.assign(alike_least=20.0)  # a line that hardly falls is none that falls
    others = tiny[tiny["start"] != "tiny random"]
    for runs, kind in ((tiny, "bit"), (never, "alike"), (others, "alike")):
        assert "tiny random" not in layer_words.why(dataclasses.replace(demand, runs=runs), kind)
