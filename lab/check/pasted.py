"""Code that makes a network of Keras and compiles it, as the configurations that Keras writes; none of it is run."""

from __future__ import annotations

import ast
import contextlib
import operator
import re
import textwrap
from collections.abc import Sequence

from lab import checks
from lab.check import allowed

PROMPTS = re.compile(r"^(>>> ?|\.\.\. ?|In \[\d+\]: ?| +\.\.\.: ?|[%!].*)", re.MULTILINE)  # of notebooks
SUMMARY = re.compile(r"Output Shape|Param #|^\s*Model: \"", re.MULTILINE)
JSON = "what print(model.to_json()) prints, at model.to_json()"
UNTOLD = (
    "What model.summary() prints does not say the activations. Paste the code that makes the model, such as "
    f"Sequential([Dense(25, activation='relu'), Dense(10)]), or {JSON}."
)
ONE_LINE = (
    f"Only layers that follow each other from keras.Input to keras.Model(inputs, outputs) are read: paste {JSON}."
)
OWN_CLASS = (
    "A model with a class of its own cannot be read without running it: in a notebook, lab.checkup(model, x, y) does."
)
INPUTS = ("Input", "InputLayer")
SAYING_NOTHING = ("input_shape", "input_length", "batch_input_shape", "batch_shape", "dtype")  # of the start
OPTIMIZER = r"SGD|Ada\w+|Nadam|RMSprop|Ftrl|Lion"
ORDER = {  # a class, by its name -> what its arguments without a name are
    r"Dense|LSTM|GRU|SimpleRNN": "units activation",
    r"(Separable)?Conv\dD(Transpose)?": "filters kernel_size strides padding",
    r"(Max|Average)Pooling\dD": "pool_size strides padding",
    r"(Spatial|Alpha|Gaussian)?Dropout(\dD)?": "rate",
    r"Embedding": "input_dim output_dim",
    r"Activation": "activation",
    r"Bidirectional|TimeDistributed": "layer",
    r"LeakyReLU": "negative_slope",
    r"GaussianNoise": "stddev",
    r"Rescaling": "scale offset",
    r"Reshape": "target_shape",
    r"UpSampling\dD": "size",
    r"Constant": "value",
    r"RandomNormal|TruncatedNormal": "mean stddev",
    r"RandomUniform": "minval maxval",
    r"VarianceScaling": "scale mode distribution",
    r"Orthogonal": "gain",
    r"L1(L2)?": "l1 l2",
    r"L2": "l2",
    r"SGD": "learning_rate momentum",
    OPTIMIZER: "learning_rate",
    r"\w+Crossentropy": "from_logits",
}
NEEDED = {"Rescaling": {"offset": 0.0}}  # what Keras wants to read in a configuration, though code may leave it out
SHORT = {"l1": "L1", "l2": "L2", "l1_l2": "L1L2"}
ARITHMETIC = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
MOST, LARGEST = 5_000, 1e12  # values that are looked up, each perhaps again and again; and of a number
NO_PYTHON = SyntaxError, ValueError, RecursionError, MemoryError
LOOP = r"\bfor(?=\s+\w+\s+in\s)|^\s*(?:while|if|elif)\b(?=[^\n]*:)"  # in code, and hardly in a sentence
SENTENCE = re.compile(r"(?=.*\w\s+\w)[^=\[\]{}]*")  # a line that is no code, if Python cannot read it
STATEMENT = re.compile(  # how one begins, in code whose lines were lost
    r"(?<!\S)(?:from [\w.]+ import \w+|import \w+|[A-Za-z_]\w* ?=(?!=) ?[\w.]*|[A-Za-z_]\w*\.[\w.]+ ?\(|# "
    r"|(?<=\) )[A-Z]\w* )"
)
MOST_SENTENCES, BRACKETS = 40, ("()", "[]", "{}")
BRANCHING = {ast.For: "for", ast.While: "while", ast.If: "if", ast.ListComp: "for", ast.GeneratorExp: "for"}


def layers(text: str) -> list[dict] | None:
    """The layers that code puts in a line, as Keras configures them; None of a text that is no such code.

    Raises:
        ValueError: what was pasted does not say its layers plainly; the sentence says what to paste instead.
    """
    checks.require(not SUMMARY.search(text), UNTOLD)
    checks.require(not text.lstrip().startswith("{"), f"This looks like JSON: paste {JSON}.")
    code = Code(text)
    try:
        found = code.sequence()
        return None if found is None else [code.made(each) for each in found if _name(each.func) not in INPUTS]
    except RecursionError as error:
        raise ValueError("This code nests too deep to be read here.") from error


class Code:
    """Python that somebody pasted; what is none as a whole, as a paste without its end, is read call by call."""

    def __init__(self, text: str):
        self._text, self._looked = _in_lines(textwrap.dedent(PROMPTS.sub("", text))), 0
        self._nodes = _nodes(self._text)
        given = []
        for each in self._nodes:
            if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
                given.append(((each.end_lineno, each.end_col_offset), each.targets[0].id, each.value))
            elif isinstance(each, ast.FunctionDef):
                last = zip(each.args.args[::-1], each.args.defaults[::-1], strict=False)
                given += [(_place(name), name.arg, value) for name, value in last]
        self._given = sorted(given, key=lambda each: each[0])

    def calls(self, *names: str) -> list[ast.Call]:
        """The calls of functions and methods of these names, in their order."""
        if self._nodes:
            calls = [each for each in self._nodes if isinstance(each, ast.Call) and _name(each.func) in names]
            return sorted(calls, key=_place)
        code = re.sub(r"#[^\n]*", "", self._text) if "\n" in self._text else self._text
        starts = re.finditer(rf"\b({'|'.join(names)})\s*\(", code)
        return [_parsed(f"{start[1]}{_within(code, start.end() - 1)}") for start in starts]

    def sequence(self) -> list[ast.Call] | None:
        """The calls that make the layers, in their order; None where no network is made.

        Raises:
            ValueError: they are not all written out, one after the other.
        """
        own = any(
            _name(base) == "Model" for each in self._nodes if isinstance(each, ast.ClassDef) for base in each.bases
        )
        checks.require(not own, OWN_CLASS)
        holders = self.calls("Sequential", "add")
        networks = sum(_name(each.func) == "Sequential" for each in holders)
        checks.require(networks < 2, f"There are {networks} networks in this code; paste one of them.")
        if not holders:
            return self._chain()
        found = []
        for call in holders:
            for each in (*call.args, *(more.value for more in call.keywords if more.arg == "layers")):
                held = self._meant(each)
                found += map(self._meant, held.elts) if isinstance(held, (ast.List, ast.Tuple)) else [held]
        return self._written_out(found)

    def _chain(self) -> list[ast.Call] | None:
        """The layers from the outputs of `Model(inputs, outputs)` back to its inputs."""
        models = self.calls("Model")
        if not models:
            listed = self._listed()
            checks.require(bool(listed) or not re.search(r"\)\s*\(", self._text), ONE_LINE)
            return listed and self._written_out(listed)
        ends = [*models[-1].args[1:2], *(more.value for more in models[-1].keywords if more.arg == "outputs")]
        checks.require(bool(ends), ONE_LINE)
        found, here = [], self._meant(ends[0])
        while isinstance(here, ast.Call) and _name(here.func) not in INPUTS:
            checks.require(len(here.args) == 1, ONE_LINE)
            found.append(self._meant(here.func))
            here = self._meant(here.args[0])
        checks.require(isinstance(here, (ast.Call, ast.Name)), ONE_LINE)
        return self._written_out(found[::-1])

    def _listed(self) -> list[ast.expr] | None:
        """The layers that stand for themselves, as a list does or one after the other; None if others do."""
        lines = [each.value for each in self._nodes if isinstance(each, ast.Expr)]
        found = [each for line in lines for each in (line.elts if isinstance(line, (ast.List, ast.Tuple)) else [line])]
        found = [each for each in found if not (isinstance(each, ast.Call) and re.fullmatch(OPTIMIZER, _kind(each)))]
        layers = all(isinstance(each, ast.Call) and _kind(each) in allowed.LAYERS for each in found)
        return found if found and layers else None

    def _written_out(self, found: list[ast.expr]) -> list[ast.Call]:
        """The same; raise unless each is a call of a layer, made once."""
        held = set(map(id, found))
        checks.require(len(held) == len(found), ONE_LINE)  # a layer that is called twice shares its weights
        words = [word for kind, word in BRANCHING.items() for each in self._nodes
                 if isinstance(each, kind) and any(id(inner) in held for inner in ast.walk(each))]  # fmt: skip
        if not self._nodes:
            words = re.findall(LOOP, re.sub(r"#[^\n]*", "", self._text), re.MULTILINE)
        checks.require(not words, f"Code with {words and words[0].strip()!r} in it is not read here: paste {JSON}.")
        for each in found:
            plain = isinstance(each, ast.Call) and _kind(each) in allowed.LAYERS
            checks.require(plain, f"{_short(each)!r} is no layer of Keras that can be read here: paste {JSON}.")
        return found

    def made(self, call: ast.Call) -> dict:
        """What a call of a class makes, as Keras configures it."""
        kind = _kind(call)
        order = next((names.split() for one, names in ORDER.items() if re.fullmatch(one, kind)), [])
        plain = len(call.args) <= len(order) and all(each.arg for each in call.keywords)
        checks.require(plain, f"{_short(call)!r} has arguments that are not known here: name them, as in units=10.")
        config = {key: self.value(each) for key, each in _arguments(call, order).items() if key not in SAYING_NOTHING}
        if kind != "Embedding":
            config.pop("input_dim", None)
        return {"module": _module(kind), "class_name": kind, "config": NEEDED.get(kind, {}) | config}

    def value(self, node: ast.expr) -> object:
        """A number, a list, the name of a function, or what a call makes: by its name, if nothing is said of it.

        Raises:
            ValueError: it cannot be known without running the code.
        """
        node = self._meant(node)
        if isinstance(node, (ast.Tuple, ast.List)):
            return [self.value(each) for each in node.elts]
        if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
            return self._computed(node)
        if isinstance(node, ast.Call) and _name(node.func):
            made = self.made(node)
            return made if made["config"] or made["class_name"] in allowed.LAYERS else snake(made["class_name"])
        if isinstance(node, ast.Attribute) or _name(node) in allowed.FUNCTIONS:
            return snake(_name(node))
        try:
            return ast.literal_eval(node)
        except NO_PYTHON as error:
            raise ValueError(f"{_short(node)!r} cannot be known from this code alone: write its value.") from error

    def _computed(self, node: ast.BinOp) -> float:
        sides = self.value(node.left), self.value(node.right)
        plain = all(isinstance(each, (int, float)) and abs(each) <= LARGEST for each in sides)
        checks.require(
            plain and (sides[1] or not isinstance(node.op, ast.Div)), f"{_short(node)!r} is no plain number."
        )
        return ARITHMETIC[type(node.op)](*sides)

    def _meant(self, node: ast.expr) -> ast.expr:
        """What a name was last given before it is used; anything else as it is."""
        while isinstance(node, ast.Name):
            self._looked += 1
            checks.require(self._looked <= MOST, "The names in this code lead too far; write the values.")
            before = [value for end, name, value in self._given if name == node.id and end <= _place(node)]
            if not before:
                break
            node = before[-1]
        return node

    def shape(self) -> tuple[int, ...] | None:
        """The shape of an example, as an Input or a first layer says it; None where none does, or not in numbers."""
        with contextlib.suppress(ValueError, RecursionError):
            for call in self.calls(*allowed.LAYERS):
                given = _arguments(call, ("shape",) if _name(call.func) in INPUTS else ())
                for key in given.keys() & {"shape", "input_shape"}:
                    sides = self.value(given[key])
                    sides = sides if isinstance(sides, list) else [sides]
                    return tuple(sides) if all(isinstance(side, int) for side in sides) else None
        return None

    def made_alone(self, *names: str) -> dict | None:
        """What the first call of classes of these names makes, as Keras configures it; None where there is none."""
        with contextlib.suppress(ValueError, RecursionError):
            return next(map(self.made, self.calls(*names)), None)
        return None

    def said(self, name: str, *order: str) -> dict:
        """What the first call of a method is given: argument -> value, None where that cannot be read.

        Of a name that this code gives something, as `model`, where there is such a call: `re.compile` is no other.

        Args:
            name: of the method.
            order: what its arguments without a name are.
        """
        try:
            calls = self.calls(name)
        except ValueError:
            return dict.fromkeys(order)
        own = {held for _, held, _ in self._given}
        first = sorted(calls, key=lambda call: _name(getattr(call.func, "value", call)) not in own)[:1]
        given = {key: node for call in first for key, node in _arguments(call, order).items()}
        found: dict[str, object] = dict.fromkeys(given)
        for key, node in given.items():
            with contextlib.suppress(ValueError, RecursionError):
                found[key] = self.value(node)
        return found


def _nodes(text: str) -> list[ast.AST]:
    """What Python reads, without the sentences that stand before and after; nothing where that is no Python."""
    lines = text.split("\n")
    for _ in range(MOST_SENTENCES):
        try:
            return list(ast.walk(ast.parse("\n".join(lines))))
        except SyntaxError as error:
            place = (error.lineno or 0) - 1
            line = lines[place] if 0 <= place < len(lines) else ""
            if not SENTENCE.fullmatch(line) or line.count("(") != line.count(")"):
                return []
            lines[place] = ""
        except NO_PYTHON:
            return []
    return []


def _in_lines(text: str) -> str:
    """Code with a line for each statement, where it lost its lines on the way, as in a box of one line."""
    if "\n" in text.strip():
        return text
    text = re.sub(r"\s+", " ", text)
    starts = [each.start() for each in STATEMENT.finditer(text)]
    outside = [
        start
        for start in starts
        if all(text.count(opens, 0, start) == text.count(closes, 0, start) for opens, closes in BRACKETS)
    ]
    pieces = zip([0, *outside], [*outside, len(text)], strict=True)
    return "\n".join(text[begin:end].strip() for begin, end in pieces)


def snake(name: str) -> str:
    """HeNormal as he_normal."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _kind(call: ast.Call) -> str:
    """The class that is called, by the name that a configuration has for it."""
    name = SHORT.get(_name(call.func), _name(call.func)).replace("Avg", "Average")
    return re.sub(r"Pool(?=\dD$)", "Pooling", name)


def _arguments(call: ast.Call, order: Sequence[str]) -> dict:
    return dict(zip(order, call.args, strict=False)) | {each.arg: each.value for each in call.keywords}


def _place(node: ast.expr) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _module(kind: str) -> str:
    """Where Keras has a class."""
    if kind in allowed.LAYERS:
        return "keras.layers"
    if kind in allowed.INITIALIZERS:
        return "keras.initializers"
    return "keras.regularizers" if kind in SHORT.values() else "keras.constraints"


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
    except NO_PYTHON as error:
        raise ValueError("This code cannot be read as Python; paste it whole, without what comes after a #.") from error


def _short(node: ast.expr) -> str:
    return ast.unparse(node)[:60]


def _name(node: ast.expr) -> str:
    """The last part of a name with dots; "" of anything else."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
