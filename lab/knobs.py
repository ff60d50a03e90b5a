"""Knobs: what a question lets its reader set, declared once.

A question declares its knobs by calling the methods of a `Knobs`: one declaration is the widget on the page, the
default, the check of a bad value, the text in an address, and the keyword of `lab.ask`. What a knob is set to comes
from whoever made the `Knobs`: keywords here, widgets in the app. A knob that depends on another is ordinary Python.
"""

from __future__ import annotations

import contextlib
import difflib
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from lab import checks
from lab.numerals import DIGITS, LOWERED, scientific

TEXT = 200  # characters of a free text
NEGATIVE = r"(?<!\w)-(?=\d)"  # the sign of a number


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


class Knobs:
    """Declares knobs, and finds out what each is set to by `turn`, which its kinds define.

    Attributes:
        values: name -> value of the knobs declared so far.
        declared: name -> knob.
        folded: names of those that the page folds.

    Args:
        prefix: what keys begin with that are not given: the knob `name` has the key `prefix + name`.
    """

    def __init__(self, prefix: str = ""):
        self._prefix = prefix
        self.values: dict[str, object] = {}
        self.declared: dict[str, Knob] = {}
        self.folding = False
        self.folded: list[str] = []

    @contextlib.contextmanager
    def more(self):
        """Knobs that most readers leave alone are declared within: the page folds them."""
        self.folding = True
        try:
            yield
        finally:
            self.folding = False

    @contextlib.contextmanager
    def row(self):
        """Knobs that are declared within stand beside each other where there is room."""
        yield

    def say(self, text: str) -> None:
        """Tell the reader what a combination of knobs means; the page shows it beside them."""

    def turn(self, knob: Knob) -> object:
        """What the knob is set to; here, as it begins."""
        return knob.default

    def given(self, name: str) -> bool:
        """Whether a keyword sets the knob of this name, before it is declared: what it implies can then begin so."""
        return False

    def choice(self, name: str, label: str, options: Sequence, default: object, *, key: str = "", shown=str, **more):
        """One of `options`."""
        return self._add(Choice, name, label, key, default, options=list(options), shown=shown, **more)

    def steps(self, name: str, label: str, options: Sequence, default: object, *, key: str = "", shown=number, **more):
        """One of `options`, which are in order: rates, counts, epsilons."""
        more = {"options": list(options), "shown": shown or number, "ordered": True, **more}
        return self._add(Choice, name, label, key, default, **more)

    def slider(self, name: str, label: str, low: float, high: float, step: float, default: float, **more):
        """A number from `low` to `high` in steps of `step`; an int where all of them are."""
        count = round((high - low) / step)
        whole = all(isinstance(value, int) for value in (low, step, default))
        grid = [low + i * step if whole else round(low + i * step, _digits(step)) for i in range(count + 1)]
        return self.steps(name, label, grid, default, **more)

    def several(self, name: str, label: str, options: Sequence, default: Sequence, *, key: str = "", shown=str, **more):
        """Some of `options`, in their own order; at least one."""
        return self._add(Several, name, label, key, tuple(default), options=list(options), shown=shown, **more)

    def some(self, name: str, label: str, options: Sequence, *, key: str = "", **more):
        """Some of many `options`, in their own order; none to begin with."""
        return self._add(Several, name, label, key, (), options=list(options), at_least=0, menu=True, **more)

    def box(
        self, name: str, label: str, low: float, high: float, step: float, default: float, *, key: str = "", **more
    ):
        """A number from `low` to `high`, typed in."""
        return self._add(Number, name, label, key, default, low=low, high=high, step=step, **more)

    def toggle(self, name: str, label: str, default: bool = False, *, key: str = "", **more) -> bool:
        """On or off."""
        return self._add(Toggle, name, label, key, default, **more)

    def text(self, name: str, label: str, default: str = "", *, key: str = "", **more) -> str:
        """A short text."""
        return self._add(Text, name, label, key, default, **more)

    def area(self, name: str, label: str, default: tuple, window: Callable, edges: Callable, *, key: str = "", **more):
        """A window to move about in, as (left, right, low, high)."""
        return self._add(Area, name, label, key, default, window=window, edges=edges, **more)

    def file(self, name: str, label: str, kinds: Sequence[str], *, key: str = "", **more) -> bytes | None:
        """A file that the reader brings."""
        return self._add(File, name, label, key, None, kinds=kinds, private=True, **more)

    def _add(self, kind: type[Knob], name: str, label: str, key: str, default: object, **more) -> object:
        knob = kind(name=name, label=label, key=key or self._prefix + name, default=default, **more)
        checks.require(name not in self.declared, f"A question may declare the knob {name!r} once.")
        self.declared[name] = knob
        if self.folding:
            self.folded.append(name)
        self.values[name] = self.turn(knob)
        return self.values[name]


class Keywords(Knobs):
    """Knobs set by keywords, the others as they begin.

    Args:
        given: name -> value.
        prefix: as of `Knobs`.
    """

    def __init__(self, given: Mapping[str, object], prefix: str = ""):
        super().__init__(prefix)
        self._given = dict(given)

    def turn(self, knob: Knob) -> object:
        """The keyword's value, checked.

        Raises:
            ValueError: the knob does not offer it.
        """
        return knob.checked(self._given[knob.name]) if knob.name in self._given else knob.default

    def given(self, name: str) -> bool:
        """Whether there is such a keyword."""
        return self._given.get(name) is not None

    def check_all_used(self, asked: str) -> None:
        """Raise if a keyword names no knob of the question `asked`, or none with these values."""
        for name in self._given:
            if name not in self.declared:
                offered = ", ".join(self.declared) or "none"
                near = difflib.get_close_matches(name, self.declared, 1)
                hint = f" Did you mean {near[0]!r}?" if near else ""
                raise ValueError(f"{asked!r} has no setting `{name}` here; its settings are: {offered}.{hint}")

    def told(self) -> str:
        """What is set of the folded knobs and not as it begins, in a sentence; counts aside, which answers tell."""
        turned = []
        for name in self.folded:
            knob, value = self.declared[name], self.values[name]
            counts = isinstance(value, int) or knob.private or not isinstance(knob, (Choice, Number))
            if not counts and value != knob.default:
                turned.append(f"{knob.label} = {re.sub(NEGATIVE, '−', knob.texts(value)[0])}")
        return f"Set under More settings: {'; '.join(turned)}." if turned else ""

    def address(self) -> dict[str, list[str]]:
        """The values that are not as they begin, as an address holds them: key -> texts."""
        return {
            knob.key: knob.texts(self.values[name])
            for name, knob in self.declared.items()
            if not knob.private and self.values[name] != knob.default
        }


class Texts(Knobs):
    """Knobs set by the texts of an address; what a knob does not offer leaves it as it begins.

    Args:
        held: key -> texts.
        prefix: as of `Knobs`.
    """

    def __init__(self, held: Mapping[str, Sequence[str]], prefix: str = ""):
        super().__init__(prefix)
        self._held = held

    def turn(self, knob: Knob) -> object:
        """The value that the address holds."""
        former = getattr(knob, "former", None)
        if former and former[0] in self._held and knob.key not in self._held:
            found = knob.formerly(self._held[former[0]][-1])
            return knob.default if found is None else found
        try:
            return knob.read(self._held[knob.key]) if self._held.get(knob.key) else knob.default
        except ValueError:
            return knob.default


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


def _digits(step: float) -> int:
    """Decimals that `step` is written with: 2 for 0.05."""
    return max(0, -Decimal(repr(step)).as_tuple().exponent)
