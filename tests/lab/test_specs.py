"""Network, Init and Training: what each field takes, and the sentence for what it does not."""

import dataclasses

import keras
import numpy as np
import pytest

import lab
from lab import specs
from lab.initial import keras_initializer, starts

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
        (
            {"output": "elu"},
            "`Network.output` must be one of 'linear', 'sigmoid', 'softmax', 'relu', 'tanh'; got 'elu'. "
            "Did you mean 'relu'?",
        ),
        (
            {"hidden": (2, 3, 4), "activation": ("tanh", "relu")},
            "`Network.activation` must be one name, or one for each hidden layer; got 2 for 3.",
        ),
        (
            {"hidden": (), "activation": ()},
            "`Network.activation` must be one name, or one for each hidden layer; got 0 for 0.",
        ),
        (
            {"hidden": (2, 3), "activation": ["tanh", "tanhh"]},
            f"`Network.activation` must be one of {ACTIVATIONS}; got 'tanhh'. Did you mean 'tanh'?",
        ),
        (
            {"hidden": (), "activation": "relu"},
            "`Network.activation` belongs to hidden layers, and this network has none; see `Network.output`.",
        ),
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
        (
            {"weights": [[1.0, "a"]]},
            "`Init.weights` must be a list of kernels and biases, finite numbers; got [[1.0, 'a']].",
        ),
        (
            {"weights": [[1.0, float("inf")]]},
            "`Init.weights` must be a list of kernels and biases, finite numbers; got [[1.0, inf]].",
        ),
        ({"weights": 3}, "`Init.weights` must be a list of kernels and biases, finite numbers; got 3."),
        (
            {"scheme": "zeros", "weights": [[1.0]]},
            "`Init.scheme` says how weights are drawn, and `Init.weights` gives them.",
        ),
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
        ({"precision": "half"}, "`Training.precision` must be one of 'float32', 'float64'; got 'half'."),
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


@pytest.mark.parametrize(
    ("kind", "field", "spelled", "meant"),
    [
        (lab.Init, "scheme", "HeNormal", "he_normal"),
        (lab.Init, "scheme", "LecunUniform", "lecun_uniform"),
        (lab.Init, "scheme", "RandomUniform", "uniform"),
        (lab.Init, "scheme", "random_normal", "normal"),
        (lab.Init, "scheme", "Zeros", "zeros"),
        (lab.Network, "activation", "ReLU", "relu"),
        (lab.Network, "activation", "swish", "silu"),
        (lab.Network, "activation", ["ReLU"], "relu"),
        (lab.Network, "output", "Softmax", "softmax"),
        (lab.Training, "optimizer", "SGD", "sgd"),
        (lab.Training, "optimizer", "RMSprop", "rmsprop"),
        (lab.Training, "loss", "MeanSquaredError", "mse"),
        (lab.Training, "loss", "mean_squared_error", "mse"),
        (lab.Training, "loss", "BinaryCrossentropy", "binary_crossentropy"),
        (lab.Training, "loss", "categorical-crossentropy", "categorical_crossentropy"),
    ],
)
def test_what_keras_calls_it_is_understood(kind, field, spelled, meant):
    more = {"hidden": (3,)} if field == "activation" else {}
    assert getattr(kind(**{field: spelled}, **more), field) == meant
    assert getattr(kind(**{field: meant}, **more), field) == meant


@pytest.mark.parametrize("scheme", [name for name in specs.SCHEMES if name not in ("zeros", "constant")])
def test_every_initializer_is_understood_by_the_name_that_keras_gives_it(scheme):
    """Keras itself takes the name for an initializer of the class and the options that the scheme has here."""
    init = lab.Init(scheme)
    drawn = keras_initializer(init, 0)
    assert lab.Init(type(drawn).__name__).scheme == scheme
    found, options = keras.initializers.get(type(drawn).__name__).get_config(), drawn.get_config()
    assert found | {"seed": 0} == pytest.approx(options)


@pytest.mark.parametrize(
    ("kind", "field", "spelled", "meant"),
    [
        (lab.Init, "scheme", "he_norml", "he_normal"),
        (lab.Init, "scheme", "HeNormall", "he_normal"),
        (lab.Network, "activation", "LeakyReLU", "leaky_relu"),  # a layer of Keras, with another slope
        (lab.Network, "output", "sigmod", "sigmoid"),
        (lab.Training, "loss", "SparseCategoricalCrossentropy", "categorical_crossentropy"),
        (lab.Training, "optimizer", "AdaGrd", "adagrad"),
        (lab.Data, "name", "Iris", "iris"),
        (lab.Column, "kind", "Constant", "constant"),
    ],
)
def test_what_is_nearly_an_option_is_asked_about(kind, field, spelled, meant):
    with pytest.raises(ValueError, match=rf"; got '{spelled}'\. Did you mean '{meant}'\?$"):
        kind(**{field: spelled})


def test_gradient_descent_with_a_momentum_is_what_keras_makes_of_it():
    assert lab.Training(optimizer="sgd", momentum=0.9) == lab.Training(optimizer="momentum")
    assert lab.Training(optimizer="SGD", momentum=0.99).acting_momentum == 0.99
    assert lab.Training(optimizer="sgd", momentum=0.0).optimizer == "sgd"
    assert [lab.Training(optimizer=name).acting_momentum for name in specs.OPTIMIZERS] == [0, 0.9, 0.9, 0, 0, 0]
    moved = dataclasses.replace(lab.Training(optimizer="sgd", momentum=0.99), learning_rate=0.5)
    assert (moved.optimizer, moved.momentum) == ("momentum", 0.99)


@pytest.mark.parametrize("optimizer", ["rmsprop", "adam", "adagrad"])
@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_a_momentum_is_refused_where_there_is_none_to_set(refused, optimizer, momentum):
    with refused(f"`Training.momentum` belongs to 'sgd', 'momentum' and 'nesterov'; {optimizer!r} has none to set."):
        lab.Training(optimizer=optimizer, momentum=momentum)


# One value of every field that no default and no experiment below has.
TURNED = {
    "data.name": "moons", "data.n": 8, "data.noise": 0.3, "data.seed": 5, "data.columns": (lab.Column("noise"),),
    "data.slope": 2.0, "data.intercept": 2.0, "data.standardize": True, "data.standardize_target": True,
    "data.validation": 0.5, "data.validation_seed": 3,
    "network.hidden": (3,), "network.activation": "softplus", "network.output": "tanh", "network.use_bias": False,
    "init.scheme": "he_normal", "init.value": 0.7, "init.low": -0.9, "init.high": 0.9, "init.stddev": 0.7,
    "init.scale": 1.7, "init.bias": "same", "init.clones": "both", "init.epsilon": 0.3,
    "training.loss": "binary_crossentropy", "training.optimizer": "adagrad", "training.learning_rate": 0.07,
    "training.momentum": 0.5, "training.weight_decay": 0.1, "training.l1": 0.1, "training.batch_size": 3,
    "training.epochs": 4, "training.order_seed": 9, "training.precision": "float64", "training.shuffle": False,
}  # fmt: skip
# Fields that ask for nothing by themselves, or for what is there anyway, whatever the others are.
ASKS_NOTHING = {
    "init.epsilon_at": "where `init.epsilon` goes", "data.table": "a table has a name of its own",
    "init.weights": "each network has shapes of its own",
}  # fmt: skip
DONE = {
    "init.scale": lambda e: _zero(e.init),
    "init.bias": lambda e: _zero(e.init),  # zeros, drawn as zeros
    "init.clones": lambda e: e.init.scheme in ("zeros", "constant"),  # equal already
    "training.shuffle": lambda e: e.training.batch_size is None,  # one batch has no order
}


def _zero(init):
    return init.scheme == "zeros" or (init.scheme == "constant" and init.value == 0)


def base(data, hidden, scheme, optimizer, batch_size=None):
    """A small experiment."""
    data = lab.Data(data)
    output = {"regression": "linear", "binary": "sigmoid", "classes": "softmax"}[data.task]
    return lab.Experiment(
        data=data,
        network=lab.Network(hidden=hidden, output=output),
        init=lab.Init(scheme),
        training=lab.Training(optimizer=optimizer, batch_size=batch_size, epochs=3, learning_rate=0.02),
    )


BASES = [
    base("xor", (2,), "glorot_uniform", "sgd"),
    base("line", (), "uniform", "adam", 2),
    base("iris", (2, 2), "normal", "nesterov"),
    base("xor", (2,), "constant", "rmsprop", 2),
]


def ends(experiment, part):
    """What a part decides: the examples, the first weights, or all that a short run says."""
    if part == "data":
        return [array for each in lab.data.PARTS for array in lab.data.load(experiment.data, part=each)]
    if part == "init":
        return starts(experiment, [3])
    run = lab.train(experiment, [3], recorded=1)
    return [*run.keras_weights(3), run.loss]


def test_every_field_is_turned():
    parts = {"data": lab.Data, "network": lab.Network, "init": lab.Init, "training": lab.Training}
    fields = {f"{part}.{each.name}" for part, kind in parts.items() for each in dataclasses.fields(kind)}
    assert fields == {*TURNED, *ASKS_NOTHING}


@pytest.mark.usefixtures("step_by_step")
@pytest.mark.parametrize("start", BASES, ids=lambda e: f"{e.init.scheme}, {e.training.optimizer}, {e.data.name}")
def test_no_field_is_ignored_in_silence(start):
    """Whatever is turned gives another result, or a sentence."""
    ignored = []
    before = {part: ends(start, part) for part in ("data", "network", "init", "training")}
    for path, value in TURNED.items():
        part = path.partition(".")[0]
        try:
            after = ends(lab.vary(start, {path: value}), part)
        except ValueError:
            continue
        same = len(before[part]) == len(after) and all(map(np.array_equal, before[part], after))
        if same and not DONE.get(path, lambda e: False)(start):
            ignored.append(path)
    assert ignored == []


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: lab.Init("zeros", low=-1), "`Init.low` belongs to the scheme 'uniform'; 'zeros' does not use it."),
        (lambda: lab.Init("zeros", stddev=1), "`Init.stddev` belongs to the scheme 'normal'; 'zeros' does not use it."),
        (lambda: lab.Column("zero", mean=3.0), "`Column.mean` belongs to the kind 'noise'; 'zero' does not use it."),
        (
            lambda: lab.Training(order_seed=3),
            "`Training.order_seed` belongs to mini-batches in a new order: `batch_size` a number, `shuffle` True.",
        ),
        (
            lambda: lab.Experiment(network=lab.Network(hidden=()), init=lab.Init(clones="both")),
            "`Init.clones` copies units of hidden layers, and this network has none.",
        ),
        (
            lambda: lab.Experiment(network=lab.Network(use_bias=False), init=lab.Init(bias="same")),
            "`Init.bias` must be 'zeros' where `Network.use_bias` is False: there are no biases.",
        ),
    ],
)  # fmt: skip
def test_what_has_nothing_to_act_on_gets_its_sentence(refused, make, sentence):
    with refused(sentence):
        make()


def test_arguments_are_named():
    with pytest.raises(TypeError, match="positional"):
        lab.Network((2,))
