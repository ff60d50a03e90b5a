"""How long until two nearly equal neurons differ?"""

import numpy as np
import pandas as pd

import lab
from lab import bands
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words, mathematics
from lab.charts import distance as distances_chart
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.datasets import TITLES
from lab.differentiation import distance, forecast
from lab.differentiation.distance import WEIGHTS
from lab.differentiation.forecast import PARTED
from lab.experiment import default_head
from lab.laws import splitting
from lab.lazy import alt
from lab.log_axis import LogAxis
from lab.numerals import counted, figure, on_axis, tex
from lab.question import Question
from lab.questions.neuron_differentiation.escape.pushed import EPSILONS, ROUNDED, START, Escape, measure, rounded_runs

QUESTION = Question(
    room="neuron_differentiation",
    slug="escape",
    title="How long?",
    ask="How long until two nearly equal neurons differ?",
    group="Two neurons",
    place=3,
    also=(
        "why don't they all converge to the same optimum", "how small a difference is enough", "escape from a saddle",
        "time until symmetry is broken", "how long do similar neurons stay similar",
        "exponential growth of a small difference", "why does each unit find its own weights",
        "does every unit end at its own optimum",
        "how fast do nearly equal neurons drift apart",
    ),
)  # fmt: skip
LONG = 10_000  # runs times epochs from which on one run of each difference is shown first


def knobs(k):
    """What two neurons learn, and where they differ at the start."""
    k.steps("rate", "Learning rate", [0.01, 0.03, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0], 0.1)
    data = ["teacher", "circles", "moons", "xor"]
    k.choice("data", "Data", data, "teacher", shown=TITLES.get)
    k.choice("activation", "Activation", ["tanh", "sigmoid", "relu"], "tanh")
    with k.more():
        k.choice("at", "The weight that differs", WEIGHTS, "w3 (from x1)")
        k.steps("epochs", "Epochs", [500, 1000, 1500, 3000, 6000], 1500)
        k.steps("seeds", "Runs of each difference", [1, 2, 5, 10, 20], 5)


def answer(compute, *, seeds, **settings):
    """Epochs until they differ against the size of the difference."""
    experiment = _experiment(**settings)
    first = 1 if compute.watched and seeds * experiment.training.epochs > LONG else seeds
    so_far = {"runs of each difference": (first, seeds)}

    def partly(found: Escape) -> None:
        compute.show(_answer(found, experiment, first), so_far | {"precisions in plain Keras": (0, 2)})

    found = compute(measure, experiment, seeds=range(first), partly=partly)
    if first < seeds:
        compute.show(_answer(found, experiment, first), so_far)
        found = compute(measure, experiment, seeds=range(seeds))
    return _answer(found, experiment, seeds)


def _answer(found: Escape, experiment: lab.Experiment, seeds: int) -> Answer:
    says, ridge = verdict(found), takeaway(found)
    picture = times_chart(times(found), rounded(found), widest(found))
    return Answer(
        headline=headline(found),
        note=f"{says} ({counted(seeds, 'run')} of each difference.)",
        blocks=(
            Figure.of(
                picture, says,
                caption="Dots: median of the runs, with the middle 90 %. Dashed: theory, nothing fitted.",
            ),
            Why(why_not_the_same(found)),
            Advice(
                "Let units start as different as their weights are large: Keras's random kernels do. Units that were "
                "copied, as when a trained layer is made wider, need noise of their own before they train on.",
                NOISE,
            ),
            Section(
                "The distance over training",
                (
                    Figure.of(
                        courses_chart(*courses(found)), says,
                        caption="Each line starts ten times closer than the one above it. Dashed: theory.",
                    ),
                ),
            ),
            Section(
                "Why they part: the cost between equal and different",
                (Figure.of(ridge_chart(found.ridge), ridge, caption=ridge),),
            ),
            mathematics(
                Formula(LAW), Formula(DECADE), Formula("= " + formula(found)),
                Words(settled(found)), *([] if found.rounded.empty else [Words(rounding(found))]),
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


NOISE = """\
layer = model.layers[0]
kernel, bias = layer.get_weights()
rng = np.random.default_rng(0)
noise = rng.normal(size=kernel.shape) * kernel.std()
layer.set_weights([kernel + 0.1 * noise, bias])"""
TRY = {
    "What if the rate is ten times smaller?": {"rate": 0.01, "epochs": 6000},
    "And on two circles, with sigmoid neurons?": {
        "data": "circles", "activation": "sigmoid", "rate": 2.0, "epochs": 3000,
    },
    "Does ReLU change it?": {"activation": "relu"},
    "What if the outgoing weight differs?": {"at": "w6 (to the output)"},
}  # fmt: skip


def headline(found: Escape) -> str:
    """How many epochs a smaller difference costs, in one sentence."""
    more = measured_decade(found)
    if np.isnan(more):
        return "Within these epochs no small difference grows: the neurons stay as alike as they start."
    return f"Each time they start ten times closer, it takes them about {more:,.3g} epochs more to differ."


def _experiment(rate, data, activation, at, epochs) -> lab.Experiment:
    return lab.vary(
        START,
        {
            "data.name": data, "network.activation": activation, "init.epsilon_at": WEIGHTS[at],
            "training.learning_rate": rate, "training.epochs": epochs, **default_head(lab.Data(data)),
        },
    )  # fmt: skip


def measured_decade(found: Escape) -> float:
    """Epochs that a push ten times smaller costs: over the smaller half of the pushes that part; NaN without two."""
    times = found.times.query("kind == 'measured'").groupby("epsilon")["epochs"].median()
    times = times[np.isfinite(times)]
    smaller = times.iloc[: (len(times) + 1) // 2]  # rising pushes
    if len(smaller) < 2:
        return np.nan
    return float(np.polyfit(-np.log10(smaller.index.to_numpy()), smaller.to_numpy(), 1)[0])


def foretold_decade(found: Escape) -> float:
    """The same by theory, from the median lambda of the seeds."""
    return splitting.steps_per_decade(found.experiment.training.learning_rate, float(found.rates["fastest"].median()))


def amounts_to(found: Escape) -> dict[str, tuple[int, int, float]]:
    """precision -> (runs that rounding alone parted, runs, the push that parts as late as their median, by theory)."""
    foretold = found.times.query("kind == 'foretold'").groupby("epsilon")["epochs"].median().sort_index()
    known = foretold[np.isfinite(foretold)]
    result = {}
    for precision, runs in found.rounded.groupby("precision"):
        parted = runs.loc[np.isfinite(runs["epochs"]), "epochs"]
        powers = np.log10(known.index.to_numpy())
        reached = len(parted) and len(known) and known.min() <= parted.median() <= known.max()
        power = np.interp(parted.median(), known.to_numpy()[::-1], powers[::-1]) if reached else np.nan
        result[precision] = len(parted), len(runs), float(10.0**power)
    return result


def courses(found: Escape) -> tuple[pd.DataFrame, LogAxis]:
    """The frame `courses` with its distances as places on a logarithmic axis that has a row for 0, and that axis."""
    still = pd.DataFrame({"epsilon": 0.0, "epoch": found.courses["epoch"].unique(), "distance": 0.0})
    rows = pd.concat([found.courses, still if found.equal else still.iloc[:0]], ignore_index=True)
    axis = LogAxis.of(rows["distance"])
    return rows.assign(distance=axis.place(rows["distance"])), axis


def times(found: Escape) -> pd.DataFrame:
    """Epochs until the neurons differ, over the seeds; a seed whose neurons never differ is beyond all others."""
    grouped = found.times.groupby(["kind", "epsilon"])["epochs"]
    table = pd.DataFrame(bands.of_groups(grouped, "nearest"))
    return table.replace(np.inf, np.nan).reset_index().query("epsilon >= @widest(@found)[0] * 0.999")


def rounded(found: Escape) -> pd.DataFrame:
    """The runs that rounding parted, where theory's line has their median: precision, epsilon, epochs, label."""
    rows = []
    for precision, (parted, runs, amount) in amounts_to(found).items():
        if parted and np.isfinite(amount):
            epochs = found.rounded.query("precision == @precision")["epochs"].replace(np.inf, np.nan).median()
            rows.append((precision, amount, float(epochs), f"rounding, {precision}: {parted} of {runs} runs"))
    return pd.DataFrame(rows, columns=["precision", "epsilon", "epochs", "label"])


def widest(found: Escape) -> tuple[float, float]:
    """The smallest and the largest push that the picture of the times has to hold."""
    held = rounded(found)["epsilon"]
    return float(min([EPSILONS[-1], *held])), EPSILONS[0]


LAW = r"\text{distance} \approx \varepsilon\,(1 + \eta\lambda)^t \quad\Rightarrow\quad"
DECADE = r"\text{epochs per decade} = \frac{\ln 10}{\ln(1 + \eta\lambda)}"


def verdict(found: Escape) -> str:
    """How many epochs a smaller push costs, and what no push at all does."""
    epochs, runs = f"{found.experiment.training.epochs:,}", found.rates["seed"].size
    measured, many = measured_decade(found), f"{'median of ' if runs > 1 else ''}{counted(runs, 'run')}"
    if np.isnan(measured):
        answer = f"{_parting(found)} within {epochs} epochs ({counted(runs, 'run')} of each)."
    else:
        answer = (
            f"A difference ten times smaller keeps the two neurons alike for {figure(round(measured, 2))} epochs more; "
            f"{_law(found)} ({many}, up to {epochs} epochs)."
        )
    stay = "stays" if found.equal == 1 else "stay"
    return f"{answer} Without a difference {found.equal} of {runs} {stay} exactly equal at every recorded epoch."


def _parting(found: Escape) -> str:
    """Which pushes are too small to part the neurons, in the median."""
    times = found.times.query("kind == 'measured'").groupby("epsilon")["epochs"].median()
    parting = [figure(epsilon) for epsilon in times.index[np.isfinite(times)]]
    return f"No difference{f' below {parting[0]}' if parting else ''} makes the two neurons part"


def _law(found: Escape) -> str:
    """What theory says about a push ten times smaller."""
    foretold = foretold_decade(found)
    if np.isnan(found.rates["fastest"].median()):
        return "theory says nothing, as equal neurons do not settle at this rate"
    if np.isinf(foretold):
        return "theory predicts that they never part"
    return f"theory predicts {figure(round(foretold, 2))}"


def rounding(found: Escape) -> str:
    """What rounding does to clones that nobody pushed."""
    told = []
    for precision, (parted, runs, amount) in amounts_to(found).items():
        late = f", in the median of these as late as with a difference of {figure(amount)}"
        told.append(f"in {precision} {parted} of {runs}{late if np.isfinite(amount) else ''}")
    return (
        "Rounding can make a difference, too. The runs above go through instructions that treat both neurons alike. In "
        "plain Keras, compiled by XLA, each neuron may be rounded in its own way, and that alone parted, within "
        f"{found.experiment.training.epochs:,} epochs, {'; '.join(told)}."
    )


def formula(found: Escape) -> str:
    """Epochs per decade by theory, with this run's numbers."""
    rate, fastest = found.experiment.training.learning_rate, float(found.rates["fastest"].median())
    numbers = rf"\frac{{\ln 10}}{{\ln(1 + {tex(figure(rate))} \times {tex(figure(fastest))})}}"
    end = foretold_decade(found)
    if np.isnan(fastest):
        return r"\text{unknown: equal neurons do not settle at this rate}"
    return rf"{numbers} = {tex(figure(round(end, 2)))}" if np.isfinite(end) else r"\lambda \le 0: \text{ never}"


def settled(found: Escape) -> str:
    """Where lambda comes from, and whether the equal neurons have settled there."""
    slope, fastest = float(found.rates["slope"].median()), float(found.rates["fastest"].median())
    parted = f"Different means: a distance above {PARTED:g}."
    if np.isnan(fastest):
        return f"At this rate two equal neurons do not settle anywhere, so there is no λ (η is the rate). {parted}"
    relu = found.experiment.network.activation == "relu"
    kink = " With ReLU theory does not see an example that falls between the kinks of the two neurons." if relu else ""
    return (
        f"λ = {figure(fastest)} (η is the learning rate) is how steeply the cost falls away when two equal neurons are "
        f"pulled apart, computed from the data at the point where they settle together; the gradient there is "
        f"{figure(slope)}. {parted}{kink}"
    )


def why_not_the_same(found: Escape) -> str:
    """The answer to the follow-up question of the discussion."""
    runs, fastest = found.rates["seed"].size, float(found.rates["fastest"].iloc[0])
    if np.isnan(fastest):
        curve = "The curve of the cost below is empty: at this rate equal neurons do not settle."
    elif fastest > 0:
        curve = "That is the flat top of the curve of the cost below. "
        curve += "Right beside it, the cost falls to both sides: the "
        curve += "slightest difference is enlarged at every step."
    elif fastest < 0:
        curve = "That is the flat bottom of the curve of the cost below. "
        curve += "Right beside it, the cost rises to both sides: equal "
        curve += "neurons attract each other here."
    else:
        curve = "Right beside the middle of the curve of the cost below, it neither rises nor falls."
    return (
        "**But why do they not end at the same optimum anyway?** Equal neurons get equal gradients: no part of "
        f"the gradient could separate them, so they stay equal ({found.equal} of {counted(runs, 'run')} without a "
        f"difference). {curve}"
    )


def takeaway(found: Escape) -> str:
    """What the curve of the cost shows, in numbers."""
    if found.ridge["cost"].isna().any():
        return "No curve: equal neurons do not settle at this rate."
    middle, side = found.ridge["cost"].iloc[len(found.ridge) // 2], found.ridge["cost"].iloc[-1]
    return (
        f"Cost {figure(middle)} where both neurons are equal, {figure(side)} when they are pulled 1 apart along the "
        "direction in which they part fastest. Dashed: the parabola of theory."
    )


def courses_chart(courses: pd.DataFrame, axis: LogAxis) -> "alt.LayerChart":
    """The distance over training, a line for each push, and theory's lines, dashed."""
    y = traces.on_log(axis, "Distance between the neurons", grid=True)
    told = [alt.Tooltip("epsilon:Q", title="Difference at the start", format="~e"), alt.Tooltip("epoch:Q", format=",")]
    x = traces.epochs()
    base = alt.Chart(courses).encode(x, alt.Detail("epsilon:Q"))
    ways = base.mark_line(color=theme.SERIES[0], **traces.UNDER).encode(alt.Y("distance:Q", **y), tooltip=told)
    law = traces.dashed(base.transform_filter("isValid(datum.foretold)"), alt.Y("foretold:Q", **y), **traces.OVER)
    return (distances_chart.zero_row(axis, y) + ways + law).properties(height=theme.HEIGHT)


def times_chart(times: pd.DataFrame, rounded: pd.DataFrame, pushes: tuple[float, float]) -> "alt.LayerChart":
    """Epochs until the neurons differ against the push: dots with their spread, theory's dashed line, rounding."""
    x = alt.X("epsilon:Q").title("Difference at the start (epsilon)").axis(labelExpr=on_axis(), tickCount=6, grid=False)
    x = x.scale(type="log", domain=list(pushes), reverse=True, nice=False)
    base, y = alt.Chart(times).encode(x), {"title": "Epochs until they differ"}
    measured, law = (base.transform_filter(f"datum.kind == '{kind}'") for kind in ("measured", "foretold"))
    told = [alt.Tooltip("epsilon:Q", format="~e"), *traces.tips("low", "mid", "high", format=",.0f")]
    spread = traces.spans(measured, y, color=theme.SERIES[0])
    dots = measured.mark_point(filled=True, size=60, opacity=1, color=theme.SERIES[0])
    dots = dots.encode(alt.Y("mid:Q", **y), tooltip=told)
    mark = alt.Chart(rounded).encode(x, alt.Y("epochs:Q"))
    sign = mark.mark_point(shape="diamond", filled=True, size=130, opacity=1, color=theme.SERIES[1])
    words = mark.mark_text(align="right", dx=-10, color=theme.SERIES[1]).encode(alt.Text("label:N"))
    return (traces.dashed(law, alt.Y("mid:Q", **y)) + spread + dots + sign + words).properties(height=theme.HEIGHT)


def ridge_chart(ridge: pd.DataFrame) -> "alt.LayerChart":
    """The cost when the two neurons are pulled apart where they settle together, and theory's parabola."""
    base = alt.Chart(ridge).encode(alt.X("apart:Q").title("Difference between the two neurons").axis(grid=False))
    y = alt.Y("cost:Q").title("Cost").scale(zero=False)
    line = base.mark_line(strokeWidth=3, color=theme.SERIES[0]).encode(y)
    top = base.transform_filter("datum.apart == 0").mark_point(size=110, filled=True, opacity=1, color=theme.SERIES[1])
    return (line + traces.dashed(base, alt.Y("foretold:Q")) + top.encode(y)).properties(height=260)


def _decade(compute, *, seeds, **settings) -> tuple[float, ...]:
    """Epochs that a push ten times smaller costs, measured over the pushes below 3e-6 and by theory."""
    found = compute(measure, _experiment(**settings), seeds=range(seeds))
    times = found.times.query("kind == 'measured' and epsilon < 3e-6").groupby("epsilon")["epochs"].median()
    return -float(np.polyfit(np.log10(times.index), times, 1)[0]), foretold_decade(found)


def _rounding(compute, *, seeds, **settings) -> tuple[float, ...]:
    """Runs that rounding parts, the push it amounts to (log10), exact runs; the same count on the teacher."""
    circles = lab.vary(_experiment(**settings), {"training.precision": "float32"})
    times = rounded_runs(circles, MANY)
    there = np.flatnonzero(np.isfinite(times))
    growth = forecast.parting(circles, [MANY[place] for place in there]).growth
    amounts = PARTED / growth[np.arange(len(there)), times[there].round().astype(int)]
    exact = distance.distances(compute(lab.train, lab.vary(circles, {"init.epsilon": 0.0}), seeds=MANY[:8]))
    teacher = rounded_runs(lab.vary(START, {"training.precision": "float32"}), MANY)
    amount = round(float(np.median(np.log10(amounts))), 1)
    return len(there), amount, float(exact["distance"].max()), int(np.isfinite(teacher).sum())


MANY = ROUNDED[:32]  # seeds that rounding alone may part
CLAIMS = (
    Claim(
        id="L01",
        question="How long until two nearly equal neurons differ?",
        claim="Neurons that start ten times closer take ln 10 / ln(1 + ηλ) steps more to differ; η is the learning "
        "rate, λ how steeply the cost curves down where the neurons are equal.",
        source="plain algebra: the Hessian at the symmetric point",
        figures=(
            Expected(name="steps that a tenth of the push takes more, measured", expected=62.5, tolerance=1.2),
            Expected(name="the same, foretold", expected=62.487, tolerance=0.01),
        ),
        measure=_decade,
    ),
    Claim(
        id="L02",
        question="Can rounding alone make equal neurons different?",
        claim="Rounding alone makes equal neurons different in compiled float32 arithmetic, as a difference of about a "
        "hundred-millionth at the start would.",
        source="measured with TensorFlow and XLA; L01 says which push parts as late",
        settings={"data": "circles", "activation": "sigmoid", "rate": 2.0, "epochs": 3000},
        figures=(
            # which runs part is decided by the processor's instructions
            Expected(name="runs that rounding parts on two circles, of 32", expected=16, way="at least"),
            Expected(name="log10 of the push that parts as late, median", expected=-7.5, tolerance=1.5),
            Expected(name="largest distance where both units go through the same instructions", expected=0.0),
            Expected(name="runs that rounding parts with the teacher, of 32", expected=16, way="at most"),
        ),
        measure=_rounding,
        verdict="holds only when",
        because="the compiler rounds the two neurons differently while they part: on two circles in {0} of 32 runs, "
        "as from a difference of 10 to the power of {1}; with targets made by a network, in {3} of 32. With the same "
        "instructions for all units the neurons never part.",
    ),
)
