"""How often is a ReLU network dead before it is trained? A layer of it is silent at every example, and stays so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import frames
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words, mathematics
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.laws import depth as laws
from lab.lazy import alt
from lab.numerals import aligned, counted, figure, percent, tex
from lab.progress import Cancelled
from lab.question import Question
from lab.questions.seed_effects.dead import training
from lab.questions.seed_effects.dead.training import REMEDY
from lab.seeds import dying
from lab.seeds.spread import wilson
from lab.specs import Init

QUESTION = Question(
    room="seed_effects",
    slug="dead",
    title="Born dead",
    ask="How often is a ReLU network dead before it is trained?",
    group="Depth",
    place=14,
    also=(
        "my ReLU network predicts the same value for all inputs", "dead neurons at initialization",
        "all ReLU units output zero", "ReLU neurons that never fire", "network is constant from the beginning",
        "outputs only zeros", "ReLU outputs 0 for every example", "my layer seems dead",
        "dead ReLU units",
    ),
    turned={
        (
            "after some epochs many neurons output 0 for every example", "are dead neurons lost forever",
            "a third of my neurons output 0, are they lost forever, leaky ReLU or another initialisation",
            "as much as 40 % of a network can be dead", "how do I see dead relus in mine",
            "dying relu", "LeakyReLU", "relu units die during training", "dead neurons, learning rate too high",
            "can a dead unit recover", "can a dead neuron come back to life", "should I use leaky ReLU",
        ): {"when": "dying while it trains"},
    },
)  # fmt: skip
WHENS = {"born dead": "drawn", "dying while it trains": "trained"}
WHILE = "And while it trains?"
OTHER = (
    f"Units that live at first and die in training (dying ReLU) are another case: see “{WHILE}” below, or choose it."
)
CHUNK = 2_000_000  # activations that are held at once
SCHEMES = {"He": Init("he_normal"), "Glorot": Init("glorot_normal")}
ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ONE, MORE = (-1.0,), (-10.0, 10.0)  # where else the dead are asked: after one example, and after several


def knobs(k):
    """How narrow and how deep, and what has to be silenced."""
    if WHENS[k.choice("when", "Which units", WHENS, next(iter(WHENS)))] == "trained":
        k.steps("rate", "Learning rate at which they die", training.RATES, 1.0)
        return
    k.slider("width", "Units in each layer", 1, 10, 1, 3)
    k.slider("layers", "Hidden layers", 1, 50, 1, 20)
    k.choice("examples", "Examples that all must be silenced", [1, 2, 10, 100], 1)
    k.choice("bias", "Biases at the start", [0.0, 0.01, 0.1, 1.0], 0.0)
    k.steps("networks", "Networks, one draw each", [100, 1000, 4000, 10_000], 4000, key="seeds_dead_count")


def answer(compute, *, when, **setting):
    """The share of the dead against depth, and theory's; or what becomes of units that die while it trains."""
    if WHENS[when] == "trained":
        return training.answer(compute, **setting)
    found = compute(measure, **setting)
    compute.show(_answer(found))
    died = compute(dying.measure)
    words = dying.verdict(died)
    chart = Figure.of(
        dying.chart(died.rates), words,
        caption="Another network, 64-32-10 on the digits. Line: the median run. Band: the middle 90 % of runs.",
    )  # fmt: skip
    return _answer(found, Section(WHILE, (chart, Words(f"{words} {dying.WHY}"))))


def _answer(found: Dead, *trained: Section) -> Answer:
    return Answer(
        headline=headline(found),
        note=" ".join([verdict(found), *([OTHER] if trained else [])]),
        blocks=(
            Figure.of(
                picture(found.table), summary(found),
                caption="Share of the networks that are dead by then, with its 95 % interval; dashed: theory.",
            ),
            Why(f"{silence(found)} {fate(found)} {schemes(found)}".strip()),
            Advice(
                "Count the units that are 0 for every example, in each hidden layer. Where they are many, build the "
                "model anew: from another start, with scaled inputs, He's weights and a smaller rate, wider rather "
                "than deeper, or of units that pass a little of what is negative.",
                REMEDY,
            ),
            *trained,
            mathematics(Formula(formulas(found)), Words(half(found))),
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Dead:
    """What was counted.

    Attributes:
        table: one row per (scheme, layer from 1): `scheme`, `layer`, `dead` (networks that are dead by then), `share`,
            `low`, `high` (Wilson's 95 % interval), `law`.
        facts: one row per scheme: `scheme`, `networks`, `width`, `layers`, `dead`, `share`, `low`, `high`, `law`,
            `examples`, `bias`, `exact` (whether the theory is exact here; elsewhere it is an upper bound), `elsewhere`
            (how many of the dead have no silent layer at another input: one of `ONE` after one example, of `MORE`
            after several).
    """

    table: pd.DataFrame
    facts: pd.DataFrame


def measure(width=3, layers=20, examples=1, bias=0.0, networks=4000, cancelled=None) -> Dead:
    """Draw ReLU networks with one input, and see in which layer all units are silent at all examples.

    Weights are normal, of the size of He's and of Glorot's scheme, from the same draws: without biases only their signs
    matter, and both schemes give the same.

    Args:
        width, layers: units of each hidden layer, and how many of them.
        examples: inputs that all have to be silenced: x = 1, then x = -1, then standard normal draws.
        bias: of all units.
        networks: how many.
        cancelled: asked between portions; True ends it.
    """
    draws = np.random.default_rng(np.random.SeedSequence(0, spawn_key=(width, layers, examples)))
    x = np.array([1.0, -1.0, *draws.normal(size=max(0, examples - 2))][:examples])
    each, counts, elsewhere = max(1, CHUNK // (examples * width)), 0, 0
    for first in range(0, networks, each):
        if cancelled and cancelled():
            raise Cancelled
        died, woken = _died(draws, x, min(each, networks - first), width, layers, bias)
        counts, elsewhere = counts + died, elsewhere + woken
    dead = counts.cumsum(axis=1)  # (scheme, layer)
    table = frames.tidy([(("scheme",), [(name,) for name in SCHEMES]),
                         (("layer",), [(layer,) for layer in range(1, layers + 1)])],
                        {"dead": dead, "share": dead / networks})  # fmt: skip
    low, high = zip(*(wilson(count, networks) for count in table["dead"]), strict=True)
    table = table.assign(low=low, high=high, law=laws.born_dead(width, table["layer"]))
    facts = table.groupby("scheme", sort=False).tail(1).reset_index(drop=True).rename(columns={"layer": "layers"})
    told = {"networks": networks, "width": width, "examples": examples, "bias": bias, "elsewhere": elsewhere}
    return Dead(table, facts.assign(**told, exact=examples == 1 and bias == 0))


def _died(draws: np.random.Generator, x: np.ndarray, count: int, width: int, layers: int, bias: float):
    """How many of `count` networks have their first silent layer at each depth; how many of them answer elsewhere."""
    asked = np.concatenate([x, ONE if len(x) == 1 else MORE])
    a = np.broadcast_to(asked[:, None], (len(SCHEMES), count, len(asked), 1))
    alive, answers, died = np.ones((len(SCHEMES), count), bool), True, []
    for _ in range(layers):
        sizes = [laws.variance(init, a.shape[-1], width) ** 0.5 for init in SCHEMES.values()]
        kernel = draws.normal(size=(count, a.shape[-1], width))
        a = np.maximum(np.reshape(sizes, (-1, 1, 1, 1)) * (a @ kernel) + bias, 0.0)  # (scheme, network, example, unit)
        heard = a.any(axis=-1)  # (scheme, network, example)
        silent = alive & ~heard[..., : len(x)].any(axis=-1)
        died.append(silent.sum(axis=1))
        alive, answers = alive & ~silent, answers & heard[..., len(x) :]
    return np.stack(died, axis=1), (answers.any(axis=-1) & ~alive).sum(axis=1)


def headline(found: Dead) -> str:
    """The share of networks so deep and narrow that are born dead, and what that is."""
    row = found.facts.loc[found.facts["share"].idxmax()]
    where = {1: "the only example", 2: "both examples"}.get(row["examples"], "every example")
    which = f"{_spelled(row['layers'])}-layer, {_spelled(row['width'])}-unit-wide ReLU networks"
    if not row["dead"]:
        return f"None of these {which} is born dead: no layer outputs zero at {where}."
    told = percent(row["share"])
    if told[0].isdigit() and found.facts["dead"].min() < row["dead"]:
        told = f"up to {told}"
    return f"{told[0].upper()}{told[1:]} of {which} are born dead: a layer outputs zero at {where}."


def _spelled(count: int) -> str:
    """A count below a hundred in words, so that the figures of a sentence are what was measured: "twenty-one"."""
    tens, ones = divmod(count, 10)
    return ONES[count] if count < 20 else "-".join([TENS[tens - 2], *([ONES[ones]] if ones else [])])


def _examples(count: int) -> str:
    return {1: "one example", 2: "both examples"}.get(count, f"all {count} examples")


def verdict(found: Dead) -> str:
    """How many are dead, with the interval, against theory."""
    row, facts = found.facts.iloc[0], found.facts
    layers, where = (
        f"{counted(row['layers'], 'layer')} of {counted(row['width'], 'ReLU unit')}",
        _examples(row["examples"]),
    )
    given = f" and biases of {figure(row['bias'])}," if row["bias"] else ""
    told = "theory says" if row["exact"] else "theory for one example without biases, an upper bound here, says"
    if facts["dead"][0] == facts["dead"][1]:
        born = f"{row['dead']:,} {'is' if row['dead'] == 1 else 'are'} born dead at {where}: {_interval(row)}"
    else:
        parts = [f"{each['dead']:,} with {each['scheme']}'s weights, {_interval(each)}" for _, each in facts.iterrows()]
        born = f"so many are born dead at {where}: {'; '.join(parts)}"
    return f"Of {row['networks']:,} networks of {layers}{given} {born}; {told} {percent(row['law'])}."


def _interval(row) -> str:
    return f"{percent(row['share'])} (95 % interval {percent(row['low'])} to {percent(row['high'])})"


def silence(found: Dead) -> str:
    """What the network is asked, and why a unit is silent."""
    row = found.facts.iloc[0]
    given = {1: "the example is x = +1", 2: "the examples are x = +1 and x = −1"}
    more = f"the examples are x = +1, x = −1 and {row['examples'] - 2} standard normal draws"
    chance = "with chance 1/2, whatever comes in but zeros"
    if row["bias"]:
        chance = "without biases with chance 1/2, and positive biases make that rarer"
    return (
        f"Each network has one input and biases {figure(row['bias'])}; {given.get(row['examples'], more)}. A unit that "
        f"outputs zero is silent: {chance}. When all units of one layer are silent, the layer above gets nothing but "
        "zeros."
    )


def fate(found: Dead) -> str:
    """What a dead network says, there and elsewhere, and what can wake it."""
    row = found.facts.iloc[0]
    dead, awake, whose = row["dead"], row["elsewhere"], f" with {row['scheme']}'s weights" if row["bias"] else ""
    if dead == 0:
        return f"None of these networks is dead{whose}."
    woken = f"{awake:,} ({percent(awake / dead)})" if awake else "none"
    woken = f"{whose}, {woken} {'is' if awake <= 1 else 'are'} alive at"
    are = f"of {counted(dead, 'network')} that {'is' if dead == 1 else 'are'} dead"
    if row["examples"] == 1:
        return (
            f"Dead at one example is not dead at every example: {are} at x = +1{woken} x = −1. An example that is "
            "silenced sends no gradient to the silent layer or below it, so only another example can wake that layer."
        )
    told = (
        f"A network that is dead at {_examples(row['examples'])} gives one output to all of them. None of them sends a "
        "gradient to the silent layer or below it, so no gradient descent on them wakes it."
    )
    if not row["bias"]:
        return f"{told} Nor is there another input that it answers: without biases x and 2x are silenced alike."
    return f"{told} Elsewhere it may answer: {are} here{woken} x = −10 or at x = 10."


def schemes(found: Dead) -> str:
    """Whether the scheme of the first weights makes a difference."""
    he, glorot = found.facts["dead"]
    if he == glorot == 0:
        return ""
    same = "He's weights and Glorot's are the same draws here, in two sizes:"
    if he == glorot:
        signs = "" if found.facts["bias"][0] else ", as without biases only signs matter"
        return f"{same} both leave {he:,} dead{signs}."
    why = ", as beside smaller weights a bias counts more" if he > glorot else ""
    return f"{same} with biases the size counts: He's, the larger ones, leave {he:,} dead, Glorot's {glorot:,}{why}."


def half(found: Dead) -> str:
    """At which depth half are dead, for this width and one unit more."""
    row = found.facts.iloc[0]
    width, law = row["width"], "By theory" if row["exact"] else "By theory for one example without biases"
    here, more = (f"{np.log(0.5) / np.log1p(-(2.0**-units)):.1f}" for units in (width, width + 1))
    return (
        f"{law} half of the networks of width {width} are dead at a depth of {here} layers, of width {width + 1} at "
        f"{more}: each further unit about doubles the depth that lives. N: units of each layer; H: hidden layers."
    )


def summary(found: Dead) -> str:
    """Share of the dead at a few depths: the takeaway of the picture."""
    law, parts = "theory" if found.facts["exact"][0] else "upper bound", []
    for scheme, table in found.table.groupby("scheme", sort=False):
        rows = table.iloc[sorted({0, len(table) // 2, len(table) - 1})]
        shares = [f"{row.layer}: {percent(row.share)} ({law} {percent(row.law)})" for row in rows.itertuples()]
        parts.append(f"Share of the networks with {scheme}'s weights that are dead by layer {'; '.join(shares)}.")
    return " ".join(parts)


def formulas(found: Dead) -> str:
    """Theory with its numbers, as LaTeX."""
    row = found.facts.iloc[0]
    sign = "=" if row["exact"] else r"\le"
    law = rf"P &{sign} 1 - (1 - 2^{{-N}})^{{H}}"
    given = rf"&= 1 - (1 - 2^{{-{row['width']}}})^{{{row['layers']}}}"
    return aligned(law, given, rf"&= {tex(figure(row['law']))}")


def picture(table: pd.DataFrame) -> alt.LayerChart:
    """Share of the dead against depth with Wilson's intervals, He's as dots and Glorot's as rings; theory dashed."""
    x = alt.X("layer:Q").title("Hidden layers").axis(grid=False, tickMinStep=1, format="d")
    y = {"title": "Born dead", "scale": alt.Scale(domain=[0, 1]), "axis": alt.Axis(format="%")}
    names = list(table["scheme"].unique())
    color = alt.Color("scheme:N").scale(theme.colors(names)).title(None).legend(orient="top")
    base = alt.Chart(table).encode(x)
    bars = traces.spans(base, y, color)
    law = alt.Tooltip("law:Q", title="theory", format=".2%")
    tips = ["scheme:N", "layer:Q", "dead:Q", *traces.tips("share", format=".2%"), law]
    points = base.encode(alt.Y("share:Q", **y), color, tooltip=tips)
    dots = points.transform_filter(alt.datum.scheme == names[0]).mark_point(size=50, filled=True, opacity=1)
    rings = points.transform_filter(alt.datum.scheme != names[0]).mark_point(size=130, strokeWidth=2, opacity=1)
    law = traces.theory(table, x, alt.Y("law:Q", **y), alt.Detail("scheme:N"))
    return (law + bars + rings + dots).properties(height=theme.HEIGHT)


TRY = {
    "What becomes of ReLU units that die in training?": {"when": "dying while it trains"},
    "Two units, ten layers: how many are dead?": {"width": 2, "layers": 10},
    "How many are born dead with one unit more?": {"width": 4},
    "And of ten units, fifty layers?": {"width": 10, "layers": 50},
    "How many are dead at every one of a hundred examples?": {"examples": 100},
    "How many are dead if biases start at 0.1?": {"bias": 0.1},
}


def _measured(compute, *, when, width, layers, **setting) -> tuple[float, ...]:
    """Share dead as deep and wide, and of 10 layers of 2; of 3 layers of 3 that are, how many are alive at x = -1."""
    rows = [compute(measure, width=units, layers=deep, **setting).facts.iloc[0]
            for units, deep in ((width, layers), (2, 10), (3, 3))]  # fmt: skip
    return rows[0]["share"], rows[1]["share"], round(rows[2]["elsewhere"] / rows[2]["dead"], 4)


CLAIMS = (
    *dying.CLAIMS,
    Claim(
        id="L19",
        question="How often is a ReLU network dead before it is trained?",
        claim="With one input, zero biases, width N and depth H, 1 - (1 - 2^-N)^H of all networks are dead at one "
        "example.",
        source="Lu, Shin, Su, Karniadakis (2020)",
        figures=(
            # shares of 4,000 networks: 4 standard errors
            Expected(name="share dead at x = 1, N = 3, H = 20", expected=0.9308, tolerance=0.016),
            Expected(name="the same, N = 2, H = 10", expected=0.9437, tolerance=0.0146),
            Expected(
                name="of those dead at x = 1, share alive at x = −1, N = 3, H = 3", expected=0.64, tolerance=0.053
            ),
        ),
        measure=_measured,
        because="of 4,000 networks with 20 layers of 3 ReLU units {0:%} are dead at the example x = 1, of as many with "
        "10 layers of 2 units {1:%}. Dead at one example is not dead at every other: of the networks with 3 layers of "
        "3 units that are dead at x = 1, {2:%} answer at x = −1.",
    ),
)
