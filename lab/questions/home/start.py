"""Does it matter where a single neuron starts?"""

import pandas as pd

from lab.answer import Answer, Figure, Formula, Why, mathematics
from lab.lazy import alt
from lab.numerals import figure
from lab.one_neuron import COSTS, RATE, STEPS, outputs
from lab.question import Question

QUESTION = Question(
    room="home",
    slug="start",
    title="One neuron",
    ask="One neuron, one example: does it matter where it starts?",
    group="Home",
    place=1,
    level="first",
    also=(
        "saturated sigmoid neuron learns slowly", "cross-entropy or squared error for one neuron",
        "starting weight and bias of a single neuron", "my sigmoid neuron hardly changes although it is wrong",
    ),
)  # fmt: skip


def knobs(k):
    """Where its weight and its bias start."""
    k.slider("weight", "Where its weight starts", -4.0, 6.0, 0.1, 2.0, key="home_weight")
    k.slider("bias", "Where its bias starts", -4.0, 6.0, 0.1, 2.0, key="home_bias")


def answer(compute, *, weight, bias):
    """Its output over the steps, by cost."""
    found = outputs(weight, bias)
    first, ends = found["output"].iloc[0], found.groupby("cost", sort=False)["output"].last()
    reached = " and ".join(f"{figure(end)} with {cost}" for cost, end in ends.items())
    note = f"It should say 0. It begins at {figure(first)}; after {STEPS} steps it is at {reached}."
    z, flat = weight + bias, first * (1 - first)
    return Answer(
        headline=headline(ends),
        note=note,
        blocks=(
            Figure.of(
                chart(found),
                note,
                caption=f"Input 1, learning rate {RATE}. Both begin alike; only the cost differs.",
            ),
            Why(why(first)),
            mathematics(
                Formula(rf"a = \frac{{1}}{{1 + e^{{-(w + b)}}}} = \frac{{1}}{{1 + e^{{-({z:.1f})}}}} = {first:.4f}"),
                Formula(rf"\text{{squared error: }} \frac{{dC}}{{dz}} = a \cdot a (1 - a) = {flat * first:.4f}"),
                Formula(rf"\text{{cross-entropy: }} \frac{{dC}}{{dz}} = a = {first:.4f}"),
            ),
        ),
    )


def headline(ends: pd.Series) -> str:
    """What the start did, in one sentence; from the last output by cost."""
    slow, fast = (ends[cost] for cost in COSTS)
    if slow > 0.5:
        return "Yes: with squared error it is still stuck on the wrong side when training ends."
    if slow > 2 * fast:
        return f"Yes: from here squared error is slow; it ends at {figure(slow)}, cross-entropy at {figure(fast)}."
    return f"Hardly, from here: both costs bring its output down, to {figure(slow)} and {figure(fast)}."


def why(first: float) -> str:
    """Why a start far on the wrong side is slow under one cost and not under the other."""
    return (
        f"The neuron begins with an output of {figure(first)}, and 0 would be right. A sigmoid is flat near 0 and near "
        f"1. With squared error its slope a (1 − a), here {figure(first * (1 - first))}, multiplies every step, so a "
        "neuron that is sure and wrong barely moves. Cross-entropy is made so that this factor cancels: the step is as "
        "large as the mistake. Both lines begin alike: nothing but the cost differs."
    )


def chart(frame: pd.DataFrame) -> "alt.Chart":
    """Output against step, one line a cost. Frame: `cost`, `step`, `output`."""
    from lab.charts import traces

    x, y = traces.epochs("Step of training", "step"), alt.Y("output:Q").title("Output (target: 0)")
    tips = ["cost:N", "step:Q", *traces.tips("output", format=".4f")]
    line = alt.Chart(frame, height=320).mark_line(strokeWidth=3)
    told = traces.told_apart("cost", list(frame["cost"].unique()))
    return line.encode(x, y.scale(domain=[0, 1]), *told, tooltip=tips)
