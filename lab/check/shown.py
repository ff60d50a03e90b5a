"""A checkup as text and as HTML."""

from __future__ import annotations

import textwrap
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.check.checkup import Checkup

WORDS = {"ok": "ok", "warn": "look", "fault": "fault"}
COLOURS = {"ok": "#1a7f37", "warn": "#9a6700", "fault": "#b42318"}
WIDTH = 100


def text(found: Checkup) -> str:
    """Faults first, each with its cure and where the laboratory shows it; then what is in order, a line."""
    from lab.check.checkup import SIGNS

    lines = [summary(found)]
    for row in ordered(found):
        if row.verdict == "ok":
            continue
        lines += [
            "",
            f"{SIGNS[row.verdict]} {WORDS[row.verdict]:<6}{row.check}{f' · {row.layer}' if row.layer else ''}",
        ]
        lines += textwrap.wrap(row.because, WIDTH, initial_indent="  ", subsequent_indent="  ")
        lines += [f"  > {line}" for line in row.cure.splitlines()]
        lines += [f'  lab.ask("{row.question}")'] if row.question else []
    fine = [check for check, rows in found.findings.groupby("check", sort=False) if rows["verdict"].eq("ok").all()]
    if fine:
        lines += ["", *textwrap.wrap(f"✓ ok    {', '.join(fine)}", WIDTH, subsequent_indent="        ")]
    return "\n".join(lines)


def html(found: Checkup) -> str:
    """The same as a table, each verdict by colour, sign and word."""
    from lab.check.checkup import SIGNS

    rows = []
    for row in ordered(found):
        mark = (
            f'<b style="color:{COLOURS[row.verdict]};white-space:nowrap">{SIGNS[row.verdict]} {WORDS[row.verdict]}</b>'
        )
        cure = f"<pre>{escape(row.cure)}</pre>" if row.cure else ""
        more = f'<code>lab.ask("{row.question}")</code>' if row.verdict != "ok" and row.question else ""
        cells = (mark, escape(row.check), escape(row.layer), f"{escape(row.because)}{cure}{more}")
        rows.append(
            "<tr>" + "".join(f'<td style="text-align:left;vertical-align:top">{cell}</td>' for cell in cells) + "</tr>"
        )
    head = "".join(f'<th style="text-align:left">{name}</th>' for name in ("verdict", "check", "layer", "because"))
    return f"<p>{escape(summary(found))}</p><table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def ordered(found: Checkup) -> list:
    """Rows, faults first; of those the causes before what follows from them."""
    from lab.check.checkup import CAUSES_FIRST, SIGNS

    rows = list(found.findings.itertuples(index=False))
    return sorted(rows, key=lambda row: (-list(SIGNS).index(row.verdict), CAUSES_FIRST.index(row.check)))


def summary(found: Checkup) -> str:
    """How many of each, in a sentence."""
    from lab.numerals import counted

    count = found.findings["verdict"].value_counts()
    faults, looks = int(count.get("fault", 0)), int(count.get("warn", 0))
    if not faults and not looks:
        return "Nothing is wrong with this start."
    parts = [counted(n, word) for n, word in ((faults, "fault"), (looks, "thing")) if n]
    return f"{parts[0]}{' and ' + parts[1] if len(parts) > 1 else ''}{' to look at' if looks else ''}."
