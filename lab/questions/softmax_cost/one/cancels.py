"""Why the gradient is a - y, of a sigmoid and of a softmax: the slopes of output and cost cancel."""

import pandas as pd

from lab.numerals import probability, short


def said(found: pd.DataFrame) -> str:
    """The two factors of the chain rule whose product is a - y, in words, with the numbers of `classes`."""
    row, rest = found[found["target"]].iloc[0], found.loc[~found["target"], "class"]
    t, a = row["class"], row["a"]
    of, other = f"z{rest.iloc[0]}", ""
    if len(rest) > 1:
        of, other = "m", f", m the logarithm of the sum of the other {len(rest)} eᶻ"
    return (
        "**One sigmoid:** its slope is a(1 − a), and that of its cross-entropy, −y log a − (1 − y) log(1 − a), is "
        "(a − y) / (a(1 − a)). The chain rule multiplies the two, the a(1 − a) cancels, and a − y is left. **A "
        f"softmax** is a sigmoid of each logit, too: a{t} = 1 / (1 + e^−(z{t} − {of})){other}. So its slope is "
        f"a{t}(1 − a{t}) = {short(-a * row['predicted'])}, that of −log a{t} is −1/a{t} = {short(-1 / a)}, and their "
        f"product is a{t} − 1 = {probability(row['predicted'])}. Another logit, zk, moves a{t} with the slope "
        f"−a{t} · ak; times −1/a{t} that is ak, which is its a − y, as its y is 0."
    )
