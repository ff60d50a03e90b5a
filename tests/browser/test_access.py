"""No barrier: every page in light and dark, and on a phone; every question of every page in the dark, on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from pages.shell.frame import PAGES, ROOMS
from tests.browser.page import questions, settle

PATHS = ["" if name == "home" else name for name in PAGES]
WIDEST = "[document, ...document.querySelectorAll('[data-testid=stMain]')]"
OVERFLOW = f"{WIDEST}.map(part => (part.documentElement || part)).map(box => box.scrollWidth - box.clientWidth)"


def barriers(page):
    """What axe calls serious or critical."""
    found = Axe().run(page).response["violations"]
    serious = [violation for violation in found if violation["impact"] in ("serious", "critical")]
    return [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in serious]


@pytest.mark.parametrize("path", PATHS, ids=list(PAGES))
def test_every_page_is_free_of_barriers_in_the_light(visit, server, path):
    assert barriers(visit(f"{server.url}/{path}")) == []


def test_home_is_free_of_barriers_in_the_dark_and_fits_a_phone(visit, server):
    page = visit(server.url, width=400, color_scheme="dark")
    assert (barriers(page), page.evaluate(OVERFLOW)) == ([], [0, 0])


@pytest.mark.parametrize("name", ROOMS)
def test_every_question_is_free_of_barriers_in_the_dark_and_fits_a_phone(visit, server, name):
    page = visit(f"{server.url}/{name}", width=400, color_scheme="dark")
    for path in questions(page):
        page.goto(f"{server.url}/{path}")
        settle(page)
        assert (path, barriers(page)) == (path, [])
        assert (path, page.evaluate(OVERFLOW)) == (path, [0, 0])
