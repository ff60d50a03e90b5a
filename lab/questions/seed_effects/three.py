"""What do zeros, He's weights and larger ones do? A published setting, beside the published figures."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.differentiation.plain import train_plainly
from lab.experiment import Experiment
from lab.forward import logits
from lab.lazy import alt
from lab.log_axis import LogAxis
from lab.numerals import aligned, ended, figure, short, tex
from lab.prose import listed
from lab.question import Elsewhere, Question
from lab.run import Run
from lab.seeds import three
from lab.seeds.three import HE, LARGE, STARTS, ZEROS

QUESTION = Question(
    room="seed_effects",
    slug="three",
    title="Zeros, He, larger",
    ask="What do zeros, He's weights and larger ones do?",
    group="Where runs end",
    place=4,
    also=(
        "He initialization", "He or Glorot initialization", "initialize parameters to zeros", "large random weights",
        "why multiply by sqrt(2 / n)", "cost stays at 0.693", "compare zero, random and He starts",
        "Kaiming initialization", "weights too large at the start", "randn times 10", "weights ten times too large",
        "standard deviation of the starting weights",
        "why not initialise the weights very large, so that all neurons are very different from the beginning",
    ),
)  # fmt: skip
EVERY = 100  # epochs between two that are recorded
HE_SIZES = [figure(math.sqrt(2 / inputs), 2) for inputs in (2, 10, 5)]  # standard deviations, layer by layer
SURE = 2.0  # times He's first cost, from which first answers count as sure and wrong
STILL = 1e-12  # a change of the cost that is rounding alone
# Of the notebook "Initialization" of a course on improving deep networks: 15,000 steps at rate 0.01, its cost printed
# every 1,000 steps
PUBLISHED = pd.DataFrame(
    [
        ("all zeros", 0, 0.6931471805599453),
        ("all zeros", 14_000, 0.6931471805599453),
        ("He", 0, 0.8830537463419761),
        ("He", 14_000, 0.07357895962677366),
    ],
    columns=["start", "epoch", "cost"],
)
RIGHT = {"training": 0.9933, "test": 0.96}  # share classified right, from He, after 15,000 steps


def knobs(k):
    """How long, how large, which draw, at which rate."""
    k.steps("epochs", "Steps", (100, 1000, 5000, 15_000), 15_000)
    sizes = (1.0, 3.0, 10.0, 30.0, 100.0)
    k.steps("stddev", "Larger weights: standard deviation", sizes, 10.0, key="seeds_three_sd")
    k.slider("seed", "Seed of the first weights", 0, 20, 1, 3)
    k.steps("rate", "Learning rate", (0.001, 0.003, 0.01, 0.03, 0.1), 0.01)


def answer(compute, *, epochs, stddev, seed, rate):
    """The cost from three starts, published beside ours, why."""
    experiment = three.setting(epochs, rate)
    found = compute(measure, experiment, sd=stddev, seed=seed)
    return Answer(
        headline=headline(found),
        note=f"{note(found)} {right(found)}",
        blocks=(
            Figure.of(
                costs(*placed(found)), course(found),
                caption="Two circles, layers of 10, 5 and 1 units, ReLU, full batch, float64. Standard deviations: "
                f"larger weights {figure(stddev)} in each layer, He {listed(HE_SIZES)}. Diamonds: published (for seed "
                "3 and rate 0.01).",
            ),
            Why(why(found)),
            Advice(
                "With ReLU draw kernels by He's rule: the standard deviation shrinks with the number of inputs. Biases "
                "may start at zero, kernels may not. One small factor for all layers, such as 0.01, is a rule for "
                "shallow networks of tanh or sigmoid: through several layers of ReLU signals and gradients fade.",
                'keras.layers.Dense(10, activation="relu", kernel_initializer="he_normal")',
            ),
            Section(
                "Published, and measured here",
                (Table(compared(found)), Words(published(found), small=True)),
            ),
            mathematics(Formula(formula(found))),
        ),
        experiment=lab.vary(experiment, {"init.weights": three.start(three.HE, seed=seed)}),
    )  # fmt: skip


@dataclass(frozen=True)
class Starts:
    """What was measured.

    Attributes:
        costs: one row per (start, epoch): `cost`.
        ends: one row per start: `start`, `first`, `last` (cost), `right`, `right_new` (share of the training and of
            the 100 test examples classified right at the end), `moved` (largest change of a weight), `epochs`.
    """

    costs: pd.DataFrame
    ends: pd.DataFrame


def measure(experiment: Experiment, sd=10.0, seed=3, progress=None, cancelled=None) -> Starts:
    """Train the network from all three starts.

    Args:
        experiment: of `lab.seeds.three.setting`.
        sd, seed: as in `lab.seeds.three.start`.
        progress, cancelled: as in `lab.train`.
    """
    starts = [three.start(kind, sd, seed) for kind in STARTS]
    initial = [np.stack(arrays) for arrays in zip(*starts, strict=True)]
    recorded = max(1, experiment.training.epochs // EVERY)
    run = train_plainly(experiment, range(3), initial, recorded=recorded, progress=progress, cancelled=cancelled)
    right, right_new = (_right(run, *three.circles(*drawn)) for drawn in (three.TRAINED, three.NEW))
    moved = [max(np.abs(part[i, -1] - part[i, 0]).max() for part in run.parts[0]) for i in range(3)]
    table = {
        "start": STARTS,
        "first": run.loss[0, :, 0],
        "last": run.loss[0, :, -1],
        "right": right,
        "right_new": right_new,
        "moved": moved,
        "epochs": experiment.training.epochs,
    }
    costs = {"start": np.repeat(STARTS, len(run.epochs)), "epoch": np.tile(run.epochs, 3), "cost": run.loss[0].ravel()}
    return Starts(costs=pd.DataFrame(costs), ends=pd.DataFrame(table))


def _right(run: Run, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Share of examples that each start classifies right at the end: (start,)."""
    said = logits([part[:, -1] for part in run.parts[0]], x, run.experiment.network)[..., 0] > 0  # (start, example)
    return (said == y).mean(axis=1)


def headline(found: Starts) -> str:
    """What becomes of each start."""
    rows = found.ends.set_index("start")
    zeros, he, large = (rows.loc[name] for name in STARTS)
    still = abs(zeros["last"] - zeros["first"]) <= STILL
    said = "Zeros learn nothing" if still else f"Zeros end at {short(zeros['last'])}"
    said += f"; He's weights {_ends(he)}"
    if not math.isfinite(large["last"]):
        return f"{said}, larger weights diverge."
    return f"{said}, larger weights {'only ' * bool(large['last'] > he['last'])}{_to(large)}."


def _ends(row) -> str:
    if not math.isfinite(row["last"]):
        return "diverge"
    return f"get the cost down {_to(row)}" if row["last"] < row["first"] else f"bring the cost {_to(row)}"


def _to(row) -> str:
    return f"to {short(row['last'])}"


def note(found: Starts) -> str:
    """Where each start ends."""
    rows = {row.start: row for row in found.ends.itertuples()}
    still = abs(rows[ZEROS].last - rows[ZEROS].first) <= STILL
    zeros = f"is {ended(rows[ZEROS].first)} for ever" if still else f"ends at {ended(rows[ZEROS].last)}"
    return (
        f"From zeros the cost {zeros}; in {rows[HE].epochs:,} steps He goes from {ended(rows[HE].first)} to "
        f"{ended(rows[HE].last)}, {LARGE} go from {ended(rows[LARGE].first)} to "
        f"{ended(rows[LARGE].last)}."
    )


def right(found: Starts) -> str:
    """How many examples are classified right, with the number of runs."""
    parts = [
        f"{row.start} {100 * row.right:.1f} % ({100 * row.right_new:.0f} % of new ones)"
        for row in found.ends.itertuples()
    ]
    return f"Classified right: {', '.join(parts)}. One run each; 300 training examples, 100 new ones."


def compared(found: Starts) -> pd.DataFrame:
    """Published costs beside ours: one row per published figure that was measured, as texts."""
    both = PUBLISHED.merge(found.costs, on=["start", "epoch"], suffixes=("_published", ""))
    return pd.DataFrame(
        {
            "step": [f"{row.epoch:,}" for row in both.itertuples()],
            "published": [repr(float(row.cost_published)) for row in both.itertuples()],
            "ours": [repr(float(row.cost)) for row in both.itertuples()],
            "difference": [figure(abs(row.cost - row.cost_published)) for row in both.itertuples()],
        },
        index=pd.Index([row.start for row in both.itertuples()], name="start"),
    )


def published(found: Starts) -> str:
    """How many right answers were published, where the same training was measured."""
    if found.ends["epochs"][0] != 15_000:
        return "The published training is 15,000 steps long."
    return f"Published of He: {100 * RIGHT['training']:.2f} % right, {100 * RIGHT['test']:.0f} % of new examples."


def why(found: Starts) -> str:
    """Why each start does what it does."""
    _, he, large = found.ends.itertuples()
    sure = "sure and often wrong" if large.first > SURE * he.first else "not much surer than from He"
    if large.last < he.last:
        after = "that is undone soon here, and they end lower than He's: so much larger does no harm"
    else:
        after = (
            "a gradient is multiplied by the weights of the layers behind it, so single steps are larger and overshoot"
        )
    return (
        "Zeros: every ReLU gives 0, so every gradient but the last bias's is 0; that one is 0 too, but for rounding, "
        f"as half of the examples are of either circle: the cost is ln 2 for ever. {LARGE.capitalize()}: the first "
        f"answers are {sure}; {after}. He: the signals keep their size from layer to layer."
    )


def formula(found: Starts) -> str:
    """The cost of an answer that is always one half, as LaTeX."""
    first = tex(figure(float(found.ends["first"][0])))
    return aligned(rf"-\ln \tfrac12 &= \ln 2 = {first}", r"\mathrm{sd}_{\text{He}} &= \sqrt{2 / n_{\text{in}}}")


def course(found: Starts) -> str:
    """The picture in words."""
    parts = [f"{row.start}: {ended(row.first)} to {ended(row.last)}" for row in found.ends.itertuples()]
    return f"Cost over {found.ends['epochs'][0]:,} steps, {'; '.join(parts)}."


def placed(found: Starts) -> tuple[pd.DataFrame, pd.DataFrame, LogAxis]:
    """Costs and published figures with their places on a logarithmic axis, and that axis."""
    shown = PUBLISHED[PUBLISHED["epoch"] <= found.costs["epoch"].max()]
    axis = LogAxis.of([*found.costs["cost"], *shown["cost"]])
    return (
        found.costs.assign(place=axis.place(found.costs["cost"])),
        shown.assign(place=axis.place(shown["cost"])),
        axis,
    )


def costs(costs: pd.DataFrame, published: pd.DataFrame, axis: LogAxis) -> alt.LayerChart:
    """A line for each start; published figures as open diamonds.

    Args:
        costs: `start`, `epoch`, `cost`, `place` (on the axis).
        published: the same columns; may be empty.
        axis: that axis.
    """
    told = traces.told_apart("start", list(costs["start"].unique()), columns=3)
    x = alt.X("epoch:Q").title("Step").scale(nice=False).axis(grid=False, tickCount=5, format=",d")
    y = alt.Y("place:Q", **traces.on_log(axis, "Cost", zero=False))
    tips = ["start:N", "epoch:Q", alt.Tooltip("cost:Q", format=".6g")]
    lines = alt.Chart(costs).mark_line(strokeWidth=3).encode(x, y, *told, tooltip=tips)
    marks = alt.Chart(published).mark_point(shape="diamond", size=150, strokeWidth=2, color="currentColor", opacity=1)
    return (lines + marks.encode(x, y, tooltip=tips)).properties(height=theme.HEIGHT)


TRY = {
    "Is it luck that He wins?": {"seed": 4},
    "What if the larger ones are only a little larger?": {"stddev": 1.0},
    "Why are random weights often multiplied by 0.01?": Elsewhere(
        "frozen", {"data": "circles", "tiny": 0.01, "starts": ("tiny random", "Glorot random", "large random")}
    ),
    "And with ten times the rate?": {"rate": 0.1},
    "What can be seen after 1,000 steps?": {"epochs": 1000},
}


def _measured(compute, *, epochs, stddev, seed, rate) -> tuple[float, ...]:
    """Costs from zeros and from He, first and after 14,000 steps; accuracies of He at the end."""
    found = compute(measure, three.setting(epochs, rate), sd=stddev, seed=seed)
    costs, he = found.costs.set_index(["start", "epoch"])["cost"], found.ends.set_index("start").loc[HE]
    steps = [costs[ZEROS, 14_000], costs[HE, 0], costs[HE, 14_000]]
    return *steps, he["right"], he["right_new"]


CLAIMS = (
    Claim(
        id="L16",
        question="What do zeros, and He's weights, do on two circles?",
        claim="From zeros the cost is 0.6931471805599453 for ever; from He it goes from 0.8830537463419761 to "
        "0.07357895962677366 in 14,000 steps, with accuracies of 0.9933 and 0.96.",
        source="the notebook “Initialization” of a course on improving deep networks",
        figures=(
            # rounding of float64; the last one over 14,000 steps
            Expected(name="cost from zeros after 14,000 steps", expected=0.6931471805599453, tolerance=1e-12),
            Expected(name="first cost from He", expected=0.8830537463419761, tolerance=1e-14),
            Expected(name="cost from He after 14,000 steps", expected=0.07357895962677366, tolerance=1e-9),
            Expected(name="accuracy on 300 training examples", expected=0.9933, tolerance=5e-5),
            Expected(name="accuracy on 100 test examples", expected=0.96, tolerance=1e-9),
        ),
        measure=_measured,
        because="weights that start at zero learn nothing, and the cost stays at {0}; from He's weights it comes down "
        "from {1} to {2} in 14,000 steps.",
    ),
)
