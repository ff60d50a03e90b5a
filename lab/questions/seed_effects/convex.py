"""Does a longer training make the start forgotten?"""

import lab
from lab import charts
from lab.answer import Answer, Figure, Formula, Section, Why, Words
from lab.datasets import TITLES
from lab.question import Question
from lab.seeds import convex, convex_drawn
from lab.seeds.spread import suited

QUESTION = Question(
    room="seed_effects",
    slug="convex",
    title="Who forgets the seed?",
    ask="Does a longer training make the start forgotten?",
    group="Luck",
    place=10,
    also=(
        "convex cost function", "does logistic regression depend on the seed", "local minima of a network",
        "does the start matter in the end", "global minimum", "several minima", "convex or not convex",
    ),
)  # fmt: skip
SETS = {TITLES[name]: name for name in ("spiral", "blobs", "iris", "moons", "circles", "demand")}
HIDDEN = {"4": (4,), "8": (8,), "16": (16,)}


def knobs(k):
    """What a network and a model without hidden layer learn, and for how long."""
    k.choice("data", "Data", SETS, TITLES["spiral"], key="seeds_convex_data")
    k.choice("hidden", "Hidden units of the network", HIDDEN, "16", key="seeds_convex_hidden")
    k.steps("epochs", "Epochs", (10, 100, 300, 1000, 3000, 10_000), 1000, key="seeds_convex_epochs")
    k.steps("rate", "Learning rate", (0.01, 0.03, 0.1, 0.3, 1.0), 1.0, key="seeds_convex_rate")
    k.choice("count", "Seeds", (10, 50, 200), 50, key="seeds_convex_count")
    k.choice("precision", "Precision", lab.specs.PRECISIONS, "float32", key="seeds_convex_precision")


def answer(compute, *, data, hidden, epochs, rate, count, precision):
    """The spread of the cost over all seeds, epoch by epoch."""
    experiment = lab.vary(
        convex.START,
        {
            "data.name": SETS[data], "network.hidden": HIDDEN[hidden], "training.epochs": epochs,
            "training.learning_rate": rate, "training.precision": precision,
            **suited(lab.Data(SETS[data]), "cross-entropy"),
        },
    )  # fmt: skip
    found = compute(convex.measure, experiment, count=count)
    last = convex.last_digit(found)
    return Answer(
        headline=convex.headline(found),
        note=convex.verdict(found).replace("**", ""),
        blocks=(
            Figure.of(
                charts.seeds.convex.spread(*convex_drawn.placed(found)), convex.summary(found),
                caption="Standard deviation of the cost over all seeds. Dashed: the last digit of the cost.",
            ),
            Why(
                "Without a hidden layer, cross-entropy is a convex function of the weights: a bowl without a second "
                "bottom, and every start runs down to the same cost. A hidden layer makes many valleys, and not "
                "every start reaches the same one. More training goes deeper into a valley; it does not change "
                f"valleys. {last}".strip()
            ),
            Section("The mathematics", (Formula(convex_drawn.CONVEXITY), Words("C: cost; a, b: weights")), folded=True),
        ),
        experiment=experiment,
    )  # fmt: skip


TRY = {
    "Does the network forget it with more time?": {"epochs": 10_000},
    "What if training stops early?": {"epochs": 10},
    "How much can be forgotten in float64?": {"precision": "float64", "epochs": 3000},
    "Where both can be perfect, who forgets?": {"data": "Iris", "rate": 0.1},
}
