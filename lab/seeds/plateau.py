"""How long a student of erf units waits on a plateau before its units part, from many small random starts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks
from lab.laws.plateau import height
from lab.numerals import aligned, figure, tex
from lab.progress import Cancelled

INPUTS = 10
BAND = (0.05, 0.5, 0.95)
RECORDED = 200
NEAR = 1.5  # times the height of theory's plateau, or less than one in that, is another height


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What is trained: a student of K erf units on a teacher of K, both with unit output weights.

    Attributes:
        units: K, from 2 to 6.
        size: standard deviation of the student's first weights.
        rate: of gradient descent on the generalisation error; theory is about small ones (1 is too large from K = 5).
        steps: how many.
    """

    units: int = 2
    size: float = 1e-3
    rate: float = 0.5
    steps: int = 1000

    def __post_init__(self):
        checks.store(self, units=checks.whole("Setting.units", self.units, 2, 6))


@dataclass(frozen=True)
class Found:
    """What was measured, and theory.

    Attributes:
        table: one row per recorded step: `low`, `mid`, `high` (5, 50, 95 % of the runs) of the error, `law` (the
            plateau).
        facts: one row: `units`, `runs`, `steps`, `size`, `height` (error where a run falls slowest before it is at half
            theory's plateau, median), `law`, `early`, `left`, `late` (5, 50, 95 % of the steps at which runs fall
            below half the plateau; infinite: not yet), `gone` (runs that have).
    """

    table: pd.DataFrame
    facts: pd.DataFrame


def measure(setting: Setting, runs: int = 50, cancelled=None) -> Found:
    """Train the students by gradient descent on the exact error, averaged over all normal inputs.

    Args:
        setting: what is trained.
        runs: seeds 0, 1, ...: normal first weights.
        cancelled: asked at every step; True ends it.
    """
    shape = (setting.units, INPUTS)
    draws = [np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(setting.units,))) for seed in range(runs)]
    student = setting.size * np.array([draw.normal(size=shape) for draw in draws])  # (run, unit, input)
    errors, teacher = [], np.eye(*shape)
    for _ in range(setting.steps + 1):
        if cancelled and cancelled():
            raise Cancelled
        errors.append(error(student, teacher))
        student = student - setting.rate * slope(student, teacher)
    return _found(setting, np.maximum(errors, 0.0))  # what is exactly 0 may be rounded below it


def error(student: np.ndarray, teacher: np.ndarray) -> np.ndarray:
    """Half the mean squared difference of the outputs over standard normal inputs: (run,).

        E = (1 / pi) (sum asin Q_ik / (s_i s_k) + sum asin T_nm / (t_n t_m) - 2 sum asin R_in / (s_i t_n))

    Q, T and R are the products of the student's weight vectors, the teacher's, and of one with the other;
    s_i = sqrt(1 + Q_ii), t_n = sqrt(1 + T_nn).

    Args:
        student, teacher: weights, (run, unit, input) and (unit, input).

    Source: Saad and Solla (1995), as in `lab.laws.plateau`.
    """
    own, other, cross = (np.arcsin(_cosines(*pair)) for pair in _pairs(student, teacher))
    return (own.sum(axis=(1, 2)) + other.sum(axis=(1, 2)) - 2 * cross.sum(axis=(1, 2))) / np.pi


def slope(student: np.ndarray, teacher: np.ndarray) -> np.ndarray:
    """Gradient of `error` in the student's weights, (run, unit, input)."""
    length = 1 + (student**2).sum(axis=-1, keepdims=True)  # s^2, (run, unit, 1)
    total = np.zeros_like(student)
    for sign, others in ((1, student), (-1, np.broadcast_to(teacher, student.shape))):
        cosines = _cosines(student, others)
        steep = 1 / np.sqrt(1 - cosines**2)
        lengths = 1 + (others**2).sum(axis=-1, keepdims=True)
        towards = (steep / np.sqrt(length)) @ (others / np.sqrt(lengths))
        total += sign * (towards - (steep * cosines).sum(axis=-1, keepdims=True) * student / length)
    return 2 / np.pi * total


def _pairs(student: np.ndarray, teacher: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    teacher = np.broadcast_to(teacher, student.shape)
    return [(student, student), (teacher, teacher), (student, teacher)]


def _cosines(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """a . b / sqrt((1 + a^2) (1 + b^2)) of every pair, (run, unit, unit)."""
    lengths = [np.sqrt(1 + (each**2).sum(axis=-1)) for each in (first, second)]
    return first @ second.swapaxes(1, 2) / (lengths[0][:, :, None] * lengths[1][:, None])


def _found(setting: Setting, errors: np.ndarray) -> Found:
    """Frames of errors (step, run)."""
    law = height(setting.units)
    below = errors < law / 2
    times = np.where(below.any(axis=0), below.argmax(axis=0).astype(float), np.inf)
    early, left, late = np.quantile(times, BAND, method="nearest")
    moves = np.abs(np.diff(np.log(np.maximum(errors, 1e-300)), axis=0))
    waits = np.where(below[1:], np.inf, moves).argmin(axis=0)  # where each moves least
    tops = errors[waits, np.arange(errors.shape[1])]
    steps = np.unique(np.linspace(0, setting.steps, RECORDED + 1).astype(int))
    low, mid, high = np.quantile(errors[steps], BAND, axis=1)
    facts = {
        "units": [setting.units], "runs": [errors.shape[1]], "steps": [setting.steps], "size": [setting.size],
        "height": [np.median(tops)], "law": [law], "early": [early], "left": [left], "late": [late],
        "gone": [int(np.isfinite(times).sum())],
    }  # fmt: skip
    return Found(pd.DataFrame({"step": steps, "low": low, "mid": mid, "high": high, "law": law}), pd.DataFrame(facts))


def verdict(found: Found) -> str:
    """How high the plateau is, and when runs leave it."""
    row = found.facts.iloc[0]
    steps, gone, runs = f"{int(row['steps']):,} steps", int(row["gone"]), int(row["runs"])
    left = f"the median run is below half of that after {figure(row['left'])} steps ({gone} of {runs} are by the end)"
    if not np.isfinite(row["left"]):
        left = f"{gone or 'none'} of {runs} {'is' if gone <= 1 else 'are'} below half of that after {steps}"
    if not 1 / NEAR <= row["height"] / row["law"] <= NEAR:
        return (
            f"No plateau where theory has one: in the median {runs} students of {int(row['units'])} units learn "
            f"slowest at an error of {figure(row['height'])} (theory's plateau: {figure(row['law'])}); {left}."
        )
    return (
        f"{int(row['runs'])} students of {int(row['units'])} units learn slowest at an error of "
        f"{figure(row['height'])} in the median (theory's plateau: {figure(row['law'])}); "
        f"{left}."
    )


def spread(found: Found) -> str:
    """How much the leaving differs between starts."""
    row = found.facts.iloc[0]
    names = {"early": "5", "left": "50", "late": "95"}
    parts = [f"{share} % by step {figure(row[name])}" for name, share in names.items() if np.isfinite(row[name])]
    return (
        f"Below half of theory's plateau: {', '.join(parts) or 'fewer than 5 %'}. How unlike the units are "
        f"by chance at the start (weights of size {figure(row['size'])}) decides how long they wait."
    )


def formulas(found: Found) -> str:
    """The height of the plateau with its numbers, as LaTeX."""
    units, law = found.facts["units"][0], tex(figure(found.facts["law"][0]))
    plain = r"E &= \frac{K}{\pi} \Bigl(\frac{\pi}{6} - K \arcsin \frac{1}{2 K}\Bigr)"
    given = rf"&= \frac{{{units}}}{{\pi}} \Bigl(\frac{{\pi}}{{6}} - {units} \arcsin \frac{{1}}{{{2 * units}}}\Bigr)"
    return aligned(plain, given, rf"&= {law}")
