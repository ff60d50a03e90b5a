"""What the starts that look alike are tried on."""

from functools import lru_cache

import numpy as np
import pandas as pd

from lab import checks
from lab.data import Data, load
from lab.datasets import TITLES
from lab.experiment import Experiment
from lab.seeds.spread import suited
from lab.specs import Init, Network, Training

DATA = {
    **{name: TITLES[name] for name in ("spiral", "moons", "circles", "xor", "blobs")},
    "unequal": "Three blobs of 1/2, 1/3 and 1/6",
}
SHARES = (45, 30, 15)  # examples of the unequal blobs


@lru_cache(maxsize=16)
def examples(name: str) -> Data:
    """The data of a key of `DATA`; "unequal": three blobs of `SHARES` examples."""
    if name != "unequal":
        return Data(name)
    x, y = load(Data("blobs", n=3 * max(SHARES)), "float64")
    group = y.argmax(axis=1)
    kept = np.concatenate([np.flatnonzero(group == k)[:count] for k, count in enumerate(SHARES)])
    frame = pd.DataFrame({"x1": x[kept, 0], "x2": x[kept, 1], "group": group[kept]})
    return Data.from_frame(frame, target="group", task="classes")


def setting(name: str) -> Experiment:
    """The experiment to begin with on the data of a key of `DATA`: plain gradient descent on the cross-entropy."""
    data = examples(name)
    kinds = suited(data, "cross-entropy")
    return Experiment(
        data=data,
        network=Network(hidden=(8,), activation="tanh", output=kinds["network.output"]),
        init=checks.kept(Init, {"scheme": "zeros", "value": 0.5, "stddev": 1e-4}),  # of the starts it will be varied to
        training=Training(loss=kinds["training.loss"], learning_rate=0.3, epochs=1000),
    )
