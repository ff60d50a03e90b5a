"""What the pictures of a handful of logits draw: frames of bars, and of steps from logit to cost."""

import numpy as np
import pandas as pd

from lab.numerals import figure
from lab.softmax.one_example_words import probability

STEPS = {"z": "z", "eᶻ": "power", "a": "a", "y": "y", "−y log a": "term", "a − y": "law"}  # heading -> column
TINY = 1e-12  # of a sum that is 0 but for rounding


def bars(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame of `classes` as bars: one row per (class, quantity).

    Returns:
        `class` and `label` of it (says which is the target), `quantity` ("probability a" or "gradient"), `value`,
        `law` (for the gradient; else missing), `text` of the value, short.
    """
    label = (
        frame["class"].map("class {}".format).where(~frame["target"], frame["class"].map("target ► class {}".format))
    )
    base = pd.DataFrame({"class": frame["class"], "label": label})
    outputs = base.assign(quantity="probability a", value=frame["a"], law=np.nan)
    slopes = base.assign(quantity="gradient", value=frame["measured"], law=frame["law"])
    both = pd.concat([outputs, slopes]).sort_values("class", kind="stable", ignore_index=True)
    return both.assign(text=both["value"].map(_short))


def steps(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame of `classes` as a table of cells, a row for each class and one for the sums.

    Returns:
        One row per (row, step): `row` ("0", "► 1" for the target, "Σ"), `step` (a key of `STEPS`), `text` (short),
        `kind` ("zero" for what is exactly 0 among the terms and targets, "sum", "target" or "other"), `says`: the
        whole row with all its digits.
    """
    rows = [_cells(row, f"► {row['class']}" if row["target"] else f"{row['class']}") for _, row in frame.iterrows()]
    sums = frame[[*STEPS.values()]].sum().to_dict()
    last = [
        {"row": "Σ", "step": step, "kind": "sum", "text": "" if step == "z" else _cell(sums[column], TINY)}
        for step, column in STEPS.items()
    ]
    says = f"sums: eᶻ {figure(sums['power'])}, a {figure(sums['a'])}, cost {figure(sums['term'])}"
    return pd.DataFrame([cell for cells in rows for cell in cells] + [{**cell, "says": says} for cell in last])


def _cells(row: pd.Series, name: str) -> list[dict]:
    """One class."""
    says = f"class {row['class']}: " + " → ".join(
        f"{step} = {probability(row[column]) if step in ('a', 'a − y') else figure(row[column])}"
        for step, column in STEPS.items()
    )
    kind = "target" if row["target"] else "other"
    return [
        {
            "row": name, "step": step, "text": _cell(row[column]), "says": says,
            "kind": "zero" if column in ("y", "term") and row[column] == 0 else kind,
        }
        for step, column in STEPS.items()
    ]  # fmt: skip


def _cell(value: float, tiny: float = 0.0) -> str:
    """Three digits, in the room that a cell has on a phone; what is not quite 0 or 1 is not said to be."""
    if 0 < abs(value) < tiny:
        return "≈ 0"
    if value != round(value) and abs(abs(value) - 1) < 5e-4:
        return _short(value) if abs(abs(value) - 1) < 5e-5 else f"{value:.4f}".replace("-", "−")
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        shown = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    else:
        mantissa, power = f"{value:.1e}".split("e")
        shown = f"{mantissa}e{int(power)}"
    return shown.replace("-", "−")


def _short(value: float) -> str:
    """`probability` in the room that a picture has."""
    shown = probability(value)
    return f"≈ {figure(round(value))}" if " " in shown else shown
