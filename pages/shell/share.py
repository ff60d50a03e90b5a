"""What one takes along from an answer: link, card, pictures, data, script. What is heavy is made when it is clicked."""

import functools

import streamlit as st

import lab
from lab import notebook, parcel
from lab.answer import Answer
from lab.card import card
from lab.charts import export
from lab.question import Question
from lab.rooms import PAGES
from lab.setting_text import setting
from pages.shell import address, prediction, views

SHOWN, CELLS = 20_000, 50_000  # characters of a script on the page; numbers of a table, beyond which it takes seconds
ZIP, NOTEBOOK = "application/zip", "application/x-ipynb+json"
MINE = (
    "The address of this question with your settings. What you brought, a network or a table, is not in it and stays "
    "with you: who opens it has to bring it again."
)


def row(question: Question, answer: Answer) -> None:
    """The address, and a menu of what can be taken along; the last thing on a page."""
    prefix, room = PAGES[question.room].prefix, question.room
    link = (st.context.url or room) + address.query(address.shown(prefix))
    st.caption(MINE if answer.private else "The address of exactly this.")
    st.code(link, language=None, wrap_lines=True)
    with st.expander("Take it with you"):
        _card(answer, link, question.slug)
        _pictures(answer, link, question.slug)
        _data(answer, link, question.slug)
        if answer.experiment is not None:
            _script(answer.experiment, link, question.slug)
        if not answer.private and answer.figures():
            views.offer(answer.question, link)
    if answer.experiment is not None:
        _shown_script(answer.experiment, prefix)


def _card(answer: Answer, link: str, name: str) -> None:
    about = setting(answer.experiment) if answer.experiment else ""
    says = [figure.says for figure in answer.figures()]
    guess = prediction.expected()
    text = card(
        question=answer.question, answer=answer.headline, setting=about, figures=says, link=link, expected=guess
    )
    _button("A card for a forum post, as Markdown", text, f"{name}.md", "text/markdown")


def _pictures(answer: Answer, link: str, name: str) -> None:
    figures = answer.figures()
    if not figures:
        return
    which = "The picture" if len(figures) == 1 else "The first picture"
    for kind, mime in (("png", "image/png"), ("svg", "image/svg+xml")):
        _button(f"{which} as {kind.upper()}", functools.partial(image, answer, kind, link), f"{name}.{kind}", mime)
    if len(figures) > 1:
        _button(f"All {len(figures)} pictures", functools.partial(album, answer, link), f"{name}_pictures.zip", ZIP)


def _data(answer: Answer, link: str, name: str) -> None:
    for kind, title in (("csv", "CSV"), ("parquet", "Parquet")):
        if answer.figures():
            made = functools.partial(frames, answer, kind, link)
            _button(f"The data of all pictures as {title}", made, f"{name}_{kind}.zip", ZIP)
    if not answer.private:
        _button("The answer as JSON", answer.to_json, f"{name}_answer.json", "application/json")
    if answer.experiment is not None:
        _button("The experiment as JSON", answer.experiment.to_json, f"{name}.json", "application/json")


def _script(experiment: lab.Experiment, link: str, name: str) -> None:
    _button(
        "A script of one run in plain Keras",
        functools.partial(lab.script, experiment, 0),
        f"{name}.py",
        "text/x-python",
    )
    _button(
        "The script as a notebook", functools.partial(notebook.notebook, experiment, 0, link), f"{name}.ipynb", NOTEBOOK
    )


def _shown_script(experiment: lab.Experiment, prefix: str) -> None:
    """The script, or as much of it as one wants to read; a table of one's own can make it long."""
    key = f"{prefix}script"
    address.register(key, False, lambda value: [str(value).lower()])
    which = "one run" if experiment.init.weights else "one run, that of seed 0,"  # given weights have no seed
    if not st.toggle(f"Show a script of {which} in plain Keras", key=key, bind="query-params"):
        return
    if experiment.data.table is not None and experiment.data.examples * experiment.data.inputs > CELLS:
        st.caption("It holds every number of a large table, too many to show; the file has them all.")
        return
    source = lab.script(experiment, 0)
    with st.container(height=460):  # scrolls by keyboard, unlike a code block with a height
        st.code(source[:SHOWN], language="python", wrap_lines=True)
    if len(source) > SHOWN:
        st.caption(f"The first {SHOWN:,} of {len(source):,} characters; the file has them all.")


def image(answer: Answer, kind: str, link: str) -> bytes:
    """The first picture as a file, with its caption and where it is seen."""
    return export.drawn([answer.figures()[0]], answer.question, [kind], link)[0]


def album(answer: Answer, link: str) -> bytes:
    """All pictures as PNG and SVG in a zip."""
    figures = answer.figures()
    names = [f"{answer.slug}_{i}.{kind}" for i, _ in enumerate(figures, start=1) for kind in ("png", "svg")]
    return parcel.packed(dict(zip(names, export.drawn(figures, answer.question, ["png", "svg"], link), strict=True)))


def frames(answer: Answer, kind: str, link: str) -> bytes:
    """What the pictures draw, in a zip."""
    drawn = [
        (figure.says, [figure.behind] if figure.behind is not None else list(figure.frames.values()))
        for figure in answer.figures()
    ]
    about = {"question": answer.question, "answer": answer.headline, "link": link}
    return parcel.data(drawn, kind, answer.experiment, **about)


def _button(label: str, made, file: str, mime: str) -> None:
    st.download_button(label, made, file, mime, on_click="ignore", type="tertiary")
