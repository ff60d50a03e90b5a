"""Can 1/m go into the learning rate? The mean of the gradients with a rate, and their sum with that rate over m."""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Why
from lab.numerals import figure
from lab.question import Question
from lab.softmax import sum_or_mean, sum_or_mean_words
from lab.softmax.sum_or_mean import MEAN, OVER, SAME

QUESTION = Question(
    room="softmax_cost",
    slug="sum",
    title="Sum or mean",
    ask="Can 1/m go into the learning rate?",
    group="Its gradient as arrays",
    place=7,
    also=(
        "does the 1/m matter", "sum or average over the mini-batch", "absorb the batch size into the learning rate",
        "is the cost summed or averaged over the batch", "sum_over_batch_size",
    ),
)  # fmt: skip
BATCHES = (96, 48, 40, 32, 8)
NAMES = {"sgd": "plain gradient descent", "momentum": "momentum", "adam": "Adam"}


def knobs(k):
    """How it is trained."""
    k.choice("optimizer", "Optimizer", list(NAMES), "sgd", key="softmax_sum_optimizer")
    k.choice("batch", "Batch size (m)", BATCHES, 96, key="softmax_sum_batch", shown=_batch)
    k.steps("rate", "Learning rate (r)", [0.01, 0.03, 0.1, 0.3, 1.0, 3.0], 0.3, key="softmax_sum_rate")
    k.steps("epochs", "Epochs", [10, 30, 60, 120], 60, key="softmax_sum_epochs")


def _batch(m: int) -> str:
    return "all 96" if m == max(BATCHES) else str(m)


def answer(compute, *, optimizer, batch, rate, epochs):
    """The costs of the three trainings, and the step of each."""
    experiment = lab.vary(
        sum_or_mean.START,
        {
            "training.optimizer": optimizer, "training.batch_size": None if batch == max(BATCHES) else batch,
            "training.learning_rate": rate, "training.epochs": epochs,
        },
    )  # fmt: skip
    found = compute(sum_or_mean.paths, experiment)
    return Answer(
        headline=headline(found, optimizer),
        note=note(found, experiment),
        blocks=(
            Figure.of(
                charts.softmax.sum_or_mean.paths(*sum_or_mean_words.drawn(found)), sum_or_mean_words.summary(found),
                caption="Softmax regression on 96 points in three overlapping blobs, from zeros, one run each. The "
                "mean is trained by Keras's optimizer, the sums by hand in NumPy, both with 15 digits (float64).",
            ),
            Why(why(found, optimizer)),
            Advice(
                "Keep the mean, as Keras does: then the rate need not change with the batch size. If your gradient is "
                "a sum, divide the rate by m for SGD and momentum; leave it for Adam.",
                SAME_STEPS,
            ),
            Section(
                "The mathematics, with your numbers", (Formula(sum_or_mean_words.formula(found, experiment)),), True
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


def headline(found: sum_or_mean.Paths, optimizer: str) -> str:
    """Whether the sum with rate r / m takes the path of the mean."""
    name = NAMES[optimizer]
    if _follows(found, OVER):
        return f"Yes: with {name}, the sum with rate r/m takes the same path as the mean with rate r."
    if optimizer == "adam":
        return "No, not with Adam: the sum with rate r/m leaves the path of the mean."
    if found.uneven:
        return "No: the last batch of each epoch is smaller, so the rate divides by the wrong number there."
    return "Yes, but at this rate each step enlarges rounding errors, and the two paths part."


def note(found: sum_or_mean.Paths, experiment: lab.Experiment) -> str:
    """By how much the paths differ, and of what they are."""
    training, over, same = experiment.training, _row(found, OVER), _row(found, SAME)
    apart = (
        "and no weight ever differs by more than" if _follows(found, OVER) else "and within them a weight differs by"
    )
    ends = (
        f"The sum with rate r stays within {figure(same['weights'])} of the mean."
        if _follows(found, SAME)
        else f"Without the 1/m the sum ends at a cost of {_short(same['cost'])} instead of {_short(_end(found))}."
    )
    return (
        f"Rate r = {figure(training.learning_rate)}, m = {found.m}, {training.epochs} epochs, {apart} "
        f"{figure(over['weights'])}. {ends}"
    )


def why(found: sum_or_mean.Paths, optimizer: str) -> str:
    """What divides by what."""
    over, same = _row(found, OVER), _row(found, SAME)
    if optimizer == "adam":
        close = "stays within" if same["weights"] < 1e-2 else "differs by"
        told = [
            "Adam divides each step by the size of its gradients, so a factor m in all of them cancels.",
            f"So the sum with the same rate r {close} {figure(same['weights'])} in every weight.",
            "Divide the rate by m as well, and each step is m times too short.",
        ]
    else:
        told = [
            f"{NAMES[optimizer].capitalize()} uses the gradient only as rate times gradient.",
            "So it does not matter which of the two carries the 1/m: both steps are the same number.",
            "Without it every step of the sum is m times as long.",
        ]
    if optimizer == "momentum" and _follows(found, OVER):
        told.append("What still differs is rounding: Keras keeps its momentum of 0.9 with 7 digits (float32).")
    if found.uneven:
        told.append(
            f"But {max(BATCHES)} examples do not fill batches of {found.m}: the last one of an epoch is smaller. The "
            "mean divides by its own number of examples, the rate by m all the same."
        )
    elif optimizer != "adam" and not _follows(found, OVER):
        told.append(
            f"After the first epoch the weights differ by {figure(over['early'])} only; a rate that large then "
            "enlarges the difference in each step."
        )
    return " ".join(told)


def _row(found: sum_or_mean.Paths, path: str):
    return found.apart.set_index("path").loc[path]


def _follows(found: sum_or_mean.Paths, path: str) -> bool:
    return sum_or_mean_words.follows(_row(found, path))


def _end(found: sum_or_mean.Paths) -> float:
    """Where the mean ends."""
    return float(found.costs.loc[found.costs["path"] == MEAN, "cost"].iloc[-1])


def _short(value: float) -> str:
    return figure(float(f"{value:.3g}"))


SAME_STEPS = """\
mean = keras.losses.CategoricalCrossentropy()                 # the mean over the batch
model.compile(keras.optimizers.SGD(r), mean)

total = keras.losses.CategoricalCrossentropy(reduction="sum")
model.compile(keras.optimizers.SGD(r / m), total)             # the same steps, if every batch has m examples"""

TRY = {
    "Does it hold for momentum?": {"optimizer": "momentum"},
    "And for Adam?": {"optimizer": "adam"},
    "What if 96 examples come in batches of 32?": {"batch": 32},
    "And in batches of 40, the last of 16?": {"batch": 40},
}
