"""Numbers of a formula with so many digits that the line is right as printed: whoever works it out gets the same."""

import math
from collections.abc import Callable

from lab.numerals import figure, probability, scientific

TIE = 0.49  # of the last digit: what is nearer to half of it would round either way
MOST = 12  # decimals


def enough(value: float, worked: Callable[[float], float], result: float, first: int = 4) -> str:
    """A number with `first` decimals, or as many more as it takes.

    Args:
        value: the number.
        worked: what a reader makes of it as printed.
        result: what must come out, as `lab.numerals.figure` rounds it.
        first: decimals at least.
    """
    for decimals in range(first, MOST + 1):
        text = _written(value, decimals)
        number = float(f"{value:.{decimals - 2}e}" if "×" in text else text)
        if right(worked(number), result):
            break
    plain = number == value and "." in text and "×" not in text
    return (text.rstrip("0").rstrip(".") if plain else text).replace("-", "−")


def right(number: float, result: float) -> bool:
    """Whether a number that was worked out rounds to what is printed of a result."""
    unit = _last_place(result)
    return abs(number - round(result / unit) * unit) <= TIE * unit


def probability_of(a: float, loss: float) -> str:
    """A probability with so many digits that -ln of it is the loss as printed."""
    said = probability(a)
    return said if said.startswith("1 ") else enough(a, lambda a: -math.log(a) if a else math.inf, loss)


def quotient(top: float, bottom: float, said: str) -> tuple[str, str]:
    """Two numbers with so many digits that their quotient is what is `said` of it."""
    decimals, plain = 4, 1e-3 <= top <= bottom < 1e6 and "×" not in said
    unit = 10.0 ** -len(said.partition(".")[2])
    while plain and decimals < MOST:
        if abs(round(top, decimals) / round(bottom, decimals) - float(said)) <= TIE * min(unit, 1e-4):
            return tuple(figure(each) if each == int(each) else f"{each:.{decimals}f}" for each in (top, bottom))
        decimals += 1
    return figure(top), figure(bottom)


def _written(value: float, decimals: int) -> str:
    return scientific(value, decimals - 2) if 0 < abs(value) < 1e-4 else f"{value:.{decimals}f}"


def _last_place(value: float) -> float:
    """The place of the last digit that `figure` writes."""
    size = abs(value)
    if 0 < size < 1e-3:
        return 10.0 ** (math.floor(math.log10(size)) - 2)
    return 1e-4 if size < 10 else 1e-2
