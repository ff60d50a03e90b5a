"""A truth, and a list of columns to add, remove and set: each with its kind, its numbers, its part in the truth."""

import streamlit as st

from lab.relevance.second_column import NUMBERS
from lab.relevance.weights_setting import KINDS
from pages.shell import knobs

ENDS = {"x2": "", "x3": "_x3", "x4": "_x4", "x5": "_x5"}  # column -> end of the keys of its knobs


def columns(prefix: str, first: str) -> list[dict]:
    """The columns beside x1, in their order: those that are there, and an empty place to add one more.

    Args:
        prefix: what the keys begin with.
        first: kind of x2 to begin with, a key of `KINDS`; all others begin as "none".

    Returns:
        For each column that is not "none" its `kind`, a value of `KINDS`, its `weight` in the truth, and the numbers of
        its kind by their fields in `Column`.
    """
    kinds = {name: first if name == "x2" else "none" for name in ENDS}
    used = [place for place, (name, kind) in enumerate(kinds.items(), start=1) if _asked(prefix, name, kind) != "none"]
    chosen = [_column(prefix, name, kinds[name]) for name in list(ENDS)[: max(used, default=0) + 1]]
    return [column for column in chosen if column["kind"] != "none"]


def _asked(prefix: str, name: str, default: str) -> str:
    """What the visitor or the address asks for, before the knob is drawn; what is no kind asks for the default."""
    key = f"{prefix}column{ENDS[name]}"
    asked = st.session_state.get(key, st.query_params.get(key, default))
    return asked if asked in KINDS else default


def _column(prefix: str, name: str, default: str) -> dict:
    end = ENDS[name]
    with st.container(border=True):
        kind = KINDS[knobs.choice(f"Column {name}", KINDS, default, f"{prefix}column{end}")]
        if kind == "none":
            return {"kind": kind}
        values = {
            field: knobs.steps(f"{label} ({name})", options, given, f"{prefix}{field}{end}")
            for field, (label, options, given) in NUMBERS[kind].items()
        }
        weight = knobs.box(f"Coefficient of {name} in the truth", -10.0, 10.0, 0.5, 0.0, f"{prefix}weight{end}")
    return {"kind": kind, "weight": weight, **values}


def truth(prefix: str, fixed: bool) -> dict:
    """The rest of the truth and the examples, as `weights_setting.built` takes them; `fixed` to ten examples."""
    return {
        "slope": knobs.box("Coefficient of x1 in the truth", -10.0, 10.0, 0.5, 3.0, f"{prefix}slope"),
        "intercept": knobs.box("Constant in the truth", -10.0, 10.0, 0.5, 1.0, f"{prefix}intercept"),
        "noise": knobs.steps("Noise of the targets, sd", (0.0, 0.1, 1.0, 3.0), 0.0, f"{prefix}noise"),
        "examples": 10 if fixed else knobs.steps("Examples", (5, 10, 30, 100), 10, f"{prefix}examples"),
        "seed": knobs.slider("Seed of the data", 0, 50, 1, 0, f"{prefix}data"),
    }
