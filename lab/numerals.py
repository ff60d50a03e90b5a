"""Numbers as sentences and formulas write them."""

import math
import re
from collections.abc import Iterable

DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED = str.maketrans("0123456789-", DIGITS + "⁻")
LOWERED = str.maketrans(DIGITS + "⁻", "0123456789-")


def figure(value: float, digits: int | None = None) -> str:
    """A number for reading: four decimals, fewer only where it has no more; "0" only for what is exactly 0.

    Args:
        value: the number.
        digits: significant ones that it keeps at the most; None = all.
    """
    value = float(f"{value:.{digits}g}") if digits else value
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "∞" if value > 0 else "−∞"
    if value == int(value) and abs(value) < 1e6:
        return f"{int(value):,}".replace("-", "−")
    if value == round(value, 4) and abs(value) < 100:
        return f"{value:.4f}".rstrip("0").replace("-", "−")
    if 1e-4 <= abs(value) < 1e-3:
        return f"{value:.3g}".replace("-", "−")
    if abs(value) < 1e-4 or abs(value) >= 1e6:
        return scientific(value)
    return (f"{value:.4f}" if abs(value) < 10 else f"{value:,.2f}").replace("-", "−")


def scientific(value: float, digits: int = 2) -> str:
    """A finite number with a power of ten, "2.06 × 10⁻⁹", to `digits` behind the point; "10⁻⁶" where it is one."""
    mantissa, power = f"{value:.{digits}e}".split("e")
    ten = f"10{str(int(power)).translate(RAISED)}"
    shown = f"{'-' if value < 0 else ''}{ten}" if abs(float(mantissa)) == 1 else f"{mantissa} × {ten}"
    return shown.replace("-", "−")


def cell(value: float, digits: int = 2) -> str:
    """Three digits, in the room that a cell has on a phone: "0.341", "1,230", "4.54·10⁻⁵"; `digits` as above."""
    if not math.isfinite(value) or value == 0:
        return figure(value)
    if not 1e-4 <= abs(value) < 1e6:
        return scientific(value, digits).replace(" × ", "·")
    return (f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}").replace("-", "−")


def on_axis(value: str = "datum.value", digits: int = 12) -> str:
    """Vega's expression for a number: "0.001", "2,000", and powers of ten, "10⁻⁶", for the tiny and the huge.

    Args:
        value: Vega's expression for it.
        digits: that are written, at most.
    """
    power = f"floor(log(abs({value})) / LN10 + 1e-9)"
    far = f"abs({power})"
    tens, ones = (f"slice('{DIGITS}', {digit}, {digit} + 1)" for digit in (f"floor({far} / 10)", f"{far} % 10"))
    raised = f"'10' + ({power} < 0 ? '⁻' : '') + ({far} > 9 ? {tens} : '') + {ones}"
    mantissa = f"format({value} / pow(10, {power}), '.3~r')"
    written = f"({mantissa} == '1' ? '' : {mantissa} + ' × ') + {raised}"
    plain = f"{value} == 0 || (abs({value}) >= 1e-4 && abs({value}) < 1e6)"
    return f"{plain} ? format({value}, ',.{digits}~r') : {written}"


def ended(value: float) -> str:
    """The same of what training may lose: "diverged" for what is no finite number."""
    return figure(value) if math.isfinite(value) else "diverged"


def bare(value: float, digits: int = 8) -> str:
    """A number with so many significant digits, without commas; 8 are as many as a float32 has."""
    return f"{value:.{digits}g}".replace("-", "−")


def counted(number: float, noun: str) -> str:
    """A count with its noun: "1 value", "1,200 values"."""
    return f"{int(number):,} {noun}{'' if number == 1 else 's'}"


def every(number: int, noun: str) -> str:
    """All of so many: "the only seed", "all 16 seeds"."""
    return f"the only {noun}" if number == 1 else f"all {counted(number, noun)}"


def tex(shown: str) -> str:
    """What `figure` wrote, for a formula."""
    if not any(sign.isdigit() or sign == "∞" for sign in shown):
        return rf"\text{{{shown}}}"
    plain = shown.replace("−", "-").replace(",", "{,}").replace("∞", r"\infty").replace("×", r"\times")
    return re.sub(f"[⁻{DIGITS}]+", lambda power: f"^{{{power[0].translate(LOWERED)}}}", plain)


def column(entries: Iterable[str]) -> str:
    """A vector for a formula, of entries that are TeX."""
    rows = r" \\ ".join(entries)
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"


def aligned(*lines: str) -> str:
    """Formulas one below the other, their "&" in line, small enough for a phone.

    The space at the end keeps what KaTeX draws within its box: without it the box scrolls by two pixels.
    """
    return r"\small \begin{aligned} " + r" \\[0.6em] ".join(lines) + r" \end{aligned} \;"


def short(value: float) -> str:
    """A number in a sentence: three digits; the tiny and the large in words, "3.37 millionths", "2 million"."""
    value = float(f"{value:.3g}")
    size = abs(value)
    if 0 < size < 1e-9:
        return "less than a billionth"
    if 0 < size < 1e-4:
        unit, name = (1e6, "millionth") if size >= 1e-6 else (1e9, "billionth")
        count = f"{value * unit:.3g}"
        return f"{count} {name}{'' if count in ('1', '-1') else 's'}".replace("-", "−")
    if 1e6 <= size < 1e12:
        unit, name = (1e6, "million") if size < 1e9 else (1e9, "billion")
        return f"{value / unit:.3g} {name}".replace("-", "−")
    if 1e12 <= size < math.inf:
        return scientific(value)
    return figure(value)


def percent(share: float) -> str:
    """A share in a sentence, whole, halves up; 0 % and 100 % only for none and all."""
    if 0 < share < 0.005:
        return "less than 1 %"
    if 0.995 <= share < 1:
        return "more than 99 %"
    return f"{100 * share + 1e-9:.0f} %"


def percentage(share: float) -> str:
    """A share to three digits; 0 % and 100 % only for none and all, a dash where it is missing."""
    if math.isnan(share):
        return "–"
    if 0 < share < 1e-3:
        return "less than 0.1 %"
    return "more than 99.9 %" if 0.999 < share < 1 else f"{100 * share:.3g} %"


def probability(value: float) -> str:
    """A probability or a gradient of one, for tables: near 1 and -1 it is what is missing."""
    rest = 1 - abs(value)
    if rest == 0 or abs(rest) >= 5e-5:
        return figure(value)
    sign, joined = ("−", "+") if value < 0 else ("", "−")
    return f"{sign}1 {joined} {figure(rest)}"
