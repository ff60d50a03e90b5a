"""What is said about logits far apart, at every knob's ends; and what the pictures draw."""

import numpy as np
import pytest

from lab.charts.softmax import numerics as charts
from lab.softmax import keras_codes, numerics, one_output_words, one_unit
from lab.softmax import numerics_words as words


def test_the_sentence_of_float32():
    says = words.verdict(numerics.over_gaps("float32"), "float32", 120)
    assert says == (
        "From probabilities, the cost ends up stuck at 16.12, and once the wrong logit leads by 16.13 its gradient is "
        "exactly 0: learning stops. Written out in float32 it is lost from 88.73 on (not a number). From the logits it "
        "is right at all 20,001 gaps up to 120, and so it is for Keras's softmax layer: Keras hands its logits to the "
        "loss."
    )


def test_the_sentence_promises_nothing_beyond_reach():
    near = words.verdict(numerics.over_gaps("float64", 10), "float64", 10)
    assert near.startswith("A cost from probabilities is right up to a gap of 10. Written out in float64 it is right")
    assert words.borders("float32", 10, numerics.MOVES[0]).empty


def test_a_falling_logit_is_lost_bit_by_bit():
    found = numerics.over_gaps("float32", 120, numerics.MOVES[1])
    assert "on (imprecise, then infinite)." in words.verdict(found, "float32", 120)


def test_the_table_says_where_each_gives_way():
    table = words.limits_table(numerics.over_gaps("float32")).splitlines()
    assert table[2] == "| plain NumPy | 88.73: not a number | 88.73: not a number | 103.98: not a number |"
    assert table[4] == "| from probabilities | 16.14: stuck at 16.12 | 16.13: stuck at 0 | never |"
    assert table[7] == "| softmax layer | never | never | never |"


def test_codes_get_their_ticks():
    table = words.codes_table(keras_codes.in_fit(20.0), 20.0)
    assert '| ✓ `Dense(2, "softmax")` | 20 | −1 |' in table
    assert '| ✓ `Dense(2, "softmax"), from_logits=True` (Keras warns) | 20 | −1 |' in table
    assert '| – `Dense(2, "softmax"), Reshape` | 16.12 (clipped) | 0 |' in table
    assert '| – `Dense(2, "softmax"), Reshape, from_logits=True` | 1.3133 |' in table
    assert words.codes_table(keras_codes.in_fit(2.0), 2.0).count("✓") >= 5


def test_what_became_of_the_gap_is_told_for_each_way():
    says = words.learned(numerics.learning("float32", 100.0, steps=3))
    assert says == (
        "The gap 100 after 3 steps: from_logits=True: 94; softmax layer: 94; from probabilities: stays at 100; "
        "plain NumPy: not a number."
    )


@pytest.mark.parametrize(("gap", "precision"), [(2, "float32"), (100, "float32"), (100, "float64")])
def test_formulas_carry_the_gap(gap, precision):
    text = words.formulas(gap, precision)
    assert f"e^{{{gap}}}" in text
    assert (r"\infty" in text) == ((gap, precision) == (100, "float32"))


@pytest.mark.parametrize("quantity", numerics.QUANTITIES)
def test_the_picture_draws_what_is_lost_in_its_row(quantity):
    found = numerics.over_gaps("float32")
    dots, axis = words.drawn(found, quantity, 120)
    assert dots["way"].unique().tolist() == list(numerics.LEARNING)
    lost = dots.query("way == 'plain NumPy' and gap > 88.8")
    assert (lost["place"] == axis.no_number).all()
    assert set(lost["says"]) == {"not a number"}
    assert not dots.duplicated(["gap", "place"]).any()
    law = words.law_lines(quantity, 120)
    spec = charts.over_gaps(dots, law, words.borders("float32", 120, numerics.MOVES[0]), axis, "Cost").to_dict()
    shapes = spec["layer"][-1]["encoding"]["shape"]["scale"]
    assert shapes["domain"] == list(numerics.LEARNING)
    assert len(set(shapes["range"])) == 4
    assert len(dots) < 500
    assert np.isfinite(dots["place"]).all()


def test_one_output_is_told_with_what_is_seen_why_and_what_to_write():
    frame = keras_codes.of_one_logit(20.0, 0)
    table = one_output_words.table(frame)
    assert '| ✓ `Dense(1, "sigmoid"), from_logits=True` (Keras warns) | 1 | 20 | 1 | 1.3133 | 0 % |' in table
    assert "| – `Dense(1)` | 20 | 15.94 (clipped) | 0 (wrong) | 15.94 | 0 % |" in table
    says = one_output_words.why(frame, 20.0, 0)
    assert "for class 0 that loss stays between 0.6931 and 1.3133" in says
    assert "cut to 1 − 1e-7: the loss is 15.94 for every logit above that, and the slope 0." in says
    assert "ends at 15.94 for class 0 and at 16.12 for class 1" in says
    assert "at 20 both say the same" in says


@pytest.mark.parametrize(
    ("logit", "target", "sentence"),
    [
        (0.5, 1, "The logit 0.5 passes for a probability, with a loss of 0.6931."),
        (0.5, 1, "at 0.5 it calls the answer wrong, and it is right. Write `BinaryAccuracy(threshold=0)`."),
        (0.5, 0, "at 0.5 it calls the answer right, and it is wrong."),
        (-40.0, 0, "cut to 1e-7: the loss is 1.19e−07 for every logit below that, and the slope 0."),
        (-2.0, 1, "for class 1 that loss stays between 0.3133 and 0.6931, and the slope is −0.0494."),
        (
            -2.0,
            1,
            "the loss has the probability alone: here still right, 2.1269. For class 1 it cannot go above 16.12.",
        ),
        (16.0, 0, "the loss has the probability alone: here clipped, 15.94, with slope 1."),
    ],
)
def test_what_is_said_of_one_output_holds_at_this_logit(logit, target, sentence):
    assert sentence in one_output_words.why(keras_codes.of_one_logit(logit, target), logit, target)


def test_a_softmax_of_one_unit_is_told_with_the_share_of_class_1():
    frame = one_unit.trained()
    says = one_output_words.unit(frame)
    assert "an accuracy of 62.7 % for ever: the share of class 1 (62.7 % of 569 examples)." in says
    assert "the loss stays at 5.9399 and no weight moves" in says
    assert "the loss is 0 from the start, as −log 1 = 0." in says
    table = one_output_words.unit_table(frame)
    assert table["Outputs for class 1"].tolist()[2:] == ["1", "1", "1"]


def test_what_is_offered_to_copy_runs_and_is_right(monkeypatch):
    """Each of the three models, with the dots replaced by an input, learns a threshold."""
    import keras

    x = np.linspace(-2, 2, 40, dtype="float32")[:, None]
    y = (x[:, 0] > 0.3).astype("float32")
    for part in one_output_words.INSTEAD.split("\n\n"):
        names = {"keras": keras}
        exec(part.replace("...", "keras.Input((1,))").replace('"adam"', "keras.optimizers.Adam(0.5)"), names)
        model = names["model"]
        for _ in range(60):
            said = model.train_on_batch(x, y, return_dict=True)
        accuracy = [value for name, value in said.items() if "accuracy" in name]
        assert float(accuracy[0]) > 0.9, part
