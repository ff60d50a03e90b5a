"""A logarithmic axis with an honest zero: exact zeros and diverged values get rows of their own."""

from dataclasses import dataclass

import numpy as np

from lab.numerals import on_axis

MOST_TICKS = 9
FARTHEST = 60  # decades from 1, either way; what lies beyond is drawn at the end


@dataclass(frozen=True)
class LogAxis:
    """Where values go on a logarithmic axis.

    Attributes:
        low, high: ends of the decades that are drawn, powers of ten.
        zero: the row of what is exactly 0, below `low`.
        diverged: the row of what is no finite number, above `high`; None if there is none.
        ticks: values that get a label, the two rows among them.
    """

    low: float
    high: float
    zero: float
    diverged: float | None
    ticks: tuple[float, ...]

    @classmethod
    def of(cls, values) -> "LogAxis":
        """The axis for some values, 0 or above, NaN or inf where diverged; without a positive one 1e-9 to 1."""
        values = np.asarray(values, dtype=float)
        positive = np.clip(values[np.isfinite(values) & (values > 0)], 10.0**-FARTHEST, 10.0**FARTHEST)
        low, high = (
            (np.floor(np.log10(positive.min())), np.ceil(np.log10(positive.max()))) if len(positive) else (-9, 0)
        )
        high = max(high, low + 1)
        gap = max(0.6, 0.09 * (high - low))
        lost = float(10.0 ** (high + gap)) if not np.isfinite(values).all() else None
        every = int(np.ceil((high - low) / MOST_TICKS))
        decades = tuple(float(f"1e{int(power)}") for power in np.arange(low, high + 1, every))
        zero = float(10.0 ** (low - gap))
        ticks = (zero, *decades, *([lost] if lost else []))
        return cls(float(f"1e{int(low)}"), float(f"1e{int(high)}"), zero, lost, ticks)

    @property
    def domain(self) -> tuple[float, float]:
        """Ends of the axis, rows included."""
        top = self.high if self.diverged is None else self.diverged * (self.diverged / self.high) ** 0.6
        return self.zero * (self.zero / self.low) ** 0.6, top

    @property
    def decades(self) -> list[float]:
        """The values that get a label, without the two rows."""
        return [tick for tick in self.ticks if self.low <= tick <= self.high]

    @property
    def edge(self) -> float:
        """Between the row of zeros and the decades."""
        return (self.zero * self.low) ** 0.5

    def place(self, values) -> np.ndarray:
        """Where each value is drawn."""
        values = np.asarray(values, dtype=float)
        lost = np.nan if self.diverged is None else self.diverged
        return np.where(
            np.isfinite(values), np.where(values == 0, self.zero, np.clip(values, self.low, self.high)), lost
        )

    @property
    def label(self) -> str:
        """Vega's expression for the label of a tick."""
        rows = f"datum.value == {self.zero!r} ? 'exactly 0' : "
        rows += f"datum.value == {self.diverged!r} ? 'diverged' : " if self.diverged else ""
        return rows + on_axis()
