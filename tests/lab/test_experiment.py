"""`Experiment`: what its parts ask of each other, and `vary`."""

import numpy as np
import pandas as pd
import pytest

import lab

TABLE = lab.Data.from_frame(pd.DataFrame({"a": [1, 2], "y": [3, 4]}), target="y")


def experiment(**parts):
    """The default experiment with some parts given as dicts of fields."""
    kinds = {"network": lab.Network, "init": lab.Init, "training": lab.Training}
    return lab.Experiment(**{name: kinds[name](**part) if name in kinds else part for name, part in parts.items()})


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"data": "xor"}, "`Experiment.data` must be a Data; got 'xor'."),
        ({"data": None}, "`Experiment.data` must be a Data; got None."),
        (
            {"training": {"loss": "binary_crossentropy"}, "network": {"output": "linear"}},
            "`Training.loss` 'binary_crossentropy' needs `Network.output` 'sigmoid'; got 'linear'.",
        ),
        (
            {"training": {"loss": "categorical_crossentropy"}},
            "`Training.loss` 'categorical_crossentropy' needs `Network.output` 'softmax'; got 'sigmoid'.",
        ),
        (
            {"network": {"output": "softmax"}},
            "`Network.output` 'softmax' needs data with classes; the targets of 'xor' are binary.",
        ),
        (
            {"data": TABLE, "training": {"loss": "binary_crossentropy"}},
            "`Training.loss` 'binary_crossentropy' needs classes; the targets of 'table' are numbers.",
        ),
        (
            {"init": {"scheme": "orthogonal", "bias": "same"}},
            "`Init.bias` must be 'zeros' with the scheme 'orthogonal', which draws matrices only.",
        ),
        (
            {"data": lab.Data("digits"), "network": {"hidden": (4096, 4096)}},
            "A network may have at most 5,000,000 weights; this one has 17,088,522.",
        ),
    ],
)
def test_parts_that_do_not_go_together_get_their_sentence(refused, parts, sentence):
    with refused(sentence):
        experiment(**parts)


@pytest.mark.parametrize("at", [(1, "kernel", 0, 1), (1, "kernel", 1, 1), (1, "bias", 0, 1), (2, "kernel", 1, 0)])
def test_epsilon_is_added_to_a_weight_that_is_there(at):
    assert experiment(init={"epsilon": 1e-6, "epsilon_at": at}).init.epsilon_at == at


@pytest.mark.parametrize("at", [(1, "kernel", 2, 0), (1, "kernel", 0, 2), (1, "bias", 1, 0), (3, "kernel", 0, 0)])
def test_epsilon_at_a_weight_that_is_not_there_gets_its_sentence(refused, at):
    assert experiment(init={"epsilon_at": at})
    with refused(f"`Init.epsilon_at` must name a weight of the network; it has no {at}."):
        experiment(init={"epsilon": 1e-6, "epsilon_at": at})


def test_epsilon_needs_a_bias_to_be_added_to_one(refused):
    with refused("`Init.epsilon_at` must name a weight of the network; it has no (1, 'bias', 0, 0)."):
        experiment(init={"epsilon": 1.0, "epsilon_at": (1, "bias", 0, 0)}, network={"use_bias": False})


@pytest.mark.parametrize("use_bias", [True, False])
@pytest.mark.parametrize("hidden", [(), (3,), (5, 4)])
def test_the_shapes_of_the_weights_are_those_of_keras(hidden, use_bias):
    from keras import Sequential, layers

    spec = experiment(data=lab.Data("iris"), network={"hidden": hidden, "use_bias": use_bias})
    model = Sequential([layers.Dense(units, use_bias=use_bias) for units in (*hidden, 3)])
    model.build((None, 4))
    assert spec.weight_shapes() == [weight.shape for weight in model.get_weights()]


def test_vary_changes_what_it_names_and_nothing_else():
    start = experiment()
    changed = lab.vary(start, {"training.learning_rate": 0.5, "training.epochs": 7, "init.scale": -1.0, "data.n": 8})
    assert start == experiment()
    assert changed == experiment(data=lab.Data(n=8), training={"learning_rate": 0.5, "epochs": 7}, init={"scale": -1.0})


def test_fields_that_go_together_may_be_varied_together():
    changes = {"training.loss": "binary_crossentropy", "network.output": "sigmoid", "init.low": 5, "init.high": 6,
               "init.scheme": "uniform"}  # fmt: skip
    changed = lab.vary(experiment(network={"output": "linear"}), changes)
    assert (changed.training.loss, changed.network.output, changed.init.low) == ("binary_crossentropy", "sigmoid", 5)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"learning_rate": 0.1},
            "`vary` must be one of 'data', 'network', 'init', 'training'; got 'learning_rate'.",
        ),
        ({"optimizer.rate": 0.1}, "`vary` must be one of 'data', 'network', 'init', 'training'; got 'optimizer'."),
        (
            {"network.width": 3},
            "`vary network` must be one of 'hidden', 'activation', 'output', 'use_bias'; got 'width'.",
        ),
        ({"network.": 3}, "`vary network` must be one of 'hidden', 'activation', 'output', 'use_bias'; got ''."),
        ({"training.epochs": -1}, "`Training.epochs` must be a whole number from 0 to 10,000,000; got -1."),
        ([("training.epochs", 1)], "`vary` must be a Mapping; got [('training.epochs', 1)]."),
    ],
)
def test_what_cannot_be_varied_gets_its_sentence(refused, values, sentence):
    with refused(sentence):
        lab.vary(experiment(), values)


def test_an_experiment_is_a_key():
    seen = {experiment(data=TABLE): 1}
    again = lab.Data.from_frame(pd.DataFrame({"a": np.array([1.0, 2.0]), "y": [3, 4]}), target="y")
    assert seen[experiment(data=again)] == 1
