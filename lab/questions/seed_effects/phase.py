"""When do two inputs become one, and when do they part? Random tanh networks between order and chaos."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import bands
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words, mathematics
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.laws import mean_field as laws
from lab.lazy import alt
from lab.numerals import aligned, counted, figure, short, tex
from lab.progress import Cancelled
from lab.question import Question

QUESTION = Question(
    room="seed_effects",
    slug="phase",
    title="Order and chaos",
    ask="When do two inputs become one in a deep network, and when do they part?",
    group="Depth",
    place=15,
    also=(
        "edge of chaos", "mean field theory of deep networks", "order to chaos transition", "depth scale",
        "chaos in deep networks", "do similar inputs stay similar", "correlation of two inputs through layers",
        "edge of chaos initialization",
    ),
)  # fmt: skip
WEIGHTS = np.linspace(0.2, 5.0, 33)  # sigma_w^2 of the diagram
BIASES = np.linspace(0.01, 0.5, 21)  # its sigma_b^2
NEAR = 100.0  # layers of depth scale that count as critical
FAR = 0.2  # how far from theory a median correlation is when its networks count as not following it


def knobs(k):
    """How large weights and biases are, and how alike the two inputs."""
    k.slider("weights", "Weights: variance times inputs (σw²)", 0.2, 5.0, 0.05, 2.5)
    k.slider("biases", "Biases: variance (σb²)", 0.01, 0.5, 0.01, 0.05)
    k.steps("like", "Correlation of the two inputs", [-1.0, 0.0, 0.5, 0.9, 0.99], 0.9)
    k.choice("layers", "Layers", [10, 30, 50], 30)
    with k.more():
        k.choice("width", "Units in each layer", [10, 30, 100, 200], 200)
        k.choice("networks", "Random networks", [3, 10, 20, 50], 20, key="seeds_phase_count")


def answer(compute, **setting):
    """The place between order and chaos, and two inputs on their way through the layers."""
    found = compute(measure, **setting)
    many = counted(setting["networks"], "random network")
    return Answer(
        headline=headline(found),
        note=f"Median of {many} of width {setting['width']}, {setting['layers']} layers.",
        blocks=(
            Figure.of(
                correlations(found.table), summary(found),
                caption="Line: the median network; band: the middle 90 %; dashed: theory.",
            ),
            Why(
                "Each layer mixes its inputs with random weights and squashes them. Small weights squash little and "
                "mix little: what is the same for all inputs, the biases, wins, and two inputs come out nearly the "
                "same. Large weights stretch every small difference until the two have nothing in common. Between "
                f"the two there is a line on which inputs keep their distance for long. {reach(found)}"
            ),
            Advice(
                f"Draw the weights of deep tanh layers on the dashed line: for these biases, with variance "
                f"{figure(found.facts['critical'])} ÷ inputs. With biases of 0 that is 1 ÷ inputs, as Keras's default "
                "draws them where all layers are equally wide.",
                CRITICAL.format(**{name: figure(found.facts[name]) for name in ("critical", "biases")}),
            ),
            Section(
                "Your place between order and chaos",
                (
                    Figure.of(
                        plane(*compute(diagram), found), place(found),
                        caption="The colour and the dashed line are theory's, for tanh in wide networks; the cross "
                        "is your point.",
                    ),
                    Words(place(found), small=True),
                ),
            ),
            mathematics(Words(verdict(found)), Formula(formulas(found))),
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Correlations:
    """What was measured at one point, and theory.

    Attributes:
        table: one row per layer: `low`, `mid`, `high` (5, 50, 95 % of the networks) of the correlation of two inputs'
            sums, and `law`.
        facts: `weights`, `biases` (sigma_w^2 and sigma_b^2), `chi`, `meeting` (c*), `scale` (xi, in layers),
            `critical` (sigma_w^2 on the line for this sigma_b^2), `networks`, `width`.
    """

    table: pd.DataFrame
    facts: dict


def diagram() -> tuple[pd.DataFrame, pd.DataFrame]:
    """chi of tanh over the plane of variances, and the critical line, both by theory.

    Returns:
        One row per cell: `left`, `right`, `bottom`, `top` (overlapping a little, against seams), `chi`; and
        one per point of the line: `weights`, `biases`.
    """
    weights, biases = np.meshgrid(WEIGHTS, BIASES)
    halves = (WEIGHTS[1] - WEIGHTS[0]) / 2, (BIASES[1] - BIASES[0]) / 2
    cells = {"left": weights - halves[0], "right": weights + 1.1 * halves[0], "bottom": biases - halves[1]}
    cells |= {"top": biases + 1.1 * halves[1], "chi": laws.chi(weights, biases)}
    line = pd.DataFrame(dict(zip(("weights", "biases"), laws.critical_line(np.linspace(1e-3, 3, 300)), strict=True)))
    inside = line["biases"].between(0, cells["top"].max()) & (line["weights"] < cells["right"].max())
    return pd.DataFrame({name: values.ravel() for name, values in cells.items()}), line[inside]


def measure(weights=2.5, biases=0.05, like=0.9, layers=30, width=200, networks=20, cancelled=None) -> Correlations:
    """Send two inputs through random tanh networks and follow the correlation of their sums.

    The inputs are as long as makes the sums of layer 1 as long as q*, the length that the layers leave alone.

    Args:
        weights, biases: sigma_w^2 (variance of a weight times the inputs) and sigma_b^2, above 0.
        like: correlation of the two inputs, from -1 to 1.
        layers, width: of the networks; the first kernel has as many inputs as units.
        networks: seeds 0, 1, ...
        cancelled: asked before each layer; True ends it.
    """
    length = float(laws.settled(np.array(weights), np.array(biases)))
    draws = [np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(0,))) for seed in range(networks)]
    square = (length - biases) / weights
    a = np.sqrt(square) * np.array([pair(draw, width, like) for draw in draws])  # (replica, input of two, unit)
    found = []
    for _ in range(layers):
        if cancelled and cancelled():
            raise Cancelled
        kernel = np.array([draw.normal(size=(width, width)) for draw in draws]) * np.sqrt(weights / width)
        bias = np.array([draw.normal(size=(1, width)) for draw in draws]) * np.sqrt(biases)
        z = a @ kernel + bias
        found.append((z[:, 0] * z[:, 1]).sum(axis=1) / np.linalg.norm(z, axis=2).prod(axis=1))  # z1 . z2 / (|z1| |z2|)
        a = np.tanh(z)
    law = laws.correlations((weights * square * like + biases) / length, weights, biases, layers)
    table = pd.DataFrame({"layer": np.arange(1, layers + 1), **bands.of(found, axis=1), "law": law})
    facts = {
        "weights": weights, "biases": biases, "chi": float(laws.chi(np.array(weights), np.array(biases))),
        "meeting": laws.meeting(weights, biases), "scale": laws.depth_scale(weights, biases),
        "critical": laws.critical(biases), "networks": networks, "width": width,
    }  # fmt: skip
    return Correlations(table, facts)


def pair(draw: np.random.Generator, width: int, like: float) -> np.ndarray:
    """Two vectors of mean square 1 and correlation `like`: (2, width)."""
    one, other = np.linalg.qr(draw.normal(size=(width, 2)))[0].T * np.sqrt(width)
    return np.array([one, like * one + np.sqrt(1 - like * like) * other])


def headline(found: Correlations) -> str:
    """What becomes of the two inputs."""
    first, last = found.table["mid"].iloc[[0, -1]]
    what = "keep their distance"
    if last > max(first, 0.99):
        what = "become one"
    elif abs(last - first) > 0.05:
        what = "part" if last < first else "grow alike"
    return f"Here they {what}: their correlation goes from {short(first)} to {short(last)}."


def verdict(found: Correlations) -> str:
    """What theory says of this point, and what it and these networks make of two inputs."""
    facts, first, last = found.facts, found.table.iloc[0], found.table.iloc[-1]
    side = "order: all inputs become one" if facts["chi"] < 1 else "chaos: even like inputs part"
    if facts["scale"] > NEAR:
        side = f"the edge of chaos: two inputs keep their distance for long ({_scale(facts['scale'])})"
    off = " The median of these networks is far from it." if abs(last["mid"] - last["law"]) > FAR else ""
    return (
        f"By the theory of wide networks {side}.{off} The correlation of two inputs goes from {figure(first['mid'])} "
        f"in layer 1 to {figure(last['mid'])} in layer {len(found.table)} (theory: {figure(last['law'])}, and "
        f"{figure(facts['meeting'])} in the end)."
    )


def summary(found: Correlations) -> str:
    """The correlation at a few layers: the takeaway of the picture."""
    rows = found.table.iloc[sorted({0, len(found.table) // 2, len(found.table) - 1})]
    parts = [f"layer {int(row.layer)}: {figure(row.mid)} (theory {figure(row.law)})" for row in rows.itertuples()]
    return f"Median correlation of two inputs. {'; '.join(parts)}."


def place(found: Correlations) -> str:
    """Where the point lies in the diagram: the takeaway of that picture."""
    biases, critical, weights, chi = (figure(found.facts[n]) for n in ("biases", "critical", "weights", "chi"))
    return (
        f"With biases of variance {biases} the critical line lies at {critical}; your weights have {weights}, chi is "
        f"{chi}: {'order' if found.facts['chi'] < 1 else 'chaos'}."
    )


def formulas(found: Correlations) -> str:
    """chi, c* and xi with their numbers, as LaTeX."""
    chi, meeting, scale = (tex(figure(found.facts[name])) for name in ("chi", "meeting", "scale"))
    law = r"\chi &= \sigma_w^2 \, \mathrm{E}[\tanh'(\sqrt{q^*} z)^2]"
    depth = r"\xi &= \frac{-1}{\ln(\sigma_w^2 \mathrm{E}[\tanh'(u_1) \tanh'(u_2)])}"
    return aligned(law, rf"&= {chi}", rf"c^* &= {meeting}", depth, rf"&= {scale} \text{{ layers}}")


def reach(found: Correlations) -> str:
    """What the depth scale means here."""
    chi, scale, layers = found.facts["chi"], found.facts["scale"], len(found.table)
    settles = f"What tells inputs apart settles with {_scale(scale)} (ξ)."
    if np.isinf(scale):
        settles = "What tells inputs apart settles at no depth (ξ is infinite)."
    return (
        f"{settles} On the way back the squared error {'shrinks' if chi < 1 else 'grows'}: it is multiplied by χ = "
        f"{figure(chi)} at every layer, by {figure(chi**layers)} over {layers} layers."
    )


def _scale(scale: float) -> str:
    return "a depth scale without end" if np.isinf(scale) else f"a depth scale of {figure(scale)} layers"


def plane(cells: pd.DataFrame, line: pd.DataFrame, found: Correlations) -> alt.LayerChart:
    """chi as colour, the critical line dashed, one's own point.

    Args:
        cells, line: of `diagram`.
        found: where the point is.
    """
    bare = {"nice": False, "zero": False}
    x = alt.X("left:Q").title("Variance of the weights times inputs").scale(**bare).axis(tickCount=6, grid=False)
    y = alt.Y("bottom:Q").title("Variance of the biases").scale(**bare).axis(grid=False)
    title = "χ: below 1 order, above 1 chaos"
    legend = alt.Legend(title=title, orient="top", gradientLength=220, format=".1f", titleLimit=300)
    colors = [theme.SERIES[0], "#f4f4f2", theme.SERIES[1]]
    scale = alt.Scale(domain=[0, 1, 1.5], range=colors, interpolate="rgb", clamp=True)
    color, tips = alt.Color("chi:Q").scale(scale).legend(legend), [alt.Tooltip("chi:Q", format=".3f")]
    heat = alt.Chart(cells).mark_rect(strokeWidth=0)
    heat = heat.encode(x, alt.X2("right:Q"), y, alt.Y2("top:Q"), color, tooltip=tips)
    at = (alt.X("weights:Q"), alt.Y("biases:Q"))
    curve = alt.Chart(line).mark_line(color="#33383d", strokeWidth=2.5, strokeDash=theme.LAW_DASH)
    own = alt.Chart(pd.DataFrame([found.facts])[["weights", "biases"]])
    own = own.mark_point(shape="cross", size=220, filled=True, opacity=1, color="black", stroke="white")
    return (heat + curve.encode(*at, alt.Order("weights:Q")) + own.encode(*at)).properties(height=320)


def correlations(table: pd.DataFrame) -> alt.LayerChart:
    """Median and band of the correlation of two inputs against the layer; theory dashed."""
    x = alt.X("layer:Q").title("Layer").axis(grid=False, tickMinStep=1, format="d")
    y = {"title": "Correlation of two inputs", "scale": alt.Scale(zero=False, nice=False)}
    return traces.banded(table, x, y, says=("mid", "law"), point=True).properties(height=320)


CRITICAL = """\
kernel = keras.initializers.VarianceScaling(
    {critical}, "fan_in", "untruncated_normal"
)
bias = keras.initializers.RandomNormal(stddev={biases}**0.5)
keras.layers.Dense(
    200, "tanh", kernel_initializer=kernel, bias_initializer=bias
)"""
TRY = {
    "What happens on the dashed line?": {"weights": 1.75},
    "And with small weights?": {"weights": 1.0},
    "Do nearly equal inputs stay together in chaos?": {"weights": 4.0, "like": 0.99},
    "Can larger biases tame the chaos?": {"biases": 0.5},
    "And in layers of ten units?": {"width": 10},
}


def _measured(compute, *, weights, **setting) -> tuple[float, ...]:
    """The critical variance; the correlation after the last layer in order, on the line and in chaos."""
    found = [compute(measure, weights=each, **setting) for each in (1.0, weights, 4.0)]
    return found[0].facts["critical"], *(round(float(each.table["mid"].iloc[-1]), 3) for each in found)


CLAIMS = (
    Claim(
        id="L28",
        question="When do two inputs become one in a deep network?",
        claim="For tanh and biases of variance 0.05 the edge of chaos lies at sigma_w^2 = 1.76095: below it all inputs "
        "become one, above it even like ones part.",
        source="Poole et al. (2016), arXiv:1606.05340; Schoenholz et al. (2017)",
        settings={"weights": 1.75},
        figures=(
            Expected(name="critical sigma_w^2 for sigma_b^2 = 0.05", expected=1.76095, tolerance=1e-5),
            # medians of 20 networks of width 200, from a correlation of 0.9
            Expected(name="correlation after 30 layers, sigma_w^2 = 1", expected=0.999, way="at least"),
            Expected(name="at 1.75", expected=0.94, tolerance=0.04),
            Expected(name="at 4", expected=0.19, tolerance=0.15),
        ),
        measure=_measured,
        because="two inputs with a correlation of 0.9 (1 would be the same) come to {1} after 30 layers with small "
        "weights (σw² = 1), to {2} near the edge (1.75), and to {3} with large ones (4).",
    ),
)
