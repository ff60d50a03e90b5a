"""What the pictures of useless weights draw."""

import numpy as np
import pandas as pd

from lab.log_axis import LogAxis
from lab.numerals import figure
from lab.relevance.null import Found

BARS = 10  # of the histogram between 0 and the end of the band
WIDEST = 60  # bars to either side
MOST = 0.999  # of the law, and of the draws, that the picture shows
INSIDE, OUTSIDE, ANY = "inside the band of 95 %", "outside", "useless columns"
STUDENT, NOTHING = "theory: Student's t, scaled", "theory: exactly 0"


def bars(found: Found) -> pd.DataFrame:
    """Histogram of the weights: the ends of the band are ends of bars.

    Returns:
        One row per bar: `left`, `right`, `draws` (how many), `place` (`INSIDE` or `OUTSIDE`; `ANY` without
        noise). What lies beyond the last bar is in none.
    """
    edges = _edges(found)
    counts, _ = np.histogram(_kept(found), edges)
    middles, band = (edges[:-1] + edges[1:]) / 2, found.facts["band"][0]
    place = np.where(np.abs(middles) < band, INSIDE, OUTSIDE) if found.null else ANY
    return pd.DataFrame({"left": edges[:-1], "right": edges[1:], "draws": counts, "place": place})


def curve(found: Found) -> pd.DataFrame:
    """The law: `weight`, how many `draws` it foretells for a bar there, what it `says`; an upright without noise."""
    edges, most = _edges(found), int(bars(found)["draws"].max())
    if found.null is None:
        return pd.DataFrame({"weight": [0.0, 0.0], "draws": [0.0, float(most or 1)], "says": NOTHING})
    weight = np.linspace(edges[0], edges[-1], 161)
    each = (len(_kept(found)) or len(found.draws)) * (edges[1] - edges[0])
    return pd.DataFrame({"weight": weight, "draws": each * found.null.density(weight), "says": STUDENT})


def own(found: Found) -> pd.DataFrame:
    """One's own weight: `weight`, `label`, `side` (of the label: "left" or "right"); no row where it diverged."""
    weight = found.own["weight"][0]
    row = {"weight": [weight], "label": [f"your w2: {figure(weight)}"], "side": ["left" if weight > 0 else "right"]}
    return pd.DataFrame(row).dropna()


def beyond(found: Found) -> int:
    """Draws that no bar shows."""
    return len(_kept(found)) - int(bars(found)["draws"].sum())


def courses(found: Found) -> tuple[pd.DataFrame, LogAxis]:
    """The courses with places on an axis that has a row for 0, and that axis; `noise` in words."""
    sizes = found.courses[["low", "mid", "high", "law"]]
    axis = LogAxis.of(sizes.to_numpy())
    placed = {name: axis.place(sizes[name]) for name in sizes}
    return found.courses.assign(**placed, noise=[named(noise) for noise in found.courses["noise"]]), axis


def named(noise: float) -> str:
    """A noise level as the legend has it."""
    return f"noise {figure(noise)}" if noise else "no noise"


def _kept(found: Found) -> pd.Series:
    return found.draws.loc[~found.draws["diverged"], "weight"]


def _edges(found: Found) -> np.ndarray:
    """Ends of the bars, symmetric about 0."""
    kept, band, weight = _kept(found).abs(), found.facts["band"][0], found.own["weight"][0]
    reach = [0.0 if np.isnan(weight) else 1.02 * abs(weight)]
    reach += [found.null.within(MOST)] if found.null else []
    reach += [kept.quantile(MOST)] if len(kept) else []
    width = band / BARS if band else (max(reach) or 1.0) / 20
    count = int(np.ceil(max(reach) / width - 1e-9)) or 1
    return np.arange(-count, count + 1) * width if count <= WIDEST else np.linspace(-1, 1, 2 * WIDEST + 1) * max(reach)
