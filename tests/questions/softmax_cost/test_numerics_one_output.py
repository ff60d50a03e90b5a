"""A network with one output for two classes: each way of writing it against plain Keras; what is said of it."""

import math

import numpy as np
import pytest

from lab.questions.softmax_cost.numerics import in_keras, one_output


def one_logit(logit, target):
    return in_keras.of_one_logit(logit, target).set_index("code")


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
        assert frame.index[frame["sound"]].tolist() == list(in_keras.BINARY)[:3]
    assert frame["warned"].to_dict() == {
        code: "softmax" if "softmax" in code else "from_logits" if code == list(in_keras.BINARY)[2] else ""
        for code in in_keras.BINARY
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
    assert frame.loc['Dense(1, "softmax")', "output"] == pytest.approx(1, abs=2**-23)
    assert frame.loc['Dense(1, "softmax")', "accuracy"] == 0.0
    lost = frame.loc['Dense(1, "softmax"), Reshape']
    assert lost["cost"] == pytest.approx(15.9424, abs=1e-4)
    assert lost["gradient"] == 0.0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((101.0, 0), "`logit` must be a number from -100 to 100; got 101.0."),
        ((0.0, 2), "`target` must be a whole number from 0 to 1; got 2."),
    ],
)
def test_bad_input_of_one_logit_gets_its_sentence(arguments, sentence, refused):
    with refused(sentence):
        in_keras.of_one_logit(*arguments)


def test_one_output_is_told_with_what_is_seen_why_and_what_to_write():
    frame = in_keras.of_one_logit(20.0, 0)
    table = one_output.table(frame)
    both = table.loc['✓ Dense(1, "sigmoid"), from_logits=True (Keras warns)']
    assert both.tolist() == ["1", "20", "1", "1.3133", "0 %"]
    assert table.loc["– Dense(1)"].tolist() == ["20", "15.94 (clipped)", "0 (wrong)", "15.94", "0 %"]
    says = one_output.why(frame, 20.0, 0)
    assert "for class 0 that loss stays between 0.6931 and 1.3133" in says
    assert "cut to 1 − 10⁻⁷: the loss is 15.94 for every logit above that, and the slope 0." in says
    assert "ends at 15.94 for class 0 and at 16.12 for class 1" in says
    assert "at 20 both say the same" in says
    assert "in `fit` Keras takes the logit from behind the softmax (loss 20 here)" in says


@pytest.mark.parametrize(
    ("logit", "target", "sentence"),
    [
        (0.5, 1, "The logit 0.5 passes for a probability, with a loss of 0.6931."),
        (0.5, 1, "at 0.5 it calls the answer wrong, and it is right. Write `BinaryAccuracy(threshold=0)`."),
        (0.5, 0, "at 0.5 it calls the answer right, and it is wrong."),
        (-40.0, 0, "cut to 10⁻⁷: the loss is 1.19 × 10⁻⁷ for every logit below that, and the slope 0."),
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
    assert sentence in one_output.why(in_keras.of_one_logit(logit, target), logit, target)


def test_what_is_offered_to_copy_runs_and_is_right(monkeypatch):
    """Each of the three models, with the dots replaced by an input, learns a threshold."""
    import keras

    x = np.linspace(-2, 2, 40, dtype="float32")[:, None]
    y = (x[:, 0] > 0.3).astype("float32")
    for part in one_output.INSTEAD.split("\n\n"):
        names = {"keras": keras}
        exec(part.replace("...", "keras.Input((1,))").replace('"adam"', "keras.optimizers.Adam(0.5)"), names)
        model = names["model"]
        for _ in range(60):
            said = model.train_on_batch(x, y, return_dict=True)
        accuracy = [value for name, value in said.items() if "accuracy" in name]
        assert float(accuracy[0]) > 0.9, part
