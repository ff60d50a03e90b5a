"""Many boundaries: each network's answers against plain Keras, the votes against counting, and what is said."""

from dataclasses import replace

import numpy as np
import pytest

import lab
from lab.questions.seed_effects import boundaries
from lab.questions.seed_effects.boundaries.contour import segments

SHORT = lab.vary(boundaries.START, {"training.epochs": 200})
X, Y = np.linspace(-1, 1, 21), np.linspace(-2, 2, 31)
PLANE = np.meshgrid(X, Y)


@pytest.fixture(scope="module")
def found():
    return boundaries.measure(SHORT, count=30)


def changed(found, **facts):
    """The same with other facts."""
    return replace(found, facts=found.facts | facts)


def test_the_votes_are_those_of_plain_keras_networks(found):
    import keras

    run = lab.train(SHORT, seeds=range(30), recorded=1)
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(4, "tanh"), keras.layers.Dense(1, "sigmoid")])
    middles = found.cells[["x1", "x2"]].to_numpy() / 2 + found.cells[["x1_end", "x2_end"]].to_numpy() / 2
    yes = np.zeros(len(middles))
    for seed in run.seeds:
        model.set_weights(run.keras_weights(seed))
        yes += model(middles.astype("float32")).numpy()[:, 0] > 0.5
    counted = np.minimum(yes, 30 - yes) / 30
    assert (np.abs(found.cells["against"] - counted) < 1e-3).mean() > 0.995  # a place on a line may fall on either side


def test_a_minority_is_counted_place_by_place():
    said = np.array([[0, 1, 2], [0, 1, 1], [0, 0, 0], [0, 1, 0]])
    assert boundaries.minority(said).tolist() == [0.0, 0.25, 0.5]
    assert np.isnan(boundaries.minority(said[:0])).all()


def test_a_boundary_lies_where_the_network_is_undecided(found):
    run = lab.train(SHORT, seeds=[3], recorded=1)
    lines = found.lines[found.lines["seed"] == 3]
    z = boundaries._logits(run, np.array([0]), lines[["x1", "x2"]].to_numpy(float))[0, :, 0]
    far = boundaries._logits(run, np.array([0]), found.cells[["x1", "x2"]].to_numpy())[0, :, 0]
    assert np.abs(z).max() < 0.1 * np.abs(far).max()


def test_more_networks_do_not_move_the_boundaries_of_the_first(found):
    fewer = boundaries.measure(SHORT, count=5)
    first = found.lines[found.lines["seed"] < 5].reset_index(drop=True)
    assert fewer.lines.equals(first)


def test_three_classes_have_boundaries_too():
    spiral = lab.vary(
        SHORT, {"data.name": "spiral", "data.noise": 0.02, "network.output": "softmax",
                "training.loss": "categorical_crossentropy", "training.epochs": 50},
    )  # fmt: skip
    three = boundaries.measure(spiral, count=4)
    assert set(three.lines["seed"]) == {0, 1, 2, 3}
    assert three.cells["against"].max() <= 0.75
    assert sorted(three.points["group"].unique()) == ["class 0", "class 1", "class 2"]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"kept": 0}, "(0 networks, one seed each, 200 epochs"),
        ({"right": 30}, "All 30 networks have all 60 examples right, and yet in "),
        ({"right": 0}, "Not one of 30 networks has all 60 examples right, and in "),
        ({"right": 7, "disputed": 0.002}, "7 of 30 networks have all 60 examples right, and in less than 1 % of"),
    ],
)
def test_the_answer_is_true_of_every_case(found, facts, sentence):
    case = changed(found, **facts)
    assert boundaries.note(case).startswith(sentence)
    for words in (boundaries.headline, boundaries.places, boundaries.formula):
        assert isinstance(words(case), str)


def test_every_square_holds_its_own_network(found):
    lines, points, frames = boundaries.placed(found)
    assert len(frames) == 25
    assert len(points) == 25 * 60
    for low, high in ((lines["x1"], lines["x1_end"]), (lines["x2"], lines["x2_end"])):
        assert (np.floor(low / 1.12 + 0.02) == np.floor(high / 1.12 + 0.02)).mean() > 0.99
    boundaries.squares(lines, points, frames).to_dict()
    boundaries.disagreement(found.cells, found.points).to_dict()


def test_networks_agree_on_the_examples_and_not_beyond():
    answer = lab.ask("boundaries")
    assert answer.headline.startswith("No: in ")
    assert "of 100 networks have all 60 examples right, and yet in " in answer.note
    assert "100 networks, one seed each, 1,000 epochs" in answer.note


def test_the_line_of_a_linear_field_is_exact():
    lines = segments(2 * PLANE[0] - PLANE[1] + 0.3, X, Y)
    for x, y in (lines[:, :2].T, lines[:, 2:].T):
        assert 2 * x - y + 0.3 == pytest.approx(np.zeros(len(x)), abs=1e-12)
    length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]).sum()
    assert length == pytest.approx(np.hypot(1.85, 3.7), rel=1e-9)  # from (-1, -1.7) to (0.85, 2)


def test_a_circle_has_its_circumference_and_is_closed():
    lines = segments(PLANE[0] ** 2 + PLANE[1] ** 2 - 0.637, X, Y)
    length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]).sum()
    assert length == pytest.approx(2 * np.pi * 0.637**0.5, rel=0.01)
    ends = np.round(np.concatenate([lines[:, :2], lines[:, 2:]]), 9)
    assert (np.unique(ends, axis=0, return_counts=True)[1] == 2).all()


@pytest.mark.parametrize("middle", [0.3, -0.3])
def test_a_saddle_is_cut_where_its_middle_says(middle):
    """Corners + - + -: with a positive middle the negative corners are cut off, each by a line of its own."""
    values = np.array([[1.0, -1.0], [-1.0, 1.0]]) + middle
    lines = segments(values, np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    assert len(lines) == 2
    corners = [(1, 0), (0, 1)] if middle > 0 else [(0, 0), (1, 1)]
    for corner in corners:
        near = np.hypot(*(lines.reshape(2, 2, 2).mean(axis=1) - corner).T).min()
        assert near < 0.5


def test_nothing_crosses_a_level_that_is_not_met_or_not_finite():
    assert segments(PLANE[0] + 5, X, Y).shape == (0, 4)
    assert segments(PLANE[0] * np.nan, X, Y).shape == (0, 4)


def test_another_level_is_another_line():
    assert segments(PLANE[0], X, Y, level=0.42)[:, 0] == pytest.approx(0.42)
