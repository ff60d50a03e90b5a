"""How alike the units of a layer are, and how many are left when those alike count as one."""

import numpy as np

ALIKE = 0.99  # a cosine above this is nearly parallel


def distinct(units: np.ndarray) -> np.ndarray:
    """How many units are not exactly equal.

    Args:
        units: (..., unit, weight).

    Returns:
        (...): the number; NaN where a weight is not finite.
    """
    same = np.stack([(units[..., i, None, :] == units).all(axis=-1) for i in range(units.shape[-2])], axis=-2)
    return _counted(same, units)


def alike(units: np.ndarray) -> np.ndarray:
    """How many units are left when nearly parallel ones count as one: chains of cosines above `ALIKE`.

    Args:
        units: (..., unit, weight).

    Returns:
        (...): the number; NaN where a weight is not finite.
    """
    linked = (similarity(units) > ALIKE) | np.eye(units.shape[-2], dtype=bool)
    for _ in range(int(np.ceil(np.log2(units.shape[-2])))):  # each round doubles the length of the chains
        linked = np.matmul(linked, linked, dtype=np.float32) > 0
    return _counted(linked, units)


def similarity(units: np.ndarray) -> np.ndarray:
    """The cosine between every two units.

        cos(i, j) = v_i . v_j / (|v_i| |v_j|),   v = (incoming kernel, bias, outgoing kernel)

    Two units whose weights are all 0 are alike (1); one of them and any other unit are not (0).

    Args:
        units: (..., unit, weight).

    Returns:
        (..., unit, unit), from -1 to 1; NaN where a weight is not finite.
    """
    units = np.where(np.isfinite(units), units, np.nan).astype(float)
    lengths = np.linalg.norm(units, axis=-1, keepdims=True)
    directions = units / np.where(lengths == 0, 1.0, lengths)
    nothing = lengths[..., 0] == 0
    cosines = np.clip(directions @ np.swapaxes(directions, -1, -2), -1.0, 1.0)
    return np.where(nothing[..., :, None] & nothing[..., None, :], 1.0, cosines)


def _counted(linked: np.ndarray, units: np.ndarray) -> np.ndarray:
    """The number of units that are linked to none before them."""
    first = ~np.triu(linked, 1).any(axis=-2)
    return np.where(np.isfinite(units).all(axis=(-1, -2)), first.sum(axis=-1), np.nan)
