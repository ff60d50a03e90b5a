"""The claims that the page feature_relevance shows, measured anew."""

from tests.lab.claims.conftest import missed, of_page


@of_page("feature_relevance")
def test_a_claim_meets_its_figures(claim):
    assert not missed(claim)
