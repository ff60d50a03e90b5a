"""The random state of whoever calls, put back after seeds were set."""

import contextlib
import random
from collections.abc import Iterator

import numpy as np


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """What Python, NumPy, TensorFlow and Keras draw next is afterwards what it would have been."""
    import keras
    from keras.src.backend.common import global_state
    from keras.src.random.seed_generator import GLOBAL_SEED_GENERATOR
    from tensorflow.python.eager import context

    python, numpy = random.getstate(), np.random.get_state()  # noqa: NPY002
    held, eager = global_state.get_global_attribute(GLOBAL_SEED_GENERATOR), context.context()
    state = None if held is None else keras.ops.convert_to_numpy(held.state)
    seed, generator = eager._seed, getattr(eager, "_rng", None)
    inner = generator.getstate() if generator is not None else None
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)  # noqa: NPY002
        global_state.set_global_attribute(GLOBAL_SEED_GENERATOR, held)
        if held is not None:
            held.state.assign(state)
        eager._seed, eager._rng = seed, generator
        if generator is not None:
            generator.setstate(inner)
