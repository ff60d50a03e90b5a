"""The Python within what somebody pasted: without the prompts of a notebook, without the sentences around it."""

from __future__ import annotations

import ast
import re
import textwrap
from typing import NamedTuple

from lab import raised
from lab.check import flattened
from lab.check.flattened import MAKING, NO_PYTHON, parsed

PROMPTS = re.compile(r"^(>>> ?|\.\.\. ?|In \[\d+\]: ?| +\.\.\.: ?|[%!].*|```.*)", re.MULTILINE)  # of notebooks
IN_A_LINE = re.compile(r"(?:^|(?<=\s))(?:>>> |\.\.\. (?=.*>>>|\s)|In \[\d+\]: |%matplotlib \w+ |```(?:python)?)")
PLAIN = str.maketrans(
    {"\u00a0": " ", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u200b": None, "\r": None}
)
CUT_SHORT = re.compile(r"(?<=\d)\s*,?\s*(?:\.\.+|…)\s*,?\s*(?=[\d\])])")  # lists of numbers: [0, 1, 2..]
BEGINS = re.compile(r"\bfrom\s+[\w.]+\s+import\b|\bimport\s+\w|\b\w+\s*=\s*(?:\w+\.)*Sequential\(")  # code, plainly
WORD = ast.Name | ast.Attribute | ast.Constant | ast.BinOp | ast.UnaryOp | ast.Compare
MOST_SENTENCES = 100
UNCLOSED = "A bracket in this code is not closed; paste it whole{}."
UNREADABLE = "This code cannot be read as Python; paste it whole{}."
COMMENTS = ", without what comes after a #"


class Source(NamedTuple):
    """What Python reads.

    Attributes:
        text: the code.
        tree: of it.
        rest: the lines at its end that are cut off, and make no layer.
        whole: whether nothing else was left out.
    """

    text: str
    tree: ast.Module
    rest: str
    whole: bool


def read(text: str) -> Source:
    """The code in a text.

    Raises:
        ValueError: what makes layers in it is no Python.
    """
    text = CUT_SHORT.sub(", ..., ", raised.without(text.translate(PLAIN)).strip("\n"))
    if "\n" in text.strip():
        lines = textwrap.dedent(PROMPTS.sub("", text)).split("\n")
    else:
        lines = flattened.lines(IN_A_LINE.sub("", _without_error(text))).split("\n")
    whole = True
    for _ in range(MOST_SENTENCES):
        try:
            return Source(code := "\n".join(lines), parsed(code), "", whole)
        except SyntaxError as error:
            place = min(max((error.lineno or 1) - 1, 0), len(lines) - 1)
        except NO_PYTHON:
            break
        before, line, rest = lines[:place], lines[place], "\n".join(lines[place:])
        if line.strip() and _closed(before) and flattened.droppable(line):
            lines[place], whole = "", False
        elif len(parts := _parted(line)) > 1:
            lines[place : place + 1] = parts
        elif not MAKING.search(rest):
            return _begun(before, rest, whole)
        else:
            break
    raise _unread(lines)


def lined(text: str) -> str:
    """Code that came in one line, in lines, without the words beside it.

    "" where it came in lines, is one statement, or Python cannot read it to its end.
    """
    error = raised.ERROR.search(text)
    if error and not MAKING.search(text, error.end()):
        text = text[: error.start()]
    try:
        found = read(text)
    except NO_PYTHON:
        return ""
    code = "\n".join(filter(str.strip, without_words(found.text).split("\n")))
    if "\n" in text.strip() or "\n" not in code or found.rest:
        return ""
    return code


def _without_error(text: str) -> str:
    """A line without the error that stands before its code."""
    error = raised.ERROR.search(text)
    code = BEGINS.search(text, error.end()) if error else None
    return f"{text[: error.start()]} {text[code.start() :]}" if error and code else text


def _begun(lines: list[str], rest: str, whole: bool) -> Source:
    """The code before its end, which is cut off."""
    try:
        return Source(code := "\n".join(lines), parsed(code), rest, whole)
    except NO_PYTHON as error:
        raise _unread(lines) from error


def _unread(lines: list[str]) -> ValueError:
    """Why lines are no Python, and how to paste them."""
    comments = COMMENTS if any("#" in line for line in lines) else ""
    return ValueError((UNREADABLE if _closed(lines) else UNCLOSED).format(comments))


def _closed(lines: list[str]) -> bool:
    text = "\n".join(lines)
    return all(text.count(opens) == text.count(closes) for opens, closes in ("()", "[]", "{}"))


def _parted(line: str) -> list[str]:
    """A line that holds a sentence and code, in lines."""
    margin = line[: len(line) - len(line.lstrip())]
    return [margin + each for each in flattened.lines(line).split("\n")]


def without_words(text: str) -> str:
    """Code without the lines that are no more than a word or a number, as is left of a sentence beside it."""
    words = [each for each in ast.parse(text).body if isinstance(each, ast.Expr) and _is_word(each.value)]
    alone = {each.lineno for each in words if each.end_lineno == each.lineno}
    lines = text.split("\n")
    alone = {place for place in alone if ";" not in lines[place - 1]}
    return "\n".join(line for place, line in enumerate(lines, 1) if place not in alone).strip("\n")


def _is_word(node: ast.expr) -> bool:
    if isinstance(node, ast.BoolOp):  # "Shapes (None, 1) and (None, 3)"
        return not MAKING.search(ast.unparse(node))
    return all(map(_is_word, node.elts)) if isinstance(node, ast.Tuple) else isinstance(node, WORD)
