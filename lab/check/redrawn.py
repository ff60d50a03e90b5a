"""Another start of a model, and which of its layers begin with the same numbers at every start."""

from __future__ import annotations

import numpy as np

from lab.check import random_state
from lab.check.model_layers import array, kernels
from lab.check.subject import Subject


def redrawn(subject: Subject, seed: int) -> list[np.ndarray]:
    """The weights of another start: of `build` where it is given, else drawn anew by the layers' initializers.

    What is frozen keeps the weights that it has.
    """
    import keras

    keras.utils.set_random_seed(seed)
    model = subject.model
    if subject.build is not None:
        made = subject.build()
        if len(made.weights) < len(model.weights):  # its variables are made when it is first called
            made(subject.sample[0])
        return made.get_weights()
    kept = {id(variable) for variable in model.non_trainable_variables}
    new = keras.models.clone_model(model)
    if not new.built:
        new.build(model.input_shape)
    return [array(old if id(old) in kept else drawn) for old, drawn in zip(model.weights, new.weights, strict=True)]


def same_each_time(subject: Subject) -> list[str]:
    """Names of the layers that have a seed of their own, and so draw the same kernel for every model that is built."""
    model = subject.model
    seeded = [layer for layer in subject.layers if _seed(layer) is not None and kernels(layer)]
    if not seeded or subject.build is None and getattr(model, "inputs", None) is None:
        return []
    places = {id(variable): place for place, variable in enumerate(model.weights)}
    with subject.untouched(), random_state.kept():
        starts = [redrawn(subject, seed) for seed in (0, 1)]
    return [
        layer.name
        for layer in seeded
        if all(np.array_equal(*(start[places[id(kernel)]] for start in starts)) for kernel in kernels(layer))
    ]


def _seed(layer) -> object:
    """The seed of the initializer of a layer's kernel; None where it has none."""
    initializer = getattr(layer, "kernel_initializer", None)
    return initializer.get_config().get("seed") if hasattr(initializer, "get_config") else None
