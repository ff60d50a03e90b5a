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
