"""Is this weight zero, or just small: useless columns' weights over draws of the data, beside one's own."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

import lab
from lab.experiment import Experiment
from lab.laws import noise_columns as law
from lab.laws import relevance as ends
from lab.relevance.null_setting import BEGIN, useful
from lab.series import train_in_turn
from lab.specs import Init

SHARE = 0.95  # of useless columns that the band holds
CHECKED = 100  # draws whose ends are held against their law
COURSES = 64  # draws whose way is recorded, for each noise
LEVELS = (0.0, 0.1, 1.0)  # noises whose courses are shown beside the one's own
BAND = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Found:
    """What was measured, and what the law says.

    Attributes:
        draws: one row per draw of the data: `draw`, `weight` of x2 after training, `diverged`.
        courses: one row per (noise, epoch): `low`, `mid`, `high` of |weight of x2| (5, 50, 95 % over the draws),
            `law` (its median where training ends; 0 without noise).
        own: one row: `weight` of x2 in one's own data (median over the starts), `apart` (largest difference between
            two starts), `starts`, `diverged` (starts), `seed`, `truth` (what x2 is worth there), `inside` (the band),
            `larger` (draws whose |weight| is at least as large), `below` (share of useless columns that the law puts
            below it), `power` (how often such a column is outside the band).
        test: of one's own data, see `lab.laws.noise_columns.Student`; None where there is none.
        null: the law; None without noise.
        facts: one row: `draws`, `diverged`, `within` (draws inside the band), `exact` (draws that end at exactly 0),
            `spread` (standard deviation of the weight), `middle` (median of |weight|), all without the diverged;
            `band` (c: the law has 95 % of |weight| <= c), `gap` (largest distance of `CHECKED` draws from where endless
            training ends), `examples`, `weights` (k), `sigma`, `sd` (of the columns), `epochs`.
    """

    draws: pd.DataFrame
    courses: pd.DataFrame
    own: pd.DataFrame
    test: law.Student | None
    null: law.Null | None
    facts: pd.DataFrame


def measure(experiment: Experiment, draws=1000, truth=0.0, starts=100, progress=None, cancelled=None) -> Found:
    """Train one line on many draws of the data, and one's own draw from many starts.

    Args:
        experiment: the data set `line`, with columns of noise of mean 0 and one standard deviation; no hidden layers, a
            bias, the loss "mse", full batch. Its `Data.seed` is one's own draw.
        draws: how many, `Data.seed` 0, 1, ...; every weight starts at `BEGIN`.
        truth: what x2 is worth in one's own data.
        starts: of one's own data, as `Init` draws them.
        progress, cancelled: as in `lab.train`.

    Raises:
        ValueError: the experiment is another one, or cannot be trained.
    """
    _check(experiment)
    sigma = float(experiment.data.noise or 0.0)
    begun = replace(experiment, init=Init("constant", value=BEGIN))
    noises = sorted({*LEVELS, sigma})
    many, way, own = train_in_turn(
        [
            (begun, {"vary": {"data.seed": range(draws)}, "recorded": 1, "weights": "ends"}),
            (begun, {"vary": {"data.noise": noises, "data.seed": range(COURSES)}, "recorded": 40, "spacing": "log"}),
            (useful(experiment, truth), {"seeds": range(starts), "recorded": 1, "weights": "ends"}),
        ],
        progress,
        cancelled,
    )
    null = _null(experiment, sigma) if sigma else None
    drawn = _draws(many)
    band = null.within(SHARE) if null else 0.0
    return Found(
        draws=drawn,
        courses=_courses(experiment, way, noises),
        own=_own(experiment, own, drawn, null, band, truth),
        test=_test(experiment, truth, sigma),
        null=null,
        facts=_facts(experiment, many, drawn, band),
    )


def _check(experiment: Experiment) -> None:
    network, training, columns = experiment.network, experiment.training, experiment.data.columns
    plain = network.hidden == () and network.output == "linear" and network.use_bias and training.loss == "mse"
    noise = columns and all(column.kind == "noise" and column.mean == 0 and column.sd > 0 for column in columns)
    lab.checks.that(
        plain and experiment.data.name == "line" and bool(noise) and training.batch_size is None,
        "The law of useless columns holds for the data 'line' with noise columns of mean 0, and a linear model: "
        "`Network.hidden` (), `Network.output` 'linear', `Network.use_bias` True, `Training.loss` 'mse', "
        "`Training.batch_size` None.",
    )


def _null(experiment: Experiment, sigma: float) -> law.Null:
    data = experiment.data
    return law.Null(sigma=sigma, examples=data.examples, weights=data.inputs + 1, sd=data.columns[0].sd)


def _draws(run) -> pd.DataFrame:
    weight = run.arrays[0][:, 0, -1, 1, 0].astype(float)  # (draw,)
    gone = ~np.isfinite(run.loss[:, 0, -1]) | (run.loss[:, 0, -1] > run.loss[:, 0, 0]) | ~np.isfinite(weight)
    return pd.DataFrame({"draw": np.arange(len(weight)), "weight": weight, "diverged": gone})


def _courses(experiment: Experiment, run, noises: list[float]) -> pd.DataFrame:
    size = np.abs(run.arrays[0][:, 0, :, 1, 0].astype(float)).reshape(len(noises), COURSES, -1)
    size = np.where(np.isfinite(size), size, np.inf)
    low, mid, high = np.quantile(size, BAND, axis=1, method="nearest")  # each (noise, epoch)
    middles = [_null(experiment, sigma).within(0.5) if sigma else 0.0 for sigma in noises]
    return pd.DataFrame(
        {
            "noise": np.repeat(noises, len(run.epochs)),
            "epoch": np.tile(run.epochs, len(noises)),
            "low": low.ravel(),
            "mid": mid.ravel(),
            "high": high.ravel(),
            "law": np.repeat(middles, len(run.epochs)),
        }
    )


def _own(experiment: Experiment, run, draws: pd.DataFrame, null, band: float, truth: float) -> pd.DataFrame:
    weights = run.arrays[0][0, :, -1, 1, 0].astype(float)  # (start,)
    good = np.isfinite(weights) & (run.loss[0, :, -1] <= run.loss[0, :, 0])
    weight = float(np.median(weights[good])) if good.any() else np.nan
    return pd.DataFrame(
        {
            "weight": [weight],
            "apart": [np.ptp(weights[good]) if good.any() else np.nan],
            "starts": [len(weights)],
            "diverged": [int((~good).sum())],
            "seed": [experiment.data.seed],
            "truth": [truth],
            "inside": [abs(weight) <= band],
            "larger": [int((draws.loc[~draws["diverged"], "weight"].abs() >= abs(weight)).sum())],
            "below": [null.below(weight) if null else np.nan],
            "power": [null.beyond(band, truth) if null else np.nan],
        }
    )


def _test(experiment: Experiment, truth: float, sigma: float) -> law.Student | None:
    x, y = lab.data.load(useful(experiment, truth).data, "float64")
    return law.student(ends.design(x), y[:, 0], 1) if sigma else None


def _facts(experiment: Experiment, run, draws: pd.DataFrame, band: float) -> pd.DataFrame:
    kept, data = draws.loc[~draws["diverged"], "weight"], experiment.data
    return pd.DataFrame(
        {
            "draws": [len(draws)],
            "diverged": [int(draws["diverged"].sum())],
            "within": [int((kept.abs() <= band).sum())],
            "exact": [int((kept == 0).sum())],
            "spread": [kept.std()],
            "middle": [kept.abs().median()],
            "band": [band],
            "gap": [_gap(run, draws)],
            "examples": [data.examples],
            "weights": [data.inputs + 1],
            "sigma": [float(data.noise or 0.0)],
            "sd": [data.columns[0].sd],
            "epochs": [experiment.training.epochs],
        }
    )


def _gap(run, draws: pd.DataFrame) -> float:
    """Largest distance of the weight of x2 from where endless training takes it, over the first draws."""
    gaps = []
    for each, weight, gone in zip(run.experiments[:CHECKED], draws["weight"], draws["diverged"], strict=False):
        x, y = lab.data.load(each.data)
        start = np.full((1, x.shape[1] + 1), BEGIN)
        gaps.append(np.nan if gone else abs(ends.end(ends.design(x), y[:, 0], start)[0, 1] - weight))
    return float(np.nanmax(gaps)) if not np.isnan(gaps).all() else np.nan
