"""Logits far apart: each way of computing the cost against the laws, plain Keras, and a loop by hand."""

import math

import numpy as np
import pytest

from lab.laws import overflow as laws
from lab.softmax import keras_codes, numerics, one_unit
from lab.softmax.ways import WAYS, ways

FROM_LOGITS = ["log-sum-exp", "from_logits=True", "softmax layer"]
FOUND = [("float32", 120, 0), ("float32", 120, 1), ("float64", 1000, 0), ("float64", 1000, 1)]


@pytest.fixture(scope="module", params=FOUND, ids=str)
def setting(request):
    precision, reach, move = request.param
    return precision, reach, move, numerics.over_gaps(precision, reach, numerics.MOVES[move])


def limit(found, way, quantity, side="wrong"):
    """The row of a way."""
    return found.limits.query(f"way == {way!r} and quantity == {quantity!r} and side == {side!r}").iloc[0]


def test_written_out_it_is_lost_where_the_law_says(setting):
    """L22: above 88.72 in float32 and 709.78 in float64 if a logit rises; if it falls, where its power vanishes."""
    precision, reach, move, found = setting
    step = reach / numerics.STEPS
    first, rises = limit(found, "plain NumPy", "cost"), move == 0
    if rises:
        assert laws.highest(precision) < first["first"] <= laws.highest(precision) + 1.01 * step
    else:  # numbers that are no longer normal have few digits left
        assert -laws.lowest(precision, flushed=True) < first["first"] <= -laws.lowest(precision) + 1.01 * step
    assert first["ends"] == ("not a number" if rises else "infinite")


def test_even_where_the_network_is_right_the_written_out_cost_is_lost(setting):
    precision, reach, move, found = setting
    lost = limit(found, "plain NumPy", "cost", "right")
    border = -laws.lowest(precision) if move == 0 else laws.highest(precision)
    assert lost["first"] == pytest.approx(border, abs=1.01 * reach / numerics.STEPS)
    assert lost["ends"] == "not a number"


def test_tensorflow_loses_it_between_its_smallest_normal_number_and_the_smallest_at_all(setting):
    precision, reach, _, found = setting
    first = limit(found, "plain TensorFlow", "gradient")["first"]
    assert -laws.lowest(precision, flushed=True) <= first + reach / numerics.STEPS
    assert first <= -laws.lowest(precision) + reach / numerics.STEPS


def test_from_logits_and_the_softmax_layer_are_right_at_every_gap(setting):
    """L22: from_logits does not overflow; nor does a softmax layer, as Keras hands its logits on."""
    found = setting[-1]
    for way in FROM_LOGITS:
        assert found.limits.loc[found.limits["way"] == way, "first"].isna().all(), way


def test_from_probabilities_the_gradient_is_exactly_0_beyond_the_clip(setting):
    precision, reach, _, found = setting
    gradient, cost = (limit(found, "from probabilities", quantity) for quantity in ("gradient", "cost"))
    assert gradient["first"] == pytest.approx(laws.clipped_at(), abs=1.01 * reach / numerics.STEPS)
    assert (gradient["ends"], gradient["value"]) == ("stuck", 0.0)
    assert cost["ends"] == "stuck"
    assert cost["value"] == pytest.approx(-math.log(1e-7), rel=1e-6)


def test_the_curves_hold_every_way_and_are_few_enough_to_draw(setting):
    curves = setting[-1].curves
    assert curves["way"].unique().tolist() == list(WAYS)
    assert len(curves) == len(WAYS) * (numerics.DRAWN + 1)
    assert curves["gap"].abs().max() == setting[1]


@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_where_all_ways_are_right_they_agree_with_tensorflow_s_own_op(precision):
    import tensorflow as tf

    z = np.random.default_rng(0).uniform(-6, 6, (50, 2)).astype(precision)
    y = np.tile(np.array([1.0, 0.0], precision), (50, 1))
    with tf.GradientTape() as tape:
        logits = tf.Variable(z)
        cost = tf.nn.softmax_cross_entropy_with_logits(y, logits)
    expected = tape.gradient(cost, logits).numpy()
    close = 2e-5 if precision == "float32" else 1e-12
    for name, way in ways(precision).items():
        got = way(z)
        assert got[0] == pytest.approx(cost.numpy(), rel=close, abs=close), name
        assert got[1] == pytest.approx(expected, rel=close, abs=close), name


def test_states_are_told_apart():
    values = [1.0, 1.0005, 1.1, 16.0, np.nan, np.inf, -np.inf, 0.0]
    law = [1.0, 1.0, 1.0, 20.0, 1.0, 1.0, 1.0, 1e-7]
    assert numerics.state(values, np.array(law), 16.0).tolist() == [
        "right", "right", "off", "stuck", "not a number", "infinite", "infinite", "right",
    ]  # fmt: skip


@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_a_wrong_start_is_unlearned_from_logits_and_never_from_probabilities(precision):
    gaps = numerics.learning(precision, gap=20.0, rate=1.0, steps=30).pivot(index="step", columns="way", values="gap")
    expected = [20.0]
    for _ in range(30):  # both logits move by the wrong class's probability
        expected.append(expected[-1] - 2 / (1 + math.exp(-expected[-1])))
    for way in ("from_logits=True", "softmax layer", "plain NumPy"):
        assert gaps[way].to_numpy() == pytest.approx(expected, abs=1e-4), way
    assert (gaps["from probabilities"] == 20.0).all()


def test_written_out_a_start_too_far_off_becomes_no_number():
    gaps = numerics.learning("float32", gap=89.0, steps=2).pivot(index="step", columns="way", values="gap")
    assert np.isnan(gaps["plain NumPy"].to_numpy()[1:]).all()
    assert gaps["from_logits=True"].iloc[-1] == pytest.approx(85.0)
    assert numerics.learning("float32", gap=88.0, steps=2)["gap"].notna().all()


def test_the_softmax_layer_of_a_plain_keras_model_learns_in_fit():
    """The same gap of 20, by `model.fit` and `evaluate` as anybody would call them."""
    import keras

    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(2, "softmax", use_bias=False)])
    model.compile(keras.optimizers.SGD(1.0), "categorical_crossentropy")
    model.set_weights([np.array([[0.0, 20.0]])])
    x, y = np.ones((1, 1)), np.array([[1.0, 0.0]])
    assert model.evaluate(x, y, verbose=0) == pytest.approx(20.0, rel=1e-6)
    clipped = keras.losses.CategoricalCrossentropy()(y, model.predict(x, verbose=0))
    assert float(clipped) == pytest.approx(-math.log(1e-7), rel=1e-6)
    model.fit(x, y, epochs=5, verbose=0)
    gaps = numerics.learning("float32", gap=20.0, steps=5).query("way == 'softmax layer'")["gap"]
    assert np.diff(model.get_weights()[0][0])[0] == pytest.approx(gaps.iloc[-1], abs=1e-5)


def test_compiled_models_keep_the_logits_or_lose_them():
    frame = keras_codes.in_fit(20.0).set_index("code")
    kept = ["Dense(2), from_logits=True", 'Dense(2, "softmax")', 'Dense(2, "softmax"), from_logits=True']
    assert frame.loc[kept, "cost"].to_numpy() == pytest.approx([20.0] * 3, rel=1e-6)
    assert frame.loc[kept, "gradient"].to_numpy() == pytest.approx([-1.0] * 3, rel=1e-5)
    twice = 'Dense(2, "softmax"), Reshape, from_logits=True'
    assert frame.loc[twice, "cost"] == pytest.approx(math.log(1 + math.e), rel=1e-6)  # softmax of (0, 1)
    lost = frame.drop([*kept, twice])
    assert len(lost) == 3
    assert lost["cost"].to_numpy() == pytest.approx([-math.log(1e-7)] * 3, rel=1e-5)
    assert (lost["gradient"] == 0.0).all()
    assert frame["warned"].sum() == 1
    assert frame.loc[kept[2], "warned"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("float16",), "`precision` must be one of 'float32', 'float64'; got 'float16'."),
        (("float32", 0), "`reach` must be a whole number from 1 to 2,000; got 0."),
        (
            ("float32", 30, "both"),
            "`move` must be one of 'the wrong logit rises', 'the right logit falls'; got 'both'.",
        ),
    ],
)
def test_bad_input_gets_its_sentence(arguments, sentence, refused):
    with refused(sentence):
        numerics.over_gaps(*arguments)


def one_logit(logit, target):
    return keras_codes.of_one_logit(logit, target).set_index("code")


@pytest.mark.parametrize(("logit", "target"), [(20.0, 0), (-20.0, 1), (2.0, 0), (0.5, 1), (-40.0, 0), (17.0, 1)])
def test_one_logit_in_fit_is_what_plain_keras_prints(logit, target):
    """Loss, accuracy and step of `fit` on one example, model by model, against the two formulas written out."""
    frame = one_logit(logit, target)
    a = 1 / (1 + math.exp(-logit))
    right = math.log1p(math.exp(-logit if target else logit))
    kept = ["Dense(1), from_logits=True", 'Dense(1, "sigmoid")', 'Dense(1, "sigmoid"), from_logits=True']
    assert frame.loc[kept, "cost"].to_numpy() == pytest.approx([right] * 3, rel=1e-5, abs=1e-7)
    assert frame.loc[kept, "gradient"].to_numpy() == pytest.approx([a - target] * 3, abs=2e-6)
    twice = math.log1p(math.exp(-a if target else a))  # the probability, taken for a logit
    lost = frame.loc['Dense(1, "sigmoid"), Reshape, from_logits=True']
    assert lost["cost"] == pytest.approx(twice, rel=1e-6)
    assert frame.loc[kept[2], "later"] == pytest.approx(twice, rel=1e-6)
    taken = min(max(logit, 1e-7), 1 - 2.0**-23)  # the logit, taken for a probability
    bare = -math.log(taken if target else 1 - taken)
    assert frame.loc["Dense(1)", "cost"] == pytest.approx(bare, rel=1e-5, abs=2e-7)


def test_only_what_is_right_at_every_logit_gets_its_tick():
    for logit, target in [(20.0, 0), (-20.0, 0), (0.5, 1)]:
        frame = one_logit(logit, target)
        assert frame.index[frame["sound"]].tolist() == list(keras_codes.BINARY)[:3]
    assert frame["warned"].to_dict() == {
        code: "softmax" if "softmax" in code else "from_logits" if code == list(keras_codes.BINARY)[2] else ""
        for code in keras_codes.BINARY
    }


def test_a_bare_logit_on_the_wrong_side_ends_at_15_94_or_16_12_and_learns_nothing():
    for logit, target, end in [(20.0, 0, 15.9424), (1.5, 0, 15.9424), (-20.0, 1, 16.1181), (0.0, 1, 16.1181)]:
        bare = one_logit(logit, target).loc["Dense(1)"]
        assert bare["cost"] == pytest.approx(end, abs=1e-4)
        assert bare["gradient"] == 0.0


def test_accuracy_compares_a_logit_with_one_half():
    frame = one_logit(0.5, 1)
    assert frame.loc["Dense(1), from_logits=True", "accuracy"] == 0.0  # though its probability is 0.62
    assert frame.loc['Dense(1, "sigmoid")', "accuracy"] == 1.0


@pytest.mark.parametrize("logit", [-20.0, 0.0, 20.0])
def test_a_softmax_of_one_unit_says_1(logit):
    frame = one_logit(logit, 0)
    assert frame.loc['Dense(1, "softmax")', "output"] == 1.0
    assert frame.loc['Dense(1, "softmax")', "accuracy"] == 0.0
    lost = frame.loc['Dense(1, "softmax"), Reshape']
    assert lost["cost"] == pytest.approx(15.9424, abs=1e-4)
    assert lost["gradient"] == 0.0


def test_a_softmax_of_one_unit_is_as_accurate_as_class_1_is_frequent():
    frame = one_unit.trained()
    rows = frame.set_index("code")
    sigmoid, two, alone, lost, categorical = (rows.loc[code] for code in one_unit.LAYERS)
    assert frame["ones"][0] == pytest.approx(357 / 569)
    for row in (alone, lost, categorical):
        assert row["accuracy"] == pytest.approx(357 / 569)
        assert row["low"] == row["high"] == 1.0
    assert min(sigmoid["accuracy"], two["accuracy"]) > 0.97
    assert alone["last"] == pytest.approx(sigmoid["last"], rel=1e-5)  # in `fit`, Keras takes the logit
    assert lost["first"] == lost["last"] == pytest.approx(212 / 569 * 15.942385, rel=1e-5)
    assert lost["moved"] == 0.0
    assert categorical["first"] == categorical["last"] == 0.0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((101.0, 0), "`logit` must be a number from -100 to 100; got 101.0."),
        ((0.0, 2), "`target` must be a whole number from 0 to 1; got 2."),
    ],
)
def test_bad_input_of_one_logit_gets_its_sentence(arguments, sentence, refused):
    with refused(sentence):
        keras_codes.of_one_logit(*arguments)
