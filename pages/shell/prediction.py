"""Predict, then reveal: a link that asks before it shows.

A mentor's link holds a question (`ask`) and, if wanted, answers to choose from (`ask_answers`, split at "|"). Whoever
opens it says what they expect; then the page shows the run, with what was expected above it.
"""

import streamlit as st

from lab.prose import literal, unmarked
from pages.shell import address

ASK, ANSWERS = "ask", "ask_answers"
LONGEST, MOST = 160, 6  # characters of a question or an answer; answers
TOLD = "what was expected"


def asked() -> str:
    """What the address asks of whoever opens it; "" = nothing."""
    return st.query_params.get(ASK, "").strip()[:LONGEST]


def expected() -> str:
    """What this visitor said to that; "" = nothing yet."""
    question, answer = st.session_state.get(TOLD, ("", ""))
    return answer if asked() and question == asked() else ""


def waiting() -> bool:
    """Whether the address asks something that this visitor has not answered yet."""
    return bool(asked()) and not expected()


def pending() -> bool:
    """Ask if the visitor has not said yet what they expect; else say what it was. Whether the run stays hidden."""
    if expected():
        st.info(f"**{literal(asked())}** You expected: {literal(expected())}. This is what happened:")
    if not waiting():
        return False
    who = "This lesson" if "lesson" in st.query_params else "Whoever sent you this link"
    st.markdown(f"{who} asks: **{literal(asked())}**")
    with st.form("prediction", border=True):
        answer = _answer(_answers(st.query_params.get(ANSWERS, "")))
        sent = st.form_submit_button("That is what I expect: show the run")
    if sent and answer:
        st.session_state[TOLD] = (asked(), answer)
        st.rerun()
    if sent:
        st.warning("Say what you expect first; a guess is fine.")
    return True


def hand_in(result: str, link: str) -> None:
    """What was asked, expected and found, as a line for whoever asked.

    Args:
        result: the headline.
        link: to what is on screen.
    """
    if expected():
        st.caption("A line to hand in:")
        line = f"{asked()} My guess: {expected()}. The result: {unmarked(result)} {link}"
        st.code(line, language=None, wrap_lines=True)


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
