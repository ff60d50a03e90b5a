"""A map of trained and untrained points over rates and scales as a picture: colours, edges, numbers at its axes."""

from __future__ import annotations

import base64
import io

import numpy as np
import pandas as pd

from lab.charts import theme
from lab.lazy import alt

CANVAS = {"embedOptions": {"renderer": "canvas"}}  # as SVG, the box would be a picture without words to a screen reader
TRAINS = ((222, 235, 247), (8, 69, 148))  # from slow to fast: light to dark blue
FAILS = ((254, 237, 208), (166, 54, 3))  # from slow to fast: light to dark orange
KEY = {"trains fast": TRAINS[1], "trains slowly": TRAINS[0], "fails slowly": FAILS[0], "fails fast": FAILS[1]}
TICKS = (0.0, 0.5, 1.0)


def map_of(pixels: np.ndarray, rates: list[str], scales: list[str]) -> alt.LayerChart:
    """The picture; a box drawn on it is the selection `zoom`, in shares of the way to the right and up.

    Args:
        pixels: (scale, rate, 3) colours as `colors` gives them, the lowest scale first.
        rates, scales: what stands at the `TICKS` of the axes.
    """
    x = alt.X("left:Q").title("Learning rate").axis(**_axis(rates)).scale(domain=[0, 1])
    y = alt.Y("low:Q").title("Factor on the first weights").axis(**_axis(scales)).scale(domain=[0, 1])
    base = alt.Chart(image(pixels)).encode(x, y, alt.X2("right:Q"), alt.Y2("high:Q"))
    zoom = alt.selection_interval(name="zoom", mark=alt.BrushConfig(stroke="black", strokeWidth=2, fillOpacity=0.2))
    picture = base.mark_image(aspect=False).encode(alt.Url("url:N"))
    brush = base.mark_rect(fillOpacity=0.001).add_params(zoom)
    key = pd.DataFrame({"meaning": list(KEY), "color": [f"rgb{color}" for color in KEY.values()]})
    color = alt.Color("meaning:N").scale(domain=list(KEY), range=key["color"].tolist())
    legend = alt.Legend(title=None, orient="top", columns=2, symbolStrokeWidth=0, symbolSize=160)
    meanings = alt.Chart(key).mark_square(size=0).encode(color.legend(legend))
    return (picture + meanings + brush).properties(height=theme.HEIGHT + 60, usermeta=CANVAS)


def colors(trained: np.ndarray, speed: np.ndarray) -> np.ndarray:
    """The colour of each point, (..., 3) from 0 to 255: blue where it trains, orange where not, dark where fast."""
    (light, dark), (pale, full) = (np.array(ends, float) for ends in (TRAINS, FAILS))
    share = speed[..., None]
    return np.where(trained[..., None], light + (dark - light) * share, pale + (full - pale) * share)


def image(pixels: np.ndarray) -> pd.DataFrame:
    """One row: `url` of the picture as a PNG within the page, and where it lies: `left`, `right`, `low`, `high`."""
    from PIL import Image

    held = io.BytesIO()
    Image.fromarray(pixels.round().astype(np.uint8)[::-1]).save(held, "PNG")  # the highest scale comes first
    url = "data:image/png;base64," + base64.b64encode(held.getvalue()).decode()
    return pd.DataFrame({"url": [url], "left": 0.0, "right": 1.0, "low": 0.0, "high": 1.0})


def _axis(labels: list[str]) -> dict:
    """Three labels, at the ends and in the middle of 0 to 1."""
    low, middle, high = labels
    said = f"datum.value < 0.25 ? '{low}' : datum.value < 0.75 ? '{middle}' : '{high}'"
    return {"values": list(TICKS), "labelExpr": said, "grid": False, "labelFlush": True}
