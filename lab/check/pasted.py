"""Code that makes a Sequential model of Keras, as layers in a line; none of it is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence

from lab import checks

CODE = re.compile(r"\bSequential\s*\(|\.add\s*\(")
SUMMARY = re.compile(r"Output Shape|Param #|^\s*Model: \"", re.MULTILINE)
JSON = "what print(model.to_json()) prints, at model.to_json()"
UNTOLD = (
    "What model.summary() prints does not say the activations. Paste the code that makes the model, such as "
    f"Sequential([Dense(25, activation='relu'), Dense(10)]), or {JSON}."
)
INPUTS = ("Input", "InputLayer")
SAYING_NOTHING = ("name", "input_shape", "batch_input_shape", "batch_shape", "dtype", "trainable")  # of the start


def line(text: str, numbers: Mapping[str, Sequence[str]]) -> str:
    """Code, or a text that holds some, as the line it means: "Dense 25 relu, Dense 10"; another text as it is.

    Args:
        text: what was written or pasted.
        numbers: layer -> the names of its numbers, in their order.

    Raises:
        ValueError: what was pasted does not say its layers plainly; the sentence says what to paste instead.
    """
    checks.require(not SUMMARY.search(text), UNTOLD)
    checks.require(not text.lstrip().startswith("{"), f"This looks like JSON: paste {JSON}.")
    if not CODE.search(text):
        functional = re.search(r"\)\s*\(", text)
        checks.require(not functional, f"Layers that are called one by one are not read here: paste {JSON}.")
        return text
    code = re.sub(r"#[^\n]*", "", text) if "\n" in text else text
    loops = re.search(r"\b(for|while|if)\b", code)
    checks.require(not loops, f"Code with {loops and loops[1]!r} in it is not read here: paste {JSON}.")
    return ", ".join(words for each in _layers(code) if (words := _words(each, numbers)))


def _layers(code: str) -> list[ast.expr]:
    """The layers that a list in `Sequential` and calls of `add` hold, in their order."""
    found = []
    starts = list(CODE.finditer(code))
    networks = sum("Sequential" in start[0] for start in starts)
    checks.require(networks < 2, f"There are {networks} networks in this code; paste one of them.")
    for start in starts:
        call = _parsed(f"f{_within(code, start.end() - 1)}")
        for each in (*call.args, *(more.value for more in call.keywords if more.arg == "layers")):
            found += each.elts if isinstance(each, (ast.List, ast.Tuple)) else [each]
    return found


def _within(code: str, begin: int) -> str:
    """From a bracket to the one that closes it."""
    depth = 0
    for place in range(begin, len(code)):
        depth += (code[place] == "(") - (code[place] == ")")
        if not depth:
            return code[begin : place + 1]
    raise ValueError("A bracket in this code is not closed; paste it whole, without what comes after a #.")


def _parsed(code: str) -> ast.Call:
    try:
        return ast.parse(code, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError("This code cannot be read as Python; paste it whole, without what comes after a #.") from error


def _words(layer: ast.expr, numbers: Mapping[str, Sequence[str]]) -> str:
    """A layer as words, "Dense 25 relu"; "" of an Input."""
    written = ast.unparse(layer)
    plain = isinstance(layer, ast.Call) and _name(layer.func)
    checks.require(bool(plain), f"{written[:60]!r} is no layer that can be read here: paste {JSON}.")
    if plain in INPUTS:
        return ""
    held = [each for each in layer.args if not _is_none(each)]
    more = {each.arg: each.value for each in layer.keywords if each.arg not in SAYING_NOTHING}
    ordered = [*held, *(more.pop(name) for name in numbers.get(plain, ()) if name in more)]
    if plain != "Embedding":
        more.pop("input_dim", None)
    for name in ("activation", "kernel_initializer"):
        if name in more and not _is_none(value := more.pop(name)):
            ordered.append(value)
    left = next(iter(more), None)
    checks.require(left is None, f"`{left}` of {written[:60]!r} cannot be said in a line: paste {JSON}.")
    return " ".join([plain, *map(_value, ordered)])


def _value(node: ast.expr) -> str:
    """A number, or the name of an activation or initializer, however it is written."""
    if isinstance(node, (ast.Tuple, ast.List)) and len({ast.unparse(each) for each in node.elts}) == 1:
        return _value(node.elts[0])  # (3, 3)
    if isinstance(node, ast.Constant):
        return str(node.value)
    name = _name(node.func if isinstance(node, ast.Call) and not node.args and not node.keywords else node)
    checks.require(bool(name), f"{ast.unparse(node)[:60]!r} is not plain enough to be read here: paste {JSON}.")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()  # HeNormal: he_normal


def _name(node: ast.expr) -> str:
    """The last part of a name with dots; "" of anything else."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
