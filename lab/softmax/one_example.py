"""What a softmax output and its cost do with a handful of logits; plain float64, no training."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from lab import checks
from lab.laws import softmax as law

NUDGE = 1e-4  # of a logit, each way, to measure a slope


def cost(logits: Sequence[float], target: int) -> float:
    """Cost of one example: -log of the probability of its target.

        C = log(sum over k of e^(z_k)) - z_t = (m - z_t) + log(1 + sum over the others of e^(z_k - m)),  m = max z

    The second form neither overflows nor loses digits, and its sum does not depend on the order of the classes.

    Args:
        logits: z, one per class.
        target: t, from 0.
    """
    most = max(logits)
    others = list(logits)
    others.remove(most)
    return (most - logits[target]) + math.log1p(math.fsum(math.exp(z - most) for z in others))


def classes(logits: Sequence[float], target: int, added: float = 0.0) -> pd.DataFrame:
    """Every class from its logit to its gradient.

    Args:
        logits: z, one per class, 2 or more.
        target: class of the example, from 0.
        added: put on every logit first.

    Returns:
        One row per class (from 0): `target` (bool), `z`, `power` e^z, `a` probability, `y` one-hot target,
        `term` -y log a (its sum is the cost), `law` a - y, `measured`: the slope of the cost, from moving this logit
        alone by `NUDGE` up and down.

    Raises:
        ValueError: fewer than 2 logits, one that is not a number from -700 to 700, or a target that is no class.
    """
    z = _checked(logits, target, added)
    y = np.arange(len(z)) == target
    costs = np.array([cost(z, k) for k in range(len(z))])
    return pd.DataFrame(
        {
            "class": np.arange(len(z)),
            "target": y,
            "z": z,
            "power": np.exp(z),
            "a": np.exp(-costs),
            "y": y.astype(int),
            "term": np.where(y, costs, 0.0),
            "law": law.gradient(z, target),
            "measured": [_slope(z, target, k) for k in range(len(z))],
        }
    )


def shift(logits: Sequence[float], target: int, added: float) -> pd.DataFrame:
    """What the same number on every logit changes: one row of `added`, `before` and `after` (costs)."""
    before, after = (cost(_checked(logits, target, more), target) for more in (0.0, added))
    return pd.DataFrame({"added": [added], "before": [before], "after": [after]})


def entering(frame: pd.DataFrame) -> pd.DataFrame:
    """Who enters the cost, and who its gradient: every output and every logit moved alone.

        C(a) = -sum over k of y_k log a_k

    Args:
        frame: of `classes`.

    Returns:
        One row per class: `output`, whether C changes when its a alone grows by the share `NUDGE`; `logit`, whether
        the cost has a slope against its z; `swapped`, by how much the cost changes when the logits of all classes but
        the target come in reverse order (one number, repeated).
    """
    a, y = frame["a"].to_numpy(), frame["y"].to_numpy()
    plain = _from_outputs(a, y)
    moved = [_from_outputs(np.where(np.arange(len(a)) == k, a * (1 + NUDGE), a), y) for k in range(len(a))]
    z, target = frame["z"].tolist(), int(np.argmax(y))
    others = [value for k, value in enumerate(z) if k != target][::-1]
    return pd.DataFrame(
        {
            "class": frame["class"],
            "output": np.array(moved) != plain,
            "logit": frame["measured"] != 0,
            "swapped": cost([z[target], *others], 0) - cost(z, target),
        }
    )


def _from_outputs(a: np.ndarray, y: np.ndarray) -> float:
    """C(a); where y_k is 0 nothing is added, whatever a_k."""
    return -math.fsum(math.log(a_k) if a_k else -math.inf for a_k, y_k in zip(a, y, strict=True) if y_k)


def _slope(z: list[float], target: int, moved: int) -> float:
    """(C(z_k + h) - C(z_k - h)) / 2h."""
    up, down = ([value + sign * NUDGE * (k == moved) for k, value in enumerate(z)] for sign in (1, -1))
    return (cost(up, target) - cost(down, target)) / (2 * NUDGE)


def _checked(logits: Sequence[float], target: int, added: float) -> list[float]:
    checks.that(len(logits) >= 2, f"A softmax needs 2 or more logits; got {len(logits)}.")
    checks.whole("target", target, 0, len(logits) - 1)
    return [checks.number(f"z{k}", z + added, -700, 700) for k, z in enumerate(logits)]
