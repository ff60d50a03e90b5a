"""A layer of 25 units on digits or demand data: what it is trained with, and its weights as pictures."""

import numpy as np
import pandas as pd

from lab import checks
from lab.charts import kernels
from lab.data import Data
from lab.datasets import DATASETS, TITLES
from lab.experiment import Experiment, default_head
from lab.specs import Init, Network, Training

DATA = {name: TITLES[name] for name in ("digits", "demand")}
PUSHED = {"digits": (1, "kernel", 27, 1), "demand": (1, "kernel", 0, 1)}  # pixel 3,3 of 8 x 8: ink in most digits
BATCH = {"digits": 64, "demand": 16}


def setting(name: str) -> Experiment:
    """The experiment to begin with, on the data of a key of `DATA`: 25 sigmoid units, cross-entropy."""
    kinds = default_head(Data(name))
    return Experiment(
        data=Data(name),
        network=Network(hidden=(25,), activation="sigmoid", output=kinds["network.output"]),
        init=checks.kept(Init, {"stddev": 1e-3, "epsilon": 1e-2, "epsilon_at": PUSHED[name]}),  # sd: of the tiny start
        training=Training(loss=kinds["training.loss"], learning_rate=1.0, batch_size=BATCH[name], epochs=10),
    )


def looks(weights: pd.DataFrame, when: str) -> tuple[pd.DataFrame, float]:
    """What the picture of the weights draws, and the largest size of a weight, for one scale before and after.

    Args:
        weights: `when`, `unit`, `weight` (the name of the input it comes from, ...), `value`.
        when: one of the values of `when`.

    Returns:
        Of the digits the incoming kernels alone, with the places of the pixels as of `charts.kernels.places`: `unit`,
        `weight`, `value`, `x`, `y`. Of other data all rows: `unit`, `weight`, `value`.
    """
    pixels = weights["weight"].isin(DATASETS["digits"].features)
    chosen = weights[pixels] if pixels.any() else weights
    sizes = chosen["value"].abs()
    finite = sizes[np.isfinite(sizes) & (sizes > 0)]
    now = chosen[chosen["when"] == when].drop(columns="when")
    return (_placed(now) if pixels.any() else now), float(finite.max()) if len(finite) else 1.0


def _placed(pixels: pd.DataFrame) -> pd.DataFrame:
    inside = np.tile(np.arange(kernels.SIDE**2), pixels["unit"].nunique())
    x, y = kernels.places(pixels["unit"].to_numpy() - 1, inside)
    return pixels.assign(x=x, y=y)
