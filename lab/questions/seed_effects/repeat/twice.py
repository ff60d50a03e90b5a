"""Plain Keras, run twice in a process of its own, with each source of chance seeded or left alone."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from lab.data import Data, load
from lab.progress import Cancelled

START, ORDER, MASKS = "first weights", "order of the examples", "dropout masks"
TENSORFLOW, KERAS = "tf.random.set_seed", "keras.utils.set_random_seed"
INITIALIZERS, DROPOUT = "seed= in every initializer", "seed= in Dropout"
BY_HAND, HAND = "0.2 for every first weight", 0.2
PYTHON, NUMPY, DETERMINISM = "random.seed", "np.random.seed", "enable_op_determinism"
SEEDED = {  # call -> the sources of chance that it seeds
    TENSORFLOW: {ORDER},
    INITIALIZERS: {START},
    DROPOUT: {MASKS},
    PYTHON: {START, MASKS},
    NUMPY: set(),
    KERAS: {START, ORDER, MASKS},
    DETERMINISM: set(),
    BY_HAND: {START},
}
NOTHING, ONCE, YOURS = "nothing", f"{KERAS}, once for both runs", "your choice"
BOTH = f"{TENSORFLOW} + {INITIALIZERS}"
RECIPES = {  # what is called before each of the two runs
    NOTHING: (),
    TENSORFLOW: (TENSORFLOW,),
    INITIALIZERS: (INITIALIZERS,),
    BOTH: (TENSORFLOW, INITIALIZERS),
    KERAS: (KERAS,),
    ONCE: (KERAS,),
}
EXAMPLES, BATCH, UNITS = 200, 20, (10, 5)
MEASURED = ["first", "last", "one", "other", "loss", "other_loss", "unlike", "unlike_last"]
SCRIPT = '''\
import json
import random
import sys

import keras
import numpy as np
import tensorflow as tf

given = json.load(sys.stdin)
x, y = (np.array(given[name], "float32") for name in "xy")


def call(names):
    """Seed what is to be seeded."""
    if "enable_op_determinism" in names:
        tf.config.experimental.enable_op_determinism()
    if "random.seed" in names:
        random.seed(1)
    if "np.random.seed" in names:
        np.random.seed(1)
    if "tf.random.set_seed" in names:
        tf.random.set_seed(1)
    if "keras.utils.set_random_seed" in names:
        keras.utils.set_random_seed(1)


def start(place, names):
    """The first weights of a layer."""
    if "0.2 for every first weight" in names:
        return keras.initializers.Constant(given["hand"])
    return keras.initializers.GlorotUniform(seed=place if "seed= in every initializer" in names else None)


def run(names):
    """First weights, last weights, accuracy and the first epoch's loss of one training."""
    layers = [keras.Input((2,))]
    for place, units in enumerate(given["units"]):
        layers.append(keras.layers.Dense(units, "relu", kernel_initializer=start(place, names)))
        if given["dropout"]:
            layers.append(keras.layers.Dropout(0.2, seed=place if "seed= in Dropout" in names else None))
    model = keras.Sequential([*layers, keras.layers.Dense(1, "sigmoid", kernel_initializer=start(2, names))])
    model.compile(keras.optimizers.SGD(0.1), "binary_crossentropy", jit_compile=False)
    first = model.get_weights()
    told = model.fit(x, y, batch_size=given["batch"], epochs=given["epochs"], shuffle=given["shuffle"], verbose=0)
    right = float(np.mean((np.array(model(x)) > 0.5) == (y > 0.5)))
    return first, model.get_weights(), right, told.history["loss"][0]


def chance(number, names):
    """What differs from one start of a program to the next: the state of the generators that nobody seeded."""
    random.seed(1000 + number)
    np.random.seed(1000 + number)
    tf.random.set_seed(None if "enable_op_determinism" in names else 1000 + number)  # it asks whether there is one


for place, (name, names, once) in enumerate(given["recipes"]):
    try:
        runs = []
        for number in range(2):
            if not (once and number):
                chance(2 * place + number, names)
                call(names)
            runs.append(run(names))
        pairs = list(zip(*runs))
        apart = [max(float(np.abs(a - b).max()) for a, b in zip(*pair)) for pair in pairs[:2]]
        units = [float(np.ptp(one[0], axis=1).max()) for one, _ in pairs[:2]]
        told = dict(zip(given["measured"], [*apart, *pairs[2], *pairs[3], *units]), error="")
    except RuntimeError as refused:
        told = dict.fromkeys(given["measured"], None) | {"error": str(refused).splitlines()[0]}
    print(json.dumps({"recipe": name, "keras": keras.__version__, **told}), flush=True)
'''


@dataclass(frozen=True, eq=False)
class Repeats:
    """How far apart two runs are.

    Attributes:
        ways: one row per recipe: `recipe`, `first` and `last` (the largest difference of a weight before and after
            training; 0.0 = exactly equal), `one` and `other` (the shares that the two runs classify right), `loss` and
            `other_loss` (of their first epochs), `unlike` and `unlike_last` (the largest difference of a weight between
            two neurons of the first layer, before and after training), `error` (what TensorFlow said instead; "" if
            the runs ended), `predicted` (whether they should be equal), `keras` (the version that ran).
        sources: the sources of chance that the network has.
        calls: those of the reader.
        epochs: of each run.
    """

    ways: pd.DataFrame
    sources: tuple[str, ...]
    calls: tuple[str, ...]
    epochs: int

    def row(self, recipe: str) -> pd.Series:
        """The row of a recipe."""
        return self.ways.set_index("recipe").loc[recipe]

    @property
    def left(self) -> list[str]:
        """The sources of chance that the reader's calls leave alone."""
        return [source for source in self.sources if not any(source in SEEDED[call] for call in self.calls)]

    @property
    def yours(self) -> pd.Series:
        """The row of the reader's calls."""
        return self.row(_name(self.calls))


def _name(calls: Sequence[str]) -> str:
    """The recipe that these calls are, or the name for the reader's own."""
    return next((name for name, other in RECIPES.items() if other == tuple(calls) and name != ONCE), YOURS)


def measure(
    calls: Sequence[str],
    dropout: bool = True,
    shuffle: bool = True,
    epochs: int = 3,
    progress: Callable | None = None,
    cancelled: Callable | None = None,
) -> Repeats:
    """Train a network of Keras's own layers twice with `model.fit`, for each of `RECIPES` and for other calls.

    A process of its own does it: the calls set the random state of whoever makes them. Before each run the generators
    are in the state that an unseeded program would find by chance, another one for either run.

    Args:
        calls: keys of `SEEDED`.
        dropout: whether each hidden layer is followed by a `Dropout`.
        shuffle: of `fit`.
        epochs: of each run.
        progress: unused; the process tells nothing on the way.
        cancelled: asked ten times a second; True ends it.
    """
    x, y = load(Data("circles", n=EXAMPLES))
    name = _name(calls)
    recipes = [(each, RECIPES[each], each == ONCE) for each in RECIPES]
    recipes += [(YOURS, list(calls), False)] if name == YOURS else []  # last: determinism stays switched on
    given = {
        "x": x.tolist(), "y": y.tolist(), "recipes": recipes, "dropout": dropout, "shuffle": shuffle,
        "epochs": epochs, "batch": BATCH, "hand": HAND, "units": UNITS, "measured": MEASURED,
    }  # fmt: skip
    ways = pd.DataFrame([json.loads(line) for line in _run(json.dumps(given), cancelled).splitlines()])
    ways[MEASURED] = ways[MEASURED].astype(float)
    sources = tuple(source for source, there in ((START, True), (ORDER, shuffle), (MASKS, dropout)) if there)
    predicted = [
        set(sources) <= set().union(*(SEEDED[call] for call in used)) and not once for _, used, once in recipes
    ]
    return Repeats(ways.assign(predicted=predicted), sources, tuple(calls), epochs)


def _run(given: str, cancelled: Callable | None) -> str:
    """What the script prints."""
    quiet = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "KERAS_BACKEND": "tensorflow"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", SCRIPT], env=quiet, **pipes) as process:
        try:
            sent = given
            while True:
                try:
                    told, error = process.communicate(sent, timeout=0.1)
                    break
                except subprocess.TimeoutExpired:
                    sent = None
                    if cancelled and cancelled():
                        raise Cancelled from None
        finally:
            process.kill()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, "plain Keras", told, error)
    return told
