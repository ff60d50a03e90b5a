"""Data, split, first weights or order: which of them moves the result?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Why
from lab.question import Question
from lab.seeds import lucky_drawn, randomness, randomness_words, scored
from lab.seeds.split import SCORES
from lab.seeds.spread import suited

QUESTION = Question(
    room="seed_effects",
    slug="random",
    title="Which randomness?",
    ask="Data, split, first weights or order: which of them moves the result?",
    group="Luck",
    place=7,
    also=(
        "different result every time I train the same model", "sources of randomness in training",
        "is it the seed or the data", "is model A better than model B or just lucky",
        "why is my training not deterministic", "train/test split or initial weights", "shuffling changes my result",
        "which random numbers does training use",
    ),
)  # fmt: skip


def knobs(k):
    """What is trained, which result is looked at, and what is fixed."""
    k.choice("data", "Data", scored.DRAWN, "Two circles", key="seeds_random_data")
    k.choice("result", "Result", SCORES, "held-out accuracy", key="seeds_random_result")
    k.slider("base", "Seed of what is fixed", 0, 20, 1, 0, key="seeds_random_base")
    k.choice("count", "Runs of each", (20, 50, 100, 200), 50, key="seeds_random_count")
    k.choice("examples", "Training examples", (30, 100, 300), 100, key="seeds_random_examples")
    k.steps("epochs", "Epochs", (10, 30, 100, 300), 100, key="seeds_random_epochs")
    with k.more():
        k.choice("batch", "Batch size", (1, 10, 30), 10, key="seeds_random_batch")
        k.choice("hidden", "Hidden units", scored.HIDDEN, "8", key="seeds_random_hidden")
        k.steps("rate", "Learning rate", (0.01, 0.03, 0.1, 0.3, 1.0), 0.1, key="seeds_random_rate")


def answer(compute, *, data, result, base, count, examples, epochs, batch, hidden, rate):
    """All runs, how far they spread, and that the spreads do not add up."""
    together = scored.examples_of(scored.SETS[data])
    experiment = lab.vary(
        scored.START,
        {
            "data.name": scored.SETS[data], "data.n": together.n, "data.noise": together.noise,
            "network.hidden": scored.HIDDEN[hidden], "training.batch_size": batch, "training.order_seed": base,
            "training.learning_rate": rate, "training.epochs": epochs, **suited(together, "cross-entropy"),
        },
    )  # fmt: skip
    found = compute(randomness.measure, experiment, examples=examples, count=count, base=base, result=result)
    says, pie, drawn = randomness_words.rows(found), randomness_words.no_pie(found), charts.seeds.randomness
    return Answer(
        headline=randomness_words.headline(found),
        note=f"{randomness_words.answer(found)} {randomness_words.detail(found)}",
        blocks=(
            Figure.of(
                drawn.dots(found.runs.dropna(), list(randomness.FREE), lucky_drawn.title(result)), says,
                caption="Each dot is a run. In a row that randomness is free, and the others are fixed.",
            ),
            Why(
                "A result hangs on more than the seed of the first weights: on which examples were drawn, on which "
                "of them were held out, and on the order in which they were shown. Each of these is a throw of dice "
                f"of its own. Here one is thrown anew in every run while the others stay as they are. {pie}".strip()
            ),
            Advice(
                "Report results over several splits as well as several seeds, and say which of them were varied.",
                "for seed in range(10):\n    keras.utils.set_random_seed(seed)\n    x, y, x_test, y_test = split(seed)",
            ),
            Section(
                "The spreads, and what they would add up to",
                (
                    Figure.of(
                        drawn.spreads(found.spreads, randomness_words.added(found), "Standard deviation of the result"),
                        f"{says} {pie}".strip(),
                        caption="Dots: standard deviations, with 95 % intervals (exact for normal scores). Dashed: "
                        "what they would be together if variances added up.",
                    ),
                ),
            ),
            Section("The mathematics, with your numbers", (Formula(randomness_words.formula(found)),), folded=True),
        ),
        experiment=scored.trained_on(experiment, examples),
    )  # fmt: skip


TRY = {
    "What if the fixed ones stand elsewhere?": {"base": 1},
    "Do the first weights matter more for spiral arms?": {"data": "Three spiral arms"},
    "What if every batch is a single example?": {"batch": 1},
    "Does more training data quiet the split?": {"examples": 300},
    "Is it the same for the training cost?": {"result": "training cost"},
}
