"""Which call makes two runs of plain Keras equal?"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pandas as pd

from lab.charts import theme
from lab.data import load
from lab.experiment import Experiment, vary
from lab.lazy import alt
from lab.numerals import figure
from lab.seeds import three

TENSORFLOW, KERAS = "tf.random.set_seed(1234)", "keras.utils.set_random_seed(1234)"
CALLS = (TENSORFLOW, f"{TENSORFLOW} and a seed for each initializer", KERAS)
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
print(json.dumps({"apart": found, "keras": keras.__version__}))
'''


def setting() -> Experiment:
    """What plain Keras trains twice: circles, 2-10-5-1, 20 epochs in batches of 10."""
    return vary(three.setting(20, 0.1, "float32"), {"training.batch_size": 10})


def measure(experiment: Experiment) -> pd.DataFrame:
    """Train a network of Keras's own layers twice with `model.fit`, after each of the calls.

    A process of its own does it: the calls set the random state of whoever makes them.

    Args:
        experiment: ReLU layers, one sigmoid output, batches; its start is Keras's default, Glorot's uniform.

    Returns:
        One row per call: `call`, `first` and `last`, the largest difference of a weight between the two runs before
        and after training (0.0 means exactly equal), `epochs`, and `keras`, the version that ran.
    """
    x, y = load(experiment.data, "float32")
    training = experiment.training
    given = {"x": x.tolist(), "y": y.tolist(), "hidden": experiment.network.hidden, "rate": training.learning_rate,
             "batch": training.batch_size, "epochs": training.epochs}  # fmt: skip
    quiet = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "KERAS_BACKEND": "tensorflow"}
    done = subprocess.run([sys.executable, "-c", SCRIPT], input=json.dumps(given), capture_output=True, text=True,
                          env=quiet, check=True)  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    found = pd.DataFrame(told["apart"], columns=["first", "last"])
    found.insert(0, "call", list(CALLS))
    return found.assign(epochs=training.epochs, keras=told["keras"])


def headline(found: pd.DataFrame) -> str:
    """Which of the calls makes two runs of plain Keras equal."""
    last = found.set_index("call")["last"]
    tensorflow, keras = (last[name] for name in (CALLS[0], CALLS[-1]))
    version = f"Keras {found['keras'][0].partition('.')[0]}"
    if keras != 0:
        return f"In plain {version} not even `keras.utils.set_random_seed` makes two runs exactly equal here."
    other = "does not" if tensorflow != 0 else "does, too"
    return (
        f"`keras.utils.set_random_seed` makes two runs of plain {version} exactly equal; `tf.random.set_seed` {other}."
    )


def detail(found: pd.DataFrame) -> str:
    """What each call makes of two runs of plain Keras."""
    parts = []
    for row in found.itertuples():
        code, end, more = row.call.partition(")")
        became = f"start {_equal(row.first)} and end {_equal(row.last)}"
        if row.first == row.last == 0:
            became = "are exactly equal, at the start and at the end"
        parts.append(f"After `{code}{end}`{more} they {became}.")
    return " ".join(parts)


def _equal(apart: float) -> str:
    return "equal" if apart == 0 else f"up to {figure(apart)} apart"


def picture(found: pd.DataFrame) -> alt.LayerChart:
    """How far apart two runs of plain Keras start and end after each call, as bars with their lengths."""
    names = {"first": "before training", "last": "after training"}
    table = found.melt(["call"], list(names), "when", "apart").assign(when=lambda rows: rows["when"].map(names))
    table["says"] = table["apart"].map(lambda apart: "exactly equal" if apart == 0 else f"{apart:.2g} apart")
    lines = alt.Axis(labelExpr="split(replace(datum.label, ' and ', '|and '), '|')", labelLimit=260)
    y = alt.Y("call:N", axis=lines, sort=list(CALLS)).title(None)
    x = alt.X("apart:Q", scale=alt.Scale(domain=[0, 1.25 * max(table["apart"].max(), 1e-9)], nice=False))
    x = x.title("Largest difference of a weight").axis(grid=False, tickCount=5)
    offset = alt.YOffset("when:N", sort=list(names.values()))
    tips = ["call:N", "when:N", alt.Tooltip("apart:Q", format=".3g")]
    base = alt.Chart(table).encode(x, y, offset, tooltip=tips)
    color = alt.Color("when:N").scale(theme.colors(list(names.values()))).title(None).legend(orient="top")
    said = base.mark_text(align="left", dx=4).encode(alt.Text("says:N"))
    return (base.mark_bar().encode(color) + said).properties(height=theme.HEIGHT)
