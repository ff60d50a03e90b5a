"""Models for the benchmark, each a function that builds one."""

from collections.abc import Callable
from functools import partial
from types import FunctionType

import keras
from keras import layers

ADAM = partial(keras.optimizers.Adam, 1e-3)


def dense(
    inputs: int,
    hidden=(32, 32),
    outputs: int = 10,
    *,
    activation="relu",
    kernel="glorot_uniform",
    last="softmax",
    last_kernel=None,
    bias="zeros",
    loss="sparse_categorical_crossentropy",
    optimizer=ADAM,
    metrics=(),
    between=(),
    before=(),
) -> Callable:
    """A function that builds and compiles a stack of Dense layers; what is a function is called anew for each."""

    def build():
        model = keras.Sequential([keras.Input((inputs,)), *[_made(each) for each in before]])
        for width in hidden:
            model.add(layers.Dense(width, activation, kernel_initializer=_made(kernel), bias_initializer=_made(bias)))
            for each in between:
                model.add(_made(each))
        first = kernel if last_kernel is None else last_kernel
        model.add(layers.Dense(outputs, last, kernel_initializer=_made(first)))
        model.compile(_made(optimizer), _made(loss), metrics=list(metrics) or None)
        return model

    return build


def stack(shape, *parts, loss="sparse_categorical_crossentropy", optimizer=ADAM,
          metrics=(), dtype=None) -> Callable:  # fmt: skip
    """A function that builds and compiles a sequence of layers, each given as a function without arguments."""

    def build():
        model = keras.Sequential([keras.Input(shape, dtype=dtype), *[part() for part in parts]])
        model.compile(_made(optimizer), _made(loss), metrics=list(metrics) or None)
        return model

    return build


def compiled(make: Callable, loss="sparse_categorical_crossentropy", optimizer=ADAM):
    """A function that compiles what another builds."""

    def build():
        model = make()
        model.compile(_made(optimizer), _made(loss))
        return model

    return build


def of(kind: Callable, *arguments, **named) -> Callable:
    """A layer, an initializer or an optimizer that is made when it is needed."""
    return partial(kind, *arguments, **named)


def _made(value):
    """What a function without arguments makes; anything else as it is."""
    return value() if isinstance(value, (partial, type, FunctionType)) else value
