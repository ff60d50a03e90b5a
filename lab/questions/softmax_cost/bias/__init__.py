"""What should the output bias start at when classes are rare?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab import bands, rarity
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, mathematics
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.data import load
from lab.initial import starts
from lab.laws import prior
from lab.laws.frozen import class_entropy
from lab.lazy import alt
from lab.numerals import aligned, counted, figure, percentage, short, tex
from lab.question import Elsewhere, Question
from lab.series import train_together

QUESTION = Question(
    room="softmax_cost",
    slug="bias",
    title="Rare classes",
    ask="What should the output bias start at when classes are rare?",
    group="Numbers and starts",
    place=13,
    also=(
        "initial bias for imbalanced data", "initial bias for few positives",
        "class imbalance initialization", "bias_initializer log odds",
        "output_bias = log(pos/neg)", "loss drops quickly at first, hockey stick loss curve", "rare class",
        "what loss should training start with", "prior probability initialization focal loss",
        "only a few percent of my examples are positive",
        "fraud detection where the initial loss is too high", "bias of the last layer when 98 % are negative",
    ),
)  # fmt: skip
EXAMPLES, APART = 1000, 2.5
COMMON = (0.5, 0.8, 0.9, 0.95, 0.99)  # shares of the common class in the table
SAID = (*(n / 100 for n in range(50, 90)), *(n / 1000 for n in range(900, 1000)))  # that can be chosen: whole examples
ZERO, PRIOR = "bias 0", "bias from the shares"
THEORY = "theory: the bias learns alone, from 0"
WHOLE = f"Of {EXAMPLES:,} examples; of every rare class there is at least one."
NEAR = 0.21  # how far a share that is chosen may be from the one that is said, of the rare class
SOON = 5  # epochs that are shown while more are trained
LEFT = 0.05  # of the way: what is left when the shares are learned


def knobs(k):
    """How rare the other classes are, and how the classifier learns."""
    k.choice(
        "classes", "Classes", [2, 3, 10], 2, shown=lambda count: "2 (sigmoid)" if count == 2 else f"{count} (softmax)"
    )
    k.steps("common", "Share of the common class", SAID, 0.99, shown=percentage, help=WHOLE)
    k.choice("optimizer", "Optimizer", ["sgd", "adam"], "sgd")
    k.steps("rate", "Learning rate", [0.003, 0.01, 0.03, 0.1, 0.3], 0.1)
    k.steps("epochs", "Epochs", [5, 10, 20, 40], 10)
    with k.more():
        k.steps("batch", "Batch size", [8, 32, 128], 32)
        k.steps("seeds", "Runs of each start", [1, 4, 8, 16], 8)


def reads(text: str) -> dict[str, object]:
    """The knob as a text sets it that says how rare a class is; {} where none does, or rarer than can be chosen."""
    share = rarity.common(text)
    near = min(SAID, key=lambda each: abs(each - share))
    return {"common": near} if abs(near - share) < NEAR * (1 - share) else {}


def answer(compute, *, classes, common, optimizer, rate, epochs, batch, seeds):
    """The cost over training from a bias of 0 and from that of the shares, and theory's."""
    experiment = setting(classes, common, optimizer, rate, epochs, batch)
    return compute.sooner(lambda some: _answer(compute(measure, some, seeds=range(seeds))), experiment, SOON)


def _answer(found: "Priors") -> Answer:
    single = found.experiment.network.output == "sigmoid"
    return Answer(
        headline=headline(found),
        note=note(found),
        blocks=(
            Figure.of(
                chart(found),
                seen(found),
                caption="Line: the median run. Band: the middle 90 % of runs. Dashed: theory, for a network of which "
                "only the bias learns; it ends at the entropy of the shares.",
            ),
            Why(why(found)),
            Advice(
                "Start the output bias at the log odds, or with softmax at the logarithm of each class's share. "
                f"Then compare the first loss with the entropy of the shares, here {short(found.entropy)}: if it is "
                "much higher, something is wrong.",
                CODE if single else SOFTMAX_CODE,
            ),
            Section("How rare is rare?", (Table(table(found), TABLE),)),
            mathematics(Formula(formulas(found))),
        ),
        experiment=found.experiment,
    )


CODE = """\
rare = y.mean()
odds = np.log(rare / (1 - rare))
start = keras.initializers.Constant(odds)
model.add(keras.layers.Dense(
    1, "sigmoid", bias_initializer=start))"""
SOFTMAX_CODE = """\
share = y.mean(axis=0)  # y is one-hot
model.layers[-1].bias.assign(np.log(share))"""
TABLE = (
    "All of it theory. Epochs: until a bias that learns alone from 0 has 5 % of the way left, with this rate and batch."
)
TRY = {
    "What if both classes are equally frequent?": {"common": 0.5},
    "Ten classes, nine of them rare?": {"classes": 10, "common": 0.9},
    "Does a larger rate make it matter less?": {"rate": 0.3},
    "Is Adam quicker to learn the shares?": {"optimizer": "adam"},
    "May all other weights be zero?": Elsewhere("zeros", {}),
}


def setting(classes: int, common: float, optimizer: str, rate: float, epochs: int, batch: int) -> lab.Experiment:
    """A classifier of clouds of points in the plane, one of them much larger than the others."""
    single = classes == 2
    data = lab.Data.from_frame(_frame(classes, common), target="class", task="binary" if single else "classes")
    loss = "binary_crossentropy" if single else "categorical_crossentropy"
    training = lab.Training(loss=loss, optimizer=optimizer, learning_rate=rate, epochs=epochs, batch_size=batch)
    network = lab.Network(hidden=(8,), activation="tanh", output="sigmoid" if single else "softmax")
    return lab.Experiment(data=data, network=network, training=training)


def _frame(classes: int, common: float) -> pd.DataFrame:
    """The common class around 0, the others around points of a circle."""
    draws = np.random.default_rng(0)
    each = max(1, round(EXAMPLES * (1 - common) / (classes - 1)))
    label = np.repeat(np.arange(classes), [EXAMPLES - each * (classes - 1), *[each] * (classes - 1)])
    angle = 2 * np.pi * label / (classes - 1)
    middle = APART * (label > 0)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    x = np.float32(middle + draws.normal(size=(EXAMPLES, 2))).astype(float)
    return pd.DataFrame({"x1": x[:, 0], "x2": x[:, 1], "class": label})


@dataclass(frozen=True, eq=False)
class Priors:
    """What the two starts led to.

    Attributes:
        curves: one row per (start, epoch): `low`, `mid`, `high` (5, 50, 95 % of the runs) of the cost.
        theory: one row per epoch: `cost` of a bias that learns alone, from 0; no rows but for "sgd".
        wasted: epochs until the median run from `ZERO` costs no more than `PRIOR` before training; inf: not here.
        predicted: epochs until the bias alone has `LEFT` of the way left; NaN but for "sgd".
        shares: of every class.
        accuracy: share that is classified right before training from `PRIOR`, and after it; medians.
        experiment: that was trained.
        seeds: how many runs of each start.
    """

    curves: pd.DataFrame
    theory: pd.DataFrame
    wasted: float
    predicted: float
    shares: np.ndarray
    accuracy: tuple[float, float]
    experiment: lab.Experiment
    seeds: int

    @property
    def single(self) -> bool:
        """Whether there is one sigmoid output."""
        return self.experiment.network.output == "sigmoid"

    @property
    def entropy(self) -> float:
        """The least cost of a network that does not look at its inputs."""
        return class_entropy(self.shares)

    @property
    def overtaken(self) -> float:
        """The first epoch after which the median run from `ZERO` costs less than that from `PRIOR`; inf: none."""
        zero, known = (self.curves.loc[self.curves["start"] == start, "mid"].to_numpy() for start in (ZERO, PRIOR))
        lower = zero < known
        return float(lower.argmax()) if lower.any() else np.inf

    def cost(self, start: str, place: int) -> float:
        """The median cost of a start before training (place 0) or at the end (-1)."""
        return float(self.curves.loc[self.curves["start"] == start, "mid"].iloc[place])


def measure(
    experiment: lab.Experiment,
    seeds: Sequence[int] = range(8),
    progress: Callable | None = None,
    cancelled: Callable | None = None,
) -> Priors:
    """Train from the same first kernels twice: with an output bias of 0, and with that of the shares of the classes.

    Args:
        experiment: one sigmoid output, or softmax, and cross-entropy.
        seeds, progress, cancelled: as in `lab.train`.
    """
    training, single = experiment.training, experiment.network.output == "sigmoid"
    shares = shares_of(experiment)
    weights = starts(experiment, seeds)
    known = [*weights[:-1], np.broadcast_to(prior.bias(shares, single), weights[-1].shape)]
    options = {"seeds": seeds, "recorded": training.epochs, "weights": "ends"}
    plans = [(experiment, options | {"initial": initial}) for initial in (weights, known)]
    runs = dict(zip((ZERO, PRIOR), train_together(plans, progress, cancelled), strict=True))
    ways = [{"start": name, "epoch": run.epochs, **bands.of(run.loss[0], axis=0)} for name, run in runs.items()]
    curves = pd.concat(map(pd.DataFrame, ways), ignore_index=True)
    middle = {name: rows["mid"].to_numpy() for name, rows in curves.groupby("start", sort=False)}
    reached = middle[ZERO] <= middle[PRIOR][0]
    plain, steps = training.optimizer == "sgd", _steps(experiment)
    alone = prior.costs(shares, single, training.learning_rate, steps * training.epochs)[::steps] if plain else []
    return Priors(
        curves=curves,
        theory=pd.DataFrame({"epoch": np.arange(len(alone)), "cost": alone}),
        wasted=float(reached.argmax()) if reached.any() else np.inf,
        predicted=_alone(shares, experiment) if plain else np.nan,
        shares=shares,
        accuracy=tuple(float(np.median(runs[PRIOR].accuracy[0, :, place])) for place in (0, -1)),
        experiment=experiment,
        seeds=len(seeds),
    )


def shares_of(experiment: lab.Experiment) -> np.ndarray:
    """How frequent every class is."""
    mean = load(experiment.data, "float64")[1].mean(axis=0)
    return np.array([1 - mean[0], mean[0]]) if len(mean) == 1 else mean


def _steps(experiment: lab.Experiment) -> int:
    return -(-experiment.data.examples // experiment.training.batch_size)


def _alone(shares: np.ndarray, experiment: lab.Experiment) -> float:
    """Epochs until the bias alone has `LEFT` of the way left."""
    steps = _steps(experiment)
    single = experiment.network.output == "sigmoid"
    return prior.steps_to(LEFT, shares, single, experiment.training.learning_rate, 200 * steps) / steps


def headline(found: Priors) -> str:
    """Where the bias should start, and what starting at 0 costs."""
    if np.ptp(found.shares) == 0:
        return "At 0: the classes are equally frequent, and there is nothing to know beforehand."
    odds = f"the log odds, {short(prior.bias(found.shares, True)[0])} for a class of {percentage(found.shares[-1])}"
    where = odds if found.single else "the logarithms of the shares"
    if np.isinf(found.wasted):
        return f"At {where}; a bias of zero stays behind to the end."
    if found.wasted < 1:
        return f"At {where}; from zero the first epoch makes up for it."
    return f"At {where}; a bias of zero must learn that first."


def note(found: Priors) -> str:
    """First and last costs, theory's time, runs."""
    many = "One run" if found.seeds == 1 else f"Medians of {found.seeds} runs"
    ends = (
        f"Loss before training: {short(found.cost(ZERO, 0))} from 0, {short(found.cost(PRIOR, 0))} from the shares; "
        f"after it: {short(found.cost(ZERO, -1))} and {short(found.cost(PRIOR, -1))}."
    )
    spent = ""
    if 1 <= found.wasted < np.inf:
        spent = f"A bias of zero takes {counted(found.wasted, 'epoch')} to make up for it. "
    rare, common = (short(found.shares[place]) for place in (-1, 0))
    odds = f"Log odds: ln(rare share ÷ common share), here ln({rare} ÷ {common}). " * found.single
    return f"{odds}{spent}{ends} {many} of each start, {counted(found.experiment.training.epochs, 'epoch')}."


def why(found: Priors) -> str:
    """What the bias learns first, and what an accuracy then means."""
    first = (
        f"With a bias of 0 the network gives every class about the same probability, so its loss begins near ln "
        f"{len(found.shares)} = {short(np.log(len(found.shares)))}. Without looking at the inputs it could have "
        f"{short(found.entropy)} already, the entropy of the shares: by always saying how frequent the classes are."
    )
    if np.ptp(found.shares) == 0:
        return f"{first} The two are the same here: a bias of 0 is right."
    alone = (
        f" A bias that learns alone needs {_epochs(found.predicted)} for that (theory)."
        if not np.isnan(found.predicted)
        else " Adam's steps are about as long as the rate, whatever the slope, so the bias takes its time with it too."
    )
    right = (
        f" {percentage(found.accuracy[0])} right before training says nothing, by the way: so is always saying the "
        "common class."
    )
    return (
        f"{first} The slope for the bias is the mean of a − y, the same for all examples and far larger than what the "
        f"inputs tell, so this comes first: the steep fall at the left.{alone} {_ahead(found)}"
        f"{right if found.accuracy[0] > 0.75 else ''}"
    )


def _ahead(found: Priors) -> str:
    """Whether the head start lasts."""
    if np.isinf(found.overtaken):
        return "Starting there saves that part, and here it stays ahead to the end."
    return (
        f"Starting there saves that part, a head start and no better end: here the start from 0 has overtaken it "
        f"by epoch {found.overtaken:.0f}."
    )


def _epochs(value: float) -> str:
    return "more than 200 epochs" if np.isinf(value) else f"{short(round(value, 1))} epoch{'' if value == 1 else 's'}"


def seen(found: Priors) -> str:
    """The picture in words."""
    late = "not within these epochs" if np.isinf(found.wasted) else f"after {counted(found.wasted, 'epoch')}"
    return (
        f"Loss from a bias of 0: {figure(found.cost(ZERO, 0))} before training, {figure(found.cost(ZERO, -1))} at the "
        f"end. From the shares of the classes: {figure(found.cost(PRIOR, 0))} and {figure(found.cost(PRIOR, -1))}. The "
        f"first is as low as the second begins {late}."
    )


def table(found: Priors) -> pd.DataFrame:
    """Theory for other shares, as text."""
    classes, rows = len(found.shares), []
    own = [] if np.isclose(COMMON, found.shares[0], atol=2e-3).any() else [float(found.shares[0])]
    for common in sorted([*COMMON, *own]):
        shares = np.array([common, *[(1 - common) / (classes - 1)] * (classes - 1)])
        bias = prior.bias(shares, found.single)
        told = [percentage(common), short(bias[-1]), short(np.log(classes)), short(class_entropy(shares))]
        plain = found.experiment.training.optimizer == "sgd"
        equal = np.ptp(shares) < 1e-12
        rows.append([*told, "none" if equal else _epochs(_alone(shares, found.experiment)) if plain else "no theory"])
    heads = ["Common class", "Bias of a rare class", "First loss from 0", "From the shares", "Bias alone takes"]
    return pd.DataFrame(rows, columns=heads)


def formulas(found: Priors) -> str:
    """The bias, the two first losses and what the bias learns by, with the numbers."""
    rare, common = found.shares[-1], found.shares[0]
    value = tex(figure(float(prior.bias(found.shares, found.single)[-1])))
    if found.single:
        line = rf"b &= \ln\frac{{\pi}}{{1 - \pi}} = \ln\frac{{{tex(figure(rare))}}}{{{tex(figure(common))}}} = {value}"
    else:
        line = rf"b_k &= \ln p_k, \quad \text{{rare: }} \ln {tex(figure(rare))} = {value}"
    return aligned(
        line,
        rf"C(b = 0) &\approx \ln {len(found.shares)} = {tex(figure(np.log(len(found.shares))))}",
        rf"C(b) &\approx -\sum_k p_k \ln p_k = {tex(figure(found.entropy))}",
        r"\text{alone: } b &\leftarrow b - \eta\,(a(b) - p)",
    )


def chart(found: Priors) -> "alt.LayerChart":
    """Cost over training from both starts with their bands; dashed, the bias alone."""
    names = [ZERO, PRIOR, *([THEORY] if len(found.theory) else [])]
    color, dash = traces.told_apart("start", names, columns=1, labelLimit=320)
    color = color.scale(domain=names, range=[*theme.SERIES[:2], theme.NEUTRAL][: len(names)])
    dash = dash.scale(domain=names, range=[[1, 0], [1, 0], list(theme.LAW_DASH)][: len(names)])
    x = traces.epochs()
    base = alt.Chart(found.curves).encode(x)
    tips = ["start:N", "epoch:Q", alt.Tooltip("mid:Q", title="median loss", format=".4f")]
    measured = traces.in_band(base, {"title": "Loss"}, color, dash, tips=tips)
    theory = alt.Chart(found.theory.assign(start=THEORY)).mark_line(strokeWidth=2)
    return (measured + theory.encode(x, alt.Y("cost:Q"), color, dash)).properties(height=theme.HEIGHT)


def _measured(compute, *, seeds, **settings) -> tuple[float, ...]:
    """Wasted epochs; first losses from 0 and from the shares over ln K and entropy; the last ones' ratio."""
    found = measure(setting(**settings), range(seeds), **compute.signals)
    ends = found.cost(PRIOR, -1) / found.cost(ZERO, -1)
    return found.wasted, found.cost(ZERO, 0), found.cost(PRIOR, 0), found.entropy, float(f"{ends:.2g}")


CLAIMS = (
    Claim(
        id="N03",
        question="What should the output bias start at when classes are rare?",
        claim="With a rare class, set the output bias so that the network predicts its share before training: it "
        "converges faster, and the loss curve has no steep first part in which only the bias is learned.",
        source="Karpathy (2019), A Recipe for Training Neural Networks; Lin et al. (2017), Focal Loss, 1708.02002",
        figures=(
            Expected(name="epochs from 0 until as good as the other start, 1 % rare", expected=5, tolerance=3),
            Expected(name="first loss from a bias of 0, ln 2 = 0.693", expected=0.72, tolerance=0.12),
            Expected(name="first loss from the log odds", expected=0.07, tolerance=0.03),
            Expected(name="the entropy of the shares", expected=0.056, tolerance=0.001),
            Expected(name="last loss over that from a bias of 0", expected=1.1, tolerance=0.3),
        ),
        measure=_measured,
        verdict="holds only when",
        because="it is about the first epochs: a bias that starts at 0 takes {0} of them to the loss that the log odds "
        "begin with. After 10 epochs the start at the log odds has {4} times the loss of the start at 0.",
    ),
)
