"""What comes out and how it is judged: `output_and_loss`."""

import math
from collections.abc import Iterator

import numpy as np

from lab.check import cure, judging
from lab.check.finding import Finding, figure
from lab.check.losses import BINARY, CROSS, LOGARITHMS
from lab.check.model_layers import activation
from lab.check.reach import RANGES, beyond, rectified
from lab.check.subject import Head, Subject
from lab.numerals import counted, percent

MOST_CLASSES = 1000  # that an output each is advised for


def output_and_loss(subject: Subject) -> Iterator[Finding]:
    """Whether the last activation, the loss and the targets belong together; what `fit` does with them is measured."""
    if not subject.heads:
        yield Finding("ok", "Not judged: there is no loss, or there are no targets, that an output could fit or not.")
    for head in subject.heads:
        told = (
            _single(head),
            _spread_out(head),
            _of_loss(subject, head),
            _bounded_logits(subject, head),
            rectified(subject, head) or beyond(head),
        )
        found = [each for each in (*told, _dropped(subject, head), *judging.judged(subject, head)) if each]
        yield from found or [
            Finding("ok", f"A {head.activation} output and {head.loss.replace('_', ' ')} belong together.", head.name)
        ]


def _dropped(subject: Subject, head: Head) -> Finding | None:
    """Outputs that are dropped at random while the network trains."""
    for layer in _behind(subject.model):
        if "Dropout" in type(layer).__name__ and getattr(layer, "rate", 0) > 0:
            return Finding(
                "fault",
                f"{layer.name} drops outputs of the network while it trains: what is then compared with the targets is "
                f"0 for {percent(layer.rate)} of them. Dropout belongs before the last layer.",
                head.name,
                layer.rate,
                0,
                "hidden = keras.layers.Dropout(0.5)(hidden)  # and behind it the last layer",
                None,
            )
    return None


def _behind(model) -> Iterator:
    """The layers without weights that the outputs of a Sequential or functional model come from."""
    for tensor in getattr(model, "outputs", None) or []:
        while (layer := tensor._keras_history.operation) and not getattr(layer, "weights", None):
            if not (inner := layer._inbound_nodes[-1].input_tensors):
                break
            yield layer
            tensor = inner[0]


def fixed(head: Head) -> str:
    """Why neither weights nor examples have a say in what an output is judged by; "" where they have one.

    A softmax of one number is 1, whatever the number, and so is what a categorical loss makes of one output.
    """
    if head.size > 1 or head.activation != "softmax" and head.loss not in CROSS:
        return ""
    if head.activation == "softmax":
        return f"{head.name} is a softmax of one unit: it says 1 to everything, whatever its weights are."
    told = head.loss.replace("_", " ")
    return f"{head.name} is one output, and {told} is for several: where there is no choice the cost is 0."


def unjudged(subject: Subject) -> Finding | None:
    """The finding of a check that has nothing to judge, since an output is fixed."""
    for head in filter(fixed, subject.heads):
        told = f"{head.name} says 1 to everything."
        if head.activation != "softmax":
            told = f"with one output {head.loss.replace('_', ' ')} is 0, whatever {head.name} says."
        return Finding("warn", f"Not judged: {told}", question=None)
    return None


def _single(head: Head) -> Finding | None:
    """An output that is fixed, whatever is learned."""
    why = fixed(head)
    if not why:
        return None
    follows = (
        "Yet the cost of fit falls: on TensorFlow it comes from the number before the softmax (the logit); the "
        "predictions stay 1."
        if head.loss in BINARY
        else "Nothing is learned."
    )
    if head.activation == "softmax" and np.isin(head.targets, (0, 1)).all():
        ones = percent(float((head.targets == 1).mean()))
        follows = f"So its accuracy is the share of class 1, {ones} of these examples, and stays there. {follows}"
    return Finding("fault", f"{why} {follows}", head.name, 1, 2, cure.of_labels(head.targets), None)


def too_few(subject: Subject, given) -> Finding | None:
    """The finding where the outputs are too few for the labels, or others than the targets have numbers."""
    y = subject.y
    if not hasattr(y, "dtype") or not hasattr(given, "shape") or not np.issubdtype(y.dtype, np.number):
        return None
    size, last, high = int(given.shape[-1]), subject.layers[-1].name, float(y.max())
    has = f"{last} has {'one output' if size == 1 else counted(size, 'output')}, and the"
    if y.ndim == len(given.shape) > 1 and y.shape[1:-1] == tuple(given.shape[1:-1]) and y.shape[-1] not in (1, size):
        told = f"{has} targets have {y.shape[-1]:,} numbers an example: it needs as many."
        return Finding("fault", told, last, y.shape[-1], size, cure.of_rows(y), None)
    if y.size == len(y) * math.prod(given.shape[1:-1]) and size <= high < MOST_CLASSES:
        told = f"{has} labels go up to {figure(high)}: each class needs an output of its own."
        return Finding("fault", told, last, high, size - 1, cure.last(int(high) + 1, "softmax", cure.SPARSE), None)
    return None


def fitting(y, given) -> str:
    """The lines that make a loss take targets that it refuses: for class numbers, one-hot rows, or numbers."""
    numbers = hasattr(y, "dtype") and hasattr(given, "shape") and np.issubdtype(y.dtype, np.number)
    if numbers and y.shape == (len(y), *given.shape[1:]):
        return cure.compiled('"categorical_crossentropy"') + "  # for one-hot targets"
    if numbers and y.size == len(y) * math.prod(given.shape[1:-1]):
        size, labels = int(given.shape[-1]), np.unique(y)
        classes = (labels == np.round(labels)).all() and labels.min() >= 0 and 2 < len(labels) <= size
        return cure.last(size, "softmax", cure.SPARSE) + "  # for class numbers" if classes else cure.of_labels(y)
    return "print(y.shape, model.output_shape, model.loss)"


def _spread_out(head: Head) -> Finding | None:
    """Probabilities of classes that do not sum to 1 for an example, as where softmax is taken over another axis."""
    if head.activation != "softmax" or head.size == 1 or not np.isfinite(head.outputs).all():
        return None
    sums = head.outputs.reshape(-1, head.size).astype(float).sum(axis=1)
    worst = float(sums[np.abs(sums - 1).argmax()])
    if abs(worst - 1) < 1e-2:  # float16 keeps three digits
        return None
    return Finding(
        "fault",
        f"The {head.size} probabilities that {head.name} gives an example sum to {figure(sums.min())} up to "
        f"{figure(sums.max())} instead of 1: its softmax is not taken over the classes.",
        head.name,
        worst,
        1.0,
        "outputs = keras.layers.Softmax(axis=-1)(logits)",
        None,
    )


def _bounded_logits(subject: Subject, head: Head) -> Finding | None:
    """Logits that an activation has bounded: no example can then cost less than the largest of them allows."""
    kind, name, logits = _logits(subject, head)
    if kind not in RANGES or head.loss not in CROSS + BINARY or head.size == 1 and head.loss in CROSS:
        return None
    floor, chance = _floor(kind, head), math.log(max(head.size, 2) if head.loss in CROSS else 2)
    last = "softmax" if head.loss in CROSS else "sigmoid"
    off = logits.reshape(-1, head.size) <= 0
    dead = int(off.all(axis=0).sum())
    if floor <= 0.1 * chance and not off.any():
        return None
    return Finding(
        "fault" if floor > 0.1 * chance or dead else "warn",
        f"What {name} gives went through {kind} before it goes through {last}. "
        + (
            f"However it is trained, an example costs at least {figure(floor)}; knowing nothing costs {chance:.2f}."
            if floor > 0.1 * chance
            else f"None of its logits is below 0, and the {percent(float(off.mean()))} of them that are 0 get no "
            f"gradient: a class whose unit dies is not learned again. {dead or 'None'} of the {head.size} units "
            f"{'say' if dead > 1 else 'says'} 0 to every example."
        ),
        head.name,
        floor,
        0.0,
        cure.of_head(head, many=head.loss in CROSS, logits=head.from_logits),
        "dead" if dead else None,
    )


def _logits(subject: Subject, head: Head) -> tuple[str, str, np.ndarray]:
    """What was last done to what an output's softmax or sigmoid gets, by which layer, and the numbers; "" if unknown.

    That softmax or sigmoid is a layer of its own, or the loss's.
    """
    if head.activation not in ("softmax", "sigmoid"):
        return head.activation if head.from_logits else "", head.name, head.outputs
    ends = [call for call in subject.start.calls if call.name == head.name and activation(call.layer)]
    before = [call for call in subject.start.calls if ends and call.result is ends[-1].given]
    if not before or hasattr(ends[-1].layer, "kernel"):
        return "", head.name, head.outputs
    return activation(before[-1].layer), before[-1].name, np.asarray(before[-1].result)


def _floor(kind: str, head: Head) -> float:
    """The least that a cross-entropy can be when logits go from `low` to `high` only.

    softmax of K    ln(1 + (K - 1) exp(low - high))
    sigmoid         (ln(1 + exp(-high)) + ln(1 + exp(low))) / 2, of classes that come equally often
    """
    low, high = RANGES[kind]
    if head.loss in CROSS:
        return math.log1p((head.size - 1) * math.exp(low - high))
    return (math.log1p(math.exp(-high)) + math.log1p(math.exp(low))) / 2


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
    if head.loss in LOGARITHMS and (head.activation in ("linear", "tanh", "softsign") or head.outputs.min() < 0):
        low = float(head.outputs.min())
        return Finding(
            "fault",
            f"{head.loss.replace('_', ' ').capitalize()} takes logarithms of what {head.name} gives, a "
            f"{head.activation} output; the lowest is {figure(low)} before training. Below 0 the cost is not a "
            "number, or cut off without a gradient.",
            head.name,
            low,
            0,
            f'outputs = keras.layers.Dense({head.size}, activation="{LOGARITHMS[head.loss]}")',
            "nan",
        )
    if head.activation in ("softmax", "sigmoid") and (many or one) and not fixed(head):
        return _of_probabilities(subject, head, many)
    if not raw(head):
        return None
    ends = "without activation" if head.activation == "linear" else f"in {head.activation}"
    both = " Labels of −1 and 1 make this loss negative, too: it takes 0 and 1, as y = (y + 1) / 2 makes."
    low = float(head.outputs.min())
    return Finding(
        "fault",
        f"{head.name} ends {ends}, and {head.loss.replace('_', ' ')} takes its numbers for probabilities; the lowest "
        f"is {figure(low)} before training. Keras cuts them to 0 to 1, and what is cut has no gradient."
        + both
        * (head.loss in BINARY and head.activation in ("tanh", "softsign")),
        head.name,
        low,
        0,
        cure.of_head(head, many=many) + (cure.as_logits(head.loss) if head.activation == "linear" else ""),
    )


def raw(head: Head) -> bool:
    """Whether a cross-entropy takes for probabilities what no softmax and no sigmoid has made."""
    judged = head.loss in BINARY or head.loss in CROSS and head.size > 1
    return judged and head.activation not in ("softmax", "sigmoid") and not head.from_logits


def _of_probabilities(subject: Subject, head: Head, many: bool) -> Finding | None:
    fitting = (head.activation == "softmax") == many
    if fitting and not head.from_logits:
        return None
    right = right_cost(head) if len(subject.heads) == 1 else None
    fitted = fitted_cost(subject) if right is not None else None
    costs = math.nan if fitted is None else fitted, math.nan if right is None else right
    before = f"the numbers before the {head.activation} (the logits)"
    if fitting:
        recovered = right is not None and abs(fitted - right) < 1e-3 * max(abs(right), 1)
        told = (
            f"On TensorFlow fit takes {before} all the same: it trains and predicts as without from_logits, so this "
            "is not what makes it slow. Only a cost that you compute from what predict returns would be wrong."
            if recovered
            else f"The cost in fit is {figure(fitted)}, that of the predictions {figure(right)}."
            if right is not None
            else "It is applied twice."
        )
        says = f"The loss takes logits, and {head.name} ends in {head.activation}. {told}"
        return Finding("warn" if recovered else "fault", says, head.name, *costs, cure.of_head(head, many=many))
    labels = head.sample.reshape(-1, head.size) if head.sample.shape == head.outputs.shape else None
    single = labels is None or bool(np.allclose(labels.sum(axis=1), 1))
    trained, said = ("softmax", "sigmoid") if many else ("sigmoid", "softmax")
    return Finding(
        "fault" if many or not single else "warn",
        f"{head.name} ends in {head.activation} under {head.loss.replace('_', ' ')}. On TensorFlow fit takes {before}, "
        f"as if a {trained} came after them; predict returns a {said} of them"
        + (
            ": the largest is the same, but the numbers sum to anything, and several may be near 1. So accuracy does "
            "not suffer from it: if yours is at chance, look at the labels, the scale of the inputs and the rate."
            if many
            else ": the largest is the same, the probabilities are not."
            if single
            else ", whose classes exclude each other, and the targets' do not."
        ),
        head.name,
        *costs,
        cure.of_head(head, many=many or single),
        None,
    )
