"""Which table: one that comes with scikit-learn, or a CSV of the visitor's own."""

import streamlit as st

from lab.numerals import counted
from lab.prose import literal
from lab.relevance import sheet, upload
from pages.shell import asking, knobs

PROMISE = (
    "It stays in this session: it is in no link, in nobody else's results and in no log, and it is gone when you leave "
    "or load the page anew, as every link here does. First row: names. Then at least 3 rows, one an example."
)
MARKS = {".": "point", ",": "comma"}
FIRST = {True: "the names of the columns", False: "an example"}


def show() -> sheet.Sheet | None:
    """The choice of a table, and the place to bring one; the sheet, None where none was brought yet."""
    source = knobs.choice("Table", sheet.SOURCES, "diabetes", "relevance_table_source", sheet.SOURCES.get)
    if source != sheet.OWN:
        return asking.measure(sheet.embedded, source)
    most = upload.MOST_MEGABYTES
    file = st.file_uploader("CSV file", type=["csv", "tsv", "txt"], max_upload_size=most, key="own_table_file")
    st.caption(PROMISE)
    if file is None:
        return None
    key, chosen = f"relevance_table_read_{file.file_id}", st.session_state.get
    header = chosen(f"{key}_header")
    own = asking.measure(
        upload.read, file.getvalue(), private=True, decimal=chosen(f"{key}_decimal"), header=header,
        keep=tuple(chosen(f"{key}_keep_{header}", ())),
    )  # fmt: skip
    if own.header is not None:
        knobs.choice("The first row holds", FIRST, own.header, f"{key}_header", FIRST.get, linked=False)
    if own.undecided:
        knobs.choice("Decimals begin with a", MARKS, own.decimal, f"{key}_decimal", MARKS.get, linked=False)
    if own.unused:
        knobs.some("Use as numbers all the same", own.unused, f"{key}_keep_{header}", linked=False)
    notes = [f"{counted(len(own.frame), 'row')}, {counted(len(own.frame.columns), 'column')}.", *own.notes]
    st.caption("\n".join(f"- {literal(note)}" for note in notes) if len(notes) > 2 else literal(" ".join(notes)))
    return own
