"""How many ReLU units that lived before training are dead after it, by learning rate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab import bands
from lab.charts import theme
from lab.claim import Claim, Expected
from lab.data import load
from lab.lazy import alt
from lab.numerals import counted, figure, percent
from lab.prose import listed

START = lab.Experiment(
    data=lab.Data("digits"),
    network=lab.Network(hidden=(32,), activation="relu", output="softmax"),
    init=lab.Init("he_normal"),
    training=lab.Training(loss="categorical_crossentropy", batch_size=32, epochs=5),
)
RATES = (0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 2.0)
RUNS = 8


@dataclass(frozen=True, eq=False)
class Dying:
    """What died.

    Attributes:
        rates: one row per rate: `rate`, `low`, `mid`, `high` (5, 50, 95 % of the runs) of the share of the units that
            are 0 for every example after training, `born` (median share before it), `accuracy` (median at the end).
        units: of the layer.
        epochs, runs: of each rate.
    """

    rates: pd.DataFrame
    units: int
    epochs: int
    runs: int


def measure(
    experiment: lab.Experiment = START,
    rates: Sequence[float] = RATES,
    seeds: Sequence[int] = range(RUNS),
    progress: Callable | None = None,
    cancelled: Callable | None = None,
) -> Dying:
    """Train at several rates, and count the units that are 0 for every example, before and after.

    Such a unit gets no gradient from any example: nothing moves its weights again.

    Args:
        experiment: one hidden layer of ReLU units.
        rates: learning rates.
        seeds, progress, cancelled: as in `lab.train`.
    """
    run = lab.train(
        experiment, seeds, {"training.learning_rate": list(rates)}, recorded=1, weights="ends",
        progress=progress, cancelled=cancelled,
    )  # fmt: skip
    x, _ = load(experiment.data)
    share = np.array([_dead(x, kernel, bias) for kernel, bias, *_ in run.parts])  # (rate, seed, before and after)
    columns = {"born": np.median(share[..., 0], axis=1), "accuracy": np.median(run.accuracy[..., -1], axis=1)}
    table = pd.DataFrame({"rate": list(rates), **bands.of(share[..., -1], axis=1), **columns})
    return Dying(table, experiment.network.hidden[0], experiment.training.epochs, len(seeds))


def _dead(x: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Share of the units that are above 0 at no example, (seed, epoch); one whose weights are lost is dead, too."""
    with np.errstate(invalid="ignore", over="ignore"):
        return 1 - ((x @ kernel + bias[..., None, :]) > 0).any(axis=-2).mean(axis=-1)


def verdict(found: Dying) -> str:
    """From which rate on units die, and how many; what it costs."""
    table, born = found.rates, percent(found.rates["born"].iloc[0])
    told = f"median of {counted(found.runs, 'run')}" if found.runs > 1 else "one run"
    many = f"{counted(found.units, 'ReLU unit')}, {counted(found.epochs, 'epoch')} on the digits, {told}"
    some, best = table[table["mid"] > table["born"]], table.loc[table["accuracy"].idxmax()]
    if some.empty:
        return f"Before training {born} of the units are dead, and at no rate more after it ({many})."
    each = [f"{percent(row.mid)} at a rate of {figure(row.rate)}" for row in some.itertuples()]
    return (
        f"Before training {born} of the units are dead; after it {listed(each)} ({many}). Accuracy is "
        f"best at {figure(best['rate'])}, {percent(best['accuracy'])}; at {figure(table['rate'].iloc[-1])} it is "
        f"{percent(table['accuracy'].iloc[-1])}."
    )


WHY = (
    "One step that is too long can push a unit so far that it is 0 for every example. Then no example sends it a "
    "gradient, and it stays as it is. Adam and momentum can do it too, and so can inputs that are not scaled. It comes "
    "back only if something else moves it: a layer below it that still learns, momentum that is left, or new examples."
)


def chart(table: pd.DataFrame) -> "alt.LayerChart":
    """Share of dead units after training against the rate, the median with the middle 90 % of runs.

    Args:
        table: `rate`, `low`, `mid`, `high`, `accuracy`.
    """
    ticks = table["rate"].tolist()
    x = alt.X("rate:Q").title("Learning rate").scale(type="log", padding=12, nice=False)
    base = alt.Chart(table).encode(x.axis(values=ticks, grid=False, format="~g"))
    y = {"title": "Units dead after training", "scale": alt.Scale(domain=[0, 1]), "axis": alt.Axis(format="%")}
    tips = ["rate:Q", alt.Tooltip("mid:Q", format=".1%", title="dead"), alt.Tooltip("accuracy:Q", format=".1%")]
    band = base.mark_area(opacity=0.2, color=theme.SERIES[0]).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"))
    line = base.mark_line(strokeWidth=3, color=theme.SERIES[0], point={"size": 70, "filled": True})
    return (band + line.encode(alt.Y("mid:Q", **y), tooltip=tips)).properties(height=theme.HEIGHT)


def _measured(compute, **settings) -> tuple[float, ...]:
    """Shares of dead units: before training; after it at rates of 0.1 and 1; accuracy at both."""
    table = measure(**compute.signals).rates.set_index("rate")
    return (
        float(table["born"].max()), float(table["mid"][0.1]), float(table["mid"][1.0].round(2)),
        float(table["accuracy"][0.1].round(2)), float(table["accuracy"][1.0].round(2)),
    )  # fmt: skip


CLAIMS = (
    Claim(
        id="N04",
        question="Do ReLU units die while the network trains?",
        claim="If the learning rate is set too high, as much as 40 % of a network can be dead: units that are 0 for "
        "every example of the training set.",
        source="CS231n, course notes, Neural Networks part 1: activation functions",
        figures=(
            Expected(name="share of dead units before training, median run", expected=0.05, way="at most"),
            Expected(name="after training at a rate of 0.1, median run", expected=0.05, way="at most"),
            Expected(name="at a rate of 1", expected=0.4, tolerance=0.2),
            Expected(name="accuracy at 0.1", expected=0.9, way="at least"),
            Expected(name="accuracy at a rate of 1", expected=0.95, way="at most"),
        ),
        measure=_measured,
        because="after 5 epochs at a rate of 1, {2:%} of the ReLU units are 0 for every example, at 0.1 {1:%}; {4:%} "
        "and {3:%} of the digits are right.",
    ),
)
