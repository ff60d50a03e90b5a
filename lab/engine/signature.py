"""What a compiled program is made for: two experiments with equal signatures share one."""

from dataclasses import dataclass

from lab.experiment import Experiment

MOST_ROWS = 20  # unrolled rows beyond which a compile takes longer than matrix products cost
OWN_DATA = 2048  # values of x and y up to which every replica gets its own copy
CACHED = 8192  # values of one unit's activations in a tile with replicas last that stay in the cache
TILE_WORK = 2**20  # multiplications of one step of a tile with replicas first
LARGE = 2_000_000  # values of x and y beyond which the examples fill the cache, and few replicas share a tile
TILE_VALUES = 2**25  # outputs of all units for all examples in a tile of these


@dataclass(frozen=True, kw_only=True)
class Signature:
    """The architecture, and everything else that compiles.

    Attributes:
        widths: inputs, hidden units of each layer, outputs.
        examples: number of examples.
        held: number of examples that are held out.
        batch: examples a step; equal to `examples` for full batch.
        tile: replicas in one call; a replica's last bits depend on it, so it follows from the experiment alone.
        own_data: whether every replica brings its own examples; where not, a tile shares them.
        replica_last: whether replicas are the innermost axis, or the outermost.
        steps: steps in an epoch.
        others: as in `Network` and `Training`.
    """

    widths: tuple[int, ...]
    use_bias: bool
    activation: str | tuple[str, ...]
    output: str
    loss: str
    optimizer: str
    momentum: float
    examples: int
    held: int
    batch: int
    precision: str
    tile: int
    own_data: bool
    replica_last: bool

    @classmethod
    def of(cls, experiment: Experiment) -> "Signature":
        """The signature of an experiment."""
        network, training, data = experiment.network, experiment.training, experiment.data
        batch = min(training.batch_size or data.examples, data.examples)
        replica_last = sum(experiment.widths[:-1]) <= MOST_ROWS
        if data.examples * (data.inputs + data.outputs) > LARGE:
            tile = _large_tile(experiment.widths, data.examples, replica_last)
        else:
            tile = _replica_last_tile(batch) if replica_last else _replica_first_tile(experiment.widths, batch)
        return cls(
            widths=experiment.widths,
            use_bias=network.use_bias,
            activation=network.activation,
            output=network.output,
            loss=training.loss,
            optimizer=training.optimizer,
            momentum=training.acting_momentum,
            examples=data.examples,
            held=data.held,
            batch=batch,
            precision=training.precision,
            tile=tile,
            own_data=data.examples * (data.inputs + data.outputs) <= OWN_DATA,
            replica_last=replica_last,
        )

    @property
    def steps(self) -> int:
        """Steps in an epoch; the last batch may be smaller."""
        return -(-self.examples // self.batch)

    @property
    def full_batch(self) -> bool:
        """Whether every step sees all examples."""
        return self.batch == self.examples

    @property
    def values(self) -> int:
        """Numbers that one tile holds while it trains: examples, their order, every unit's outputs and gradients."""
        units = sum(self.widths[1:]) * (3 if self.full_batch else 1)
        return self.examples * (2 * (self.widths[0] + self.widths[-1]) + self.tile * (units + 2))

    @property
    def multiplications(self) -> int:
        """Multiplications of one replica's forward pass over all examples."""
        return self.examples * sum(i * o for i, o in zip(self.widths, self.widths[1:], strict=False))


def _replica_last_tile(batch: int) -> int:
    return _power_of_two(CACHED / batch, 16, 256)


def _replica_first_tile(widths: tuple[int, ...], batch: int) -> int:
    work = batch * sum(i * o for i, o in zip(widths, widths[1:], strict=False))
    return _power_of_two(TILE_WORK / work, 16, 64) if work < 2**26 else 1


def _large_tile(widths: tuple[int, ...], examples: int, replica_last: bool) -> int:
    """Many where reading the examples is most of the work, which replicas share; else few, or one."""
    units = sum(widths[1:])
    return _power_of_two(min(TILE_VALUES / (examples * units), 16 if replica_last else 16 / units), 1, 16)


def _power_of_two(value: float, low: int, high: int) -> int:
    return max(low, min(high, 2 ** max(0, int(value).bit_length() - 1)))
