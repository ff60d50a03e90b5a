"""Why is the loss so large before training? It grows with how large the outputs are, and these with the units."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import pandas as pd

from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, mathematics
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.laws import entropy, overflow
from lab.lazy import alt
from lab.numerals import aligned, counted, figure, percent, short, tex
from lab.question import Elsewhere, Question
from lab.questions.seed_effects.first import losses
from lab.questions.seed_effects.first.losses import GLOROT, STARTS, WEIGHTS, WIDTHS, measure
from lab.specs import Init

QUESTION = Question(
    room="seed_effects",
    slug="first",
    title="The first loss",
    ask="Why is the loss so large before training?",
    group="Where runs end",
    place=22,
    also=(
        "more hidden neurons and the loss before any training is bigger", "model.evaluate before fit is far too high",
        "initial loss too high, random normal weights with stddev 1", "first loss is much larger than expected",
        "why divide the weights by the square root of the inputs", "first loss grows with the number of hidden units",
        "what should my loss be at the beginning", "loss before the first epoch is huge", "first loss near ln(classes)",
        "loss at epoch 0 is far above ln 2", "sanity check of the initial loss", "wider layer, larger initial loss",
        "cross-entropy before training", "first loss of a new model", "expected loss at chance", "my loss starts at 30",
        "loss at step 0 is large", "loss at initialization", "untrained network loss", "initial loss too high",
    ),
    turned={
        (
            "is an initial loss of 2.3 right for 10 classes", "should the loss of ten classes start at 2.3",
            "first loss of a softmax over ten classes",
        ): {"classes": 10, "weights": "Glorot (Keras's default)"},
        (
            "my first loss is 14 and should be 2.3", "first loss of 14.5 or 16.1", "why is my loss 16.118",
            "why does my loss start at 14.5 and never exceed 16.1", "loss stuck at 14.5063 with ten classes",
        ): {"classes": 10, "size": 100.0},
        (
            "initial loss of several hundred with pixel values from 0 to 255",
            "inputs are not scaled and the very first loss is huge",
        ): {"classes": 10, "weights": "Glorot (Keras's default)", "size": 100.0},
    },
)  # fmt: skip
UNITS = tuple(sorted({*WIDTHS, 10, 20, 30, 50, 100, 200, 300, 400, 500, 784, 1000}))
CLASSES, INPUTS = (2, 3, 5, 10, 20, 100), (2, 4, 10, 30, 64, 784)
NOT_LARGE, A_LITTLE = 1.25, 1.6  # times the loss of knowing nothing
SURE = 0.95  # of what sure guesses cost from probabilities
CUT = 0.9  # of the loss from logits: one from probabilities that is less is told of first
YOURS = "your weights"


def knobs(k):
    """How the weights are drawn, how wide the layer is, what it is to tell apart."""
    k.choice("weights", "First weights", WEIGHTS, "normal, stddev 1")
    k.steps("units", "Hidden units", UNITS, 64)
    shown = {count: "2 (sigmoid)" if count == 2 else f"{count} (softmax)" for count in CLASSES}
    k.choice("classes", "Classes", CLASSES, 2, shown=shown.get)
    with k.more():
        k.choice("activation", "Activation of the hidden units", ("relu", "tanh", "sigmoid", "linear"), "relu")
        k.steps("inputs", "Inputs", INPUTS, 2)
        k.steps("size", "Standard deviation of the inputs", (0.1, 0.3, 1.0, 10.0, 100.0), 1.0)


def reads(text: str) -> dict[str, object]:
    """The knobs as a text sets them: the last number of hidden units, classes, and stddev that it says.

    Who asks what the loss of so many classes should be, and says nothing of weights, gets Keras's own.
    """
    text, found = text.lower(), {}
    said = {
        "units": r"(\d[\d,]*)\s+(?:hidden\s+)?(?:neurons|units|nodes)\b",
        "classes": r"(\d+)[\s-]+(?:class\b|classes|labels|categories)",
        "weights": r"(?:stddev|std|standard deviation)\s*(?:of|is|=|:)?\s*(\d*\.?\d+)",
    }
    offered = {"units": UNITS, "classes": CLASSES, "weights": [init.stddev for init in _normal().values()]}
    for name, pattern in said.items():
        numbers = [float(number.replace(",", "")) for number in re.findall(pattern, text)]
        if numbers and numbers[-1] in offered[name]:
            found[name] = int(numbers[-1]) if name != "weights" else f"normal, stddev {numbers[-1]:g}"
    if "classes" in found and "weights" not in found and re.search(r"\b(?:should|right|expect\w*|correct|ok)\b", text):
        found["weights"] = GLOROT
    return found


def _normal() -> dict[str, Init]:
    return {name: init for name, init in WEIGHTS.items() if init.scheme == "normal"}


def answer(compute, *, weights, units, **setting):
    """The first loss against the number of hidden units, beside that of Keras's own weights and of knowing nothing."""
    tables = {YOURS: compute(measure, weights=weights, units=units, **setting)}
    if weights != GLOROT:
        tables[GLOROT] = compute(measure, weights=GLOROT, units=units, **setting)
    found = Firsts(tables=tables, weights=weights, units=units, **setting)
    return Answer(
        headline=headline(found),
        note=note(found),
        blocks=(
            Figure.of(
                chart(found), seen(found),
                caption=f"Line: mean of {STARTS} random starts. Band: the middle 90 % of starts. Dashed: theory, for "
                "many units. Both axes are logarithmic.",
            ),
            Why("\n\n".join(_cut_first(found, why(found)))),
            Advice(advice(found), code(found)),
            Section("What should the first loss be?", (Table(table(found), ENTROPY),)),
            mathematics(Formula(formulas(found))),
        ),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Firsts:
    """What was measured.

    Attributes:
        tables: name of the weights -> what `measure` returns.
        weights, units, classes, activation, inputs, size: the settings.
    """

    tables: dict[str, pd.DataFrame]
    weights: str
    units: int
    classes: int
    activation: str
    inputs: int
    size: float

    @property
    def nothing(self) -> float:
        """The loss of giving every class the same probability."""
        return entropy.at_start(self.classes)

    def at(self, units: int, weights: str = YOURS) -> pd.Series:
        """The row of a number of units."""
        return self.tables[weights].set_index("units").loc[units]

    @property
    def cost(self) -> float:
        """The first loss, mean over the starts."""
        return float(self.at(self.units)["mean"])

    @property
    def cut(self) -> float:
        """The same where the loss is given probabilities, which Keras cuts."""
        return float(self.at(self.units)["cut"])

    @property
    def fewer(self) -> int:
        """Units of a narrower network to compare with: an eighth or less, a power of two; 0 where there is none."""
        return max([width for width in WIDTHS if 8 * width <= self.units], default=0)


def headline(found: Firsts) -> str:
    """Whether the first loss is large, and beside what."""
    nothing, ratio = short(found.nothing), found.cost / found.nothing
    told = f"the loss begins at {short(found.cost)}, where knowing nothing costs {nothing}."
    if ratio <= NOT_LARGE:
        return f"It is about as it should be here: {told}"
    if found.cut > SURE * losses.sure(found.classes):
        both = f"from probabilities the loss begins at {short(found.cut)}, from logits at {short(found.cost)}"
        return f"Nearly all first answers are sure: {both}."
    return f"The first answers are {'a little' if ratio <= A_LITTLE else 'far'} too sure: {told}"


def note(found: Firsts) -> str:
    """What is meant, the network, and how much the starts differ."""
    row, kind = found.at(found.units), {"relu": "ReLU"}.get(found.activation, found.activation)
    return (
        f"Knowing nothing: the same probability for each of {found.classes} classes, which costs ln {found.classes}. "
        f"The network: {counted(found.inputs, 'input')}, {counted(found.units, f'{kind} unit')}; mean of {STARTS} "
        f"starts, of which the middle 90 % begin at {short(row['low'])} to {short(row['high'])}."
    )


def why(found: Firsts) -> str:
    """Where the size of the outputs comes from, and what it does to the loss."""
    row, summed = found.at(found.units), "is the product of what the hidden unit gives and a random weight"
    if found.units > 1:
        summed = f"adds up {found.units:,} products, each of what a hidden unit gives and a random weight"
    last = "the sigmoid" if found.classes == 2 else "softmax"
    return (
        f"Before {last}, an output {summed}, which is as often below 0 as above. {_grown(found)}Here an output is "
        f"typically {short(row['outputs'])} away from 0 (predicted: {short(row['outputs_law'])}).{_inputs(found)} "
        f"{_sure(found, float(row['outputs']))} {_glorot(found)}"
    ).strip()


def _cut_first(found: Firsts, said: str) -> list[str]:
    """Where a loss from probabilities stops: before what is said where that changes much here, else after it."""
    here, shown = short(found.cut), short(found.cost)
    ends = "that makes no difference" if here == shown else f"that loss would begin at {here}, in place of {shown}"
    most, sure, clip = short(overflow.most_clipped()), short(losses.sure(found.classes)), figure(overflow.CLIP)
    told = (
        f"**Is yours {sure} or {most}?** Then the loss was probably given probabilities: Keras cuts those at {clip} "
        f"(`keras.config.epsilon()`), so no example can cost more than −ln({clip}) = {most}. Outputs that are all "
        f"sure, and right for 1 of {found.classes} examples, cost {short(1 - 1 / found.classes)} · {most} = {sure}. "
        f"Here {ends}. From logits (`from_logits=True`, or a softmax or sigmoid as the very last layer in TensorFlow) "
        "nothing is cut."
    )
    return [told, said] if found.cut < CUT * found.cost else [said, told]


def _grown(found: Firsts) -> str:
    """How the size of an output changes with the number of units."""
    if not found.fewer:
        return ""
    many, size = counted(found.fewer, "unit"), short(found.at(found.fewer)["outputs"])
    kept = "Such a sum does not cancel: of n products it is about √n times as large as of one"
    if WEIGHTS[found.weights].scheme != "normal":
        return f"{kept}, but these weights are drawn the smaller the more units there are (with {many}: {size}). "
    times = found.units / found.fewer
    return f"{kept}, so that {many} would make {size}, about √{short(times)} = {short(math.sqrt(times))} times less. "


def _sure(found: Firsts, size: float) -> str:
    """What outputs of that size make of the answers, and of the loss."""
    if found.cost <= NOT_LARGE * found.nothing:
        return "That is not much: every class gets a similar probability, and the loss is near that of knowing nothing."
    if found.classes == 2:
        sure = f"For a sum of {short(size)} the sigmoid gives one class {percent(1 / (1 + math.exp(-size)))}"
        wrong = "half of the examples it is the wrong one"
    else:
        sure = "Softmax gives most to the class whose sum happens to be the largest"
        wrong = f"{found.classes - 1} of {found.classes} examples it is the wrong one"
    return f"{sure}, before anything was learned: for {wrong}, and a wrong answer costs the more the surer it is."


def _inputs(found: Firsts) -> str:
    """What inputs that are not standardised do."""
    if found.size == 1:
        return ""
    return f" The inputs are {found.size:g} times as large as standardised ones, and so is what goes into hidden units."


def _glorot(found: Firsts) -> str:
    """Where Keras's own weights begin."""
    if GLOROT not in found.tables:
        return ""
    begins = short(found.at(found.units, GLOROT)["mean"])
    return f"From Glorot's weights, Keras's default, the same network begins at {begins}."


def advice(found: Firsts) -> str:
    """What to do about it, and what the first loss is to be."""
    return (
        "Do not set the standard deviation by hand: it has to shrink with the square root of the number of inputs of "
        "its layer, as Glorot's and He's weights do. Standardise the inputs. Then look at the loss before `fit`: it "
        f"should be near ln(classes), here {short(found.nothing)}. Far above it the outputs are too large. Far "
        "below it something is wrong too: the answer is among the inputs, or the model was trained before."
    )


def code(found: Firsts) -> str:
    """The network with weights that are scaled, and the look at its first loss."""
    units, last = (1, "sigmoid") if found.classes == 2 else (found.classes, "softmax")
    cost = "binary_crossentropy" if found.classes == 2 else "sparse_categorical_crossentropy"
    return f"""\
model = keras.Sequential([
    keras.layers.Dense({found.units}, "{found.activation}"),
    keras.layers.Dense({units}, "{last}"),
])
model.compile(
    "adam", "{cost}")
print(model.evaluate(x, y))
# a little above {math.log(found.classes):.2f}, before fit"""


ENTROPY = (
    "Classes that are equally frequent. Where some are rare, knowing how often each comes costs less: the entropy of "
    "their shares. From your weights: theory's, for your units, from logits. Sure guesses: every example is given one "
    "class with all certainty, and the loss is given probabilities, which Keras cuts."
)


def table(found: Firsts) -> pd.DataFrame:
    """The loss of knowing nothing, and theory's first loss, for other numbers of classes; as texts."""
    init, x = WEIGHTS[found.weights], losses.examples(found.inputs, found.size, 2)[0]
    rows = []
    for classes in sorted({*CLASSES, 1000}):
        scales = losses.sizes(init, x, found.units, classes, found.activation)
        own, sure = short(losses.predicted(scales, classes).mean()), figure(losses.sure(classes), 4)
        rows.append((f"{classes:,}", figure(math.log(classes), 4), own, sure))
    return pd.DataFrame(
        rows, columns=["Classes", "Knowing nothing: ln(classes)", "From your weights", "Sure guesses, probabilities"]
    )


def formulas(found: Firsts) -> str:
    """The size of an output and the expected loss, with the numbers, as LaTeX."""
    row, init = found.at(found.units), WEIGHTS[found.weights]
    sd = losses.deviations(init, found.inputs, found.units, losses.outputs(found.classes))
    size, cost, of = (tex(figure(float(value), 4)) for value in (row["outputs_law"], row["law"], sd[1]))
    if found.classes == 2:
        lines = (
            r"\mathrm{E}\,C &= \mathrm{E} \ln(1 + e^z) = " + cost,
            r"\mathrm{E}\,C &\approx \ln 2 + s^2 / 8 \text{ (small } s)",
            r"\mathrm{E}\,C &\approx s / \sqrt{2 \pi} \text{ (large } s)",
        )
    else:
        lines = (
            r"\mathrm{E}\,C &= \mathrm{E} \ln \textstyle\sum_k e^{z_k} = " + cost,
            rf"\mathrm{{E}}\,C &\le \ln {found.classes} + s^2 / 2",
        )
    return aligned(
        rf"s = \mathrm{{sd}}(z) &= \sqrt{{n}}\,\sigma \sqrt{{\mathrm{{E}}\,h^2}} = {size}",
        rf"n &= {tex(figure(found.units))}, \quad \sigma = {of}",
        *lines,
    )


def seen(found: Firsts) -> str:
    """The picture in words."""
    ends = [
        f"{name}: {short(rows['mean'].iloc[0])} with 1 unit, {short(found.at(found.units, name)['mean'])} with "
        f"{found.units:,}, {short(rows['mean'].iloc[-1])} with {rows['units'].iloc[-1]:,}"
        for name, rows in found.tables.items()
    ]
    return f"Mean loss before training. {'; '.join(ends)}. Knowing nothing costs {short(found.nothing)}."


def chart(found: Firsts) -> alt.LayerChart:
    """The first loss against the hidden units for each kind of weights, theory dashed; the level of knowing nothing."""
    names = {name: found.weights if name == YOURS else name for name in found.tables}
    rows = pd.concat([table.assign(weights=names[name]) for name, table in found.tables.items()], ignore_index=True)
    color, dash = traces.told_apart("weights", list(names.values()))
    x = alt.X("units:Q").title("Hidden units").scale(type="log", base=2, nice=False)
    x = x.axis(values=list(WIDTHS[::2]), format=",d", grid=False)
    ends = [0.8 * min(found.nothing, rows["low"].min()), 1.15 * max(2 * found.nothing, rows["high"].max())]
    scale, axis = alt.Scale(type="log", domain=ends, nice=False), alt.Axis(values=ticks_between(*ends), format=",~g")
    y = {"title": "Loss before training", "scale": scale, "axis": axis}
    base = alt.Chart(rows).encode(x)
    band = base.mark_area(opacity=0.2).encode(alt.Y("low:Q", **y), alt.Y2("high:Q"), color)
    line = base.mark_line(strokeWidth=3).encode(
        alt.Y("mean:Q", **y), color, dash, tooltip=["weights:N", "units:Q", *traces.tips("mean", "low", "high", "law")]
    )
    law = traces.dashed(base, alt.Y("law:Q", **y), alt.Detail("weights:N"), color="currentColor", opacity=0.7)
    here = alt.Chart(rows[rows["units"] == found.units]).mark_point(size=130, filled=True, opacity=1)
    level = pd.DataFrame({"level": [found.nothing], "says": [f"knowing nothing: {short(found.nothing)}"]})
    rule = traces.rules(alt.Chart(level).encode(alt.Y("level:Q", **y)), "says", alt.XValue(4), align="left", dy=14)
    return (band + line + law + here.encode(x, alt.Y("mean:Q", **y), color) + rule).properties(height=theme.HEIGHT)


def ticks_between(low: float, high: float) -> list[float]:
    """Round values on a logarithmic axis: fewer of each power of ten where the axis is long."""
    parts = (1, 10) if high > 3000 * low else (1, 2, 5) if high > 10 * low else (1, 1.5, 2, 2.5, 3, 4, 5, 7)
    values = {float(f"{part * 10.0**power:g}") for power in range(-3, 6) for part in parts}
    return sorted(value for value in values if low <= value <= high)


TRY = {
    "Do Keras's own weights begin lower?": {"weights": GLOROT},
    "Is a first loss of 2.3 right for ten classes?": {"weights": GLOROT, "classes": 10},
    "What do inputs do that are 100 times too large, as raw pixels are?": {
        "weights": GLOROT, "classes": 10, "size": 100.0,
    },
    "Why does my loss begin at 14.5 or 16.1, and never above?": {"classes": 10, "size": 100.0},
    "Is a standard deviation of 0.05 small enough?": {"weights": "normal, stddev 0.05"},
    "What should the first loss be where classes are rare?": Elsewhere("bias", {}),
}  # fmt: skip


def _measured(compute, *, weights, **setting) -> tuple[float, ...]:
    """First losses from small weights and from the given ones; variance of the outputs of 64 units over that of 8."""
    small, large = (compute(measure, weights=each, **setting) for each in ("normal, stddev 0.01", weights))
    rows = large.set_index("units")
    ratio = (rows["outputs"][64] / rows["outputs"][8]) ** 2
    begins = (float(table.set_index("units")["mean"][64]) for table in (small, large))
    return *begins, float(f"{ratio:.3g}")


CLAIMS = (
    Claim(
        id="N06",
        question="What should the first loss of a classifier be?",
        claim="Initialized with small parameters, a softmax over ten classes begins at −ln(0.1) = 2.302. The outputs "
        "of a random neuron have a variance that grows with the number of its inputs.",
        source="Course notes of CS231n, Neural Networks 3 (sanity checks) and 2 (calibrating the variances)",
        settings={"classes": 10},
        figures=(
            Expected(name="first loss of ten classes, 64 units, stddev 0.01", expected=2.302, tolerance=1e-3),
            Expected(name="first loss from stddev 1", expected=11.1, tolerance=1.0),  # theory; 4 standard errors
            Expected(name="variance of the outputs of 64 units over that of 8", expected=8, tolerance=1.5),
        ),
        measure=_measured,
        verdict="holds only when",
        because="the weights are small: from a standard deviation of 0.01 the loss begins at {0}, from 1 at {1}. With "
        "64 hidden units the outputs have {2} times the variance that they have with 8.",
    ),
)
