"""Layers that a sentence lists, one after the other, as code: "Dense(64, relu) x 4, Dense(1), mse, adam"."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from lab.check import allowed
from lab.check.flattened import NO_PYTHON, parsed
from lab.check.known_values import snake

WORDS = allowed.FUNCTIONS | {snake(name) for name in allowed.INITIALIZERS}
ALONE = (  # layers that need no number
    "Flatten", "BatchNormalization", "LayerNormalization", "Normalization", "LeakyReLU", "ReLU", "Softmax",
    "MaxPooling1D", "MaxPooling2D", "GlobalAveragePooling1D", "GlobalAveragePooling2D",
)  # fmt: skip
SPELLED = ("Dense", "Conv1D", "Conv2D", "LSTM", "GRU", "SimpleRNN", "Embedding", "Dropout", "GaussianNoise", *ALONE[:4])
ANY_CASE = {name.lower(): name for name in SPELLED}  # which are no words of a sentence, however they are written
OTHERS = allowed.LAYERS - {"Sequential", "Functional", "Model", *SPELLED}
NAMED = f"(?i:{'|'.join(SPELLED)})|{'|'.join(sorted(OTHERS, key=len, reverse=True))}"
TIMES = r"(\d{1,3})"
LAYER = re.compile(  # with the times before it
    rf"(?:\b{TIMES}\s*[x×*]\s*)?(?<![\w.])(?:[a-z]\w*\.)*(?P<kind>{NAMED})\b(?P<open>\s*\()?(?P<number>\s+\d)?"
)
AFTER = re.compile(rf"\s*(?:[x×*]\s*{TIMES}\b|\(\s*[x×]\s*{TIMES}\s*\)|{TIMES} times\b)")
SHORT = re.compile(rf"(?:\s+(?:\d+(?:\.\d+)?|(?:{'|'.join(sorted(WORDS, key=len, reverse=True))}))\b)*")
BETWEEN = re.compile(r"[\s\]\[]*(?:,|;|\||->|=>|→|\n)[\s,;\]\[]*(?:(?:and|then)\s+)*|\s+(?:and|then)\s+|\s+")
CHOICES = re.compile(r"\b(?:between|versus|vs|instead of|replac\w+|compar\w+|or)\b", re.IGNORECASE)
BEFORE = re.compile(r"(?:[,;|>→]|\band|\d)[ \t]*$")  # where a list began earlier
GOES_ON = re.compile(  # what else a list may hold, that is known by nobody
    r"^\s*(?:[,;|>→-]+|and\b)\s*(?!(?:SGD|RMS|Ada|Nadam|Lion))[A-Z]\w+\s+\d"
    r"|\b(?!\w*(?:Crossentropy|Error|Huber|Hinge)|SGD|RMS|Ada|Nadam|Lion)[A-Z]\w*\("
)
BESIDE = re.compile(  # words that say more of the layers than their list does
    r"\b(?:drop-?out|batch[ -]?norm\w*|regulari[sz]\w*|initiali[sz]\w+|frozen|freez\w+|layers of|embedding|"
    r"convolution\w*|pooling|skip|residual|(?:each|every)(?! (?:epoch|time|run|step|start|batch|example))|"
    r"weights?\b[^.;]{0,30}\b(?:zeros?|ones?|equal|same|constant|[01]|start\w*))\b",
    re.IGNORECASE,
)
LOSSES = r"(?:sparse_)?categorical_crossentropy|binary_crossentropy|mean_(?:squared|absolute)_error|mse|mae|huber|hinge"
SPOKEN = {
    r"cross[ -]entropy": "crossentropy", r"\b(categorical|binary)[ -]cross": r"\1_cross",
    r"sparse[ -]cat": "sparse_cat", r"mean (squared|absolute) error": r"mean_\1_error",
}  # fmt: skip
OPTIMIZERS = "SGD|Adam|AdamW|Adamax|Nadam|Lion|RMSprop|Adagrad|Adadelta"
OPTIMIZER = re.compile(rf"\b(?:{OPTIMIZERS})\b(?:\([^()]*\))?", re.IGNORECASE)
RATE = re.compile(r"\b(?:learning[ _-]?rate|lr)\b\s*(?:=|:|of|is|at)?\s*(\d+(?:\.\d+)?(?:e-?\d+)?)", re.IGNORECASE)
MOMENTUM = re.compile(r"\bmomentum\b\s*(?:=|:|of|is)?\s*(0?\.\d+)", re.IGNORECASE)
SUMMING = re.compile(r"Dense|Conv|LSTM|GRU|SimpleRNN")  # layers that have an activation
NUMERALS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
COUNTED = re.compile(rf"\b(\d+|{'|'.join(NUMERALS)})\s+(?:\w+\s+)?layers\b", re.IGNORECASE)
MOST = 40  # layers


class Mentions(NamedTuple):
    """What a sentence says.

    Attributes:
        layers: one after the other, each as it is written.
        python: whether they are calls; else they are in the short form.
        compiled: a call of `compile` with the loss and the optimizer that are named; "" where none is.
    """

    layers: tuple[str, ...]
    python: bool
    compiled: str


class _Item(NamedTuple):
    start: int
    end: int
    written: str
    times: int
    python: bool | None  # whether it is a call; None of a name alone, which is one in a list of calls


def found(text: str) -> Mentions | None:
    """The layers that a text lists; None where it lists none, or not all of them in one list."""
    every = list(_items(text))
    items = _list(text, every)
    ways = {each.python for each in items} - {None}
    if not items or ways == {True, False}:
        return None
    layers = [
        each.written + "()" * (ways == {True} and each.python is None) for each in items for _ in range(each.times)
    ]
    rest = f"{text[: items[0].start]}\n{text[items[-1].end :]}"
    part = BEFORE.search(text[: items[0].start]) or GOES_ON.search(text[items[-1].end :])
    if part or not 2 <= len(layers) <= MOST or not _counted(rest, len(layers)) or _more_is_said(rest, items):
        return None
    return Mentions(tuple(layers), ways == {True}, _compiled(rest))


def _items(text: str) -> Iterator[_Item]:
    """The layers that are named, with what is said of each."""
    place = 0
    while named := LAYER.search(text, place):
        place = end = named.end()
        kind = ANY_CASE.get(named["kind"].lower(), named["kind"])
        if named["open"]:
            end = _closing(text, named.end() - 1)
            written = f"{kind}{text[named.end() - 1 : end]}"
        elif named["number"] or named["kind"] in ALONE:
            end = SHORT.match(text, named.end("kind")).end()
            written = f"{kind}{text[named.end('kind') : end]}"
        else:
            continue
        after = AFTER.match(text, end)
        times = [int(each) for each in (named[1], *(after.groups() if after else ())) if each]
        place = after.end() if after else end
        python = bool(named["open"]) if written != kind else None
        yield _Item(named.start(), place, written, times[0] if times else 1, python)


def _list(text: str, items: list[_Item]) -> list[_Item]:
    """All of them, if each follows the one before it as in a list; else none."""
    if len(items) < 2 and sum(each.times for each in items) < 3:
        return []
    for before, after in zip(items, items[1:], strict=False):
        between = text[before.end : after.start]
        joined = re.search(r"\band\b", between)
        if not BETWEEN.fullmatch(between) or joined and (after is not items[-1] or CHOICES.search(text)):
            return []
    return items if all(not each.python or _call(each.written) for each in items) else []


def _call(written: str) -> bool:
    try:
        return isinstance(parsed(written.strip()).body[0].value, ast.Call)
    except (*NO_PYTHON, AttributeError):
        return False


def _counted(rest: str, count: int) -> bool:
    """Whether the words beside a list say no other number of layers than it has, or of hidden ones."""
    counts = [each.lower() for each in COUNTED.findall(rest)]
    numbers = [int(each) if each.isdigit() else NUMERALS.index(each) + 2 for each in counts]
    return all(each in (count, count - 1) for each in numbers)


def _more_is_said(rest: str, items: list[_Item]) -> bool:
    """Whether the words beside a list say something of its layers, so that the list alone is another network."""
    bare = any(
        SUMMING.search(each.written) and not re.search(rf"\b(?:{'|'.join(allowed.FUNCTIONS)})\b", each.written)
        for each in items
    )
    activations = re.search(rf"\b(?:{'|'.join(sorted(allowed.FUNCTIONS - {'linear', 'threshold'}))})\b", rest)
    return bool(BESIDE.search(rest) or "..." in rest or "…" in rest or activations and bare)


def _compiled(rest: str) -> str:
    """The loss and the optimizer that are named, where one alone is, as a call of `compile`."""
    for spoken, name in SPOKEN.items():
        rest = re.sub(spoken, name, rest, flags=re.IGNORECASE)
    losses = {each.lower() for each in re.findall(rf"\b(?:{LOSSES})\b", rest, re.IGNORECASE)}
    optimizers = {each[0].lower(): each[0] for each in OPTIMIZER.finditer(rest)}
    said = [f"loss={losses.pop()!r}"] if len(losses) == 1 and "logits" not in rest else []
    if len(optimizers) == 1:
        (call,) = optimizers.values()
        numbers = {"learning_rate": RATE.search(rest), "momentum": MOMENTUM.search(rest)}
        given = ", ".join(f"{name}={number[1]}" for name, number in numbers.items() if number)
        call = f"{call}({given})" if given and "(" not in call else call
        said.append(f"optimizer={call}" if "(" in call and _call(call) else f"optimizer={call.lower()!r}")
    return f"model.compile({', '.join(said)})" if said else ""


def _closing(text: str, begin: int) -> int:
    """After the bracket that closes the one at a place; there where none does."""
    depth = 0
    for place in range(begin, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if not depth:
            return place + 1
    return begin
