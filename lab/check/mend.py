"""The reader's own lines with what is found wrong changed: what to copy, and a text to check again."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lab.check import line, pasted, source
from lab.check.cure import by_layer

OTHERWISE = re.compile(r"^# (?:if|or) .*", re.MULTILINE | re.DOTALL)  # of a cure: what holds only sometimes
DRAWN = ("kernel_initializer", "bias_initializer")  # what a layer that is drawn anew has no more from before
HELD_OUT = re.compile(r"\b[Xx]_(?:test|val|valid)\b")  # what examples are called that are not trained on
OWN_LOSS, COMPILE = "model.loss", ("optimizer", "loss")  # of a cure: as the network has it


class _UnsaidError(Exception):
    """A cure is of what the text does not say, or has no words for."""


@dataclass(frozen=True)
class Mended:
    """A network with cures in it.

    Attributes:
        lines: of code, what takes the place of what, a layer or a call of `compile`: as it was, as it is to be.
        text: the whole, with these.
        compiled: what cures say of a call of `compile`: "optimizer" or "loss" -> code.
        compiles: whether the text has such a call, and these in it.
    """

    lines: tuple[tuple[str, str], ...]
    text: str
    compiled: dict[str, str]
    compiles: bool


def mended(text: str, cures: Sequence[tuple[str, str]]) -> Mended | None:
    """A text that says layers, with its own lines changed as cures say.

    Args:
        text: layers in a line, or code that makes them.
        cures: (name of a layer, lines of Keras), as a checkup gives them; what they do to data is not done.

    Returns:
        None where a cure is of what this text does not say.
    """
    made = line.configuration(text, (1,))["config"]["layers"][1:]
    code = pasted.Code(text)
    own = _Code(text, code, made) if code.calls() else _Line(text, made)
    try:
        for name, lines in (each for layer, cure in cures for each in by_layer(layer, cure)):
            for call in _calls(lines):
                if _name(call) == "compile":
                    for key, value in _compiling(call):
                        own.compile(key, value)
                else:
                    own.layer(_place(made, name, call), call)
    except _UnsaidError:
        return None
    return own.mended()


@dataclass(frozen=True)
class Named:
    """What code calls its data.

    Attributes:
        x, y: what it gives to `fit`; "x" and "y" where it does not say.
        held_x, held_y: those that it is validated with; "" where it does not say.
        predicted: what it predicts for: by its own call of `predict`, or else what is held out.
    """

    x: str = "x"
    y: str = "y"
    held_x: str = ""
    held_y: str = ""
    predicted: str = "x"


def fitted(text: str) -> Named:
    """What code calls the data that it trains with, is validated with, and predicts for."""
    code = pasted.Code(text)
    call, predicts = code.calling("fit"), code.calling("predict")
    given = _arguments(call, ("x", "y")) if isinstance(call, ast.Call) else {}
    x, y = (_named(given.get(name)) or name for name in ("x", "y"))
    held = given.get("validation_data")
    held_x, held_y = map(_named, held.elts[:2]) if isinstance(held, ast.Tuple) and len(held.elts) > 1 else ("", "")
    own = _named(_arguments(predicts, ("x",)).get("x")) if isinstance(predicts, ast.Call) else ""
    out = HELD_OUT.search(code.text)
    return Named(x, y, held_x, held_y, own or held_x or (out[0] if out else x))


def _named(node: ast.expr | None) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def unplaced(cure: str) -> list[str]:
    """The lines of a cure that `mended` does not do: what changes data, and what holds only sometimes."""
    lines, placed = cure.splitlines(), {call.lineno for call in _calls(cure)}
    tail = OTHERWISE.findall(cure)
    count = len(lines) - len("".join(tail).splitlines())
    return [line for place, line in enumerate(lines[:count], 1) if place not in placed] + tail


def _calls(cure: str) -> list[ast.Call]:
    """The calls of a cure that make a layer or compile, each in a line."""
    values = [getattr(node, "value", None) for node in ast.parse(OTHERWISE.sub("", cure)).body]
    calls = [each for each in values if isinstance(each, ast.Call)]
    return [each for each in calls if _name(each) == "compile" or ".layers." in ast.unparse(each.func)]


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _place(made: list[dict], name: str, call: ast.Call) -> int:
    """Of the layer of that name, and of the class that a cure makes."""
    for place, each in enumerate(made):
        if each["config"]["name"] == name and each["class_name"] == _name(call):
            return place
    raise _UnsaidError


def _compiling(call: ast.Call) -> list[tuple[str, ast.expr]]:
    """What a cure changes of how a network is compiled: the loss, or else the optimizer; and the metrics."""
    given = _arguments(call, COMPILE)
    key = "optimizer" if ast.unparse(given["loss"]) == OWN_LOSS else "loss"
    return [(each, given[each]) for each in (key, "metrics") if each in given]


def _arguments(call: ast.Call, order: Sequence[str]) -> dict[str, ast.expr]:
    """All by their names."""
    return dict(zip(order, call.args, strict=False)) | {each.arg: each.value for each in call.keywords}


class _Line:
    """Layers in a line."""

    def __init__(self, text: str, made: list[dict]):
        self._parts, self._layers = line.parts_of(text), len(made)
        self._changed: dict[int, str] = {}
        self._compiled: dict[str, str] = {}

    def layer(self, place: int, new: ast.Call) -> None:
        said = [each.value for each in new.keywords if each.arg in ("activation", "kernel_initializer")]
        if any(isinstance(each, ast.Call) for each in said):  # for which a line has no words
            raise _UnsaidError
        words = [_name(new), *map(_number, new.args), *map(ast.literal_eval, said)]
        self._changed[place] = " ".join(words)

    def compile(self, key: str, value: ast.expr) -> None:
        self._compiled[key] = ast.unparse(value)

    def mended(self) -> Mended | None:
        if len(self._parts) != self._layers:  # a sentence that lists them
            return None
        text = ", ".join(self._changed.get(place, part) for place, part in enumerate(self._parts))
        return Mended((), text, self._compiled, compiles=False)


def _number(node: ast.expr) -> str:
    """64, or 3 of (3, 3)."""
    value = ast.literal_eval(node)
    return str(value[0] if isinstance(value, tuple) else value)


class _Code:
    """Code that makes layers."""

    def __init__(self, text: str, code: pasted.Code, made: list[dict]):
        self._text, self._code, self._made = text, code, made
        self._new: dict[ast.Call, ast.Call] = {}
        self._said: dict[int, set[str]] = {}  # of each layer, what cures before have said of it
        self._compiled: dict[str, str] = {}

    def layer(self, place: int, new: ast.Call) -> None:
        held = self._copied(self._code.calls()[place].node)
        order = pasted.order_of(_name(new))
        before = self._said.setdefault(place, set())
        said = {key: value for key, value in _arguments(new, order).items() if key not in before}
        given, made = _arguments(held, order), self._made[place]["config"]
        before.update(said)
        drawn = DRAWN if "kernel_initializer" in said else ()
        gone = {"activation", *drawn} - (before - said.keys())
        kept = {key: value for key, value in given.items() if key not in gone}
        same = {key: given[key] for key, value in said.items() if key in given and _alike(made.get(key), value)}
        whole = kept | said | same
        held.args = [whole.pop(key) for key in order[: len(new.args)]]
        held.keywords = [ast.keyword(key, value) for key, value in whole.items()]

    def compile(self, key: str, value: ast.expr) -> None:
        node = self._code.calling("compile")
        self._compiled[key] = ast.unparse(value)
        if node is None:
            return
        held = self._copied(node)
        given = _arguments(held, COMPILE)
        if key == "loss" and _one_loss(given.get(key), value):
            return
        given[key] = _of_own(given.get(key), value)
        held.args, held.keywords = [], [ast.keyword(name, each) for name, each in given.items()]

    def _copied(self, node: ast.expr) -> ast.Call:
        if not isinstance(node, ast.Call):
            raise _UnsaidError
        return self._new.setdefault(node, copy.deepcopy(node))

    def mended(self) -> Mended:
        whole, lines = self._code.text.encode(), []
        starts = [0, *(found.end() for found in re.finditer(rb"\n", whole))]
        for node in sorted(self._new, key=lambda each: (each.lineno, each.col_offset), reverse=True):
            begins, ends = starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset
            new = _written(self._new[node])
            if new == _written(node):  # as it was
                continue
            lines.insert(0, (" ".join(whole[begins:ends].decode().split()), new))
            whole = whole[:begins] + new.encode() + whole[ends:]
        text = source.without_words(whole.decode()) if lines else self._text
        return Mended(tuple(dict.fromkeys(lines)), text, self._compiled, self._code.calling("compile") is not None)


def _written(node: ast.expr) -> str:
    code = ast.unparse(node)
    return code if '"' in code else code.replace("'", '"')


def _alike(value: object, node: ast.expr) -> bool:
    """Whether a configuration says what a cure does: then it stays as it is written."""
    if isinstance(node, ast.Call):
        return False
    new = ast.literal_eval(node)
    return value == new or (isinstance(value, list) and value == list(new)) or (new == (value, value))


def _one_loss(own: ast.expr | None, new: ast.expr) -> bool:
    """Whether both are names of one loss, as "mse" and "mean_squared_error" are."""
    from keras import losses

    names = [each.value for each in (own, new) if isinstance(each, ast.Constant)]
    try:
        return len(names) == 2 and losses.get(names[0]) is losses.get(names[1])
    except (ValueError, TypeError):  # no name of a loss
        return False


def _of_own(own: ast.expr | None, new: ast.expr) -> ast.expr:
    """A class as the reader imports it, where it is the same."""
    if isinstance(own, ast.Call) and isinstance(new, ast.Call) and _name(own) == _name(new):
        return ast.Call(own.func, new.args, new.keywords)
    return new
