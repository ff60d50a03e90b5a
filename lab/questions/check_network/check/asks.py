"""What each check asks, and what it finds in a few words."""

import math

PHRASES = {
    "clones": "units that start equal", "repeated_initializer": "layers drawn alike", "zero_weights": "weights at zero",
    "dead_units": "dead units", "saturated_units": "saturated units", "signal_scale": "a signal that {}",
    "gradient_scale": "an error that {}", "first_cost": "a cost that starts wrong",
    "output_and_loss": "an output that does not fit its loss", "labels": "labels that do not fit",
    "inputs": "inputs that do not fit", "learning_rate": "a learning rate that is {}",
    "updates": "first steps that are {}", "nothing_to_train": "nothing to train",
    "one_batch": "32 examples that it has not learned", "luck": "starts that decide",
}  # fmt: skip
ASKS = {
    "clones": "Do units of one layer start with equal weights? Then they stay copies of each other.",
    "repeated_initializer": "Do layers of one shape start with the same numbers, from one initializer with a seed?",
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


def phrases(told) -> list[str]:
    """What is found, in a few words each; of a signal and an error, whether they fade or explode."""
    return [_phrase(row) for row in told.itertuples()]


def _phrase(row) -> str:
    if row.check == "signal_scale" and math.isnan(row.measured) and math.isnan(row.expected):
        return "two layers that are one"
    if row.check == "updates" and row.measured == 0:
        return "layers that no gradient reaches"
    if row.check in ("learning_rate", "updates"):
        return PHRASES[row.check].format("too large" if row.measured > row.expected else "too small")
    return PHRASES[row.check].format("fades" if row.measured < 1 else "explodes" if row.measured > 1 else "is lost")
