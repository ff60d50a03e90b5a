"""What a compiled Keras model takes for the cost, by how its output layer and its loss are written."""

import warnings
from functools import lru_cache

import numpy as np
import pandas as pd

from lab import checks

SOFTMAX = {"activation": "softmax"}
CODES = {  # what one may write -> options of the Dense layer, whether a Reshape follows, from_logits of the loss
    "Dense(2), from_logits=True": ({}, False, True),
    'Dense(2, "softmax")': (SOFTMAX, False, False),
    'Dense(2, "softmax"), from_logits=True': (SOFTMAX, False, True),
    'Dense(2, "softmax"), Reshape': (SOFTMAX, True, False),
    'Dense(2, "softmax"), Reshape, from_logits=True': (SOFTMAX, True, True),
    'Dense(2, "softmax", dtype="float64")': (SOFTMAX | {"dtype": "float64"}, False, False),
    'Dense(2, "softmax", dtype="mixed_float16")': (SOFTMAX | {"dtype": "mixed_float16"}, False, False),
}


def in_fit(gap: float) -> pd.DataFrame:
    """Cost and gradient that a compiled model works with, for each of `CODES`.

    Each model has one example; its logits are the weights 0 (the right class) and `gap` (the wrong one). One call of
    `train_on_batch`, which is what `fit` calls, gives the cost; plain gradient descent with rate 1 gives the gradient:
    what it takes off the weight of the right class.

    Returns:
        One row per code: `code`, `cost`, `gradient`, `warned` (whether Keras said a word about from_logits).
    """
    gap = checks.number("gap", gap, -1000.0, 1000.0)
    return pd.DataFrame([{"code": code, **_trained_once(code, gap)} for code in CODES])


def _trained_once(code: str, gap: float) -> dict:
    model, warned = _compiled(code)
    model.set_weights([np.array([[0.0, gap]])])
    cost = model.train_on_batch(np.ones((1, 1)), np.array([[1.0, 0.0]]))
    return {"cost": float(cost), "gradient": 0.0 - float(model.get_weights()[0][0, 0]), "warned": warned}


@lru_cache(maxsize=len(CODES))
def _compiled(code: str) -> tuple:
    """The compiled model, and whether Keras warned while it was traced."""
    import keras

    options, reshaped, from_logits = CODES[code]
    dense = keras.layers.Dense(2, use_bias=False, **options)
    model = keras.Sequential([keras.Input((1,)), dense, *([keras.layers.Reshape((2,))] if reshaped else [])])
    model.compile(keras.optimizers.SGD(1.0), keras.losses.CategoricalCrossentropy(from_logits=from_logits))
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        model.train_on_batch(np.ones((1, 1)), np.array([[1.0, 0.0]]))
    return model, any("from_logits" in str(each.message) for each in heard)
