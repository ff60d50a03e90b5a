"""The columns beside x1: what one chooses of them, the data they make, and the experiment on these."""

from collections.abc import Sequence

import pandas as pd

from lab import checks, presets
from lab.columns import Column
from lab.data import Data, load
from lab.datasets import INTERCEPT, SLOPE
from lab.experiment import Experiment
from lab.numerals import figure
from lab.relevance import line
from lab.specs import Init, Training

NAMES = ("x2", "x3", "x4", "x5")
KINDS = {"none": "none"} | line.SECOND  # what a column may be
STARTS = {  # how the weights start -> their `Init`; the discussion's is of `posted_start`
    "Glorot, as Keras does": Init("glorot_uniform"),
    "uniform, -1 to 1": Init("uniform", low=-1.0, high=1.0),
    "normal, sd 1": Init("normal", stddev=1.0),
    line.START: Init(),
    "all zero": Init("zeros"),
}


def own(field: str, name: str) -> str:
    """The name of a column's knob: `mean` of x2, `mean_x3` of x3."""
    return field if name == "x2" else f"{field}_{name}"


def numbers(k, kind: str, name: str) -> None:
    """Declare the knobs for the numbers of a column of this kind; a multiple is by any number: feet of a metre."""
    short = "" if name == NAMES[0] else name
    if kind != "scaled":
        line.numbers(k, kind, short, "relevance_")
        return
    label, _, usual = line.NUMBERS[kind]["factor"]
    k.box(
        own("factor", name), f"{label} ({short})" if short else label, -10.0, 10.0, 0.1, usual,
        key=f"relevance_{own('factor', name)}",
    )  # fmt: skip


def listed(chosen) -> list[dict]:
    """The columns that are there, in their order: `kind`, `weight` in the truth, and the numbers of the kind."""
    found = []
    for name in NAMES:
        kind = KINDS[chosen[own("column", name)]]
        if kind != "none":
            fields = [*line.NUMBERS.get(kind, {}), "weight"]
            found.append({"kind": kind} | {field: chosen[own(field, name)] for field in fields})
    return found


def asked(
    *, start, rate, epochs, seeds, slope, intercept, noise, data, batch, optimizer, l1, decay, examples=10, **chosen
) -> tuple[Experiment, list[dict], dict]:
    """What is trained, from the question's settings: the experiment, its columns beside x1, and which runs are made."""
    columns = listed(chosen)
    table = built(columns, slope=slope, intercept=intercept, noise=noise, examples=examples, seed=data)
    training = Training(
        loss="mse", optimizer=optimizer, learning_rate=rate, weight_decay=decay, l1=l1, epochs=epochs,
        batch_size=line.BATCHES[batch],
    )  # fmt: skip
    begun = Init(weights=posted_start(table.inputs)) if start == line.START else STARTS[start]
    experiment = Experiment(data=table, network=presets.S09.network, init=begun, training=training)
    return experiment, columns, {"seeds": range(seeds)}


def built(
    columns: Sequence[dict], *, slope=SLOPE, intercept=INTERCEPT, noise: float = 0.0, seed: int = 0, examples: int = 10
) -> Data:
    """A line with a truth and columns of one's own.

    Args:
        columns: of each its `kind`, a value of `KINDS`, and fields of `Column`; the discussion's noise makes the whole
            a table, and takes 10 examples.
        slope, intercept: the truth is slope * x1 + intercept + noise, and the weight of each column times the column.
        noise, seed, examples: as in `line.data`.
    """
    places = [place for place, column in enumerate(columns, start=1) if column["kind"] == "discussion"]
    kinds = [column | ({"kind": "zero"} if place in places else {}) for place, column in enumerate(columns, start=1)]
    made = tuple(checks.kept(Column, column) for column in kinds)
    drawn = {"n": examples, "noise": noise, "seed": seed}
    found = checks.kept(Data, {"name": "line", **drawn, "columns": made, "slope": slope, "intercept": intercept})
    if not places:
        return found
    x, y = (array.copy() for array in load(found, "float64"))
    names = [f"x{place + 1}" if place in places else name for place, name in enumerate(found.features)]
    for place in places:
        x[:, place] = presets.DISCUSSION_NOISE
        y[:, 0] += made[place - 1].weight * x[:, place]
    return Data.from_frame(pd.DataFrame(dict(zip(names, x.T, strict=True))).assign(y=y[:, 0]), target="y")


def useless(columns: Sequence[dict], slope: float = SLOPE) -> list[str]:
    """Names of the weights whose columns the truth does without."""
    parts = [slope, *(column["weight"] for column in columns)]
    return [f"w{place}" for place, part in enumerate(parts, start=1) if part == 0]


def truth(columns: Sequence[dict], *, slope: float, intercept: float, noise: float, examples: int) -> str:
    """How the targets are made: "The truth: y = 3 x1 + 1, without noise (10 examples)."; arguments as in `built`."""
    terms = [(slope, "x1"), *((column["weight"], f"x{place}") for place, column in enumerate(columns, start=2))]
    text = ""
    for part, name in [*terms, (intercept, "")]:
        if part:
            size = name if abs(part) == 1 and name else f"{figure(abs(part))} {name}".strip()
            text += f" {'−' if part < 0 else '+'} {size}" if text else f"{'−' if part < 0 else ''}{size}"
    noisy = f"with noise of standard deviation {figure(noise)}" if noise else "without noise"
    return f"The truth: y = {text or '0'}, {noisy} ({examples} examples)."


def posted_start(inputs: int) -> list:
    """The discussion's first weights; columns beyond its two start where its second did."""
    kernel, bias = presets.DISCUSSION_START
    return [[*kernel, *[kernel[1]] * inputs][:inputs], bias]


def posted(columns: Sequence[dict], start: str) -> str:
    """Which of it was posted in the forum thread; "" where nothing was."""
    noise = any(column["kind"] == "discussion" for column in columns)
    what = [name for name, true in (("this noise", noise), ("these first weights", start == line.START)) if true]
    verb = "was" if what == ["this noise"] else "were"
    return f"{' and '.join(what).capitalize()} {verb} printed in the forum thread {line.THREAD}." if what else ""
