"""A small batch: the loss of each example, their mean, and the means of mini-batches; float64, no training."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks
from lab.charts import theme
from lab.laws import entropy
from lab.lazy import alt
from lab.numerals import aligned, counted, figure, probability, short, tex
from lab.questions.softmax_cost.batch.printed import MOST, enough, probability_of, right

MOST_EXAMPLES, MOST_CLASSES = 12, 10
BAR = 26  # pixels of a bar with its room


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Logits and labels, drawn from a seed.

    Attributes:
        examples: m, from 2 to 12. One more leaves the others as they are.
        classes: K, from 2 to 10.
        size: examples of a mini-batch; the last mini-batch holds what is left.
        scale: standard deviation of the logits, which are rounded to two decimals so that they can be checked by hand.
        seed: of logits and labels.
    """

    examples: int = 10
    classes: int = 3
    size: int = 4
    scale: float = 1.0
    seed: int = 0

    def __post_init__(self):
        checks.whole("Batch.examples", self.examples, 2, MOST_EXAMPLES)
        checks.whole("Batch.classes", self.classes, 2, MOST_CLASSES)
        checks.whole("Batch.size", self.size, 1, MOST_EXAMPLES)
        checks.store(self, scale=checks.number("Batch.scale", self.scale, 0.0, 100.0))
        checks.whole("Batch.seed", self.seed, 0, checks.MAX_SEED)

    def logits(self) -> np.ndarray:
        """z, (example, class)."""
        drawn = self.draws(0).normal(size=(MOST_EXAMPLES, MOST_CLASSES))
        return (self.scale * drawn[: self.examples, : self.classes]).round(2) + 0.0  # no -0

    def labels(self) -> np.ndarray:
        """The class of each example as a whole number from 0, (example,)."""
        return (self.draws(1).random(MOST_EXAMPLES)[: self.examples] * self.classes).astype(int)

    def draws(self, *place: int) -> np.random.Generator:
        """The generator of one thing that is drawn; no two addresses share one."""
        return np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=place))


def losses(batch: Batch) -> pd.DataFrame:
    """The loss of each example, from its label as a whole number and as a one-hot vector.

        sparse:       L = log(sum over k of e^(z_k)) - z_t
        categorical:  L = -sum over k of y_k log a_k,   a_k = e^(z_k) / sum over j of e^(z_j),   y one-hot at t

    Returns:
        One row per example (from 1): `minibatch` (from 1), `logits` and `one_hot` (tuples), `label` (from 0), `a`
        (probability of its class), `sparse`, `categorical` (losses).
    """
    z, labels = batch.logits(), batch.labels()
    y, places = np.eye(batch.classes)[labels], np.arange(batch.examples)
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    a = powers / powers.sum(axis=-1, keepdims=True)
    return pd.DataFrame(
        {
            "example": places + 1,
            "minibatch": places // batch.size + 1,
            "logits": list(map(tuple, z)),
            "label": labels,
            "one_hot": list(map(tuple, y.astype(int))),
            "a": a[places, labels],
            "sparse": log_sum(z) - z[places, labels],
            "categorical": -(y * np.log(a)).sum(axis=1) + 0.0,
        }
    )


def log_sum(z: np.ndarray) -> np.ndarray:
    """log of the sum of e^z over the last axis, without overflow."""
    most = z.max(axis=-1, keepdims=True)
    return most[..., 0] + np.log(np.exp(z - most).sum(axis=-1))


def means(found: pd.DataFrame) -> pd.DataFrame:
    """The mean loss of every mini-batch.

    Args:
        found: of `losses`.

    Returns:
        One row per mini-batch: `examples` in it, `mean`; and, the same in every row, `cost` (mean over all examples),
        `of_means` (mean of the mini-batches' means, each counted alike) and `weighted` (each counted by its examples).
    """
    table = found.groupby("minibatch")["sparse"].agg(examples="size", mean="mean").reset_index()
    weighted = np.average(table["mean"], weights=table["examples"])
    return table.assign(cost=found["sparse"].mean(), of_means=table["mean"].mean(), weighted=weighted)


def keras_losses(batch: Batch) -> pd.DataFrame:
    """What Keras says of the same logits and labels, in float64.

    Returns:
        One row per example: `sparse`, `categorical`: its losses without reduction; `sparse_cost`, `categorical_cost`:
        with its default reduction, the same in every row.
    """
    from keras import losses as kinds

    z, labels = batch.logits(), batch.labels()
    targets = {"Sparse": labels, "": np.eye(batch.classes)[labels]}
    columns = {"example": np.arange(batch.examples) + 1}
    for kind, y in targets.items():
        made = getattr(kinds, f"{kind}CategoricalCrossentropy")
        name = kind.lower() or "categorical"
        columns[name] = np.asarray(made(from_logits=True, reduction=None, dtype="float64")(y, z))
        columns[f"{name}_cost"] = float(made(from_logits=True, dtype="float64")(y, z))
    return pd.DataFrame(columns)


def note(found: pd.DataFrame, means: pd.DataFrame) -> str:
    """The losses, and what becomes of the mean of mini-batch means."""
    low, high, first, sizes = found["sparse"].min(), found["sparse"].max(), means.iloc[0], means["examples"]
    span = f"All losses are {short(low)}." if low == high else f"Losses from {short(low)} to {short(high)}."
    if len(means) == 1:
        return f"{span} All examples are in one batch, so there is no other mean."
    mean = f"{span} The mean of the {len(means)} mini-batch means is"
    if (sizes == sizes[0]).all():
        return f"{mean} the same, as all of them have {counted(sizes[0], 'example')}."
    if low == high:
        return f"{mean} the same, but only because all losses are."
    if short(first["of_means"]) == short(first["cost"]):
        return f"{mean} nearly the same by chance: {short(abs(first['of_means'] - first['cost']))} off."
    return f"{mean} {short(first['of_means'])}, which is not the cost."


def expressions() -> str:
    """Loss and cost of a softmax as formulas in a line of text."""
    return (
        "Loss of one example: L = −ln a_y, where a_y = e^(z_y) / (e^(z_0) + e^(z_1) + …) is the softmax's probability "
        "of the right class y, and the z, the logits, go into the softmax. Cost: C = (L_1 + … + L_m) / m, over all m "
        "examples."
    )


def caption(found: pd.DataFrame) -> str:
    """What bars, marks and the dashed line are."""
    count = len(found["logits"].iloc[0])
    return (
        "Bar: the loss of one example. Thick mark across the bars: the mean of that mini-batch. Dashed: what an "
        f"example costs if the network knows nothing and gives each of the {count} classes the probability 1/{count}: "
        f"−ln 1/{count} = ln {count}."
    )


def two_meanings(found: pd.DataFrame) -> str:
    """What a batch is in courses, and what Keras calls one."""
    return (
        f"In courses a *batch* is one set of all m = {len(found)} examples, and a *mini-batch* some of them; Keras "
        "calls that a batch too: `batch_size` counts the examples of a mini-batch."
    )


def why(means: pd.DataFrame) -> str:
    """The sentences below the picture."""
    first, sizes = means.iloc[0], means["examples"]
    if len(means) == 1:
        parts = "Here all examples are in one batch, so its mean is the cost."
    elif (sizes == sizes[0]).all():
        parts = f"All {len(means)} mini-batches are equally large here, so the mean of their means is the cost."
    else:
        parts = (
            f"A mean of the {len(means)} mini-batch means, {short(first['of_means'])}, counts the last one, of "
            f"{counted(sizes.iloc[-1], 'example')}, as much as one of {sizes[0]}. Counted by their examples the means "
            f"give {short(first['weighted'])}: the cost."
        )
    return (
        "A network is asked about one example at a time, and each answer has a loss of its own: −ln of the "
        "probability that it gave to the right class. Training needs one number for all of them, and takes their mean: "
        "the cost. One step of training uses one batch or mini-batch (32 examples in Keras, unless one says "
        f"otherwise), an epoch all examples once. {parts} It is no error to call both *loss*, as Keras does: what it "
        "prints while it trains is a running mean over the epoch's mini-batches, while the weights still change."
    )


def labels(found: pd.DataFrame) -> str:
    """Whole-number and one-hot labels, compared."""
    gap = (found["sparse"] - found["categorical"]).abs().max()
    told = "exactly equal" if gap == 0 else f"equal but for rounding: they differ by {short(gap)}"
    return (
        f"A label as a whole number or as a one-hot vector: the {len(found)} losses are {told}. The number says which "
        "logarithm to take; the vector multiplies all of them, by 0 but for one."
    )


def keras_says(found: pd.DataFrame, said: pd.DataFrame) -> str:
    """What Keras said of the same numbers; `said` of `keras_losses`."""
    gap = max((said[name] - found[name]).abs().max() for name in ("sparse", "categorical"))
    return (
        "Keras, asked for `SparseCategoricalCrossentropy` with the numbers and for `CategoricalCrossentropy` with the "
        f"vectors: its losses differ from these by {short(gap)}. What it calls *loss* is the "
        f"mean, {figure(said['sparse_cost'][0])} and {figure(said['categorical_cost'][0])}: the cost."
    )


def table(found: pd.DataFrame, means: pd.DataFrame) -> pd.DataFrame:
    """The batch for the eye, as text."""
    mean = found["minibatch"].map(means.set_index("minibatch")["mean"])
    shown = {
        "example": found["example"].astype(str),
        "z": found["logits"].map(lambda z: ", ".join(map(figure, z))),
        "label": found["label"].astype(str),
        "one-hot": found["one_hot"].map(lambda y: " ".join(map(str, y))),
        "a of its class": found["a"].map(probability),
        "loss by label": found["sparse"].map(figure),
        "loss by one-hot": found["categorical"].map(figure),
        "mini-batch: mean": found["minibatch"].astype(str) + ": " + mean.map(figure),
    }
    return pd.DataFrame(shown).set_index("example")


def formula(found: pd.DataFrame) -> str:
    """From logits to loss and cost for any numbers, with the first example's loss and the sum of all."""
    row, losses = found.iloc[0], found["sparse"]
    total = enough(losses.sum(), lambda total: total / len(losses), losses.mean(), 3)
    a, loss, total, cost = map(
        tex, (probability_of(row["a"], row["sparse"]), figure(row["sparse"]), total, figure(losses.mean()))
    )
    return aligned(
        r"a_k &= \frac{e^{z_k}}{\sum_j e^{z_j}}",
        r"L &= -\sum_k y_k \ln a_k = -\ln a_y",
        rf"L_1 &= -\ln a_{{{row['label']}}} = -\ln {_bracketed(a)} = {loss}",
        rf"C &= \frac{{1}}{{m}} \sum_{{i=1}}^{{m}} L_i = \frac{{{total}}}{{{len(losses)}}} = {cost}",
    )


def formulas(found: pd.DataFrame, means: pd.DataFrame) -> list[str]:
    """The mean of means; the first example's loss, written both ways."""
    return [_means_formula(means), _labels_formula(found)]


def _means_formula(means: pd.DataFrame) -> str:
    first, sizes = means.iloc[0], means["examples"]
    decimals = next(each for each in range(4, MOST + 1) if _adds_up(means, each) or each == MOST)
    shown = [tex(f"{mean:.{decimals}f}") for mean in means["mean"]]
    plain = " + ".join(shown)
    weighed = " + ".join(rf"{size} \cdot {mean}" for size, mean in zip(sizes, shown, strict=True))
    same = "=" if abs(first["of_means"] - first["weighted"]) < 1e-12 else r"\quad\text{but}\quad"
    return (
        rf"\tfrac{{1}}{{{len(means)}}} ({plain}) = {tex(figure(first['of_means']))} {same} "
        rf"\tfrac{{1}}{{{sizes.sum()}}} ({weighed}) = {tex(figure(first['weighted']))}"
    )


def _adds_up(means: pd.DataFrame, decimals: int) -> bool:
    """Whether both averages of the mini-batches' means come out of the means with so many decimals."""
    shown, first = means["mean"].round(decimals), means.iloc[0]
    weighted = np.average(shown, weights=means["examples"])
    return right(shown.mean(), first["of_means"]) and right(weighted, first["weighted"])


def _labels_formula(found: pd.DataFrame) -> str:
    row = found.iloc[0]
    powers = " + ".join(rf"e^{{{tex(figure(z))}}}" for z in row["logits"])
    terms = " + ".join(rf"{y} \cdot \ln a_{{{k}}}" for k, y in enumerate(row["one_hot"]))
    own, value = tex(figure(row["logits"][row["label"]])), tex(figure(row["sparse"]))
    return rf"L_1 = \ln ({powers}) - {_bracketed(own)} = {value} \quad\text{{and}}\quad L_1 = -({terms}) = {value}"


def _bracketed(number: str) -> str:
    return f"({number})" if "-" in number else number


def seen(found: pd.DataFrame, means: pd.DataFrame) -> str:
    """The picture in words."""
    each = "; ".join(f"example {row.example} {figure(row.sparse)}" for row in found.itertuples())
    groups = "; ".join(f"{row.minibatch}: {figure(row.mean)} of {row.examples}" for row in means.itertuples())
    return f"Losses: {each}. Mini-batch means: {groups}. Cost: {figure(means['cost'].iloc[0])}."


def bars(found: pd.DataFrame, means: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The losses as bars, and the lines across them.

    Returns:
        One row per example: `example` (its name), `minibatch` (its name), `loss`, `mean` (of its mini-batch), `text`;
        and one row per line: `value`, `says`.
    """
    classes = len(found["logits"].iloc[0])
    drawn = pd.DataFrame(
        {
            "example": found["example"].map("example {}".format),
            "minibatch": found["minibatch"].map("mini-batch {}".format),
            "loss": found["sparse"],
            "mean": found["minibatch"].map(means.set_index("minibatch")["mean"]),
            "text": found["sparse"].map(figure),
        }
    )
    cost, level = means["cost"].iloc[0], entropy.at_start(classes)
    lines = [(cost, f"cost {figure(cost)}"), (level, f"theory: ln {classes} = {figure(level)}")]
    return drawn, pd.DataFrame(lines, columns=["value", "says"])


def chart(bars: pd.DataFrame, lines: pd.DataFrame) -> "alt.LayerChart":
    """A bar for the loss of each example, a mark for the mean of its mini-batch, a line for the cost; dashed: ln K."""
    groups = list(bars["minibatch"].unique())
    tips = ["example:N", "minibatch:N", alt.Tooltip("text:N", title="loss"), alt.Tooltip("mean:Q", format=".4f")]
    base = alt.Chart(bars, height=alt.Step(BAR)).encode(
        alt.Y("example:N").sort(None).title(None).axis(labelFontSize=12), tooltip=tips
    )
    color = alt.Color("minibatch:N").scale(theme.colors(groups))
    color = color.legend(title=None, orient="top", columns=3, labelLimit=220)
    solid = base.mark_bar(opacity=0.75).encode(alt.X("loss:Q").title("Loss").scale(domainMin=0), color)
    marks = base.mark_tick(thickness=5, height=BAR, opacity=1).encode(alt.X("mean:Q"), color)
    texts = base.mark_text(align="left", dx=4, baseline="middle", color="currentColor")
    return solid + marks + texts.encode(alt.XValue(0), alt.Text("text:N")) + _lines(lines)


def _lines(lines: pd.DataFrame) -> "alt.Chart":
    """The cost, solid, and theory, dashed, with a legend of their own."""
    says = list(lines["says"])
    color = alt.Scale(domain=says, range=[theme.SERIES[5], theme.NEUTRAL])
    dash = alt.Scale(domain=says, range=[[1, 0], list(theme.LAW_DASH)])
    legend = alt.Legend(title=None, orient="bottom", symbolType="stroke", symbolSize=400, symbolStrokeWidth=3)
    rules = alt.Chart(lines).mark_rule(strokeWidth=3).encode(alt.X("value:Q"))
    return rules.encode(
        alt.Stroke("says:N").scale(color).legend(legend), alt.StrokeDash("says:N").scale(dash).legend(legend)
    )
