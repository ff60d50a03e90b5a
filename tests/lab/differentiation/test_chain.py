"""The five factors, against a numeric slope of the cost and against what the discussion says."""

import numpy as np
import pytest

import lab
from lab.differentiation import chain, distance

X = np.array([0.7, -0.3])


def weights(seed):
    draws = np.random.default_rng(seed)
    return [draws.normal(size=shape) for shape in ((2, 2), (2,), (2, 1), (1,))]


def cost(weights, x, y, activation, loss):
    kernel, bias, outgoing, last = weights
    a = chain.VALUES[activation](x @ kernel + bias)
    a3 = 1 / (1 + np.exp(-(a @ outgoing + last)[0]))
    return (a3 - y) ** 2 if loss == "mse" else -(y * np.log(a3) + (1 - y) * np.log(1 - a3))


def slope(weights, neuron, *given):
    """Central difference of the cost in the weight from x1 to a neuron."""
    costs = []
    for step in (1e-6, -1e-6):
        moved = [array.copy() for array in weights]
        moved[0][0, neuron] += step
        costs.append(cost(moved, *given))
    return (costs[0] - costs[1]) / 2e-6


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "linear"])
@pytest.mark.parametrize("loss", ["mse", "binary_crossentropy"])
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_the_product_of_the_factors_is_the_slope_of_the_cost(activation, loss, y):
    for seed in range(5):
        frame = chain.factors(weights(seed), X, y, activation, loss)
        product = frame.iloc[-1]
        for neuron in (0, 1):
            numeric = slope(weights(seed), neuron, X, y, activation, loss)
            assert product[f"neuron{neuron + 1}"] == pytest.approx(numeric, rel=1e-5, abs=1e-9)


def test_only_the_outgoing_weights_differ_where_the_neurons_share_what_comes_in():
    given = weights(0)
    given[0][:, 1], given[1][1] = given[0][:, 0], given[1][0]
    frame = chain.factors(given, X, 1.0, "sigmoid", "mse")
    assert frame.loc[frame["differs"], "factor"].tolist() == ["dz3/da", "product"]
    assert chain.reason(frame).startswith("The outgoing weights (w5, w6) differ between the two neurons")


def test_equal_neurons_have_equal_factors():
    run = lab.train(lab.vary(distance.START, {"init.epsilon": 0.0, "training.epochs": 1}))
    frame = chain.at_start(run, 3)
    assert not frame["differs"].any()
    assert "stay as equal as they are" in chain.reason(frame)
    assert "boxed" not in chain.formula(frame, 1)


def test_a_zero_input_hides_the_difference_and_the_sentence_says_so():
    frame = chain.factors(weights(0), np.array([0.0, 1.0]), 1.0, "sigmoid", "mse")
    assert "a factor of 0 hides it" in chain.reason(frame)


def test_numbers_that_differ_are_shown_with_the_digits_that_tell_them_apart():
    frame = chain.factors(weights(0), X, 1.0, "sigmoid", "mse").assign(neuron2=lambda table: table["neuron1"] + 1e-9)
    assert chain.formula(frame.assign(differs=True), 1) != chain.formula(frame.assign(neuron1=frame["neuron2"]), 1)
