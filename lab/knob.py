"""One knob: its kinds, what each offers, and how an address writes what it is set to."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from lab import checks
from lab.numerals import DIGITS, LOWERED, scientific

TEXT = 200  # characters of a free text


def number(value: float) -> str:
    """A number as knobs and addresses write it: 0.1, 10⁻⁶, 2,000."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:g}"
    mantissa, tens, _ = text.partition("e")
    return scientific(value, len(mantissa.partition(".")[2])) if tens else text


def plain(text: str) -> str:
    """One spelling for all of a number: "10⁻⁶" and "1e-6", "2,000" and "2e3"; another text as it is."""
    power = re.fullmatch(rf"([−-]?)(?:(\d+(?:\.\d+)?) × )?10([⁻{DIGITS}]+)", text)
    if power:
        sign, mantissa, raised = power.groups()
        text = f"{'-' * bool(sign)}{mantissa or 1}e{raised.translate(LOWERED)}"
    try:
        return f"{float(text.replace(',', '')):.10g}"
    except ValueError:
        return text


@dataclass(frozen=True, kw_only=True)
class Knob:
    """One setting.

    Attributes:
        name: keyword of `lab.ask` and of the question's `answer`.
        label: what the reader sees, Markdown.
        key: what the address calls it.
        default: its value to begin with.
        help: a sentence shown on demand.
        private: whether it is about what a visitor brought: then no address holds it.
    """

    name: str
    label: str
    key: str
    default: object
    help: str | None = None
    private: bool = False

    def checked(self, value: object) -> object:
        """The value as the question gets it; raise if the knob does not offer it."""
        raise NotImplementedError

    def texts(self, value: object) -> list[str]:
        """How the address writes a value."""
        raise NotImplementedError

    def read(self, texts: Sequence[str]) -> object:
        """The value that an address writes so; raise `ValueError` if the knob has none."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Choice(Knob):
    """One of some options; `ordered` where they are in order, as rates and counts are.

    Attributes:
        options: what is offered.
        shown: option -> its text, on the page and in the address.
        ordered: whether a slider fits.
        moved_by: "epoch" for two buttons that move it by one epoch; "" for none.
        former: what older links call this knob (perhaps as now), and how they write an option, a text or several: they
            go on meaning the same.
    """

    options: Sequence
    shown: Callable[[object], str] = str
    ordered: bool = False
    moved_by: str = ""
    former: tuple[str, Callable[[object], str | tuple[str, ...]]] | None = None

    def checked(self, value: object) -> object:
        for option in self.options:
            if type(option) is not bool and _same(option, value):
                return option
        before = self.formerly(value) if self.former and isinstance(value, str) else None
        if isinstance(before, str):  # a text that was renamed
            return before
        offered, near = _offered(self.options), _near(value, self.options)
        raise ValueError(f"`{self.name}` must be one of {offered}; got {value!r}.{near}")

    def texts(self, value: object) -> list[str]:
        return [self.shown(value)]

    def read(self, texts: Sequence[str]) -> object:
        before = self.formerly(texts[-1]) if self.former and self.former[0] == self.key else None
        return _written_as(self, texts[-1]) if before is None else before

    def formerly(self, text: str) -> object:
        """The option that an older link writes so; None if there is none."""
        before = {option: self.former[1](option) for option in self.options}
        return next((option for option, was in before.items() if text in _several(was)), None)


@dataclass(frozen=True, kw_only=True)
class Several(Knob):
    """Some of some options, in their order.

    Attributes:
        options, shown: as of `Choice`.
        at_least: 1: none chosen means the default; 0: none is a choice.
        menu: whether they are many and wait in a menu.
    """

    options: Sequence
    shown: Callable[[object], str] = str
    at_least: int = 1
    menu: bool = False

    def checked(self, value: object) -> tuple:
        each = [value] if isinstance(value, str) or not isinstance(value, (Sequence, np.ndarray, range)) else value
        for one in each:
            if not any(_same(option, one) for option in self.options):
                offered = _offered(self.options)
                raise ValueError(f"`{self.name}` must be some of {offered}; got {one!r}.{_near(one, self.options)}")
        chosen = tuple(option for option in self.options if any(_same(option, one) for one in each))
        checks.require(len(chosen) >= self.at_least, f"`{self.name}` must be at least one of {_offered(self.options)}.")
        return chosen

    def texts(self, value: object) -> list[str]:
        return [self.shown(option) for option in value]

    def read(self, texts: Sequence[str]) -> tuple:
        return self.checked([_written_as(self, text) for text in texts])


@dataclass(frozen=True, kw_only=True)
class Number(Knob):
    """Any number within bounds, rounded to four decimals; the arrow keys move it by `step`."""

    low: float
    high: float
    step: float

    def checked(self, value: object) -> float:
        return self.rounded(checks.number(self.name, value, self.low, self.high))

    def texts(self, value: object) -> list[str]:
        return [number(self.rounded(value))]

    def read(self, texts: Sequence[str]) -> float:
        return self.checked(float(texts[-1].replace(",", "")))

    @staticmethod
    def rounded(value: float) -> float:
        """To four decimals; never -0."""
        return round(value, 4) + 0.0


@dataclass(frozen=True, kw_only=True)
class Toggle(Knob):
    """On or off."""

    def checked(self, value: object) -> bool:
        checks.require(isinstance(value, (bool, np.bool_)), f"`{self.name}` must be True or False; got {value!r}.")
        return bool(value)

    def texts(self, value: object) -> list[str]:
        return [str(value).lower()]

    def read(self, texts: Sequence[str]) -> bool:
        return self.checked({"true": True, "false": False}.get(texts[-1], texts[-1]))


@dataclass(frozen=True, kw_only=True)
class Text(Knob):
    """A text of the reader's own.

    Attributes:
        placeholder: what stands in its place while there is none.
        most: characters.
        accepts: raises `ValueError` where the text means nothing, with a sentence; None = any text does.
    """

    placeholder: str = ""
    most: int = TEXT
    accepts: Callable[[str], object] | None = None

    def checked(self, value: object) -> str:
        short = isinstance(value, str) and len(value) <= self.most
        checks.require(short, f"`{self.name}` must be a text of at most {self.most} characters; got {value!r:.60}.")
        if self.accepts:
            self.accepts(value)
        return value

    def texts(self, value: object) -> list[str]:
        return [value]

    def read(self, texts: Sequence[str]) -> str:
        return self.checked(texts[-1])


@dataclass(frozen=True, kw_only=True)
class Area(Knob):
    """A window of a picture that one moves about in, as its four edges.

    Attributes:
        window: (left, right, low, high) -> the window; raises `ValueError` where it can mean none.
        edges: window -> its four edges.
    """

    window: Callable[..., object]
    edges: Callable[[object], tuple[float, float, float, float]]

    def checked(self, value: object) -> tuple[float, float, float, float]:
        try:
            left, right, low, high = map(float, value.split(",") if isinstance(value, str) else value)
            return self.edges(self.window(left, right, low, high))
        except (TypeError, ValueError) as error:
            raise ValueError(f"`{self.name}` must be four numbers, left, right, low, high; {error}") from error

    def texts(self, value: object) -> list[str]:
        return [",".join(map(repr, value))]

    def read(self, texts: Sequence[str]) -> tuple[float, float, float, float]:
        return self.checked(texts[-1])


@dataclass(frozen=True, kw_only=True)
class File(Knob):
    """A file that the reader brings, as bytes; None where there is none. It is in no address.

    Attributes:
        kinds: endings that are offered, such as "csv".
        sample: what makes a small file to try, of the first of these kinds; None = there is none.
    """

    kinds: Sequence[str]
    sample: Callable[[], bytes] | None = None

    def checked(self, value: object) -> bytes | None:
        if value is None or isinstance(value, bytes):
            return value
        from pathlib import Path

        checks.require(
            isinstance(value, (str, Path)) and Path(value).is_file(),
            f"`{self.name}` must be the bytes of a file, or the path of one; got {value!r:.60}.",
        )
        return Path(value).read_bytes()

    def texts(self, value: object) -> list[str]:
        return []

    def read(self, texts: Sequence[str]) -> None:
        return None


def _several(texts: str | tuple[str, ...]) -> tuple[str, ...]:
    return texts if isinstance(texts, tuple) else (texts,)


def _written_as(knob: Choice | Several, text: str) -> object:
    """The option that an address writes so; a number may be written in any way."""
    for option in knob.options:
        if knob.shown(option) == text or (not isinstance(option, str) and plain(knob.shown(option)) == plain(text)):
            return option
    raise ValueError(f"`{knob.name}` must be one of {_offered(knob.options)}; got {text!r:.60}.")


def _same(option: object, value: object) -> bool:
    if isinstance(option, str) or isinstance(value, (str, bool, np.bool_)):
        return type(option) is type(value) and option == value
    if isinstance(option, float) and isinstance(value, (int, float, np.number)):
        return math.isclose(option, float(value), rel_tol=1e-12, abs_tol=1e-15)
    return bool(option == value)


def _offered(options: Sequence) -> str:
    """The options as a sentence lists them; of many, the first three and the last."""
    shown = [repr(option) for option in options]
    if len(shown) > 14:
        shown = [*shown[:3], "...", shown[-1]]
    return ", ".join(shown)


def _near(value: object, options: Sequence) -> str:
    texts = {str(option): option for option in options}
    near = difflib.get_close_matches(str(value), texts, 1, 0.75)
    return f" Did you mean {texts[near[0]]!r}?" if near and isinstance(value, str) else ""
