"""The parts of an experiment beside its data: frozen specs, checked when they are made."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass

from lab import checks, options
from lab.options import ACTIVATIONS, BIASES, CLONES, LOSSES, OPTIMIZERS, OUTPUTS, PRECISIONS, SCHEMES

USED_BY = {"value": "constant", "low": "uniform", "high": "uniform", "stddev": "normal"}  # fields of `Init`
MOVING = ("momentum", "nesterov")
MOMENTUM = 0.9  # of them, unless `Training.momentum` says otherwise


def weight_shapes(widths: Sequence[int], use_bias: bool) -> list[tuple[int, ...]]:
    """Shapes of the weights of a network, in the order of Keras's `get_weights`."""
    pairs = zip(widths, widths[1:], strict=False)
    return [shape for i, o in pairs for shape in ([(i, o), (o,)] if use_bias else [(i, o)])]


@dataclass(frozen=True, kw_only=True)
class Network(checks.Spec):
    """A fully connected network.

    Attributes:
        hidden: units of each hidden layer, input side first; () for none.
        activation: of the hidden layers, one of `ACTIVATIONS`, or a tuple with one for each of them.
        output: activation of the output layer, one of `OUTPUTS`.
        use_bias: whether every layer has biases.
    """

    hidden: tuple[int, ...] = (2,)
    activation: str | tuple[str, ...] = "sigmoid"
    output: str = "sigmoid"
    use_bias: bool = True

    def check(self) -> None:
        """Raise unless every field is what it must be."""
        hidden = checks.sequence("Network.hidden", self.hidden, 50)
        checks.store(self, hidden=tuple(checks.whole("Network.hidden", units, 1, 4096) for units in hidden))
        checks.store(self, activation=self._checked_activation())
        checks.store(self, output=checks.one_of("Network.output", self.output, OUTPUTS, {}))
        checks.flag("Network.use_bias", self.use_bias)

    def _checked_activation(self) -> str | tuple[str, ...]:
        """One name where all layers have the same."""
        several = isinstance(self.activation, (list, tuple))
        given, layers = self.activation if several else [self.activation], len(self.hidden)
        checks.require(
            not several or len(given) == layers > 0,
            f"`Network.activation` must be one name, or one for each hidden layer; got {len(given)} for {layers}.",
        )
        names = tuple(
            checks.one_of("Network.activation", name, ACTIVATIONS, options.KERAS_ACTIVATIONS) for name in given
        )
        return names if len(set(names)) > 1 else names[0]

    @property
    def activations(self) -> tuple[str, ...]:
        """Of each hidden layer, input side first."""
        return (self.activation,) * len(self.hidden) if isinstance(self.activation, str) else self.activation

    def unused(self) -> dict[str, str]:
        """Fields that have nothing to act on -> the sentence for who sets them."""
        alone = "`Network.activation` belongs to hidden layers, and this network has none; see `Network.output`."
        return {} if self.hidden else {"activation": alone}


@dataclass(frozen=True)
class Init(checks.Spec):
    """The weights before training. A field that has nothing to act on is refused.

    Attributes:
        scheme: one of `SCHEMES`; all but `zeros` and `constant` are drawn by `keras.initializers`.
        weights: instead of a scheme, kernels and biases themselves, the same for every seed: nested lists of numbers or
            arrays in the order of Keras's `get_weights`; kept as tuples.
        value: of `constant`.
        low, high: of `uniform`.
        stddev: of `normal`.
        scale: multiplies the kernels (not the biases).
        bias: "zeros", or "same": drawn by the same scheme as the kernels.
        clones: copies unit 0 of each hidden layer onto the others: its "incoming" kernel and bias, its
            "outgoing" kernel, "both" or "none".
        epsilon: added to one weight after cloning.
        epsilon_at: that weight: (layer, "kernel" or "bias", input, unit); layers count from 1, inputs and units
            from 0; the input of a bias is 0.
    """

    scheme: str = "glorot_uniform"
    _: KW_ONLY
    weights: tuple | None = None
    value: float = 0.0
    low: float = -0.05
    high: float = 0.05
    stddev: float = 0.05
    scale: float = 1.0
    bias: str = "zeros"
    clones: str = "none"
    epsilon: float = 0.0
    epsilon_at: tuple[int, str, int, int] = (1, "kernel", 0, 1)

    def check(self) -> None:
        """Raise unless every field is what it must be."""
        checks.store(self, scheme=checks.one_of("Init.scheme", self.scheme, SCHEMES, options.KERAS_SCHEMES))
        if self.weights is not None:
            checks.store(self, weights=checks.arrays("Init.weights", self.weights))
        for name in ("value", "low", "high", "scale", "epsilon"):
            checks.store(self, **{name: checks.number(f"Init.{name}", getattr(self, name))})
        checks.store(self, stddev=checks.number("Init.stddev", self.stddev, 0.0))
        checks.require(
            self.low <= self.high, f"`Init.low` must not exceed `Init.high`; got {self.low:g} and {self.high:g}."
        )
        checks.one_of("Init.bias", self.bias, BIASES)
        checks.one_of("Init.clones", self.clones, CLONES)
        self._check_address()

    def unused(self) -> dict[str, str]:
        """Fields that the scheme, or given weights, do not use -> the sentence for who sets them."""
        if self.weights is not None:
            alone = "`Init.{}` says how weights are drawn, and `Init.weights` gives them."
            return {name: alone.format(name) for name in ("scheme", "bias", *USED_BY)}
        sentence = "`Init.{}` belongs to the scheme {!r}; {!r} does not use it."
        others = {name: scheme for name, scheme in USED_BY.items() if scheme != self.scheme}
        return {name: sentence.format(name, scheme, self.scheme) for name, scheme in others.items()}

    def _check_address(self):
        at = checks.sequence("Init.epsilon_at", self.epsilon_at, 4)
        checks.require(len(at) == 4, "`Init.epsilon_at` must be (layer, 'kernel' or 'bias', input, unit).")
        checks.one_of("Init.epsilon_at[1]", at[1], ("kernel", "bias"))
        layer = checks.whole("Init.epsilon_at[0]", at[0], 1, 51)
        row, unit = (checks.whole(f"Init.epsilon_at[{i}]", at[i], 0, 100_000) for i in (2, 3))
        checks.store(self, epsilon_at=(layer, at[1], row, unit))


@dataclass(frozen=True, kw_only=True)
class Training(checks.Spec):
    """How the weights move.

    Attributes:
        loss: of one example, one of `LOSSES`; cross-entropies are computed from logits.
        optimizer: one of `OPTIMIZERS`; Keras's own, with Keras's defaults.
        learning_rate: step size, from 0.
        momentum: of the optimizers "momentum" and "nesterov", `MOMENTUM` where it is None; with "sgd" a momentum
            above 0 makes it "momentum", as in Keras.
        weight_decay: as in `keras.optimizers`: each step first takes learning_rate * weight_decay * w off every
            weight w. For plain SGD that is an L2 penalty of weight_decay / 2 * |w|^2 on the cost.
        l1: as of `keras.regularizers.L1` on every kernel: training descends cost + l1 * sum of |w|; the recorded cost
            is without it.
        batch_size: examples a step; None = all of them (full batch).
        epochs: passes over the examples.
        shuffle: a new order of the examples in every epoch (mini-batches only).
        order_seed: of that order; None = the replica's own seed.
        precision: "float32" or "float64".
    """

    loss: str = "mse"
    optimizer: str = "sgd"
    learning_rate: float = 0.1
    momentum: float | None = None
    weight_decay: float = 0.0
    l1: float = 0.0
    batch_size: int | None = None
    epochs: int = 1000
    shuffle: bool = True
    order_seed: int | None = None
    precision: str = "float32"

    def check(self) -> None:
        """Raise unless every field is what it must be."""
        checks.store(self, loss=checks.one_of("Training.loss", self.loss, LOSSES, options.KERAS_LOSSES))
        checks.store(self, optimizer=checks.one_of("Training.optimizer", self.optimizer, OPTIMIZERS, {}))
        checks.store(self, learning_rate=checks.number("Training.learning_rate", self.learning_rate, 0.0, 1e6))
        self._check_momentum()
        checks.store(self, weight_decay=checks.number("Training.weight_decay", self.weight_decay, 0.0, 1e6))
        checks.store(self, l1=checks.number("Training.l1", self.l1, 0.0, 1e6))
        if self.batch_size is not None:
            checks.store(self, batch_size=checks.whole("Training.batch_size", self.batch_size, 1, 100_000))
        checks.store(self, epochs=checks.whole("Training.epochs", self.epochs, 0, 10_000_000))
        checks.flag("Training.shuffle", self.shuffle)
        if self.order_seed is not None:
            checks.store(self, order_seed=checks.whole("Training.order_seed", self.order_seed, 0, checks.MAX_SEED))
        checks.one_of("Training.precision", self.precision, PRECISIONS)

    def _check_momentum(self):
        """Plain gradient descent with a momentum is named after it; the usual one is kept as None."""
        if self.momentum is None:
            return
        checks.store(self, momentum=checks.number("Training.momentum", self.momentum, 0.0, 1.0))
        checks.require(
            self.optimizer in ("sgd", *MOVING),
            f"`Training.momentum` belongs to 'sgd', 'momentum' and 'nesterov'; {self.optimizer!r} has none to set.",
        )
        if self.optimizer == "sgd" and self.momentum > 0:
            checks.store(self, optimizer="momentum")
        if self.optimizer in MOVING and self.momentum == MOMENTUM:
            checks.store(self, momentum=None)

    @property
    def acting_momentum(self) -> float:
        """The share of the last step that comes again in the next; 0 where the optimizer has no momentum to set."""
        if self.optimizer not in MOVING:
            return 0.0
        return MOMENTUM if self.momentum is None else self.momentum

    def unused(self) -> dict[str, str]:
        """Fields that have nothing to act on -> the sentence for who sets them."""
        ordered = "`Training.order_seed` belongs to mini-batches in a new order: `batch_size` a number, `shuffle` True."
        return {} if self.batch_size and self.shuffle else {"order_seed": ordered}

    def __setstate__(self, state: dict):
        """What was pickled when the usual momentum was kept as its number."""
        self.__dict__.update(state | ({"momentum": None} if state["momentum"] == MOMENTUM else {}))
