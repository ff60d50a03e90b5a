"""One claim, as topics know it that are not questions yet."""

from lab.claim import VERDICTS, Claim
from lab.claim import Expected as Figure

__all__ = ["VERDICTS", "Claim", "Figure"]
