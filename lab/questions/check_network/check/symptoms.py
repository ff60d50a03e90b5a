"""What people see of a network that does not learn, which checks tell of it, and what it means."""

from __future__ import annotations

import math

from lab.numerals import percent

CHANCE, NAN, SAME = "It is stuck at chance", "The loss is NaN", "All predictions are the same"
DIFFERENT, LOW = "It is different every time", "The loss falls, accuracy stays low"
BELOW, START = "Training is worse than validation", "The loss starts huge"
EVERYTHING = "Everything"
UNREAD = "What you see"  # of words that tell of something, and of none of these
# What people see first -> the checks that tell, in the order in which their findings are shown.
SYMPTOMS = {
    EVERYTHING: (),
    NAN: ("inputs", "labels", "learning_rate", "first_cost", "signal_scale", "output_and_loss"),
    SAME: (
        "output_and_loss", "zero_weights", "dead_units", "saturated_units", "signal_scale", "inputs", "labels",
        "learning_rate", "one_batch",
    ),
    CHANCE: (
        "labels", "output_and_loss", "inputs", "learning_rate", "updates", "signal_scale", "gradient_scale",
        "nothing_to_train", "clones", "zero_weights", "dead_units", "saturated_units", "first_cost", "one_batch",
    ),
    LOW: (
        "clones", "zero_weights", "output_and_loss", "labels", "first_cost", "saturated_units", "dead_units", "inputs",
        "learning_rate", "updates", "one_batch",
    ),
    DIFFERENT: ("output_and_loss", "inputs", "learning_rate", "dead_units", "luck", "one_batch"),
    BELOW: ("one_batch", "updates", "labels"),
    START: ("labels", "inputs", "first_cost", "output_and_loss", "signal_scale", "saturated_units"),
}  # fmt: skip


def tells(symptom: str, findings):
    """Of each finding of a checkup, whether it tells of a symptom."""
    return findings["check"].isin(SYMPTOMS[symptom]) & ~cannot(symptom, findings)


def cannot(symptom: str, findings):
    """Of each, whether it cannot be the cause: a signal that fades makes nothing infinite."""
    return findings["check"].eq("signal_scale") & findings["measured"].lt(1) & (symptom == NAN)


def meaning(symptom: str, classes: int | None, guessing: float) -> str:
    """What a symptom says of a network; of one that is not known, `classes` is None."""
    if symptom == CHANCE and classes is None:
        return "A network that stays at what guessing gets has learned nothing, whatever keeps it there."
    if symptom == EVERYTHING:
        return ""
    if symptom == UNREAD:
        return "The checks look at the start, and there they find nothing. So it comes from what they do not see."
    if symptom == CHANCE and classes:
        often = f"; always saying the most frequent class here, {percent(guessing)}" if guessing > 1.2 / classes else ""
        return (
            f"{percent(1 / classes).capitalize()} right is what guessing among {classes} classes gets{often}, at a "
            f"cost of ln {classes} = {math.log(classes):.2f}. A network that stays there has learned nothing, whatever "
            "keeps it there: its inputs, its labels, its loss, its rate, or weights that start equal."
        )
    if symptom == CHANCE:
        return (
            "Knowing nothing is to say the mean of the targets to every example; the squared error is their variance."
        )
    return {
        LOW: "The loss counts how sure each answer is, accuracy only which answer comes first. So the loss may fall "
        "while no answer changes: how often each class comes is learned first, and which example has which only then.",
        NAN: "NaN is the result of a calculation that has none, such as 0 / 0 or ∞ − ∞. One of them in the cost makes "
        "every weight NaN at the next step.",
        SAME: "The outputs do not depend on the inputs: what arrives at the last layer is the same for all of them, or "
        "one answer is nearly right for all.",
        START: "Before it has learned anything, a network whose outputs and targets are about 1 in size costs about 1. "
        "A first loss that is far larger says that the targets are, or what the network makes of its inputs; a squared "
        "error is as large as their square.",
        BELOW: "The two figures are not taken alike: in training with dropout, over the steps of an epoch, while the "
        "weights still change; in validation without it, at the end.",
        DIFFERENT: "Each run draws other weights and another order of the examples, so that some difference is usual: "
        "**Train it from 16 starts** shows how much.",
    }[symptom]
