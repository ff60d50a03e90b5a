"""A server, a browser, and a visit that ends without an error in the browser's console."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser import chromium
from tests.browser.page import settle
from tests.browser.server import started

expect.set_options(timeout=90_000)  # a cold page imports TensorFlow and compiles; only a failure waits this long


@pytest.fixture(scope="session")
def browser():
    """Chromium, for the whole session."""
    with sync_playwright() as playwright:
        path = chromium.executable(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server():
    """One server for the whole session: to start one, and TensorFlow in it, takes longer than most tests."""
    with started() as server:
        yield server


@pytest.fixture
def fresh():
    """A server that nobody has asked for anything; name it before `visit`, which leaves before the server stops."""
    with started() as server:
        yield server


@pytest.fixture
def visit(browser):
    """visit(url, width=..., color_scheme=...): a settled page of a new visitor, without an error to the end."""
    contexts, faults = [], []

    def open_page(url, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        context.on("console", lambda message: faults.append(message.text) if is_fault(message) else None)
        context.on("weberror", lambda problem: faults.append(str(problem.error)))
        context.on("request", lambda request: faults.append(request.url) if is_foreign(request.url) else None)
        page = context.new_page()
        page.goto(url)
        settle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def is_fault(message):
    """Whether it is an error of ours: Streamlit itself asks below the page's address where its server is."""
    return message.type == "error" and "/_stcore/" not in message.location["url"]


def is_foreign(url):
    """Whether it asks another host: a page works without the internet, and tells nobody who reads it."""
    return urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).hostname != "localhost"
