"""A piece of the map of learning rates and scales."""

import math
from dataclasses import dataclass

from lab import checks

BOUNDS = -6.0, 5.0  # powers of ten
LEAST = 1e-12  # decades: 256 points closer together than this are no longer 256 numbers in float64


@dataclass(frozen=True, kw_only=True)
class Window:
    """A piece of the map, in decades: powers of ten.

    Attributes:
        rates: log10 of the learning rate at the left and at the right edge.
        scales: log10 of the factor on the first weights at the lower and at the upper edge.
    """

    rates: tuple[float, float] = (-0.7, 0.3)
    scales: tuple[float, float] = (-1.0, 1.0)

    def __post_init__(self):
        for name in ("rates", "scales"):
            pair = checks.sequence(f"Window.{name}", getattr(self, name), 2)
            checks.require(len(pair) == 2, f"`Window.{name}` must be two numbers; got {len(pair)}.")
            low, high = (checks.number(f"Window.{name}", each, *BOUNDS) for each in pair)
            checks.require(
                high - low >= LEAST,
                f"`Window.{name}` must rise by {LEAST:g} at least: closer numbers are the same in float64; "
                f"got {low!r} and {high!r}.",
            )
            checks.store(self, **{name: (low, high)})

    def part(self, across: tuple[float, float], up: tuple[float, float]) -> "Window":
        """The part between two shares of the way from left to right, and two of the way from below to above."""
        return Window(rates=_between(self.rates, across), scales=_between(self.scales, up))

    def wider(self, times: float) -> "Window":
        """The window that is so many times wider and higher around the same middle, within the bounds of the map."""
        return Window(rates=_wider(self.rates, times), scales=_wider(self.scales, times))

    def moved(self, across: float, up: float) -> "Window":
        """The window moved by so many of its widths to the right and heights up, within the bounds."""
        return Window(rates=_moved(self.rates, across), scales=_moved(self.scales, up))

    @property
    def decades(self) -> float:
        """Width, in decades of the learning rate."""
        return self.rates[1] - self.rates[0]


def _between(edges: tuple[float, float], shares: tuple[float, float]) -> tuple[float, float]:
    low, high = edges
    return _rounded(*(low + (high - low) * each for each in sorted(shares)))


def _rounded(low: float, high: float) -> tuple[float, float]:
    """Edges with the decimals that a ten-thousandth of their distance has: short to write, and exact when read."""
    decimals = max(0, 4 - math.floor(math.log10(high - low)))
    return round(low, decimals), round(high, decimals)


def _wider(edges: tuple[float, float], times: float) -> tuple[float, float]:
    low, high = _between(edges, (0.5 - times / 2, 0.5 + times / 2))
    return max(low, BOUNDS[0]), min(high, BOUNDS[1])


def _moved(edges: tuple[float, float], widths: float) -> tuple[float, float]:
    low, high = edges
    step = min(max((high - low) * widths, BOUNDS[0] - low), BOUNDS[1] - high)
    return _rounded(low + step, high + step)
