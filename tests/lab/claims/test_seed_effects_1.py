"""The claims that the page seed_effects shows, measured anew: every other one."""

from tests.lab.claims.conftest import missed, of_page


@of_page("seed_effects", 0)
def test_a_claim_meets_its_figures(claim):
    assert not missed(claim)
