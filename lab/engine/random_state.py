"""Building a Keras model as `keras.utils.set_random_seed` has it, without a trace in the caller's own random state."""

import contextlib
import random
from collections import defaultdict
from collections.abc import Callable, Iterator

import keras
import numpy as np
from keras.src.backend.common import global_state
from tensorflow.python.eager import context

KERAS = ("global_random_seed", "global_seed_generator")  # what Keras keeps of a seed, one for the whole thread
TENSORFLOW = ("_seed", "_rng")
NAMES = "object_name_uids"  # what Keras counts to name layers: dense, dense_1, ...


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """Puts back the random state of Python, NumPy, TensorFlow and Keras, and Keras's count of names."""
    python, numpy, tensorflow = random.getstate(), np.random.get_state(), context.context()  # noqa: NPY002
    seeded = {name: vars(tensorflow).get(name) for name in TENSORFLOW}  # no generator before the first seed is set
    own = {name: global_state.get_global_attribute(name) for name in (*KERAS, NAMES)}
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)  # noqa: NPY002
        vars(tensorflow).update(seeded)
        for name, value in own.items():
            global_state.set_global_attribute(name, value)


def built(build: Callable[[], keras.Model], seed: int) -> keras.Model:
    """What `build` makes under a seed, with names counted from the start; to be called inside `kept`."""
    global_state.set_global_attribute(NAMES, defaultdict(int))
    keras.utils.set_random_seed(seed)
    return build()
