"""Predict, then reveal: a link that asks before it shows.

A mentor's link holds a question (`ask`) and, if wanted, answers to choose from (`ask_answers`, split at "|"). Whoever
opens it says what they expect; then the page shows the run, with what was expected above it.
"""

import streamlit as st

from lab.prose import literal
from pages.shell import address

ASK, ANSWERS = "ask", "ask_answers"
LONGEST, MOST = 160, 6  # characters of a question or an answer; answers
TOLD = "what was expected"


def pending() -> bool:
    """Whether the address asks something that this visitor has not answered yet; then the question is shown."""
    question = st.query_params.get(ASK, "").strip()[:LONGEST]
    if not question:
        return False
    if TOLD in st.session_state:
        st.info(f"**{literal(question)}** You expected: {literal(st.session_state[TOLD])}. This is what happened:")
        return False
    st.subheader("Before you look", anchor=False)
    st.markdown(f"Whoever sent you this link asks: **{literal(question)}**")
    with st.form("prediction", border=True):
        answer = _answer(_answers(st.query_params.get(ANSWERS, "")))
        sent = st.form_submit_button("That is what I expect: show the run")
    if sent and answer:
        st.session_state[TOLD] = answer
        st.rerun()
    if sent:
        st.warning("Say what you expect first; a guess is fine.")
    return True


def offer(link: str) -> None:
    """A place to make such a link of what is on screen.

    Args:
        link: to what is on screen.
    """
    with st.expander("Ask before you show: a link that wants a prediction first"):
        question = st.text_input("Question to the reader", max_chars=LONGEST, key="prediction question")
        answers = st.text_input(
            f"Answers to choose from, split by | (at most {MOST}; none: the reader writes one)",
            key="prediction answers",
        )
        if question.strip():
            values = {ASK: [question.strip()]} | ({ANSWERS: ["|".join(_answers(answers))]} if _answers(answers) else {})
            st.code(link + ("&" if "?" in link else "?") + address.query(values)[1:], language=None, wrap_lines=True)


def _answers(text: str) -> list[str]:
    """The answers to choose from, without empty and repeated ones."""
    given = [answer.strip()[:LONGEST] for answer in text.split("|")]
    return list(dict.fromkeys(answer for answer in given if answer))[:MOST]


def _answer(answers: list[str]) -> str | None:
    if answers:
        return st.radio("What do you expect?", answers, index=None, format_func=literal, key="prediction chosen")
    return st.text_input("What do you expect?", max_chars=LONGEST, key="prediction written").strip()
