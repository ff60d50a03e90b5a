"""Other views of a question: large for a lecture hall, the picture alone in another page's frame, and on paper.

The address says which: `lecture=1`, and Streamlit's own `embed=true`.
"""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from lab.knob import Knob, Toggle
from lab.knobs import Knobs
from lab.prose import unmarked
from lab.question import address as address_of
from lab.question import from_address, in_room
from lab.rooms import PAGES
from pages.shell import address, drawn, work

LECTURE = "lecture"
HEIGHT = 560  # pixels of a frame
# A chart measures the room that it has in pixels of the screen, and is then drawn larger: it is told of less room. One
# that would be too high for the screen is drawn smaller as a whole: what is above it takes some 15 lines.
STYLE = """<style>
.stApp {--larger: 1.5; --high: calc(100vh / var(--larger) - 15rem)}
[data-testid=stHeader] {display: none}
[data-testid=stMainBlockContainer] {padding-top: .5rem; padding-bottom: .5rem}
.lecture {display: flex; flex-wrap: wrap; gap: .2rem 1.4rem}
@media (max-height: 999px) {.stApp {--larger: 1.2}}
@media (min-width: 1200px) {
  [data-testid=stMainBlockContainer] {zoom: var(--larger)}
  [data-testid=stVegaLiteChart] {width: calc(100% / var(--larger)) !important}
  [data-testid=stVegaLiteChart] :is(svg.marks, canvas.marks) {
    max-width: none; max-height: var(--high); object-fit: contain}
  [data-testid=stVegaLiteChart]:has(.vega-bind) :is(svg.marks, canvas.marks) {max-height: calc(var(--high) - 4rem)}
}
</style>"""
PAPER = """<style>.paper {display: none}
[data-testid=stVegaLiteChart] svg.marks {max-width: 100%; height: auto}
@media print {
[data-testid=stHeader], nav, form, button, [data-testid=stExpander], iframe, .vega-bindings,
  [data-testid=stElementContainer]:has(input, textarea, [role=slider], [data-testid=stButtonGroup])
  {display: none !important}
.stApp, [data-testid=stAppViewContainer], [data-testid=stMain]
  {position: static !important; overflow: visible !important; height: auto !important}
html, body, #root {background: #fff !important}
.stApp, .stApp * {color: #000 !important; background: transparent !important}
.stApp svg text {fill: #000 !important}
.stApp svg .role-axis-grid line {stroke: #ddd !important}
.paper, [data-testid=stHorizontalBlock] {display: block !important}
[data-testid=stColumn] {width: 100% !important}
[data-address]::after {content: " " attr(data-address); font-size: .8rem; overflow-wrap: anywhere}
[data-testid=stVegaLiteChart] :is(svg, canvas) {max-width: 100%; height: auto !important}
[data-testid=stVegaLiteChart], h2, h3, li {break-inside: avoid}
h2, h3 {break-after: avoid}
}</style>"""


def lecture() -> bool:
    """Whether the address asks for the view of a lecture hall."""
    return st.query_params.get(LECTURE) == "1"


def embedded() -> bool:
    """Whether the address asks for the picture alone."""
    return bool(st.context.is_embedded)


def line(name: str, chosen: str) -> None:
    """A lecture's line of navigation: the question before, the one after, and the way back to the whole page."""
    questions = in_room(name)
    place = [each.slug for each in questions].index(chosen)
    around = {"Before": questions[place - 1 : place] if place else (), "Next": questions[place + 1 : place + 2]}
    links = [
        address.anchor(_with(address_of(other.slug), {LECTURE: "1"}), f"{label}: {other.title}")
        for label, others in around.items()
        for other in others
    ]
    whole = address.anchor(address.link(name, address.shown(PAGES[name].prefix)), "The whole page")
    st.html(f'{PAPER}{STYLE}<nav class="lecture" aria-label="Lecture">{"".join(links)}{whole}</nav>')


def picture(name: str) -> None:
    """The first picture of what the address asks for, its caption, and the link to the whole page."""
    st.html("<style>[data-testid=stMainBlockContainer] {padding: .5rem 1rem}</style>")
    held = {key: st.query_params.get_all(key) for key in st.query_params}
    slug, settings = from_address(f"{name}?{urlencode(held, doseq=True)}")
    answer = work.answer(slug, settings, False, lambda coarse: None)
    drawn.alone(answer)
    whole = escape((st.context.url or name) + address.query(held))
    st.html(f'<small><a href="{whole}" target="_blank" style="color:inherit">{escape(answer.question)}</a></small>')


def settings(turned: Knobs) -> None:
    """What every knob is set to, a line each: on paper, in place of the knobs."""
    lines = [
        f"<li>{escape(unmarked(knob.label))}: {escape(_told(knob, turned.values[name]))}</li>"
        for name, knob in turned.declared.items()
    ]
    st.html(f'<div class="paper"><strong>Settings</strong><ul style="columns: 2">{"".join(lines)}</ul></div>')


def _told(knob: Knob, value: object) -> str:
    if isinstance(knob, Toggle):
        return "on" if value else "off"
    return "a file of your own" if isinstance(value, bytes) else ", ".join(knob.texts(value)) or "none"


def offer(title: str, link: str) -> None:
    """The link to the lecture's view, and the lines that show the picture in another page."""
    st.html(address.anchor(_with(link, {LECTURE: "1"}), "View for a lecture hall"))
    st.caption("The picture alone, for another page:")
    source = escape(_with(link, {"embed": "true"}))
    frame = f'<iframe src="{source}" title="{escape(title)}" width="100%" height="{HEIGHT}" style="border:0"></iframe>'
    st.code(frame, language="html", wrap_lines=True)


def _with(link: str, values: dict[str, str]) -> str:
    return link + ("&" if "?" in link else "?") + urlencode(values)
