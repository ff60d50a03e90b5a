"""A lesson above the question that it shows; and the making of one."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from lab import lessons, question


def bar(page):
    """The HTML of the lesson above the question; "" if there is none."""
    return next((each.proto.body for each in page.app.get("html") if 'aria-label="Lesson"' in each.proto.body), "")


def links(body):
    """Label -> where it leads."""
    return {
        label: href.replace("&amp;", "&") for href, label in re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', body)
    }


def test_a_step_says_what_to_look_at_and_leads_on_and_back(visit):
    page = visit("seed_effects", seeds_range="0 to 1", lesson="luck", step="2")
    assert "Lesson: <strong>Luck</strong> · 2 of 7" in bar(page)
    assert lessons.LESSONS["luck"].steps[1].prompt in bar(page)
    assert links(bar(page)) == {"Back": lessons.address("luck", 1), "Next": lessons.address("luck", 3)}


def test_the_ways_stand_at_the_foot_of_the_page_too(visit):
    def foot(page):
        return [each.proto.body for each in page.app.get("html") if "On in the lesson" in each.proto.body]

    (last,) = foot(visit("softmax_cost", lesson="softmax", step="2"))
    assert links(last) == {"Back": lessons.address("softmax", 1), "Next": lessons.address("softmax", 3)}
    assert not foot(visit("softmax_cost"))


def test_a_lesson_has_two_ends(visit):
    assert set(links(bar(visit("seed_effects", lesson="luck", step="1")))) == {"Next"}
    assert set(links(bar(visit("seed_effects", lesson="luck", step="7")))) == {"Back", "The end: all lessons"}


@pytest.mark.parametrize(("step", "shown"), [("99", 7), ("0", 1), ("²", 1), ("-1", 1), ("9" * 50, 1)])
def test_a_step_that_there_is_not_is_the_nearest(visit, step, shown):
    assert f"{shown} of 7" in bar(visit("seed_effects", lesson="luck", step=step))


@pytest.mark.parametrize("name", ["nothing", "~cut", "<b>"])
def test_a_lesson_that_there_is_not_is_told(visit, name):
    page = visit("seed_effects", lesson=name)
    assert bar(page) == ""
    assert page.app.info[0].value.startswith("The address names a lesson that there is not")
    assert not page.problems


def test_what_there_is_to_try_stays_in_the_lesson(visit):
    page = visit("softmax_cost", lesson="softmax", step="2")
    assert all(held["lesson"] == ["softmax"] and held["step"] == ["2"] for held in page.presets.values())


def test_a_step_asks_before_it_shows(visit):
    href = lessons.address("luck", 1)
    held = {key: texts[0] for key, texts in parse_qs(urlsplit(href).query).items()}
    page = visit("seed_effects", **held)
    assert bar(page)
    assert not page.charts


def test_the_page_of_lessons_leads_to_all_of_them(visit):
    page = visit("lessons")
    body = next(each.proto.body for each in page.app.get("html") if 'aria-label="Lessons"' in each.proto.body)
    assert list(links(body).values()) == [lessons.address(name, 1) for name in lessons.LESSONS]


def test_a_teacher_makes_a_lesson_and_gets_one_link(visit):
    page = visit("lessons")
    page.app.text_input(key="lesson title").set_value("Mine & <b>yours</b>")
    page.app.text_area(key="lesson text").set_value(
        "seed_effects?seeds_part=width\nLook.\nsoftmax_cost?softmax_part=batch"
    )
    page.app.run()
    link = next(each.value for each in page.app.code if "lesson=" in each.value)
    assert question.from_address(link)[0] == "width"
    held = {key: texts[0] for key, texts in parse_qs(urlsplit(link).query).items()}
    shown = bar(visit("seed_effects", **held))
    assert "Lesson: <strong>Mine &amp; &lt;b&gt;yours&lt;/b&gt;</strong> · 1 of 2" in shown
    assert question.from_address(links(shown)["Next"])[0] == "batch"


def test_what_makes_no_lesson_is_a_sentence(visit):
    page = visit("lessons")
    page.app.text_area(key="lesson text").set_value("no link")
    assert page.app.run().warning[0].value.startswith("A lesson begins with a link")


def test_home_offers_the_first_lesson(visit):
    bodies = "".join(each.proto.body for each in visit("home").app.get("html"))
    assert "A first lesson of ten minutes" in bodies
    assert lessons.address("neurons", 1).replace("&", "&amp;").replace("'", "&#x27;") in bodies
