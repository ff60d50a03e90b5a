"""What was found about one network and its copies, in sentences; every number comes from their frames."""

import numpy as np
import pandas as pd

from lab.differentiation.permutation import SUMS, TURNED, copies
from lab.numerals import figure

ROUNDING = 1e-9  # outputs that lie nearer in float64 differ by rounding alone


def verdict(effect: pd.DataFrame, moved: pd.DataFrame) -> str:
    """How many weights a deed changed, and what that did to the outputs."""
    rows = effect.set_index("sum")
    largest, exact, examples = effect["largest"].iloc[:2].max(), rows.loc[SUMS[2]], effect["examples"].iloc[0]
    head = f"{len(moved)} weights change" if len(moved) else "No weight changes"
    if not np.isfinite(largest):
        return "This network diverged: its weights are no finite numbers any more, and nothing can be compared."
    if exact["largest"] > ROUNDING:
        return f"{head}, and so does the function: over {examples} examples outputs move by up to {figure(largest)}."
    if exact["largest"] > 0:
        return (
            f"{head}, the function does not: over {examples} examples no output moves by more than {figure(largest)}, "
            f"which is rounding; exact sums leave {figure(exact['largest'])}, as the moved bias is itself rounded."
        )
    if largest == 0:
        return f"{head}, and not one of {examples} outputs does: exactly equal, in whatever way one adds up."
    return (
        f"{head}, the function does not: the sums run in another order, which moves outputs by {figure(largest)} at "
        f"most; with exact sums all {examples} outputs are exactly equal."
    )


def table(effect: pd.DataFrame) -> pd.DataFrame:
    """The frame of `permutation.effect`, in words."""
    differ = [f"{row.differ:,} of {row.examples:,}" for row in effect.itertuples()]
    largest = ["0 (exactly)" if value == 0 else _figure(value) for value in effect["largest"]]
    return pd.DataFrame({"Sums": effect["sum"], "Largest change of an output": largest, "Outputs that change": differ})


def weights(moved: pd.DataFrame) -> pd.DataFrame:
    """The frame of `permutation.moved`, in words."""
    numbers = {name: [_figure(value) for value in moved[name]] for name in ("before", "after")}
    return pd.DataFrame({"Weight": moved["weight"], "Before": numbers["before"], "After": numbers["after"]})


def count(units: int, activation: str) -> str:
    """How many copies a network has."""
    number = f"{copies(units, activation):,}"
    if activation == "tanh":
        return f"With {units} tanh units there are {number} such networks, all with the same outputs."
    if activation in TURNED:
        return (
            f"With {units} sigmoid units there are {number} such networks: {copies(units, 'relu'):,} by order alone; "
            "the others need the output bias to take up what turning a unit adds."
        )
    return (
        f"With {units} ReLU units there are {number} such networks by order, each in endlessly many scales: a ReLU "
        "unit cannot be turned round, but what goes in may be multiplied by any positive number, and what goes out "
        "divided by it."
    )


def _figure(value: float) -> str:
    return figure(value) if np.isfinite(value) else "diverged"
