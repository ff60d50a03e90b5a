"""Knobs: what a question lets its reader set, declared once.

A question declares its knobs by calling the methods of a `Knobs`: one declaration is the widget on the page, the
default, the check of a bad value, the text in an address, and the keyword of `lab.ask`. What a knob is set to comes
from whoever made the `Knobs`: keywords here, widgets in the app. A knob that depends on another is ordinary Python.
"""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache

from lab import checks
from lab.knob import Area, Choice, File, Knob, Number, Several, Text, Toggle, number

NEGATIVE = r"(?<!\w)-(?=\d)"  # the sign of a number


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
        whole = all(isinstance(value, int) for value in (low, step, default))
        return self.steps(name, label, _grid(low, high, step, whole), default, **more)

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


@cache
def _grid(low: float, high: float, step: float, whole: bool) -> tuple[float, ...]:
    """From `low` to `high`, rounded to the decimals that `step` is written with: 2 for 0.05."""
    digits = max(0, -Decimal(repr(step)).as_tuple().exponent)
    values = (low + i * step for i in range(round((high - low) / step) + 1))
    return tuple(values) if whole else tuple(round(value, digits) for value in values)
