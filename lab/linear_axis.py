"""A linear axis with rows of their own for what is infinite and for what is no number."""

from dataclasses import dataclass

import numpy as np

from lab.numerals import on_axis

INFINITE, NO_NUMBER = "∞", "not a number"


@dataclass(frozen=True)
class LinearAxis:
    """Where values go on a linear axis.

    Attributes:
        low, high: ends of the finite values.
        ticks: finite values that get a label.
    """

    low: float
    high: float
    ticks: tuple[float, ...]

    @property
    def infinite(self) -> float:
        """The row of what is infinite, above `high`."""
        return self.high + 0.12 * (self.high - self.low)

    @property
    def no_number(self) -> float:
        """The row of what is no number, above that."""
        return self.high + 0.24 * (self.high - self.low)

    @property
    def domain(self) -> tuple[float, float]:
        """Ends of the axis, rows included."""
        return self.low - 0.03 * (self.high - self.low), self.high + 0.31 * (self.high - self.low)

    @property
    def edge(self) -> float:
        """Between the finite values and the rows."""
        return self.high + 0.06 * (self.high - self.low)

    @property
    def values(self) -> tuple[float, ...]:
        """Every place that has a label."""
        return (*self.ticks, self.infinite, self.no_number)

    def place(self, values) -> np.ndarray:
        """Where each value is drawn; a finite one beyond an end, at that end."""
        values = np.asarray(values, dtype=float)
        finite = np.clip(values, self.low, self.high)
        return np.where(np.isnan(values), self.no_number, np.where(np.isinf(values), self.infinite, finite))

    @property
    def label(self) -> str:
        """Vega's expression for the label of a tick."""
        rows = f"datum.value == {self.infinite!r} ? '{INFINITE}' : datum.value == {self.no_number!r} ? '{NO_NUMBER}' : "
        return rows + on_axis()
