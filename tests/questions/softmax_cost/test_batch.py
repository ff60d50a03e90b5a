"""Losses, costs and labels of a small batch, against Keras, against sums by hand and against theory."""

import math
import re

import numpy as np
import pandas as pd
import pytest

import lab
from lab.answer import Formula
from lab.laws import entropy
from lab.question import address
from lab.questions.softmax_cost import batch
from lab.questions.softmax_cost.batch import fresh, losses, one_input
from lab.questions.softmax_cost.batch.losses import Batch

START = "What should the loss be before training?"
EXTREMES = [
    Batch(),
    Batch(examples=12, classes=10, size=5, scale=5.0, seed=20),
    Batch(examples=2, classes=2, size=1, scale=0.0),
    Batch(examples=7, classes=4, size=12, scale=0.1, seed=3),
    Batch(scale=100.0),
]


def by_hand(drawn):
    """The loss of every example, one power at a time."""
    return [
        math.log(math.fsum(math.exp(z - max(row)) for z in row)) + max(row) - row[label]
        for row, label in zip(drawn.logits().tolist(), drawn.labels().tolist(), strict=True)
    ]


@pytest.mark.parametrize("drawn", EXTREMES[:4])
def test_keras_gives_the_same_losses_and_costs_for_numbers_and_for_one_hot_vectors(drawn):
    """S05: within 1e-7, and here within rounding."""
    ours, theirs = losses.losses(drawn), losses.keras_losses(drawn)
    for name in ("sparse", "categorical"):
        assert theirs[name].to_numpy() == pytest.approx(ours[name].to_numpy(), abs=1e-12)
        assert theirs[f"{name}_cost"][0] == pytest.approx(losses.means(ours)["cost"][0], abs=1e-12)
    assert "its losses differ from these by" in losses.keras_says(ours, theirs)


def test_in_keras_s_own_float32_both_labels_agree_to_1e_7_of_the_loss():
    from keras import losses as kinds

    for seed in range(5):
        drawn = Batch(examples=12, classes=10, seed=seed)
        z, labels = drawn.logits().astype("float32"), drawn.labels()
        sparse = np.asarray(kinds.sparse_categorical_crossentropy(labels, z, from_logits=True))
        one_hot = np.asarray(kinds.categorical_crossentropy(np.eye(10, dtype="float32")[labels], z, from_logits=True))
        assert sparse == pytest.approx(one_hot, rel=2e-7)


@pytest.mark.parametrize("drawn", EXTREMES)
def test_the_loss_is_the_sum_by_hand_and_the_cost_its_mean(drawn):
    found = losses.losses(drawn)
    assert found["sparse"].tolist() == pytest.approx(by_hand(drawn), rel=1e-12, abs=1e-14)
    assert losses.means(found)["cost"][0] == pytest.approx(math.fsum(by_hand(drawn)) / drawn.examples, rel=1e-12)
    assert [np.argmax(y) for y in found["one_hot"]] == found["label"].tolist()
    assert all(sum(y) == 1 for y in found["one_hot"])


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 12])
@pytest.mark.parametrize("examples", [2, 7, 10, 12])
def test_the_mean_of_means_is_the_cost_only_if_all_mini_batches_are_equally_large(examples, size):
    found = losses.losses(Batch(examples=examples, size=size))
    means = losses.means(found)
    assert means["examples"].sum() == examples
    assert means["weighted"][0] == pytest.approx(means["cost"][0], rel=1e-13)
    same = abs(means["of_means"][0] - means["cost"][0]) < 1e-12
    assert same == (examples % min(size, examples) == 0)
    assert ("which is not the cost" in losses.note(found, means)) != same
    assert ("counts the last one" in losses.why(means)) != same
    assert (r"\text{but}" in losses.formulas(found, means)[0]) != same


def test_what_keras_prints_as_loss_is_the_cost_and_not_the_mean_of_means():
    """`model.fit` counts every mini-batch by its examples; the weights stand still at rate 0."""
    import keras

    drawn = Batch()
    means = losses.means(losses.losses(drawn))
    model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(3, kernel_initializer="identity")])
    model.compile(
        keras.optimizers.SGD(0.0), keras.losses.SparseCategoricalCrossentropy(from_logits=True), jit_compile=False
    )
    fitted = model.fit(drawn.logits().astype("float32"), drawn.labels(), batch_size=4, shuffle=False, verbose=0)
    assert fitted.history["loss"][0] == pytest.approx(means["cost"][0], rel=1e-5)
    assert abs(means["of_means"][0] - means["cost"][0]) > 0.1


def test_one_more_example_leaves_the_others_as_they_are():
    few, more = (losses.losses(Batch(examples=m, seed=4)) for m in (6, 7))
    assert few["logits"].tolist() == more["logits"][:6].tolist()
    assert few["label"].tolist() == more["label"][:6].tolist()


def test_logits_have_two_decimals_and_the_asked_spread():
    z = np.concatenate([Batch(examples=12, classes=10, scale=2.0, seed=s).logits() for s in range(20)])
    assert (z == z.round(2)).all()
    assert z.std() == pytest.approx(2.0, abs=4 * 2.0 / math.sqrt(2 * z.size))


def test_without_any_knowledge_every_loss_is_the_logarithm_of_the_number_of_classes():
    """L22."""
    found = losses.losses(Batch(classes=10, scale=0.0))
    assert found["sparse"].to_numpy() == pytest.approx(2.302585, abs=5e-7)
    assert losses.note(found, losses.means(found)) == (
        "All losses are 2.3. The mean of the 3 mini-batch means is the same, but only because all losses are."
    )
    starts = fresh.starts(Batch(scale=0.0))
    assert starts["mid"].to_numpy() == pytest.approx(np.log(starts["classes"].to_numpy()), rel=1e-14)
    assert (starts["high"] - starts["low"]).max() < 1e-14


def test_a_fresh_network_costs_what_theory_allows():
    """Glorot on the digits, 32 starts, trained by the laboratory: logits of a real layer, not drawn ones."""
    experiment = lab.Experiment(
        data=lab.Data("digits"),
        network=lab.Network(hidden=(), output="softmax"),
        training=lab.Training(loss="categorical_crossentropy", epochs=0),
    )
    run = lab.train(experiment, seeds=range(32))
    x, _ = lab.data.load(experiment.data)
    scale = math.sqrt((x**2).sum(axis=1).mean() * 2 / (64 + 10))  # Glorot's variance 2 / (inputs + outputs)
    costs = run.loss[0, :, 0]
    error = 4 * costs.std() / math.sqrt(len(costs))
    assert entropy.at_start(10) < costs.mean() - error
    assert costs.mean() < entropy.at_start_at_most(10, scale) + error


def test_a_start_far_above_knowing_nothing_is_unlearned_first_and_takes_the_first_steps():
    """Glorot's weights times 1 and times 6 on the digits: the second starts above 5, and stays behind."""
    few, many = (
        lab.train(
            lab.Experiment(
                data=lab.Data("digits"),
                network=lab.Network(hidden=(), output="softmax"),
                init=lab.Init(scale=scale),
                training=lab.Training(loss="categorical_crossentropy", learning_rate=0.1, batch_size=32, epochs=4),
            ),
            seeds=range(4),
        ).loss[0]
        for scale in (1.0, 6.0)
    )  # fmt: skip
    assert few[:, 0].max() < 5 < many[:, 0].min()
    assert many[:, 2].max() < entropy.at_start(10)
    assert (many.mean(axis=0) > few.mean(axis=0)).all()


@pytest.mark.parametrize("settings", [{}, {"scale": 0.0, "classes": 10}, {"scale": 5.0}])
def test_what_the_loss_should_be_before_training_is_said_in_plain_words_first(settings):
    section = next(block for block in lab.ask("batch", **settings).blocks if getattr(block, "title", "") == START)
    says = section.blocks[0].text
    assert "the logarithm of the number of classes, ln K: 0.693 for two, 2.3 for ten" in says
    assert "such as 5 with ten classes, is not fatal by itself, but a sign" in says
    assert says.endswith(f"[Check my network]({address('check')}) looks at yours.")


@pytest.mark.parametrize("asked", [START, "Is it bad when the loss starts at 5 instead of 0.69 or 2.3?"])
def test_the_loss_before_training_is_found(asked):
    assert lab.find(asked)[0].question == "batch"


@pytest.mark.parametrize("scale", [0.5, 2.0])
def test_fresh_classifiers_lie_between_the_bounds_within_four_standard_errors(scale):
    starts = fresh.starts(Batch(examples=12, scale=scale, classes=8))
    assert 8 in starts["classes"].tolist()
    for row in starts.itertuples():
        error = 4 * (row.high - row.low) / 3.29 / math.sqrt(row.classifiers)
        assert entropy.at_start(row.classes) - error < row.mean < entropy.at_start_at_most(row.classes, scale) + error


@pytest.mark.parametrize("share", [0.0, 0.05, 0.5, 0.7, 1.0])
def test_the_cost_of_one_input_is_lowest_where_its_share_is_predicted_and_never_below_theory(share):
    """L23."""
    curve = one_input.curve(share)
    lowest = one_input.lowest(curve)
    assert lowest["p"] == pytest.approx(share)
    assert lowest["cost"] == pytest.approx(entropy.floor(share), abs=1e-14)
    assert (curve["cost"] >= entropy.floor(share) - 1e-14).all()
    for row in curve.itertuples():
        assert row.cost == pytest.approx(entropy.floor(share) + entropy.above(share, row.p), abs=1e-12)


def test_training_one_input_ends_at_the_floor_too():
    """A real network with a bias alone to move: 10 examples, 7 of one class, 500 epochs."""
    costs = lab.train(one_input.experiment(7, 10), seeds=range(3)).loss[0]
    assert costs[:, -1] == pytest.approx(0.610864, abs=5e-7)
    assert costs.min() >= entropy.floor(0.7) - 1e-12


def test_a_label_that_is_ruled_out_costs_without_end():
    assert one_input.cost(0.7, 1.0) == math.inf
    assert one_input.cost(1.0, 1.0) == 0.0


def test_the_answer_at_its_ends():
    whole = lab.ask("batch", examples=3, size=5)
    assert "All examples are in one batch, so there is no other mean. In courses a *batch* is one set" in whole.note
    assert whole.headline.endswith(", is the mean of all 3.")
    agreed = lab.ask("batch", share=1.0, p=0.99, keras=True)
    assert [len(figure.frames) for figure in agreed.figures()] == [2, 3, 2]


def test_the_headline_is_the_cost_of_all_examples_whatever_the_mini_batches_are():
    for size in (1, 2, 3):  # (2 · 1 + 1 · 4) / 3
        found = pd.DataFrame({"minibatch": np.arange(3) // size + 1, "sparse": [1.0, 1.0, 4.0]})
        said = batch.headline(losses.means(found))
        assert (
            said == "The loss, −ln of the target's probability, is of one example; the cost, 2, is the mean of all 3."
        )


def test_batch_and_mini_batch_and_what_keras_prints_are_told_apart_once():
    said = losses.why(losses.means(losses.losses(Batch(examples=7, size=3))))
    assert "one batch or mini-batch (32 examples in Keras, unless one says otherwise), an epoch all examples" in said
    assert "a *batch* is one set of all m = 7 examples, and a *mini-batch*" in lab.ask("batch", examples=7).note
    assert said.count("running mean over the epoch's mini-batches") == 1


def test_the_formulas_carry_the_numbers():
    found = losses.losses(Batch(examples=2, size=2, scale=0.0, classes=2))
    _, labels = losses.formulas(found, losses.means(found))
    assert r"L_i = \frac{1.38629}{2} = 0.6931" in losses.formula(found)
    assert "e^{0} + e^{0}" in labels
    assert one_input.formula(0.7, 0.9).endswith("C = 0.61086 + 0.15366 = 0.7645")


def test_loss_and_cost_of_a_softmax_are_in_sight_with_their_general_formula():
    formula = next(block for block in lab.ask("batch").blocks if isinstance(block, Formula)).tex
    for part in (
        r"\frac{e^{z_k}}{\sum_j e^{z_j}}",
        r"-\sum_k y_k \ln a_k = -\ln a_y",
        r"\frac{1}{m} \sum_{i=1}^{m} L_i",
    ):
        assert part in formula


def test_theory_is_dashed_and_grey_and_the_cost_solid():
    found = losses.losses(Batch())
    bars, lines = losses.bars(found, losses.means(found))
    assert lines["says"].tolist() == ["cost 1.4037", "theory: ln 3 = 1.0986"]
    rule = next(each for each in losses.chart(bars, lines).to_dict()["layer"] if each["mark"]["type"] == "rule")
    assert rule["encoding"]["strokeDash"]["scale"]["range"] == [[1, 0], [5, 4]]
    assert rule["encoding"]["stroke"]["scale"]["range"][1] == "#7d868f"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"examples": 13}, "`Batch.examples` must be a whole number from 2 to 12; got 13."),
        ({"classes": 1}, "`Batch.classes` must be a whole number from 2 to 10; got 1."),
        ({"size": 0}, "`Batch.size` must be a whole number from 1 to 12; got 0."),
        ({"scale": -1.0}, "`Batch.scale` must be a number from 0 to 100; got -1.0."),
    ],
)
def test_bad_input_gets_its_sentence(values, sentence, refused):
    with refused(sentence):
        Batch(**values)


def test_a_mean_of_means_that_is_the_cost_by_chance_is_not_called_another_number():
    found = losses.losses(Batch())
    means = losses.means(found).assign(of_means=found["sparse"].mean() + 1e-6)
    assert losses.note(found, means).endswith("is nearly the same by chance: 1 millionth off.")


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_labels_that_agree_name_the_probability_that_would_cost_nothing(share):
    _, words = one_input.blocks(share, 0.9)
    assert f"is 0 only for a probability of exactly {share:.0f}, which no finite logits give" in words.text
    assert f"; {100 * share:.0f} of them are labelled class 1, {100 - 100 * share:.0f} class 0." in words.text


def test_what_stands_above_the_picture_says_so():
    points, _ = one_input.marks(one_input.curve(1.0), 1.0, 0.01)
    assert points["says"].iloc[-1] == "yours: at 0.01, cost 4.6052: above the picture"


POST = (
    "All I really want to know is what is the mathematical expression of the loss function and the cost function for "
    "the softmax"
)


def test_who_asks_for_the_expressions_reads_both_above_the_picture():
    hit = lab.find(POST, most=1)[0]
    slug, settings = lab.question.from_address(hit.address)
    assert slug == "batch"
    note = lab.ask(slug, **settings).note
    assert note.startswith("Loss of one example: L = −ln a_y, where a_y = e^(z_y) / (e^(z_0) + e^(z_1) + …) is ")
    assert "Cost: C = (L_1 + … + L_m) / m, over all m examples." in note


@pytest.mark.parametrize("classes", [3, 10])
def test_the_dashed_line_is_explained_below_its_picture(classes):
    caption = lab.ask("batch", classes=classes).figures()[0].caption
    assert (
        f"gives each of the {classes} classes the probability 1/{classes}: −ln 1/{classes} = ln {classes}." in caption
    )


@pytest.mark.parametrize("seed", range(21))
@pytest.mark.parametrize("scale", [0.5, 1.0, 3.0])
def test_formulas_are_right_as_they_are_printed(seed, scale):
    found = losses.losses(Batch(examples=11, classes=5, scale=scale, seed=seed))
    means, shown = losses.means(found), losses.formula(found)
    said = re.search(r"-\\ln \(?([\d.]+)(?: \\times 10\^\{(-\d+)\})?\)? = ([\d.]+) ", shown)
    a, power, loss = float(said[1]), int(said[2] or 0), float(said[3])
    assert -math.log(a * 10**power) == pytest.approx(loss, abs=0.5e-4)
    total, count, cost = map(float, re.search(r"\\frac\{([\d.]+)\}\{(\d+)\} = ([\d.]+)", shown).groups())
    assert total / count == pytest.approx(cost, abs=0.5e-4)
    plain, weighed = re.findall(r"\((.*?)\) = ([\d.]+)", losses.formulas(found, means)[0])
    terms = [math.prod(map(float, each.split(r"\cdot"))) for each in weighed[0].split(" + ")]
    assert sum(terms) / 11 == pytest.approx(float(weighed[1]), abs=0.5e-4)
    assert sum(map(float, plain[0].split(" + "))) / len(means) == pytest.approx(float(plain[1]), abs=0.5e-4)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.7, 0.95])
def test_the_parts_of_the_cost_add_up_as_they_are_printed(share):
    for p in np.arange(0.05, 1.0, 0.05).round(2):
        said = re.search(r"C = ([\d.]+) \+ ([\d.]+) = ([\d.]+)$", one_input.formula(share, float(p)))
        if said:  # a part below 0.001 is a power of ten
            floor, rest, total = map(float, said.groups())
            assert floor + rest == pytest.approx(total, abs=0.5e-4)
