"""Does a larger batch need another learning rate? Maps of both, for the sum over the batch and for its mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

import lab
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words, mathematics
from lab.charts import theme
from lab.claim import Claim, Expected
from lab.data import Data, load
from lab.laws import stable_rate
from lab.lazy import alt
from lab.numerals import aligned, figure, tex
from lab.progress import Progress
from lab.question import Question
from lab.questions.softmax_cost import sum as sums
from lab.questions.softmax_cost.sum.by_hand import REDUCTIONS, descend

QUESTION = Question(
    room="softmax_cost",
    slug="border",
    title="Batch and rate",
    ask="Does a larger batch need another learning rate?",
    group="Its gradient as arrays",
    place=8,
    also=(
        "does a larger batch overflow", "overflow encountered in exp", "does a larger batch need a smaller rate",
        "loss explodes with a large batch", "learning rate and batch size", "the largest stable learning rate",
        "scale the learning rate with the batch size", "linear scaling rule", "larger batch, larger rate",
        "training diverges when I increase the batch size", "RuntimeWarning overflow",
    ),
)  # fmt: skip
DATA = {"three blobs": ("blobs", 1.2), "three spiral arms": ("spiral", 0.02)}
NAMES = {"sum": "The sum over the batch", "mean": "The mean over the batch"}
BATCHES = (1, 2, 4, 8, 16, 32, 96)
RATES = tuple(float(f"{rate:.3g}") for rate in np.geomspace(1e-3, 1e3, 25))
STEP = RATES[1] / RATES[0]
LATER = 10  # times as many epochs show what a rate comes to
LEARNS, RESTLESS, WORSE, OVERFLOWS = "learns", "restless", "worse", "overflows"
ALL, STEEPEST = "all examples", "steepest batch"
STATES = (LEARNS, RESTLESS, WORSE, OVERFLOWS)
NEAR = 0.03  # of the way from the start to the least cost: closer than this has arrived, more is a rise
COLORS = ("#a8d8b9", "#f3dc8c", "#ee9f6d", "#9a6aa3")  # of `STATES`, each darker than the one before
DASHES = ((6, 4), (2, 3))
CALM = 0.1  # up to this rate, rounding is not enlarged


def knobs(k):
    """What is learned, for how long."""
    k.choice("data", "Data", DATA, "three blobs")
    k.steps("epochs", "Epochs", [10, 20, 40, 80], 40)


def answer(compute, *, data, epochs):
    """The two maps, and what is predicted."""
    experiment = setting(data, epochs)
    found, theory = compute(over_rates, experiment), compute(predicted, experiment.data)
    rate = _learns(found, "sum", max(BATCHES))
    return Answer(
        headline=headline(found),
        note=note(found, experiment),
        blocks=(
            _map(found, theory, "sum"),
            Why(f"{why(found, theory)}{lasts(found, theory, compute(rises, experiment, rate=rate))}"),
            Advice(f"{ADVICE} {same_steps(found)}", FROM_LOGITS),
            Section("And with the mean?", (_map(found, theory, "mean"),)),
            mathematics(Formula(formula(theory)), Words(CURVATURE)),
        ),
        experiment=experiment,
    )


def setting(data: str, epochs: int) -> lab.Experiment:
    """The training whose rate and batch size are varied."""
    name, noise = DATA[data]
    return lab.vary(sums.START, {"data.name": name, "data.noise": noise, "training.epochs": epochs})


def _map(found: pd.DataFrame, theory: pd.DataFrame, reduction: str) -> Figure:
    return Figure.of(
        drawn(*places(found, theory, reduction), NAMES[reduction]), told(found, reduction),
        caption="Each cell is one softmax regression on 96 points, from zeros. *Learns*: the cost never rose, or has "
        "arrived. *Restless*: it jumps. *Worse*: it ends above its start. *Overflows*: e^z was infinite for a logit "
        "of some step. Dashed, theory: the largest rate that settles, by the curvature of the cost over all examples, "
        "and over the steepest batch.",
    )  # fmt: skip


def headline(found: pd.DataFrame) -> str:
    """How much smaller or larger the largest rate is that learns with all examples than with the fewest."""
    least, most = found["m"].min(), found["m"].max()
    times = {kind: _learns(found, kind, least) / _learns(found, kind, most) for kind in NAMES}
    if max(times.values()) <= 1:
        return "No: a larger batch learns with rates as large, with summed and with averaged gradients."
    larger = f", but one {_times(1 / times['mean'])} larger learns, too" * (times["mean"] < 1)
    mean = f"averaged: {_times(times['mean'])}, too" if times["mean"] > 1 else f"averaged (Keras): no{larger}"
    return f"Summed gradients: yes, {_times(times['sum'])} smaller; {mean}."


def note(found: pd.DataFrame, experiment: lab.Experiment) -> str:
    """The largest rates that learn and the smallest that overflow, for the smallest batch and the largest."""
    both = " ".join(told(found, kind) for kind in NAMES)
    return f"{both} {len(found)} runs, {experiment.training.epochs} epochs."


def told(found: pd.DataFrame, reduction: str) -> str:
    """What a map shows, in numbers."""
    least, most = found["m"].min(), found["m"].max()
    return (
        f"{NAMES[reduction]}: the largest rate that learns {_goes(found, reduction, least, most)} from m = {least} to "
        f"{most}; e^z overflows {_from(found, reduction, least)} at m = {least}, {_from(found, reduction, most)} at "
        f"m = {most}."
    )


def why(found: pd.DataFrame, theory: pd.DataFrame) -> str:
    """What a sum does to a step, and how it shows."""
    least, most = found["m"].min(), found["m"].max()
    steepest = theory[(theory["curvature"] == STEEPEST) & (theory["reduction"] == "sum")].set_index("m")["rate"]
    times = _learns(found, "sum", least) / _learns(found, "sum", most)
    lost = _overflows(found, "sum", most) / _learns(found, "sum", most)
    return (
        "A sum over m examples is m times their mean, so each step is m times as long, and a large batch needs a "
        "smaller rate. Their mean does not grow with the batch. "
        f"From m = {least} to {most} the largest rate that the sum learns with falls {_times(times)}, not {most}: the "
        f"steepest single example is steeper than the mean of all (predicted: "
        f"{_times(steepest[least] / steepest[most])}; tried are rates {_times(STEP)} apart). "
        + (
            "Here nothing overflows: a rate that is too large shows as a cost that jumps or rises."
            if np.isnan(lost)
            else f"Overflow is the last sign of a rate that is too large, not the first: with {most} examples it comes "
            f"at {_times(lost)} the largest rate that learns."
        )
    )


def same_steps(found: pd.DataFrame) -> str:
    """What to divide the rate by for the steps of the mean, and why the largest rate that learns falls by less."""
    least, most = found["m"].min(), found["m"].max()
    same = f"If you sum, divide the rate by m: {most} examples then take the same steps as with the mean."
    falls = _learns(found, "sum", least) / _learns(found, "sum", most)
    more = _learns(found, "mean", most) / _learns(found, "mean", least)
    if not (1 < falls < most and more > 1):
        return same
    return (
        f"{same} That is {most} times; the largest rate falls {_times(falls)} only. Both fit, as the mean of {most} "
        f"learns with rates up to {_times(more)} larger than a single example does."
    )


def lasts(found: pd.DataFrame, theory: pd.DataFrame, rises: np.ndarray) -> str:
    """What becomes later of the largest rate that the sum over most examples learns with, if theory's is smaller."""
    most = found["m"].max()
    rate, settles = _learns(found, "sum", most), theory.query("reduction == 'sum' and m == @most")["rate"].min()
    if rate <= settles:
        return ""
    epochs = len(rises) // LATER
    return (
        f" Theory says what settles in the long run, at most {figure(settles)}: {figure(rate)} learns for {epochs} "
        f"epochs, but in {rises[epochs:].sum()} of the next {len(rises) - epochs} the cost rises."
    )


def rises(experiment: lab.Experiment, rate: float) -> np.ndarray:
    """Whether the cost rises in an epoch of the sum over all examples, `LATER` times as many: (epoch,)."""
    x, y = load(experiment.data, "float64")
    epochs = LATER * experiment.training.epochs
    costs = descend(x, y, np.array([rate]), batch=len(x), epochs=epochs, reduction="sum").costs[0]
    return np.diff(costs) > 1e-12  # not by rounding


def _goes(found: pd.DataFrame, reduction: str, least: int, most: int) -> str:
    start, end = (_learns(found, reduction, m) for m in (least, most))
    if start == end:
        return f"stays at {figure(start)}"
    return f"{'falls' if end < start else 'rises'} from {figure(start)} to {figure(end)}"


def _cells(found: pd.DataFrame, reduction: str, m: int) -> pd.DataFrame:
    return found[(found["reduction"] == reduction) & (found["m"] == m)].sort_values("rate")


def _learns(found: pd.DataFrame, reduction: str, m: int) -> float:
    """The largest rate up to which every rate of the map learns; NaN if none does."""
    rows = _cells(found, reduction, m)
    return float(rows["rate"][np.logical_and.accumulate(rows["state"] == LEARNS)].max())


def _overflows(found: pd.DataFrame, reduction: str, m: int) -> float:
    """The smallest rate at which e^z overflows; NaN if none does."""
    rows = _cells(found, reduction, m)
    return float(rows["rate"][rows["state"] == OVERFLOWS].min())


def _from(found: pd.DataFrame, reduction: str, m: int) -> str:
    rate = _overflows(found, reduction, m)
    return "nowhere here" if np.isnan(rate) else f"from {figure(rate)} on"


def _times(ratio: float) -> str:
    return f"{ratio:,.0f} times" if ratio >= 10 else f"{figure(round(float(ratio), 1))} times"


def places(found: pd.DataFrame, theory: pd.DataFrame, reduction: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cells of a map and the lines of the theory.

    Returns:
        One row per (m, rate): `low`, `high` (ends of the cell), `state`, `says` (the cost); and one row per
        (curvature, m): `rate`.
    """
    cells = found[found["reduction"] == reduction]
    half = float(np.exp(np.median(np.diff(np.log(np.sort(cells["rate"].unique())))) / 2))
    cells = cells.assign(low=cells["rate"] / half, high=cells["rate"] * half, says=cells["cost"].map(figure))
    return cells.drop(columns="reduction"), theory[theory["reduction"] == reduction].drop(columns="reduction")


def formula(theory: pd.DataFrame) -> str:
    """The predicted border with the numbers of these data."""
    whole = theory[theory["curvature"] == ALL]
    mean, most = whole.loc[whole["reduction"] == "mean", "rate"].iloc[0], int(theory["m"].max())
    least = whole.loc[(whole["reduction"] == "sum") & (whole["m"] == most), "rate"].iloc[0]
    curvature = tex(figure(2 / mean))
    return aligned(
        rf"\text{{mean: }} r &< \frac{{2}}{{\lambda}} = \frac{{2}}{{{curvature}}} = {tex(figure(mean))}",
        rf"\text{{sum: }} r &< \frac{{2}}{{m \lambda}} = \frac{{2}}{{{most} \cdot {curvature}}} = {tex(figure(least))}",
    )


def over_rates(
    experiment: lab.Experiment,
    batches: Sequence[int] = BATCHES,
    rates: Sequence[float] = RATES,
    progress: Callable | None = None,
    cancelled: Callable | None = None,
) -> pd.DataFrame:
    """What becomes of softmax regression, by hand, for every batch size and rate, with the sum and with the mean.

    Args:
        experiment: as in `sums.paths`; plain SGD, its rate and batch size have no effect.
        batches: examples a step.
        rates: learning rates.
        progress: called with a `Progress` after each batch size.
        cancelled: as in `lab.train`.

    Returns:
        One row per (reduction, m, rate): `cost` after the last epoch, `state`, one of `STATES`: e^z was infinite for
        a logit of some step (what a softmax written out would divide by); it ends above its start; it ends below, but
        had risen or is not where it could be; or it learns: it never rose, or it has arrived.
    """
    x, y = load(experiment.data, "float64")
    found, epochs, single = [], experiment.training.epochs, None  # of one example, sum and mean are the same
    for done, (reduction, m) in enumerate([(reduction, m) for reduction in REDUCTIONS for m in batches], start=1):
        descent = single if m == 1 else None
        if descent is None:
            descent = descend(x, y, np.array(rates), batch=m, epochs=epochs, reduction=reduction, cancelled=cancelled)
        single = descent if m == 1 else single
        found.append((reduction, m, descent))
        if progress:
            progress(Progress(done / (2 * len(batches)), done, 2 * len(batches), epochs))
    least = min(descent.costs[:, -1].min() for _, _, descent in found)
    return pd.concat([_judged(*each, rates, least) for each in found], ignore_index=True)


def _judged(reduction: str, m: int, descent, rates: Sequence[float], least: float) -> pd.DataFrame:
    costs = descent.costs  # (rate, epoch)
    near = NEAR * (costs[:, 0] - least)
    rose = (np.diff(costs, axis=1) > near[:, None]).any(axis=1)
    arrived = costs[:, -1] - least <= near
    kinds = [descent.overflowed, costs[:, -1] > costs[:, 0], arrived | ~rose]
    state = np.select(kinds, [OVERFLOWS, WORSE, LEARNS], RESTLESS)
    return pd.DataFrame({"reduction": reduction, "m": m, "rate": rates, "cost": costs[:, -1], "state": state})


def predicted(data: Data, batches: Sequence[int] = BATCHES) -> pd.DataFrame:
    """The largest rates that are predicted to settle.

    Returns:
        One row per (reduction, curvature, m): `rate`; curvature "all examples" or "steepest batch".
    """
    x, y = load(data, "float64")
    x = np.column_stack([x, np.ones(len(x))])
    w = stable_rate.minimum(x, y)
    whole = stable_rate.largest(x, w, len(x))
    rates = [(ALL, m, whole) for m in batches] + [(STEEPEST, m, stable_rate.largest(x, w, m)) for m in batches]
    rows = [(kind, what, m, rate / (m if kind == "sum" else 1)) for kind in REDUCTIONS for what, m, rate in rates]
    return pd.DataFrame(rows, columns=["reduction", "curvature", "m", "rate"])


def checked(
    experiment: lab.Experiment, m: int, rates: Sequence[float] = RATES, cancelled: Callable | None = None
) -> pd.DataFrame:
    """The sum by hand at every rate, next to `lab.train` on the mean at m times that rate.

    Returns:
        One row per rate: `apart`, the largest difference of a weight after the last epoch, and `size`, that of the
        largest weight.
    """
    x, y = load(experiment.data, "float64")
    epochs = experiment.training.epochs
    hand = descend(x, y, np.array(rates), batch=m, epochs=epochs, reduction="sum", cancelled=cancelled)
    batch = {"training.batch_size": [m], "training.learning_rate": [rate * m for rate in rates]}
    run = lab.train(experiment, [0], vary=batch, recorded=1, cancelled=cancelled)
    engine = np.concatenate([run.arrays[0][:, 0, -1], run.arrays[1][:, 0, -1][:, None]], axis=1)
    apart = np.abs(hand.layers[:, -1] - engine).max(axis=(1, 2))
    return pd.DataFrame({"rate": rates, "apart": apart, "size": np.abs(engine).max(axis=(1, 2))})


def drawn(cells: pd.DataFrame, theory: pd.DataFrame, title: str) -> alt.LayerChart:
    """What becomes of every batch size and rate; dashed, the largest rate that is predicted to settle.

    Args:
        cells: `m`, `rate`, `low`, `high`, `state`, `says` (the cost).
        theory: `curvature`, `m`, `rate`.
        title: of the map.
    """
    x = alt.X("m:O").title("Batch size (m)").axis(labelAngle=0, grid=False)
    y = {"scale": alt.Scale(type="log", nice=False), "axis": alt.Axis(tickCount=6, format="~g", grid=False)}
    scale = {"domain": list(STATES), "range": list(COLORS)}
    color = alt.Color("state:N").title(None).scale(**scale).legend(orient="top", columns=4)
    edge = alt.Stroke("state:N").scale(**scale).legend(None)  # else gaps show
    tips = ["m:O", alt.Tooltip("rate:Q", format=".3g"), "state:N", alt.Tooltip("says:N", title="cost at the end")]
    shown = alt.Chart(cells).mark_rect(opacity=1).encode(x, alt.Y2("high:Q"), color, edge, tooltip=tips)
    shown = shown.encode(alt.Y("low:Q", **y).title("Learning rate (r)"))
    names = list(theory["curvature"].unique())
    dash = alt.StrokeDash("curvature:N").scale(domain=names, range=[list(each) for each in DASHES]).legend(None)
    base = alt.Chart(theory).encode(x, alt.Y("rate:Q", **y))
    line = base.mark_line(strokeWidth=2.5, color="black").encode(dash)
    first = base.transform_filter(f"datum.m == {int(theory['m'].min())}")
    first = first.transform_calculate(says="'theory: ' + datum.curvature").encode(alt.Text("says:N"))
    ends = []
    for name, shift in zip(names, (-14, 52), strict=True):
        end, at = first.transform_filter(f"datum.curvature == '{name}'"), {"align": "left", "dx": -6, "dy": shift}
        ends.append(end.mark_text(**at, fontSize=12, stroke="white", strokeWidth=5, strokeJoin="round"))  # behind it
        ends.append(end.mark_text(**at, fontSize=12, color="black"))
    return alt.layer(shown, line, *ends).properties(height=theme.HEIGHT + 60, title=title)


ADVICE = (
    "Let the cost be the mean over the batch, computed from the logits: no power overflows then, and a rate that is "
    "too large shows as a cost that jumps. A larger batch takes fewer steps an epoch, so that one tries a larger rate."
)
CURVATURE = (
    "λ is the largest curvature of the cost at its minimum: the largest eigenvalue of the matrix of its second "
    "derivatives. That of all examples gives the first line. A batch of few examples can be steeper than all of them "
    "together: the λ of the steepest batch gives the second line, below which no step can carry away."
)
FROM_LOGITS = """\
# the last layer gives logits; the loss is the mean
model = keras.Sequential([
    keras.layers.Dense(16, "relu"),
    keras.layers.Dense(3),
])
loss = keras.losses.CategoricalCrossentropy(
    from_logits=True
)
model.compile(keras.optimizers.SGD(rate), loss)"""

TRY = {
    "Is it the same for spiral arms?": {"data": "three spiral arms"},
    "Do a few epochs show it already?": {"epochs": 10},
}


def _measured(compute, *, data, epochs) -> tuple[float, ...]:
    """The two paths, by gradient descent and by Adam; rates that overflow and rates that learn, by batch size."""
    experiment = setting(data, epochs)
    plain = compute(checked, experiment, m=max(BATCHES)).query(f"rate <= {CALM}")["apart"].max()
    adam = compute(sums.paths, sums.setting("adam", max(BATCHES), 0.3, 60)).apart.set_index("path")["weights"]
    found, least, most = compute(over_rates, experiment), min(BATCHES), max(BATCHES)
    lost, learns = ([read(found, "sum", m) for m in (least, most)] for read in (_overflows, _learns))
    return plain, round(adam[sums.OVER], 2), *lost, learns[0] / learns[1]


CLAIMS = (
    Claim(
        id="S25",
        question="Can 1/m go into the learning rate, and does a large batch overflow without it?",
        claim="1/m may be absorbed into the learning rate; without it a large batch overflows unless the rate is "
        "lowered too.",
        source="seeds/003",
        figures=(
            Expected(name="weights apart, sum with rate r/m against mean with rate r", expected=1e-12, way="at most"),
            Expected(name="the same with Adam", expected=1, way="at least"),
            # rates are tried in steps of 10^(1/4): each bound is one step off what was found
            Expected(name="least rate at which the sum over 1 example overflows", expected=10, way="at least"),
            Expected(name="least rate at which the sum over 96 examples overflows", expected=5.63, way="at most"),
            Expected(name="largest rate that learns, m = 1 over m = 96", expected=5.62, tolerance=0.01),
        ),
        measure=_measured,
        verdict="holds only when",
        because="each step is the rate times the gradient, as in gradient descent: with Adam the two ways end with "
        "weights {1} apart. Summed over 96 examples e^z overflows from a rate of {3} on, over a single one from {2} "
        "on; the largest rate that learns is {4} times smaller, not 96 times.",
    ),
)
