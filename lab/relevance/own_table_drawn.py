"""What the pictures of a table's columns draw."""

import numpy as np
import pandas as pd

from lab.prose import shortened
from lab.relevance.own_table import OwnTable

MOST = 25  # columns in the picture of the ends
COLOURED = 4  # columns with a colour of their own over training
OTHERS = "the other columns"
NO_NOISE = "no noise planted"


def ends(found: OwnTable) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The columns that are not noise, the heaviest first, and the strip of the planted noise.

    Returns:
        `name` (short, all different), `low`, `mid`, `high`, `law`, `status`; at most `MOST`, no rows where all seeds
        diverged. Then the strip: `from`, `to`, and `law_from`, `law_to` (missing without a law), one row.
    """
    rows = found.ends[found.ends["kind"] != "noise"].dropna(subset="mid").sort_values("size", ascending=False)
    rows = rows.head(MOST).assign(status=rows["status"].head(MOST).replace("", NO_NOISE))
    rows = rows.assign(name=_different(rows["column"].tolist()))
    reach = float(found.noise["high"].iloc[-1]) if len(found.noise) else 0.0
    band = float(found.facts["band"].iloc[0]) if len(found.noise) else np.nan
    low = 0.0 if found.experiment.data.task == "classes" else -reach
    strip = pd.DataFrame({"from": [low], "to": [reach], "law_from": [-band], "law_to": [band]})
    return rows[["name", "low", "mid", "high", "law", "status"]].reset_index(drop=True), strip


def curves(found: OwnTable) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The weights over training: the heaviest columns by name, the other ones as one group; and the noise's strip.

    Returns:
        `column` (one line each), `label` (its name, or `OTHERS`), `epoch`, `low`, `mid`, `high`, the labels in order of
        size; then `epoch`, `from`, `to`.
    """
    real = found.ends[found.ends["kind"] != "noise"].dropna(subset="mid").sort_values("size", ascending=False)
    labels = dict(zip(real["column"], _different(real["column"].tolist()), strict=True))
    heavy = list(labels)[:COLOURED]
    rows = found.curves[found.curves["column"].isin(real["column"])]
    rows = rows.assign(
        label=[labels[name] if name in heavy else OTHERS for name in rows["column"]],
        place=rows["column"].map({name: place for place, name in enumerate(labels)}),
    )
    rows = rows.sort_values(["place", "epoch"], ignore_index=True)
    strip = found.noise.assign(to=found.noise["high"])
    strip = strip.assign(**{"from": 0.0 if found.experiment.data.task == "classes" else -strip["to"]})
    return rows[["column", "label", "epoch", "low", "mid", "high"]], strip[["epoch", "from", "to"]]


def _different(names: list[str]) -> list[str]:
    """The names shortened, with a number where two would look alike."""
    short = [shortened(name) for name in names]
    return [name if short.count(name) == 1 else f"{name} ({i + 1})" for i, name in enumerate(short)]
