"""What a question is, and how the laboratory finds its questions: each is a module that is found by being there.

A question lives in `lab/questions/<room>/<slug>.py`, or in a folder of that name where it is large. Its module has

    QUESTION    a `Question`
    knobs(k)    declares its settings on a `lab.knobs.Knobs`; returns nothing
    answer(compute, *, <a keyword a knob>)  ->  `lab.answer.Answer`
    TRY         optional: a question to try -> the settings that show it, `Onto` or `Elsewhere`
    CLAIMS      optional: `lab.claims.Claim`s that are measured through its settings

What it says of itself is read without importing it: a page that only lists questions must not wait for them all.
Importing one loads neither TensorFlow nor SciPy nor Altair.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from lab import checks
from lab.compute import Compute
from lab.knobs import Keywords, Texts
from lab.rooms import PAGES, ROOMS

if TYPE_CHECKING:
    from lab.answer import Answer

FOLDER = Path(__file__).with_name("questions")
DECLARED = re.compile(rb"^QUESTION = Question\(.*?^\)", re.DOTALL | re.MULTILINE)  # in the source of a module
LEVELS = ("first", "further")
PLACES = ("home", *ROOMS)  # where questions stand: one on the front door, the others in rooms


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the laboratory says of one question before anybody asks it.

    Attributes:
        room: the page that it stands on, a key of `lab.rooms.PAGES`.
        slug: its name in addresses and in `lab.ask`; also that of its module.
        title: short, in the list of questions.
        ask: the question in a learner's words; the heading.
        group: heading of the questions that it stands with.
        place: where it stands in its room, counted from 1; the first one is what the room opens with.
        level: "first" for those that a newcomer begins with, or "further".
        also: other words that people ask it with.
        turned: words that some settings answer best, one wording or a tuple of them -> these settings.
    """

    room: str
    slug: str
    title: str
    ask: str
    group: str
    place: int
    level: str = "further"
    also: tuple[str, ...] = ()
    turned: Mapping[str | tuple[str, ...], Mapping[str, object]] = field(default_factory=dict, hash=False)

    def __post_init__(self):
        checks.one_of("Question.room", self.room, PLACES)
        checks.one_of("Question.level", self.level, LEVELS)

    @property
    def prefix(self) -> str:
        """What the keys of its knobs begin with unless they are given."""
        return f"{PAGES[self.room].prefix}{self.slug}_"


@dataclass(frozen=True)
class Elsewhere:
    """Settings of another question, where a question to try leads there."""

    slug: str
    settings: Mapping[str, object]


class Onto(dict):
    """Settings to try on top of those that the reader has, where these are the reader's own."""


def questions() -> list[str]:
    """The slugs of all questions, room by room."""
    return [each.slug for room in PLACES for each in in_room(room)]


@cache
def in_room(room: str) -> tuple[Question, ...]:
    """The questions of a room, in their order."""
    found = [said(slug) for slug, place in _where().items() if place == room]
    return tuple(sorted(found, key=lambda question: (question.place, question.slug)))


@cache
def said(slug: str) -> Question:
    """What the module of a question says of it, read from its source; imported where it is not written out there."""
    place = FOLDER / _where()[slug] / slug
    file = place.with_suffix(".py") if place.with_suffix(".py").is_file() else place / "__init__.py"
    try:
        written = ast.parse(DECLARED.search(file.read_bytes())[0]).body[0].value
        return Question(**{each.arg: ast.literal_eval(each.value) for each in written.keywords})
    except (TypeError, ValueError):
        return named(slug).QUESTION


def named(slug: str) -> ModuleType:
    """The module of a question.

    Raises:
        ValueError: there is no such question.
    """
    if slug not in _where():
        near = difflib.get_close_matches(str(slug), _where(), 1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"There is no question {slug!r}; `lab.questions()` lists them.{hint}")
    return import_module(f"lab.questions.{_where()[slug]}.{slug}")


def ask(slug: str, *, compute: Compute | None = None, **settings) -> Answer:
    """Answer a question, here and now.

    Args:
        slug: of `lab.questions()`.
        compute: what it computes with; None = without progress.
        settings: a keyword a knob, those left out as they begin; `lab.settings(slug)` lists them.

    Returns:
        What the page of the question shows with these settings.

    Raises:
        ValueError: no such question or setting, or a value that the setting does not offer; the sentence names it and
            says what is allowed.
    """
    module, turned = named(slug), keywords(slug, settings)
    answer = module.answer(compute or Compute(), **turned.values)
    told = {name: value for name, value in turned.values.items() if not turned.declared[name].private}
    note = f"{answer.note} {turned.told()}".strip()
    return replace(answer, slug=slug, question=module.QUESTION.ask, settings=told, note=note)


def settings(slug: str) -> dict[str, object]:
    """The settings of a question as it begins: keyword of `lab.ask` -> value."""
    return dict(keywords(slug, {}).values)


def keywords(slug: str, given: Mapping[str, object]) -> Keywords:
    """The knobs of a question, set by keywords.

    Raises:
        ValueError: as `ask`.
    """
    module = named(slug)
    turned = Keywords(given, module.QUESTION.prefix)
    module.knobs(turned)
    turned.check_all_used(slug)
    return turned


def from_address(text: str) -> tuple[str, dict[str, object]]:
    """The question that an address of the app shows, and its settings: `lab.ask(slug, **settings)` answers it.

    Args:
        text: such as "seed_effects?seeds_part=width", with or without the host before it.

    Raises:
        ValueError: it names no room of the laboratory.
    """
    split = urlsplit(text)
    room, held = split.path.strip("./").rpartition("/")[2] or "home", parse_qs(split.query, keep_blank_values=True)
    checks.one_of("room", room, PLACES)
    slugs = [each.slug for each in in_room(room)]
    asked = held.get(PAGES[room].prefix + "part", slugs[:1])[-1]
    module = named(asked if asked in slugs else slugs[0])
    turned = Texts(held, module.QUESTION.prefix)
    module.knobs(turned)
    return module.QUESTION.slug, dict(turned.values)


def values(slug: str, given: Mapping[str, object]) -> dict[str, list[str]]:
    """What an address holds to show a question with some settings: key -> texts."""
    room = said(slug).room
    first = in_room(room)[0].slug
    part = {} if slug == first else {PAGES[room].prefix + "part": [slug]}
    return part | keywords(slug, given).address()


def address(slug: str, given: Mapping[str, object] | None = None) -> str:
    """The address of a question with some settings, relative to the app's: "seed_effects?seeds_part=width"."""
    held = values(slug, given or {})
    room = said(slug).room
    return ("" if room == "home" else room) + ("?" + urlencode(held, doseq=True) if held else "")


@cache
def _where() -> dict[str, str]:
    """Slug -> room, of every module and every folder with one in `lab/questions`."""
    return {
        place.stem: room
        for room in PLACES
        for place in sorted((FOLDER / room).glob("*"))
        if not place.name.startswith(("_", ".")) and (place.suffix == ".py" or (place / "__init__.py").is_file())
    }
