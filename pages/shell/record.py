"""What a run of a page has put on screen: its question, its answer, its pictures; for what one takes along."""

from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

KEY = "record of this run"


@dataclass
class Record:
    """One run of one page.

    Attributes:
        question: the heading.
        answer: the sentence below it, Markdown.
        pictures: place -> (chart, alt text), in the order of the page; a place holds its latest picture alone.
        behind: place -> what makes the frame behind its picture, where the chart does not hold it.
    """

    question: str = ""
    answer: str = ""
    pictures: dict[object, tuple] = field(default_factory=dict)
    behind: dict[object, Callable] = field(default_factory=dict)


class Answer:
    """Where the answer stands, on screen and in the record."""

    def __init__(self):
        self.at = st.container()

    def markdown(self, text: str) -> None:
        """Show the answer; it takes the place of an earlier one in the record."""
        self.at.markdown(text)
        now().answer = text


def now() -> Record:
    """The record of this run."""
    return st.session_state.setdefault(KEY, Record())


def begin(question: str) -> None:
    """Forget the run before; this one asks `question`."""
    st.session_state[KEY] = Record(question)


def picture(chart, alt: str, place: object, behind: Callable | None = None) -> None:
    """Record what was drawn; call it after drawing, where an outdated run of the page has already ended.

    Args:
        chart, alt: the picture, and what it says.
        place: where it stands.
        behind: makes the frame of it, where the chart draws an image.
    """
    now().pictures[place] = chart, alt
    if behind:
        now().behind[place] = behind


def take() -> Record:
    """The record, taken out of the session: charts hold frames, and a session outlives its visit."""
    return st.session_state.pop(KEY, None) or Record()
