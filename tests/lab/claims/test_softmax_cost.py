"""The claims that the page softmax_cost shows, measured anew."""

from tests.lab.claims.conftest import missed, of_page


@of_page("softmax_cost")
def test_a_claim_meets_its_figures(claim):
    assert not missed(claim)
