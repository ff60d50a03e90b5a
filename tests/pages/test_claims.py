"""The page of claims."""

from urllib.parse import urlencode

import pandas as pd
import pytest

from lab import question
from lab.claim import Expected
from lab.claims import CLAIMS, verification, words
from pages.shell import registry


def listed(page):
    """The HTML of the list."""
    return "".join(element.proto.body for element in page.app.get("html") if "<section" in element.proto.body)


def test_every_claim_is_listed_with_its_verdict_and_the_way_to_its_run(visit):
    page = visit("claims")
    assert not page.problems
    assert page.answer == f"**{words.summary(CLAIMS, verification.last())}**"
    body = listed(page)
    assert body.count("<section") == len(CLAIMS) == body.count("See it run")
    for name in CLAIMS:
        assert f'aria-label="{name}"' in body


def test_the_picture_of_a_claim_has_a_dot_for_each_figure_within_its_bar(visit):
    rows = verification.last()
    body = listed(visit("claims"))
    assert (body.count("●"), body.count("✗</b>")) == (rows["met"].sum(), (~rows["met"]).sum())
    within = Expected(name="a", expected=2.0, tolerance=0.5), Expected(name="b", expected=0.0, way="at most")
    others = Expected(name="d", expected=1.0), Expected(name="e", expected=2.0, way="at most")
    for figure in (*within, Expected(name="c", expected=-3.0, way="at least"), *others):
        for away in (-1e9, -0.6, -0.5, -1e-12, 0.0, 1e-12, 0.5, 0.6, 1e9):
            row = pd.Series({**vars(figure), "measured": figure.expected + away})
            low, high, dot = registry._parts(row)
            assert (low <= dot <= high) == figure.met_by(row["measured"]), (figure, away)


def test_a_word_narrows_the_list_down_and_stands_in_the_address(visit):
    page = visit("claims", claims_search="S09")
    assert listed(page).count("<section") == 1
    assert "".join(page.app.query_params["claims_search"]) == "S09"
    assert (
        page.turn("claims_search", "nothing of the kind").app.caption[0].value.startswith(f"0 of {len(CLAIMS)} claims")
    )


def test_verdicts_can_be_chosen(visit):
    page = visit("claims")
    counts = [listed(page.turn("claims_verdicts", [each])).count("<section") for each in ("holds", "does not hold")]
    assert all(0 < count < len(CLAIMS) for count in counts)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "9" * 400, "%00", "' OR 1=1"])
def test_any_text_is_only_a_word(visit, text):
    page = visit("claims", claims_search=text)
    assert not page.problems
    assert "<script" not in "".join(element.proto.body for element in page.app.get("html"))


def test_every_claim_is_shown_with_values_that_its_knobs_have():
    for claim in CLAIMS.values():
        slug, settings = question.from_address(f"{claim.page}?{urlencode(claim.address, doseq=True)}")
        assert question.values(slug, settings) == claim.address, claim.id
