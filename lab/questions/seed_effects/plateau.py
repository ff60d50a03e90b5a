"""Why does training stand still, and then go on?"""

import numpy as np

from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words
from lab.numerals import counted, short
from lab.question import Question
from lab.seeds import depth_words, plateau

QUESTION = Question(
    room="seed_effects",
    slug="plateau",
    title="Plateaus",
    ask="Why does training stand still, and then go on?",
    group="Depth",
    place=17,
    also=(
        "loss does not decrease for a long time", "loss plateau then drops", "xor network output is always 0.5",
        "loss is flat and then suddenly falls", "when should I stop a training that does not improve",
        "early stopping and patience", "nothing happens for many epochs",
    ),
)  # fmt: skip


def knobs(k):
    """How many units student and teacher have, and how small the student starts."""
    k.slider("units", "Units of student and teacher", 2, 6, 1, 2, key="seeds_plateau_units")
    sizes = [1e-9, 1e-6, 1e-3, 0.1, 1.0]
    k.steps("size", "First weights: standard deviation", sizes, 1e-3, key="seeds_plateau_size")
    k.steps("steps", "Steps", [100, 500, 1000, 2000], 500, key="seeds_plateau_steps")
    k.steps("rate", "Learning rate", [0.1, 0.3, 0.5], 0.5, key="seeds_plateau_rate")
    k.steps("runs", "Runs, one seed each", [10, 50, 200], 50, key="seeds_plateau_count")


def answer(compute, *, units, size, steps, rate, runs):
    """The error on its plateau, and when runs leave it."""
    setting = plateau.Setting(units=units, size=size, rate=rate, steps=steps)
    found = compute(plateau.measure, setting, runs=runs)
    return Answer(
        headline=headline(found),
        note=plateau.verdict(found),
        blocks=(
            Figure.of(
                charts.seeds.plateau.errors(*depth_words.placed(found.table)), plateau.verdict(found),
                caption="Line: the median run; band: the middle 90 % of runs; dashed: the plateau by theory.",
            ),
            Why(
                "From small weights all units of the student are nearly the same, and first each learns the same "
                "thing: the sum of what the teacher's units do. That is the best that equal units can do, and there "
                "the slope is almost flat: this is the plateau. Meanwhile the small differences of the start grow, "
                "slowly at first, until each unit takes one of the teacher's and the error falls again. "
                f"{plateau.spread(found)}"
            ),
            Advice(
                "Do not stop at the first flat stretch: wait as long again, or start from larger weights (Keras's "
                "defaults are large enough for most networks).",
                'keras.callbacks.EarlyStopping(monitor="val_loss", patience=50, restore_best_weights=True)',
            ),
            Section(
                "The mathematics, with your numbers",
                (
                    Formula(plateau.formulas(found)),
                    Words(
                        "A student of K units erf(u / √2), all with output weight 1, learns a teacher of K such "
                        "units whose weights are orthogonal. The error is the exact average over normal inputs, as "
                        "if there were data without end."
                    ),
                ),
                folded=True,
            ),
        ),
    )  # fmt: skip


def headline(found: plateau.Found) -> str:
    """How long the median run stands still, in one sentence."""
    row = found.facts.iloc[0]
    if not np.isfinite(row["left"]):
        return (
            f"Its units stay alike: within {counted(row['steps'], 'step')} the median run does not leave the plateau."
        )
    return f"Its units are alike at first: the median run waits {short(row['left'])} steps until they differ enough."


TRY = {
    "What if there are three units?": {"units": 3},
    "A thousand times smaller weights: how much longer is the wait?": {"size": 1e-6},
    "And weights of ordinary size?": {"size": 1.0},
    "Would you have stopped after 100 steps?": {"steps": 100},
}
