"""Whether ReLU units that die in training come back, and what a smaller rate, another start or leaky ReLU does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab import bands
from lab.answer import Advice, Answer, Figure, Section, Table, Why
from lab.charts import theme
from lab.data import load
from lab.forward import ACTIVATIONS
from lab.lazy import alt
from lab.numerals import counted, figure, percent
from lab.seeds import dying
from lab.series import train_together

RATES, RUNS, EPOCHS = [0.3, 0.5, 1.0, 2.0], 8, 10
STARTS = {"he_normal": "He", "glorot_normal": "Glorot"}
REMEDY = """\
for layer in model.layers:
    if getattr(layer, "activation", None) is keras.activations.relu:
        zero = keras.Model(model.inputs, layer.output).predict(x, verbose=0) == 0
        print(layer.name, f"{zero.all(axis=0).mean():.0%} dead")

# where units are dead: build the model anew
keras.utils.set_random_seed(2)  # another start
scale = keras.layers.Normalization()
scale.adapt(x)
hidden = [keras.layers.Dense(16, "relu", kernel_initializer="he_normal") for _ in range(2)]  # or "leaky_relu"
model = keras.Sequential([scale, *hidden, keras.layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.003), "mse")  # a smaller rate than before
model.fit(x, y)"""
HIGH, LOW, OTHER, LEAKY, FIRST, SECOND = "rate", "tenth", "glorot", "leaky", "first", "second"  # keys of the rows


@dataclass(frozen=True, eq=False)
class Fates:
    """What became of units in training.

    Attributes:
        table: one row per case: `case` (its key), `name`, `low`, `mid`, `high` (5, 50 and 95 % of the runs of the share
            of the units that are 0, or leaky ones below 0, for every example at the end), `died` (units of all runs
            that were so after some epoch but the last), `back` (those of them that are not so at the end).
        rate: the high one.
        runs: of each case.
    """

    table: pd.DataFrame
    rate: float
    runs: int


def measure(rate=1.0, seeds=range(RUNS), progress=None, cancelled=None) -> Fates:
    """Train the digits at a high rate and at a tenth of it, from two starts, with leaky ReLU and with two layers.

    Args:
        rate: the high one; with two hidden layers half of it is taken.
        seeds, progress, cancelled: as in `lab.train`.
    """
    base = experiment(rate)
    options = {"seeds": seeds, "recorded": EPOCHS}
    four = {"training.learning_rate": [rate, rate / 10], "init.scheme": list(STARTS)}
    two = lab.vary(base, {"network.hidden": (32, 32), "training.learning_rate": rate / 2})
    plans = [
        (base, options | {"vary": four}),
        (lab.vary(base, {"network.activation": "leaky_relu"}), options),
        (two, options),
    ]
    plain, leaky, deep = train_together(plans, progress, cancelled)
    at = {(each["training.learning_rate"], each["init.scheme"]): i for i, each in enumerate(plain.variants)}
    (high,), (low,), (other,) = (
        _silent(plain, at[key]) for key in ((rate, "he_normal"), (rate / 10, "he_normal"), (rate, "glorot_normal"))
    )
    (leak,), (first, second) = _silent(leaky, 0), _silent(deep, 0)
    each = {
        (HIGH, f"ReLU, He's start, rate {figure(rate)}"): high,
        (LOW, f"the same, rate {figure(rate / 10)}"): low,
        (OTHER, f"Glorot's start, rate {figure(rate)}"): other,
        (LEAKY, "leaky ReLU (below 0)"): leak,
        (FIRST, f"first of two layers, rate {figure(rate / 2)}"): first,
        (SECOND, f"second of two layers, rate {figure(rate / 2)}"): second,
    }
    rows = [{"case": case, "name": name, **_counted(silent)} for (case, name), silent in each.items()]
    return Fates(pd.DataFrame(rows), rate, len(seeds))


def experiment(rate: float) -> lab.Experiment:
    """What is trained at the high rate."""
    return lab.vary(dying.START, {"training.epochs": EPOCHS, "training.learning_rate": rate})


def _silent(run: lab.Run, variant: int) -> list[np.ndarray]:
    """Of each hidden layer whether a unit is above 0 at no example, (seed, epoch, unit)."""
    a, _ = load(run.experiment.data)
    arrays, unit, found = run.parts[variant], ACTIVATIONS[run.experiment.network.activation], []
    for kernel, bias in list(zip(arrays[::2], arrays[1::2], strict=True))[:-1]:
        with np.errstate(invalid="ignore", over="ignore"):
            z = a @ kernel + bias[..., None, :]  # (seed, epoch, example, unit)
            found.append(~(z > 0).any(axis=-2))
            a = unit(z)
    return found


def _counted(silent: np.ndarray) -> dict[str, float]:
    died = silent[:, 1:-1].any(axis=1)  # (seed, unit)
    share = bands.of(silent[:, -1].mean(axis=-1)[None], axis=1)
    return {**{name: float(value[0]) for name, value in share.items()}, "died": int(died.sum()),
            "back": int((died & ~silent[:, -1]).sum())}  # fmt: skip


def answer(compute, rate: float) -> Answer:
    """Whether the dead come back, what else kills fewer, and at which rates they die."""
    found, died = compute(measure, rate=rate), compute(dying.measure)
    says, rates = summary(found), dying.verdict(died)
    shown = found.table[["name", "mid", "died", "back"]].assign(mid=found.table["mid"].map(percent))
    titles = {"name": "Network", "mid": "Dead at the end", "died": "Died on the way", "back": "Came back"}
    return Answer(
        headline=headline(found),
        note=f"64 inputs, 32 units a layer, the digits; {counted(EPOCHS, 'epoch')}, {counted(found.runs, 'run')} each.",
        blocks=(
            Figure.of(
                picture(found.table), says,
                caption="Units that are 0 for every example at the end. Dot: the median run; bar: the middle 90 %.",
            ),
            Why(why(found)),
            Advice(
                "Do not wait for dead units: train anew with a smaller rate, scaled inputs and He's start. If they "
                "still die, take leaky ReLU, whose units always get a gradient.",
                REMEDY,
            ),
            Section("How many came back", (Table(shown.rename(columns=titles).set_index("Network")),)),
            Section("At which rate do they die?", (Figure.of(dying.chart(died.rates), rates, caption=rates),)),
        ),
        experiment=experiment(rate),
    )  # fmt: skip


def headline(found: Fates) -> str:
    """Whether units of a first hidden layer that died came back."""
    row = found.table.set_index("case").loc[HIGH]
    if not row["died"]:
        return f"At a rate of {figure(found.rate)} no unit dies in training, so none has to come back."
    if not row["back"]:
        return f"Dead ReLU units of a first hidden layer stay dead: of {row['died']} that died, none came back."
    return f"Few dead ReLU units of a first hidden layer come back: {row['back']} of {row['died']} that died did."


def why(found: Fates) -> str:
    """Why they stay, where they may come back, and what each remedy does."""
    rows = {row.case: row for row in found.table.itertuples()}
    high, low, other, leaky, second = (rows[case] for case in (HIGH, LOW, OTHER, LEAKY, SECOND))
    rate, tenth, half = (figure(found.rate / part) for part in (1, 10, 2))
    return (
        "A unit that is 0 for every example gets no gradient from any, so its weights stay as they are: in the first "
        "hidden layer it is lost as long as the data are the same. Above a layer that still learns its inputs change, "
        f"and it may wake: with two hidden layers and a rate of {half}, {_back(second)} in the second, "
        f"{_back(rows[FIRST])} in the first. A smaller rate: {percent(low.mid)} of the units are dead at the end "
        f"with {tenth}, and {percent(high.mid)} with {rate}. Another start: {percent(other.mid)} with Glorot's, "
        f"{percent(high.mid)} with He's. Leaky ReLU: {percent(leaky.mid)} are below 0 for every example, and "
        f"{_back(leaky)}, as a leaky unit passes on a fifth of what is negative and so still gets a gradient."
    )


def _back(row) -> str:
    """ "39 of 48 came back"."""
    return f"{row.back} of {row.died} came back" if row.died else "none died"


def summary(found: Fates) -> str:
    """The picture in words."""
    each = "; ".join(f"{row.name}: {percent(row.mid)}, {_back(row)}" for row in found.table.itertuples(index=False))
    return f"Share of the units that are dead at the end, median of {counted(found.runs, 'run')}. {each}."


def picture(table: pd.DataFrame) -> alt.LayerChart:
    """Share of the dead at the end in each case: the median with the middle 90 % of runs."""
    x = {
        "title": "Units dead at the end",
        "scale": alt.Scale(domain=[0, 1]),
        "axis": alt.Axis(format="%", orient="top"),
    }
    y = alt.Y("name:N").title(None).sort(table["name"].tolist()).axis(labelLimit=200, labelFontSize=12, grid=False)
    base = alt.Chart(table, height=alt.Step(50)).encode(y)
    color = alt.value(theme.SERIES[0])
    tips = [
        "name:N",
        alt.Tooltip("mid:Q", format=".1%", title="dead"),
        "died:Q",
        alt.Tooltip("back:Q", title="came back"),
    ]
    spread = base.mark_rule(strokeWidth=4, opacity=0.5, color=theme.SERIES[0])
    dots = base.mark_point(filled=True, size=120, opacity=1).encode(alt.X("mid:Q", **x), color=color, tooltip=tips)
    return spread.encode(alt.X("low:Q", **x), alt.X2("high:Q")) + dots
