"""The plane of two weights: contours of the cost, its valley, the ways of many starts, the window around them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from lab.charts import theme, traces
from lab.laws import valley
from lab.lazy import alt
from lab.numerals import figure
from lab.relevance.linear import examples

if TYPE_CHECKING:
    from lab.questions.feature_relevance.plane import Ways


AUTO = "the two that the flattest direction mixes most"
PAIRS = {AUTO: None, "w1 and w2": (0, 1), "w2 and b": (1, 2), "w1 and b": (0, 2)}
LEVELS = tuple(float(f"{digit}e{power}") for power in range(-8, 9) for digit in (1, 3))
SHOWN = 4  # contours
MARGIN = 1.12  # of the window, around the starts and the foretold ends
EDGE = 0.88  # of the window, in which contours are named: farther out their names would touch its edge
HIGH = 320  # pixels of the plane, without its legends: not so low that a wide screen shows much beside the window
WIDE = 4.0  # a wide screen shows this many times the window's width
FAR = 20.0  # windows from the middle at which a way that leaves is cut off


@dataclass(frozen=True)
class Window:
    """What a picture shows at least: names of its axes, its middle, and half its width and height in weights."""

    names: tuple[str, str]
    x: float
    y: float
    half_x: float
    half_y: float


@dataclass(frozen=True)
class Plane:
    """The frames of the picture; `x` and `y` are the two weights.

    Attributes:
        window: see `Window`.
        contours: one row per (level, half, place): `x`, `y`, and `text` at the one place that names the level.
        valley: two rows, the ends of the dashed line; no rows where the flattest direction is no valley here.
        paths: one row per (seed, place): `epoch`, `x`, `y`.
        points: one row per (seed, what): "start", "end" or "foretold": `x`, `y`.
    """

    window: Window
    contours: pd.DataFrame
    valley: pd.DataFrame
    paths: pd.DataFrame
    points: pd.DataFrame


def plane(found: Ways, chosen: str = AUTO) -> Plane:
    """The frames for the two weights that a key of `PAIRS` names."""
    pair = pair_of(found, chosen)
    names = tuple(found.flattest["weight"].iloc[list(pair)])
    points = _points(found, names)
    window = _window(points, names)
    bowl, paths = valley.bowl(*examples(found.experiment), pair), _paths(found, names, window)
    drawn = pd.concat([points[["x", "y"]], paths[["x", "y"]]]).to_numpy()
    return Plane(window, _contours(bowl, window, drawn), _line(bowl, window), paths, points)


def pair_of(found: Ways, chosen: str) -> tuple[int, int]:
    """Places of the two weights; for `AUTO` those with the largest part in the flattest direction."""
    size = found.flattest["direction"].abs().round(6).to_numpy()
    return PAIRS[chosen] or max(combinations(range(len(size)), 2), key=lambda pair: size[list(pair)].sum())


def _points(found: Ways, names: tuple[str, str]) -> pd.DataFrame:
    """Starts and foretold ends of all seeds, ends of those that did not diverge."""
    by_seed = found.paths.groupby("seed", sort=False)
    kinds = {"foretold": found.laws, "start": by_seed.first(), "end": by_seed.last().query("not diverged")}
    parts = [each[list(names)].set_axis(["x", "y"], axis=1).assign(what=what) for what, each in kinds.items()]
    return pd.concat(parts, ignore_index=True)


def _window(points: pd.DataFrame, names: tuple[str, str]) -> Window:
    low, high = points[["x", "y"]].min(), points[["x", "y"]].max()
    middle, half = (low + high) / 2, (high - low) / 2 * MARGIN
    least = max(0.2 * half.max(), 1e-3)
    return Window(names, *map(float, (middle["x"], middle["y"], max(half["x"], least), max(half["y"], least))))


def _reach(bowl: valley.Bowl, window: Window) -> float:
    """Distance from the bottom that covers all that any screen shows."""
    away = np.hypot(bowl.bottom[0] - window.x, bowl.bottom[1] - window.y)
    return away + WIDE * float(np.hypot(window.half_x, window.half_y))


def _contours(bowl: valley.Bowl, window: Window, drawn: np.ndarray) -> pd.DataFrame:
    """The contours, each named where it is farthest from what is drawn, (mark, 2)."""
    extent = np.abs(bowl.steep) @ [window.half_x, window.half_y]
    extent += abs((bowl.bottom - [window.x, window.y]) @ bowl.steep)
    most = bowl.curvatures[0] * extent**2 / 2
    levels = [each for each in LEVELS if each <= most][-SHOWN:]
    return pd.concat([_contour(bowl, window, level, drawn) for level in levels], ignore_index=True)


def _contour(bowl: valley.Bowl, window: Window, level: float, drawn: np.ndarray) -> pd.DataFrame:
    halves = valley.contour(bowl, level, _reach(bowl, window), 65)
    places = np.concatenate(halves)
    half, place = np.divmod(np.arange(len(places)), len(halves[0]))
    x, y = places.T
    sides = np.array([window.half_x, window.half_y])
    inside = (np.abs(places - [window.x, window.y]) < EDGE * sides).all(axis=1)
    named = inside & (half == 0) if (inside & (half == 0)).any() else inside
    if named.any():
        away = np.linalg.norm((places[:, None] - drawn) / sides.max(), axis=-1).min(axis=1)
        named = np.arange(len(places)) == np.argmax(np.where(named, away, -np.inf))
    return pd.DataFrame(
        {"level": level, "half": half, "place": place, "x": x, "y": y, "text": np.where(named, figure(level), "")}
    )


def _line(bowl: valley.Bowl, window: Window) -> pd.DataFrame:
    if bowl.curvatures[1] > 0:
        return pd.DataFrame({"x": [], "y": []})
    reach = _reach(bowl, window)
    return pd.DataFrame([bowl.bottom + sign * reach * bowl.flat for sign in (-1, 1)], columns=["x", "y"])


def _paths(found: Ways, names: tuple[str, str], window: Window) -> pd.DataFrame:
    """The ways, up to the first record far outside the picture or beyond all numbers."""
    paths = found.paths[["seed", "epoch", *names]].set_axis(["seed", "epoch", "x", "y"], axis=1)
    near = (paths["x"] - window.x).abs() < FAR * window.half_x
    far = ~(near & ((paths["y"] - window.y).abs() < FAR * window.half_y))
    kept = paths[far.groupby(paths["seed"]).cumsum() == 0]
    return kept.assign(place=kept.groupby("seed").cumcount()).reset_index(drop=True)


VALLEY = "theory: the valley, X w = best"
LEGEND = {"start": "start", "end": "end, measured", "foretold": "theory: the best point nearest to the start"}


def picture(drawn: Plane) -> alt.LayerChart:
    """Ways from their starts, over the contours of the cost; one weight unit is as long across as it is up."""
    x, y = _axes(drawn.window)
    contours = alt.Chart(drawn.contours).encode(x, y)
    lines = contours.mark_line(color=theme.NEUTRAL, strokeWidth=1, opacity=0.7, clip=True)
    lines = lines.encode(alt.Detail(["level:N", "half:N"]), alt.Order("place:Q"))
    levels = contours.transform_filter("datum.text != ''").mark_text(fontSize=12, color="currentColor", clip=True)
    known = alt.Chart(drawn.valley.assign(says=VALLEY))
    law = [traces.dashed(known, x, y, traces.named(VALLEY), width=3.5)] if len(drawn.valley) else []
    ways = alt.Chart(drawn.paths).mark_line(strokeWidth=1.5, opacity=0.8, color=theme.SERIES[0], clip=True)
    ways = ways.encode(x, y, alt.Detail("seed:N"), alt.Order("place:Q"))
    layers = (lines + levels.encode(alt.Text("text:N")), *law, ways, _marked(drawn.points, x, y))
    across = alt.AutoSizeParams(type="fit-x", contains="padding")  # legends take nothing of the height
    return alt.layer(*layers).properties(height=HIGH, autosize=across)


def _axes(window: Window) -> tuple[alt.X, alt.Y]:
    """Both with the same number of weight units to a pixel, whatever the screen: right angles look right."""
    half_x, half_y = window.half_x, window.half_y
    across, up = theme.equal((window.x - half_x, window.y - half_y), (window.x + half_x, window.y + half_y))
    x = alt.X("x:Q").title(f"Weight {window.names[0]}").scale(across).axis(grid=False, tickCount=6)
    return x, alt.Y("y:Q").title(f"Weight {window.names[1]}").scale(up).axis(grid=False, tickCount=6)


def _marked(points: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.LayerChart:
    """Starts and ends, and hollow and grey where the ends are foretold."""
    names = list(LEGEND.values())
    legend = {"orient": "top", "columns": 2, "symbolOpacity": 1, "labelLimit": 300}
    color = alt.Scale(domain=names, range=[theme.SERIES[0], theme.SERIES[1], theme.NEUTRAL])
    color = alt.Color("says:N").title(None).scale(color).legend(**legend)
    shape = alt.Scale(domain=names, range=["circle", "square", "diamond"])
    shape = alt.Shape("says:N").title(None).scale(shape).legend(**legend)
    base = alt.Chart(points.assign(says=points["what"].map(LEGEND))).encode(x, y, color, shape)
    marks = {
        "foretold": {"size": 150, "strokeWidth": 2},
        "start": {"size": 25, "strokeWidth": 2},
        "end": {"size": 30, "filled": True},
    }
    layers = [
        base.transform_filter(alt.datum.what == what).mark_point(opacity=1, clip=True, **mark)
        for what, mark in marks.items()
    ]
    return alt.layer(*layers)
