"""The front door, and what holds for all pages."""

import html
import re
import subprocess
import sys
from dataclasses import replace

import pytest

import lab
from lab import known
from lab.claims import CLAIMS
from lab.finding import Hit
from pages.shell import finder
from tests.pages.conftest import FILES, ROOT


def test_home_moves_a_real_figure_at_once(visit):
    home = visit("home")
    assert home.answer == "**Yes: from here squared error is slow; it ends at 0.2028, cross-entropy at 0.0120.**"
    assert home.turn("home_weight", -4.0).answer.endswith("it ends at 0.0673, cross-entropy at 0.0104.**")
    assert not home.problems


def answers(page):
    """The HTML of what was found."""
    return next((each.proto.body for each in page.app.get("html") if 'aria-label="Answers"' in each.proto.body), "")


def test_home_answers_a_question_in_a_sentence_with_the_run_that_shows_it(visit):
    page = visit("home", home_question="Why do my two neurons stay the same?")
    first = lab.find("Why do my two neurons stay the same?")[0]
    assert 1 <= answers(page).count("<li") <= 3
    assert f">{first.title}<" in answers(page)
    assert first.says in html.unescape(answers(page))
    assert 'href="neuron_differentiation?asked=Why' in answers(page)


def test_a_hit_on_home_itself_keeps_the_question_in_the_box(visit):
    page = visit("home", home_question="starting weight and bias of a single neuron")
    assert lab.find("starting weight and bias of a single neuron")[0].question == "start"
    assert "home_question=starting" in answers(page).partition("</a>")[0]


@pytest.mark.parametrize(
    ("verdict", "shown"),
    [
        ("holds", "<strong>holds</strong>"),
        ("holds only when the rate is < 1", "<strong>holds only when</strong> the rate is &lt; 1"),
        ("does not hold: 3 of 4", "<strong>does not hold</strong>: 3 of 4"),
        ("not verified yet", "<strong>not verified yet</strong>"),
    ],
)
def test_of_a_claim_the_verdict_stands_out(verdict, shown):
    hit = Hit(question="one", title="Title", says="Says.", verdict=verdict, address="softmax_cost", score=1.0)
    assert f"Verdict: {shown}</div>" in finder.entry(hit)


def test_an_answer_says_with_which_settings_it_was_found(monkeypatch):
    monkeypatch.setattr(known, "_fresh", lambda slug: True)
    assert "<summary><small>Seen with</small></summary>" in finder.entry(lab.find("two circles", most=1)[0])
    hit = Hit(question="one", title="T", says="It is.", verdict="", address="softmax_cost", score=1.0)
    assert "Seen with" not in finder.entry(hit)


def test_what_is_quoted_stands_apart_from_the_answer():
    hit = Hit(question="one", title="T", says="It is.", verdict="holds", address="softmax_cost", score=1.0)
    drawn = finder.entry(replace(hit, quote="It was."))
    assert "<div>Verdict: <strong>holds</strong></div><div><small>The claim: “It was.”</small></div>" in drawn
    assert "It is." not in drawn  # which answers what its question asks, and not what is claimed
    drawn = finder.entry(replace(hit, quote="It was.", verdict=""))
    assert ">It is.</div><div><small>It was.</small></div></li>" in drawn


def test_a_long_question_stands_whole_above_its_answers(visit):
    text = "I train twice with the same numbers and I still get different weights, why?"
    bodies = [each.proto.body for each in visit("home", home_question=text).app.get("html")]
    assert f'<p style="{finder.BREAKS}">You ask: <strong>{text}</strong></p>' in bodies


def test_a_pasted_page_is_read_and_its_cut_is_told(visit):
    page = visit("home").turn("home_question", "My loss becomes NaN. " * 800)
    assert 1 <= answers(page).count("<li") <= 3
    assert len(page.knob("home_question").value) == finder.MOST
    assert finder.MOST == finder.finding.MOST
    assert page.app.caption[0].value == "Only the first 12,000 of your 16,800 characters were read."


@pytest.mark.parametrize(
    ("text", "found", "told"),
    [
        ("qqq", 0, "Nothing here is close to that."),
        ("how do I bake bread?", len(lab.find("how do I bake bread?")), "Nothing here says quite that;"),
    ],
)
def test_what_is_not_found_leads_to_the_nearest_and_to_the_glossary(visit, text, found, told):
    page = visit("home", home_question=text)
    bodies = "".join(each.proto.body for each in page.app.get("html"))
    assert answers(page).count("<li") == found
    assert told in bodies
    assert '<a href="glossary"' in bodies


def test_the_question_stays_on_screen_where_one_lands(visit):
    page = visit("seed_effects", asked="<b>why</b> 25 units?")
    bodies = "".join(each.proto.body for each in page.app.get("html"))
    assert "You asked: <strong>&lt;b&gt;why&lt;/b&gt; 25 units?</strong>" in bodies
    assert "./?home_question=%3Cb%3Ewhy" in bodies


def test_where_one_lands_from_a_claim_its_verdict_stands(visit):
    text = CLAIMS["S13"].question
    hit = lab.find(text, most=1)[0]
    bodies = "".join(each.proto.body for each in visit("seed_effects", seeds_part="spread", asked=text).app.get("html"))
    assert html.escape(hit.verdict.removeprefix("holds")) in bodies
    waits = visit("seed_effects", seeds_part="spread", asked=text, ask="Guess: are some luckier?")
    assert "Verdict: " not in "".join(each.proto.body for each in waits.app.get("html"))


def test_a_long_question_is_cut_after_a_word(visit):
    long = "they would not " * 40
    bodies = "".join(each.proto.body for each in visit("seed_effects", asked=long).app.get("html"))
    shown = re.search("You asked: <strong>(.*?)</strong>", bodies)[1]
    assert len(shown) <= finder.SHOWN
    assert shown.removesuffix(" …") in long
    assert shown.split()[-2] in ("they", "would", "not")
    assert f'</summary><div style="white-space:pre-wrap">{long.strip()}</div></details>' in bodies  # and unfolds whole


TOLD = "I train a small network on two moons with 25 units and a rate of 0.1, and I have read the course notes twice. "
ASKS = "Why does it reach 88 % one time and 93 % the next?"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{TOLD}{ASKS}", ASKS),
        (f"{TOLD}{ASKS} Nothing was changed in between. Any ideas?", ASKS),
        (f"Is it a bug? {TOLD}\n{ASKS}\n\nThanks in advance", ASKS),
        (f"{TOLD}It reaches 88 % one time, then 93 %. Any ideas?", "It reaches 88 % one time, then 93 %."),
        (f"Short. {ASKS}", f"Short. {ASKS}"),
    ],
)
def test_of_a_long_post_what_it_asks_is_seen_and_the_rest_unfolds(visit, text, shown):
    bodies = "".join(each.proto.body for each in visit("seed_effects", asked=text).app.get("html"))
    assert re.search("You asked: <strong>(.*?)</strong>", bodies)[1] == shown
    assert len(text) <= finder.SHOWN or f'<div style="white-space:pre-wrap">{text}</div></details>' in bodies


CODE = "import keras\nmodel = keras.Sequential([\n    keras.layers.Dense(32, activation='relu'),\n" + (
    "    keras.layers.Dense(10, activation='softmax'),\n])\nmodel.compile('adam', 'sparse_categorical_crossentropy')\n"
)


@pytest.mark.parametrize(
    ("text", "begins"), [(f"{CODE}My loss is a flat line.", "My loss is a flat line."), (CODE, "pasted code")]
)
def test_of_pasted_code_the_words_beside_it_come_first(visit, text, begins):
    bodies = "".join(each.proto.body for each in visit("seed_effects", asked=text).app.get("html"))
    assert re.search("You asked: <strong>(.*?)</strong>", bodies)[1] == begins
    assert "overflow-wrap:anywhere" in bodies  # a long call has no place to break a line at


def test_code_without_words_beside_it_has_no_other_answers():
    assert [hit.question for hit in lab.find(CODE)] == ["check"]
    assert [hit.question for hit in lab.find(f"{CODE}Any ideas?")] == ["check"]
    beside = "Why do my two neurons stay the same?"
    assert [hit.question for hit in lab.find(f"{CODE}{beside}")[1:]] == [
        hit.question for hit in lab.find(beside, 2) if hit.question != "check"
    ]


def test_code_that_cannot_be_read_is_on_its_page_with_the_reason(visit):
    page = visit("check_network", check_layers=f"{CODE}model.add(Magic(3))", check_symptom="The loss is NaN")
    assert page.answer == "**Your network could not be read, so nothing was checked.**"
    assert page.knob("check_layers").value == f"{CODE}model.add(Magic(3))"
    assert not page.charts


def test_something_to_try_stands_behind_what_its_question_asks():
    hit = Hit(question="one", title="And if?", says="Yes.", verdict="", address="softmax_cost", score=1.0, ask="Is it?")
    assert '<li style="margin:.5rem 0">Is it? · <a' in finder.entry(hit)


def test_home_leads_on_to_every_page(arrived):
    links = "".join(element.proto.body for element in arrived("home").app.get("html"))
    assert all(f'href="{name}"' in links for name in FILES if name not in ("home", "claims", "glossary", "lessons"))


def test_home_imports_no_tensorflow():
    script = "import app, sys; sys.exit('tensorflow' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, timeout=120)
    assert ran.returncode == 0


@pytest.mark.parametrize("name", FILES)
def test_every_page_opens_with_its_question_and_the_way_to_the_others(arrived, name):
    page = arrived(name)
    assert not page.problems
    assert len(page.app.title) == 1
    navigation = page.app.get("html")[0].proto.body
    for side in navigation.split("<nav ")[1:]:  # of a wide screen, and of a phone
        assert side.count("<a ") == len(FILES)
        assert side.count('aria-current="page"') == 1


@pytest.mark.parametrize("name", [name for name in FILES if name not in ("claims", "glossary", "lessons")])
def test_every_chart_says_in_words_what_it_shows(arrived, name):
    charts = arrived(name).charts
    assert charts
    assert all(any(letter.isdigit() for letter in chart.alt) for chart in charts)


def test_no_two_pages_share_a_knob(arrived):
    keys = [key for page in map(arrived, FILES) for key in page.keys()]  # noqa: SIM118 - a method, no dict
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "name", [name for name in FILES if name not in ("claims", "glossary", "lessons")]
)  # there any text is a word to look for
def test_an_address_full_of_nonsense_opens_the_page_with_its_defaults(visit, arrived, name):
    defaults = arrived(name)
    keys = [key for key in defaults.keys() if not key.endswith("question")]  # noqa: SIM118 - any text is a question
    for text in ("nonsense", "1e999", "nan", "<script>", "9" * 400):
        page = visit(name, **dict.fromkeys(keys, text))
        assert not page.problems
        assert [key for key in page.keys() if key in keys] == keys  # noqa: SIM118
        assert [page.knob(key).value for key in keys] == [defaults.knob(key).value for key in keys]


def test_a_link_to_a_page_holds_its_values_and_no_others(visit):
    page = visit("home", seeds_part="stuck", seeds_stuck_epochs="300", seeds_rate="0.1", unknown="1", home_weight="3")
    navigation = page.app.get("html")[0].proto.body
    assert 'href="seed_effects?seeds_part=stuck&amp;seeds_stuck_epochs=300"' in navigation
    assert 'href="./?home_weight=3"' in navigation
