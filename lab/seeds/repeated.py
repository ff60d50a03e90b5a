"""Two runs of plain Keras in one process, after each call that is said to make them equal."""

import json
import os
import subprocess
import sys

import pandas as pd

from lab.data import load
from lab.experiment import Experiment, vary
from lab.seeds import three

TENSORFLOW, KERAS = "tf.random.set_seed(1234)", "keras.utils.set_random_seed(1234)"
BOTH = f"{TENSORFLOW} and a seed for each initializer"
SCRIPT = '''\
import json
import random
import sys

import keras
import numpy as np
import tensorflow as tf

given = json.load(sys.stdin)
x, y = (np.array(given[name], "float32") for name in "xy")
random.seed(0)  # Keras takes the seeds of first weights from here: the same each time that this script is run


def run(seeded):
    """First and last weights of one run; `seeded`: each layer's initializer has a seed."""
    layers = [keras.Input((x.shape[1],))]
    for place, units in enumerate([*given["hidden"], 1]):
        start = keras.initializers.GlorotUniform(seed=1234 + place if seeded else None)
        activation = "relu" if place < len(given["hidden"]) else "sigmoid"
        layers.append(keras.layers.Dense(units, activation, kernel_initializer=start))
    model = keras.Sequential(layers)
    model.compile(keras.optimizers.SGD(given["rate"]), "binary_crossentropy")
    first = model.get_weights()
    model.fit(x, y, batch_size=given["batch"], epochs=given["epochs"], verbose=0)
    return first, model.get_weights()


def apart(call, seeded=False):
    """The largest difference of a weight between two runs, before and after training."""
    runs = []
    for _ in range(2):
        call()
        runs.append(run(seeded))
    return [max(float(np.abs(a - b).max()) for a, b in zip(*pair)) for pair in zip(*runs)]


found = [
    apart(lambda: tf.random.set_seed(1234)),
    apart(lambda: tf.random.set_seed(1234), seeded=True),
    apart(lambda: keras.utils.set_random_seed(1234)),
]
print(json.dumps(found))
'''


def setting() -> Experiment:
    """What is trained twice: circles, 2-10-5-1, 20 epochs in batches of 10."""
    return vary(three.setting(20, 0.1, "float32"), {"training.batch_size": 10})


def measure(experiment: Experiment) -> pd.DataFrame:
    """Train a network of Keras's own layers twice with `model.fit`, after each of the calls.

    A process of its own does it: the calls set the random state of whoever makes them.

    Args:
        experiment: ReLU layers, one sigmoid output, batches; its start is Keras's default, Glorot's uniform.

    Returns:
        One row per call: `call`, `first` and `last`, the largest difference of a weight between the two runs before
        and after training (0.0 means exactly equal), and `epochs`.
    """
    x, y = load(experiment.data, "float32")
    training = experiment.training
    given = {"x": x.tolist(), "y": y.tolist(), "hidden": experiment.network.hidden, "rate": training.learning_rate,
             "batch": training.batch_size, "epochs": training.epochs}  # fmt: skip
    quiet = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "KERAS_BACKEND": "tensorflow"}
    done = subprocess.run([sys.executable, "-c", SCRIPT], input=json.dumps(given), capture_output=True, text=True,
                          env=quiet, check=True)  # fmt: skip
    rows = json.loads(done.stdout.splitlines()[-1])
    found = pd.DataFrame(rows, columns=["first", "last"])
    found.insert(0, "call", [TENSORFLOW, BOTH, KERAS])
    return found.assign(epochs=training.epochs)
