"""What was found about the four kinds of randomness, in sentences and formulas."""

import numpy as np
import pandas as pd

from lab.numerals import aligned, counted, figure, tex
from lab.prose import listed
from lab.seeds.randomness import ALL, Found
from lab.seeds.split import SCORES

NEARLY = 0.1  # of the spread together, by which the sum may miss it and still be called near


def answer(found: Found) -> str:
    """Which randomness moves the result most, and which least."""
    facts, single = found.facts.iloc[0], _single(found)
    if single["sd"].isna().any():
        return "No answer: too many runs diverged. A smaller learning rate helps."
    if not single["sd"].any():
        return f"None of them: the {facts['result']} is the same in all runs."
    ordered = single.sort_values("sd", ascending=False)
    most, least = ordered.iloc[0], ordered.iloc[-1]
    moves = "move" if most["free"].endswith("s") else "moves"
    return (
        f"{most['free'].capitalize()} {moves} the {facts['result']} most (standard deviation "
        f"{_sd(found, most['sd'])}), {least['free']} least ({_sd(found, least['sd'])}).{_alike(ordered)}"
    )


def headline(found: Found) -> str:
    """Which randomness moves the result most, and which least, in one sentence."""
    facts, single = found.facts.iloc[0], _single(found)
    if single["sd"].isna().any():
        return "No answer: too many runs diverged; a smaller learning rate helps."
    if not single["sd"].any():
        return f"None of them: the {facts['result']} is the same in all runs."
    ordered = single.sort_values("sd", ascending=False)
    most, least = ordered.iloc[0], ordered.iloc[-1]
    moves = "move" if most["free"].endswith("s") else "moves"
    return (
        f"{most['free'].capitalize()} {moves} it most, by {_sd(found, most['sd'])}; {least['free']} least, by "
        f"{_sd(found, least['sd'])}."
    )


def detail(found: Found) -> str:
    """Runs, step budget and what is fixed."""
    facts = found.facts.iloc[0]
    gone = int(found.spreads["diverged"].sum())
    lost = f" Left out, as they diverged: {counted(gone, 'run')}." if gone else ""
    return (
        f"({facts['count']:,} runs of each, {facts['epochs']:,} epochs in batches of {facts['batch']}, "
        f"{facts['examples']:,} training examples; what is fixed has seed {facts['base']}.){lost}"
    )


def no_pie(found: Found) -> str:
    """That the parts do not make the whole."""
    facts = found.facts.iloc[0]
    total, together = facts["sum"], facts["together"]
    if not np.isfinite(total + together):
        return ""
    if _near(facts):
        verdict = "here nearly the same, which is luck: no theory asks for it"
    else:
        verdict = "less" if together < total else "more"
    return (
        f"They are no slices of a pie. If the variances added up, all together would have a standard deviation of "
        f"{_sd(found, total)}; measured: {_sd(found, together)} ({verdict}). New data bring another "
        "training part with them, so data and split overlap; and what one randomness does depends on where the others "
        "stand: change the seed of what is fixed, and the rows change."
    )


def formula(found: Found) -> str:
    """The sum of the variances with one's own numbers, as LaTeX."""
    single, facts = _single(found), found.facts.iloc[0]
    squares = " + ".join(f"{tex(_amount(found, sd))}^2" for sd in single["sd"])
    names = r" + ".join(rf"\mathrm{{var}}_{{\text{{{name}}}}}" for name in single["free"])
    sign = r"\approx" if _near(facts) else r"\ne"
    return aligned(
        rf"\mathrm{{var}}_{{\text{{all}}}} &{sign} {names}",
        rf"{tex(_amount(found, facts['together']))}^2 &{sign} {squares}",
        rf"{tex(figure(round(facts['together'] ** 2, 6)))} &{sign} {tex(figure(round(facts['sum'] ** 2, 6)))}",
    )


def _near(facts: pd.Series) -> bool:
    """Whether the spread of all together is about what the single ones add up to."""
    return abs(facts["sum"] - facts["together"]) <= NEARLY * max(facts["together"], 1e-12)


def added(found: Found) -> pd.DataFrame:
    """What the spreads would add up to, for the picture: `sum`, `label`; no row where it is unknown."""
    return pd.DataFrame({"sum": found.facts["sum"], "label": ["if variances added up"]}).dropna()


def rows(found: Found) -> str:
    """The pictures in words."""
    parts = [
        f"{row.free} {_sd(found, row.sd)} ({_amount(found, row.low)} to {_amount(found, row.high)})"
        for row in found.spreads.itertuples()
    ]
    return f"Standard deviation of the {found.facts['result'][0]}, with its 95 % interval: {'; '.join(parts)}."


def _alike(ordered: pd.DataFrame) -> str:
    """Which rows cannot be told from the first, as their intervals overlap its own."""
    most, rest = ordered.iloc[0], ordered.iloc[1:]
    alike = rest.loc[rest["high"] >= most["low"], "free"].tolist()
    return f" From {most['free']}, {listed(alike)} cannot be told apart: the intervals overlap." if alike else ""


def _single(found: Found):
    return found.spreads[found.spreads["free"] != ALL]


def _amount(found: Found, value: float) -> str:
    return figure(round(value, 2 if SCORES[found.facts["result"][0]].unit else 5)) if np.isfinite(value) else "unknown"


def _sd(found: Found, value: float) -> str:
    return _amount(found, value) + SCORES[found.facts["result"][0]].points
