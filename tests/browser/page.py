"""What the tests read off a page, by what a learner sees."""

from playwright.sync_api import expect

from pages.shell.frame import PAGES


def question(page):
    """The heading."""
    return page.get_by_role("heading", level=1)


def answer(page):
    """The sentence below the heading."""
    return page.get_by_test_id("stMarkdown").first


def said(page) -> str:
    """The answer once the script of the page has run, and ran well."""
    settle(page)
    expect(answer(page)).not_to_be_empty()
    settle(page)  # the first time may have been before the run began, and the answer is not the last that it shows
    return answer(page).inner_text()


def shown(page) -> str:
    """All words of the page once its script has run, and ran well; those of the pictures too."""
    settle(page)
    pictures = page.get_by_test_id("stVegaLiteChart").evaluate_all("all => all.map(one => one.innerHTML.length)")
    return page.get_by_test_id("stMain").inner_text() + str(pictures)


def followed(page) -> str:
    """The answer once the page says it is of the browser's address: the script of a moved knob has run to its end."""
    page.wait_for_function(
        """() => [...document.querySelectorAll("[data-testid=stCode]")].some(code => {
            const sorted = search => { const all = new URLSearchParams(search); all.sort(); return String(all) }
            const text = code.innerText.trim()
            return URL.canParse(text) && sorted(new URL(text).search) === sorted(location.search)
        })""",
        timeout=90_000,
    )
    return said(page)


def settle(page) -> None:
    """Wait until the script of the page has run, and ran well."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(question(page)).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stException")).to_have_count(0)


def go(page, path: str) -> None:
    """Have the browser at another address of the app, as its button "forward" does: the app is not loaded anew."""
    page.evaluate(
        "path => { history.pushState({}, '', '/' + path); dispatchEvent(new PopStateEvent('popstate')) }", path
    )


def link_to(page, name: str):
    """The link of the navigation that leads to the page `name`."""
    return page.get_by_role("navigation", name="Pages").get_by_role("link", name=PAGES[name].title, exact=True)


def presets(page, name: str):
    """The links of "Try": to the page `name`, with values in their addresses. They may come after the script ended."""
    links = page.get_by_role("list").locator(f"a[href^='{name}?']")
    expect(links.nth(2)).to_be_attached()
    return links
