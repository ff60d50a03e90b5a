"""Network, Init and Training: what each field takes, and the sentence for what it does not."""

import dataclasses

import numpy as np
import pytest

import lab
from lab import specs

ACTIVATIONS = "'linear', 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'elu', 'selu', 'softplus', 'gelu', 'silu'"
SCHEMES = (
    "'zeros', 'constant', 'uniform', 'normal', 'glorot_uniform', 'glorot_normal', 'he_uniform', 'he_normal', "
    "'lecun_uniform', 'lecun_normal', 'orthogonal'"
)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"hidden": 2}, "`Network.hidden` must be a list of at most 50 items; got 2."),
        ({"hidden": "22"}, "`Network.hidden` must be a list of at most 50 items; got '22'."),
        (
            {"hidden": [1] * 51},
            "`Network.hidden` must be a list of at most 50 items; got " + f"{[1] * 51}"[:77] + "....",
        ),
        ({"hidden": (0,)}, "`Network.hidden` must be a whole number from 1 to 4,096; got 0."),
        ({"hidden": (2, -1)}, "`Network.hidden` must be a whole number from 1 to 4,096; got -1."),
        ({"hidden": (4097,)}, "`Network.hidden` must be a whole number from 1 to 4,096; got 4097."),
        ({"hidden": (2.5,)}, "`Network.hidden` must be a whole number from 1 to 4,096; got 2.5."),
        ({"activation": "softmax"}, f"`Network.activation` must be one of {ACTIVATIONS}; got 'softmax'."),
        ({"output": "relu"}, "`Network.output` must be one of 'linear', 'sigmoid', 'softmax'; got 'relu'."),
        ({"use_bias": 1}, "`Network.use_bias` must be True or False; got 1."),
    ],
)
def test_a_network_that_cannot_be_built_gets_its_sentence(refused, values, sentence):
    with refused(sentence):
        lab.Network(**values)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"scheme": "xavier"}, f"`Init.scheme` must be one of {SCHEMES}; got 'xavier'."),
        ({"scheme": ["zeros"]}, f"`Init.scheme` must be one of {SCHEMES}; got ['zeros']."),
        ({"value": float("nan")}, "`Init.value` must be a number from -1e+09 to 1e+09; got nan."),
        ({"scale": float("inf")}, "`Init.scale` must be a number from -1e+09 to 1e+09; got inf."),
        ({"epsilon": "1e-6"}, "`Init.epsilon` must be a number from -1e+09 to 1e+09; got '1e-6'."),
        ({"stddev": -0.1}, "`Init.stddev` must be a number from 0 to 1e+09; got -0.1."),
        ({"low": 1.0, "high": 0.5}, "`Init.low` must not exceed `Init.high`; got 1 and 0.5."),
        ({"bias": "ones"}, "`Init.bias` must be one of 'zeros', 'same'; got 'ones'."),
        ({"clones": True}, "`Init.clones` must be one of 'none', 'incoming', 'outgoing', 'both'; got True."),
        ({"epsilon_at": (1, "kernel")}, "`Init.epsilon_at` must be (layer, 'kernel' or 'bias', input, unit)."),
        ({"epsilon_at": (1, "gain", 0, 0)}, "`Init.epsilon_at[1]` must be one of 'kernel', 'bias'; got 'gain'."),
        ({"epsilon_at": (0, "bias", 0, 0)}, "`Init.epsilon_at[0]` must be a whole number from 1 to 51; got 0."),
        ({"epsilon_at": (1, "bias", 0, -1)}, "`Init.epsilon_at[3]` must be a whole number from 0 to 100,000; got -1."),
    ],
)
def test_a_start_that_cannot_be_drawn_gets_its_sentence(refused, values, sentence):
    with refused(sentence):
        lab.Init(**values)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"loss": "mae"},
            "`Training.loss` must be one of 'mse', 'binary_crossentropy', 'categorical_crossentropy'; got 'mae'.",
        ),
        (
            {"optimizer": "lion"},
            "`Training.optimizer` must be one of 'sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adagrad'; "
            "got 'lion'.",
        ),
        ({"learning_rate": -0.1}, "`Training.learning_rate` must be a number from 0 to 1e+06; got -0.1."),
        ({"learning_rate": float("nan")}, "`Training.learning_rate` must be a number from 0 to 1e+06; got nan."),
        ({"momentum": 1.1}, "`Training.momentum` must be a number from 0 to 1; got 1.1."),
        ({"l1": -1.0}, "`Training.l1` must be a number from 0 to 1e+06; got -1.0."),
        ({"weight_decay": None}, "`Training.weight_decay` must be a number from 0 to 1e+06; got None."),
        ({"batch_size": 0}, "`Training.batch_size` must be a whole number from 1 to 100,000; got 0."),
        ({"batch_size": "all"}, "`Training.batch_size` must be a whole number from 1 to 100,000; got 'all'."),
        ({"epochs": -1}, "`Training.epochs` must be a whole number from 0 to 10,000,000; got -1."),
        ({"epochs": 1e3}, "`Training.epochs` must be a whole number from 0 to 10,000,000; got 1000.0."),
        ({"shuffle": "no"}, "`Training.shuffle` must be True or False; got 'no'."),
        ({"order_seed": -1}, "`Training.order_seed` must be a whole number from 0 to 4,294,967,295; got -1."),
        ({"precision": "float16"}, "`Training.precision` must be one of 'float32', 'float64'; got 'float16'."),
    ],
)
def test_a_training_that_cannot_be_run_gets_its_sentence(refused, values, sentence):
    with refused(sentence):
        lab.Training(**values)


@pytest.mark.parametrize("kind", [lab.Data, lab.Network, lab.Init, lab.Training, lab.Experiment])
def test_a_spec_is_frozen_equal_by_value_and_a_key(kind):
    assert kind() == kind()
    assert hash(kind()) == hash(kind())
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(kind(), dataclasses.fields(kind)[0].name, None)


def test_numbers_of_numpy_and_lists_make_the_same_spec_as_plain_ones():
    assert lab.Network(hidden=[np.int64(3), 2]) == lab.Network(hidden=(3, 2))
    assert lab.Training(learning_rate=np.float64(1)) == lab.Training(learning_rate=1)
    assert repr(lab.Init(scale=np.float32(0.5))) == repr(lab.Init(scale=0.5))


@pytest.mark.parametrize("field", ["activation", "output", "scheme", "loss", "optimizer", "precision"])
def test_every_option_is_taken_by_its_spec(field):
    kind, options = {
        "activation": (lab.Network, specs.ACTIVATIONS),
        "output": (lab.Network, specs.OUTPUTS),
        "scheme": (lab.Init, specs.SCHEMES),
        "loss": (lab.Training, specs.LOSSES),
        "optimizer": (lab.Training, specs.OPTIMIZERS),
        "precision": (lab.Training, specs.PRECISIONS),
    }[field]
    assert [getattr(kind(**{field: option}), field) for option in options] == list(options)


def test_arguments_are_named():
    with pytest.raises(TypeError, match="positional"):
        lab.Network((2,))
