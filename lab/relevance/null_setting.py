"""What a useless column is measured on: a line with noise on its targets, and columns that have no part in it."""

from dataclasses import replace

import pandas as pd

from lab.columns import Column
from lab.data import Data, load
from lab.experiment import Experiment
from lab.specs import Init, Network, Training

BEGIN = 0.5  # where every weight starts in all draws, so that a useless one has a way to go
START = Experiment(
    data=Data("line", n=30, noise=1.0, columns=(Column("noise"),) * 3),
    network=Network(hidden=(), output="linear"),
    init=Init("glorot_uniform"),
    training=Training(loss="mse", optimizer="momentum", learning_rate=0.03, epochs=300),
)


def useful(experiment: Experiment, truth: float) -> Experiment:
    """The same examples, with `truth` times x2 added to their targets: x2 then has a part in them.

    Args:
        experiment: on the data set `line`.
        truth: what x2 is worth; 0 leaves the experiment as it is.
    """
    if truth == 0:
        return experiment
    x, y = load(experiment.data, "float64")
    names = [name.replace(" noise", "") for name in experiment.data.features]
    frame = pd.DataFrame(dict(zip(names, x.T, strict=True))).assign(y=y[:, 0] + truth * x[:, 1])
    return replace(experiment, data=Data.from_frame(frame, target="y"))
