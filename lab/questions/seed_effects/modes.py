"""In which order does a network learn? Modes of a linear network, epoch by epoch, from many starts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, mathematics
from lab.bands import BAND
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.data import Data, load
from lab.experiment import Experiment
from lab.laws import modes as laws
from lab.lazy import alt
from lab.numerals import aligned, figure, short, tex
from lab.question import Question
from lab.specs import Init, Network, Training
from lab.training import train

QUESTION = Question(
    room="seed_effects",
    slug="modes",
    title="One mode after another",
    ask="In which order does a network learn?",
    group="Depth",
    place=16,
    also=(
        "deep linear network", "stage-like learning", "which feature is learned first", "rich and lazy training",
        "what is learned first", "singular values", "loss falls in steps", "saddle-to-saddle",
        "cost goes down in stages",
    ),
)  # fmt: skip
SETS = {
    "5, 3, 1": (5.0, 3.0, 1.0),
    "5, 4, 3": (5.0, 4.0, 3.0),
    "3, 3, 3": (3.0, 3.0, 3.0),
    "8, 1, 0.5": (8.0, 1.0, 0.5),
}
SIZES = [1e-9, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1.0]
STARTS = ("aligned", "random")
RECORDED = 250


def knobs(k):
    """How strong the modes of the data are, and from where a linear network starts."""
    k.choice("strengths", "Strengths of the modes in the data", SETS, "5, 3, 1")
    k.choice("start", "Start", STARTS, "aligned")
    k.steps("size", "Aligned start: strength u0 of every mode", SIZES, 1e-3)
    k.steps("scale", "Random start: times Glorot's", [1e-3, 0.01, 0.1, 0.3, 1.0], 0.01)
    k.steps("epochs", "Epochs", [500, 1000, 2500, 5000, 10_000], 2500)
    with k.more():
        k.choice("hidden", "Hidden units", [3, 5, 10, 30], 3)
        k.steps("rate", "Learning rate η", [0.0005, 0.002, 0.01, 0.05, 0.5], 0.002)
        k.steps("runs", "Random starts, one seed each", [10, 50, 200], 50, key="seeds_modes_count")


def answer(compute, *, strengths, **setting):
    """How strong each mode is in the network over training, and when it is half learned."""
    experiment, found = _found(compute, strengths=strengths, **setting)
    return Answer(
        headline=headline(found),
        note=verdict(found),
        blocks=(
            Figure.of(picture(found.table, 1.1 * max(SETS[strengths])), summary(found), caption=drawn(found)),
            Why(
                "A mode is one pattern of inputs and the outputs that go with it; its strength says how much of the "
                "data it explains. In a network with a hidden layer a mode grows in proportion to what the network "
                "already has of it, so it starts slowly and then runs away. The rate of that growth is its strength: "
                f"strong modes are learned first, weak ones long after. {meanings(found)}"
            ),
            Advice(
                "A cost that stands still may wait for a weaker mode: let it train on before you stop. Put the columns "
                "on one scale, so that none is weak by its unit alone, and keep Keras's initial weights: from smaller "
                "ones each mode takes longer.",
                PATIENCE,
            ),
            Section("When each mode is half learned", (Table(table(found)),)),
            mathematics(Formula(formulas(found))),
        ),
        experiment=experiment,
    )


def _found(compute, *, strengths, start, runs, **setting) -> tuple[Experiment, Learned]:
    experiment = built(SETS[strengths], start=start, **setting)
    return experiment, compute(measure, experiment, runs=runs if start == "random" else 1)


@dataclass(frozen=True)
class Learned:
    """What was measured, and theory.

    Attributes:
        table: one row per (mode, epoch): `low`, `mid`, `high` (5, 50, 95 % of the runs that stayed finite) of the
            mode's strength, and `law` (median over the starts of theory from each start).
        halves: one row per mode: `mode` (its name), `s`, `early`, `median`, `late` (5, 50, 95 % of the epochs at which
            runs have half of it), `law` (median over the starts that begin below half; else NaN), `runs` (that
            have it half in time), `start` (u0, median over the starts).
        facts: `runs`, `diverged`, `epochs`, `rate` (eta).
    """

    table: pd.DataFrame
    halves: pd.DataFrame
    facts: dict


def built(
    strengths: tuple[float, ...] = (5.0, 3.0, 1.0), hidden=3, rate=0.002, epochs=2500, scale=0.01, start="aligned",
    size=1e-3,
) -> Experiment:  # fmt: skip
    """The experiment: output k is strengths[k] times input k, inputs white, no biases, float64.

    Keras's mse is a mean over outputs too, and without the half: its gradient is 2 / K times that of theory for K
    outputs, so that the learning rate is eta K / 2.

    Args:
        strengths: singular values of the correlation of inputs and outputs.
        hidden: hidden units.
        rate: eta of theory.
        epochs: full-batch steps.
        scale: of the random start, times Glorot's uniform.
        start: "random", or "aligned": every mode has a hidden unit of its own, and both its weights are sqrt(size).
        size: u0 of the aligned start.
    """
    count = len(strengths)
    x = np.sqrt(count) * np.eye(count)  # white: the mean of x x^T is 1
    names = [f"x{place}" for place in range(1, count + 1)]
    targets = [f"y{place}" for place in range(1, count + 1)]
    frame = pd.DataFrame(np.hstack([x, x * np.array(strengths)]), columns=names + targets)
    checks.require(
        checks.one_of("start", start, STARTS) == "random" or hidden >= count,
        "An aligned start needs a hidden unit for every mode; take more of them, or a random start.",
    )
    sides = [np.sqrt(size) * np.eye(*shape) for shape in ((count, hidden), (hidden, count))]
    return Experiment(
        data=Data.from_frame(frame, target=targets),
        network=Network(hidden=(hidden,), activation="linear", output="linear", use_bias=False),
        init=Init("glorot_uniform", scale=scale) if start == "random" else Init(weights=sides),
        training=Training(loss="mse", learning_rate=rate * count / 2, epochs=epochs, precision="float64"),
    )


def measure(experiment: Experiment, runs=1, progress=None, cancelled=None) -> Learned:
    """Train from aligned weights or from random small ones, and follow the modes.

    Args:
        experiment: of `built`.
        runs: seeds 0, 1, ...; one is enough for the aligned start.
        progress, cancelled: as in `lab.train`.
    """
    run = train(experiment, range(runs), recorded=RECORDED, progress=progress, cancelled=cancelled)
    first, second = (array[0].astype(float) for array in run.arrays)  # (seed, epoch, input, unit), (..., unit, output)
    with np.errstate(all="ignore"):
        strengths = np.einsum("seiu,seui->sei", first, second)  # (seed, epoch, mode)
    begun = laws.beginnings(first[:, 0], second[:, 0])  # (seed, mode)
    x, y = load(experiment.data, "float64")
    wanted = (y / x.max()).max(axis=0)  # s of every mode
    rate, kept = experiment.training.learning_rate * 2 / len(wanted), np.isfinite(run.loss[0, :, -1])
    modes = [_mode(f"mode {i + 1}: {s:g}", s, run.epochs, strengths[kept, :, i], begun[:, i], rate)
             for i, s in enumerate(wanted)]  # fmt: skip
    facts = {"runs": len(kept), "diverged": int((~kept).sum()), "epochs": int(run.epochs[-1]), "rate": rate}
    return Learned(
        pd.concat([each for each, _ in modes], ignore_index=True), pd.DataFrame([h for _, h in modes]), facts
    )


def _mode(name: str, s: float, epochs, strengths, begun, rate: float) -> tuple[pd.DataFrame, dict]:
    """One mode in the table and in the halves, from its strengths (seed, epoch); NaN without a finite run."""
    low, mid, high = np.quantile(strengths, BAND, axis=0) if len(strengths) else np.full((3, len(epochs)), np.nan)
    law = np.median(laws.strength(epochs, s, begun[:, None], rate), axis=0)
    table = pd.DataFrame({"mode": name, "epoch": epochs, "low": low, "mid": mid, "high": high, "law": law})
    times, told = half_times(epochs, strengths, s), laws.half_time(s, begun, rate)
    early, median, late = np.quantile(times, BAND, method="nearest") if len(times) else (np.nan,) * 3
    told = float(np.median(told[np.isfinite(told)])) if np.isfinite(told).any() else np.nan
    half = {"mode": name, "s": s, "early": early, "median": median, "late": late, "law": told,
            "runs": int(np.isfinite(times).sum()), "start": np.median(begun)}  # fmt: skip
    return table, half


def half_times(epochs: np.ndarray, strengths: np.ndarray, s: float) -> np.ndarray:
    """The epoch, between recorded ones, at which each run first has s / 2; infinite where it never has: (seed,)."""
    above = strengths >= s / 2
    after = above.argmax(axis=1)
    times = np.where(above.any(axis=1), epochs[after].astype(float), np.inf)
    rows = np.flatnonzero(above.any(axis=1) & (after > 0))
    low, high = strengths[rows, after[rows] - 1], strengths[rows, after[rows]]
    times[rows] -= (high - s / 2) / (high - low) * (epochs[after[rows]] - epochs[after[rows] - 1])
    return times


def headline(found: Learned) -> str:
    """Which mode comes first and which last."""
    times = found.halves["median"].to_numpy()
    if found.facts["diverged"] == found.facts["runs"]:
        return "No answer: training diverged; a smaller learning rate helps."
    if not np.isfinite(times).any():
        return "None in time: no mode is half learned within these epochs."
    strongest = found.halves.sort_values("s", ascending=False)
    first, last = strongest["median"].iloc[0], strongest["median"].iloc[-1]
    if not np.isfinite(last):
        return f"The strongest mode first: half learned after {short(first)} epochs, the weakest not in time."
    if strongest["s"].min() == strongest["s"].max():
        about = short(float(np.median(times)))
        return f"All together: equally strong modes are half learned after about {about} epochs."
    if first < last:
        return f"The strongest mode first: half learned after {short(first)} epochs, the weakest after {short(last)}."
    return f"No order here: the strongest is half learned after {short(first)} epochs, the weakest after {short(last)}."


def verdict(found: Learned) -> str:
    """Whether modes come one after another, of how many runs."""
    facts, lost = found.facts, found.facts["diverged"]
    if lost == facts["runs"]:
        return f"{'The run' if lost == 1 else 'Every run'} diverged."
    runs = "one aligned start" if facts["runs"] == 1 else f"medians of {facts['runs'] - lost} random starts"
    gone = f" {lost} more diverged." if lost else ""
    return f"{_order(found.halves)} ({runs}, {facts['epochs']:,} epochs).{gone}"


def _order(halves: pd.DataFrame) -> str:
    """Whether the modes come apart in time: each at least half as late again as the one before."""
    times = np.sort(halves["median"].to_numpy())
    if not np.isfinite(times).all():
        return "Not every mode is half learned in time"
    if (times[1:] > 1.5 * times[:-1]).all():
        return "One mode after another"
    return "All modes at once" if times[-1] <= 1.1 * times[0] else "The modes come close together"


def table(found: Learned) -> pd.DataFrame:
    """One row per mode: when it is half learned, measured with its band, and by theory."""
    rows = {
        row.mode: {
            "half learned (middle 90 %)": _span(row),
            "theory": figure(round(row.law)) if np.isfinite(row.law) else "at the start",
            "runs that have it": f"{row.runs}",
        }
        for row in found.halves.itertuples()
    }
    return pd.DataFrame(rows).T.rename_axis("mode: strength")


def _span(row) -> str:
    early, median, late = (
        figure(round(value)) if np.isfinite(value) else "diverged" if np.isnan(value) else "not yet"
        for value in (row.early, row.median, row.late)
    )
    return median if early == late else f"{median} ({early} to {late})"


def summary(found: Learned) -> str:
    """The strengths at the end: the takeaway of the picture."""
    last = found.table.groupby("mode", sort=False).tail(1)
    parts = [f"{row.mode} ends at {figure(row.mid)} (theory {figure(row.law)})" for row in last.itertuples()]
    return f"{'; '.join(parts)}. {verdict(found)}"


def formulas(found: Learned) -> str:
    """The half time of every mode with its numbers, as LaTeX: medians over the starts."""
    told = [r"t_{1/2} &= \frac{\ln(s / u_0 - 1)}{2 s \eta}, \quad \eta = " + tex(figure(found.facts["rate"]))]
    for row in found.halves.itertuples():
        time = f"= {tex(figure(round(row.law)))}" if np.isfinite(row.law) else r"\text{: none, } u_0 \ge s / 2"
        told.append(rf"t_{{1/2}} &{time}, \quad s = {row.s:g}, \; u_0 = {tex(figure(row.start))}")
    return aligned(*told)


def drawn(found: Learned) -> str:
    """What the lines of the picture are."""
    if found.facts["runs"] == 1:
        return "Line: the one run; dashed: theory, from its start."
    return "Line: the median run; band: the middle 90 % of runs; dashed: theory, from each run's own start."


def meanings(found: Learned) -> str:
    """What the letters are, and when the theory is exact."""
    begun = "" if found.facts["runs"] == 1 else " (here medians; the picture's theory takes each start's own)"
    return (
        f"Output k is s times input k; the strength u of a mode is what the network makes of it, u0 where it "
        f"begins{begun}. The theory is exact for aligned starts and small rates. From random starts it takes "
        "u0 = |a + b|²/4, the part of a mode's weights into (a) and out of (b) the hidden units that grows; the modes "
        "then get in each other's way in the hidden units, and the later ones are somewhat late, the more so the fewer "
        "units there are."
    )


def picture(table: pd.DataFrame, most: float) -> alt.LayerChart:
    """Median and 5-95 % band of each mode's strength against epoch; theory dashed; `most` is the end of the axis."""
    x = traces.epochs()
    y = {"title": "Strength of the mode", "scale": alt.Scale(domain=[0, most], clamp=True)}
    return traces.banded(table, x, y, by="mode", says=("mid", "law")).properties(height=theme.HEIGHT)


PATIENCE = """\
scale = keras.layers.Normalization()
scale.adapt(x)  # each column: mean 0, spread 1
model = keras.Sequential([
    scale,
    keras.layers.Dense(16, "relu"),
    keras.layers.Dense(1),
])
model.compile("sgd", "mse")
stop = keras.callbacks.EarlyStopping(patience=100, restore_best_weights=True)
model.fit(x, y, epochs=2000, validation_split=0.2, callbacks=[stop])"""
TRY = {
    "Does it hold from random starts?": {"start": "random", "hidden": 10, "epochs": 5000},
    "What if the random start is not small?": {"start": "random", "hidden": 10, "scale": 1.0, "epochs": 500},
    "A thousand times smaller: how much later?": {"size": 1e-6, "epochs": 5000},
    "And if all modes are equally strong?": {"strengths": "3, 3, 3"},
    "What if the rate is far too large?": {"rate": 0.5},
}


def _measured(compute, **setting) -> tuple[float, ...]:
    """Steps at which the modes are half learned, the strongest first."""
    _, found = _found(compute, **setting)
    return tuple(found.halves["median"].round(1))


CLAIMS = (
    Claim(
        id="L26",
        question="In which order does a network learn?",
        claim="A deep linear network learns one mode after another, the strongest first: half of a mode of strength s "
        "at t = ln(s / u0 - 1) / (2 s eta).",
        source="Saxe, McClelland, Ganguli (2013), arXiv:1312.6120",
        figures=(
            # theory is about continuous time: steps of eta s = 0.01 are late by up to 2
            Expected(name="steps until half of the mode of strength 5", expected=426, tolerance=3),
            Expected(name="of the mode of strength 3", expected=667, tolerance=3),
            Expected(name="of the mode of strength 1", expected=1727, tolerance=3),
        ),
        measure=_measured,
        because="of three patterns to be learned the strongest is half learned after {0:.0f} steps, the next after "
        "{1:.0f}, and the weakest after {2:.0f}.",
    ),
)
