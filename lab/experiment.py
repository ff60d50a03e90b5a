"""What to run: `Experiment` joins data, network, start and training, and checks them together."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass

import numpy as np

from lab import checks, experiment_json
from lab.data import Data
from lab.specs import MOVING, Init, Network, Training, weight_shapes
from lab.table import Table


@dataclass(frozen=True, kw_only=True, repr=False)
class Experiment:
    """One setting, whole: what is trained on what, from where, and how.

    Everything the laboratory shows is a function of one experiment and a list of seeds.

    Raises:
        ValueError: a field, or two fields together, ask for what cannot be; the sentence names them.
    """

    data: Data = field(default_factory=Data)
    network: Network = field(default_factory=Network)
    init: Init = field(default_factory=Init)
    training: Training = field(default_factory=Training)

    def __post_init__(self):
        self.check()
        for sentence in self.unused().values():
            checks.require(False, sentence)

    def check(self) -> None:
        """Raise unless every part is what it must be, and they go together."""
        for name, kind in PARTS.items():
            checks.require_type(f"Experiment.{name}", getattr(self, name), kind)
        self._check_loss()
        self._check_init()
        weights = sum(int(np.prod(shape)) for shape in self.weight_shapes())
        checks.require(weights <= 5_000_000, f"A network may have at most 5,000,000 weights; this one has {weights:,}.")

    def _check_loss(self):
        output, loss, task = self.network.output, self.training.loss, self.data.task
        wanted = {"binary_crossentropy": "sigmoid", "categorical_crossentropy": "softmax"}.get(loss, output)
        checks.require(output == wanted, f"`Training.loss` {loss!r} needs `Network.output` {wanted!r}; got {output!r}.")
        checks.require(
            output != "softmax" or task == "classes",
            f"`Network.output` 'softmax' needs data with classes; the targets of {self.data.name!r} are {task}.",
        )
        checks.require(
            loss == "mse" or task != "regression",
            f"`Training.loss` {loss!r} needs classes; the targets of {self.data.name!r} are numbers.",
        )

    def _check_init(self):
        init = self.init
        checks.require(
            not (init.scheme == "orthogonal" and init.bias == "same"),
            "`Init.bias` must be 'zeros' with the scheme 'orthogonal', which draws matrices only.",
        )
        if init.weights is not None:
            got, wanted = [np.shape(array) for array in init.weights], self.weight_shapes()
            checks.require(got == wanted, f"`Init.weights` must be arrays of shapes {wanted}; got {got}.")
        checks.require(
            init.epsilon == 0 or self._has_weight(init.epsilon_at),
            f"`Init.epsilon_at` must name a weight of the network; it has no {init.epsilon_at}.",
        )

    def unused(self) -> dict[str, str]:
        """Fields of one part that another leaves nothing to act on -> the sentence for who sets them."""
        found = {}
        if self.init.clones != "none" and not self.network.hidden:
            found["init.clones"] = "`Init.clones` copies units of hidden layers, and this network has none."
        if self.init.bias == "same" and not self.network.use_bias:
            found["init.bias"] = "`Init.bias` must be 'zeros' where `Network.use_bias` is False: there are no biases."
        return found

    def _has_weight(self, at: tuple[int, str, int, int]) -> bool:
        layer, parameter, row, unit = at
        widths = self.widths
        if layer >= len(widths) or unit >= widths[layer]:
            return False
        return row < widths[layer - 1] if parameter == "kernel" else row == 0 and self.network.use_bias

    def __repr__(self) -> str:
        return _spelled(self)

    @property
    def widths(self) -> tuple[int, ...]:
        """Inputs, hidden units of each layer, outputs."""
        return (self.data.inputs, *self.network.hidden, self.data.outputs)

    def weight_shapes(self) -> list[tuple[int, ...]]:
        """Shapes of the weights, in the order of Keras's `get_weights`."""
        return weight_shapes(self.widths, self.network.use_bias)

    def weight_places(self) -> list[tuple[int, str, int, int]]:
        """(layer, "kernel" or "bias", input, unit) of every weight, in the order of Keras's `get_weights`."""
        each = 2 if self.network.use_bias else 1
        return [
            (number // each + 1, "kernel" if len(shape) == 2 else "bias", *(place if len(shape) == 2 else (0, *place)))
            for number, shape in enumerate(self.weight_shapes())
            for place in np.ndindex(*shape)
        ]

    def to_json(self) -> str:
        """This experiment as JSON text, every field spelled out."""
        return experiment_json.write(self)

    @classmethod
    def from_json(cls, text: str) -> "Experiment":
        """The experiment of a JSON text; what it leaves out has its default.

        Raises:
            ValueError: the text is not JSON, or a field is not what it must be; the sentence names the field.
        """
        return experiment_json.read(text, cls, PARTS)


def _spelled(value: object) -> str:
    """A spec as one would write it: what is as by default, or has nothing to act on, is left out."""
    if isinstance(value, tuple):
        return f"({', '.join(map(_spelled, value))}{',' if len(value) == 1 else ''})"
    if not is_dataclass(value) or isinstance(value, Table):
        return repr(value)
    idle = value.unused() if isinstance(value, checks.Spec) else ()
    told = [each.name for each in fields(value) if getattr(value, each.name) != checks.default(each)]
    told = [name for name in told if name not in idle]
    return f"{type(value).__name__}({', '.join(f'{name}={_spelled(getattr(value, name))}' for name in told)})"


PARTS = {"data": Data, "network": Network, "init": Init, "training": Training}


def default_head(data: Data, cost: str = "cross-entropy") -> dict[str, str]:
    """Output and loss that go with some data, for `vary`.

    Args:
        data: what is learned.
        cost: "cross-entropy" or "squared error"; a regression has squared error always.
    """
    output = {"regression": "linear", "binary": "sigmoid", "classes": "softmax"}[data.task]
    entropy = {"binary": "binary_crossentropy", "classes": "categorical_crossentropy"}
    loss = entropy.get(data.task, "mse") if cost == "cross-entropy" else "mse"
    return {"network.output": output, "training.loss": loss}


def vary(experiment: Experiment, values: Mapping[str, object], *, later: bool = False) -> Experiment:
    """The experiment with some fields changed.

    What the others leave without an effect (the bounds of a uniform once the scheme is another) stays as it is, for
    the next who varies it back.

    Args:
        experiment: the one to start from.
        values: "part.field" -> value, such as {"training.learning_rate": 0.1}.
        later: whether a field may be named that has nothing to act on yet: it is for what will be varied.

    Raises:
        ValueError: a name that is not a field, a value that it does not take, or one that would have no effect.
    """
    checks.require_type("vary", values, Mapping)
    changed: dict[str, dict] = {}
    for path, value in values.items():
        part, name = field_of(path)
        changed.setdefault(part, {})[name] = value
    made = {name: _changed(getattr(experiment, name), new) for name, new in changed.items()}
    varied = checks.kept(Experiment, vars(experiment) | made)
    if not later:
        for name, new in changed.items():
            checks.used(made[name], new)
        for path, sentence in varied.unused().items():
            checks.require(path not in values, sentence)
    return varied


def _changed(part: object, new: dict):
    """A part with some fields changed; a momentum goes with the optimizer that it was for."""
    left = {"momentum": None} if new.get("optimizer") not in (None, *MOVING) else {}
    return checks.kept(type(part), vars(part) | left | new)


def field_of(path: str) -> tuple[str, str]:
    """The part and the field that "part.field" names."""
    part, _, name = str(path).partition(".")
    checks.one_of("vary", part, PARTS)
    checks.one_of(f"vary {part}", name, [spec.name for spec in fields(PARTS[part])])
    return part, name
