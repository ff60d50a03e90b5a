"""How many units and networks became a concept, and how many would by chance."""

import numpy as np
import pandas as pd

from lab.laws import directions as law
from lab.relevance.demand import CONCEPTS, FEATURES, WHEN, Demand, concepts
from lab.seeds.spread import wilson

ALL = "all three"
BOUNDS = np.round(np.linspace(0.5, 1.0, 101), 3)
SHAPES = 10  # bounds from one shape on a curve to the next
SHOWN = 48  # units whose weights are drawn


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
            | _shared(int(has[:, i].sum()), len(has)) | {"law": _law(what, bound, hidden)}
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


def panels(found: Demand, differ: str, when: str) -> dict[str, pd.DataFrame]:
    """The units of some networks, each under the concept that it is nearest to, and that concept above them.

    Args:
        found: with one number of hidden units.
        differ, when: of `demand.DIFFER` and `demand.WHEN`.

    Returns:
        For every concept one row per (unit, feature): `row` (its place from the top, 0 for the concept itself), `name`,
        `cosine`, `feature`, `share` (of the feature in the direction). Units without a direction are left out.
    """
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


def typical(found: Demand, concept: str, differ: str) -> pd.DataFrame:
    """Of every network the unit most like a concept, after training: 5, 50 and 95 % over the networks.

    Returns:
        Rows `low`, `mid`, `high`: `cosine` and the four features' shares; no row where no unit has a direction.
    """
    after = found.units[(found.units["when"] == WHEN[1]) & (found.units["differ"] == differ)].dropna()
    if after.empty:
        return pd.DataFrame()
    best = after.loc[after.groupby("seed")[concept].idxmax(), [concept, *FEATURES]]
    return best.quantile([0.05, 0.5, 0.95]).set_axis(["low", "mid", "high"]).rename(columns={concept: "cosine"})


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


def _law(what: str, bound: float, units: int) -> float:
    return law.contains_all(bound, units) if what == ALL else law.contains(bound, units)
