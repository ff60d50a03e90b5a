"""How fast equal units part, against numeric curvature and against the engine."""

import numpy as np
import pytest

import lab
from lab.differentiation import distances, forecast
from lab.laws import splitting
from lab.questions.neuron_differentiation import escape

DRAWS = np.random.default_rng(0)
X = DRAWS.normal(size=(30, 3))
TARGETS = {
    ("linear", "mse"): DRAWS.normal(size=(30, 2)),
    ("sigmoid", "mse"): DRAWS.integers(0, 2, (30, 1)).astype(float),
    ("sigmoid", "binary_crossentropy"): DRAWS.integers(0, 2, (30, 1)).astype(float),
    ("softmax", "categorical_crossentropy"): np.eye(3)[DRAWS.integers(0, 3, 30)],
}
ACTIVATIONS = {"tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "linear": lambda z: z}


def cost(weights, activation, output, loss, y):
    """The mean loss, written out naively for one network."""
    kernel, bias, outgoing, last = weights
    z = ACTIVATIONS[activation](X @ kernel + bias) @ outgoing + last
    if output == "softmax":
        return np.mean(np.log(np.exp(z).sum(axis=1)) - (y * z).sum(axis=1))
    a = 1 / (1 + np.exp(-z)) if output == "sigmoid" else z
    return np.mean((a - y) ** 2) if loss == "mse" else -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


def clones(outputs, units=2):
    """Weights of a stack of one network whose units are equal."""
    one = DRAWS.normal(size=(3, 1)), DRAWS.normal(size=1), DRAWS.normal(size=(1, outputs))
    kernel, bias, outgoing = np.tile(one[0], (1, units)), np.tile(one[1], units), np.tile(one[2], (units, 1))
    return [array[None] for array in (kernel, bias, outgoing, DRAWS.normal(size=outputs))]


def pulled(weights, apart):
    """The network with units 0 and 1 moved by half of `apart`, one forth, one back."""
    kernel, bias, outgoing, last = (array[0].copy() for array in weights)
    for unit, sign in ((0, 0.5), (1, -0.5)):
        kernel[:, unit] += sign * apart[:3]
        bias[unit] += sign * apart[3]
        outgoing[unit] += sign * apart[4:]
    return kernel, bias, outgoing, last


@pytest.mark.parametrize(("output", "loss"), TARGETS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("units", [2, 5])
def test_lambda_is_the_numeric_curvature_across_equal_units(activation, output, loss, units):
    y = TARGETS[output, loss]
    weights = clones(y.shape[1], units)
    setting = splitting.Setting(x=X, y=y, activation=activation, output=output, loss=loss, rate=0.1)
    found = splitting.parting(setting, weights, 0, 0)
    sides = [cost(pulled(weights, 1e-3 * t * found.direction[0]), activation, output, loss, y) for t in (-1, 0, 1)]
    curvature = (sides[0] - 2 * sides[1] + sides[2]) / 1e-6
    assert curvature == pytest.approx(-found.fastest[0] / 2, rel=1e-3, abs=1e-7)


def test_no_direction_across_equal_units_is_steeper_than_the_one_found():
    y = TARGETS["linear", "mse"]
    weights = clones(2)
    setting = splitting.Setting(x=X, y=y, activation="tanh", output="linear", loss="mse", rate=0.1)
    steepest = -splitting.parting(setting, weights, 0, 0).fastest[0] / 2
    level = cost(pulled(weights, np.zeros(6)), "tanh", "linear", "mse", y)
    for direction in DRAWS.normal(size=(50, 6)):
        step = 1e-3 * direction / np.linalg.norm(direction)
        sides = [cost(pulled(weights, sign * step), "tanh", "linear", "mse", y) for sign in (-1, 1)]
        assert (sum(sides) - 2 * level) / 1e-6 >= steepest - 1e-5


@pytest.mark.parametrize("name", ["teacher", "circles"])
@pytest.mark.parametrize("at", [(1, "kernel", 1, 1), (1, "bias", 0, 1), (2, "kernel", 1, 0)])
def test_the_foretold_growth_is_what_the_engine_does(name, at):
    values = {"init.epsilon": 1e-7, "init.epsilon_at": at, "training.epochs": 120, "data.name": name}
    if name == "circles":
        values |= {"network.output": "sigmoid", "training.loss": "binary_crossentropy", "training.learning_rate": 2.0}
    experiment = lab.vary(escape.START, values)
    measured = distances(lab.train(experiment, seeds=[0, 1], recorded=120)).pivot_table("distance", "seed", "epoch")
    foretold = 1e-7 * forecast.parting(experiment, [0, 1]).growth
    np.testing.assert_allclose(measured.to_numpy(), foretold, rtol=1e-4)


def test_a_decade_costs_what_the_curvature_says():
    assert splitting.steps_per_decade(0.2, 0.2) == pytest.approx(np.log(10) / np.log(1.04), rel=1e-12)
    assert splitting.steps_per_decade(0.2, -1.0) == np.inf
