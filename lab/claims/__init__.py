"""The registry of claims: what learners are told, each with a preset that shows it and figures that a run must meet."""

from lab.claims import (
    depth,
    differentiation,
    differentiation_laws,
    luck,
    luck_laws,
    luck_ranges,
    relevance,
    relevance_laws,
    softmax,
    softmax_layers,
    softmax_training,
)
from lab.claims.claim import Claim, Figure

CLAIMS: dict[str, Claim] = {
    claim.id: claim
    for topic in (
        softmax,
        softmax_layers,
        softmax_training,
        differentiation,
        differentiation_laws,
        relevance,
        relevance_laws,
        luck,
        luck_ranges,
        luck_laws,
        depth,
    )
    for claim in sorted(topic.CLAIMS, key=lambda claim: claim.id)
}

__all__ = ["CLAIMS", "Claim", "Figure"]
