"""How often a random direction points along a given one, in four dimensions."""

import math

APART = math.cos(math.acos(0.4) / 2)  # above this bound no direction is near two of the three concepts at once


def beyond(bound: float) -> float:
    """Chance that a random direction is parallel to a given one, up to its sign, by more than a bound.

        P(|cos| > c) = 2/pi (arccos c - c sqrt(1 - c^2))

    Args:
        bound: c, from 0 to 1.

    Source: the density of a coordinate of a uniform point on the sphere in d dimensions is proportional to
    (1 - t^2)^((d - 3) / 2); d = 4, integrated from c to 1 and doubled.
    """
    return 2 / math.pi * (math.acos(bound) - bound * math.sqrt(1 - bound**2))


def contains(bound: float, units: int) -> float:
    """Chance that at least one of some random directions is parallel to a given one, up to its sign.

        1 - (1 - p)^n,   p = P(|cos| > c)

    Args:
        bound: c.
        units: n.
    """
    return 1 - (1 - beyond(bound)) ** units


def contains_all(bound: float, units: int, concepts: int = 3) -> float:
    """Chance that each of some given directions has one of some random ones parallel to it, up to its sign.

        sum over k from 0 to m of (-1)^k (m over k) (1 - k p)^n

    Args:
        bound: c, so large that no direction is near two of the given ones at once: for the concepts of the demand data,
            whose cosines are 0.4 and 0, above `APART`.
        units: n.
        concepts: m.

    Source: inclusion and exclusion over the concepts that are missing.
    """
    if units < concepts:
        return 0.0
    chance = beyond(bound)
    terms = [(-1) ** k * math.comb(concepts, k) * (1 - k * chance) ** units for k in range(concepts + 1)]
    return max(0.0, sum(terms))  # of tiny chances rounding may leave less than nothing
