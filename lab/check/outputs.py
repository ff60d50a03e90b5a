"""What comes out and how it is judged: `first_cost` and `output_and_loss`."""

import math
from collections.abc import Iterator

import numpy as np

from lab.check.finding import Finding, figure
from lab.check.subject import Head, Subject
from lab.laws import entropy

CROSS = ("categorical_crossentropy", "sparse_categorical_crossentropy", "categorical_focal_crossentropy")
BINARY = ("binary_crossentropy", "binary_focal_crossentropy")
SQUARED = ("mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "logcosh")
RANGES = {
    "sigmoid": (0, 1),
    "softmax": (0, 1),
    "hard_sigmoid": (0, 1),
    "tanh": (-1, 1),
    "softsign": (-1, 1),
    "relu": (0, math.inf),
    "relu6": (0, 6),
    "softplus": (0, math.inf),
    "exponential": (0, math.inf),
}
SPREAD = math.sqrt(2)  # of logits that weights of variance 2 / inputs make of hidden outputs of mean square 1
SCALE = "x = (x - x.mean(axis=0)) / x.std(axis=0)  # or a smaller last kernel\n"
SMALL = "outputs = keras.layers.Dense(10, kernel_initializer=keras.initializers.RandomNormal(stddev=0.01))"
LOGITS = (
    "outputs = keras.layers.Dense(10)  # logits\n"
    "model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))"
)
SOFTMAX = (
    'outputs = keras.layers.Dense(10, activation="softmax")\n'
    'model.compile(loss="sparse_categorical_crossentropy")  # from_logits=False, as it begins'
)
SIGMOID = 'outputs = keras.layers.Dense(1, activation="sigmoid")\nmodel.compile(loss="binary_crossentropy")'
LINEAR = 'outputs = keras.layers.Dense(1)\nmodel.compile(loss="mse")'


def first_cost(subject: Subject) -> Iterator[Finding]:
    """The cost before training, against that of knowing nothing: ln K, the labels' entropy, the targets' variance."""
    cost, penalty = subject.start.cost, subject.start.penalty
    if cost is not None and math.isfinite(cost):
        cost -= penalty
    if cost is None:
        yield Finding("ok", "There is no loss, or no targets, so that there is no cost.")
    elif penalty > cost >= 0:
        yield Finding(
            "fault" if penalty > 10 * cost else "warn",
            f"Before training the penalties add {figure(penalty)} to a cost of {figure(cost)}: training shrinks the "
            "weights before it learns anything.",
            "",
            penalty,
            cost,
            "layer = keras.layers.Dense(64, kernel_regularizer=keras.regularizers.L2(1e-4))",
        )
    elif not math.isfinite(cost):
        yield Finding("fault", f"The cost before training is {figure(cost)}.", "", cost, math.nan, SCALE + SMALL)
    elif len(subject.heads) != 1:
        yield Finding("ok", f"The cost before training is {figure(cost)}, over several outputs.", "", cost)
    elif (head := subject.heads[0]).labels is not None:
        yield from _of_classes(head, cost)
    elif head.loss == "mean_squared_error":
        yield from _of_numbers(head, cost)
    else:
        yield Finding(
            "ok", f"The cost before training is {figure(cost)}; theory has no figure for this loss.", "", cost
        )


def shares(labels: np.ndarray) -> np.ndarray:
    """How often each class comes."""
    return np.unique(labels, return_counts=True)[1] / len(labels)


def ignorance(labels: np.ndarray) -> float:
    """Cost of saying how often each class comes, and nothing else: the labels' entropy."""
    parts = shares(labels)
    return float(-(parts * np.log(parts)).sum())


def _of_classes(head: Head, cost: float) -> Iterator[Finding]:
    classes = max(head.size, 2)
    chance, most = entropy.at_start(classes), entropy.at_start_at_most(classes, SPREAD)
    if "focal" in head.loss:
        yield Finding(
            "ok", f"The cost before training is {figure(cost)}; a focal loss has no simple expectation.", "", cost
        )
        return
    known = ignorance(head.labels)
    if cost < 0:
        yield Finding(
            "fault",
            f"The cost before training is {figure(cost)}: a cross-entropy cannot be below 0, so that "
            "the labels are no probabilities.",
            "",
            cost,
            chance,
            "print(y.min(), y.max())  # 0 to 1",
        )
    elif cost > most:
        bad = "fault" if cost > 2 * most else "warn"
        yield Finding(
            bad,
            f"The cost before training is {figure(cost)}. Knowing nothing of {classes} classes costs ln {classes} = "
            f"{chance:.2f}: the model is sure of wrong answers before it has seen any.",
            "",
            cost,
            chance,
            SCALE + SMALL,
        )
    elif known < 0.5 * chance:
        rare = shares(head.labels).min()
        yield Finding(
            "warn",
            f"The cost before training is {figure(cost)}; how often the classes come is worth {figure(known)}, since "
            f"the rarest is {100 * rare:.2g} % of the labels. The first epochs learn only that, unless the "
            "output's bias starts there.",
            "",
            cost,
            known,
            "prior = keras.initializers.Constant(np.log(y.mean() / (1 - y.mean())))\n"
            'outputs = keras.layers.Dense(1, activation="sigmoid", bias_initializer=prior)',
        )
    else:
        yield Finding(
            "ok",
            f"The cost before training is {figure(cost)}; knowing nothing of {classes} classes costs "
            f"ln {classes} = {chance:.2f}.",
            "",
            cost,
            chance,
        )


def _of_numbers(head: Head, cost: float) -> Iterator[Finding]:
    y = head.targets.astype(float)
    spread = float(y.var(axis=0).mean()) if len(y) > 1 else 0.0
    if not math.isfinite(spread) or spread == 0:
        yield Finding("ok", f"The cost before training is {figure(cost)}.", "", cost)
        return
    ratio = cost / spread
    bad = "fault" if ratio > 1000 else "warn" if ratio > 10 else "ok"
    yield Finding(
        bad,
        f"The cost before training is {figure(cost)}; saying the mean of the targets would cost {figure(spread)}"
        + (
            f", {figure(ratio)} times less. First of all the model has to learn where the targets lie."
            if bad != "ok"
            else "."
        ),
        "",
        cost,
        spread,
        "y = (y - y.mean()) / y.std()  # and back after predict" if bad != "ok" else "",
    )


def output_and_loss(subject: Subject) -> Iterator[Finding]:
    """Whether the last activation, the loss and the targets belong together; what `fit` does with them is measured."""
    if not subject.heads:
        yield Finding("ok", "There is no loss, or no targets, that an output could fit or not.")
    for head in subject.heads:
        found = [
            each for each in (_single(head), _of_loss(subject, head), _reach(head), _accuracy(subject, head)) if each
        ]
        yield from found or [
            Finding("ok", f"A {head.activation} output and {head.loss.replace('_', ' ')} belong together.", head.name)
        ]


def _single(head: Head) -> Finding | None:
    if head.activation == "softmax" and head.size == 1:
        return Finding(
            "fault",
            f"{head.name} is a softmax of one unit: it says 1 to everything, whatever its weights are. Keras's "
            "cross-entropies look behind it in fit, so that the cost falls and the predictions stay 1.",
            head.name,
            1,
            2,
            SIGMOID,
        )
    return None


def right_cost(head: Head) -> float | None:
    """The cross-entropy of what the model predicts, from the outputs alone, without looking behind them."""
    p, y = head.outputs.astype(float), head.sample.astype(float)
    with np.errstate(all="ignore"):
        if head.loss in BINARY[:1]:
            y = y.reshape(p.shape) if y.size == p.size else y
            logits = head.activation != "sigmoid" and head.from_logits
            p = 1 / (1 + np.exp(-p)) if logits else p
            p = np.clip(p, 1e-7, 1 - 1e-7)
            return float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean())
        if head.loss not in CROSS[:2]:
            return None
        if head.activation != "softmax" and head.from_logits:
            p = np.exp(p - p.max(axis=-1, keepdims=True))
            p = p / p.sum(axis=-1, keepdims=True)
        if head.loss == CROSS[1]:
            index = y.reshape(p.shape[:-1]).astype(int)
            if index.min() < 0 or index.max() >= p.shape[-1]:
                return None
            y = np.eye(p.shape[-1])[index]
        return float(-(y * np.log(np.clip(p, 1e-7, 1))).sum(axis=-1).mean())


def fitted_cost(subject: Subject) -> float:
    """The cost as `fit` computes it: in a graph, where Keras may look behind the last activation."""
    import tensorflow as tf

    x, y = subject.sample

    @tf.function
    def cost(x, y):
        return subject.model.compute_loss(x=x, y=y, y_pred=subject.model(x, training=False), training=False)

    with subject.untouched():
        return float(cost(x, y))


def _of_loss(subject: Subject, head: Head) -> Finding | None:
    """Cross-entropies of what is no probability, or of what is one and is said to be logits."""
    many, one = head.loss in CROSS, head.loss in BINARY
    if not many and not one or head.activation == "softmax" and head.size == 1:
        return None
    if head.activation in ("softmax", "sigmoid"):
        return _of_probabilities(subject, head, many)
    if head.from_logits:
        bounded = head.activation in RANGES
        return (
            Finding(
                "warn",
                f"{head.name} ends in {head.activation}, so that its logits are bounded: it cannot be sure "
                "of everything it may have to be sure of.",
                head.name,
                cure=LOGITS,
            )
            if bounded
            else None
        )
    low = float(head.outputs.min())
    return Finding(
        "fault",
        f"{head.name} ends in {head.activation}, and {head.loss.replace('_', ' ')} takes its numbers for "
        f"probabilities; they begin at {figure(low)}. Keras cuts them to 0 to 1, and what is cut has no gradient.",
        head.name,
        low,
        0,
        SOFTMAX if many else SIGMOID,
    )


def _of_probabilities(subject: Subject, head: Head, many: bool) -> Finding | None:
    fitting = (head.activation == "softmax") == many
    if fitting and not head.from_logits:
        return None
    right = right_cost(head) if len(subject.heads) == 1 else None
    fitted = fitted_cost(subject) if right is not None else None
    recovered = right is not None and abs(fitted - right) < 1e-3 * max(abs(right), 1)
    labels = head.sample.reshape(-1, head.size) if head.sample.shape == head.outputs.shape else None
    single = labels is None or bool(np.allclose(labels.sum(axis=1), 1))
    if fitting:
        return Finding(
            "warn" if recovered else "fault",
            f"The loss takes logits, and {head.name} ends in {head.activation}. "
            + (
                "Keras looks behind it in fit, so that this trains and predicts as without from_logits; a cost of what "
                "predict returns would be wrong."
                if recovered
                else f"The cost in fit is {figure(fitted)}, that of the predictions {figure(right)}."
                if right is not None
                else "It is applied twice."
            ),
            head.name,
            math.nan if fitted is None else fitted,
            math.nan if right is None else right,
            SOFTMAX if many else SIGMOID,
        )
    trained, said = ("softmax", "sigmoid") if many else ("sigmoid", "softmax")
    return Finding(
        "fault" if not many and not single else "warn",
        f"{head.name} ends in {head.activation} under {head.loss.replace('_', ' ')}. Keras looks behind it in fit and "
        f"trains the logits as if a {trained} came after them; predict returns a {said} of them"
        + (
            ": the largest is the same, the probabilities are not."
            if many or single
            else ", whose classes exclude each other, and the targets' do not."
        ),
        head.name,
        math.nan if fitted is None else fitted,
        math.nan if right is None else right,
        SOFTMAX if many or single else 'outputs = keras.layers.Dense(5, activation="sigmoid")',
    )


def _reach(head: Head) -> Finding | None:
    """Targets that the output's range leaves out."""
    if head.activation not in RANGES or head.loss in CROSS + BINARY or not np.issubdtype(head.targets.dtype, np.number):
        return None
    low, high = RANGES[head.activation]
    y = head.targets.astype(float)
    out = float(((y < low - 1e-6) | (y > high + 1e-6)).mean())
    sums = head.activation == "softmax" and y.ndim > 1 and y.shape[-1] == head.size and head.size > 1
    if out == 0 and not (sums and not np.allclose(y.sum(axis=-1), 1, atol=1e-3)):
        return None
    if head.loss in ("hinge", "squared_hinge") and head.activation == "tanh":
        return None
    reached = f"{low} to {high}" if math.isfinite(high) else f"{low} and more"
    return Finding(
        "fault",
        f"{head.name} ends in {head.activation}, which reaches {reached}"
        + (
            f"; the targets go from {figure(y.min())} to {figure(y.max())}."
            if out
            else " with a sum of 1; the targets sum to something else."
        ),
        head.name,
        float(y.max() if y.max() > high else y.min()),
        float(high if y.max() > high else low),
        LINEAR,
    )


def _accuracy(subject: Subject, head: Head) -> Finding | None:
    """An accuracy that cannot tell what it is meant to."""
    if not _compiled_accuracy(subject.model):
        return None
    if head.loss in SQUARED and head.activation == "linear":
        return Finding(
            "warn",
            "Accuracy counts the predictions that equal their target exactly: of a linear output with "
            f"{head.loss.replace('_', ' ')} it says nothing.",
            head.name,
            cure='model.compile(loss="mse", metrics=["mae"])',
        )
    if head.loss in BINARY and head.from_logits and head.activation == "linear":
        return Finding(
            "warn",
            "The outputs are logits, and accuracy cuts at 0.5 instead of 0: it is too low, and "
            "predict(x) > 0.5 is wrong in the same way.",
            head.name,
            0.5,
            0.0,
            "metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)]",
        )
    return None


def _compiled_accuracy(model) -> bool:
    config = model.get_compile_config() or {}
    held = config.get("metrics") or []
    flat = held.values() if isinstance(held, dict) else held
    return any(each in ("accuracy", "acc", "binary_accuracy") for each in flat if isinstance(each, str))
