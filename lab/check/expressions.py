"""Expressions in code that makes a network, as far as it is known what they are; none of it is run.

An expression is a plain value, a list, a call of something that nothing here knows, the output of a layer, a network,
or something unknown. Where layers hang on what is unknown the code is refused.
"""

from __future__ import annotations

import ast
from collections import ChainMap
from collections.abc import MutableMapping as Names
from dataclasses import dataclass

from lab import checks
from lab.check import allowed, known_values
from lab.check.known_values import CHANGING, LAYERS, Call, Network, Output, Unknown, last_name, short

JSON = "what print(model.to_json()) prints, at model.to_json()"
ONE_LINE = (
    f"Only layers that follow each other from keras.Input to keras.Model(inputs, outputs) are read: paste {JSON}."
)
SEVERAL = (
    "A network of several {0}s is not checked on this page. In a notebook, from the folder of this project, "
    "lab.checkup(model, {1}) checks it."
)
INS, OUTS = ("input", "[x1, x2], y"), ("output", "x, [y1, y2]")
BRANCHES = f"Code with {{!r}} in it is not read here: paste {JSON}."
UNREAD = f"{{!r}} is not read here: paste {JSON}."
TURNS = "How often {!r} is gone through cannot be known from this code alone: write the number, or paste " + JSON + "."
ELSEWHERE = f"{{!r}} may change the network, which cannot be followed here: paste {JSON}."
BEGUN = f"The layers before {{!r}} are not in this code: paste {JSON}."
LONG = "This code takes too many steps to be followed here; write its layers out."
INPUTS = ("Input", "InputLayer")
MAKES = {*LAYERS, *INPUTS, "Sequential", "Model", "add"}  # what makes layers or adds them
MAY_ADD = ("add", "build", "make", "stack", "append", "extend", "block", "head", "layer", "prune", "wrap", "quant")
MOST_STEPS = 20_000


@dataclass(eq=False)
class Function:
    """A function that is written out: its definition or lambda, and the names around it."""

    node: ast.FunctionDef | ast.Lambda
    names: Names
    entered: bool = False


@dataclass(eq=False)
class OwnClass:
    """A class of models that is written out, and the names around it."""

    node: ast.ClassDef
    names: Names


class Expressions:
    """What the expressions of some code are, and what they made.

    Attributes:
        networks: that were made, in their order.
        methods: (name, what it is called of, call) of every method.
        made: the calls of what nothing here knows, as of classes.
        outputs: of layers that were called.
        names: what the names of the module hold.
    """

    def __init__(self):
        self.networks: list[Network] = []
        self.methods: list[tuple[str, object, Call]] = []
        self.made: list[Call] = []
        self.outputs: list[Output] = []
        self.names: Names = ChainMap({"__name__": "__main__"})
        self._makers: set[str] = set()
        self._steps = 0

    def give(self, target: ast.expr, value: object, names: Names) -> None:
        """Give a name, or what else stands on the left of a =, a value."""
        raise NotImplementedError

    def forget(self, node: ast.AST, names: Names) -> None:
        """Of code that is left out: what it gives or changes is known no more."""
        raise NotImplementedError

    def enter(self, function: Function, values: list, keywords: dict) -> object:
        """What a function returns."""
        raise NotImplementedError

    def of_class(self, own: OwnClass, call: Call) -> Network:
        """The network that a call of a class makes."""
        raise NotImplementedError

    def makes(self, node: ast.AST) -> bool:
        """Whether layers are made, added or frozen in some code."""
        making = MAKES | self._makers
        return any(
            isinstance(each, ast.Call) and last_name(each.func) in making
            or isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store) and each.attr == "trainable"
            for each in ast.walk(node)
        )  # fmt: skip

    def value(self, node: ast.expr, names: Names | None = None) -> object:
        """What an expression is, as far as that is known."""
        self._count()
        names = self.names if names is None else names
        match node:
            case ast.Constant():
                return node.value
            case ast.Name():
                return names.get(node.id, Unknown(node))
            case ast.Attribute():
                return self._attribute(node, names)
            case ast.List() | ast.Tuple():
                found = self._several(node.elts, names)
                return found if isinstance(node, ast.List) else tuple(found)
            case ast.Call():
                return self._call(node, names)
            case ast.ListComp() | ast.GeneratorExp():
                return self._comprehension(node, names)
            case ast.IfExp():
                holds = known_values.truth(self.value(node.test, names))
                checks.require(holds is not None or not self.makes(node), BRANCHES.format("if"))
                return Unknown(node) if holds is None else self.value(node.body if holds else node.orelse, names)
            case ast.BoolOp():
                return self._either(node, names)
            case ast.Lambda():
                return Function(node, names)
            case ast.NamedExpr():
                names[node.target.id] = self.value(node.value, names)
                return names[node.target.id]
            case ast.Dict() if all(node.keys):
                keys, values = self._several(node.keys, names), self._several(node.values, names)
                return known_values.mapping(node, keys, values)
        parts = known_values.parts(node)
        if parts is None:
            checks.require(not self.makes(node), UNREAD.format(short(node)))
            return Unknown(node)
        return known_values.combined(node, [self.value(each, names) for each in parts])

    def _either(self, node: ast.BoolOp, names: Names) -> object:
        """What `a or b` and `a and b` are, of which b counts, or is done, only where a says so."""
        value: object = None
        for place, each in enumerate(node.values):
            value = self.value(each, names)
            holds = known_values.truth(value)
            if holds is None and place + 1 < len(node.values):
                checks.require(not any(map(self.makes, node.values[place + 1 :])), UNREAD.format(short(node)))
                return Unknown(node)
            if holds == isinstance(node.op, ast.Or):
                break
        return value

    def _several(self, nodes: list[ast.expr], names: Names) -> list:
        found = []
        for each in nodes:
            if isinstance(each, ast.Starred):
                inner = self.value(each.value, names)
                found += inner if known_values.walkable(inner) else [Unknown(each)]
            else:
                found.append(self.value(each, names))
        return found

    def _attribute(self, node: ast.Attribute, names: Names) -> object:
        if (key := ast.unparse(node)) in names:
            return names[key]
        held = self.value(node.value, names)
        if isinstance(held, Network) and node.attr == "layers":  # to which the input belongs in a functional one alone
            functional = isinstance(held.node, ast.Call) and last_name(held.node.func) == "Model"
            return [each for each in held.layers if functional or getattr(each, "name", "") not in INPUTS]
        return Unknown(node)

    def _comprehension(self, node: ast.ListComp | ast.GeneratorExp, names: Names) -> object:
        found: list = []

        def walk(generators: list[ast.comprehension], within: Names) -> bool:
            if not generators:
                found.append(self.value(node.elt, within))
                return True
            first, *others = generators
            items = self.value(first.iter, within)
            if not known_values.walkable(items):
                return False
            for item in items:
                self.give(first.target, item, within)
                tests = [known_values.truth(self.value(each, within)) for each in first.ifs]
                if None in tests or (all(tests) and not walk(others, within)):
                    return False
            return True

        known = walk(node.generators, ChainMap({}, names))
        checks.require(known or not self.makes(node), TURNS.format(short(node)))
        return found if known else Unknown(node)

    def _call(self, node: ast.Call, names: Names) -> object:
        function = node.func
        method = isinstance(function, ast.Attribute)
        held = self.value(function.value, names) if method else None
        values = self._several(node.args, names)
        keywords, named = {}, True
        for each in node.keywords:
            value = self.value(each.value, names)
            if each.arg is None:
                named &= isinstance(value, dict)
                keywords |= value if isinstance(value, dict) else {}
            else:
                keywords[each.arg] = value
        call = Call(node, last_name(function), values, keywords, named)
        if method:
            self.methods.append((call.name, held, call))
            called = names.get(ast.unparse(function), Unknown(function))
        else:
            called = self.value(function, names)
        if isinstance(called, Function):
            return self._entered(called, call)
        if isinstance(called, OwnClass):
            return self.of_class(called, call)
        if isinstance(called, (Call, Network)):
            return self._applied(called, call)
        call.name = last_name(called.node) if isinstance(called, Unknown) else call.name
        if call.name == "add" and method and (done := self._added(held, call, names)):
            return done
        if call.name == "Sequential":
            checks.require(keywords.keys() <= {"layers", "name"}, UNREAD.format(short(node)))
            given = [each for each in (*values, keywords.get("layers")) if each is not None]
            inner = [part for each in given for part in (each if isinstance(each, (list, tuple)) else [each])]
            return self._network(node, inner)
        if call.name == "Model":
            return self._network(node, chain(call))
        return self._known(call, held, method, names)

    def _known(self, call: Call, held: object, method: bool, names: Names) -> object:
        """What a method of a list or a function of Python gives; else the call itself."""
        of_layer = len(call.values) == 1 and isinstance(call.values[0], Output) and not call.keywords
        if of_layer and call.name in allowed.FUNCTIONS:  # tf.nn.relu(x)
            return self._applied(Call(call.node, "Activation", [call.name], {}), call)
        if method and isinstance(held, Network) and call.name == "pop":
            return held.layers.pop() if held.layers else None
        if method and isinstance(held, (list, dict)):
            found = known_values.method(held, call)
            if isinstance(found, Unknown) and call.name in CHANGING:
                self.forget(call.node, names)
            return found
        if not method and call.name in known_values.FUNCTIONS and call.named:
            return known_values.function(call)
        waiting = [each for each in call.values if isinstance(each, Network) and each not in self._compiled()]
        may_add = any(each in call.name.lower() for each in MAY_ADD)
        checks.require(not (waiting and may_add and call.name != "add"), ELSEWHERE.format(short(call)))
        self.made.append(call)
        return call

    def _compiled(self) -> list[Network]:
        return [held for name, held, _ in self.methods if name == "compile" and isinstance(held, Network)]

    def _network(self, node: ast.expr, layers: list) -> Network:
        self.networks.append(Network(node, layers))
        return self.networks[-1]

    def _added(self, held: object, call: Call, names: Names) -> object:
        """What `add` gives where it adds a layer to a network; None where it is another method."""
        given = [*call.values, *call.keywords.values()]
        value, name = given[0] if len(given) == 1 else call, last_name(held.node) if isinstance(held, Unknown) else ""
        if isinstance(held, Network):
            held.layers.append(value)
            return Unknown(call.node)
        if not isinstance(value, Call):
            return None
        free = isinstance(held, Unknown) and isinstance(held.node, ast.Name) and name not in names
        if free and (value.name in MAKES or not self.networks):  # the paste begins after its first line
            names[name] = self._network(held.node, [value])
            return Unknown(call.node)
        checks.require(value.name not in MAKES, BEGUN.format(short(call)))
        return None

    def _applied(self, called: Call | Network, call: Call) -> object:
        if isinstance(called, Call) and called.name == "partial" and called.values:
            kind = called.values[0]
            name = last_name(kind.node) if isinstance(kind, Unknown) else ""
            named = called.named and call.named
            made = Call(call.node, name, called.values[1:] + call.values, called.keywords | call.keywords, named)
            self.made.append(made)
            return made
        self.outputs.append(Output(called, call.values[0] if len(call.values) == 1 else None))
        return self.outputs[-1]

    def _entered(self, function: Function, call: Call) -> object:
        """What a function returns; something unknown where that is not told and no layer hangs on it."""
        try:
            checks.require(call.named and not any(isinstance(each, Unknown) and isinstance(each.node, ast.Starred)
                                                  for each in call.values), ELSEWHERE.format(short(call)))  # fmt: skip
            return self.enter(function, call.values, call.keywords)
        except ValueError:
            if self.makes(function.node):
                raise
            return Unknown(call.node)

    def _count(self) -> None:
        self._steps += 1
        checks.require(self._steps <= MOST_STEPS, LONG)


def chain(call: Call) -> list:
    """The layers from the outputs of `Model(inputs, outputs)` back to its inputs, these first.

    Raises:
        ValueError: they do not follow each other in one line.
    """
    given = dict(zip(("inputs", "outputs"), call.values, strict=False)) | call.keywords
    checks.require("outputs" in given, ONE_LINE)
    for name, said in (("inputs", INS), ("outputs", OUTS)):
        several = isinstance(given.get(name), (list, tuple, dict)) and len(given[name]) > 1
        checks.require(not several, SEVERAL.format(*said))
    begins, here = (_only(given.get(name)) for name in ("inputs", "outputs"))
    found = []
    while isinstance(here, Output) and here is not begins:
        found.append(here.of)
        here = here.after
    ends = isinstance(here, Call) and here.name in INPUTS
    free = isinstance(here, Unknown) and isinstance(here.node, ast.Name) and not here.why
    told = isinstance(begins, (Call, Output, list, tuple))
    checks.require(here is begins if told else ends or free, ONE_LINE)
    return [*([here] if ends else []), *found[::-1]]


def _only(value: object) -> object:
    return value[0] if isinstance(value, (list, tuple)) and len(value) == 1 else value
