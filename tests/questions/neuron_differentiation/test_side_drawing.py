"""The network as a drawing: the right numbers at the right places, and marks where the gradients differ."""

import pytest

import lab
from lab.questions.neuron_differentiation.side import drawing as diagram
from lab.questions.neuron_differentiation.side import network as side_by_side

SHORT = lab.vary(side_by_side.START, {"training.epochs": 1})


WILD = {"training.learning_rate": 100.0, "network.activation": "linear", "training.epochs": 100}


def moment(pair=("w1", "w3"), update=0, experiment=SHORT, **values):
    run = side_by_side.course(side_by_side.begun(experiment, side_by_side.WEIGHTS | values))
    return side_by_side.moment(run, update, 1, pair)


def marked(seen):
    """Names of the marked nodes and edges."""
    nodes, edges = diagram.nodes(seen), diagram.edges(seen)
    return {*nodes.loc[nodes["marked"], "node"], *edges.loc[edges["marked"], "weight"]}


@pytest.mark.parametrize(
    ("pair", "values", "expected"),
    [
        (("w1", "w3"), {}, {"w5", "w6"}),
        (("w1", "w3"), {"w6": 0.3}, set()),
        (("w1", "w3"), {"w6": 0.3, "w3": 1.0}, {"1", "2"}),
        (("w2", "w4"), {"w3": 1.0}, {"w5", "w6", "1", "2"}),
        (("w1", "w2"), {}, {"x1", "x2"}),
        (("w3", "w4"), {"w3": 1.0}, {"x1", "x2"}),
    ],
)
def test_marked_is_what_holds_a_factor_that_differs(pair, values, expected):
    assert marked(moment(pair, **values)) == expected


@pytest.mark.parametrize(
    ("pair", "expected"),
    [(("w1", "w3"), {"w1", "w3", "w5", "w6"}), (("w1", "w2"), {"w1", "w2", "w5"}), (("w3", "w4"), {"w3", "w4", "w6"})],
)
def test_strong_lines_are_the_two_chains(pair, expected):
    edges = diagram.edges(moment(pair))
    assert set(edges.loc[edges["chained"], "weight"]) == expected


def test_the_numbers_stand_at_their_nodes():
    seen = moment()
    says = diagram.nodes(seen).set_index("node")["says"]
    lines = {name: says[name].split("\n") for name in says.index}
    assert lines["x1"] == [f"{seen.numbers['x1']:.3g}"]
    assert lines["1"][0] == "b1 = 0"
    assert lines["2"][1:] == [f"z2 = {seen.numbers['z2']:.3g}", f"a2 = {seen.numbers['a2']:.3g}"]
    assert [line.split(" = ")[0] for line in lines["3"]] == ["b3", "z3", "a3", "y", "J"]


def test_edges_show_size_and_sign():
    edges = diagram.edges(moment(w1=-2.0, w4=0.0)).set_index("weight")
    assert edges.loc["w1", ["size", "sign", "says"]].tolist() == [1.0, "negative", "w1 = −2"]
    assert edges.loc["w4", ["size", "sign", "says"]].tolist() == [0.0, "positive or 0", "w4 = 0"]
    assert edges.loc["w6", "size"] == pytest.approx(0.35)


def test_a_diverged_network_is_drawn_as_what_it_is():
    seen = moment(update=100, experiment=lab.vary(SHORT, WILD), w3=-0.5)
    assert not seen.finite
    assert "not a number" in " ".join([*diagram.edges(seen)["says"], *diagram.nodes(seen)["says"]])
    diagram.network(diagram.nodes(seen), diagram.edges(seen)).to_dict()


def test_the_takeaway_has_the_numbers_and_the_marks():
    says = diagram.takeaway(moment())
    assert says.startswith("The network after 0 updates. Weights: w1 0.2, w2 0.5, b1 0, w3 0.2, ")
    assert says.endswith("Marked, because it differs: w5, w6.")
    assert "Marked" not in diagram.takeaway(moment(w6=0.3))


def test_every_column_that_the_picture_draws_is_in_its_frames():
    seen = moment()
    nodes, edges = diagram.nodes(seen), diagram.edges(seen)
    assert {"node", "x", "y", "says", "below", "marked"} <= set(nodes.columns)
    text = diagram.network(nodes, edges).to_json()
    fields = {part.split('"')[0] for part in text.split('"field": "')[1:]}
    assert fields <= {*nodes.columns, *edges.columns}


def test_the_numbers_of_the_output_begin_below_the_frame_beside_it():
    below = diagram.nodes(moment()).set_index("node")["below"]
    assert below["3"] > below["2"] > 0
    assert below["1"] < 0
