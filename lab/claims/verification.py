"""Verifying claims: every figure measured anew, and the record of the last time."""

import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from lab import checks
from lab.claims import CLAIMS, Claim

RECORD = Path(__file__).with_name("verified.json")


def verify(claim: Claim) -> pd.DataFrame:
    """Measure one claim now.

    Returns:
        One row per figure: `id`, `figure`, `way`, `expected`, `tolerance`, `measured`, `met`.

    Raises:
        ValueError: the claim measured another number of figures than it has.
    """
    measured = tuple(float(number) for number in claim.measured())
    checks.require(
        len(measured) == len(claim.figures),
        f"{claim.id} has {len(claim.figures)} figures, and {len(measured)} were measured.",
    )
    rows = [
        {
            "id": claim.id, "figure": figure.name, "way": figure.way, "expected": figure.expected,
            "tolerance": figure.tolerance, "measured": number, "met": figure.met_by(number),
        }
        for figure, number in zip(claim.figures, measured, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def verify_all(names: Iterable[str] = (), told: Callable[[str, float], None] | None = None) -> pd.DataFrame:
    """Measure some claims, or all, one after the other.

    Args:
        names: ids, in any case; none = all.
        told: called with the id and the share done before each, and with "" and 1.0 at the end.

    Returns:
        The rows of `verify`, with `seconds` that each claim took.

    Raises:
        ValueError: there is no such claim.
    """
    chosen = [name.upper() for name in names] or list(CLAIMS)
    for name in chosen:
        checks.require(name in CLAIMS, f"There is no claim {name!r}; they are S01 to S29, L01 to L29 and N01 to N06.")
    frames = []
    for place, name in enumerate(chosen):
        if told:
            told(name, place / len(chosen))
        began = time.perf_counter()
        frames.append(verify(CLAIMS[name]).assign(seconds=lambda frame, at=began: time.perf_counter() - at))
    if told:
        told("", 1.0)
    return pd.concat(frames, ignore_index=True)


def write(found: pd.DataFrame) -> None:
    """Keep what was measured, as the record that the pages show; claims that are not in it stay as they were."""
    kept = _recorded() | {name: rows["measured"].tolist() for name, rows in found.groupby("id", sort=False)}
    RECORD.write_text(json.dumps({name: kept[name] for name in sorted(kept)}, indent=1) + "\n", encoding="utf-8")


def last() -> pd.DataFrame:
    """What was measured the last time that a record was written.

    Returns:
        One row per figure as of `verify`; a claim that was never measured has no row.
    """
    rows = []
    for name, numbers in _recorded().items():
        figures = CLAIMS[name].figures if name in CLAIMS else ()
        for figure, number in zip(figures, numbers, strict=False):
            met = figure.met_by(number)
            rows.append({"id": name, "figure": figure.name, "way": figure.way, "expected": figure.expected,
                         "tolerance": figure.tolerance, "measured": number, "met": met})  # fmt: skip
    columns = ["id", "figure", "way", "expected", "tolerance", "measured", "met"]
    return pd.DataFrame(rows, columns=columns)


def _recorded() -> dict[str, list[float]]:
    return json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
