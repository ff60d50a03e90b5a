"""`train`: any experiment, any number of replicas -> `Run`."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np

from lab import checks, limits
from lab.experiment import Experiment, field_of
from lab.experiment import vary as with_values
from lab.progress import Progress, Watch
from lab.run import Run

SPACINGS = ("linear", "log")
WEIGHTS = ("all", "ends")


def train(
    experiment: Experiment,
    seeds: Sequence[int] = (0,),
    vary: Mapping[str, Sequence] | None = None,
    initial: Sequence | None = None,
    *,
    recorded: int = 128,
    spacing: str = "linear",
    weights: str = "all",
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Run:
    """Train one replica for each seed and each combination of varied values.

    A replica is decided by the experiment, its seed and its varied values alone: its numbers are the same to the bit
    alone, among others, and in any order.

    Args:
        experiment: what to train.
        seeds: distinct whole numbers from 0; one replica each.
        vary: "part.field" -> values, such as {"training.learning_rate": [0.1, 1.0]}; all combinations are trained.
        initial: explicit initial weights in the order of Keras's `get_weights`, each of the network's shape or with a
            leading axis of one start per seed; None = drawn as `Experiment.init` says.
        recorded: number of recorded epochs after epoch 0, at most one for each epoch.
        spacing: "linear" or "log": how the recorded epochs lie between 0 and the last.
        weights: "all", or "ends": weights are kept at the first and the last epoch only (costs at all).
        progress: called with a `Progress` after each call of a tile, from the threads that train.
        cancelled: asked at least every 0.1 s of training; True ends the run.

    Returns:
        What was recorded. A replica that diverges has costs of inf or NaN there.

    Raises:
        ValueError: bad input, or a run too large for this machine; the sentence says what is allowed and what came.
        Cancelled: `cancelled` returned True.
    """
    seeds = checked_seeds(seeds)
    epochs = recorded_epochs(experiment.training.epochs, checks.whole("recorded", recorded, 1, 10_000), spacing)
    checks.one_of("weights", weights, WEIGHTS)
    variants = _variants(experiment, vary or {})
    run = Run.empty([values for values, _ in variants], [each for _, each in variants], seeds, epochs, weights)
    limits.check_work([each for _, each in variants], len(seeds))
    starts = _checked_initial(initial, experiment, len(seeds))
    tiles = _tiles([each for _, each in variants], seeds, starts)
    watch = Watch([tile.signature.steps for tile in tiles], experiment.training.epochs, progress, cancelled)
    from lab.engine.pool import train_all  # imports TensorFlow: two seconds that checks and specs need not wait for

    train_all(tiles, epochs, run.store, watch)
    return run


def train_grid(
    experiment: Experiment,
    initial: Sequence[np.ndarray],
    learning_rates: np.ndarray,
    *,
    recorded: int = 32,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> np.ndarray:
    """Train one replica for each given start and rate, and keep its costs alone: for maps of thousands of points.

    A replica's costs are those that `train` gives for the same start and rate, to the bit.

    Args:
        experiment: all else; its `init` and `learning_rate` have no effect.
        initial: arrays in the order of Keras's `get_weights`, (replica, *shape) each.
        learning_rates: (replica,) from 0.
        recorded, progress, cancelled: as in `train`, evenly spaced.

    Returns:
        Costs over the whole training set at the recorded epochs, (replica, epoch); inf or NaN where one diverged.

    Raises:
        ValueError: bad input, or a run too large for this machine.
        Cancelled: `cancelled` returned True.
    """
    from lab.engine.pool import train_all
    from lab.engine.tile import Replica, Tile, tiles_of

    rates = np.asarray(learning_rates)
    good = rates.ndim == 1 and rates.size and np.isfinite(rates).all() and rates.min() >= 0
    checks.require(good, f"`learning_rates` must be at least one finite number from 0; got {str(rates)[:60]}.")
    limits.check_count(len(rates))
    limits.check_work([experiment], len(rates))
    epochs = recorded_epochs(experiment.training.epochs, checks.whole("recorded", recorded, 1, 10_000), "linear")
    starts = _checked_initial(initial, experiment, len(rates))
    pairs = enumerate(zip(starts, rates.tolist(), strict=True))
    tiles = tiles_of(Replica(experiment, 0, 0, index, start, rate) for index, (start, rate) in pairs)
    costs = np.full((len(rates), len(epochs)), np.nan, experiment.training.precision)

    def store(tile: Tile, indices: range, weights: list, cost: np.ndarray, *others: np.ndarray) -> None:
        first = tile.replicas[0].index
        costs[first : first + tile.count, indices.start : indices.stop] = cost.T

    watch = Watch([tile.signature.steps for tile in tiles], experiment.training.epochs, progress, cancelled)
    train_all(tiles, epochs, store, watch)
    return costs


def recorded_epochs(epochs: int, recorded: int, spacing: str) -> np.ndarray:
    """The recorded epochs: 0, the last, and at most `recorded` - 1 between, evenly or in equal ratios."""
    checks.one_of("spacing", spacing, SPACINGS)
    if spacing == "linear" or epochs < 2:
        between = np.linspace(0, epochs, recorded + 1)
    else:
        between = np.append(0, np.geomspace(1, epochs, recorded))
    return np.unique(np.round(between).astype(np.int64))


def checked_seeds(seeds: object) -> tuple[int, ...]:
    """The seeds as a tuple; raise unless they are distinct whole numbers from 0."""
    single = isinstance(seeds, int) and not isinstance(seeds, bool)
    checks.require(not single, f"`seeds` must be a list of whole numbers, such as range(10); got {seeds!r}.")
    given = tuple(seeds.tolist()) if isinstance(seeds, np.ndarray) else checks.sequence("seeds", seeds, 2_000_000)
    checks.require(len(given) > 0, "`seeds` must name at least one seed; got none.")
    limits.check_count(len(given))
    whole = tuple(checks.whole("seeds", seed, 0, checks.MAX_SEED) for seed in given)
    checks.require(len(set(whole)) == len(whole), "`seeds` must differ from each other; one comes twice.")
    return whole


def _variants(experiment: Experiment, vary: Mapping[str, Sequence]) -> list[tuple[dict, Experiment]]:
    """All combinations of the varied values, the first key slowest, and their experiments."""
    checks.require_type("vary", vary, Mapping)
    for path, values in vary.items():
        field_of(path)
        checks.require(
            path != "training.epochs", "`training.epochs` cannot be varied: train the longest, read any epoch."
        )
        values = values.tolist() if isinstance(values, np.ndarray) else values
        checks.require(len(checks.sequence(f"vary {path}", values, 1_000_000)) > 0, f"`vary {path}` has no values.")
    lists = [values.tolist() if isinstance(values, np.ndarray) else values for values in vary.values()]
    limits.check_count(int(np.prod([len(values) for values in lists], dtype=float)))
    combinations = [dict(zip(vary, values, strict=True)) for values in product(*lists)]
    return [(values, with_values(experiment, values)) for values in combinations]


def _checked_initial(initial: Sequence | None, experiment: Experiment, count: int) -> list[list[np.ndarray]] | None:
    """One explicit start per seed, or None."""
    if initial is None:
        return None
    shapes = experiment.weight_shapes()
    try:
        arrays = [np.asarray(array, experiment.training.precision) for array in initial]
    except (TypeError, ValueError):
        raise ValueError(f"`initial` must be a list of arrays of numbers; got {str(initial)[:60]!r}.") from None
    good = len(arrays) == len(shapes) and all(
        array.shape in (shape, (count, *shape)) for array, shape in zip(arrays, shapes, strict=True)
    )
    got = [array.shape for array in arrays]
    checks.require(good, f"`initial` must be arrays of shapes {shapes}, or with {count} starts each; got {got}.")
    return [
        [array if array.shape == shape else array[i] for array, shape in zip(arrays, shapes, strict=True)]
        for i in range(count)
    ]


def _tiles(experiments: list[Experiment], seeds: tuple[int, ...], starts: list | None) -> list:
    """Every experiment from every seed, in tiles."""
    from lab.engine.tile import Replica, tiles_of

    return tiles_of(
        Replica(experiment, seed, variant, index, starts[index] if starts else None)
        for variant, experiment in enumerate(experiments)
        for index, seed in enumerate(seeds)
    )
