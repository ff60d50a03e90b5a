"""Answers on the page: every kind of block in the order in which the answer has them.

A picture goes to the browser as the Vega-Lite that the answer holds: nothing is computed and nothing is checked again.
"""

import functools
from itertools import groupby

import streamlit as st

from lab.answer import Advice, Answer, Block, Code, Figure, Formula, Section, Sets, Table, Why, Words
from lab.answer_html import table
from lab.knob import Area, Knob
from lab.knobs import Knobs
from pages.shell import terms
from pages.shell.legends import fitted
from pages.shell.widgets import put

LEAST = 0.01  # of the picture's width: a smaller box was a click
MIDDLE = (0.4375, 0.5625)
# A table that is cut at the right has a shadow there until it is scrolled to its end; what a picture offers under the
# mouse stands beside it and not on the sentence above. The bar that holds nothing but the menu hides nothing of the
# page. On a phone, two knobs stand in a row where both are narrow, so that the picture and its knobs are on one screen.
STYLE = """<style>
@keyframes more {from, 95% {box-shadow: inset -1rem 0 .8rem -.6rem rgba(128, 128, 128, .8)} to {box-shadow: none}}
[role=region][aria-label^="Table of"] {animation: more linear; animation-timeline: scroll(self inline)}
@media (min-width: 800px) {
[data-testid=stHeader] {background: none; pointer-events: none}
[data-testid=stHeader] button {pointer-events: auto}
[data-testid=stFullScreenFrame]:has([data-testid=stVegaLiteChart]):not(:has([aria-label^="Close"])) {
  [data-testid=stElementToolbar] {top: 0; right: -3.2rem}
  [data-testid=stElementToolbarButtonContainer] {flex-direction: column}
}
}
@media (max-width: 640px) {
[data-testid=stMainBlockContainer] [data-testid=stVerticalBlock] {gap: .55rem}
[data-testid=stMainBlockContainer] [data-testid=stHorizontalBlock] {row-gap: .55rem}
.st-key-knobs {flex-direction: row; flex-wrap: wrap; align-items: end; column-gap: 1.1rem !important}
.st-key-knobs > * {flex: 1 1 100%}
.st-key-knobs > [data-testid=stElementContainer]:has([data-testid=stSlider], [data-testid=stSelectbox]) {
  flex: 1 1 8.5rem; width: auto !important; min-width: 8.5rem}
}
[data-testid=stTextInput] [data-testid=InputInstructions] {bottom: -1.05rem}  /* below what is typed, not on it */
</style>"""


class Board:
    """Where the answer stands that is seen first: its headline, and what belongs beside the knobs.

    A later answer takes the place of an earlier one block by block, without a gap: so a coarse answer can be seen
    while the fine one is computed.

    Args:
        head: where the headline stands.
        beside: where the pictures stand, beside the knobs.
        turned: the knobs, for pictures whose selections turn one.
        noted: whether the note stands below the headline, and not below the pictures.
    """

    def __init__(self, head, beside, turned: Knobs, noted: bool = True):
        self._head, self._beside, self._turned, self._noted = head, beside, turned, noted
        self._places: dict[tuple[str, int], object] = {}

    def show(self, answer: Answer, final: bool = True) -> None:
        """Draw the headline, the note, and the leading blocks; `final` unless a finer one follows."""
        terms.begin()
        headline = answer.headline if "**" in answer.headline else f"**{answer.headline}**"
        note = [Words(answer.note, small=True)] if answer.note else []
        for place, text in enumerate([Words(headline), *(note if self._noted else [])]):
            self._put("head", self._head, place, text, None)
        blocks, turned = with_captions(leading(answer)), self._turned if final else None
        blocks += [] if self._noted else note
        for place, block in enumerate(blocks):
            self._put("beside", self._beside, place, block, turned)
        for block in blocks:
            if turned is not None and isinstance(block, Figure):
                _ways_about(block, self._beside, turned)

    def say(self, text: str) -> None:
        """Put a text where the headline stands: the one before is about other settings."""
        self._put("head", self._head, 0, Words(text), None)

    def _put(self, name: str, whole, number: int, block: Block, turned: Knobs | None) -> None:
        at = self._places.get((name, number), whole)
        self._places[name, number] = _draw(block, at, turned)


def with_captions(blocks: tuple[Block, ...]) -> list[Block]:
    """The blocks, the caption of each picture as one of its own."""
    spread = []
    for block in blocks:
        spread += [block, Words(block.caption, small=True)] if getattr(block, "caption", "") else [block]
    return spread


def leading(answer: Answer) -> tuple[Block, ...]:
    """The blocks that stand beside the knobs: those before the first `Why`, `Advice` or `Section`."""
    stops = (place for place, block in enumerate(answer.blocks) if isinstance(block, (Why, Advice, Section)))
    return answer.blocks[: next(stops, len(answer.blocks))]


def alone(answer: Answer) -> None:
    """Its first picture, with its caption."""
    for block in with_captions(tuple(answer.figures()[:1])):
        _draw(block, st, None)


def rest(answer: Answer, turned: Knobs) -> None:
    """Everything below: why and what to do beside each other, then the sections."""
    blocks = answer.blocks[len(leading(answer)) :]
    told = [block for block in blocks if isinstance(block, (Why, Advice))]
    if told:
        for place, block in zip(st.columns(len(told), gap="large"), told, strict=True):
            _draw(block, place, turned)
    for block in with_captions(tuple(block for block in blocks if not isinstance(block, (Why, Advice)))):
        _draw(block, st, turned)


def _draw(block: Block, at, turned: Knobs | None):
    """Draw one block; what comes back is the place where another one would take its place."""
    return DRAW[type(block)](block, at, turned)


def _words(block: Words, at, _):
    return terms.write(at, block.text, small=True) if block.small else at.markdown(block.text)


def _why(block: Why, at, _):
    box = at.container()
    box.subheader("Why?", anchor=False)
    return terms.write(box, block.text)


def _advice(block: Advice, at, _):
    box = at.container()
    box.subheader("What to do", anchor=False)
    shown = terms.write(box, block.text)
    return box.code(block.code, language="python", wrap_lines=True) if block.code else shown


def _formula(block: Formula, at, _):
    return at.markdown(rf"$\displaystyle {block.tex}$")


def _table(block: Table, at, _):
    return at.html(table(block.frame))


def _code(block: Code, at, _):
    return at.code(block.source, language=block.language, wrap_lines=True)


def _section(block: Section, at, turned):
    if block.folded:
        box = at.expander(block.title)
    else:
        box = at.container()
        box.subheader(block.title, anchor=False)
    for pictures, blocks in groupby(block.blocks, lambda each: block.across > 1 and isinstance(each, Figure)):
        if pictures:
            _beside(list(blocks), box, block.across, turned)
        else:
            for each in with_captions(tuple(blocks)):
                _draw(each, box, turned)
    return box


def _beside(figures: list[Figure], box, across: int, turned) -> None:
    """Pictures beside each other, each with its caption."""
    for first in range(0, len(figures), across):
        for place, figure in zip(box.columns(across, gap="medium"), figures[first:], strict=False):
            for part in with_captions((figure,)):
                _draw(part, place, turned)


def _figure(block: Figure, at, turned):
    spec = {**fitted(block.spec), "datasets": {**block.spec.get("datasets", {}), **block.arrow}}
    sized = isinstance(spec.get("width"), (dict, int))  # cells of a size of their own, and squares, stay square
    width = "content" if sized else "stretch"
    return at.vega_lite_chart(None, spec, width=width, alt=block.says, **_selection(block, turned))


def _selection(block: Figure, turned: Knobs | None) -> dict:
    """What makes a selection in the picture turn its knob."""
    if block.sets is None or turned is None or block.sets.knob not in turned.declared:
        return {}
    knob, value = turned.declared[block.sets.knob], turned.values[block.sets.knob]
    key = f"{knob.key} picture" + (knob.texts(value)[0] if isinstance(knob, Area) else "")
    react = functools.partial(_picked, key, block.sets, knob, value)
    return {"key": key, "on_select": react, "selection_mode": block.sets.selection}


def _picked(key: str, sets: Sets, knob: Knob, value: object) -> None:
    """What a click on a mark, or a box on a map, does."""
    chosen = st.session_state[key].get("selection", {}).get(sets.selection)
    if isinstance(knob, Area):
        sides = [sorted(min(max(edge, 0.0), 1.0) for edge in (chosen or {}).get(name, ())) for name in sets.fields]
        if all(len(side) == 2 and side[1] - side[0] > LEAST for side in sides):
            _go(knob, lambda: knob.window(*value).part(*sides))
    elif chosen and sets.fields[0] in chosen[0]:
        put(knob.key, knob.checked(chosen[0][sets.fields[0]]))


def _ways_about(block: Figure, at, turned: Knobs) -> None:
    """Buttons that move a window for those who draw no box: closer, further out, the whole, to the sides."""
    knob = block.sets and turned.declared.get(block.sets.knob)
    if not isinstance(knob, Area):
        return
    shown, whole, closer = knob.window(*turned.values[knob.name]), knob.window(*knob.default), block.sets.closer
    inside = (lambda: knob.window(*closer)) if closer else (lambda: shown.part(MIDDLE, MIDDLE))
    ways = {
        "Closer": inside, "Further out": lambda: shown.wider(4.0), "The whole map": lambda: whole,
        "Left": lambda: shown.moved(-0.5, 0.0), "Right": lambda: shown.moved(0.5, 0.0),
        "Up": lambda: shown.moved(0.0, 0.5), "Down": lambda: shown.moved(0.0, -0.5),
    }  # fmt: skip
    with at.container(horizontal=True):
        for label, target in ways.items():
            off = shown == whole and label in ("Further out", "The whole map")
            st.button(label, f"{knob.key} {label}", on_click=_go, args=(knob, target), disabled=off)


def _go(knob: Area, target) -> None:
    """Ask for another window, unless there is none."""
    try:
        st.query_params[knob.key] = knob.texts(knob.edges(target()))[0]
    except ValueError as error:
        st.toast(str(error))


DRAW = {
    Words: _words,
    Why: _why,
    Advice: _advice,
    Formula: _formula,
    Table: _table,
    Code: _code,
    Section: _section,
    Figure: _figure,
}
