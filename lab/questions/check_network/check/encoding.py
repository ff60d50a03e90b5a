"""How a reader's labels are written, whole numbers or one-hot rows, and what then becomes of them under the loss."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace

import numpy as np

from lab import beside
from lab.check import pasted, source
from lab.check.flattened import NO_PYTHON
from lab.check.known_values import last_name

WHOLE, MANY = 1, 0  # numbers of a label: a whole number; a one-hot row of nobody knows how many
CLASSES = {"mnist": 10, "fashion_mnist": 10, "cifar10": 10, "cifar100": 100, "imdb": 2, "reuters": 46}
NUMBERED = re.compile(  # what gives whole numbers
    r"randint|integers|argmax|LabelEncoder|factorize|make_(?:classification|moons|circles|blobs)|target|codes"
)
ONE_HOT = re.compile(r"to_categorical|one_hot|OneHotEncoder|get_dummies")
SETS = re.compile(r"load_(?:iris|digits|wine|breast_cancer)")
FOLDERS = {  # what reads images from folders -> the argument that says their labels' form, and how that begins
    "image_dataset_from_directory": ("label_mode", "int"),
    "flow_from_directory": ("class_mode", "categorical"),
    "flow_from_dataframe": ("class_mode", "categorical"),
}
KEEPING = re.compile(  # what leaves their form as it is
    r"astype|reshape|ravel|flatten|squeeze|np_?array|array|asarray|constant|to_numpy|copy|cast|convert_to_tensor|choice"
    r"|fit_transform|transform|fit|expand_dims|concatenate|hstack"
)
OF_EACH = re.compile(r"axis=-?1\b|\b(?:sum|mean)\(-?1\)|\[:, *-?\d+\]")  # one number of every example
COMMENTS = re.compile(r"#([^\n]*)")
LABELS = r"(?:labels?|targets?|classes|y(?:_(?:train|test|val))?)"
NAME = re.compile(LABELS, re.IGNORECASE)
SIDES = r"[(\[]\s*(?:None|\d[\d,_]{0,9})?\s*(?:,\s*(\d+)?\s*)?[)\]]"
RANK = re.compile(r"must have (?:the same )?(?:rank|shape)\b.{0,80}?target\.shape\s*=\s*" + SIDES, re.DOTALL)
UNLIKE = re.compile(rf"\bshapes? {SIDES}.{{0,10}}?{SIDES} are incompatible", re.IGNORECASE)
BARE = re.compile(r"must have the same (?:rank|shape)|must have rank \(ndim\) `?target")
LOGITS = re.compile(r"same first dimension(?:.*?logits shape \[(\d+), ?(\d+)\].*?labels shape \[(\d+)\])?", re.DOTALL)
OUTSIDE = re.compile(r"label value of (-?\d+) which is outside the valid range of \[0, ?(\d+)\)")
SHAPED = re.compile(rf"\b{LABELS}\b(?:\.| has | of |'s | )?(?:the |a )?shape\b[^\n\d(\[]{{0,9}}{SIDES}", re.IGNORECASE)
TOLD_WHOLE = re.compile(
    rf"\b{LABELS}\s+(?:\w+\s+){{0,2}}?(?:are|is|as|contains?|holds?)\s+(?:\w+\s+){{0,2}}?"
    r"(?:integers?\b|ints?\b|whole numbers?|class (?:numbers?|ind\w+|ids?))"
    rf"|\b(?:integer|whole.number|sparse|int)\s+(?:encoded\s+)?{LABELS}\b"
    rf"|\b{LABELS}\s*(?:are|is|=|:)?\s*(?:np\.array\(|like )?\[?\s*\d{{1,3}}(?:\s*,\s*\d{{1,3}})+\s*(?:,?\s*\.\.|…|\])",
    re.IGNORECASE,
)
FROM_TO = re.compile(
    rf"\b{LABELS}\b[^\n.;\d]{{0,25}}?\b(\d{{1,3}})\s*(?:\.\.+|…|–|-|\bto\b)\s*(\d{{1,3}})\b(?!\s*%|\.\d)", re.IGNORECASE
)
TOLD_ONE_HOT = re.compile(r"\bone.?hot|\bto_categorical\b", re.IGNORECASE)
ASIDE = re.compile(  # before what is not said to be so
    r"\b(?:should|shall|need(?:ed|s)?|must|do|whether|why|how|or|try|use|using|instead|could|can|without|not|no|takes?|"
    r"wants?|expects?)\b[^.;\n]{0,25}$|n't\b[^.;\n]{0,25}$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Labels:
    """The form of labels.

    Attributes:
        width: numbers of one: `WHOLE`, those of a one-hot row, or `MANY`.
        low, high: the smallest and the largest whole number; None = nobody says.
        certain: whether a message of Keras says so.
    """

    width: int
    low: int | None = None
    high: int | None = None
    certain: bool = False

    def written(self, y: np.ndarray, classes: int) -> np.ndarray:
        """Classes from 0 as these labels are."""
        if self.width != WHOLE:
            width = self.width or classes
            return np.eye(width, dtype="float32")[y.astype(int) % width]
        low, high = self.low or 0, classes - 1 if self.high is None else self.high
        numbers = low + y.astype(int) % max(high - low + 1, 1)
        numbers[:2] = low, high
        return numbers


def said(text: str, loss: str) -> Labels | None:
    """The form of the labels that a text says; None where it says none, or its parts say others.

    Args:
        text: code with words beside it; a message of Keras in it is believed first.
        loss: of the network.
    """
    if told := _of_message(text, loss):
        return told
    found = [each for each in (_of_code(text), _of_words(text)) if each]
    if len({each.width == WHOLE for each in found}) != 1:
        return None
    return next((each for each in found if each.width > WHOLE or each.high is not None), found[0])


def _of_message(text: str, loss: str) -> Labels | None:
    """What a message of Keras says of them."""
    if found := OUTSIDE.search(text):
        value, end = map(int, found.groups())
        return Labels(WHOLE, min(value, 0) or int(value == end), max(value, end - 1), certain=True)
    if found := LOGITS.search(text):
        rows, size, count = (int(each or 0) for each in found.groups())
        return Labels(size, certain=True) if count == rows * size else None
    if found := RANK.search(text) or UNLIKE.search(text):
        return Labels(int(found[1] or 1), certain=True)
    if BARE.search(text):
        return Labels(MANY if loss.startswith("sparse") else WHOLE, certain=True)
    return None


def _of_words(text: str) -> Labels | None:
    """What the words beside code, and its comments, say."""
    words = "\n".join([beside.said(text) if "(" in text else text, *COMMENTS.findall(text)])
    if shaped := SHAPED.search(text):
        return Labels(int(shaped[1] or 1))
    ends, hot = FROM_TO.search(words), TOLD_ONE_HOT.search(words)
    low, high = map(int, ends.groups()) if ends else (0, 0)
    if hot and ASIDE.search(words[: hot.start()]):
        hot = None
    whole = TOLD_WHOLE.search(text) or low in (0, 1) and high > 1
    if bool(whole) == bool(hot):
        return None
    return Labels(MANY) if hot else Labels(WHOLE, low, high) if low < high else Labels(WHOLE)


def _of_code(text: str) -> Labels | None:
    """What code says of the labels that it gives to `fit`, or else of those that it calls so."""
    try:
        held = _Held(source.read(text).tree)
        fit = pasted.Code(text).calling("fit")
    except NO_PYTHON:
        return None
    given = [*fit.args[:2], *(each.value for each in fit.keywords if each.arg == "y")] if fit else []
    if given:  # of one alone, as a generator, which holds the labels too
        return held.form(given[-1])
    return next(filter(None, (held.labels[name] for name in held.labels if NAME.fullmatch(name))), None)


class _Held:
    """What the names of some code hold, as far as they are labels.

    Attributes:
        labels: name -> the form.
    """

    def __init__(self, tree: ast.Module):
        self.labels: dict[str, Labels | None] = {}
        found = [each for each in ast.walk(tree) if isinstance(each, ast.Assign)]
        for node in sorted(found, key=lambda each: each.lineno):
            for target in node.targets:
                if isinstance(target, ast.Tuple):
                    self._unpack(target.elts, node.value)
                else:
                    self._give(target, self.form(node.value))

    def _give(self, target: ast.expr, form: Labels | None) -> None:
        if isinstance(target, ast.Name):
            self.labels[target.id] = form

    def _unpack(self, targets: list[ast.expr], value: ast.expr) -> None:
        """Several names of one value: a data set's, parts of a split, or one each."""
        called = last_name(value.func) if isinstance(value, ast.Call) else ""
        if called == "load_data" and isinstance(value.func, ast.Attribute):
            known = CLASSES.get(last_name(value.func.value))
            for pair in (each.elts for each in targets if isinstance(each, ast.Tuple) and known):
                self._give(pair[-1], Labels(WHOLE, 0, known - 1))
        elif called == "train_test_split" and len(targets) == 2 * len(value.args):
            for place, target in enumerate(targets):
                self._give(target, self.form(value.args[place // 2]))
        elif isinstance(value, ast.Tuple) and len(value.elts) == len(targets):
            for target, form in zip(targets, [self.form(each) for each in value.elts], strict=True):
                self._give(target, form)
        elif len(targets) == 2:
            self._give(targets[1], self.form(value))

    def form(self, node: ast.expr) -> Labels | None:
        """That of an expression; None where it is not known."""
        match node:
            case ast.Name():
                return self.labels.get(node.id)
            case ast.List() | ast.Tuple():
                return _listed(node.elts)
            case ast.Subscript(value=ast.Call() as call) if last_name(call.func) == "eye":
                return Labels(_number(call.args, 0) or MANY)
            case ast.Subscript():
                return self.form(node.value)
            case ast.Attribute():
                return Labels(WHOLE) if NUMBERED.fullmatch(node.attr) else self.form(node.value)
            case ast.Compare() if OF_EACH.search(ast.unparse(node)):
                return Labels(WHOLE, 0, 1)
            case ast.BinOp(op=ast.Add() | ast.Sub()):
                found = self.form(node.left)
                return found and replace(found, low=None, high=None)
            case ast.Call():
                return self._called(node)
        return None

    def _called(self, call: ast.Call) -> Labels | None:
        name, on = last_name(call.func), getattr(call.func, "value", None)
        given = {each.arg: each.value for each in call.keywords}
        if name in FOLDERS:
            key, usual = FOLDERS[name]
            mode = getattr(given.get(key), "value", usual)
            return {"categorical": Labels(MANY), "int": Labels(WHOLE), "sparse": Labels(WHOLE)}.get(mode)
        if ONE_HOT.fullmatch(name):
            return Labels(_number([*call.args, given.get("num_classes"), given.get("depth")], 1) or MANY)
        if NUMBERED.fullmatch(name):
            size = given.get("size") or (call.args[2] if len(call.args) > 2 else None)
            rows = isinstance(size, ast.Tuple) and len(size.elts) > 1 and _number(size.elts, -1) != 1
            return None if rows else Labels(WHOLE, *_ends(call))
        if SETS.fullmatch(name) and "return_X_y" in given:
            return Labels(WHOLE)
        if KEEPING.fullmatch(name):
            return next(filter(None, map(self.form, [*([on] if on else []), *call.args[:1]])), None)
        return None


def _number(nodes: list, place: int) -> int | None:
    """The whole number at a place, or after it; None where there is none."""
    values = (getattr(each, "value", None) for each in nodes[place:])
    return next((each for each in values if type(each) is int), None)


def _listed(items: list[ast.expr]) -> Labels | None:
    """The form of a list of numbers, or of rows of zeros with a one."""
    values = [getattr(each, "value", None) for each in items]
    values = [each for each in values if each is not ...]
    if values and all(type(each) is int for each in values):
        return Labels(WHOLE, min(values), max(values))
    rows = [[getattr(each, "value", None) for each in getattr(row, "elts", [])] for row in items]
    hot = rows and all(len(row) > 1 and row.count(1) == 1 and row.count(0) == len(row) - 1 for row in rows)
    return Labels(len(rows[0])) if hot else None


def _ends(call: ast.Call) -> tuple[int, int] | tuple[()]:
    """The smallest and the largest number that `randint` and the like draw; () where they are not written."""
    if last_name(call.func) not in ("randint", "integers"):
        return ()
    nodes = [*call.args[:2], *(each.value for each in call.keywords if each.arg in ("low", "high"))]
    ends = [each.value for each in nodes if isinstance(each, ast.Constant) and type(each.value) is int]
    low, high = (0, *ends) if len(ends) == len(nodes) == 1 else ends if len(ends) == 2 else (0, 0)
    return (low, high - 1) if low < high else ()
