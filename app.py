"""The front door: what question do you have? One live thing, the rooms, and the tour."""

import streamlit as st

from lab import question
from pages.shell import frame, room, tour
from pages.shell.widgets import Widgets

frame.open("home")
st.markdown(
    "A laboratory for learners of neural networks. Turn a knob, and networks are trained before your eyes, hundreds "
    "at once, each from a starting point of its own."
)
asked = Widgets(st.container()).text(
    "question", "What is your question?", key="home_question", most=2_000,
    placeholder="such as: why do my two neurons stay the same?",
)  # fmt: skip
tour.nearest(asked)
frame.doors()

st.header(question.named("start").QUESTION.ask, anchor=False)
room.answered(question.named("start"))

st.header("A tour", anchor=False)
tour.show()
