"""All weights zero and random biases: the first steps against Keras and theory, and what is said of them."""

import dataclasses

import keras
import numpy as np
import pandas as pd
import pytest

import lab
from lab import question
from lab.answer import Advice, Why
from lab.headline import fits
from lab.questions.neuron_differentiation import frozen as page
from lab.questions.neuron_differentiation.frozen import biases, ends, picture
from lab.questions.neuron_differentiation.frozen import starts as frozen
from lab.questions.neuron_differentiation.frozen.starts import ZERO_WEIGHTS, setting

ASKED = "Can I initialise the weights with zeros but the biases at random? Or is it also forbidden?"
STEP = biases.First(waits=1, gap=0.0)


def measured(data="spiral", starts=(ZERO_WEIGHTS, "Glorot random"), seeds=4, **values):
    changed = {f"training.{name}" if name != "activation" else "network.activation": v for name, v in values.items()}
    return frozen.measure(lab.vary(setting(data), changed), starts, range(seeds))


@pytest.fixture(scope="module")
def spiral():
    return measured()


@pytest.fixture(scope="module")
def relu():
    return measured(activation="relu")


def test_in_plain_keras_the_hidden_weights_wait_one_step_and_then_go_where_theory_says():
    experiment = setting("spiral")
    x, y = lab.data.load(experiment.data, "float32")
    start = [array[0] for array in frozen.zeroed(experiment, ZERO_WEIGHTS, [3])]
    layers = [keras.layers.Dense(8, "tanh"), keras.layers.Dense(3, "softmax")]
    model = keras.Sequential([keras.Input((2,)), *layers])
    model.set_weights(start)
    model.compile(keras.optimizers.SGD(0.3), "categorical_crossentropy")
    outgoing, hidden = biases.predicted(start[1], start[3], x, y, 0.3, "tanh")
    model.train_on_batch(x, y)
    first, _, after, _ = model.get_weights()
    assert not first.any()
    assert after == pytest.approx(outgoing, abs=1e-6)
    model.train_on_batch(x, y)
    assert np.abs(hidden).max() > 1e-4
    assert model.get_weights()[0] == pytest.approx(hidden, abs=1e-6)
    assert np.linalg.matrix_rank(hidden, tol=1e-12) == 1


@pytest.mark.parametrize(("data", "activation"), [("moons", "tanh"), ("unequal", "sigmoid"), ("spiral", "relu")])
def test_the_first_steps_of_the_laboratory_are_those_of_theory(data, activation):
    experiment = lab.vary(setting(data), {"network.activation": activation})
    found = biases.first_steps(experiment, range(3))
    assert found.waits == 1
    assert found.gap < 1e-7


def test_it_learns_later_than_from_random_weights_and_is_said_to_with_its_costs(spiral):
    cost = spiral.runs.groupby("start")["cost"].median()
    assert cost["Glorot random"] < cost[ZERO_WEIGHTS] < 0.5 * spiral.facts["floor"]
    assert biases.headline(spiral, STEP) in [
        f"Yes, with random biases: they make the units different; the hidden weights wait one step, then {end}."
        for end in biases.SHORT.values()
    ]
    assert biases.note(spiral) == (
        f"Cost at the end: {cost[ZERO_WEIGHTS]:.3g} from zero weights and random biases, "
        f"{cost['Glorot random']:.3g} from Glorot random weights. "
    )
    assert "Then they move, at first all along one line" in biases.why(spiral, STEP)


def test_relu_units_that_never_move_are_those_whose_bias_is_not_above_zero(relu):
    first = frozen.zeroed(setting("spiral"), ZERO_WEIGHTS, range(4))[1]  # (seed, unit)
    off = (first <= 0).sum(axis=1)
    assert relu.runs.query("start == @ZERO_WEIGHTS")["idle"].tolist() == off.tolist()
    assert f"Yes, but on average {off.mean():.3g} of 8 units never move, as" in biases.headline(relu, STEP)
    assert f"{off.sum()} of the 32 units of 4 runs" in biases.why(relu, STEP)


def test_where_the_inputs_do_not_pull_most_runs_learn_nothing():
    found = measured("xor", epochs=300)
    assert biases.headline(found, STEP).startswith("No, not here: random biases make the units different, but in ")
    assert "On average x (y − p) is 0 here" in biases.why(found, STEP)


@pytest.mark.parametrize(
    ("data", "moves", "says"), [("blobs", False, "must be random, too"), ("unequal", True, "could be 0 here")]
)
def test_biases_of_the_outputs_must_be_random_only_where_classes_are_of_equal_size(data, moves, says):
    experiment = lab.vary(setting(data), {"training.epochs": 50, "training.precision": "float64"})
    start = frozen.zeroed(experiment, ZERO_WEIGHTS, [0, 1])
    start[3][:] = 0.0
    last = lab.train(experiment, [0, 1], initial=start, recorded=1).parts[0][2][:, -1]
    assert (np.abs(last).max() > 1e-3) == moves
    assert moves or np.abs(last).max() < 1e-9
    assert says in biases.why(measured(data, (ZERO_WEIGHTS,), 1, epochs=10), STEP)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("waits", [None, 1, 2])
@pytest.mark.parametrize("verdict", ends.ENDS)
@pytest.mark.parametrize("runs", [1, 2])
def test_every_headline_fits_and_says_yes_only_where_it_learns(spiral, activation, waits, verdict, runs):
    rows = spiral.runs.query("start == @ZERO_WEIGHTS").head(runs).assign(verdict=verdict, idle=3)
    found = dataclasses.replace(spiral, runs=rows, facts=spiral.facts | {"activation": activation})
    says = biases.headline(found, biases.First(waits=waits, gap=0.0))
    assert fits(says), says
    assert says.startswith("Yes") == (verdict in ends.LEARN)


def test_the_learner_who_asks_is_shown_this_start_and_what_it_takes_in_keras():
    hit = lab.find(ASKED)[0]
    assert (hit.question, question.from_address(hit.address)[1]["starts"]) == (
        "frozen",
        (ZERO_WEIGHTS, "Glorot random"),
    )
    answer = lab.ask("frozen", starts=(ZERO_WEIGHTS, "Glorot random"), seeds=1)
    assert answer.headline.startswith("Yes, with random biases: ")
    (advice,) = (block for block in answer.blocks if isinstance(block, Advice))
    assert "one with hidden layers may not if its biases are zero, too" in advice.text
    *made, hidden, output = advice.code.splitlines()
    names = {"keras": keras}
    exec("\n".join([*made, f"hidden = {hidden}", f"output = {output}"]), names)
    keras.Sequential([keras.Input((2,)), names["hidden"], names["output"]])
    for layer in (names["hidden"], names["output"]):
        kernel, bias = layer.get_weights()
        assert (kernel.any(), bias.all()) == (False, True)


def test_that_all_biases_can_be_zero_is_a_yes_and_lines_that_coincide_are_said_to():
    asked = "Can all biases be initialised to zero, or must biases start at random?"
    answer = lab.ask("frozen", **page.TRY[asked])
    assert answer.headline.startswith("Yes, all biases can be zero: with random weights it learns")
    assert "“Glorot random” and “Glorot random, biases too” almost coincide: from epoch 100 on" in (
        answer.figures()[0].caption
    )
    (why,) = (block for block in answer.blocks if isinstance(block, Why))
    assert "they need not be random" in why.text


def test_lines_coincide_where_they_look_like_one_and_the_gap_is_theirs():
    levels = pd.DataFrame({"level": [1.0]})
    costs = {"a": [1.0, 0.5, 0.2], "b": [0.8, 0.51, 0.19], "c": [1.0, 0.7, 0.5], "d": [1.0, 0.7, 0.5]}
    rows = [
        {"start": name, "epoch": e, "mid": mid}
        for name, mids in costs.items()
        for e, mid in zip((0, 50, 100), mids, strict=True)
    ]
    assert picture.coinciding(pd.DataFrame(rows), levels) == (
        " The lines of “a” and “b” almost coincide: from epoch 50 on their costs are at most 0.01 apart."
        " The lines of “c” and “d” almost coincide: from epoch 50 on their costs are the same."
    )
    assert picture.coinciding(pd.DataFrame(rows[3:9]), levels) == ""
