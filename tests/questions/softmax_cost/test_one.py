"""One example: cost and gradient against 50-digit arithmetic and plain algebra, and what is said and drawn of them."""

import re
from decimal import Decimal, getcontext

import keras
import numpy as np
import pytest

import lab
from lab import question
from lab.questions.softmax_cost import one
from lab.questions.softmax_cost.one import cancels, picture, reasons

getcontext().prec = 50
CASES = [
    ([2.0, 1.0, 0.1], 0),
    ([10.0, -10.0], 0),
    ([-10.0, 10.0], 0),
    ([0.0] * 10, 7),
    ([10.0] * 9 + [-10.0], 9),
    ([-10.0] * 9 + [10.0], 9),
    ([699.0, -699.0, 0.5], 2),
]


def exact(logits, target):
    """Probabilities and cost with 50 digits."""
    powers = [Decimal(z).exp() for z in logits]
    probabilities = [power / sum(powers) for power in powers]
    return [float(a) for a in probabilities], float(-probabilities[target].ln())


@pytest.mark.parametrize(("logits", "target"), CASES)
def test_probabilities_and_cost_are_right_to_thirteen_digits(logits, target):
    found = one.classes(logits, target)
    probabilities, cost = exact(logits, target)
    assert found["a"].to_numpy() == pytest.approx(probabilities, rel=1e-13, abs=1e-300)
    assert found["term"].sum() == pytest.approx(cost, rel=1e-13)


@pytest.mark.parametrize(("logits", "target"), CASES)
def test_every_other_class_adds_exactly_nothing(logits, target):
    others = one.classes(logits, target).query("not target")["term"]
    assert others.eq(0.0).all()
    assert not np.signbit(others).any()


@pytest.mark.parametrize(("logits", "target"), CASES)
def test_the_measured_gradient_is_a_minus_y_and_sums_to_zero(logits, target):
    found = one.classes(logits, target)
    a, _ = exact(logits, target)
    expected = [value - (k == target) for k, value in enumerate(a)]
    assert found["measured"].to_numpy() == pytest.approx(expected, abs=2e-9)  # h^2 / 6 times C''' < 0.1 is 2e-10
    assert found["measured"].sum() == pytest.approx(0, abs=1e-8)


def test_the_cost_is_exactly_the_same_when_the_others_change_places():
    draws = np.random.default_rng(0)
    others = draws.uniform(-10, 10, 9).round(1)
    assert len({one.cost([10.0, *draws.permutation(others)], 0) for _ in range(200)}) == 1


def test_the_cost_stays_when_the_others_move_at_constant_log_sum_exp():
    share = np.array([0.1, 0.2, 0.3, 0.4])
    costs = [one.cost([1.1, *np.log(5 * moved)], 0) for moved in (share, share[::-1], np.full(4, 0.25))]
    assert costs == pytest.approx([costs[0]] * 3, rel=1e-15)


@pytest.mark.parametrize("added", [-10.0, -0.5, 4.0, 10.0])
def test_adding_to_every_logit_changes_neither_cost_nor_gradient(added):
    plain, moved = (one.classes([2.0, 1.0, 0.1], 1, more) for more in (0.0, added))
    assert moved["z"].tolist() == [2.0 + added, 1.0 + added, 0.1 + added]
    for column in ("a", "predicted"):
        assert moved[column].to_numpy() == pytest.approx(plain[column].to_numpy(), rel=1e-13)
    assert moved["term"].sum() == pytest.approx(plain["term"].sum(), rel=1e-14)
    says = [block.text for block in lab.ask("one", added=added).blocks if getattr(block, "text", "").startswith("Add")]
    assert says[0].endswith("only differences of logits count.")


@pytest.mark.parametrize(("logits", "target"), CASES[:-1])
def test_one_output_enters_the_cost_and_every_logit_its_gradient(logits, target):
    who = one.entering(one.classes(logits, target))
    assert who.loc[who["output"], "class"].tolist() == [target]
    assert who["logit"].all()
    assert who["swapped"].eq(0.0).all()


def test_an_output_that_has_vanished_is_not_said_to_enter():
    who = one.entering(one.classes([699.0, -699.0, 0.5], 1))
    assert who["output"].tolist() == [False, False, False]


def test_a_logit_without_a_gradient_is_not_said_to_learn():
    assert one.headline(one.classes([0.0, 0.0, -700.0], 0)).endswith(", yet 2 of 3 logits get a gradient.")


@pytest.mark.parametrize(
    ("logits", "ending"),
    [
        ([2.0, 1.0, 0.1], "is in the loss, yet all 3 logits get a gradient: softmax ties them together."),
        ([2.0, 0.1, 1.0], "is in the loss, yet all 3 logits get a gradient: softmax ties them together."),
        # the gradient of the target is −2 e⁻²⁰ = −4.12 · 10⁻⁹
        ([10.0, -10.0, -10.0], "all logits get a gradient, but of at most 4.12 billionths."),
        ([-10.0, 10.0, -10.0], "all logits get a gradient, from 2.06 billionths to almost 1."),
        ([-10.0, 10.0], "is in the loss, yet both logits get gradients: softmax is a sigmoid of their difference."),
    ],
)
def test_gradients_that_move_nothing_are_not_said_to_learn(logits, ending):
    assert one.headline(one.classes(logits, 0)).endswith(ending)


def test_the_answer_in_numbers_and_what_is_nearly_one_is_not_said_to_be_one():
    answer = lab.ask("one", z0=0.0, z1=0.0, z2=0.0, target=1)
    assert answer.note == (
        "The target's output, a1, is the probability 0.3333; the loss, the cost of one example, is −log a1 = 1.1, and "
        "the other 2 outputs add exactly 0 to it. Gradients: −0.667 for the target's logit (its score before softmax), "
        "0.333 for the others; they sum to 0. A bias gets the gradient of its logit, a weight that times its input, so "
        "the weights of all 3 change."
    )
    wrong = lab.ask("one", outputs=2, z0=-10.0, z1=10.0)
    assert "almost −1 for the target's logit, almost 1 for the other;" in wrong.note.replace(
        " (its score before softmax)", ""
    )
    assert wrong.note.endswith("so the weights of both change.")
    sure = lab.ask("one", z0=10.0, z1=-10.0, z2=-10.0)
    assert sure.note.endswith("so no weight changes much.")
    bars, _ = wrong.figures()
    assert bars.frames["frame_1"]["text"].tolist() == ["2.06 × 10⁻⁹", "≈ −1", "≈ 1", "≈ 1"]
    assert "class 1 1 − 2.06 × 10⁻⁹" in bars.says


def test_the_bars_show_the_target_by_a_word_and_theory_dashed_within_the_axis():
    for logits in ([10.0, -10.0], [-10.0, 10.0], [-10.0] * 9 + [10.0]):
        drawn = picture.bars(one.classes(logits, 1))
        assert drawn["label"].unique().tolist()[1] == "target ► class 1"
        spec = picture.bars_chart(drawn).to_dict()
        solid, dashed = [layer for layer in spec["layer"] if layer["mark"]["type"] == "bar"]
        low, high = solid["encoding"]["x"]["scale"]["domain"]
        assert drawn["value"].between(low, high).all()
        assert dashed["encoding"]["x"]["field"] == "predicted"
        assert dashed["encoding"]["strokeDash"]["scale"]["range"] == [[5, 4]]


def test_the_cells_are_short_and_say_zero_only_for_zero():
    cells = picture.steps(one.classes([2.0, 1.0, 0.1], 2))
    assert len(cells) == 4 * 6
    assert cells.loc[cells["kind"] == "zero", "text"].eq("0").all()
    assert cells.loc[cells["row"] == "Σ", "text"].tolist() == ["", "11.2", "1", "1", "2.32", "0"]
    spec = picture.steps_chart(cells).to_dict()
    (pointed,) = [each for each in spec["params"] if each["name"] == "pointed"]
    assert (pointed["select"]["fields"], pointed["select"]["on"]) == (["row"], "pointerover")


@pytest.mark.parametrize(("logits", "target"), CASES[:-1])
def test_a_cell_is_short_and_never_rounds_to_what_it_is_not(logits, target):
    found = one.classes(logits, target)
    cells = picture.steps(found).query("kind != 'sum'")
    assert cells["text"].str.len().max() <= 9
    columns = cells["step"].map(picture.STEPS)
    for row, column, text in zip(np.arange(len(cells)) // len(picture.STEPS), columns, cells["text"], strict=True):
        value = found[column].iloc[row]
        assert (text == "0") == (value == 0)
        assert (text in ("1", "−1")) == (abs(value) == 1)


def test_formulas_and_the_table_carry_the_numbers():
    text = one.formulas(one.classes([0.0, 0.0, 0.0, 0.0], 3))
    assert r"= \frac{1}{4} \\[0.6em] &= 0.25 \\" in text
    assert r"&= a_{3} - y_{3} = a_{3} - 1 \\[0.6em] &= -0.75 \\" in text
    table = one.table(one.classes([2.0, 1.0, 0.1], 0))
    assert table["−y log a"].tolist() == ["0.4170", "0", "0"]
    assert table.index.tolist() == ["0 ◄", "1", "2"]


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("softmax_outputs=9&softmax_target=7", {"outputs": 9, "target": 6}),
        ("softmax_outputs=10&softmax_target=10", {"outputs": 10, "target": 9}),
        ("softmax_z1=-10&softmax_z2=10", {"z0": -10.0, "z1": 10.0}),
        ("softmax_outputs=10&softmax_z10=3.5&softmax_z9=-2", {"outputs": 10, "z9": 3.5, "z8": -2.0}),
    ],
)
def test_links_that_count_from_one_show_the_answer_that_they_meant(former, now):
    slug, settings = question.from_address(f"softmax_cost?{former}")
    assert (slug, settings) == ("one", dict(question.keywords("one", now).values))


@pytest.mark.parametrize(
    ("logits", "target", "sentence"),
    [
        ([1.0], 0, "A softmax needs 2 or more logits; got 1."),
        ([1.0, 2.0], 2, "`target` must be a whole number from 0 to 1; got 2."),
        ([1.0, float("nan")], 1, "`z1` must be a number from -700 to 700; got nan."),
        ([1.0, 701.0], 1, "`z1` must be a number from -700 to 700; got 701.0."),
    ],
)
def test_bad_input_gets_its_sentence(logits, target, sentence, refused):
    with refused(sentence):
        one.classes(logits, target)


def test_why_the_weights_of_the_other_classes_change_is_found_and_said():
    asked = "only the output of the right class appears; why do the weights of the other classes change"
    assert lab.find(asked)[0].question == "one"
    says = reasons.why(one.classes([2.0, 1.0, 0.1], 0))
    assert "dL/dW = (a − y) · input, so the weights of all classes get one." in says


def test_what_there_is_to_try_is_worded_for_any_number_of_outputs():
    assert not [text for text in one.TRY if "two others" in text]


@pytest.mark.parametrize(("logits", "inside"), [([2.0, 1.0, 0.1], "z0 − s"), ([2.0, 1.0], "z0 − z1")])
def test_why_a_minus_y_is_found_and_its_two_factors_multiply_to_it(logits, inside):
    assert lab.find("Why is the gradient a − y for a sigmoid as well as for a softmax?")[0].question == "one"
    a = exact(logits, 0)[0][0]
    assert a == pytest.approx(1 / (1 + np.exp(np.log(np.exp(logits[1:]).sum()) - logits[0])))
    factors = (
        f"= {a * (1 - a):.3g}, that of −log a0 is −1/a0 = −{1 / a:.3g}, and their product is a0 − 1 = −{1 - a:.4f}."
    )
    said = cancels.said(one.classes(logits, 0))
    assert (f"e^−({inside})" in said, factors in said) == (True, True)


def two_and_one(hidden):
    """Plain Keras: a softmax with two outputs and a sigmoid that start alike, W = w1 - w0 and b = b1 - b0; x, y."""
    x = np.random.default_rng(0).normal(size=(40, 3)).astype("float32")
    y = (x[:, 0] * x[:, 1] > 0).astype("float32")
    heads = [keras.layers.Dense(2, "softmax"), keras.layers.Dense(1, "sigmoid")]
    draw = keras.initializers.GlorotUniform(1)
    two, one_output = (
        keras.Sequential(
            [
                keras.Input((3,)),
                *(keras.layers.Dense(4, "tanh", kernel_initializer=draw.clone()) for _ in range(hidden)),
                head,
            ]
        )
        for head in heads
    )
    kernel, bias = heads[0].get_weights()
    heads[1].set_weights([kernel[:, 1:] - kernel[:, :1], bias[1:] - bias[:1]])
    return two, one_output, x, y


def descended(model, loss, x, y, rate, last):
    """What a model says of class 1 after 200 steps of gradient descent, its output layer at a rate of its own."""
    import tensorflow as tf

    for _ in range(200):
        with tf.GradientTape() as tape:
            cost = loss(y, model(x))
        weights = model.trainable_weights
        for weight, slope in zip(weights, tape.gradient(cost, weights), strict=True):
            weight.assign_sub((last if weight is weights[-1] or weight is weights[-2] else rate) * slope)
    return np.asarray(model(x))[:, -1]


SPARSE, BINARY = keras.losses.SparseCategoricalCrossentropy(), keras.losses.BinaryCrossentropy()


@pytest.mark.parametrize("hidden", [0, 1])
def test_two_outputs_are_one_sigmoid_and_train_alike_with_half_the_rate_in_the_output_layer(hidden):
    """z = z1 - z0 steps by twice the gradient; below it both get the same one."""
    two, one_output, x, y = two_and_one(hidden)
    ours = descended(two, SPARSE, x, y, 0.4, 0.2)
    theirs = descended(one_output, BINARY, x, y[:, None], 0.4, 0.4)
    assert ours == pytest.approx(theirs, abs=1e-5)
    assert np.ptp(theirs) > 0.3  # it has learned something


@pytest.mark.parametrize("rate", [0.4, 0.2])
def test_with_a_hidden_layer_no_single_rate_of_the_softmax_makes_the_two_alike(rate):
    two, one_output, x, y = two_and_one(1)
    ours = descended(two, SPARSE, x, y, rate, rate)
    assert np.abs(ours - descended(one_output, BINARY, x, y[:, None], 0.4, 0.4)).max() > 0.05


def test_who_has_two_classes_is_told_that_either_works_how_they_train_and_with_which_loss():
    asked = "I have two classes. Should I use 1 sigmoid or 2 softmax outputs, and do they learn the same?"
    hit = lab.find(asked)[0]
    assert (hit.question, question.from_address(hit.address)[1]["outputs"]) == ("one", 2)
    told = lab.ask("one", outputs=2, z0=2.0, z1=1.0)
    assert told.note.startswith("With 2 outputs, softmax is one sigmoid of z0 − z1: for two classes either works, and ")
    titles = [block.title for block in told.blocks if hasattr(block, "title")]
    assert titles[0] == "Is that one sigmoid?"
    section = next(block for block in told.blocks if getattr(block, "title", "") == titles[0]).blocks[0].text
    assert f"= {1 / (1 + np.exp(-1.0)):.4f}: a sigmoid of one number" in section
    assert "has half of the sigmoid's learning rate, hidden layers the same rate" in section
    advice = next(block for block in told.blocks if isinstance(block, lab.answer.Advice))
    assert "by hand" not in advice.text
    for line, outputs in zip(advice.code.split("\n# or\n"), (1, 2), strict=True):
        made = {"keras": keras}
        exec(line, made)
        model = keras.Sequential([keras.Input((3,)), made["output"]])
        model.compile("sgd", made["loss"])
        model.fit(np.zeros((4, 3)), np.array([0, 1, 1, 0]), verbose=0)
        assert model.output_shape == (None, outputs)
    three = lab.ask("one")
    assert not [block for block in three.blocks if getattr(block, "title", "") == "Is that one sigmoid?"]
    assert "sigmoid" not in three.note
    assert "by hand" in next(block for block in three.blocks if isinstance(block, lab.answer.Advice)).text


@pytest.mark.parametrize(
    "asked", ["is the cost function just C = -log a_7", "which outputs does the cost of a digit see"]
)
def test_who_asks_of_a_digit_is_shown_ten_outputs(asked):
    hit = lab.find(asked)[0]
    assert (hit.question, question.from_address(hit.address)[1]["outputs"]) == ("one", 10)


def test_a_wrong_guess_is_called_one_and_a_right_or_even_one_is_not():
    digit = lab.ask("one", **one.TEN_DIGITS_AND_A_7)
    assert digit.note.startswith(
        "The network guesses class 0 here, whose logit is largest: wrong, as the target is 7. The target's output, a7"
    )
    for settings in ({}, {"z0": 0.0, "z1": 0.0, "z2": 0.0, "target": 1}):
        assert lab.ask("one", **settings).note.startswith("The target's output, a")


def test_the_bias_of_the_post_is_named_beside_the_gradient_of_its_logit():
    found = one.classes([2.0, 1.0, 0.1], 0)
    assert "dL/dz_j = a_j − y_j. The bias b_j is added to z_j, so dL/db_j = a_j − y_j too (dC/db_j" in reasons.why(
        found
    )
    assert r"\frac{\partial L}{\partial b_k} &= \frac{\partial L}{\partial z_k} = a_k - y_k" in one.formulas(found)


@pytest.mark.parametrize("seed", range(20))
def test_formulas_are_right_as_they_are_printed(seed):
    logits = np.random.default_rng(seed).uniform(-4, 4, 4).round(1).tolist()
    lines = one.formulas(one.classes(logits, 1)).split(r"\\[0.6em]")
    top, bottom = re.search(r"\\frac\{([\d.]+)\}\{([\d.]+)\}$", lines[0].strip()).groups()
    a, loss, slope = (float(lines[place].rsplit("= ", 1)[1]) for place in (1, 3, 6))
    places = len(lines[1].strip().rpartition(".")[2])
    assert float(top) / float(bottom) == pytest.approx(a, abs=0.5 * 10.0**-places)
    assert -np.log(a) == pytest.approx(loss, abs=0.5e-4)
    assert a - 1 == pytest.approx(slope, abs=1.01e-4 / 2)


def test_a_sigmoid_for_each_class_need_not_sum_to_1():
    told = cancels.each(one.classes([0.0, 0.0, 0.0], 1))
    assert "sigmoids make 0.5, 0.5, 0.5: together 1.5, as they need not sum to 1" in told
    sections = [each.title for each in lab.ask("one").blocks if hasattr(each, "title")]
    assert cancels.ASKS[True] in sections
    assert cancels.ASKS[False] not in sections


def test_the_1_that_code_takes_off_is_the_label_and_a_partial_derivative_holds_the_others_still():
    says = reasons.why(one.classes([2.0, 1.0, 0.1], 1))
    assert "d = a, then d[1] −= 1" in says
    assert "the slope of −log a1 is 0 for every other output" in says
