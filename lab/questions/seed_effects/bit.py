"""Is a run with the same seed the same to the last bit?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import frames
from lab.answer import Advice, Answer, Figure, Formula, Why, Words, mathematics
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.differentiation.plain import train_plainly
from lab.experiment import Experiment, vary
from lab.lazy import alt
from lab.log_axis import LogAxis
from lab.numerals import aligned, ended, figure, short, tex
from lab.question import Elsewhere, Question, address
from lab.seeds import three
from lab.seeds.three import HE, LARGE
from lab.specs import PRECISIONS

QUESTION = Question(
    room="seed_effects",
    slug="bit",
    title="One last bit",
    ask="Is a run with the same seed exactly the same?",
    group="Luck",
    place=11,
    also=(
        "same seed different results", "is a run with the same seed identical", "deterministic results in TensorFlow",
        "floating point rounding in training", "float32 rounding in two runs",
        "butterfly effect", "running the program twice gives other numbers",
        "nondeterministic training on a GPU", "same seed on another computer gives another accuracy",
        "the seed is fixed, yet laptop and cloud differ",
    ),
)  # fmt: skip
TWICE, BIT = "same start twice", "one last bit changed"
KINDS = (HE, LARGE)
PLACES = {"layer 1": 0, "layer 2": 2, "layer 3": 4}  # whose first weight is changed
DECIDES = (
    "A seed decides the first weights and the order of the examples; the rest is arithmetic, the same every time if it "
    "is done in the same order and precision."
)
CHAOTIC = (
    "Where training is chaotic, as from larger weights, the smallest difference is multiplied at every step. A sum in "
    "another order, on another processor or with another batch of neighbours, is such a difference."
)
ADVICE = (
    "Ask for exactly equal runs on one machine, in one version and precision only; elsewhere compare many seeds, and "
    "their spread. [How do I make my training repeatable?]({}) says which call does it in Keras."
)
CODE = """\
keras.utils.set_random_seed(0)  # before each run: equal on one machine
np.std(scores, ddof=1)  # elsewhere: how far the runs of many seeds lie apart"""


def knobs(k):
    """Which weight gets the last bit, and how the network is trained."""
    k.steps("sd", "Larger weights: standard deviation", (1.0, 3.0, 10.0, 30.0, 100.0), 10.0)
    k.steps("steps", "Steps", (10, 100, 500, 2000, 5000), 2000)
    k.choice("place", "The first weight of", PLACES, "layer 1")
    k.slider("seed", "Seed of the first weights", 0, 20, 1, 3)
    with k.more():
        k.choice("precision", "Precision", PRECISIONS, "float64")
        k.steps("rate", "Learning rate", (0.001, 0.003, 0.01, 0.03, 0.1), 0.01)


def answer(compute, *, steps, rate, precision, **start):
    """How far apart two runs are: of the same start, and of one last bit more."""
    experiment = three.setting(steps, rate, precision)
    found = compute(measure, experiment, **start)
    bits = Figure.of(
        picture(found), f"{detail(found)} {growth(found)}",
        caption="Two circles, 2-10-5-1, ReLU, full batch. In the lowest row the two runs are exactly equal: "
        "the same program was run twice, beside other runs each time.",
    )  # fmt: skip
    advice = Advice(ADVICE.format(address("repeat")), CODE)
    last = mathematics(
        Words(
            "The next number after w that the precision has is a step w + ulp(w) away: in float64 about "
            "w times 2⁻⁵², in float32 2⁻²³. From start to end:"
        ),
        Formula(formula(found)),
    )
    return Answer(
        headline=headline(found),
        note=detail(found),
        blocks=(bits, Why(f"{DECIDES} {CHAOTIC} {growth(found)}"), advice, last),
        experiment=vary(experiment, {"init.weights": three.start(HE, seed=start["seed"])}),
    )


@dataclass(frozen=True)
class Twins:
    """What was measured.

    Attributes:
        apart: one row per (start, what, epoch): `apart`, the largest difference of a weight between the two runs (0
            means exactly equal; NaN where one diverged).
        facts: one row per start: `start`, `push` (size of the last bit), `twice` (largest `apart` of the same start
            twice), `most`, `last` (of one last bit changed), `cost`, `other` (costs at the end), `steps`, `precision`.
    """

    apart: pd.DataFrame
    facts: pd.DataFrame


def measure(experiment: Experiment, place="layer 1", sd=10.0, seed=3, progress=None, cancelled=None) -> Twins:
    """Train from He's start and from larger weights, twice, and once more with one weight a last bit larger.

    Args:
        experiment: of `lab.seeds.three.setting`.
        place: whose first weight is changed, a key of `PLACES`.
        sd, seed: as in `lab.seeds.three.start`.
        progress, cancelled: as in `lab.train`.
    """
    dtype, at = np.dtype(experiment.training.precision), PLACES[place]
    given = [[array.astype(dtype) for array in three.start(kind, sd, seed)] for kind in KINDS]
    pushed = [[array.copy() for array in arrays] for arrays in given]
    for arrays in pushed:
        arrays[at].flat[0] = np.nextafter(arrays[at].flat[0], np.inf, dtype=dtype)
    both = [[np.stack(arrays) for arrays in zip(*starts, strict=True)] for starts in (given + pushed, given + given)]
    with ThreadPoolExecutor(len(both)) as pool:
        first, again = (
            pool.map(
                lambda initial: train_plainly(experiment, range(len(initial[0])), initial, recorded=100, spacing="log",
                                              progress=progress, cancelled=cancelled),
                both,
            )
        )  # fmt: skip
    others = {TWICE: [array[:2] for array in again.parts[0]], BIT: [array[2:] for array in first.parts[0]]}
    apart = np.array([[_apart([a[i] for a in first.parts[0]], [b[i] for b in others[what]]) for what in others]
                      for i in range(len(KINDS))])  # fmt: skip
    axes = [(("start",), [(kind,) for kind in KINDS]), (("what",), [(what,) for what in others]),
            (("epoch",), [(int(epoch),) for epoch in first.epochs])]  # fmt: skip
    facts = {
        "start": KINDS, "push": apart[:, 1, 0], "twice": apart[:, 0].max(axis=1), "most": apart[:, 1].max(axis=1),
        "last": apart[:, 1, -1], "cost": first.loss[0, :2, -1], "other": first.loss[0, 2:, -1],
        "steps": experiment.training.epochs, "precision": experiment.training.precision,
    }  # fmt: skip
    return Twins(apart=frames.tidy(axes, {"apart": apart}), facts=pd.DataFrame(facts))


def _apart(one: list[np.ndarray], other: list[np.ndarray]) -> np.ndarray:
    """Largest difference over all weights, epoch by epoch."""
    gaps = [np.abs(a.astype(float) - b.astype(float)).reshape(len(a), -1) for a, b in zip(one, other, strict=True)]
    return np.concatenate(gaps, axis=1).max(axis=1)


def headline(found: Twins) -> str:
    """Whether the same start gives the same run, and what one last bit does."""
    facts = found.facts.set_index("start")
    same = "Yes, on one machine: runs are exactly equal" if facts["twice"].max() == 0 else "No: runs differ"
    most = facts["most"][LARGE]
    if not np.isfinite(most):
        return f"{same}; from larger weights training diverges."
    apart = short(most) if short(most).startswith("less") else f"at most {short(most)}"
    return f"{same}; from larger weights one changed bit takes them {apart} apart."


def detail(found: Twins) -> str:
    """What one last bit does from either start, steps and precision."""
    facts, row = found.facts.set_index("start"), found.facts.iloc[0]
    grown = facts["most"][LARGE] > 1e3 * facts["push"][LARGE]
    chance = ", and another processor, which rounds otherwise, finds another number" if grown else ""
    return (
        f"One last bit changed: from {HE} the runs are {_at_most(facts['most'][HE])} apart at most, from {LARGE} "
        f"{_at_most(facts['most'][LARGE])}{chance}. ({row['steps']:,} steps in "
        f"{row['precision']}; two runs of each pair, largest difference of any weight.)"
    )


def _at_most(apart: float) -> str:
    """A largest difference, to the digits of the headline."""
    return figure(apart, 3) if np.isfinite(apart) else ended(apart)


def growth(found: Twins) -> str:
    """How much the last bit has grown, start by start."""
    parts = [_grown(row) for row in found.facts.itertuples()]
    return f"{' '.join(parts)} Nothing random happens in between: the same rule carries both runs."


def _grown(row) -> str:
    name = row.start.capitalize() if row.start != HE else HE
    if not np.isfinite(row.last):
        return f"{name}: the runs diverged."
    if row.push == 0 or row.last <= row.push:
        return f"{name}: the bit of {figure(row.push)} has not grown ({figure(row.last)} at the end)."
    return (
        f"{name}: the bit of {figure(row.push, 3)} grows to {figure(row.most, 3)} at the most and is "
        f"{figure(row.last, 3)} at the end; costs {figure(row.cost)} and {figure(row.other)}."
    )


def formula(found: Twins) -> str:
    """The last bit and what became of it, as LaTeX."""
    return aligned(*(
        rf"\text{{{row.start}: }} {tex(figure(row.push))} &\to {tex(ended(row.last))}"
        for row in found.facts.itertuples()
    ))  # fmt: skip


def picture(found: Twins) -> alt.LayerChart:
    """Largest difference of a weight against step, on an axis with a row for exactly 0."""
    axis = LogAxis.of(found.apart["apart"])
    names = [f"{start}: {what}" for start in KINDS for what in (TWICE, BIT)]
    line = found.apart["start"] + ": " + found.apart["what"]
    table = found.apart.assign(place=axis.place(found.apart["apart"]), line=line)
    color, dash = traces.told_apart("line", names, columns=1, labelLimit=300)
    y = alt.Y("place:Q", **traces.on_log(axis, "Largest difference of a weight"))
    tips = ["line:N", "epoch:Q", alt.Tooltip("apart:Q", format=".3g")]
    edge = alt.Chart().mark_rule(color=theme.NEUTRAL, opacity=0.5).encode(alt.YDatum(axis.edge))
    drawn = alt.Chart(table).mark_line(strokeWidth=3)
    drawn = drawn.encode(traces.decades(table["epoch"].max(), "Step"), y, color, dash, tooltip=tips)
    together = (
        table[(table["apart"] == 0) & (table["what"] == TWICE)].groupby("epoch").filter(lambda rows: len(rows) > 1)
    )
    said = alt.Chart(together.tail(1).assign(says="two lines on each other"))
    words = said.mark_text(align="right", dy=11, color=theme.NEUTRAL).encode(
        alt.X("epoch:Q"), alt.Y("place:Q"), alt.Text("says:N")
    )
    return (edge + drawn + words).properties(height=theme.HEIGHT)


TRY = {
    "Which call makes two runs of plain Keras equal?": Elsewhere("repeat", {}),
    "And in float32?": {"precision": "float32"},
    "And from larger weights of standard deviation 3?": {"sd": 3.0},
    "What if the bit is in the last layer?": {"place": "layer 3"},
    "And at ten times the rate?": {"rate": 0.1},
}


def _grown_bit(compute, *, steps, rate, precision, **start) -> tuple[float, ...]:
    """Largest difference after one last bit, from He and from a start ten times too large; without: both."""
    facts = compute(measure, three.setting(steps, rate, precision), **start).facts
    return *facts["most"], facts["twice"].max()


CLAIMS = (
    Claim(
        id="L18",
        question="Is a run with the same seed the same to the last bit?",
        claim="One last bit of one weight stays small from a good start, and grows from a bad one.",
        source="measured: He's start and one with weights ten times as large, on two circles",
        figures=(
            Expected(name="largest difference within 2,000 steps, He", expected=1e-12, way="at most"),
            Expected(name="the same, standard deviation 10", expected=1e-6, way="at least"),
            Expected(name="the same start twice", expected=0.0),
        ),
        measure=_grown_bit,
        because="two runs whose first weights differ in one last bit stay within {0} of each other from He's weights; "
        "from weights of standard deviation 10 they come to differ by {1} on the processor that measured it. Another "
        "rounds otherwise and finds another number, as the page may.",
    ),
)
