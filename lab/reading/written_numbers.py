"""Numbers as people write them: 1,212.5 and 1.212,5 and 1 212,5, −3, (3), 3-, 12 %, $5, 1e5."""

import re
from typing import NamedTuple

POINT, COMMA = ".", ","
SAME = str.maketrans({
    "−": "-", "–": "-", "－": "-", "﹣": "-", "’": "'", "ʼ": "'", "´": "'",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ",
})  # fmt: skip
CURRENCY = (
    r"(?:(?:US|CA|AU|R|A|C)?\$|[€£¥₹₽₩₺₪₫฿¢]|(?:USD|EUR|GBP|CHF|JPY|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|INR|CNY|BRL|ZAR|kr)"
    r"(?![A-Za-z]))"
)
PLAIN = re.compile(r"[+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)")
WHOLE = re.compile(r"[+-]?[0-9]++")


def _pattern(decimal: str, groups: str) -> re.Pattern:
    """A whole number, or one with decimals; groups of three digits, those of India, a power of ten, a unit, a minus."""
    mark, begin = re.escape(decimal), "[1-9][0-9]{0,2}"
    grouped = rf"{begin}(?P<group>[{groups}])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*+(?![0-9])"
    lakhs = r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?![0-9])|" if decimal == POINT else ""
    body = rf"(?:{lakhs}{grouped}|[0-9]++)(?:{mark}[0-9]*+)?|{mark}[0-9]++"
    return re.compile(
        rf"(?P<open>\( ?)?(?P<minus>[+-] ?)?(?P<before>{CURRENCY} ?)?(?P<inner>[+-])?"
        rf"(?P<core>(?:{body})(?:[eE][+-]?[0-9]++)?|inf(?:inity)?)"
        rf"(?P<behind> ?(?:[%‰]|{CURRENCY}))?(?P<last> ?-)?(?P<close> ?\))?",
        re.IGNORECASE,
    )


PATTERNS = {POINT: _pattern(POINT, ",' "), COMMA: _pattern(COMMA, ".' ")}


class Number(NamedTuple):
    """A number that was read.

    Attributes:
        value: the number; of "12 %" it is 12.
        ways: what of its writing is not plain, of "comma", "group", "%", "currency", "brackets", "minus behind";
            and its unit.
    """

    value: float
    ways: frozenset[str] = frozenset()


class Readings(NamedTuple):
    """What a text is with a point as decimal mark, and with a comma; None where it is no number."""

    point: Number | None
    comma: Number | None

    @property
    def mark(self) -> str | None:
        """The decimal mark that alone makes it a number: "" if it has none, "?" if both do, None if neither does."""
        if self.point is None or self.comma is None:
            return POINT if self.point is not None else COMMA if self.comma is not None else None
        return "" if self.point.value == self.comma.value else "?"

    def by(self, decimal: str) -> Number | None:
        """The number with this decimal mark."""
        return self.point if decimal == POINT else self.comma


def readings(text: str) -> Readings:
    """Both readings of a text; most texts are plain, and read at once."""
    if not PLAIN.fullmatch(text):
        return Readings(number(text, POINT), number(text, COMMA))
    point = Number(float(text))
    return Readings(point, point if "." not in text else number(text, COMMA) if text[-4:-3] == "." else None)


def number(text: str, decimal: str) -> Number | None:
    """The number that a text is with this decimal mark, None if it is none."""
    if (PLAIN if decimal == POINT else WHOLE).fullmatch(text):
        return Number(float(text))
    found = PATTERNS[decimal].fullmatch(text.translate(SAME).strip())
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    core, signs = found["core"], [found[name] for name in ("open", "minus", "inner", "last") if found[name]]
    if len(signs) > 1 or (found["last"] and core.endswith((POINT, COMMA))):  # "5.–" is a price
        return None
    bare = re.sub(f"[{COMMA if decimal == POINT else POINT}' ]", "", core)
    size = float(bare.replace(COMMA, "."))
    return Number(-size if signs and "+" not in signs[0] else size, frozenset(_ways(found, decimal, bare)))


def is_number(text: str) -> bool:
    """Whether a text is a number with one decimal mark or the other."""
    return PLAIN.fullmatch(text) is not None or any(number(text, decimal) for decimal in PATTERNS)


def _ways(found: re.Match, decimal: str, bare: str) -> list[str]:
    unit = ((found["before"] or "") + (found["behind"] or "")).strip()
    return [
        *(["comma"] if decimal == COMMA and COMMA in bare else []),
        *(["group"] if bare != found["core"] else []),
        *(["%" if unit in "%‰" else "currency", unit] if unit else []),
        *(["brackets"] if found["open"] else []),
        *(["minus behind"] if found["last"] else []),
    ]
