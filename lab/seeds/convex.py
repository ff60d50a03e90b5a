"""A convex model forgets its seed, a network does not: the spread of the cost over seeds, while both are trained."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.data import Data
from lab.experiment import Experiment, vary
from lab.numerals import counted, figure
from lab.series import train_in_turn
from lab.specs import Init, Network, Training

# L17 of the claims: three spiral arms, softmax regression beside a network
START = Experiment(
    data=Data("spiral"),
    network=Network(hidden=(16,), activation="tanh", output="softmax"),
    init=Init("glorot_uniform"),
    training=Training(loss="categorical_crossentropy", learning_rate=1.0, epochs=1000),
)
CONVEX = "no hidden layer"
FORGOTTEN = 1e-4  # of the spread at the start, below which the start is called forgotten


@dataclass(frozen=True)
class Found:
    """What was measured.

    Attributes:
        spread: one row per (model, epoch): `sd` of the cost over the seeds (0 where all are equal), `cost` (mean),
            `kept` (not diverged).
        facts: one row per model: `model`, `first`, `last` (sd at the ends), `cost` (mean at the end), `digit` (the
            last digit of that cost in the precision that trains), `runs`, `diverged`, `epochs`.
    """

    spread: pd.DataFrame
    facts: pd.DataFrame


def measure(experiment: Experiment, count=50, progress=None, cancelled=None) -> Found:
    """Train a network, and the same without its hidden layers, from the same seeds.

    Args:
        experiment: the network, with cross-entropy: without hidden layers its cost is convex.
        count: seeds 0, 1, ...
        progress, cancelled: as in `lab.train`.
    """
    hidden = experiment.network.hidden
    models = {CONVEX: (), f"{' and '.join(map(str, hidden))} hidden units": hidden}
    options = {"seeds": range(count), "recorded": 60, "spacing": "log", "weights": "ends"}
    plans = [(vary(experiment, {"network.hidden": units}), options) for units in models.values()]
    runs = train_in_turn(plans, progress, cancelled)
    tables = [_spread(name, run) for name, run in zip(models, runs, strict=True)]
    return Found(
        spread=pd.concat(tables, ignore_index=True),
        facts=pd.DataFrame([_facts(table, count, experiment.training.precision) for table in tables]),
    )


def _spread(name: str, run) -> pd.DataFrame:
    good = np.isfinite(run.loss[0, :, -1])
    loss = run.loss[0, good].astype(float)  # (seed, epoch)
    few = len(loss) < 2
    return pd.DataFrame(
        {
            "model": name,
            "epoch": run.epochs,
            "sd": np.nan if few else np.where(np.ptp(loss, axis=0) == 0, 0.0, loss.std(axis=0, ddof=1)),
            "cost": np.nan if few else loss.mean(axis=0),
            "kept": int(good.sum()),
        }
    )


def _facts(table: pd.DataFrame, count: int, precision: str) -> dict:
    first, last = table.iloc[0], table.iloc[-1]
    return {
        "model": last["model"],
        "first": first["sd"],
        "last": last["sd"],
        "cost": last["cost"],
        "digit": float(np.spacing(np.dtype(precision).type(last["cost"]))),
        "runs": count,
        "diverged": count - last["kept"],
        "epochs": int(last["epoch"]),
    }


def verdict(found: Found) -> str:
    """Who forgets the seed, with the spread, the runs and the step budget."""
    facts = found.facts
    parts = [f"With {row.model} the cost {_fate(row)}" for row in facts.itertuples()]
    lost = int(facts["diverged"].sum())
    gone = f" Left out, as they diverged: {counted(lost, 'run')}." if lost else ""
    row = facts.iloc[0]
    return f"**{'. '.join(parts)}.** ({row['runs']:,} seeds each, {row['epochs']:,} epochs.){gone}"


def headline(found: Found) -> str:
    """Who forgets the seed, in one sentence."""
    forgets = {row.model: row.last < FORGOTTEN * row.first or row.last == 0 for row in found.facts.itertuples()}
    if not np.isfinite(found.facts["last"]).all():
        return "No answer: training diverged; a smaller learning rate helps."
    convex, network = forgets[CONVEX], all(value for name, value in forgets.items() if name != CONVEX)
    if convex and network:
        return "Here both forget it: from every seed each model ends at one cost."
    if convex:
        return "Without a hidden layer, yes: every seed ends at one cost. The network does not forget its seed."
    if network:
        return "The network does; the model without a hidden layer has not arrived yet."
    return "Not yet: after these epochs both models still show where they started."


def last_digit(found: Found) -> str:
    """What the rest of the convex model's spread is."""
    row = found.facts.iloc[0]
    if not np.isfinite(row["last"]):
        return ""
    if row["last"] == 0:
        return (
            f"Nothing is left of the convex model's spread: all its runs cost {figure(row['cost'])}, to the last digit."
        )
    if row["last"] <= 2 * row["digit"]:
        return (
            f"What is left of the convex model's spread is the last digit of its cost: the next number after "
            f"{figure(row['cost'])} is {figure(row['digit'])} away."
        )
    return (
        f"The convex model has not arrived: its spread is {figure(row['last'])}, the last digit of its cost "
        f"{figure(row['digit'])}."
    )


def summary(found: Found) -> str:
    """The picture in words."""
    parts = [
        f"{row.model}: from {figure(row.first)} to {figure(row.last)}" for row in found.facts.itertuples()
    ]  # fmt: skip
    return f"Standard deviation of the cost over the seeds, {'; '.join(parts)}."


def _fate(row) -> str:
    if not np.isfinite(row.last):
        return "diverged"
    if row.last == 0:
        return "forgets its seed: all runs end at the same number"
    if row.last < FORGOTTEN * row.first:
        return f"forgets its seed (standard deviation {figure(row.last)} at the end, {figure(row.first)} at the start)"
    return f"has not forgotten its seed ({figure(row.last)} at the end, {figure(row.first)} at the start)"
