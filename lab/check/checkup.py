"""A checkup of a Keras model at its start: what theory expects, beside what is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from lab import checks
from lab.check import alike, cure, first_cost, flow, outputs, steps, tables, trials
from lab.check.finding import Finding, standing
from lab.check.subject import Subject, arrays_of

COLUMNS = ["check", "layer", "verdict", "measured", "expected", "because", "cure", "follows", "question"]
CHECKS: dict[str, Callable[[Subject], Iterator[Finding]]] = {
    "clones": alike.clones,
    "repeated_initializer": alike.repeated_initializer,
    "zero_weights": alike.zero_weights,
    "dead_units": flow.dead_units,
    "saturated_units": flow.saturated_units,
    "signal_scale": flow.signal_scale,
    "gradient_scale": flow.gradient_scale,
    "first_cost": first_cost.first_cost,
    "output_and_loss": outputs.output_and_loss,
    "labels": tables.labels,
    "inputs": tables.inputs,
    "learning_rate": steps.learning_rate,
    "updates": steps.updates,
    "nothing_to_train": steps.nothing_to_train,
    "one_batch": trials.one_batch,
    "luck": trials.luck,
}
CAUSES = (  # what is wrong in itself
    "output_and_loss", "labels", "inputs", "nothing_to_train", "zero_weights", "clones", "learning_rate", "dead_units",
    "saturated_units", "signal_scale", "repeated_initializer",
)  # fmt: skip
CONSEQUENCES = ("updates", "gradient_scale", "first_cost", "one_batch", "luck")  # what shows only that something is
CAUSES_FIRST = CAUSES + CONSEQUENCES
_BEFORE_A_STEP = tuple(cause for cause in CAUSES if cause not in ("learning_rate", "nothing_to_train"))
_ALIKE = ("zero_weights", "clones")
MAY_FOLLOW_FROM = {
    "clones": ("zero_weights",),
    "dead_units": _ALIKE,
    "saturated_units": ("inputs",),
    "signal_scale": (*_ALIKE, "dead_units", "saturated_units"),
    "learning_rate": (  # each gives the cost a curvature
        "output_and_loss",
        "labels",
        "inputs",
        "clones",
        "zero_weights",
        "dead_units",
        "signal_scale",
    ),
    "updates": CAUSES,
    "gradient_scale": _BEFORE_A_STEP,
    "first_cost": _BEFORE_A_STEP,
    "one_batch": CAUSES,
    "luck": CAUSES,
}
# (Check, cause): where more than a fault of the cause is behind it, or less.
FROM_A_LOOK = {("updates", "learning_rate"), ("luck", "learning_rate")}  # what is to be looked at is enough
FROM_ANY = {("first_cost", "repeated_initializer")}  # so is any that is found: what one layer passes on fits the next
OF_ONE_LAYER = {("clones", "zero_weights")}  # it must be of the same layer
QUESTIONS = {  # where nothing in a finding says more
    "clones": "layer",
    "repeated_initializer": "breaking",
    "zero_weights": "frozen",
    "dead_units": "dead",
    "saturated_units": "saturated",
    "signal_scale": "depth",
    "gradient_scale": "vanishing",
    "first_cost": "bias",
    "output_and_loss": "numerics",
    "labels": "batch",
    "inputs": "speed",
    "learning_rate": "wall",
    "updates": "map",
    "nothing_to_train": "dense",
    "one_batch": "stuck",
    "luck": "random",
}
SETTLED = ("inputs", "learning_rate", "updates")  # whose warnings are of what a short training decides
VERDICTS = ("ok", "warn", "fault")  # from good to bad


@dataclass(frozen=True, eq=False)
class Checkup:
    """What a checkup found.

    Attributes:
        findings: one row each: `check`, `layer` ("" = the model or its data), `verdict` ("ok", "warn" or "fault"),
            `measured`, `expected` (NaN where there is no figure), `because` (a sentence), `cure` (lines of Keras),
            `follows` (the check whose fault it may follow from; "" = it stands for itself), `question` (of the
            laboratory, that shows it; "" = none does).
        profile: signal and error through the layers, as `lab.check.flow.profile`.
    """

    findings: pd.DataFrame
    profile: pd.DataFrame

    @property
    def verdict(self) -> str:
        """The worst of all."""
        return max(self.findings["verdict"], key=VERDICTS.index)

    @property
    def questions(self) -> dict[str, str]:
        """check -> the question of the laboratory that shows it, for the checks that found something."""
        bad = {name: self.findings[self.findings["verdict"] == name] for name in ("warn", "fault")}
        worst = pd.concat([bad["fault"], bad["warn"]]).drop_duplicates("check").sort_index()
        worst = worst[worst["question"] != ""]
        return dict(zip(worst["check"], worst["question"], strict=True))

    def __str__(self) -> str:
        from lab.check import shown

        return shown.text(self)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from lab.check import shown

        return shown.html(self)


def checkup(build_or_model, x, y, *, seeds: int = trials.SEEDS) -> Checkup:
    """Check a compiled model at its start, in seconds; nothing is trained but for the last two checks.

    The model is left as it was found, and so is the random state.

    Args:
        build_or_model: a compiled `keras.Model`, or a function that makes one.
        x, y: as `fit` takes them: arrays, or lists and dicts of arrays, (example, ...). A sample of at most 256
            examples passes through the model; the data themselves are looked at up to 20,000.
        seeds: starts of `luck`; 0 = neither `luck` nor `one_batch`.

    Returns:
        A `Checkup`; it shows itself in a notebook and a terminal.

    Raises:
        ValueError: no compiled model, or data that are no arrays.
    """
    seeds = checks.whole("seeds", seeds, 0, 100)
    subject = Subject(build_or_model, x, y)
    rows = []
    if refused := broken(subject):
        rows.append(refused)
    else:
        todo = dict(CHECKS) | {"luck": partial(trials.luck, seeds=seeds)}
        if not seeds:
            del todo["one_batch"], todo["luck"]
        for name, check in todo.items():
            rows += [(name, finding) for finding in check(subject)]
    rows = _settled(rows)
    frame = pd.DataFrame([row(n, f, _root(n, f, rows), subject.model) for n, f in rows], columns=COLUMNS)
    empty = pd.DataFrame(columns=flow.PROFILE)
    return Checkup(frame, empty if refused else subject.profile)


def row(check: str, found: Finding, root: str, model) -> tuple:
    """A finding as `COLUMNS` has it; what may follow from a fault leaves the cure to that fault's."""
    if root and check == "one_batch":  # whose rate is right once that is mended
        found = replace(found, because=re.sub(f" {trials.SMALL.format('.*?')}", "", found.because))
    code = "" if root else cure.complete(found.cure, model, *(found.others or (found.layer,)))
    question = "" if found.question is None else found.question or QUESTIONS[check]
    figures = float(found.measured), float(found.expected)
    return check, found.layer, found.verdict, *figures, found.because, code, root, question


def _settled(rows: list[tuple[str, Finding]]) -> list[tuple[str, Finding]]:
    """The same, but what only may keep a network from learning is a fault where it then learns nothing.

    And a rate that one start bears is to be looked at where others do not learn.
    """
    if any(name == "luck" and found.verdict != "ok" for name, found in rows):
        rows = [(name, _of_one_start(found) if name == "learning_rate" else found) for name, found in rows]
    failed = {name for name, found in rows if found.verdict == "fault"}
    if not failed & {"one_batch", "luck"}:
        return rows
    told = "does not learn 32 examples by heart" if "one_batch" in failed else "learns nothing from some starts"
    return [
        (
            name,
            replace(found, verdict="fault", because=f"{found.because} And the network {told}.")
            if found.verdict == "warn" and name in SETTLED
            else found,
        )
        for name, found in rows
    ]


def _of_one_start(found: Finding) -> Finding:
    """A rate beyond what should hold, at which the model learned from its own start, but others ended otherwise."""
    if steps.YET not in found.because:
        return found
    says = found.because.replace(steps.YET, "From this start it learns; other starts end otherwise.")
    return replace(found, verdict="warn", because=says)


def _root(check: str, found: Finding, rows: list[tuple[str, Finding]]) -> str:
    """The first fault, causes first, that a finding may follow from; "" where it stands for itself."""
    if standing(found.verdict, found.because) not in ("warn", "fault"):
        return ""
    behind = {
        name for name, other in rows if name in MAY_FOLLOW_FROM.get(check, ()) and _behind(check, found, name, other)
    }
    root = min(behind, key=CAUSES_FIRST.index, default="")
    others = (_root(name, other, rows) for name, other in rows if name == root)
    return next(filter(None, others), root)  # what that may follow from in its turn


def _behind(check: str, found: Finding, cause: str, other: Finding) -> bool:
    """Whether what is found of a cause is bad enough for a finding, and in its place."""
    pair = check, cause
    bad = other.verdict == "fault" or pair in FROM_A_LOOK and other.verdict == "warn"
    bad |= pair in FROM_ANY and other.measured > 0
    bad |= check in CONSEQUENCES and other.verdict == "warn" and other.because.startswith(tables.SPREAD)
    return bad and (pair not in OF_ONE_LAYER or other.layer == found.layer)


def broken(subject: Subject) -> tuple[str, Finding] | None:
    """The finding where the data do not even pass through the model."""
    import tensorflow as tf

    counts = {len(each) for each in arrays_of(subject.x)}
    if subject.y is not None:
        counts |= {len(each) for each in arrays_of(subject.y)}
    if len(counts) > 1:
        told = f"x and y must hold as many examples; they hold {' and '.join(f'{each:,}' for each in sorted(counts))}."
        return "labels", Finding("fault", told, question=None)
    refused = (ValueError, TypeError, tf.errors.OpError)
    objects = {"inputs": arrays_of(subject.x), "labels": [] if subject.y is None else arrays_of(subject.y)}
    for check, arrays in objects.items():
        if any(each.dtype == object for each in arrays):
            told = f"The {check} are kept as Python objects, which fit refuses; it takes arrays of numbers."
            numbers = 'x, y = np.asarray(x, "float32"), np.asarray(y, "float32")'
            return check, Finding("fault", told, cure=numbers, question=None)
    x, y = subject.sample
    try:
        with subject.untouched():
            outputs_of = subject.model(x, training=False)
    except refused as error:
        return "inputs", Finding(
            "fault",
            f"The inputs do not pass through the model: {_line(error)}",
            cure="print(x.shape, model.input_shape)",
            question="dense",
        )
    try:
        with subject.untouched():
            if y is not None:
                subject.model.compute_loss(x=x, y=y, y_pred=outputs_of)
    except refused as error:
        if few := outputs.too_few(subject, outputs_of):
            return "labels", few
        held, wanted = (" and ".join(map(_size, tf.nest.flatten(part))) for part in (y, outputs_of))
        says = _line(error).replace("vs.", "and")
        return "labels", Finding(
            "fault",
            f"The loss refuses the targets: an example has {held}, and its output {wanted}. Keras says: {says}",
            subject.layers[-1].name,
            cure=outputs.fitting(subject.y, outputs_of),
        )
    return None


def _size(tensor) -> str:
    """How much it holds of one example: "1 number", "10 numbers", "8 × 8 numbers"."""
    return f"{' × '.join(map(str, tensor.shape[1:])) or '1'} number{'s' * (tensor.shape[1:] != ())}"


def _line(error: Exception) -> str:
    """The first line of a message of Keras that says something, without colours and what only TensorFlow knows."""
    plain = re.sub(r"\x1b\[\d+m|\{\{.*?\}\}|\[Op:.*", "", str(error))
    plain = re.sub(r"Label values:.*", "", plain, flags=re.DOTALL)
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    lines = [line for line in lines if not line.startswith("Exception encountered when calling")] or lines
    return (lines[0] if lines else type(error).__name__)[:200].rstrip(".") + "."
