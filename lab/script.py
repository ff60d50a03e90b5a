"""An experiment as a stand-alone script in plain Keras that gives the same numbers."""

import numpy as np

from lab import checks, data
from lab.experiment import Experiment
from lab.initial import KERAS, bias_seed, kernel_seed
from lab.network import LOSSES, OPTIMIZERS, optimizer_options

SKLEARN = ("digits", "iris", "breast_cancer", "diabetes")

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
for epoch in range({epochs}):
{epoch}    losses.append(float(loss(y, model(x))))
print(json.dumps({{"loss": losses, "weights": [array.tolist() for array in model.get_weights()]}}))
'''

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
    epoch, and "weights", the final ones in the order of Keras's `get_weights`. It draws the same initial weights and
    the same order of examples as `lab.train`.

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
        data=_data(experiment),
        inputs=experiment.data.inputs,
        layers="".join(f"    {line},\n" for line in _layers(experiment, seed)),
        start="".join(f"{line}\n" for line in _start(experiment)),
        loss=LOSSES[training.loss],
        optimizer=_optimizer(training),
        order=_order(experiment, seed),
        epochs=training.epochs,
        epoch=_epoch(experiment),
    )


def _data(experiment: Experiment) -> str:
    """Lines that make x and y."""
    spec, dtype = experiment.data, experiment.training.precision
    if spec.name not in SKLEARN and spec.name != "mnist":
        x, y = data.load(spec, dtype)
        return _array("x", x) + (_one_hot(y) if spec.task == "classes" else _array("y", y))
    lines = _mnist(spec) if spec.name == "mnist" else _embedded(spec)
    if spec.standardize:
        lines += ["spread = x.std(axis=0)", "x = (x - x.mean(axis=0)) / np.where(spread == 0, 1.0, spread)"]
    target = f"np.eye({spec.outputs})[y]" if spec.task == "classes" else "y.reshape(len(x), 1)"
    return "\n".join([*lines, f'x, y = x.astype("{dtype}"), {target}.astype("{dtype}")', ""])


def _array(name: str, values: np.ndarray) -> str:
    """The line that makes an array; one column is written as a row."""
    column = values.shape[1] == 1
    shown = _shown(values[:, 0] if column else values, f"{name} = np.array(")
    return f'{shown}, dtype="{values.dtype}"){".reshape(-1, 1)" if column else ""}\n'


def _one_hot(y: np.ndarray) -> str:
    """The line that makes y from the numbers of the classes."""
    return _shown(y.argmax(axis=1), f'y = np.eye({y.shape[1]}, dtype="{y.dtype}")[') + "]\n"


def _shown(values: np.ndarray, prefix: str) -> str:
    """Numbers behind a prefix, each to its last bit, whatever NumPy is told to print elsewhere."""
    return prefix + np.array2string(
        values, separator=", ", threshold=10**9, max_line_width=118, floatmode="unique", prefix=prefix, formatter={}
    )


def _embedded(spec) -> list[str]:
    scale = " / 16.0" if spec.name == "digits" else ""
    lines = [f"from sklearn.datasets import load_{spec.name}", "", f"x, y = load_{spec.name}(return_X_y=True)"]
    return [*lines, f"x = x{scale}"] if scale else lines


def _mnist(spec) -> list[str]:
    n = spec.examples
    return ["(x, y), _ = keras.datasets.mnist.load_data()", f"x, y = x[:{n}].reshape({n}, -1) / 255.0, y[:{n}]"]


def _layers(experiment: Experiment, seed: int) -> list[str]:
    network = experiment.network
    activations = [*[network.activation] * len(network.hidden), network.output]
    lines = []
    for layer, (units, activation) in enumerate(zip(experiment.widths[1:], activations, strict=True), start=1):
        options = [f"kernel_initializer={_initializer(experiment, kernel_seed(seed, layer))}"]
        if experiment.training.l1:
            options.append(f"kernel_regularizer=keras.regularizers.L1({experiment.training.l1!r})")
        if not network.use_bias:
            options.append("use_bias=False")
        elif experiment.init.bias == "same":
            options.append(f"bias_initializer={_initializer(experiment, bias_seed(seed, layer))}")
        options = [f'{units}, "{activation}"', *options]
        line = ", ".join(options)
        lines.append(f"keras.layers.Dense({line if len(line) < 90 else _listed(options)})")
    return lines


def _listed(options: list[str]) -> str:
    return "".join(f"\n        {option}," for option in options) + "\n    "


def _initializer(experiment: Experiment, seed: int) -> str:
    init = experiment.init
    if init.scheme in ("zeros", "constant"):
        return f"keras.initializers.Constant({init.value if init.scheme == 'constant' else 0.0!r})"
    kind, names = KERAS[init.scheme]
    values = (init.low, init.high) if init.scheme == "uniform" else (0.0, init.stddev)
    options = [f"{name}={value!r}" for name, value in zip(names, values, strict=False)]
    return f"keras.initializers.{kind}({', '.join([*options, f'seed={seed}'])})"


def _start(experiment: Experiment) -> list[str]:
    """Lines that scale, clone and perturb what Keras drew; none where nothing is changed."""
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
