"""Many small pictures in one: each network's boundary in a square of its own."""

import numpy as np
import pandas as pd

from lab.seeds.boundaries import SHOWN, Found

COLUMNS, PITCH = 5, 1.12  # squares in a row; from one to the next, in squares


def squares(found: Found) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Boundaries, examples and frames of the first networks, moved into squares of side 1.

    Returns:
        Segments (`x1`, `x2`, `x1_end`, `x2_end`), examples (`x1`, `x2`, `group`) and frames (`left`, `right`, `low`,
        `high`, `name`), one frame a network.
    """
    seeds = list(range(int(found.facts["kept"][0] + found.facts["diverged"][0])))[:SHOWN]
    places = {seed: (i % COLUMNS * PITCH, -(i // COLUMNS) * PITCH) for i, seed in enumerate(seeds)}
    (left, width), (low, height) = (_span(found.cells, name) for name in ("x1", "x2"))
    rows = found.lines["seed"].map(places).tolist()
    across, down = (np.array([place[i] for place in rows], dtype=float) for i in (0, 1))
    lines = pd.DataFrame(
        {
            "x1": (found.lines["x1"] - left) / width + across,
            "x1_end": (found.lines["x1_end"] - left) / width + across,
            "x2": (found.lines["x2"] - low) / height + down,
            "x2_end": (found.lines["x2_end"] - low) / height + down,
        }
    ).round(3)
    points = found.points.assign(x1=(found.points["x1"] - left) / width, x2=(found.points["x2"] - low) / height)
    moved = [points.assign(x1=points["x1"] + place[0], x2=points["x2"] + place[1]) for place in places.values()]
    frame = [(x, x + 1, y, y + 1, f"seed {seed}") for seed, (x, y) in places.items()]
    return lines, pd.concat(moved).round(3), pd.DataFrame(frame, columns=["left", "right", "low", "high", "name"])


def _span(cells: pd.DataFrame, name: str) -> tuple[float, float]:
    """Where the plane begins, and how long it is."""
    return cells[name].min(), cells[f"{name}_end"].max() - cells[name].min()
