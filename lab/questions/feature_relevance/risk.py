"""How many useless columns are too many?"""

import numpy as np

from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words
from lab.knobs import number
from lab.numerals import counted, short
from lab.question import Question
from lab.relevance import risk, risk_drawn, risk_setting
from lab.relevance import risk_words as words

QUESTION = Question(
    room="feature_relevance",
    slug="risk",
    title="How many are too many?",
    ask="How many useless columns are too many?",
    group="Many columns",
    place=8,
    also=(
        "overfitting with many irrelevant features", "double descent", "more features than examples",
        "how many features for my data", "overfitting with too many columns", "too many features",
        "more columns than rows", "p greater than n", "curse of dimensionality",
        "training error zero but test error large", "do random columns hurt", "generalization with useless inputs",
        "feature noise makes test error worse",
    ),
)  # fmt: skip
COLUMNS = [1, 2, 3, 5, 8, 10, 15, 20, 25, 30, 35, 40, 50, 60]
TWICE = 2.0  # times the noise: with such an error on fresh examples, columns are too many


def knobs(k):
    """How many columns and examples, how noisy, and how long it is trained."""
    k.steps("columns", "Columns of your model: x1 and useless ones", COLUMNS, 15, key="relevance_risk_columns")
    k.choice("examples", "Examples", [10, 20, 30], 30, key="relevance_risk_examples")
    k.steps("noise", "Noise of the targets, sd", [0.0, 0.1, 0.3, 1.0, 3.0], 1.0, key="relevance_risk_noise")
    k.choice("worth", "What x1 is worth", [0.0, 1.0, 3.0], 1.0, key="relevance_risk_worth", shown=number)
    epochs = [100, 300, 1000, 3000, 10_000, 30_000]
    k.steps("epochs", "Epochs", epochs, 3000, key="relevance_risk_epochs")
    with k.more():
        k.choice("begin", "Weights start at sd", [0.0, 0.3, 1.0], 0.0, key="relevance_risk_begin", shown=number)
        k.choice("draws", "Data sets", [100, 300, 1000], 1000, key="relevance_risk_draws", shown=number)
        k.steps("rate", "Learning rate", [0.01, 0.02, 0.05, 0.1, 0.2], 0.05, key="relevance_risk_rate")


def answer(compute, *, columns, examples, noise, worth, epochs, begin, draws, rate):
    """The error on fresh examples against the number of columns, and over training."""
    training = {"epochs": epochs, "learning_rate": rate}
    whole = risk_setting.experiment(risk.MOST, examples, noise, worth, begin, **training)
    found = compute(risk.measure, whole, examples=examples, sigma=noise, worth=worth, draws=draws)
    says = f"{words.answer(found, columns)} {words.shape(found)}"
    return Answer(
        headline=headline(found, columns),
        note=f"Mean of {counted(draws, 'data set')} of {examples} examples; each error is exact over all fresh "
        "examples.",
        blocks=(
            Figure.of(
                charts.relevance.risk.curve(*risk_drawn.curve(found, columns)), says, caption=words.CAPTION,
            ),
            Why(_why(found, says)),
            Advice(
                "Have several times as many examples as columns; else leave columns out, shrink the weights, or stop "
                "early. Judge by examples that were not trained on.",
                "model = keras.Sequential([keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(0.1))])\n"
                'stop = keras.callbacks.EarlyStopping(patience=20, restore_best_weights=True)\n'
                "model.fit(x, y, validation_split=0.3, epochs=1000, callbacks=[stop])",
            ),
            Section(
                "Does stopping early help?",
                (
                    Words(words.stopped(found)),
                    Figure.of(
                        charts.relevance.risk.courses(*risk_drawn.courses(found)), words.stopped(found),
                        caption=words.agreement(found),
                    ),
                ),
            ),
            Section(
                "The mathematics, with your numbers",
                (Formula(words.formulas(found, columns)), Words(words.meanings(found))), folded=True,
            ),
        ),
        experiment=risk_setting.experiment(columns, examples, noise, worth, begin, **training),
    )  # fmt: skip


def headline(found: risk.Found, columns: int) -> str:
    """Whether this many columns are too many, by the error on fresh examples."""
    own, noise = risk_drawn.at(found, columns), found.facts["sigma"].iloc[0] ** 2
    error = own["mean"]
    if columns == 1:
        return f"One column is not too many: the squared error on fresh examples is {short(error)}."
    if not np.isfinite(own["law"]):
        return f"{columns} are: with about as many columns as examples the error has no mean at all."
    if not noise:
        says = f"is {short(error)} although there is no noise" if error else "stays 0 without noise"
        return f"{columns} are{'' if error else ' not'}: the error on fresh examples {says}."
    verdict = "are" if error >= TWICE * noise else "are not yet"
    return f"{columns} {verdict}: the error on fresh examples is {short(error / noise)} times what noise alone makes."


def _why(found: risk.Found, says: str) -> str:
    """What useless columns do to the error of these data."""
    if not found.facts["sigma"].iloc[0]:
        return (
            "Without noise every target is exactly what x1 makes of it, so with enough examples training finds that "
            f"useless columns weigh nothing. With fewer examples than columns it has a choice, and errs. {says}"
        )
    return (
        "A useless column resembles the noise of the targets a little, by chance. Training uses that: each column "
        "makes the error on the training examples smaller and that on fresh ones larger. With about as many columns "
        "as examples the fit must go through every noisy target, and the weights become huge. With still more there "
        f"are many such fits, and gradient descent ends at the one nearest to its start. {says}"
    )


TRY = {
    "What if there are as many columns as examples?": {"columns": 30},
    "And twice as many?": {"columns": 60},
    "What if there are ten examples only?": {"examples": 10},
    "What if the targets have no noise?": {"noise": 0.0, "columns": 40},
    "What if the weights start far from 0?": {"begin": 1.0, "columns": 60},
}
