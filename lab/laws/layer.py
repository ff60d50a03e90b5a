"""How many different units a hidden layer can ever have."""


def most(units: int, groups: int, pushed: bool = False) -> int:
    """The largest number of units that are different from each other, at every step of any training by gradients.

        different(t) <= different(0) = groups + 1 if one unit of a group of several is pushed

    Units with the same incoming kernel, bias and outgoing kernel have the same gradient. So every step keeps equal
    units equal, whatever the data, the rate, the batches and the optimizer; training can make different units more
    alike, but no two equal units different.

    Args:
        units: H, of the layer.
        groups: number of different units before a push, from 1 to H; the others are copies, shared out in turn.
        pushed: whether one weight of one unit, not the first of its group, was then changed.

    Source: seeds/002, second post, by induction over the steps.
    """
    return min(units, groups + 1) if pushed else groups
