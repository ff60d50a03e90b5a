"""Two costs compared: each one's best rate, the difference of every pair of runs, and how sure its mean is."""

import numpy as np
import pandas as pd

from lab.one_neuron import COSTS
from lab.softmax.two_costs import Pairs

MEASURES = {"accuracy": 1.0, "steps": -1.0}  # of a run, and whether more of it is better
BEST = "each at its best"
WINS, LOSES, OPEN = "cross-entropy is better", "squared error is better", "no difference shown"


def best(found: Pairs, by: str) -> dict[str, float]:
    """The rate at which each cost does best on the starts that choose, by mean; ties go to the other measure.

    Args:
        found: of `two_costs.measure`.
        by: a key of `MEASURES`.
    """
    choosing = found.runs[found.runs["role"] == "chooses"]
    means = choosing.groupby(["cost", "rate"], sort=False)[list(MEASURES)].mean().reset_index()
    names = [by, *(name for name in MEASURES if name != by)]
    ordered = means.sort_values(names, ascending=[MEASURES[name] < 0 for name in names], kind="stable")
    return ordered.groupby("cost")["rate"].first().to_dict()


def differences(found: Pairs, by: str) -> pd.DataFrame:
    """What cross-entropy does better than squared error, start by start.

    Args:
        found: of `two_costs.measure`.
        by: a key of `MEASURES`.

    Returns:
        One row per (setting, seed), the settings "both at 0.1" and so on, and `BEST`: `difference` (percentage points
        more, or steps fewer, of cross-entropy), `late` (how many of the two runs never get to the threshold), `open`
        (whether the difference is a makeshift: one of the runs diverged, or, for steps, never got there).
    """
    compared = found.runs[found.runs["role"] == "compares"]
    table = compared.pivot_table(index="seed", columns=["cost", "rate"], values=[by, "diverged", "never"], sort=False)
    rates = found.runs["rate"].unique()
    plans = {f"both at {rate:g}": dict.fromkeys(COSTS, rate) for rate in rates} | {BEST: best(found, by)}
    parts = []
    for name, chosen in plans.items():
        squared, entropy = (table.xs((cost, chosen[cost]), level=(1, 2), axis=1) for cost in COSTS)
        gain = MEASURES[by] * (entropy[by] - squared[by]) + 0.0  # never -0
        late, lost = (entropy[name] + squared[name] for name in ("never", "diverged"))
        rows = pd.DataFrame({"difference": gain, "late": late, "open": (late if by == "steps" else lost) > 0})
        parts.append(rows.reset_index().assign(setting=name))
    return pd.concat(parts, ignore_index=True)[["setting", "seed", "difference", "late", "open"]]


def intervals(differences: pd.DataFrame) -> pd.DataFrame:
    """The mean difference of each setting with Student's 95 % interval for paired runs.

        mean +- t s / sqrt(N),   s the standard deviation of the N differences, t the 97.5 % point of N - 1 degrees

    Args:
        differences: of `differences`.

    Returns:
        One row per setting: `mean`, `low`, `high`, `sd`, `pairs`, `quantile` (t), `late` (pairs of which neither run
        gets to the threshold), `open` (whether any difference is a makeshift), `says` which cost is better, if the
        interval leaves 0 out.

    Source: the paired interval of `scipy.stats.ttest_rel`, whose quantile `scipy.stats.t` gives.
    """
    from scipy import stats

    groups = differences.groupby("setting", sort=False)
    table = groups["difference"].agg(mean="mean", sd="std", pairs="size")
    table = table.assign(late=groups["late"].agg(lambda late: int((late == 2).sum())), open=groups["open"].any())
    quantile = stats.t.ppf(0.975, table["pairs"] - 1)
    half = quantile * table["sd"] / np.sqrt(table["pairs"])
    table = table.assign(quantile=quantile, low=table["mean"] - half, high=table["mean"] + half).reset_index()
    return table.assign(says=np.select([table["low"] > 0, table["high"] < 0], [WINS, LOSES], OPEN))


def by_rate(found: Pairs, by: str) -> pd.DataFrame:
    """Each cost at each rate, over the compared starts: `low`, `mid`, `high` (least, mean, most) of a measure.

    Beside them `never` and `diverged` (numbers of runs), `open` (whether some of these spoil the mean), and `best`.
    """
    compared = found.runs[found.runs["role"] == "compares"]
    groups = compared.groupby(["cost", "rate"], sort=False)
    chosen = best(found, by)
    table = groups[by].agg(low="min", mid="mean", high="max").reset_index()
    counts = groups[["never", "diverged"]].sum().reset_index(drop=True)
    spoilt = counts["never" if by == "steps" else "diverged"] > 0
    return table.join(counts).assign(open=spoilt, best=[row.rate == chosen[row.cost] for row in table.itertuples()])
