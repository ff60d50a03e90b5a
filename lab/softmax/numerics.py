"""The same cost of the same two logits, computed in several ways: where the arithmetic of each gives way."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks, frames
from lab.laws import overflow as laws
from lab.softmax.ways import WAYS, ways
from lab.specs import PRECISIONS

MOVES = ("the wrong logit rises", "the right logit falls")
STEPS = 10_000  # gaps that are tried on either side of 0
DRAWN = 240  # steps between those that are drawn
CLOSE = 1e-3  # relative error up to which a value is right; absolute a thousandth of that
QUANTITIES = ("cost", "gradient")
LEARNING = ("from_logits=True", "softmax layer", "from probabilities", "plain NumPy")


@dataclass(frozen=True)
class Found:
    """What was found over all gaps.

    Attributes:
        curves: one row per (way, gap), for some of the gaps: `cost`, `gradient` (its part for the right logit; NaN if
            any part is).
        limits: one row per (way, quantity, side), side "wrong" (gaps above 0) or "right" (below): `first`, the least
            distance from 0 at which it is not right (NaN: right everywhere), `becomes`: what it is there, as of
            `state`, `ends`: what it is at the largest distance, `value` there, and `tried`: the number of gaps.
    """

    curves: pd.DataFrame
    limits: pd.DataFrame


def over_gaps(precision: str, reach: int = 120, move: str = MOVES[0]) -> Found:
    """Cost and gradient of one example with two classes, in every way of `WAYS`, over the gap of its logits.

    Args:
        precision: "float32" or "float64".
        reach: gaps from -reach to reach, the wrong logit minus the right one.
        move: which logit makes the gap, the other being 0: one of `MOVES`.

    Raises:
        ValueError: one of these is not what it must be.
    """
    checks.one_of("precision", precision, PRECISIONS)
    reach = checks.whole("reach", reach, 1, 2000)
    checks.one_of("move", move, MOVES)
    gaps = np.arange(-STEPS, STEPS + 1) * (reach / STEPS)
    found = {name: _tried(precision, name, gaps, move) for name in WAYS}
    limits = [
        _limit(name, frame, quantity, side)
        for name, frame in found.items() for quantity in QUANTITIES for side in ("wrong", "right")
    ]  # fmt: skip
    curves = [frame[:: 2 * STEPS // DRAWN].assign(way=name) for name, frame in found.items()]
    columns = ["way", "gap", "cost", "gradient"]
    return Found(pd.concat(curves, ignore_index=True)[columns], pd.DataFrame(limits))


def _tried(precision: str, name: str, gaps: np.ndarray, move: str) -> pd.DataFrame:
    """One way at every gap: `gap`, `cost`, `gradient`, and what these are."""
    still = np.zeros_like(gaps)
    z = np.stack([still, gaps] if move == MOVES[0] else [-gaps, still], axis=1)
    cost, gradient = ways(precision)[name](z.astype(precision))
    slope = np.where(np.isfinite(gradient).all(axis=1), gradient[:, 0], np.nan)
    cost_is = state(cost, laws.cost(gaps), laws.most_clipped())
    return pd.DataFrame(
        {"gap": gaps, "cost": cost, "gradient": slope, "cost is": cost_is,
         "gradient is": state(slope, laws.slope(gaps), 0.0)}
    )  # fmt: skip


def state(values: np.ndarray, law: np.ndarray, stuck: float) -> np.ndarray:
    """What each value is: "right", "stuck" at a value, "infinite", "not a number" or "off".

    Args:
        values: measured.
        law: what they must be.
        stuck: the value at which they may be stuck.
    """
    values = np.asarray(values, dtype=float)
    with np.errstate(invalid="ignore"):
        near = np.abs(values - law) <= CLOSE * np.abs(law) + CLOSE / 1000
    kinds = [near, np.isnan(values), np.isinf(values), np.isclose(values, stuck, rtol=1e-5, atol=0.0)]
    return np.select(kinds, ["right", "not a number", "infinite", "stuck"], "off")


def _limit(name: str, frame: pd.DataFrame, quantity: str, side: str) -> dict:
    """Where one way gives way, on one side of gap 0."""
    half = frame[frame["gap"] > 0] if side == "wrong" else frame[frame["gap"] < 0][::-1]
    lost = half[half[f"{quantity} is"] != "right"]
    becomes = lost.iloc[0] if len(lost) else half.iloc[-1]
    last = half.iloc[-1]
    return {
        "way": name, "quantity": quantity, "side": side, "first": abs(becomes["gap"]) if len(lost) else np.nan,
        "becomes": becomes[f"{quantity} is"], "ends": last[f"{quantity} is"], "value": float(last[quantity]),
        "tried": len(frame),
    }  # fmt: skip


def learning(precision: str, gap: float = 20.0, rate: float = 1.0, steps: int = 30) -> pd.DataFrame:
    """Gradient descent on two logits that start `gap` apart, the wrong one ahead.

    Args:
        precision: "float32" or "float64".
        gap: at the start; the wrong logit, the right one being 0.
        rate: learning rate.
        steps: number of steps.

    Returns:
        One row per (way, step), the ways those of `LEARNING`: `gap` after that step; NaN where it is no number.
    """
    checks.one_of("precision", precision, PRECISIONS)
    gap, rate = checks.number("gap", gap, -1000, 1000), checks.number("rate", rate, 0, 1000)
    gaps = {name: _descended(precision, name, gap, rate, checks.whole("steps", steps, 1, 1000)) for name in LEARNING}
    axes = [(("way",), [(name,) for name in gaps]), (("step",), [(step,) for step in range(steps + 1)])]
    return frames.tidy(axes, {"gap": np.array(list(gaps.values()))})


def _descended(precision: str, name: str, gap: float, rate: float, steps: int) -> list[float]:
    """The gap before the first and after every step."""
    z, gaps = np.array([[0.0, gap]], precision), [gap]
    for _ in range(steps):
        z = z - np.asarray(rate, precision) * ways(precision)[name](z)[1]
        gaps.append(float(z[0, 1] - z[0, 0]))
    return gaps
