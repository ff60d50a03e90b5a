"""The words of the laboratory: a sentence each, and the question that shows what is meant."""

import streamlit as st

from lab.glossary import TERMS
from pages.shell import frame, terms
from pages.shell.widgets import Widgets

frame.open("glossary")
wanted = Widgets(st.container()).text("search", "Look for", key="glossary_search", placeholder="a word, such as epoch")
terms.show([term for term in TERMS.values() if wanted.lower() in " ".join((term.name, *term.also, term.says)).lower()])
