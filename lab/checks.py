"""What is allowed: every check and every message about bad input, in one place."""

from collections.abc import Collection, Iterable
from numbers import Integral, Real

MAX_SEED = 2**32 - 1


def one_of(name: str, value: object, allowed: Iterable) -> None:
    """Raise unless `value` is one of `allowed`."""
    allowed = tuple(allowed)
    if not isinstance(value, str) or value not in allowed:
        options = ", ".join(map(repr, allowed))
        raise ValueError(f"`{name}` must be one of {options}; got {_shown(value)}.")


def whole(name: str, value: object, low: int, high: int) -> int:
    """`value` as an int; raise unless it is a whole number from `low` to `high`."""
    if isinstance(value, bool) or not isinstance(value, Integral) or not low <= value <= high:
        raise ValueError(f"`{name}` must be a whole number from {low:,} to {high:,}; got {_shown(value)}.")
    return int(value)


def number(name: str, value: object, low: float = -1e9, high: float = 1e9) -> float:
    """`value` as a float; raise unless it is a finite number from `low` to `high`."""
    real = isinstance(value, Real) and not isinstance(value, bool)
    if not real or not low <= value <= high:
        raise ValueError(f"`{name}` must be a number from {low:g} to {high:g}; got {_shown(value)}.")
    return float(value)


def flag(name: str, value: object) -> bool:
    """`value` itself; raise unless it is True or False."""
    if not isinstance(value, bool):
        raise ValueError(f"`{name}` must be True or False; got {_shown(value)}.")
    return value


def text(name: str, value: object) -> str:
    """`value` itself; raise unless it is a text of 1 to 200 characters that UTF-8 can write."""
    if not isinstance(value, str) or not 0 < len(value) <= 200 or not _writable(value):
        raise ValueError(f"`{name}` must be a text of 1 to 200 characters; got {_shown(value)}.")
    return value


def sequence(name: str, value: object, most: int) -> tuple:
    """`value` as a tuple; raise unless it is a list, tuple or range of at most `most` items."""
    if not isinstance(value, (list, tuple, range)) or len(value) > most:
        raise ValueError(f"`{name}` must be a list of at most {most:,} items; got {_shown(value)}.")
    return tuple(value)


def a(name: str, value: object, kind: type) -> None:
    """Raise unless `value` is an instance of `kind`."""
    if not isinstance(value, kind):
        raise ValueError(f"`{name}` must be a {kind.__name__}; got {_shown(value)}.")


def known(name: str, given: Iterable, allowed: Collection) -> None:
    """Raise if `given` names something that is not in `allowed`."""
    unknown = sorted(str(key)[:40] for key in given if key not in allowed)
    if unknown:
        raise ValueError(f"`{name}` has no {unknown[0]!r}; it has {', '.join(map(repr, allowed))}.")


def that(condition: bool, message: str) -> None:
    """Raise `message` unless `condition` holds; for a rule between fields."""
    if not condition:
        raise ValueError(message)


def each(name: str, values: Iterable, kinds: tuple, what: str) -> None:
    """Raise unless every value of a table's column is of one of `kinds`."""
    for value in values:
        if not isinstance(value, kinds):
            raise ValueError(f"Column {name!r} must hold {what}; got {_shown(value)}.")


def store(spec: object, **values: object) -> None:
    """Put checked values on a frozen spec while it is being made."""
    for name, value in values.items():
        object.__setattr__(spec, name, value)


def _writable(value: str) -> bool:
    """Whether UTF-8 can write it: JSON can spell half a character, which no page could then show."""
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _shown(value: object) -> str:
    """`value` as a message quotes it: never longer than a line."""
    try:
        shown = repr(value)
    except (ValueError, RecursionError):
        shown = f"something too large to show ({type(value).__name__})"
    return shown if len(shown) <= 80 else shown[:77] + "..."
