"""An experiment as a stand-alone script in plain Keras that gives the same numbers."""

import json

from lab import checks, script_data
from lab.experiment import Experiment
from lab.initial import KERAS, bias_seed, kernel_seed
from lab.network import LOSSES, OPTIMIZERS, optimizer_options

SCRIPT = '''\
"""One network in plain Keras: prints its cost at every epoch and its final weights as one line of JSON."""

import json

import keras
import numpy as np

keras.config.set_floatx("{precision}")
keras.config.set_dtype_policy("{precision}")
{data}
model = keras.Sequential([
    keras.Input(({inputs},)),
{layers}])
{start}
loss = keras.losses.{loss}()
optimizer = keras.optimizers.{optimizer}
model.compile(optimizer=optimizer, loss=loss)
{order}losses = [float(loss(y, model(x)))]
{held}for epoch in range({epochs}):
{epoch}    losses.append(float(loss(y, model(x))))
{held_epoch}print(json.dumps({{"loss": losses,{told}"weights": [array.tolist() for array in model.get_weights()]}}))
'''

HELD = {
    "held": "validation = [float(loss(y_held, model(x_held)))]\n",
    "held_epoch": "    validation.append(float(loss(y_held, model(x_held))))\n",
    "told": ' "validation_loss": validation,\n    ',
}
WHOLE = "    model.train_on_batch(x, y)\n"
BATCHES = """\
    order = {order}
    for first in range(0, len(x), {batch}):
        batch = order[first : first + {batch}]
        model.train_on_batch(x[batch], y[batch])
"""


def script(experiment: Experiment, seed: int = 0) -> str:
    """The source of a script that trains one replica with Keras and NumPy alone.

    Run alone it prints one line of JSON: "loss", the cost over the training set before training and after every
    epoch, "validation_loss" likewise where examples are held out, and "weights", the final ones in the order of Keras's
    `get_weights`. It draws the same initial weights, the same order of examples and the same split as `lab.train`.

    Args:
        experiment: what to train.
        seed: of the replica.

    Raises:
        ValueError: the seed is not a whole number from 0 to 2^32 - 1.
    """
    seed = checks.whole("seed", seed, 0, checks.MAX_SEED)
    training = experiment.training
    return SCRIPT.format(
        precision=training.precision,
        data=script_data.lines(experiment),
        inputs=experiment.data.inputs,
        layers="".join(f"    {line},\n" for line in _layers(experiment, seed)),
        start="".join(f"{line}\n" for line in _start(experiment)),
        loss=LOSSES[training.loss],
        optimizer=_optimizer(training),
        order=_order(experiment, seed),
        epochs=training.epochs,
        epoch=_epoch(experiment),
        **(HELD if experiment.data.held else {**dict.fromkeys(HELD, ""), "told": " "}),
    )


def _layers(experiment: Experiment, seed: int) -> list[str]:
    network = experiment.network
    activations = [*network.activations, network.output]
    lines = []
    for layer, (units, activation) in enumerate(zip(experiment.widths[1:], activations, strict=True), start=1):
        given = experiment.init.weights is not None  # by `_start`
        options = [] if given else [f"kernel_initializer={_initializer(experiment, kernel_seed(seed, layer))}"]
        if experiment.training.l1:
            options.append(f"kernel_regularizer=keras.regularizers.L1({experiment.training.l1!r})")
        if not network.use_bias:
            options.append("use_bias=False")
        elif experiment.init.bias == "same" and not given:
            options.append(f"bias_initializer={_initializer(experiment, bias_seed(seed, layer))}")
        options = [f'{units}, "{activation}"', *options]
        line, listed = ", ".join(options), "".join(f"\n        {option}," for option in options) + "\n    "
        lines.append(f"keras.layers.Dense({line if len(line) < 90 else listed})")
    return lines


def _initializer(experiment: Experiment, seed: int) -> str:
    init = experiment.init
    if init.scheme in ("zeros", "constant"):
        return f"keras.initializers.Constant({init.value if init.scheme == 'constant' else 0.0!r})"
    kind, names = KERAS[init.scheme]
    values = (init.low, init.high) if init.scheme == "uniform" else (0.0, init.stddev)
    options = [f"{name}={value!r}" for name, value in zip(names, values, strict=False)]
    return f"keras.initializers.{kind}({', '.join([*options, f'seed={seed}'])})"


def _start(experiment: Experiment) -> list[str]:
    """Lines that scale, clone and perturb what Keras drew or what is given; none where nothing is changed."""
    init, each = experiment.init, 2 if experiment.network.use_bias else 1
    lines = [
        f"weights[{i}] *= {init.scale!r}" for i in range(0, len(experiment.weight_shapes()), each) if init.scale != 1
    ]
    for hidden in range(len(experiment.network.hidden)):
        first = each * hidden
        if init.clones in ("incoming", "both"):
            lines += [
                f"weights[{i}][...] = weights[{i}][..., :1]  # into each unit as into the first"
                for i in range(first, first + each)
            ]
        if init.clones in ("outgoing", "both"):
            lines.append(
                f"weights[{first + each}][...] = weights[{first + each}][:1]  # out of each unit as out of the first"
            )
    if init.epsilon:
        layer, parameter, row, unit = init.epsilon_at
        place = f"{row}, {unit}" if parameter == "kernel" else f"{unit}"
        lines.append(f"weights[{each * (layer - 1) + (parameter == 'bias')}][{place}] += {init.epsilon!r}")
    if init.weights is not None:
        arrays = [f'    np.array({json.dumps(array)}, "{experiment.training.precision}"),' for array in init.weights]
        return ["weights = [", *arrays, "]", *lines, "model.set_weights(weights)"]
    return ["weights = model.get_weights()", *lines, "model.set_weights(weights)"] if lines else []


def _optimizer(training) -> str:
    options = ", ".join(f"{name}={value!r}" for name, value in optimizer_options(training).items())
    return f"{OPTIMIZERS[training.optimizer][0]}({options})"


def _shuffled(experiment: Experiment) -> bool:
    return experiment.training.shuffle and not _full_batch(experiment)


def _full_batch(experiment: Experiment) -> bool:
    size = experiment.training.batch_size
    return size is None or size >= experiment.data.examples


def _order(experiment: Experiment, seed: int) -> str:
    if not _shuffled(experiment):
        return ""
    given = experiment.training.order_seed
    entropy = seed if given is None else given
    return f"draws = np.random.default_rng(np.random.SeedSequence({entropy}, spawn_key=(0,)))\n"


def _epoch(experiment: Experiment) -> str:
    if _full_batch(experiment):
        return WHOLE
    order = "draws.permuted(np.arange(len(x)))" if _shuffled(experiment) else "np.arange(len(x))"
    return BATCHES.format(order=order, batch=experiment.training.batch_size)
