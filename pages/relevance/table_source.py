"""Which table: one that comes with scikit-learn, or a CSV of the visitor's own."""

import streamlit as st

from lab.prose import literal
from lab.relevance import sheet, upload
from pages.shell import asking, knobs

PROMISE = (
    "It stays in this session: it is in no link, in nobody else's results and in no log, and it is gone when you leave "
    "or load the page anew, as every link here does. First row: names. Then at least 3 rows, one an example."
)


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
    own = asking.measure(upload.read, file.getvalue(), private=True)
    st.caption(literal(f"{len(own.frame):,} rows, {len(own.frame.columns)} columns. {' '.join(own.notes)}"))
    return own
