"""An answer as HTML: what a notebook shows of it, whole, without asking the internet for anything."""

from __future__ import annotations

from html import escape

import pandas as pd

from lab.answer import Advice, Answer, Block, Code, Figure, Formula, Section, Table, Why, Words
from lab.prose import unmarked

CELL = "padding:.3rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid rgba(128,128,128,.35)"


def html(answer: Answer) -> str:
    """Headline, pictures, tables, formulas and words in reading order."""
    from lab.charts import export

    figures = answer.figures()
    pictures = iter(export.drawn(figures, answer.question, ["svg"]) if figures else [])
    head = f"<h3>{_text(answer.headline)}</h3><p><small>{_text(answer.note)}</small></p>"
    return f"<div>{head}{''.join(_block(block, pictures) for block in answer.blocks)}</div>"


def _block(block: Block, pictures) -> str:
    if isinstance(block, Figure):
        drawn = next(pictures).decode()
        label = f'<figure role="img" aria-label="{escape(block.says)}" style="margin:1rem 0;max-width:60rem">'
        return f"{label}{drawn}<figcaption><small>{_text(block.caption)}</small></figcaption></figure>"
    if isinstance(block, Section):
        inside = "".join(_block(each, pictures) for each in block.blocks)
        shown = "" if block.folded else " open"
        return f"<details{shown}><summary><strong>{escape(block.title)}</strong></summary>{inside}</details>"
    return SHOWN[type(block)](block)


def _text(markdown: str) -> str:
    return escape(unmarked(markdown))


def _advice(block: Advice) -> str:
    return f"<h4>What to do</h4><p>{_text(block.text)}</p>" + (_code(Code(block.code)) if block.code else "")


def _code(block: Code) -> str:
    return f"<pre><code>{escape(block.source)}</code></pre>"


def table(frame: pd.DataFrame) -> str:
    """A table of texts; an index with a name heads the rows."""
    named = frame.index.name is not None
    heads = [*([frame.index.name] if named else []), *frame.columns]
    top = "".join(f'<th scope="col" style="{CELL}">{escape(str(head))}</th>' for head in heads)
    rows = "".join(f"<tr>{_row(place, values, named)}</tr>" for place, *values in frame.itertuples(name=None))
    label = escape(f"Table of {', '.join(map(str, heads))}")
    body = f'<table style="border-collapse:collapse;width:100%;font-size:.875rem"><tr>{top}</tr>{rows}</table>'
    return f'<div role="region" aria-label="{label}" tabindex="0" style="overflow-x:auto">{body}</div>'


def _row(place: object, values: list, named: bool) -> str:
    head = f'<th scope="row" style="{CELL};font-weight:400">{escape(str(place))}</th>' if named else ""
    return head + "".join(f'<td style="{CELL}">{escape(str(value))}</td>' for value in values)


SHOWN = {
    Words: lambda block: f"<p>{'<small>' * block.small}{_text(block.text)}{'</small>' * block.small}</p>",
    Why: lambda block: f"<h4>Why?</h4><p>{_text(block.text)}</p>",
    Advice: _advice,
    Formula: lambda block: f"<p>$$\\displaystyle {escape(block.tex)}$$</p>",
    Table: lambda block: table(block.frame) + f"<p><small>{_text(block.caption)}</small></p>",
    Code: _code,
}
