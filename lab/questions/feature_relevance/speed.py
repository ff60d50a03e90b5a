"""Why is it so slow?"""

import math

import lab
from lab import charts, presets
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words
from lab.numerals import counted
from lab.question import Question
from lab.relevance import second_column, speed, speed_setting, speed_words
from lab.relevance import weights_setting as setting
from lab.specs import PRECISIONS

QUESTION = Question(
    room="feature_relevance",
    slug="speed",
    title="How fast",
    ask="Why is it so slow?",
    group="How fast they get there",
    place=5,
    level="first",
    also=(
        "why standardise the features", "feature scaling", "I did not scale my features", "condition number",
        "gradient descent converges slowly", "how many epochs do I need", "normalise the inputs",
        "should I normalise my data", "min-max scaling", "z-score", "features on different scales",
        "training takes forever", "slow convergence", "needs thousands of epochs", "ill-conditioned",
        "how long do I have to train",
    ),
)  # fmt: skip
FEW = 10  # epochs that nobody calls slow
RATES = [1e-4, 3e-4, 1e-3, 3e-3, 8e-3, 3e-2, 0.1, 0.3, 1.0]


def knobs(k):
    """The columns, standardised or not, and the learning rate."""
    kind = k.choice("column", "Second column", setting.SECOND, "noise")
    second_column.numbers(k, setting.SECOND[kind], mean=10.0)
    if setting.SECOND[kind] == "duplicate":
        k.steps("copies", "Columns equal to x1", speed_setting.COPIES, 2)
    k.choice("columns", "Columns", speed.COLUMNS, "as they are")
    k.steps("rate", "Learning rate", RATES, 8e-3)
    k.toggle("best", "The best rate for these columns instead", False)
    k.steps("epochs", "Epochs", [30, 300, 1000, 3000, 20_000, 50_000], 20_000)
    with k.more():
        k.steps("seeds", "Seeds (starts of the weights)", [1, 8, 32], 8)
        k.slider("data", "Seed of the data", 0, 50, 1, 0)
        k.choice("precision", "Precision", PRECISIONS, "float64")


def answer(compute, *, column, columns, rate, best, epochs, seeds, data, precision, **numbers):
    """How far every direction of the cost has come, beside what its curvature predicts."""
    experiment = lab.Experiment(
        data=speed_setting.data(setting.SECOND[column], seed=data, **numbers),
        network=presets.S09.network,
        training=lab.Training(loss="mse", learning_rate=rate, epochs=epochs, precision=precision),
    )
    found = compute(speed.measure, experiment, seeds=range(seeds), best=best)
    says = speed_words.verdict(found, columns)
    return Answer(
        headline=headline(found, columns),
        note=says,
        blocks=(
            Figure.of(
                charts.relevance.speed.curves(speed_words.drawn(found, columns), speed_words.LOWEST), says,
                caption="Distance to the best weights that is left, along each direction. Line: the median run; band: "
                "the middle 90 % of runs; grey and dashed: theory.",
            ),
            Why(speed_words.why(found, columns)),
            Advice(
                "Standardise the columns: subtract each one's mean and divide by its standard deviation.",
                "scale = keras.layers.Normalization()\n"
                "scale.adapt(x)\n"
                "model = keras.Sequential([scale, keras.layers.Dense(1)])",
            ),
            Section(
                "Every direction, and what standardising allows",
                (Table(speed_words.table(found, columns)), Table(speed_words.settings(found))),
            ),
            Section(
                "The mathematics, with your numbers",
                (
                    Formula(speed_words.LAW), Formula(speed_words.formulas(found, columns)),
                    Words(speed_words.mean(found)),
                ),
                folded=True,
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


def headline(found: speed.Speed, columns: str) -> str:
    """How long the slowest direction takes beside the fastest."""
    chosen = found.settings.query("columns == @columns").iloc[0]
    rows = found.directions.query("columns == @columns")
    if chosen["rate"] >= chosen["largest"]:
        return f"It does not get there at all: rates above about {chosen['largest']:.2g} make it diverge."
    slow, fast = rows["mid"].max(), rows["mid"].min()
    if math.isinf(fast):
        epochs = counted(found.experiment.training.epochs, "epoch")
        return f"Every direction is slow: none is within 1 % of its end after {epochs}."
    fastest = f"{speed_words.whole(fast):,}"
    if math.isinf(slow):
        return f"One direction is slow: it is not there in time, while the fastest takes {fastest} epochs."
    slowest = counted(speed_words.whole(slow), "epoch")
    if speed_words.whole(slow) <= max(FEW, 2 * speed_words.whole(fast)):
        return f"It is not: even the slowest direction takes no more than {slowest}."
    return f"One direction is slow: it takes {slowest}, the fastest {fastest}."


STANDARDISED = {"columns": "standardised", "best": True, "epochs": 300}
DISCUSSION = {"column": "the discussion's noise", "rate": 3e-3}
TRY = {
    "What does standardising do to all of it?": STANDARDISED,
    "Was the discussion's run finished after 3,000 epochs?": DISCUSSION | {"epochs": 3000},
    "What if the noise has no mean?": {"mean": 0.0},
    "And a mean of 30?": {"mean": 30.0},
    "What if ten columns are the same?": {"column": "x1 once more", "copies": 10, "epochs": 3000, "best": True},
}
