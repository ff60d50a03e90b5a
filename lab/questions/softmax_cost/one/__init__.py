"""Does the cost look only at the target's output?"""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from lab import checks
from lab.answer import Answer, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.claim import Claim, Expected
from lab.knob import number
from lab.laws import softmax as theory
from lab.numerals import aligned, figure, probability, short, tex
from lab.question import Onto, Question
from lab.questions.softmax_cost.batch.printed import probability_of, quotient
from lab.questions.softmax_cost.one import cancels, picture, reasons

TEN_DIGITS_AND_A_7 = {"outputs": 10, "target": 7}
QUESTION = Question(
    room="softmax_cost",
    slug="one",
    title="One example",
    ask="Does the cost look only at the target's output?",
    group="What the cost sees",
    place=1,
    level="first",
    also=(
        "why does dC/db_j = a_j - y_j involve every output", "log-likelihood cost of softmax neurons",
        "categorical cross entropy one-hot only the true class", "softmax gradient is p minus y, in simple form",
        "prediction minus label", "why do the wrong classes get a gradient too", "derivative of softmax cross entropy",
        "negative log-likelihood of the true class", "does the loss ignore the other probabilities",
        "which output neurons does the cost consider", "is only the neuron that should be active counted",
        "backpropagation through softmax to the logits", "is each neuron of a softmax layer trained separately",
        "why do the weights of the other classes change if only the output of the right class appears in the cost",
        "only the output of the right class appears, but the weights of all classes change",
        "add a constant to all logits or scores", "why is the gradient a - y both for sigmoid and for softmax",
        "why only the logarithm of the target's probability is in the loss",
        "why subtract 1 from the probability of the right class in the backward pass, where does that 1 come from",
        "p minus one-hot, dscores at the target minus 1",
        "derivative of −log p with respect to the probabilities of the wrong classes, though they sum to one",
    ),
    turned={
        (
            "could one use a sigmoid for each class instead of a softmax", "multi-label, several classes at once",
            "why a softmax of all outputs and not just a sigmoid for each class", "K sigmoid outputs or a softmax",
        ): {"outputs": 3},
        (
            "is the cost just C = -log a_7 for an image of a 7",
            "does the cost of a digit look at only one of the ten outputs",
        ): {"outputs": 10, "target": 7},
        (
            "softmax with two outputs, or one sigmoid output", "two logits or one for binary classification",
            "softmax has one logit too many", "redundant parameter of softmax",
            "two classes: a sigmoid or a softmax, does it make a difference to how they learn",
        ): {"outputs": 2},
    },
)  # fmt: skip
START = (2.0, 1.0, 0.1)
NUDGE = 1e-4  # of a logit, each way, to measure a slope
SLIGHT = 1e-3  # a gradient below this is no learning that one would see


def knobs(k):
    """The logits, and which class is right."""
    count = k.slider("outputs", "Number of outputs", 2, 10, 1, 3, key="softmax_outputs")
    k.steps(
        "target", "Target: the class of this example", range(count), 0, key="softmax_class",
        former=("softmax_target", lambda k: str(k + 1)),
    )  # fmt: skip
    for i, start in enumerate([*START, *[0.0] * count][:count]):
        key, former = f"softmax_logit{i}", (f"softmax_z{i + 1}", number)
        k.slider(f"z{i}", f"Logit z{i}", -10.0, 10.0, 0.1, start, key=key, former=former)
    with k.more():
        k.slider("added", "Add to every logit", -10.0, 10.0, 0.5, 0.0, key="softmax_added")


def answer(compute, *, outputs, target, added, **logits):
    """Probability, loss and gradient of every class, and who enters which."""
    z = [logits[f"z{i}"] for i in range(outputs)]
    found = classes(z, target, added)
    return Answer(
        headline=headline(found),
        note=cancels.choice(found) + note(found),
        blocks=(
            Figure.of(picture.bars_chart(picture.bars(found)), picture.seen(found), caption=caption(found)),
            *([Words(shifted(z, target, added))] if added else []),
            Why(reasons.why(found)),
            cancels.advice(found),
            Section(cancels.ASKS[outputs > 2], (Words((cancels.each if outputs > 2 else cancels.two)(found)),)),
            Section(
                "Term by term",
                (
                    Figure.of(picture.steps_chart(picture.steps(found)), picture.terms(found), caption=POINT),
                    Words(told(found)),
                ),
            ),
            Section("Why a − y, for a sigmoid and for a softmax?", (Words(cancels.said(found)),)),
            mathematics(
                Table(table(found)), Formula(formulas(found)), Words("log is the natural logarithm.", small=True)
            ),
        ),
    )


POINT = "Point at a number, or touch it: its whole row lights up. Grey: exactly 0. ►: the target. Σ: the sums."
TRY = {
    "Ten digits and a 7: does the cost look at a7 alone?": TEN_DIGITS_AND_A_7,
    "Does the loss stay if the logits of classes 1 and 2 change places?": {"z1": 0.1, "z2": 1.0},
    "Does the softmax change if 4 is added to every logit?": Onto({"added": 4.0}),
    "Are two outputs the same as one sigmoid?": {"outputs": 2},
    "How much is learned if the network is sure, and right?": {"z0": 10.0, "z1": -10.0, "z2": -10.0},
    "And if it is sure, and wrong?": {"z0": -10.0, "z1": 10.0, "z2": -10.0},
}


def cost(logits: Sequence[float], target: int) -> float:
    """Cost of one example: -log of the probability of its target.

        C = log(sum over k of e^(z_k)) - z_t = (m - z_t) + log(1 + sum over the others of e^(z_k - m)),  m = max z

    The second form neither overflows nor loses digits, and its sum does not depend on the order of the classes.

    Args:
        logits: z, one per class.
        target: t, from 0.
    """
    most = max(logits)
    others = list(logits)
    others.remove(most)
    return (most - logits[target]) + math.log1p(math.fsum(math.exp(z - most) for z in others))


def classes(logits: Sequence[float], target: int, added: float = 0.0) -> pd.DataFrame:
    """Every class from its logit to its gradient; float64, no training.

    Args:
        logits: z, one per class, 2 or more.
        target: class of the example, from 0.
        added: put on every logit first.

    Returns:
        One row per class (from 0): `target` (bool), `z`, `power` e^z, `a` probability, `y` one-hot target,
        `term` -y log a (its sum is the cost), `predicted` a - y, `measured`: the slope of the cost, from moving this
        logit alone by `NUDGE` up and down.

    Raises:
        ValueError: fewer than 2 logits, one that is not a number from -700 to 700, or a target that is no class.
    """
    checks.require(len(logits) >= 2, f"A softmax needs 2 or more logits; got {len(logits)}.")
    checks.whole("target", target, 0, len(logits) - 1)
    z = [checks.number(f"z{k}", value + added, -700, 700) for k, value in enumerate(logits)]
    y = np.arange(len(z)) == target
    costs = np.array([cost(z, k) for k in range(len(z))])
    return pd.DataFrame(
        {
            "class": np.arange(len(z)),
            "target": y,
            "z": z,
            "power": np.exp(z),
            "a": np.exp(-costs),
            "y": y.astype(int),
            "term": np.where(y, costs, 0.0),
            "predicted": theory.gradient(z, target),
            "measured": [_slope(z, target, k) for k in range(len(z))],
        }
    )


def _slope(z: list[float], target: int, moved: int) -> float:
    """(C(z_k + h) - C(z_k - h)) / 2h."""
    up, down = ([value + sign * NUDGE * (k == moved) for k, value in enumerate(z)] for sign in (1, -1))
    return (cost(up, target) - cost(down, target)) / (2 * NUDGE)


def entering(found: pd.DataFrame) -> pd.DataFrame:
    """Who enters the cost, and who its gradient: every output and every logit moved alone.

        C(a) = -sum over k of y_k log a_k

    Args:
        found: of `classes`.

    Returns:
        One row per class: `output`, whether C changes when its a alone grows by the share `NUDGE`; `logit`, whether
        the cost has a slope against its z; `swapped`, by how much the cost changes when the logits of all classes but
        the target come in reverse order (one number, repeated).
    """
    a, y = found["a"].to_numpy(), found["y"].to_numpy()
    moved = [_from_outputs(np.where(np.arange(len(a)) == k, a * (1 + NUDGE), a), y) for k in range(len(a))]
    z, target = found["z"].tolist(), int(np.argmax(y))
    others = [value for k, value in enumerate(z) if k != target][::-1]
    return pd.DataFrame(
        {
            "class": found["class"],
            "output": np.array(moved) != _from_outputs(a, y),
            "logit": found["measured"] != 0,
            "swapped": cost([z[target], *others], 0) - cost(z, target),
        }
    )


def _from_outputs(a: np.ndarray, y: np.ndarray) -> float:
    """C(a); where y_k is 0 nothing is added, whatever a_k."""
    return -math.fsum(math.log(a_k) if a_k else -math.inf for a_k, y_k in zip(a, y, strict=True) if y_k)


def headline(found: pd.DataFrame) -> str:
    """What enters the cost, and who learns all the same: all, unless some gradient hardly moves anything."""
    count, sizes, learning = len(found), found["predicted"].abs(), int((found["measured"] != 0).sum())
    enters = "Only the target's output is in the loss"
    if learning == count and sizes.max() < SLIGHT:
        return f"{enters}; all logits get a gradient, but of at most {short(sizes.max())}."
    if learning == count and sizes.min() < SLIGHT:
        return f"{enters}, yet all logits get a gradient, from {short(sizes.min())} to {reasons.told(sizes.max())}."
    if learning < count:
        return f"{enters}, yet {learning} of {count} logits get a gradient."
    if count == 2:
        return f"{enters}, yet both logits get gradients: softmax is a sigmoid of their difference."
    return f"{enters}, yet all {count} logits get a gradient: softmax ties them together."


def note(found: pd.DataFrame) -> str:
    """Cost and gradients in numbers, and whose weights change."""
    target, slopes = found[found["target"]].iloc[0], found.loc[~found["target"], "measured"]
    rest = f"the other {len(slopes)} outputs add" if len(slopes) > 1 else "the other output adds"
    low, high = reasons.told(slopes.min()), reasons.told(slopes.max())
    likely, t = found.loc[found["z"].idxmax()], target["class"]
    guess = f"The network guesses class {likely['class']} here, whose logit is largest: wrong, as the target is {t}. "
    return (
        f"{guess if likely['z'] > target['z'] else ''}The target's output, a{t}, is the probability "
        f"{probability(target['a'])}; the loss, the cost of one example, is −log a{t} = {short(found['term'].sum())}, "
        f"and {rest} exactly 0 to it. "
        f"Gradients: {reasons.told(target['measured'])} for the target's logit (its score before softmax), "
        f"{low if low == high else f'{low} to {high}'} for {'the others' if len(slopes) > 1 else 'the other'}; they "
        f"sum to 0. A bias gets the gradient of its logit, a weight that times its input, so {_changing(found)}."
    )


def _changing(found: pd.DataFrame) -> str:
    """Whose weights change by a gradient that one would see."""
    count, changing = len(found), int((found["measured"].abs() >= SLIGHT).sum())
    if changing == count:
        return f"the weights of {'both' if count == 2 else f'all {count}'} change"
    return f"the weights of {changing} of {count} change, the others hardly" if changing else "no weight changes much"


def caption(found: pd.DataFrame) -> str:
    """How the gradients were measured, and how well they meet theory."""
    gap = (found["measured"] - found["predicted"]).abs().max()
    return f"Each logit moved alone by {NUDGE:g} up and down. Largest difference from theory, a − y: {short(gap)}."


def shifted(logits: Sequence[float], target: int, added: float) -> str:
    """What the same number on every logit changes."""
    before, after = (cost([z + more for z in logits], target) for more in (0.0, added))
    change = "not at all" if before == after else f"by {short(abs(after - before))}, which is rounding"
    return f"Adding {figure(added)} to every logit changes the loss {change}: only differences of logits count."


def told(found: pd.DataFrame) -> str:
    """Who enters the cost and who its gradient, as counts."""
    frame = entering(found)
    count, outputs, logits = len(frame), int(frame["output"].sum()), int(frame["logit"].sum())
    loss = "**Only the target enters the loss**" if outputs == 1 else f"**{outputs} outputs enter the loss**"
    slope = "**Every logit enters the gradient**" if logits == count else f"**{logits} logits enter the gradient**"
    change = frame["swapped"].iloc[0]
    stays = "the loss stays exactly the same" if change == 0 else f"the loss changes by {short(change)}"
    swapped = f" With the other {count - 1} logits in reverse order, {stays}." if count > 2 else ""
    return (
        f"{loss}: of the {count} outputs a, each raised alone by {100 * NUDGE:g} %, {outputs} changes −Σ y log a. "
        f"{slope}: of the {count} logits z, each moved alone by {NUDGE:g}, {logits} change it.{swapped}"
    )


def table(found: pd.DataFrame) -> pd.DataFrame:
    """Every class with all its digits, as text; an arrow at the target."""
    shown = {
        "class": found["class"].astype(str) + found["target"].map({True: " ◄", False: ""}),
        "z": found["z"].map(figure),
        "e^z": found["power"].map(figure),
        "a": found["a"].map(probability),
        "y": found["y"].astype(str),
        "−y log a": found["term"].map(figure),
        "a − y": found["predicted"].map(probability),
    }
    return pd.DataFrame(shown).set_index("class")


def formulas(found: pd.DataFrame) -> str:
    """From the logits to the gradient with these numbers, as TeX: the target, and the likeliest other class."""
    row = found[found["target"]].iloc[0]
    other = found[~found["target"]].sort_values("a").iloc[-1]
    said = probability_of(row["a"], row["term"])
    t, k, a, term = row["class"], other["class"], tex(said), tex(figure(row["term"]))
    slopes = [tex(probability(each["predicted"])) for each in (row, other)]
    power, powers = map(tex, quotient(row["power"], found["power"].sum(), said))
    return aligned(
        rf"a_{{{t}}} &= \frac{{e^{{z_{{{t}}}}}}}{{\sum_k e^{{z_k}}}} = \frac{{{power}}}{{{powers}}}",
        rf"&= {a}",
        r"L &= -\sum_k y_k \ln a_k",
        rf"&= -\ln a_{{{t}}} = {term}",
        rf"\frac{{\partial L}}{{\partial z_{{{t}}}}} &= -\frac{{1}}{{a_{{{t}}}}} \cdot a_{{{t}}} (1 - a_{{{t}}})",
        rf"&= a_{{{t}}} - y_{{{t}}} = a_{{{t}}} - 1",
        rf"&= {slopes[0]}",
        rf"\frac{{\partial L}}{{\partial z_{{{k}}}}} &= -\frac{{1}}{{a_{{{t}}}}} \cdot (-a_{{{t}}} a_{{{k}}})",
        rf"&= a_{{{k}}} - y_{{{k}}} = a_{{{k}}} - 0",
        rf"&= {slopes[1]}",
        r"\frac{\partial L}{\partial b_k} &= \frac{\partial L}{\partial z_k} = a_k - y_k",
        r"\sum_k \frac{\partial L}{\partial z_k} &= \sum_k a_k - \sum_k y_k = 1 - 1 = 0",
    )


def _measured(outputs, target, added, logits) -> pd.DataFrame:
    return classes([logits[f"z{i}"] for i in range(outputs)], target, added)


def outputs_that_enter(compute, *, outputs, target, added, **logits) -> tuple[float, ...]:
    """Outputs that move the cost, terms that are 0, and what another order of the others changes."""
    found = _measured(outputs, target, added, logits)
    who = entering(found)
    return int(who["output"].sum()), int((found["term"] == 0).sum()), who["swapped"][0]


def gradient(compute, *, outputs, target, added, **logits) -> tuple[float, ...]:
    """Outputs with a slope; a - y against measured slopes, a (a - y) against automatic ones; the sum of a - y."""
    found = _measured(outputs, target, added, logits)
    apart = (found["predicted"] - found["measured"]).abs().max()
    slopes = found["predicted"].to_numpy()
    return int((found["measured"] != 0).sum()), apart, _off(found["z"].to_numpy(), target, slopes), abs(slopes.sum())


def _off(z: np.ndarray, target: int, slopes: np.ndarray) -> float:
    """How far h (a - y) lies from the automatic gradient of a kernel that gets h and gives these logits."""
    import tensorflow as tf

    h = np.array([[0.3, -1.2, 0.7]])
    kernel, bias = tf.Variable(np.tile(z / 3, (3, 1)) / h.T), tf.Variable(np.zeros(len(z)))
    with tf.GradientTape() as tape:
        cost = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=[target], logits=h @ kernel + bias)
    of_kernel, of_bias = (np.asarray(each) for each in tape.gradient(cost, [kernel, bias]))
    return float(max(np.abs(of_kernel - np.outer(h, slopes)).max(), np.abs(of_bias - slopes).max()))


CLAIMS = (
    Claim(
        id="S01",
        question="Does the cost look only at the output that should be active?",
        claim="With one-hot targets the cost is −log of the target's output: the other outputs do not enter it.",
        source="seeds/004",
        settings=TEN_DIGITS_AND_A_7,
        figures=(
            Expected(name="outputs that change the cost when they alone are moved, of 10", expected=1),
            Expected(name="terms −y log a that are exactly 0, of 10", expected=9),
            # the sum of e^z does not depend on their order, to the last bit: it is summed by `math.fsum`
            Expected(name="change of the cost when the other logits change places", expected=0.0),
        ),
        measure=outputs_that_enter,
        because="still every logit counts, as the target's output is its e^z divided by the sum over all classes.",
    ),
    Claim(
        id="S02",
        question="If the cost is only −log a_t, why does its gradient touch every output?",
        claim="Every output j has a gradient: for its bias it is output minus target, a_j − y_j; for a weight it is "
        "that times a_k, what comes in along it.",
        source="seeds/004, quoting Nielsen, Neural Networks and Deep Learning, ch. 3, eq. 81 and 82",
        settings=TEN_DIGITS_AND_A_7,
        figures=(
            Expected(name="outputs with a slope that is not 0, of 10", expected=10),
            # central differences of 1e-4 are right to about 1e-9
            Expected(name="largest difference of a − y from a measured slope", expected=1e-6, way="at most"),
            Expected(
                name="largest difference of a (a − y) from automatic differentiation", expected=1e-6, way="at most"
            ),
            Expected(name="sum of a − y over the outputs, its size", expected=1e-14, way="at most"),
        ),
        measure=gradient,
    ),
)
