"""Where in the plane of two weights does training go?"""

import lab
from lab import charts, presets
from lab.answer import Advice, Answer, Figure, Formula, Section, Why
from lab.numerals import short
from lab.question import Question
from lab.relevance import plane, plane_drawn, plane_words, second_column
from lab.relevance import weights_setting as setting
from lab.specs import OPTIMIZERS

QUESTION = Question(
    room="feature_relevance",
    slug="plane",
    title="Where it goes",
    ask="Where in the plane of two weights does training go?",
    group="Where weights end",
    place=2,
    also=(
        "contour plot of the cost", "path of gradient descent", "valley of the cost function",
        "two identical features, how is the weight shared", "linearly dependent columns", "many solutions, which one",
        "infinitely many solutions", "minimum norm solution", "redundant features", "correlated weights",
        "picture of gradient descent on the cost surface",
    ),
)  # fmt: skip


def knobs(k):
    """The second column, which two weights are drawn, and how they are trained."""
    kind = k.choice("column", "Second column", setting.SECOND, "constant")
    second_column.numbers(k, setting.SECOND[kind])
    k.choice("optimizer", "Optimizer", OPTIMIZERS, "sgd")
    k.steps("rate", "Learning rate", [3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1], 3e-3)
    k.steps("epochs", "Epochs", [10, 30, 100, 300, 1000, 3000, 10_000, 30_000], 3000)
    with k.more():
        k.choice("pair", "Two weights", plane_drawn.PAIRS, plane_drawn.AUTO)
        k.choice("start", "Weights start", plane.STARTS, next(iter(plane.STARTS)))
        k.steps("seeds", "Seeds (starts of the weights)", [1, 8, 24, 48], 24)
        k.choice("batch", "Batch size", setting.BATCHES, "all")
        k.steps("noise", "Noise of the targets, sd", [0.0, 0.1, 1.0, 3.0], 0.0)
        k.slider("data", "Seed of the data", 0, 50, 1, 0)


def answer(compute, *, column, optimizer, rate, epochs, pair, start, seeds, batch, noise, data, **numbers):
    """The ways of many starts over the contours of the cost."""
    experiment = lab.Experiment(
        data=setting.data(setting.SECOND[column], noise=noise, seed=data, **numbers),
        network=presets.S09.network,
        init=plane.STARTS[start],
        training=lab.Training(
            optimizer=optimizer, learning_rate=rate, epochs=epochs, batch_size=setting.BATCHES[batch], loss="mse"
        ),
    )
    found = compute(plane.measure, experiment, seeds=range(seeds))
    says = plane_words.verdict(found)
    return Answer(
        headline=headline(found),
        note=says,
        blocks=(
            Figure.of(
                charts.relevance.plane.plane(plane_drawn.plane(found, pair)), says,
                caption=plane_words.shadow(found, plane_drawn.pair_of(found, pair)),
            ),
            Why(plane_words.why(found)),
            Advice(
                "Do not read a meaning into one weight of columns that say the same: only their sum is settled. Leave "
                "one of them out, or add a little L2, which has one best point.",
                "keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(0.001))",
            ),
            Section("The mathematics, with your numbers", (Formula(plane_words.formulas(found)),), folded=True),
        ),
        experiment=experiment,
    )  # fmt: skip


def headline(found: plane.Ways) -> str:
    """To a point or into a valley, and whether it is there."""
    settled = found.ends[~found.ends["diverged"]]
    if settled.empty:
        return "Nowhere: training diverged from every start."
    gap, off = settled["gap"].max(), settled["off"].max()
    if found.facts["curvature"][0] > 0:
        if off <= plane_words.THERE:
            return "To one point, from every start: the best line is the only one."
        return f"Towards one point: at the end the farthest run is {short(off)} away from it."
    if gap <= plane_words.THERE:
        return "Into a valley, at right angles to it: each run ends at the point nearest to its start."
    if off <= plane_words.THERE:
        return f"Into a valley, but not by the shortest way: up to {short(gap)} from the nearest point."
    return f"Towards a valley: at the end the farthest run is {short(off)} away from it."


SCALED = {"column": "a multiple of x1"}
TRY = {
    "What if x2 = x1?": {"column": "x1 once more", "epochs": 10_000},
    "What if the column is 2 x1, and Adam takes the steps?": SCALED
    | {"optimizer": "adam", "rate": 0.03, "epochs": 10_000},
    "And gradient descent in the same valley?": SCALED | {"epochs": 10_000},
    "What does the same valley look like from the side?": SCALED | {"pair": "w1 and b"},
    "What if the useless column is noise: is there a valley?": {"column": "noise"},
}
