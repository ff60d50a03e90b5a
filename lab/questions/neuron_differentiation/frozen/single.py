"""What a single unit can learn at best, by theory, of a few examples in the plane."""

from dataclasses import dataclass

import numpy as np

FEW = 16  # examples: of more, all directions take long, and one unit's best is seldom known


@dataclass(frozen=True)
class Best:
    """The best that one unit can do.

    Attributes:
        cost: its cross-entropy, which training comes near to and does not reach.
        right: examples that are right without doubt.
        others: the rest; all of them get one prediction.
        agree: how many of the rest are of the class that it favours.
    """

    cost: float
    right: int
    others: int
    agree: int


def best(x: np.ndarray, y: np.ndarray) -> Best | None:
    """The least cost of one unit with a sigmoid on top, over all its weights and biases; None where it is not known.

    The output of one unit, and so the prediction p, only rises or only falls with w · x. For every order of the
    examples that some w gives, the best such p is the isotonic regression of y, by pooling what is not in order. A
    unit comes as near to it as one likes if it has one step: some examples at 0 or 1, all others at one level.

    Args:
        x: (example, 2).
        y: (example, 1), 0 and 1.
    """
    if len(x) > FEW or x.shape[1] != 2 or y.shape[1] != 1:
        return None
    i, j = np.triu_indices(len(x), 1)
    apart = x[i] - x[j]
    turns = np.unique(np.round((np.arctan2(apart[:, 1], apart[:, 0]) + np.pi / 2) % np.pi, 9))
    between = (turns + np.append(turns[1:], turns[0] + np.pi)) / 2  # no two examples at the same height
    ways = np.concatenate([between, between + np.pi])
    found = [_rising(y[np.argsort(x @ [np.cos(way), np.sin(way)]), 0]) for way in ways]
    least = min(found, key=lambda p: p[1])
    levels, cost = least
    mixed = [(size, ones) for size, ones in levels if 0 < ones < size]
    if len(levels) != 2 or len(mixed) != 1:
        return None
    size, ones = mixed[0]
    return Best(cost=cost, right=len(x) - size, others=size, agree=max(ones, size - ones))


def _rising(y: np.ndarray) -> tuple[list[tuple[int, int]], float]:
    """Blocks of examples in order, (size, ones), whose shares of ones rise, as pooling makes them; their cost."""
    blocks: list[tuple[int, int]] = []
    for one in y:
        blocks.append((1, int(one)))
        while len(blocks) > 1 and blocks[-2][1] * blocks[-1][0] >= blocks[-1][1] * blocks[-2][0]:
            (size, ones), (more, other) = blocks[-2:]
            blocks[-2:] = [(size + more, ones + other)]
    shares = [(size, ones / size) for size, ones in blocks]
    lost = [size * -sum(p * np.log(p) for p in (share, 1 - share) if p) for size, share in shares]
    return blocks, float(sum(lost) / len(y))
