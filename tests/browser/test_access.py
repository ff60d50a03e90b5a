"""No barrier: every page in light and dark, and on a phone; a room's first questions in the dark, on a phone.

The further ones are made of the same blocks and knobs; `-m thorough` looks at them too.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from lab.question import in_room
from pages.shell.frame import PAGES, ROOMS
from tests.browser.page import go, question, said

WIDEST = "[document, ...document.querySelectorAll('[data-testid=stMain]')]"
FADED = """() => document.getAnimations().every(each => each.playState !== 'running'
    || each.timeline !== document.timeline || each.effect.getComputedTiming().endTime === Infinity)"""
OVERFLOW = f"{WIDEST}.map(part => (part.documentElement || part)).map(box => box.scrollWidth - box.clientWidth)"


def barriers(page):
    """What axe calls serious or critical, once nothing fades in any more."""
    page.wait_for_function(FADED)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]  # in half the time
    serious = [violation for violation in found if violation["impact"] in ("serious", "critical")]
    return [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in serious]


def test_every_page_is_free_of_barriers_in_the_light(visit, server):
    page = visit(server.url)
    for name in PAGES:
        go(page, "" if name == "home" else name)
        expect(question(page)).to_have_text(PAGES[name].question)
        said(page)
        assert (name, barriers(page)) == (name, [])


def test_home_is_free_of_barriers_in_the_dark_and_fits_a_phone(visit, server):
    page = visit(server.url, width=400, color_scheme="dark")
    assert (barriers(page), page.evaluate(OVERFLOW)) == ([], [0, 0])


@pytest.mark.parametrize("level", ["first", pytest.param("further", marks=pytest.mark.thorough)])
@pytest.mark.parametrize("name", ROOMS)
def test_every_question_is_free_of_barriers_in_the_dark_and_fits_a_phone(visit, server, name, level):
    page = visit(f"{server.url}/{name}", width=400, color_scheme="dark")
    for each in (each for each in in_room(name) if each.level == level):
        go(page, f"{name}?{PAGES[name].prefix}part={each.slug}")
        expect(page.get_by_role("heading", level=2).first).to_have_text(each.ask)
        said(page)
        assert (each.slug, barriers(page)) == (each.slug, [])
        assert (each.slug, page.evaluate(OVERFLOW)) == (each.slug, [0, 0])
