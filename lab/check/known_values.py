"""What is known of the values in code that nobody runs: numbers, texts, lists, and calls of what is not known."""

from __future__ import annotations

import ast
import math
import operator
import re
from dataclasses import dataclass

from lab.check import allowed

LAYERS = allowed.LAYERS | {  # by all their names
    f"{kind}{sides}D" for kind in ("MaxPool", "AvgPool", "GlobalMaxPool", "GlobalAvgPool") for sides in (1, 2, 3)
}
MOST_ITEMS, MOST_TEXT, LARGEST = 1_000, 200, 1e12  # of a list; characters; and of a number
ARITHMETIC = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow,
}  # fmt: skip
SIGNS = {ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Not: operator.not_}
COMPARED = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge, ast.Is: operator.is_, ast.IsNot: operator.is_not, ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
}  # fmt: skip
FUNCTIONS = {
    "range": lambda *ends: list(range(*ends)), "len": len, "enumerate": lambda *given: list(enumerate(*given)),
    "zip": lambda *given: list(zip(*given, strict=False)), "reversed": lambda given: list(reversed(given)),
    "sorted": sorted, "list": list, "tuple": tuple, "dict": dict, "int": int, "float": float, "str": str, "min": min,
    "max": max, "sum": sum, "round": round, "abs": abs,
}  # fmt: skip
METHODS = {  # of lists and dictionaries
    "append", "extend", "insert", "pop", "remove", "reverse", "clear", "copy", "index", "count", "update", "get",
    "items", "keys", "values",
}  # fmt: skip
CHANGING = {"append", "extend", "insert", "pop", "remove", "reverse", "clear", "update", "setdefault", "sort"}
FAILING = TypeError, ValueError, KeyError, IndexError, ArithmeticError, AttributeError, RecursionError


@dataclass(eq=False)
class Unknown:
    """What cannot be known, as it is written; and why, where that is not plain."""

    node: ast.expr
    why: str = ""


@dataclass(eq=False)
class Call:
    """A call of something that is not known here, as a class of Keras.

    Attributes:
        node: as it is written.
        name: what is called, the last part of a name with dots.
        values, keywords: its arguments.
        named: whether all of these are there.
    """

    node: ast.expr
    name: str
    values: list
    keywords: dict
    named: bool = True


@dataclass(eq=False)
class Network:
    """The layers of a network, as it was made and added to."""

    node: ast.expr
    layers: list


@dataclass(eq=False)
class Output:
    """Of a layer that was called: the layer, and what it was called with; None if that was not one thing."""

    of: Call | Network
    after: object


def last_name(node: ast.expr) -> str:
    """The last part of a name with dots; "" of anything else."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def snake(name: str) -> str:
    """HeNormal as he_normal."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def short(value: object) -> str:
    """A value as it is written, its beginning."""
    node = value if isinstance(value, ast.AST) else getattr(value, "node", None)
    return (repr(value) if node is None else ast.unparse(node))[:60]


def plain(value: object) -> bool:
    """Whether it is a number, a text, or nothing at all."""
    return value is None or isinstance(value, (bool, int, float, str))


def truth(value: object) -> bool | None:
    """Whether a test of it holds; None if that is not known."""
    return bool(value) if plain(value) or isinstance(value, (list, tuple, dict)) else None


def walkable(value: object) -> bool:
    """Whether it can be gone through, thing by thing."""
    return isinstance(value, (list, tuple, dict)) and len(value) <= MOST_ITEMS


def parts(node: ast.expr) -> list[ast.expr] | None:
    """The expressions that one is computed from; None where that is not known here."""
    match node:
        case ast.BinOp():
            return [node.left, node.right]
        case ast.UnaryOp():
            return [node.operand]
        case ast.JoinedStr():
            return node.values
        case ast.Compare():
            return [node.left, *node.comparators]
        case ast.Subscript():
            return [node.value, node.slice]
        case ast.Slice():
            return [each or ast.Constant(None) for each in (node.lower, node.upper, node.step)]
        case ast.FormattedValue(format_spec=None, conversion=-1):
            return [node.value]
    return None


def combined(node: ast.expr, values: list) -> object:
    """What an expression is, from the values of its parts."""
    try:
        match node:
            case ast.BinOp():
                return computed(node, node.op, *values)
            case ast.Subscript():
                return values[0][values[1]] if isinstance(values[0], (list, tuple, dict)) else Unknown(node)
            case ast.Slice():
                return slice(*values)
        if not all(plain(each) or isinstance(node, ast.Compare) and truth(each) is not None for each in values):
            return Unknown(node)
        match node:
            case ast.UnaryOp() if type(node.op) in SIGNS:
                return SIGNS[type(node.op)](values[0])
            case ast.Compare():
                sides = zip(node.ops, values, values[1:], strict=False)
                return all(COMPARED[type(sign)](left, right) for sign, left, right in sides)
            case ast.JoinedStr() | ast.FormattedValue():
                return "".join(map(str, values))[:MOST_TEXT]
    except FAILING:
        pass
    return Unknown(node)


def computed(node: ast.AST, sign: ast.operator, left: object, right: object) -> object:
    """A sum, a product and the like, of numbers or lists."""
    if isinstance(left, (list, tuple)) or isinstance(right, (list, tuple)):
        return _repeated(node, sign, left, right)
    if isinstance(left, str) and isinstance(right, str) and isinstance(sign, ast.Add):
        return (left + right)[:MOST_TEXT]
    numbers = all(isinstance(each, (int, float)) and abs(each) <= LARGEST for each in (left, right))
    small = not isinstance(sign, ast.Pow) or (numbers and abs(left) <= 1e6 and abs(right) <= 40)
    no = Unknown(node, f"{short(node)!r} is no plain number.")
    if not numbers or not small or type(sign) not in ARITHMETIC:
        return no
    try:
        found = ARITHMETIC[type(sign)](left, right)
    except FAILING:
        return no
    return found if isinstance(found, (int, float)) and math.isfinite(found) else no


def _repeated(node: ast.AST, sign: ast.operator, left: object, right: object) -> object:
    """A list and another, or a list some times over."""
    if isinstance(sign, ast.Add) and type(left) is type(right):
        return left + right if len(left) + len(right) <= MOST_ITEMS else Unknown(node)
    held, times = (left, right) if isinstance(left, (list, tuple)) else (right, left)
    if isinstance(sign, ast.Mult) and isinstance(times, int) and len(held) * times <= MOST_ITEMS:
        return held * times
    return Unknown(node)


def mapping(node: ast.expr, keys: list, values: list) -> object:
    """A dictionary."""
    fits = len(keys) == len(values) and all(map(plain, keys))
    return dict(zip(keys, values, strict=True)) if fits else Unknown(node)


def put(held: object, key: object, value: object) -> bool:
    """Whether a list or dictionary took a value at its key."""
    try:
        if isinstance(held, dict) and plain(key) or isinstance(held, list) and isinstance(key, int):
            held[key] = value
            return True
    except FAILING:
        pass
    return False


def method(held: list | dict, call: Call) -> object:
    """What a method of a list or a dictionary gives."""
    known = call.named and call.name in METHODS and len(held) < MOST_ITEMS
    known &= isinstance(held, list) or all(map(plain, call.values[:1])) or call.name == "update"
    try:
        found = getattr(held, call.name)(*call.values, **call.keywords) if known else Unknown(call.node)
    except FAILING:
        return Unknown(call.node)
    return list(found) if call.name in ("items", "keys", "values") and known else found


def function(call: Call) -> object:
    """What a function of Python gives of values that are known."""
    ends = [each for each in (*call.values, *call.keywords.values()) if isinstance(each, (int, float))]
    if any(abs(each) > LARGEST for each in ends) or call.name == "str" and not all(map(plain, call.values)):
        return Unknown(call.node)
    if call.name == "range" and not (all(isinstance(each, int) for each in call.values) and _turns(call.values)):
        return Unknown(call.node)
    try:
        return FUNCTIONS[call.name](*call.values, **call.keywords)
    except FAILING:
        return Unknown(call.node)


def _turns(ends: list) -> bool:
    try:
        return len(range(*ends)) <= MOST_ITEMS
    except FAILING:
        return False
