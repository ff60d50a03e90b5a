"""What is seen of two neurons side by side, in sentences, a table and a formula."""

import pandas as pd

from lab.differentiation import chain_words
from lab.differentiation.side_by_side import Moment
from lab.numerals import figure

NEURONS = {"w1": "1", "w2": "1", "b1": "1", "w5": "1", "w3": "2", "w4": "2", "b2": "2", "w6": "2", "b3": "output"}


def answer(moment: Moment) -> str:
    """Whether the two gradients differ, which factors make them, how far the discussion's reason holds; Markdown."""
    after = f"After {_updates(moment.update)}, for example {moment.example} of {moment.experiment.data.examples}:"
    if not moment.finite:
        return (
            f"**{after} the run has diverged.** Its numbers have grown beyond what float64 can hold, so there is no "
            "gradient to compare. Go back some updates, or take a smaller learning rate."
        )
    says = chain_words.verdict(moment.factors, moment.pair)
    return " ".join([f"**{after} {says}**", chain_words.judged(moment.factors, moment.pair), _copied(moment)]).strip()


def table(moment: Moment, automatic: pd.DataFrame) -> pd.DataFrame:
    """Every weight with its gradients and what the next update makes of it; for the eye, so of text.

    Args:
        moment: of `side_by_side.moment`.
        automatic: of `side_by_side.automatic`, at the same weights.

    Returns:
        One row per weight, neuron by neuron, indexed by its name.
    """
    columns = {
        "of neuron": NEURONS,
        "value": moment.weights,
        "gradient, this example": moment.gradients.loc["this example"],
        "gradient, mean of all": moment.gradients.loc["mean"],
        "mean, automatic": automatic.loc["mean"],
        "after the next update": moment.following,
    }
    shown = pd.DataFrame(columns).loc[list(NEURONS)]
    return shown.map(lambda value: value if isinstance(value, str) else figure(value)).rename_axis("weight")


def agreement(moment: Moment, automatic: pd.DataFrame) -> str:
    """How far the chain rule, multiplied out, is from automatic differentiation; Markdown."""
    worst = (moment.gradients - automatic).abs().to_numpy().max()
    largest = moment.gradients.abs().to_numpy().max()
    return (
        "The chain rule against automatic differentiation (Keras and `tf.GradientTape`, float64), for all nine "
        f"weights, for this example and for the mean: the largest difference is **{figure(worst)}**, "
        f"where the largest gradient is {figure(largest)}."
    )


def update(moment: Moment) -> str:
    """What the next update makes of the first of the two weights, with its numbers, as TeX."""
    weight, rate = moment.pair[0], moment.experiment.training.learning_rate
    return chain_words.update(weight, moment.weights[weight], rate, moment.gradients.loc["mean", weight])


def course(moment: Moment) -> str:
    """The cost at this update."""
    examples = moment.experiment.data.examples
    return f"Cost over all {examples} examples after {_updates(moment.update)}: {figure(moment.cost)}."


def start(weights: list[float]) -> str:
    """How a notebook meets the same run again; Markdown."""
    shown = ", ".join(f"{value:g}" for value in weights)
    return f"The nine weights are in the link alone. In a notebook: `side_by_side.course(experiment, [{shown}])`."


def _updates(count: int) -> str:
    return f"{count:,} update" + ("" if count == 1 else "s")


def _copied(moment: Moment) -> str:
    """What to say of two neurons that never part."""
    if not moment.copies:
        return ""
    updates = moment.experiment.training.epochs - 1  # `course` trains one more than asked for
    return f"The two neurons are copies: exactly equal after each of this run's {_updates(updates)}, and for ever."
