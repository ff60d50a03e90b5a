"""The front door: what question do you have? One live thing, the rooms, and where to begin."""

import streamlit as st

from lab import question
from pages.shell import finder, frame, room, syllabus

frame.open("home")
st.markdown(
    "A laboratory for learners of neural networks. Turn a knob, and networks are trained before your eyes, hundreds "
    "at once, each from a starting point of its own."
)
finder.box()
syllabus.begin()
frame.doors()

st.header(question.said("start").ask, anchor=False)
room.answered(question.named("start"))
