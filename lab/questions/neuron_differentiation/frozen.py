"""Frozen, identical or just slow?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words
from lab.differentiation import frozen, frozen_drawn
from lab.differentiation import frozen_setting as setting
from lab.differentiation import frozen_words as words
from lab.numerals import counted
from lab.question import Question

QUESTION = Question(
    room="neuron_differentiation",
    slug="frozen",
    title="Frozen or slow?",
    ask="Can all weights start at zero, or at one constant?",
    group="Many neurons",
    place=5,
    level="first",
    also=(
        "can logistic regression start from all zeros, can a network", "all weights initialised to zero",
        "loss stuck at 0.693", "initialise every weight with the same constant", "network does not learn from zeros",
        "frozen, identical or just slow", "my network predicts the same value for all inputs",
        "zero initialization of a hidden layer", "all parameters equal at the beginning", "all weights 1",
        "the gradient is exactly zero", "loss does not change at all", "loss stays at ln 2", "accuracy stuck at 50 %",
        "same output for every example", "constant prediction", "why random instead of zero weights",
    ),
)  # fmt: skip
FIVE = [name for name in frozen.STARTS if name != "one unit, random"]
RATES = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0]
SIZES = [1e-8, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1]


def knobs(k):
    """Starts that look alike, and what they learn."""
    k.several("starts", "Where the weights start", frozen.STARTS, FIVE, key="neurons_frozen_starts")
    k.choice("data", "Data", setting.DATA, "spiral", key="neurons_frozen_data", shown=setting.DATA.get)
    activations = ["tanh", "sigmoid", "relu", "linear"]
    k.choice("activation", "Activation of the hidden units", activations, "tanh", key="neurons_frozen_activation")
    k.steps("rate", "Learning rate", RATES, 0.3, key="neurons_frozen_rate")
    k.steps("epochs", "Epochs", [100, 300, 1000, 3000, 10_000], 1000, key="neurons_frozen_epochs")
    with k.more():
        k.steps("hidden", "Hidden units", [2, 3, 4, 8, 16], 8, key="neurons_frozen_hidden")
        k.steps("tiny", "Size of the tiny start (standard deviation)", SIZES, 1e-4, key="neurons_frozen_tiny")
        k.steps("constant", "The constant", [0.01, 0.1, 0.5, 1.0, 2.0], 0.5, key="neurons_frozen_constant")
        k.steps("seeds", "Runs of each random start", [1, 4, 8, 16, 32], 8, key="neurons_frozen_seeds")
        k.choice("precision", "Precision", ["float32", "float64"], "float32", key="neurons_frozen_precision")


def answer(compute, *, starts, data, activation, rate, epochs, hidden, tiny, constant, seeds, precision):
    """What each start was: frozen, identical, slow or learning."""
    experiment = lab.vary(
        setting.setting(data),
        {
            "network.activation": activation, "network.hidden": (hidden,), "init.stddev": tiny, "init.value": constant,
            "training.learning_rate": rate, "training.epochs": epochs, "training.precision": precision,
        },
        later=True,
    )  # fmt: skip
    found = compute(frozen.measure, experiment, starts=list(starts), seeds=range(seeds))
    says, drawn = words.answer(found), charts.differentiation.frozen
    pictures = tuple(
        Figure.of(
            drawn.sizes(*frozen_drawn.sizes(found, name), words.TITLES[name], strip), words.seen(found, name),
            caption=words.TITLES[name],
        )
        for name, strip in (("distance", "exactly equal"), ("movement", "has not moved"))
    )  # fmt: skip
    growth = words.growth(found)
    return Answer(
        headline=headline(found),
        note=f"{counted(epochs, 'epoch')}; {counted(seeds, 'run')} of each random start.",
        blocks=(
            Figure.of(
                drawn.costs(*frozen_drawn.costs(found)), says,
                caption="Line: the median run. Band: the middle 90 % of runs. Grey and dashed: theory.",
            ),
            Why(words.at_zero(found)),
            Advice(
                "A network without a hidden layer may start from zeros; one with hidden layers may not. Leave "
                "kernels to Keras's random initializers, and only biases at zero.",
                'keras.layers.Dense(8, activation="tanh")  # kernels start Glorot uniform, biases at zero',
            ),
            Section("How far apart the units are, and whether they move", pictures, across=2),
            Section("The verdicts as a table", (Table(words.table(found)), Words(words.meanings(found), small=True))),
            Section(
                "The mathematics, with your numbers",
                (
                    Formula(words.entropy(found)), Formula(words.one_unit(found)), Words(words.met(found)),
                    *([Formula(growth)] if growth else []), Words(words.why_slow(found)),
                ),
                folded=True,
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


ENDS = {
    "frozen": "no hidden weight ever moves", "identical but learning": "the units stay identical",
    "identical, at the floor": "the units stay identical and learn nothing",
    "identical, above the floor": "the units stay identical and learn nothing",
    "at the floor": "nothing is learned about the inputs", "above the floor": "nothing is learned about the inputs",
    "slow": "it learns, but slowly", "learning": "it learns", "diverged": "training diverges",
}  # fmt: skip


def headline(found: frozen.Frozen) -> str:
    """What becomes of zeros and of one constant, where they were tried; else how many of the starts learn."""
    verdicts = words.summary(found).set_index("start")["verdict"]
    asked = [name for name in ("all zeros", "one constant") if name in verdicts]
    if not asked:
        learn = int(verdicts.isin(["learning", "slow"]).sum())
        return f"{learn} of {counted(len(verdicts), 'start')} tried here learn with units of their own."
    well = all(verdicts[name] in ("learning", "slow") for name in asked)
    said = "; ".join(f"from {name} {ENDS[verdicts[name]]}" for name in asked)
    return f"{'Here they can' if well else 'No'}: {said}."


TRY = {
    "Does logistic regression learn from all zeros?": {"data": "moons"},
    "And where no straight line helps?": {"data": "xor"},
    "Do sigmoid units freeze too, if one class is larger?": {"data": "unequal", "activation": "sigmoid"},
    "Are eight equal units one unit, to the last digit?": {"precision": "float64"},
    "Is one unit enough for two circles?": {
        "data": "circles", "epochs": 3000, "starts": ("one constant", "Glorot random", "one unit, random"),
    },
}  # fmt: skip
