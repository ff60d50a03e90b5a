"""Answers known ahead of time: how every question begins, and its small presets, as compressed JSON.

`python -m lab known` computes them anew. Each was made by some source files; where one of them has changed since, the
answer is stale and is not found. What is found is what `lab.ask` returned.
"""

from __future__ import annotations

import ast
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from lab.prose import unmarked
from lab.question import DECLARED, Elsewhere, keywords, named, questions, said

FOLDER, LAB = Path(__file__).with_name("known_answers"), Path(__file__).parent
SOURCES = FOLDER / "sources.json"
HEADLINE = re.compile(r'\{"format": \d+, "headline": ("(?:[^"\\]|\\.)*")')  # how the JSON of an answer begins
MOST, MOST_OF_A_PRESET = 400_000, 60_000  # bytes of one kept answer


def answer(slug: str, values: Mapping[str, object]) -> bytes | None:
    """The answer to a question with all its settings, as JSON; None if it is not known, or stale."""
    file = _file(slug, values)
    if not file.exists() or not _fresh(slug):
        return None
    return gzip.decompress(file.read_bytes())


def headline(slug: str, given: Mapping[str, object]) -> str:
    """The headline of a known answer, as a plain sentence; "" if there is none. Only its beginning is unpacked."""
    file = _file(slug, keywords(slug, given).values)
    if not file.exists() or not _fresh(slug):
        return ""
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        found = HEADLINE.match(stream.read(2_000))
    return unmarked(json.loads(found[1])) if found else ""


@cache
def version(slug: str) -> str:
    """A fingerprint of the sources that a question's answer comes from."""
    return _fingerprint(_table().get(slug, [])[:-1] or sources(slug))


def sources(slug: str) -> list[str]:
    """The files of `lab` that a question's module imports, directly or not, within functions too."""
    module = named(slug)
    found, todo = set(), [Path(module.__file__)]
    if module.__file__.endswith("__init__.py"):
        todo += sorted(Path(module.__file__).parent.glob("*.py"))
    while todo:
        file = todo.pop()
        if file not in found:
            found.add(file)
            todo += _imported(file)
    return sorted(file.relative_to(LAB).as_posix() for file in found)


def wanted(slug: str) -> list[dict[str, object]]:
    """The settings worth knowing ahead of time: how it begins, those to try, those that words find; all of each."""
    tries = [given for given in getattr(named(slug), "TRY", {}).values() if not isinstance(given, Elsewhere)]
    every = [dict(keywords(slug, given).values) for given in ({}, *tries, *said(slug).turned.values())]
    return [each for place, each in enumerate(every) if each not in every[:place]]


def write(only: list[str], told: Callable[[str], None]) -> None:
    """Compute the answers of some questions, or of all, and keep those that are small enough."""
    from lab.question import ask

    FOLDER.mkdir(exist_ok=True)
    for slug in only or questions():
        for file in FOLDER.glob(f"{slug}-*.json.gz"):
            file.unlink()
        for place, values in enumerate(wanted(slug)):
            text = ask(slug, **values).to_json().encode()
            packed = gzip.compress(text, 9, mtime=0)
            kept = len(packed) <= (MOST_OF_A_PRESET if place else MOST)
            if kept:
                _file(slug, values).write_bytes(packed)
            told(f"{slug:14} {len(packed):9,} bytes {'kept' if kept else 'not kept'}")
        _note(slug)


def _note(slug: str) -> None:
    """Keep which sources a question's answers came from; questions that there are no longer are forgotten."""
    _table.cache_clear()
    table = {name: held for name, held in _table().items() if name in questions()}
    table[slug] = [*sources(slug), _fingerprint(sources(slug))]
    SOURCES.write_text(json.dumps(table, indent=0, sort_keys=True) + "\n", encoding="utf-8")


def _file(slug: str, values: Mapping[str, object]) -> Path:
    said = json.dumps(sorted(values.items()), default=repr)
    return FOLDER / f"{slug}-{hashlib.sha256(said.encode()).hexdigest()[:16]}.json.gz"


@cache
def _fresh(slug: str) -> bool:
    """Whether the sources are those that the kept answers came from."""
    held = _table().get(slug)
    return held is not None and _fingerprint(held[:-1]) == held[-1]


@cache
def _table() -> dict[str, list[str]]:
    return json.loads(SOURCES.read_text(encoding="utf-8")) if SOURCES.exists() else {}


def _fingerprint(files: list[str]) -> str:
    whole = hashlib.sha256()
    for name in files:
        whole.update(name.encode() + b"\0" + _content(name) + b"\0")
    return whole.hexdigest()[:16]


@cache
def _content(name: str) -> bytes:
    """What tells whether a source has changed; a file that is gone is another one.

    How a question is found and where it stands (`QUESTION`) is not in its answer.
    """
    file = LAB / name
    return hashlib.sha256(DECLARED.sub(b"", file.read_bytes(), 1)).digest() if file.exists() else b""


@cache
def _imported(file: Path) -> tuple[Path, ...]:
    return tuple(sorted(set(_imports(file))))


def _imports(file: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for each in node.names:
                yield from _files(each.name)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for each in node.names:
                yield from list(_files(f"{node.module}.{each.name}")) or _files(node.module, whole=True)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):  # of a package: `charts.arrays`
            yield from _files(f"lab.{node.value.id}.{node.attr}")


def _files(name: str, whole: bool = False) -> Iterator[Path]:
    """The file of a module of `lab`; of a package its `__init__`, and where names of it are used, all that it has."""
    first, *parts = name.split(".")
    place = LAB.joinpath(*parts)
    if first != "lab" or not parts:
        return
    if place.with_suffix(".py").is_file():
        yield place.with_suffix(".py")
    elif (place / "__init__.py").is_file():
        yield from sorted(place.glob("*.py")) if whole else [place / "__init__.py"]
