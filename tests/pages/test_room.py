"""A room: the question that the address asks for, its knobs, its answer, and what can be tried and taken along."""

import html
import re

import pytest
import streamlit as st

import lab
from lab import question
from lab.answer import Answer, Figure
from lab.rooms import PAGES, ROOMS
from pages.shell import address, drawn, work

ONE = {"softmax_part": "one"}


def rows(page):
    """The HTML of the list of questions."""
    return next(each.proto.body for each in page.app.get("html") if "Questions of this page" in each.proto.body)


def sides(page):
    """The list of questions as a wide screen and as a phone shows it."""
    return [part.partition("</nav>")[0] for part in rows(page).split("<nav ")[1:]]


def titles(part):
    """What the links of a list say."""
    return [html.unescape(title) for title in re.findall(r"<a [^>]*>([^<]*)</a>", part)]


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_opens_with_its_first_question_and_lists_them_all(arrived, name):
    page = arrived(name)
    first, *others = question.in_room(name)
    assert not page.problems
    assert page.app.header[0].value == first.ask
    assert [part.count('aria-current="page"') for part in sides(page)] == [1, 1]
    for part in sides(page):
        assert all(f"{PAGES[name].prefix}part={each.slug}" in part for each in others)


@pytest.mark.parametrize("name", ROOMS)
def test_a_newcomer_meets_at_most_five_questions_and_the_rest_is_folded(arrived, name):
    modules = question.in_room(name)
    firsts = [each.title for each in modules if each.level == "first"]
    assert 1 <= len(firsts) <= 5
    assert modules[0].title in firsts
    in_sight, _, folded = sides(arrived(name))[0].partition("<details>")
    assert titles(in_sight) == firsts
    assert len(titles(folded)) == len(modules) - len(firsts)


def test_a_further_question_leaves_the_row_as_it_is_and_its_fold_says_that_it_is_on_screen(arrived, visit):
    steady = sides(arrived("seed_effects"))[0].partition("<details>")[0]
    in_sight, folded = sides(visit("seed_effects", seeds_part="plateau"))[0].split("<details>")
    assert titles(in_sight) == titles(steady)
    assert "<strong>Plateaus</strong></summary>" in folded
    assert 'aria-current="page"' in folded


def test_all_knobs_begin_again_by_a_link_that_is_there_once_one_is_turned(visit):
    again = [each.proto.body for each in visit("softmax_cost", **ONE, softmax_outputs="5").app.get("html")]
    assert any('href="softmax_cost"' in each and "Start again" in each for each in again)
    fresh = visit("softmax_cost", **ONE)
    assert not any("Start again" in each.proto.body for each in fresh.app.get("html"))


def test_a_preset_is_named_above_its_answer_and_other_settings_are_not(visit):
    name = "What if nothing at all is different?"
    at = visit("neuron_differentiation", neurons_part="push", neurons_epsilon="0")
    beside = visit("neuron_differentiation", neurons_part="push", neurons_epsilon="0", neurons_clones="none")
    said = [[each.value for each in page.app.get("subheader") if each.value == name] for page in (at, beside)]
    assert said == [[name], []]
    assert (name in at.presets, name in beside.presets) == (False, True)


def test_on_a_phone_all_questions_are_one_control_that_names_the_one_on_screen(visit):
    phone = sides(visit("seed_effects", seeds_part="plateau"))[1]
    assert "<details><summary>Question: Plateaus</summary>" in phone
    assert len(titles(phone)) == len(question.in_room("seed_effects"))


def test_a_page_shows_what_a_notebook_is_told(visit):
    page, answer = visit("softmax_cost", **ONE, softmax_outputs="5"), lab.ask("one", outputs=5)
    assert answer.headline in page.text
    assert [chart.alt for chart in page.charts] == [figure.says for figure in answer.figures()]


def test_a_turned_knob_is_answered(visit):
    page = visit("softmax_cost", **ONE)
    before = page.shown
    assert page.turn("softmax_logit0", -3.0).shown != before
    assert not page.problems


def test_what_is_known_ahead_of_time_needs_no_process(visit, monkeypatch):
    asked = []
    monkeypatch.setattr(work, "_waited_for", lambda key, request, *_: asked.append(request.slug) or st.stop())
    work._parsed.clear()
    for name in ROOMS:
        visit(name)
    assert asked == []


def test_what_makes_no_sense_is_a_sentence_on_the_page(visit):
    page = visit(
        "seed_effects", seeds_range="own", seeds_low="0.5", seeds_high="-0.5", seeds_epochs="10", seeds_count="5"
    )
    assert len(page.problems) <= 1
    assert not page.app.exception


def test_a_question_that_there_is_not_is_told(visit):
    page = visit("softmax_cost", softmax_part="nothing of the kind")
    assert "names a question that this page does not have" in page.app.info[0].value
    assert not page.problems


def test_questions_to_try_lead_to_values_that_the_knobs_have(visit):
    page = visit("softmax_cost", **ONE)
    assert len(page.presets) >= 4
    assert page.untaken() == []


def test_a_knob_that_was_renamed_is_found_under_its_former_name(visit):
    page = visit("softmax_cost", **ONE, softmax_target="2", softmax_z1="3")
    assert (page.knob("softmax_class").value, page.knob("softmax_logit0").value) == (1, 3.0)


def test_a_former_name_is_understood_in_the_middle_of_a_visit(monkeypatch):
    asked = {"softmax_class": ["1"]}
    monkeypatch.setattr(address, "visit", lambda: {"asked": asked})
    address.understood("softmax_z1", "softmax_logit0", "3.0")
    assert asked == {"softmax_class": ["1"], "softmax_logit0": ["3.0"]}


def test_a_coarse_answer_gives_way_to_the_fine_one(visit, monkeypatch):
    fine = lab.ask("one")
    coarse = Answer(headline="So far.", blocks=(), slug="one", question=fine.question)

    def answered(slug, values, private, show, waits):
        show(coarse)
        return fine

    monkeypatch.setattr(work, "answer", answered)
    page = visit("softmax_cost", **ONE)
    assert "So far." not in page.text
    assert fine.headline in page.text


@pytest.mark.parametrize(("width", "drawn_as"), [("container", "stretch"), (300, "content"), ({"step": 20}, "content")])
def test_a_picture_with_a_size_of_its_own_keeps_it(width, drawn_as):
    class Place:
        def vega_lite_chart(self, _data, _spec, **named):
            self.named = named

    place = Place()
    drawn._figure(Figure(spec={"mark": "point", "width": width}, frames={}, says="A point."), place, None)
    assert (place.named["width"], place.named["alt"]) == (drawn_as, "A point.")


def test_what_another_knob_takes_away_leaves_the_address(visit):
    page = visit("softmax_cost", softmax_outputs="10", softmax_class="9").turn("softmax_outputs", 2)
    assert page.knob("softmax_class").value == 0
    assert "softmax_class" not in page.app.query_params
    assert not page.problems


def test_what_is_tried_on_top_of_a_network_of_ones_own_keeps_it(visit):
    page = visit("check_network", check_layers="Dense 4 relu, Dense 10 softmax", check_rate="0.01")
    tried = page.presets["Gradient descent at a rate of 10?"]
    assert tried["check_layers"] == ["Dense 4 relu, Dense 10 softmax"]
    assert tried["check_optimizer"] == ["SGD"]
    assert tried["check_rate_sgd"] == ["10"]
    assert "check_rate" not in page.presets["What if all weights start at zero?"]


@pytest.mark.parametrize(
    ("slug", "knob"),
    [
        pytest.param(slug, knob, id=f"{slug}-{knob.name}")
        for slug in question.questions()
        for knob in question.keywords(slug, {}).declared.values()
        if getattr(knob, "former", None) and not knob.name.startswith("z")
    ],
)
def test_a_knob_that_was_renamed_keeps_its_place_in_the_address_and_takes_what_older_links_say(visit, slug, knob):
    room, _, part = question.address(slug).partition("?")
    part = dict([part.split("=")]) if part else {}
    option = next(each for each in reversed(knob.options) if each != knob.default)
    old, written = knob.former
    for written_as in ({knob.key: knob.shown(option)}, {old: written(option)}):
        if None in written_as.values():  # an option that older links did not have
            continue
        page = visit(room, **part, **written_as)
        assert not page.problems
        assert page.app.query_params[knob.key] in (knob.shown(option), [knob.shown(option)])
        assert page.knob(knob.key).value == option
        assert old == knob.key or old not in page.app.query_params
