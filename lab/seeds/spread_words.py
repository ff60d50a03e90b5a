"""What the frames of `lab.seeds.spread` say, in sentences and formulas."""

import math

import pandas as pd

from lab.numerals import counted, figure, tex
from lab.seeds.starts import Starts

TITLES = {"loss": "cost", "accuracy": "accuracy"}
AXES = {"loss": "Cost after the last epoch", "accuracy": "Accuracy after the last epoch"}


def verdict(solved: pd.DataFrame, below: float, epochs: int) -> str:
    """How many runs of each scheme are solved, with what "solved" means, N and the step budget."""
    runs = int(solved["runs"].iloc[0])
    means = f"with a cost below {figure(below)} after {counted(epochs, 'epoch')}"
    if len(solved) == 1:
        row = solved.iloc[0]
        ends = "ends" if 1 in (row["solved"], runs) else "end"
        return f"{row['solved']:,} of {counted(runs, 'run')} {ends} {means}: {_share(row)}.{_lost(solved)}"
    parts = [f"{row['scheme']} {_share(row)}" for _, row in solved.iterrows()]
    return f"Runs that end {means}, of {runs:,} each: {'; '.join(parts)}.{_lost(solved)}"


def takeaway(piles: pd.DataFrame, solved: pd.DataFrame) -> str:
    """Where the runs end: the three largest piles of each scheme."""
    parts = []
    for scheme, group in piles.groupby("scheme", sort=False):
        top = group.nlargest(3, "runs")
        places = ", ".join(f"{row.runs:,} near {figure(row.end)}" for row in top.itertuples())
        parts.append(f"{scheme}: {places}")
    return f"Where the runs end. {'; '.join(parts) or 'No run ended with a finite cost'}.{_lost(solved)}"


def quantiles(ends: pd.DataFrame, solved: pd.DataFrame) -> pd.DataFrame:
    """A table of the schemes: how many are solved, and the middle run with its band.

    Args:
        ends: of `lab.seeds.spread.quantiles`.
        solved: of `lab.seeds.spread.solved`.
    """
    columns = {f"{TITLES[by]}, median (middle 90 %)": by for by in TITLES if f"{by}_mid" in ends}
    rows = [
        {"solved": f"{_share(each)}"} | {title: _band(row, by) for title, by in columns.items()}
        for row, (_, each) in zip(ends.to_dict("records"), solved.iterrows(), strict=True)
    ]
    return pd.DataFrame(rows, index=pd.Index(ends["scheme"], name="scheme"))


def partly(part: Starts) -> str:
    """How many runs are drawn so far."""
    return f"So far {len(part.seeds):,} of {counted(part.asked, 'seed')}; the rest is being trained."


def alone(rank: pd.DataFrame, seed: int) -> str:
    """How one seed fared among all, scheme by scheme."""
    parts = [
        (f"{row.scheme} ends at {figure(row.loss)}" if math.isfinite(row.loss) else f"{row.scheme} diverged")
        + (
            ""
            if math.isnan(row.higher) or not math.isfinite(row.loss)
            else f", lower than {100 * row.higher:.0f} % of the other runs"
        )
        for row in rank.itertuples()
    ]
    return f"Seed {seed:,}: {'; '.join(parts)}."


def compared(differences: pd.DataFrame) -> str:
    """Whether the schemes differ, with N."""
    parts = [_told(row) for row in differences.itertuples()]
    paired = "Each pair has the data, the order of the examples and the random numbers in common."
    pairs = differences["seeds"].iloc[0]
    return f"{'; '.join(parts)} ({pairs:,} pair{'s' if pairs > 1 else ''}). {paired}"


def differences(differences: pd.DataFrame) -> pd.DataFrame:
    """A table of the paired differences."""
    rows = [
        {
            "mean difference of the costs": f"{figure(row.mean)} ({figure(row.low)} to {figure(row.high)})",
            "seeds at which it ends lower": f"{row.lower:,} of {row.seeds:,} "
            f"({100 * row.share_low:.0f} to {100 * row.share_high:.0f} %)",
        }
        for row in differences.itertuples()
    ]
    heads = [f"{row.scheme} − {row.first}" for row in differences.itertuples()]
    return pd.DataFrame(rows, index=pd.Index(heads, name="95 % intervals"))


def course(curves: pd.DataFrame) -> str:
    """Where the median cost starts and ends, scheme by scheme."""
    parts = []
    for scheme, group in curves.groupby("scheme", sort=False):
        first, last = group.iloc[0], group.iloc[-1]
        end = figure(last["mid"]) if math.isfinite(last["mid"]) else "no finite number, as all runs diverged"
        parts.append(f"{scheme} from {figure(first['mid'])} to {end}")
    return f"Median cost over {counted(curves['epoch'].max(), 'epoch')}: {'; '.join(parts)}."


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
        return "For these data and this cost theory has no level at which runs get stuck; for XOR there are three."
    lines = [
        f"- {row.group} examples share the output {row.mean}: cost **{row.fraction}** ({figure(row.level)})"
        for row in laws.itertuples()
    ]
    why = "A network that cannot tell some examples apart gives them one output, at best the mean of their targets:"
    drawn = "In the picture these levels are dashed."
    return "\n".join([why, "", *lines, "", drawn])


def _share(row: pd.Series) -> str:
    return f"{100 * row['share']:.1f} % (95 % interval {100 * row['low']:.1f} to {100 * row['high']:.1f} %)"


def _told(row) -> str:
    """What one row of the differences says."""
    if row.pairs == 0:
        return f"no seed is left to compare {row.scheme} and {row.first}: one of them diverged at each"
    if row.equal == row.seeds:
        return f"{row.scheme} ends exactly like {row.first} at every seed"
    if row.pairs < 2 or row.low <= 0 <= row.high:
        return f"on average {row.scheme} and {row.first} cannot be told apart"
    way, other = ("lower", "higher") if row.mean < 0 else ("higher", "lower")
    ways = row.lower if way == "higher" else row.seeds - row.lower - row.equal
    though = f", though {other} at {ways:,} of the {row.seeds:,} seeds" if 2 * ways > row.seeds else ""
    return f"on average {row.scheme} ends {way} than {row.first}{though}"


def _band(row: dict, by: str) -> str:
    low, mid, high = (row[f"{by}_{place}"] for place in ("low", "mid", "high"))
    return f"{figure(mid)} ({figure(low)} to {figure(high)})" if mid == mid else "all diverged"


def _lost(solved: pd.DataFrame) -> str:
    lost = solved[solved["diverged"] > 0]
    parts = [f"{row.diverged:,} with {row.scheme}" for row in lost.itertuples()]
    return f" Diverged, and in no curve: {', '.join(parts)}." if parts else ""
