"""What every page opens with: its name in the browser, the way to the other pages, its question."""

import streamlit as st

from lab.rooms import PAGES, ROOMS
from pages.shell import address, chooser, drawn, lesson, links, prediction, views, work

# Whoever comes for one question reads that first: it is larger than the room's, which only says where one is.
ROOM = """<style>
[data-testid=stMain] h1 {font-size: 1rem; font-weight: 600; padding: .3rem 0 .35rem; opacity: .85}
[data-testid=stMain] h2 {font-size: clamp(1.35rem, 5vw, 1.9rem)}
@media (max-width: 640px) {[data-testid=stMain] h1 {padding-bottom: .9rem}}
</style>"""


def open(name: str) -> None:  # noqa: A001 - reads as frame.open at every call
    """Begin the page `name`, a key of `PAGES`: browser title, navigation, question; have the worker ready.

    Right as the first call of any script, whichever page a fresh server is asked for first.
    """
    page = PAGES[name]
    st.set_page_config(page_title=f"{page.title} · Starting points", page_icon=page.tab, layout="wide")
    work.queue().warm()
    links.follow()
    address.arrive(name)
    st.html(drawn.STYLE)
    if views.embedded() or views.lecture():
        return
    st.html(views.PAPER + (ROOM if name in ROOMS else "") + _navigation(name))
    lesson.bar()
    st.title("Before you look" if prediction.waiting() else page.question, anchor=False)


def _navigation(name: str) -> str:
    ways = [
        address.anchor(
            address.link("" if other == "home" else other, address.left(other)),
            page.title,
            icon=page.icon,
            current=other == name,
        )
        for other, page in PAGES.items()
    ]
    return chooser.choices("Pages", f"Page: {PAGES[name].title}", {"": ways})


def doors() -> None:
    """The way to every page of questions: its question as a link, and what one finds there."""
    for place, name in zip(st.columns(len(ROOMS)), ROOMS, strict=True):
        page = PAGES[name]
        with place.container(border=True, height="stretch"):
            st.html(address.anchor(address.link(name, address.left(name)), page.question, icon=page.icon))
            st.caption(page.teaser)


def halves() -> tuple:
    """Places for the picture and the knobs: side by side on a wide screen, one above the other on a phone."""
    return tuple(st.columns([5, 3], gap="large"))
