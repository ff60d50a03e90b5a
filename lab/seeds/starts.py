"""Thousands of starts of one network, trained in growing pieces, so that there is something to see at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lab import checks, limits, training
from lab.experiment import Experiment, vary
from lab.progress import Progress
from lab.run import Run

SCHEME = "init.scheme"
RECORDED = 128


@dataclass(frozen=True, eq=False)
class Starts:
    """What became of the first seeds of every scheme.

    Attributes:
        experiment: what was trained, with the first scheme.
        variants: {"init.scheme": name} of each scheme.
        seeds: those trained so far: 0, 1, ...
        epochs: recorded epochs, from 0.
        loss: cost over the training set, (scheme, seed, epoch); inf or NaN where a run diverged.
        accuracy: share classified right after the last epoch, (scheme, seed); None for a regression.
        asked: how many seeds there will be.
        weights: of the first scheme, of the first piece of the seeds alone, before and after training: those of
            Keras's `get_weights`, each (seed, 2, *shape).
    """

    experiment: Experiment
    variants: list[dict]
    seeds: range
    epochs: np.ndarray
    loss: np.ndarray
    accuracy: np.ndarray | None
    asked: int
    weights: tuple[np.ndarray, ...] = ()


def trained(
    experiment: Experiment,
    schemes: Sequence[str],
    count: int,
    *,
    partly: Callable[[Starts], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Starts:
    """Train the seeds 0 to `count` - 1 from every scheme: same data, same order, same random numbers seed by seed.

    Args:
        experiment: what to train.
        schemes: names of `lab.specs.SCHEMES`.
        count: seeds, from 1.
        partly: called with what there is, each time about twice as much as before.
        progress, cancelled: as in `lab.train`.

    Raises:
        ValueError: bad input, or too much work for this machine.
    """
    variants = [vary(experiment, {SCHEME: name}) for name in schemes]
    checks.whole("count", count, 1, limits.MAX_REPLICAS)
    limits.check_count(count * len(variants))
    limits.check_work(variants, count)
    found = None
    for seeds in _pieces(experiment, count):
        run = training.train(
            experiment, seeds, {SCHEME: list(schemes)}, recorded=RECORDED, weights="ends",
            progress=_told(progress, seeds, count), cancelled=cancelled,
        )  # fmt: skip
        found = _joined(found, run, count)
        if partly and found.seeds.stop < count:
            partly(found)
    return found


def _pieces(experiment: Experiment, count: int) -> list[range]:
    """Seeds in pieces: two tiles, then as many as there are already, and so on."""
    from lab.engine.signature import Signature

    ends = [2 * Signature.of(experiment).tile]
    while ends[-1] < count:
        ends.append(2 * ends[-1])
    ends[-1] = count
    return [range(first, end) for first, end in zip([0, *ends], ends, strict=False)]


def _joined(found: Starts | None, run: Run, asked: int) -> Starts:
    """What was known, and one more piece."""
    loss = run.loss.astype(run.experiment.training.precision)
    accuracy = None if run.accuracy is None else run.accuracy[:, :, -1].astype(np.float32)
    if found is None:
        return Starts(
            run.experiment, run.variants, range(len(run.seeds)), run.epochs, loss, accuracy, asked, tuple(run.parts[0])
        )
    together = None if accuracy is None else np.concatenate([found.accuracy, accuracy], axis=1)
    seeds = range(run.seeds[-1] + 1)
    return replace(found, seeds=seeds, loss=np.concatenate([found.loss, loss], axis=1), accuracy=together)


def _told(progress: Callable | None, seeds: range, count: int) -> Callable | None:
    """Progress of all pieces, told by one."""
    if progress is None:
        return None
    return lambda each: progress(replace(each, done=(seeds.start + each.done * len(seeds)) / count))
