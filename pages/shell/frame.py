"""What every page opens with: its name in the browser, the way to the other pages, its question."""

from dataclasses import dataclass

import streamlit as st

from pages.shell import address, asking, record


@dataclass(frozen=True)
class Page:
    """One page as the navigation knows it.

    Attributes:
        prefix: what the keys of its knobs begin with.
        title: short, in the navigation and in the browser's tab.
        icon: name of a Material symbol, in the navigation.
        tab: an emoji, in the browser's tab (a Material symbol there would be fetched from the internet).
        question: the heading of the page.
        teaser: what one finds there, in a sentence.
    """

    prefix: str
    title: str
    icon: str
    tab: str
    question: str
    teaser: str


PAGES = {
    "home": Page(
        "home_", "Home", "home", "🌱", "What does the starting point do?",
        "What this is, and one thing to move at once.",
    ),
    "softmax_cost": Page(
        "softmax_", "Softmax cost", "percent", "🎯",
        "The cost looks at one output only. Why do all of them learn?",
        "Move the scores of a softmax and see the probabilities, the cost and the gradient.",
    ),
    "neuron_differentiation": Page(
        "neurons_", "Two neurons", "call_split", "👯",
        "Same input, same rule: what makes two neurons different?",
        "Start two neurons equal, or nearly, and watch how far apart they get.",
    ),
    "feature_relevance": Page(
        "relevance_", "Useless features", "filter_alt", "🧲",
        "Does training set useless weights to zero?",
        "Give a line some useless columns and see where their weights end.",
    ),
    "seed_effects": Page(
        "seeds_", "Luck of the seed", "casino", "🎲",
        "How much of the result is luck?",
        "Train the same network from hundreds of starting points and see where they end.",
    ),
    "claims": Page(
        "claims_", "Claims", "fact_check", "🔎",
        "What are learners told, and does it hold?",
        "Every claim of the laboratory with the figure it has to meet, and what was measured.",
    ),
}  # fmt: skip


ROOMS = [name for name in PAGES if name not in ("home", "claims")]  # the pages of questions


def open(name: str) -> None:  # noqa: A001 - reads as frame.open at every call
    """Begin the page `name`, a key of `PAGES`: browser title, navigation, question; warm the slot up.

    Right as the first call of any script, whichever page a fresh server is asked for first.
    """
    page = PAGES[name]
    st.set_page_config(page_title=f"{page.title} · Starting points", page_icon=page.tab, layout="wide")
    record.begin(page.question)
    asking.slot()
    st.html(_navigation(name))
    st.title(page.question, anchor=False)


def _navigation(name: str) -> str:
    values = address.carried(tuple(page.prefix for page in PAGES.values()))
    links = [
        address.anchor(
            address.link("" if other == "home" else other, values), page.title, icon=page.icon, current=other == name
        )
        for other, page in PAGES.items()
    ]
    return f'<nav aria-label="Pages" style="display:flex;flex-wrap:wrap;gap:.2rem 1.4rem">{"".join(links)}</nav>'


def doors() -> None:
    """The way to every page of questions: its question as a link, and what one finds there."""
    values = address.carried(tuple(page.prefix for page in PAGES.values()))
    for place, name in zip(st.columns(4), ROOMS, strict=True):
        page = PAGES[name]
        with place.container(border=True, height="stretch"):
            st.html(address.anchor(address.link(name, values), page.question, icon=page.icon))
            st.caption(page.teaser)


def answer() -> record.Answer:
    """The place of the answer, below the question; it is also what the card says that one takes along."""
    return record.Answer()


def halves() -> tuple:
    """Places for the picture and the knobs: side by side on a wide screen, one above the other on a phone."""
    return tuple(st.columns([5, 3], gap="large"))
