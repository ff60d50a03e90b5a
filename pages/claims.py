"""What learners are told, with the figures that a run has to meet, and what was measured."""

import streamlit as st

from lab.claim import VERDICTS
from lab.claims import CLAIMS, verification, words
from pages.shell import frame, registry
from pages.shell.widgets import Widgets

frame.open("claims")
last = verification.last()
st.markdown(f"**{words.summary(CLAIMS, last)}**")
left, right = frame.halves()
with left:
    example = "a word, such as Adam, or an id, such as S09"
    wanted = Widgets(left).text("search", "Look for", key="claims_search", placeholder=example)
with right:
    verdicts = Widgets(right).several("verdicts", "Verdicts", VERDICTS, VERDICTS, key="claims_verdicts")
chosen = [claim for claim in words.found(CLAIMS, wanted) if claim.verdict in verdicts]
st.caption(
    f"{len(chosen)} of {len(CLAIMS)} claims. In each picture a line is a figure: the bar is what is allowed, the dot "
    "what was measured. To verify them yourself: python -m lab claims."
)
registry.show(chosen, last)
