"""What is allowed: every check and every message about bad input, in one place."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import MISSING, Field, fields
from difflib import get_close_matches
from numbers import Integral, Real

MAX_SEED = 2**32 - 1


def one_of(name: str, value: object, allowed: Iterable, spelled: Mapping[str, str] | None = None) -> str:
    """The one of `allowed` that `value` is; raise unless it is one, with what may have been meant.

    Args:
        name: of what is checked.
        value: what came.
        allowed: the options.
        spelled: where it is given, an option may be written with other capitals, hyphens and underscores, and in these
            ways too: letters and digits alone -> option. What maps to "" looks like an option, and is another thing.
    """
    allowed = tuple(allowed)
    if isinstance(value, str) and value in allowed:
        return value
    ways = {_letters(option): option for option in allowed} | dict(spelled or {})
    if spelled is not None and isinstance(value, str) and ways.get(_letters(value)) in allowed:
        return ways[_letters(value)]
    options = ", ".join(map(repr, allowed))
    near = _meant(value, dict(spelled or {}) | {_letters(option): option for option in allowed})
    raise ValueError(f"`{name}` must be one of {options}; got {_shown(value)}.{near}")


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


def arrays(name: str, value: object) -> tuple:
    """`value` as nested tuples of floats; raise unless it is a list of vectors and matrices of finite numbers."""
    import numpy as np

    try:
        found = [np.asarray(item, float) for item in value]
    except (TypeError, ValueError):
        found = []
    good = found and all(array.ndim in (1, 2) and array.size and np.isfinite(array).all() for array in found)
    require(bool(good), f"`{name}` must be a list of kernels and biases, finite numbers; got {_shown(value)}.")
    return tuple(tuple(tuple(row) if isinstance(row, list) else row for row in array.tolist()) for array in found)


def require_type(name: str, value: object, kind: type) -> None:
    """Raise unless `value` is an instance of `kind`."""
    if not isinstance(value, kind):
        raise ValueError(f"`{name}` must be a {kind.__name__}; got {_shown(value)}.")


def known(name: str, given: Iterable, allowed: Collection) -> None:
    """Raise if `given` names something that is not in `allowed`."""
    unknown = sorted(str(key)[:40] for key in given if key not in allowed)
    if unknown:
        meant = _meant(unknown[0], {_letters(each): each for each in allowed})
        raise ValueError(f"`{name}` has no {unknown[0]!r}; it has {', '.join(map(repr, allowed))}.{meant}")


def require(condition: bool, message: str) -> None:
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


class Spec:
    """What frozen specs share: `check` looks at every field, `unused` names those that have nothing to act on."""

    def __post_init__(self):
        self.check()
        used(self)


def used(spec: object, names: Iterable[str] | None = None) -> None:
    """Raise if a field is set that has nothing to act on.

    Args:
        spec: its method `unused` gives field -> sentence for each field that the others leave nothing to act on.
        names: of the fields that are looked at; None = all.
    """
    sentences = spec.unused()
    for each in fields(spec):
        wanted = each.name in sentences and (names is None or each.name in names)
        require(not wanted or getattr(spec, each.name) == default(each), sentences.get(each.name, ""))


def kept(kind: type, values: Mapping[str, object]):
    """A spec whose fields are checked one by one alone: what has nothing to act on now is kept for what follows."""
    spec = object.__new__(kind)
    store(spec, **{each.name: values.get(each.name, default(each)) for each in fields(kind)})
    spec.check()
    return spec


def default(spec: Field) -> object:
    """The value of a field that is left out."""
    return spec.default if spec.default_factory is MISSING else spec.default_factory()


def _letters(text: str) -> str:
    """Letters and digits, small."""
    return "".join(filter(str.isalnum, text.lower()))


def _meant(value: object, ways: Mapping[str, str]) -> str:
    """The question behind a refusal: " Did you mean 'he_normal'?"; "" where nothing is near."""
    written = _letters(value)[:80] if isinstance(value, str) else ""
    near = [name for name in get_close_matches(written, ways, n=1, cutoff=0.75) if ways[name]]
    return f" Did you mean {ways[near[0]]!r}?" if near else ""


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
