"""In which order does a network learn?"""

import numpy as np

from lab import charts
from lab.answer import Answer, Figure, Formula, Section, Table, Why
from lab.numerals import short
from lab.question import Question
from lab.seeds import modes, modes_words

QUESTION = Question(
    room="seed_effects",
    slug="modes",
    title="One mode after another",
    ask="In which order does a network learn?",
    group="Depth",
    place=16,
    also=(
        "deep linear network", "stage-like learning", "which feature is learned first", "rich and lazy training",
        "what is learned first", "singular values", "loss falls in steps", "saddle-to-saddle",
        "cost goes down in stages",
    ),
)  # fmt: skip
SETS = {
    "5, 3, 1": (5.0, 3.0, 1.0),
    "5, 4, 3": (5.0, 4.0, 3.0),
    "3, 3, 3": (3.0, 3.0, 3.0),
    "8, 1, 0.5": (8.0, 1.0, 0.5),
}
SIZES = [1e-9, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1.0]


def knobs(k):
    """How strong the modes of the data are, and from where a linear network starts."""
    k.choice("strengths", "Strengths of the modes in the data", SETS, "5, 3, 1", key="seeds_modes_strengths")
    k.choice("start", "Start", modes.STARTS, "aligned", key="seeds_modes_start")
    k.steps("size", "Aligned start: strength u0 of every mode", SIZES, 1e-3, key="seeds_modes_size")
    k.steps("scale", "Random start: times Glorot's", [1e-3, 0.01, 0.1, 0.3, 1.0], 0.01, key="seeds_modes_scale")
    k.steps("epochs", "Epochs", [500, 1000, 2500, 5000, 10_000], 2500, key="seeds_modes_epochs")
    with k.more():
        k.choice("hidden", "Hidden units", [3, 5, 10, 30], 3, key="seeds_modes_hidden")
        k.steps("rate", "Learning rate η", [0.0005, 0.002, 0.01, 0.05, 0.5], 0.002, key="seeds_modes_rate")
        k.steps("runs", "Random starts, one seed each", [10, 50, 200], 50, key="seeds_modes_count")


def answer(compute, *, strengths, start, size, scale, epochs, hidden, rate, runs):
    """How strong each mode is in the network over training, and when it is half learned."""
    experiment = modes.built(SETS[strengths], hidden, rate, epochs, scale)
    found = compute(modes.measure, experiment, start=start, size=size, runs=runs)
    return Answer(
        headline=headline(found),
        note=modes_words.verdict(found),
        blocks=(
            Figure.of(
                charts.seeds.modes.strengths(found.table, 1.1 * max(SETS[strengths])), modes_words.summary(found),
                caption=modes_words.drawn(found),
            ),
            Why(
                "A mode is one pattern of inputs and the outputs that go with it; its strength says how much of the "
                "data it explains. In a network with a hidden layer a mode grows in proportion to what the network "
                "already has of it, so it starts slowly and then runs away. The rate of that growth is its strength: "
                f"strong modes are learned first, weak ones long after. {modes_words.meanings(found)}"
            ),
            Section("When each mode is half learned", (Table(modes_words.table(found)),)),
            Section("The mathematics, with your numbers", (Formula(modes_words.formulas(found)),), folded=True),
        ),
        experiment=experiment,
    )  # fmt: skip


def headline(found: modes.Found) -> str:
    """Which mode comes first and which last, in one sentence."""
    facts, times = found.facts.iloc[0], found.halves["median"].to_numpy()
    if facts["diverged"] == facts["runs"]:
        return "No answer: training diverged; a smaller learning rate helps."
    if not np.isfinite(times).any():
        return "None in time: no mode is half learned within these epochs."
    strongest = found.halves.sort_values("s", ascending=False)
    first, last = strongest["median"].iloc[0], strongest["median"].iloc[-1]
    if not np.isfinite(last):
        return f"The strongest first: half learned after {short(first)} epochs, the weakest not in time."
    if strongest["s"].nunique() == 1:
        return (
            f"All together: equally strong modes are half learned after about {short(float(np.median(times)))} epochs."
        )
    if first < last:
        return f"The strongest first: it is half learned after {short(first)} epochs, the weakest after {short(last)}."
    return f"No order here: the strongest is half learned after {short(first)} epochs, the weakest after {short(last)}."


TRY = {
    "Does it hold from random starts?": {"start": "random", "hidden": 10, "epochs": 5000},
    "What if the random start is not small?": {"start": "random", "hidden": 10, "scale": 1.0, "epochs": 500},
    "A thousand times smaller: how much later?": {"size": 1e-6, "epochs": 5000},
    "And if all modes are equally strong?": {"strengths": "3, 3, 3"},
    "What if the rate is far too large?": {"rate": 0.5},
}
