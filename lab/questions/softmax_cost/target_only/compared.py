"""Both ways of training, from the same starts: what was recorded of them, and its pictures."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

import lab
from lab import bands
from lab.charts import theme, traces
from lab.data import load
from lab.initial import starts
from lab.laws import target_only as theory
from lab.lazy import alt
from lab.log_axis import LogAxis
from lab.numerals import figure
from lab.progress import Progress
from lab.questions.softmax_cost.target_only.descent import descend, first_angle

DEEP = lab.Experiment(
    data=lab.Data("digits"),
    network=lab.Network(hidden=(25,), activation="relu", output="softmax"),
    init=lab.Init("glorot_uniform"),
    training=lab.Training(loss="categorical_crossentropy", learning_rate=0.5, epochs=100),
)
START = lab.vary(DEEP, {"network.hidden": ()})
NETWORKS = {
    "no hidden layer": {"network.hidden": ()},
    "25 ReLU units": {"network.hidden": (25,), "network.activation": "relu"},
    "25 tanh units": {"network.hidden": (25,), "network.activation": "tanh"},
    "25 sigmoid units": {"network.hidden": (25,), "network.activation": "sigmoid"},
}
FULL, ONLY = "full gradient", "target's logit only"
CURVED = 2.5  # a straight line at most doubles its height while the epochs double


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Both ways of training.

    Attributes:
        experiment: that was trained.
        curves: one row per (way, quantity, epoch): `low`, `mid`, `high` over the runs (5, 50, 95 %; infinite where
            diverged) of "accuracy", "cost" and "size": root of the sum of squares of the output layer.
        ends: one row per (way, seed): `accuracy`, `cost`, `start`, `size` (of the output layer at the start and at
            the end), `common` (share of its squares that is the same for all classes), `fell` (whether
            any weight of it was ever smaller than one recorded epoch before), `diverged`.
        line: `epoch`, `value`, `says`: what the size with the target's logit alone cannot pass; may be empty.
        angle: between both directions in the first epoch, median, in degrees.
        factor: of the size per epoch over the last half, median.
        predicted: that factor in theory, None where there is none.
        chance: share of the most frequent class.
    """

    experiment: lab.Experiment
    curves: pd.DataFrame
    ends: pd.DataFrame
    line: pd.DataFrame
    angle: float
    factor: float
    predicted: float | None
    chance: float

    @property
    def runs(self) -> int:
        """Runs of each way."""
        return len(self.ends) // 2

    @property
    def lost(self) -> int:
        """Runs with the target's logit alone that went beyond all numbers."""
        return int(self.ends.query("way == @ONLY")["diverged"].sum())

    def of(self, way: str) -> pd.Series:
        """Medians of one way after the last epoch: `accuracy`, `cost`, `size`, `common`; `start` and `half` of size."""
        curves = self.curves[self.curves["way"] == way].set_index(["quantity", "epoch"])["mid"]
        epochs = curves["size"].index.to_numpy()
        half = epochs[np.abs(epochs - epochs[-1] / 2).argmin()]
        ends = {quantity: curves[quantity].iloc[-1] for quantity in ("accuracy", "cost", "size")}
        common = self.ends.loc[self.ends["way"] == way, "common"].median()
        return pd.Series({**ends, "start": curves["size", 0], "half": curves["size", half], "common": common})

    @property
    def curved(self) -> bool:
        """Whether the output weights of the target's logit alone outgrow every straight line, in the median run."""
        only = self.of(ONLY)
        return only["size"] == np.inf or only["size"] > CURVED * only["half"]

    @property
    def explodes(self) -> bool:
        """Whether they do so, and are ten times what they were."""
        only = self.of(ONLY)
        return self.curved and only["size"] > 10 * only["start"]


def compare(
    experiment: lab.Experiment,
    seeds: Sequence[int] = range(8),
    progress: Callable | None = None,
    cancelled: Callable | None = None,
) -> Compared:
    """Train with the full gradient (`lab.train`) and with the target's logit alone (`descend`).

    Args:
        experiment: as `descend` takes it.
        seeds: one replica each; both ways start from the same weights.
        progress, cancelled: as in `lab.train`.
    """
    import lab.engine.pool  # noqa: F401 - here, as two threads that import TensorFlow at once wait for each other

    start, done = starts(experiment, seeds), {}

    def told(way: str) -> Callable | None:
        def tell(now: Progress) -> None:
            done[way] = now.done
            progress(replace(now, done=sum(done.values()) / 2))

        return tell if progress else None

    with ThreadPoolExecutor(1) as pool:
        only = pool.submit(descend, experiment, start, "the target's logit", 50, told(ONLY), cancelled)
        run = lab.train(experiment, seeds, recorded=50, progress=told(FULL), cancelled=cancelled)
        only = only.result()
    records = {
        FULL: Record(run.epochs, run.loss[0], run.accuracy[0], *run.parts[0][-2:]),
        ONLY: Record(only.epochs, only.cost, only.accuracy, *only.weights[-2:]),
    }
    curves = pd.concat([each.curves(name) for name, each in records.items()], ignore_index=True)
    x, y = load(experiment.data, "float64")
    size = curves[(curves["way"] == ONLY) & (curves["quantity"] == "size")]
    return Compared(
        experiment=experiment,
        curves=curves,
        ends=pd.concat([each.ends(name, seeds) for name, each in records.items()], ignore_index=True),
        line=_straight(experiment, size, x, y),
        angle=float(np.median(first_angle(experiment, start))),
        factor=_factor(size),
        predicted=_growth(experiment, x, y),
        chance=float(y.mean(axis=0).max()),
    )


@dataclass(frozen=True)
class Record:
    """What was recorded of many replicas, one way.

    Attributes:
        epochs: that were recorded.
        cost, accuracy: (replica, epoch).
        kernel, bias: of the output layer, (replica, epoch, *shape).
    """

    epochs: np.ndarray
    cost: np.ndarray
    accuracy: np.ndarray
    kernel: np.ndarray
    bias: np.ndarray

    @property
    def layer(self) -> np.ndarray:
        """(replica, epoch, input and bias, class)."""
        return np.concatenate([self.kernel, self.bias[:, :, None]], axis=2).astype(float)

    @property
    def sizes(self) -> np.ndarray:
        """(replica, epoch); infinite where the replica has diverged."""
        most = np.abs(self.layer).max(axis=(2, 3), keepdims=True)  # squares of large numbers would overflow
        with np.errstate(all="ignore"):
            sizes = most[..., 0, 0] * np.sqrt(((self.layer / most) ** 2).sum(axis=(2, 3)))
        return np.where(np.isfinite(self.cost) & np.isfinite(sizes), sizes, np.inf)

    def curves(self, name: str) -> pd.DataFrame:
        """Quantiles over the replicas."""
        parts = []
        for quantity, values in {"accuracy": self.accuracy, "cost": self.cost, "size": self.sizes}.items():
            sound = np.where(np.isfinite(values), values, -np.inf if quantity == "accuracy" else np.inf)
            keys = {"way": name, "quantity": quantity, "epoch": self.epochs}
            parts.append(pd.DataFrame({**keys, **bands.of(sound, axis=0, method="nearest")}))
        return pd.concat(parts)

    def ends(self, name: str, seeds: Sequence[int]) -> pd.DataFrame:
        """One row per replica."""
        sizes, last = self.sizes, self.layer[:, -1]
        with np.errstate(all="ignore"):
            scaled = last / np.abs(last).max(axis=(1, 2), keepdims=True)
            common = last.shape[-1] * (scaled.mean(axis=2) ** 2).sum(axis=1) / (scaled**2).sum(axis=(1, 2))
            fell = (np.diff(self.layer, axis=1) < 0).any(axis=(1, 2, 3))
        return pd.DataFrame(
            {
                "way": name, "seed": list(seeds), "accuracy": self.accuracy[:, -1], "cost": self.cost[:, -1],
                "start": sizes[:, 0], "size": sizes[:, -1], "common": common, "fell": fell,
                "diverged": ~np.isfinite(sizes[:, -1]),
            }
        )  # fmt: skip


def _factor(size: pd.DataFrame) -> float:
    """Of the median size per epoch, over the last half of the epochs at which it is finite."""
    finite = size[np.isfinite(size["mid"])]
    epochs, values = finite["epoch"].to_numpy(), finite["mid"].to_numpy()
    half = np.abs(epochs - epochs[-1] / 2).argmin()
    return float((values[-1] / values[half]) ** (1 / (epochs[-1] - epochs[half]))) if epochs[-1] else np.inf


def _growth(experiment: lab.Experiment, x: np.ndarray, y: np.ndarray) -> float | None:
    """The factor in theory, for ReLU units on inputs that are all >= 0."""
    network = experiment.network
    if len(network.hidden) != 1 or network.activation != "relu" or x.min() < 0:
        return None
    return theory.growth(experiment.training.learning_rate, x.mean(axis=0), y.shape[1])


def _straight(experiment: lab.Experiment, size: pd.DataFrame, x: np.ndarray, y: np.ndarray) -> pd.DataFrame:
    """The line that the size cannot pass, where hidden values are bounded; an empty frame where they are not."""
    network, epochs = experiment.network, size["epoch"].to_numpy()
    if network.hidden and network.activation == "relu":
        return pd.DataFrame({"epoch": [], "value": [], "says": []})
    width = network.hidden[-1] if network.hidden else 0
    lengths = np.full(len(x), np.sqrt(width + 1)) if width else np.hypot(np.linalg.norm(x, axis=1), 1)
    rise = experiment.training.learning_rate * theory.largest_step(lengths, y)
    line = size["high"].iloc[0] + rise * epochs
    return pd.DataFrame({"epoch": epochs, "value": line, "says": "theory: no more than this straight line"})


def accuracies(found: Compared) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Accuracy over training.

    Returns:
        `way`, `epoch`, `low`, `mid`, `high`, only while the median run has not diverged; where one did, its last point:
        `epoch`, `mid`, `says`; and the share that is right by always naming one class: `level`, `says`.
    """
    curves = found.curves[found.curves["quantity"] == "accuracy"]
    finite = curves[np.isfinite(curves["mid"])]
    sound = finite.assign(low=finite["low"].clip(lower=0))
    lost = [
        sound[sound["way"] == way].tail(1).assign(says="diverged")
        for way, group in curves.groupby("way", sort=False)
        if not np.isfinite(group["mid"]).all()
    ]
    level = pd.DataFrame({"level": [found.chance], "says": [f"always the same class: {100 * found.chance:.0f} %"]})
    return sound, pd.concat(lost) if lost else sound[:0], level


def sizes(found: Compared, quantity: str) -> tuple[pd.DataFrame, pd.DataFrame, LogAxis]:
    """The cost or the size of the output weights over training, on a logarithmic axis.

    Args:
        found: of `compare`.
        quantity: "cost" or "size".

    Returns:
        `way`, `epoch`, `low`, `mid`, `high` as places on the axis, `middle` in words; theory: `epoch`, `value` (a
        place), `says`, empty for the cost and where there is none; and the axis.
    """
    curves = found.curves[found.curves["quantity"] == quantity]
    line = _predicted(found, curves) if quantity == "size" else found.line[:0]
    axis = LogAxis.of(np.append(curves[["low", "mid", "high"]].to_numpy().ravel(), line["value"]))
    words = [figure(value).replace("∞", "diverged") for value in curves["mid"]]
    placed = curves.assign(middle=words, **{name: axis.place(curves[name]) for name in ("low", "mid", "high")})
    return placed, line.assign(value=axis.place(line["value"])), axis


def _predicted(found: Compared, curves: pd.DataFrame) -> pd.DataFrame:
    """The straight line, or the factor, drawn through the middle of what it is held against."""
    if found.predicted is None or not found.explodes:
        return found.line
    only = curves[(curves["way"] == ONLY) & np.isfinite(curves["mid"])]
    middle = only.iloc[len(only) // 2]
    values = np.log(middle["mid"]) + (only["epoch"] - middle["epoch"]) * np.log(found.predicted)
    shown = pd.DataFrame({"epoch": only["epoch"], "value": np.exp(values.clip(upper=700))})
    return shown[shown["value"] >= only["mid"].iloc[0]].assign(says=f"theory: × {found.predicted:.3f} an epoch")


def accuracy_chart(curves: pd.DataFrame, lost: pd.DataFrame, level: pd.DataFrame) -> "alt.LayerChart":
    """Median accuracy and the middle 90 % against epoch; dashed: always naming one class."""
    y = {"title": "Right", "scale": alt.Scale(domain=[0, 1]), "axis": alt.Axis(format=".0%", tickCount=6)}
    tips = ["way:N", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("mid:Q", title="median", format=".1%")]
    base = alt.Chart(level).encode(alt.Y("level:Q", **y))
    rule = traces.rules(base, "says", alt.XValue("width"), width=2, align="right", dx=-4, dy=-4, fontSize=12)
    layers = [_lines(curves, y, tips), rule]
    if len(lost):
        base = alt.Chart(lost).encode(alt.X("epoch:Q"), alt.Y("mid:Q", **y))
        cross = base.mark_point(shape="cross", angle=45, size=160, filled=True, opacity=1, color=theme.SERIES[5])
        layers += [cross, base.mark_text(align="right", dx=-4, dy=16, color=theme.SERIES[5]).encode(alt.Text("says:N"))]
    return alt.layer(*layers).properties(height=theme.HEIGHT)


def size_chart(curves: pd.DataFrame, line: pd.DataFrame, axis: LogAxis, title: str) -> "alt.LayerChart":
    """Median and the middle 90 % against epoch on a logarithmic axis; dashed: theory."""
    y = traces.on_log(axis, title, zero=False, grid=True)
    tips = ["way:N", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("middle:N", title="median")]
    layers = [_lines(curves, y, tips)]
    if len(line):
        base = alt.Chart(line).encode(alt.X("epoch:Q"), alt.Y("value:Q", **y))
        words = alt.Chart(line.tail(1)).mark_text(align="right", dx=-8, dy=-6, baseline="bottom", color=theme.NEUTRAL)
        words = words.encode(alt.X("epoch:Q"), alt.Y("value:Q", **y), alt.Text("says:N"))
        layers = [traces.dashed(base, width=5, opacity=0.5), *layers, words]
    return alt.layer(*layers).properties(height=320)


def _lines(curves: pd.DataFrame, y: dict, tips: list) -> "alt.LayerChart":
    """Band and median of both ways."""
    told = traces.told_apart("way", list(curves["way"].unique()), labelLimit=220)
    return traces.in_band(alt.Chart(curves).encode(traces.epochs()), y, *told, tips=tips)
