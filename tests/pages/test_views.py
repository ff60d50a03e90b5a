"""A question for a lecture hall, and its picture alone for another page."""

from html import unescape

import pytest

import lab
from lab import question
from lab.knobs import Keywords
from pages.shell import views


def bodies(page):
    """All HTML of the page."""
    return "".join(each.proto.body for each in page.app.get("html"))


def test_a_lecture_shows_the_question_the_headline_the_picture_and_the_knobs_alone(visit):
    page = visit("softmax_cost", softmax_part="one", softmax_outputs="5", lecture="1")
    answer = lab.ask("one", outputs=5)
    assert [each.value for each in (*page.app.title, *page.app.header)] == [answer.question]
    assert answer.headline in page.text
    assert page.charts[0].alt == answer.figures()[0].says
    assert page.knob("softmax_outputs").value == 5
    assert not {each.value for each in page.app.subheader} & {"Why?", "Try"}
    assert not page.app.get("download_button")


@pytest.mark.parametrize(("part", "around"), [("one", 1), ("batch", 2), ("sums", 2), ("bias", 1)])
def test_a_lecture_goes_on_to_the_questions_beside_it_and_back_to_the_whole_page(visit, part, around):
    page = visit("softmax_cost", softmax_part=part, lecture="1")
    line = next(each.proto.body for each in page.app.get("html") if 'aria-label="Lecture"' in each.proto.body)
    assert line.count("lecture=1") == around
    assert line.count("<a ") == around + 1
    assert "The whole page" in line


def test_the_whole_page_offers_the_view_of_a_lecture_with_its_settings(visit):
    page = visit("softmax_cost", softmax_part="one", softmax_outputs="5", lecture="0")
    assert page.app.header[0].value == lab.ask("one").question
    assert "softmax_outputs=5&lecture=1" in unescape(bodies(page))


def test_a_frame_shows_the_picture_alone(visit, monkeypatch):
    monkeypatch.setattr(views, "embedded", lambda: True)
    page = visit("softmax_cost", softmax_part="one", softmax_outputs="5")
    answer = lab.ask("one", outputs=5)
    assert [chart.alt for chart in page.charts] == [answer.figures()[0].says]
    assert not page.keys()
    assert not page.app.title
    assert f">{answer.question}</a>" in unescape(bodies(page))


def test_the_lines_for_a_frame_hold_the_settings(visit):
    page = visit("softmax_cost", softmax_part="one", softmax_outputs="5")
    line = unescape(next(each.value for each in page.app.code if each.value.startswith("<iframe ")))
    source = line.split('src="')[1].split('"')[0]
    assert source.endswith("&embed=true")
    assert question.from_address(source)[1]["outputs"] == 5


def test_paper_has_every_setting_and_the_whole_address_of_what_to_try(visit):
    page = bodies(visit("softmax_cost", softmax_outputs="5", softmax_added="-10"))
    told = page[page.index('<div class="paper">') :].partition("</div>")[0]
    values = {name: knob.texts(knob.default) for name, knob in question.keywords("one", {}).declared.items()}
    assert told.count("<li>") >= len(values)
    assert "<li>Number of outputs: 5</li>" in told
    assert "<li>Add to every logit: -10</li>" in told
    assert 'data-address="softmax_cost?softmax_added=' in page
    assert "@media print" in page


def test_on_paper_a_switch_is_on_or_off_and_a_file_is_not_printed(monkeypatch):
    written = []
    monkeypatch.setattr(views.st, "html", written.append)
    turned = Keywords({"often": True, "mine": b"a,b"})
    turned.toggle("often", "Often"), turned.toggle("seldom", "Seldom"), turned.file("mine", "Mine", ["csv"])
    views.settings(turned)
    assert [line.partition("</li>")[0] for line in written[0].split("<li>")[1:]] == [
        "Often: on",
        "Seldom: off",
        "Mine: a file of your own",
    ]


@pytest.mark.parametrize(("lecture", "first"), [("0", "note"), ("1", "picture")])
def test_the_note_stands_above_the_picture_and_in_a_lecture_below_it(visit, lecture, first):
    page, note = visit("softmax_cost", lecture=lecture), lab.ask("one").note[:10]
    places = [
        "picture" if each.type == "vega_lite_chart" else "note"
        for each in page.app.main
        if each.type == "vega_lite_chart" or (each.type == "html" and note in each.proto.body)
    ]
    assert places[0] == first
    assert set(places) == {"note", "picture"}
