"""Every replica is held against a plain Keras model, built and trained here without the engine."""

import keras
import numpy as np
import pytest
from experiments import experiment as random_experiment

import lab
from lab.initial import bias_seed, kernel_seed

KERAS_OPTIMIZERS = {
    "sgd": lambda **options: keras.optimizers.SGD(**options),
    "momentum": lambda **options: keras.optimizers.SGD(momentum=0.9, **options),
    "nesterov": lambda **options: keras.optimizers.SGD(momentum=0.9, nesterov=True, **options),
    "rmsprop": keras.optimizers.RMSprop,
    "adam": keras.optimizers.Adam,
    "adagrad": keras.optimizers.Adagrad,
}
LOSSES = {
    "mse": keras.losses.MeanSquaredError,
    "binary_crossentropy": keras.losses.BinaryCrossentropy,
    "categorical_crossentropy": keras.losses.CategoricalCrossentropy,
}


def plain_model(experiment: lab.Experiment, seed: int) -> keras.Model:
    """The network in Keras layers, its kernels drawn by Keras initializers."""
    network, training = experiment.network, experiment.training
    model = keras.Sequential([keras.Input((experiment.data.inputs,), dtype=training.precision)])
    activations = [*network.activations, network.output]
    for layer, (units, activation) in enumerate(zip(experiment.widths[1:], activations, strict=True), start=1):
        bias = keras.initializers.GlorotUniform(bias_seed(seed, layer)) if experiment.init.bias == "same" else "zeros"
        model.add(
            keras.layers.Dense(
                units,
                activation,
                use_bias=network.use_bias,
                bias_initializer=bias,
                kernel_regularizer=keras.regularizers.L1(training.l1) if training.l1 else None,
                dtype=training.precision,
                kernel_initializer=keras.initializers.GlorotUniform(kernel_seed(seed, layer)),
            )  # fmt: skip
        )
    decay = {"weight_decay": training.weight_decay} if training.weight_decay else {}
    optimizer = KERAS_OPTIMIZERS[training.optimizer](learning_rate=training.learning_rate, **decay)
    few = training.epochs * experiment.data.examples <= 100 * (training.batch_size or experiment.data.examples)
    model.compile(optimizer=optimizer, loss=LOSSES[training.loss](), run_eagerly=few)  # a graph costs as much
    return model


def keras_ends(experiment: lab.Experiment, seed: int) -> list[np.ndarray]:
    """Weights after the epochs, batch by batch in the replica's own order of examples.

    Keras takes the step of `model.fit`, whose start once an epoch would cost more than the training.
    """
    model, training = plain_model(experiment, seed), experiment.training
    x, y = lab.data.load(experiment.data, training.precision)
    size = min(training.batch_size or len(x), len(x))
    draws = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(0,)))
    for _ in range(training.epochs):
        shuffled = training.batch_size is not None and training.batch_size < len(x) and training.shuffle
        order = draws.permuted(np.arange(len(x))) if shuffled else np.arange(len(x))
        for rows in np.split(order, range(size, len(x), size)):
            model.train_on_batch(x[rows], y[rows])
    return model.get_weights()


def largest_difference(left: list[np.ndarray], right: list[np.ndarray]) -> float:
    return max(float(np.max(np.abs(a - b))) for a, b in zip(left, right, strict=True))


@pytest.mark.parametrize("number", range(18))
def test_a_replica_ends_where_plain_keras_ends(number):
    experiment = random_experiment(number)
    run = lab.train(experiment, seeds=[3, 7, 11])
    assert largest_difference(run.keras_weights(seed=7), keras_ends(experiment, 7)) < 2e-4


@pytest.mark.parametrize("number", range(6))
def test_a_replica_starts_where_plain_keras_starts_to_the_bit(number):
    experiment = random_experiment(number, epochs=1)
    run = lab.train(experiment, seeds=[7])
    assert largest_difference(run.keras_weights(seed=7, epoch=0), plain_model(experiment, 7).get_weights()) == 0.0


@pytest.mark.parametrize("number", [1, 2, 3, 8])
def test_the_recorded_cost_and_accuracy_are_what_keras_evaluates(number):
    experiment = random_experiment(number)
    run = lab.train(experiment, seeds=[7])
    model, (x, y) = plain_model(experiment, 7), lab.data.load(experiment.data)
    model.set_weights(run.keras_weights(seed=7))
    penalty = training_penalty(experiment, run.keras_weights(seed=7))
    evaluated = model.evaluate(x, y, batch_size=len(x), verbose=0) - penalty  # Keras adds what it trains on
    assert run.loss[0, 0, -1] == pytest.approx(evaluated, rel=1e-4, abs=1e-6)
    if experiment.data.task == "classes":
        right = np.mean(model.predict(x, verbose=0).argmax(axis=1) == y.argmax(axis=1))
        assert run.accuracy[0, 0, -1] == pytest.approx(right)


def training_penalty(experiment: lab.Experiment, weights: list[np.ndarray]) -> float:
    """l1 * sum of |w| over the kernels."""
    return experiment.training.l1 * sum(np.abs(array).sum() for array in weights if array.ndim == 2)


@pytest.fixture
def float64_keras():
    """Keras with float64 everywhere, the learning rate included."""
    keras.config.set_floatx("float64")
    yield
    keras.config.set_floatx("float32")


@pytest.mark.usefixtures("float64_keras")
def test_float64_agrees_with_float64_keras_to_a_thousand_roundings():
    plain = {
        "training.precision": "float64",
        "training.weight_decay": 0.0,
        "training.l1": 0.0,
    }  # Keras rounds a weight decay to float32
    experiment = lab.vary(random_experiment(2), plain)
    run = lab.train(experiment, seeds=[7])
    assert largest_difference(run.keras_weights(seed=7), keras_ends(experiment, 7)) < 1e-12


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("nesterov", [False, True])
def test_a_momentum_acts_as_in_keras(momentum, nesterov):
    training = lab.Training(
        optimizer="nesterov" if nesterov else "sgd", momentum=momentum, learning_rate=0.1, epochs=30
    )
    experiment = lab.Experiment(training=training)
    run = lab.train(experiment, [7])
    model, (x, y) = plain_model(experiment, 7), lab.data.load(experiment.data)
    optimizer = keras.optimizers.SGD(0.1, momentum=momentum, nesterov=nesterov)
    model.compile(optimizer=optimizer, loss=keras.losses.MeanSquaredError(), run_eagerly=True)
    for _ in range(30):
        model.train_on_batch(x, y)
    assert largest_difference(run.keras_weights(7), model.get_weights()) < 1e-6


HELD = {
    "regression": lab.Experiment(
        data=lab.Data("diabetes", standardize=True, standardize_target=True, validation=0.2, validation_seed=3),
        network=lab.Network(hidden=(5, 3), activation=("tanh", "relu"), output="linear"),
        training=lab.Training(learning_rate=0.05, epochs=6),
    ),
    "classes": lab.Experiment(
        data=lab.Data("digits", validation=0.3),
        network=lab.Network(hidden=(8,), activation="relu", output="softmax"),
        training=lab.Training(loss="categorical_crossentropy", batch_size=100, epochs=3),
    ),
}


@pytest.mark.parametrize("experiment", HELD.values(), ids=HELD)
def test_what_is_recorded_of_the_held_out_is_what_keras_evaluates_and_changes_no_training(experiment):
    run, model = lab.train(experiment, [7, 8]), plain_model(experiment, 7)
    model.set_weights(run.keras_weights(7))
    x, y = lab.data.load(experiment.data, part="validation")
    evaluated = model.evaluate(x, y, batch_size=len(x), verbose=0)
    last = run.losses(split="validation").query("seed == 7")["loss"].iloc[-1]
    assert last == pytest.approx(evaluated, rel=1e-5)
    assert largest_difference(run.keras_weights(7), keras_ends(experiment, 7)) < 2e-4
    if experiment.data.task == "classes":
        right = np.mean(model.predict(x, verbose=0).argmax(axis=1) == y.argmax(axis=1))
        assert run.accuracies(split="validation").query("seed == 7")["accuracy"].iloc[-1] == pytest.approx(right)


def test_costs_and_predictions_come_in_the_original_unit_too():
    """The same network with the targets as they are, its last layer scaled by hand, in plain Keras."""
    experiment = HELD["regression"]
    run, model = lab.train(experiment, [7]), plain_model(experiment, 7)
    model.set_weights(run.keras_weights(7))
    plain = lab.vary(experiment, {"data.standardize_target": False}).data
    trained = lab.data.load(plain, "float64")[1]
    for part in lab.data.PARTS:
        x, target = lab.data.load(experiment.data, part=part)[0], lab.data.load(plain, "float64", part)[1]
        said = model.predict(x, verbose=0) * trained.std() + trained.mean()
        table = run.predictions(split=part, unit="original")
        assert table["target"].to_numpy() == pytest.approx(target[:, 0])
        assert table["prediction"].to_numpy() == pytest.approx(said[:, 0], rel=1e-4)
        cost = run.losses(split=part, unit="original")["loss"].iloc[-1]
        assert cost == pytest.approx(np.mean((said - target) ** 2), rel=1e-4)
