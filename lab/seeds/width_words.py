"""What was found about networks of many widths, in sentences, a table and formulas."""

import pandas as pd

from lab.numerals import aligned, figure, tex
from lab.seeds.width import BELOW, Found


def answer(found: Found) -> str:
    """How well each width ends: held-out digits right, or runs that solve the plane."""
    budget = f"{_epochs(found)} ({found.steps:,} steps), {_runs(found)} runs each"
    if found.floor is None:
        parts = ", ".join(
            f"{_units(row.units)} {row.held_mid:.0f} % ({row.held_low:.0f} to {row.held_high:.0f})"
            for row in found.widths.itertuples()
        )
        return f"Of {found.held_out} held-out digits right after {budget}, median (middle 90 % of runs): {parts}."
    parts = ", ".join(
        f"{_units(row.units)} {100 * row.share:.3g} % ({100 * row.low:.3g} to {100 * row.high:.3g})"
        for row in found.widths.itertuples()
    )
    return f"Runs that solve it (cost below {BELOW}) after {budget}, with the 95 % interval: {parts}."


def gain(found: Found) -> str:
    """Whether the last step in width is worth more than a lucky seed; for several widths on the digits alone."""
    if len(found.widths) < 2 or found.floor is not None:
        return ""
    few, many = (row for _, row in found.widths.sort_values("units").tail(2).iterrows())
    more, luck = many["held_mid"] - few["held_mid"], many["held_high"] - many["held_low"]
    worth = "more" if abs(more) > luck else "no more"
    first, last = _units(few["units"]), _units(many["units"])
    return (
        f"From {first} to {last} the median accuracy changes by {_signed(more)} points: {worth} than the seed alone "
        f"makes at {last} ({luck:.1f} points between the ends of the middle 90 %)."
    )


def table(found: Found) -> pd.DataFrame:
    """One row per width, for `picture.table`."""
    rows = list(found.widths.itertuples())
    shown = {
        "Weights": [f"{row.weights:,}" for row in rows],
        "Training accuracy": [_band(row.training_low, row.training_mid, row.training_high) for row in rows],
        "Held-out accuracy": [_band(row.held_low, row.held_mid, row.held_high) for row in rows],
        "Cost, median": [figure(row.cost_mid) for row in rows],
        f"Cost below {BELOW}": [f"{row.solved:,} of {row.runs:,}" for row in rows],
        "Most alike two units": ["" if pd.isna(row.closest) else figure(round(row.closest, 3)) for row in rows],
        "Diverged": [f"{row.diverged:,}" for row in rows],
    }
    missing = [] if found.held_out else ["Held-out accuracy"]
    missing += [] if found.widths["diverged"].any() else ["Diverged"]
    missing += [f"Cost below {BELOW}"] if found.floor is None else []
    shown = {name: cells for name, cells in shown.items() if name not in missing}
    return pd.DataFrame(shown, index=pd.Index([str(row.units) for row in rows], name="Units"))


def meanings(found: Found) -> str:
    """What the columns of the table are."""
    held = {
        "digits": f"{found.trained:,} digits were trained on, {found.held_out} held out.",
        "circles": f"Held out: {found.held_out} more points, drawn with another seed.",
        "xor": "XOR has four points, so nothing can be held out.",
    }[found.experiment.data.name]
    return (
        f"{held} Accuracies: median, middle 90 % of runs. Most alike: the largest cosine between two units of a "
        "run (1: parallel), weights in, bias and weights out; median over the runs."
    )


def one_unit(found: Found) -> str:
    """Why one unit cannot; empty where no law says it."""
    if found.floor is None:
        return ""
    rows = found.widths[found.widths["units"] == 1]
    measured = f" Here the best of its runs cost {figure(_least(found, 1))}." if len(rows) else ""
    return (
        "One hidden unit looks in one direction, and its answer only rises, or only falls, along it. No such answer "
        f"costs less than {figure(found.floor)} on these points, however long it trains.{measured} Nobody has to tell "
        "several units what to look for: the output's error alone makes them share the work."
    )


def formulas(found: Found) -> str:
    """The best of one unit as LaTeX; for other data how many weights the widths have."""
    if found.experiment.data.name == "xor":
        return aligned(
            r"\text{along } w: \quad y &= 0,\ 1,\ 1,\ 0",
            r"\text{rising at best: } \quad a &= 0,\ \tfrac23,\ \tfrac23,\ \tfrac23",
            r"C &\ge \tfrac14 \left(0 + \tfrac19 + \tfrac19 + \tfrac49\right) = \tfrac16",
        )
    if found.floor is not None:
        return aligned(
            r"C &\ge \min_{w,\ g \text{ rising}} \tfrac1m \textstyle\sum_i \left(y_i - g(w \cdot x_i)\right)^2",
            rf"&= {tex(figure(found.floor))}",
        )
    inputs, outputs = found.experiment.data.inputs, found.experiment.data.outputs
    lines = [
        rf"H = {row.units}: \; {inputs + 1} \cdot {row.units} + {row.units + 1} \cdot {outputs}"
        rf" &= {tex(f'{row.weights:,}')}"
        for row in found.widths.itertuples()
    ]
    return aligned(rf"({inputs} + 1)\, H + (H + 1) \cdot {outputs} &= \text{{weights}}", *lines)


def looks(found: Found, units: int, seed: int, when: str) -> str:
    """The pictures of a run's units in words."""
    row = found.widths[found.widths["units"] == units].iloc[0]
    said = "random" if when == "before" else f"a pattern each; the run reaches {_reached(found, units, seed)}"
    return f"The weights of {_units(row['units'])} {when} training, as pictures of the pixels: {said}."


def summary(found: Found) -> str:
    """The picture in words."""
    return f"{answer(found)} {gain(found)}".strip()


def _reached(found: Found, units: int, seed: int) -> str:
    row = found.runs[(found.runs["units"] == units) & (found.runs["seed"] == seed)].iloc[0]
    return f"{row['held']:.1f} % of held-out digits"


def _least(found: Found, units: int) -> float:
    return float(found.runs.loc[found.runs["units"] == units, "cost"].min())


def _band(low: float, mid: float, high: float) -> str:
    return "diverged" if pd.isna(mid) else f"{mid:.1f} % ({low:.1f} to {high:.1f})"


def _signed(value: float) -> str:
    return f"{round(value, 1) + 0.0:+.1f}".replace("-", "−")


def _units(count: int) -> str:
    return "1 unit" if count == 1 else f"{count:,.0f} units"


def _runs(found: Found) -> str:
    return f"{found.widths['runs'].iloc[0]:,}"


def _epochs(found: Found) -> str:
    epochs = found.experiment.training.epochs
    return "1 epoch" if epochs == 1 else f"{epochs:,} epochs"
