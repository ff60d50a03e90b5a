"""Which layer is looked at: its inputs, its units, its targets, and how its kernel is drawn."""

import random
from collections.abc import Sequence

import numpy as np
import pandas as pd

from lab import checks
from lab.data import Data
from lab.experiment import Experiment
from lab.specs import Init, Network, Training

STARTS = {
    "normal": "tf.random.normal, as in the discussion",
    "glorot": "Glorot uniform, as Keras does",
    "equal": "all units equal to the first",
    "zeros": "all zeros",
}
PHILOX = 1  # TensorFlow's number for the algorithm of tf.random.normal


def setting(
    first: Sequence[float], rows: int, units: int, targets: Sequence[float], rate: float, start: str
) -> Experiment:
    """The experiment of a layer without hidden units: a table, squared error, one epoch.

    Args:
        first: the first row of the inputs, one number a feature; each further row counts on from it: row r adds
            r times the number of features.
        rows: examples.
        units: of the layer.
        targets: of the units in turn, the same for every row.
        rate: learning rate.
        start: a key of `STARTS`.
    """
    checks.one_of("start", start, STARTS)
    columns = {
        f"x{i}": [float(value + row * len(first)) for row in range(rows)] for i, value in enumerate(first, start=1)
    }
    wanted = {f"y{j + 1}": [float(targets[j % len(targets)])] * rows for j in range(units)}
    return Experiment(
        data=Data.from_frame(pd.DataFrame(columns | wanted), target=list(wanted)),
        network=Network(hidden=(), output="linear"),
        init=Init("zeros") if start == "zeros" else Init("glorot_uniform"),
        training=Training(loss="mse", learning_rate=rate, epochs=1),
    )


def discussion_normal(seed: int, shape: tuple[int, ...]) -> np.ndarray:
    """What `tf.random.normal(shape)` draws right after `tf.keras.utils.set_random_seed(seed)`, bit for bit.

    TensorFlow makes an operation's own seed from Python's generator and counts from there; here that is written out,
    so that no seed of the whole process is set.
    """
    import tensorflow as tf

    own = random.Random(seed).randint(0, 2**31 - 1)
    key, counter = tf.constant([seed], tf.uint64), tf.constant([0, own], tf.uint64)
    return tf.raw_ops.StatelessRandomNormalV2(shape=list(shape), key=key, counter=counter, alg=PHILOX).numpy()
