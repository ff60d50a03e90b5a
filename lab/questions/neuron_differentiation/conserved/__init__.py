"""Is there anything about a neuron that training cannot change?"""

import numpy as np
import pandas as pd

from lab import moving
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words, mathematics
from lab.charts import moving as moving_chart
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.data import load
from lab.datasets import TITLES
from lab.experiment import Experiment
from lab.forward import costs
from lab.laws.rescaling import SCALABLE
from lab.lazy import alt
from lab.log_axis import LogAxis
from lab.numerals import aligned, counted, figure, tex
from lab.prose import listed
from lab.question import Question
from lab.questions.neuron_differentiation.conserved.squares import QUANTITIES, Conserved, measure, over_seeds, setting

QUESTION = Question(
    room="neuron_differentiation",
    slug="conserved",
    title="What stays the same",
    ask="Is there anything about a neuron that training cannot change?",
    group="Many neurons",
    place=8,
    also=(
        "conserved quantity of gradient descent", "rescaling symmetry of ReLU units", "balancedness",
        "what does training leave unchanged", "norm of incoming and outgoing weights", "invariants of gradient flow",
        "scale the weights of a ReLU unit",
    ),
)  # fmt: skip
ACTIVATIONS = ["relu", "leaky_relu", "linear", "tanh", "sigmoid"]
EXACT = 1e-9  # measured and foretold drift nearer than this, to the size of what moved, differ by rounding
SMALL = 0.1  # a drift below this share of what moves is called small
FADING = 0.5  # a drift that falls below this share at a quarter of the rate fades with the rate
NAMES = {"relu": "ReLU", "leaky_relu": "leaky ReLU", "adam": "Adam"}


def knobs(k):
    """Which units are trained, how fast, and which one is looked at."""
    k.choice("activation", "Activation", ACTIVATIONS, "relu")
    k.steps("rate", "Learning rate; its half and its quarter run too", [0.05, 0.1, 0.2, 0.5, 1.0], 0.5)
    k.choice("optimizer", "Optimizer", ["sgd", "momentum", "adam"], "sgd")
    data = ["circles", "moons", "xor", "teacher"]
    k.choice("data", "Data", data, "circles", shown=TITLES.get)
    hidden = k.steps("hidden", "Hidden units", range(1, 9), 4)
    with k.more():
        if hidden > 1:
            k.steps("unit", "The unit that is shown", range(1, hidden + 1), 1)
        k.steps("time", "Rate × steps", [5, 10, 20, 50], 50)
        k.steps("seeds", "Seeds", [1, 5, 10, 20], 20)


def answer(compute, *, activation, rate, optimizer, data, hidden, time, seeds, unit=1):
    """The squares of one unit's weights over training, and how their difference drifts with the rate."""
    experiment = setting(data, hidden, activation, optimizer, rate, time)
    found = compute(measure, experiment, seeds=seeds)
    summary = over_seeds(found.drifts)
    says, moves = drift(summary), course(found, unit)
    return Answer(
        headline=headline(found, summary),
        note=f"{counted(seeds, 'seed')}, rate × steps {time}.",
        blocks=(
            Figure.of(
                course_chart(found.course[found.course["unit"] == unit]), moves,
                caption=f"{moves} Thick, thinner, thin: the rate, its half, its quarter.",
            ),
            Why(
                "A ReLU unit that gets twice as much and passes on half as much says the same as before. The cost "
                "does not feel such a change, so its slope has no part in that direction, and small steps of "
                "gradient descent do not move along it. What then stays is in² + b² − out²: the squares of the "
                f"weights that come in and of the bias, less those of the weights that go out. {says}"
            ),
            *([Advice(BALANCE, BALANCED)] if activation in SCALABLE else []),
            Section(
                "Half the rate, half the drift?",
                (
                    Figure.of(
                        drifts_chart(*drawn(found.drifts, summary)), says,
                        caption=f"{foretold(found, summary)} Dots: seeds. Line and band: median, "
                        "middle 90 %. Dashed: theory. Dotted: half the drift at half the rate.",
                    ),
                ),
            ),
            *_moving(compute, experiment),
            mathematics(Words(reading(found, unit)), Formula(formula(found, unit))),
        ),
        experiment=experiment,
    )  # fmt: skip


BALANCE = (
    "Do not read a meaning into the size of one unit's weights, and do not wait for training to balance what comes in "
    "with what goes out. You can: multiply the one and divide the other, and the network says the same as before."
)
BALANCED = """\
hidden, output = model.layers  # ReLU units, then the output
kernel, bias = hidden.get_weights()
out, last = output.get_weights()
size_in = np.sqrt((kernel**2).sum(axis=0) + bias**2)
factor = np.sqrt(np.linalg.norm(out, axis=1) / size_in)
hidden.set_weights([kernel * factor, bias * factor])
output.set_weights([out / factor[:, None], last])"""
TRY = {
    "Does it hold for tanh units, which cannot be rescaled?": {"activation": "tanh"},
    "And without any bend, for linear units?": {"activation": "linear"},
    "What if the steps remember those before (momentum)?": {"optimizer": "momentum", "rate": 0.1},
    "What if each weight has a step size of its own (Adam)?": {"optimizer": "adam", "rate": 0.05, "time": 5},
    "And with steps ten times as small?": {"rate": 0.05, "time": 20},
}


def _moving(compute, experiment: Experiment) -> tuple[Section, ...]:
    """The network of seed 0 over training, where it can be drawn."""
    if not moving_chart.fits(experiment):
        return ()
    rate = figure(experiment.training.learning_rate)
    networks = compute(moving.side_by_side, {f"The network of seed 0, at rate {rate}": experiment})
    return (Section("The network while it trains", (moving_chart.moving(networks),), folded=True),)


def headline(found: Conserved, over_seeds: pd.DataFrame) -> str:
    """Whether in² + b² − out² stays, in one sentence."""
    activation, first = found.experiment.network.activation, over_seeds.iloc[0]
    if (over_seeds["diverged"] == over_seeds["runs"]).any():
        return "No answer: at one of the rates training diverged."
    if holds(over_seeds):
        small = first["mid"] <= SMALL * first["moved"]
        how = "Yes, but for the size of the steps" if small else "Only with smaller steps than these"
        return f"{how}: in² + b² − out² of every {_name(activation)} unit stays."
    if activation not in SCALABLE:
        return f"Not with {_name(activation)} units: in² + b² − out² does not stay."
    less = "Less so" if over_seeds["mid"].iloc[-1] < FADING * first["mid"] else "Not"
    return f"{less} with {_name(found.experiment.training.optimizer)}: in² + b² − out² does not stay so well."


def drift(over_seeds: pd.DataFrame) -> str:
    """The drift at three rates beside what moved, with N and the steps."""
    first, mid = over_seeds.iloc[0], over_seeds["mid"].to_numpy()
    drifts, rates, steps = (listed([figure(value) for value in over_seeds[name]]) for name in ("mid", "rate", "steps"))
    lost = over_seeds["diverged"].max()
    diverged = f" Not in the medians, as they diverged: up to {counted(lost, 'run')}." if lost else ""
    ratios = listed([f"{ratio:.2f}" for ratio in mid[:-1] / mid[1:]]) if (mid > 0).all() else ""
    return (
        f"From start to end it drifts by {drifts} at rates {rates}, while in² + b² alone moves by "
        f"{figure(first['moved'])} (of each seed the unit that moves most; median of "
        f"{counted(first['runs'], 'seed')}; {steps} steps)."
        f"{f' Each halving of the rate divides the drift by {ratios}.' if ratios else ''}{diverged}"
    )


def foretold(found: Conserved, over_seeds: pd.DataFrame) -> str:
    """How the measured drift compares with the theory of gradient descent on units that may be rescaled."""
    laws = listed([figure(value) for value in over_seeds["foretold"]])
    if holds(over_seeds):
        return f"Predicted: {laws}. Largest difference in any unit of any seed: {figure(over_seeds['gap'].max())}."
    law = "The theory of gradient descent on units that may be rescaled"
    return f"{law} says {laws}; it does not hold here. {_reason(found)}"


def holds(over_seeds: pd.DataFrame) -> bool:
    """Whether the measured drift is the predicted one, but for rounding, in every unit of every seed."""
    return bool((over_seeds["gap"] <= EXACT * (1.0 + over_seeds["moved"])).all())


def course(found: Conserved, unit: int) -> str:
    """What the picture of one unit says, at the first rate."""
    rows = found.course.query("unit == @unit and rate == @found.experiment.training.learning_rate")
    ends = rows.groupby("quantity", sort=False)["value"].agg(["first", "last"])
    parts = [f"{row.Index} from {figure(row.first)} to {figure(row.last)}" for row in ends.itertuples()]
    rate = figure(found.experiment.training.learning_rate)
    return f"Unit {unit} of seed 0, at rate {rate}: {'; '.join(parts)}."


def formula(found: Conserved, unit: int) -> str:
    """Why, with the numbers of one unit of the first seed before training, as TeX."""
    row = found.start.iloc[unit - 1]
    rate = tex(figure(found.experiment.training.learning_rate))
    numbers = {name: tex(figure(row[name])) for name in found.start}
    twice, once = (tex(figure(_cost(found, unit, scale))) for scale in (2.0, 1.0))
    step = tex(figure(found.experiment.training.learning_rate**2 * (row["squares_in"] - row["squares_out"])))
    return aligned(
        rf"C(2w, 2b, \tfrac{{1}}{{2}} v) &= {twice}, \quad C(w, b, v) = {once}",
        rf"w \cdot \tfrac{{\partial C}}{{\partial w}} + b \tfrac{{\partial C}}{{\partial b}} &= {numbers['slope_in']}",
        rf"v \cdot \tfrac{{\partial C}}{{\partial v}} &= {numbers['slope_out']}",
        r"Q &= |w|^2 + b^2 - |v|^2",
        r"Q' - Q &= \eta^2 \left( |\tfrac{\partial C}{\partial w}|^2 + (\tfrac{\partial C}{\partial b})^2"
        r" - |\tfrac{\partial C}{\partial v}|^2 \right)",
        rf"&= {rate}^2 ({numbers['squares_in']} - {numbers['squares_out']})",
        rf"&= {step} \quad \text{{(first step)}}",
        rf"Q_{{\text{{end}}}} - Q_0 &= {numbers['drift']} \quad \text{{(measured)}}",
        rf"\textstyle\sum (Q' - Q) &= {numbers['foretold']} \quad \text{{(predicted)}}",
    )


def reading(found: Conserved, unit: int) -> str:
    """What the formula's first lines say."""
    row = found.start.iloc[unit - 1]
    same = np.isclose(row["slope_in"], row["slope_out"], rtol=1e-9, atol=1e-12)
    activation = _name(found.experiment.network.activation)
    intro = f"Unit {unit} of seed 0 before training; w: in, b: bias, v: out, C: cost, η: rate. Twice what goes in,"
    intro += f" half what goes out: a {activation} unit"
    if same:
        return f"{intro} says the same, so the two sums below are equal."
    return f"{intro} then says something else, and the two sums below differ."


def _cost(found: Conserved, unit: int, scale: float) -> float:
    """The cost before training with what goes into a unit multiplied, and what goes out divided."""
    kernel, bias, outgoing, last = (array.copy() for array in found.weights)
    kernel[:, unit - 1] *= scale
    bias[unit - 1] *= scale
    outgoing[unit - 1] /= scale
    x, y = load(found.experiment.data, "float64")
    given = found.experiment.network, found.experiment.training.loss
    return float(costs([kernel, bias, outgoing, last], x, y, *given))


def _reason(found: Conserved) -> str:
    activation, optimizer = found.experiment.network.activation, found.experiment.training.optimizer
    if activation not in SCALABLE:
        return f"Twice the input of a {_name(activation)} unit is not twice its output: it cannot be rescaled."
    if optimizer == "adam":
        return "Adam divides each weight's step by a size of its own, and so forgets that they belong together."
    if optimizer == "momentum":
        return "Momentum adds old steps to the new one; the squares of those longer steps are what drifts."
    return "The numbers of some run have grown so large that rounding decides."


def _name(key: str) -> str:
    return NAMES.get(key, key)


def drawn(drifts: pd.DataFrame, over_seeds: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, LogAxis]:
    """Both frames with their drifts as places on a logarithmic axis that has a row for 0, and that axis."""
    names = ["low", "mid", "high", "foretold", "slope"]
    axis = LogAxis.of(np.concatenate([drifts["drift"], drifts["foretold"], over_seeds[names].to_numpy().ravel()]))
    single = drifts.assign(drift=axis.place(drifts["drift"]), foretold=axis.place(drifts["foretold"]))
    return over_seeds.assign(**{name: axis.place(over_seeds[name]) for name in names}), single, axis


def course_chart(frame: pd.DataFrame) -> "alt.LayerChart":
    """The squares of one unit's weights and their difference over rate x steps; the thicker, the larger the rate."""
    names = list(QUANTITIES.values())
    color, dash = traces.told_apart("quantity", names, columns=3)
    dash = dash.sort(names)
    width = alt.StrokeWidth("rate:O").scale(range=[1.5, 3.5, 6]).legend(None)
    told = ["quantity:N", alt.Tooltip("rate:Q", format="g"), alt.Tooltip("time:Q", title="rate × steps", format=".3g")]
    x = alt.X("time:Q").title("Rate × steps").axis(grid=False, tickCount=6)
    base = alt.Chart(frame).encode(x, alt.Y("value:Q").title("Squared weights"), color.sort(names), dash)
    dots = base.mark_circle(opacity=0, size=60).encode(tooltip=[*told, alt.Tooltip("value:Q", format=".5g")])
    return (base.mark_line(opacity=0.75).encode(width) + dots).properties(height=theme.HEIGHT)


def drifts_chart(over_seeds: pd.DataFrame, single: pd.DataFrame, axis: LogAxis) -> "alt.LayerChart":
    """Drift at the end against the rate: seeds as dots, median and band, theory dashed, and what halving would give."""
    y, green = traces.on_log(axis, "Drift of in² + b² − out²", grid=True), theme.SERIES[2]
    rates = alt.Axis(values=over_seeds["rate"].tolist(), grid=False, format="~g")
    x = alt.X("rate:Q").title("Learning rate").scale(type="log", nice=False, padding=24).axis(rates)
    base = alt.Chart(over_seeds).encode(x)
    dots = alt.Chart(single).mark_circle(opacity=0.5, size=30, color=green).encode(x, alt.Y("drift:Q", **y))
    half = base.mark_line(strokeDash=[1, 5], strokeWidth=2, color=theme.NEUTRAL).encode(alt.Y("slope:Q", **y))
    line = traces.in_band(base, y, strokeWidth=4, point=alt.OverlayMarkDef(size=80, color=green), color=green)
    law = traces.dashed(base, alt.Y("foretold:Q", **y))
    return (dots + half + line + law).properties(height=theme.HEIGHT)


def _measured(compute, *, activation, rate, optimizer, data, hidden, time, seeds, **_) -> tuple[float, ...]:
    """Drift at a rate over that at its half, twice; measured against foretold for ReLU, and for tanh."""
    relu, tanh = (
        over_seeds(compute(measure, setting(data, hidden, kind, optimizer, rate, time), seeds=seeds).drifts)
        for kind in (activation, "tanh")
    )
    drift = relu["mid"].to_numpy()
    return drift[0] / drift[1], drift[1] / drift[2], relu["gap"].max(), round(float(tanh["gap"].min()), 3)


CLAIMS = (
    Claim(
        id="L07",
        question="Is there anything about a unit that training cannot change?",
        claim="For a ReLU unit, the squares of its incoming weights and bias less those of its outgoing weights change "
        "only because steps are not infinitely small: half the rate, half the change.",
        source="plain algebra; for gradient flow Du, Hu, Lee (2018)",
        settings={"rate": 0.2, "time": 10, "seeds": 5},
        figures=(
            # the next order is in proportion to the rate: about 1 % here
            Expected(name="drift at rate 0.2 over that at 0.1", expected=2.0, tolerance=0.1),
            Expected(name="drift at rate 0.1 over that at 0.05", expected=2.0, tolerance=0.1),
            Expected(name="largest difference of measured and foretold drift", expected=1e-12, way="at most"),
            Expected(name="the same of tanh units, smallest of three rates", expected=0.05, way="at least"),
        ),
        measure=_measured,
        verdict="holds only when",
        because="a unit may be rescaled, as a ReLU unit may: of tanh units this changes by {3} more than the size of "
        "the steps explains.",
    ),
)
