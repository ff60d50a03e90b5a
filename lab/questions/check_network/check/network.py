"""The network that a reader writes, pastes or brings, compiled as the knobs say."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from lab import checks
from lab.check import brought, line, pasted
from lab.questions.check_network.check import scale, tables, written

SOURCES = {"line": "Layers in a line", "json": "model.to_json()", "file": "A .keras file"}
FITTING = "what fits"
NUMBERS = {"digits": tables.PIXELS, "iris": 4, "circles": 2, "diabetes": 10}  # of an example, of each of `tables.DATA`
LOSSES = (
    FITTING, "sparse_categorical_crossentropy", "sparse_categorical_crossentropy, from_logits",
    "categorical_crossentropy", "categorical_crossentropy, from_logits", "binary_crossentropy",
    "binary_crossentropy, from_logits", "mse", "mae", "huber", "hinge",
)  # fmt: skip
OPTIMIZERS = {
    "Adam": "Adam", "SGD": "SGD", "SGD, momentum 0.9": "SGD", "RMSprop": "RMSprop", "AdamW": "AdamW",
    "Adagrad": "Adagrad", "Adadelta": "Adadelta",
}  # fmt: skip
OF_ANY_SHAPE = (
    "InputLayer", "Rescaling", "Normalization", "BatchNormalization", "Dropout", "GaussianNoise", "Activation",
)  # fmt: skip
USUAL = {name: 0.01 if kind == "SGD" else 1e-3 for name, kind in OPTIMIZERS.items()}  # rates that Keras begins with


QUANTITY = re.compile(r"\b(?:prices?|temperatures?|incomes?|salar(?:y|ies)|regression)\b", re.IGNORECASE)
XOR = re.compile(r"\bxor\b", re.IGNORECASE)
ACCURACY = re.compile(r"metrics\s*=\s*\[?[^\])]*['\"](?:accuracy|acc)['\"]")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a reader has chosen; plain values.

    Attributes:
        source: a key of `SOURCES`.
        layers: in a line.
        text: of `model.to_json()`.
        file: bytes of a .keras file, or None.
        data, table: a key of `tables.DATA`, and the bytes of the reader's own.
        inputs, targets: of `scale.SCALES`, the largest number that data that are not the reader's own are brought to.
        loss, optimizer, rate, seed: how it is compiled, and what its weights are drawn from.
    """

    source: str
    layers: str = ""
    text: str = ""
    file: bytes | None = None
    data: str = "digits"
    table: bytes | None = None
    inputs: float = 0
    targets: float = 0
    loss: str = FITTING
    optimizer: str = "Adam"
    rate: float = 1e-3
    seed: int = 0


def ready(asked: Asked) -> tuple[Callable, object, tables.Task]:
    """A function that draws the network anew but for what is frozen, the network itself, and its data.

    Raises:
        ValueError: one of them cannot be had; a sentence says why.
    """
    import keras

    config, weights = _configuration(asked)
    inner = config["config"].get("layers", [])
    shape = _shape(inner)
    named = _first(inner)
    keras.utils.set_random_seed(asked.seed)
    model = None if asked.source == "line" else brought.model_of(config, weights)  # too large: before there are data
    if shape is None and asked.data == "random":
        shape = shape_said(asked)
    words = next((each["config"].get("input_dim") for each in inner if each["class_name"] == "Embedding"), None)
    fits = tables.Fits(first=named, shape=shape, outputs=_units(inner), numbers=_numbers(asked, inner, asked.loss),
                       words=words or tables.WORDS)  # fmt: skip
    given = written.task(asked.layers, numbers=fits.numbers) if asked.data == "code" else None
    found = tables.task(asked.data, fits, asked.table, given)
    inputs, targets = scale.ends(asked.layers, asked.inputs, asked.targets)
    if not inputs.most and asked.data not in tables.OWN:
        inputs = scale.Ends(0, _rescaled(inner), "which its Rescaling is made for")
    found = scale.brought(found, inputs._replace(most=0) if named.startswith("Embedding") else inputs, targets)
    if model is None:
        config = brought.checked(line.configuration(asked.layers, found.x.shape[1:]))
        model = brought.model_of(config)
    model = _compiled(model, asked, found)

    def build():
        made = brought.again(config)
        for variable, kept in zip(made.non_trainable_variables, model.non_trainable_variables, strict=True):
            variable.assign(kept)
        return _compiled(made, asked, found)

    y = _targets(found, asked, model)
    return build, model, tables.Task(found.x, y, found.classes, found.named)


def shape_said(asked: Asked) -> tuple[int, ...] | None:
    """The shape of an example that pasted code says; None where it says none."""
    return pasted.Code(asked.layers).shape() if asked.source == "line" else None


def fitting_data(asked: Asked, loss: str) -> str:
    """The data that come along and fit what a network gives, and takes if it says so, a key of `tables.DATA`.

    Args:
        asked: the network.
        loss: it is compiled with, of `LOSSES`; "" = unknown.
    """
    try:
        layers = _configuration(asked, weighted=False)[0]["config"]["layers"]
        shape = _shape(layers)
    except ValueError:  # which is told where the network is read
        return "digits"
    outputs, own = _units(layers), written.task(asked.layers) if asked.source == "line" else None
    said, first = shape or shape_said(asked) or (), _first(layers)
    if own and (not said or math.prod(side or 1 for side in said) == math.prod(own.x.shape[1:])):
        return "code"
    if XOR.search(asked.layers) and outputs <= 2 and (not said or said == (2,)):
        return "xor"
    numbers = math.prod(side or 0 for side in said)
    if len(said) > 1 and numbers != tables.PIXELS or first == "Embedding" and outputs != 10:
        return "random"  # images or words that none of these are
    one = "diabetes" if _numbers(asked, layers, loss) else "circles"
    fits = one if outputs == 1 else tables.OF_OUTPUTS.get(outputs, "random")
    digits = shape is None and fits == "digits" and said in tables.OF_PIXELS
    return fits if not said or digits or numbers == NUMBERS.get(fits) else "random"


def _numbers(asked: Asked, layers: list[dict], loss: str) -> bool:
    """Whether a network predicts a number: by its loss; "" = unknown; and its last layer, or what its text says."""
    ends = layers[-1]["config"].get("activation") or "linear"
    of_numbers = ends in ("linear", "relu", "leaky_relu", "softplus") or scale.said(asked.layers)[1] > 1
    of_numbers |= bool(QUANTITY.search(asked.layers))
    return of_numbers and loss in ("", FITTING, "mse", "mae", "huber") and _units(layers) == 1


def _configuration(asked: Asked, *, weighted: bool = True) -> tuple[dict, bytes | None]:
    """The network's configuration, and of a file its weights if they are wanted."""
    if asked.source == "line":
        return line.configuration(asked.layers, (1,)), None
    if asked.source == "json":
        checks.require(bool(asked.text.strip()), "Paste what print(model.to_json()) prints.")
        return brought.of_json(asked.text), None
    checks.require(asked.file is not None, "Choose a .keras file, as model.save('mine.keras') writes it.")
    if not weighted:
        return brought.of_json(brought.unpacked(asked.file, weighted=False)[0]), None
    return brought.of_file(asked.file)


def _shape(layers: list[dict]) -> tuple | None:
    """The shape of an example that the network says; None of layers in a line, which take any."""
    for each in layers:
        if each.get("class_name") == "InputLayer":
            sides = each["config"].get("batch_shape") or each["config"].get("batch_input_shape")
            checks.require(isinstance(sides, list) and len(sides) > 1, "The network's Input says no shape.")
            return None if sides[1:] == [1] and each["config"].get("name") == "input" else tuple(sides[1:])
    raise ValueError("The network does not say the shape of its inputs; add an Input layer.")


def _rescaled(layers: list[dict]) -> int:
    """The largest number of what a network begins with rescaling to 1, as the 255 of a pixel; 0 where it does not."""
    begins = next((each["config"] for each in layers if each["class_name"] != "InputLayer"), {})
    factor = begins.get("scale") if "offset" in begins or "scale" in begins else None
    return round(1 / factor) if isinstance(factor, float) and 0 < factor < 0.1 else 0


def _first(layers: list[dict]) -> str:
    """The class of the first layer that takes no inputs of any shape; "" if all do."""
    return next((each["class_name"] for each in layers if each["class_name"] not in OF_ANY_SHAPE), "")


def _units(layers: list[dict]) -> int:
    """Outputs of the last layer that says how many."""
    for each in reversed(layers):
        inner = each.get("config", {})
        count = inner.get("units") or inner.get("filters")
        if isinstance(count, int):
            return min(count, 1000)
    return 1


def _compiled(model, asked: Asked, found: tables.Task):
    """The network with loss and optimizer."""
    import keras

    more = {"momentum": 0.9} if "momentum" in asked.optimizer else {}
    optimizer = getattr(keras.optimizers, OPTIMIZERS[asked.optimizer])(asked.rate, **more)
    checks.require(
        len(model.outputs) == 1, f"A network with one output is asked for; this one has {len(model.outputs)}."
    )
    checks.require(len(model.inputs) == 1, f"A network with one input is asked for; this one has {len(model.inputs)}.")
    scores = ["accuracy"] if not found.classes and ACCURACY.search(asked.layers) else []  # of numbers, it says nothing
    model.compile(optimizer, _loss(loss_of(asked.loss, model, found)), metrics=scores)
    for layer in model.layers:
        if isinstance(layer, keras.layers.Normalization) and ".adapt(" in asked.layers:
            layer.adapt(found.x)
    return model


def loss_of(loss: str, model, found: tables.Task) -> str:
    """The name of the loss, of `LOSSES`; "what fits" is looked up in the data and the last layer."""
    from lab.check.model_layers import activation

    if loss != FITTING:
        return loss
    last = model.layers[-1]
    logits = ", from_logits" if activation(last) not in ("softmax", "sigmoid") else ""
    if not found.classes:
        return "mse"
    many = (model.outputs[0].shape[-1] or 1) > 1
    return ("sparse_categorical_crossentropy" if many else "binary_crossentropy") + logits


def watched(build: Callable, loss: str, found: tables.Task) -> Callable:
    """The same function, whose network also says its accuracy where its targets are classes that it can tell apart."""

    def made():
        model = build()
        metric = _accuracy(loss_of(loss, model, found), model, found.classes)
        model.compile(model.optimizer, model.loss, metrics=[metric] if metric else [])
        return model

    return made


def _accuracy(loss: str, model, classes: int):
    """The accuracy that fits a loss and what the network says; None where there is none."""
    import keras

    from lab.check.model_layers import activation

    if classes and "categorical" in loss:
        sparse = loss.startswith("sparse")
        return (keras.metrics.SparseCategoricalAccuracy if sparse else keras.metrics.CategoricalAccuracy)("accuracy")
    if (model.outputs[0].shape[-1], classes) != (1, 2):
        return None
    logits = "logits" in loss and activation(model.layers[-1]) != "sigmoid"
    return keras.metrics.BinaryAccuracy("accuracy", threshold=0.0 if logits or loss == "hinge" else 0.5)


def _loss(name: str):
    import keras

    plain, logits = name.removesuffix(", from_logits"), name.endswith(", from_logits")
    kinds = {
        "sparse_categorical_crossentropy": keras.losses.SparseCategoricalCrossentropy,
        "categorical_crossentropy": keras.losses.CategoricalCrossentropy,
        "binary_crossentropy": keras.losses.BinaryCrossentropy,
    }
    return kinds[plain](from_logits=logits) if plain in kinds else plain


def _targets(found: tables.Task, asked: Asked, model):
    """The targets as the loss takes them: one-hot rows, where it takes as many numbers as there are outputs."""
    import numpy as np

    name, outputs = loss_of(asked.loss, model, found), model.outputs[0].shape[-1] or 1
    if name.startswith("sparse"):
        return found.y
    if found.classes and outputs > 1 and (name.startswith("categorical") or outputs == found.classes):
        return np.eye(found.classes, dtype="float32")[found.y.astype(int)]
    return found.y.astype("float32")
