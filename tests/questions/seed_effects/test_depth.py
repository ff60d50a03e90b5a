"""Signals through depth: measured against the laws within standard errors, and what is said about them."""

import itertools
import re
from dataclasses import replace

import keras
import numpy as np
import pandas as pd
import pytest

import lab
from lab import question
from lab.compute import Compute
from lab.headline import fits
from lab.numerals import figure
from lab.questions.seed_effects import depth
from lab.questions.seed_effects.depth import START, learning

NETWORKS = 400


def changed(**values):
    """The start with another network."""
    return lab.vary(START, {"network.hidden": (20,) * 6, **values})


@pytest.fixture(scope="module")
def found():
    return depth.measure(changed(), schemes=["he_normal", "glorot_normal"], networks=NETWORKS)


def test_the_mean_signal_of_relu_is_the_law_at_any_width(found):
    x, y = (array[np.linspace(0, 99, depth.EXAMPLES).astype(int)] for array in lab.data.load(START.data, "float64"))
    squares, _ = depth.sizes(changed(), x, y, NETWORKS)  # (replica, layer)
    error = squares.std(axis=0) / np.sqrt(NETWORKS)
    law = found.signal.query("scheme == 'he normal' and layer > 0")["law"].to_numpy()
    assert (np.abs(squares.mean(axis=0) - law) < 4 * error).all()
    assert law == pytest.approx(law[0])  # He keeps it


def test_glorot_loses_half_of_it_in_every_square_layer(found):
    law = found.signal.query("scheme == 'glorot normal' and layer > 0")["law"].to_numpy()
    assert law[1:] / law[:-1] == pytest.approx(0.5)
    mean = found.signal.query("scheme == 'glorot normal' and layer > 0")["mean"].to_numpy()
    assert mean == pytest.approx(law, rel=0.25)


def test_the_median_network_is_below_the_mean(found):
    last = found.signal.query("layer == 6")
    assert (last["mid"] < last["mean"]).all()
    assert "the median lies lower" in depth.typical(found)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "linear"])
def test_signal_and_error_of_wide_networks_are_those_of_the_mean_field(activation):
    wide = lab.vary(START, {"network.hidden": (100,) * 5, "network.activation": activation})
    found = depth.measure(wide, schemes=["lecun_normal"], networks=60)
    assert found.signal["mean"].to_numpy() == pytest.approx(found.signal["law"].to_numpy(), rel=0.1)
    assert found.error["mean"].to_numpy() == pytest.approx(found.error["law"].to_numpy(), rel=0.15)


def test_orthogonal_linear_networks_keep_every_length_exactly():
    linear = changed(**{"network.activation": "linear"})
    table = depth.measure(linear, schemes=["orthogonal"], networks=5).signal.query("layer > 0")
    assert table["high"].to_numpy() == pytest.approx(table["low"].to_numpy(), rel=1e-5)


def test_what_is_said_of_each_fate(found):
    grown = replace(found, facts=found.facts.assign(kept=[1e9, np.inf]))
    assert (
        depth.headline(grown, "relu")
        == "With he normal, the signal grows about 1 billion times; with glorot normal, it overflows."
    )
    alike = replace(found, facts=found.facts.assign(kept=[1.0, 1.0], kept_mean=[1.0, 1.0]))
    assert "are so alike that the median is near it." in depth.typical(alike)


def test_formulas_have_the_numbers_of_the_first_scheme(found):
    shown = depth.formulas(found, "relu")
    assert r"\text{he normal: } \sigma_w^2 = n \, \mathrm{Var}(w) = 2" in shown
    assert "= 1, " in shown
    assert r"\varphi" in depth.formulas(found, "tanh")


def test_narrow_networks_die_and_it_is_drawn_as_exactly_zero():
    found = depth.measure(lab.vary(START, {"network.hidden": (2,) * 30}), networks=40)
    assert found.facts["dead"][0] > 20
    assert depth.headline(found, "relu") == "With he normal, nothing is left after the last layer."
    assert "is exactly 0 for all examples." in depth.typical(found)
    chart = depth.through(found.signal, "Signal").to_dict()
    assert "exactly 0" in str(chart)
    line, name = chart["layer"][-1]["layer"]
    assert line["mark"]["strokeDash"] == [5, 4]
    assert name["encoding"]["text"] == {"value": "theory"}


def test_networks_are_drawn_in_portions_without_a_difference(found, monkeypatch):
    monkeypatch.setattr(depth, "CHUNK", 3000)
    some = depth.measure(changed(), networks=7)
    monkeypatch.undo()
    assert some.signal.equals(depth.measure(changed(), networks=7).signal)
    with pytest.raises(lab.progress.Cancelled):
        depth.measure(changed(), networks=7, cancelled=lambda: True)


def test_guessing_costs_the_entropy_of_the_classes():
    iris = lab.Experiment(data=lab.Data("iris"), network=lab.Network(output="softmax"))
    assert learning.guessing(iris) == pytest.approx(np.log(3))


@pytest.mark.parametrize("border", [0, 1, 4, 19, 20])
def test_the_deepest_that_learns_is_found_by_halving(border, monkeypatch):
    def learns(layers, _):
        return pd.Series({"he normal": layers <= border})

    monkeypatch.setattr(learning, "learned", learns)
    monkeypatch.setattr(learning.spread, "curves", lambda run: run)
    reach, tried = learning.reached(lambda _, deep, **__: len(deep.network.hidden), START, ["he_normal"])
    assert reach == {"he normal": max((depth for depth in [0, *learning.LAYERS] if depth <= border), default=0)}
    assert len(tried) <= 5


@pytest.mark.parametrize(
    ("reach", "layers", "said"),
    [
        ({"he normal": 2, "glorot normal": 1}, 20, "he normal works up to 2 hidden layers; glorot normal up to 1."),
        (
            {"he normal": 2, "glorot normal": 0},
            2,
            "he normal works with 2 hidden layers; glorot normal not even with one.",
        ),
        ({"he normal": 0}, 20, "he normal does not even work with one hidden layer."),
        ({"a": 3, "b": 3}, 3, "every scheme works with 3 hidden layers."),
        ({"a a": 20, "b b": 0}, 20, "a a works with at least 20 hidden layers; b b not even with one."),
    ],
)
def test_how_deep_it_learns_is_the_headline(reach, layers, said):
    assert learning.how_deep(reach, layers) == f"At this rate and length, {said}"
    assert fits(learning.how_deep(reach, layers))


def test_a_network_that_is_trained_says_what_learning_is():
    answer = lab.ask("depth", train=True, layers=1, width=2, networks=10, epochs=10)
    assert answer.note.startswith("It works where the median of 16 networks has learned: after 10 epochs at rate 0.05")
    assert fits(answer.headline)
    assert re.search(
        r"learned with 1 hidden layer: \d+ of 16 from he normal \(the middle 90 % cost 0\..+ of 16 from",
        answer.figures()[0].caption,
    )


def test_beyond_the_deepest_that_is_trained_the_signal_alone_is_told(monkeypatch):
    monkeypatch.setattr(depth, "DEEPEST", 1)
    answer = lab.ask("depth", train=True, layers=3, width=2, networks=10, epochs=10, schemes=["he normal"])
    assert "Tried: 1 hidden layers of 2 relu units." in answer.note
    assert "Before training, through all 3: with he normal, " in answer.note


def test_the_mean_square_of_sigmoids_is_the_one_that_is_drawn():
    answer = lab.ask("depth", activation="sigmoid", networks=10, layers=2)
    found = depth.measure(answer.experiment, ["he_normal", "glorot_normal"], 10)
    low, high = sorted(figure(level, 2) for level in found.signal.groupby("scheme")["mid"].last())
    assert answer.headline.endswith(f"after the last layer the mean square is {low} to {high}.")
    assert fits(answer.headline)
    assert "ReLU" not in depth.why(found, "sigmoid")


def test_until_it_is_known_that_is_said_and_then_every_depth_that_was_tried_is_drawn():
    shown = []
    answer = lab.ask("depth", train=True, layers=2, width=2, networks=10, epochs=10, compute=Compute(show=shown.append))
    assert {each.headline for each in shown} == {
        "Not known yet: one depth after the other is trained, from 2 layers down."
    }
    drawn = answer.figures()[0]
    (ends,) = (frame for frame in drawn.frames.values() if "layers" in frame)
    assert set(ends["layers"]) <= {1, 2}
    assert ends.groupby("layers")["scheme"].nunique().eq(2).all()
    assert set(drawn.frames) == set(shown[-1].figures()[0].frames)


@pytest.mark.parametrize("scheme", ["glorot normal", "normal"])
def test_the_run_to_take_along_has_the_scheme_that_is_shown(scheme):
    assert lab.ask("depth", schemes=(scheme,), layers=2, networks=10).experiment.init.scheme == scheme.replace(" ", "_")


def test_why_has_the_factors_of_the_layers_on_screen_and_the_error_on_its_way_back():
    """tanh of ten layers was said to keep a millionth of 20, and He's growing error was not told."""
    answer = lab.ask("depth", activation="tanh", layers=10, networks=10)
    facts = depth.measure(answer.experiment, ["he_normal", "glorot_normal"], 10).facts["back"]
    told = answer.blocks[1].text
    assert "In every later one, of 50 inputs and 50 units, it is at most 50 · 2/50 = 2 from he normal; " in told
    assert f"{facts[0]:.2g} from he normal; {facts[1]:.2g} from glorot normal." in told
    assert facts[0] > 1 > facts[1]


def test_variance_and_spread_are_told_apart_and_are_those_that_keras_draws():
    told = depth.why(depth.measure(changed(), ["he_normal", "glorot_normal"], 10), "relu")
    assert "He's weights have the variance 2/n_in" in told
    assert "Glorot's have 2/(n_in + n_out), which is 1/n between layers of n units each" in told
    assert "√(2/n_in) and √(1/n). So of √(2/n) and 1/n the one is a spread, the other a variance." in told
    for initializer, variance in (
        (keras.initializers.HeNormal(0), 2 / 400),
        (keras.initializers.GlorotNormal(0), 1 / 400),
    ):
        drawn = np.asarray(initializer((400, 400)))
        assert drawn.var() == pytest.approx(variance, rel=4 * np.sqrt(2 / drawn.size))
        assert drawn.std() == pytest.approx(np.sqrt(variance), rel=4 * np.sqrt(1 / drawn.size))


def test_two_layers_leave_what_the_factors_on_screen_make_and_the_first_is_not_the_second():
    """Factors of 1/2 "each" were said to leave 0.25, and 1.74 % was measured."""
    answer = lab.ask("depth", layers=2, networks=300)
    found = depth.measure(answer.experiment, ["he_normal", "glorot_normal"], 300)
    glorot = found.facts.set_index("scheme").loc["glorot normal"]
    told = answer.blocks[1].text
    assert "2 · 2/(2 + 50) · 1/2 = 0.0385 from glorot normal" in told
    assert "50 · 2/(50 + 50) · 1/2 = 0.5 from glorot normal" in told
    assert "Both layers together leave, by theory, 100 % from he normal; 1.9 % from glorot normal." in told
    assert glorot["kept_law"] == pytest.approx(2 / 52 * 0.5)
    assert glorot["kept_mean"] == pytest.approx(2 / 52 * 0.5, rel=0.1)
    assert answer.headline.endswith(f"; with glorot normal, about {100 * glorot['kept']:.2g} % is left.")
    assert "1/2 each" not in told


def test_a_median_below_the_factor_of_one_is_told_with_the_mean_beside_it():
    answer = lab.ask("depth")
    he = depth.measure(answer.experiment, ["he_normal"], 100).facts.iloc[0]
    told = answer.blocks[1].text
    assert "100 % from he normal" in told
    assert "a few large ones carry the mean, so more than half of them lie below it." in told
    assert f"keep {100 * he['kept_mean']:.2g} % in the mean and {100 * he['kept']:.2g} % in the median network" in told
    assert answer.headline.startswith(f"With he normal, about {100 * he['kept']:.2g} % of the signal is left; ")


def test_what_is_not_so_is_not_said():
    narrow = depth.why(depth.measure(lab.vary(START, {"network.hidden": (2,) * 50}), networks=20), "relu")
    assert "not a number" not in narrow  # of an error of 0, over 0
    one = depth.why(depth.measure(changed(**{"network.hidden": (20,)}), networks=20), "relu")
    assert "In every later one" not in one
    assert "That leaves, by theory, 100 % from he normal." in one
    scaled = depth.why(depth.measure(changed(**{"init.scale": 1.1}), networks=20), "linear")
    assert "(All kernels are taken times 1.1 here, so variances times 1.21.)" in scaled
    assert "20 · 0.121 = 2.42 from he normal" in scaled


@pytest.mark.parametrize("train", [False, True])
def test_the_data_are_named(train):
    answer = lab.ask("depth", layers=1, width=2, networks=10, epochs=10, data="circles", train=train)
    assert "Data: Two circles" in answer.note


def test_who_asks_for_the_roots_is_shown_this_page():
    for asked in ("Why sqrt(2/n) and 1/n?", "Why He sqrt(2/n) and Xavier 1/n?"):
        assert lab.find(asked)[0].question == "depth"


def test_every_headline_fits(found):
    for first, second in itertools.product((0.0, 1e-9, 0.0174, 0.351, 1234.5, 1.234e9, np.inf), repeat=2):
        given = replace(found, facts=found.facts.assign(kept=[first, second]))
        assert fits(depth.headline(given, "relu"))


@pytest.mark.parametrize(("layers", "verdict", "beside"), [(2, "does not vanish", 12), (12, "vanishes", 2)])
def test_the_gradient_of_few_sigmoid_layers_is_told_beside_that_of_many(layers, verdict, beside):
    """A reader whose two layers learn, and twelve do not, saw the gradient of one of them alone."""
    answer = lab.ask("depth", activation="sigmoid", layers=layers, networks=50)
    schemes = ["he_normal", "glorot_normal"]
    own, other = (
        np.sqrt(depth.measure(lab.vary(answer.experiment, {"network.hidden": (50,) * each}), schemes, 50).facts["back"])
        for each in (layers, beside)
    )
    told, there, *_ = answer.blocks[1].text.split(". ")
    assert told.startswith(
        f"Through {layers} layers the gradient {verdict}: of the size of the error in layer {layers}"
    )
    assert all(f"{depth.reasons.part(share)} from " in told for share in own)
    assert there.startswith(f"In a network of {beside} such layers it gets, by theory, ")
    told_of = depth.measure(answer.experiment, schemes, 50).facts["beside_back"]
    assert np.sqrt(told_of).to_numpy() == pytest.approx(other.to_numpy(), rel=0.2)


def test_two_layers_of_sigmoids_that_learn_are_there_to_try_and_are_found():
    """That they do, at ten times the rate, is measured by the page itself; here its settings."""
    assert depth.TWO in depth.TRY.values()
    slug, settings = question.from_address(
        next(hit.address for hit in lab.find("My 12 layer sigmoid network does not learn, the 2 layer one does")
             if hit.question == "depth")
    )  # fmt: skip
    assert (slug, settings["layers"], settings["rate"]) == ("depth", 12, 0.5)
    answer = lab.ask("depth", **depth.TWO | {"width": 20, "networks": 10})
    assert answer.headline == "At this rate and length, every scheme works with 2 hidden layers."
    assert answer.blocks[1].text.startswith("Through 2 layers the gradient does not vanish: ")


def test_what_keras_takes_unless_told_otherwise_is_said_where_the_rules_stand():
    kernel = keras.layers.Dense(3).kernel_initializer
    assert kernel.__class__.__name__ == "GlorotUniform"
    drawn = np.asarray(keras.initializers.GlorotUniform(0)((300, 500)))
    assert drawn.var() == pytest.approx(2 / 800, rel=0.02)
    assert "`glorot_uniform`" in depth.SCHEME
    assert "Keras's default is Glorot's, drawn uniformly (`glorot_uniform`): the same variance." in depth.reasons.RULES
    facts = depth.measure(changed(), ["glorot_normal", "glorot_uniform"], 200).facts
    assert facts["kept_law"][0] == facts["kept_law"][1]
    assert facts["kept_mean"][1] == pytest.approx(facts["kept_law"][1], rel=0.25)
