"""What was found about batch size and rate, as sentences and what the maps draw."""

import numpy as np
import pandas as pd

from lab.experiment import Experiment
from lab.numerals import aligned, figure, tex
from lab.softmax.border import ALL, LEARNS, OVERFLOWS, RESTLESS, STEEPEST, WORSE

SIGNS = {LEARNS: "", RESTLESS: "~", WORSE: "↑", OVERFLOWS: "×"}
SIGNS_BEFORE = {RESTLESS: "jumps", WORSE: "ends above its start"}


def verdict(frame: pd.DataFrame, experiment: Experiment) -> str:
    """How much rate the smallest and the largest batch bear, and from where e^z overflows.

    Args:
        frame: of `border.over_rates`.
        experiment: that was trained.
    """
    least, most = frame["m"].min(), frame["m"].max()
    small, large = (_borne(frame, "sum", m) for m in (least, most))
    first, last = (_borne(frame, "mean", m) for m in (least, most))
    overflows = f"e^z overflows {_from(frame, 'sum', least)} and {_from(frame, 'sum', most)}"
    return (
        f"{_earlier(frame, least, most)} With the sum, the largest rate that learns {_goes(small, large)} "
        f"(m = {least}) to {figure(large)} (m = {most}); {overflows}. With the mean it {_goes(first, last)} to "
        f"{figure(last)} ({len(frame)} runs, {experiment.training.epochs} epochs)."
    )


def _earlier(frame: pd.DataFrame, least: int, most: int) -> str:
    """Whether a large batch overflows at a smaller rate than a small one."""
    says = []
    for reduction, name in (("sum", "summed"), ("mean", "averaged")):
        sooner = _overflows(frame, reduction, most) < _overflows(frame, reduction, least)
        says.append(f"{'yes' if sooner else 'no'}, if gradients are {name}")
    return f"At a smaller rate? {'; '.join(says).capitalize()}."


def _goes(start: float, end: float) -> str:
    verb = "falls" if end < start else "rises" if end > start else "stays"
    return f"{verb} from {figure(start)}"


def _borne(frame: pd.DataFrame, reduction: str, m: int) -> float:
    """The largest rate up to which every rate of the map learns; NaN if none does."""
    rows = frame[(frame["reduction"] == reduction) & (frame["m"] == m)].sort_values("rate")
    learns = np.logical_and.accumulate(rows["state"] == LEARNS)
    return float(rows["rate"][learns].max())


def _overflows(frame: pd.DataFrame, reduction: str, m: int) -> float:
    """The smallest rate at which e^z overflows; NaN if none does."""
    rows = frame[(frame["reduction"] == reduction) & (frame["m"] == m) & (frame["state"] == OVERFLOWS)]
    return float(rows["rate"].min())


def _from(frame: pd.DataFrame, reduction: str, m: int) -> str:
    rate = _overflows(frame, reduction, m)
    return "nowhere here" if np.isnan(rate) else f"from {figure(rate)} on"


def falls(frame: pd.DataFrame, law: pd.DataFrame) -> str:
    """By how much the rate falls with the sum, next to the number of examples and to the law."""
    least, most = frame["m"].min(), frame["m"].max()
    steepest = law[(law["curvature"] == STEEPEST) & (law["reduction"] == "sum")].set_index("m")["rate"]
    times = _borne(frame, "sum", least) / _borne(frame, "sum", most)
    return (
        f"From m = {least} to {most} the rate that the sum bears falls {_times(times)}, not {most}: the steepest "
        f"single example is steeper than the mean of all (foretold: {_times(steepest[least] / steepest[most])})."
    )


def _times(ratio: float) -> str:
    return f"{ratio:,.0f} times" if ratio >= 10 else f"{figure(round(float(ratio), 1))} times"


def between(frame: pd.DataFrame) -> str:
    """How far the overflow is from the border."""
    most = frame["m"].max()
    borne, lost = _borne(frame, "sum", most), _overflows(frame, "sum", most)
    if np.isnan(lost):
        return "Here nothing overflows: a rate that is too large shows as a cost that jumps or rises."
    return (
        "So a large batch does need a smaller rate if its gradients are summed. But the overflow is the last sign, not "
        f"the first: with {most} examples it comes at {_times(lost / borne)} the largest rate that learns."
        f"{_before(frame, most, borne, lost)} And a cost from the logits never overflows."
    )


def _before(frame: pd.DataFrame, m: int, borne: float, lost: float) -> str:
    """What becomes of the cost at the rates between the last that learns and the first that overflows."""
    rows = frame[(frame["reduction"] == "sum") & (frame["m"] == m) & frame["rate"].between(borne, lost)]
    seen = [says for state, says in SIGNS_BEFORE.items() if (rows["state"] == state).any()]
    return f" Before that the cost {', then '.join(seen)}." if seen else ""


def compared(checked: pd.DataFrame, frame: pd.DataFrame, m: int) -> str:
    """How well the sum by hand and the mean of the engine agree.

    Args:
        checked: of `border.checked`.
        frame: of `border.over_rates`.
        m: examples a step.
    """
    rows = frame[(frame["reduction"] == "sum") & (frame["m"] == m)].reset_index(drop=True)
    learns = (rows["state"] == LEARNS).to_numpy()
    share = checked["apart"] / checked["size"]
    told = (
        f"Checked with m = {m}: the sum by hand at each of {len(rows)} rates r, and Keras's mean at m · r in the "
        f"laboratory's engine. Where it learns ({learns.sum()} rates), the weights agree to "
        f"{figure(share[learns].max())} of the largest"
    )
    worst = share[~learns].max() if (~learns).any() else 0.0
    return told + ("." if worst < 1e-6 else f"; beyond, where steps enlarge what rounding leaves, to {figure(worst)}.")


def drawn(frame: pd.DataFrame, law: pd.DataFrame, reduction: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cells of a map and the law's line.

    Returns:
        One row per (m, rate): `low`, `high` (ends of the cell), `state`, `sign`, `says` (the cost); and one row per
        (curvature, m): `rate`.
    """
    cells = frame[frame["reduction"] == reduction]
    half = float(np.exp(np.median(np.diff(np.log(np.sort(cells["rate"].unique())))) / 2))
    cells = cells.assign(
        low=cells["rate"] / half,
        high=cells["rate"] * half,
        sign=cells["state"].map(SIGNS),
        says=cells["cost"].map(figure),
    )
    return cells.drop(columns="reduction"), law[law["reduction"] == reduction].drop(columns="reduction")


def formula(law: pd.DataFrame) -> str:
    """The foretold border with the numbers of these data."""
    whole = law[law["curvature"] == ALL]
    mean, most = whole.loc[whole["reduction"] == "mean", "rate"].iloc[0], int(law["m"].max())
    least = whole.loc[(whole["reduction"] == "sum") & (whole["m"] == most), "rate"].iloc[0]
    curvature = tex(figure(2 / mean))
    return aligned(
        rf"\text{{mean: }} r &< \frac{{2}}{{\lambda}} = \frac{{2}}{{{curvature}}} = {tex(figure(mean))}",
        rf"\text{{sum: }} r &< \frac{{2}}{{m \lambda}} = \frac{{2}}{{{most} \cdot {curvature}}} = {tex(figure(least))}",
    )
