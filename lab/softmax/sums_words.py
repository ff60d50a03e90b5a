"""What was found about the sums over the classes, in sentences."""

import pandas as pd

from lab.experiment import Experiment
from lab.numerals import figure, tex
from lab.softmax.sums import DECAY, Sums


def medians(found: Sums) -> pd.DataFrame:
    """`drift` and `accuracy` of every optimizer: the median over the seeds."""
    return found.drifts.groupby("optimizer", sort=False)[["drift", "accuracy"]].median()


KEEPING = ("gradient descent", "momentum")


def headline(found: Sums) -> str:
    """What stays, and with what."""
    off = medians(found)["drift"]
    if not (off[list(KEEPING)] < 1e-3).all():
        return "Yes, but for rounding: gradient descent and momentum keep the sums over the classes."
    return (
        "Yes: gradient descent and momentum keep the sums over the classes; weight decay shrinks them, Adam moves them."
    )


def why(found: Sums) -> str:
    """Why the sums stay, shrink or move."""
    left = found.courses.query("optimizer == 'with weight decay'").iloc[-1]["mid"]
    return (
        "Take one unit that leads into the output, and add up its weights to all classes. The errors a − y of the "
        "classes sum to 0, so the gradients of these weights do, and a step that adds multiples of gradients leaves "
        "the sum alone, in mini-batches too. Weight decay shrinks every weight by the same share, so the sum as well: "
        f"{figure(left)} of it is left. Adam divides each gradient by a size of its own, and the parts no longer "
        "cancel."
    )


def verdict(found: Sums, experiment: Experiment) -> str:
    """Which optimizer keeps the sums, in a sentence."""
    drift, runs = medians(found)["drift"], found.drifts["seed"].nunique()
    left = found.courses.query("optimizer == 'with weight decay'").iloc[-1]
    return (
        f"Training does not change the sums over the classes: off by {figure(drift['gradient descent'])} after "
        f"{experiment.training.epochs:,} epochs of gradient descent, by {figure(drift['momentum'])} with momentum, "
        f"which is rounding ({experiment.training.precision}). Weight decay leaves {figure(left['mid'])} of them "
        f"(theory: {figure(left['law'])}); Adam moves them by {figure(drift['Adam'])} "
        f"({'one run' if runs == 1 else f'medians of {runs} runs'})."
    )


def table(found: Sums) -> pd.DataFrame:
    """The drifts for the eye, as text."""
    rows, last = medians(found), found.courses.groupby("optimizer", sort=False).last()
    return pd.DataFrame(
        {
            "Sums left": last["mid"].map(figure),
            "Theory": last["law"].map(figure).replace("not a number", "none"),
            "Off by": rows["drift"].map(figure),
            "Accuracy": rows["accuracy"].map(lambda share: f"{100 * share:.1f} %"),
        }
    ).rename_axis("Optimizer")


def formula(experiment: Experiment) -> list[str]:
    """The law, and with the experiment's numbers."""
    training, examples = experiment.training, experiment.data.examples
    steps = training.epochs * -(-examples // (training.batch_size or examples))
    rate, decay = (tex(figure(value)) for value in (training.learning_rate, DECAY))
    left = (1 - training.learning_rate * DECAY) ** steps
    return [
        r"\sum_k \frac{\partial C}{\partial w_{jk}} = \overline{a_j \sum_k (p_k - y_k)} = \overline{a_j\,(1 - 1)} = 0",
        rf"s_T = (1 - \eta\lambda)^T s_0 = (1 - {rate} \times {decay})^{{{steps}}} s_0 = {tex(figure(left))}\, s_0",
    ]
