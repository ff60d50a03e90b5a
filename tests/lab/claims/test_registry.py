"""The registry as a whole: complete, in plain words, and as it was recorded."""

from lab.claims import CLAIMS, verification, words
from pages.shell.frame import ROOMS

IDS = [f"{letter}{number:02}" for letter, last in (("S", 29), ("L", 29), ("N", 6)) for number in range(1, last + 1)]


def test_every_entry_of_the_list_is_there_once():
    assert sorted(CLAIMS) == sorted(IDS)


def test_every_claim_asks_says_where_from_and_is_shown_on_a_page():
    for claim in CLAIMS.values():
        assert claim.question.endswith("?")
        assert claim.claim.endswith((".", "?", "”"))
        assert claim.source
        assert claim.page in ROOMS


def test_every_verdict_can_be_filled_from_the_record():
    last = verification.last()
    for claim in CLAIMS.values():
        rows = last[last["id"] == claim.id]
        assert len(rows) == len(claim.figures), f"{claim.id}: run `python -m lab claims --write {claim.id}`"
        assert rows["met"].all(), rows.to_string()
        assert "{" not in words.verdict(claim, rows)


def test_the_verdict_of_a_claim_about_seeds_is_a_sentence_that_stands_alone():
    """As the answer of a search it stands without its figures: what was measured, and shares as percentages."""
    last = verification.last()
    told = {claim.id: words.verdict(claim, last[last["id"] == claim.id]) for claim in CLAIMS.values()
            if claim.page == "seed_effects"}  # fmt: skip
    assert [name for name, text in told.items() if len(text.split()) < 12 or "a share of" in text] == []


def test_a_share_within_a_verdict_is_a_percentage():
    last = verification.last()
    share = float(last[last["id"] == "L13"]["measured"].iloc[0])
    assert f"{100 * share:.0f} % end solved" in words.verdict(CLAIMS["L13"], last[last["id"] == "L13"])


def test_no_number_of_a_verdict_is_typed_that_is_measured():
    assert not [claim.id for claim in CLAIMS.values() if claim.verdict != "holds" and "{" not in claim.because]
