"""How large may the learning rate be?"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

import lab
from lab import presets
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, mathematics
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.columns import Column
from lab.data import Data
from lab.experiment import Experiment
from lab.laws import relevance as law
from lab.laws import speed as speed_law
from lab.lazy import alt
from lab.log_axis import LogAxis
from lab.numerals import aligned, counted, figure, scientific, short, tex
from lab.question import Elsewhere, Question
from lab.relevance import line, linear
from lab.relevance.linear import ENOUGH
from lab.relevance.lines import STANDARDISED
from lab.run import Run
from lab.specs import PRECISIONS, Training

QUESTION = Question(
    room="feature_relevance",
    slug="wall",
    title="When it blows up",
    ask="How large may the learning rate be?",
    group="How fast they get there",
    place=7,
    level="first",
    also=(
        "I did not scale my features and gradient descent diverges", "cost increases with every iteration",
        "exploding gradient because inputs are not normalised", "which learning rate should I choose", "loss is inf",
        "features with large values and SGD", "loss explodes in linear regression", "cost rises instead of falling",
        "cost goes up instead of down", "gradient descent diverges", "error grows at every step", "weights become huge",
        "overshooting the minimum", "learning rate too high", "largest learning rate", "loss goes to infinity",
        "step size too big", "my loss explodes", "loss becomes NaN", "cost oscillates",
    ),
)  # fmt: skip
OPTIMIZERS = ["sgd", "momentum", "nesterov"]
CODE = (
    f"{STANDARDISED}"
    "design = np.column_stack([x, np.ones(len(x))])\n"
    "curvature = 2 * np.linalg.norm(design, 2) ** 2 / len(x)\n"
    "print(2 / curvature)  # from this rate on it diverges\n"
    'model.compile(keras.optimizers.SGD(1 / curvature), "mse")'
)
LINE = "For this page's example line"
OWN = "The data: ten examples of y = 3 x1 + 1; for your own x, the lines below print the limit of one layer."
# of the largest stable rate: far from the wall in larger steps; not 1, where nothing shrinks and nothing grows
SHARES = tuple(round(0.04 * p, 2) for p in range(3, 23)) + tuple(round(0.01 * p, 2) for p in range(90, 111) if p != 100)
BEFORE, BEHIND = 0.98, 1.02
BUDGET = 300  # epochs of a row of the table
STANDARD = Data("line", columns=(Column("zero"),), standardize=True)  # a column of zeros changes no other weight
OTHERS = {  # row of the table -> its data; two inputs each, so that all share a compiled program
    "noise, mean 0": Data("line", columns=(Column("noise"),)),
    "noise, mean 1": Data("line", columns=(Column("noise", mean=1.0),)),
    "noise, mean 10": Data("line", columns=(Column("noise", mean=10.0),)),
    "noise, mean 30": Data("line", columns=(Column("noise", mean=30.0),)),
    "noise, mean 30, standardised": Data("line", columns=(Column("noise", mean=30.0),), standardize=True),
    "x1 alone, standardised": STANDARD,
    "x1 twice, standardised": replace(STANDARD, columns=(Column("duplicate"),)),
}
MORE = {  # rows with programs of their own
    f"x1 {copies} times, standardised": replace(STANDARD, columns=(Column("duplicate"),) * (copies - 1))
    for copies in (5, 10)
}
PLAIN = Experiment(data=STANDARD, network=presets.S09.network, training=Training(loss="mse", epochs=BUDGET))
BOUNDS = {"sgd": "2", "momentum": "2 (1 + m)", "nesterov": r"\tfrac{2 (1 + m)}{1 + 2m}"}  # times 1 / lambda max
NAMES = {"converges": "no run diverges", "some": "some do", "diverges": "all diverge"}


def knobs(k):
    """Two columns, or several equal ones, and how they are trained."""
    kind = line.second(k, "noise", "relevance_wall_column")
    if kind == "duplicate":
        k.steps("copies", "Columns equal to x1", line.COPIES, 2)
    k.toggle("standardise", "Standardise the columns", False)
    k.choice("optimizer", "Optimizer", OPTIMIZERS, "sgd")
    with k.more():
        k.steps("epochs", "Epochs", [100, 300, 1000, 3000], 300)
        k.steps("seeds", "Runs at each rate, each from a seed", [1, 4, 6], 4)
        k.slider("data_seed", "Seed of the data", 0, 50, 1, 0, key="relevance_wall_data")
        k.choice("precision", "Precision", PRECISIONS, "float32")
        k.toggle("more", "Below: five and ten equal columns, too", False)


def answer(compute, *, column, standardise, optimizer, epochs, seeds, data_seed, precision, more, **values):
    """The cost at rates around the largest stable one, and that rate for other columns."""
    data = line.data(line.SECOND[column], seed=data_seed, standardize=standardise, **values)
    training = lab.Training(loss="mse", optimizer=optimizer, epochs=epochs, precision=precision)
    experiment = lab.Experiment(data=data, network=presets.S09.network, training=training)
    found = compute(measure, experiment, seeds=range(seeds))
    rows = compute(others, PLAIN, more=more)
    return Answer(
        headline=headline(found),
        note=f"{OWN} {tried(found)} "
        f"({len(found.rates)} rates, {counted(seeds, 'run')} at each, {counted(epochs, 'epoch')}.)",
        blocks=(
            Figure.of(
                wall_chart(*drawn(found)), f"{headline(found)} {tried(found)}",
                caption="Dot: the median run, with the range of all. Grey and dashed: theory; far down, rounding ends "
                "what it goes on with. Diverged: the cost ends above its start, or beyond all numbers.",
            ),
            Why(why(found)),
            Advice(advice(found), CODE),
            Section("Other columns, other largest rates", (Table(table(rows), NOTE),)),
            mathematics(Formula(formulas(found))),
        ),
        experiment=experiment,
    )  # fmt: skip


TRY = {
    "What if the noise has mean 10?": {"mean": 10.0},
    "What does standardising do?": {"mean": 10.0, "standardise": True},
    "Do ten equal columns need a tenth of the rate?": {
        "column": "x1 once more", "copies": 10, "standardise": True, "more": True,
    },
    "Does momentum move it?": {"optimizer": "momentum"},
    "Is the limit another one if it trains for 3,000 epochs?": {"epochs": 3000},
    "Can a loss fall first, and then be NaN?": Elsewhere("nan", {"standardise": True, "rate": 0.85, "epochs": 1000}),
}  # fmt: skip


@dataclass(frozen=True)
class Wall:
    """What training does at rates around the largest stable one.

    Attributes:
        rates: one row per rate: `share` of the largest stable one, `rate`, `low`, `mid`, `high` (least, median, largest
            cost after the last epoch; inf for what diverged), `diverged` (how many), `foretold` (median cost; missing
            where there is no law for it).
        largest: the largest stable rate.
        best: the best rate, as a share of it (missing but for "sgd").
        curvature: the largest.
        experiment: that was trained, at those rates.
        replicas: seeds of each rate.
    """

    rates: pd.DataFrame
    largest: float
    best: float
    curvature: float
    experiment: Experiment
    replicas: int


def measure(experiment: Experiment, seeds=range(4), progress=None, cancelled=None) -> Wall:
    """Train a linear model at every rate of `SHARES`.

    Args:
        experiment: no hidden layers, one linear output, a bias, the loss "mse", full batch; optimizer "sgd",
            "momentum" or "nesterov". Its rate does not matter.
        seeds, progress, cancelled: as in `lab.train`.

    Raises:
        ValueError: the experiment cannot be trained.
    """
    (X, y), training = linear.examples(experiment), experiment.training
    largest = law.largest_rate(X, training.optimizer, training.acting_momentum)
    rates = [share * largest for share in SHARES]
    run = lab.train(
        experiment, seeds, {"training.learning_rate": rates}, recorded=1, progress=progress, cancelled=cancelled
    )
    cost, lost = run.loss[..., -1].astype(float), diverged(run)  # (rate, seed)
    low, mid, high = np.quantile(np.where(lost, np.inf, cost), (0.0, 0.5, 1.0), axis=1, method="nearest")
    plain, starts = training.optimizer == "sgd", linear.flat([array[0, :, 0] for array in run.arrays])  # (seed, weight)
    costs = [speed_law.costs(X, y, starts, rate, run.epochs[-1:])[:, 0] for rate in rates]
    return Wall(
        rates=pd.DataFrame(
            {
                "share": SHARES, "rate": rates, "low": low, "mid": mid, "high": high, "diverged": lost.sum(axis=1),
                "foretold": np.quantile(costs, 0.5, axis=1, method="nearest") if plain else np.nan,
            }
        ),
        largest=largest,
        best=speed_law.best_rate(X) / largest if plain else np.nan,
        curvature=float(law.curvatures(X)[0]),
        experiment=experiment,
        replicas=len(run.seeds),
    )  # fmt: skip


def others(experiment: Experiment = PLAIN, seeds=range(4), more=False, progress=None, cancelled=None) -> pd.DataFrame:
    """The same for other columns: what is foretold, and whether runs just before and just behind the wall keep to it.

    Args:
        experiment: of a line; its data and its rate are replaced.
        seeds, progress, cancelled: as in `lab.train`.
        more: with the rows of `MORE`.

    Returns:
        One row per `columns`: `steepest`, `flattest` (curvatures), `largest`, `best` (rates); of `runs` seeds,
        `converge` at `BEFORE` the largest rate and `diverge` at `BEHIND` it; epochs until the slowest direction has
        `ENOUGH` left at the best rate: `foretold` and `measured` (median; inf: not within `BUDGET`).
    """
    rows = [
        {"columns": name} | _row(replace(experiment, data=data), seeds, progress, cancelled)
        for name, data in (OTHERS | MORE if more else OTHERS).items()
    ]
    return pd.DataFrame(rows)


def _row(experiment: Experiment, seeds, progress, cancelled) -> dict:
    X, y = linear.examples(experiment)
    curvatures, vectors = speed_law.directions(X)
    largest, best = law.largest_rate(X), speed_law.best_rate(X)
    rates = [BEFORE * largest, BEHIND * largest, best]
    varied, every = {"training.learning_rate": rates}, experiment.training.epochs
    run = lab.train(experiment, seeds, varied, recorded=every, progress=progress, cancelled=cancelled)
    share = linear.left(linear.flat([array[2] for array in run.arrays]), X, y, vectors)
    arrived = linear.crossings(run.epochs, share).max(axis=1)
    lost = diverged(run)
    return {
        "steepest": curvatures[0], "flattest": curvatures[-1], "largest": largest, "best": best,
        "converge": int((~lost[0]).sum()), "diverge": int(lost[1].sum()), "runs": len(run.seeds),
        "foretold": float(speed_law.steps_to(ENOUGH, curvatures, best).max()), "measured": float(np.median(arrived)),
    }  # fmt: skip


def diverged(run: Run) -> np.ndarray:
    """Whether the cost ends as no number or above its start, which a stable rate on all examples never lets it."""
    cost = run.loss  # (variant, seed, epoch)
    return ~np.isfinite(cost[..., -1]) | (cost[..., -1] > cost[..., 0])


def headline(found: Wall) -> str:
    """The largest stable rate, and whether runs keep to it."""
    last, first = bracket(found)
    rate = f"{found.largest:.3g}"
    if met(found):
        said = f"of {len(found.rates)} rates tried, no run diverged below it, all above"
        return f"Up to {rate} for this page's example line: {said}."
    if not last:
        return f"{LINE} theory says up to {rate}; yet some run diverges at every rate tried."
    none = ", and none beyond" if not np.isfinite(first) and last > 1 else ""
    return f"{LINE} theory says {rate}; no run diverges up to {last:g} of it{none}."


def tried(found: Wall) -> str:
    """Between which of the rates that were tried training begins to diverge."""
    last, first = bracket(found)
    above = f"all diverge from {first:g} of it on" if np.isfinite(first) else "at no rate tried do all diverge"
    return f"Largest stable rate by theory: {found.largest:.4g}. Up to {last:g} of it no run diverges; {above}."


def met(found: Wall) -> bool:
    """Whether training diverges where it is predicted, as closely as rates were tried there."""
    last, first = bracket(found)
    return last < 1 < first and first - last < 0.025


def bracket(found: Wall) -> tuple[float, float]:
    """The largest share up to which nothing diverges (0 if none), the least from which on all does (inf if none)."""
    share, diverged = found.rates["share"].to_numpy(), found.rates["diverged"].to_numpy()
    some, not_all = np.flatnonzero(diverged > 0), np.flatnonzero(diverged < found.replicas)
    before = share[: some[0]] if len(some) else share
    behind = share[not_all[-1] + 1 :] if len(not_all) else share
    return float(before.max(initial=0.0)), float(behind.min(initial=np.inf))


def drawn(found: Wall) -> tuple[pd.DataFrame, LogAxis]:
    """The rates with their costs as places on a logarithmic axis, and that axis."""
    rates = found.rates
    axis = LogAxis.of(rates[["low", "mid", "high"]].to_numpy())
    foretold = axis.place(np.where(rates["share"] > 1, np.inf, rates["foretold"]))
    places = {name: axis.place(rates[name]) for name in ("low", "mid", "high")}
    says = np.where(
        rates["diverged"] == 0, "converges", np.where(rates["diverged"] < found.replicas, "some", "diverges")
    )
    return rates.assign(**places, foretold=np.where(rates["foretold"].isna(), np.nan, foretold), says=says), axis


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """The other columns; of texts."""
    never = f"more than {BUDGET}"
    return pd.DataFrame(
        {
            "columns": frame["columns"],
            "largest rate": frame["largest"].map("{:.4g}".format),
            f"diverge at {BEFORE:g} and {BEHIND:g} of it": [
                f"{row.runs - row.converge} and {row.diverge} of {row.runs}" for row in frame.itertuples()
            ],
            "epochs to 1 %": [linear.rounded_up(each, never) for each in frame["measured"]],
            "predicted": [linear.rounded_up(each, never) for each in frame["foretold"]],
            "λ max": frame["steepest"].map(figure),
        }
    ).set_index("columns")


def formulas(found: Wall) -> str:
    """The largest rate with its numbers, and the share of the steepest distance left at a little less and more."""
    training, curvature = found.experiment.training, tex(figure(found.curvature))
    bound = BOUNDS[training.optimizer]
    lines = [
        rf"\eta_{{\max}} &= {bound} / \lambda_{{\max}}",
        rf"&= {bound} / {curvature} = {found.largest:.4g}",
    ]
    if training.optimizer != "sgd":
        return aligned(*lines, rf"m &= {training.acting_momentum:g}")
    for share in (BEFORE, BEHIND):
        with np.errstate(over="ignore"):
            end = np.float64(abs(1 - 2 * share)) ** training.epochs
        shown = scientific(end, 1) if 0 < end < np.inf else figure(end)
        lines.append(rf"|1 - 2 \times {share:g}|^{{{training.epochs}}} &= {tex(shown)}")
    return aligned(*lines)


def advice(found: Wall) -> str:
    """What makes the largest rate independent of units, and how to find a rate for other networks."""
    first = "These inputs are standardised:" if found.experiment.data.standardize else "Standardise the inputs: then"
    return (
        f"{linear.left_out(found.experiment)}{first} the largest rate no longer depends on their units and means, only "
        "on how much they resemble each other. Take half of the largest stable rate. With hidden layers nothing "
        "computes it beforehand: try rates three times apart and take the last one before the cost rises."
    )


def why(found: Wall) -> str:
    """What the wall is, and where the best rate is."""
    if found.experiment.training.optimizer != "sgd":
        return (
            "Too large a rate makes every step overshoot. With momentum the largest stable rate is another one, for "
            "the same reason: beyond it, the steps along the steepest direction outgrow what they correct. Steepness "
            "comes from the inputs alone: the larger their values, or the more they resemble each other, the smaller "
            "the rate must be."
        )
    best = short(found.best) if found.best < 0.995 else "less than 1 % short"  # never rounded to 1
    return (
        "Every step goes down the slope, and along the steepest direction the farthest. At a small rate it falls "
        "short of the end; at a larger one it lands on the other side, but nearer. Beyond the largest stable rate it "
        "lands farther away than it was, every time, and the cost grows without bound. The steepness comes from the "
        "inputs alone: the larger their values, or the more they resemble each other, the smaller the rate must be. "
        f"By theory the best rate is {best} of the largest: there the steepest and the flattest "
        "direction are equally slow."
    )


NOTE = (
    f"Ten examples, plain gradient descent, {BUDGET} epochs; epochs to 1 %: at the best rate of each row. k equal "
    "columns divide the largest rate by k; a standardised column moved to mean m has λ = 2 (1 + m²), without a bias. "
    "These are the rates for Keras's mean squared error. For half of it, as some write the cost, λ is half as large "
    "and the rates are twice as large: 2, 1, 0.4 and 0.2 for 1, 2, 5 and 10 equal columns."
)


def wall_chart(rates: pd.DataFrame, axis: LogAxis) -> "alt.LayerChart":
    """Cost at the end against the rate: a dot for each, theory dashed, and the largest stable rate."""
    y = traces.on_log(axis, "Cost at the end", grid=False)
    largest = (rates["rate"] / rates["share"]).iloc[0]
    x = alt.X("rate:Q").title("Learning rate").scale(domain=[0, 1.12 * largest], nice=False)
    x = x.axis(tickCount=5, grid=False, format="~g")
    base = alt.Chart(rates.assign(runs=rates["says"].map(NAMES))).encode(x)
    law = traces.dashed(base.transform_filter("isValid(datum.foretold)"), alt.Y("foretold:Q", **y))
    stands = alt.Chart(pd.DataFrame({"rate": [largest], "says": ["theory: largest stable rate"]})).encode(x)
    rule = traces.rules(stands, "says", alt.YValue(0), width=3, align="right", dx=-6, dy=18)
    lost = [traces.strip(axis.high * 1.5, axis.domain[1], y)] if axis.diverged is not None else []
    color, shape = traces.marked_apart("runs", list(NAMES.values()))
    spread = traces.spans(base, y, color)
    told = [*traces.tips("share", format=".2f"), *traces.tips("rate"), "runs:N"]
    dots = base.mark_point(filled=True, size=60, opacity=1).encode(alt.Y("mid:Q", **y), color, shape, tooltip=told)
    return alt.layer(*lost, rule, law, spread, dots).properties(height=theme.HEIGHT)


def _measured(compute, *, seeds, **_) -> tuple[float, ...]:
    """Largest rates for half the squared error, by copies; shares beside the largest rate; what a mean does to λ."""
    table = compute(others, PLAIN, seeds=range(seeds), more=True).set_index("columns")
    names = [f"x1 {times}, standardised" for times in ("alone", "twice", "5 times", "10 times")]
    converge, diverge = (table[name].sum() / table["runs"].sum() for name in ("converge", "diverge"))
    steep = table.loc["noise, mean 30", "steepest"] / 2 / (1 + 30**2)
    return *(2 * table.loc[names, "largest"]), converge, diverge, steep


CLAIMS = (
    Claim(
        id="L10",
        question="How large may the learning rate be?",
        claim="The largest stable rate is 2 / λ, with λ the steepest curvature of half the squared error: k equal "
        "columns divide it by k, and a feature of spread 1 and mean m has a λ of about 1 + m².",
        source="plain algebra (lab.laws.relevance, lab.laws.speed)",
        settings={"column": "x1 once more", "copies": 10, "standardise": True, "more": True},
        figures=(
            # for half the squared error, as in the law; Keras's has no half
            Expected(name="largest rate, one standardised column", expected=2, tolerance=1e-5),
            Expected(name="the same twice", expected=1, tolerance=1e-5),
            Expected(name="5 times", expected=0.4, tolerance=1e-5),
            Expected(name="10 times", expected=0.2, tolerance=1e-5),
            Expected(name="share of runs that converge at 0.98 of their largest rate", expected=1),
            Expected(name="share of runs that diverge at 1.02 of it", expected=1),
            Expected(name="λ over 1 + m², noise of mean 30", expected=1, tolerance=0.05),
        ),
        measure=_measured,
    ),
)
