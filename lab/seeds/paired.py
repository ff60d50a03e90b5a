"""One replica for each pair of an experiment and a seed, in one run."""

from collections.abc import Callable, Sequence

from lab import checks, limits
from lab.experiment import Experiment
from lab.progress import Progress, Watch
from lab.run import Run
from lab.training import recorded_epochs


def train_pairs(
    pairs: Sequence[tuple[Experiment, int]],
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Run:
    """Train each experiment from its own seed; `lab.train` would train every experiment from every seed.

    Args:
        pairs: experiments of one architecture, with data of one shape, small enough that every replica brings its own;
            and seeds.
        progress, cancelled: as in `lab.train`.

    Returns:
        A run of one variant a pair, in their order, and one place for the seed; its first and last epoch. Each replica
        is the one that `lab.train` gives for that experiment and seed, to the bit.

    Raises:
        ValueError: the experiments do not share a program.
    """
    from lab.engine.pool import train_all
    from lab.engine.signature import Signature
    from lab.engine.tile import Replica, Tile

    experiments = [experiment for experiment, _ in pairs]
    signature = Signature.of(experiments[0])
    alike = signature.own_data and all(Signature.of(each) == signature for each in experiments)
    checks.that(alike, "These experiments differ in more than values, or their data are too large for one run.")
    limits.check_work(experiments, 1)
    epochs = recorded_epochs(experiments[0].training.epochs, 1, "linear")
    run = Run.empty([{}] * len(pairs), experiments, (0,), epochs, "ends")
    replicas = [Replica(experiment, seed, place, 0) for place, (experiment, seed) in enumerate(pairs)]
    tiles = [Tile(replicas[at : at + signature.tile]) for at in range(0, len(pairs), signature.tile)]
    watch = Watch([tile.signature.steps for tile in tiles], int(epochs[-1]), progress, cancelled)
    train_all(tiles, epochs, run.store, watch)
    return run
