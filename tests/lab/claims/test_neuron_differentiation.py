"""The claims that the page neuron_differentiation shows, measured anew."""

from tests.lab.claims.conftest import missed, of_page


@of_page("neuron_differentiation")
def test_a_claim_meets_its_figures(claim):
    assert not missed(claim)
