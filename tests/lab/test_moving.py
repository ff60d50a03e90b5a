"""The network that moves: what its picture computes is what the network computes; it stands still until asked."""

import json

import numpy as np
import pytest

import lab
from lab import forward, moving
from lab.answer import Answer
from lab.charts import export
from lab.charts import moving as picture

EXPERIMENT = lab.Experiment(
    data=lab.Data("circles"),
    init=lab.Init("uniform", low=-1.0, high=1.0, clones="both", epsilon=1e-6),
    training=lab.Training(loss="binary_crossentropy", learning_rate=5.0, epochs=100),
)


@pytest.fixture(scope="module")
def networks():
    return moving.beside_clones(EXPERIMENT)


@pytest.fixture(scope="module")
def figure(networks):
    return picture.moving(networks)


def drawn(figure, epoch):
    """The scene at an epoch, as Vega draws it: the colours of all cells, in order."""
    import vl_convert

    spec = json.loads(json.dumps(export.spec(figure, "")))
    for each in spec["params"]:
        if each["name"] == "epoch":
            each["value"] = epoch
    scene = vl_convert.vegalite_to_scenegraph(spec)
    found = []

    def walk(node):
        if isinstance(node, dict):
            if node.get("marktype") == "symbol" and len(node.get("items", [])) > 500:
                found.append([item["fill"] for item in node["items"]])
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(scene)
    return found[0]


def centres(middle, cell, side):
    """The middles of the cells along a side of a map, rising."""
    return np.linspace(middle - cell * (side - 1) / 2, middle + cell * (side - 1) / 2, side)


def shade(value):
    """Red of the colour of a value from -1 to 1, by linear mixing."""
    low, mid, high = (np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) for color in picture.COLORS["range"])
    return mid + (value * (high - mid) if value > 0 else -value * (low - mid))


@pytest.mark.parametrize("place", [0, 20, 50])
def test_every_cell_shows_what_its_neuron_says_there(networks, figure, place):
    colors = drawn(figure, 2 * place)
    cells = [
        (each.net, each.part, x1, x2)
        for each in figure.frames["maps"].itertuples()
        for x2 in centres(each.middle2, each.cell, each.side)[::-1]
        for x1 in centres(each.middle1, each.cell, each.side)
    ]
    assert len(colors) == len(cells) == 2 * (2 * 11**2 + 20**2)
    runs = list(networks.values())
    for index, (net, part, x1, x2) in list(enumerate(cells))[::97]:
        weights = [array[0, place].astype(float) for array in runs[net].parts[0]]
        x = np.array([[x1, x2]])
        hidden = 1 / (1 + np.exp(-(x @ weights[0] + weights[1])))[0]
        said = hidden[part] if part < 2 else forward.outputs(weights, x, EXPERIMENT.network)[0, 0]
        red, green, blue = (float(part) for part in colors[index][4:-1].split(","))
        assert (red, green, blue) == pytest.approx(shade(2 * said - 1), abs=2)


def test_clones_stay_equal_and_the_other_two_part(networks, figure):
    equal, parted = (
        json.dumps(told) for told in next(p for p in figure.spec["params"] if p["name"] == "told")["value"]
    )
    assert equal.count("exactly equal") == 51
    assert "exactly equal" not in parted
    assert list(networks) == ["Neurons that start exactly equal", "The same, with one weight 1 millionth larger"]


def test_it_stands_still_until_somebody_plays_it_and_is_stepped_by_keys(figure):
    params = {each["name"]: each for each in figure.spec["params"]}
    assert params["playing"]["value"] is False
    assert params["playing"]["bind"]["input"] == "checkbox"
    assert params["epoch"]["bind"] == {"input": "range", "min": 0, "max": 100, "step": 2, "name": "Epoch "}
    assert params["epoch"]["on"][0]["update"].startswith("playing ?")


def test_it_is_plain_data_and_small(figure):
    answer = Answer(headline="It moves.", blocks=(figure,))
    assert Answer.from_json(answer.to_json()).to_json() == answer.to_json()
    assert len(answer.to_json()) < 80_000
    assert figure.chart().to_dict()["params"][2]["name"] == "playing"
    assert list(figure.behind)[:4] == ["network", "epoch", "w1", "w2"]


def test_an_experiment_without_a_difference_is_drawn_beside_one_with_it():
    none = lab.vary(EXPERIMENT, {"init.epsilon": 0.0, "training.epochs": 10})
    assert list(moving.beside_clones(none))[1] == "For comparison, one weight 1 millionth larger"
    bias = lab.vary(none, {"init.epsilon_at": (1, "bias", 0, 1)})
    assert list(moving.beside_clones(bias))[1] == "For comparison, one bias 1 millionth larger"
    half = lab.vary(none, {"init.clones": "outgoing"})
    assert list(moving.beside_clones(half))[1] == "The same, but with incoming weights of their own"


def test_what_cannot_be_drawn_is_refused(networks):
    assert not picture.fits(lab.vary(EXPERIMENT, {"network.hidden": (5,)}))
    assert not picture.fits(lab.Experiment(data=lab.Data("line"), network=lab.Network(output="linear")))
    assert picture.recorded(100) == 50
    assert picture.recorded(97) == 1
    assert picture.recorded(20_000) == 50


def test_a_network_that_diverged_says_so():
    wild = lab.vary(EXPERIMENT, {"network.activation": "relu", "training.loss": "mse", "training.learning_rate": 1e6})
    wild = lab.vary(wild, {"network.output": "linear", "training.epochs": 50})
    told = picture.described(moving.beside_clones(wild))
    assert "are lost: the weights are no numbers any more" in told


def test_numbers_as_targets_are_parted_at_their_mean():
    experiment = lab.Experiment(
        data=lab.Data("teacher"),
        network=lab.Network(activation="tanh", output="linear"),
        init=lab.Init("normal", stddev=0.5),
        training=lab.Training(loss="mse", epochs=10),
    )
    points = picture.moving(moving.side_by_side({"One": experiment})).frames["points"]
    x, y = lab.data.load(experiment.data, "float64")
    chosen = np.unique(np.linspace(0, len(x) - 1, picture.POINTS).round().astype(int))
    large = points["target"][: len(chosen)].eq("large target").to_numpy()
    assert np.array_equal(large, y[chosen, 0] > y.mean())
    assert "black circles (small target)" in picture.caption(experiment)


def test_each_network_has_its_own_seed_or_its_own_start():
    few = lab.vary(EXPERIMENT, {"training.epochs": 10})
    first, second = moving.side_by_side({"a": few, "b": few}, seeds={"b": 3}).values()
    assert np.array_equal(second.keras_weights(3, 10)[0], lab.train(few, [3]).keras_weights(3, 10)[0])
    assert not np.array_equal(first.keras_weights(0, 0)[0], second.keras_weights(3, 0)[0])
    ones = [np.ones(shape) for shape in few.weight_shapes()]
    (own,) = moving.side_by_side({"a": few}, {"a": ones}).values()
    assert all((array == 1).all() for array in own.keras_weights(0, 0))
