"""What the pictures of a batch draw."""

import pandas as pd

from lab.laws import entropy as law
from lab.numerals import figure


def losses(losses: pd.DataFrame, means: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The losses as bars, and the lines across them.

    Args:
        losses: of `batch.losses`.
        means: of `batch.means`.

    Returns:
        One row per example: `example` (its name), `minibatch` (its name), `loss`, `mean` (of its mini-batch), `text`;
        and one row per line: `value`, `says`, `law` (whether foretold), `place` (row of words that it stands in).
    """
    mean = losses["minibatch"].map(means.set_index("minibatch")["mean"])
    classes = len(losses["logits"].iloc[0])
    bars = pd.DataFrame(
        {
            "example": losses["example"].map("example {}".format),
            "minibatch": losses["minibatch"].map("mini-batch {}".format),
            "loss": losses["sparse"],
            "mean": mean,
            "text": losses["sparse"].map(figure),
        }
    )
    cost, level = means["cost"].iloc[0], law.at_start(classes)
    lines = [(cost, f"cost {figure(cost)}", False), (level, f"theory: ln {classes} = {figure(level)}", True)]
    return bars, pd.DataFrame(lines, columns=["value", "says", "law"])


def floor(curve: pd.DataFrame, share: float, p: float, now: float, lowest: pd.Series) -> tuple:
    """The cost of one input: the curve, its marked points, the floor.

    Args:
        curve, lowest: of `one_input`.
        share: q.
        p: the prediction that is looked at, with the cost `now`.

    Returns:
        Frames: `p`, `cost`; points with `p`, `cost`, `says`; the floor with `value`, `says`.
    """
    points = [(lowest["p"], lowest["cost"], f"lowest: at {figure(lowest['p'])}"), (p, now, f"yours: at {figure(p)}")]
    bound = law.floor(share)
    rule = pd.DataFrame({"value": [bound], "says": [f"theory: H({figure(share)}) = {bound:.6f}"]})
    return curve, pd.DataFrame(points, columns=["p", "cost", "says"]), rule


def starts(starts: pd.DataFrame, scale: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cost before training against the number of classes, and its laws.

    Returns:
        The frame of `batch.starts`, and one row per (law, number of classes): `classes`, `value`, `says`.
    """
    levels = [(count, law.at_start(count), "theory: ln K") for count in starts["classes"]]
    if scale:
        levels += [(count, law.at_start_at_most(count, scale), "theory: ln K + s²/2") for count in starts["classes"]]
    return starts, pd.DataFrame(levels, columns=["classes", "value", "says"])
