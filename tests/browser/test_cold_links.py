"""Each page as the first thing that a fresh server is asked for."""

import pytest
from playwright.sync_api import expect

from pages.shell.frame import PAGES
from tests.browser.page import ROOMS, answer, presets, question, said


@pytest.mark.parametrize("name", ["home", *ROOMS])
def test_a_cold_link_shows_the_page_that_a_warm_one_shows(server, fresh, visit, name):
    path = "" if name == "home" else name
    warm = said(visit(f"{server.url}/{path}"))
    cold = visit(f"{fresh.url}/{path}")
    expect(question(cold)).to_have_text(PAGES[name].question)
    expect(answer(cold)).to_have_text(warm)


@pytest.mark.parametrize("name", ROOMS)
def test_a_cold_link_with_values_shows_what_a_warm_one_shows(server, fresh, visit, name):
    link = presets(visit(f"{server.url}/{name}"), name).last.get_attribute("href")
    warm = said(visit(f"{server.url}/{link}"))
    expect(answer(visit(f"{fresh.url}/{link}"))).to_have_text(warm)
