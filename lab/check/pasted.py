"""Code that makes a network of Keras and compiles it, as the configurations that Keras writes; none of it is run."""

from __future__ import annotations

import ast
import contextlib
import re
from collections import Counter
from collections.abc import Sequence

from lab import checks
from lab.check import allowed, applications, mentions, pytorch, source
from lab.check.expressions import INPUTS, JSON, ONE_LINE
from lab.check.flattened import COMMENT
from lab.check.followed import OWN_CLASS, Followed
from lab.check.known_values import Call, Network, Unknown, plain, short, snake

SUMMARY = re.compile(r"Output Shape|Param #|^\s*Model: \"", re.MULTILINE)
UNTOLD = (
    "What model.summary() prints does not say the activations. Paste the code that makes the model, such as "
    f"Sequential([Dense(25, activation='relu'), Dense(10)]), or {JSON}."
)
TWICE = (
    "{!r} stands there more than once: that is one layer, whose weights are shared. Make it anew each time, as in "
    f"[Dense(64) for _ in range(3)], or paste {JSON}."
)
OWN = re.compile(r"(?<!-)\bclass\s+\w+\s*\([^)]*\b(?:Model|Module|Sequential)\s*\)")
CODE = re.compile(  # what a text holds only if it is code that makes a network
    r"\bSequential\s*\(|\.\s*add\s*\(|\bModel\s*\(|\)\s?\(|(?<!-)\bclass\s+\w+\s*\(|\bdef\s+\w+\s*\("
    r"|\bfor\s+\w+(?:\s*,\s*\w+)*\s+in\s+[\w.]+\s*[(:\]]|^\s*(?:while|if)\b[^\n]*:\s*$",
    re.MULTILINE,
)
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
    r"(Exponential|Cosine|Polynomial|InverseTime)Decay": "initial_learning_rate decay_steps decay_rate staircase",
    r"Ada(m|mW|max)|Nadam": "learning_rate beta_1 beta_2 epsilon",
    OPTIMIZER: "learning_rate",
    r"\w+Crossentropy": "from_logits",
}
NEEDED = {"Rescaling": {"offset": 0.0}}  # what Keras wants to read in a configuration, though code may leave it out
SHORT = {"l1": "L1", "l2": "L2", "l1_l2": "L1L2"}
NAMES = mentions.WORDS | allowed.INITIALIZERS  # that stand for themselves
MOST = 5_000  # values that are looked at, each perhaps again and again


def layers(text: str) -> list[dict] | None:
    """The layers that code puts in a line, as Keras configures them; None of a text that is no such code.

    Raises:
        ValueError: what was pasted does not say its layers plainly; the sentence says what to paste instead.
    """
    why = applications.unread(text) or pytorch.unread(text)
    try:
        found = _made(text)
    except ValueError:
        checks.require(not why, why)
        raise
    checks.require(found is not None or not why, why)
    return found


def _made(text: str) -> list[dict] | None:
    """The same, without a word of a network that is not built here."""
    checks.require(not SUMMARY.search(text), UNTOLD)
    checks.require(not text.lstrip().startswith("{"), f"This looks like JSON: paste {JSON}.")
    code = Code(text)
    try:
        found = code.sequence()
        checks.require(found is not None or not OWN.search(text), OWN_CLASS)
        return None if found is None else code.configured(_without_inputs(found))
    except RecursionError as error:
        raise ValueError("This code nests too deep to be read here.") from error


class Code:
    """Python that somebody pasted, or a sentence that lists layers as Python would.

    Attributes:
        text: the Python of it.
    """

    def __init__(self, text: str):
        self.text, self._looked, self._rest, self._refused = "", 0, "", ""
        self._shared: list[Call] = []
        self._tree, self._followed = ast.Module([], []), Followed(ast.Module([], []))
        try:
            whole = self._follow(text)
            if not (self._followed.networks or self._followed.outputs or whole and self._listed()):
                named = mentions.found(text)
                made = f"Sequential([{', '.join(named.layers)}])" if named and named.python else ""
                self._follow(f"{made}\n{named.compiled if named else ''}\n")
        except (ValueError, RecursionError) as error:
            nested = isinstance(error, RecursionError)
            self._refused = "This code nests too deep to be read here." if nested else str(error)

    def _follow(self, text: str) -> bool:
        """Whether all of a text is code that could be followed; raise if it cannot and makes layers."""
        try:
            read = source.read(text)
            self.text, self._tree, self._rest, self._followed = read.text, read.tree, read.rest, Followed(read.tree)
        except (ValueError, RecursionError):
            if CODE.search(text):
                raise
            return False
        return read.whole and not read.rest

    def sequence(self) -> list[Call] | None:
        """The calls that make the layers, in their order; None where no network is made.

        Raises:
            ValueError: it is not told by the code alone which they are.
        """
        checks.require(not self._refused, self._refused)
        parts = [each for network in self._followed.networks for each in network.layers]
        networks = [each for each in self._followed.networks if all(each is not part for part in parts)]
        if len(networks) > 1:  # the one that is trained
            trained = [held for name, held, _ in self._followed.methods if name == "compile"]
            held = list(self._followed.names.values())
            networks = [each for each in networks if each in trained and each in held]
            every = len(self._followed.networks)
            checks.require(len(networks) == 1, f"There are {every} networks in this code; paste one of them.")
        if networks:
            return self._written_out(_unfolded(networks[0].layers))
        listed = self._listed()
        checks.require(bool(listed) or not self._followed.outputs, ONE_LINE)
        return self._written_out(listed) if listed else None

    def calls(self) -> list[Call]:
        """Those of the layers that `layers` gives, in their order; none of a text that is no code."""
        return _without_inputs(self.sequence() or [])

    def calling(self, method: str) -> ast.expr | None:
        """The first call of a method of a network; None where there is none."""
        called = self._followed.methods
        return next((call.node for name, held, call in called if name == method and isinstance(held, Network)), None)

    def given(self) -> tuple[object, object]:
        """What `fit` is given as inputs and targets, or else what X and y hold; None of what is not known."""
        calls = [call for name, held, call in self._followed.methods if name == "fit" and isinstance(held, Network)]
        found = _arguments(calls[0], ("x", "y")) if calls else {}
        for key in {"x", "y"} - found.keys():
            called = [name for name in self._followed.names if re.fullmatch(rf"{key}(?:_?train)?", name, re.IGNORECASE)]
            found[key] = self._followed.names[called[0]] if called else None
        return found["x"], found["y"]

    def _listed(self) -> list[Call]:
        """The layers that stand for themselves, as a list does or one after the other; none if others do."""
        if self._followed.networks:
            return []
        lines = self._followed.standing
        found = [each for line in lines for each in (line if isinstance(line, (list, tuple)) else [line])]
        found = [each for each in found if not (isinstance(each, Call) and re.fullmatch(OPTIMIZER, each.name))]
        return found if all(isinstance(each, Call) and _kind(each) in allowed.LAYERS for each in found) else []

    def _written_out(self, found: list) -> list[Call]:
        """The same; raise unless each is a call of a layer, made once."""
        for place, each in enumerate(found):
            why = each.why if isinstance(each, Unknown) else ""
            plainly = isinstance(each, Call) and (_kind(each) in allowed.LAYERS or each.name in INPUTS)
            checks.require(plainly, why or f"{short(each)!r} is no layer of Keras that can be read here: paste {JSON}.")
            checks.require(all(each is not before for before in found[:place]), TWICE.format(short(each)))
        return found

    def configured(self, calls: list[Call]) -> list[dict]:
        """What calls of layers make; an object that several of them are given is marked as one, as Keras does it."""
        given = (each for call in calls for each in (*call.values, *call.keywords.values()) if isinstance(each, Call))
        self._shared = [each for each, times in Counter(given).items() if times > 1 and each.name in allowed.DRAWING]
        return [self.made(each) for each in calls]

    def made(self, call: Call) -> dict:
        """What a call of a class makes, as Keras configures it."""
        kind = _kind(call)
        order = order_of(kind)
        known = len(call.values) <= len(order) and call.named
        checks.require(known, f"{short(call)!r} has arguments that are not known here: name them, as in units=10.")
        nothing = SAYING_NOTHING if kind == "Embedding" else (*SAYING_NOTHING, "input_dim")
        config = {key: self.value(each) for key, each in _arguments(call, order).items() if key not in nothing}
        one = {allowed.ONE: self._shared.index(call)} if call in self._shared else {}
        return {"module": _module(kind), "class_name": kind, "config": NEEDED.get(kind, {}) | config, **one}

    def value(self, value: object) -> object:
        """A number, a list, the name of a function, or what a call makes: by its name, if nothing is said of it.

        Raises:
            ValueError: it cannot be known without running the code.
        """
        self._looked += 1
        checks.require(self._looked <= MOST, "The names in this code lead too far; write the values.")
        if isinstance(value, (list, tuple)):
            return [self.value(each) for each in value]
        if isinstance(value, dict):
            return {str(key): self.value(each) for key, each in value.items()}
        if isinstance(value, Call) and value.name:
            made = self.made(value)
            said = made["config"] or value in self._shared or made["class_name"] in allowed.LAYERS
            return made if said else snake(made["class_name"])
        if plain(value):
            return value
        node, why = getattr(value, "node", None), COMMENT if value is ... else getattr(value, "why", "")
        if not why and isinstance(node, ast.Attribute):
            return snake(node.attr)
        if not why and isinstance(node, ast.Name) and node.id in NAMES:
            return snake(node.id)
        raise ValueError(why or f"{short(value)!r} cannot be known from this code alone: write its value.")

    def shape(self) -> tuple[int, ...] | None:
        """The shape of an example, as an Input or a first layer says it; None where none does, or not in numbers."""
        with contextlib.suppress(ValueError, RecursionError):
            for call in self.sequence() or ():
                given = _arguments(call, ("shape",) if call.name in INPUTS else ())
                dim = {"input_dim"} if call.name != "Embedding" else set()  # of which it is how many words there are
                for key in given.keys() & {"shape", "input_shape", "batch_shape", "batch_input_shape", *dim}:
                    sides = self.value(given[key])
                    sides = (sides if isinstance(sides, list) else [sides])["batch" in key :]
                    return tuple(sides) if all(isinstance(side, int) for side in sides) else None
        return None

    def made_alone(self, *names: str) -> dict | None:
        """What the first call of classes of these names makes, as Keras configures it; None where there is none."""
        with contextlib.suppress(ValueError, RecursionError):
            return next((self.made(each) for each in self._followed.made if each.name in names), None)
        return None

    def said(self, name: str, *order: str) -> dict:
        """What the first call of a method is given: argument -> value, None where that cannot be read.

        Of a network, or else of a name that this code gives something, where there is such a call: `re.compile` is no
        other.

        Args:
            name: of the method.
            order: what its arguments without a name are.
        """
        calls = [(held, call) for method, held, call in self._followed.methods if method == name]
        if not calls and (re.search(rf"\.\s*{name}\s*\(", self._rest) or self._left_out(name)):
            return dict.fromkeys(order)
        first = sorted(calls, key=lambda each: (not isinstance(each[0], Network), isinstance(each[0], Unknown)))[:1]
        given = {key: value for _, call in first for key, value in _arguments(call, order).items()}
        found: dict[str, object] = dict.fromkeys(given)
        for key, value in given.items():
            with contextlib.suppress(ValueError, RecursionError):
                found[key] = self.value(value)
        return found

    def _left_out(self, name: str) -> bool:
        """Whether a method is called within what was not followed, as a loop on which no layer hangs."""
        return any(isinstance(each, ast.Attribute) and each.attr == name for each in ast.walk(self._tree))


def _unfolded(held: list) -> list:
    """Layers, with those of a network that is one of them in its place."""
    return [each for one in held for each in (_unfolded(one.layers) if isinstance(one, Network) else [one])]


def _without_inputs(calls: list[Call]) -> list[Call]:
    return [each for each in calls if each.name not in INPUTS]


def order_of(kind: str) -> list[str]:
    """What the arguments of a class without a name are."""
    return next((names.split() for one, names in ORDER.items() if re.fullmatch(one, kind)), [])


def _kind(call: Call) -> str:
    """The class that is called, by the name that a configuration has for it."""
    name = SHORT.get(call.name, call.name).replace("Avg", "Average")
    return re.sub(r"Pool(?=\dD$)", "Pooling", name)


def _arguments(call: Call, order: Sequence[str]) -> dict:
    return dict(zip(order, call.values, strict=False)) | call.keywords


def _module(kind: str) -> str:
    """Where Keras has a class."""
    if kind in allowed.LAYERS:
        return "keras.layers"
    if kind in allowed.INITIALIZERS:
        return "keras.initializers"
    return "keras.regularizers" if kind in SHORT.values() else "keras.constraints"
