"""The Keras model of an experiment: one network, as a user would write it."""

from lab.experiment import Experiment
from lab.initial import starts

# name -> (class in keras.optimizers, its options but for the momentum)
OPTIMIZERS = {
    "sgd": ("SGD", {}),
    "momentum": ("SGD", {"nesterov": False}),
    "nesterov": ("SGD", {"nesterov": True}),
    "rmsprop": ("RMSprop", {}),
    "adam": ("Adam", {}),
    "adagrad": ("Adagrad", {}),
}
LOSSES = {
    "mse": "MeanSquaredError",
    "binary_crossentropy": "BinaryCrossentropy",
    "categorical_crossentropy": "CategoricalCrossentropy",
}


def keras_model(experiment: Experiment, seed: int = 0):
    """The compiled Keras model of one replica, with its initial weights.

    `model.fit` trains it as `lab.train` trains the replica, but for the order of the examples in mini-batches, which
    Keras draws by itself. What is held out: `validation_data=lab.data.load(experiment.data, part="validation")`.

    Args:
        experiment: what the model is of.
        seed: of the replica.

    Returns:
        `keras.Sequential`, compiled; `Run.keras_weights` gives what its `set_weights` takes.
    """
    import keras

    network, training = experiment.network, experiment.training
    activations = [*network.activations, network.output]
    layers = [
        keras.layers.Dense(
            units,
            activation,
            use_bias=network.use_bias,
            kernel_regularizer=keras.regularizers.L1(training.l1) if training.l1 else None,
            dtype=training.precision,
        )
        for units, activation in zip(experiment.widths[1:], activations, strict=True)
    ]
    model = keras.Sequential([keras.Input((experiment.data.inputs,), dtype=training.precision), *layers])
    model.set_weights([array[0] for array in starts(experiment, [seed])])
    model.compile(
        optimizer=_optimizer(training), loss=getattr(keras.losses, LOSSES[training.loss])(dtype=training.precision)
    )
    return model


def optimizer_options(training) -> dict:
    """The options of the Keras optimizer, as keywords."""
    options = {"learning_rate": training.learning_rate, **OPTIMIZERS[training.optimizer][1]}
    if training.acting_momentum:
        options["momentum"] = training.acting_momentum
    if training.weight_decay:
        options["weight_decay"] = training.weight_decay
    return options


def _optimizer(training):
    import keras

    return getattr(keras.optimizers, OPTIMIZERS[training.optimizer][0])(**optimizer_options(training))
