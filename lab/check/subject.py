"""What a checkup looks at: a compiled model, a sample of its data, and what passes through both."""

from __future__ import annotations

import contextlib
import math
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from lab import checks
from lab.check import recording
from lab.check.model_layers import activation, array, kernels, leaves
from lab.check.recording import Passed, Recording

MOST, LEAST = 256, 16  # examples of the sample
VALUES, HELD = 2_000_000, 10_000_000  # of all inputs of the sample; of all outputs of all layers
BEHIND = ("Flatten", "Reshape", "Permute", "RepeatVector", "Dropout", "Pooling", "Identity", "Cropping", "UpSampling")


@dataclass(frozen=True, eq=False)
class Head:
    """One output of a model with its loss and its targets.

    Attributes:
        name: of the layer that it comes from.
        activation: what was last done to it: "softmax", "sigmoid", "linear", ...
        loss: name of the loss: "mean_squared_error", ...; "custom" where it is none of Keras's.
        from_logits: whether the loss takes logits.
        targets: of all examples, (example, ...).
        sample: of the sample's.
        outputs: of the sample, (example, ...).
    """

    name: str
    activation: str
    loss: str
    from_logits: bool
    targets: np.ndarray
    sample: np.ndarray
    outputs: np.ndarray

    @property
    def size(self) -> int:
        """Numbers an output, or classes."""
        return int(self.outputs.shape[-1]) if self.outputs.ndim > 1 else 1

    @property
    def labels(self) -> np.ndarray | None:
        """The class of each target, flat; None where the loss is not about classes, or the targets hold none."""
        y = self.targets
        if self.loss == "sparse_categorical_crossentropy":
            return y.reshape(-1).astype(int)
        if "categorical" in self.loss and y.shape[-1:] == (self.size,) and self.size > 1:
            return y.reshape(-1, self.size).argmax(axis=1)
        if self.loss.startswith("binary") and self.size == 1:
            return (y.reshape(-1) > 0.5).astype(int)
        return None


class Subject:
    """A model and its data, with what several checks need of them, each found once.

    Args:
        build_or_model: a compiled `keras.Model`, or what makes one.
        x, y: arrays, or lists and dicts of arrays, as `fit` takes them; y may be None.

    Raises:
        ValueError: it is no compiled model of Keras, or the data are no arrays.
    """

    def __init__(self, build_or_model, x, y):
        import keras

        self.build: Callable | None = None
        model = build_or_model
        if not isinstance(model, keras.Model):
            checks.require(
                callable(model), "`build_or_model` must be a compiled keras.Model, or a function that makes one."
            )
            self.build, model = build_or_model, build_or_model()
        checks.require_type("build_or_model", model, keras.Model)
        checks.require(
            bool(getattr(model, "compiled", False)),
            "The model must be compiled: a checkup looks at its loss and optimizer too. Call model.compile(...) first.",
        )
        self.model = model
        self.x, self.y = _arrays("x", x), None if y is None else _arrays("y", y)
        if model.loss is None:  # its training step is its own, and so is what it is judged by
            self.y = None
        self.count = len(arrays_of(self.x)[0])
        checks.require(self.count > 0, "`x` must hold at least one example; got none.")

    @cached_property
    def sample(self) -> tuple:
        """Some examples, drawn without regard to their order: (x, y) as tensors."""
        size = sum(int(np.prod(each.shape[1:])) for each in arrays_of(self.x))
        fitting = min(VALUES // max(size, 1), HELD // max(outputs_of_one(self.model), 1))
        most = min(self.count, int(np.clip(fitting, LEAST, MOST)))
        self.rows = np.sort(np.random.default_rng(0).permutation(self.count)[:most])
        return self.part(self.rows)

    def part(self, rows: np.ndarray) -> tuple:
        """The examples of these rows as tensors."""
        return _tensors(self.x, rows), None if self.y is None else _tensors(self.y, rows)

    @cached_property
    def start(self) -> Recording:
        """The sample's pass at the start."""
        sample, begun = self.sample, time.process_time()
        found = self.record(*sample)
        self.seconds = time.process_time() - begun  # what a pass takes
        return found

    def record(self, x, y) -> Recording:
        """A pass that leaves no trace in the model's state."""
        with self.untouched():
            return recording.record(self.model, x, y)

    @contextlib.contextmanager
    def untouched(self) -> Iterator[None]:
        """All variables of the model are afterwards what they were."""
        held = [*self.model.variables, *self.model.metrics_variables]
        before = [array(variable) for variable in held]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what Keras would warn of is among the findings
                yield
        finally:
            for variable, value in zip(held, before, strict=True):
                variable.assign(value)

    @cached_property
    def stirred(self) -> Recording:
        """The pass after three steps of gradient descent, each of which moves no weight by more than 0.01.

        What starts at zero by intention, as the last layer of a residual branch, has left it by then.
        """
        x, y = self.sample
        with self.untouched():
            found = self.start
            for _ in range(3):
                largest = max((float(np.abs(each).max(initial=0)) for each in found.gradients.values()), default=0.0)
                if not 0 < largest < np.inf:
                    break
                for variable in self.model.trainable_variables:
                    variable.assign(array(variable) - 0.01 / largest * found.gradients[id(variable)])
                found = recording.record(self.model, x, y)
        return found

    @cached_property
    def layers(self) -> list:
        """Layers that do the work."""
        return list(leaves(self.model))

    @cached_property
    def weighted(self) -> list[int]:
        """Places of the calls of layers that multiply by trainable or frozen kernels."""
        names = ("kernel", "recurrent_kernel", "embeddings", "depthwise_kernel")
        return [
            i
            for i, call in enumerate(self.start.calls)
            if any(variable.name in names for variable in call.layer.weights)
        ]

    @cached_property
    def first(self) -> int | None:
        """Place of the first call whose layer has a kernel and takes numbers; None where there is none."""
        kinds = [i for i in self.weighted if "Embedding" not in type(self.start.calls[i].layer).__name__]
        return kinds[0] if kinds else None

    @cached_property
    def last(self) -> int | None:
        """Place of the last call with a kernel: the head's."""
        return self.weighted[-1] if self.weighted else None

    @cached_property
    def hidden_end(self) -> tuple[int, str] | None:
        """Where the last hidden outputs stand, before they are pooled or flattened; None if none is hidden.

        A place among the calls, and "given" or "result": what the head gets may come from no layer, as a sum does.
        """
        calls = self.start.calls
        if self.last is None or self.first is None or self.last == self.weighted[0]:
            return None
        place, side = self.last, "given"
        while True:
            wanted = getattr(calls[place], side)
            before = [i for i in range(place) if calls[i].result is wanted]
            if not before:
                return place, side
            place, side = before[-1], "result"
            if not any(word in type(calls[place].layer).__name__ for word in BEHIND):
                return place, side
            side = "given"

    @cached_property
    def heads(self) -> list[Head]:
        """The outputs whose loss and targets are known."""
        import keras

        if self.y is None or self.model.loss is None:
            return []
        named = isinstance(self.start.outputs, dict)
        outputs = self.start.outputs if named else dict(enumerate(keras.tree.flatten(self.start.outputs)))
        names = list(outputs) if named else list(getattr(self.model, "output_names", None) or outputs)
        found = []
        for i, (key, value) in enumerate(outputs.items()):
            name = names[i] if i < len(names) else str(i)
            loss, y = _of(self.model.loss, i, name, len(outputs)), _of(self.y, i, name, len(outputs))
            if loss is None or y is None:
                continue
            word, logits = _loss(loss)
            layer, kind = self._last_layer(i)
            sampled = self.sample and np.asarray(y)[self.rows]
            found.append(Head(layer or str(key), kind, word, logits, np.asarray(y), sampled, array(value)))
        return found

    def _last_layer(self, i: int) -> tuple[str, str]:
        """Name of the layer that an output comes from, and what was last done to it."""
        import keras

        outputs = getattr(self.model, "outputs", None)
        if not outputs:
            calls = [call for call in self.start.calls if activation(call.layer)]
            return (calls[-1].name, activation(calls[-1].layer)) if calls else ("", "linear")
        tensor = outputs[i]
        while True:
            operation, node, place = tensor._keras_history
            if isinstance(operation, keras.Model):  # a model within the model
                tensor = operation.outputs[place]
                continue
            kind = activation(operation) if hasattr(operation, "trainable") else type(operation).__name__.lower()
            inputs = operation._inbound_nodes[node].input_tensors
            if kind or len(inputs) != 1 or not any(word in type(operation).__name__ for word in BEHIND):
                return operation.name, kind or "linear"
            tensor = inputs[0]

    def is_head(self, layer) -> bool:
        """Whether a layer's result goes into a loss."""
        return any(layer.name == head.name for head in self.heads) or layer is self.start.calls[self.last].layer

    @cached_property
    def drawn(self) -> list[tuple]:
        """Trainable kernels: (layer, variable, value)."""
        return [(layer, each, array(each)) for layer in self.layers for each in kernels(layer)]

    @cached_property
    def ground(self) -> np.ndarray | None:
        """What the first layer with a kernel gets, as numbers: (example, ...)."""
        return None if self.first is None else array(self.start.calls[self.first].given).astype(float)

    @cached_property
    def trials(self):
        """Trainings of this model, through one compiled step."""
        from lab.check.trials import Trials

        return Trials(self)

    @cached_property
    def profile(self):
        """Signal and error through the layers, as `lab.check.flow.profile`."""
        from lab.check import flow

        return flow.profile(self)


def outputs_of_one(model) -> int:
    """Numbers that the layers of a model give for one example, as far as the layers say; an open side counts as 64.

    What a recurrent layer gives at each step counts, whether it hands it on or not.
    """
    import keras

    return sum(
        times * math.prod(sides(tensor))
        for node, _, times in calls(model)
        for tensor in keras.tree.flatten(node.output_tensors)
    )


def sides(tensor) -> list[int]:
    """The shape of one example; a side that is left open counts as 64."""
    return [64 if side is None else side for side in tensor.shape[1:]] or [1]


def takes_steps(layer) -> bool:
    """Whether a layer goes through the steps of a sequence, one after the other."""
    import keras

    return isinstance(layer, (keras.layers.RNN, keras.layers.Bidirectional, keras.layers.TimeDistributed))


def calls(model, within: int = 1) -> Iterator[tuple]:
    """Every call of a layer for one example, those of a model that is called at each of many steps too.

    Args:
        model: Sequential or functional; of others nothing is known.
        within: how often it is called.

    Yields:
        The node; how many steps are taken in it, one after the other; and how often what it gives is computed.
    """
    import keras

    for node in nodes(model):
        layer = node.operation
        steps = sides(node.input_tensors[0])[0] if takes_steps(layer) else 0
        if isinstance(layer, keras.layers.TimeDistributed) and isinstance(layer.layer, keras.Model):
            yield from calls(layer.layer, within * steps)
        yield node, within * steps, within * (1 if getattr(layer, "return_sequences", True) else steps)


def nodes(model) -> Iterator:
    """Every call of a layer that makes up a Sequential or functional model, and the models within; else nothing."""
    import keras

    levels = getattr(getattr(model, "_functional", None) or model, "_nodes_by_depth", {})
    for node in chain.from_iterable(levels.values()):
        yield from nodes(node.operation) if isinstance(node.operation, keras.Model) else (node,)


def sums(call: Passed) -> np.ndarray | None:
    """What a layer computes before its activation, for what it was given; None where that cannot be had."""
    layer = call.layer
    if not hasattr(layer, "activation") or not hasattr(layer, "kernel"):
        return None
    kept = layer.activation
    object.__setattr__(layer, "activation", None)
    try:
        return array(layer.call(call.given)).astype(float)
    finally:
        object.__setattr__(layer, "activation", kept)


def _arrays(name: str, value):
    """Arrays as `fit` takes them."""
    import keras

    def one(each):
        each = getattr(each, "values", each) if hasattr(each, "columns") or hasattr(each, "index") else each
        return np.asarray(each)

    if isinstance(value, (dict, tuple)) or isinstance(value, list) and value and hasattr(value[0], "shape"):
        if isinstance(value, dict):
            return {key: one(each) for key, each in value.items()}
        return [one(each) for each in value]
    found = one(value)
    checks.require(
        found.ndim > 0 and not isinstance(value, keras.utils.PyDataset),
        f"`{name}` must be an array, or a list or dict of arrays; got {type(value).__name__}.",
    )
    return found


def arrays_of(value) -> list[np.ndarray]:
    """The arrays of inputs or targets, one after another."""
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else [value]


def _tensors(value, rows: np.ndarray):
    import tensorflow as tf

    if isinstance(value, dict):
        return {key: tf.convert_to_tensor(each[rows]) for key, each in value.items()}
    if isinstance(value, list):
        return [tf.convert_to_tensor(each[rows]) for each in value]
    return tf.convert_to_tensor(value[rows])


def _of(value, i: int, name: str, count: int):
    """The part of a structure that belongs to an output."""
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, (list, tuple)):
        return value[i] if i < len(value) else None
    return value if count == 1 or not hasattr(value, "shape") else None


def _loss(value) -> tuple[str, bool]:
    """Name of a loss, and whether it takes logits."""
    import keras

    value = keras.losses.get(value)
    if isinstance(value, keras.losses.Loss):
        logits = bool(getattr(value, "from_logits", False))
        inner = getattr(value, "fn", None)
        name = getattr(inner, "__name__", "custom")
    else:
        name, logits = getattr(value, "__name__", "custom"), False
    return (name if hasattr(keras.losses, name) else "custom"), logits
