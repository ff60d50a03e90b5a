"""A map of `lab.seeds.trainability` as a picture: colours, edges, and the numbers at its axes."""

import base64
import io
import math

import numpy as np
import pandas as pd

from lab.seeds.trainability import Map

TRAINS = ((222, 235, 247), (8, 69, 148))  # from slow to fast: light to dark blue
FAILS = ((254, 237, 208), (166, 54, 3))  # from slow to fast: light to dark orange
TICKS = (0.0, 0.5, 1.0)


def frames(found: Map) -> dict:
    """What `lab.charts.seeds.trainability.map_of` takes."""
    edges = {"rates": labels(found.window.rates), "scales": labels(found.window.scales)}
    return {"image": image(pixels(found)), "key": key(), **edges}


def pixels(found: Map) -> np.ndarray:
    """(row, column, 3) colours, the highest scale first: blue where it trains, orange where not, dark where fast."""
    return colors(found.trained, found.speed).round().astype(np.uint8)[::-1]


def colors(trained: np.ndarray, speed: np.ndarray) -> np.ndarray:
    """The colour of each point, (..., 3) from 0 to 255."""
    trains, fails = (_ramp(ends, speed[..., None]) for ends in (TRAINS, FAILS))
    return np.where(trained[..., None], trains, fails)


def image(pixels: np.ndarray) -> pd.DataFrame:
    """One row: `url` of the picture as a PNG within the page, and where it lies: `left`, `right`, `low`, `high`."""
    from PIL import Image

    held = io.BytesIO()
    Image.fromarray(pixels).save(held, "PNG")
    url = "data:image/png;base64," + base64.b64encode(held.getvalue()).decode()
    return pd.DataFrame({"url": [url], "left": 0.0, "right": 1.0, "low": 0.0, "high": 1.0})


def labels(edges: tuple[float, float]) -> list[str]:
    """What stands at the `TICKS` of an axis: as many digits as it takes to tell them apart."""
    digits = max(2, math.ceil(-math.log10(edges[1] - edges[0])) + 3)
    return [f"{10 ** (edges[0] + (edges[1] - edges[0]) * tick):.{digits}g}" for tick in TICKS]


def key() -> pd.DataFrame:
    """What the colours mean: one row per `meaning`: `color`."""
    return pd.DataFrame(
        [
            {"meaning": name, "color": f"rgb{tuple(ends[place])}"}
            for name, ends, place in (
                ("trains fast", TRAINS, 1), ("trains slowly", TRAINS, 0),
                ("fails slowly", FAILS, 0), ("fails fast", FAILS, 1),
            )
        ]
    )  # fmt: skip


def marks(noise: float) -> pd.DataFrame:
    """What the dimensions are held against: a smooth line, and a toss of a coin for every point."""
    return pd.DataFrame({"dimension": [1.0, noise], "meaning": ["smooth line", "coin tosses"]})


def _ramp(ends: tuple, share: np.ndarray) -> np.ndarray:
    first, last = (np.array(end, float) for end in ends)
    return first + (last - first) * share
