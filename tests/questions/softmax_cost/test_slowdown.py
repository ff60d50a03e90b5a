"""The waiting neuron: the published figures, the engine's own training, and sentences at the extremes."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import lab
from lab.answer import Advice
from lab.charts import theme
from lab.compute import Compute
from lab.questions.softmax_cost.slowdown import neuron as one

COSTS = ["squared error", "cross-entropy"]


def neuron(weight=0.6, bias=0.9, rate=0.15, steps=300):
    return one.measure(one.setting(rate, steps), weight, bias)


def test_the_published_figures():
    """L15: output at step 300 0.093956; steps to one half 36 against 8; the closed forms predict them."""
    halves = neuron().halves.set_index("cost")
    assert halves.loc["squared error", "end"] == pytest.approx(0.093956, abs=5e-7)
    assert halves.loc[COSTS, "steps"].tolist() == [36, 8]
    assert np.ceil(halves.loc[COSTS, "predicted"]).tolist() == [36, 8]


def test_the_laboratory_s_engine_trains_the_same_neuron():
    """Keras's squared error is a^2, twice the one of the book; the setting halves the rate."""
    found = neuron(steps=100)
    initial = [np.array([[0.6]]), np.array([0.9])]
    run = lab.train(one.setting(0.15, 100), seeds=[0], initial=initial, recorded=100)
    squared = found.outputs.query("cost == 'squared error'")["output"]
    assert np.sqrt(run.losses()["loss"]).tolist() == pytest.approx(squared.tolist(), rel=1e-5)


@pytest.mark.parametrize("rate", [0.03, 0.15, 5.0])
def test_no_wait_is_shorter_than_its_closed_form_by_more_than_a_step(rate):
    waits = neuron(rate=rate, steps=30).waits
    assert waits["steps"].notna().all()
    assert (waits["steps"] >= np.floor(waits["predicted"])).all()
    ratio = waits["steps"] / np.maximum(waits["predicted"], 1)
    assert ratio.max() < 2.5


def test_the_surer_the_longer_squared_error_waits_in_comparison():
    waits = neuron().waits.pivot_table("steps", "start", "cost")
    ratio = waits["squared error"] / waits["cross-entropy"]
    assert ratio.loc[6.0] > 5 * ratio.loc[3.0] > 5 * ratio.loc[1.0]


@pytest.mark.parametrize(
    ("values", "headline", "note"),
    [
        (
            {}, "Yes: with squared error the neuron is wrong for 36 steps, with cross-entropy for 8.",
            "it is at 0.094 with squared error and 0.0116 with cross-entropy. To one half, theory says 36.0 and 7.6",
        ),
        (
            {"weight": 6, "bias": 6}, "Yes: cross-entropy gets it right in 43 steps, squared error not within 300.",
            "To one half, theory says 542,644 and 43.3 steps.",
        ),
        (
            {"weight": 6, "bias": 6, "rate": 0.03, "steps": 30},
            "Not within 30 steps: neither cost gets the neuron to the right side.", "Its output starts at almost 1",
        ),
        (
            {"weight": -1, "bias": -1},
            "Not here: the neuron starts on the right side already, so neither cost has to wait.", "starts at 0.119",
        ),
        ({"weight": 0, "bias": 0}, "No: with both costs the neuron gets to the right side in 1 step.", "starts at 0.5"),
    ],
)  # fmt: skip
def test_the_sentences_are_true_at_the_extremes(values, headline, note):
    found = neuron(**values)
    assert one.headline(found) == headline
    assert note in one.note(found)
    assert one.why(found)
    assert "NaN" not in one.formula(found)


def test_the_lines_to_copy_begin_with_the_output_on_screen():
    """One sigmoid output and "mse": the cost is replaced, and the neuron trains with the error itself as its slope."""
    (advice,) = [block for block in lab.ask("slowdown", network_steps=30, pairs=4).blocks if isinstance(block, Advice)]
    first = advice.code.split("\n\n")[0]
    model = keras.Sequential([keras.Input((1,))])
    exec(first, {"keras": keras, "model": model})
    model.set_weights([np.array([[0.6]]), np.array([0.9])])
    model.fit(np.ones((1, 1)), np.zeros((1, 1)), verbose=0)
    output = 1 / (1 + np.exp(-1.5))
    assert model.get_weights()[1][0] == pytest.approx(0.9 - 0.01 * output, rel=1e-5)


def test_keras_s_squared_error_of_one_output_is_said_to_be_twice_as_steep():
    """Measured on Keras's own mse: twice the slope that is shown."""
    found = neuron()
    z = keras.Variable(1.5)
    with tf.GradientTape() as tape:
        cost = keras.losses.MeanSquaredError()(np.zeros((1, 1)), keras.ops.reshape(keras.ops.sigmoid(z), (1, 1)))
    slope = float(tape.gradient(cost, z.value))
    assert slope == pytest.approx(2 * found.halves["slope"][0], rel=1e-5)
    assert 'here 0.122 at the start (Keras\'s "mse" of one output is a², so twice that).' in one.why(found)
    assert "In Keras the same steps of squared error take half the rate" in one.SOURCE


def test_the_drawn_curve_keeps_both_ends_and_is_thin():
    drawn = one.drawn(neuron(steps=10_000))
    assert drawn.groupby("cost")["step"].agg(["min", "max"]).to_numpy().tolist() == [[0, 10_000]] * 2
    assert len(drawn) < 700
    assert drawn["label"].unique().tolist() == [
        "squared error: below ½ after 36 steps", "cross-entropy: below ½ after 8 steps",
    ]  # fmt: skip


def test_theory_is_dashed_and_no_cost_s_colour_and_costs_differ_by_shape_as_well_as_by_colour():
    found = neuron(steps=50)
    for chart in (one.outputs_chart(one.drawn(found)), one.waits_chart(found.waits)):
        layers = chart.to_dict()["layer"]
        (dashed,) = [each for each in layers if each["encoding"].get("y", {}).get("field") == "predicted"]
        assert dashed["mark"]["color"] in (theme.NEUTRAL, "currentColor")
        assert dashed["encoding"]["strokeDash"]["scale"]["range"] == [list(theme.LAW_DASH)]
        points = next(each for each in layers if each["mark"]["type"] == "point")
        assert points["encoding"]["shape"]["field"] == points["encoding"]["color"]["field"]


def test_a_start_out_of_bounds_is_refused(refused):
    with refused("`weight` must be a number from -20 to 20; got 21."):
        neuron(weight=21)


def test_a_wait_that_is_always_the_same_is_not_given_as_a_range():
    assert one.waits_seen(neuron(rate=5.0)).endswith("squared error from 1 to 45; cross-entropy always 1.")


def test_the_neuron_is_shown_while_the_networks_train():
    class Shown(Compute):
        def show(self, answer):
            shown.append(answer)

    shown = []
    answer = lab.ask("slowdown", compute=Shown(), network_steps=30, pairs=4)
    assert [each.headline for each in shown] == [answer.headline]
    assert len(shown[0].figures()) == 2
    assert len(answer.figures()) == 4


def test_the_experiment_is_the_neuron_of_the_headline_and_no_network():
    """Trained, it has an output below one half after as many steps as are said of squared error."""
    answer = lab.ask("slowdown", steps=100, network_steps=30, pairs=4)
    run = lab.train(answer.experiment, seeds=[0], recorded=100)
    kernel, bias = (array[0, 0].astype(float).ravel() for array in run.arrays)
    steps = run.epochs[np.argmax(kernel + bias < 0)]
    assert steps == one.measure(one.setting(0.15, 100), 0.6, 0.9).halves.set_index("cost").loc["squared error", "steps"]
    assert f" {steps}" in answer.headline
