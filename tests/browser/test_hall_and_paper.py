"""A question in a lecture hall fits the screen, and on paper it says what was set."""

import pytest
from playwright.sync_api import expect

from lab.question import address
from tests.browser.page import settle

TALL = ("push", "side", "layer", "map", "one")
SIZES = [(1280, 900), (1920, 1080)]
BOTTOM = "all => all.map(one => one.getBoundingClientRect().bottom)"


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("slug", TALL)
def test_in_a_lecture_the_picture_with_its_axis_is_within_the_screen(visit, server, slug, width, height):
    to = address(slug)
    page = visit(f"{server.url}/{to}{'&' if '?' in to else '?'}lecture=1", width=width)
    page.set_viewport_size({"width": width, "height": height})
    settle(page)
    picture = page.get_by_test_id("stVegaLiteChart").first.locator("svg.marks, canvas.marks")
    expect(picture).to_be_visible()
    assert picture.evaluate_all(BOTTOM)[0] <= height


def test_paper_has_the_settings_as_lines_and_no_control(visit, server):
    page = visit(f"{server.url}/neuron_differentiation?neurons_epsilon=0")
    told = page.get_by_text("Size of the difference: 0", exact=True)
    slider = page.get_by_role("slider").first
    expect(told).to_be_hidden()
    expect(slider).to_be_visible()
    page.emulate_media(media="print")
    expect(told).to_be_visible()
    expect(slider).to_be_hidden()
    expect(page.get_by_role("navigation", name="Pages").first).to_be_hidden()
