"""How many hidden units does it take?"""

from __future__ import annotations

import math

import pandas as pd

from lab import bands
from lab.answer import Advice, Answer, Figure, Formula, Why, Words, mathematics
from lab.charts import theme, traces
from lab.experiment import vary
from lab.lazy import alt
from lab.numerals import aligned, counted, figure, percent, tex
from lab.question import Question
from lab.questions.seed_effects.width.claims import CLAIMS  # noqa: F401  the question's own
from lab.questions.seed_effects.width.kernels import pictures
from lab.questions.seed_effects.width.widths import (
    BELOW,
    DATA,
    PICTURED,
    WIDTHS,
    Widths,
    begun,
    least,
    measure,
    setting,
)

QUESTION = Question(
    room="seed_effects",
    slug="width",
    title="How many units?",
    ask="How many hidden units does it take?",
    group="Where runs end",
    place=5,
    also=(
        "how do you choose the number of neurons: why 25 and not 1", "how many neurons in the hidden layer",
        "hidden layer size", "why more than one neuron", "is one neuron enough for XOR", "how wide should a layer be",
        "number of hidden units", "number of nodes", "rule of thumb for the size of a hidden layer",
        "too few or too many neurons", "how many units per layer", "units in each layer", "more neurons or fewer",
        "how big should my network be",
        "underfitting with a small layer", "what are many neurons good for", "does one unit do",
        "can one neuron learn it",
        "does ReLU need more or fewer units than sigmoid",
        "one unit with its best weights has minimum cost: what are 25 units in a layer for",
    ),
)  # fmt: skip
TITLES = {"accuracy": "Accuracy, %", "cost": "Cost"}
EPOCHS = {"digits": (1, 3, 10, 30, 100), "xor": (300, 1000, 4000, 20_000), "circles": (100, 300, 1000, 3000)}
HELD, TRAINED = "held-out examples", "training examples"
ONE = (
    "The answer of one hidden unit only rises, or only falls, along its direction: no such answer costs less than this."
)
FEW = 32  # runs of each width that are shown while more are trained
BUILD = """\
def build(units):
    model = keras.Sequential([
        keras.layers.Dense(units, activation="{activation}"),
        keras.layers.Dense({outputs}, activation="{last}"),
    ])
    model.compile(keras.optimizers.SGD({rate}), "{loss}", metrics=["accuracy"])
    return model

"""
TRIES = """\
for units in [{widths}]:
    right = []
    for seed in range(9):
        keras.utils.set_random_seed(seed)
        model = build(units)
        model.fit(x, y, batch_size={batch}, epochs={epochs}, verbose=0)
        score = model.evaluate(x_new, y_new, verbose=0)
        right.append(score[1])
    print(units, np.median(right), min(right), max(right))"""
COUNTS = """\
for units in [{widths}]:
    costs = []
    for seed in range(20):
        keras.utils.set_random_seed(seed)
        model = build(units)
        costs.append(model.fit(x, y, batch_size=len(x), epochs={epochs}, verbose=0).history["loss"][-1])
    print(units, "units:", sum(cost < {below} for cost in costs), "of 20 runs learn it")"""


def knobs(k):
    """What is learned, with how many units, and whose units are looked at."""
    data = k.choice("data", "Data", DATA, "digits", key="seeds_width_data", shown=DATA.get)
    few, epochs = [1, 5, 10, 25] if data == "digits" else [1, 2, 3, 4, 8], begun(data).training.epochs
    units = k.several("units", "Hidden units", WIDTHS, few, key=f"seeds_width_{data}_units")
    k.steps("epochs", "Epochs", EPOCHS[data], epochs, key=f"seeds_width_{data}_epochs")
    k.steps("seeds", "Runs of each width, one seed each", (16, 32, 100, 200, 500), 32, key="seeds_width_count")
    with k.more():
        k.choice("result", "Shown", TITLES, "accuracy", key="seeds_width_result")
        if data == "digits":
            k.choice("pictured", "Units shown as pictures", units, units[-1], key="seeds_width_pictured")
            k.slider("seed", "of the run with seed", 0, PICTURED - 1, 1, 0, key="seeds_width_seed")
        k.choice("activation", "Activation", ["sigmoid", "tanh", "relu"], "sigmoid", key="seeds_width_activation")


def answer(compute, *, data, units, epochs, seeds, result, activation, pictured=0, seed=0):
    """The result of every width, its units as pictures, a table, what one unit can do at best."""
    experiment = setting(data, activation, epochs)

    def told(found: Widths) -> Answer:
        return _answer(found, result, pictured, seed)

    def partly(found: Widths) -> None:
        compute.show(told(found), {"widths": (len(found.widths), len(units))})

    few = min(seeds, FEW)
    soon = vary(experiment, {"training.epochs": min(epochs, begun(data).training.epochs)})
    if compute.watched and (few, soon) != (seeds, experiment):
        so_far = {"runs of each width": (few, seeds), "epochs": (soon.training.epochs, epochs)}
        compute.show(told(compute(measure, soon, widths=list(units), count=few, partly=partly)), so_far)
        partly = None
    return told(compute(measure, experiment, widths=list(units), count=seeds, partly=partly))


def _answer(found: Widths, result: str, pictured: int, seed: int) -> Answer:
    shown = pictured in found.kernels and found.experiment.data.name == "digits"
    return Answer(
        headline=headline(found),
        note=note(found),
        blocks=(
            Figure.of(
                picture(found, result), note(found),
                caption="Large: the median run. Upright: the middle 90 % of runs. Dots: all runs, one seed each.",
            ),
            Why(why(found)),
            advice(found),
            *([pictures(found, pictured, seed)] if shown else []),
            mathematics(*([Words(ONE)] if found.floor else []), Formula(formulas(found))),
        ),
        experiment=found.experiment,
    )  # fmt: skip


def headline(found: Widths) -> str:
    """Between which widths the smallest lies that does as well as any that was tried."""
    rows = found.widths.sort_values("units")
    if rows["diverged"].eq(rows["runs"]).all():
        return "All runs diverged, so no number of units can be said."
    return _of_digits(rows, found.gains) if found.floor is None else _of_planes(rows)


def _of_digits(rows, gains) -> str:
    """How much more several units get right than one; where one was not tried, between which widths it is enough."""
    rows = rows[rows["held_mid"].notna()]
    if len(rows) == 1:
        units = counted(rows["units"].iloc[0], "unit")
        return f"With {units} the median run gets {percent(rows['held_mid'].iloc[0] / 100)} of new digits right."
    if rows["units"].min() > 1 or least(rows["units"], gains) == 1:
        return between(rows, gains)
    one, most = (percent(value / 100) for value in (rows["held_mid"].iloc[0], rows["held_mid"].max()))
    return f"One unit gets {one} of new digits right, several {most}: they tell apart what one cannot."


def between(rows, gains) -> str:
    """Which width is enough, or between which it lies."""
    chosen = least(rows["units"], gains)
    units, told = counted(chosen, "unit"), "the wider layers tried may be no more accurate on new digits"
    fewer = rows.loc[rows["units"] < chosen, "units"]
    if not len(fewer):
        return f"At most {units}, the fewest tried: {told}."
    more = f"More than {counted(fewer.max(), 'unit')}"
    if chosen == rows["units"].max():
        if chosen - fewer.max() > 1:
            return f"{more}: {chosen} get more new digits right; what lies between is not tried here."
        return f"{more}: accuracy on new digits still rises up to {chosen}, the most tried here."
    if fewer.max() == chosen - 1:
        return f"It takes {units}: {told}."
    return f"{more}, at most {chosen}: {told}."


def advice(found: Widths) -> Advice:
    """How to choose a width: by new examples, or where all examples are a few points by the runs that learn them."""
    training, network, data = found.experiment.training, found.experiment.network, found.experiment.data
    tried, epochs = sorted(found.widths["units"]) if len(found.widths) > 1 else WIDTHS, training.epochs
    widths = ", ".join(map(str, tried))
    build = BUILD.format(
        activation=network.activation, outputs=data.outputs, last=network.output, rate=training.learning_rate,
        loss=training.loss,
    )  # fmt: skip
    if found.floor is None:
        return Advice(
            "Try a few widths, each from several seeds, and look at the held-out examples, those that were not trained "
            "on. Take the smallest width whose middle run is as good as those of wider layers: a gain that is small "
            f"beside the spread of the seeds may be luck.{too_many(found)}",
            build + TRIES.format(widths=widths, epochs=epochs, batch=training.batch_size),
        )
    return Advice(
        "Try a few widths, each from many seeds, and take the smallest one from which every run learns it. The "
        "smallest that can is not enough: a single run of it may get stuck.",
        build + COUNTS.format(widths=widths, epochs=epochs, below=BELOW),
    )


def too_many(found: Widths) -> str:
    """Whether the widest layer of those tried does harm, by new examples; "" where one width was tried."""
    held = found.runs.groupby("units")["held"]
    middle = held.median().dropna()
    if len(middle) < 2:
        return ""
    widest, best = middle.index.max(), middle.max()
    told = f"{counted(widest, 'unit')} get {middle[widest]:.0f} % of the new examples right"
    if best - middle[widest] <= held.std()[widest]:
        return f" Too many did no harm here: {told}, about as many as any fewer; they only take longer."
    return f" Too many did harm here: {told}, {counted(middle.idxmax(), 'unit')} {best:.0f} %."


def _of_planes(rows) -> str:
    best = rows.loc[rows["share"].idxmax()]
    if len(rows) == 1:
        many = {0.0: "no run solves", 1.0: "every run solves"}.get(
            best["share"], f"{percent(best['share'])} of runs solve"
        )
        return f"With {counted(best['units'], 'unit')} {many} it."
    if not best["share"]:
        return "More than was tried here, or more epochs: from no width does a run solve it."
    short_of = rows.loc[rows["share"] < 1, "units"]
    always = rows[rows["units"] > (short_of.max() if len(short_of) else 0)]
    can = rows.loc[rows["share"] > 0, "units"].iloc[0]
    if len(always):
        safe = always["units"].iloc[0]
        if can < safe:
            return (
                f"{counted(can, 'unit')} can, but not from every start; from {safe} on, of those tried, every run does."
            )
        return f"From {counted(safe, 'unit')} on, of the widths tried, every run solves it."
    units, share = counted(best["units"], "unit"), percent(best["share"])
    return (
        f"No width tried is always enough: {units} {'does' if best['units'] == 1 else 'do'} best, in {share} of runs."
    )


def why(found: Widths) -> str:
    """What several units can do that one cannot, and why a seed matters less where there are many."""
    said = [
        "Several units tell apart what one cannot, as one looks in a single direction only: its output rises, or "
        "falls, that way, and inputs that differ only at right angles to it look the same to it. The output layer "
        "weighs the several directions against each other.",
        alone(found),
        "Nobody tells a unit what to look for: units start different, so the error sends each its own way.",
    ]
    if len(found.widths) > 1:
        name = "held" if found.floor is None else "cost"
        rows = found.widths.sort_values("units")
        spread = rows[f"{name}_high"] - rows[f"{name}_low"]
        less = spread.iloc[-1] < spread.iloc[0]
        said.append(
            "The results of different seeds lie "
            f"{'closer together' if less else 'no closer together'} with {counted(rows['units'].iloc[-1], 'unit')} "
            f"than with {rows['units'].iloc[0]}."
        )
    return " ".join(filter(None, [*said, layer(found), gained(found), flattered(found)]))


def flattered(found: Widths) -> str:
    """Whether the digits that choose the width flatter it; "" where none is held out, or one width was tried."""
    if math.isnan(found.flattery) or len(found.widths) < 2:
        return ""
    less = f"{found.flattery:.1f} points fewer" if found.flattery >= 0.05 else "as many"
    return (
        "The new digits that choose the width score it, too, so its score may be a bit too good. As a check one half "
        "of them chose and the other half scored: the chosen width then gets "
        f"{less} right."
    )


def alone(found: Widths) -> str:
    """How far a single unit gets: it is one feature; "" where none was trained."""
    ends = found.runs[found.runs["units"] == 1]
    best, told = "Training does look for one unit's best weights and bias, but a single unit is one feature:", ""
    if found.floor is None and ends["held"].notna().any():
        right, epochs = percent(ends["held"].median() / 100), counted(found.experiment.training.epochs, "epoch")
        told = f"after {epochs}, maybe not its best yet, it alone gets {right} of new digits right in the median run"
    if found.floor is not None and ends["cost"].notna().any():
        least, bound = figure(ends["cost"].min(), 4), figure(found.floor, 4)
        told = f"alone it gets down to a cost of {least} in the best run, and no weights at all get below {bound}"
    return f"{best} {told}." if told else ""


def layer(found: Widths) -> str:
    """Which layer has these units."""
    inputs = counted(found.experiment.data.inputs, "number")
    return f"These units are the hidden layer; the input layer is the {inputs} of an example, which are given."


def note(found: Widths) -> str:
    """Between which widths the answer lies, and how well each of them ends."""
    runs = found.widths["runs"].iloc[0]
    epochs, activation = counted(found.experiment.training.epochs, "epoch"), found.experiment.network.activation
    budget = f"{epochs} ({found.steps:,} steps) with {activation} units, {runs:,} runs each"
    rows = list(found.widths.itertuples())
    if found.floor is not None:
        parts = ", ".join(
            f"{counted(row.units, 'unit')} {100 * row.share:.3g} % ({100 * row.low:.3g} to {100 * row.high:.3g})"
            for row in rows
        )
        return (
            f"Runs that solve it (cost below {BELOW}) after {budget}, with the 95 % interval, where the share of many "
            f"more runs is likely to lie: {parts}."
        )
    parts = ", ".join(
        f"{counted(row.units, 'unit')} {percent(row.held_mid / 100)} ({row.held_low:.0f} to {row.held_high:.0f})"
        for row in rows
    )
    said = f"Of {found.held_out} held-out digits right after {budget}, median (middle 90 % of runs): {parts}."
    if len(rows) < 2:
        return said
    known = found.widths[found.widths["held_mid"].notna()].sort_values("units")
    told = between(known, found.gains)
    return said if told == headline(found) else f"{told} {said}"


def gained(found: Widths) -> str:
    """Whether the last step in width surely gains anything; "" where that cannot be said."""
    steps, step = found.gains.set_index(["few", "many"]), tuple(sorted(found.widths["units"])[-2:])
    if step not in steps.index:
        return ""
    medians = found.widths.set_index("units")["held_mid"].round(2)
    values = (medians[step[1]] - medians[step[0]], *steps.loc[step, ["low", "high"]])
    gain, low, high = (f"{round(value, 2) + 0.0:+.2f}".replace("-", "−") for value in values)
    sure = "surely something" if steps.loc[step, "low"] > 0 else "perhaps nothing"
    return (
        f"From {step[0]} to {counted(step[1], 'unit')} the median run gains {sure}: {gain} points, and with other "
        f"seeds most likely {low} to {high} (95 % interval)."
    )


def formulas(found: Widths) -> str:
    """The best of one unit as LaTeX; for other data how many weights the widths have."""
    if found.experiment.data.name == "xor":
        return aligned(
            r"\text{along } w: \quad y &= 0,\ 1,\ 1,\ 0",
            r"\text{rising at best: } \quad a &= 0,\ \tfrac23,\ \tfrac23,\ \tfrac23",
            r"C &\ge \tfrac14 \left(0 + \tfrac19 + \tfrac19 + \tfrac49\right) = \tfrac16",
        )
    if found.floor is not None:
        return aligned(
            r"C &\ge \min_{w,\ g \text{ rising}} \tfrac1m \textstyle\sum_i \left(y_i - g(w \cdot x_i)\right)^2",
            rf"&= {tex(figure(found.floor))}",
        )
    inputs, outputs = found.experiment.data.inputs, found.experiment.data.outputs
    lines = [
        rf"H = {row.units}: \; {inputs + 1} \cdot {row.units} + {row.units + 1} \cdot {outputs}"
        rf" &= {tex(f'{row.weights:,}')}"
        for row in found.widths.itertuples()
    ]
    return aligned(rf"({inputs} + 1)\, H + (H + 1) \cdot {outputs} &= \text{{weights}}", *lines)


def picture(found: Widths, result: str) -> alt.LayerChart:
    """Median and 5-95% range of every width, and every run as a dot; dashed, what theory says.

    Args:
        found: of `measure`.
        result: a key of `TITLES`.
    """
    kinds = {"cost": TRAINED} if result == "cost" else {"held": HELD, "training": TRAINED}
    kinds = {name: kind for name, kind in kinds.items() if found.runs[name].notna().any()} or kinds
    names = list(kinds.values())
    dots = found.runs.rename(columns=kinds).melt(["units", "seed"], names, "kind", "value").dropna()
    spread = pd.DataFrame(bands.of_groups(dots.groupby(["kind", "units"])["value"])).reset_index()
    color, shape = traces.marked_apart("kind", names)
    x = alt.X("units:O").title("Hidden units").axis(labelAngle=0, grid=False)
    y, beside = {"title": TITLES[result], "scale": alt.Scale(zero=True)}, alt.XOffset("kind:N").sort(names)
    tips = ["units:O", "kind:N", "seed:Q", alt.Tooltip("value:Q", format=".4g")]
    runs = alt.Chart(dots).mark_point(filled=True, size=16, opacity=0.35)
    runs = runs.encode(x, alt.Y("value:Q", **y), beside, color, tooltip=tips)
    base = alt.Chart(spread).encode(x, beside, color)
    range_ = traces.spans(base, y)
    tips = ["units:O", "kind:N", *traces.tips("low", "mid", "high")]
    middle = base.mark_point(filled=True, size=110, opacity=1).encode(alt.Y("mid:Q", **y), shape, tooltip=tips)
    first = spread[spread["kind"] == names[0]]
    first = first.assign(says=first["mid"].map(figure if result == "cost" else lambda mid: percent(mid / 100)))
    words = alt.Chart(first).mark_text(dy=-9, fontSize=13, fontWeight="bold", baseline="bottom")
    words = words.encode(x, alt.Y("high:Q", **y), beside, color, alt.Text("says:N"))
    return (_theory(found, result) + runs + range_ + middle + words).properties(height=theme.HEIGHT)


def _theory(found: Widths, result: str) -> alt.LayerChart:
    """Dashed lines of the costs, named at their ends; none for accuracies."""
    rows = [(found.floor, "theory: one unit at best"), (BELOW, "solved")] if result == "cost" and found.floor else []
    base = alt.Chart(pd.DataFrame(rows, columns=["level", "says"])).encode(alt.Y("level:Q"))
    return traces.rules(base, "says", alt.XValue("width"), align="right", dx=-4, dy=-3)


TRY = {
    "And two units, three, ten or fifty?": {"units": (1, 2, 3, 5, 10, 25, 50)},
    "Do ReLU units change how many it takes?": {"activation": "relu"},
    "How many units does XOR need?": {"data": "xor", "result": "cost", "seeds": 200},
    "How many units does a circle need?": {"data": "circles"},
    "Does a single epoch ask for as many units?": {"epochs": 1},
    "How far do five units get, and what does another seed's look like?": {"units": (5,), "seed": 1},
}
