"""A small batch of examples: the loss of each, their mean, and the means of mini-batches; float64, no training."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks

MOST_EXAMPLES, MOST_CLASSES = 12, 10
CLASSIFIERS = 64  # fresh classifiers behind each cost at the start
COUNTS = (2, 3, 4, 5, 7, 10, 20, 50, 100)  # numbers of classes they are made for


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Logits and labels, drawn from a seed.

    Attributes:
        examples: m, from 2 to 12. One more leaves the others as they are.
        classes: K, from 2 to 10.
        size: examples of a mini-batch; the last mini-batch holds what is left.
        scale: standard deviation of the logits, which are rounded to two decimals so that they can be checked by hand.
        seed: of logits and labels.
    """

    examples: int = 10
    classes: int = 3
    size: int = 4
    scale: float = 1.0
    seed: int = 0

    def __post_init__(self):
        checks.whole("Batch.examples", self.examples, 2, MOST_EXAMPLES)
        checks.whole("Batch.classes", self.classes, 2, MOST_CLASSES)
        checks.whole("Batch.size", self.size, 1, MOST_EXAMPLES)
        checks.store(self, scale=checks.number("Batch.scale", self.scale, 0.0, 100.0))
        checks.whole("Batch.seed", self.seed, 0, checks.MAX_SEED)

    def logits(self) -> np.ndarray:
        """z, (example, class)."""
        drawn = _draws(self.seed, 0).normal(size=(MOST_EXAMPLES, MOST_CLASSES))
        return (self.scale * drawn[: self.examples, : self.classes]).round(2) + 0.0  # no -0

    def labels(self) -> np.ndarray:
        """The class of each example as a whole number from 0, (example,)."""
        return (_draws(self.seed, 1).random(MOST_EXAMPLES)[: self.examples] * self.classes).astype(int)


def losses(batch: Batch) -> pd.DataFrame:
    """The loss of each example, from its label as a whole number and as a one-hot vector.

        sparse:       L = log(sum over k of e^(z_k)) - z_t
        categorical:  L = -sum over k of y_k log a_k,   a_k = e^(z_k) / sum over j of e^(z_j),   y one-hot at t

    Returns:
        One row per example (from 1): `minibatch` (from 1), `logits` and `one_hot` (tuples), `label` (from 0), `a`
        (probability of its class), `sparse`, `categorical` (losses).
    """
    z, labels = batch.logits(), batch.labels()
    y = np.eye(batch.classes)[labels]
    places = np.arange(batch.examples)
    return pd.DataFrame(
        {
            "example": places + 1,
            "minibatch": places // batch.size + 1,
            "logits": list(map(tuple, z)),
            "label": labels,
            "one_hot": list(map(tuple, y.astype(int))),
            "a": _softmax(z)[places, labels],
            "sparse": _log_sum(z) - z[places, labels],
            "categorical": -(y * np.log(_softmax(z))).sum(axis=1) + 0.0,
        }
    )


def means(losses: pd.DataFrame) -> pd.DataFrame:
    """The mean loss of every mini-batch.

    Args:
        losses: of `losses`.

    Returns:
        One row per mini-batch: `examples` in it, `mean`; and, the same in every row, `cost` (mean over all examples),
        `of_means` (mean of the mini-batches' means, each counted alike) and `weighted` (each counted by its examples).
    """
    table = losses.groupby("minibatch")["sparse"].agg(examples="size", mean="mean").reset_index()
    weighted = np.average(table["mean"], weights=table["examples"])
    return table.assign(cost=losses["sparse"].mean(), of_means=table["mean"].mean(), weighted=weighted)


def keras_losses(batch: Batch) -> pd.DataFrame:
    """What Keras says of the same logits and labels, in float64.

    Returns:
        One row per example: `sparse`, `categorical`: its losses without reduction; `sparse_cost`, `categorical_cost`:
        with its default reduction, the same in every row.
    """
    from keras import losses as kinds

    z, labels = batch.logits(), batch.labels()
    targets = {"Sparse": labels, "": np.eye(batch.classes)[labels]}
    columns = {"example": np.arange(batch.examples) + 1}
    for kind, y in targets.items():
        made = getattr(kinds, f"{kind}CategoricalCrossentropy")
        name = kind.lower() or "categorical"
        columns[name] = np.asarray(made(from_logits=True, reduction=None, dtype="float64")(y, z))
        columns[f"{name}_cost"] = float(made(from_logits=True, dtype="float64")(y, z))
    return pd.DataFrame(columns)


def starts(batch: Batch) -> pd.DataFrame:
    """The cost of classifiers that know nothing yet: logits drawn around 0, whatever the example.

    Args:
        batch: says how many examples each of `CLASSIFIERS` classifiers is asked about, and the standard deviation of
            their logits; 0 = all logits are 0. The labels are drawn evenly.

    Returns:
        One row per number of classes, `COUNTS` and the batch's own: `classes`, `low`, `mid`, `high` (5, 50 and 95 in a
        hundred classifiers), `mean`, `classifiers`.
    """
    rows = []
    for classes in sorted({*COUNTS, batch.classes}):
        draws = _draws(batch.seed, 2, classes)
        z = batch.scale * draws.normal(size=(CLASSIFIERS, batch.examples, classes))
        labels = draws.integers(classes, size=(CLASSIFIERS, batch.examples, 1))
        costs = (_log_sum(z) - np.take_along_axis(z, labels, axis=-1)[..., 0]).mean(axis=1)  # (classifier,)
        low, mid, high = np.quantile(costs, [0.05, 0.5, 0.95])
        rows.append({"classes": classes, "low": low, "mid": mid, "high": high, "mean": costs.mean()})
    return pd.DataFrame(rows).assign(classifiers=CLASSIFIERS)


def _log_sum(z: np.ndarray) -> np.ndarray:
    """log of the sum of e^z over the last axis, without overflow."""
    most = z.max(axis=-1, keepdims=True)
    return most[..., 0] + np.log(np.exp(z - most).sum(axis=-1))


def _softmax(z: np.ndarray) -> np.ndarray:
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _draws(seed: int, *place: int) -> np.random.Generator:
    """The generator of one thing that is drawn; no two addresses share one."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=place))
