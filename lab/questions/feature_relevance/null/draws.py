"""Useless columns' weights over many draws of the data, beside one's own data from many starts."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

import lab
from lab import bands
from lab.columns import Column
from lab.compute import Compute
from lab.data import Data, load
from lab.experiment import Experiment
from lab.laws import noise_columns as law
from lab.laws import relevance as laws
from lab.log_axis import LogAxis
from lab.numerals import figure
from lab.relevance import linear
from lab.series import train_together
from lab.specs import Init, Network, Training
from lab.training import train

BEGIN = 0.5  # where every weight starts in all draws, so that a useless one has a way to go
START = Experiment(
    data=Data("line", n=30, noise=1.0, columns=(Column("noise"),) * 3),
    network=Network(hidden=(), output="linear"),
    init=Init("glorot_uniform"),
    training=Training(loss="mse", optimizer="momentum", learning_rate=0.03, epochs=300),
)
HIDDEN, STARTS = 8, 16  # units and starts of a network on the same examples
NETWORK = {
    "network.hidden": (HIDDEN,), "network.activation": "relu", "training.optimizer": "adam",
    "training.learning_rate": 0.03, "training.epochs": 300,
}  # fmt: skip
SHARE = 0.95  # of useless columns that the band holds
CHECKED = 100  # draws whose ends are held against their law
COURSES = 64  # draws whose way is recorded, for each noise
LEVELS = (0.0, 0.1, 1.0)  # noises whose courses are shown beside the one's own
BARS = 10  # of the histogram between 0 and the end of the band
WIDEST = 60  # bars to either side
MOST = 0.999  # of the law, and of the draws, that the picture shows
INSIDE, OUTSIDE, ANY = "inside the band of 95 %", "outside", "useless columns"
STUDENT, NOTHING = "theory: how many by chance", "theory: exactly 0"


@dataclass(frozen=True)
class Noise:
    """What was measured, and what the law says.

    Attributes:
        draws: one row per draw of the data: `draw`, `weight` of x2 after training, `diverged`.
        courses: one row per (noise, epoch): `low`, `mid`, `high` of |weight of x2| (5, 50, 95 % over the draws),
            `law` (its median where training ends; 0 without noise).
        own: one row: `weight` of x2 in one's own data (median over the starts), `apart` (largest difference between
            two starts), `starts`, `diverged` (starts), `truth` (what x2 is worth there), `inside` (the band), `power`
            (how often such a column is outside the band).
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


def measure(experiment: Experiment, draws=1000, truth=0.0, starts=100, compute: Compute | None = None) -> Noise:
    """Train one line on many draws of the data, and one's own draw from many starts.

    Args:
        experiment: the data set `line`, with columns of noise of mean 0 and one standard deviation; no hidden layers, a
            bias, the loss "mse", full batch. Its `Data.seed` is one's own draw.
        draws: how many, `Data.seed` 0, 1, ...; every weight starts at `BEGIN`.
        truth: what x2 is worth in one's own data.
        starts: of one's own data, as `Init` draws them.
        compute: what trains; the draws do not depend on one's own data, so they are kept while these change.

    Raises:
        ValueError: the experiment is another one, or cannot be trained.
    """
    columns, sigma = experiment.data.columns, float(experiment.data.noise or 0.0)
    noise = columns and all(column.kind == "noise" and column.mean == 0 and column.sd > 0 for column in columns)
    line = linear.plain(experiment) and experiment.data.name == "line"
    lab.checks.require(
        line and bool(noise) and experiment.training.batch_size is None,
        "The law of useless columns holds for the data 'line' with noise columns of mean 0, and a linear model: "
        "`Network.hidden` (), `Network.output` 'linear', `Network.use_bias` True, `Training.loss` 'mse', "
        "`Training.batch_size` None.",
    )
    compute, noises = compute or Compute(), sorted({*LEVELS, sigma})
    begun = lab.vary(experiment, {"init.scheme": "constant", "init.value": BEGIN, "data.seed": 0})
    many, way, ends = compute(trained, begun, draws, noises)
    own = train(useful(experiment, truth), range(starts), recorded=1, weights="ends", **compute.signals)
    null = _null(experiment, sigma) if sigma else None
    X, y = linear.examples(lab.vary(useful(experiment, truth), {"training.precision": "float64"}))
    weight = many.arrays[0][:, 0, -1, 1, 0].astype(float)  # (draw,)
    lost = ~np.isfinite(many.loss[:, 0, -1]) | (many.loss[:, 0, -1] > many.loss[:, 0, 0]) | ~np.isfinite(weight)
    drawn = pd.DataFrame({"draw": np.arange(draws), "weight": weight, "diverged": lost})
    band = null.within(SHARE) if null else 0.0
    return Noise(
        draws=drawn,
        courses=_courses(experiment, way, noises),
        own=_own(own, null, band, truth),
        test=law.student(X, y, 1) if sigma else None,
        null=null,
        facts=_facts(experiment, ends, drawn, band),
    )


def trained(experiment: Experiment, draws: int, noises: list[float], progress=None, cancelled=None) -> tuple:
    """The line on many draws of the data, the way of some of them at each noise, and where endless training ends.

    Args:
        experiment, draws, progress, cancelled: as in `measure`.
        noises: of the targets, standard deviations.

    Returns:
        Two runs, and of the first `CHECKED` draws the weight of x2 that endless training takes it to: (draw,).
    """
    each = {"data.noise": noises, "data.seed": range(COURSES)}
    plans = [
        (experiment, {"vary": {"data.seed": range(draws)}, "recorded": 1, "weights": "ends"}),
        (experiment, {"vary": each, "recorded": 40, "spacing": "log"}),
    ]
    many, way = train_together(plans, progress, cancelled)
    ends = []
    for each in many.experiments[:CHECKED]:
        X, y = linear.examples(each)
        ends.append(laws.end(X, y, np.full((1, X.shape[1]), BEGIN))[0, 1])
    return many, way, np.array(ends)


def network(experiment: Experiment, progress=None, cancelled=None) -> np.ndarray:
    """The sizes of the first layer's weights before and after training a network with hidden units.

    Args:
        experiment: `START` with the examples to train on.
        progress, cancelled: as in `lab.train`.

    Returns:
        (start, 2, column, unit).
    """
    run = train(
        lab.vary(experiment, NETWORK), range(STARTS), recorded=1, weights="ends", progress=progress, cancelled=cancelled
    )
    return np.abs(run.arrays[0][0].astype(float))


def _null(experiment: Experiment, sigma: float) -> law.Null:
    data = experiment.data
    return law.Null(sigma=sigma, examples=data.examples, weights=data.inputs + 1, sd=data.columns[0].sd)


def _courses(experiment: Experiment, run, noises: list[float]) -> pd.DataFrame:
    size = np.abs(run.arrays[0][:, 0, :, 1, 0].astype(float)).reshape(len(noises), COURSES, -1)
    size = np.where(np.isfinite(size), size, np.inf)
    quantiles = bands.of(size, axis=1, method="nearest")  # each (noise, epoch)
    middles = [_null(experiment, sigma).within(0.5) if sigma else 0.0 for sigma in noises]
    return pd.DataFrame(
        {
            "noise": np.repeat(noises, len(run.epochs)),
            "epoch": np.tile(run.epochs, len(noises)),
            **{name: values.ravel() for name, values in quantiles.items()},
            "law": np.repeat(middles, len(run.epochs)),
        }
    )


def _own(run, null, band: float, truth: float) -> pd.DataFrame:
    weights = run.arrays[0][0, :, -1, 1, 0].astype(float)  # (start,)
    good = np.isfinite(weights) & (run.loss[0, :, -1] <= run.loss[0, :, 0])
    weight = float(np.median(weights[good])) if good.any() else np.nan
    return pd.DataFrame(
        {
            "weight": [weight],
            "apart": [np.ptp(weights[good]) if good.any() else np.nan],
            "starts": [len(weights)],
            "diverged": [int((~good).sum())],
            "truth": [truth],
            "inside": [abs(weight) <= band],
            "power": [null.beyond(band, truth) if null else np.nan],
        }
    )


def _facts(experiment: Experiment, ends: np.ndarray, draws: pd.DataFrame, band: float) -> pd.DataFrame:
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
            "gap": [_gap(ends, draws)],
            "examples": [data.examples],
            "weights": [data.inputs + 1],
            "sigma": [float(data.noise or 0.0)],
            "sd": [data.columns[0].sd],
            "epochs": [experiment.training.epochs],
        }
    )


def _gap(ends: np.ndarray, draws: pd.DataFrame) -> float:
    """Largest distance of the weight of x2 from where endless training takes it, over the first draws."""
    gaps = (draws["weight"] - pd.Series(ends))[~draws["diverged"]].abs()
    return float(gaps.max())


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


def bars(found: Noise) -> pd.DataFrame:
    """Histogram of the weights: the ends of the band are ends of bars."""
    edges = _edges(found)
    counts, _ = np.histogram(_kept(found), edges)
    middles, band = (edges[:-1] + edges[1:]) / 2, found.facts["band"][0]
    place = np.where(np.abs(middles) < band, INSIDE, OUTSIDE) if found.null else ANY
    return pd.DataFrame({"left": edges[:-1], "right": edges[1:], "draws": counts, "place": place})


def curve(found: Noise) -> pd.DataFrame:
    """The law: `weight`, how many `draws` it foretells for a bar there, what it `says`; an upright without noise."""
    edges, most = _edges(found), int(bars(found)["draws"].max())
    if found.null is None:
        return pd.DataFrame({"weight": [0.0, 0.0], "draws": [0.0, float(most or 1)], "says": NOTHING})
    weight = np.linspace(edges[0], edges[-1], 161)
    each = (len(_kept(found)) or len(found.draws)) * (edges[1] - edges[0])
    return pd.DataFrame({"weight": weight, "draws": each * found.null.density(weight), "says": STUDENT})


def beyond(found: Noise) -> int:
    """Draws that no bar shows."""
    return len(_kept(found)) - int(bars(found)["draws"].sum())


def own(found: Noise) -> pd.DataFrame:
    """One's own weight: `weight`, `label`, `side` (of the label: "left" or "right"); no row where it diverged."""
    weight = found.own["weight"][0]
    row = {"weight": [weight], "label": [f"w2 here: {rounded(weight)}"], "side": ["left" if weight > 0 else "right"]}
    return pd.DataFrame(row).dropna()


def courses(found: Noise) -> tuple[pd.DataFrame, LogAxis]:
    """The courses with places on an axis that has a row for 0, and that axis; `noise` in words."""
    sizes = found.courses[["low", "mid", "high", "law"]]
    axis = LogAxis.of(sizes.to_numpy())
    placed = {name: axis.place(sizes[name]) for name in sizes}
    return found.courses.assign(**placed, noise=[named(noise) for noise in found.courses["noise"]]), axis


def rounded(value: float) -> str:
    """A number in a sentence: three digits, and powers of ten for the tiny: how near to 0 it is, is the question."""
    return figure(value, 3)


def named(noise: float) -> str:
    """A noise level as the legend has it."""
    return f"noise {figure(noise)} in the targets" if noise else "no noise in the targets"


def _kept(found: Noise) -> pd.Series:
    return found.draws.loc[~found.draws["diverged"], "weight"]


def _edges(found: Noise) -> np.ndarray:
    kept, band, weight = _kept(found).abs(), found.facts["band"][0], found.own["weight"][0]
    reach = [0.0 if np.isnan(weight) else 1.02 * abs(weight)]
    reach += [found.null.within(MOST)] if found.null else []
    reach += [kept.quantile(MOST)] if len(kept) else []
    width = band / BARS if band else (max(reach) or 1.0) / 20
    count = int(np.ceil(max(reach) / width - 1e-9)) or 1
    return np.arange(-count, count + 1) * width if count <= WIDEST else np.linspace(-1, 1, 2 * WIDEST + 1) * max(reach)
