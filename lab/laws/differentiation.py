"""What must become of two neurons, whatever the data."""

from lab.specs import Init


def stay_equal(init: Init) -> bool:
    """Whether the units of a hidden layer stay equal to the bit for ever.

    Units with the same incoming kernel, bias and outgoing kernel have the same output and the same gradient, so every
    gradient step keeps them the same: by induction over the steps, at every rate, with every optimizer.

    Source: seeds/002, second post ("a way to make sure those weights can't differentiate").
    """
    cloned = init.clones == "both" or init.scheme in ("zeros", "constant")
    return cloned and init.epsilon == 0.0
