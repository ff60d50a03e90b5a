"""One experiment from many starting points: how the costs spread, and how many runs are solved."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lab import bands, frames
from lab.data import Data
from lab.experiment import Experiment
from lab.run import Run
from lab.seeds.starts import SCHEME, Starts
from lab.specs import Init, Network, Training

# L13 of the claims: XOR, two hidden sigmoid units, kernels and biases from U[-0.5, 0.5]
START = Experiment(
    data=Data("xor"),
    network=Network(hidden=(2,), activation="sigmoid", output="sigmoid"),
    init=Init("uniform", low=-0.5, high=0.5, bias="same"),
    training=Training(loss="mse", learning_rate=2.0, epochs=4000),
)
RANGES = {
    "−0.05 to 0.05": (-0.05, 0.05),
    "−0.5 to 0.5": (-0.5, 0.5),
    "−1 to 1": (-1.0, 1.0),
    "0 to 1": (0.0, 1.0),
    "−5 to 5": (-5.0, 5.0),
}
BIASES = {"same": "drawn like the weights", "zeros": "zero"}


def curves(run: Run | Starts) -> pd.DataFrame:
    """Cost over training, over the seeds: diverged runs are counted, and left out of the quantiles.

    Returns:
        One row per (scheme, epoch): `low`, `mid`, `high` (5, 50 and 95 in a hundred runs), `runs`, `diverged`.
    """
    finite = np.where(np.isfinite(run.loss), run.loss, np.nan)
    lost = np.isnan(finite).sum(axis=1)
    runs = np.full_like(lost, finite.shape[1])
    values = bands.of_finite(finite) | {"runs": runs, "diverged": lost}
    return frames.tidy([_schemes(run), _epochs(run)], values)


def single(run: Run | Starts, seeds: Sequence[int] = range(5)) -> pd.DataFrame:
    """The costs of some seeds, one by one: one row per (scheme, seed, epoch): `loss`; NaN where diverged.

    Args:
        run: of seeds 0, 1, ...
        seeds: those to show; what the run does not have is left out.
    """
    known = [seed for seed in seeds if seed < len(run.seeds)]
    loss = run.loss[:, known]
    axes = [_schemes(run), (("seed",), [(seed,) for seed in known]), _epochs(run)]
    return frames.tidy(axes, {"loss": np.where(np.isfinite(loss), loss, np.nan)})


def ends(run: Run | Starts) -> pd.DataFrame:
    """Every run after the last epoch: one row per (scheme, seed): `loss`, and `accuracy` where there are classes."""
    values = {"loss": run.loss[:, :, -1]}
    if run.accuracy is not None:
        values["accuracy"] = run.accuracy[:, :, -1] if run.accuracy.ndim == 3 else run.accuracy
    return frames.tidy([_schemes(run), (("seed",), [(seed,) for seed in run.seeds])], values)


def quantiles(ends: pd.DataFrame) -> pd.DataFrame:
    """Where the runs of each scheme end; those that diverged are left out.

    Returns:
        One row per scheme: `loss_low`, `loss_mid`, `loss_high` (5, 50 and 95 in a hundred runs), and the same of
        `accuracy` where there are classes.
    """
    groups = ends[np.isfinite(ends["loss"])].groupby("scheme")
    columns = {
        f"{name}_{place}": values
        for name in ("loss", "accuracy")
        if name in ends
        for place, values in bands.of_groups(groups[name]).items()
    }
    return pd.DataFrame(columns, index=pd.Index(ends["scheme"].unique(), name="scheme")).reset_index()


def solved(ends: pd.DataFrame, below: float) -> pd.DataFrame:
    """How many runs end with a cost below a bound, with Wilson's 95 % interval for the share.

    Args:
        ends: of `ends`.
        below: the bound; a run that diverged is not solved.

    Returns:
        One row per scheme: `solved`, `runs`, `diverged`, `share`, `low`, `high` (shares, from 0 to 1).
    """
    groups = ends.groupby("scheme", sort=False)["loss"]
    table = groups.agg(
        solved=lambda loss: int((loss < below).sum()),
        runs="size",
        diverged=lambda loss: int((~np.isfinite(loss)).sum()),
    ).reset_index()
    bounds = [wilson(row.solved, row.runs) for row in table.itertuples()]
    return table.assign(share=table["solved"] / table["runs"], low=[b[0] for b in bounds], high=[b[1] for b in bounds])


def wilson(hits: int, runs: int) -> tuple[float, float]:
    """Bounds of Wilson's 95 % interval of a share that was seen as `hits` of `runs`.

    Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209-212; as `scipy.stats` computes it.
    """
    from scipy.stats import binomtest

    found = binomtest(int(hits), int(runs)).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def _schemes(run: Run | Starts) -> tuple:
    names = [values.get(SCHEME, run.experiment.init.scheme) for values in run.variants]
    return ("scheme",), [(name.replace("_", " "),) for name in names]


def _epochs(run: Run | Starts) -> tuple:
    return ("epoch",), [(int(epoch),) for epoch in run.epochs]
