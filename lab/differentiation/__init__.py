"""Why neurons that see the same inputs come to differ, and when they do not: one module a question."""

from lab.differentiation.distance import distances, over_seeds

__all__ = ["distances", "over_seeds"]
