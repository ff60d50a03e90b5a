"""Charts of the frames that a run gives, each usable by itself: in a notebook, in a script."""

import altair as alt
import pandas as pd

from lab import bands, checks
from lab.charts import distance as of_distance
from lab.charts import runs, theme, traces
from lab.differentiation import distance

MOST_SETTINGS, MOST_WEIGHTS = 8, 30


def costs(frame: pd.DataFrame) -> alt.LayerChart:
    """Cost against epoch: median, band of 5 to 95 in a hundred runs and some single runs, of each varied setting.

        lab.charts.costs(run.losses())

    Args:
        frame: of `Run.losses`; what diverged is left out.
    """
    return _over_training(frame, "loss", "Cost")


def accuracies(frame: pd.DataFrame) -> alt.LayerChart:
    """Accuracy against epoch, drawn as `costs`.

        lab.charts.accuracies(run.accuracies())

    Args:
        frame: of `Run.accuracies`.
    """
    return _over_training(frame, "accuracy", "Share classified right")


def distances(frame: pd.DataFrame, law: pd.DataFrame | None = None) -> alt.LayerChart:
    """How far apart the units of a layer are: median, band and single runs against epoch; exact zeros in a row of 0.

        lab.charts.distances(lab.differentiation.distances(run), lab.differentiation.foretold(run))

    Args:
        frame: of `lab.differentiation.distances`; of several layers the one whose units are farthest apart is drawn.
        law: of `lab.differentiation.foretold`, drawn dashed beside the run of the first seed.
    """
    bands.has(frame, ("seed", "epoch", "layer", "distance"))
    thin = bands.thinned(frame)
    return of_distance.distances(*distance.drawn(thin, distance.over_seeds(thin)), law)


def weights(frame: pd.DataFrame) -> alt.LayerChart:
    """Every weight against epoch: its median over the seeds and the band of 5 to 95 in a hundred runs.

        lab.charts.weights(run.weights().query("layer == 1"))

    Args:
        frame: of `Run.weights`, of at most `MOST_WEIGHTS` weights.
    """
    bands.has(frame, ("seed", "epoch", *bands.PLACE, "value"))
    bounds = bands.over_seeds(bands.thinned(frame), "value")
    bounds = bounds.join(bands.weight_names(bounds))
    _few("weights", bounds["weight"].nunique(), MOST_WEIGHTS, "frame.query('layer == 1')")
    told = traces.told_apart("group", list(bounds["group"].unique()), columns=3, labelLimit=0)
    base = alt.Chart(bounds, height=theme.HEIGHT).encode(alt.X("epoch:Q").title("Epoch"), alt.Detail("weight:N"))
    tips = ["weight:N", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("mid:Q", title="median", format=".4g")]
    return traces.in_band(base, {"title": "Weight"}, *told, tips=tips, opacity=0.12, strokeWidth=2)


def _over_training(frame: pd.DataFrame, value: str, title: str) -> alt.LayerChart:
    """Median, band and single runs of each setting."""
    bands.has(frame, ("seed", "epoch", value))
    thin = bands.thinned(frame)
    bounds, single = bands.over_seeds(thin, value), bands.single(thin, value).rename(columns={value: "loss"})
    bounds["scheme"], single["scheme"] = bands.settings(bounds, value), bands.settings(single, "loss")
    _few("settings", bounds["scheme"].nunique(), MOST_SETTINGS, "frame[frame['training.learning_rate'] == 0.1]")
    columns = {"curves": ["scheme", "epoch", "low", "mid", "high"], "single": ["scheme", "seed", "epoch", "loss"]}
    return runs.curves(bounds[columns["curves"]], single[columns["single"]], title)


def _few(what: str, count: int, most: int, example: str) -> None:
    """Raise where a picture would hold more than can be told apart."""
    checks.require(
        count <= most, f"A picture may have {most} {what}; this frame has {count:,}. Choose some, such as `{example}`."
    )
