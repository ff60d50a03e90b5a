"""Random directions in four dimensions: against the incomplete beta function and against drawn ones."""

import numpy as np
import pytest
from scipy.special import betainc

from lab.laws import directions as law
from lab.questions.feature_relevance.demand import units as demand

DRAWS = 40_000


def drawn(units):
    """|cosine| of random directions with the concepts: (network, unit, concept)."""
    vectors = np.random.default_rng(7).normal(size=(DRAWS, units, 4))
    return demand.likeness(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))


@pytest.mark.parametrize("bound", [0.0, 0.3, 0.85, 0.95, 0.99, 1.0])
def test_the_chance_is_the_regularised_incomplete_beta_function(bound):
    assert law.beyond(bound) == pytest.approx(betainc(1.5, 0.5, 1 - bound**2), abs=1e-12)


@pytest.mark.parametrize("units", [1, 3, 8])
@pytest.mark.parametrize("bound", [0.85, 0.95])
def test_drawn_directions_contain_one_concept_and_all_three_as_often_as_foretold(units, bound):
    has = (drawn(units) > bound).any(axis=1)
    for share, chance in ((has[:, 0].mean(), law.contains(bound, units)),
                          (has.all(axis=1).mean(), law.contains_all(bound, units))):  # fmt: skip
        assert abs(share - chance) <= 4 * np.sqrt(chance * (1 - chance) / DRAWS) + 1e-12


def test_fewer_directions_than_concepts_never_contain_them_all():
    assert law.contains_all(0.9, 2) == 0.0


def test_above_the_bound_no_direction_is_near_two_concepts():
    """The direction midway between affordability and quality is the nearest to both."""
    one, _, other = demand.concepts()[list(demand.FEATURES)].to_numpy()
    assert abs(one @ other) == pytest.approx(0.4)
    middle = one + np.sign(one @ other) * other
    assert demand.likeness(middle / np.linalg.norm(middle))[[0, 2]] == pytest.approx([law.APART] * 2)
