"""What a network of two inputs says all over the plane, where its units say nothing, and the line between two."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lab.bands import of_groups
from lab.charts import theme, traces
from lab.experiment import Experiment
from lab.forward import outputs
from lab.lazy import alt
from lab.numerals import figure
from lab.questions.neuron_differentiation.same.pairs import GRID, ORDERS, Matched, corners

NETWORKS = ("first", "second")
OVERLAP = 1.1  # cells are drawn this much larger than they are, so that no seams show between them
SIDE = 300  # pixels of the plane's longer side: it fits a phone, and the shorter side follows
RADIUS = 12  # pixels of a disc with its rim


def drawn(found: Matched, pair: int, network: str) -> tuple[pd.DataFrame, pd.DataFrame, list[int], tuple]:
    """`cells` and `edges` of a network, the numbers of the units, and the range of both networks' outputs."""
    units = list(range(1, found.experiment.network.hidden[0] + 1))
    said = np.concatenate([cells(found, pair, name)["output"] for name in NETWORKS])
    said = said[np.isfinite(said)]
    low, high = (float(said.min()), float(said.max())) if len(said) else (0.0, 1.0)
    return cells(found, pair, network), edges(found, pair, network), units, (low, high)


def title(found: Matched, pair: int, network: str) -> str:
    """Which network it is, and that it diverged if it did."""
    seed = found.pairs["seed1" if network == "first" else "seed2"].iloc[pair - 1]
    lost = "" if np.isfinite(cells(found, pair, network)["output"]).all() else " (diverged)"
    return f"{network.capitalize()} network: seed {seed}{lost}"


def words(found: Matched, pair: int, network: str) -> str:
    """What the picture of a network says: its outputs, and which unit is whose partner."""
    said, lines = cells(found, pair, network)["output"], edges(found, pair, network)
    if not np.isfinite(said).all():
        return f"{title(found, pair, network)}: nothing to draw."
    ends = f"from {figure(round(said.min(), 4))} to {figure(round(said.max(), 4))}"
    numbers = lines.drop_duplicates("unit")
    units = ", ".join(
        f"{row.unit}" + (f" (partner of {row.partner})" if network == "second" else "") for row in numbers.itertuples()
    )
    return f"The {network} network's outputs run {ends}. Units whose line crosses the plane: {units or 'none'}."


def cells(found: Matched, pair: int, network: str) -> pd.DataFrame:
    """The output over the plane that the examples span.

    Args:
        found: of `pairs.measure`.
        pair: from 1.
        network: one of `NETWORKS`.

    Returns:
        One row per cell of a grid: `left`, `right`, `bottom`, `top` (its edges), `output`, `finite` (bool).
    """
    points, low, high = corners(found.experiment)
    half = OVERLAP * (high - low) / (GRID - 1) / 2
    said = outputs(_weights(found, pair, network), points, found.experiment.network)[:, 0]
    edges = {"left": points[:, 0] - half[0], "right": points[:, 0] + half[0]}
    edges |= {"bottom": points[:, 1] - half[1], "top": points[:, 1] + half[1]}
    return pd.DataFrame({**edges, "output": said, "finite": np.isfinite(said)})


def edges(found: Matched, pair: int, network: str) -> pd.DataFrame:
    """Where the input of each unit is 0: w1 x1 + w2 x2 + b = 0, a straight line of which the plane shows a piece.

    Returns:
        Two rows per unit whose line crosses the plane: `unit` (from 1, in this network's order), `partner` (the unit
        of the first network that it was matched with), `x1`, `x2`, `named` (True at the end that is farther from the
        ends of the other lines: there the number stands), `at1`, `at2` (where: on the line, a disc away from the edge).
    """
    kernel, bias, *_ = _weights(found, pair, network)
    partners = found.units.query("pair == @pair")
    names = {row.partner: row.unit for row in partners.itertuples()} if network == "second" else {}
    rows = []
    for i in range(len(bias)):
        ends = _ends(found.experiment, kernel[:, i], bias[i])
        rows += [(i + 1, names.get(i + 1, i + 1), *map(float, end)) for end in ends]
    return _placed(_named(pd.DataFrame(rows, columns=["unit", "partner", "x1", "x2"])), found.experiment)


def _placed(ends: pd.DataFrame, experiment: Experiment) -> pd.DataFrame:
    """The ends with `at1`, `at2`, see `edges`."""
    _, low, high = corners(experiment)
    room = RADIUS * (high - low).max() / SIDE
    here = ends[["x1", "x2"]].to_numpy(float)
    other = here[np.arange(len(here)) ^ 1]  # ends stand in pairs
    ways = here[:, None] + np.linspace(0, 0.5, 101)[:, None] * (other - here)[:, None]  # (end, step, 2)
    inside = ((ways >= low + room) & (ways <= high - room)).all(axis=-1)
    at = np.where(inside.any(axis=1)[:, None], ways[np.arange(len(here)), inside.argmax(axis=1)], here)
    return ends.assign(**dict(zip(("at1", "at2"), np.clip(at, low + room, high - room).T, strict=True)))


def _named(ends: pd.DataFrame) -> pd.DataFrame:
    """The ends with `named`, see `edges`."""
    places, units = ends[["x1", "x2"]].to_numpy(float), ends["unit"].to_numpy()
    apart = np.linalg.norm(places[:, None] - places[None], axis=-1)
    nearest = np.where(units[:, None] == units[None], np.inf, apart).min(axis=1, initial=1e9)
    first = nearest[0::2] >= nearest[1::2]
    return ends.assign(named=np.stack([first, ~first], axis=1).reshape(-1))


def _weights(found: Matched, pair: int, network: str) -> Sequence[np.ndarray]:
    return [array[pair - 1] for array in found.networks[NETWORKS.index(network)]]


def _ends(experiment: Experiment, kernel: np.ndarray, bias: float) -> list[np.ndarray]:
    """Where a unit's line meets the border of the plane: two points, or none."""
    _, low, high = corners(experiment)
    meets = []
    for axis in (0, 1):
        across = 1 - axis
        for border in (low[axis], high[axis]):
            if kernel[across] != 0:
                place = np.empty(2)
                place[axis], place[across] = border, -(bias + kernel[axis] * border) / kernel[across]
                meets += [place] if low[across] <= place[across] <= high[across] else []
    meets = sorted(meets, key=tuple)
    return [meets[0], meets[-1]] if len(meets) > 1 else []


def bands(lines: pd.DataFrame) -> pd.DataFrame:
    """What the lines of all pairs have in common.

    Returns:
        One row per (order, share): `low`, `mid`, `high` (5, 50 and 95 in a hundred pairs; diverged ones left out).
    """
    finite = lines[np.isfinite(lines["cost"]).groupby(lines["pair"]).transform("all")]
    costs = finite.groupby(["order", "share"], sort=False)["cost"]
    return pd.DataFrame(of_groups(costs)).reset_index()


def lines_chart(lines: pd.DataFrame, pair: int, title: str) -> alt.LayerChart:
    """Cost along the straight line between two networks: the shown pair thick, a band over all pairs.

    Args:
        lines: of `Matched`.
        pair: that is shown.
        title: of the picture.
    """
    names = list(ORDERS[::-1])
    color, dash = traces.told_apart("order", names)
    x = alt.X("share:Q").title("Way from the first network (0) to the second (1)").axis(grid=False, tickCount=5)
    base = alt.Chart(bands(lines)).encode(x, color)
    band = base.mark_area(opacity=0.15).encode(alt.Y("low:Q").title("Cost"), alt.Y2("high:Q"))
    middle = base.mark_line(strokeWidth=1.2, opacity=0.8).encode(alt.Y("mid:Q"), dash)
    told = ["order:N", alt.Tooltip("share:Q", title="way", format=".2f"), *traces.tips("cost")]
    thick = alt.Chart(lines[lines["pair"] == pair]).mark_line(strokeWidth=3.5)
    layers = band + middle + thick.encode(x, alt.Y("cost:Q"), color, dash, tooltip=told)
    return layers.properties(height=theme.HEIGHT, title=title)


def plane_chart(found: Matched, pair: int, network: str) -> alt.LayerChart:
    """The output over the plane as colours, grey where it is no number, and the line of each unit with its number.

    Args:
        found: of `pairs.measure`.
        pair: from 1.
        network: one of `NETWORKS`.
    """
    shown, lines, units, ends = drawn(found, pair, network)
    _, low, high = corners(found.experiment)
    axis, (across, up) = alt.Axis(grid=False, tickCount=5), theme.equal(low, high)
    width, height = (int(SIDE * side / (high - low).max()) for side in high - low)
    x, y = alt.X("left:Q", axis=axis, scale=across).title("x1"), alt.Y("bottom:Q", axis=axis, scale=up).title("x2")
    colors = alt.Scale(domain=ends, interpolate="rgb", range=[theme.SERIES[0], "#f2efe9", theme.SERIES[1]])
    top = {"orient": "top", "direction": "horizontal", "gradientLength": 140, "gradientOpacity": 1}
    output = alt.Color("output:Q").scale(colors).legend(title="Output", format=".2~f", **top)
    base = alt.Chart(shown).encode(x, alt.X2("right:Q"), y, alt.Y2("top:Q"))
    said = base.transform_filter("datum.finite").mark_rect(clip=True)
    said = said.encode(output, alt.Tooltip("output:Q", format=".3f"))
    lost = base.transform_filter("!datum.finite").mark_rect(color=theme.NEUTRAL, clip=True)
    layers = said + lost + _lines(lines, units)
    whole = alt.AutoSizeParams(type="pad")  # a plane of this size, and axes and legend beside it
    return layers.properties(width=width, height=height, autosize=whole, title=title(found, pair, network))


def _lines(lines: pd.DataFrame, units: list[int]) -> alt.LayerChart:
    """The line of each unit and its number, on a disc whose white rim is seen on dark pages too."""
    dash = alt.StrokeDash("partner:N").scale(theme.dashes(units)).legend(None)
    base = alt.Chart(lines)
    line = base.mark_line(strokeWidth=3, color="#1b1b1b", clip=True)
    line = line.encode(alt.X("x1:Q"), alt.Y("x2:Q"), dash, alt.Detail("unit:N"))
    named = base.transform_filter("datum.named").encode(alt.X("at1:Q"), alt.Y("at2:Q"))
    rim = {"fill": "#1b1b1b", "stroke": "white", "strokeWidth": 1.5, "opacity": 1}
    disc = named.mark_point(size=340, shape="circle", filled=True, **rim)
    number = named.mark_text(fontSize=14, fontWeight="bold", color="white").encode(alt.Text("unit:N"))
    return line + disc + number
