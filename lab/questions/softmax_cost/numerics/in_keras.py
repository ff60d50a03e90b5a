"""What a compiled Keras model takes for the cost, by how its output layer and its loss are written."""

import warnings
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from lab import checks
from lab.laws import overflow as theory
from lab.numerals import figure
from lab.questions.softmax_cost.numerics.gaps import state

SOFTMAX, SIGMOID = {"activation": "softmax"}, {"activation": "sigmoid"}
Code = tuple[dict, bool, bool]  # options of the Dense layer, whether a Reshape follows, from_logits of the loss
CODES: dict[str, Code] = {  # what one may write, of two logits
    "Dense(2), from_logits=True": ({}, False, True),
    'Dense(2, "softmax")': (SOFTMAX, False, False),
    'Dense(2, "softmax"), from_logits=True': (SOFTMAX, False, True),
    'Dense(2, "softmax"), Reshape': (SOFTMAX, True, False),
    'Dense(2, "softmax"), Reshape, from_logits=True': (SOFTMAX, True, True),
    'Dense(2, "softmax", dtype="float64")': (SOFTMAX | {"dtype": "float64"}, False, False),
    'Dense(2, "softmax", dtype="mixed_float16")': (SOFTMAX | {"dtype": "mixed_float16"}, False, False),
}
BINARY: dict[str, Code] = {  # what one may write, of a single logit
    "Dense(1), from_logits=True": ({}, False, True),
    'Dense(1, "sigmoid")': (SIGMOID, False, False),
    'Dense(1, "sigmoid"), from_logits=True': (SIGMOID, False, True),
    "Dense(1)": ({}, False, False),
    'Dense(1, "sigmoid"), Reshape': (SIGMOID, True, False),
    'Dense(1, "sigmoid"), Reshape, from_logits=True': (SIGMOID, True, True),
    'Dense(1, "softmax")': (SOFTMAX, False, False),
    'Dense(1, "softmax"), Reshape': (SOFTMAX, True, False),
}
WARNS = {"from_logits": "received `from_logits=True`", "softmax": "using a softmax over axis"}  # of what -> its words
# logits at which a way has to be right, for either class, to count as such
PROBES = (-20.0, -2.0, -0.5, 0.5, 2.0, 20.0)


def in_fit(gap: float) -> pd.DataFrame:
    """Cost and gradient that a compiled model works with, for each of `CODES`.

    Each model has one example; its logits are the weights 0 (the right class) and `gap` (the wrong one). One call of
    `train_on_batch`, which is what `fit` calls, gives the cost; plain gradient descent with rate 1 gives the gradient:
    what it takes off the weight of the right class.

    Returns:
        One row per code: `code`, `cost`, `gradient`, `warned` (whether Keras said a word about from_logits).
    """
    gap = checks.number("gap", gap, -1000.0, 1000.0)
    rows = []
    for code in CODES:
        model, warned = _compiled(code, 2)
        cost, _, gradient = _trained_once(model, [0.0, gap], [1.0, 0.0])
        rows.append({"code": code, "cost": cost, "gradient": gradient, "warned": "from_logits" in warned})
    return pd.DataFrame(rows)


def table(codes: pd.DataFrame, gap: float) -> pd.DataFrame:
    """What a compiled model works with."""
    right = state(codes["cost"], theory.cost(gap), theory.most_clipped())
    learns = state(codes["gradient"], theory.slope(gap), 0.0)
    rows = [
        {
            "The last layer, the loss": f"{'✓' if cost == slope == 'right' else '–'} {row.code}"
            f"{' (Keras warns)' if row.warned else ''}",
            "Cost": f"{figure(row.cost)}{' (clipped)' if cost == 'stuck' else ''}",
            "Gradient": figure(row.gradient + 0.0),
        }
        for row, cost, slope in zip(codes.itertuples(), right, learns, strict=True)
    ]
    return pd.DataFrame(rows).set_index("The last layer, the loss")


def of_one_logit(logit: float, target: int) -> pd.DataFrame:
    """What a compiled model with one output makes of one example, for each of `BINARY`, with `BinaryCrossentropy`.

    Args:
        logit: what comes into the last layer's activation.
        target: the right class, 0 or 1.

    Returns:
        One row per code: `code`; `output`: what `predict` gives; `cost` and `gradient` (against the logit) in
        `train_on_batch`; `cost is` and `gradient is`, as of `gaps.state`; `later`: the same loss of that output;
        `accuracy` (0 or 1) as `fit` prints it; `sound`: whether cost and gradient are right here and at all `PROBES`,
        for both classes, and the output is not always the same; `warned`: what Keras warned of, "" for nothing.

    Raises:
        ValueError: a logit that is not a number from -100 to 100, or a target that is not 0 or 1.
    """
    logit, target = checks.number("logit", logit, -100.0, 100.0), checks.whole("target", target, 0, 1)
    return pd.DataFrame([{"code": code, **_judged(code, logit, target)} for code in BINARY])


def _judged(code: str, logit: float, target: int) -> dict:
    model, warned = _compiled(code, 1)
    row = _seen(model, logit, target)
    return row | {"sound": _right(row) and _sound(code), "warned": warned}


def _right(row: dict) -> bool:
    return row["cost is"] == row["gradient is"] == "right"


@lru_cache(maxsize=len(BINARY))
def _sound(code: str) -> bool:
    """Whether cost and gradient are right at all `PROBES`, and the outputs differ."""
    model, _ = _compiled(code, 1)
    seen = [_seen(model, probe, kind) for probe in PROBES for kind in (0, 1)]
    return all(map(_right, seen)) and len({round(each["output"], 6) for each in seen}) > 1  # not rounding alone


def _seen(model, logit: float, target: int) -> dict:
    """One model on one example."""
    output = _output(model, logit)
    cost, accuracy, gradient = _trained_once(model, [logit], [float(target)])
    later = float(np.mean(model.loss(np.array([[float(target)]]), np.array([[output]], "float32"))))
    right, slope = theory.binary_cost(logit, target), theory.binary_slope(logit, target)
    stuck = theory.most_clipped_binary(target)
    return {
        "output": output, "cost": cost, "gradient": gradient, "later": later, "accuracy": accuracy,
        "cost is": str(state(cost, right, stuck)), "gradient is": str(state(gradient, slope, 0.0)),
    }  # fmt: skip


def _output(model, logit: float) -> float:
    """What the model says, as `predict` does."""
    model.set_weights([np.array([[logit]])])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the softmax of one unit: heard in `_compiled`
        return float(model(np.ones((1, 1)))[0, 0])


def _trained_once(model, weights: Sequence[float], targets: Sequence[float]) -> tuple[float, float, float]:
    """Cost, accuracy, and what one step of rate 1 takes off the first weight."""
    model.set_weights([np.array([weights])])
    said = model.train_on_batch(np.ones((1, 1)), np.array([targets]), return_dict=True)
    return float(said["loss"]), float(said.get("accuracy", np.nan)), weights[0] - float(model.get_weights()[0][0, 0])


@lru_cache(maxsize=len(CODES) + len(BINARY))
def _compiled(code: str, units: int) -> tuple:
    """The compiled model, and what Keras warned of while it was traced."""
    import keras

    options, reshaped, from_logits = (CODES if units == 2 else BINARY)[code]
    loss = keras.losses.CategoricalCrossentropy if units == 2 else keras.losses.BinaryCrossentropy
    dense = keras.layers.Dense(units, use_bias=False, **options)
    model = keras.Sequential([keras.Input((1,)), dense, *([keras.layers.Reshape((units,))] if reshaped else [])])
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        metrics = ["accuracy"] if units == 1 else None
        model.compile(keras.optimizers.SGD(1.0), loss(from_logits=from_logits), metrics=metrics)
        model.train_on_batch(np.ones((1, 1)), np.eye(2)[:1] if units == 2 else np.ones((1, 1)))
    said = " ".join(str(each.message) for each in heard)
    return model, " and ".join(word for word in ("from_logits", "softmax") if WARNS[word] in said)
