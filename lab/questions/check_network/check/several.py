"""Labels of which an example may have several at once, under a softmax, which lets one alone be likely."""

from __future__ import annotations

import re

from lab import beside
from lab.check import cure
from lab.check.finding import Finding
from lab.check.losses import CROSS
from lab.check.subject import Subject
from lab.questions.check_network.check.encoding import COMMENTS
from lab.questions.check_network.check.refused import OTHERS, YOURS
from lab.questions.check_network.check.tables import Task

KIND = r"(?:tags?|labels?|class(?:es)?|categor(?:y|ies)|genres?|topics?)"
MANY = re.compile(
    rf"\bmulti-?labels?\b|\b(?:have|has|having|carry|get|belongs? to|with)\s+(?:\w+\s+)?(?:several|multiple|many)\s+"
    rf"(?:of\s+)?(?:the\s+)?(?:\d+\s+)?{KIND}\b|\bmore than one {KIND}\b"
    rf"|\b(?:several|multiple) {KIND} (?:at once|each|per )",
    re.IGNORECASE,
)
ASIDE = re.compile(
    r"\b(?:not|no|whether|is (?:this|it)|are (?:these|they))\b[^.;?\n]{0,25}$|n't\b[^.;?\n]{0,25}$", re.IGNORECASE
)


def said(text: str) -> bool:
    """Whether a text says that an example may have several labels."""
    words = "\n".join([beside.said(text) if "(" in text else text, *COMMENTS.findall(text)])
    return any(not ASIDE.search(words[: each.start()]) for each in MANY.finditer(words))


def finding(text: str, model, task: Task) -> Finding | None:
    """What a softmax does to labels of which a text says that there may be several; None where it says no such thing.

    Args:
        text: code with words beside it.
        model: compiled.
        task: what it is checked on.
    """
    heads = Subject(model, task.x, task.y).heads if said(text) and task.classes else ()
    head = next((each for each in heads if each.size > 2), None)
    if head is None or head.activation != "softmax" and head.loss not in CROSS:
        return None
    return Finding(
        "fault",
        f"{YOURS} may be several at once, and a softmax lets only one be likely. It shares out one whole among all "
        f"{head.size}: where two are right, neither can be sure. {OTHERS}",
        head.name,
        cure=f"{cure.last(head.size, 'sigmoid', cure.BINARY)}  # an answer of its own for each: predict(x) > 0.5",
        question="one",
    )
