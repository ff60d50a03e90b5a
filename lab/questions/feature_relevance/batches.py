"""Are batches of two faster?"""

import numpy as np

import lab
from lab import charts, presets
from lab.answer import Advice, Answer, Figure, Section, Table, Why
from lab.question import Question
from lab.relevance import batches, speed_setting
from lab.relevance import batches_words as words
from lab.relevance import weights_setting as setting
from lab.relevance.second_column import NUMBERS

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
    ),
)  # fmt: skip
RATES = [3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1]


def knobs(k):
    """Two columns, a rate, and the cost to reach."""
    second = k.choice(
        "column", "Second column", setting.SECOND, "the discussion's noise", key="relevance_batches_column"
    )  # fmt: skip
    kind = setting.SECOND[second]
    for name, (label, options, default) in NUMBERS[kind].items():
        k.steps(name, label, options, default, key=f"relevance_batches_{name}")
    k.toggle("standardise", "Standardise the columns", False, key="relevance_batches_standardise")
    k.steps("rate", "Learning rate", RATES, 3e-3, key="relevance_batches_rate")
    k.steps("level", "The cost to reach", [1e-4, 1e-3, 0.01, 0.1, 1.0], 1e-3, key="relevance_batches_level")
    k.steps("epochs", "Epochs", [30, 300, 1000, 3000, 10_000], 3000, key="relevance_batches_epochs")
    with k.more():
        k.steps("seeds", "Runs (starts and orders), each from a seed", [1, 16, 64], 16, key="relevance_batches_seeds")
        if kind != "discussion":
            noise = [0.0, 0.1, 1.0, 3.0]
            k.steps("noise", "Noise of the targets, sd", noise, 0.0, key="relevance_batches_noise")
            k.slider("data_seed", "Seed of the data", 0, 50, 1, 0, key="relevance_batches_data")


def answer(compute, *, column, standardise, rate, level, epochs, seeds, noise=0.0, data_seed=0, **values):
    """The cost against epochs, and the same against steps."""
    data = speed_setting.data(
        setting.SECOND[column], standardize=standardise, noise=noise, seed=data_seed, **values
    )  # fmt: skip
    training = lab.Training(loss="mse", learning_rate=rate, epochs=epochs)
    experiment = lab.Experiment(data=data, network=presets.S09.network, training=training)
    found = compute(batches.measure, experiment, level=level, seeds=range(seeds))
    says, costs = words.verdict(found), charts.relevance.batches.costs
    return Answer(
        headline=headline(found),
        note=says,
        blocks=(
            Figure.of(
                costs(*words.drawn(found, "epoch"), "Epoch", level), says,
                caption="By epochs. Line: the median run, band: the middle 90 % of runs; dashed: theory for the full "
                "batch; level line: the cost to reach.",
            ),
            Figure.of(costs(*words.drawn(found, "step"), "Step", level), says, caption="The same runs by steps."),
            Why(words.why(found)),
            Advice(
                "Compare batch sizes by steps or by seconds, not by epochs. Where a small batch jumps about instead "
                "of settling, take a smaller rate for it.",
                f"model.compile(keras.optimizers.SGD({rate:g}), \"mse\")\n"
                f"model.fit(x, y, batch_size=2, epochs={epochs})  # {-(-data.examples // 2)} steps an epoch",
            ),
            Section("Every batch size", (Table(words.table(found)),)),
        ),
        experiment=experiment,
    )  # fmt: skip


def headline(found: batches.Batches) -> str:
    """Whether batches of two get there sooner, by epochs and by steps."""
    whole, pair = (words.middle(found, size) for size in (words.full_batch(found), words.PAIR))
    there = np.isfinite([whole["epochs"], pair["epochs"]])
    if not there.any():
        return "No answer: neither batches of two nor all examples at once get there in this time."
    if not there[0]:
        return f"Yes: they get there after {words.many(pair['epochs'], 'epoch')}; all examples at once do not in time."
    if not there[1]:
        why = "they diverge" if pair["diverged"] else "they do not get there in this time"
        return f"No: {why}; all examples at once get there after {words.many(whole['epochs'], 'epoch')}."
    times, steps = whole["epochs"] / pair["epochs"], pair["steps"] / whole["steps"]
    if times <= 1 + words.SAME:
        needed, others = words.many(pair["epochs"], "epoch"), words.rounded_up(whole["epochs"])
        return f"No: they need {needed}, all examples at once {others}."
    return f"Yes by epochs, {times:.2g} times as fast; by steps {words.by_steps(steps)}."


TRY = {
    "What if the useless noise has mean 10?": {"column": "noise", "mean": 10.0, "level": 0.1},
    "What if the columns are standardised?": {"standardise": True},
    "Does a rate that works for the full batch work for small ones?": {"rate": 0.03},
    "What if the targets are noisy?": {"column": "noise", "noise": 1.0},
    "What if x2 = x1?": {"column": "x1 once more"},
}
