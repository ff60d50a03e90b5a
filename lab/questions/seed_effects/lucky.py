"""The best of ten seeds: how much of it is luck?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words
from lab.question import Question
from lab.seeds import lucky, lucky_drawn, lucky_words, scored
from lab.seeds.split import SCORES
from lab.seeds.spread import suited

QUESTION = Question(
    room="seed_effects",
    slug="lucky",
    title="Lucky seeds",
    ask="The best of ten seeds: how much of it is luck?",
    group="Luck",
    place=8,
    level="first",
    also=(
        "is the best of 10 random seeds a fair result", "cherry picking seeds", "which seed should I use",
        "reporting the best run", "is model A better than model B or just lucky",
        "report the maximum over several seeds", "choose the seed with the best validation accuracy", "is seed 42 good",
        "tune the random seed", "selection bias of the best run",
    ),
)  # fmt: skip


def knobs(k):
    """How many seeds a paper picks from, and what is trained."""
    reported = (1, 2, 3, 5, 10, 20, 50, 100)
    k.steps("n", "A paper reports the best of n seeds, n =", reported, 10, key="seeds_lucky_n")
    k.choice("data", "Data", scored.SETS, "Two circles", key="seeds_lucky_data")
    k.choice("result", "What is reported", SCORES, "held-out accuracy", key="seeds_lucky_result")
    k.choice("hidden", "Hidden units", scored.HIDDEN, "8", key="seeds_lucky_hidden")
    k.choice("scheme", "First weights", scored.SHOWN_SCHEMES, "he normal", key="seeds_lucky_scheme")
    k.steps("epochs", "Epochs", (10, 30, 100, 300, 1000, 3000), 300, key="seeds_lucky_epochs")
    with k.more():
        k.choice("count", "Runs, one seed each", (200, 400, 1000), 400, key="seeds_lucky_count")
        k.choice("examples", "Training examples", (30, 100), 100, key="seeds_lucky_examples")
        k.choice("activation", "Activation", ("relu", "tanh", "sigmoid"), "relu", key="seeds_lucky_activation")
        k.steps("rate", "Learning rate", (0.01, 0.03, 0.1, 0.3, 1.0, 3.0), 0.1, key="seeds_lucky_rate")


def answer(compute, *, n, data, result, hidden, scheme, epochs, count, examples, activation, rate):
    """The best of n against n, and all scores that it is picked from."""
    together = scored.examples_of(scored.SETS[data])
    experiment = lab.vary(
        scored.START,
        {
            "data.name": scored.SETS[data], "data.n": together.n, "data.noise": together.noise,
            "network.hidden": scored.HIDDEN[hidden], "network.activation": activation,
            "init.scheme": scored.SHOWN_SCHEMES[scheme], "training.learning_rate": rate, "training.epochs": epochs,
            **suited(together, "cross-entropy"),
        },
    )  # fmt: skip
    found = compute(lucky.measure, experiment, examples=examples, count=count, result=result)
    title, drawn, spread = lucky_drawn.title(result), charts.seeds.lucky, lucky_words.spread(found)
    best = drawn.best(lucky_drawn.drawn(found), lucky_drawn.lines(found), lucky_drawn.own(found, n), title)
    return Answer(
        headline=lucky_words.headline(found, n),
        note=f"{lucky_words.answer(found, n)} {lucky_words.detail(found, n)}",
        blocks=(
            Figure.of(
                best, lucky_words.course(found),
                caption="Line: mean best of n over all choices of n among the runs. Band: the middle 90 % of choices.",
            ),
            Why(
                "Every seed ends somewhere else, and the best of many is from the lucky end. The more seeds one "
                "tries, the further out the best of them lies, although the network and the data stay the same. "
                f"Somebody who trains it once gets the mean, not the best. {lucky_words.law(found, n)}".strip()
            ),
            Advice(
                "Report mean and standard deviation over all seeds, and how many there were; never choose the seed "
                "by the score that you report.",
                'print(f"{scores.mean():.1f} ± {scores.std(ddof=1):.1f} %, {len(scores)} seeds")',
            ),
            Section(
                "What the best is picked from",
                (
                    Figure.of(
                        drawn.scores(lucky_drawn.bars(found), title), spread,
                        caption=f"{spread} Dashed: normal scores of this mean and standard deviation.",
                    ),
                ),
            ),
            Section(
                "The mathematics, with your numbers",
                (
                    Formula(lucky_words.formula(found, n)),
                    Words(f"e_n, the mean of the largest of n standard normal numbers: {lucky_words.known()}."),
                ),
                folded=True,
            ),
        ),
        experiment=scored.trained_on(experiment, examples),
    )  # fmt: skip


TRY = {
    "And the best of 100?": {"n": 100},
    "Where does theory promise more than 100 %?": {"data": "Iris", "n": 20},
    "Where is theory right?": {"data": "Three spiral arms"},
    "Does longer training make luck smaller?": {"epochs": 3000},
    "Is the training cost as lucky?": {"result": "training cost"},
}
