"""What a link asks for in vain is told."""

import pytest

from lab import question

OLD = "The link asks for more than this page shows. "


def told(page):
    """The box about the link, if there is one."""
    return [each.value for each in page.app.info if each.value.startswith(OLD)]


def test_a_value_that_is_no_longer_offered_is_told_with_what_is_shown_instead(visit):
    page = visit("seed_effects", seeds_count="5", seeds_epochs="10", seeds_rate="0.2")
    assert told(page) == [OLD + "“0\\.2” is not offered for “Learning rate”; it began with “2” instead."]
    assert page.turn("seeds_count", 10).app.info[0].value == told(page)[0]


def test_a_setting_that_there_is_no_longer_is_told(visit):
    page = visit("seed_effects", seeds_count="5", seeds_epochs="10", seeds_luck="7")
    assert told(page) == [
        OLD + "`seeds_luck` has no effect so far: no setting of that name is in sight. If one comes into sight, by "
        "another choice or an upload, it begins with “7”."
    ]
    assert not page.problems


def test_what_the_page_has_is_not_told(visit):
    values = {"seeds_count": "5", "seeds_epochs": "10", "seeds_look": "3.0", "seeds_schemes": ["he normal", "zeros"]}
    assert not told(visit("seed_effects", **values))


def test_what_travels_along_for_other_questions_and_pages_is_not_told(visit):
    values = {"seeds_count": "5", "seeds_map_points": "64", "relevance_rate": "0.1", "home_weight": "3"}
    assert not told(visit("seed_effects", seeds_epochs="10", **values))
    assert not told(visit("seed_effects", seeds_part="lucky", seeds_lucky_count="200", **values))


@pytest.mark.parametrize(
    ("name", "asked", "later", "turn", "value"),
    [
        ("softmax_cost", {"softmax_part": "one"}, {"softmax_logit5": "7.5"}, {"softmax_outputs": 6}, 7.5),
        (
            "softmax_cost", {"softmax_part": "dense"}, {"softmax_dense_x5": "-2.5"},
            {"softmax_dense_features": 5}, -2.5,
        ),
        (
            "feature_relevance", {"relevance_part": "table", "relevance_table_source": "a CSV of your own"},
            {"relevance_table_epochs": "300"}, {"relevance_table_source": "iris"}, 300,
        ),
    ],
)  # fmt: skip
def test_a_setting_that_comes_later_is_said_to_wait_until_it_does(visit, name, asked, later, turn, value):
    (key,), ((knob, choice),) = later, turn.items()
    page = visit(name, **asked, **later)
    (note,) = told(page)
    assert note.startswith(f"{OLD}`{key}` has no effect so far")
    page.turn(knob, choice)
    assert page.knob(key).value == value
    assert not told(page)
    assert not page.problems


def test_a_setting_that_comes_later_with_another_value_is_told_then(visit):
    page = visit("softmax_cost", softmax_logit5="99")
    assert "has no effect so far" in told(page)[0]
    page.turn("softmax_outputs", 6)
    assert told(page) == [OLD + "“99” is not offered for “Logit z5”; it began with “0” instead."]


@pytest.mark.parametrize("text", ["<b>x</b>", "[a](javascript:b)", "`x`", "9" * 400])
def test_what_a_link_holds_is_quoted_and_never_acts(visit, text):
    page = visit("seed_effects", seeds_count="5", seeds_epochs="10", seeds_rate=text)
    assert not page.problems
    assert "<b>" not in told(page)[0]
    assert "](" not in told(page)[0]
    assert len(told(page)[0]) < 300


@pytest.mark.parametrize("text", ["1e-05", "10⁻⁵", "0.00001"])
def test_a_tiny_number_is_taken_in_any_spelling_and_nothing_is_told(visit, text):
    page = visit("neuron_differentiation", neurons_part="push", neurons_epsilon=text)
    assert page.knob("neurons_epsilon").value == 1e-5
    assert not [each for each in page.app.info if "asks for more" in each.value]


def test_where_one_has_to_be_chosen_taking_the_last_away_begins_anew_and_shows_it(visit):
    page = visit("seed_effects", seeds_part="repeat").turn("seeds_repeat_calls", [])
    calls = page.knob("seeds_repeat_calls").value
    assert calls == list(question.keywords("repeat", {}).values["calls"])


def test_an_address_in_which_none_is_chosen_is_that_of_the_beginning(visit):
    assert not told(visit("seed_effects", seeds_part="repeat", seeds_repeat_calls=""))
