"""What was found about the suspects, as a sentence, a table and a picture's frame."""

import pandas as pd

from lab.experiment import Experiment
from lab.log_axis import LogAxis
from lab.numerals import counted, figure


def verdict(summary: pd.DataFrame, experiment: Experiment) -> str:
    """Which suspects make equal units different.

    Args:
        summary: of `breaking.over_seeds`.
        experiment: that was trained.
    """
    parting = summary.loc[summary["equal"] < summary["runs"], "suspect"].tolist()
    runs, epochs = int(summary["runs"].iloc[0]), counted(experiment.training.epochs, "epoch")
    rest, every = len(summary) - len(parting), f"in all {runs} runs" if runs > 1 else "in the one run"
    make = "makes" if len(parting) == 1 else "make"
    told = f"{len(parting)} of {len(summary)} {make} equal neurons different: {', '.join(parting)}." if parting else (
        f"None of {len(summary)} makes equal neurons different."
    )  # fmt: skip
    leaves = "The other one leaves" if rest == 1 else f"The other {rest} leave"
    kept = f" {leaves} them exactly equal" if parting else " They stay exactly equal"
    return told + (f"{kept}, {every} of each, {epochs} long." if rest else f" ({counted(runs, 'run')} of each.)")


def agreement(summary: pd.DataFrame) -> str:
    """Whether theory says the same."""
    wrong = summary.loc[(summary["equal"] < summary["runs"]) != summary["foretold"], "suspect"].tolist()
    law = (
        "Theory: equal neurons get equal steps, unless something belongs to one of them alone. That is only where it "
        "starts, and the mask that dropout draws for it. Examples, their order, the rate, the optimizer's memory and "
        "the decay are the same for both."
    )
    return (
        f"{law} It predicts every line of this table." if not wrong else f"{law} It is wrong about: {', '.join(wrong)}."
    )


def table(summary: pd.DataFrame) -> str:
    """The ticks, as a Markdown table."""
    rows = [
        f"| {row.suspect} | {'✓ ' if row.equal < row.runs else '– '}{row.says} | {figure(row.mid)} | "
        f"{'part' if row.foretold else 'stay equal'} |"
        for row in summary.itertuples()
    ]
    head = "| What differs or changes | The equal neurons … | Apart at the end (median) | Theory says |"
    return "\n".join([head, "|---|---|---|---|", *rows])


def drawn(summary: pd.DataFrame) -> tuple[pd.DataFrame, LogAxis]:
    """The frame with its distances as places on a logarithmic axis that has a row for 0, and that axis."""
    axis = LogAxis.of(summary[["low", "mid", "high"]].to_numpy())
    return summary.assign(**{name: axis.place(summary[name]) for name in ("low", "mid", "high")}), axis
