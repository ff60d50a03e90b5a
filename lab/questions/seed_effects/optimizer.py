"""Does Adam depend less on the first weights than SGD?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lab.answer import Advice, Answer, Figure, Section, Table, Why
from lab.charts import theme, traces
from lab.data import Data
from lab.experiment import Experiment, default_head, vary
from lab.lazy import alt
from lab.numerals import counted, figure, percent
from lab.prose import listed
from lab.question import Elsewhere, Question, address
from lab.seeds import spread
from lab.series import train_together

QUESTION = Question(
    room="seed_effects",
    slug="optimizer",
    title="Adam or SGD?",
    ask="Does Adam depend less on the first weights than SGD?",
    group="Where runs end",
    place=21,
    also=(
        "is Adam less sensitive to the initial weights than SGD", "does the optimizer matter for the initial weights",
        "is Adam more robust to bad initialization", "Adam or SGD from the same start",
        "does initialization matter with Adam", "optimizer and initialization", "does Adam get stuck less often",
        "is RMSprop less sensitive to the start",
    ),
)  # fmt: skip
OTHERS = {"Adam": "adam", "RMSprop": "rmsprop", "SGD with momentum": "momentum"}
SGD = "SGD"
RATES = {  # tried of each; the one with which most runs are solved is compared
    "sgd": (0.5, 2.0, 10.0, 20.0, 50.0), "momentum": (0.05, 0.2, 1.0, 2.0, 5.0),
    "adam": (0.001, 0.003, 0.01, 0.03, 0.1), "rmsprop": (0.001, 0.003, 0.01, 0.03, 0.1),
}  # fmt: skip
WIDTHS = (0.05, 0.2, 0.5, 1.0, 2.0, 5.0)  # weights start from -width to width
SETS = {"XOR": "xor", "Two circles": "circles", "Two moons": "moons"}
NAMED = {"XOR": "XOR", "Two circles": "two circles", "Two moons": "two moons"}
KERAS = {
    "Adam": "Adam({})", "RMSprop": "RMSprop({})", "SGD with momentum": "SGD({}, momentum=0.9)",
}  # fmt: skip
ZEROS = {"starts": ("all zeros", "Glorot random")}  # of the page of starts from zeros
SOLVED = 0.05  # a cost below it
CLEAR = 0.05  # shares nearer to each other than this are called alike


def knobs(k):
    """What is compared with SGD, and on what."""
    k.choice("other", "Compared with SGD", list(OTHERS), "Adam")
    k.choice("data", "Data", SETS, "XOR")
    k.choice("hidden", "Hidden units", (2, 4, 8), 2)
    k.steps("epochs", "Epochs", (100, 1000, 4000), 4000)
    k.steps("seeds", "Runs from each range, one seed each", (20, 50, 100, 200), 100)


def answer(compute, *, other, data, hidden, epochs, seeds):
    """Shares solved from narrow and from wide ranges, each optimizer at the best of its rates."""
    values = {"data.name": SETS[data], "network.hidden": (hidden,), "training.epochs": epochs}
    experiment = vary(spread.START, values | default_head(Data(SETS[data]), "squared error"), later=True)
    found = compute(measure, experiment, optimizers={SGD: "sgd", other: OTHERS[other]}, count=seeds)
    return Answer(
        headline=headline(found, other, f"{NAMED[data]} with {hidden} hidden units"),
        note=note(found, epochs, seeds),
        blocks=(
            Figure.of(
                picture(found.best),
                course(found),
                caption="Each dot: how many runs are solved whose first weights and biases lie between −w and w. Bars: "
                "95 % intervals.",
            ),
            Why(why(found, other)),
            Advice(
                "Choose the rate for each optimizer by itself, and train from several seeds with either. Draw the "
                "first weights neither tiny nor large, as Keras's default does, which suits the width of a layer.",
                f'model.compile(keras.optimizers.{KERAS[other].format(figure(_rate(found, other)))}, "mse")',
            ),
            Section("All rates tried", (Table(table(found)),)),
        ),
        experiment=experiment,
    )


@dataclass(frozen=True)
class Compared:
    """What was measured.

    Attributes:
        shares: one row per (optimizer, rate, width): `solved`, `runs`, `share`, `low`, `high` (Wilson's 95 % interval).
        best: the rows of each optimizer's best rate.
        facts: one row per optimizer: `optimizer`, `rate`, `size` (largest less smallest share over the widths), `luck`
            (chance that of two seeds one is solved and the other not, mean over the widths), `mean` (share).
    """

    shares: pd.DataFrame
    best: pd.DataFrame
    facts: pd.DataFrame


def measure(experiment: Experiment, optimizers, count=100, widths: Sequence[float] = WIDTHS, progress=None,
            cancelled=None) -> Compared:  # fmt: skip
    """Train two optimizers from the same starts in every range, at each of their rates.

    Args:
        experiment: with first weights of the scheme uniform.
        optimizers: name -> key of `RATES`.
        count: seeds 0, 1, ... from each range.
        widths: of the ranges, to both sides of 0.
        progress, cancelled: as in `lab.train`.
    """
    cells = [(name, kind, width) for name, kind in optimizers.items() for width in widths]
    plans = [
        (
            vary(experiment, {"training.optimizer": kind, "init.low": -width, "init.high": width}),
            {"seeds": range(count), "vary": {"training.learning_rate": list(RATES[kind])}, "recorded": 1,
             "weights": "ends"},
        )
        for _, kind, width in cells
    ]  # fmt: skip
    rows = []
    for (name, kind, width), run in zip(cells, train_together(plans, progress, cancelled), strict=True):
        for rate, solved in zip(RATES[kind], (run.loss[:, :, -1] < SOLVED).sum(axis=1), strict=True):
            low, high = spread.wilson(solved, count)
            rows.append({"optimizer": name, "rate": rate, "width": width, "solved": int(solved), "runs": count,
                         "share": solved / count, "low": low, "high": high})  # fmt: skip
    shares = pd.DataFrame(rows)
    mean = shares.groupby(["optimizer", "rate"])["share"].mean()
    rates = {name: mean[name].idxmax() for name in optimizers}
    best = shares[shares["rate"] == shares["optimizer"].map(rates)].reset_index(drop=True)
    facts = [_facts(name, rates[name], best.loc[best["optimizer"] == name, "share"]) for name in optimizers]
    return Compared(shares=shares, best=best, facts=pd.DataFrame(facts))


def _facts(name: str, rate: float, share: pd.Series) -> dict:
    luck = (2 * share * (1 - share)).mean()
    return {"optimizer": name, "rate": rate, "size": share.max() - share.min(), "luck": luck, "mean": share.mean()}


def _less(found: Compared, by: str) -> int:
    """1 where the other depends less than SGD by this measure, -1 where more, 0 where they are alike."""
    sgd, other = found.facts[by]
    return 0 if abs(sgd - other) < CLEAR else 1 if other < sgd else -1


def _rate(found: Compared, other: str) -> float:
    return found.facts.set_index("optimizer")["rate"][other]


def headline(found: Compared, other: str, network: str) -> str:
    """Which depends less on the size of the first weights, and which on the seed; of this network."""
    if not found.best["solved"].any():
        return "No answer: neither solves a run; more epochs or hidden units help."
    size, luck = _less(found, "size"), _less(found, "luck")
    said = {1: "less", -1: "more", 0: "about as much"}
    start = "No" if 1 not in (size, luck) else "Partly" if -1 in (size, luck) else "Yes"
    if size == luck:
        than = "as SGD" if size == 0 else "than SGD"
        return f"{start}, on {network}: {said[size]} {than} on the weights' size and the seed."
    return f"{start}, on {network}: {said[size]} on the first weights' size, {said[luck]} on the seed."


def note(found: Compared, epochs: int, seeds: int) -> str:
    """The measures behind the headline, with rates, runs and steps."""
    parts = [
        f"{row.optimizer} at rate {figure(row.rate)} solves {percent(row.mean)} of all runs: between ranges the share "
        f"changes by {counted(round(100 * row.size), 'point')}; two seeds of one range end differently in "
        f"{percent(row.luck)} of pairs"
        for row in found.facts.itertuples()
    ]
    return (
        f"{'. '.join(parts)}. (Solved: a cost below {figure(SOLVED)} after {counted(epochs, 'epoch')}; {seeds:,} runs "
        "from each range, the same starts for both.)"
    )


def why(found: Compared, other: str) -> str:
    """What the optimizers do with a small slope, and how the rates were chosen."""
    few = found.best[found.best["width"] == found.best["width"].min()].set_index("optimizer")["share"]
    slow = bool(few[SGD] < few[other] - CLEAR)
    said = [
        f"SGD's step is rate times slope{'. From tiny weights the slope is tiny too, so it hardly moves' * slow}.",
        f"From the narrowest range {percent(few[SGD])} of the runs are solved with SGD, {percent(few[other])} with "
        f"{other}.",
    ]
    if other != "SGD with momentum":
        said.append(
            f"{other} divides each weight's step by the usual size of its slope: small slopes give steps as long as "
            "large ones."
        )
    rare = found.best[found.best["share"] < CLEAR]
    if len(rare):
        row = rare.iloc[0]
        said.append(
            f"Where hardly any run is solved, as with {row['optimizer']} from ±{figure(row['width'])}, all seeds are "
            "alike: that is no merit."
        )
    said.append(
        "No optimizer moves a weight that has no gradient, or makes equal units different: "
        f"[a start from zeros with {other}]({address('frozen', ZEROS | {'optimizer': OTHERS[other]})})."
    )
    if _less(found, "mean") == 1:
        said.append(f"Over all ranges SGD solves more: {other} does not remove the places where runs get stuck.")
    tried = listed([figure(rate) for rate in found.shares.loc[found.shares["optimizer"] == other, "rate"].unique()])
    said.append(
        "Each has the rate, of those tried, with which most runs are solved, as they need different ones; of "
        f"{other}, {tried} were tried."
    )
    return " ".join(said)


def table(found: Compared) -> pd.DataFrame:
    """Runs solved at every rate, a column for each range."""
    said = found.shares["solved"].astype(str) + " of " + found.shares["runs"].astype(str)
    frame = found.shares.assign(said=said, range=["±" + figure(width) for width in found.shares["width"]])
    rows = frame["optimizer"] + ", rate " + frame["rate"].map(figure)
    wide = frame.assign(row=rows).pivot_table("said", "row", "range", aggfunc="first")
    return wide.loc[rows.unique(), frame["range"].unique()].rename_axis("optimizer", axis=0).rename_axis(None, axis=1)


def course(found: Compared) -> str:
    """The picture in words."""
    parts = [
        f"{name}: {', '.join(f'{percent(row.share)} from ±{figure(row.width)}' for row in rows.itertuples())}"
        for name, rows in found.best.groupby("optimizer", sort=False)
    ]
    return f"Runs solved, by range of the first weights. {'; '.join(parts)}."


def picture(best: pd.DataFrame) -> alt.LayerChart:
    """Share of solved runs against the width of the range, a line for each optimizer with its intervals."""
    color, dash = traces.told_apart("optimizer", list(best["optimizer"].unique()))
    x = alt.X("width:Q").title("First weights from −w to w, w").axis(values=sorted(set(best["width"])), grid=False)
    x = x.scale(type="log", nice=False, padding=12)
    y = {"title": "Runs solved", "scale": alt.Scale(domain=[0, 1])}
    tips = ["optimizer:N", "rate:Q", "width:Q", "solved:Q", "runs:Q"]
    base = alt.Chart(best).encode(x, color, tooltip=tips)
    bars = base.mark_rule(strokeWidth=2, opacity=0.6).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"))
    line = base.mark_line(strokeWidth=3, point={"size": 80}).encode(
        alt.Y("share:Q", **y).axis(format="%", tickCount=5), dash
    )
    return (bars + line).properties(height=theme.HEIGHT)


TRY = {
    "And with eight hidden units?": {"hidden": 8},
    "Is it so on two circles?": {"data": "Two circles", "hidden": 8, "epochs": 1000},
    "And RMSprop?": {"other": "RMSprop"},
    "Or is momentum enough?": {"other": "SGD with momentum"},
    "Does Adam fix a start from zeros?": Elsewhere("frozen", ZEROS | {"optimizer": "adam"}),
}
