"""What was found about a batch, one input and a fresh classifier: sentences, tables and formulas."""

import pandas as pd

from lab.laws import entropy as law
from lab.numerals import figure, tex
from lab.softmax.one_example_words import probability
from lab.softmax.one_input import EXAMPLES


def verdict(losses: pd.DataFrame, means: pd.DataFrame) -> str:
    """Loss, cost, and what the mean of mini-batch means is; frames of `batch.losses` and `batch.means`."""
    low, high, first = losses["sparse"].min(), losses["sparse"].max(), means.iloc[0]
    span = f"{figure(low)} for each" if low == high else f"from {figure(low)} to {figure(high)}"
    return (
        f"A loss belongs to one example, here {span}; the cost is their mean over all {len(losses)}: "
        f"{figure(first['cost'])}. {_minibatches(losses, means)}"
    )


def _minibatches(losses: pd.DataFrame, means: pd.DataFrame) -> str:
    first, sizes = means.iloc[0], means["examples"]
    if len(means) == 1:
        return "All examples are in one batch, so there is no other mean."
    mean = f"The mean of the {len(means)} mini-batch means is"
    if (sizes == sizes[0]).all():
        return f"{mean} the same, as all of them have {examples(sizes[0])}."
    if (losses["sparse"] == losses["sparse"][0]).all():
        return f"{mean} the same, but only because all losses are."
    return (
        f"{mean} {figure(first['of_means'])}, which is not the cost: the last one has {examples(sizes.iloc[-1])} "
        f"instead of {sizes[0]}, and counts as much."
    )


def examples(count: int) -> str:
    """ "1 example", "5 examples"."""
    return f"{count} example" + ("s" if count > 1 else "")


def labels(losses: pd.DataFrame) -> str:
    """Whole-number and one-hot labels, compared; frame of `batch.losses`."""
    gap = (losses["sparse"] - losses["categorical"]).abs().max()
    told = "exactly equal" if gap == 0 else f"equal but for rounding: they differ by {figure(gap)} at most"
    return (
        f"A label as a whole number or as a one-hot vector: the {len(losses)} losses are {told}. The number says which "
        "logarithm to take; the vector multiplies all of them, by 0 but for one."
    )


def keras(losses: pd.DataFrame, said: pd.DataFrame) -> str:
    """What Keras said of the same numbers; frames of `batch.losses` and `batch.keras_losses`."""
    gap = max((said[name] - losses[name]).abs().max() for name in ("sparse", "categorical"))
    cost = said["sparse_cost"].iloc[0]
    return (
        f"Keras, asked for `SparseCategoricalCrossentropy` with the numbers and for `CategoricalCrossentropy` with the "
        f"vectors: its losses differ from these by {figure(gap)} at most. What it calls *loss* is the mean, "
        f"{figure(cost)} and {figure(said['categorical_cost'].iloc[0])}: the cost."
    )


def table(losses: pd.DataFrame, means: pd.DataFrame) -> pd.DataFrame:
    """The batch for the eye, as text."""
    mean = losses["minibatch"].map(means.set_index("minibatch")["mean"])
    shown = {
        "example": losses["example"].astype(str),
        "z": losses["logits"].map(lambda z: ", ".join(map(figure, z))),
        "label": losses["label"].astype(str),
        "one-hot": losses["one_hot"].map(lambda y: " ".join(map(str, y))),
        "a of its class": losses["a"].map(probability),
        "loss by label": losses["sparse"].map(figure),
        "loss by one-hot": losses["categorical"].map(figure),
        "mini-batch: mean": losses["minibatch"].astype(str) + ": " + mean.map(figure),
    }
    return pd.DataFrame(shown).set_index("example")


def cost_formula(losses: pd.DataFrame) -> str:
    """The cost as the mean of the losses."""
    terms = " + ".join(tex(figure(value)) for value in losses["sparse"])
    cost = tex(figure(losses["sparse"].mean()))
    return rf"C = \frac{{1}}{{m}} \sum_i L_i = \tfrac{{1}}{{{len(losses)}}} ({terms}) = {cost}"


def means_formula(means: pd.DataFrame) -> str:
    """The mean of means, and the mean that counts examples."""
    first, sizes = means.iloc[0], means["examples"]
    plain = " + ".join(tex(figure(value)) for value in means["mean"])
    counted = " + ".join(rf"{size} \cdot {tex(figure(mean))}" for size, mean in zip(sizes, means["mean"], strict=True))
    same = "=" if abs(first["of_means"] - first["weighted"]) < 1e-12 else r"\quad\text{but}\quad"
    return (
        rf"\tfrac{{1}}{{{len(means)}}} ({plain}) = {tex(figure(first['of_means']))} {same} "
        rf"\tfrac{{1}}{{{sizes.sum()}}} ({counted}) = {tex(figure(first['weighted']))}"
    )


def labels_formula(losses: pd.DataFrame) -> str:
    """The first example's loss, written both ways."""
    row = losses.iloc[0]
    powers = " + ".join(rf"e^{{{tex(figure(z))}}}" for z in row["logits"])
    terms = " + ".join(rf"{y} \cdot \log a_{{{k}}}" for k, y in enumerate(row["one_hot"]))
    own, value = tex(figure(row["logits"][row["label"]])), tex(figure(row["sparse"]))
    own = f"({own})" if own.startswith("-") else own
    return rf"L_1 = \log ({powers}) - {own} = {value} \quad\text{{and}}\quad L_1 = -({terms}) = {value}"


def floor(share: float, p: float, now: float, lowest: pd.Series) -> str:
    """Where the cost of one input stands and how low it can go; measured `now` at `p`, `lowest` of `one_input`."""
    bound = law.floor(share)
    ones = round(EXAMPLES * share)
    where = f"{EXAMPLES} examples with one and the same input, {ones} labelled class 1 and {EXAMPLES - ones} class 0"
    if bound == 0:
        return (
            f"{where}: all labels agree, so the cost falls towards 0. It is {figure(now)} where {figure(p)} is "
            "predicted for class 1, and 0 only for a probability of exactly 0 or 1, which no finite logits give."
        )
    return (
        f"{where}: the cost is {figure(now)} where {figure(p)} is predicted for class 1, and lowest, "
        f"{lowest['cost']:.6f}, at {figure(lowest['p'])}. No training gets below that: theory says "
        f"H({figure(share)}) = {bound:.6f}."
    )


def floor_formula(share: float, p: float) -> str:
    """The cost as its floor and what lies above."""
    q, bound, rest = tex(figure(share)), law.floor(share), law.above(share, p)
    parts = [tex(figure(value)) for value in (bound, rest, bound + rest)]
    return (
        rf"C(p) = -q \log p - (1 - q) \log (1 - p) = H(q) + \mathrm{{KL}}(q \,\|\, p), \quad q = {q}, \; "
        rf"p = {tex(figure(p))}: \quad C = {parts[0]} + {parts[1]} = {parts[2]}"
    )


def start(starts: pd.DataFrame, scale: float, classes: int) -> str:
    """The cost before training; frame of `batch.starts`."""
    row, level = starts[starts["classes"] == classes].iloc[0], law.at_start(classes)
    if scale == 0:
        return (
            f"A fresh classifier whose logits are all 0 has the cost ln K whatever the labels: {level:.6f} for "
            f"{classes} classes, {figure(row['mid'])} measured in {int(row['classifiers'])} of them."
        )
    ceiling = law.at_start_at_most(classes, scale)
    return (
        f"“The cost at the start is ln K” holds for logits that are all 0: {level:.6f} for {classes} classes. Drawn "
        f"with standard deviation s = {figure(scale)} they cost {figure(row['mean'])} on average "
        f"({int(row['classifiers'])} classifiers, the middle 90 % from {figure(row['low'])} to {figure(row['high'])}); "
        f"theory puts that average between ln K and ln K + s²/2 = {figure(ceiling)}. To be sure "
        "of something before training costs more."
    )


def seen(losses: pd.DataFrame, means: pd.DataFrame) -> str:
    """The picture of the losses in words."""
    each = "; ".join(f"example {row.example} {figure(row.sparse)}" for row in losses.itertuples())
    groups = "; ".join(f"{row.minibatch}: {figure(row.mean)} of {row.examples}" for row in means.itertuples())
    return f"Losses: {each}. Mini-batch means: {groups}. Cost: {figure(means['cost'].iloc[0])}."
