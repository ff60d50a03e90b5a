"""What a link asks for in vain is told."""

import pytest

OLD = "The link asks for something that this page does not have. "


def told(page):
    """The box about the link, if there is one."""
    return [each.value for each in page.app.info if each.value.startswith(OLD)]


def test_a_value_that_is_no_longer_offered_is_told_with_what_is_shown_instead(visit):
    page = visit("seed_effects", seeds_count="5", seeds_epochs="10", seeds_rate="0.2")
    assert told(page) == [OLD + "“0\\.2” is not offered for `seeds_rate`; it began with “2” instead."]
    assert page.turn("seeds_count", 10).app.info[0].value == told(page)[0]


def test_a_setting_that_there_is_no_longer_is_told(visit):
    page = visit("seed_effects", seeds_count="5", seeds_epochs="10", seeds_luck="7")
    assert told(page) == [OLD + "`seeds_luck` has no effect here: there is no such setting, or none with these values."]
    assert not page.problems


def test_what_the_page_has_is_not_told(visit):
    values = {"seeds_count": "5", "seeds_epochs": "10", "seeds_look": "3.0", "seeds_schemes": ["he normal", "zeros"]}
    assert not told(visit("seed_effects", **values))


def test_what_travels_along_for_other_questions_and_pages_is_not_told(visit):
    values = {"seeds_count": "5", "seeds_map_points": "64", "relevance_rate": "0.1", "home_weight": "3"}
    assert not told(visit("seed_effects", seeds_epochs="10", **values))
    assert not told(visit("seed_effects", seeds_part="lucky", seeds_lucky_count="200", **values))


@pytest.mark.parametrize("text", ["<b>x</b>", "[a](javascript:b)", "`x`", "9" * 400])
def test_what_a_link_holds_is_quoted_and_never_acts(visit, text):
    page = visit("seed_effects", seeds_count="5", seeds_epochs="10", seeds_rate=text)
    assert not page.problems
    assert "<b>" not in told(page)[0]
    assert "](" not in told(page)[0]
    assert len(told(page)[0]) < 300
