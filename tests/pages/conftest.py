"""A page under test: the real script, run by Streamlit's AppTest."""

import functools
import html
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
import streamlit as st
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
FILES = {
    "home": "app.py",
    **{
        name: f"pages/{name}.py"
        for name in (
            "softmax_cost",
            "neuron_differentiation",
            "feature_relevance",
            "seed_effects",
            "check_network",
            "claims",
            "glossary",
            "lessons",
        )
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
    "text_area",
)


def read_table(body: str) -> pd.DataFrame:
    """The frame of a table, from its HTML."""
    rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in re.findall(r"<tr>(.*?)</tr>", body)]
    heads, *values = [[html.unescape(cell) for cell in row] for row in rows]
    frame = pd.DataFrame(values, columns=heads)
    return frame.set_index(heads[0]) if 'scope="row"' in body else frame


class Visit:
    """A page that was opened, and what a test asks of it."""

    def __init__(self, app: AppTest, again: Callable | None = None):
        self.app, self._again = app, again

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
        """The keys of all knobs that the address holds."""
        return [widget.key for kind in KINDS for widget in getattr(self.app, kind) if " " not in widget.key]

    def turn(self, key: str, value) -> "Visit":
        """Set a knob, and run the page again."""
        self.knob(key).set_value(value).run()
        return self

    @property
    def shown(self) -> tuple:
        """All words, tables and charts, to be compared with what the page showed before."""
        bodies = [
            element.proto.body for element in self.app.get("html") if 'aria-label="Table of' in element.proto.body
        ]
        return self.text, bodies, [chart.SerializeToString() for chart in self.charts]

    @property
    def presets(self) -> dict[str, dict[str, list[str]]]:
        """The links of "Try": question -> {key of a knob: texts}."""
        body = next(element.proto.body for element in self.app.get("html") if "<li " in element.proto.body)
        links = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)<', body)
        return {html.unescape(ask): parse_qs(urlsplit(html.unescape(href)).query) for href, ask in links}

    def follow(self, question: str) -> "Visit":
        """The page that a link of "Try this" leads to; what the link leaves open is as it was asked for here."""
        return self._again(self.presets[question])

    def untaken(self) -> list[tuple[str, str, list[str]]]:
        """(question, key, texts) of each value in "Try this" that no knob has.

        A link that the knobs in sight do not fit is followed: there other knobs may be, or more values.
        """
        found = []
        for question, values in self.presets.items():
            page = self.follow(question) if self.lacking(values) else self
            found += [(question, key, values[key]) for key in page.lacking(values)]
        return found

    def lacking(self, values: Mapping[str, list[str]]) -> list[str]:
        """The keys among these values that no knob in sight has, or not with that value."""
        return [key for key, texts in values.items() if not (key.endswith("_part") or self._takes(key, texts))]

    def _takes(self, key: str, texts: list[str]) -> bool:
        """Whether the knob with a key is in sight and has these values, written as an address writes them."""
        if key not in self.keys():
            return False
        knob = self.knob(key)
        if knob.type == "number_input":
            return all(knob.min <= float(text) <= knob.max for text in texts)
        return set(texts) <= {str(option) for option in getattr(knob, "options", ("true", "false"))}


@pytest.fixture(scope="session")
def visit():
    """visit("seed_effects", seeds_count="50"): a page opened with values in its address."""

    def opened(name: str, **values) -> Visit:
        app = AppTest.from_file(str(ROOT / FILES[name]), default_timeout=120)
        for key, value in values.items():
            app.query_params[key] = value
        return Visit(app.run(), lambda more: opened(name, **(values | more)))

    return opened


@pytest.fixture(scope="session")
def arrived(visit):
    """arrived("seed_effects"): a page as it opens, opened once; read it, and turn nothing."""
    return functools.cache(visit)


@pytest.fixture(scope="session", autouse=True)
def _keras_stays():
    """After a page Streamlit has Keras forget its models and collects garbage: here alone, where other tests have them.

    A server has no Keras (tests/browser/test_server_faults.py); in this process it took ten times as long as the page.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(script_runner, "_clean_problem_modules", lambda: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _one_queue():
    """The process's queue is made once: its worker lives as long as the tests."""
    yield
    st.cache_resource.clear()
