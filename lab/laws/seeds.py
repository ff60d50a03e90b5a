"""Where a network that cannot tell examples apart gets stuck."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import pandas as pd

from lab.data import load
from lab.experiment import Experiment
from lab.laws import entropy

LEAST = {  # loss -> least cost, in the mean, of examples with one output, by the share of them whose target is 1
    "mse": lambda share: share * (1 - share),
    "binary_crossentropy": lambda share: entropy.floor(float(min(share, 1 - share))),
}


def levels_of(experiment: Experiment) -> pd.DataFrame:
    """`stuck_levels` where they are foretold: XOR's four examples with a loss of `LEAST`; elsewhere no rows.

    A ReLU output can be dead, at other levels.
    """
    data, network, loss = experiment.data, experiment.network, experiment.training.loss
    four = data.name == "xor" and not data.noise and data.examples == 4
    foretold = four and network.hidden and loss in LEAST and network.output != "relu"
    return stuck_levels(load(data)[1].ravel().astype(int).tolist(), loss) if foretold else stuck_levels([])


def stuck_levels(targets: Sequence[int], loss: str = "mse") -> pd.DataFrame:
    """Costs that remain when some examples get one output in common, and all others are right.

        C = (n / m) L(p),   L(p) = p (1 - p)                        for the squared error
                            L(p) = -p log p - (1 - p) log(1 - p)    for the cross-entropy

    n of the m examples share an output, and p of these n have the target 1. With either loss their best common output
    is p, the mean of their targets, and L(p) is what it costs them.

    Args:
        targets: y of all m examples, 0 or 1; a handful.
        loss: a key of `LEAST`.

    Returns:
        One row per level above 0, lowest first: `level` (float), `name` ("1/8", of a cross-entropy "0.3466"), `group`
        (its size, n) and `mean` (their common output, "1/3 or 2/3" where it can be either), of the smallest groups
        that give it.

    Source: plain algebra; that no output costs a group less is Gibbs' inequality, as in `entropy.floor`. L13 of the
    claims: XOR with two hidden units ends at 1/8, 1/6 or 1/4.
    """
    found: dict[Fraction | float, tuple[int, set]] = {}  # level -> size of its smallest group, the means of such groups
    for size in range(2, len(targets) + 1):
        for group in combinations(targets, size):
            mean = Fraction(sum(group), size)
            level = Fraction(size, len(targets)) * LEAST[loss](mean)
            if level > 0 and found.setdefault(level, (size, set()))[0] == size:
                found[level][1].add(mean)
    rows = [
        (float(at), str(at) if isinstance(at, Fraction) else f"{at:.4f}", size, " or ".join(map(str, sorted(means))))
        for at, (size, means) in found.items()
    ]
    return pd.DataFrame(sorted(rows), columns=["level", "name", "group", "mean"])
