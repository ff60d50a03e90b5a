"""What one takes along from a page: card, pictures, data, script. What is heavy is made when its button is clicked."""

import functools

import streamlit as st

import lab
from lab import notebook, parcel
from lab.card import card as written
from lab.charts import export
from lab.charts.spec import frames as frames_of
from lab.setting_words import setting
from pages.shell import knobs
from pages.shell.record import Record

SHOWN, CELLS = 20_000, 50_000  # characters of a script on the page; numbers of a table, beyond which it takes seconds
ZIP, NOTEBOOK = "application/zip", "application/x-ipynb+json"


def card(name: str, seen: Record, experiment: lab.Experiment | None, link: str) -> None:
    """The Markdown of a forum post, to copy or to download."""
    text = written(
        question=seen.question,
        answer=seen.answer,
        setting=setting(experiment) if experiment else "",
        figures=[alt for _, alt in seen.pictures.values()],
        link=link,
    )
    with st.expander("A card for a forum post"):
        st.code(text, language="markdown", wrap_lines=True)
        _button("The card as Markdown", text, f"{name}.md", "text/markdown")


def pictures(name: str, seen: Record) -> None:
    """The first picture as PNG and SVG; all of them as a zip."""
    charts = [chart for chart, _ in seen.pictures.values()]
    if not charts:
        return
    which = "The picture" if len(charts) == 1 else "The first picture"
    with st.container(horizontal=True):
        for kind, mime in (("png", "image/png"), ("svg", "image/svg+xml")):
            made = functools.partial(image, charts[0], seen.question, kind)
            _button(f"{which} as {kind.upper()}", made, f"{name}.{kind}", mime)
        if len(charts) > 1:
            made = functools.partial(album, charts, seen.question)
            _button(f"All {len(charts)} pictures", made, f"{name}_pictures.zip", ZIP)


def data(name: str, seen: Record, experiment: lab.Experiment | None, link: str) -> None:
    """What the pictures draw, as CSV and as Parquet; the experiment as JSON."""
    about = {"question": seen.question, "answer": seen.answer, "link": link}
    with st.container(horizontal=True):
        for kind, title in (("csv", "CSV"), ("parquet", "Parquet")):
            made = functools.partial(frames, seen, kind, experiment, **about)
            if seen.pictures:
                _button(f"The data of all pictures as {title}", made, f"{name}_{kind}.zip", ZIP)
        if experiment is not None:
            _button("The experiment as JSON", experiment.to_json, f"{name}.json", "application/json")


def script(prefix: str, name: str, experiment: lab.Experiment) -> None:
    """The script of one run: on the page if asked for, as a file, as a notebook."""
    if knobs.toggle("Show the script that trains seed 0 of this in plain Keras", False, f"{prefix}script"):
        _show(experiment)
    with st.container(horizontal=True):
        _button("The script", functools.partial(lab.script, experiment, 0), f"{name}.py", "text/x-python")
        made = functools.partial(notebook.notebook, experiment, 0)
        _button("The script as a notebook", made, f"{name}.ipynb", NOTEBOOK)


def _show(experiment: lab.Experiment) -> None:
    """The script, or as much of it as one wants to read; a table of one's own can make it long."""
    if experiment.data.table is not None and experiment.data.examples * experiment.data.inputs > CELLS:
        st.caption("It holds every number of a large table, too many to show; the file has them all.")
        return
    source = lab.script(experiment, 0)
    with st.container(height=460):  # scrolls by keyboard, unlike a code block with a height
        st.code(source[:SHOWN], language="python", wrap_lines=True)
    if len(source) > SHOWN:
        st.caption(f"The first {SHOWN:,} of {len(source):,} characters; the file has them all.")


def image(chart, title: str, kind: str) -> bytes:
    """One chart as a picture."""
    return export.images([chart], title, [kind])[0]


def album(charts: list, title: str) -> bytes:
    """All charts as PNG and SVG in a zip."""
    names = [f"picture_{i}.{kind}" for i, _ in enumerate(charts, start=1) for kind in ("png", "svg")]
    return parcel.packed(dict(zip(names, export.images(charts, title, ["png", "svg"]), strict=True)))


def frames(seen: Record, kind: str, experiment: lab.Experiment | None, **about: str) -> bytes:
    """What the charts draw, in a zip."""
    drawn = [
        (alt, [seen.behind[place]()] if place in seen.behind else frames_of(chart))
        for place, (chart, alt) in seen.pictures.items()
    ]
    return parcel.data(drawn, kind, experiment, **about)


def _button(label: str, made, file: str, mime: str) -> None:
    st.download_button(label, made, file, mime, on_click="ignore")
