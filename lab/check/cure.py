"""Lines of Keras that mend what a check has found, whole: with the layer, its loss, and the reader's own optimizer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from lab.prose import listed

if TYPE_CHECKING:
    from lab.check.subject import Head

OPTIMIZER = "{optimizer}"  # stands in a cure for the model's own, until `complete` writes it
LAYER = "{layer}"  # and this for how the layer that was found is made, up to its size
DRAWN, CARRIED = "{drawn}", "{carried}"  # and these for its activation, with weights that suit it; CARRIED: ReLU-like
KEPT = "{kept}"  # and this for its activation and its own initializer, by its name
ACTIVE = "{active}"  # and this for its activation alone
NAMED, APART = re.compile(r"^# (\w+(?:(?:, | and )\w+)*):\n", re.MULTILINE), re.compile(", | and ")  # of layers
AGAIN = "model.optimizer.from_config(model.optimizer.get_config())"  # one that cannot be written in few words
ADAM = "model.compile(keras.optimizers.Adam(1e-3), loss=model.loss)"
LOSSES = {  # name -> the class whose loss takes logits
    "sparse_categorical_crossentropy": "SparseCategoricalCrossentropy",
    "categorical_crossentropy": "CategoricalCrossentropy",
    "binary_crossentropy": "BinaryCrossentropy",
}
SPARSE, ONE_HOT, BINARY = LOSSES
NUMBERS = "mean_squared_error"
# A constant column becomes 0 and not NaN; it stays, as the model has an input for it.
STANDARD = "x = (x - x.mean(axis=0)) / np.maximum(x.std(axis=0), 1e-7)  # of the training examples, for all data"
PIXELS = "x = x / 255.0  # of all data: training, validation and test"
TARGETS = """\
mean, std = y.mean(), y.std()  # of the training targets; keep both
y = (y - mean) / std  # before fit
answers = model.predict(x) * std + mean  # after fit: back in your own unit"""


def complete(cure: str, model, *names: str) -> str:
    """A cure of a finding about layers, with each of them and the optimizer of the model in it."""
    return of_layers([(name, _of_layer(cure, model, name)) for name in names])


def of_layers(cures: Sequence[tuple[str, str]]) -> str:
    """The lines for each of some layers, those that share them named together above them."""
    alike: dict[str, list[str]] = {}
    for layer, lines in cures:
        alike.setdefault(lines, []).append(layer)
    if len(cures) == 1:
        return cures[0][1]
    return "\n".join(f"# {listed(layers, len(layers))}:\n{lines}" for lines, layers in alike.items())


def by_layer(layer: str, lines: str) -> list[tuple[str, str]]:
    """The same the other way round: which layer gets which lines; `layer` where the lines name none."""
    first, *parts = NAMED.split(lines)
    named = [(name, part) for names, part in zip(parts[::2], parts[1::2], strict=True) for name in APART.split(names)]
    return [*([(layer, first)] if first.strip() else []), *named]


def _of_layer(cure: str, model, name: str) -> str:
    found = next((layer for layer in model._flatten_layers() if layer.name == name), None)
    cure = cure.replace(DRAWN, _drawn(found)).replace(CARRIED, _drawn(found, ("sigmoid", "softmax")))
    cure = cure.replace(KEPT, _kept(found)).replace(ACTIVE, _active(found))
    return cure.replace(LAYER, _begun(found)).replace(OPTIMIZER, written(model.optimizer))


def _drawn(layer, without: tuple[str, ...] = ()) -> str:
    """`, activation="relu", kernel_initializer="he_normal"`: the layer's own activation, where it is none of these."""
    from lab.check.allowed import FUNCTIONS
    from lab.check.model_layers import activation

    kind = activation(layer) if layer is not None else ""
    kind = kind if kind in FUNCTIONS and kind not in without else "relu"
    start = "glorot_uniform" if kind in ("tanh", "sigmoid", "softmax", "linear") else "he_normal"
    return (f', activation="{kind}"' if kind != "linear" else "") + f', kernel_initializer="{start}"'


def _kept(layer) -> str:
    """`, activation="relu", kernel_initializer="glorot_uniform"`: what the layer has, but for its seed.

    With settings of its own it is made anew, `keras.initializers.RandomNormal(stddev=1.0)`.
    """
    initializer = getattr(layer, "kernel_initializer", None)
    drawn = _without_seed(initializer) if initializer is not None else '"glorot_uniform"'
    return f"{_active(layer)}, kernel_initializer={drawn}"


def _active(layer) -> str:
    """`, activation="relu"`: what the layer has."""
    from lab.check.model_layers import activation

    kind = activation(layer) if layer is not None else ""
    return f', activation="{kind}"' if kind and kind != "linear" else ""


def _without_seed(initializer) -> str:
    """An initializer as code: its name, or a new one where it is not as Keras begins it."""
    import keras

    from lab.check.known_values import snake

    kind = type(initializer)
    if getattr(keras.initializers, kind.__name__, None) is not kind:
        return '"glorot_uniform"'
    said = ", ".join(f"{key}={value!r}" for key, value in _settings(initializer, "seed").items())
    return f"keras.initializers.{kind.__name__}({said})" if said else f'"{snake(kind.__name__)}"'


def _settings(made, *without: str, **changed: object) -> dict[str, object]:
    """What of an initializer or an optimizer is not as Keras begins it, but for some; `changed` are to be others."""
    usual = type(made)().get_config()
    held = (made.get_config() | changed).items()
    return {name: value for name, value in held if name not in without and value != usual.get(name)}


def _begun(layer) -> str:
    """`keras.layers.Conv2D(16, (3, 3)`: kind and size of a layer of weights; of another a usual one."""
    import keras

    kind = type(layer).__name__
    if kind.startswith(("Dense", "Conv")) and getattr(keras.layers, kind, None) is type(layer):
        sizes = [getattr(layer, size) for size in ("units", "filters", "kernel_size") if hasattr(layer, size)]
        return f"keras.layers.{kind}({', '.join(map(repr, sizes))}"
    return "keras.layers.Dense(64"


def written(optimizer, **changed: object) -> str:
    """An optimizer as code: its rate, and whatever else is not as Keras begins it.

    Args:
        optimizer: of Keras; None = there is none, and Adam is a usual one.
        changed: settings that are to be others.
    """
    import keras

    kind = type(optimizer)
    if optimizer is None:
        return "keras.optimizers.Adam(0.001)"
    if getattr(keras.optimizers, kind.__name__, None) is not kind or hasattr(optimizer, "inner_optimizer"):
        return AGAIN
    told = _settings(optimizer, "name", "learning_rate", **changed)
    rate = (optimizer.get_config() | changed)["learning_rate"]
    if not all(isinstance(value, (bool, int, float, str)) for value in (rate, *told.values())):
        return AGAIN
    more = "".join(f", {name}={value!r}" for name, value in told.items())
    rate = float(f"{rate:.6g}")  # which Keras takes as 10.0, and not as 10
    return f"keras.optimizers.{kind.__name__}({rate}{more})"


def with_rate(optimizer, rate: float) -> str:
    """The line that compiles with the same optimizer at another rate; where that is no number, with Adam."""
    if not 0 < rate < np.inf:
        return ADAM
    return f"model.compile({written(optimizer, learning_rate=float(f'{rate:.1g}'))}, loss=model.loss)"


def compiled(loss: str) -> str:
    """The line that compiles with a loss, given as code."""
    return f"model.compile({OPTIMIZER}, loss={loss})"


def last(units: int, activation: str, loss: str) -> str:
    """A last layer and its loss, a name; without an activation a cross-entropy takes logits."""
    ends, code = (f', activation="{activation}"', f'"{loss}"') if activation else ("", f'"{loss}"')
    if not activation and loss in LOSSES:
        code = f"keras.losses.{LOSSES[loss]}(from_logits=True)"
    return f"outputs = keras.layers.Dense({units}{ends})\n{compiled(code)}"


def as_logits(loss: str) -> str:
    """The other way, as a comment: a last layer without activation, under a loss that takes logits; "" if none does."""
    code = f"keras.losses.{LOSSES.get(loss)}(from_logits=True)"
    return f"\n# or the last layer as it was, and loss={code}" if loss in LOSSES else ""


def of_head(head: Head, *, many: bool, logits: bool = False) -> str:
    """The last layer and the loss for a head: a softmax over classes that exclude each other, or sigmoids."""
    if not many:
        return last(head.size, "" if logits else "sigmoid", BINARY)
    one_hot = head.targets.shape[1:] == head.outputs.shape[1:]
    return last(head.size, "" if logits else "softmax", ONE_HOT if one_hot else SPARSE)


def of_labels(targets: np.ndarray) -> str:
    """The same for labels as they are: one output for two classes or for any number, one each for more classes."""
    labels = np.unique(targets)
    if len(labels) < 3:
        return last(1, "sigmoid", BINARY)
    if not np.isfinite(labels).all() or (labels != np.round(labels)).any() or labels[0] < 0:
        return last(1, "", NUMBERS)
    return last(int(labels[-1]) + 1, "softmax", SPARSE)


def of_rows(targets: np.ndarray) -> str:
    """The same for several numbers an example: one-hot rows, classes that do not exclude each other, or any numbers."""
    if not np.isin(targets, (0, 1)).all():
        return last(targets.shape[-1], "", NUMBERS)
    return last(
        targets.shape[-1], *(("softmax", ONE_HOT) if (targets.sum(axis=-1) == 1).all() else ("sigmoid", BINARY))
    )
