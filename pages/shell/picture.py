"""Charts, formulas and tables on a page, for every screen and for those who cannot see them."""

from html import escape

import pandas as pd
import streamlit as st

from pages.shell import record

CELL = "padding:.35rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid rgba(128,128,128,.35)"


def show(chart, *, alt: str) -> None:
    """Draw an Altair chart at full width.

    Its marks are hidden from screen readers, which would spell out hundreds of them, and stumble over empty layers:
    `alt` speaks for the picture.

    Args:
        chart: from `lab.charts`.
        alt: what the picture says, in numbers: the takeaway, not the kind of chart.
    """
    _draw(chart, alt, st)
    record.picture(chart, alt, object())


class Place:
    """Where one picture takes the place of another without a gap, that of the run before included.

    An `st.empty` would take the old picture away long before the new one is ready.
    """

    def __init__(self):
        self.at = st.container()

    def show(self, chart, *, alt: str) -> None:
        """Draw the next picture; as `show`."""
        self.at = _draw(chart, alt, self.at)
        record.picture(chart, alt, self)


def _draw(chart, alt: str, place):
    """The place of the picture: what is drawn there next takes its place."""
    return place.altair_chart(chart.configure_mark(aria=False), width="stretch", alt=alt)


def formula(tex: str) -> None:
    """A formula in a line of its own that breaks where it must; `st.latex` would make a box to scroll sideways."""
    st.markdown(rf"$\displaystyle {tex}$")


def table(frame: pd.DataFrame) -> None:
    """A table of texts; its index heads the rows. What is too wide scrolls within it, by keyboard too.

    `st.table` would scroll as well, but cannot be reached without a mouse.
    """
    named = frame.index.name is not None
    heads = [*([frame.index.name] if named else []), *frame.columns]
    top = "".join(f'<th scope="col" style="{CELL}">{escape(str(head))}</th>' for head in heads)
    rows = "".join(f"<tr>{_row(place, values, named)}</tr>" for place, *values in frame.itertuples(name=None))
    label = escape(f"Table of {', '.join(map(str, heads))}")
    body = f'<table style="border-collapse:collapse;width:100%;font-size:.875rem"><tr>{top}</tr>{rows}</table>'
    st.html(f'<div role="region" aria-label="{label}" tabindex="0" style="overflow-x:auto">{body}</div>')


def _row(place: object, values: list, named: bool) -> str:
    head = f'<th scope="row" style="{CELL};font-weight:400">{escape(str(place))}</th>' if named else ""
    return head + "".join(f'<td style="{CELL}">{escape(str(value))}</td>' for value in values)
