"""Charts and formulas on a page, for every screen and for those who cannot see them."""

import streamlit as st


def show(chart, *, alt: str) -> None:
    """Draw an Altair chart at full width.

    Args:
        chart: from `lab.charts`.
        alt: what the picture says, in numbers: the takeaway, not the kind of chart.
    """
    st.altair_chart(chart, width="stretch", alt=alt)


def formula(tex: str) -> None:
    """A formula in a line of its own that breaks where it must; `st.latex` would make a box to scroll sideways."""
    st.markdown(rf"$\displaystyle {tex}$")
