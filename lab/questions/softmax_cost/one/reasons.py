"""Why only the target enters the cost, and every logit its gradient."""

import pandas as pd

from lab.numerals import short


def told(value: float) -> str:
    """A probability or a gradient in a sentence: what is not quite 1 is not said to be."""
    near = value != round(value) and abs(abs(value) - 1) < 5e-4
    return f"almost {round(value)}".replace("-", "−") if near else short(value)


def why(found: pd.DataFrame) -> str:
    """The sentences below the picture."""
    target = found[found["target"]].iloc[0]
    k, count = target["class"], len(found)
    rest = "the other logit" if count == 2 else f"any of the other {count - 1} logits"
    missing = told(found.loc[~found["target"], "a"].sum())
    return (
        f"The label is 1 for class {k} and 0 elsewhere, and 0 times a logarithm adds nothing: of −Σ y log a only "
        f"−log a{k} is left. But a{k} is a share: its own eᶻ, divided by the sum over all classes. Raise {rest}, and "
        "it shrinks: that is why each logit has a gradient, its a − y. The target's logit is pulled up by what its "
        f"output lacks to 1, here {missing}; every other logit is pushed down by its own output, together by just as "
        "much, so the gradients sum to 0: dL/dz_j = a_j − y_j. The bias b_j is added to z_j, so dL/db_j = a_j − y_j "
        "too (dC/db_j, as C = L for one example). From logit to weight is one more factor, the input along it: "
        f"dL/dW = (a − y) · input, so the weights of all classes get one. In code: d = a, then d[{k}] −= 1, the "
        "outputs with 1 taken off at the target; that 1 is its label. By the outputs alone the slope "
        f"of −log a{k} is 0 for every other output, as a partial derivative holds the others still; that they sum to 1 "
        "comes in one step later, through softmax."
    )
