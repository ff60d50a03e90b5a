"""Charts, formulas and tables on a page, for every screen and for those who cannot see them."""

import pandas as pd
import streamlit as st

from lab.answer_html import table as html
from pages.shell import record


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
    """A table of texts; its index heads the rows. What is too wide scrolls within it, by keyboard too."""
    st.html(html(frame))
