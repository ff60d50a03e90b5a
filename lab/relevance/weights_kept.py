"""Combinations of weights that gradient descent keeps, over training: what becomes of them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lab import frames
from lab.laws import relevance as law

SHOWN = 3  # replicas whose combinations are drawn
SHAPES = 9  # places along a curve where its shape stands


def kept(X: np.ndarray, weights: np.ndarray, seeds: Sequence, epochs: np.ndarray, share: np.ndarray) -> pd.DataFrame:
    """How each combination of `law.conserved` goes on, in the first few replicas: each keeps a value of its own.

    Args:
        X: the design, (example, weight).
        weights: of the replicas that did not diverge, (replica, epoch, weight).
        seeds: of these replicas.
        epochs: recorded ones.
        share: (epoch,) of its start that the law leaves of a combination: 1 without weight decay.

    Returns:
        One row per (combination, seed, epoch): `value`, `law` (what is foretold), `marked` (whether its shape stands
        there). Combinations count from 1.
    """
    rows = law.conserved(X)
    values = np.moveaxis(weights[:SHOWN] @ rows.T, -1, 0)  # (combination, replica, epoch)
    marked = np.broadcast_to(np.arange(len(epochs)) % max(1, len(epochs) // SHAPES) == 0, values.shape)
    axes = [
        (("combination",), [(i,) for i in range(1, len(rows) + 1)]),
        (("seed",), [(int(seed),) for seed in seeds[:SHOWN]]),
        (("epoch",), [(int(epoch),) for epoch in epochs]),
    ]
    return frames.tidy(axes, {"value": values, "law": values[..., :1] * share, "marked": marked})


def conserved(X: np.ndarray, weights: np.ndarray, names: list[str], share: np.ndarray) -> pd.DataFrame:
    """What each combination is made of, and how well it is kept.

    Args:
        X, weights, share: as in `kept`.
        names: of the weights.

    Returns:
        One row per (combination, weight): `coefficient`; and of the whole combination `drift`, its largest change since
        the start over all replicas and recorded epochs; `off`, its largest distance from start * share; `ratio`, of a
        combination of two weights, how far the useless one moved for each 1 of the other (median; missing where that
        did not move). All three are missing where every replica diverged.
    """
    rows = law.conserved(X)
    values = weights @ rows.T  # (replica, epoch, combination)
    missing = np.full(len(rows), np.nan)
    start = values[:, :1] if len(values) else None
    drift = np.abs(values - start).max(axis=(0, 1)) if len(values) else missing
    off = np.abs(values - start * share[:, None]).max(axis=(0, 1)) if len(values) else missing
    ratio = [_ratio(row, weights[:, -1] - weights[:, 0]) for row in rows] if len(values) else missing
    axes = [(("combination",), [(i,) for i in range(1, len(rows) + 1)]), (("weight",), [(name,) for name in names])]
    whole = {name: np.repeat(each, len(names)) for name, each in (("drift", drift), ("off", off), ("ratio", ratio))}
    return frames.tidy(axes, {"coefficient": rows, **whole})


def _ratio(row: np.ndarray, moved: np.ndarray) -> float:
    """Median over replicas of how far the column's own weight moved for each 1 of the other; the bias is last."""
    places = np.flatnonzero(row)
    if len(places) != 2:
        return np.nan
    own = places[places < len(row) - 1].max()
    (other,) = places[places != own]
    went = moved[moved[:, other] != 0]
    return float(np.median(went[:, own] / went[:, other])) if len(went) else np.nan
