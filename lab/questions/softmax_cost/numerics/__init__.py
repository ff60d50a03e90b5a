"""Why does everyone say from_logits=True? One cost, computed in several ways, for logits far apart."""

from dataclasses import replace

import numpy as np
import pandas as pd

from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.claim import Claim, Expected
from lab.laws import overflow as theory
from lab.numerals import aligned, figure, tex
from lab.question import Question
from lab.questions.softmax_cost.numerics import gaps, in_keras, one_output, shifted
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
        "accuracy does not change with BinaryCrossentropy", "logits or probabilities",
        "softmax in the last layer or a linear output", "cross-entropy is inf", "exp overflows",
        "Dense(1) with softmax",
        "binary classification with one softmax unit",
        "clip probabilities at 1e-7", "one output: the logit is taken for a probability",
        "logarithm of 0 in cross-entropy", "why is log_softmax numerically stable",
    ),
    turned={
        "does subtracting the max before exp change the softmax": {"move": "both rise by the same number", "gap": 2},
        "z - np.max(z) in a softmax in NumPy": {"move": "both rise by the same number", "gap": 2},
    },
)  # fmt: skip


def knobs(k):
    """What two logits do, and the single logit of a network with one output."""
    k.choice("precision", "Precision", PRECISIONS, "float32")
    move = k.choice(
        "move", "Of two logits", (*gaps.MOVES, shifted.TOGETHER), gaps.MOVES[0],
        help="Two classes. The gap is the wrong logit minus the right one. If one of them moves, the other is 0.",
    )  # fmt: skip
    together = move == shifted.TOGETHER
    k.steps("reach", "Added, up to" if together else "Gaps up to", [30, 120, 1000], 120)
    gap = "Gap of the two logits" if together else "Gap at the start of training"
    k.steps("gap", gap, [2, 5, 10, 15, 17, 20, 50, 89, 100], 20)
    if together:
        return
    with k.more():
        k.steps("rate", "Learning rate", [0.1, 0.3, 1.0, 3.0], 1.0)
        k.slider("logit", "One output: its logit", -40.0, 40.0, 0.5, 20.0)
        k.choice("target", "One output: the right class", [0, 1], 0, key="softmax_numerics_class")


def answer(compute, *, precision, reach, move, gap, **training):
    """Two logits that rise together; or a gap of them, and what becomes of it."""
    if move == shifted.TOGETHER:
        return shifted.answer(compute, precision, reach, gap)
    return _over_the_gap(compute, precision, reach, move, gap, **training)


def _over_the_gap(compute, precision, reach, move, gap, rate, logit, target) -> Answer:
    """Cost and gradient over the gap, a wrong start unlearned or not, what Keras models do, one output."""
    found = compute(gaps.over_gaps, precision, reach=reach, move=move)
    unlearned = compute(gaps.learning, precision, gap=gap, rate=rate)
    told, ends = note(found, precision, reach), gaps.learned(unlearned)
    dots = gaps.staggered(unlearned, "step", 1)
    cost, slope = (_over_gaps(found, quantity, precision, reach, move, told) for quantity in gaps.QUANTITIES)
    first = Answer(
        headline=headline(found, unlearned),
        note=told,
        blocks=(
            cost,
            Why(why(precision, on_the_left(found, move))),
            Advice(
                "Give the loss the logits. A softmax or sigmoid as the very last layer is as good in `fit`: Keras "
                "finds its logits. Write one of the two, never both.",
                LOGITS,
            ),
            Section(
                "Can it still learn?",
                (Figure.of(gaps.picture_of_steps(unlearned, dots), ends, caption=ends), slope),
                across=2,
            ),
            mathematics(Formula(formula(gap, precision))),
        ),
    )
    compute.show(first)
    more = (_in_keras(compute, gap), one_output.section(compute, logit, target))
    return replace(first, blocks=(*first.blocks[:-1], *more, *first.blocks[-1:]))


def _over_gaps(found: gaps.Gaps, quantity: str, precision: str, reach: int, move: str, says: str) -> Figure:
    dots, axis = gaps.places(found, quantity, reach)
    title = {"cost": "Cost", "gradient": "Slope against the right logit"}[quantity]
    borders = gaps.borders(precision, reach, move)
    return Figure.of(
        gaps.picture(dots, gaps.right(quantity, reach), borders, axis, title), f"{title}. {says}",
        caption="Dashed, theory: what is right, and the gaps at which a way must give way. Grey: infinite, or not a "
        "number.",
    )  # fmt: skip


def _in_keras(compute, gap: float) -> Section:
    told = (
        "Models with this last layer and `CategoricalCrossentropy`, after `compile`, trained on one example whose "
        f"logits are 0 (right) and {gap} (wrong):"
    )
    codes = compute(in_keras.in_fit, gap)
    return Section("What does Keras do?", (Words(told), Table(in_keras.table(codes, gap)), Words(HANDED_ON)))


def headline(found: gaps.Gaps, unlearned: pd.DataFrame) -> str:
    """Where the way from probabilities stops, and what becomes of the gap at the start."""
    slope = found.limit("from probabilities", "gradient")
    if np.isnan(slope["first"]):
        return "At these gaps it makes no difference: probabilities serve as well as logits."
    stops = "nothing is learned" if slope["becomes"] == "stuck" else "the slope is wrong"
    lead, less = f"once the wrong logit leads by {figure(slope['first'], 3)}", _less(unlearned)
    safe = found.right_everywhere("from_logits=True") and found.right_everywhere("softmax layer")
    if safe and stops == "nothing is learned" and less["from_logits=True"] and not less["from probabilities"]:
        return f"Plain probabilities teach nothing {lead}; logits do, and so does a last softmax layer."
    return f"From probabilities {stops} {lead}; {_shrinks(unlearned)}."


def _less(unlearned: pd.DataFrame) -> pd.Series:
    """Way -> whether the gap at the start gets smaller."""
    gap = unlearned.groupby("way", sort=False)["gap"].agg(["first", "last"])
    return gap["last"] < gap["first"]


def _shrinks(unlearned: pd.DataFrame) -> str:
    """In which ways the gap at the start gets smaller."""
    less, lead = _less(unlearned), f"a lead of {figure(unlearned['gap'].iloc[0])} shrinks"
    logits, probabilities = less["from_logits=True"], less["from probabilities"]
    if logits and probabilities:
        return f"{lead} either way"
    return f"from the logits {lead}" if logits else f"from the logits {lead.removesuffix('shrinks')}stays"


def note(found: gaps.Gaps, precision: str, reach: int) -> str:
    """What the costs end as."""
    return f"{_powers(found, precision, reach)} {_probabilities(found)} {_logits(found, reach)}"


def _powers(found: gaps.Gaps, precision: str, reach: int) -> str:
    cost = found.limit("plain NumPy", "cost")
    if np.isnan(cost["first"]):
        return f"Written out in {precision} it is right up to {reach:,}."
    becomes = "" if cost["becomes"] == cost["ends"] else f"{gaps.GIVES[cost['becomes']]}, then "
    lost = f"{becomes}{gaps.GIVES[cost['ends']]}"
    return f"Written out in {precision} the cost is lost from {figure(cost['first'], 3)} on ({lost})."


def _probabilities(found: gaps.Gaps) -> str:
    cost = found.limit("from probabilities", "cost")
    if np.isnan(cost["first"]):
        return "From probabilities it is right at all of them."
    return f"From probabilities it ends {gaps.end(cost)}."


def _logits(found: gaps.Gaps, reach: int) -> str:
    tried = f"all {2 * gaps.STEPS + 1:,} gaps up to {reach:,}"
    if not found.right_everywhere("from_logits=True"):
        return f"Even from the logits it is not right at {tried}."
    layer = ", and so it is with Keras's softmax layer" if found.right_everywhere("softmax layer") else ""
    return f"From the logits it is right at {tried}{layer}."


def on_the_left(found: gaps.Gaps, move: str) -> str:
    """Why a cost that is written out is no number where the wrong logit is far behind; empty where it is one."""
    cost = found.limit("plain NumPy", "cost", "right")
    if np.isnan(cost["first"]) or move != gaps.MOVES[0]:
        return ""
    return (
        f"On the left, where the network is right, the cost is not a number from a gap of {figure(-cost['first'], 3)} "
        "on: the wrong class's power is 0 there, the logarithm of its probability −∞, and its part of the cost 0 · −∞. "
    )


def why(precision: str, left: str = "") -> str:
    """What each way loses; `left` of `on_the_left`."""
    return (
        f"A softmax written out takes powers e^z. In {precision} they are infinite above a logit of "
        f"{figure(theory.highest(precision), 3)}, and infinity divided by infinity is not a number. {left}"
        "A probability near 0 cannot be told from 0, and the logarithm of 0 is infinite, so Keras cuts probabilities "
        f"at a ten-millionth. Beyond that, from a gap of {figure(theory.clipped_at(), 3)} on, the cost from "
        "probabilities no longer moves with the logits: its slope is exactly 0, and nothing is learned from the worst "
        "mistakes. "
        "From the logits the largest one, m, is subtracted before any power is taken. That divides all powers by e^m, "
        "which cancels: every probability stays the same, no power overflows, and no logarithm meets a 0."
    )


def formula(gap: float, precision: str) -> str:
    """The three ways with the learner's gap in them."""
    with np.errstate(over="ignore"):
        power = float(np.exp(np.asarray(gap, precision)))
    true, probability = float(theory.cost(gap)), float(theory.probability(gap))
    kept = max(probability, theory.CLIP)
    shown = tex(figure(gap))
    return aligned(
        r"a_k &= \frac{e^{z_k}}{\sum_j e^{z_j}} = \frac{e^{-m}\,e^{z_k}}{e^{-m} \sum_j e^{z_j}}",
        r"&= \frac{e^{z_k - m}}{\sum_j e^{z_j - m}}, \quad m = \max_j z_j",
        rf"\text{{written out}} &= -\ln\frac{{1}}{{1+e^{{{shown}}}}}",
        rf"&= -\ln\frac{{1}}{{1+{tex(figure(power))}}}",
        r"\text{from probabilities} &= -\ln\max(a, 10^{-7})",
        rf"&= -\ln {tex(figure(kept))} = {tex(figure(float(-np.log(kept))))}",
        rf"\text{{from logits}} &= {shown} + \ln(1 + e^{{-{shown}}})",
        rf"&= {tex(figure(true))}",
        rf"\frac{{\partial C}}{{\partial z}} &= a - 1 = {tex(figure(probability))} - 1",
    )


HANDED_ON = (
    "Keras's softmax leaves its logits on the tensor that it returns, and the loss takes those. A tensor that is made "
    "from it has lost them: after a Reshape, after a change of precision (this loss is float32), after `predict`. Then "
    "from_logits=True is no cure: it takes the probabilities for logits."
)
LOGITS = """\
# no activation: the last layer gives logits
model = keras.Sequential([
    keras.layers.Dense(16, "relu"),
    keras.layers.Dense(10),
])
loss = keras.losses.SparseCategoricalCrossentropy(
    from_logits=True
)
model.compile("adam", loss, metrics=["accuracy"])
# probabilities, where you want them
probabilities = keras.ops.softmax(model.predict(x))"""

TRY = {
    "Why subtract the largest logit?": {"move": shifted.TOGETHER, "gap": 2},
    "Does float64 get further from probabilities?": {"precision": "float64"},
    "What if the right logit falls instead?": {"move": gaps.MOVES[1]},
    "Is a lead of 15 still unlearned from probabilities?": {"gap": 15, "reach": 30},
    "Can a lead of 100 be unlearned?": {"gap": 100},
}


def _measured(compute, *, precision, reach, move, **rest) -> tuple[float, ...]:
    """The cost that knows nothing; where a softmax written out is lost; how often one from logits is."""
    import keras

    nothing = keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype="float64")(
        np.zeros(1), np.zeros((1, 10))
    )
    found = [
        compute(gaps.over_gaps, each, reach=far, move=move) for each, far in ((precision, reach), ("float64", 1000))
    ]
    lost = [each.limits.loc[each.limits["way"] == "from_logits=True", "first"].count() for each in found]
    return float(nothing), *(each.limit("plain NumPy", "cost")["first"] for each in found), sum(lost)


ROUNDED = 5e-7  # half of the last digit that the source gives
CLAIMS = (
    Claim(
        id="L22",
        question="Why does everyone say from_logits=True?",
        claim="A softmax written out overflows above a logit of 88.72 in float32 and of 709.78 in float64; "
        "the cost with from_logits=True never does. For K equal logits it is ln K.",
        source="IEEE 754 and plain algebra",
        figures=(
            Expected(name="cost of ten equal logits", expected=2.302585, tolerance=ROUNDED),
            # gaps are tried in steps of 0.012, and of 0.1 in float64: the first one behind the limit is found
            Expected(name="first gap that is lost, float32", expected=88.7228, tolerance=0.0122),
            Expected(name="first gap that is lost, float64", expected=709.7827, tolerance=0.101),
            Expected(name="the same for from_logits=True: costs and slopes that are lost at any gap", expected=0),
        ),
        measure=_measured,
    ),
)
