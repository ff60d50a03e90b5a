"""Which penalty sets a weight to zero?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words
from lab.knobs import number
from lab.question import Question
from lab.relevance import importance, penalties, penalties_drawn, penalties_setting
from lab.relevance import penalties_words as words

QUESTION = Question(
    room="feature_relevance",
    slug="penalties",
    title="L1, L2, importance",
    ask="Which penalty sets a weight to zero?",
    group="Where weights end",
    place=4,
    also=(
        "L1 or L2 regularization", "lasso or ridge", "weight decay", "feature selection", "permutation importance",
        "does a large weight mean that a feature is important", "multicollinearity",
        "regularization makes weights sparse", "elastic net", "kernel_regularizer", "drop features with small weights",
        "why is L1 in Keras not exactly zero", "ridge with correlated features",
    ),
)  # fmt: skip
MODELS = ("no penalty", "L2", "L1")
COLUMNS = list(penalties_setting.ARRANGEMENTS)
COPY, DOUBLE, UNITS = COLUMNS[1:]


def knobs(k):
    """The columns, the penalty, and the model whose columns are compared."""
    k.choice("columns", "Columns", COLUMNS, COLUMNS[0])
    k.steps("size", "Penalty", penalties_setting.SIZES, 1.0)
    k.steps("noise", "Noise of the targets, sd", [0.0, 0.1, 0.5, 1.0, 3.0], 0.5)
    k.steps("epochs", "Epochs", [30, 100, 300, 1000, 3000, 10_000], 3000)
    k.choice("model", "Model whose columns are compared by importance", MODELS, MODELS[0])
    with k.more():
        k.choice("begin", "Weights start at sd", [0.0, 0.3, 1.0, 3.0], 1.0, shown=number)
        k.slider("data", "Data: draw", 0, 20, 1, 0)
        k.steps("starts", "Starts", [1, 4, 16], 16)
        k.steps("rate", "Learning rate", [0.002, 0.005, 0.01, 0.02, 0.05], 0.02)


def answer(compute, *, columns, size, noise, epochs, model, begin, data, starts, rate):
    """The weights under L1 and under L2, how near to zero they get, and which column matters."""
    experiment = penalties_setting.experiment(columns, noise, data, begin, learning_rate=rate, epochs=epochs)
    found = compute(penalties.measure, experiment, arrangement=columns, seeds=range(starts))
    says, near, draw = words.answer(found, size), words.near(found), charts.relevance.penalties
    measured = compute(importance.importance, experiment, weights=words.first(found, model, size))
    return Answer(
        headline=words.headline(found, size),
        note=f"{says} {words.budget(found)}",
        blocks=(
            Figure.of(draw.paths(penalties_drawn.paths(found, "L1"), "L1 penalty l₁"), says),
            Figure.of(
                draw.paths(penalties_drawn.paths(found, "L2"), "L2 penalty λ (weight decay)"), says,
                caption=words.caption(found),
            ),
            Why(f"{words.WHY} {words.sharing(found, size)}".strip()),
            Advice(
                "Take L1 where columns should drop out, L2 where weights should only stay small. Training with L1 ends "
                "near 0, not at 0: count weights below about a step as zero, or use scikit-learn's Lasso.",
                "keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L1(0.1))\n"
                "keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(0.1))",
            ),
            Section(
                "How near to zero?",
                (
                    Figure.of(draw.near_zero(*penalties_drawn.near_zero(found)), f"{says} {near}", caption=near),
                ),
            ),
            Section(f"Weights at a penalty of {number(size)}", (Table(words.table(found, size)),)),
            Section(
                "Does a large weight mean that the column matters?",
                (
                    Words(words.disagreement(measured, found)), Table(words.importances(measured)),
                    Words(words.MEASURES, small=True),
                ),
            ),
            Section(
                "The mathematics, with your numbers",
                (Formula(words.formulas(found, size)), Words(words.MEANINGS)),
                folded=True,
            ),
        ),
        experiment=lab.vary(experiment, {"training.l1": size}),
    )  # fmt: skip


TRY = {
    "What if x2 = x1: who gets the weight?": {"columns": COPY},
    "And if x2 = 2 x1?": {"columns": DOUBLE, "size": 0.1},
    "Is the column with the largest weight the one that matters?": {"columns": UNITS},
    "What does L1 do with a large penalty?": {"size": 10.0},
    "Does a smaller rate bring L1 nearer to zero?": {"rate": 0.002, "epochs": 10_000},
}
