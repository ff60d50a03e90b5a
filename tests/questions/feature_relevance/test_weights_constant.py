"""A constant column: harmless until it is standardised; and L2 with the bias shrunk or spared, against Keras."""

import re

import keras
import numpy as np
import pytest

import lab
from lab.answer import Advice, Why
from lab.laws import relevance as law
from lab.questions.feature_relevance import weights
from lab.questions.feature_relevance.weights import columns, constant
from lab.relevance import linear
from lab.relevance.lines import STANDARDISED

L2 = weights.TRY["And L2?"]


def design(**asked):
    settings = dict(lab.question.keywords("weights", asked).values)
    settings.pop("decades")
    return linear.examples(columns.asked(**settings)[0])


def read(kind, **asked):
    return next(block for block in lab.ask("weights", **asked).blocks if isinstance(block, kind)).text


def stepped(X, y, weights, regularizer=None, **decay):
    """The weights after ten steps of Keras from these."""
    layer = keras.layers.Dense(1, kernel_regularizer=regularizer)
    model = keras.Sequential([keras.Input((2,)), layer])
    layer.set_weights([weights[:-1, None], weights[-1:]])
    model.compile(keras.optimizers.SGD(0.03, **decay), "mse")
    model.fit(X[:, :-1], y, batch_size=len(y), epochs=10, verbose=0)
    return np.append(layer.kernel.numpy().ravel(), layer.bias.numpy())


def test_keras_rests_where_l2_is_said_to_end_with_the_bias_shrunk_by_its_optimizer_and_spared_by_its_regularizer():
    X, y = design(column="constant")
    both, alone = law.shrunk(X, y.ravel(), 0.1), constant.spared(X, y.ravel(), 0.1)
    regularizer = keras.regularizers.L2(0.1 / 2)
    assert stepped(X, y, alone, regularizer) == pytest.approx(alone, abs=1e-5)
    assert stepped(X, y, both, weight_decay=0.1) == pytest.approx(both, abs=1e-5)
    assert stepped(X, y, both, regularizer) != pytest.approx(both, abs=1e-3)
    assert stepped(X, y, alone, weight_decay=0.1) != pytest.approx(alone, abs=1e-3)
    assert alone[1] == 0


def test_of_l2_both_ends_are_told_that_of_the_bias_shrunk_and_that_of_the_bias_spared():
    X, y = design(**L2)
    both, alone = law.shrunk(X, y.ravel(), 0.1), constant.spared(X, y.ravel(), 0.1)
    answer = lab.ask("weights", **L2 | {"seeds": 10})
    assert answer.headline == (
        f"With L2 on the bias too, w2 ends at {both[1]:.3g}; with Keras's kernel_regularizer alone, b takes all: "
        "w2 is 0."
    )
    why = read(Why, **L2 | {"seeds": 10})
    assert f"from any start, at w1 {both[0]:.3g}, w2 {both[1]:.3g}, b {both[2]:.3g}." in why
    assert f"`kernel_regularizer` alone spares b, so b takes over all of it: w1 {alone[0]:.3g}, w2 0" in why
    assert "kernel_regularizer" not in read(Why, column="constant", seeds=1)


def test_a_constant_column_is_called_harmless_until_it_is_standardised():
    asked = {"column": "constant", "seeds": 1}
    X, _ = design(**asked)
    x = X[:, :-1]
    with np.errstate(invalid="ignore"):
        assert np.isnan(((x - x.mean(axis=0)) / x.std(axis=0))[:, 1]).all()
    kept = {"np": np, "x": x.copy()}
    exec(STANDARDISED, kept)
    assert kept["x"].shape == (len(x), 1)
    assert np.isfinite(kept["x"]).all()
    rates = [law.largest_rate(part) for part in (X, X[:, [0, 2]])]
    says = read(Advice, **asked)
    assert f"rate is {rates[0]:.3g} with it and {rates[1]:.3g} without it. But standardised" in says
    assert "it becomes NaN (not a number): (1 − 1) ÷ 0. The first line below leaves it out before that." in says
    assert "does no harm" not in read(Advice, seeds=1)
    assert ". Standardised as it is, (x − mean)" in read(Advice, **L2 | {"seeds": 1})
    assert "(0 − 0) ÷ 0" in read(Advice, column="zeros", seeds=1)


def test_a_constant_that_rounding_spreads_is_not_said_to_become_nan():
    X = np.column_stack([np.arange(6.0), np.full(6, 0.1), np.ones(6)])
    assert np.full(6, 0.1).std() > 0
    assert not constant.facts(X, None)["naive"]
    assert constant.facts(X * 10, None)["naive"]


@pytest.mark.parametrize(
    ("asked", "alone"),
    [
        ({"column": "a multiple of x1", "factor": 3.28, "rate": 1e-3, "epochs": 10_000}, "w1 3, w2 0"),
        ({"column": "x1 once more"}, "w1 3, w2 0"),
        ({"column": "constant"}, "w2 0, b 1"),
    ],
)
def test_a_split_is_said_to_be_not_wrong_only_not_unique_with_another_that_predicts_the_same(asked, alone):
    why = read(Why, seeds=10, **asked)
    said = re.search(r"So a split is not wrong, only not unique: (.+?) \(first run\) and (.+?) predict the same", why)
    assert said[2] == alone
    values = [
        {name: float(value.replace("−", "-")) for name, value in map(str.split, text.split(", "))}
        for text in said.groups()
    ]
    X, _ = design(**asked)
    names = ["w1", "w2", "b"]
    design_part = X[:, [names.index(name) for name in values[0]]]
    here, there = (design_part @ np.array(list(each.values())) for each in values)
    assert here == pytest.approx(there, abs=0.02 * np.abs(design_part).max())  # they are written with three digits
    assert why.endswith(": the start decides the rest. Any multiple of it stays, too.")
    assert "not unique" not in read(Why, seeds=10, decay=0.1, **asked)
    assert "not unique" not in read(Why, seeds=1)
