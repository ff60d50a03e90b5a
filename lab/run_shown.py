"""A run as a notebook shows it: the setting in words, and where the runs ended."""

from html import escape

import numpy as np

from lab.numerals import figure
from lab.setting_text import setting

MOST = 12  # varied settings that get a row


def html(run) -> str:
    """A small table of a `lab.Run`: one row a varied setting: seeds, epochs, final cost, what diverged."""
    heads = [*run.variants[0], "seeds", "epochs", "final cost: median", "5 to 95 in a hundred", "diverged"]
    rows = [_row(run, number) for number in range(min(len(run.variants), MOST))]
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    more = f" The first {MOST} of {len(run.variants):,} settings." if len(run.variants) > MOST else ""
    title = f"Run: {setting(run.experiment)}.{more}"
    return f"<table><caption>{escape(title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(run, variant: int) -> list[str]:
    """The cells of one varied setting."""
    ends = run.loss[variant, :, -1]
    finite = ends[np.isfinite(ends)]
    low, mid, high = map(figure, np.quantile(finite, [0.05, 0.5, 0.95])) if len(finite) else ("", "none", "")
    values = [str(value) for value in run.variants[variant].values()]
    band = f"{low} to {high}" if len(finite) > 1 else ""
    return [*values, f"{len(ends):,}", f"{run.epochs[-1]:,}", mid, band, f"{len(ends) - len(finite):,}"]
