"""Numbers as people write them: 1,212.5 and 1.212,5 and 1 212,5, −3, (3), 3-, 12 %, $5, 1e5."""

import re

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


SIGNS = ("minus", "inner", "last")


def readings(text: str) -> tuple[float | None, float | None]:
    """What a text is with a point as decimal mark, and with a comma; most texts are plain, and read at once."""
    if not PLAIN.fullmatch(text):
        return number(text, POINT), number(text, COMMA)
    point = float(text)
    return point, point if "." not in text else number(text, COMMA) if text[-4:-3] == "." else None


def by(found: tuple[float | None, float | None], decimal: str) -> float | None:
    """Of both readings the one with this decimal mark."""
    return found[decimal == COMMA]


def mark(found: tuple[float | None, float | None]) -> str | None:
    """The decimal mark that alone makes it a number: "" if it has none, "?" if both do, None if neither does."""
    point, comma = found
    if point is None or comma is None:
        return POINT if point is not None else COMMA if comma is not None else None
    return "" if point == comma else "?"


def number(text: str, decimal: str) -> float | None:
    """The number that a text is with this decimal mark, None if it is none; of "12 %" it is 12."""
    if (PLAIN if decimal == POINT else WHOLE).fullmatch(text):
        return float(text)
    found = _parts(text, decimal)
    if not found:
        return None
    size = float(_bare(found["core"], decimal).replace(COMMA, "."))
    return -size if found["open"] or "-" in "".join(found[name] or "" for name in SIGNS) else size


def ways(text: str, decimal: str) -> set[str]:
    """What is not plain of a number: "comma", "group", "%", "currency", "brackets", "minus behind"; and its unit."""
    found = None if PLAIN.fullmatch(text) and decimal == POINT else _parts(text, decimal)
    if not found:
        return set()
    unit, bare = ((found["before"] or "") + (found["behind"] or "")).strip(), _bare(found["core"], decimal)
    return {
        *(["comma"] if decimal == COMMA and COMMA in bare else []),
        *(["group"] if bare != found["core"] else []),
        *(["%" if unit in "%‰" else "currency", unit] if unit else []),
        *(["brackets"] if found["open"] else []),
        *(["minus behind"] if found["last"] else []),
    }


def is_number(text: str) -> bool:
    """Whether a text is a number with one decimal mark or the other."""
    return readings(text) != (None, None)


def _parts(text: str, decimal: str) -> re.Match | None:
    """The parts of a number; at most one of them says that it is negative."""
    found = PATTERNS[decimal].fullmatch(text.translate(SAME).strip())
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    signs = [found[name] for name in ("open", *SIGNS) if found[name]]
    price = found["last"] and found["core"].endswith((POINT, COMMA))  # "5.–"
    return None if len(signs) > 1 or price else found


def _bare(core: str, decimal: str) -> str:
    """Digits and decimal mark, without what stands between groups."""
    return re.sub(f"[{COMMA if decimal == POINT else POINT}' ]", "", core)
