"""The front door, and what holds for all pages."""

import subprocess
import sys

import pytest

from tests.pages.conftest import FILES, ROOT


def test_home_moves_a_real_figure_at_once(visit):
    home = visit("home")
    assert home.answer == "**Yes: from here squared error is slow; it ends at 0.2028, cross-entropy at 0.0120.**"
    assert home.turn("home_weight", -4.0).answer.endswith("it ends at 0.0673, cross-entropy at 0.0104.**")
    assert not home.problems


def test_home_answers_a_question_with_runs(visit):
    page = visit("home", home_question="Why do my two neurons stay the same?")
    body = next(each.proto.body for each in page.app.get("html") if 'aria-label="Answers"' in each.proto.body)
    assert body.count("<li") == 5
    assert 'href="neuron_differentiation' in body
    assert page.turn("home_question", "qqq").app.caption[0].value.startswith("No claim has one of these words")


def test_home_leads_on_to_every_page(visit):
    links = "".join(element.proto.body for element in visit("home").app.get("html"))
    assert all(f'href="{name}"' in links for name in FILES if name not in ("home", "claims"))


def test_home_imports_no_tensorflow():
    script = "import app, sys; sys.exit('tensorflow' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, timeout=120)
    assert ran.returncode == 0


@pytest.mark.parametrize("name", FILES)
def test_every_page_opens_with_its_question_and_the_way_to_the_others(visit, name):
    page = visit(name)
    assert not page.problems
    assert len(page.app.title) == 1
    navigation = page.app.get("html")[0].proto.body
    assert navigation.count("<a ") == len(FILES)
    assert navigation.count('aria-current="page"') == 1


@pytest.mark.parametrize("name", [name for name in FILES if name != "claims"])
def test_every_chart_says_in_words_what_it_shows(visit, name):
    charts = visit(name).charts
    assert charts
    assert all(any(letter.isdigit() for letter in chart.alt) for chart in charts)


def test_no_two_pages_share_a_knob(visit):
    keys = [key for page in map(visit, FILES) for key in page.keys()]  # noqa: SIM118 - a method, no dict
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", [name for name in FILES if name != "claims"])  # there any text is a word to look for
def test_an_address_full_of_nonsense_opens_the_page_with_its_defaults(visit, name):
    defaults = visit(name)
    keys = [key for key in defaults.keys() if not key.endswith("question")]  # noqa: SIM118 - any text is a question
    for text in ("nonsense", "1e999", "nan", "<script>", "9" * 400):
        page = visit(name, **dict.fromkeys(keys, text))
        assert not page.problems
        assert [key for key in page.keys() if key in keys] == keys  # noqa: SIM118
        assert [page.knob(key).value for key in keys] == [defaults.knob(key).value for key in keys]


def test_the_values_of_other_pages_travel_along(visit):
    page = visit("home", seeds_rate="0.1", unknown="1", home_weight="3")
    navigation = page.app.get("html")[0].proto.body
    assert 'href="seed_effects?home_weight=3&amp;seeds_rate=0.1"' in navigation
