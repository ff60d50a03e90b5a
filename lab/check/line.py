"""Layers written in a line: "Dense 32 relu, Dropout 0.2, Dense 10 softmax"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches

from lab import checks
from lab.check import allowed, mentions, pasted

MOST, MOST_OF_CODE = 40, 110  # layers in a line; and of code, whose loops make many
MANY = "There are {} layers, and {} is the most {}."
NONE = 'Write layers between commas, such as "Dense 32 relu, Dropout 0.2, Dense 10 softmax".'
WAYS = (
    "Paste the code that makes the network, or write a line such as 12x Dense 64 sigmoid, Dense 1 sigmoid; what "
    "print(model.to_json()) prints is read at model.to_json()."
)
# name -> its numbers, and whether an activation may follow
KINDS: dict[str, tuple[tuple[str, ...], bool]] = {
    "Dense": (("units",), True),
    "Conv1D": (("filters", "kernel_size"), True),
    "Conv2D": (("filters", "kernel_size"), True),
    "MaxPooling1D": (("pool_size?",), False),
    "MaxPooling2D": (("pool_size?",), False),
    "AveragePooling2D": (("pool_size",), False),
    "GlobalAveragePooling1D": ((), False),
    "GlobalAveragePooling2D": ((), False),
    "Flatten": ((), False),
    "Embedding": (("input_dim", "output_dim"), False),
    "LSTM": (("units",), False),
    "GRU": (("units",), False),
    "SimpleRNN": (("units",), True),
    "Normalization": ((), False),
    "BatchNormalization": ((), False),
    "LayerNormalization": ((), False),
    "Dropout": (("rate",), False),
    "GaussianNoise": (("stddev",), False),
    "LeakyReLU": ((), False),
    "ReLU": ((), False),
    "Softmax": ((), False),
    "Activation": ((), True),
}
STARTS = (
    "zeros", "ones", "glorot_uniform", "glorot_normal", "he_normal", "he_uniform", "lecun_normal", "lecun_uniform",
    "orthogonal", "random_normal", "random_uniform",
)  # fmt: skip
ARGUMENTS = (  # whose names may be left out, as each is known by its kind or its place
    "units", "filters", "kernel_size", "pool_size", "rate", "stddev", "input_dim", "output_dim", "activation",
    "kernel_initializer",
)  # fmt: skip
DRAWN = ("Dense", "Conv1D", "Conv2D", "LSTM", "GRU", "SimpleRNN")  # kinds whose initializer may follow
SHAPED = {"Conv1D": 2, "MaxPooling1D": 2, "GlobalAveragePooling1D": 2, "LSTM": 2, "GRU": 2, "SimpleRNN": 2, "Conv2D": 3}


def configuration(text: str, shape: Sequence[int]) -> dict:
    """The configuration of a Sequential network, as `lab.check.brought` takes it.

    Args:
        text: layers between commas: a name, its numbers, an activation, an initializer; or as Python writes them,
            within code that makes a network too; "6 x Dense 32" is six of them.
        shape: of one example.

    Raises:
        ValueError: a layer cannot be read; the sentence names it and says what is allowed.
    """
    code = pasted.layers(text)
    layers = _short(text) if code is None else code
    checks.require(bool(layers), NONE)
    checks.require(len(layers) <= MOST_OF_CODE, MANY.format(len(layers), MOST_OF_CODE, "here"))
    kinds: Counter = Counter()
    for layer in layers:  # as Keras does: dense, dense_1; who has a name of its own is not counted
        name = pasted.snake(layer["class_name"])
        if "name" not in layer["config"]:
            layer["config"]["name"] = f"{name}_{kinds[name]}" if kinds[name] else name
            kinds[name] += 1
    first = {"class_name": "InputLayer", "config": {"batch_shape": [None, *shape], "dtype": "float32", "name": "input"}}
    return {"module": "keras", "class_name": "Sequential", "config": {"name": "network", "layers": [first, *layers]}}


def _stacked(layers: list[dict]) -> list[dict]:
    """The same, of which recurrent layers hand on every step where the next one needs that."""
    for i, layer in enumerate(layers[:-1]):
        if layer["class_name"] in ("LSTM", "GRU", "SimpleRNN"):
            after = next((each["class_name"] for each in layers[i + 1 :] if each["class_name"] != "Dropout"), "")
            layer["config"]["return_sequences"] = after in SHAPED
    return layers


def parts_of(text: str) -> list[str]:
    """The layers of the short form, each in words."""
    return [part for each in _plain(text).split(",") for part in _repeated(each.strip())]


def _short(text: str) -> list[dict]:
    """The layers of the short form, in a line or in a sentence that lists them."""
    parts = parts_of(text)
    checks.require(len(parts) <= MOST, MANY.format(len(parts), MOST, "in a line"))
    try:
        return _stacked([_layer(part) for part in parts])
    except ValueError:
        named = mentions.found(text)
        if not named or named.python:
            raise
        return _stacked([_layer(part) for part in named.layers])


def _plain(text: str) -> str:
    """A line that is written as in Python, "keras.layers.Dense(16, activation='relu')", as "Dense 16 relu"."""
    text = re.sub(r"\(\s*(\d+)\s*,\s*\1\s*,?\s*\)", r"\1", text)  # (3, 3)
    text = re.sub(r"\(([^()]*)\)", lambda call: f" {call[1].replace(',', ' ')} ", text)
    return re.sub(rf"\b(?:{'|'.join(ARGUMENTS)})\s*=|['\"\[\]]|\b(?:\w+\.)+(?=[A-Z])", " ", text)


def _repeated(text: str) -> list[str]:
    """The layer, as often as it says."""
    times = re.fullmatch(r"(\d{1,4})\s*[*×x]\s*(?=[a-z])(.+)", text, re.IGNORECASE)
    return [times[2]] * int(times[1]) if times else [text] if text else []


def _layer(text: str) -> dict:
    words = text.split()
    kind = _kind(words[0], text)
    wanted, active = KINDS[kind]
    config: dict[str, object] = {}
    rest = words[1:]
    for each in wanted:
        optional = each.endswith("?")
        if rest and _number(rest[0]) is not None:
            config[each.rstrip("?")] = _checked(each, rest.pop(0), text)
        else:
            checks.require(optional, f"{text!r} lacks a number: {kind} takes {' and '.join(wanted)}.")
    numbers = iter(rest)
    for word in numbers:
        if active and word.lower() in allowed.FUNCTIONS:
            config["activation"] = word.lower()
        elif word.lower() in STARTS and kind in DRAWN:
            config["kernel_initializer"] = word.lower()
        elif word.lower() == "constant" and kind in DRAWN and (value := _number(next(numbers, ""))) is not None:
            config["kernel_initializer"] = {
                "module": "keras.initializers", "class_name": "Constant", "config": {"value": value},
            }  # fmt: skip
        else:
            raise ValueError(
                f"{text[:60]!r} has the word {word[:40]!r}, which is no activation and no initializer of {kind}. {WAYS}"
            )
    checks.require(kind != "Activation" or "activation" in config, f"{text!r} lacks one: write Activation relu.")
    return {"module": "keras.layers", "class_name": kind, "config": config}


def _kind(word: str, text: str) -> str:
    """The layer that is meant; capitals, hyphens and underscores do not matter."""
    names = {name.lower(): name for name in KINDS} | {"batchnorm": "BatchNormalization"}
    letters = "".join(filter(str.isalnum, word.lower()))
    near = get_close_matches(letters, names, 1, 0.75)
    meant = f" Did you mean {names[near[0]]!r}?" if near else ""
    checks.require(letters in names, f"{text[:60]!r} is not understood here.{meant} {WAYS}")
    return names[letters]


def _number(word: str) -> float | None:
    try:
        return float(word)
    except ValueError:
        return None


def _checked(name: str, word: str, text: str) -> float:
    """A number within what a layer bears."""
    value = float(word)
    if name in ("rate", "stddev"):
        checks.require(0 <= value < 1, f"{text!r} must have a number from 0 to below 1.")
        return value
    checks.require(1 <= value <= 10_000 and value == int(value), f"{text!r} must have a whole number from 1 to 10,000.")
    return int(value)
