"""What becomes of 16 starts, in words and a picture."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from lab import charts
from lab.answer import Figure, Section
from lab.check.finding import figure
from lab.numerals import counted, percent

EXAMPLES = 256  # that the accuracy is measured over


class Ends:
    """Where the starts of a training ended.

    Attributes:
        rows: as of `measure.starts`.
        guessing: the share of the examples that the most frequent class has.
        batch: examples of a batch.
    """

    def __init__(self, rows: pd.DataFrame, guessing: float, batch: int):
        self.rows, self.guessing, self.batch = rows, guessing, batch
        self._last = rows[rows["epoch"] == rows["epoch"].max()]

    @property
    def told(self) -> str:
        """How far they came, in few words."""
        accuracy = self._last["accuracy"]
        if accuracy.notna().all():
            low, high = (round(100 * each) for each in (accuracy.min(), accuracy.max()))
            return f"an accuracy of {low} to {high} %" if low < high else f"an accuracy of {low} %"
        cost = self._last["cost"][np.isfinite(self._last["cost"])]
        if cost.empty:
            return "costs that are no numbers"
        low, high = figure(cost.min()), figure(cost.max())
        return f"costs of {low} to {high}" if low != high else f"a cost of {low}"

    @property
    def _apart(self) -> str:
        """By how much the start decides, in words; "" where all end alike."""
        apart = 100 * float(self._last["accuracy"].std())
        return f", with a standard deviation of {figure(apart)} points between starts" if apart else ""

    @property
    def stuck(self) -> int:
        """How many guess: their accuracy is less than two standard errors above that of the most frequent class."""
        error = (
            math.sqrt(self.guessing * (1 - self.guessing) / EXAMPLES) if self.guessing == self.guessing else math.nan
        )
        return int((self._last["accuracy"] < self.guessing + 2 * error).sum())

    @property
    def sentence(self) -> str:
        """How long they were trained, how many learned, where they ended, and what guessing would get."""
        lost = int((~np.isfinite(self._last["cost"])).sum())
        gone = f"; {lost} of them {'ends' if lost == 1 else 'end'} at a cost that is no number" if lost else ""
        count, epochs = self._last["seed"].nunique(), int(self.rows["epoch"].max())
        after = f"After {counted(epochs, 'epoch')}, in batches of {self.batch:,}, "
        if not self._last["accuracy"].notna().all():
            return f"{after}the {count} starts end at {self.told}{gone}."
        better = count - self.stuck
        many = f"all {count} starts" if better == count else f"{better or 'none'} of the {count} starts"
        return (
            f"{after}{many} {'are' if better > 1 else 'is'} surely better than always guessing the most frequent "
            f"class, which gets {percent(self.guessing)}: they end at {self.told} of examples that they "
            f"trained on{self._apart}{gone}."
        )

    def judged(self, findings: pd.DataFrame) -> pd.DataFrame:
        """The findings of a checkup, of which `luck` is what these trainings say, where they say an accuracy."""
        count = len(self._last)
        if not self._last["accuracy"].notna().all() or self.stuck == count:
            return findings
        verdict = "ok" if not self.stuck else "warn" if self.stuck == 1 else "fault"
        says = f"Trained from {count} starts, {self.stuck or 'none'} "
        says += f"{'end' if self.stuck > 1 else 'ends'} no better than guessing."
        said = {"verdict": verdict, "because": says, "measured": self.stuck, "expected": 0.0, "follows": ""}
        return findings.assign(**{
            name: findings[name].mask(findings["check"] == "luck", value) for name, value in said.items()
        })  # fmt: skip

    @property
    def section(self) -> Section:
        """Their costs, a line each."""
        caption = "Each line is one start; thick: their median."
        return Section("From 16 starts", (Figure.of(charts.checkup.starts(self.rows), self.sentence, caption=caption),))
