"""A network with one output for two classes: what Keras takes for the loss, and a softmax of one unit."""

import pandas as pd

from lab.answer import Code, Section, Table, Words
from lab.laws import overflow as theory
from lab.numerals import figure, probability
from lab.questions.softmax_cost.numerics.in_keras import of_one_logit

TICKED = (
    "✓: loss and slope are right here, and at logits from −20 to 20 for both classes, and the output tells them apart. "
    "Loss of predict: the same loss, of what `predict` gave. Accuracy: as `fit` prints it, for this one example."
)
INSTEAD = """\
# the network says a probability
model = keras.Sequential([..., keras.layers.Dense(1, "sigmoid")])
model.compile("adam", keras.losses.BinaryCrossentropy(), metrics=["accuracy"])

# or it says a logit; then the loss has to know, and the accuracy too
model = keras.Sequential([..., keras.layers.Dense(1)])
loss, accuracy = keras.losses.BinaryCrossentropy(from_logits=True), keras.metrics.BinaryAccuracy(threshold=0)
model.compile("adam", loss, metrics=[accuracy])

# or one output for each class
model = keras.Sequential([..., keras.layers.Dense(2, "softmax")])
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])"""


def section(compute, logit: float, target: int) -> Section:
    """A single logit for two classes, a softmax of one unit among what is written for it."""
    found = compute(of_one_logit, logit, target=target)
    return Section(
        "And with one output, for two classes?",
        (Words(right(logit, target)), Table(table(found), TICKED), Words(why(found, logit, target)), Code(INSTEAD)),
        folded=True,
    )


def right(logit: float, target: int) -> str:
    """What is right at this logit."""
    a, cost = float(theory.probability(-logit)), float(theory.binary_cost(logit, target))
    return (
        f"Right here: the probability of class 1 is 1 / (1 + e^−z) = {probability(a)}, the loss {figure(cost)}, its "
        f"slope against the logit a − y = {probability(float(theory.binary_slope(logit, target)))}."
    )


def table(found: pd.DataFrame) -> pd.DataFrame:
    """What Keras makes of a single logit."""
    rows = [
        {
            "The last layer, the loss": f"{'✓' if row.sound else '–'} {row.code}{' (Keras warns)' * bool(row.warned)}",
            "Output": _number(row.output),
            "Loss in fit": f"{_number(row.cost)}{_wrong(row, 'cost')}",
            "Slope": f"{_number(row.gradient)}{_wrong(row, 'gradient')}",
            "Loss of predict": _number(row.later),
            "Accuracy": f"{100 * row.accuracy:.0f} %",
        }
        for _, row in found.iterrows()
    ]
    return pd.DataFrame(rows).set_index("The last layer, the loss")


def _number(value: float) -> str:
    return probability(value + 0.0)


def _wrong(row: pd.Series, quantity: str) -> str:
    state = row[f"{quantity} is"]
    return {"right": "", "stuck": " (clipped)" if quantity == "cost" else " (wrong)"}.get(state, " (wrong)")


def why(frame: pd.DataFrame, logit: float, target: int) -> str:
    """What one sees, why, and what to write instead; frame of `of_one_logit`."""
    rows = frame.set_index("code")
    return "\n".join(
        [
            f"- **Sigmoid, and from_logits=True as well.** {_both(rows, target)}",
            f"- **No activation, and no from_logits=True.** {_neither(rows.loc['Dense(1)'], logit, target)}",
            f"- **A sigmoid whose logit got lost.** {_lost(rows, target)}",
            f"- **A softmax of one unit.** {_alone(rows)}",
            f"- **Accuracy.** {_accuracy(rows.loc['Dense(1), from_logits=True'], logit, target)}",
        ]
    )


def _both(rows: pd.DataFrame, target: int) -> str:
    kept, lost = rows.loc['Dense(1, "sigmoid"), from_logits=True'], rows.loc[_TWICE]
    ends = sorted(float(theory.binary_cost(a, target)) for a in (0.0, 1.0))
    return (
        f"In `fit` Keras finds the logit behind the sigmoid, warns, and is right (loss {figure(kept['cost'])}). Of "
        "what `predict` gave, or after a Reshape, there is no logit, and the probability is taken for one: loss "
        f"{figure(kept['later'])}. Whatever the network says, for class {target} that loss stays between "
        f"{figure(ends[0])} and {figure(ends[1])}, and the slope is {_number(lost['gradient'])}. Write one of the two, "
        "not both."
    )


_TWICE = 'Dense(1, "sigmoid"), Reshape, from_logits=True'


def _neither(row: pd.Series, logit: float, target: int) -> str:
    if 0 < logit < 1:
        taken = f"The logit {figure(logit)} passes for a probability, with a loss of {figure(row['cost'])}"
    else:
        side = "above" if logit >= 1 else "below"
        end = "1 − 10⁻⁷" if logit >= 1 else "10⁻⁷"
        taken = (
            f"The logit {figure(logit)} is taken for a probability, and as such cut to {end}: the loss is "
            f"{figure(row['cost'])} for every logit {side} that, and the slope {_number(row['gradient'])}. Nothing is "
            "learned from such an example"
        )
    ends = [f"{theory.most_clipped_binary(each):.2f} for class {each}" for each in (target, 1 - target)]
    return (
        f"{taken}. On the wrong side the loss ends at {' and at '.join(ends)}: −log(10⁻⁷) = "
        f"{theory.most_clipped():.2f}, and in float32 the number nearest to 1 − 10⁻⁷ is 1 − 1.19 × 10⁻⁷. Write "
        "from_logits=True, or a sigmoid."
    )


def _lost(rows: pd.DataFrame, target: int) -> str:
    row = rows.loc['Dense(1, "sigmoid"), Reshape']
    said = {
        "right": f"here still right, {figure(row['cost'])}",
        "stuck": f"here clipped, {figure(row['cost'])}, with slope {_number(row['gradient'])}",
    }.get(row["cost is"], f"here imprecise, {figure(row['cost'])}")
    return (
        f"After a Reshape, or of what `predict` gave, the loss has the probability alone: {said}. For class {target} "
        f"it cannot go above {theory.most_clipped_binary(target):.2f}. Let the sigmoid be the last layer, or let the "
        "logit be the output, with from_logits=True."
    )


def _alone(rows: pd.DataFrame) -> str:
    kept, lost = rows.loc['Dense(1, "softmax")'], rows.loc['Dense(1, "softmax"), Reshape']
    return (
        f"Of one unit a softmax is e^z / e^z, here {_number(kept['output'])}: it says 1 to every example, so the "
        "accuracy stays at the share of class 1 for ever. The loss may fall all the same: in `fit` Keras takes the "
        f"logit from behind the softmax (loss {figure(kept['cost'])} here). After a Reshape it cannot: the slope is "
        f"{_number(lost['gradient'])}. With `CategoricalCrossentropy` the loss is 0 from the start, as −log 1 = 0. "
        "Write a sigmoid, or two units."
    )


def _accuracy(row: pd.Series, logit: float, target: int) -> str:
    hit = (logit > 0) == bool(target)
    told = "Keras asks whether the output is above 0.5. A logit it should compare with 0"
    if bool(row["accuracy"]) == hit:
        return f"{told}; at {figure(logit)} both say the same, at a logit of 0.3 they would not."
    return (
        f"{told}: at {figure(logit)} it calls the answer {'right' if row['accuracy'] else 'wrong'}, and it is "
        f"{'right' if hit else 'wrong'}. Write `BinaryAccuracy(threshold=0)`."
    )
