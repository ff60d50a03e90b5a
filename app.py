"""The front door: what question do you have? One live thing, the four rooms, and the tour."""

import streamlit as st

from lab import one_neuron
from lab.charts import one_neuron as charts
from pages.shell import frame, knobs, picture, tour

frame.open("home")
st.markdown(
    "A laboratory for learners of neural networks. Turn a knob, and networks are trained before your eyes, hundreds "
    "at once, each from a starting point of its own."
)
tour.nearest(knobs.search("What is your question?", "home_question", "such as: why do my two neurons stay the same?"))
frame.doors()

st.header("One neuron, one example: move where it starts", anchor=False)
left, right = frame.halves()
with right:
    weight = knobs.slider("Where its weight starts", -4.0, 6.0, 0.1, 2.0, "home_weight")
    bias = knobs.slider("Where its bias starts", -4.0, 6.0, 0.1, 2.0, "home_bias")
    outputs = one_neuron.outputs(weight, bias)
    st.markdown(f"**{one_neuron.verdict(outputs)}**")
    st.caption("Input 1, learning rate 0.15. Same neuron, same example, same rate: only the start and the cost differ.")
with left:
    picture.show(charts.outputs(outputs), alt=one_neuron.verdict(outputs))

st.header("A tour", anchor=False)
tour.show()
