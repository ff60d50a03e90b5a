"""A room: its questions to choose from, and the one that the address asks for, with its knobs and its answer."""

import functools
from collections.abc import Callable, Mapping
from html import escape
from types import ModuleType

import streamlit as st

from lab.answer import Answer
from lab.knobs import Knobs
from lab.question import Elsewhere, Onto, Question, in_room, named, said
from lab.question import values as values_of
from lab.rooms import PAGES
from pages.shell import (
    address,
    address_check,
    chooser,
    drawn,
    finder,
    frame,
    lesson,
    links,
    prediction,
    share,
    views,
    work,
)
from pages.shell.widgets import Widgets


def show(name: str) -> None:
    """The page of a room, a key of `lab.rooms.PAGES`."""
    frame.open(name)
    if views.embedded():
        views.picture(name)
        return
    slugs = [each.slug for each in in_room(name)]
    key = address.part_key(PAGES[name].prefix)
    asked = st.query_params.get(key, slugs[0])
    chosen = asked if asked in slugs else slugs[0]
    address.register(key, slugs[0], lambda value: [value])
    st.session_state[key] = chosen
    module = named(chosen)
    st.set_page_config(page_title=f"{module.QUESTION.ask} · Starting points")
    if views.lecture():
        views.line(name, chosen)
        with links.fresh(chosen):
            st.title(module.QUESTION.ask, anchor=False)
            answered(module, whole=False)
        return
    waiting = prediction.waiting()
    finder.remind("" if waiting else chosen)
    if waiting:  # nothing that gives the answer away
        prediction.pending()
        return
    st.html(_rows(name, in_room(name), chosen))
    if asked != chosen:
        st.info("The address names a question that this page does not have; this is its first one.")
    with links.fresh(chosen):
        st.header(module.QUESTION.ask, anchor=False)
        arrived = address_check.AddressCheck(name, chosen)
        prediction.pending()
        _question(module, arrived)


def _question(module: ModuleType, arrived: address_check.AddressCheck) -> None:
    """The answer, what to try, what to take along."""
    room, answer = module.QUESTION.room, answered(module, arrived.tell)
    link = (st.context.url or room) + address.query(address.shown(PAGES[room].prefix))
    share.row(module.QUESTION, answer)
    prediction.hand_in(answer.headline, link)
    prediction.offer(link)
    lesson.foot()


def answered(
    module: ModuleType, turned_all: Callable[[Knobs], None] = lambda turned: None, whole: bool = True
) -> Answer:
    """Headline and picture beside knobs; and, if `whole`, the rest of the answer and what to try.

    `turned_all` is called with the knobs once all are drawn.
    """
    question, head = module.QUESTION, st.container()
    tried = head.empty()  # there always: else the headline of the run before would stand below this one's until its end
    left, right = frame.halves()
    turned = Widgets(right.container(key="knobs"), question.prefix)
    module.knobs(turned)
    with right:
        views.settings(turned)
        _again(question, turned)
    turned_all(turned)
    private = any(turned.values[name] is not None for name, knob in turned.declared.items() if knob.private)
    here = _leads_to(question, Onto({}))
    ways = [(text, _leads_to(question, given)) for text, given in getattr(module, "TRY", {}).items()] if whole else []
    if not private and (preset := next((text for text, to in ways if to == here), "")):
        tried.subheader(preset, anchor=False)
    board = drawn.Board(head, left, turned, noted=whole)
    with left:
        coarse = functools.partial(board.show, final=False)
        answer = work.answer(question.slug, turned.values, private, coarse, board.say)
    board.show(answer)
    if whole:
        drawn.rest(answer, turned)
        _try([(text, to) for text, to in ways if to != here])
    return answer


def _again(question: Question, turned: Widgets) -> None:
    """A way back to how the knobs begin, once one is turned: the browser's Back takes back a link, but no knob."""
    if any(not knob.private and turned.values[name] != knob.default for name, knob in turned.declared.items()):
        st.html(address.anchor(_link(*_leads_to(question, {})), "Start again, with all settings as they begin"))


def _try(ways: list[tuple[str, tuple[str, dict[str, list[str]]]]]) -> None:
    """Presets as questions, each a link to the page with those values and the first ones for the rest."""
    items = []
    for text, to in ways:
        link = _link(*to)
        whole = escape(address.whole(link))
        items.append(f'<li data-address="{whole}" style="margin:.3rem 0">{address.anchor(link, text)}</li>')
    if items:
        st.subheader("Try", anchor=False)
        st.html(f'<ul style="padding-left:1.2rem;margin:0">{"".join(items)}</ul>')


def _leads_to(here: Question, given: Mapping | Elsewhere) -> tuple[str, dict[str, list[str]]]:
    """The page, "" for home, and the values that settings to try are shown with."""
    to = given if isinstance(given, Elsewhere) else Elsewhere(here.slug, given)
    stays = address.shown(PAGES[here.room].prefix) if isinstance(given, Onto) else {}
    room = said(to.slug).room
    return "" if room == "home" else room, stays | values_of(to.slug, to.settings)


def _link(room: str, values: Mapping[str, list[str]]) -> str:
    return address.link(room, values | lesson.kept() | finder.kept())


def _rows(name: str, questions: tuple[Question, ...], chosen: str) -> str:
    """The questions as links: those to begin with in sight, the further ones in a fold, whichever is on screen."""
    groups: dict[str, list[str]] = {}
    first, further, here = [], {}, ""
    for each in questions:
        to = address.link(name, address.left(name, each.slug) | finder.kept())
        link = address.anchor(to, each.title, current=each.slug == chosen)
        groups.setdefault(each.group, []).append(link)
        if each.level == "first":
            first.append(link)
        else:
            further.setdefault(each.group, []).append(link)
            here = each.title if each.slug == chosen else here
    titles = [each.title for each in questions if each.slug == chosen]
    more = f"{sum(map(len, further.values()))} further questions" if further else ""
    return chooser.choices("Questions of this page", f"Question: {titles[0]}", groups, first, further, more, here)
