"""What a sigmoid and a softmax have in common: their gradient is a - y, and two outputs are one sigmoid."""

import numpy as np
import pandas as pd

from lab.answer import Advice
from lab.numerals import probability, short

ASKS = "Is that one sigmoid?", "Why not a sigmoid for each class?"  # of two outputs, and of more


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
        f"softmax** is a sigmoid, too, of a logit less the others: a{t} = 1 / (1 + e^−(z{t} − {of})){other}. So its "
        f"slope is a{t}(1 − a{t}) = {short(-a * row['predicted'])}, that of −log a{t} is −1/a{t} = {short(-1 / a)}, "
        f"and their product is a{t} − 1 = {probability(row['predicted'])}. Another logit, zk, moves a{t} with the "
        f"slope −a{t} · ak; times −1/a{t} that is ak, which is its a − y, as its y is 0. (All these slopes of a "
        f"softmax are its Jacobian; y is 0 but for class {t}, so only the slopes of a{t} are needed.)"
    )


def two(found: pd.DataFrame) -> str:
    """That two outputs are one sigmoid of their difference, and how they train, with the numbers of `classes`."""
    row, other = found[found["target"]].iloc[0], found[~found["target"]].iloc[0]
    t, k = row["class"], other["class"]
    return (
        f"With two outputs, a{t} = 1 / (1 + e^−(z{t} − z{k})) = {probability(row['a'])}: a sigmoid of one number, the "
        "difference of the logits. So a softmax with two outputs can do just what one sigmoid output can, and the "
        "logit that is too many does no harm.\n\n"
        f"Do the two learn the same? Exactly so at fitting rates. In a step z{t} is pulled by "
        f"{short(-row['predicted'])} and z{k} by {short(-other['predicted'])}, so their difference moves twice as far "
        "as a sigmoid's one logit would. Hidden layers get the same gradient from both. So gradient descent trains the "
        "two exactly alike if they start alike (the softmax's two columns of output weights differ by the sigmoid's "
        "one; biases too) and the output layer of the softmax has half of the sigmoid's learning rate, hidden layers "
        "the same rate. Without a hidden layer that is all. With one, no single rate does it: with the same rate the "
        "output layer moves too far, with half of it the hidden layers move half as far. Both learn, but not step by "
        "step alike."
    )


def each(found: pd.DataFrame) -> str:
    """What a sigmoid for each class would make of the logits of `classes`, and where that suits."""
    alone = 1 / (1 + np.exp(-found["z"].to_numpy(float)))
    return (
        f"A sigmoid for each class answers a yes-or-no question for each. Of these logits the {len(found)} sigmoids "
        f"make {', '.join(map(probability, alone))}: together {short(alone.sum())}, as they need not sum to 1. Each "
        "has a cross-entropy of its own (Keras: `BinaryCrossentropy`, the mean over the outputs), which looks at every "
        "output, the target's and the others. The gradient of a logit is a − y of its own sigmoid: another logit "
        "changes nothing of it, so the classes do not compete. Take that where an example may be of several classes, "
        "or of none (multi-label). Where exactly one is right, a softmax knows it, and a gain for one is a loss "
        "for the others."
    )


def choice(found: pd.DataFrame) -> str:
    """Whether two classes need one output or two, in the note; "" of other numbers of classes."""
    if len(found) != 2:
        return ""
    row, other = found[found["target"]].iloc[0], found[~found["target"]].iloc[0]
    return (
        f"With 2 outputs, softmax is one sigmoid of z{row['class']} − z{other['class']}: for two classes either works, "
        "and both can learn the same; one sigmoid has half the output weights. "
    )


def advice(found: pd.DataFrame) -> Advice:
    """The gradient to write by hand; of two classes, one output or two."""
    if len(found) == 2:
        return Advice(
            "Two classes: either works. **One sigmoid** has half the output weights; **two softmax outputs** stay as "
            "they are if a third class comes. Labels are 0 and 1 for both; give each its own loss.",
            'output = keras.layers.Dense(1, activation="sigmoid")\n'
            "loss = keras.losses.BinaryCrossentropy()\n"
            "# or\n"
            'output = keras.layers.Dense(2, activation="softmax")\n'
            "loss = keras.losses.SparseCategoricalCrossentropy()",
        )
    target = found.loc[found["target"], "class"].item()
    return Advice(
        "Writing the gradient by hand? Take a − y for **every** output, not for the target's alone.",
        "a = keras.ops.softmax(keras.ops.cast(z, 'float32'))\n"
        f"delta = a - keras.ops.one_hot({target}, {len(found)})  # of every logit",
    )
