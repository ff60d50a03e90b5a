"""Where a network that cannot tell examples apart gets stuck."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import pandas as pd

from lab.data import load
from lab.experiment import Experiment


def levels_of(experiment: Experiment) -> pd.DataFrame:
    """`stuck_levels` where they are foretold: XOR's four examples with squared error; elsewhere no rows.

    A ReLU output can be dead, at other levels.
    """
    data, network = experiment.data, experiment.network
    four = data.name == "xor" and not data.noise and data.examples == 4
    foretold = four and network.hidden and experiment.training.loss == "mse" and network.output != "relu"
    targets = load(data)[1].ravel().astype(int).tolist() if foretold else []
    return stuck_levels(targets)


def stuck_levels(targets: Sequence[int]) -> pd.DataFrame:
    """Mean squared errors that remain when some examples get one output in common, and all others are right.

        C = (1 / m) sum over the group of (y_i - mean of the group)^2

    The best common output of a group is the mean of its targets.

    Args:
        targets: y of all m examples, 0 or 1; a handful.

    Returns:
        One row per level above 0, lowest first: `level` (float), `fraction` such as "1/8", `group` (its size) and
        `mean` (their common output, "1/3 or 2/3" where it can be either), of the smallest groups that give it.

    Source: plain algebra; L13 of the claims: XOR with two hidden units ends at 1/8, 1/6 or 1/4.
    """
    found: dict[Fraction, tuple[int, set]] = {}  # level -> size of its smallest group, and the means of such groups
    for size in range(2, len(targets) + 1):
        for group in combinations(targets, size):
            mean = Fraction(sum(group), size)
            level = sum((target - mean) ** 2 for target in group) / len(targets)
            if level > 0 and found.setdefault(level, (size, set()))[0] == size:
                found[level][1].add(mean)
    rows = [(float(at), str(at), size, " or ".join(map(str, sorted(means)))) for at, (size, means) in found.items()]
    return pd.DataFrame(sorted(rows), columns=["level", "fraction", "group", "mean"])
