"""What was found about the columns of a table, in sentences, a table and formulas. None of it is Markdown."""

import numpy as np
import pandas as pd

from lab.numerals import aligned, counted, every, figure, tex
from lab.prose import listed, shortened
from lab.relevance import own_table_fit
from lab.relevance.own_table import STATUS, OwnTable
from lab.relevance.own_table_fit import count

GUIDE = (
    "Dot: the median run; bar: the middle 90 % of runs. Grey strip: up to the largest planted noise. Dashed, for a "
    "target of numbers: between the long lines theory has 95 % of useless columns; short: where endless training ends."
)


def answer(found: OwnTable) -> str:
    """Which columns stand out from planted noise, which do not, with N and the step budget."""
    facts, real = found.facts.iloc[0], _real(found)
    budget = (
        f"({figure(facts['rows'])} rows, {count(facts['seeds'] - facts['diverged'], 'seed')}, "
        f"{count(facts['epochs'], 'epoch')}.{_lost(facts)})"
    )
    if facts["diverged"] == facts["seeds"]:
        return f"No answer: {every(facts['seeds'], 'seed')} diverged. A smaller learning rate helps."
    if not facts["planted"]:
        heavy = real.sort_values("size", ascending=False)["column"].tolist()[:3]
        belong = "weight belongs" if len(heavy) == 1 else "weights belong"
        return f"No answer without a yardstick: plant some noise. The heaviest {belong} to {listed(heavy)}. {budget}"
    groups = {status: real.loc[real["status"] == status, "column"].tolist() for status in STATUS}
    out = groups[STATUS[0]] + groups[STATUS[1]]
    noise = "a planted column" if facts["planted"] == 1 else f"{figure(facts['planted'])} planted columns"
    lead = f"{_standing(len(out), len(real))} out from {noise} of noise{': ' if out else ''}{listed(out)}."
    early = "But training is far from its end." if own_table_fit.far(found) else ""
    parts = (lead, _replaced(groups), _started(groups), _like_noise(groups), early, budget)
    return " ".join(part for part in parts if part)


def _standing(out: int, columns: int) -> str:
    """How many of so many columns stand, to be followed by "out"."""
    if columns == 1:
        return "The column stands" if out else "The column does not stand"
    return f"{out or 'Not one'} of {columns:,} columns {'stands' if out == 1 else 'stand'}"


def _replaced(groups: dict[str, list[str]]) -> str:
    names = groups[STATUS[1]]
    if not names:
        return ""
    return f"Other columns can take over the weight of {len(names)} of these, so chance throws it far: {listed(names)}."


def _started(groups: dict[str, list[str]]) -> str:
    names = groups[STATUS[2]]
    return f"For {len(names)} it depends on the start: {listed(names)}." if names else ""


def _like_noise(groups: dict[str, list[str]]) -> str:
    names = groups[STATUS[3]]
    if not names:
        return ""
    return f"{len(names)} cannot be told from noise: {listed(names)}."


def _lost(facts: pd.Series) -> str:
    return f" {figure(facts['diverged'])} more diverged." if facts["diverged"] else ""


def more(found: OwnTable) -> str:
    """What else there is to say: the fit, the planted columns, chance."""
    parts = (own_table_fit.blurred(found), own_table_fit.fit(found), controls(found), chance(found))
    return " ".join(part for part in parts if part)


def chance(found: OwnTable) -> str:
    """How often a useless column would stand out."""
    planted, real = int(found.facts["planted"].iloc[0]), len(_real(found))
    if not planted:
        return ""
    expected = figure(round(real / (planted + 1), 2))
    return (
        f"A useless column that resembles no other outweighs {every(planted, 'planted one')} by chance in 1 of "
        f"{planted + 1} draws of the noise: of {count(real, 'useless column')} {expected} would."
    )


def controls(found: OwnTable) -> str:
    """What became of a planted copy and of a planted constant."""
    ends, facts, parts = found.ends, found.facts.iloc[0], []
    copies, constants = ends[ends["kind"] == "copy"], ends[ends["kind"] == "constant"]
    for row in copies.itertuples():
        span = f"{figure(row.low)} and {figure(row.high)} (the middle 90 % of runs)"
        apart = f"The {shortened(row.column)} ended between {span}"
        if np.isnan(facts["together_low"]):
            parts.append(f"{apart}: which of the two carries the weight is decided by the start.")
        else:
            low, high = figure(facts["together_low"]), figure(facts["together_high"])
            parts.append(
                f"{apart}; together with its original between {low} and {high}: only the sum is decided by the data."
            )
    if len(constants):
        parts.append(
            "The planted constant is the same in every row, so it tells no two rows apart: it stands at 0 here."
        )
    return " ".join(parts)


def table(found: OwnTable) -> pd.DataFrame:
    """Every column that is not noise, the heaviest first; of text, for the eye."""
    rows = found.ends[found.ends["kind"] != "noise"].sort_values("size", ascending=False)
    seeds = counted(found.facts["seeds"].iloc[0] - found.facts["diverged"].iloc[0], "seed")
    law = rows["law"].notna().any()
    shown = [
        {
            "column": shortened(row.column),
            "weight × sd": "diverged" if np.isnan(row.mid) else figure(round(row.mid, 4)),
            "middle 90 %": "–" if np.isnan(row.mid) else f"{figure(round(row.low, 4))} to {figure(round(row.high, 4))}",
            **({"predicted": figure(round(row.law, 4))} if law else {}),
            "above all noise in": f"{row.above} of {seeds}" if row.status else "–",
            "√V": "constant" if np.isnan(row.inflation) else figure(round(row.inflation, 2)),
            "verdict": row.status or "–",
        }
        for row in rows.itertuples()
    ]
    return pd.DataFrame(shown).set_index("column")


def seen(found: OwnTable) -> str:
    """The picture of the ends in words."""
    rows = found.ends[found.ends["kind"] != "noise"].dropna(subset="mid").sort_values("size", ascending=False)
    each = ", ".join(f"{shortened(row.column)} {figure(round(row.mid, 3))}" for row in rows.head(8).itertuples())
    noise = (
        f"; largest of the planted noise {figure(round(found.noise['high'].iloc[-1], 3))}" if len(found.noise) else ""
    )
    return f"Weights after training, median of the seeds, the heaviest first: {each or 'none, all diverged'}{noise}."


def course(found: OwnTable) -> str:
    """The picture over training in words."""
    noise = found.noise["high"]
    moved = (
        f"the largest of the noise goes from {figure(noise.iloc[0])} to {figure(noise.iloc[-1])}" if len(noise) else ""
    )
    epochs = count(found.facts["epochs"].iloc[0], "epoch")
    return f"Weights over {epochs}{': ' if moved else ''}{moved}. {seen(found)}"


def formulas(found: OwnTable) -> str:
    """The learning rate, the yardstick and what widens it, with numbers, as LaTeX."""
    facts, ends = found.facts.iloc[0], found.ends[found.ends["kind"] == "real"]
    rate, largest = tex(figure(facts["rate"])), tex(figure(facts["largest_rate"]))
    sign = "<" if facts["rate"] < facts["largest_rate"] else r"\ge"
    factor = {"regression": "2", "binary": r"\tfrac14", "classes": r"\tfrac12"}[found.experiment.data.task]
    lines = [rf"\eta &= {rate} {sign} \frac{{2}}{{L}} = {largest}", rf"L &= {factor}\, \lambda_{{\max}}(X^\top X / n)"]
    if planted := int(facts["planted"]):
        share = tex(figure(1 / (planted + 1)))
        lines += [r"P(\text{by chance}) &= \frac{1}{m + 1}"]
        lines += [rf"&= \frac{{1}}{{{planted} + 1}} = {share}"]
    widest = ends["inflation"].max()
    if np.isfinite(widest):
        share = tex(figure(round(1 - 1 / widest**2, 4)))
        lines += [r"\sqrt{V_j} &= 1 / \sqrt{1 - R_j^2}",
                  rf"&\le 1 / \sqrt{{1 - {share}}} = {tex(figure(round(widest, 2)))}"]  # fmt: skip
    if np.isfinite(facts["band"]):
        lines += [r"|w| &\le t_{0.975}\, \hat\sigma / \sqrt{n - k + 1}",
                  rf"&= {tex(figure(facts['band']))}, \quad \hat\sigma = {tex(figure(facts['left']))}"]  # fmt: skip
    return aligned(*lines)


def _real(found: OwnTable) -> pd.DataFrame:
    return found.ends[found.ends["kind"] == "real"]
