"""Code that lost its lines, as in a box of one line where every break became a blank, in lines again.

Blanks that stood before a line are still there: a break and an indentation of four are five blanks. So the body of a
loop is what has more of them than what follows it. Where that does not say where a body or a comment ends, the code is
refused rather than read as another one.
"""

from __future__ import annotations

import ast
import heapq
import keyword
import re
import warnings
from collections.abc import Iterator
from typing import NamedTuple

from lab import checks
from lab.check.known_values import CHANGING, LAYERS

NO_PYTHON = SyntaxError, ValueError, RecursionError, MemoryError
MAKING = re.compile(rf"\b(?:{'|'.join(sorted(LAYERS))})\s*\(|\.\s*add\s*\(")  # what makes or adds layers
BODY = "In one line it cannot be told where the body of {!r} ends: paste the code with its lines."
COMMENT = "In one line it cannot be told where a comment ends: paste the code with its lines, or without comments."
TOKEN = re.compile(
    r"""(?P<string>(?<!\w)(?:[rbfu]|[rbf]{2})?(?:\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))"""
    r"|(?P<number>\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)"
    r"|(?P<name>[^\W\d]\w*)|(?P<blank>\s+)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
GIVES = r"\s*(?://|\*\*|[-+*/%])?=(?!=)"
TARGET = r"[A-Za-z_][\w.]*(?:\[[^\]]*\][\w.]*)*"
STATEMENT = re.compile(  # how one begins that a comment has no reason to hold
    rf"(?<=\s)(?:from [\w.]+ import |import \w|{TARGET}(?:\s*,\s*{TARGET})*{GIVES}"
    rf"|[A-Za-z_]\w*\.[\w.]+\(|\([\w\s,]+\)\s*,\s*\([\w\s,]+\)\s*=(?!=)|def \w+\s*\(|class \w+\s*[(:]|@\w|\#)"
)
PAIRS = re.compile(r"\([\w\s,]+\)(?:\s*,\s*\([\w\s,]+\))*\s*=(?!=)")  # (a, b), (c, d) = ...
TYPED = re.compile(r"\s*(?:int|float|str|bool|list|tuple|dict|[\w.]*Model|[\w.]*Sequential)\b(?:\[[^\]]*\])?\s*=(?!=)")
OPERATORS = {"and", "or", "not", "in", "is", "as", "if", "else"}  # which go on within a line
OPERANDS = {"None", "True", "False", "pass", "break", "continue"}  # keywords after which a line may end
HEADERS = {  # how a compound statement begins -> what Python reads if it does
    **dict.fromkeys(("for", "while", "with", "if", "def", "class"), "{} pass"), "try": "{} pass\nfinally: pass",
    "elif": "if x: pass\n{} pass", "else": "if x: pass\n{} pass", "except": "try: pass\n{} pass",
    "finally": "try: pass\n{} pass", "match": "{}\n case _: pass", "case": "match x:\n {} pass",
}  # fmt: skip
MENTIONED = re.compile(  # before code that a comment speaks of
    r"(?:\b(?:use|add|or|and|with|without|by|of|to|like|the|a|call|via|was|old|not|no):?|[,(`])$|\b(?:try|instead|also|"
    r"could|would|maybe|perhaps|optional(?:ly)?|alternative(?:ly)?|removed|disabled|e\.?g)\b",
    re.IGNORECASE,
)
RULE = re.compile(r"#\s*(?:%%|[-=#*~]{3})")
HEAD = re.compile(r"\b(?:Dense|Model)\s*\(")
INDENTED, BLANK_LINES = 3, 3  # blanks before an indented line, at the least; empty lines between two, at the most


class Piece(NamedTuple):
    """A statement, or how a compound one begins, and the blanks before it."""

    run: int
    text: str
    opens: bool


def lines(text: str) -> str:
    """The same code in lines.

    Raises:
        ValueError: it cannot be told where a body or a comment ends.
    """
    text = re.sub(r"\\\s+", " ", text.strip().replace("\t", "    "))
    pieces = [piece for piece in _pieces(text) if piece.opens or not _sentence(piece.text)]
    kept = any(each.lastgroup == "blank" and len(each[0]) > 1 for each in TOKEN.finditer(text))
    return "\n".join(_levelled(pieces, kept))


def parsed(text: str) -> ast.Module:
    """What Python reads, without a word on what it finds odd."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def droppable(line: str) -> bool:
    """Whether a line that Python cannot read is a sentence: it makes no layer, gives no name, begins no loop."""
    code = re.match(rf"\s*(?:{TARGET}{GIVES}|[A-Za-z_][\w.]*\(|(?:def|class)\s+\w+|(?:try|else)\s*:)", line)
    loop = re.search(r"\bfor\s+\w+(?:\s*,\s*\w+)*\s+in\s+[\w.]*\s*(?:[(\[]|:)|\bwhile\b.*:|\b(?:el)?if\s+\S+\s*:", line)
    even = all(line.count(opens) == line.count(closes) for opens, closes in ("()", "[]", "{}"))
    return even and not (code or loop or MAKING.search(line))


def _sentence(text: str) -> bool:
    try:
        parsed(text)
    except NO_PYTHON:
        return droppable(text)
    return False


def _pieces(text: str) -> Iterator[Piece]:
    """The statements of a text, one after the other."""
    begin = place = run = blanks = depth = colon = 0
    last = None
    while place < len(text):
        token = TOKEN.match(text, place)
        kind, word = token.lastgroup, token[0]
        if word == "#":
            if begin < place and not depth:
                yield Piece(run, text[begin:place].strip(), bool(colon))
                colon = 0
            place, unknown = _after_comment(text, place, depth)
            if unknown:
                yield Piece(run, unknown, False)
            if depth:
                text = f"{text[: token.start()]}{text[place:]}"
                place = token.start()
                continue
            begin, last = place, None
            run = place - len(text[:place].rstrip())
            continue
        if kind == "blank":
            blanks, place = len(word), token.end()
            continue
        opened = bool(colon) and token.start() >= colon
        if last and not depth and (opened or blanks and not colon and _begins(text, begin, last, token)):
            if piece := text[begin : token.start()].strip():
                yield Piece(run, piece, opened)
            begin, run, colon = token.start(), blanks, 0
        if not depth and begin == token.start() and word in HEADERS:
            colon = header(text, begin)
        depth = max(0, depth + (word in "([{") - (word in ")]}"))
        last, blanks, place = token, 0, token.end()
    if rest := text[begin:].strip():
        yield Piece(run, rest, False)


def _begins(text: str, begin: int, last: re.Match, token: re.Match) -> bool:
    """Whether a word after a blank begins a statement."""
    word, before = token[0], text[begin : token.start()].strip()
    if last[0] in (".", "?", "!", ":"):
        return "lambda" not in before and not (last[0] == ":" and TYPED.match(text, token.start()))
    ends = last.lastgroup in ("number", "string") or last[0] in (")", "]", "}")
    if last.lastgroup == "name":
        ends = not keyword.iskeyword(last[0]) or last[0] in OPERANDS
    ends |= before.endswith("import *")
    if not ends:
        return False
    if token.lastgroup == "name":
        if word in HEADERS and header(text, token.start()):
            return True
        imports = re.match(r"from\b(?!.*\bimport\b)", before)
        return word not in OPERATORS and not (word == "import" and imports)
    if word in ("(", "["):
        return (
            last.lastgroup in ("number", "string")
            or bool(re.match(r"(?:from|import)\b", before))
            or bool(PAIRS.match(text, token.start()))
        )
    if word == "@":
        return bool(re.match(r"@[\w.]+(?:\([^)]*\))?\s+def\b", text[token.start() :]))
    return token.lastgroup == "number" or token.lastgroup == "string" and last.lastgroup != "string"


def header(text: str, start: int) -> int:
    """Where the colon of a compound statement that begins at a place of a text ends; 0 where none begins there."""
    depth, word = 0, re.match(r"[a-z]*", text[start : start + 10])[0]
    for token in TOKEN.finditer(text, start, start + 500) if word in HEADERS else ():
        depth += (token[0] in "([{") - (token[0] in ")]}") if token.lastgroup == "sign" else 0
        if token[0] == ":" and not depth:
            begun = text[start : token.end()]
            try:
                parsed(HEADERS[word].format(begun))
            except NO_PYTHON:
                return 0
            return token.end()
    return 0


def _after_comment(text: str, start: int, depth: int) -> tuple[int, str]:
    """Where code goes on after a comment, and a line that gives a name something unknown, if that is what it said.

    Raises:
        ValueError: that cannot be told, and layers hang on it.
    """
    wide = re.compile(rf"\s{{{INDENTED},}}(?=\S)").search(text, start)
    end = wide.end() if wide else len(text)
    if depth:
        closing = re.compile(rf"\s(?=[\])}}]{{1,{depth}}}(?:\s|$))").search(text, start, end)
        end = closing.end() if closing else end
        checks.require(bool(wide or closing) and not MAKING.search(text, start, end), COMMENT)
        return end, ""
    begins = next(_statements(text, start, end), end)
    said = text[start:begins].strip()
    gives = re.match(rf"{TARGET}{GIVES}", text[begins:])
    of_code = not said.strip("# ") or MENTIONED.search(said) or said.endswith(":") and not gives
    if begins < end and text[begins] != "#" and of_code and not RULE.match(said):
        return _left_out(text, begins, end)
    checks.require(not _acts(said, text), COMMENT)
    return begins, ""


def _acts(part: str, text: str) -> bool:
    """Whether a part of a text makes a layer, calls a function of the text, or changes what it has made."""
    own = [rf"\b{name}\s*\(" for name in re.findall(r"\bdef (\w+)", text)]
    acts = re.search("|".join([*own, r"\bdel\b", rf"\.(?:{'|'.join(sorted(CHANGING))})\s*\("]), part)
    return bool(MAKING.search(part) or acts)


def _left_out(text: str, start: int, end: int) -> tuple[int, str]:
    """The same, after a statement that is no more than a comment: what it gives a value is unknown."""
    after = text.find("#", start, end)
    end = end if after < 0 else after
    first, *others = _pieces(text[start:end])
    checks.require(not header(text, start) and not _acts(first.text, text) and text[start] != "@", COMMENT)
    name = re.match(rf"({TARGET}){GIVES}", first.text)
    place = text.find(others[0].text, start + len(first.text)) if others else end
    return place, f"{name[1]} = ..." if name else ""


def _statements(text: str, start: int, end: int) -> Iterator[int]:
    """Where statements may begin within a comment."""
    heads = re.compile(rf"(?<=\s)(?:{'|'.join(HEADERS)})\b")
    begun = (each.start() for each in STATEMENT.finditer(text, start, end) if each.start() > start)
    headed = (each.start() for each in heads.finditer(text, start, end) if header(text, each.start()))
    return heapq.merge(begun, headed)  # most often the first alone is asked for


def _only_head(piece: Piece, rest: list[Piece]) -> bool:
    """Whether a statement makes a layer and what makes one after it, if anything, does so after a loop: the outputs."""
    return bool(MAKING.search(piece.text)) and (not rest or len(rest) == 1 and bool(HEAD.search(rest[0].text)))


def _used(pieces: list[Piece], text: str) -> bool:
    """Whether statements give a name of a text another value: then they may belong to it."""
    given = (re.match(rf"({TARGET}){GIVES}", each.text) for each in pieces)
    return any(each and re.search(rf"\b{re.escape(each[1])}\b", text) for each in given)


def _levelled(pieces: list[Piece], kept: bool) -> list[str]:
    """Lines with their indentation.

    Args:
        pieces: the statements.
        kept: whether blanks are as they were; else a body may have lost those before it.
    """
    found, levels, waiting, whole = [], [(0, "")], "", False
    for place, piece in enumerate(pieces):
        if waiting and piece.run < INDENTED:
            rest = [each for each in pieces[place + 1 :] if MAKING.search(each.text)]
            if waiting.startswith("def") and not kept:  # all of it, as far as it returns something
                whole = any(each.text.startswith("return") for each in pieces[place:])
                checks.require(whole or not rest, BODY.format(waiting))
                levels.append((0, waiting))
            else:
                told = kept or _only_head(piece, rest) and not _used(pieces[place + 1 :], f"{waiting} {piece.text}")
                checks.require(piece.run < 2 and not piece.opens and told, BODY.format(waiting))
                found[-1] += f" {piece.text}"
                waiting = ""
                continue
        elif waiting:
            checks.require(piece.run % 2 and piece.run - 1 > levels[-1][0], BODY.format(waiting))
            levels.append((piece.run - 1, waiting))
        elif len(levels) > 1 and not whole:
            deep = _deep(pieces[place:], levels)
            checks.require(deep is not None, BODY.format(levels[-1][1]))
            levels = levels[:deep]
        found.append("    " * (len(levels) - 1) + piece.text)
        waiting = piece.text if piece.opens else ""
        if piece.text.startswith("return") and len(levels) > 1:
            levels, whole = levels[:-1], False
    return found


def _deep(pieces: list[Piece], levels: list[tuple[int, str]]) -> int | None:
    """How many of the levels the first of some statements stands in; None if that cannot be told.

    A function goes on as far as it returns something; what ends a `with` changes nothing.
    """
    fits = [place for place, (level, _) in enumerate(levels) if 0 <= pieces[0].run - 1 - level <= BLANK_LINES]
    for place, (level, begun) in enumerate(levels):
        ends = next((each for each in pieces if each.run - 1 <= level and each.text.startswith("return")), None)
        within = ends and all(each.run - 1 >= level for each in pieces[: pieces.index(ends)])
        if begun.startswith("def") and within and ends.run - 1 == level:
            fits = [each for each in fits if each >= place]
    same = all(re.match(r"with\b|if __name__", levels[each][1]) for each in fits[1:])
    return fits[-1] + 1 if fits and same else None
