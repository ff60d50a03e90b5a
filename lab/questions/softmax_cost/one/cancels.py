"""What a sigmoid and a softmax have in common: their gradient is a - y, and two outputs are one sigmoid."""

import pandas as pd

from lab.numerals import probability, short


def said(found: pd.DataFrame) -> str:
    """The two factors of the chain rule whose product is a - y, in words, with the numbers of `classes`."""
    row, rest = found[found["target"]].iloc[0], found.loc[~found["target"], "class"]
    t, a = row["class"], row["a"]
    of, other = f"z{rest.iloc[0]}", ""
    if len(rest) > 1:
        of, other = "s", f", s the logarithm of the sum of the other {len(rest)} eᶻ"
    return (
        "**One sigmoid:** its slope is a(1 − a), and that of its cross-entropy, −y log a − (1 − y) log(1 − a), is "
        "(a − y) / (a(1 − a)). The chain rule multiplies the two, the a(1 − a) cancels, and a − y is left. **A "
        f"softmax** is a sigmoid of each logit, too: a{t} = 1 / (1 + e^−(z{t} − {of})){other}. So its slope is "
        f"a{t}(1 − a{t}) = {short(-a * row['predicted'])}, that of −log a{t} is −1/a{t} = {short(-1 / a)}, and their "
        f"product is a{t} − 1 = {probability(row['predicted'])}. Another logit, zk, moves a{t} with the slope "
        f"−a{t} · ak; times −1/a{t} that is ak, which is its a − y, as its y is 0. (All these slopes of a "
        f"softmax are its Jacobian; y is 0 but for class {t}, so only the slopes of a{t} are needed.)"
    )


def two(found: pd.DataFrame) -> str:
    """That two outputs are one sigmoid of their difference, and how they train, with the numbers of `classes`."""
    row, other = found[found["target"]].iloc[0], found[~found["target"]].iloc[0]
    t, k = row["class"], other["class"]
    return (
        f"With two outputs, a{t} = 1 / (1 + e^−(z{t} − z{k})) = {probability(row['a'])}: a sigmoid of one number, the "
        "difference of the logits. So a softmax with two outputs can do just what one sigmoid output can, and the "
        f"logit that is too many does no harm. In a step z{t} is pulled by {short(-row['predicted'])} and z{k} by "
        f"{short(-other['predicted'])}, so their difference moves twice as far as a sigmoid's one logit would: in "
        "gradient descent the two train alike if the softmax has half of the sigmoid's learning rate."
    )
