"""Squared error against cross-entropy: the same data, the same starts, pair by pair, at several rates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

import lab
from lab import checks, frames
from lab.charts import theme, traces
from lab.compute import Compute
from lab.experiment import default_head
from lab.lazy import alt
from lab.one_neuron import COSTS
from lab.run import Run

RATES = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
CHOOSERS = 8  # starts that choose each cost's best rate, and are not compared
DATA = ("spiral", "circles", "moons", "iris", "digits")
BATCHES = {"digits": 100}  # examples a step; all of them where nothing is said
RECORDED = 100
ENTROPIES = {"softmax": "categorical_crossentropy", "sigmoid": "binary_crossentropy"}
MEASURES = {"accuracy": 1.0, "steps": -1.0}  # of a run, and whether more of it is better
BEST = "each at its best"
WINS, LOSES, OPEN = "cross-entropy is better", "squared error is better", "no difference shown"
SAYS = [LOSES, WINS, OPEN]  # in the order of `COSTS`: a colour and a shape mean one cost in all pictures


@dataclass(frozen=True)
class Pairs:
    """What was trained.

    Attributes:
        experiment: with cross-entropy, at the first rate.
        threshold: accuracy that `steps` of `runs` counts up to.
        runs: one row per (cost, rate, seed): `role` ("chooses" the best rate, or "compares"), `accuracy` at the end in
            percent, `steps` to the threshold (all steps for a run that never gets there), `never`, `diverged` (such a
            run classifies nothing: accuracy 0).
    """

    experiment: lab.Experiment
    threshold: float
    runs: pd.DataFrame

    @property
    def steps(self) -> int:
        """Steps of one training."""
        return self.experiment.training.epochs * _per_epoch(self.experiment)


def setting(data: str, hidden: int, activation: str, output: str, network_steps: int) -> lab.Experiment:
    """A network with one hidden layer and cross-entropy.

    Args:
        data: one of `DATA`.
        hidden: units.
        activation: of the hidden units.
        output: "softmax", or "sigmoid" for one sigmoid a class; data with two classes have one sigmoid.
        network_steps: of training, at least; whole epochs are trained.
    """
    examples = lab.Data(data, standardize=data == "iris")
    fitting = default_head(examples, "cross-entropy")["network.output"]
    chosen = output if fitting == "softmax" else fitting
    loss, batch = ENTROPIES[chosen], BATCHES.get(data)
    each = -(-examples.examples // batch) if batch else 1
    return lab.Experiment(
        data=examples,
        network=lab.Network(hidden=(hidden,), activation=activation, output=chosen),
        init=lab.Init("glorot_uniform"),
        training=lab.Training(loss=loss, learning_rate=RATES[0], batch_size=batch, epochs=-(-network_steps // each)),
    )


def measure(
    experiment: lab.Experiment,
    pairs: int = 16,
    rates: Sequence[float] = RATES,
    threshold: float = 0.95,
    compute: Compute | None = None,
) -> Pairs:
    """Train both costs from the same starts, in the same order of examples, at every rate.

    Args:
        experiment: with a cross-entropy as its loss.
        pairs: starts that are compared; `CHOOSERS` more choose the rates.
        rates: learning rates.
        threshold: accuracy to get to, from 0 to 1.
        compute: what trains; the runs do not depend on the threshold, so they are kept while it changes.

    Raises:
        ValueError: fewer than 2 pairs, or an experiment whose loss is no cross-entropy.
    """
    checks.whole("pairs", pairs, 2, 1000)
    checks.one_of("Training.loss", experiment.training.loss, ENTROPIES.values())
    vary = {"training.loss": ["mse", experiment.training.loss], "training.learning_rate": list(rates)}
    options = {"vary": vary, "recorded": RECORDED, "weights": "ends"}
    run = (compute or Compute())(lab.train, experiment, range(CHOOSERS + pairs), **options)
    first = replace(experiment.training, learning_rate=float(rates[0]))
    return Pairs(replace(experiment, training=first), threshold, _runs(run, rates, threshold))


def _runs(run: Run, rates: Sequence[float], threshold: float) -> pd.DataFrame:
    """One row per (cost, rate, seed)."""
    shape = len(COSTS), len(rates), len(run.seeds)
    lost = ~np.isfinite(run.loss[:, :, -1])
    there = run.accuracy >= threshold  # (variant, seed, epoch)
    never = ~there.any(axis=-1) | lost
    epochs = np.where(never, run.epochs[-1], run.epochs[there.argmax(axis=-1)])
    values = {
        "accuracy": np.where(lost, 0.0, 100 * run.accuracy[:, :, -1]),
        "steps": epochs * float(_per_epoch(run.experiment)), "never": never, "diverged": lost,
    }  # fmt: skip
    seeds = [(seed, "chooses" if place < CHOOSERS else "compares") for place, seed in enumerate(run.seeds)]
    axes = [(("cost",), [(cost,) for cost in COSTS]), (("rate",), [(float(rate),) for rate in rates])]
    axes.append((("seed", "role"), seeds))
    return frames.tidy(axes, {name: array.reshape(shape) for name, array in values.items()})


def _per_epoch(experiment: lab.Experiment) -> int:
    batch = experiment.training.batch_size
    return -(-experiment.data.examples // batch) if batch else 1


def best(found: Pairs, by: str) -> dict[str, float]:
    """The rate at which each cost does best on the starts that choose, by mean; ties go to the other measure.

    Args:
        found: of `measure`.
        by: a key of `MEASURES`.
    """
    choosing = found.runs[found.runs["role"] == "chooses"]
    means = choosing.groupby(["cost", "rate"], sort=False)[list(MEASURES)].mean().reset_index()
    names = [by, *(name for name in MEASURES if name != by)]
    ordered = means.sort_values(names, ascending=[MEASURES[name] < 0 for name in names], kind="stable")
    return ordered.groupby("cost")["rate"].first().to_dict()


def differences(found: Pairs, by: str) -> pd.DataFrame:
    """What cross-entropy does better than squared error, start by start.

    Args:
        found: of `measure`.
        by: a key of `MEASURES`.

    Returns:
        One row per (setting, seed), the settings "both at 0.1" and so on, and `BEST`: `difference` (percentage points
        more, or steps fewer, of cross-entropy), `late` (how many of the two runs never get to the threshold), `open`
        (whether the difference is a makeshift: one of the runs diverged, or, for steps, never got there).
    """
    compared = found.runs[found.runs["role"] == "compares"]
    table = compared.pivot_table(index="seed", columns=["cost", "rate"], values=[by, "diverged", "never"], sort=False)
    rates = found.runs["rate"].unique()
    plans = {f"both at {rate:g}": dict.fromkeys(COSTS, rate) for rate in rates} | {BEST: best(found, by)}
    parts = []
    for name, chosen in plans.items():
        squared, entropy = (table.xs((cost, chosen[cost]), level=(1, 2), axis=1) for cost in COSTS)
        gain = MEASURES[by] * (entropy[by] - squared[by]) + 0.0  # never -0
        late, lost = (entropy[name] + squared[name] for name in ("never", "diverged"))
        rows = pd.DataFrame({"difference": gain, "late": late, "open": (late if by == "steps" else lost) > 0})
        parts.append(rows.reset_index().assign(setting=name))
    return pd.concat(parts, ignore_index=True)[["setting", "seed", "difference", "late", "open"]]


def intervals(differences: pd.DataFrame) -> pd.DataFrame:
    """The mean difference of each setting with Student's 95 % interval for paired runs.

        mean +- t s / sqrt(N),   s the standard deviation of the N differences, t the 97.5 % point of N - 1 degrees

    Args:
        differences: of `differences`.

    Returns:
        One row per setting: `mean`, `low`, `high`, `sd`, `pairs`, `quantile` (t), `late` (pairs of which neither run
        gets to the threshold), `open` (whether any difference is a makeshift), `says` which cost is better, if the
        interval leaves 0 out.

    Source: the paired interval of `scipy.stats.ttest_rel`, whose quantile `scipy.stats.t` gives.
    """
    from scipy import stats

    groups = differences.groupby("setting", sort=False)
    table = groups["difference"].agg(mean="mean", sd="std", pairs="size")
    table = table.assign(late=groups["late"].agg(lambda late: int((late == 2).sum())), open=groups["open"].any())
    quantile = stats.t.ppf(0.975, table["pairs"] - 1)
    half = quantile * table["sd"] / np.sqrt(table["pairs"])
    table = table.assign(quantile=quantile, low=table["mean"] - half, high=table["mean"] + half).reset_index()
    return table.assign(says=np.select([table["low"] > 0, table["high"] < 0], [WINS, LOSES], OPEN))


def by_rate(found: Pairs, by: str) -> pd.DataFrame:
    """Each cost at each rate, over the compared starts: `low`, `mid`, `high` (least, mean, most) of a measure.

    Beside them `never` and `diverged` (numbers of runs), `open` (whether some of these spoil the mean), and `best`.
    """
    compared = found.runs[found.runs["role"] == "compares"]
    groups = compared.groupby(["cost", "rate"], sort=False)
    chosen = best(found, by)
    table = groups[by].agg(low="min", mid="mean", high="max").reset_index()
    counts = groups[["never", "diverged"]].sum().reset_index(drop=True)
    spoilt = counts["never" if by == "steps" else "diverged"] > 0
    return table.join(counts).assign(open=spoilt, best=[row.rate == chosen[row.cost] for row in table.itertuples()])


def differences_chart(pairs: pd.DataFrame, means: pd.DataFrame, title: str, chosen: str) -> "alt.LayerChart":
    """The difference of every pair of runs, and their mean with its interval, one row a setting; hollow: makeshift.

    Args:
        pairs: `setting`, `seed`, `difference`, `open`.
        means: `setting`, `mean`, `low`, `high`, `says`, `open`.
        title: of the axis, with its unit.
        chosen: the setting that is spoken of; in bold, as is the last one.
    """
    bold = f"datum.value == {chosen!r} || datum.value == {BEST!r}"
    weight = alt.condition(bold, alt.value("bold"), alt.value("normal"))
    y = alt.Y("setting:N").sort(list(means["setting"])).title(None).axis(labelLimit=140, labelFontWeight=weight)
    x = {"title": title, "axis": alt.Axis(orient="top", tickCount=6, grid=False)}
    none = alt.Chart(pd.DataFrame({"difference": [0.0]})).mark_rule(color=theme.NEUTRAL, strokeDash=[2, 2])
    dots = alt.Chart(pairs).encode(alt.X("difference:Q", **x), y, tooltip=["setting:N", "seed:Q", "difference:Q"])
    dots = _points(dots, size=28, opacity=0.45, color=theme.NEUTRAL)
    return (none.encode(alt.X("difference:Q", **x)) + dots + _means(means, x, y)).properties(height=alt.Step(38))


def _means(means: pd.DataFrame, x: dict, y: "alt.Y") -> "alt.LayerChart":
    """Mean and interval of every setting, in the colour and shape of what they say."""
    color, shape = traces.marked_apart("says", SAYS, columns=1, orient="bottom")
    base = alt.Chart(means).encode(y, color.scale(domain=SAYS, range=[*theme.SERIES[:2], theme.NEUTRAL]))
    span = traces.spans(base, x, along="x", strokeWidth=5, opacity=0.8)
    tips = ["setting:N", *traces.tips("mean", "low", "high", format=".3g")]
    return span + _points(base.encode(alt.X("mean:Q", **x), shape, tooltip=tips), size=130, opacity=1)


def _points(base: "alt.Chart", **look) -> "alt.LayerChart":
    """Full points, and hollow ones where `open`; no layer that would be empty, for screen readers."""
    full = base.transform_filter("!datum.open").mark_point(filled=True, **look)
    hollow = base.transform_filter("datum.open").mark_point(filled=False, strokeWidth=2, **look)
    some = base.data["open"]
    return alt.layer(*([] if some.all() else [full]), *([hollow] if some.any() else []))


def rates_chart(rows: pd.DataFrame, title: str) -> "alt.LayerChart":
    """What each cost does at each rate: mean, and bars from the least to the most of the runs; hollow: makeshift.

    Args:
        rows: `cost`, `rate`, `low`, `mid`, `high`, `best`, `open`.
        title: of the measure, with its unit.
    """
    color, shape = traces.marked_apart("cost", list(rows["cost"].unique()))
    ticks = alt.Axis(values=sorted(rows["rate"].unique()), format="~g", grid=False)
    x = alt.X("rate:Q").title("Learning rate").scale(type="log", nice=False, padding=20).axis(ticks)
    y = alt.Y("mid:Q").title(title).scale(zero=False)
    base = alt.Chart(rows).encode(x, color)
    spread = traces.spans(base, {}, strokeWidth=3, opacity=0.5)
    tips = ["cost:N", "rate:Q", alt.Tooltip("mid:Q", title="mean", format=".4g"), "never:Q", "diverged:Q"]
    points = _points(base.encode(y, shape, tooltip=tips), size=90, opacity=1)
    rings = base.mark_point(filled=False, size=380, strokeWidth=2, opacity=1).transform_filter("datum.best").encode(y)
    layers = [spread, base.mark_line(strokeWidth=2.5).encode(y), points, rings]
    return alt.layer(*layers).properties(height=320)
