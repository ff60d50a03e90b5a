"""Whether two layers that share an initializer start with different weights."""

import streamlit as st

import lab
from lab.charts.differentiation import layer as charts
from lab.differentiation import initializer
from pages.shell import asking, knobs, picture

PANELS = {"first": "First layer", "second": "Second layer", "difference": "Difference"}


def show(experiment: lab.Experiment) -> None:
    """A knob, and two kernels with their difference, as the section of a part.

    Args:
        experiment: gives the widths of the layers.
    """
    ways, key = initializer.WAYS, "neurons_layer_way"
    st.header("And two layers with one initializer?", anchor=False)
    way = knobs.choice("How the initializers of two layers are made", ways, next(iter(ways)), key)
    found = asking.measure(initializer.kernels, experiment, way=way)
    says = initializer.verdict(found, way)
    st.markdown(f"**{says}**")
    places = st.columns(3, gap="medium")
    with places[0]:
        picture.show(charts.kernel(*initializer.panel(found, "first"), PANELS["first"]), alt=says)
    with places[1]:
        picture.show(charts.kernel(*initializer.panel(found, "second"), PANELS["second"]), alt=says)
    with places[2]:
        picture.show(charts.kernel(*initializer.panel(found, "difference"), PANELS["difference"]), alt=says)
    st.caption(initializer.CAUTION)
