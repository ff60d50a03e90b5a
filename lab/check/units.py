"""What every unit of a Keras model does: how far it is from the next, how its output varies, where it is flat.

    distance    Euclidean distance of its incoming weights, with its bias, to those of the nearest other of its layer
    spread      standard deviation of its output over the examples (and over the positions, for a filter)
    dead        share of the examples (and positions) where the slope of its activation is 0, for relu and its relatives
    saturated   the same where the slope is nearly 0, for activations that are bounded, such as sigmoid and tanh
    gradient    Euclidean norm of the gradient of the cost with respect to its incoming weights, with its bias

A unit is what has an output of its own: a unit of a Dense or recurrent layer, a filter, a row of an Embedding. The
model is asked as it predicts: no dropout, and moving statistics where there is batch normalization.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from lab.check.incoming import arrangement, rows

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

MEASURES = ("distance", "spread", "dead", "saturated", "gradient")
EXAMPLES = 256  # that are looked at unless somebody asks for others
MOST_UNITS = 4096  # of a layer whose distances are measured: they are compared in pairs
FAR, NEAR = (-200.0, -100.0, 0.0, 100.0, 200.0), np.linspace(-6.0, 6.0, 241)  # where activations are tried
DEAD = 1e-3  # slope below which a unit that can have a slope of 1 hardly learns
SATURATED = 0.04  # of the largest slope: the output of a sigmoid is then within 0.01 of 0 or 1


def units(model: keras.Model, x: object, y: object = None) -> pd.DataFrame:
    """The measures of every unit.

    Args:
        model: built; compiled with a loss if gradients are wanted.
        x: inputs as `model.predict` takes them: an array, or arrays in one structure. All of them are looked at.
        y: targets; None leaves the gradients out.

    Returns:
        One row per (layer, unit, measure): `value`. Layers by name in the model's order (by path where two share a
        name), units from 0. What has no meaning for a layer has no rows.
    """
    return frame(compiled(model, x, y)())


def compiled(model: keras.Model, x: object, y: object = None) -> Callable[[], dict[str, np.ndarray]]:
    """A function that measures the model as it then is: "layer|measure" -> (unit,). Arguments as of `units`."""
    import keras
    import tensorflow as tf

    targets = y if has_loss(model) else None

    @tf.function(autograph=False)
    def found():
        with keras.StatelessScope(collect_losses=True):  # what a model notes about itself as it is called is not kept
            return measured(model, x, targets)

    return lambda: {key: array.numpy() for key, array in found().items()}


def frame(found: dict[str, np.ndarray]) -> pd.DataFrame:
    """Arrays (unit,) named as `measured` names them, as one tidy frame."""
    names = [key.rpartition("|") for key in found]
    counts = [len(array) for array in found.values()]
    return pd.DataFrame(
        {
            "layer": np.repeat(np.array([layer for layer, _, _ in names], object), counts),
            "unit": np.concatenate([np.arange(count) for count in counts] or [np.arange(0)]),
            "measure": np.repeat(np.array([measure for *_, measure in names], object), counts),
            "value": np.concatenate([np.asarray(array, float) for array in found.values()] or [np.zeros(0)]),
        }
    )


def sample(data: object, most: int = EXAMPLES) -> object:
    """At most so many examples of every array in a structure, evenly spread over it."""
    import keras

    def chosen(array):
        array = np.asarray(array)
        return array[np.unique(np.linspace(0, len(array) - 1, min(len(array), most)).round().astype(int))]

    return None if data is None else keras.tree.map_structure(chosen, data)


def has_loss(model: keras.Model) -> bool:
    """Whether a model says what its cost is: it is compiled with a loss, or has a `compute_loss` of its own."""
    import keras

    own = type(model).compute_loss is not keras.Model.compute_loss
    return own or getattr(model, "_compile_loss", None) is not None


def measured(model: keras.Model, x: object, y: object = None) -> dict[str, tf.Tensor]:
    """The measures as TensorFlow operations, for use inside a `tf.function`: "layer|measure" -> (unit,)."""
    import keras
    import tensorflow as tf

    x, y = (keras.tree.map_structure(tf.convert_to_tensor, each) if each is not None else None for each in (x, y))
    layers = measured_layers(model)
    values = [variable.value for variable in model.trainable_variables]
    with tf.GradientTape(watch_accessed_variables=False) as tape, _tapped(layers) as (inputs, outputs):
        tape.watch(values)
        said = model(x, training=False)
        cost = None if y is None else model.compute_loss(x, y, said, training=False)
    slopes = [None] * len(values) if cost is None else tape.gradient(cost, values)
    gradients = {
        id(variable): slope
        for variable, slope in zip(model.trainable_variables, slopes, strict=True)
        if slope is not None
    }
    return {
        f"{name}|{measure}": value
        for name, layer in layers.items()
        for measure, value in (
            *_of_weights(layer, gradients),
            *_of_outputs(layer, inputs[name], outputs[name]),
        )
    }


def measured_layers(model: keras.Model) -> dict[str, keras.layers.Layer]:
    """The layers that are measured, nested ones too, by name; by path where two share a name."""
    inside = {id(layer.cell) for layer in model._flatten_layers() if hasattr(layer, "cell")}
    layers = [
        layer
        for layer in model._flatten_layers(include_self=False)
        if id(layer) not in inside and (_is_activation(layer) or arrangement(layer))
    ]
    names = [layer.name for layer in layers]
    return {layer.name if names.count(layer.name) == 1 else layer.path: layer for layer in layers}


def output_layers(model: keras.Model) -> set[str]:
    """Names of the layers that give what the model predicts."""
    outputs = getattr(model, "outputs", None) or []
    return {output._keras_history.operation.name for output in outputs if hasattr(output, "_keras_history")}


def _of_weights(layer: keras.layers.Layer, gradients: dict) -> Iterator[tuple[str, tf.Tensor]]:
    import tensorflow as tf

    parts = arrangement(layer)
    weights = rows(parts, lambda variable: variable.value) if parts else None
    if parts and 1 < weights.shape[0] <= MOST_UNITS:
        yield "distance", nearest(weights)
    if parts and all(id(variable) in gradients for variable, _ in parts):
        yield "gradient", tf.norm(rows(parts, lambda variable: gradients[id(variable)]), axis=1)


def _of_outputs(layer: keras.layers.Layer, inputs: list, outputs: list) -> Iterator[tuple[str, tf.Tensor]]:
    import tensorflow as tf
    from keras.layers import Embedding

    if not outputs or isinstance(layer, Embedding):  # its units are rows, and its outputs columns
        return
    parts = arrangement(layer)
    count = rows(parts, lambda variable: variable.value).shape[0] if parts else outputs[0].shape[-1]
    yield "spread", tf.math.reduce_std(_by_unit(outputs, count), axis=0)
    function = layer.call if _is_activation(layer) else getattr(layer, "activation", None)
    kind, least = _kind(function) if inputs else ("", 0.0)
    if kind:
        flat = tf.abs(_by_unit([_slope(function, each) for each in inputs], count)) < least
        yield kind, tf.reduce_mean(tf.cast(flat, "float32"), axis=0)


def nearest(weights: tf.Tensor) -> tf.Tensor:
    """Euclidean distance of each row to the nearest other one, exactly 0 for equal rows: (unit,)."""
    import tensorflow as tf

    exact = tf.cast(weights, "float64")
    norms = tf.reduce_sum(exact**2, axis=1)
    squares = norms[:, None] + norms - 2 * tf.matmul(exact, exact, transpose_b=True)
    others = tf.linalg.set_diag(squares, tf.fill([weights.shape[0]], tf.constant(np.inf, "float64")))
    return tf.norm(weights - tf.gather(weights, tf.argmin(others, axis=1)), axis=1)


def _by_unit(tensors: list[tf.Tensor], count: int) -> tf.Tensor:
    """All examples and positions, one under the other: (example, unit)."""
    import tensorflow as tf

    return tf.concat([tf.reshape(tf.cast(tensor, "float32"), (-1, count)) for tensor in tensors], axis=0)


def _is_activation(layer: keras.layers.Layer) -> bool:
    from keras import layers

    return isinstance(layer, (layers.Activation, layers.ReLU, layers.LeakyReLU, layers.ELU))


def _slope(function: Callable, inputs: tf.Tensor) -> tf.Tensor:
    import tensorflow as tf

    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(inputs)
        outputs = function(inputs)
    return tape.gradient(outputs, inputs)


def _kind(function: Callable) -> tuple[str, float]:
    """The measure that tells where an activation is flat, and the slope below which it is; ("", 0) for none."""
    import tensorflow as tf

    with tf.init_scope():
        far = np.asarray(function(tf.constant([FAR], "float32")))[0]
        first = np.asarray(function(tf.constant([FAR[:2]], "float32")))[0]
        near = np.asarray(function(tf.constant([NEAR], "float32")))[0]
    slopes = np.abs(np.diff(near) / np.diff(NEAR))
    if not np.array_equal(first, far[:2]) or np.ptp(slopes) < SATURATED * slopes.max():
        return "", 0.0  # softmax and the like look at several units at once; a straight line is flat nowhere
    low, before, middle, after, high = far
    bounded = np.isfinite(far).all() and np.allclose([low, high], [before, after], atol=0.01) and low != middle
    return ("saturated", SATURATED * slopes.max()) if bounded else ("dead", DEAD)


@contextlib.contextmanager
def _tapped(layers: dict[str, keras.layers.Layer]) -> Iterator[tuple[dict[str, list], dict[str, list]]]:
    """While the model is called: what goes into the activation of each layer, and what comes out of the layer."""
    inputs: dict[str, list] = {name: [] for name in layers}
    outputs: dict[str, list] = {name: [] for name in layers}
    before = {name: {key: vars(layer).get(key) for key in ("call", "activation")} for name, layer in layers.items()}
    for name, layer in layers.items():
        vars(layer)["call"] = _noting(layer.call, inputs[name] if _is_activation(layer) else None, outputs[name])
        if "cell" not in vars(layer) and not _is_activation(layer) and callable(vars(layer).get("activation")):
            vars(layer)["activation"] = _noting(layer.activation, inputs[name], None)
    try:
        yield inputs, outputs
    finally:
        for name, layer in layers.items():
            vars(layer).update(before[name])
            for key in [key for key, value in before[name].items() if value is None]:
                del vars(layer)[key]


def _noting(function: Callable, given: list | None, returned: list | None) -> Callable:
    """The function, which notes its first argument and its result on the way."""

    def noting(first, *others, **named):
        result = function(first, *others, **named)
        if given is not None:
            given.append(first)
        if returned is not None:
            returned.append(result[0] if isinstance(result, (list, tuple)) else result)
        return result

    return noting
