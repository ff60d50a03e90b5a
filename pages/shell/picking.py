"""A picture whose marks can be clicked: the click turns a knob."""

import functools

import streamlit as st

from pages.shell import record
from pages.shell.picture import Place


def picture(chart, selection: str, field: str, knob: str, *, alt: str, place: Place) -> None:
    """Draw a chart; a click on a mark gives the knob the value of a field of that mark.

    Args:
        chart: from `lab.charts`, with a point selection.
        selection: its name.
        field: a field of the selection.
        knob: key of a knob of numbers.
        alt, place: as in `pages.shell.picture.show`.
    """
    key = f"{knob} picture"
    drawn = chart.configure_mark(aria=False)
    picked = functools.partial(_pick, key, selection, field, knob)
    place.at.altair_chart(drawn, width="stretch", alt=alt, key=key, on_select=picked, selection_mode=selection)
    record.picture(chart, alt, place)


def _pick(key: str, selection: str, field: str, knob: str) -> None:
    marks = st.session_state[key].get("selection", {}).get(selection, [])
    if marks and field in marks[0]:
        st.session_state[knob] = float(marks[0][field])
