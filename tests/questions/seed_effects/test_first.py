"""The first loss: plain Keras with the same weights, theory within sampling, and what is said and read."""

import math

import numpy as np
import pytest

import lab
from lab.answer import Why
from lab.headline import fits
from lab.knobs import Keywords
from lab.laws import entropy
from lab.progress import Cancelled
from lab.questions.seed_effects import first
from lab.questions.seed_effects.first import losses
from lab.questions.seed_effects.first.losses import GLOROT, WEIGHTS

NORMAL = "normal, stddev 1"


@pytest.mark.parametrize(
    ("weights", "classes", "activation", "size"),
    [(NORMAL, 2, "relu", 1.0), (NORMAL, 2, "relu", 100.0), (GLOROT, 10, "tanh", 1.0), ("He", 3, "relu", 100.0)],
)
def test_two_starts_cost_what_keras_evaluates_with_the_same_weights(weights, classes, activation, size):
    """Also where outputs are in the hundreds: Keras computes a loss from the logits, and cuts nothing off."""
    import keras

    x, labels = losses.examples(4, size, classes)
    outputs, last = (1, "sigmoid") if classes == 2 else (classes, "softmax")
    hidden = keras.layers.Dense(16, activation, use_bias=False)
    model = keras.Sequential([keras.Input((4,)), hidden, keras.layers.Dense(outputs, last, use_bias=False)])
    model.compile("sgd", "binary_crossentropy" if classes == 2 else "sparse_categorical_crossentropy")
    sd, costs = losses.deviations(WEIGHTS[weights], 4, 16, outputs), []
    for seed in (0, 1):
        first_kernel, last_kernel = losses.draws(WEIGHTS[weights], seed, 4, outputs)
        model.set_weights([sd[0] * first_kernel[:, :16], sd[1] * last_kernel[:16]])
        costs.append(model.evaluate(x, labels, verbose=0))
    row = losses.measure(weights, 16, classes, activation, 4, size, starts=2).set_index("units").loc[16]
    assert row["mean"] == pytest.approx(np.mean(costs), rel=1e-5)
    assert costs[0] != costs[1]


@pytest.mark.parametrize("weights", WEIGHTS)
def test_draws_have_the_size_and_the_shape_that_keras_gives_them(weights):
    import keras

    init = WEIGHTS[weights]
    kind = {"normal": keras.initializers.RandomNormal(stddev=init.stddev, seed=1), "he_normal": "HeNormal"}
    kind |= {"glorot_uniform": "GlorotUniform"}
    made = kind[init.scheme]
    made = getattr(keras.initializers, made)(seed=1) if isinstance(made, str) else made
    theirs = np.array(made((30, losses.MOST))).ravel()
    ours = losses.deviations(init, 30, losses.MOST)[0] * losses.draws(init, 0, 30, 1)[0].ravel()
    shares = np.linspace(0.01, 0.99, 25)
    near = 4 * math.sqrt(0.25 / 0.05 / len(ours)) * theirs.std() * 2  # of a quantile where the density is low
    assert np.abs(np.quantile(ours, shares) - np.quantile(theirs, shares)).max() < near
    assert np.abs(ours).max() == pytest.approx(np.abs(theirs).max(), rel=0.25)  # a uniform and a cut normal end there


@pytest.mark.parametrize(
    "setting",
    [
        (NORMAL, 2, "relu", 2, 1.0),
        (NORMAL, 10, "sigmoid", 4, 1.0),
        (GLOROT, 10, "tanh", 10, 10.0),
        ("He", 5, "linear", 10, 1.0),
        ("normal, stddev 0.05", 100, "relu", 10, 1.0),
    ],
)
def test_theory_meets_the_mean_of_many_starts(setting):
    """Within four standard errors in wide layers; what an output is in size also in narrow ones."""
    weights, classes, activation, inputs, size = setting
    table = losses.measure(weights, 64, classes, activation, inputs, size, starts=200)
    wide = table[table["units"] >= 64]
    assert (np.abs(wide["mean"] - wide["law"]) < 4 * wide["error"]).all()
    assert table["outputs"].tolist() == pytest.approx(table["outputs_law"].tolist(), rel=0.15)


def test_eight_times_the_units_make_outputs_root_eight_times_as_large_unless_weights_are_scaled():
    tables = {
        name: losses.measure(name, 64, 2, "relu", 4, 1.0, starts=200).set_index("units") for name in (NORMAL, "He")
    }
    grown = {name: table["outputs"][512] / table["outputs"][64] for name, table in tables.items()}
    assert grown[NORMAL] == pytest.approx(math.sqrt(8), rel=0.1)
    assert grown["He"] == pytest.approx(1, rel=0.1)


@pytest.mark.parametrize("classes", [2, 3, 10, 100])
def test_a_tiny_start_costs_what_knowing_nothing_costs(classes):
    table = losses.measure("normal, stddev 0.01", 64, classes, "relu", 2, 1.0, starts=20)
    assert table.set_index("units").loc[64, ["mean", "law"]].tolist() == pytest.approx(
        [math.log(classes)] * 2, rel=1e-3
    )


def test_between_the_sizes_that_theory_is_computed_at_it_is_near_enough():
    scales = np.geomspace(0.01, 50, 37).reshape(1, 37)
    exact = [entropy.at_start_expected(10, scale) for scale in scales[0]]
    assert losses.predicted(scales, 10)[0] == pytest.approx(exact, rel=2e-3)


def test_the_first_answers_are_called_sure_only_where_the_loss_is_large():
    assert lab.ask("first").headline.startswith("The first answers are far too sure: the loss begins at ")
    small = lab.ask("first", weights=GLOROT, classes=10)
    assert small.headline.startswith("It is about as it should be here: the loss begins at 2.3")
    assert fits(small.headline)
    (why,) = [block.text for block in small.blocks if isinstance(block, Why)]
    assert "That is not much" in why
    assert "Keras's default, the same" not in why  # these are Glorot's


def test_what_is_said_is_what_was_measured():
    answer = lab.ask("first")
    rows = answer.figures()[0].frames
    table = next(frame for frame in rows.values() if len(frame) > 20).set_index(["weights", "units"])
    (why,) = [block.text for block in answer.blocks if isinstance(block, Why)]
    assert f"begins at {first.short(table.loc[(NORMAL, 64), 'mean'])}," in answer.headline
    assert f"8 units would make {first.short(table.loc[(NORMAL, 8), 'outputs'])}, about √8 = 2.83 times less" in why
    assert f"begins at {first.short(table.loc[(GLOROT, 64), 'mean'])}." in why


@pytest.mark.parametrize(("weights", "classes"), [(NORMAL, 2), (NORMAL, 10), (GLOROT, 3)])
def test_from_probabilities_keras_stops_at_the_log_of_its_epsilon_and_from_logits_it_does_not(weights, classes):
    """Against its losses, and a model whose softmax it does not find; 14.5 and 16.1 were nowhere said."""
    import keras

    x, labels = losses.examples(4, 100.0, classes)
    sd, (first_kernel, last_kernel) = (
        losses.deviations(WEIGHTS[weights], 4, 64, losses.outputs(classes)),
        losses.draws(WEIGHTS[weights], 0, 4, losses.outputs(classes)),
    )
    z = np.maximum(sd[0] * x @ first_kernel[:, :64], 0) @ (sd[1] * last_kernel[:64])
    last = "sigmoid" if classes == 2 else "softmax"
    model = keras.Sequential([keras.Input((z.shape[1],)), keras.layers.Activation(last), keras.layers.Reshape((-1,))])
    name = "binary_crossentropy" if classes == 2 else "sparse_categorical_crossentropy"
    model.compile("sgd", name)
    theirs = model.evaluate(z, labels, verbose=0)
    assert losses.from_probabilities(z, labels) == pytest.approx(theirs, rel=1e-4)
    wrong, sure = np.zeros(z.shape[1], "float32"), 1 - labels if classes == 2 else (labels + 1) % classes
    wrong = sure[:, None].astype("float32") if classes == 2 else np.eye(classes, dtype="float32")[sure]
    worst = float(np.max(keras.losses.get(name)(labels[:, None], wrong)))
    assert worst == pytest.approx(-math.log(keras.config.epsilon()), rel=1e-6)
    row = losses.measure(weights, 64, classes, "relu", 4, 100.0, starts=3).set_index("units").loc[64]
    assert row["cut"] < worst
    assert row["cut"] < row["mean"]


def test_a_loss_that_keras_cuts_is_told_of_first_where_it_is_another_one():
    answer = lab.ask("first", classes=10, size=100.0)
    (why,) = [block.text for block in answer.blocks if isinstance(block, Why)]
    assert why.startswith(
        "**Is yours 14.5 or 16.1?** Then the loss was probably given probabilities: Keras cuts those at "
    )
    assert "no example can cost more than −ln(10⁻⁷) = 16.1." in why
    assert "right for 1 of 10 examples, cost 0.9 · 16.1 = 14.5. Here that loss would begin at 14." in why
    small = lab.ask("first", weights=GLOROT, classes=10)
    (after,) = [block.text for block in small.blocks if isinstance(block, Why)]
    assert "\n\n**Is yours 14.5 or 16.1?**" in after
    assert "Here that makes no difference." in after
    (begins,) = [block.text for block in lab.ask("first").blocks if isinstance(block, Why)]
    assert begins.startswith("Before the sigmoid, ")
    assert "Here that loss would begin at 2.71, in place of 2.86." in begins
    for asked in ("Why is my first loss 16.1?", "my loss starts at 14.5 with ten classes"):
        assert lab.find(asked)[0].question == "first"


def test_the_table_has_the_loss_of_knowing_nothing():
    found = first.Firsts(tables={}, weights=GLOROT, units=64, classes=2, activation="relu", inputs=2, size=1.0)
    table = first.table(found).set_index("Classes")
    assert table.loc["10"].tolist() == ["2.303", "2.33", "14.51"]
    assert table.loc["1,000", "Knowing nothing: ln(classes)"] == "6.908"


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        (
            "I changed my hidden layer from 8 to 64 neurons, normal weights with stddev 1: loss 4 instead of 0.7",
            {"units": 64, "weights": NORMAL},
        ),
        ("initial loss of a 10-class softmax with 1,000 hidden units", {"units": 1000, "classes": 10}),
        ("loss of 2.3 for 10 classes, std=0.05", {"classes": 10, "weights": "normal, stddev 0.05"}),
        ("is an initial loss of 2.3 right for 10 classes?", {"classes": 10, "weights": GLOROT}),
        ("what should the first loss of 5 classes be, stddev 1", {"classes": 5, "weights": NORMAL}),
        ("7 classes, 63 units, stddev 0.07", {}),
        ("why is my first loss so large?", {}),
    ],
)
def test_numbers_of_an_asker_set_the_knobs(text, settings):
    assert first.reads(text) == settings
    turned = Keywords(settings, first.QUESTION.prefix)
    first.knobs(turned)  # raises where a knob does not offer it


@pytest.mark.parametrize(("low", "high"), [(0.55, 1.6), (0.5, 20), (1.8, 4.6), (0.5, 40_000)])
def test_an_axis_has_a_few_round_values(low, high):
    ticks = first.ticks_between(low, high)
    assert 3 <= len(ticks) <= 9
    assert low <= ticks[0] < ticks[-1] <= high


def test_it_can_be_cancelled():
    with pytest.raises(Cancelled):
        losses.measure(NORMAL, 64, 2, "relu", 2, 1.0, cancelled=lambda: True)
