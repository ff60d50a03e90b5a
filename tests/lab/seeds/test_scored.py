"""Examples held out: nothing is lost or used twice, and scores are those of plain Keras."""

import re
from dataclasses import replace

import numpy as np
import pytest

import lab
from lab.seeds import scored
from lab.seeds.scored import SCORES

SPIRAL = scored.examples_of("spiral")


def test_every_example_is_trained_on_or_held_out_and_none_is_both():
    parts = scored.split(SPIRAL, 60, seed=3)
    x, y = lab.data.load(SPIRAL, "float64")
    trained, targets = lab.data.load(parts.training, "float64")
    both = np.concatenate([np.column_stack([trained, targets]), np.column_stack([parts.x, parts.y])])
    assert sorted(map(tuple, both)) == sorted(map(tuple, np.column_stack([x, y])))
    assert len(trained) == 60


def test_another_seed_draws_another_split_of_the_same_examples():
    first, second = (scored.split(SPIRAL, 60, seed=seed).x for seed in (0, 1))
    assert not np.array_equal(first, second)
    assert np.array_equal(first, scored.split(SPIRAL, 60, seed=0).x)


@pytest.mark.parametrize(
    ("data", "examples", "message"),
    [
        (lab.Data("line"), 5, "A split is for data with classes; these targets are numbers."),
        (lab.Data("iris"), 150, "`examples` must be a whole number from 2 to 149; got 150."),
        (lab.Data("iris"), 2, "These 2 training examples have none of some class; take more, or another seed."),
    ],
)
def test_what_cannot_be_split_is_refused(data, examples, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        scored.split(data, examples)


@pytest.mark.parametrize("name", ["circles", "spiral"])
def test_scores_are_those_of_plain_keras_on_the_same_weights(name):
    import keras

    data = scored.examples_of(name)
    output, loss = ("sigmoid", "binary_crossentropy") if name == "circles" else ("softmax", "categorical_crossentropy")
    experiment = replace(
        scored.START, data=data,
        network=lab.Network(hidden=(8,), activation="relu", output=output),
        training=replace(scored.START.training, loss=loss, epochs=20),
    )  # fmt: skip
    parts = scored.split(data, 100)
    run = lab.train(scored.trained_on(experiment, 100), seeds=[4], recorded=1)
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(8, "relu"),
                              keras.layers.Dense(parts.y.shape[1], output)])  # fmt: skip
    model.set_weights(run.keras_weights(seed=4))
    said = model(parts.x.astype("float32")).numpy().astype(float)
    right = (said > 0.5) == parts.y if name == "circles" else said.argmax(axis=1) == parts.y.argmax(axis=1)
    losses = -np.log(np.where(parts.y > 0, said, 1 - said if name == "circles" else 1.0)).sum(axis=1)
    assert SCORES["held-out accuracy"].of(run, [parts])[0, 0] == pytest.approx(100 * right.mean(), abs=1e-9)
    assert SCORES["held-out cost"].of(run, [parts])[0, 0] == pytest.approx(losses.mean(), rel=1e-4)
    assert SCORES["training cost"].of(run, [parts])[0, 0] == run.loss[0, 0, -1]
    assert SCORES["training accuracy"].of(run, [parts])[0, 0] == 100 * run.accuracy[0, 0, -1]


def test_a_diverged_run_has_no_score():
    run = lab.train(scored.trained_on(scored.START, 100), seeds=[0, 1], recorded=1)
    run.loss[0, 1, -1] = np.inf
    scores = SCORES["held-out accuracy"].of(run, [scored.split(scored.START.data, 100)])
    assert np.isfinite(scores[0, 0])
    assert np.isnan(scores[0, 1])


def test_equally_good_seeds_spread_as_the_examples_make_them():
    """The deviation of a deviation of 400 numbers is its 28th part: 4 of these."""
    draws = np.random.default_rng(5)
    easy = draws.uniform(size=300)  # for all seeds alike
    right = 100.0 * (draws.uniform(size=(400, 300)) < easy)
    assert scored.by_examples(right) == pytest.approx(right.mean(axis=1).std(ddof=1), rel=4 / 28)
    assert scored.by_examples(right + draws.normal(size=(400, 1))) == pytest.approx(scored.by_examples(right))
    assert np.isnan(scored.by_examples(right[0]))
