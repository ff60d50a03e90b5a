"""What each check asks and measures, and what it finds in a few words."""

import math
import re

from lab.check.alike import SAME_START
from lab.check.finding import NOT_JUDGED
from lab.check.tables import SPREAD

PHRASES = {
    "clones": "units that start equal", "repeated_initializer": "layers drawn alike", "zero_weights": "weights at zero",
    "dead_units": "dead units", "saturated_units": "saturated units", "signal_scale": "a signal that {}",
    "gradient_scale": "an error that {}", "first_cost": "a cost that starts wrong",
    "output_and_loss": "an output that does not fit its loss", "labels": "labels that do not fit",
    "inputs": "inputs that do not fit", "learning_rate": "a learning rate that is {}",
    "updates": "first steps that are {}", "nothing_to_train": "nothing to train",
    "one_batch": "{} examples that it has not learned", "luck": "starts that decide",
}  # fmt: skip
NAMES = {  # of those that say little by themselves
    "clones": "equal units", "repeated_initializer": "layers drawn alike", "zero_weights": "weights of zero",
    "updates": "first step", "one_batch": "32 by heart", "luck": "other starts",
}  # fmt: skip
ASKS = {
    "clones": "Do units of one layer start with equal weights? Then they stay copies of each other.",
    "repeated_initializer": "Do layers of one shape start with the same numbers, from one initializer or one seed?",
    "zero_weights": "Is a whole layer of weights zero? Then no error passes back through it at first.",
    "dead_units": "Are units 0 for every example, so that nothing moves them?",
    "saturated_units": "Are units at the flat ends of their activation, where gradients vanish?",
    "signal_scale": "Do the examples still differ at the last layer, or does the signal fade or explode on its way?",
    "gradient_scale": "Does the error reach the first layer, or does it fade or explode on its way back?",
    "first_cost": "Is the cost before training that of a network that guesses?",
    "output_and_loss": "Do the last activation and the loss belong together?",
    "labels": "Do the labels have the form that the loss expects, and every class its examples?",
    "inputs": "Are the inputs on one scale, without gaps, and different from each other?",
    "learning_rate": "Is the learning rate below the one at which training diverges, and not far below it?",
    "updates": "How much does one step change each layer: not nothing, not everything?",
    "nothing_to_train": "Is there anything left to train, or is it frozen?",
    "one_batch": "Can the network learn 32 examples by heart? One that cannot will not learn more.",
    "luck": "Does it learn from every start, or from some only?",
}
ASKS_NUMBERS = "Do the targets have the form that the loss expects, and a spread near 1?"  # of labels that are none
QUANTITIES = {  # what is measured and expected
    "clones": "different units of the layer", "repeated_initializer": "pairs of layers that are alike",
    "zero_weights": "weights that are not 0", "dead_units": "share of the units",
    "saturated_units": "share of the units",
    "signal_scale": "spread at the last hidden layer ÷ at the inputs",
    "gradient_scale": "error at the first layer ÷ at the last hidden one", "first_cost": "cost before training",
    "learning_rate": "learning rate", "updates": "change by the first step ÷ the weights",
    "nothing_to_train": "weights that training changes", "one_batch": "cost of 32 examples after training on them",
    "luck": "costs of best and worst start, apart, ÷ the cost of guessing",
}  # fmt: skip
FEW = re.compile(r"\bon (\d+) of the examples\b")  # fewer than a batch


def name(check: str, numbers: bool) -> str:
    """What a check is called on the page, on data whose targets are numbers or classes."""
    return "targets" if check == "labels" and numbers else NAMES.get(check, check.replace("_", " "))


def asks(check: str, numbers: bool) -> str:
    """What a check asks, on data whose targets are numbers or classes."""
    return ASKS_NUMBERS if check == "labels" and numbers else ASKS[check]


def quantity(row) -> str:
    """What the figures of a finding are of; "" where it has none."""
    if math.isnan(row.measured) or row.because.startswith(NOT_JUDGED):
        return ""
    if row.check == "dead_units" and not row.layer:
        return "share of the starts"
    if row.check == "output_and_loss" and row.question == "dead":
        return "share of the outputs that are 0"
    if row.check == "labels" and _is_spread(row):
        return "spread of the targets"
    if row.check == "learning_rate" and row.layer and row.standing == "ok":
        return "change of sums by the first step ÷ their spread"
    of_steps = (
        row.check == "learning_rate" and not row.layer and "λ" not in row.because and row.expected == row.expected
    )
    return QUANTITIES.get("" if of_steps or row.question == "penalties" else row.check, "as “because” says")


def _is_spread(row) -> bool:
    """Whether it is the spread of the targets that is told of, at whatever scale."""
    return SPREAD.removeprefix("The ") in row.because


def phrases(told) -> list[str]:
    """What is found, in a few words each; of a signal and an error, whether they fade or explode."""
    return [_phrase(row) for row in told.itertuples()]


def _phrase(row) -> str:
    if row.check == "signal_scale" and math.isnan(row.measured) and math.isnan(row.expected):
        return "two layers that are one"
    if row.check == "output_and_loss" and row.because.startswith("The targets are numbers, and accuracy"):
        return "an accuracy that says nothing"
    if row.check == "one_batch":
        few = FEW.search(row.because)
        return PHRASES[row.check].format(few[1] if few else 32)
    if row.check == "nothing_to_train" and math.isnan(row.measured):
        return "layers that are not trained"
    if row.check == "first_cost" and row.question == "penalties":
        return "penalties that outweigh the loss"
    if row.check == "updates" and row.measured == 0:
        return "layers that no gradient reaches"
    if row.check in ("learning_rate", "updates"):
        return PHRASES[row.check].format("too large" if row.measured > row.expected else "too small")
    if row.check == "saturated_units" and "with a softmax" in row.because:
        return "a softmax in a hidden layer"
    if row.check == "repeated_initializer" and row.because.startswith(SAME_START):
        return "networks that all start the same"
    if row.check == "labels" and row.name == "targets":
        return f"targets that {_far(row)}"
    if row.check == "inputs" and "(root mean square)" in row.because:
        size = "too large" if row.measured > row.expected else "too small"
        return f"inputs that {'hardly differ' if 'vary by no more' in row.because else f'are {size}'}"
    return PHRASES[row.check].format("fades" if row.measured < 1 else "explodes" if row.measured > 1 else "is lost")


def _far(row) -> str:
    """What targets that are numbers do: how large they are, or that they do not fit."""
    if not _is_spread(row):
        return "do not fit"
    return "are too large" if row.measured > row.expected else "are too small"
