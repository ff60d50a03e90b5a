"""Does a longer training make the start forgotten?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import specs
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.data import Data
from lab.datasets import TITLES
from lab.experiment import Experiment, default_head, vary
from lab.lazy import alt
from lab.log_axis import LogAxis
from lab.numerals import aligned, counted, figure
from lab.question import Question, address
from lab.series import train_together
from lab.specs import Init, Network, Training

QUESTION = Question(
    room="seed_effects",
    slug="convex",
    title="Who forgets the seed?",
    ask="Does a longer training make the start forgotten?",
    group="Luck",
    place=10,
    also=(
        "longer training removes the influence of the initial weights",
        "convex cost function", "does logistic regression depend on the seed",
        "linear regression ends at the same weights from every start", "local minima of a network",
        "does the start matter in the end", "global minimum", "several minima", "convex or not convex",
        "does early stopping depend on the initial weights",
    ),
)  # fmt: skip
SETS = {TITLES[name]: name for name in ("spiral", "blobs", "iris", "moons", "circles", "demand")}
HIDDEN = {"4": (4,), "8": (8,), "16": (16,)}
START = Experiment(
    data=Data("spiral"),
    network=Network(hidden=(16,), activation="tanh", output="softmax"),
    init=Init("glorot_uniform"),
    training=Training(loss="categorical_crossentropy", learning_rate=1.0, epochs=1000),
)
CONVEX = "no hidden layer"
FEW, LONG = 10, 50_000  # seeds that are shown first where seeds times epochs are more than these
FALLING = 0.9  # of the spread half way: a spread below it at the end is still falling
ALIKE = 0.01  # of their length, below which the weights of two runs are called the same
FORGOTTEN = 1e-4  # of the spread at the start, below which the start is called forgotten
CONVEXITY = aligned(r"C(t a + (1 - t) b) &\le t\,C(a) + (1 - t)\,C(b)", r"0 &\le t \le 1")


def knobs(k):
    """What a network and a model without hidden layer learn, and for how long."""
    k.choice("data", "Data", SETS, TITLES["spiral"])
    k.choice("hidden", "Hidden units of the network", HIDDEN, "16")
    k.steps("epochs", "Epochs", (10, 100, 300, 1000, 3000, 10_000), 1000)
    k.steps("rate", "Learning rate", (0.01, 0.03, 0.1, 0.3, 1.0), 1.0)
    k.choice("count", "Seeds", (10, 50, 200), 50)
    with k.more():
        k.choice("precision", "Precision", specs.PRECISIONS, "float32")


def setting(data, hidden, epochs, rate, precision) -> Experiment:
    """The network, and what it learns."""
    fields = {
        "data.name": SETS[data], "network.hidden": HIDDEN[hidden], "training.epochs": epochs,
        "training.learning_rate": rate, "training.precision": precision, **default_head(Data(SETS[data])),
    }  # fmt: skip
    return vary(START, fields)


def answer(compute, *, count, **setting_):
    """The spread of the cost over all seeds, epoch by epoch."""
    experiment = setting(**setting_)
    if compute.watched and count > FEW and count * experiment.training.epochs > LONG:
        compute.show(_answer(compute(measure, experiment, count=FEW), experiment), {"seeds": (FEW, count)})
    return _answer(compute(measure, experiment, count=count), experiment)


def _answer(found: Forgetting, experiment: Experiment) -> Answer:
    return Answer(
        headline=headline(found),
        note=verdict(found),
        blocks=(
            Figure.of(picture(found), summary(found), caption="Standard deviation of the cost over all seeds."),
            Why(
                "Without a hidden layer, cross-entropy is a convex function of the weights: a bowl without a second "
                "bottom, and every start runs down to the same cost. The squared error of linear regression is one "
                "too: there even the weights end the same, unless columns repeat each other. With a hidden layer there "
                "can be several bottoms, and the start decides which one a run goes down to. "
                f"{going_on(found)} {last_digit(found)}".strip()
            ),
            Advice(
                "Do not count on longer training to get rid of luck: train several networks and average what they say. "
                "Where no hidden layer is needed, a model without one has no luck to get rid of.",
                AVERAGE,
            ),
            *apart(found, experiment),
            Section("The mathematics", (Formula(CONVEXITY), Words("C: cost; a, b: weights")), folded=True),
        ),
        experiment=experiment,
    )


@dataclass(frozen=True)
class Forgetting:
    """What was measured.

    Attributes:
        spread: one row per (model, epoch): `sd` of the cost over the seeds (0 where all are equal), `cost` (mean),
            `kept` (not diverged).
        facts: one row per model: `model`, `first`, `last` (sd at the ends), `cost` (mean at the end), `digit` (the
            last digit of that cost in the precision that trains), `apart` (distance of the weights of two runs at the
            end over their length, the median pair), `runs`, `diverged`, `epochs`.
    """

    spread: pd.DataFrame
    facts: pd.DataFrame


def measure(experiment: Experiment, count=50, progress=None, cancelled=None) -> Forgetting:
    """Train a network, and the same without its hidden layers, from the same seeds.

    Args:
        experiment: the network, with cross-entropy: without hidden layers its cost is convex.
        count: seeds 0, 1, ...
        progress, cancelled: as in `lab.train`.
    """
    hidden = experiment.network.hidden
    models = {CONVEX: (), f"{' and '.join(map(str, hidden))} hidden units": hidden}
    options = {"seeds": range(count), "recorded": 60, "spacing": "log", "weights": "ends"}
    plans = [(vary(experiment, {"network.hidden": units}), options) for units in models.values()]
    tables, facts = [], []
    for name, run in zip(models, train_together(plans, progress, cancelled), strict=True):
        kept = np.isfinite(run.loss[0, :, -1])
        loss = run.loss[0, kept].astype(float)  # (seed, epoch)
        few = len(loss) < 2
        sd = np.nan if few else np.where(np.ptp(loss, axis=0) == 0, 0.0, loss.std(axis=0, ddof=1))
        cost = np.nan if few else loss.mean(axis=0)
        tables.append(pd.DataFrame({"model": name, "epoch": run.epochs, "sd": sd, "cost": cost, "kept": len(loss)}))
        first, last = tables[-1].iloc[0], tables[-1].iloc[-1]
        digit = float(np.spacing(np.dtype(experiment.training.precision).type(last["cost"])))
        facts.append({"model": name, "first": first["sd"], "last": last["sd"], "cost": last["cost"], "digit": digit,
                      "apart": _apart([array[0, kept, -1] for array in run.arrays], run.experiment), "runs": count,
                      "diverged": count - len(loss), "epochs": int(last["epoch"])})  # fmt: skip
    return Forgetting(spread=pd.concat(tables, ignore_index=True), facts=pd.DataFrame(facts))


def _apart(weights: list[np.ndarray], experiment: Experiment) -> float:
    """Distance of the weights of two runs, in the root mean square of their lengths: the median of all pairs in turn.

    Args:
        weights: of the runs, arrays (seed, *shape); of a softmax, their mean over the classes does not count.
        experiment: what was trained.
    """
    if experiment.network.output == "softmax":
        weights = [*weights[:-2], *(array - array.mean(axis=-1, keepdims=True) for array in weights[-2:])]
    flat = np.concatenate([array.reshape(len(array), -1) for array in weights], axis=1).astype(float)
    one, two = (flat[start : len(flat) // 2 * 2 : 2] for start in (0, 1))  # the first and the second, and so on
    squares = [(each**2).sum(axis=1) for each in (one - two, one, two)]
    return float(np.median(np.sqrt(2 * squares[0] / (squares[1] + squares[2])))) if len(one) else np.nan


def headline(found: Forgetting) -> str:
    """Who forgets the seed."""
    if not np.isfinite(found.facts["last"]).all():
        return "No answer: training diverged; a smaller learning rate helps."
    convex, network = map(_forgets, found.facts.itertuples())
    if convex and network:
        return "Here both forget it: from every seed each model ends at one cost."
    if convex:
        return "Without a hidden layer, yes: every seed ends at one cost; with one, costs still differ by seed."
    if network:
        return "The network does; the model without a hidden layer has not arrived yet."
    return "Not yet: after these epochs both models still show where they started."


def _forgets(row) -> bool:
    return row.last == 0 or row.last < FORGOTTEN * row.first


def verdict(found: Forgetting) -> str:
    """Who forgets the seed, with the spread, the runs and the step budget."""
    parts = [f"With {row.model} the cost {_fate(row)}" for row in found.facts.itertuples()]
    lost = int(found.facts["diverged"].sum())
    gone = f" Left out, as they diverged: {counted(lost, 'run')}." if lost else ""
    row = found.facts.iloc[0]
    return f"{'. '.join(parts)}. ({row['runs']:,} seeds each, {row['epochs']:,} epochs.){gone}"


def _fate(row) -> str:
    if not np.isfinite(row.last):
        return "diverged"
    if row.last == 0:
        return "forgets its seed: all runs end at the same number"
    if _forgets(row):
        return f"forgets its seed (standard deviation {figure(row.last)} at the end, {figure(row.first)} at the start)"
    return f"has not forgotten its seed ({figure(row.last)} at the end, {figure(row.first)} at the start)"


def going_on(found: Forgetting) -> str:
    """Whether the spread of the network's cost was still getting smaller when training ended."""
    row, courses = found.facts.iloc[-1], found.spread[found.spread["model"] == found.facts["model"].iloc[-1]]
    if not np.isfinite(row["last"]):
        return ""
    if _forgets(row):
        return "Here all of the network's runs end at one cost all the same."
    half = courses[courses["epoch"] <= row["epochs"] / 2].iloc[-1]
    said = f"the spread of the network's cost was {figure(half['sd'])} and is {figure(row['last'])} at the end"
    if row["last"] < FALLING * half["sd"]:
        return (
            f"After {counted(half['epoch'], 'epoch')} {said}: it is still falling, so these runs do not show how much "
            "of it would stay for ever."
        )
    return f"After {counted(half['epoch'], 'epoch')} {said}: the second half of training took little of it away."


def last_digit(found: Forgetting) -> str:
    """What the rest of the convex model's spread is."""
    last, digit, cost = (found.facts[name][0] for name in ("last", "digit", "cost"))
    if not np.isfinite(last):
        return ""
    if last == 0:
        return f"Nothing is left of the convex model's spread: all its runs cost {figure(cost)}, to the last digit."
    if last <= 2 * digit:
        return (
            f"What is left of the convex model's spread is the last digit of its cost: the next number after "
            f"{figure(cost)} is {figure(digit)} away."
        )
    return (
        f"The convex model has not arrived: its spread is {figure(last)}, the last digit of its cost {figure(digit)}."
    )


def apart(found: Forgetting, experiment: Experiment) -> tuple[Section, ...]:
    """How far from each other the weights of two runs end, model by model."""
    bare, network = found.facts["apart"]
    if not np.isfinite([bare, network]).all():
        return ()
    own = "they end the same" if bare < ALIKE else f"they end {figure(bare, 2)} times their length apart"
    if experiment.network.output == "softmax":
        own += ", not counting a number that is added for all classes, which changes no softmax"
    said = (
        "Not of a network, even where its costs are equal: the units of a layer may stand in [another order, or with "
        f"the sign turned]({address('same')}), and the network says the same. Here its weights from two seeds end "
        f"{figure(network, 2)} times their length apart; two random draws lie {figure(2**0.5, 2)} times apart. Without "
        f"a hidden layer {own}."
    )
    return (Section("Do two starts end with the same weights?", (Words(said),)),)


def summary(found: Forgetting) -> str:
    """The picture in words."""
    parts = [f"{row.model}: from {figure(row.first)} to {figure(row.last)}" for row in found.facts.itertuples()]
    return f"Standard deviation of the cost over the seeds, {'; '.join(parts)}."


def picture(found: Forgetting) -> alt.LayerChart:
    """Standard deviation of the cost against epoch, a line a model; dashed, the last digit of the convex cost."""
    last = found.facts["digit"][:1].dropna()
    axis = LogAxis.of([*found.spread["sd"], *last])
    spread = found.spread.assign(sd=axis.place(found.spread["sd"]))
    digit = pd.DataFrame({"digit": axis.place(last), "label": ["last digit of the cost"] * len(last)})
    color, dash = traces.told_apart("model", list(spread["model"].unique()))
    x, y = traces.decades(spread["epoch"].max()), traces.on_log(axis, "Spread of the cost (sd)")
    drawn = alt.Chart(spread).mark_line(strokeWidth=3)
    drawn = drawn.encode(x, alt.Y("sd:Q", **y), color, dash, tooltip=["model:N", "epoch:Q"])
    base = alt.Chart(digit).encode(alt.Y("digit:Q", **y))
    rule = traces.rules(base, "label", alt.XValue(4), width=2, align="left", dy=-3)
    return (rule + drawn).properties(height=theme.HEIGHT)


AVERAGE = """\
said = []
for seed in range(5):
    keras.utils.set_random_seed(seed)
    model = build()
    model.fit(x, y, epochs=100, verbose=0)
    said.append(model.predict(x_new, verbose=0))
print(np.mean(said, axis=0))"""
TRY = {
    "Does the network forget it with more time?": {"epochs": 10_000},
    "What if training stops early?": {"epochs": 10},
    "Who forgets in float64, after 3,000 epochs?": {"precision": "float64", "epochs": 3000},
    "Where both can be perfect, who forgets?": {"data": "Iris", "rate": 0.1},
}


def _measured(compute, *, count, **setting_) -> tuple[float, ...]:
    """Standard deviation of the cost over the seeds: softmax regression, and the network."""
    return tuple(compute(measure, setting(**setting_), count=count).facts["last"])


CLAIMS = (
    Claim(
        id="L17",
        question="Does longer training make the start forgotten?",
        claim="A convex model forgets its seed, a network does not.",
        source="convexity of the cross-entropy; the spreads were measured",
        figures=(
            # about one last digit of float32
            Expected(name="spread of the cost over 50 seeds, softmax regression", expected=2e-7, way="at most"),
            Expected(name="the same, 16 hidden units", expected=1e-3, way="at least"),
        ),
        measure=_measured,
        because="a model without a hidden layer ends at one cost from 50 seeds (they differ by {0}), a network of 16 "
        "hidden units at costs that differ by {1} after 1,000 epochs.",
    ),
)
