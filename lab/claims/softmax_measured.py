"""What the claims about the softmax cost measure."""

import pandas as pd

from lab.questions.softmax_cost.batch import losses
from lab.softmax import numerics


def overflow() -> tuple[float, ...]:
    """The cost that knows nothing; where a softmax written out is lost; how often one from logits is."""
    start = losses.means(losses.losses(losses.Batch(classes=10, scale=0.0)))["cost"][0]
    limits = [numerics.over_gaps(*each).limits for each in (("float32", 120), ("float64", 1000))]
    first = [_lost(each, "plain NumPy").query("quantity == 'cost' and side == 'wrong'")["first"] for each in limits]
    return (
        start,
        *(each.iloc[0] for each in first),
        sum(_lost(each, "from_logits=True")["first"].count() for each in limits),
    )


def _lost(limits: pd.DataFrame, way: str) -> pd.DataFrame:
    return limits[limits["way"] == way]
