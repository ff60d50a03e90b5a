"""A checkup as text and as HTML."""

from __future__ import annotations

import textwrap
from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from lab.check.finding import SIGNS, WORDS, standing

if TYPE_CHECKING:
    from lab.check.checkup import Checkup

COLOURS = {"ok": "#1a7f37", "warn": "#9a6700", "fault": "#b42318", "unjudged": "#59636e"}
ORDER = ("fault", "warn", "unjudged", "ok")
WIDTH = 100


def text(found: Checkup) -> str:
    """Faults first, each with its cure and where the laboratory shows it; then what is in order, a line."""
    lines = [summary(found)]
    for row in ordered(found):
        if (kind := standing(row.verdict, row.because)) not in ("fault", "warn"):
            continue
        lines += [
            "",
            f"{SIGNS[kind]} {WORDS[kind]:<6}{row.check}{f' · {row.layer}' if row.layer else ''}",
        ]
        lines += textwrap.wrap(_told(row), WIDTH, initial_indent="  ", subsequent_indent="  ")
        lines += [f"  > {line}" for line in row.cure.splitlines()]
        lines += [f'  lab.ask("{row.question}")'] if row.question else []
    worst = (
        found.findings.assign(kind=_kinds(found))
        .groupby("check", sort=False)["kind"]
        .agg(lambda kinds: min(kinds, key=ORDER.index))
    )
    for kind in ("unjudged", "ok"):
        if held := list(worst.index[worst == kind]):
            head = f"{SIGNS[kind]} {WORDS[kind]:<6}"
            lines += ["", *textwrap.wrap(f"{head}{', '.join(held)}", WIDTH, subsequent_indent=" " * len(head))]
    return "\n".join(lines)


def html(found: Checkup) -> str:
    """The same as a table, each verdict by colour, sign and word."""
    rows = []
    for row in ordered(found):
        kind = standing(row.verdict, row.because)
        mark = f'<b style="color:{COLOURS[kind]};white-space:nowrap">{SIGNS[kind]} {WORDS[kind]}</b>'
        cure = f"<pre>{escape(row.cure)}</pre>" if row.cure else ""
        more = f'<code>lab.ask("{row.question}")</code>' if row.verdict != "ok" and row.question else ""
        cells = (mark, escape(row.check), escape(row.layer), f"{escape(_told(row))}{cure}{more}")
        rows.append(
            "<tr>" + "".join(f'<td style="text-align:left;vertical-align:top">{cell}</td>' for cell in cells) + "</tr>"
        )
    head = "".join(f'<th style="text-align:left">{name}</th>' for name in ("verdict", "check", "layer", "because"))
    return f"<p>{escape(summary(found))}</p><table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def ordered(found: Checkup) -> list:
    """Rows, faults first; of those the causes before what follows from them."""
    from lab.check.checkup import CAUSES_FIRST

    rows = list(found.findings.itertuples(index=False))
    return sorted(
        rows, key=lambda row: (ORDER.index(standing(row.verdict, row.because)), CAUSES_FIRST.index(row.check))
    )


def _told(row) -> str:
    """What a finding says, and what to mend before it."""
    root = row.follows.replace("_", " ")
    return row.because + (f" It may follow from “{root}”: mend that first, then check again." if root else "")


def _kinds(found: Checkup) -> list[str]:
    return [standing(row.verdict, row.because) for row in found.findings.itertuples()]


def summary(found: Checkup) -> str:
    """How many of each, in a sentence."""
    from lab.numerals import counted

    count = Counter(_kinds(found))
    faults, looks = count["fault"], count["warn"]
    if not faults and not looks:
        return "Nothing is wrong with this start."
    parts = [counted(n, word) for n, word in ((faults, "fault"), (looks, "thing")) if n]
    return f"{parts[0]}{' and ' + parts[1] if len(parts) > 1 else ''}{' to look at' if looks else ''}."
