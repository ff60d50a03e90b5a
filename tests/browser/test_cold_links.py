"""Each page as the first thing that a fresh server is asked for."""

import pytest
from playwright.sync_api import expect

from pages.shell.frame import PAGES
from tests.browser.page import answer, presets, question, said
from tests.browser.visitor import visitor

PLAIN = ("home", "claims", "glossary", "lessons")  # nothing to try there
ROOMS = ("seed_effects", "check_network")  # of the rooms, which differ in their questions alone; one brings a network


@pytest.mark.parametrize("name", PLAIN)
def test_a_cold_page_says_what_a_warm_one_says(server, fresh, name):
    page = "" if name == "home" else name
    with visitor(fresh, page) as cold, visitor(server, page) as warm:
        texts = cold.see()
        assert texts
        assert texts == warm.see()


@pytest.mark.parametrize("name", ROOMS)
def test_a_cold_link_shows_what_a_warm_one_shows(server, fresh, visit, name):
    link = presets(visit(f"{server.url}/{name}"), name).last.get_attribute("href")
    warm = said(visit(f"{server.url}/{link}"))
    cold = visit(f"{fresh.url}/{link}")
    expect(question(cold)).to_have_text(PAGES[name].question)
    expect(answer(cold)).to_have_text(warm)
