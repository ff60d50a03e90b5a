"""S03: with the target's logit alone: what it learns, how its weights grow, and what is said about it."""

import numpy as np
import pytest

import lab
from lab.laws import target_only as laws
from lab.softmax import target_only, target_only_drawn
from lab.softmax import target_only_words as words

RELU, TANH = (target_only.NETWORKS[name] for name in ("25 ReLU units", "25 tanh units"))


def compared(seeds=2, **values):
    """A comparison with some fields changed: dots written as double underscores."""
    return target_only.compare(
        lab.vary(target_only.START, {key.replace("__", "."): value for key, value in values.items()}), range(seeds)
    )


@pytest.fixture(scope="module")
def plain():
    return compared(training__epochs=60)


@pytest.fixture(scope="module")
def relu():
    return target_only.compare(lab.vary(target_only.START, RELU | {"training.epochs": 80}), range(2))


@pytest.fixture(scope="module")
def tanh():
    return target_only.compare(lab.vary(target_only.START, TANH | {"training.epochs": 40}), range(2))


def last(found, way, quantity):
    """The median at the last epoch."""
    curves = found.curves
    return curves[(curves["way"] == way) & (curves["quantity"] == quantity)]["mid"].iloc[-1]


def test_without_a_hidden_layer_it_learns_but_less(plain):
    """S03 is true in part: measured once by a loop of its own, 100 epochs at rate 0.5: 0.8826 against 0.9343."""
    full, only = (last(plain, way, "accuracy") for way in (target_only.FULL, target_only.ONLY))
    assert 0.8 < only < full < 0.95


def test_pixels_are_never_negative_so_no_output_weight_ever_falls(plain):
    fell = plain.ends.set_index(["way", "seed"])["fell"]
    assert not fell[target_only.ONLY].any()
    assert fell[target_only.FULL].all()


def test_what_all_classes_share_stays_with_the_full_gradient_and_grows_without(plain):
    """The columns of a - y sum to 0, so the shared part of the kernel is conserved; the target's part alone adds up."""
    ends = plain.ends.set_index(["way", "seed"])
    before = ends.loc[target_only.FULL, "start"] ** 2
    ways = (target_only.FULL, target_only.ONLY)
    shared = {way: ends.loc[way, "common"] * ends.loc[way, "size"] ** 2 for way in ways}
    assert (shared[target_only.FULL] < before).all()
    assert (shared[target_only.ONLY] > 10 * before).all()
    first = lab.initial.starts(plain.experiment, [0])[0][0].astype(float)
    assert shared[target_only.FULL][0] == pytest.approx(10 * (first.mean(axis=1) ** 2).sum(), rel=1e-4)


@pytest.mark.parametrize("name", ["plain", "tanh"])
def test_bounded_steps_stay_below_their_straight_line(name, request):
    found = request.getfixturevalue(name)
    size = found.curves.query("way == @target_only.ONLY and quantity == 'size'")
    assert (size["high"].to_numpy() <= found.law["value"].to_numpy() + 1e-9).all()
    assert found.law["value"].iloc[-1] < 5 * size["mid"].iloc[-1]  # and the line is worth drawing


def test_relu_units_explode_at_the_rate_of_the_law(relu):
    """The claim is right here: measured 1.475, the law 1.479 an epoch."""
    assert relu.factor == pytest.approx(relu.foretold, rel=0.01)
    assert relu.foretold == pytest.approx(1.4788, abs=1e-4)
    assert words.explodes(relu)
    assert last(relu, target_only.ONLY, "accuracy") < 0.2
    assert relu.law.empty


def test_the_two_directions_of_one_example_are_never_more_than_45_degrees_apart():
    draws = np.random.default_rng(0)
    for classes in (2, 3, 10):
        logits = draws.normal(scale=5, size=(500, classes))
        a = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        full = a - np.eye(classes)[0]
        cosines = -full[:, 0] / np.linalg.norm(full, axis=1)
        assert np.degrees(np.arccos(np.clip(cosines, -1, 1))).max() <= 45 + 1e-4
    equal = np.full(10, 0.1) - np.eye(10)[3]
    assert laws.angle(10) == pytest.approx(np.degrees(np.arccos(0.9 / np.linalg.norm(equal))), abs=1e-9)


def test_the_sentences_say_what_was_measured(plain, relu, tanh):
    assert words.verdict(plain).startswith("After 60 epochs (medians of 2 runs) the full gradient gets 9")
    assert "but do not explode: twice the epochs make them 1." in words.verdict(plain)
    assert "**Not here:** the gradient of a logit is a − 1" in words.claims(plain)
    assert "not one output weight was ever smaller than before" in words.claims(plain)
    assert "no better than always naming the same class (10.2 %). Its output weights explode: × 1.47" in (
        words.verdict(relu)
    )
    assert "**Here they do:** × 1.47" in words.claims(relu)
    assert "(the law says 1.479)" in words.claims(relu)
    assert "**Not quite:** some output weights do get smaller" in words.claims(tanh)
    assert "bounded because the hidden values are" in words.claims(tanh)
    assert "1.4788" in words.growth_formula(relu)
    assert words.growth_formula(plain).startswith("|W_T|")


def test_what_overflows_is_said_and_drawn_as_diverged():
    found = compared(
        1, network__hidden=(4,), network__activation="relu", training__epochs=120, training__learning_rate=1e4
    )
    assert found.ends.set_index("way")["diverged"][target_only.ONLY]
    assert "the target's logit alone has diverged. Its output weights explode" in words.verdict(found)
    assert "beyond all numbers in 1 of 1 runs" in words.verdict(found)
    _, lost, _ = target_only_drawn.accuracy(found)
    assert "diverged" in lost["says"].tolist()
    curves, _, axis = target_only_drawn.sizes(found, "size")
    assert curves.query("way == @target_only.ONLY")["mid"].iloc[-1] == axis.diverged
    assert words.table(found).loc[target_only.ONLY, "right"] == "diverged"


def test_few_epochs_of_relu_units_are_not_called_an_explosion():
    found = compared(1, network__hidden=(25,), training__epochs=2, training__learning_rate=0.01)
    assert "**Not yet:** in these 2 epochs the output weights get 1.0 times as large." in words.claims(found)
    curves, law, _ = target_only_drawn.sizes(found, "size")
    assert law.empty
    assert len(curves) == 2 * 3


def test_relu_weights_that_have_not_exploded_yet_are_not_promised_not_to():
    slow = {**target_only.NETWORKS["25 ReLU units"], "training.learning_rate": 0.05}
    curved = target_only.compare(lab.vary(target_only.START, {**slow, "training.epochs": 100}), seeds=range(2))
    assert not words.explodes(curved)
    assert "faster than a straight line: twice the epochs make them 5.0 times as large" in words.verdict(curved)
    assert "in these 100 epochs the output weights get 6.4 times as large" in words.claims(curved)
    short = target_only.compare(lab.vary(target_only.START, {**slow, "training.epochs": 10}), seeds=range(2))
    assert "and have not exploded so far: twice the epochs" in words.verdict(short)
    assert "do not explode" not in words.verdict(short)


def test_where_neither_way_learns_both_are_said_not_to():
    slow = {**target_only.NETWORKS["25 sigmoid units"], "training.learning_rate": 0.05, "training.epochs": 10}
    neither = target_only.compare(lab.vary(target_only.START, slow), seeds=range(2))
    assert "; both are no better than always naming the same class (10.2 %)." in words.verdict(neither)
