"""What training does with the weights of a line, beside theory: where they end, what of them is kept, what it took."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab import bands, frames
from lab.experiment import Experiment
from lab.laws import relevance as law
from lab.questions.feature_relevance.weights import constant
from lab.relevance import line, linear
from lab.run import Run

REACH = 20  # how far beyond its start and its law a diverging weight is drawn, in distances between these
ADAPTIVE = ("rmsprop", "adam", "adagrad")
LOW = 1e-3  # cost that counts as low: how soon it is reached tells fast from slow
FITTED = 1e-3  # root mean square of what the best line leaves over, below which every example is met
LIKE = 3  # times its spread: a column whose mean is farther from 0 does nearly what the bias does
SHOWN = 3  # replicas whose combinations are drawn
SHAPES = 9  # places along a curve where its shape stands


@dataclass(frozen=True)
class Relevance:
    """What a run says, and what the law says.

    Attributes:
        curves: one row per (weight, epoch): `low`, `mid`, `high`: 5, 50 and 95 % over the replicas that did not
            diverge; `marked`: whether its shape stands there. Where all diverged, a curve ends outside the picture.
        ends: one row per (seed, weight): `column` it belongs to, `useless` (whether the truth does without the column),
            `start`, `end`, `law` (foretold end), `shrunk` (foretold end of full-batch gradient descent with weight
            decay; missing elsewhere), `spared` (the same where the bias is not shrunk), `diverged`.
        facts: one row: `replicas`, `diverged` (how many), `epochs`, `steps` of one replica, `optimizer`, `rate`,
            `whole` (full batch), `decay`, `l1`, `obstacle` (why the law may not hold; empty where it does), `gap`
            (largest distance of an end from its law, without the diverged), `largest_rate` (of the full batch;
            missing where there is no law for it), `single` (the same without columns that are multiples or sums of
            others; missing where there are none), `curvature` (largest of the Hessian), `slowest` (the one of the
            direction that gets on slowest), `remaining` (share of its starting distance that this direction is
            foretold to have; missing where there is no law for it), `halving` (epochs in which it loses half, missing
            likewise), `centred` (the same if every column's mean were subtracted) and `moved` (if only the mean of
            `biased` were), `biased`, `mean` and `spread`
            (the weight of the useless column that varies least beside its mean, "" where none varies little, and that
            column), `steady`, `naive`, `without` (of `constant.facts`), `eased` (how many times steeper the flattest
            direction is with the means subtracted), `cost` (median at the end) and `reached` (median of the first
            recorded epoch with a low cost; missing where half the replicas have none), both without the diverged.
        conserved: the combinations that gradient descent keeps: what they are made of, how well they are kept; see
            `conserved`.
        kept: how these go on; see `kept`.
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


def foretell(experiment: Experiment, seeds=range(200)) -> Foretold:
    """Where the weights start, and where gradient descent would take them; nothing is trained.

    Args:
        experiment, seeds: as in `measure`.
    """
    linear.check(experiment)
    start = linear.flat(linear.drawn(experiment, seeds))[:, None]  # (seed, epoch, weight)
    ends = _ends(experiment, seeds, start, ()).drop(columns=["end", "useless"])
    return Foretold(_curves(linear.names(experiment), [0], start), ends, experiment.training.epochs)


def measure(
    experiment: Experiment,
    seeds=range(200),
    spacing="linear",
    useless=(),
    progress=None,
    cancelled=None,
) -> Relevance:
    """Train a linear model and hold its weights against their law.

    Args:
        experiment: without hidden layers, with one linear output, a bias, and the loss "mse".
        seeds, spacing, progress, cancelled: as in `lab.train`.
        useless: names of the weights whose columns the truth does without.

    Returns:
        A `Relevance`. Weights are named w1, w2, ... by column, and b.

    Raises:
        ValueError: the experiment is another one, or cannot be trained.
    """
    linear.check(experiment)
    begun = linear.drawn(experiment, seeds)
    run = lab.train(experiment, seeds, None, begun, spacing=spacing, progress=progress, cancelled=cancelled)
    weights = linear.flat([array[0] for array in run.arrays])  # (seed, epoch, weight)
    X, y = linear.examples(experiment)
    lost = diverged(run, y)
    ends = _ends(experiment, run.seeds, weights, useless).assign(diverged=np.repeat(lost, weights.shape[-1]))
    shown = weights[~lost] if not lost.all() else _within(weights, ends)
    share = law.left(
        experiment.training.learning_rate,
        experiment.training.weight_decay,
        steps(experiment, run.epochs),
    )
    return Relevance(
        _curves(linear.names(experiment), run.epochs, shown),
        ends,
        _facts(run, X, y, ends),
        conserved(X, weights[~lost], linear.names(experiment), share),
        kept(X, weights[~lost], np.array(run.seeds)[~lost], run.epochs, share),
    )


def _ends(experiment: Experiment, seeds, weights: np.ndarray, useless) -> pd.DataFrame:
    """Starts, ends and laws of `weights`, (seed, epoch, weight)."""
    X, y = linear.examples(experiment)
    training, columns = experiment.training, [*line.named(experiment.data.features), "bias"]
    foretold = law.end(X, y, weights[:, 0])
    ridge = training.optimizer == "sgd" and training.weight_decay > 0 and whole(experiment)
    ridge = ridge and training.l1 == 0
    decayed = [
        way(X, y, training.weight_decay) if ridge else np.full(len(columns), np.nan)
        for way in (law.shrunk, constant.spared)
    ]
    keys = [(name, column, name in useless) for name, column in zip(linear.names(experiment), columns, strict=True)]
    axes = [(("seed",), [(seed,) for seed in seeds]), (("weight", "column", "useless"), keys)]
    values = {"start": weights[:, 0], "end": weights[:, -1], "law": foretold}
    shrunk, spared = (np.broadcast_to(each, foretold.shape) for each in decayed)
    return frames.tidy(axes, {**values, "shrunk": shrunk, "spared": spared})


def _curves(labels: list[str], epochs, weights: np.ndarray) -> pd.DataFrame:
    quantiles = {name: values.T for name, values in bands.of(weights, axis=0).items()}  # each (weight, epoch)
    axes = [(("weight",), [(label,) for label in labels]), (("epoch",), [(int(epoch),) for epoch in epochs])]
    curves = frames.tidy(axes, quantiles).dropna(ignore_index=True)
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


def _facts(run: Run, X: np.ndarray, y: np.ndarray, ends: pd.DataFrame) -> pd.DataFrame:
    training = run.experiment.training
    settled, obstacle = ends[~ends["diverged"]], obstacles(run.experiment, X, y)
    number = steps(run.experiment, training.epochs)
    bounded = training.optimizer not in ADAPTIVE and training.weight_decay == 0
    followed = obstacle == "" and training.optimizer == "sgd" and whole(run.experiment)
    row = {
        "replicas": ends["seed"].nunique(),
        "diverged": int(ends.loc[ends["diverged"], "seed"].nunique()),
        "epochs": training.epochs,
        "steps": number,
        "optimizer": training.optimizer,
        "rate": training.learning_rate,
        "whole": whole(run.experiment),
        "decay": training.weight_decay,
        "l1": training.l1,
        "obstacle": obstacle,
        "gap": (settled["end"] - settled["law"]).abs().max(),
        "largest_rate": law.largest_rate(X, training.optimizer, training.acting_momentum) if bounded else np.nan,
        "single": _single(X, training) if bounded else np.nan,
        "curvature": law.curvatures(X)[0],
        "slowest": law.slowest(X, training.learning_rate),
        "remaining": law.remaining(X, training.learning_rate, number) if followed else np.nan,
        "halving": _halving(X, training.learning_rate) if followed else np.nan,
        "centred": _halving(_centred(X), training.learning_rate) if followed else np.nan,
        "moved": _halving(_centred(X, _biased(X, ends)["biased"]), training.learning_rate) if followed else np.nan,
        "eased": law.curvatures(_centred(X))[-1] / law.curvatures(X)[-1],
        **_biased(X, ends),
        **constant.facts(X, (training.optimizer, training.acting_momentum) if bounded else None),
        **_costs(run, ends),
    }
    return pd.DataFrame([row])


def _single(X: np.ndarray, training: lab.Training) -> float:
    """The largest stable rate without the columns that others make up; NaN if there are none. The bias is last."""
    made = [np.flatnonzero(np.round(row[:-1], 6)) for row in law.conserved(X) if not np.round(row[-1], 6)]
    copies = [places[-1] for places in made if len(places) > 1]
    if not copies:
        return np.nan
    return law.largest_rate(np.delete(X, copies, axis=1), training.optimizer, training.acting_momentum)


def _halving(X: np.ndarray, rate: float) -> float:
    """Steps in which the slowest direction of full-batch descent loses half of its distance; infinite if never."""
    left = law.remaining(X, rate, 1)
    if left >= 1:
        return np.inf
    return float(np.log(0.5) / np.log(left)) if left > 0 else 0.0


def _centred(X: np.ndarray, only: str | None = None) -> np.ndarray:
    """The design with the mean of every column subtracted, but that of the bias's ones; or of `only` one's column."""
    means = X.mean(axis=0)
    kept = [f"w{place}" != only for place in range(1, len(means) + 1)] if only is not None else []
    means[[*np.flatnonzero(kept), -1]] = 0.0
    return X - means


def _biased(X: np.ndarray, ends: pd.DataFrame) -> dict[str, object]:
    """The useless column that is nearly a second bias: one whose mean is `LIKE` times its spread or more."""
    useless = ends.drop_duplicates("weight")["useless"].to_numpy()[:-1]
    means, spreads = X[:, :-1].mean(axis=0), X[:, :-1].std(axis=0)
    varies = spreads > linear.EQUAL * np.abs(means)
    ratio = np.where(useless & varies, np.abs(means) / np.where(varies, spreads, 1.0), 0.0)
    place = int(ratio.argmax())
    name = ends["weight"].iloc[place] if ratio[place] >= LIKE else ""
    return {"biased": name, "mean": float(means[place]), "spread": float(spreads[place])}


def whole(experiment: Experiment) -> bool:
    """Whether every step sees all examples."""
    size = experiment.training.batch_size
    return size is None or size >= experiment.data.examples


def steps(experiment: Experiment, epochs):
    """Steps that so many epochs are, a number or an array."""
    batch = experiment.data.examples if whole(experiment) else experiment.training.batch_size
    return epochs * -(-experiment.data.examples // batch)


def obstacles(experiment: Experiment, X: np.ndarray, y: np.ndarray) -> str:
    """Why the law of the end may not hold: names out of "adaptive", "decay", "l1", "noise" with blanks between."""
    training, best = experiment.training, law.end(X, y, np.zeros((1, X.shape[1])))[0]
    misfit = np.sqrt(np.mean((X @ best - y) ** 2))
    said = {
        "adaptive": training.optimizer in ADAPTIVE,
        "decay": training.weight_decay > 0,
        "l1": training.l1 > 0,
        "noise": not whole(experiment) and misfit > FITTED,
    }
    return " ".join(name for name, true in said.items() if true)


def diverged(run: Run, y: np.ndarray) -> np.ndarray:
    """Which replicas have a cost that ends as no number, or well above where it began.

    Stable descent on all examples never raises the cost. Small batches may where no line meets every example, adaptive
    steps and penalties may anyway: there it must end above a hundred times its start, or the cost of weights all zero.

    Returns:
        (seed,)
    """
    training, loss = run.experiment.training, run.loss[0]  # (seed, epoch)
    plain = training.optimizer not in ADAPTIVE and training.weight_decay == training.l1 == 0
    bound = loss[:, 0] if plain and whole(run.experiment) else 100 * np.maximum(loss[:, 0], np.mean(y**2))
    finite = np.isfinite(loss[:, -1])
    for array in run.arrays:
        finite &= np.isfinite(array[0, :, -1]).reshape(len(loss), -1).all(axis=1)
    return ~finite | (loss[:, -1] > bound)


def _costs(run: Run, ends: pd.DataFrame) -> dict[str, float]:
    lost = ends.drop_duplicates("seed")["diverged"].to_numpy()
    loss = run.loss[0][~lost]  # (seed, epoch)
    if not len(loss):
        return {"cost": np.nan, "reached": np.nan}
    low = loss <= LOW
    first = np.where(low.any(axis=1), run.epochs[low.argmax(axis=1)], np.inf)
    reached = np.quantile(first, 0.5, method="higher")
    return {"cost": float(np.median(loss[:, -1])), "reached": reached if np.isfinite(reached) else np.nan}


def kept(X: np.ndarray, weights: np.ndarray, seeds: Sequence, epochs: np.ndarray, share: np.ndarray) -> pd.DataFrame:
    """How each combination of `law.conserved` goes on, in the first few replicas: each keeps a value of its own.

    Args:
        X: the design, (example, weight).
        weights: of the replicas that did not diverge, (replica, epoch, weight).
        seeds: of these replicas.
        epochs: recorded ones.
        share: (epoch,) of its start that the law leaves of a combination: 1 without weight decay.

    Returns:
        One row per (combination, seed, epoch): `value`, `law` (what is foretold), `marked` (whether its shape stands
        there). Combinations count from 1.
    """
    rows = law.conserved(X)
    values = np.moveaxis(weights[:SHOWN] @ rows.T, -1, 0)  # (combination, replica, epoch)
    marked = np.broadcast_to(np.arange(len(epochs)) % max(1, len(epochs) // SHAPES) == 0, values.shape)
    axes = [
        (("combination",), [(i,) for i in range(1, len(rows) + 1)]),
        (("seed",), [(int(seed),) for seed in seeds[:SHOWN]]),
        (("epoch",), [(int(epoch),) for epoch in epochs]),
    ]
    return frames.tidy(axes, {"value": values, "law": values[..., :1] * share, "marked": marked})


def conserved(X: np.ndarray, weights: np.ndarray, names: list[str], share: np.ndarray) -> pd.DataFrame:
    """What each combination is made of, and how well it is kept.

    Args:
        X, weights, share: as in `kept`.
        names: of the weights.

    Returns:
        One row per (combination, weight): `coefficient`; and of the whole combination `drift`, its largest change since
        the start over all replicas and recorded epochs; `off`, its largest distance from start * share; `ratio`, of a
        combination of two weights, how far the useless one moved for each 1 of the other (median; missing where that
        did not move). All three are missing where every replica diverged.
    """
    rows = law.conserved(X)
    values = weights @ rows.T  # (replica, epoch, combination)
    missing = np.full(len(rows), np.nan)
    start = values[:, :1] if len(values) else None
    drift = np.abs(values - start).max(axis=(0, 1)) if len(values) else missing
    off = np.abs(values - start * share[:, None]).max(axis=(0, 1)) if len(values) else missing
    ratio = [_ratio(row, weights[:, -1] - weights[:, 0]) for row in rows] if len(values) else missing
    axes = [(("combination",), [(i,) for i in range(1, len(rows) + 1)]), (("weight",), [(name,) for name in names])]
    whole = {name: np.repeat(each, len(names)) for name, each in (("drift", drift), ("off", off), ("ratio", ratio))}
    return frames.tidy(axes, {"coefficient": rows, **whole})


def _ratio(row: np.ndarray, moved: np.ndarray) -> float:
    """Median over replicas of how far the column's own weight moved for each 1 of the other; the bias is last."""
    places = np.flatnonzero(row)
    if len(places) != 2:
        return np.nan
    own = places[places < len(row) - 1].max()
    (other,) = places[places != own]
    went = moved[moved[:, other] != 0]
    return float(np.median(went[:, own] / went[:, other])) if len(went) else np.nan
