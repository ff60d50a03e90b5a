"""What the frames of `lab.seeds.spread` say, in sentences and formulas."""

import pandas as pd

from lab.numerals import figure, tex


def verdict(solved: pd.DataFrame, below: float, epochs: int) -> str:
    """How many runs of each scheme are solved, with what "solved" means, N and the step budget."""
    runs = f"{solved['runs'].iloc[0]:,}"
    means = f"end with a cost below {figure(below)} after {epochs:,} epochs"
    if len(solved) == 1:
        row = solved.iloc[0]
        return f"{row['solved']:,} of {runs} runs {means}: {_share(row)}.{_lost(solved)}"
    parts = [f"{row['scheme']} {_share(row)}" for _, row in solved.iterrows()]
    return f"Runs that {means}, of {runs} each: {'; '.join(parts)}.{_lost(solved)}"


def takeaway(piles: pd.DataFrame, solved: pd.DataFrame) -> str:
    """Where the runs end: the three largest piles of each scheme."""
    parts = []
    for scheme, group in piles.groupby("scheme", sort=False):
        top = group.nlargest(3, "runs")
        places = ", ".join(f"{row.runs:,} near {figure(row.cost)}" for row in top.itertuples())
        parts.append(f"{scheme}: {places}")
    return f"Final costs. {'; '.join(parts) or 'No run ended with a finite cost'}.{_lost(solved)}"


def course(curves: pd.DataFrame) -> str:
    """Where the median cost starts and ends, scheme by scheme."""
    parts = []
    for scheme, group in curves.groupby("scheme", sort=False):
        first, last = group.iloc[0], group.iloc[-1]
        parts.append(f"{scheme} from {figure(first['mid'])} to {figure(last['mid'])}")
    return f"Median cost over {curves['epoch'].max():,} epochs: {'; '.join(parts)}."


def interval(row: pd.Series) -> str:
    """Wilson's interval with the numbers of one scheme in it, as TeX."""
    hits, runs = tex(f"{row['solved']:,}"), tex(f"{row['runs']:,}")
    law = r"\frac{k + \tfrac{z^2}{2} \pm z \sqrt{\tfrac{k (n - k)}{n} + \tfrac{z^2}{4}}}{n + z^2}"
    given = rf"k = {hits},\ n = {runs},\ z = 1.96"
    result = rf"= {row['low']:.3f} \text{{ to }} {row['high']:.3f}"
    return rf"{law} {result}, \quad {given}"


def levels(laws: pd.DataFrame) -> str:
    """Why stuck runs end where they end, as Markdown."""
    if laws.empty:
        return "For these data and this cost no level is foretold at which runs get stuck; for XOR there are three."
    lines = [
        f"- {row.group} examples share the output {row.mean}: cost **{row.fraction}** ({figure(row.level)})"
        for row in laws.itertuples()
    ]
    why = "A network that cannot tell some examples apart gives them one output, at best the mean of their targets:"
    drawn = "In the picture these levels are dashed."
    return "\n".join([why, "", *lines, "", drawn])


def _share(row: pd.Series) -> str:
    return f"{100 * row['share']:.1f} % (95 % interval {100 * row['low']:.1f} to {100 * row['high']:.1f} %)"


def _lost(solved: pd.DataFrame) -> str:
    lost = solved[solved["diverged"] > 0]
    parts = [f"{row.diverged:,} with {row.scheme}" for row in lost.itertuples()]
    return f" Diverged, and in no curve: {', '.join(parts)}." if parts else ""
