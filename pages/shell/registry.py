"""The claims on a page, as cards: the verdict, a picture of its figures, and the way to the run that shows it."""

from html import escape

import pandas as pd
import streamlit as st

from lab.charts.theme import NEUTRAL, SERIES
from lab.claims import Claim, words
from pages.shell import address, frame

MARKS = {"holds": ("✓", SERIES[2]), "holds only when": ("◐", SERIES[4]), "does not hold": ("✗", SERIES[5])}
UNKNOWN = "?", NEUTRAL
STYLE = f"""<style>
.claims {{display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(26rem, 100%), 1fr))}}
.claims section {{border: 1px solid {NEUTRAL}66; border-left-width: 5px; border-radius: .5rem; padding: .7rem 1rem}}
.claims h3 {{padding: 0; font-size: 1.15rem}} .claims p {{margin: .35rem 0}}
.claims .figures {{max-width: 16rem; margin: .6rem 0}} .claims .figures > div {{position: relative; height: 1rem}}
.figures > div {{background: linear-gradient({NEUTRAL}66) no-repeat center / 100% 1px}}
.figures i {{position: absolute; top: .2rem; height: .6rem; min-width: 2px; background: {NEUTRAL}; opacity: .45}}
.figures b {{position: absolute; transform: translateX(-50%); font-size: .8rem; line-height: 1rem}}
.claims p > span {{font-weight: 900}} .claims summary {{cursor: pointer}}
.claims table {{font-size: .875rem; border-collapse: collapse}}
.claims :is(td, th) {{padding: .15rem .8rem .15rem 0; text-align: left; font-weight: 400; vertical-align: top}}
</style>"""


def show(claims: list[Claim], last: pd.DataFrame) -> None:
    """The claims, under the titles of the pages that show them.

    Args:
        claims: to list.
        last: their figures, of `lab.claims.verification.last`.
    """
    for name in frame.ROOMS:
        here = [claim for claim in claims if claim.page == name]
        if here:
            st.header(frame.PAGES[name].title, anchor=False)
            cards = "".join(_card(claim, last[last["id"] == claim.id]) for claim in here)
            st.html(f'{STYLE}<div class="claims">{cards}</div>')


def _card(claim: Claim, rows: pd.DataFrame) -> str:
    sign, colour = MARKS[claim.verdict] if len(rows) and rows["met"].all() else UNKNOWN
    head, said, rest = words.verdict(claim, rows).partition(claim.verdict)
    link = address.anchor(address.link(claim.page, claim.address), "See it run")
    return (
        f'<section style="border-left-color:{colour}" aria-label="{claim.id}"><h3>{escape(claim.question)}</h3>'
        f"<p>“{escape(claim.claim)}” <small>({claim.id}; {escape(words.source(claim))})</small></p>"
        f'<p><span aria-hidden="true" style="color:{colour}">{sign}</span> '
        f"{escape(head)}<strong>{said}</strong>{escape(rest)}</p>"
        f"{_picture(rows)}{_figures(rows)}{link}</section>"
    )


def _picture(rows: pd.DataFrame) -> str:
    """Each figure on a line of its own: what is allowed as a bar, what was measured as a dot, or as a cross outside."""
    if rows.empty:
        return ""
    lines = []
    for row in rows.itertuples():
        low, high, measured = _parts(row)
        bar = f'<i style="left:{low:.1%};width:{high - low:.1%}"></i>'
        lines.append(f'<div>{bar}<b style="left:{measured:.1%}">{"●" if row.met else "✗"}</b></div>')
    says = f"Measured within what is allowed: {int(rows['met'].sum())} of {len(rows)} figures."
    return f'<div class="figures" role="img" aria-label="{says}">{"".join(lines)}</div>'


def _parts(row) -> tuple[float, float, float]:
    """Where a line's bar begins and ends and where its dot lies, as shares of the line.

    A bound lies a quarter from an end; what is allowed around a number fills the middle half.
    """
    unit = row.tolerance if row.way == "near" else abs(row.expected)
    away = row.measured - row.expected
    away = away / unit if unit else float((away > 0) - (away < 0)) * 2
    centre = {"near": 0.5, "at most": 0.75, "at least": 0.25}[row.way]
    low = {"near": 0.25 if unit else 0.5, "at most": 0.0, "at least": 0.25}[row.way]
    high = {"near": 0.75 if unit else 0.5, "at most": 0.75, "at least": 1.0}[row.way]
    return low, high, min(max(centre + away / 4, 0.02), 0.98)


def _figures(rows: pd.DataFrame) -> str:
    """Expected beside measured, folded; what is too wide scrolls within it, by keyboard too."""
    if rows.empty:
        return ""
    table = words.table(rows)
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in table.columns[:3])
    lines = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        for cells in table.itertuples(index=False, name=None)
    )
    label = f'aria-label="Figures of {rows["id"].iloc[0]}"'
    return (
        f'<details><summary>Figures: {len(rows)}</summary><div role="region" {label} tabindex="0" '
        f'style="overflow-x:auto"><table><tr>{heads}<td></td></tr>{lines}</table></div></details>'
    )
