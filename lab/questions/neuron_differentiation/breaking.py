"""What makes equal neurons different, and what does not?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Section, Why, Words
from lab.datasets import TITLES
from lab.differentiation import breaking, breaking_setting, breaking_words
from lab.numerals import counted
from lab.question import Question

QUESTION = Question(
    room="neuron_differentiation",
    slug="breaking",
    title="What breaks it?",
    ask="What makes equal neurons different, and what does not?",
    group="Two neurons",
    place=4,
    level="first",
    also=(
        "symmetry breaking", "what allows neurons to become different", "all weights the same constant",
        "does dropout or Adam break the symmetry", "initialise every weight with the same constant",
        "how do I break the symmetry", "do random starting weights break the symmetry",
        "does shuffling or noise separate identical units", "what makes units learn different features",
        "all ones as starting weights", "does weight decay make units differ", "why are weights initialised randomly",
        "should all units start with different values",
    ),
)  # fmt: skip
LAYERS = {"2": (2,), "4": (4,), "8": (8,), "4 and 4": (4, 4)}
ARRANGEMENTS = list(breaking_setting.ARRANGEMENTS)


def knobs(k):
    """Which units start equal, and what they are trained with."""
    k.choice("equal", "Units that start equal", ARRANGEMENTS, ARRANGEMENTS[0], key="neurons_breaking_equal")
    k.choice("hidden", "Hidden units", LAYERS, "4", key="neurons_breaking_hidden")
    pushes = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0]
    k.steps("epsilon", "Size of the difference of a weight", pushes, 1e-3, key="neurons_breaking_epsilon")
    k.toggle("more", "More optimizers and activations", False, key="neurons_breaking_more")
    with k.more():
        data = ["circles", "moons", "xor", "blobs"]
        k.choice("data", "Data", data, "circles", key="neurons_breaking_data", shown=TITLES.get)
        k.choice("activation", "Activation", ["tanh", "sigmoid", "relu"], "tanh", key="neurons_breaking_activation")
        k.steps("rate", "Learning rate", [0.01, 0.05, 0.1, 0.2, 0.5, 1.0], 0.2, key="neurons_breaking_rate")
        k.steps("epochs", "Epochs", [10, 30, 100, 300], 100, key="neurons_breaking_epochs")
        k.steps("seeds", "Runs of each", [1, 2, 4, 8, 16], 8, key="neurons_breaking_seeds")


def answer(compute, *, equal, hidden, epsilon, more, data, activation, rate, epochs, seeds):
    """Every suspect, and how far apart units that started equal are at the end."""
    from lab.seeds.spread import suited

    suspects = [*breaking_setting.SUSPECTS, *(breaking_setting.MORE_SUSPECTS if more else [])]
    experiment = lab.vary(
        breaking_setting.START,
        {
            "data.name": data, "data.n": 99, "network.hidden": LAYERS[hidden], "network.activation": activation,
            "training.learning_rate": rate, "training.epochs": epochs, **suited(lab.Data(data), "cross-entropy"),
        },
    )  # fmt: skip
    found = compute(
        breaking.breaking, experiment, seeds=range(seeds), suspects=suspects, arrangement=equal, epsilon=epsilon
    )
    summary = breaking.over_seeds(found)
    says = breaking_words.verdict(summary, experiment)
    return Answer(
        headline=headline(summary),
        note=f"{counted(seeds, 'run')} of each, {counted(epochs, 'epoch')}.",
        blocks=(
            Figure.of(
                charts.differentiation.breaking.suspects(*breaking_words.drawn(summary)), says,
                caption="Dot: median run. Bar: from the least to the largest. In the grey strip: exactly equal.",
            ),
            Why(breaking_words.agreement(summary)),
            Advice(
                "Let the weights start random and different: that is Keras's default. A constant start makes every "
                "unit of a layer a copy of the first. Biases may all start at zero.",
                'keras.layers.Dense(25, activation="relu", kernel_initializer="he_normal")  # different from the start',
            ),
            Section("The same as a table", (Words(breaking_words.table(summary)),), folded=True),
        ),
        experiment=experiment,
    )  # fmt: skip


def headline(summary) -> str:
    """How many of the suspects part equal neurons; from the frame of `breaking.over_seeds`."""
    parting = int((summary["equal"] < summary["runs"]).sum())
    if not parting:
        return f"Nothing here does: under all {len(summary)} suspects equal neurons stay exactly equal."
    if parting == len(summary):
        return f"Everything here does: all {parting} suspects make equal neurons different."
    return f"A difference of their own: {parting} of {len(summary)} suspects part equal neurons, the others never do."


TRY = {
    "What if only half of the units start equal?": {"equal": ARRANGEMENTS[1]},
    "Two groups of equals: do the groups stay groups?": {"equal": ARRANGEMENTS[2], "hidden": "8"},
    "And in a deeper network?": {"hidden": "4 and 4"},
    "Does any other optimizer help?": {"more": True},
}
