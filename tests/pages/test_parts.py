"""Pages of several questions: one at a time, each with an address."""

import re

import pytest

PARTS = [
    ("neuron_differentiation", "neurons_part", "push"),
    ("softmax_cost", "softmax_part", "one"),
    ("feature_relevance", "relevance_part", "weights"),
    ("seed_effects", "seeds_part", "spread"),
]


def row(page):
    """The links of the row of questions."""
    body = next(
        element.proto.body for element in page.app.get("html") if "Questions of this page" in element.proto.body
    )
    return re.findall(r'<a href="([^"]*)"( aria-current="page")?', body)


@pytest.mark.parametrize(("name", "key", "first"), PARTS)
def test_every_question_has_a_link_and_the_one_shown_is_marked(visit, known_ahead, name, key, first):
    links = row(visit(name))
    assert [bool(mark) for _, mark in links] == [True] + [False] * (len(links) - 1)
    assert links[0][0] == name
    parts = [re.fullmatch(rf"{name}\?{key}=(\w+)", href)[1] for href, _ in links[1:]]
    assert len(set(parts)) == len(parts)
    assert [bool(mark) for _, mark in row(visit(name, **{key: parts[-1]}))] == [False] * len(parts) + [True]


@pytest.mark.parametrize(("name", "key", "first"), PARTS)
def test_a_question_that_is_not_there_is_told_and_the_first_one_shown(visit, name, key, first):
    page = visit(name, **{key: "<b>nonsense</b>"})
    assert page.app.info[0].value == "The address names a question that this page does not have; this is its first one."
    assert page.text == visit(name).text
