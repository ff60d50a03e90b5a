"""Which rates train from which start?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from lab.answer import Advice, Answer, Figure, Formula, Section, Sets, Why, Words, mathematics
from lab.charts import rates_and_scales, theme, traces
from lab.claim import Claim, Expected
from lab.experiment import Experiment, vary
from lab.lazy import alt
from lab.numerals import figure, on_axis, percent, tex
from lab.question import Question
from lab.questions.seed_effects.map import border
from lab.questions.seed_effects.map.trained import START, Map, charted
from lab.questions.seed_effects.map.window import Window

QUESTION = Question(
    room="seed_effects",
    slug="map",
    title="The trainability map",
    ask="Which rates train from which start?",
    group="Training or not",
    place=18,
    also=(
        "fractal boundary of neural network training", "learning rate and initial weight scale", "zoom into the map",
        "largest learning rate that still trains", "edge of stability", "hyperparameter landscape",
        "which learning rates converge", "grid of learning rates", "border between convergence and divergence",
        "learning rate too high for large initial weights",
    ),
)  # fmt: skip
LEVELS = 6
WHOLE = Window()
ROUGH = 1.1  # a dimension above this is that of no smooth line
BOXES = (
    "How many boxes of s x s points does it take to cover the border? Halve the side: a smooth line takes twice as "
    "many, a surface four times."
)
COLORS = (
    "A network trains here if its cost at the end lies below its first cost. Blue is darker the faster it falls, "
    "orange the faster it grows: after Sohl-Dickstein (2024)."
)


def knobs(k):
    """The network, and the piece of the map."""
    k.choice("units", "Hidden units", [2, 3, 4, 8], 4)
    k.choice("activation", "Activation", ["tanh", "relu", "linear"], "tanh")
    k.choice("precision", "Precision", ["float32", "float64"], "float32")
    k.toggle("levels", f"Measure {LEVELS} levels, each {border.CLOSER} times closer")
    k.area(
        "window", "Window, in powers of ten: rates from and to, scales from and to", _edges(WHOLE),
        window=lambda *edges: _window(edges), edges=_edges,
    )  # fmt: skip
    with k.more():
        k.steps("steps", "Steps of each network", [30, 100, 300, 1000], 300)
        k.choice("points", "Points on each side", [64, 128, 256], 256)
        k.slider("seed", "Seed of the first weights", 0, 20, 1, 0)


def _edges(window: Window) -> tuple[float, float, float, float]:
    return (*window.rates, *window.scales)


def _window(edges: tuple[float, ...]) -> Window:
    return Window(rates=edges[:2], scales=edges[2:])


def answer(compute, *, units, activation, precision, levels, window, steps, points, seed):
    """The map, how rough its border is, and whether it is so further in."""
    experiment = setting(units, activation, precision, steps)
    shown = _window(window)
    found = compute(
        charted, experiment, window=shown, size=points, seed=seed,
        partly=lambda part: compute.show(_coarse(part, experiment)),
    )  # fmt: skip
    closer = border.closer(found)
    picture = Figure.of(
        drawn(found), takeaway(found),
        caption=f"Draw a box on the map to go closer. {numbers(found)}",
        sets=Sets(knob="window", selection="zoom", fields=("left", "low"), closer=closer and _edges(closer)),
        behind=found.cells(),
    )  # fmt: skip
    further = (_further_in(compute, experiment, shown, seed),) if levels else ()
    return Answer(
        headline=headline(found),
        note=verdict(found),
        blocks=(
            picture,
            Why(why(found)),
            Advice(
                "Stay well below the largest rate that still trains: near the border the smallest change decides. If a "
                "run diverges, divide the rate by three; if it crawls, multiply it by three.",
                "for rate in (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0):\n"
                "    model = build()\n"
                '    model.compile(keras.optimizers.SGD(rate), "mse")\n'
                '    print(rate, model.fit(x, y, epochs=300, verbose=0).history["loss"][-1])',
            ),
            *further,
            mathematics(Words(BOXES), Formula(counting(found)), Words(COLORS, small=True)),
        ),
        experiment=experiment,
    )  # fmt: skip


def setting(units: int, activation: str, precision: str, steps: int) -> Experiment:
    """What is trained at every point."""
    return vary(
        START,
        {
            "network.hidden": (units,), "network.activation": activation,
            "training.precision": precision, "training.epochs": steps,
        },
    )  # fmt: skip


def drawn(found: Map) -> alt.LayerChart:
    """The map."""
    edges = [labels(each) for each in (found.window.rates, found.window.scales)]
    return rates_and_scales.map_of(rates_and_scales.colors(found.trained, found.speed), *edges)


def labels(edges: tuple[float, float]) -> list[str]:
    """What stands at the ends and in the middle of an axis: as many digits as it takes to tell them apart."""
    digits = max(2, math.ceil(-math.log10(edges[1] - edges[0])) + 3)
    return [f"{10 ** (edges[0] + (edges[1] - edges[0]) * tick):.{digits}g}" for tick in rates_and_scales.TICKS]


def _coarse(part: Map, experiment: Experiment) -> Answer:
    """What there is to see of the map while finer points are trained."""
    side = len(part.trained) // part.known
    so_far = f"So far {side:,} x {side:,} points; the rest is being trained."
    picture = Figure.of(drawn(part), takeaway(part), caption=so_far)
    return Answer(headline=headline(part), note=so_far, blocks=(picture,), experiment=experiment)


def _further_in(compute, experiment: Experiment, window: Window, seed: int) -> Section:
    """The border's dimension from level to level."""
    found, noise = compute(border.levels, experiment, window=window, count=LEVELS, seed=seed), border.noise()
    said = deeper(found, noise)
    picture = Figure.of(dimensions(found, noise), said)
    return Section("Does it get smoother further in?", (picture, Words(said)))


def headline(found: Map) -> str:
    """How much of the map trains, and how rough the border is."""
    share = found.trained.mean()
    if share in (0, 1):
        return f"{'Every rate' if share else 'No rate'} on this map trains from {'every' if share else 'any'} start."
    rough = border.of(found)
    if rough != rough:
        return f"{percent(share).capitalize()} of these rates and starts train, with hardly any border."
    kind = "a frayed border" if rough > ROUGH else "an almost smooth border"
    smallest, largest = (found.trained[:, place].mean() for place in (0, -1))
    which = "The smaller rates train" if smallest > largest else "Some train"
    return f"{which}: {percent(share)} of these networks, up to {kind} of dimension {rough:.2f}."


def why(found: Map) -> str:
    """Why some rates train and others do not, and why the border is frayed."""
    left, right = (percent(found.trained[:, place].mean()) for place in (0, -1))
    said = [
        "A step goes as far as rate times gradient. Where that is further than the slope reaches, the cost grows "
        "instead of falling, the next step is longer still, and training fails.",
        f"So of the starts {left} train at the smallest rate shown and {right} at the largest.",
        "The size of the first weights decides too: it sets how steep the cost is where training begins.",
    ]
    if border.of(found) > ROUGH:
        said.append(
            "Near the border a run jumps about for a while before it settles or fails, and the smallest change of "
            "the rate decides which."
        )
    return " ".join(said)


def verdict(found: Map) -> str:
    """How many points train, and how rough the border is, with the number of networks and the budget."""
    size, epochs = found.trained.size, found.experiment.training.epochs
    share = f"{found.trained.sum():,} of {size:,} networks train ({100 * found.trained.mean():.1f} %)"
    budget = f"({epochs:,} steps each; they differ in the rate and in the size of the first weights alone.)"
    return f"{share}. {_border(found)} {budget}"


def takeaway(found: Map) -> str:
    """The picture in words: where it trains, from column to column."""
    columns = found.trained.mean(axis=0)
    places = [("left edge", 0), ("middle", len(columns) // 2), ("right edge", -1)]
    shares = ", ".join(f"{100 * columns[place]:.0f} % at the {name}" for name, place in places)
    return f"Map of {window(found.window)}. Points that train: {shares}. {_border(found)}"


def window(shown: Window) -> str:
    """The edges of a window in numbers."""
    rates, scales = map(_numbers, (shown.rates, shown.scales))
    return f"learning rates {rates} and factors {scales} on the first weights"


def numbers(found: Map) -> str:
    """Whether the precision tells the columns apart."""
    columns, precision = found.trained.shape[1], found.experiment.training.precision
    if found.rates == columns:
        return f"The {columns} columns are {columns} different learning rates in {precision}."
    return (
        f"Here {precision} ends: the {columns} columns are only {found.rates} different learning rates, so the picture "
        f"breaks up into blocks." + (" float64 goes on." if precision == "float32" else "")
    )


def counting(found: Map) -> str:
    """The boxes that were counted, and the slope, as TeX."""
    counts = border.boxes(found.trained)
    steps = r",\quad ".join(rf"N({row.side}) = {tex(f'{row.boxes:,}')}" for row in counts.itertuples())
    return rf"N(s) \sim s^{{-D}}:\quad {steps}\quad\Rightarrow\quad D = {border.dimension(counts):.3f}"


def deeper(levels: pd.DataFrame, noise: float) -> str:
    """How the dimension goes on from level to level."""
    known = levels.dropna(subset="dimension")
    if known.empty:
        return "There is no border in this window, so there is nothing to go into."
    least, most = known["dimension"].min(), known["dimension"].max()
    said = (
        f"Over {len(levels)} levels, from a window {figure(levels['decades'].iloc[0])} decades wide down to "
        f"{figure(levels['decades'].iloc[-1])}, the dimension lies between {least:.2f} and {most:.2f}. A smooth border "
        f"would come to 1 as soon as one is close enough; points decided by a toss of a coin would give {noise:.2f}."
    )
    last = known["dimension"].iloc[-1]
    if last > noise - 0.03:
        said += " At the last level neighbouring points are as good as unrelated."
    short = levels[levels["rates"] < levels["columns"]]
    return said + (
        f" From level {short['level'].iloc[0]} on the precision no longer tells all columns apart."
        if len(short)
        else ""
    )


def _numbers(edges: tuple[float, float]) -> str:
    """From the lower to the upper number, with as many digits as it takes to tell them apart."""
    low, *_, high = labels(edges)
    return f"{low} to {high}" if edges[1] - edges[0] < 0.01 else " to ".join(figure(10**edge) for edge in edges)


def _border(found: Map) -> str:
    rough = border.of(found)
    if rough != rough:
        return "There is no border here, or hardly any."
    said = f"The border between those that do and those that do not has the box-counting dimension {rough:.2f}"
    return f"{said}; a smooth line has 1."


def dimensions(levels: pd.DataFrame, noise: float) -> alt.LayerChart:
    """Dimension of the border at each level of zoom, and what a smooth line and a coin toss for every point give.

    Args:
        levels: `decades`, `dimension`, `trained`, `rates`.
        noise: dimension where a coin decides every point.
    """
    marks = pd.DataFrame({"dimension": [1.0, noise], "meaning": ["smooth line", "coin tosses"]})
    x = alt.X("decades:Q").title("Width of the window, in decades of the rate")
    x = x.axis(grid=False, labelExpr=on_axis(), tickCount=4)
    y = alt.Y("dimension:Q").title("Dimension of the border").scale(domain=[0.8, 2.05])
    base = alt.Chart(levels).encode(x.scale(type="log", reverse=True), y)
    tips = [alt.Tooltip("decades:Q", format=".2g"), alt.Tooltip("dimension:Q", format=".3f"), "rates:Q"]
    color = theme.SERIES[0]
    line = base.mark_line(color=color, point=alt.OverlayMarkDef(color=color, size=70)).encode(tooltip=tips)
    laws = alt.Chart(marks).encode(y)
    rules = traces.rules(laws, "meaning", alt.XValue(0), dy=-2, dx=4, align="left")
    return (rules + line).properties(height=260)


TRY = {
    "What is in the frayed corner?": {"window": (-0.5, -0.2, 0.25, 0.85)},
    "Does the border get smoother further in?": {"levels": True, "precision": "float64"},
    "Is a linear network as frayed?": {"activation": "linear"},
    "Which rates train a network of ReLU units?": {"activation": "relu"},
    "Another draw of the first weights?": {"seed": 1},
}


def _dimensions(compute, *, window, seed, units, activation, precision, steps, **_) -> tuple[float, ...]:
    """Dimension of the border, 8 and 64 times closer; of a straight line, and of tossed coins."""
    experiment = setting(units, activation, precision, steps)
    found = compute(border.levels, experiment, window=_window(window), count=LEVELS, seed=seed)["dimension"]
    line = border.dimension(border.boxes(np.tri(128, dtype=bool)))
    return *found[:3].round(2), round(line, 2), round(border.noise(), 2)


CLAIMS = (
    Claim(
        id="L29",
        question="Is the border between rates that train and rates that diverge a smooth line?",
        claim="It is fractal: it stays rough however far one goes in.",
        source="Sohl-Dickstein (2024), arXiv:2402.06184",
        settings={"precision": "float64", "levels": True},
        figures=(
            # box counting on 128 x 128 points; further in, the last bits of the processor decide which points train
            Expected(name="dimension of the border, by box counting", expected=1.14, tolerance=0.15),
            Expected(name="8 times closer, where most of it is", expected=1.2, way="at least"),
            Expected(name="64 times closer", expected=1.0, way="at least"),
            Expected(name="of a straight line", expected=1.0, tolerance=0.05),
            Expected(name="of tossed coins", expected=1.92, tolerance=0.01),
        ),
        measure=_dimensions,
        because="a smooth line has a dimension of 1, and one that fills the plane of 2: this border has {0}, seen 8 "
        "times closer {1}, and 64 times closer {2} on the processor that measured it. So far in, the last bits decide "
        "which points train, and another processor finds another number: no single dimension describes it.",
    ),
)  # fmt: skip
