"""How large may the learning rate be?"""

import numpy as np

import lab
from lab import charts, presets
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why
from lab.numerals import counted
from lab.question import Question
from lab.relevance import speed_setting, wall
from lab.relevance import wall_words as words
from lab.relevance import weights_setting as setting
from lab.relevance.second_column import NUMBERS
from lab.specs import PRECISIONS

QUESTION = Question(
    room="feature_relevance",
    slug="wall",
    title="When it blows up",
    ask="How large may the learning rate be?",
    group="How fast they get there",
    place=7,
    level="first",
    also=(
        "learning rate too high", "I did not scale my features and gradient descent diverges", "my loss explodes",
        "loss becomes NaN", "cost goes up instead of down", "largest learning rate", "gradient descent diverges",
        "cost increases with every iteration", "loss goes to infinity", "loss is inf",
        "which learning rate should I choose", "step size too big", "overshooting the minimum", "cost oscillates",
        "weights become huge", "features with large values and SGD", "cost rises instead of falling",
        "error grows at every step",
    ),
)  # fmt: skip
OPTIMIZERS = ["sgd", "momentum", "nesterov"]
CODE = (
    "x = (x - x.mean(axis=0)) / x.std(axis=0)\n"
    "design = np.column_stack([x, np.ones(len(x))])\n"
    "curvature = 2 * np.linalg.norm(design, 2) ** 2 / len(x)\n"
    'model.compile(keras.optimizers.SGD(1 / curvature), "mse")  # 2 / curvature is too large'
)


def knobs(k):
    """Two columns, or several equal ones, and how they are trained."""
    kind = setting.SECOND[k.choice("column", "Second column", setting.SECOND, "noise", key="relevance_wall_column")]
    for name, (label, options, default) in NUMBERS[kind].items():
        k.steps(name, label, options, default, key=f"relevance_wall_{name}")
    if kind == "duplicate":
        k.steps("copies", "Columns equal to x1", speed_setting.COPIES, 2, key="relevance_wall_copies")
    k.toggle("standardise", "Standardise the columns", False, key="relevance_wall_standardise")
    k.choice("optimizer", "Optimizer", OPTIMIZERS, "sgd", key="relevance_wall_optimizer")
    k.steps("epochs", "Epochs", [100, 300, 1000, 3000], 300, key="relevance_wall_epochs")
    with k.more():
        k.steps("seeds", "Runs at each rate, each from a seed", [1, 4, 6], 4, key="relevance_wall_seeds")
        k.slider("data_seed", "Seed of the data", 0, 50, 1, 0, key="relevance_wall_data")
        k.choice("precision", "Precision", PRECISIONS, "float32", key="relevance_wall_precision")
        k.toggle("more", "Below: five and ten equal columns, too", False, key="relevance_wall_more")


def answer(compute, *, column, standardise, optimizer, epochs, seeds, data_seed, precision, more, **values):
    """The cost at rates around the largest stable one, and that rate for other columns."""
    data = speed_setting.data(setting.SECOND[column], seed=data_seed, standardize=standardise, **values)
    training = lab.Training(loss="mse", optimizer=optimizer, epochs=epochs, precision=precision)
    experiment = lab.Experiment(data=data, network=presets.S09.network, training=training)
    found = compute(wall.measure, experiment, seeds=range(seeds))
    others = compute(wall.others, wall.PLAIN, more=more)
    return Answer(
        headline=headline(found),
        note=f"{len(found.rates)} rates, {counted(seeds, 'run')} at each, {counted(epochs, 'epoch')}.",
        blocks=(
            Figure.of(
                charts.relevance.wall.wall(*words.drawn(found)), words.verdict(found),
                caption="Dot: the median run, with the range of all. Grey and dashed: theory; far down, rounding ends "
                "what it goes on with. Diverged: the cost ends above its start, or beyond all numbers.",
            ),
            Why(words.why(found)),
            Advice(
                "Standardise the inputs: then rates are alike for all data. Take half of the largest stable rate, or "
                "try rates three times apart and take the last one before the cost rises.",
                CODE,
            ),
            Section("Other columns, other largest rates", (Table(words.table(others), words.NOTE),)),
            Section("The mathematics, with your numbers", (Formula(words.formulas(found)),), folded=True),
        ),
        experiment=experiment,
    )  # fmt: skip


def headline(found: wall.Wall) -> str:
    """The largest stable rate, and whether runs keep to it."""
    last, first = words.bracket(found)
    rate = f"{found.largest:.3g}"
    if words.met(found):
        return f"Up to {rate}, as predicted: no run diverges below that rate, every run does above it."
    below = f"here no run diverges up to {last:g} of it" if last > 0 else "here some run diverges at every rate tried"
    return f"By theory up to {rate}; {below}{', and none beyond' if not np.isfinite(first) and last > 1 else ''}."


TRY = {
    "What if the noise has mean 10?": {"mean": 10.0},
    "What does standardising do?": {"mean": 10.0, "standardise": True},
    "Do ten equal columns need a tenth of the rate?": {
        "column": "x1 once more", "copies": 10, "standardise": True, "more": True,
    },
    "Does momentum move it?": {"optimizer": "momentum"},
    "After 3,000 epochs: what stops the cost from falling on?": {"epochs": 3000},
}  # fmt: skip
