"""How many seeds does it take to tell two settings apart?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words
from lab.question import Question
from lab.seeds import apart, apart_drawn, apart_words, lucky_drawn, scored
from lab.seeds.split import SCORES
from lab.seeds.spread import suited

QUESTION = Question(
    room="seed_effects",
    slug="apart",
    title="Is A better than B?",
    ask="How many seeds does it take to tell two settings apart?",
    group="Luck",
    place=9,
    also=(
        "is model A better than model B or just lucky", "compare two models", "statistical test for two networks",
        "how many seeds", "is the best of 10 random seeds a fair result", "how many repetitions do I need",
        "significance test for accuracies", "is an improvement real or noise",
        "compare two architectures or settings fairly", "power of a comparison",
    ),
)  # fmt: skip
RATES = (0.01, 0.03, 0.05, 0.1, 0.12, 0.2, 0.3, 1.0)


def knobs(k):
    """The two settings, and what both learn."""
    k.choice("a", "A: first weights", scored.SHOWN_SCHEMES, "he normal", key="seeds_apart_a")
    k.choice("b", "B: first weights", scored.SHOWN_SCHEMES, "glorot uniform", key="seeds_apart_b")
    k.steps("rate_a", "A: learning rate", RATES, 0.1, key="seeds_apart_rate_a")
    k.steps("rate_b", "B: learning rate", RATES, 0.1, key="seeds_apart_rate_b")
    k.choice("data", "Data", scored.SETS, "Two circles", key="seeds_apart_data")
    k.choice("result", "What is compared", SCORES, "held-out accuracy", key="seeds_apart_result")
    with k.more():
        k.choice("hidden", "Hidden units", scored.HIDDEN, "8", key="seeds_apart_hidden")
        k.steps("epochs", "Epochs", (10, 30, 100, 300, 1000, 3000), 300, key="seeds_apart_epochs")
        k.choice("count", "Seeds", (100, 400, 1000), 400, key="seeds_apart_count")
        k.choice("examples", "Training examples", (30, 100), 100, key="seeds_apart_examples")


def answer(compute, *, a, b, rate_a, rate_b, data, result, hidden, epochs, count, examples):
    """How many studies see a difference, by their number of seeds, and the difference of every seed."""
    together = scored.examples_of(scored.SETS[data])
    experiment = lab.vary(
        scored.START,
        {
            "data.name": scored.SETS[data], "data.n": together.n, "data.noise": together.noise,
            "network.hidden": scored.HIDDEN[hidden], "training.epochs": epochs,
            "init.scheme": scored.SHOWN_SCHEMES[a], "training.learning_rate": rate_a,
            **suited(together, "cross-entropy"),
        },
    )  # fmt: skip
    other = {"init.scheme": scored.SHOWN_SCHEMES[b], "training.learning_rate": rate_b}
    found = compute(apart.measure, experiment, other=other, examples=examples, count=count, result=result)
    detail, drawn = apart_words.detail(found), charts.seeds.apart
    differences = drawn.differences(apart_drawn.bars(found), apart_drawn.mean(found), lucky_drawn.title(result))
    return Answer(
        headline=apart_words.headline(found),
        note=f"{apart_words.answer(found)} {detail}",
        blocks=(
            Figure.of(
                drawn.shares(apart_drawn.lines(found)), apart_words.course(found),
                caption="Studies of n seeds, drawn from the runs: how many have a 95 % interval without 0. Thin: 80 %.",
            ),
            Why(
                "Two settings give two heaps of scores that overlap, so a few seeds may show either one ahead. The "
                "mean of more seeds wobbles less: with four times as many it wobbles half as much. A small "
                f"difference between wide heaps takes many seeds to be seen. {apart_words.one_seed(found)}".strip()
            ),
            Advice(
                "Train both from the same seeds, look at the differences seed by seed, and give their mean with an "
                "interval.",
                "difference = scores_a - scores_b  # seed by seed\n"
                "half = 2 * difference.std(ddof=1) / len(difference) ** 0.5\n"
                'print(f"{difference.mean():.2f} ± {half:.2f}")',
            ),
            Section(
                "One pair for every seed",
                (
                    Figure.of(
                        differences, detail,
                        caption="Bars: A − B of each seed. Dot: their mean, with its 95 % interval. Upright line: no "
                        "difference.",
                    ),
                ),
            ),
            Section(
                "The mathematics, with your numbers",
                (Formula(apart_words.formula(found)), Words(apart_words.law(found))),
                folded=True,
            ),
        ),
        experiment=scored.trained_on(experiment, examples),
    )  # fmt: skip


TRY = {
    "And if only the learning rate differs a little?": {"b": "he normal", "rate_b": 0.12},
    "What if A and B are the same?": {"b": "he normal"},
    "Is the difference still there after long training?": {"epochs": 3000},
    "Does it show in the training cost?": {"result": "training cost"},
}
