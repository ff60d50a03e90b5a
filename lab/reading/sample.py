"""A small table to try where a reader is asked for one."""

import numpy as np
import pandas as pd

ROWS = 60


def table() -> pd.DataFrame:
    """Made flats: size and distance make the rent, but for noise; floor and house number do not."""
    draws = np.random.default_rng(0)
    size, distance = draws.uniform(25, 140, ROWS).round().astype(int), draws.uniform(0.5, 15, ROWS).round(1)
    rent = 250 + 11 * size - 20 * distance + 40 * draws.normal(size=ROWS)
    floor, number = draws.integers(0, 7, ROWS), draws.integers(1, 120, ROWS)
    return pd.DataFrame(
        {"size": size, "distance": distance, "floor": floor, "house number": number, "rent": rent.round().astype(int)}
    )


def csv() -> bytes:
    """The same as a file."""
    return table().to_csv(index=False).encode()
