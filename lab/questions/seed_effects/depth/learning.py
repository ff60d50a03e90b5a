"""Whether deep networks learn from their starts, and up to how many layers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from lab.answer import Figure
from lab.charts import theme, traces
from lab.data import load
from lab.experiment import Experiment, vary
from lab.lazy import alt
from lab.numerals import counted, ended, figure, percent
from lab.prose import listed
from lab.run import Run
from lab.seeds import spread
from lab.training import train

LAYERS = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 50]
DEEPEST = 20  # hidden layers of what is trained here: beyond, compiling takes too long
NETWORKS = 16  # of each scheme
LEARNED = 0.9  # of the cost of guessing: below it the median network has learned


def reached(
    compute, experiment: Experiment, named: Sequence[str], partly: Callable[[Mapping[int, Run]], None] = lambda _: None
) -> tuple[dict[str, int], dict[int, Run]]:
    """The most hidden layers with which training learns, scheme by scheme.

    Where the depth asked for is too much, the border is searched below it, among `LAYERS`, by halving; `partly` is
    called with what was tried after each depth.

    Returns:
        Scheme -> layers, 0 for none; layers -> the run of all schemes with so many, for the depths that were tried.
    """
    width, asked, tried = experiment.network.hidden[0], len(experiment.network.hidden), {}
    fewer = [layers for layers in LAYERS if layers < asked]

    def stops(scheme: str, layers: int) -> bool:
        if layers not in tried:
            deep = vary(experiment, {"network.hidden": (width,) * layers})
            options = {"seeds": range(NETWORKS), "vary": {spread.SCHEME: named}, "weights": "ends"}
            tried[layers] = compute(train, deep, **options)
            partly(tried)
        return not learned(spread.curves(tried[layers]), experiment)[scheme]

    def most(scheme: str) -> int:
        if not stops(scheme, asked):
            return asked
        place = bisect_left(fewer, True, key=lambda layers: stops(scheme, layers))
        return fewer[place - 1] if place else 0

    return {scheme: most(scheme) for scheme in (name.replace("_", " ") for name in named)}, tried


def guessing(experiment: Experiment) -> float:
    """The cost of saying the shares of the classes to every example."""
    from scipy.stats import entropy

    y = load(experiment.data, "float64")[1]
    return float(entropy(y.mean(axis=0) if y.shape[1] > 1 else [y.mean(), 1 - y.mean()]))


def learned(curves: pd.DataFrame, experiment: Experiment) -> pd.Series:
    """Whether the median network of each scheme ends below `LEARNED` of what guessing costs."""
    return curves.groupby("scheme", sort=False)["mid"].last() < LEARNED * guessing(experiment)


def how_deep(reach: dict[str, int], layers: int) -> str:
    """With how many layers training learns, from the best scheme and from the worst."""
    best, worst = max(reach, key=reach.get), min(reach, key=reach.get)
    begins = f"At this rate and length, {best if reach[best] != reach[worst] or len(reach) == 1 else 'every scheme'}"
    if not reach[best]:
        return f"{begins} does not even work with one hidden layer."
    first = f"{begins} works {_so_far(reach[best], layers)} hidden layer{'s' * (reach[best] > 1)}"
    return f"{first}." if reach[best] == reach[worst] else f"{first}; {worst} {_so_far(reach[worst], layers)}."


def _so_far(most: int, layers: int) -> str:
    if most == DEEPEST:
        return f"with at least {most}"
    return f"{'with' if most == layers else 'up to'} {most}" if most else "not even with one"


def criterion(experiment: Experiment, tried: Mapping[int, Run]) -> str:
    """What "learns" means, and which depths were trained."""
    training, network = experiment.training, experiment.network
    depths = listed([str(layers) for layers in sorted(tried)], len(LAYERS))
    return (
        f"It works where the median of {NETWORKS} networks has learned: after {counted(training.epochs, 'epoch')} at "
        f"rate {figure(training.learning_rate)} it costs less than {percent(LEARNED)} of guessing, which costs "
        f"{figure(guessing(experiment), 3)}. Tried: {depths} hidden layers of "
        f"{network.hidden[0]} {network.activation} units. More than {DEEPEST} take too long to train here."
    )


def picture(tried: Mapping[int, Run], experiment: Experiment) -> Figure:
    """The last cost against the number of hidden layers, and what it takes to have learned."""
    lasts = [spread.curves(run).groupby("scheme", sort=False).last().assign(layers=each) for each, run in tried.items()]
    ends = pd.concat(lasts).reset_index().sort_values(["scheme", "layers"])
    color, shape = traces.marked_apart("scheme", list(lasts[0].index))
    x, beside = alt.X("layers:O").title("Hidden layers").axis(labelAngle=0, grid=False), alt.XOffset("scheme:N")
    y, base = {"title": "Cost after training"}, alt.Chart(ends).encode(x, beside, color)
    tips = ["scheme:N", "layers:O", *traces.tips("low", "mid", "high")]
    dots = base.mark_point(filled=True, size=130, opacity=1).encode(alt.Y("mid:Q", **y), shape, tooltip=tips)
    border = pd.DataFrame({"at": [LEARNED * guessing(experiment)], "says": ["below: learned"]})
    rule = traces.rules(alt.Chart(border).encode(alt.Y("at:Q")), "says", alt.XValue("width"), align="right", dy=14)
    medians = [f"{row.scheme}, {counted(row.layers, 'layer')}: {figure(row.mid, 3)}" for row in ends.itertuples()]
    return Figure.of(
        (rule + traces.spans(base, y, strokeWidth=3) + dots).properties(height=theme.HEIGHT),
        f"Median costs after training. {'; '.join(medians)}.",
        caption="Each depth that was tried. Dot: the median network; upright: the middle 90 % of them. "
        f"{over_seeds(tried, experiment)}",
    )


def over_seeds(tried: Mapping[int, Run], experiment: Experiment) -> str:
    """How many networks have learned with the most layers that were tried, and between which costs they end."""
    ends, layers, parts = spread.ends(tried[max(tried)]), max(tried), []
    for row in spread.solved(ends, LEARNED * guessing(experiment)).merge(spread.quantiles(ends)).itertuples():
        costs = " to ".join(ended(float(f"{cost:.3g}")) for cost in (row.loss_low, row.loss_high))
        parts.append(f"{row.solved} of {row.runs} from {row.scheme} (the middle 90 % cost {costs})")
    return f"Networks that learned with {counted(layers, 'hidden layer')}: {'; '.join(parts)}."
