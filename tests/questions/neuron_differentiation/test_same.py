"""Matching two networks, against all orders and signs, against loops, and where theory knows the answer."""

import itertools

import numpy as np
import pandas as pd
import pytest

import lab
from lab.charts import moving
from lab.network import keras_model
from lab.numerals import short
from lab.question import Onto
from lab.questions.neuron_differentiation import same as matching_words
from lab.questions.neuron_differentiation.same import copies as permutation
from lab.questions.neuron_differentiation.same import pairs as matching
from lab.questions.neuron_differentiation.same import planes as plane


@pytest.fixture(scope="module")
def circles():
    return matching.measure(matching.setting("circles", 3, "tanh", 1.0, 500), pairs=5)


@pytest.fixture(scope="module")
def taught():
    return matching.measure(matching.setting("teacher", 2, "tanh", 0.5, 1000), pairs=5)


def stack(units, pairs=4, seed=0):
    draws = np.random.default_rng(seed)
    return [draws.normal(size=(pairs, *shape)) for shape in ((2, units), (units,), (units, 1), (1,))]


def unit(weights, pair, number):
    kernel, bias, outgoing, _ = weights
    return np.array([*kernel[pair][:, number], bias[pair][number], *outgoing[pair][number]])


def apart(first, second, pair, one, other, sign):
    return np.linalg.norm(unit(first, pair, one) - sign * unit(second, pair, other))


@pytest.mark.parametrize("turns", [True, False])
def test_no_order_and_no_signs_bring_the_units_nearer(turns):
    first, second = stack(3), stack(3, seed=1)
    order, signs, gaps = matching.matches(first, second, turns)
    for pair in range(4):
        best = min(
            sum(apart(first, second, pair, i, p[i], t[i]) ** 2 for i in range(3))
            for p in itertools.permutations(range(3))
            for t in itertools.product([1, -1] if turns else [1], repeat=3)
        )
        assert (gaps[pair] ** 2).sum() == pytest.approx(best, rel=1e-12)
        for i in range(3):
            gap = apart(first, second, pair, i, order[pair, i], signs[pair, i])
            assert gaps[pair, i] == pytest.approx(gap, rel=1e-12)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_a_scrambled_copy_is_put_back_in_order(activation):
    first, draws = stack(5), np.random.default_rng(2)
    order = np.stack([draws.permutation(5) for _ in range(4)])
    signs = np.where(draws.random((4, 5)) < 0.5, -1.0, 1.0) if activation in permutation.TURNED else np.ones((4, 5))
    second = permutation.arranged(first, order, signs, activation)
    back = permutation.arranged(second, *matching.matches(first, second, activation != "relu")[:2], activation)
    for one, two in zip(first, back, strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-12)


def test_students_of_a_teacher_with_as_many_units_find_its_weights_up_to_order_and_signs(taught):
    """Order and signs are all the symmetries of tanh networks (Bishop 2006, 5.1.1): a cost of 0 leaves nothing else."""
    solved = taught.pairs.query("cost1 < 1e-5 and cost2 < 1e-5")
    assert len(solved) >= 3
    assert solved["kind"].eq("same solution").all()
    assert solved["after"].max() < 0.01
    assert solved["barrier_after"].max() < 1e-4
    teacher = np.array([[1.5, 0.3, 0.0, 1.0], [-0.2, 1.5, 0.0, 1.0]])
    for pair in solved["pair"]:
        units = np.array([unit(taught.networks[0], pair - 1, i) for i in range(2)])
        units *= np.sign(units[:, 3:])
        np.testing.assert_allclose(units[np.argsort(-units[:, 0])], teacher, atol=0.05)


def test_costs_on_the_line_are_those_that_keras_finds_there(circles):
    experiment = lab.vary(circles.experiment, {"training.precision": "float64"})
    model, (x, y) = keras_model(experiment), lab.data.load(experiment.data, "float64")
    line = circles.lines.query("pair == 2 and order == 'as trained'")
    for row in (0, 6, 24):
        t = line["share"].iloc[row]
        model.set_weights([(1 - t) * a[1] + t * b[1] for a, b in zip(*circles.networks, strict=True)])
        assert line["cost"].iloc[row] == pytest.approx(float(model.compute_loss(x, y, model(x))), rel=1e-6)


def test_both_lines_begin_and_end_at_the_two_networks(circles):
    ends = circles.lines.query("share in [0, 1]").pivot_table("cost", "pair", ["order", "share"], sort=False)
    for order in matching.ORDERS:
        np.testing.assert_allclose(ends[order], circles.pairs[["cost1", "cost2"]], rtol=1e-9)


def test_barriers_are_the_highest_rise_above_the_straight_line_between_the_ends(circles):
    for row in circles.pairs.itertuples():
        for order, barrier in (("as trained", row.barrier_before), ("units matched", row.barrier_after)):
            line = circles.lines[circles.lines["pair"].eq(row.pair) & circles.lines["order"].eq(order)]
            rises = [p.cost - (row.cost1 + p.share * (row.cost2 - row.cost1)) for p in line.itertuples()]
            assert barrier == pytest.approx(max(rises), rel=1e-9, abs=1e-12)


def test_distances_are_in_lengths_of_the_weights(circles):
    for row in circles.pairs.itertuples():
        a, b = (np.concatenate([array[row.pair - 1].ravel() for array in part]) for part in circles.networks)
        length = ((a @ a + b @ b) / 2) ** 0.5
        assert row.before == pytest.approx(np.linalg.norm(a - b) / length)
    assert (circles.pairs["after"] <= circles.pairs["before"] + 1e-12).all()


def test_relu_units_of_one_function_match_whatever_their_scale():
    """Nothing is trained: both networks are given, the second rescaled and in another order."""
    first = [np.abs(array) for array in stack(3, pairs=1)]
    scale = np.array([0.1, 3.0, 10.0])
    second = [first[0] * scale, first[1] * scale, first[2] / scale[:, None], first[3]]
    second = permutation.arranged(second, np.array([[2, 0, 1]]), np.ones((1, 3)), "relu")
    order, _, gaps = matching.matches(permutation.balanced(first), permutation.balanced(second), turns=False)
    assert order.tolist() == [[1, 2, 0]]
    assert gaps.max() < 1e-12


def table(rows):
    return pd.DataFrame(rows, columns=["after", "outputs", "cost1", "cost2"])


def test_the_kind_of_a_pair_is_decided_by_its_outputs_first_and_its_weights_second():
    frame = table([(0.05, 0.05, 1, 1), (0.06, 0.05, 1, 1), (0.05, 0.06, 1, 1), (0.0, 0.0, np.nan, 1)])
    assert matching.kinds(frame).tolist() == list(matching.KINDS)


def test_the_answer_counts_every_kind_and_names_the_budget(circles):
    counts = circles.pairs["kind"].value_counts()
    says = matching_words.verdict(circles, 1)
    assert says.endswith(
        f"Of 5 pairs of seeds, {counts.get('same solution', 0)} found the same solution, "
        f"{counts.get('same function, other weights', 0)} the same function in other weights, "
        f"{counts.get('another solution', 0)} another function (500 epochs each)."
    )
    assert " Seeds 0 and 1: " in says
    costs = [short(circles.pairs[name][0]) for name in ("cost1", "cost2")]
    assert f". Costs: {costs[0]} and {costs[1]}. " in says


def test_networks_that_diverged_are_told_and_in_no_band():
    found = matching.measure(matching.setting("teacher", 2, "tanh", 5.0, 100), pairs=2)
    assert found.pairs["kind"].eq("diverged").all()
    assert "training diverged in every pair" in matching_words.headline(found)
    assert "at least one of the two networks diverged" in matching_words.verdict(found, 1)
    assert "0 another function, 2 diverged (100 epochs each)" in matching_words.verdict(found, 1)
    assert matching_words.barrier(found, 2) == "There is no line to draw between networks that diverged."
    assert matching_words.title(found, 2) == "Seeds 2 and 3 diverged"
    assert "C_A" not in matching_words.formula(found, 1)
    assert plane.bands(found.lines).empty


def test_bands_are_quantiles_over_pairs(circles):
    band = plane.bands(circles.lines).query("order == 'as trained'")
    costs = circles.lines.query("order == 'as trained'")["cost"].to_numpy().reshape(5, -1)
    np.testing.assert_allclose(band["mid"], np.median(costs, axis=0))
    np.testing.assert_allclose(band["high"], np.quantile(costs, 0.95, axis=0))


def test_the_line_of_a_unit_is_where_its_input_is_zero_within_the_plane(circles):
    x = lab.data.load(circles.experiment.data, "float64")[0]
    for network in (0, 1):
        ends = plane.edges(circles, 1, plane.NETWORKS[network])
        kernel, bias = circles.networks[network][0][0], circles.networks[network][1][0]
        for row in ends.itertuples():
            assert abs(kernel[:, row.unit - 1] @ [row.x1, row.x2] + bias[row.unit - 1]) < 1e-9
            assert (x.min(axis=0) - 1e-9 <= [row.x1, row.x2]).all()
            assert ([row.x1, row.x2] <= x.max(axis=0) + 1e-9).all()
        assert ends.groupby("unit")["named"].sum().eq(1).all()


def test_partners_in_the_picture_are_the_matched_units(circles):
    ends = plane.edges(circles, 1, "second").drop_duplicates("unit")
    partners = circles.units.query("pair == 1").set_index("partner")["unit"]
    assert ends["partner"].tolist() == [partners[number] for number in ends["unit"]]


def test_the_plane_shows_what_keras_says_there(circles):
    cells = plane.cells(circles, 1, "first").iloc[[0, 100, 960]]
    model = keras_model(lab.vary(circles.experiment, {"training.precision": "float64"}))
    model.set_weights([array[0] for array in circles.networks[0]])
    middles = np.stack([cells["left"] + cells["right"], cells["bottom"] + cells["top"]], axis=-1) / 2
    np.testing.assert_allclose(model(middles).numpy()[:, 0], cells["output"], rtol=1e-9)


def test_the_plane_has_the_colours_of_the_network_that_moves(circles):
    output = plane.plane_chart(circles, 1, plane.NETWORKS[0]).to_dict()["layer"][0]["encoding"]["color"]
    low, _, high = output["scale"]["range"]
    assert (low, high) == (moving.COLORS["range"][0], moving.COLORS["range"][2])


def test_a_diverged_network_is_a_plane_without_numbers_and_is_called_so():
    found = matching.measure(matching.setting("teacher", 2, "tanh", 5.0, 100), pairs=1)
    assert not plane.cells(found, 1, "first")["finite"].any()
    assert plane.title(found, 1, "first") == "First network: seed 0 (diverged)"
    assert plane.words(found, 1, "second") == "Second network: seed 1 (diverged): nothing to draw."
    assert plane.drawn(found, 1, "first")[3] == (0.0, 1.0)


POST = (
    "In a neural network with 3 hidden neurons, if I swap neuron 1 and 2 together with their outgoing weights, the "
    "network computes the same thing. Does it mean the trained solution is never unique and comparing weights of two "
    "trained networks makes no sense?"
)


def test_who_asks_whether_a_solution_is_ever_unique_sees_the_default_and_not_the_one_case_where_all_agree():
    hit = lab.find(POST, most=1)[0]
    assert lab.question.from_address(hit.address) == ("same", lab.question.settings("same"))


def test_never_unique_is_said_first_below_the_headline(circles):
    says = matching_words.verdict(circles, 1)
    assert says.startswith("Trained weights are never unique: 3 hidden units can stand in 6 orders, ")


@pytest.mark.parametrize("text", matching_words.TRY)
def test_what_there_is_to_try_goes_on_from_what_is_on_screen_or_says_what_it_changes(text):
    given, named = matching_words.TRY[text], {"rate": "rate of 0.5", "data": "teacher", "epochs": "20,000 epochs"}
    assert isinstance(given, Onto)
    rate_is_named_before = text.startswith("And ")  # "And if 3 units do" goes on from the line above it
    assert rate_is_named_before or [each for name, each in named.items() if name in given and each not in text] == []


@pytest.mark.parametrize("data", ["circles", "moons"])
def test_the_plane_is_as_long_and_as_high_as_the_examples_lie_and_nothing_is_empty(data):
    found = matching.measure(matching.setting(data, 3, "tanh", 1.0, 50), pairs=1)
    chart = plane.plane_chart(found, 1, "first").to_dict()
    _, low, high = matching.corners(found.experiment)
    across, up = high - low
    assert chart["width"] / chart["height"] == pytest.approx(across / up, rel=0.02)
    assert max(chart["width"], chart["height"]) == plane.SIDE
    assert chart["autosize"] == {"type": "pad"}  # "fit" would take axes and legend from the plane


def test_discs_lie_whole_within_the_plane_and_on_their_lines_with_a_rim_that_is_seen_in_the_dark(circles):
    _, low, high = matching.corners(circles.experiment)
    room = 0.99 * plane.RADIUS * (high - low).max() / plane.SIDE
    for network in (0, 1):
        kernel, bias = circles.networks[network][0][0], circles.networks[network][1][0]
        for row in plane.edges(circles, 1, plane.NETWORKS[network]).query("named").itertuples():
            at = np.array([row.at1, row.at2])
            assert (at >= low + room).all()
            assert (at <= high - room).all()
            into = kernel[:, row.unit - 1]
            assert abs(into @ at + bias[row.unit - 1]) / np.linalg.norm(into) < room  # the line runs below its disc
    discs = plane.plane_chart(circles, 1, "first").to_dict()["layer"][2]["layer"][1]["mark"]
    assert (discs["type"], discs["stroke"]) == ("point", "white")
