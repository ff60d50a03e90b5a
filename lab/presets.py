"""Runs that were published, as experiments: the numbers of a source, to be met again."""

import pandas as pd

from lab.columns import Column
from lab.data import Data
from lab.experiment import Experiment, vary
from lab.specs import Network, Training

# seeds/001, the table x: the second column, drawn by tf.random.normal((10, 1)) after set_random_seed(42)
DISCUSSION_NOISE = (
    0.3274685, -0.8426258, 0.3194337, -1.4075519, -2.3880599, -1.0392479, -0.5573232, 0.539707, 1.6994323, 0.28893656,
)  # fmt: skip
# seeds/001, model.get_weights() before training: kernel and bias
DISCUSSION_START = [[[1.0131117], [0.459983]], [0.0]]

DISCUSSION_TABLE = Data.from_frame(
    pd.DataFrame(
        {"x1": [float(i) for i in range(10)], "x2": DISCUSSION_NOISE, "y": [3.0 * i + 1.0 for i in range(10)]}
    ),
    target="y",
)
# seeds/001: Sequential([Dense(1)]), SGD(3e-3), MeanSquaredError, 3,000 epochs; ten examples are one batch in Keras
S09 = Experiment(
    data=DISCUSSION_TABLE,
    network=Network(hidden=(), output="linear"),
    training=Training(loss="mse", optimizer="sgd", learning_rate=3e-3, epochs=3000),
)
S10 = vary(S09, {"data.name": "line", "data.table": None, "data.columns": (Column("constant"),)})
# seeds/001, the experiments that it suggests
S11 = {
    "noise with mean 10": vary(S10, {"data.columns": (Column("noise", mean=10.0),)}),
    "batches of two": vary(S09, {"training.batch_size": 2}),
    "x2 = x1": vary(S10, {"data.columns": (Column("duplicate"),)}),
    "constant column": S10,
    "nearly constant column": vary(S10, {"data.columns": (Column("noise", mean=1.0, sd=0.01),)}),
}
