"""A network with one output for two classes, as the section of a part: what Keras takes for the loss."""

import streamlit as st

from lab.softmax import keras_codes, one_unit
from lab.softmax import one_output_words as words
from pages.shell import asking, frame, knobs, picture


def show() -> None:
    """A single logit: knobs, what Keras makes of it, a softmax of one unit, what to write instead."""
    st.header("And with one output, for two classes?", anchor=False)
    left, right = frame.halves()
    with right:
        logit = knobs.slider("The logit", -40.0, 40.0, 0.5, 20.0, "softmax_numerics_logit")
        target = knobs.choice("The right class", [0, 1], 0, "softmax_numerics_class")
        st.caption(words.right(logit, target))
    found = asking.measure(keras_codes.of_one_logit, logit, target=target)
    with left:
        st.markdown(words.table(found))
        st.caption(words.TICKED)
    st.markdown(words.why(found, logit, target))
    st.subheader("A softmax of one unit says 1, whatever comes in", anchor=False)
    unit = asking.measure(one_unit.trained, one_unit.DATA)
    picture.table(words.unit_table(unit))
    st.markdown(words.unit(unit))
    st.code(words.INSTEAD, language="python")
