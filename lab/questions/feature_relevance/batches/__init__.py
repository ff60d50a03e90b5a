"""Are batches of two faster?"""

from dataclasses import replace

import numpy as np
import pandas as pd

import lab
from lab import presets
from lab.answer import Advice, Answer, Figure, Section, Table, Why, Words
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.experiment import Experiment, vary
from lab.lazy import alt
from lab.log_axis import LogAxis
from lab.numerals import counted, figure, on_axis, short
from lab.question import Question
from lab.questions.feature_relevance.batches.trained import PAIR, SIZES, Batches, full_batch, measure, middle
from lab.relevance import line, linear
from lab.relevance.linear import rounded_up, whole
from lab.training import train

QUESTION = Question(
    room="feature_relevance",
    slug="batches",
    title="Batches",
    ask="Are batches of two faster?",
    group="How fast they get there",
    place=6,
    also=(
        "does a smaller batch size train faster", "mini-batch or full batch", "steps or epochs",
        "stochastic gradient descent against batch gradient descent", "which batch size is best", "batch size 1 or 32",
        "small batches need fewer epochs", "number of updates in an epoch",
        "do small batches make constant or repeated columns go away", "does a small batch need a smaller rate",
    ),
)  # fmt: skip
SAME = 0.1  # a difference in steps below this share is none
EVEN, FEWEST = "nothing is gained", 6  # starts that a sign test can judge
BELOW, ABOVE = 100.0, 10.0  # what is drawn: from the level divided by the first to the start times the second


def knobs(k):
    """Two columns, a rate, and the cost to reach."""
    kind = line.second(k, line.NOISE, "relevance_batches_column")
    k.toggle("standardise", "Standardise the columns", False)
    k.steps("rate", "Learning rate", [3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1], 3e-3)
    k.steps("level", "The cost to reach", [1e-4, 1e-3, 0.01, 0.1, 1.0], 1e-3)
    k.steps("epochs", "Epochs", [30, 300, 1000, 3000, 10_000], 3000)
    with k.more():
        k.steps("seeds", "Runs (starts and orders), each from a seed", [1, 16, 64], 16)
        if kind != "discussion":
            k.steps("noise", "Noise of the targets (standard deviation)", [0.0, 0.1, 1.0, 3.0], 0.0)
            k.slider("data_seed", "Seed of the data", 0, 50, 1, 0, key="relevance_batches_data")


def answer(compute, *, column, standardise, rate, level, epochs, seeds, noise=0.0, data_seed=0, **values):
    """The cost against epochs, and the same against steps."""
    data = line.data(line.SECOND[column], standardize=standardise, noise=noise, seed=data_seed, **values)
    training = lab.Training(loss="mse", learning_rate=rate, epochs=epochs)
    experiment = lab.Experiment(data=data, network=presets.S09.network, training=training)

    def partly(found: Batches) -> None:
        if PAIR in set(found.curves["batch"]):
            compute.show(_answer(found), {"batch sizes": (found.curves["batch"].nunique(), len(SIZES))})

    found = compute(measure, experiment, level=level, seeds=range(seeds), partly=partly)
    compute.show(_answer(found))
    return _answer(found, (Section("Do constant or repeated columns go away?", stay(compute), folded=True),))


def stay(compute) -> tuple[Words, Table]:
    """What becomes of the weights of columns that say what others say, from the start posted in the forum thread."""
    rows = [(named, second(compute, presets.S11[name])) for name, named in OTHERS.items()]
    table = pd.DataFrame(
        [(named, short(weight), short(before)) for named, (before, weight) in rows],
        columns=["second column", "its weight", "at the start"],
    ).set_index("second column")
    gone = sum(abs(weight) < GONE for _, (_, weight) in rows)
    epochs = counted(presets.S09.training.epochs, "epoch")
    says = (
        f"{gone or 'None'} of these weights {'is' if gone < 2 else 'are'} within {GONE:g} of zero "
        f"after {epochs}. A column that repeats another, or the bias, gets the same slopes as that one in every step, "
        "with batches of any size: their two weights move alike, so what they differ by at the start stays. Nearly "
        "the same holds for a column that is nearly constant."
    )
    return Words(says), Table(table, f"Full batch, first weights as printed in the forum thread {line.THREAD}.")


def _answer(found: Batches, useless: tuple[Section, ...] = ()) -> Answer:
    experiment, level, told, bound = found.experiment, found.level, note(found), found.stable[PAIR]
    training, says = experiment.training, f"{headline(found)} {told}"
    posted = f", x2 the noise printed in the forum thread {line.THREAD}" * (experiment.data.table is not None)
    return Answer(
        headline=headline(found),
        note=told,
        blocks=(
            Figure.of(
                costs(*drawn(found, "epoch"), "Epoch", level), says,
                caption=f"Trained: a line (one linear unit, no hidden layer), on {full_batch(found)} examples of y = "
                f"3 x1 + 1{posted}. Line: the median run; band: the middle 90 %; dashed: theory for the full batch; "
                "level line: the cost to reach.",
            ),
            Why(why(found)),
            Advice(
                "Compare batch sizes by steps, and by the time that your own training takes, not by epochs: an epoch "
                "of small batches holds more steps. Where the cost jumps about, take a smaller rate.",
                f'model.compile(keras.optimizers.SGD({min(training.learning_rate, 0.9 * bound):.2g}), "mse")'
                f"  # here stable below {short(bound)}\nmodel.fit(x, y, batch_size={PAIR}, epochs={training.epochs})",
            ),
            Section("The same runs by steps", (Figure.of(costs(*drawn(found, "step"), "Step", level), says),)),
            Section("Every batch size", (Table(table(found)),)),
            *useless,
        ),
        experiment=vary(experiment, {"training.batch_size": PAIR}),
    )  # fmt: skip


TRY = {
    "What if the useless noise has mean 10?": {"column": "noise", "mean": 10.0, "level": 0.1},
    "What if the columns are standardised?": {"standardise": True},
    "Are small batches faster at a rate that suits the full batch?": {"rate": 0.03},
    "What if the targets are noisy?": {"column": "noise", "noise": 1.0, "level": 1.0},
    "What if x2 = x1?": {"column": "x1 once more"},
}


def headline(found: Batches) -> str:
    """Whether batches of two get there sooner, by epochs and by steps."""
    full, pair = (middle(found, size) for size in (full_batch(found), PAIR))
    there = np.isfinite([full["epochs"], pair["epochs"]])
    if found.least > found.level:
        least = figure(found.least)
        return f"Neither can: no weights get below a cost of {least} on these examples, whatever the batches."
    if not there.any():
        return "Neither: the cost to reach is not reached by batches of two, nor by all examples at once."
    if not there[0]:
        return f"Yes: they get there after {_many(pair['epochs'], 'epoch')}; all examples at once do not in time."
    if not there[1]:
        why = "they diverge" if pair["diverged"] else "they do not get there in this time"
        return f"No: {why}; all examples at once get there after {_many(full['epochs'], 'epoch')}."
    times, steps = full["epochs"] / pair["epochs"], pair["steps"] / full["steps"]
    if times <= 1 + SAME:
        needed, others = _many(pair["epochs"], "epoch"), rounded_up(full["epochs"])
        return f"No: they need {needed}, all examples at once {others}."
    return f"Yes by epochs, {times:.2g} times as fast; by steps {by_steps(steps) if _sure(found) else EVEN}."


def note(found: Batches) -> str:
    """When the full batch and batches of two reach the cost, by epochs and by steps, and the budget."""
    seeds, epochs = counted(found.reached["seed"].nunique(), "seed"), counted(found.experiment.training.epochs, "epoch")
    told = []
    for who, size in (("the full batch", full_batch(found)), ("batches of two", PAIR)):
        row = middle(found, size)
        never = "diverges" if row["diverged"] else "never"
        reached = f"{_many(row['epochs'], 'epoch')}, {_many(row['steps'], 'step')}" if row["epochs"] < np.inf else never
        told.append(f"{who}: {reached}")
    predicted = f"{rounded_up(found.steps)} steps of the full batch" if found.steps < np.inf else "never"
    return (
        f"Until a cost of {found.level:g}, {'; '.join(told)} (predicted: {predicted}). "
        f"({seeds} each, median, {epochs}.)"
    )


def _sure(found: Batches) -> bool:
    """Whether batches of two need more steps from most starts, or fewer from most: by a sign test, at 5 %."""
    from scipy.stats import binomtest

    steps = found.reached.pivot_table(index="seed", columns="batch", values="steps")
    apart = (steps[PAIR] - steps[full_batch(found)]).replace(0, np.nan).dropna()
    return len(steps) < FEWEST or len(apart) > 0 and binomtest(int((apart > 0).sum()), len(apart)).pvalue < 0.05


def by_steps(ratio: float) -> str:
    if abs(ratio - 1) <= SAME:
        return EVEN
    return "they are faster too" if ratio < 1 else "they are slower"


def table(found: Batches) -> pd.DataFrame:
    """Every size with its epochs and its steps; of texts."""
    rows = []
    for size, group in found.reached.groupby("batch", sort=False):
        rows.append(
            {
                "batch size": "all" if size == full_batch(found) else str(size),
                "steps an epoch": str(-(-full_batch(found) // size)),
                "stable up to the rate": short(found.stable[size]),
                f"epochs to {found.level:g}": _spread(group, "epochs"),
                "steps": _spread(group, "steps"),
            }
        )
    return pd.DataFrame(rows).set_index("batch size")


def _spread(group: pd.DataFrame, name: str) -> str:
    low, mid, high = (rounded_up(group[name].quantile(q, interpolation="higher")) for q in (0.0, 0.5, 1.0))
    if mid == "never":
        return f"diverge ({int(group['diverged'].sum())} of {len(group)})" if group["diverged"].any() else "not reached"
    return mid if low == high else f"{mid} ({low} to {high})"


def _many(value: float, noun: str) -> str:
    return counted(whole(value), noun)


def drawn(found: Batches, axis: str) -> tuple[pd.DataFrame, pd.DataFrame, tuple[float, float]]:
    """The curves, the law's curve, and the range of costs that is drawn; what diverges leaves it."""
    place = found.curves.groupby("batch").cumcount()
    curves = found.curves[(place < linear.FIRST) | (place % linear.EVERY == 0)]
    names = {size: f"batch size {size}" for size in curves["batch"].unique()} | {full_batch(found): "full batch"}
    low, high = found.level / BELOW, curves.loc[curves["epoch"] == 0, "high"].max() * ABOVE
    values = curves[["low", "mid", "high"]]
    curves = curves.assign(**values.where((values > low / BELOW) & (values < high * ABOVE)))
    place = curves.groupby("batch").cumcount()
    curves = curves.assign(x=curves[axis], label=curves["batch"].map(names), marked=place % 12 == 6)
    law = found.foretold.query("cost > @low and cost < @high")
    return curves, law.assign(x=law["step"]), (float(low), float(high))


def why(found: Batches) -> str:
    """Why an epoch goes farther with small batches, and what they bear less of."""
    size, rate = full_batch(found), found.experiment.training.learning_rate
    steps, beyond = -(-size // PAIR), "more" if rate > found.stable[PAIR] else "less"
    return (
        f"An epoch is one look at all {size} examples. In batches of two it holds {steps} steps, which on average are "
        "the one step of the whole batch. At a small rate they add up to "
        f"{steps} times the way. But a small batch can be steeper than the mean of all, and where it is steeper a "
        "step overshoots sooner, so small batches need smaller rates. With batches of two, rates up to "
        f"{short(found.stable[PAIR])} are sure to be stable; with the full batch, up to {short(found.stable[size])}. "
        f"This one, {rate:g}, is "
        f"{beyond} than the first."
    )


def costs(curves: pd.DataFrame, law: pd.DataFrame, shown: tuple, title: str, level: float) -> "alt.LayerChart":
    """Median cost and band of every size, theory for all examples at once dashed, and the cost to reach."""
    axis = alt.Axis(labelExpr=on_axis(), values=LogAxis.of(shown).decades, grid=False)
    y = {"title": "Cost", "scale": alt.Scale(type="log", domain=shown, nice=False), "axis": axis}
    color, shape = traces.marked_apart("label", list(curves["label"].unique()))
    x = traces.decades(curves["x"].max(), title, "x")
    base = alt.Chart(curves).encode(x)
    marks = base.transform_filter("datum.marked").mark_point(size=70, filled=True, opacity=1, clip=True)
    foretold = traces.dashed(alt.Chart(law), x, alt.Y("cost:Q", **y), color="currentColor")  # on the line it predicts
    goal = alt.Chart(pd.DataFrame({"cost": [level]})).mark_rule(color=theme.NEUTRAL).encode(alt.Y("cost:Q", **y))
    measured = traces.in_band(base, y, color, opacity=0.15, strokeWidth=4, clip=True)
    return (measured + foretold + goal + marks.encode(alt.Y("mid:Q", **y), color, shape)).properties(height=330)


# the discussion's other experiments, and what their second column is
OTHERS = {
    "noise with mean 10": "noise of mean 10", "x2 = x1": "x1 once more", "constant column": "constant",
    "nearly constant column": "nearly constant: mean 1, sd 0.01",
}  # fmt: skip
GONE = 0.01  # a weight nearer to zero counts as gone


def _measured(compute, *, column, rate, level, epochs, seeds, **_) -> tuple[float, ...]:
    """Batches of two against all at once, in epochs and in steps; the second weight of the other experiments."""
    experiment = vary(presets.S09, {"training.learning_rate": rate, "training.epochs": epochs})
    experiment = replace(experiment, data=line.data(line.SECOND[column]))
    found = compute(measure, experiment, level=level, seeds=range(seeds)).reached
    faster = found.groupby("batch")[["epochs", "steps"]].median().pipe(lambda middle: middle.loc[10] / middle.loc[2])
    return *faster.round(3), *(second(compute, presets.S11[name])[1] for name in OTHERS)


def second(compute, experiment: Experiment) -> tuple[float, float]:
    """The second weight before and after training from the discussion's start."""
    run = compute(train, experiment, seeds=[0], initial=presets.DISCUSSION_START, weights="ends")
    return presets.DISCUSSION_START[0][1][0], float(run.keras_weights(seed=0)[0][1, 0])


CLAIMS = (
    Claim(
        id="S11",
        question="Are small batches faster, and what becomes of constant or repeated columns?",
        also=(
            "do constant or repeated columns go away",
            "can noise that stays near a constant value be removed by training",
            "nearly constant features disappear",
        ),
        claim="Batches of two may converge faster, and a constant, a nearly constant or a repeated column may be "
        "eliminated: try it.",
        source="seeds/001, the experiments that it suggests",
        figures=(
            Expected(name="epochs to a cost of 0.001, all at once over batches of two", expected=5, tolerance=0.25),
            Expected(name="the same in steps", expected=1, tolerance=0.05),
            # weights from the discussion's start after 3,000 epochs; where no law is met, what was found
            Expected(name="weight of noise of mean 10", expected=0.072, tolerance=0.001),
            Expected(name="weight of x2 = x1", expected=1.2238, tolerance=0.0002),
            Expected(name="weight of a column of ones", expected=0.73000354, tolerance=2e-6),
            Expected(name="weight of noise of mean 1, sd 0.01", expected=0.7316, tolerance=0.001),
        ),
        measure=_measured,
        verdict="holds only when",
        because="one counts epochs: all examples at once need {0:.1f} times the epochs of batches of two, but {1:.1f} "
        "times their steps. And no column goes away in 3,000 epochs: the weight of a noise column of mean 10 ends at "
        "{2}, of a copy of x1 at {3}, of ones at {4}, of nearly ones at {5}.",
    ),
)
