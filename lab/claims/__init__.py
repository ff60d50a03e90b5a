"""The registry of claims: what learners are told, each with a preset that shows it and figures that a run must meet."""

from lab.claims import depth, differentiation, luck, relevance, softmax
from lab.claims.claim import Claim, Figure

CLAIMS: dict[str, Claim] = {
    claim.id: claim
    for topic in (softmax, differentiation, relevance, luck, depth)
    for claim in sorted(topic.CLAIMS, key=lambda claim: claim.id)
}

__all__ = ["CLAIMS", "Claim", "Figure"]
