"""Where a soft committee machine waits: equal students in front of a teacher whose units differ."""

import math


def height(units: int) -> float:
    """Generalisation error of the best student whose K units are all the same.

        E = (K / pi) (pi / 6 - K asin(1 / (2 K)))

    Student and teacher add up K units erf(u / sqrt 2); the teacher's weight vectors are orthogonal and of length 1, the
    inputs standard normal. For one unit it is 0: there is nothing to tell apart.

    Args:
        units: K, from 1.

    Source: Saad and Solla (1995), On-line learning in soft committee machines, Phys. Rev. E 52, 4225. Stated as L27 in
    the claims of this laboratory.
    """
    return units / math.pi * (math.pi / 6 - units * math.asin(1 / (2 * units)))
