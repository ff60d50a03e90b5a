"""What a learner does, in a real browser."""

import re
from itertools import cycle, islice
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from pages.shell.frame import PAGES, ROOMS
from tests.browser.page import answer, followed, link_to, presets, question, said, settle, shown

KNOBS = {
    "softmax_cost": "Logit z0",
    "neuron_differentiation": "Size of the difference",
    "feature_relevance": "Learning rate",
    "seed_effects": "Learning rate",
    "check_network": "Learning rate",
}
FOLDED = {"check_network"}  # pages whose knob above waits in the fold
NONSENSE = ["NaN", "1e999", "-1e9", "9" * 40, "<img src=x onerror=alert(1)>", "../../etc/passwd", "梨" * 300, ""]


def move(page, name):
    """Move a knob of the page a step, and wait for the answer to follow."""
    address, before = page.url, shown(page)
    if name in FOLDED:
        page.get_by_text("More settings", exact=True).click()
    page.get_by_role("slider", name=KNOBS[name]).press("ArrowRight")
    expect(page).not_to_have_url(address)
    moved = followed(page)
    assert shown(page) != before
    return moved


def test_every_page_leads_on_to_the_next_and_home_and_back_returns(visit, server):
    page, names = visit(server.url), [name for name in PAGES if name != "home"]
    for name in (*names, "home"):
        link_to(page, name).click()
        expect(question(page)).to_have_text(PAGES[name].question)
        settle(page)
    page.go_back()
    expect(question(page)).to_have_text(PAGES[names[-1]].question)


@pytest.mark.parametrize("name", ROOMS)
def test_what_is_tried_and_what_a_moved_knob_shows_have_addresses_that_bring_them_back(visit, server, name):
    page = visit(f"{server.url}/{name}")
    address, arrival = page.url, said(page)
    before = shown(page)
    presets(page, name).last.click()
    expect(page).not_to_have_url(address)
    followed(page)
    assert shown(page) != before
    page.go_back()
    expect(answer(page)).to_have_text(arrival)
    moved, address = move(page, name), page.url
    expect(answer(visit(address))).to_have_text(moved)
    link_to(page, "home").click()
    expect(question(page)).to_have_text(PAGES["home"].question)
    page.go_back()
    expect(page).to_have_url(address)
    expect(answer(page)).to_have_text(moved)


def test_a_link_is_followed_in_place_by_mouse_and_keyboard_and_back_returns(visit, server):
    page = visit(f"{server.url}/softmax_cost")
    first, trail = said(page), [(page.url, page.title())]
    page.wait_for_function("window.linksAreFollowed")  # before that a link loads the page anew
    page.evaluate("window.loadedOnce = true")
    page.get_by_role("link", name="Loss and cost", exact=True).click()
    expect(page).to_have_url(f"{server.url}/softmax_cost?softmax_part=batch")
    expect(page.get_by_role("heading", name="Loss or cost: which is it?")).to_be_visible()
    expect(page).to_have_title("Loss or cost: which is it? · Starting points")
    settle(page)
    trail.append((page.url, page.title()))
    link_to(page, "seed_effects").press("Enter")
    expect(question(page)).to_have_text(PAGES["seed_effects"].question)
    settle(page)
    trail.append((page.url, page.title()))
    link_to(page, "softmax_cost").click()
    expect(page).to_have_url(trail[1][0])  # where this visitor left it
    expect(page).to_have_title(trail[1][1])
    for address, title in reversed(trail):
        settle(page)
        page.go_back()
        expect(page).to_have_url(address)
        expect(page).to_have_title(title)  # the script of this page has begun: the next Back is a reader's, not a race
    expect(answer(page)).to_have_text(first)
    assert page.evaluate("window.loadedOnce")


def test_a_link_in_a_sentence_is_followed_in_place_too(visit, server):
    page = visit(f"{server.url}/softmax_cost?softmax_part=broadcast")
    page.wait_for_function("window.linksAreFollowed")
    page.evaluate("window.loadedOnce = true")
    page.get_by_role("link", name="Why do my matrix gradients not match?", exact=True).click()
    expect(page).to_have_url(f"{server.url}/softmax_cost?softmax_part=matrix")
    expect(page.get_by_role("heading", name="Why do my matrix gradients not match?")).to_be_visible()
    assert page.evaluate("window.loadedOnce")
    assert len(page.context.pages) == 1


@pytest.mark.parametrize("name", ["seed_effects", "check_network"])  # tests/pages/test_home.py: every page, every knob
def test_nonsense_in_the_address_shows_the_page_on_arrival(visit, server, name):
    page = visit(f"{server.url}/{name}")
    arrival = said(page)
    links = [link.get_attribute("href") for link in presets(page, name).all()]
    keys = sorted({key for link in links for key in parse_qs(urlsplit(link).query)}) + ["unheard_of"]
    for turn in range(0, len(NONSENSE), 4):
        values = zip(keys, islice(cycle(NONSENSE), turn, None), strict=False)
        page.goto(f"{server.url}/{name}?{urlencode(dict(values))}")
        assert said(page) == arrival


def test_a_box_drawn_on_the_map_goes_closer_and_its_address_restores_it(visit, server):
    page = visit(f"{server.url}/seed_effects?seeds_part=map&seeds_map_points=64&seeds_map_steps=30")
    settle(page)
    picture = page.get_by_test_id("stVegaLiteChart").first
    box = picture.bounding_box()
    page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 0.4 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.6 * box["height"], steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile("seeds_map_window="))
    closer = followed(page)
    expect(answer(visit(page.url))).to_have_text(closer)


def test_a_reader_predicts_before_the_run_is_shown(visit, server):
    page = visit(f"{server.url}/seed_effects?seeds_count=5&seeds_epochs=10&ask=Who+wins%3F&ask_answers=all%7Cnone")
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(0)
    page.get_by_text("none", exact=True).click()
    page.get_by_role("button", name="That is what I expect: show the run").click()
    expect(page.get_by_text("You expected: none.")).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()


def test_a_table_that_was_brought_is_there_again_after_another_room_and_in_no_other_browser(visit, server, tmp_path):
    file, own = tmp_path / "mine.csv", "relevance_part=table&relevance_table_source=a+CSV+of+your+own"
    file.write_text("area,price\n" + "".join(f"{1000 + 37 * row},{100 * row}\n" for row in range(40)))
    page = visit(f"{server.url}/feature_relevance?{own}")
    page.locator("input[type=file]").set_input_files(file)
    expect(answer(page)).to_contain_text("area")
    found = said(page)
    link_to(page, "seed_effects").click()
    expect(question(page)).to_have_text(PAGES["seed_effects"].question)
    page.go_back()
    expect(answer(page)).to_have_text(found)
    assert "area" not in said(visit(f"{server.url}/feature_relevance?{own}"))
