"""Why does everyone say from_logits=True? One cost, computed in several ways, for logits far apart."""

import numpy as np
import pandas as pd

from lab import charts
from lab.answer import Advice, Answer, Code, Figure, Formula, Section, Table, Why, Words
from lab.laws import overflow
from lab.numerals import figure
from lab.question import Question
from lab.softmax import keras_codes, numerics, one_unit
from lab.softmax import numerics_words as words
from lab.softmax import one_output_words as one_output
from lab.specs import PRECISIONS

QUESTION = Question(
    room="softmax_cost",
    slug="numerics",
    title="Overflow",
    ask="Why does everyone say from_logits=True?",
    group="Numbers and starts",
    place=10,
    level="first",
    also=(
        "what does from_logits=True do", "my loss becomes NaN", "nan loss", "softmax overflow", "log of 0",
        "loss stuck at 16.118", "loss stuck at 15.94", "softmax with one output always predicts 1",
        "sigmoid and from_logits both", "numerically stable cross-entropy", "log-sum-exp",
        "accuracy does not change with BinaryCrossentropy",
    ),
)  # fmt: skip


def knobs(k):
    """The gap of two logits, and the single logit of a network with one output."""
    k.choice("precision", "Precision", PRECISIONS, "float32", key="softmax_numerics_precision")
    k.steps("reach", "Gaps up to", [30, 120, 1000], 120, key="softmax_numerics_reach")
    k.choice(
        "move", "What makes the gap", numerics.MOVES, numerics.MOVES[0], key="softmax_numerics_move",
        help="Two classes. The gap is the wrong logit minus the right one; the other logit is 0.",
    )  # fmt: skip
    k.steps("gap", "Gap at the start of training", [2, 5, 10, 15, 17, 20, 50, 89, 100], 20, key="softmax_numerics_gap")
    k.steps("rate", "Learning rate", [0.1, 0.3, 1.0, 3.0], 1.0, key="softmax_numerics_rate")
    with k.more():
        k.slider("logit", "One output: its logit", -40.0, 40.0, 0.5, 20.0, key="softmax_numerics_logit")
        k.choice("target", "One output: the right class", [0, 1], 0, key="softmax_numerics_class")


def answer(compute, *, precision, reach, move, gap, rate, logit, target):
    """Cost and gradient over the gap, a wrong start unlearned or not, what Keras models do, one output."""
    found = compute(numerics.over_gaps, precision, reach=reach, move=move)
    unlearned = compute(numerics.learning, precision, gap=gap, rate=rate)
    codes = compute(keras_codes.in_fit, gap)
    limits, told, ends = limits_table(found), note(found, precision, reach), words.learned(unlearned)
    return Answer(
        headline=headline(found),
        note=told,
        blocks=(
            _over_gaps(found, "cost", "Cost", precision, reach, move, told),
            Why(why(found, precision)),
            Advice(
                "Give the loss the logits. A softmax or sigmoid as the very last layer is as good in `fit`: Keras "
                "finds its logits. Write one of the two, never both.",
                LOGITS,
            ),
            Section(
                "Can it still learn?",
                (
                    Figure.of(
                        charts.softmax.numerics.steps(unlearned, words.staggered(unlearned, "step", 1)), ends,
                        caption=ends,
                    ),
                    _over_gaps(
                        found, "gradient", "Slope against the right logit", precision, reach, move,
                        f"{told} {headline(found)}",
                    ),
                ),
            ),
            Section(
                "What does Keras do?",
                (
                    Words(
                        "Models with this last layer and `CategoricalCrossentropy`, after `compile`, trained on one "
                        f"example whose logits are 0 (right) and {gap} (wrong):"
                    ),
                    Table(codes_table(codes, gap)),
                    Words(HANDED_ON),
                ),
            ),
            *_one_output(compute, logit, target),
            Section("Where each way gives way", (Table(limits),)),
            Section("The mathematics, with your numbers", (Formula(words.formulas(gap, precision)),), folded=True),
        ),
    )  # fmt: skip


def _over_gaps(found, quantity: str, title: str, precision: str, reach: int, move: str, says: str) -> Figure:
    dots, axis = words.drawn(found, quantity, reach)
    theory, borders = words.law_lines(quantity, reach), words.borders(precision, reach, move)
    return Figure.of(
        charts.softmax.numerics.over_gaps(dots, theory, borders, axis, title), says,
        caption="Dashed: what is right, and the gaps at which a way must give way. Grey: infinite, or not a number.",
    )  # fmt: skip


def _one_output(compute, logit: float, target: int) -> tuple[Section, ...]:
    """A single logit for two classes, and a softmax of one unit."""
    found, unit = compute(keras_codes.of_one_logit, logit, target=target), compute(one_unit.trained, one_unit.DATA)
    return (
        Section(
            "And with one output, for two classes?",
            (
                Words(one_output.right(logit, target)),
                Table(one_output_table(found), one_output.TICKED),
                Words(one_output.why(found, logit, target)),
            ),
        ),
        Section(
            "A softmax of one unit says 1, whatever comes in",
            (
                Table(one_output.unit_table(unit)),
                Words(one_output.unit(unit)),
                Code(one_output.INSTEAD),
            ),
        ),
    )


def headline(found: numerics.Found) -> str:
    """Where the way from probabilities stops, and whether that from logits goes on."""
    slope, logits = _limit(found, "from probabilities", "gradient"), words._right_everywhere(found, "from_logits=True")
    if np.isnan(slope["first"]):
        return "At these gaps it makes no difference: probabilities serve as well as logits."
    stops = "learning stops" if slope["becomes"] == "stuck" else "the slope is wrong"
    goes = "it goes on" if logits else "it gives way later"
    return f"From probabilities {stops} once the wrong logit leads by {slope['first']:.1f}; from the logits {goes}."


def note(found: numerics.Found, precision: str, reach: int) -> str:
    """What the costs end as."""
    return f"{words._powers(found, precision, reach)} {_probabilities(found)} {_logits(found, reach)}"


def _probabilities(found: numerics.Found) -> str:
    cost = _limit(found, "from probabilities", "cost")
    if np.isnan(cost["first"]):
        return "From probabilities it is right at all of them."
    ends = f"stuck at {figure(cost['value'])}" if cost["ends"] == "stuck" else words.GIVES[cost["ends"]]
    return f"From probabilities it ends {ends}."


def _logits(found: numerics.Found, reach: int) -> str:
    tried = f"all {2 * numerics.STEPS + 1:,} gaps up to {reach:,}"
    if not words._right_everywhere(found, "from_logits=True"):
        return f"Even from the logits it is not right at {tried}."
    layer = ", and so it is with Keras's softmax layer" if words._right_everywhere(found, "softmax layer") else ""
    return f"From the logits it is right at {tried}{layer}."


def why(found: numerics.Found, precision: str) -> str:
    """What each way loses."""
    return (
        f"A softmax written out takes powers e^z. In {precision} they are infinite above a logit of "
        f"{overflow.highest(precision):.1f}, and infinity divided by infinity is not a number. "
        "A probability near 0 cannot be told from 0, and the logarithm of 0 is infinite, so Keras cuts probabilities "
        f"at a ten-millionth. Beyond that, from a gap of {overflow.clipped_at():.1f} on, the cost from probabilities "
        "no longer moves with the logits: its slope is exactly 0, and nothing is learned from the worst mistakes. "
        "From the logits the largest one is taken out before any power is, so no power overflows and no logarithm "
        "meets a 0."
    )


def _limit(found: numerics.Found, way: str, quantity: str) -> pd.Series:
    return words._limit(found, way, quantity)


def limits_table(found: numerics.Found) -> pd.DataFrame:
    """Where each way ceases to be right, and what it ends as."""
    columns = {
        "Cost": ("cost", "wrong"),
        "Gradient": ("gradient", "wrong"),
        "Cost, right class ahead": ("cost", "right"),
    }
    ways = list(found.limits["way"].unique())
    lost = {name: [words._lost(words._limit(found, way, *of)) for way in ways] for name, of in columns.items()}
    return pd.DataFrame({"Lost from a gap of": ways} | lost).set_index("Lost from a gap of")


def codes_table(codes: pd.DataFrame, gap: float) -> pd.DataFrame:
    """What a compiled model works with."""
    right = numerics.state(codes["cost"], overflow.cost(gap), overflow.most_clipped())
    learns = numerics.state(codes["gradient"], overflow.slope(gap), 0.0)
    rows = [
        {
            "The last layer, the loss": f"{'✓' if cost == slope == 'right' else '–'} {row.code}"
            f"{' (Keras warns)' if row.warned else ''}",
            "Cost": f"{figure(row.cost)}{' (clipped)' if cost == 'stuck' else ''}",
            "Gradient": figure(row.gradient + 0.0),
        }
        for row, cost, slope in zip(codes.itertuples(), right, learns, strict=True)
    ]
    return pd.DataFrame(rows).set_index("The last layer, the loss")


def one_output_table(found: pd.DataFrame) -> pd.DataFrame:
    """What Keras makes of a single logit."""
    rows = [
        {
            "The last layer, the loss": f"{'✓' if row.sound else '–'} {row.code}{' (Keras warns)' * bool(row.warned)}",
            "Output": one_output._number(row.output),
            "Loss in fit": f"{one_output._number(row.cost)}{one_output._wrong(row, 'cost')}",
            "Slope": f"{one_output._number(row.gradient)}{one_output._wrong(row, 'gradient')}",
            "Loss of predict": one_output._number(row.later),
            "Accuracy": f"{100 * row.accuracy:.0f} %",
        }
        for _, row in found.iterrows()
    ]
    return pd.DataFrame(rows).set_index("The last layer, the loss")


HANDED_ON = (
    "Keras's softmax leaves its logits on the tensor that it returns, and the loss takes those. A tensor that is made "
    "from it has lost them: after a Reshape, after a change of precision (this loss is float32), after `predict`. Then "
    "from_logits=True is no cure: it takes the probabilities for logits."
)
LOGITS = """\
model = keras.Sequential([..., keras.layers.Dense(10)])   # no activation: logits
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile("adam", loss, metrics=["accuracy"])
probabilities = keras.ops.softmax(model.predict(x))       # where you want them"""

TRY = {
    "How far does float64 go?": {"precision": "float64", "reach": 1000},
    "What if the right logit falls instead?": {"move": numerics.MOVES[1]},
    "What happens just before the clip?": {"gap": 15, "reach": 30},
    "Can a gap of 100 be unlearned?": {"gap": 100},
    "One output: what if the logit is taken for a probability?": {"logit": 0.5},
    "One output that is sure, and right": {"logit": -20.0},
}
