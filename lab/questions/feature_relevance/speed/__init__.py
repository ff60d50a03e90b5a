"""Why is it so slow?"""

import math

import pandas as pd

import lab
from lab import presets
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.numerals import aligned, counted, figure, tex
from lab.question import Question, address
from lab.questions.feature_relevance.speed.directions import COLUMNS, Speed, in_words, measure
from lab.questions.feature_relevance.speed.picture import curves, drawn
from lab.relevance import line, linear
from lab.relevance.linear import ENOUGH, rounded_up, whole

QUESTION = Question(
    room="feature_relevance",
    slug="speed",
    title="How fast",
    ask="Why is it so slow?",
    group="How fast they get there",
    place=5,
    also=(
        "features in different units, such as house size and number of rooms: must inputs be scaled", "z-score",
        "does standardising the inputs speed up training", "gradient descent converges slowly", "normalise the inputs",
        "why standardise the features", "features on different scales", "normalise y in a regression",
        "I did not scale my features", "how long do I have to train", "should I normalise my data", "condition number",
        "how many epochs do I need", "needs thousands of epochs", "the inputs are unscaled", "training takes forever",
        "scale the targets too", "slow convergence", "ill-conditioned", "feature scaling", "min-max scaling",
        "is it important to normalise inputs, or can the network just learn larger or smaller weights",
    ),
)  # fmt: skip
FEW = 10  # epochs that nobody calls slow
RATES = [1e-4, 3e-4, 1e-3, 3e-3, 8e-3, 3e-2, 0.1, 0.3, 1.0]


def knobs(k):
    """The columns, standardised or not, and the learning rate."""
    kind = line.second(k, "noise", "relevance_speed_column", mean=10.0)
    if kind == "duplicate":
        k.steps("copies", "Columns equal to x1", line.COPIES, 2)
    k.choice("columns", "Columns", COLUMNS, "as they are")
    best = k.toggle("best", "The best rate for these columns", False)
    k.steps("rate", "Learning rate (the best one is taken instead)" if best else "Learning rate", RATES, 8e-3)
    with k.more():
        k.steps("epochs", "Epochs", [30, 300, 1000, 3000, 20_000, 50_000], 20_000)
        k.steps("seeds", "Seeds (starts of the weights)", [1, 8, 32], 8)
        k.slider("data", "Seed of the data", 0, 50, 1, 0)


def answer(compute, *, column, columns, rate, best, epochs, seeds, data, **numbers):
    """How far every direction of the cost has come, beside what its curvature predicts."""
    experiment = lab.Experiment(
        data=line.data(line.SECOND[column], seed=data, **numbers),
        network=presets.S09.network,
        training=lab.Training(loss="mse", learning_rate=rate, epochs=epochs, precision="float64"),
    )
    found = compute(measure, experiment, seeds=range(seeds), best=best)
    says, setting = verdict(found, columns), _of(found, columns)[1]
    stable = setting["rate"] < setting["largest"]  # else a direction that diverges swamps the others
    beside = best and columns == "standardised"
    return Answer(
        headline=helped(found, column) if beside else headline(found, columns),
        note=says,
        blocks=(
            Figure.of(
                curves(drawn(found, columns, beside)), f"{says} {unscaled(found) if beside else ''}".strip(),
                caption=f"{'Both runs at their best rates. ' * beside}A direction: weights that change together, such "
                "as w1 + w2, or mostly b, the bias. Drawn: what is left of its distance to the best weights; "
                "“and” joins directions that have the same line. Line: the median run; band: the middle 90 % of runs; "
                "grey and dashed: theory. λ is a direction's curvature: how sharply the cost bends along it.",
            ),
            Why(why(found, columns)),
            Advice(f"{advice(found, columns)} {TARGETS} {hidden()}", SCALE),
            *([Section("Every direction", (Table(table(found, columns)),))] if stable else []),
            mathematics(
                Words("d: distance left along direction i after t epochs; λ: curvature; η: learning rate.", small=True),
                Formula(r"d_i(t) = (1 - \eta\,\lambda_i)^t \; d_i(0)"), Formula(formulas(found, columns)),
            ),
        ),
        experiment=lab.vary(experiment, {"data.standardize": COLUMNS[columns], "training.learning_rate": setting.rate}),
    )  # fmt: skip


SCALE = """\
scale = keras.layers.Normalization()
scale.adapt(x)  # the training x only, not the test x
model = keras.Sequential([scale, keras.layers.Dense(1)])"""
TARGETS = "The size of the targets changes neither rates nor epochs here: curvatures come from the inputs alone."
FORUM = {"column": line.NOISE, "rate": 3e-3}
TRY = {
    "Should I standardise my inputs before training?": {"columns": "standardised", "best": True},
    "Is training at a rate of 0.003 finished after 3,000 epochs?": FORUM | {"epochs": 3000},
    "Must features in units of different size be scaled, such as square metres and rooms?": {
        "mean": 0.0, "sd": 0.1, "columns": "standardised", "best": True,
    },
    "What if the noise has no mean?": {"mean": 0.0},
    "What if ten columns are the same?": {"column": "x1 once more", "copies": 10, "epochs": 3000, "best": True},
}  # fmt: skip


def headline(found: Speed, columns: str) -> str:
    """How long the slowest direction takes beside the fastest."""
    rows, chosen = _of(found, columns)
    if chosen["rate"] >= chosen["largest"]:
        return f"It does not get there at all: rates above about {chosen['largest']:.2g} make it diverge."
    slow, fast = rows["mid"].max(), rows["mid"].min()
    if math.isinf(fast):
        epochs = counted(found.experiment.training.epochs, "epoch")
        return f"Every direction is slow: none is within 1 % of its end after {epochs}."
    if math.isinf(slow):
        return f"One direction is slow: it is not there in time, while the fastest takes {whole(fast):,} epochs."
    slowest = counted(whole(slow), "epoch")
    if whole(slow) <= FEW:
        return f"It is not: even the slowest direction takes no more than {slowest}."
    if whole(slow) <= 2 * whole(fast):
        return f"No direction is quick: the slowest takes {slowest}, the fastest {whole(fast):,}."
    return f"One direction is slow: it takes {slowest}, the fastest {whole(fast):,}."


def helped(found: Speed, column: str) -> str:
    """Whether standardised columns get there sooner than columns as they are, each at its best rate."""
    plain, standard = (found.directions.query("columns == @name")["mid"].max() for name in COLUMNS)
    epochs = found.experiment.training.epochs
    if math.isinf(standard):
        return f"Not within {counted(epochs, 'epoch')}: even standardised columns need more at their best rate."
    after, before = whole(standard), whole(plain) if math.isfinite(plain) else math.inf
    if before > after:
        instead = f"{before:,}" if math.isfinite(before) else f"over {epochs:,}"
        sooner = f"{counted(after, 'epoch')} instead of {instead}"
        return f"Yes, standardising helps on this line (second column: {column}): {sooner}."
    return (
        f"No, standardising does not help here: it takes {counted(after, 'epoch')} at the best rate, the columns as "
        f"they are {before:,}."
    )


def verdict(found: Speed, columns: str) -> str:
    """How long the slowest direction takes, and what the ratio of the curvatures has to do with it."""
    rows, setting = _of(found, columns)
    budget = f"({counted(found.replicas, 'seed')}, {found.experiment.training.epochs:,} epochs.)"
    if setting["rate"] >= setting["largest"]:
        return (
            f"It blows up: the rate {setting['rate']:.4g} is above the largest stable one, "
            f"{setting['largest']:.4g}, so one direction of the weights, "
            f"{in_words(rows['plain'].iloc[0])}, gets {figure(abs(rows['factor'].iloc[0]))} times as far away every "
            f"epoch. {budget}"
        )
    slow, fast = slowest(rows), rows.loc[rows["foretold"].idxmin()]
    return (
        f"The slowest direction, {in_words(slow['plain'])}, takes {_measured(slow, found)} until 1 % of its distance "
        f"is left (predicted: {rounded_up(slow['foretold'])}), the fastest {_measured(fast, found)}: the curvatures "
        f"are in a ratio of {figure(setting['ratio'], 3)}. {budget}"
    )


def unscaled(found: Speed) -> str:
    """How long the slowest direction of the columns as they are takes, of a picture that shows it, too."""
    return f"With the columns as they are: {_measured(slowest(_of(found, 'as they are')[0]), found)}."


def slowest(rows: pd.DataFrame) -> pd.Series:
    """The direction that takes most epochs, of several that take as many the flattest."""
    epochs = rows["foretold"].map(rounded_up)
    last = rows[epochs == epochs[rows["foretold"].idxmax()]]
    return last.loc[last["curvature"].idxmin()]


def _of(found: Speed, columns: str) -> tuple[pd.DataFrame, pd.Series]:
    return found.directions.query("columns == @columns"), found.settings.query("columns == @columns").iloc[0]


def _measured(row: pd.Series, found: Speed) -> str:
    if math.isfinite(row["mid"]):
        return counted(whole(row["mid"]), "epoch")
    return f"more than {found.experiment.training.epochs:,} epochs ({100 * row['left']:.3g} % left at the end)"


def table(found: Speed, columns: str) -> pd.DataFrame:
    """Every direction with its curvature and its epochs; of texts."""
    rows, setting = _of(found, columns)
    shown = pd.DataFrame(
        {
            "direction": rows["mixes"],
            "epochs to 1 %": [_spread(row) for row in rows.itertuples()],
            "predicted": rows["foretold"].map(rounded_up),
            "curvature λ": rows["curvature"].map(figure),
        }
    )
    free = int(setting["free"])
    names = f"{counted(free, 'direction')} with X v = 0"
    valley = pd.DataFrame([[names, "stays", "has none to go", "0"]], columns=shown.columns)
    return pd.concat([shown, valley] if free else [shown]).set_index("direction")


def _spread(row) -> str:
    if not math.isfinite(row.high):
        return f"not yet: {100 * row.left:.3g} % left"
    low, mid, high = (rounded_up(value) for value in (row.low, row.mid, row.high))
    return mid if low == high else f"{mid} ({low} to {high})"


def formulas(found: Speed, columns: str) -> str:
    """The slowest direction's epochs, the largest and the best rate, with the numbers in them."""
    rows, setting = _of(found, columns)
    slow = slowest(rows)
    steep, flat = (tex(figure(rows["curvature"].iloc[place])) for place in (0, -1))
    curvature, end = tex(figure(slow["curvature"])), tex(figure(slow["foretold"]))
    lines = [
        rf"\eta_{{\max}} &= \frac{{2}}{{\lambda_{{\max}}}} = \frac{{2}}{{{steep}}} = {setting['largest']:.4g}",
        r"\eta_{\text{best}} &= \frac{2}{\lambda_{\max} + \lambda_{\min}}",
        rf"&= \frac{{2}}{{{steep} + {flat}}} = {setting['best']:.4g}",
    ]
    if setting["rate"] >= setting["largest"]:
        return aligned(*lines)
    last, bottom = tex(rounded_up(slow["foretold"])), rf"\ln\,|1 - {setting['rate']:.4g} \times {curvature}|"
    return aligned(rf"t_{{1\,\%}} &= \frac{{\ln {ENOUGH:g}}}{{{bottom}}} = {end} \to {last}", *lines)


def why(found: Speed, columns: str) -> str:
    """Why one learning rate makes some directions slow, and what a column's mean has to do with it."""
    ratio = figure(_of(found, columns)[1]["ratio"], 3)
    here = "curve equally" if ratio == "1" else f"differ: the steepest curves {ratio} times as much as the flattest"
    return (
        "A larger or smaller weight would do as well, but each such weight needs a step of its own size, and one "
        "learning rate serves all directions in which the weights can move. The steepest one bounds it: with a "
        "larger rate, every step there lands farther away than it started. Along the flattest one the cost hardly "
        f"changes, so at such a rate it gets on by a small part of its way. Here the directions {here}. Three "
        "things make them differ: columns in units of different size, as square metres beside rooms; a column whose "
        "mean is large beside its spread, so that it looks almost like the bias's ones; and columns that say nearly "
        "the same. Then one weight can be traded against another almost without changing a prediction."
    )


def advice(found: Speed, columns: str) -> str:
    """Whether to standardise these columns, by what it brings at the best rates; what to do about constant ones."""
    constant = linear.left_out(found.experiment)
    if columns == "standardised":
        return (
            f"{constant}These columns are standardised already: what still differs between directions comes from "
            "correlated columns. Use one scale, that of the training examples, for all data."
        )
    plain, standard = (found.settings.query("columns == @name")["epochs"].iloc[0] for name in COLUMNS)
    if standard >= plain:
        return (
            f"{constant}Take the best rate (below): standardising these columns would not help, with "
            f"{rounded_up(standard)} epochs at its best rate instead of {rounded_up(plain)}."
        )
    others = "other columns" if constant else "columns"
    return (
        f"{constant}Standardise the {others}: subtract each one's mean and divide by its standard deviation. At the "
        f"best rates 1 % is then left after {counted(whole(standard), 'epoch')} instead of {rounded_up(plain)}."
    )


def hidden() -> str:
    """What else large inputs and targets do to a network with hidden layers."""
    saturated, dead = address("saturated"), address("dead", {"when": "dying while it trains"})
    return (
        "With hidden layers bring the targets near 1, too: the weights start sized for that. Large inputs do more than "
        f"delay there: sigmoid and tanh units [saturate]({saturated}), and too long a step leaves ReLU units "
        f"[dead]({dead})."
    )
