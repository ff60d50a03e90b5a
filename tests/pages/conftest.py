"""A page under test: the real script, run by Streamlit's AppTest, with the caches of the process cleared between."""

import html
import re
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
FILES = {
    "home": "app.py",
    **{
        name: f"pages/{name}.py"
        for name in ("softmax_cost", "neuron_differentiation", "feature_relevance", "seed_effects", "claims")
    },
}
KINDS = (
    "select_slider",
    "selectbox",
    "multiselect",
    "radio",
    "button_group",
    "toggle",
    "slider",
    "number_input",
    "text_input",
)


def read_table(body: str) -> pd.DataFrame:
    """The frame of `picture.table`, from its HTML."""
    rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in re.findall(r"<tr>(.*?)</tr>", body)]
    heads, *values = [[html.unescape(cell) for cell in row] for row in rows]
    frame = pd.DataFrame(values, columns=heads)
    return frame.set_index(heads[0]) if 'scope="row"' in body else frame


class Visit:
    """A page that was opened, and what a test asks of it."""

    def __init__(self, app: AppTest):
        self.app = app

    @property
    def text(self) -> str:
        """All Markdown of the page."""
        return "\n".join(element.value for element in self.app.markdown)

    @property
    def answer(self) -> str:
        """The first sentence in bold."""
        return next(element.value for element in self.app.markdown if element.value.startswith("**"))

    @property
    def charts(self) -> list:
        """The Vega-Lite charts, as Streamlit sends them."""
        return [element.proto for element in self.app.get("vega_lite_chart")]

    @property
    def tables(self) -> list[pd.DataFrame]:
        """The tables, as texts; rows that have a head are indexed by it."""
        bodies = [element.proto.body for element in self.app.get("html")]
        return [read_table(body) for body in bodies if 'aria-label="Table of' in body]

    @property
    def problems(self) -> list[str]:
        """What the page shows in red."""
        return [element.value for element in (*self.app.error, *self.app.exception)]

    def knob(self, key: str):
        """The widget with a key."""
        return next(widget for kind in KINDS for widget in getattr(self.app, kind) if widget.key == key)

    def keys(self) -> list[str]:
        """The keys of all knobs."""
        return [widget.key for kind in KINDS for widget in getattr(self.app, kind)]

    def turn(self, key: str, value) -> "Visit":
        """Set a knob, and run the page again."""
        self.knob(key).set_value(value).run()
        return self


@pytest.fixture
def visit():
    """visit("seed_effects", seeds_count="50"): a page opened with values in its address."""
    st.cache_data.clear()

    def opened(name: str, **values) -> Visit:
        app = AppTest.from_file(str(ROOT / FILES[name]), default_timeout=120)
        for key, value in values.items():
            app.query_params[key] = value
        return Visit(app.run())

    return opened


@pytest.fixture(scope="session", autouse=True)
def _one_slot():
    """The process's slot is made once: its thread lives as long as the tests."""
    yield
    st.cache_resource.clear()
