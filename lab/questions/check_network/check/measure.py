"""A checkup of a brought network, and its training from many starts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lab.check import random_state
from lab.check.finding import Finding
from lab.questions.check_network.check import encoding, mismatch, network, refused, several, untrained

STARTS = 16
MOST_UNITS = 40  # of a layer that is drawn


@dataclass(frozen=True, eq=False)
class Examined:
    """What was found.

    Attributes:
        findings, profile: as of `lab.check.checkup.Checkup`.
        units: `layer`, `unit`, `other`, `likeness` (cosine of the angle between their incoming weights), of one layer,
            of its first 40 units at most; `all`: how many it has.
        weights, data, loss: how many weights training changes, and what they were checked on.
        classes: of the targets; 0 = they are numbers.
        guessing: the share of the examples that the most frequent class has; NaN where there are none.
        shape: of an example.
    """

    findings: pd.DataFrame
    profile: pd.DataFrame
    units: pd.DataFrame
    weights: int
    data: str
    loss: str
    classes: int
    guessing: float
    shape: tuple[int, ...]


def examine(asked: network.Asked) -> Examined:
    """Check the network; nothing of it is run but layers of Keras.

    Raises:
        ValueError: it cannot be read, or is too large; a sentence says why.
    """
    from lab.check.checkup import checkup

    with random_state.kept():
        build, model, task = network.ready(asked)
        found = checkup(model if asked.source == "file" else build, task.x, task.y)  # whose weights are drawn anew
    findings = found.findings
    if len(found.profile) and asked.source == "line":
        findings = _told(findings, "labels", _of_labels(asked, model, task), model)
        findings = _told(findings, "inputs", mismatch.finding(asked.layers), model)
        findings = _told(findings, "nothing_to_train", untrained.finding(asked.layers, model), model)
    bad = findings[findings["verdict"].isin(["warn", "fault"])]
    marked = bad.sort_values("check", key=lambda checks: checks.ne("clones"), kind="stable")["layer"]
    return Examined(
        findings,
        found.profile,
        alike(model, list(marked)),
        sum(int(np.prod(variable.shape)) for variable in model.trainable_weights),
        task.named,
        network.loss_of(asked.loss, model, task).replace("_", " "),
        task.classes,
        task.guessing,
        task.x.shape[1:],
    )


def _of_labels(asked: network.Asked, model, task) -> Finding | None:
    """Whether loss and output do not fit labels as the reader's text says them."""
    if found := several.finding(asked.layers, model, task):
        return found
    loss = network.loss_of(asked.loss, model, task)
    if not (labels := encoding.said(asked.layers, loss)):
        return None
    if asked.loss == network.FITTING and labels.certain and labels.width == encoding.WHOLE and labels.high is None:
        model.compile(model.optimizer, "categorical_crossentropy")  # as a message of it says
        task = replace(task, y=encoding.Labels(encoding.MANY).written(task.y, task.classes))
    return refused.finding(labels, model, task)


def _told(findings: pd.DataFrame, check: str, found: Finding | None, model) -> pd.DataFrame:
    """The findings, with one that the reader's text tells in the place of what its check has found."""
    from lab.check.checkup import row

    if found is None:
        return findings
    own = pd.DataFrame([row(check, found, "", model)], columns=findings.columns)
    return pd.concat([own, findings[findings["check"] != check]], ignore_index=True)


def alike(model, wanted: list[str]) -> pd.DataFrame:
    """How alike the units of a layer are: of the first of `wanted`, or else of the model, that has some."""
    from lab.check.model_layers import array, leaves, units

    layers = leaves(model)
    for layer in [*(layer for name in wanted for layer in layers if layer.name == name), *layers]:
        found = units(layer)
        if found is None:
            continue
        every = found[1]([array(variable) for variable in found[0] if variable.name != "bias"])
        vectors = every[:, :MOST_UNITS].astype(float)
        if vectors.shape[1] < 2:
            continue
        lengths = np.linalg.norm(vectors, axis=0)
        with np.errstate(all="ignore"):
            cosine = (vectors.T @ vectors) / np.outer(lengths, lengths)
        zero = np.outer(lengths == 0, lengths == 0)
        cosine = np.where(np.isfinite(cosine), cosine, zero)
        one, other = np.indices(cosine.shape)
        return pd.DataFrame(
            {
                "layer": layer.name,
                "unit": one.ravel() + 1,
                "other": other.ravel() + 1,
                "likeness": np.clip(cosine, -1, 1).ravel(),
                "zero": zero.ravel(),
                "all": every.shape[1],
            }
        )
    return pd.DataFrame(columns=["layer", "unit", "other", "likeness", "zero", "all"])


def starts(asked: network.Asked, epochs: int, batch: int, progress=None, cancelled=None) -> pd.DataFrame:
    """Train the network from 16 starts.

    Returns:
        One row per (seed, epoch): `cost` and `accuracy` (NaN where there is none) over 256 of the examples after each
        epoch, without dropout.
    """
    from lab.check.units import sample
    from lab.study import train_model

    with random_state.kept():
        build, _, task = network.ready(asked)
    build = network.watched(build, asked.loss, task)
    study = train_model(
        build, task.x, task.y, seeds=range(STARTS), epochs=epochs, batch_size=batch, recorded=1,
        validation_data=(sample(task.x), sample(task.y)), progress=progress, cancelled=cancelled,
    )  # fmt: skip
    rows = study.history().query("split == 'validation'")
    wide = rows.pivot_table(index=["seed", "epoch"], columns="metric", values="value").rename(columns={"loss": "cost"})
    return wide.reindex(columns=["cost", "accuracy"]).rename_axis(columns=None).reset_index()
