"""What visitors wrote inside sentences: Markdown finds nothing in it, and it is never long."""

import re

import pytest

from lab import prose


@pytest.mark.parametrize(
    "text",
    ["**bold**", "![](http://a.com/x)", "[a](javascript:b)", "$x^2$", "<img src=x>", ":red[x]", "`a`", "a_b", "# x"],
)  # fmt: skip
def test_every_sign_that_markdown_knows_has_a_backslash(text):
    written = prose.literal(text)
    assert re.sub(r"\\(.)", r"\1", written) == text
    assert not re.search(r"(?<!\\)[*!\[\]()$<>:`_#]", written)


def test_names_are_cut_and_lists_end():
    assert prose.shortened("a" * 40) == "a" * 40
    assert prose.shortened("a" * 41) == "a" * 39 + "…"
    assert prose.listed([]) == ""
    assert prose.listed(["a"]) == "a"
    assert prose.listed(["a", "b", "c"]) == "a, b and c"
    assert prose.listed(["a", "b", "c", "d"], most=2) == "a, b and 2 more"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("cost < 0.1, weights from U[−1, 1], x_1 = 2 * 3", r"cost < 0.1, weights from U[−1, 1], x_1 = 2 \* 3"),
        ("12. a\n# b", r"12\. a \# b"),
        ("- [a](b) ![i](u)", r"\- \[a\](b) !\[i\](u)"),
        ("<img src=x> &amp; @all $x$ __a__", r"\<img src=x> \&amp; \@all \$x\$ \_\_a\_\_"),
    ],
)
def test_a_line_has_backslashes_only_where_markdown_would_act(text, written):
    assert prose.inline(text) == written


def test_what_is_seen_of_a_sentence_has_neither_stars_nor_backslashes():
    assert prose.unmarked(f"**{prose.literal('a_b* of [x]')} falls.**") == "a_b* of [x] falls."
    assert prose.unmarked(f"Call `set_seed`, {prose.literal('`this`')}.") == "Call set_seed, `this`."
