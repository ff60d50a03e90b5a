"""What a model costs before it is trained: `first_cost`."""

import math
from collections.abc import Iterator

import numpy as np

from lab.check import cure
from lab.check.finding import Finding, figure
from lab.check.losses import BINARY, CROSS, SQUARED
from lab.check.model_layers import array, kernels, one_sided
from lab.check.outputs import raw, unjudged
from lab.check.subject import Head, Subject
from lab.laws import entropy

NEVER_NEGATIVE = (*CROSS, *BINARY, *SQUARED, "hinge", "squared_hinge", "categorical_hinge")  # losses
CUT = -math.log(1e-7)  # what a probability of 0 costs: Keras cuts it off at its epsilon
SPREAD = math.sqrt(2)  # of logits that weights of variance 2 / inputs make of hidden outputs of mean square 1
SCALE = f"{cure.STANDARD}\n# or a smaller last kernel:\n"
LARGE = 2  # times he_normal's size: a kernel that begins so is named
PRIOR = """\
prior = keras.initializers.Constant(np.log(y.mean() / (1 - y.mean())))
outputs = keras.layers.Dense(1, activation="sigmoid", bias_initializer=prior)"""
SMALL = "outputs = keras.layers.Dense(10, kernel_initializer=keras.initializers.RandomNormal(stddev=0.01))"


def first_cost(subject: Subject) -> Iterator[Finding]:
    """The cost before training, against that of knowing nothing: ln K, the labels' entropy, the targets' variance."""
    cost, penalty = subject.start.cost, subject.start.penalty
    if cost is not None and math.isfinite(cost):
        cost -= penalty
    if cost is None:
        yield Finding("ok", "Not judged: there is no loss, or there are no targets, and so no cost.")
    elif penalty > cost >= 0:
        yield _of_penalties(subject, penalty, cost)
    elif not math.isfinite(cost):
        yield Finding("fault", f"The cost before training is {figure(cost)}.", "", cost, math.nan, SCALE + SMALL, "nan")
    elif impossible(subject, cost):
        yield Finding(
            "fault",
            f"The cost before training is {figure(cost)}: this loss cannot be below 0, so that the targets are none "
            "that it takes.",
            "",
            cost,
            0.0,
            "print(y.min(), y.max())  # of a cross-entropy: 0 to 1",
            "batch",
        )
    elif nothing := unjudged(subject):
        yield nothing
    elif len(subject.heads) != 1:
        yield Finding("ok", f"Not judged: the cost before training is {figure(cost)}, over several outputs.", "", cost)
    elif (head := subject.heads[0]).labels is not None:
        yield from _of_classes(subject, head, cost)
    elif head.loss == "mean_squared_error":
        yield from _of_numbers(subject, head, cost)
    else:
        yield Finding(
            "ok",
            f"Not judged: the cost before training is {figure(cost)}, and theory has no figure for this loss.",
            "",
            cost,
        )


def _of_penalties(subject: Subject, penalty: float, cost: float) -> Finding:
    """Penalties on the weights that are most of the cost."""
    held = [layer.name for layer in subject.layers if getattr(layer, "kernel_regularizer", None) is not None] or [""]
    return Finding(
        "fault" if penalty > 10 * cost else "warn",
        f"Before training the penalties on the weights add {figure(penalty)} to a cost of {figure(cost)}, and the loss "
        "that fit prints is both: training shrinks the weights before it learns anything.",
        held[0],
        penalty,
        cost,
        f"layer = {cure.LAYER}{cure.ACTIVE}, kernel_regularizer=keras.regularizers.L2(1e-4))",
        "penalties",
        tuple(held),
    )


def impossible(subject: Subject, cost: float) -> bool:
    """Whether a cost without penalties is below 0 where no loss of the model can be."""
    held = [head.loss for head in subject.heads]
    return cost < -1e-6 * max(1.0, subject.start.penalty) and bool(held) and set(held) <= set(NEVER_NEGATIVE)


def shares(labels: np.ndarray) -> np.ndarray:
    """How often each class comes."""
    return np.unique(labels, return_counts=True)[1] / len(labels)


def ignorance(labels: np.ndarray) -> float:
    """Cost of saying how often each class comes, and nothing else: the labels' entropy."""
    parts = shares(labels)
    return float(-(parts * np.log(parts)).sum())


def sizes(subject: Subject) -> dict[str, float]:
    """Layer -> how many times as large as `he_normal`'s, sqrt(2 / inputs), its kernel begins; the largest first."""
    found = {}
    for layer in subject.layers:
        for kernel in (each for each in kernels(layer) if each.name == "kernel"):
            value = array(kernel).astype(float)
            found[layer.name] = math.sqrt((value**2).mean() * math.prod(value.shape[:-1]) / 2)
    return dict(sorted(found.items(), key=lambda each: each[1], reverse=True))


def _smaller(subject: Subject) -> tuple[str, tuple[str, ...], str]:
    """What makes the outputs large, as far as it is known: a sentence, the layers, and lines that make them smaller."""
    found = {name: times for name, times in sizes(subject).items() if times >= LARGE}
    if not found:
        return "", ("",), SCALE + SMALL
    name, times = next(iter(found.items()))
    told = f" The weights of {name} begin {figure(times)} times as large as he_normal draws them."
    told += next(one_sided(layer) for layer in subject.layers if layer.name == name)
    return told, tuple(found), f"layer = {cure.LAYER}{cure.DRAWN})"


def _of_classes(subject: Subject, head: Head, cost: float) -> Iterator[Finding]:
    classes = max(head.size, 2)
    chance, most = entropy.at_start(classes), entropy.at_start_at_most(classes, SPREAD)
    if "focal" in head.loss:
        yield Finding(
            "ok",
            f"Not judged: the cost before training is {figure(cost)}, and theory has no figure for a focal loss.",
            "",
            cost,
        )
        return
    known, verdict, expected, layers, lines, shown = ignorance(head.labels), "ok", chance, ("",), "", ""
    if cost > most:
        verdict = "fault" if cost > 4 * most else "warn"  # a new head on features of a trained body comes to 3 times
        says = f"; knowing nothing of {classes} classes costs ln {classes} = {chance:.2f}. "
        if raw(head):
            says += (
                "That is no sign of wrong answers: the loss cuts what the output gives to 0 to 1, and less than 0 for "
            )
            says, shown = says + f"the right class costs about {figure(CUT)}.", "numerics"
        else:
            why, layers, lines = _smaller(subject)
            says, shown = says + f"The model is sure of wrong answers before it has seen any.{why}", "first"
    elif 0 < known < 0.5 * chance and cost > 2 * known:
        verdict, expected, lines = "warn", known, PRIOR
        says = f"; how often the classes come is worth {figure(known)}, since the rarest is "
        says += f"{100 * shares(head.labels).min():.2g} % of the labels. The first epochs learn only that, unless the "
        says += "output's bias starts there."
    else:
        says = f"; knowing nothing of {classes} classes costs ln {classes} = {chance:.2f}."
    because = f"The cost before training is {figure(cost)}{says}"
    yield Finding(verdict, because, layers[0], cost, expected, lines, shown, layers)


def _of_numbers(subject: Subject, head: Head, cost: float) -> Iterator[Finding]:
    y = head.targets.astype(float)
    spread = float(y.var(axis=0).mean()) if len(y) > 1 else 0.0
    if not math.isfinite(spread) or spread == 0:
        yield Finding("ok", f"The cost before training is {figure(cost)}.", "", cost)
        return
    ratio = cost / spread
    bad = "fault" if ratio > 1000 else "warn" if ratio > 10 else "ok"
    layers, lines, follows, shown = ("",), cure.TARGETS, ".", None
    if bad != "ok":
        follows = f", {figure(ratio)} times less. First of all the model has to learn where the targets lie."
        if np.square(head.outputs.astype(float)).mean() > np.square(y).mean():
            (why, layers, lines), shown = _smaller(subject), "wall"
            follows = f", {figure(ratio)} times less. What the model says is larger than the targets are.{why}"
    yield Finding(
        bad,
        f"The cost before training is {figure(cost)}; saying the mean of the targets would cost {figure(spread)}"
        f"{follows}",
        layers[0],
        cost,
        spread,
        lines if bad != "ok" else "",
        shown,
        layers,
    )
