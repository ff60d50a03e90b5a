"""What training does with the weights of useless columns: measured on a linear model, beside what is foretold."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab import frames
from lab.experiment import Experiment
from lab.laws import relevance as law
from lab.relevance import linear, weights_facts, weights_kept
from lab.relevance.linear import names
from lab.relevance.weights_kept import SHAPES

BAND = (0.05, 0.5, 0.95)
REACH = 20  # how far beyond its start and its law a diverging weight is drawn, in distances between these


@dataclass(frozen=True)
class Relevance:
    """What a run says, and what the law says.

    Attributes:
        curves: one row per (weight, epoch): `low`, `mid`, `high`: 5, 50 and 95 % over the replicas that did not
            diverge; `marked`: whether its shape stands there. Where all diverged, a curve ends outside the picture.
        ends: one row per (seed, weight): `column` it belongs to, `useless` (whether the truth does without the column),
            `start`, `end`, `law` (foretold end), `shrunk` (foretold end of full-batch gradient descent with weight
            decay; missing elsewhere), `diverged`.
        facts: one row: `replicas`, `diverged` (how many), `epochs`, `steps` of one replica, `optimizer`, `rate`,
            `whole` (full batch), `decay`, `l1`, `obstacle` (why the law may not hold; empty where it does), `gap`
            (largest distance of an end from its law, without the diverged), `largest_rate` (of the full batch; missing
            where there is no law for it), `curvature` (largest of the Hessian), `slowest` (the one of the direction
            that gets on slowest), `remaining` (share of its starting distance that this direction is foretold to
            have; missing where there is no law for it), `cost` (median at the end) and `reached` (median of the first
            recorded epoch with a low cost; missing where half the replicas have none), both without the diverged.
        conserved: the combinations that gradient descent keeps: what they are made of, how well they are kept; see
            `weights_kept.conserved`.
        kept: how these go on; see `weights_kept.kept`.
    """

    curves: pd.DataFrame
    ends: pd.DataFrame
    facts: pd.DataFrame
    conserved: pd.DataFrame
    kept: pd.DataFrame


@dataclass(frozen=True)
class Foretold:
    """What is known before training.

    Attributes:
        curves, ends: as in `Relevance`, at epoch 0 alone and without `end`, `useless` and `diverged`.
        epochs: of the training to come.
    """

    curves: pd.DataFrame
    ends: pd.DataFrame
    epochs: int


def foretell(experiment: Experiment, seeds=range(200), initial=None) -> Foretold:
    """Where the weights start, and where gradient descent would take them; nothing is trained.

    Args:
        experiment, seeds, initial: as in `measure`.
    """
    linear.check(experiment)
    start = linear.flat(linear.drawn(experiment, seeds) if initial is None else initial)
    start = np.broadcast_to(start, (len(seeds), start.shape[-1]))[:, None]  # (seed, epoch, weight)
    ends = _ends(experiment, seeds, start, None).drop(columns=["end", "useless"])
    return Foretold(_curves(names(experiment), [0], start), ends, experiment.training.epochs)


def measure(
    experiment: Experiment,
    seeds=range(200),
    initial=None,
    spacing="linear",
    useless=None,
    progress=None,
    cancelled=None,
) -> Relevance:
    """Train a linear model and hold its weights against their law.

    Args:
        experiment: without hidden layers, with one linear output, a bias, and the loss "mse".
        seeds, initial, spacing, progress, cancelled: as in `lab.train`.
        useless: names of the weights whose columns the truth does without; None = those of columns of weight 0, in a
            table all but the first.

    Returns:
        A `Relevance`. Weights are named w1, w2, ... by column, and b.

    Raises:
        ValueError: the experiment is another one, or cannot be trained.
    """
    linear.check(experiment)
    initial = linear.drawn(experiment, seeds) if initial is None else initial
    run = lab.train(experiment, seeds, None, initial, spacing=spacing, progress=progress, cancelled=cancelled)
    weights = linear.flat([array[0] for array in run.arrays])  # (seed, epoch, weight)
    X, y = linear.examples(experiment)
    lost = weights_facts.diverged(run, y)
    ends = _ends(experiment, run.seeds, weights, useless).assign(diverged=np.repeat(lost, weights.shape[-1]))
    shown = weights[~lost] if not lost.all() else _within(weights, ends)
    share = law.left(
        experiment.training.learning_rate,
        experiment.training.weight_decay,
        weights_facts.steps(experiment, run.epochs),
    )
    return Relevance(
        _curves(names(experiment), run.epochs, shown),
        ends,
        weights_facts.facts(run, X, y, ends),
        weights_kept.conserved(X, weights[~lost], names(experiment), share),
        weights_kept.kept(X, weights[~lost], np.array(run.seeds)[~lost], run.epochs, share),
    )


def _ends(experiment: Experiment, seeds, weights: np.ndarray, useless) -> pd.DataFrame:
    """Starts, ends and laws of `weights`, (seed, epoch, weight)."""
    X, y = linear.examples(experiment)
    training, columns = experiment.training, [*experiment.data.features, "bias"]
    foretold = law.end(X, y, weights[:, 0])
    ridge = training.optimizer == "sgd" and training.weight_decay > 0 and weights_facts.whole(experiment)
    ridge = ridge and training.l1 == 0
    shrunk = law.shrunk(X, y, training.weight_decay) if ridge else np.full(len(columns), np.nan)
    given = linear.useless(experiment) if useless is None else useless
    keys = [(name, column, name in given) for name, column in zip(names(experiment), columns, strict=True)]
    axes = [(("seed",), [(seed,) for seed in seeds]), (("weight", "column", "useless"), keys)]
    values = {"start": weights[:, 0], "end": weights[:, -1], "law": foretold}
    return frames.tidy(axes, {**values, "shrunk": np.broadcast_to(shrunk, foretold.shape)})


def _curves(labels: list[str], epochs, weights: np.ndarray) -> pd.DataFrame:
    low, mid, high = np.quantile(weights, BAND, axis=0).swapaxes(1, 2)  # (weight, epoch) each
    axes = [(("weight",), [(label,) for label in labels]), (("epoch",), [(int(epoch),) for epoch in epochs])]
    curves = frames.tidy(axes, {"low": low, "mid": mid, "high": high}).dropna(ignore_index=True)
    place = curves.groupby("weight").cumcount()
    return curves.assign(marked=place % max(1, (place.max() + 1) // SHAPES) == 0)


def _within(weights: np.ndarray, ends: pd.DataFrame) -> np.ndarray:
    """Diverging weights up to the first record outside the picture, where they stand at its edge."""
    edges = np.concatenate([ends["start"], ends["law"]])
    reach = REACH * max(edges.max() - edges.min(), 1.0)
    low, high = edges.min() - reach, edges.max() + reach
    outside = ~((weights >= low) & (weights <= high)).all(axis=(0, 2))  # (epoch,)
    gone = np.cumsum(outside) > 1
    return np.where(gone[None, :, None], np.nan, np.clip(np.nan_to_num(weights, nan=high), low, high))
