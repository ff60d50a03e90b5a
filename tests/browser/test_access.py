"""No barrier: every page in light and dark, and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from pages.shell.frame import PAGES

PATHS = ["" if name == "home" else name for name in PAGES]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS, ids=list(PAGES))
def test_axe_finds_nothing_serious(visit, server, path, scheme):
    page = visit(f"{server.url}/{path}", color_scheme=scheme)
    found = Axe().run(page).response["violations"]
    serious = [violation for violation in found if violation["impact"] in ("serious", "critical")]
    assert [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in serious] == []


@pytest.mark.parametrize("path", PATHS, ids=list(PAGES))
def test_a_phone_scrolls_down_only(visit, server, path):
    page = visit(f"{server.url}/{path}", width=400)
    widest = "[document, ...document.querySelectorAll('[data-testid=stMain]')]"
    overflow = f"{widest}.map(part => (part.documentElement || part)).map(box => box.scrollWidth - box.clientWidth)"
    assert page.evaluate(overflow) == [0, 0]
