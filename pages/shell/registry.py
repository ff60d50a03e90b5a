"""The list of claims on a page: each with its verdict, its figures, and the way to the run that shows it."""

from html import escape

import pandas as pd
import streamlit as st

from lab.claims import Claim, words
from pages.shell import address, frame

SIGNS = {"holds": "✓", "holds only when": "◐", "does not hold": "✗"}
UNKNOWN = "?"
CELL = "padding:.15rem .8rem .15rem 0;text-align:left;font-weight:400;vertical-align:top"


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
            st.html("".join(_entry(claim, last[last["id"] == claim.id]) for claim in here))


def _entry(claim: Claim, rows: pd.DataFrame) -> str:
    sign = SIGNS[claim.verdict] if len(rows) and rows["met"].all() else UNKNOWN
    verdict = f'<span aria-hidden="true">{sign}</span> {escape(words.verdict(claim, rows))}'
    link = address.anchor(address.link(claim.page, claim.address), "See it run")
    return (
        f'<section style="margin:0 0 1.6rem" aria-label="{claim.id}">'
        f'<h3 style="padding:0">{escape(claim.question)}</h3>'
        f'<p style="margin:.2rem 0">“{escape(claim.claim)}” <small>({claim.id}; {escape(claim.source)})</small></p>'
        f'<p style="margin:.2rem 0"><strong>{verdict}</strong></p>{_figures(rows)}{link}</section>'
    )


def _figures(rows: pd.DataFrame) -> str:
    """Expected beside measured; what is too wide scrolls within it, by keyboard too."""
    if rows.empty:
        return ""
    table = words.table(rows)
    heads = "".join(f'<th scope="col" style="{CELL}">{escape(head)}</th>' for head in table.columns[:3])
    lines = "".join(
        f"<tr>{''.join(f'<td style={chr(34)}{CELL}{chr(34)}>{escape(cell)}</td>' for cell in cells)}</tr>"
        for cells in table.itertuples(index=False, name=None)
    )
    label = f'aria-label="Figures of {rows["id"].iloc[0]}"'
    return (
        f'<div role="region" {label} tabindex="0" style="overflow-x:auto">'
        f'<table style="font-size:.875rem;border-collapse:collapse"><tr>{heads}<td></td></tr>{lines}</table></div>'
    )
