"""A network with one output for two classes: what Keras takes for the loss, and a softmax of one unit."""

import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd

from lab.answer import Code, Section, Table, Words
from lab.data import Data, load
from lab.laws import overflow as theory
from lab.numerals import figure, probability
from lab.progress import Cancelled, Progress
from lab.questions.softmax_cost.numerics.in_keras import of_one_logit

DATA = Data("breast_cancer", standardize=True)  # two classes of unequal size
RATE, STEPS = 0.5, 100
LAYERS: dict[str, tuple] = {  # what one may write -> units, activation, whether a Reshape follows, loss
    'Dense(1, "sigmoid"), BinaryCrossentropy': (1, "sigmoid", False, "BinaryCrossentropy"),
    'Dense(2, "softmax"), SparseCategoricalCrossentropy': (2, "softmax", False, "SparseCategoricalCrossentropy"),
    'Dense(1, "softmax"), BinaryCrossentropy': (1, "softmax", False, "BinaryCrossentropy"),
    'Dense(1, "softmax"), Reshape, BinaryCrossentropy': (1, "softmax", True, "BinaryCrossentropy"),
    'Dense(1, "softmax"), CategoricalCrossentropy': (1, "softmax", False, "CategoricalCrossentropy"),
}
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


def sections(compute, logit: float, target: int) -> tuple[Section, ...]:
    """A single logit for two classes, and a softmax of one unit."""
    found, unit = compute(of_one_logit, logit, target=target), compute(trained, DATA)
    return (
        Section(
            "And with one output, for two classes?",
            (Words(right(logit, target)), Table(table(found), TICKED), Words(why(found, logit, target))),
            folded=True,
        ),
        Section(
            "A softmax of one unit says 1, whatever comes in",
            (Table(unit_table(unit)), Words(unit_sentence(unit)), Code(INSTEAD)),
            folded=True,
        ),
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


def _accuracy(row: pd.Series, logit: float, target: int) -> str:
    hit = (logit > 0) == bool(target)
    told = "Keras asks whether the output is above 0.5. A logit it should compare with 0"
    if bool(row["accuracy"]) == hit:
        return f"{told}; at {figure(logit)} both say the same, at a logit of 0.3 they would not."
    return (
        f"{told}: at {figure(logit)} it calls the answer {'right' if row['accuracy'] else 'wrong'}, and it is "
        f"{'right' if hit else 'wrong'}. Write `BinaryAccuracy(threshold=0)`."
    )


def unit_table(frame: pd.DataFrame) -> pd.DataFrame:
    """The trainings for the eye, as text; frame of `trained`."""
    return pd.DataFrame(
        {
            "The last layer, the loss": frame["code"],
            "Loss, first": frame["first"].map(figure),
            "Loss, last": frame["last"].map(figure),
            "Accuracy": frame["accuracy"].map(_percent),
            "Outputs for class 1": [_span(*each) for each in zip(frame["low"], frame["high"], strict=True)],
            "Weights moved by": frame["moved"].map(figure),
        }
    ).set_index("The last layer, the loss")


def _span(low: float, high: float) -> str:
    """To four decimals: e^z / e^z is 1 or 1 − 6 × 10⁻⁸, as the processor divides."""
    ends = [_number(round(end, 4)) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def unit_sentence(frame: pd.DataFrame) -> str:
    """What one sees of a softmax of one unit, why, and what to write; frame of `trained`."""
    rows, one = frame.set_index("code"), frame.iloc[0]
    sigmoid, two, alone, lost, categorical = (rows.loc[code] for code in frame["code"])
    return (
        f"**One sees** a loss that falls from {figure(alone['first'])} to {figure(alone['last'])}, and an accuracy of "
        f"{_percent(alone['accuracy'])} for ever: the share of class 1 ({_percent(one['ones'])} of "
        f"{one['examples']} examples). **Why?** A softmax divides e^z by the sum over its units; of one unit that is "
        "e^z / e^z = 1, so every example is said to be of class 1. The loss falls all the same, as in `fit` Keras "
        "takes the logit from behind the softmax. Where that is lost (a Reshape), the loss stays at "
        f"{figure(lost['last'])} and no weight moves: what is always 1 has slope 0. With `CategoricalCrossentropy` the "
        f"loss is {figure(categorical['first'])} from the start, as −log 1 = 0. **Instead:** a sigmoid "
        f"({_percent(sigmoid['accuracy'])} here) or a softmax of two units ({_percent(two['accuracy'])}); each trained "
        f"from zeros, {STEPS} steps with all examples at rate {RATE:g}."
    )


def trained(data: Data = DATA, progress: Callable | None = None, cancelled: Callable | None = None) -> pd.DataFrame:
    """Train each of `LAYERS` from zeros by full-batch gradient descent, `STEPS` steps at `RATE`.

    Args:
        data: with two classes.
        progress, cancelled: as in `lab.train`.

    Returns:
        One row per code: `code`, `first` and `last` loss as `fit` prints it, `accuracy` at the end as `fit` prints it,
        `moved`: largest change of a weight, `low` and `high`: least and largest output for class 1 over the examples;
        the same in every row `ones`: share of class 1, and `examples`.
    """
    x, y = load(data, "float32")
    rows = []
    for place, code in enumerate(LAYERS, start=1):
        if cancelled and cancelled():
            raise Cancelled
        rows.append({"code": code, **_one(code, x, y)})
        if progress:
            progress(Progress(place / len(LAYERS), place, len(LAYERS), STEPS))
    return pd.DataFrame(rows).assign(ones=float(y.mean()), examples=len(x))


def _one(code: str, x: np.ndarray, y: np.ndarray) -> dict:
    import keras

    units, activation, reshaped, loss = LAYERS[code]
    dense = keras.layers.Dense(units, activation, kernel_initializer="zeros")
    model = keras.Sequential([keras.Input(x.shape[1:]), dense, *([keras.layers.Reshape((units,))] if reshaped else [])])
    model.compile(keras.optimizers.SGD(RATE), getattr(keras.losses, loss)(), metrics=["accuracy"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras warns of the softmax of one unit; the table says so
        losses = [float(model.train_on_batch(x, y, return_dict=True)["loss"]) for _ in range(STEPS)]
        end = model.test_on_batch(x, y, return_dict=True)
        outputs = np.asarray(model(x))[:, -1]
    moved = max(float(np.abs(array).max()) for array in model.get_weights())
    return {
        "first": losses[0], "last": float(end["loss"]), "accuracy": float(end["accuracy"]), "moved": moved,
        "low": float(outputs.min()), "high": float(outputs.max()),
    }  # fmt: skip
