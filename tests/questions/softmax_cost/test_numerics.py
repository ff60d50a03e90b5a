"""Why does everyone say from_logits=True? Each way against the theory, plain Keras, and a loop by hand."""

import math

import numpy as np
import pytest

import lab
from lab.compute import Compute
from lab.laws import overflow as laws
from lab.questions.softmax_cost import numerics as question
from lab.questions.softmax_cost.numerics import gaps as numerics
from lab.questions.softmax_cost.numerics import in_keras
from lab.questions.softmax_cost.numerics.ways import WAYS, ways

FROM_LOGITS = ["from_logits=True", "softmax layer"]
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
    frame = in_keras.in_fit(20.0).set_index("code")
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
        (("float16",), "`precision` must be one of 'float32', 'float64'; got 'float16'. Did you mean 'float64'?"),
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


def test_the_answer_of_float32():
    found = numerics.over_gaps("float32")
    stops = "From probabilities nothing is learned once the wrong logit leads by 16.1;"
    assert question.headline(found, numerics.learning("float32", 20)) == (
        "Plain probabilities teach nothing once the wrong logit leads by 16.1; logits do, and so does a last softmax "
        "layer."
    )
    still = numerics.learning("float32", 20).assign(gap=20.0)
    assert question.headline(found, still) == f"{stops} from the logits a lead of 20 stays."
    assert question.headline(found, numerics.learning("float32", 15)) == f"{stops} a lead of 15 shrinks either way."
    assert question.note(found, "float32", 120) == (
        "Written out in float32 the cost is lost from 88.7 on (not a number). From probabilities it ends stuck at "
        "16.1. From the logits it is right at all 20,001 gaps up to 120, and so it is with Keras's softmax layer."
    )


def test_the_sentence_promises_nothing_beyond_reach():
    near = numerics.over_gaps("float64", 10)
    assert question.headline(near, numerics.learning("float64")).startswith("At these gaps it makes no difference")
    assert question.note(near, "float64", 10).startswith("Written out in float64 it is right up to 10.")
    assert numerics.borders("float32", 10, numerics.MOVES[0]).empty


def test_a_falling_logit_is_lost_bit_by_bit():
    found = numerics.over_gaps("float32", 120, numerics.MOVES[1])
    assert "on (imprecise, then infinite)." in question.note(found, "float32", 120)


def test_codes_get_their_ticks():
    table = in_keras.table(in_keras.in_fit(20.0), 20.0)
    assert table.loc['✓ Dense(2, "softmax")'].tolist() == ["20", "−1"]
    assert table.loc['✓ Dense(2, "softmax"), from_logits=True (Keras warns)'].tolist() == ["20", "−1"]
    assert table.loc['– Dense(2, "softmax"), Reshape'].tolist() == ["16.12 (clipped)", "0"]
    assert table.loc['– Dense(2, "softmax"), Reshape, from_logits=True', "Cost"] == "1.3133"
    assert in_keras.table(in_keras.in_fit(2.0), 2.0).index.str.startswith("✓").sum() >= 5


def test_what_became_of_the_gap_is_told_for_each_way():
    says = numerics.learned(numerics.learning("float32", 100.0, steps=3))
    assert says == (
        "The gap 100 after 3 steps: from_logits=True: 94; softmax layer: 94; from probabilities: stays at 100; "
        "plain NumPy: not a number."
    )


@pytest.mark.parametrize(("gap", "precision"), [(2, "float32"), (100, "float32"), (100, "float64")])
def test_formulas_carry_the_gap(gap, precision):
    text = question.formula(gap, precision)
    assert f"e^{{{gap}}}" in text
    assert (r"\infty" in text) == ((gap, precision) == (100, "float32"))


def test_why_the_left_side_is_lost_too_is_said_where_it_is(setting):
    precision, _, move, found = setting
    says = question.on_the_left(found, numerics.MOVES[move])
    border = {"float32": "−104", "float64": "−745"}[precision]
    assert (f"the cost is not a number from a gap of {border} on: the wrong class's power is 0" in says) == (move == 0)
    assert says in question.why(precision, says)


def test_nothing_is_said_of_the_left_side_where_it_is_right():
    assert question.on_the_left(numerics.over_gaps("float32", 30), numerics.MOVES[0]) == ""


def test_no_label_of_the_axis_is_left_out_where_the_picture_is_low():
    axes = [figure.spec["layer"][0]["encoding"]["y"]["axis"] for figure in lab.ask("numerics").figures()[::2]]
    assert [axis["labelOverlap"] for axis in axes] == [False, False]


@pytest.mark.parametrize("quantity", numerics.QUANTITIES)
def test_the_picture_draws_what_is_lost_in_its_row(quantity):
    found = numerics.over_gaps("float32")
    dots, axis = numerics.places(found, quantity, 120)
    assert dots["way"].unique().tolist() == list(numerics.WAYS)
    lost = dots.query("way == 'plain NumPy' and gap > 88.8")
    assert (lost["place"] == axis.no_number).all()
    assert set(lost["says"]) == {"not a number"}
    assert not dots.duplicated(["gap", "place"]).any()
    line, borders = numerics.right(quantity, 120), numerics.borders("float32", 120, numerics.MOVES[0])
    spec = numerics.picture(dots, line, borders, axis, "Cost").to_dict()
    words = [each["mark"]["dy"] for each in spec["layer"] if each["encoding"].get("text", {}).get("field") == "says"]
    assert len(words) == len(set(words)) == len(borders)
    assert max(words) < 0
    shapes = spec["layer"][-1]["encoding"]["shape"]["scale"]
    assert shapes["domain"] == list(numerics.WAYS)
    assert len(set(shapes["range"])) == 4
    assert len(dots) < 500
    assert np.isfinite(dots["place"]).all()


def test_the_precision_s_own_limit_is_told():
    assert "In float32 they are infinite above a logit of 88.7" in question.why("float32")
    assert "In float64 they are infinite above a logit of 710" in question.why("float64")


def test_a_coarse_answer_is_seen_before_keras_models_are_compiled():
    shown = []
    full = lab.ask("numerics", reach=30, compute=Compute(show=shown.append))
    assert shown[0].headline == full.headline
    assert len(shown[0].blocks) < len(full.blocks)
    assert [each.says for each in shown[0].figures()] == [each.says for each in full.figures()]
