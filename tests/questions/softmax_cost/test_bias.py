"""The output bias of rare classes: where the two starts begin, and what the first epochs are spent on."""

from dataclasses import replace

import numpy as np
import pytest

import lab
from lab import finding, question
from lab.laws import prior
from lab.questions.softmax_cost import bias


@pytest.fixture(scope="module")
def found():
    return bias.measure(bias.setting(2, 0.99, "sgd", 0.1, 10, 32), range(4))


def test_one_percent_is_one_percent(found):
    assert found.shares == pytest.approx([0.99, 0.01])
    x, y = lab.data.load(found.experiment.data)
    assert (len(x), y.sum()) == (1000, 10)


def test_the_first_losses_are_those_of_theory(found):
    assert found.cost(bias.ZERO, 0) == pytest.approx(np.log(2), abs=0.12)
    assert found.cost(bias.PRIOR, 0) == pytest.approx(found.entropy, rel=0.35)


def test_the_first_epochs_only_make_up_for_the_bias(found):
    zero = found.curves[found.curves["start"] == bias.ZERO]["mid"].to_numpy()
    wasted = int(found.wasted)
    assert zero[wasted] <= found.cost(bias.PRIOR, 0) < zero[wasted - 1]
    assert 1 <= wasted <= found.predicted + 1


def test_the_kernels_of_both_starts_are_the_same(found):
    experiment = found.experiment
    run = lab.train(lab.vary(experiment, {"training.epochs": 0}), [0, 1])
    known = prior.bias(found.shares, True)
    assert run.parts[0][-1].max() == 0.0
    assert known == pytest.approx([np.log(0.01 / 0.99)])


def test_equal_classes_need_no_bias():
    answer = lab.ask("bias", common=0.5, epochs=10, seeds=1)
    assert answer.headline == "At 0: the classes are equally frequent, and there is nothing to know beforehand."


def test_a_bias_of_zero_that_stays_behind_is_answered_too(found):
    late = replace(found, wasted=np.inf)
    assert bias.headline(late).endswith("a bias of zero stays behind to the end.")
    assert "). Loss before training: " in bias.note(late)


def test_ten_classes_start_at_the_logarithms_of_their_shares():
    answer = lab.ask("bias", classes=10, common=0.9, epochs=10, seeds=1)
    assert answer.headline.startswith("At the logarithms of the shares")
    found = bias.measure(bias.setting(10, 0.9, "sgd", 0.03, 1, 32), [0])
    assert found.shares == pytest.approx([0.901, *[0.011] * 9])
    assert found.theory["cost"].iloc[0] == pytest.approx(np.log(10))


def test_adam_has_no_theory_and_says_none():
    answer = lab.ask("bias", optimizer="adam", epochs=10, seeds=1)
    assert answer.figures()[0].behind is None
    assert "(theory)" not in answer.blocks[1].text
    assert "no theory" in str(answer.frames()[-1])


@pytest.mark.parametrize(("classes", "code"), [(2, bias.CODE), (3, bias.SOFTMAX_CODE)])
def test_the_lines_to_copy_predict_the_shares_before_training(classes, code):
    import keras

    x, y = lab.data.load(bias.setting(classes, 0.99, "sgd", 0.1, 1, 32).data)
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(8, kernel_initializer="zeros")])
    if classes > 2:
        model.add(keras.layers.Dense(classes, "softmax"))
    exec(code, {"np": np, "keras": keras, "y": y, "model": model})
    assert np.array(model(x)).mean(axis=0) == pytest.approx(y.mean(axis=0), rel=1e-4)


@pytest.mark.parametrize(
    ("text", "common"),
    [
        ("My data has 2 % positives. What should the output bias start at?", 0.98),
        ("0.5 % fraud: why is the initial loss so high?", 0.995),
        ("98 % are negative, what should the bias of the last layer be", 0.98),
        ("1 in 200 is positive: which initial bias?", 0.995),
        ("one in 1000 is fraud: initial bias?", 0.999),
        ("initial bias for imbalanced data 95:5", 0.95),
        ("initial bias for a 1:99 class imbalance", 0.99),
        ("initial bias: 10 positives and 990 negatives", 0.99),
        ("initial bias: 50 of 10,000 transactions are fraud", 0.995),
        ("positives are only 7.5 %, which initial bias?", 0.925),
        ("accuracy is 97 % but the rare class is 5 %: initial bias?", 0.95),
        ("97 % of my examples are negative and 3 % positive: output bias?", 0.97),
        ("0.172 % of the transactions are fraud: which initial bias?", 0.998),  # the nearest of 1,000 examples
    ],
)
def test_the_share_that_is_said_is_the_share_that_is_shown(text, common):
    assert bias.reads(text) == {"common": common}
    hit = next(hit for hit in lab.find(text) if hit.question == "bias")
    assert question.from_address(hit.address)[1]["common"] == common
    assert hit.says == finding.NUMBERS


@pytest.mark.parametrize(
    "text",
    [
        "only a few percent of my examples are positive",
        "99 % accuracy, why?",
        "a rare class and 99 % accuracy",
        "80/20 train split of imbalanced data",
        "2 % positives in training, 5 % positives in the test: initial bias?",
        "0.01 % fraud: initial bias?",  # none of 1,000 examples
        "10 classes, imbalanced",
    ],
)
def test_a_share_that_is_not_plain_is_not_read(text):
    assert bias.reads(text) == {}


def test_an_address_of_before_still_means_the_same():
    for text, share in (("50 %", 0.5), ("80 %", 0.8), ("90 %", 0.9), ("95 %", 0.95), ("99 %", 0.99)):
        given = question.from_address(f"softmax_cost?softmax_part=bias&softmax_bias_common={text}")[1]
        assert given["common"] == share
    assert question.settings("bias")["common"] == 0.99


def test_the_share_of_the_reader_is_in_the_answer_and_in_the_table():
    answer = lab.ask("bias", common=0.995, epochs=10, seeds=1)
    assert f"{np.log(0.005 / 0.995):.2f}".replace("-", "−") in answer.headline
    assert "for a class of 0.5 %" in answer.headline
    assert "ln(0.005 ÷ 0.995)" in answer.note  # what the log odds are
    assert answer.frames()[-1]["Common class"].tolist() == ["50 %", "80 %", "90 %", "95 %", "99 %", "99.5 %"]


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_of_the_rarest_class_there_is_an_example(classes):
    shares = bias.shares_of(bias.setting(classes, max(bias.SAID), "sgd", 0.1, 1, 32))
    assert shares[1:] == pytest.approx([0.001] * (classes - 1))
