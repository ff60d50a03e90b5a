"""The reader's own labels under the reader's own loss: what `fit` says of them, and the line to change."""

from __future__ import annotations

from lab.check import cure, tables
from lab.check.checkup import broken
from lab.check.finding import Finding
from lab.check.losses import BINARY, CROSS
from lab.check.subject import Head, Subject
from lab.numerals import counted
from lab.questions.check_network.check import mismatch
from lab.questions.check_network.check.encoding import WHOLE, Labels
from lab.questions.check_network.check.tables import Task

YOURS = "Your labels"  # so begins what is said of labels that the text says, and the loss does not take
LEADS = (YOURS, mismatch.YOURS)  # what keeps `fit` from beginning, and comes first
OTHERS = "The other checks were made with labels that fit."
SAYS = "Keras says: "


def finding(labels: Labels | None, model, task: Task) -> Finding | None:
    """What becomes of labels under the loss of a model; None where it takes them, or nobody says what they are.

    Args:
        labels: as `encoding.said` has read them.
        model: compiled.
        task: what it is checked on, with targets that fit.
    """
    if labels is None or not task.classes or len(model.outputs[0].shape) != 2:
        return None
    classes = task.y.argmax(axis=1) if task.y.ndim > 1 else task.y
    own = Subject(model, task.x, labels.written(classes, task.classes))
    refused = broken(own)
    wrong = [refused[1]] if refused else [each for each in tables.labels(own) if each.verdict == "fault"]
    if not wrong:
        return None
    head = Subject(model, task.x, task.y).heads[0]
    because = wrong[0].because
    keras = f" {SAYS}{because.partition(SAYS)[2]}" if SAYS in because else ""
    told, lines = _whole(labels, head, task.classes) if labels.width == WHOLE else _rows(labels, head, task.classes)
    return Finding("fault", f"{told}{keras} {OTHERS}", head.name, cure=lines, question=None)


def _whole(labels: Labels, head: Head, classes: int) -> tuple[str, str]:
    """What is wrong with whole numbers, and the line that mends it."""
    loss, high = head.loss.replace("_", " "), labels.high
    if head.loss == cure.SPARSE:
        told = f"{YOURS} go up to {high}, and the outputs end at class {head.size - 1}. The first class is 0."
        if (labels.low or 0) and high - labels.low < head.size:
            return told, f"y = y - {labels.low}  # labels from 0" if labels.low > 0 else f"y = y + {-labels.low}"
        return told, cure.last(high + 1, "softmax", cure.SPARSE)
    if head.loss in BINARY and head.size == 1:
        return f"{YOURS} go up to {high}, and {loss} takes those of two classes: 0 and 1.", cure.last(
            high + 1, "softmax", cure.SPARSE
        )
    rows = "one-hot rows" if head.loss in CROSS else f"{counted(head.size, 'number')} an example"
    told = f"{YOURS} are whole numbers, and {loss} takes {rows} here: fit refuses them."
    if classes == 2 and head.loss in BINARY:
        return told, cure.last(1, "sigmoid", cure.BINARY)
    lines = cure.compiled(_code(cure.SPARSE, head)) if _ends(head) else cure.last(head.size, "softmax", cure.SPARSE)
    return told, f"{lines}\n# or, with the loss as it is: y = keras.utils.to_categorical(y, {head.size})"


def _rows(labels: Labels, head: Head, classes: int) -> tuple[str, str]:
    """The same of one-hot rows."""
    loss, width = head.loss.replace("_", " "), labels.width or classes
    if head.loss == cure.SPARSE and width == head.size:
        told = f"{YOURS} are one-hot rows, and {loss} takes whole numbers: fit refuses them."
        return told, f"{cure.compiled(_code(cure.ONE_HOT, head))}\n# or, with the loss as it is: y = y.argmax(axis=1)"
    told = f"{YOURS} are one-hot rows of {width}, and {head.name} has {counted(head.size, 'output')}: fit refuses them."
    return told, cure.last(width, "softmax", cure.ONE_HOT)


def _ends(head: Head) -> bool:
    """Whether the last layer stays as it is under a loss of classes that exclude each other."""
    return head.activation == "softmax" or head.from_logits


def _code(loss: str, head: Head) -> str:
    return f"keras.losses.{cure.LOSSES[loss]}(from_logits=True)" if head.from_logits else f'"{loss}"'
