"""What the hidden units of networks on the demand data weigh, and how many of them are a concept."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import bands, checks, frames
from lab.experiment import Experiment, vary
from lab.laws import directions as law
from lab.run import Run
from lab.seeds.spread import wilson
from lab.series import train_together
from lab.specs import Init

FEATURES = ("price", "shipping cost", "marketing", "material")
CONCEPTS = {  # concept -> v, as the demand is made (`lab.datasets`): a top seller has sum of tanh(v . x) > 0
    "affordability": (-2.0, -1.0, 0.0, 0.0),
    "awareness": (0.0, 0.0, 2.0, 0.0),
    "quality": (0.75, 0.0, 0.0, 1.5),
}
WHEN = ("before", "after")
DIFFER = ("data", "start")  # what the networks of one kind do not share: their examples, or their starting weights
STARTS = {  # how the weights start -> their `Init`
    "Glorot, as Keras does": Init("glorot_uniform"),
    "normal, sd 0.5 (all directions alike)": Init("normal", stddev=0.5),
    "small: normal, sd 0.01": Init("normal", stddev=0.01),
}
ALL = "all three"
BOUNDS = np.round(np.linspace(0.5, 1.0, 101), 3)
SHAPES = 10  # bounds from one shape on a curve to the next
SHOWN = 48  # units whose weights are drawn


@dataclass(frozen=True)
class Demand:
    """What the hidden units weigh.

    Attributes:
        units: one row per (hidden, differ, seed, unit, when), `seed` of what differs: the four features with the share
            that each has in the unit's direction (its kernel at length 1, turned so that more of it sells more), and
            the three concepts with the size of the cosine between that direction and the concept's. Missing where the
            unit has no direction: its network diverged, or all its incoming weights are 0.
        networks: one row per (hidden, differ, seed): `accuracy` at the end, `diverged`.
        experiment: that was trained, with the last number of hidden units.
    """

    units: pd.DataFrame
    networks: pd.DataFrame
    experiment: Experiment


def measure(
    experiment: Experiment, widths: Sequence[int] = (3,), count: int = 64, progress=None, cancelled=None
) -> Demand:
    """Train networks of one hidden layer on the demand data, and see what their units weigh.

    Args:
        experiment: on the data `demand`, with one hidden layer.
        widths: numbers of hidden units.
        count: networks of each kind: on data drawn anew (`Data.seed` 0, 1, ..., all from the start of seed 0), and
            from starts drawn anew (seeds 0, 1, ..., all on the experiment's data).
        progress, cancelled: as in `lab.train`.

    Raises:
        ValueError: the experiment is another one, or cannot be trained.
    """
    known = experiment.data.name == "demand" and len(experiment.network.hidden) == 1
    checks.require(known, "The concepts belong to the data 'demand' and to one hidden layer.")
    each = [vary(experiment, {"network.hidden": (width,)}) for width in widths]
    kinds = {"data": {"seeds": [0], "vary": {"data.seed": range(count)}}, "start": {"seeds": range(count)}}
    plans = [(one, kinds[differ] | {"recorded": 1, "weights": "ends"}) for one in each for differ in DIFFER]
    runs = list(zip(train_together(plans, progress, cancelled), DIFFER * len(each), strict=True))
    return Demand(
        units=pd.concat([_units(run, differ) for run, differ in runs], ignore_index=True),
        networks=pd.concat([_networks(run, differ) for run, differ in runs], ignore_index=True),
        experiment=each[-1],
    )


def concepts() -> pd.DataFrame:
    """The directions of the concepts: one row each, `concept` and the share of every feature."""
    values = np.array(list(CONCEPTS.values()))
    shares = values / np.linalg.norm(values, axis=1, keepdims=True)
    return pd.DataFrame(shares, columns=list(FEATURES)).assign(concept=list(CONCEPTS))


def likeness(directions: np.ndarray) -> np.ndarray:
    """The size of the cosine between directions and concepts.

        |v . c| / (|v| |c|)

    Args:
        directions: v, (..., feature), of length 1 or missing.

    Returns:
        (..., concept), from 0 to 1.
    """
    given = concepts()[list(FEATURES)].to_numpy()
    return np.clip(np.abs(directions @ given.T), 0.0, 1.0)


def _units(run: Run, differ: str) -> pd.DataFrame:
    kernel, _, outgoing, _ = map(_flat, run.arrays)
    vectors = np.moveaxis(np.swapaxes(kernel, -1, -2), 1, 2)  # (network, unit, when, feature)
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    selling = np.where(np.swapaxes(outgoing[..., 0], 1, 2) < 0, -1.0, 1.0)[..., None]
    good = np.isfinite(lengths) & (lengths > 0)
    directions = np.where(good, selling * vectors / np.where(good, lengths, 1.0), np.nan)
    count, width = vectors.shape[:2]
    axes = [(("hidden", "differ"), [(width, differ)]), (("seed",), [(seed,) for seed in range(count)])]
    axes += [(("unit",), [(unit + 1,) for unit in range(width)]), (("when",), [(when,) for when in WHEN])]
    values = np.concatenate([directions, likeness(directions)], axis=-1)
    columns = dict(zip((*FEATURES, *CONCEPTS), np.moveaxis(values, -1, 0), strict=True))
    return frames.tidy(axes, columns)


def _networks(run: Run, differ: str) -> pd.DataFrame:
    lost = ~np.isfinite(_flat(run.loss)[:, -1])
    accuracy = np.where(lost, np.nan, _flat(run.accuracy)[:, -1])
    keys = {"hidden": run.experiment.network.hidden[0], "differ": differ, "seed": range(len(lost))}
    return pd.DataFrame({**keys, "accuracy": accuracy, "diverged": lost})


def _flat(array: np.ndarray) -> np.ndarray:
    """(variant, seed, ...) with one variant or one seed -> (network, ...)."""
    return array.reshape(-1, *array.shape[2:]).astype(float)


def counts(found: Demand, bound: float) -> pd.DataFrame:
    """How many networks have a unit that is a concept: |cosine| above a bound.

    Args:
        found: of `demand.measure`.
        bound: c.

    Returns:
        One row per (hidden, differ, when, what), `what` a concept or "all three": `units` that are it (for all three:
        that are any), `of_units`, `networks` that have it, `of_networks`, `share`, `low`, `high` (Wilson's 95 %
        interval), `law` (of as many random directions). Networks that diverged count nowhere; a share of none is
        missing.
    """
    rows = []
    for hidden, differ, when in found.units[["hidden", "differ", "when"]].drop_duplicates().itertuples(index=False):
        hits = _cosines(found, hidden, differ, when) > bound  # (network, unit, concept)
        hits = np.concatenate([hits, hits.any(axis=-1, keepdims=True)], axis=-1)
        has = hits.any(axis=1)
        has[:, -1] = has[:, :-1].all(axis=1)
        keys = {"hidden": hidden, "differ": differ, "when": when}
        rows += [
            keys | {"what": what, "units": int(hits[..., i].sum()), "of_units": hits[..., i].size}
            | _shared(int(has[:, i].sum()), len(has))
            | {"law": (law.contains_all if what == ALL else law.contains)(bound, hidden)}
            for i, what in enumerate((*CONCEPTS, ALL))
        ]  # fmt: skip
    return pd.DataFrame(rows)


def courses(found: Demand, differ: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The share of networks that have a unit more like a concept than c, after training, for c from 0.5 to 1.

    Args:
        found: with one number of hidden units.
        differ: one of `demand.DIFFER`.

    Returns:
        `what`, `bound`, `share`, `low`, `high`, `marked` (where a shape stands), one row per concept and bound; no rows
        where all networks diverged. Then the law: `bound`, `share`.
    """
    hidden = int(found.units["hidden"].iloc[-1])
    best = _cosines(found, hidden, differ, WHEN[1]).max(axis=1, initial=0.0)  # (network, concept)
    rows = [
        {"what": what, "bound": bound, **_shared(int((best[:, i] > bound).sum()), len(best)), "marked": n % SHAPES == 0}
        for i, what in enumerate(CONCEPTS)
        for n, bound in enumerate(BOUNDS)
        if len(best)
    ]
    foretold = pd.DataFrame({"bound": BOUNDS, "share": [law.contains(bound, hidden) for bound in BOUNDS]})
    columns = ["what", "bound", "share", "low", "high", "marked"]
    return pd.DataFrame(rows, columns=columns if not rows else None)[columns], foretold


def _cosines(found: Demand, hidden: int, differ: str, when: str) -> np.ndarray:
    """(network, unit, concept) of the networks that did not diverge; 0 for a unit without a direction."""
    units, lost = found.units, found.networks
    units = units[(units["hidden"] == hidden) & (units["differ"] == differ) & (units["when"] == when)]
    lost = lost[(lost["hidden"] == hidden) & (lost["differ"] == differ)]["diverged"].to_numpy()
    return np.nan_to_num(units[list(CONCEPTS)].to_numpy().reshape(-1, hidden, len(CONCEPTS))[~lost])


def _shared(hits: int, runs: int) -> dict[str, float]:
    low, high = wilson(hits, runs) if runs else (np.nan, np.nan)
    share = hits / runs if runs else np.nan
    return {"networks": hits, "of_networks": runs, "share": share, "low": low, "high": high}


def likest(found: Demand, concept: str, differ: str) -> pd.DataFrame:
    """Of every network the unit most like a concept, after training: rows of `units`."""
    after = found.units[(found.units["when"] == WHEN[1]) & (found.units["differ"] == differ)].dropna()
    return after.loc[after.groupby("seed")[concept].idxmax()] if len(after) else after


@dataclass(frozen=True)
class Pointing:
    """How far the units most like a concept agree over networks.

    Attributes:
        low: |cosine| between the directions of two networks that 95 % of the pairs reach.
        units: number of the unit, from 1 -> of how many networks it is the one most like the concept.
    """

    low: float
    units: pd.Series


def pointing(found: Demand, concept: str, differ: str) -> Pointing | None:
    """Whether the units most like a concept point the same way, and which they are; None of fewer than two networks."""
    best = likest(found, concept, differ)
    if len(best) < 2:
        return None
    directions = best[list(FEATURES)].to_numpy()
    cosines = np.abs(directions @ directions.T)[np.triu_indices(len(best), 1)]
    return Pointing(low=float(np.quantile(cosines, 0.05)), units=best["unit"].value_counts().sort_index())


def typical(found: Demand, concept: str, differ: str) -> pd.DataFrame:
    """Of every network the unit most like a concept, after training: 5, 50 and 95 % over the networks."""
    best = likest(found, concept, differ)
    if best.empty:
        return pd.DataFrame()
    return (
        best[[concept, *FEATURES]].quantile(bands.BAND).set_axis(list(bands.SHARES)).rename(columns={concept: "cosine"})
    )


def nearest(found: Demand, differ: str, when: str) -> dict[str, pd.DataFrame]:
    """The units of some networks, each under the concept that it is nearest to, and that concept above them."""
    shown = max(2, SHOWN // int(found.units["hidden"].iloc[-1]))
    units = found.units[(found.units["when"] == when) & (found.units["differ"] == differ)]
    units = units[units["seed"] < shown].dropna()
    nearest = np.array(list(CONCEPTS))[units[list(CONCEPTS)].to_numpy().argmax(axis=1)]
    given = concepts().set_index("concept")
    return {concept: _panel(units[nearest == concept], concept, given.loc[[concept]]) for concept in CONCEPTS}


def _panel(units: pd.DataFrame, concept: str, given: pd.DataFrame) -> pd.DataFrame:
    units = units.sort_values(concept, ascending=False)
    names = [f"{row.differ} {row.seed}, unit {row.unit}: {getattr(row, concept):.2f}" for row in units.itertuples()]
    shares = np.concatenate([given[list(FEATURES)].to_numpy(), units[list(FEATURES)].to_numpy()])
    rows, count = np.arange(len(shares)), len(FEATURES)
    return pd.DataFrame(
        {
            "row": np.repeat(rows, count),
            "name": np.repeat(np.array([concept, *names]), count),
            "cosine": np.repeat(np.array([1.0, *units[concept]]), count),
            "feature": np.tile(np.array(FEATURES), len(rows)),
            "share": shares.ravel(),
        }
    )
