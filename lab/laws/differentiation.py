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


def tells_apart(start_differs: bool, dropout: float) -> bool:
    """Whether units that are equal but for what is named here part.

    A step moves equal units equally if all that enters it (examples, their order, rate, momentum, decay, the other
    layers) is the same for both. Only two things belong to a unit alone: where it starts, and the mask that dropout
    draws for it.

    Source: L05 in the claims of this laboratory; the same induction as `stay_equal`.
    """
    return start_differs or dropout > 0
