"""Code that makes a network, followed statement by statement as far as it says its layers; none of it is run.

Loops over what is known are gone through, functions that are written out are entered. Where layers hang on what is
unknown the code is refused: what is read is the network that the code makes, or none.
"""

from __future__ import annotations

import ast
import contextlib
from collections import ChainMap
from collections.abc import MutableMapping as Names
from dataclasses import dataclass

from lab import checks
from lab.check import known_values
from lab.check.expressions import BRANCHES, ELSEWHERE, JSON, LONG, MAKES, TURNS, Expressions, Function, OwnClass, chain
from lab.check.known_values import CHANGING, Call, Network, Unknown, last_name, short

OWN_CLASS = (
    "A model with a class of its own cannot be read unless its call passes the input through layers, one after the "
    "other, and nothing else. Write its layers: Dense 32 relu, Dense 1. "
    "Or in a notebook, from the folder of this project, lab.checkup(model, x, y) checks the model itself."
)
CHANGED = f"{{!r}} changes a layer after it is made, which is not read here: paste {JSON}."
MOST_DEPTH, MOST_TURNS = 20, 50  # functions within functions; of a loop on which no layer hangs
OWN_TRAINING = {"train_step", "compute_loss", "build", "__call__"}  # methods that make a network another one
FLOW = ast.Return | ast.Break | ast.Continue


@dataclass
class Left:
    """How a block was left before its end: the statement, and what it returns."""

    by: ast.stmt
    value: object = None


class Followed(Expressions):
    """A module's code, followed.

    Attributes:
        standing: values of its lines that are no more than a value.
    """

    def __init__(self, tree: ast.Module):
        super().__init__()
        self.standing: list[object] = []
        self._functions: list[Function] = []
        self._classes: list[OwnClass] = []
        self._depth = 0
        written = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]
        while new := {each.name for each in written if each.name not in self._makers and self.makes(each)}:
            self._makers |= new
        for node in tree.body:
            self._step(node, self.names)
        for function in self._functions:  # that nobody calls, as where the paste ends before that
            if not self.networks and not function.entered and function.node.name in self._makers:
                self.enter(function, [], {})
        for own in self._classes if not self.networks else ():
            self.of_class(own, Call(ast.Call(ast.Name(own.node.name), [], []), own.node.name, [], {}))

    def _run(self, body: list[ast.stmt], names: Names) -> Left | None:
        for node in body:
            if left := self._step(node, names):
                return left
        return None

    def _step(self, node: ast.stmt, names: Names) -> Left | None:
        self._count()
        match node:
            case ast.Expr():
                value = self.value(node.value, names)
                if names is self.names:
                    self.standing.append(value)
            case ast.Assign():
                value = self.value(node.value, names)
                for target in node.targets:
                    self.give(target, value, names)
            case ast.AnnAssign(value=ast.expr()):
                self.give(node.target, self.value(node.value, names), names)
            case ast.AugAssign():
                self._add_to(node, names)
            case ast.FunctionDef():
                names[node.name] = Function(node, names)
                self._functions.append(names[node.name])
            case ast.ClassDef():
                self._class(node, names)
            case ast.Import() | ast.ImportFrom():
                for alias in node.names:
                    held = ast.Name(alias.name.split(".")[-1], lineno=node.lineno, col_offset=0)
                    names[alias.asname or alias.name.split(".")[0]] = Unknown(held)
            case ast.Return():
                return Left(node, self.value(node.value, names) if node.value else None)
            case ast.Break() | ast.Continue():
                return Left(node)
            case ast.With():
                for item in node.items:
                    if item.optional_vars:
                        self.give(item.optional_vars, Unknown(item.context_expr), names)
                return self._run(node.body, names)
            case ast.Delete():
                for target in node.targets:
                    if not isinstance(target, ast.Subscript) or not self._deleted(target, names):
                        self.give(target, Unknown(target), names)
            case ast.For() | ast.While() | ast.If() | ast.Try():
                return self._branch(node, names)
            case _:
                self._leave_out(node, names, BRANCHES.format(type(node).__name__.lower()))
        return None

    def _branch(self, node: ast.stmt, names: Names) -> Left | None:
        """Go through it where it is known how; leave it out where no layer hangs on it."""
        try:
            match node:
                case ast.For():
                    return self._loop(node, names)
                case ast.While():
                    return self._while(node, names)
                case ast.If():
                    holds = known_values.truth(self.value(node.test, names))
                    checks.require(holds is not None, BRANCHES.format("if"))
                    return self._run(node.body if holds else node.orelse, names)
                case ast.Try():
                    checks.require(not any(map(self.makes, node.handlers)), BRANCHES.format("try"))
                    return self._run([*node.body, *node.orelse, *node.finalbody], names)
        except ValueError as error:
            leaves = isinstance(node, ast.If) and any(isinstance(each, FLOW) for each in ast.walk(node))
            checks.require(not leaves, str(error))
            self._leave_out(node, names, str(error))
        return None

    def _leave_out(self, node: ast.stmt, names: Names, why: str) -> None:
        checks.require(not self.makes(node), why)
        self.forget(node, names)

    def _deleted(self, target: ast.Subscript, names: Names) -> bool:
        """Whether a list or a dictionary that is known has one thing less."""
        held, key = self.value(target.value, names), self.value(target.slice, names)
        with contextlib.suppress(*known_values.FAILING):
            if isinstance(held, (list, dict)):
                del held[key]
                return True
        return False

    def _loop(self, node: ast.For, names: Names) -> Left | None:
        items = self.value(node.iter, names)
        said = f"for {ast.unparse(node.target)} in {ast.unparse(node.iter)}"[:60]
        few = known_values.walkable(items) and (len(items) <= MOST_TURNS or self.makes(node))
        checks.require(few, TURNS.format(said))
        for item in list(items):
            self.give(node.target, item, names)
            left = self._run(node.body, names)
            if left and isinstance(left.by, ast.Return):
                return left
            if left and isinstance(left.by, ast.Break):
                return None
        return self._run(node.orelse, names)

    def _while(self, node: ast.While, names: Names) -> Left | None:
        for _ in range(known_values.MOST_ITEMS):
            holds = known_values.truth(self.value(node.test, names))
            checks.require(holds is not None, TURNS.format(f"while {short(node.test)}"))
            if not holds:
                return self._run(node.orelse, names)
            left = self._run(node.body, names)
            if left and not isinstance(left.by, ast.Continue):
                return left if isinstance(left.by, ast.Return) else None
        raise ValueError(LONG)

    def _class(self, node: ast.ClassDef, names: Names) -> None:
        own = {last_name(base) for base in node.bases} & {"Model", "Sequential", "Module"}
        if own:
            names[node.name] = OwnClass(node, names)
            self._classes.append(names[node.name])
            return
        names[node.name] = Unknown(ast.Name(node.name))
        for each in node.body:
            if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
                names[f"{node.name}.{each.targets[0].id}"] = self.value(each.value, names)
        methods = [each for each in node.body if isinstance(each, ast.FunctionDef)]
        self._functions += [Function(each, names) for each in methods]

    def of_class(self, own: OwnClass, call: Call) -> Network:
        """The network of a class whose `call` puts the layers that its `__init__` makes in one line.

        Raises:
            ValueError: it does something else too.
        """
        methods = {each.name: each for each in own.node.body if isinstance(each, ast.FunctionDef)}
        plain = {"__init__", "call"} <= methods.keys() and not methods.keys() & OWN_TRAINING
        checks.require(plain, OWN_CLASS)
        itself, begins = Unknown(ast.Name("self")), Call(call.node, "Input", [], {})
        try:
            scope = self._bound(methods["__init__"].args, [itself, *call.values], call.keywords, own.names)
            self._run(methods["__init__"].body, scope)
            given = methods["call"].args
            names = self._bound(given, [itself, begins], {}, scope)
            for each in (*given.args[2:], *given.kwonlyargs):  # whether it is trained
                names[each.arg] = Unknown(ast.Name(each.arg))
            left = self._run(methods["call"].body, names)
            return self._network(call.node, chain(Call(call.node, "Model", [begins, left and left.value], {})))
        except ValueError as error:
            raise ValueError(OWN_CLASS) from error

    def forget(self, node: ast.AST, names: Names) -> None:
        """Of code that was left out: what it gives or changes is known no more."""
        for each in ast.walk(node):
            held = each
            if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr in CHANGING:
                held = each.func.value
            elif not isinstance(getattr(each, "ctx", None), ast.Store):
                continue
            while isinstance(held, (ast.Subscript, ast.Starred)):
                held = held.value
            if isinstance(held, (ast.Name, ast.Attribute)):
                said = ast.unparse(held)
                changed = isinstance(names.get(said), Network) and held is not each
                checks.require(not changed, ELSEWHERE.format(ast.unparse(each)[:60]))
                names[said] = Unknown(held, f"What {said!r} is hangs on code that is not read here: write its value.")

    def give(self, target: ast.expr, value: object, names: Names) -> None:
        match target:
            case ast.Name():
                names[target.id] = value
            case ast.Tuple() | ast.List():
                fits = isinstance(value, (list, tuple)) and len(value) == len(target.elts)
                starred = any(isinstance(each, ast.Starred) for each in target.elts)
                for place, each in enumerate(target.elts):
                    self.give(each, value[place] if fits and not starred else Unknown(target), names)
            case ast.Starred():
                self.give(target.value, Unknown(target), names)
            case ast.Subscript():
                held, key = self.value(target.value, names), self.value(target.slice, names)
                if not known_values.put(held, key, value):
                    self.forget(target, names)
            case ast.Attribute():
                self._set(target, value, names)

    def _set(self, target: ast.Attribute, value: object, names: Names) -> None:
        """Give an attribute a value: of layers, only whether they are trained."""
        held = self.value(target.value, names)
        layers = held.layers if isinstance(held, Network) else [held]
        known = all(isinstance(each, Call) and each.name in MAKES for each in layers)
        if target.attr == "trainable" and isinstance(value, bool) and known:
            for each in layers:
                each.keywords["trainable"] = value
            return
        own = isinstance(held, Call) and held.name in MAKES
        own |= isinstance(held, Network) and "layer" in target.attr
        checks.require(not own and target.attr != "trainable", CHANGED.format(ast.unparse(target)[:60]))
        names[ast.unparse(target)] = value

    def _add_to(self, node: ast.AugAssign, names: Names) -> None:
        place = ast.copy_location(ast.parse(ast.unparse(node.target), mode="eval").body, node)
        held, more = self.value(place, names), self.value(node.value, names)
        if isinstance(held, list) and isinstance(more, (list, tuple)) and isinstance(node.op, ast.Add):
            held += more[: known_values.MOST_ITEMS - len(held) + 1]
        else:
            self.give(node.target, known_values.computed(node, node.op, held, more), names)

    def enter(self, function: Function, values: list, keywords: dict) -> object:
        function.entered = True
        names = self._bound(function.node.args, values, keywords, function.names)
        self._depth += 1
        try:
            checks.require(self._depth <= MOST_DEPTH, LONG)
            if isinstance(function.node, ast.Lambda):
                return self.value(function.node.body, names)
            left = self._run(function.node.body, names)
            return left.value if left else None
        finally:
            self._depth -= 1

    def _bound(self, given: ast.arguments, values: list, keywords: dict, outer: Names) -> Names:
        """The names of a function's arguments, with what they are given or else begin with."""
        names = ChainMap({}, outer)
        places = [*given.posonlyargs, *given.args]
        defaults = dict(zip([each.arg for each in places][::-1], given.defaults[::-1], strict=False))
        defaults |= {each.arg: value for each, value in zip(given.kwonlyargs, given.kw_defaults, strict=True) if value}
        for each in (*places, *given.kwonlyargs):
            default = defaults.get(each.arg)
            names[each.arg] = Unknown(ast.Name(each.arg)) if default is None else self.value(default, outer)
        known = {each.arg for each in (*places, *given.kwonlyargs)}
        names |= dict(zip([each.arg for each in places], values, strict=False))
        names |= {key: value for key, value in keywords.items() if key in known}
        if given.vararg:
            names[given.vararg.arg] = values[len(places) :]
        if given.kwarg:
            names[given.kwarg.arg] = {key: value for key, value in keywords.items() if key not in known}
        return names
