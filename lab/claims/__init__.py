"""The registry of claims: what learners are told, each with settings that show it and figures that a run must meet."""

from dataclasses import replace
from functools import cache

from lab.claim import Claim, Expected
from lab.question import in_room, named
from lab.rooms import ROOMS


@cache
def _claims() -> dict[str, Claim]:
    """Every claim by its id, room by room: those of the discussions first."""
    found = [
        replace(claim, slug=question.slug, page=room)
        for room in ROOMS
        for question in in_room(room)
        for claim in getattr(named(question.slug), "CLAIMS", ())
    ]
    order = sorted(found, key=lambda claim: (ROOMS.index(claim.page), claim.id[0] != "S", claim.id))
    return {claim.id: claim for claim in order}


def __getattr__(name: str) -> object:
    """`CLAIMS`, found when somebody first asks: questions import this package's neighbours."""
    if name == "CLAIMS":
        return _claims()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["CLAIMS", "Claim", "Expected"]
