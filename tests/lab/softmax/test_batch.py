"""Losses, costs and labels of a small batch, against Keras, against sums by hand and against the laws."""

import math

import numpy as np
import pytest

import lab
from lab.laws import entropy as law
from lab.softmax import batch, batch_drawn, one_input
from lab.softmax import batch_words as words

EXTREMES = [
    batch.Batch(),
    batch.Batch(examples=12, classes=10, size=5, scale=5.0, seed=20),
    batch.Batch(examples=2, classes=2, size=1, scale=0.0),
    batch.Batch(examples=7, classes=4, size=12, scale=0.1, seed=3),
    batch.Batch(scale=100.0),
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
    ours, theirs = batch.losses(drawn), batch.keras_losses(drawn)
    for name in ("sparse", "categorical"):
        assert theirs[name].to_numpy() == pytest.approx(ours[name].to_numpy(), abs=1e-12)
        assert theirs[f"{name}_cost"][0] == pytest.approx(batch.means(ours)["cost"][0], abs=1e-12)
    assert "its losses differ from these by" in words.keras(ours, theirs)


def test_in_keras_s_own_float32_both_labels_agree_to_1e_7_of_the_loss():
    from keras import losses

    for seed in range(5):
        drawn = batch.Batch(examples=12, classes=10, seed=seed)
        z, labels = drawn.logits().astype("float32"), drawn.labels()
        sparse = np.asarray(losses.sparse_categorical_crossentropy(labels, z, from_logits=True))
        one_hot = np.asarray(losses.categorical_crossentropy(np.eye(10, dtype="float32")[labels], z, from_logits=True))
        assert sparse == pytest.approx(one_hot, rel=2e-7)


@pytest.mark.parametrize("drawn", EXTREMES)
def test_the_loss_is_the_sum_by_hand_and_the_cost_its_mean(drawn):
    losses = batch.losses(drawn)
    assert losses["sparse"].tolist() == pytest.approx(by_hand(drawn), rel=1e-12, abs=1e-14)
    assert batch.means(losses)["cost"][0] == pytest.approx(math.fsum(by_hand(drawn)) / drawn.examples, rel=1e-12)


def test_one_hot_and_whole_numbers_are_the_same_labels():
    losses = batch.losses(EXTREMES[1])
    assert [np.argmax(y) for y in losses["one_hot"]] == losses["label"].tolist()
    assert all(sum(y) == 1 for y in losses["one_hot"])


@pytest.mark.parametrize("size", range(1, 13))
@pytest.mark.parametrize("examples", [2, 7, 10, 12])
def test_the_mean_of_means_is_the_cost_only_if_all_mini_batches_are_equally_large(examples, size):
    losses = batch.losses(batch.Batch(examples=examples, size=size))
    means = batch.means(losses)
    assert means["examples"].sum() == examples
    assert means["weighted"][0] == pytest.approx(means["cost"][0], rel=1e-13)
    same = abs(means["of_means"][0] - means["cost"][0]) < 1e-12
    assert same == (examples % min(size, examples) == 0)
    assert ("which is not the cost" in words.verdict(losses, means)) != same


def test_what_keras_prints_as_loss_is_the_cost_and_not_the_mean_of_means():
    """`model.fit` counts every mini-batch by its examples; the weights stand still at rate 0."""
    import keras

    losses = batch.losses(batch.Batch())
    means = batch.means(losses)
    drawn = batch.Batch()
    model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(3, kernel_initializer="identity")])
    model.compile(
        keras.optimizers.SGD(0.0), keras.losses.SparseCategoricalCrossentropy(from_logits=True), jit_compile=False
    )
    fitted = model.fit(drawn.logits().astype("float32"), drawn.labels(), batch_size=4, shuffle=False, verbose=0)
    assert fitted.history["loss"][0] == pytest.approx(means["cost"][0], rel=1e-5)
    assert abs(means["of_means"][0] - means["cost"][0]) > 0.1


def test_one_more_example_leaves_the_others_as_they_are():
    few, more = (batch.losses(batch.Batch(examples=m, seed=4)) for m in (6, 7))
    assert few["logits"].tolist() == more["logits"][:6].tolist()
    assert few["label"].tolist() == more["label"][:6].tolist()


def test_logits_have_two_decimals_and_the_asked_spread():
    z = np.concatenate([batch.Batch(examples=12, classes=10, scale=2.0, seed=s).logits() for s in range(20)])
    assert (z == z.round(2)).all()
    assert z.std() == pytest.approx(2.0, abs=4 * 2.0 / math.sqrt(2 * z.size))


def test_without_any_knowledge_every_loss_is_the_logarithm_of_the_number_of_classes():
    """L22."""
    losses = batch.losses(batch.Batch(classes=10, scale=0.0))
    assert losses["sparse"].to_numpy() == pytest.approx(2.302585, abs=5e-7)
    assert "the same, but only because all losses are." in words.verdict(losses, batch.means(losses))
    starts = batch.starts(batch.Batch(scale=0.0))
    assert starts["mid"].to_numpy() == pytest.approx(np.log(starts["classes"].to_numpy()), rel=1e-14)
    assert (starts["high"] - starts["low"]).max() < 1e-14


def test_a_fresh_network_costs_what_the_laws_allow():
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
    assert law.at_start(10) < costs.mean() - error
    assert costs.mean() < law.at_start_at_most(10, scale) + error


def test_fresh_classifiers_lie_between_the_laws_within_four_standard_errors():
    for scale in (0.5, 2.0):
        starts = batch.starts(batch.Batch(examples=12, scale=scale))
        for row in starts.itertuples():
            error = 4 * (row.high - row.low) / 3.29 / math.sqrt(row.classifiers)
            assert law.at_start(row.classes) - error < row.mean < law.at_start_at_most(row.classes, scale) + error


def test_the_chosen_number_of_classes_is_among_the_fresh_ones():
    assert 8 in batch.starts(batch.Batch(classes=8))["classes"].tolist()
    assert "for 8 classes" in words.start(batch.starts(batch.Batch(classes=8)), 1.0, 8)


@pytest.mark.parametrize("share", [0.0, 0.05, 0.5, 0.7, 1.0])
def test_the_cost_of_one_input_is_lowest_where_its_share_is_predicted_and_never_below_the_law(share):
    """L23."""
    curve = one_input.curve(share)
    lowest = one_input.lowest(curve)
    assert lowest["p"] == pytest.approx(share)
    assert lowest["cost"] == pytest.approx(law.floor(share), abs=1e-14)
    assert (curve["cost"] >= law.floor(share) - 1e-14).all()
    for row in curve.itertuples():
        assert row.cost == pytest.approx(law.floor(share) + law.above(share, row.p), abs=1e-12)


def test_training_one_input_ends_at_the_floor_too():
    """A real network with a bias alone to move: 10 examples, 7 of one class, 500 epochs."""
    import pandas as pd

    frame = pd.DataFrame({"x": [1.0] * 10, "y": [1] * 7 + [0] * 3})
    experiment = lab.Experiment(
        data=lab.Data.from_frame(frame, target="y", task="classes"),
        network=lab.Network(hidden=(), output="softmax"),
        training=lab.Training(loss="categorical_crossentropy", learning_rate=1.0, epochs=500, precision="float64"),
    )
    costs = lab.train(experiment, seeds=range(3)).loss[0]
    assert costs[:, -1] == pytest.approx(0.610864, abs=5e-7)
    assert costs.min() >= law.floor(0.7) - 1e-12


def test_a_label_that_is_ruled_out_costs_without_end():
    assert one_input.cost(0.7, 1.0) == math.inf
    assert one_input.cost(1.0, 1.0) == 0.0


def test_the_sentences_at_the_extremes():
    curve = one_input.curve(1.0)
    says = words.floor(1.0, 0.99, one_input.cost(1.0, 0.99), one_input.lowest(curve))
    assert "all labels agree, so the cost falls towards 0" in says
    losses = batch.losses(batch.Batch(examples=3, size=5))
    assert words.verdict(losses, batch.means(losses)).endswith(
        "All examples are in one batch, so there is no other mean."
    )
    losses = batch.losses(batch.Batch(examples=4, size=2))
    assert words.verdict(losses, batch.means(losses)).endswith("is the same, as all of them have 2 examples.")


def test_the_formulas_carry_the_numbers():
    losses = batch.losses(batch.Batch(examples=2, size=2, scale=0.0, classes=2))
    assert words.cost_formula(losses).endswith(r"\tfrac{1}{2} (0.6931 + 0.6931) = 0.6931")
    assert "e^{0} + e^{0}" in words.labels_formula(losses)
    assert words.floor_formula(0.7, 0.9).endswith("C = 0.6109 + 0.1537 = 0.7645")
    losses = batch.losses(batch.Batch())
    assert r"\text{but}" in words.means_formula(batch.means(losses))


def test_the_table_and_the_picture_show_every_example():
    losses = batch.losses(batch.Batch())
    means = batch.means(losses)
    table = words.table(losses, means)
    assert table.shape == (10, 7)
    bars, lines = batch_drawn.losses(losses, means)
    assert bars["loss"].tolist() == losses["sparse"].tolist()
    assert lines["says"].tolist() == [f"cost {means['cost'][0]:.4f}", "law: ln 3 = 1.0986"]


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
        batch.Batch(**values)


def test_a_mean_of_means_that_is_the_cost_by_chance_is_not_called_another_number():
    losses = batch.losses(batch.Batch())
    means = batch.means(losses).assign(of_means=losses["sparse"].mean() + 1e-6)
    assert "is nearly the same by chance: 1.00e−06 off." in words.verdict(losses, means)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_labels_that_agree_name_the_probability_that_would_cost_nothing(share):
    curve = one_input.curve(share)
    says = words.floor(share, 0.9, one_input.cost(share, 0.9), one_input.lowest(curve))
    assert f"0 only for a probability of exactly {share:.0f}, which no finite logits give" in says
    assert f"{100 * share:.0f} labelled class 1 and {100 - 100 * share:.0f} class 0" in says


def test_what_stands_above_the_picture_says_so():
    curve = one_input.curve(1.0)
    _, points, _ = batch_drawn.floor(curve, 1.0, 0.01, one_input.cost(1.0, 0.01), one_input.lowest(curve))
    assert points["says"].iloc[-1] == "yours: at 0.01, cost 4.6052: above the picture"


@pytest.mark.parametrize("seed", range(6))
def test_the_law_is_said_of_all_classifiers_as_a_few_may_lie_outside(seed):
    drawn = batch.Batch(examples=2, scale=0.1, seed=seed)
    assert "the law puts the average of all such classifiers between" in words.start(batch.starts(drawn), 0.1, 3)
