"""Zero and equal starts with momentum, Adam and RMSprop: against plain Keras, theory, and what is said of them."""

import itertools

import keras
import numpy as np
import pandas as pd
import pytest

import lab
from lab import question
from lab.answer import Advice, Why
from lab.headline import fits
from lab.laws import frozen as laws
from lab.numerals import short
from lab.questions.neuron_differentiation import frozen as page
from lab.questions.neuron_differentiation.frozen import biases, ends, optimizers, reasons, theory
from lab.questions.neuron_differentiation.frozen import starts as frozen
from lab.questions.neuron_differentiation.frozen.starts import ZERO_WEIGHTS, setting

OTHERS = ("momentum", "adam", "rmsprop")
ASKED = (
    "What happens with Adam if all weights begin at zero? I heard that Adam fixes it because every weight has its own "
    "learning rate."
)


def changed(data, kind, activation="tanh", **training):
    values = {"optimizer": kind, "learning_rate": optimizers.USUAL[kind], **training}
    fields = {f"training.{name}": value for name, value in values.items()}
    return lab.vary(setting(data), {"network.activation": activation, **fields})


def verdicts(found):
    return found.runs.groupby("start", sort=False)["verdict"].first()


def in_keras(experiment, x, y):
    """The weights of plain Keras after the epochs of an experiment that starts from all zeros."""
    network, training = experiment.network, experiment.training
    layers = [
        keras.layers.Dense(8, network.activation, kernel_initializer="zeros"),
        keras.layers.Dense(y.shape[1], network.output, kernel_initializer="zeros"),
    ]
    model = keras.Sequential([keras.Input((x.shape[1],)), *layers])
    names = {"momentum": "SGD", "adam": "Adam", "rmsprop": "RMSprop"}
    options = {"momentum": 0.9} if training.optimizer == "momentum" else {}
    optimizer = getattr(keras.optimizers, names[training.optimizer])(training.learning_rate, **options)
    model.compile(optimizer, training.loss)
    for _ in range(training.epochs):
        model.train_on_batch(x, y)
    return model.get_weights()


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
@pytest.mark.parametrize("kind", OTHERS)
def test_from_all_zeros_plain_keras_ends_where_the_page_does(kind, activation):
    experiment = changed("unequal", kind, activation, epochs=40)
    x, y = lab.data.load(experiment.data, "float32")
    kernel, bias, outgoing, last = in_keras(experiment, x, y)
    ours = [array[0, -1] for array in lab.train(experiment, [0], recorded=1).parts[0]]
    for one, other in zip(ours, (kernel, bias, outgoing, last), strict=True):
        assert one == pytest.approx(other, abs=0.01)  # the class of 1/3 begins with a gradient of rounding
    assert np.abs(last).max() > 0.1
    for array in (kernel, bias[None], outgoing.T):
        assert (array == array[:, :1]).all()  # equal units, exactly
        assert array.any() == (activation == "sigmoid")  # without a gradient no weight moves, exactly


@pytest.mark.parametrize("kind", optimizers.NAMES)
def test_steps_are_those_of_keras_and_of_gradients_of_zero_there_are_none(kind):
    gradients = np.random.default_rng(0).normal(size=(6, 3)).astype("float32") * [1.0, 1e-3, 1e-8]
    name, _, rest = optimizers.KERAS[kind].partition("(")
    optimizer = eval(f"keras.optimizers.{name}({rest.format(0.1)}", {"keras": keras})
    weights, step, at = keras.Variable(np.zeros(3, "float32")), optimizers.steps(kind), np.zeros(3)
    for gradient in gradients:
        optimizer.apply([keras.ops.convert_to_tensor(gradient.astype("float32"))], [weights])
        at = at - 0.1 * step(gradient)
    assert np.asarray(weights) == pytest.approx(at, rel=1e-4)
    nothing = optimizers.steps(kind)
    assert not any(nothing(np.zeros(3)).any() for _ in range(5))


@pytest.mark.parametrize(("kind", "close"), {"sgd": 1e-13, "momentum": 1e-6, "adam": 1e-5, "rmsprop": 1e-13}.items())
@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_equal_units_are_one_unit_by_every_optimizer(kind, close, activation):
    """Keras rounds the 0.9 of momentum, and the powers of Adam's, to float32, also where the weights are float64."""
    experiment = changed("unequal", kind, activation, epochs=50, precision="float64")
    found = frozen.measure(experiment, ("one constant",), range(1))
    assert found.runs["equal"].tolist() == [1.0]
    assert len(found.foretold) == 51
    assert found.gap < close


def test_one_unit_of_plain_gradient_descent_is_that_of_the_law_with_two_rates(monkeypatch):
    x, y = lab.data.load(setting("spiral").data, "float64")
    start = [np.full(shape, 0.5) for shape in ((2, 8), (8,), (8, 3), (3,))]
    law = laws.one_unit(start, x, y, 0.3, 200, "tanh")
    monkeypatch.setattr(optimizers, "PLAIN", "")
    assert optimizers.one_unit(start, x, y, 0.3, 200, "tanh", "sgd") == pytest.approx(law, abs=1e-12)


def test_with_momentum_a_hundredth_of_a_tiny_start_costs_two_decades_more():
    values = {"init.scheme": "normal", "network.hidden": (4,)}
    experiment = lab.vary(changed("spiral", "momentum", epochs=800), values)
    run = lab.train(experiment, [3], {"init.stddev": [1e-5, 1e-7]}, recorded=800)
    x, y = lab.data.load(experiment.data, "float64")
    floor = laws.class_entropy(laws.shares(y))
    late, later = (run.epochs[np.argmax(loss[0] < 0.95 * floor)] for loss in run.loss)
    decade = optimizers.decade(laws.pull(x, y), optimizers.USUAL["momentum"], "tanh", "momentum")
    assert later - late == pytest.approx(2 * decade, rel=0.05, abs=2)
    assert np.isnan(optimizers.decade(laws.pull(x, y), 0.01, "tanh", "adam"))


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize(("data", "activation"), [("moons", "tanh"), ("unequal", "sigmoid"), ("spiral", "relu")])
def test_the_first_steps_from_zero_weights_and_random_biases_are_those_of_theory(kind, data, activation):
    found = biases.first_steps(changed(data, kind, activation), range(3))
    assert found.waits == 1
    assert found.gap < 2e-6


@pytest.mark.parametrize("kind", OTHERS)
def test_the_answer_is_no_with_what_was_measured(kind):
    name = optimizers.NAMES[kind]
    starts = ("all zeros", "one constant", "Glorot random", "no hidden layer, zeros")
    found = frozen.measure(changed("spiral", kind, epochs=300), starts, range(2))
    ended, costs = verdicts(found), found.runs.groupby("start", sort=False)["cost"].median()
    told = {
        some: ends.asked(found, ended[list(some)], costs[list(some)]) for some in (starts, starts[::2], starts[1:3])
    }
    drawn = short(costs["Glorot random"])
    assert list(told.values()) == [
        f"No: with {name}, from all zeros no hidden weight moves; from one constant all 8 units stay equal.",
        f"No: with {name}, no hidden weight leaves zero; the cost ends at {short(costs['all zeros'])}, from random "
        f"weights at {drawn}.",
        f"No: with {name}, equal units stay exactly equal; the cost ends at {short(costs['one constant'])}, from "
        f"random weights at {drawn}.",
    ]
    assert all(fits(says) for says in told.values())
    why = reasons.why(found, ended[["all zeros"]])
    assert "Only those biases have a gradient, and only from rounding" in why
    assert f"So {name} moves no hidden weight." in why
    assert (" is still 0" in why) == (kind != "momentum")
    equal = reasons.why(found, ended[["one constant"]])
    assert f"so {name} gives them equal steps: they stay equal" in equal
    assert ("each weight has a learning rate of its own" in equal) == (kind in optimizers.ADAPTIVE)


def test_where_only_the_biases_of_the_outputs_have_a_gradient_that_is_said():
    found = frozen.measure(changed("unequal", "adam"), ("all zeros",), range(1))
    why = reasons.why(found, verdicts(found))
    assert "Only those biases have a gradient. Adam does give each weight a learning rate of its own" in why
    assert found.runs["cost"].item() == pytest.approx(found.facts["floor"], abs=1e-4)


@pytest.mark.parametrize("kind", optimizers.NAMES)
def test_sigmoid_units_would_freeze_with_equal_shares_only_by_an_optimizer_that_leaves_rounding_alone(kind):
    found = frozen.measure(changed("unequal", kind, "sigmoid", epochs=20), ("all zeros",), range(1))
    assert ("it would freeze like the others" in reasons.at_zero(found)) == (kind not in optimizers.ADAPTIVE)


def test_of_rounding_adam_makes_steps_and_the_units_stay_equal_all_the_same():
    """Sigmoid units, classes of equal size: every gradient is 0 but for rounding, which SGD leaves as small."""
    kinds = {kind: changed("circles", kind, "sigmoid") for kind in ("sgd", "adam")}
    found = {kind: frozen.measure(experiment, ("all zeros",), range(1)) for kind, experiment in kinds.items()}
    moved = {kind: each.runs["moved"].item() for kind, each in found.items()}
    assert moved["sgd"] < 1e-3 < moved["adam"]
    assert found["adam"].runs["equal"].item() == 1
    assert "of which Adam makes steps as long as of a true gradient" in reasons.at_zero(found["adam"])
    says = ends.asked(found["adam"], verdicts(found["adam"]), found["adam"].runs.set_index("start")["cost"])
    assert says.startswith("No: with Adam, equal units stay exactly equal; the cost ends at ")


@pytest.mark.parametrize("kind", OTHERS)
def test_every_headline_of_another_optimizer_fits(kind):
    names = ("all zeros", "one constant", "Glorot random", "no hidden layer, zeros", ends.RANDOM_BIASES, ends.LARGE)
    found = frozen.measure(changed("moons", kind, "sigmoid", epochs=10), names, range(1))
    every = ("frozen", "identical but learning", "slow", "learning", "diverged")
    for zeros, constant, drawn, alone in itertools.product((None, *every), repeat=4):
        given = dict(zip(names, (zeros, constant, drawn, alone), strict=False))
        some = {name: end for name, end in given.items() if end}
        for more in ((), names[4:5], names[5:]):
            if ended := some | dict.fromkeys(more, "learning"):
                costs = pd.Series(dict.fromkeys(ended, 0.1234))
                assert fits(ends.asked(found, pd.Series(ended), costs)), ended


def test_who_asks_of_adam_gets_this_page_with_adam_and_the_answer_no():
    for asked in (ASKED, "Does Adam fix a start from zeros?", "Does Adam break the symmetry of equal weights?"):
        hit = next(hit for hit in lab.find(asked) if hit.question == "frozen")
        slug, settings = question.from_address(hit.address)
        assert (slug, settings["optimizer"]) == ("frozen", "adam"), asked
        assert settings["rate"] == optimizers.USUAL["adam"]
    zeros = page.TRY["Does Adam fix a start from zeros?"]
    answer = lab.ask("frozen", **zeros, seeds=1, epochs=300)
    assert answer.headline.startswith("No: with Adam, no hidden weight leaves zero; the cost ends at 1.1, from random ")
    assert "300 epochs of Adam" in answer.note
    (advice,) = (block for block in answer.blocks if isinstance(block, Advice))
    assert "change the start, not the optimizer" in advice.text
    hidden, compiled = advice.code.splitlines()
    names = {"keras": keras}
    exec(f"model = keras.Sequential([keras.Input((2,)), {hidden.partition('#')[0]}])\n{compiled}", names)
    assert isinstance(names["model"].optimizer, keras.optimizers.Adam)
    (why,) = (block for block in answer.blocks if isinstance(block, Why))
    assert "0 / (0 + ε) is still 0" in why.text


@pytest.mark.parametrize("kind", optimizers.NAMES)
def test_the_mathematics_is_that_of_the_optimizer(kind):
    found = frozen.measure(changed("spiral", kind, epochs=20), ("one constant", "tiny random"), range(1))
    adaptive = kind in optimizers.ADAPTIVE
    assert (r"s(0) = " in "".join(theory.formulas(found))) == adaptive
    assert ("the rate itself at its input" in theory.met(found)) == adaptive
    assert (theory.growth(found) == "") == adaptive
    assert ("does not grow by a factor" in theory.why_slow(found)) == adaptive
    assert ("s is what" in theory.met(found)) == (kind != "sgd")
    first = biases.First(waits=1, gap=0.0)
    zero = frozen.measure(changed("spiral", kind, epochs=20), (ZERO_WEIGHTS,), range(1))
    assert ("at first all along one line" in biases.why(zero, first)) != adaptive
    assert ("lie on one line" in biases.met(zero, first)) != adaptive
    assert (r"s\!\left(" in "".join(biases.formulas(zero))) == adaptive


def test_that_rounding_may_move_elsewhere_what_stays_here_is_said_of_adam_alone():
    """Of sigmoid units on the spiral: here they stay at 0, in plain Keras with Adam they leave it, all equal."""
    told = {
        kind: reasons.at_zero(frozen.measure(changed("xor", kind, "sigmoid", epochs=20), ("all zeros",), range(1)))
        for kind in ("momentum", "adam")
    }
    assert "of which Adam would make steps; the units would stay equal all the same." in told["adam"]
    assert "would make steps" not in told["momentum"]
