"""What a pasted or brought network says of its own training: loss, optimizer, rate and epochs."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, replace

from lab.check import brought, pasted
from lab.knob import number
from lab.numerals import counted
from lab.prose import listed
from lab.questions.check_network.check.network import LOSSES, OPTIMIZERS, USUAL, Asked

SHORT = {"mean_squared_error": "mse", "mean_absolute_error": "mae"}
MOMENTUM = "SGD, momentum 0.9"
KINDS = {kind.lower(): kind for kind in OPTIMIZERS.values()}
LEFT_OUT = ("momentum", "clipnorm", "clipvalue", "global_clipnorm", "nesterov", "amsgrad")  # what no knob sets
MOST_RATE, MOST_EPOCHS = 1e6, 30
BATCHES = range(8, 1025)  # examples of a batch that are taken over; smaller ones would take too long here


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a network says of itself; "" and None where it says nothing, or what the page does not offer.

    Attributes:
        loss: of `LOSSES`.
        optimizer: of `OPTIMIZERS`.
        rate: of its steps.
        epochs: of `fit`.
        batch: examples of a batch, of `fit`; as `fit` begins where it says none, or one that is not of `BATCHES`.
        left: what it says of its optimizer that is not among these, in words.
        fit: what it says of `fit` that is not done here, in a sentence.
    """

    loss: str = ""
    optimizer: str = ""
    rate: float | None = None
    epochs: int | None = None
    batch: int = 32
    left: str = ""
    fit: str = ""

    def sentence(self, asked: Asked) -> str:
        """Whether what is checked has the network's own optimizer and rate; "" where it says none."""
        if not self.optimizer and not self.left:
            return ""
        used = f"{asked.optimizer} at {number(asked.rate)}"
        own = f"{self.optimizer} at {number(self.rate)}" if self.optimizer else self.left
        if own == used:
            return (
                f"Checked with {used}, as your network was compiled{self.left and f', but without its {self.left}'}. "
            )
        return f"Your network was compiled with {own}; what is checked is {used}, as set here. "


def told(asked: Asked) -> Told:
    """What a network says, as code, as what `model.to_json()` prints, or as a .keras file."""
    if asked.source != "line":
        return _of(_configured(asked))
    code = pasted.Code(asked.layers)
    fitted, compiled = code.said("fit", "x", "y", "batch_size", "epochs"), code.said("compile", "optimizer", "loss")
    if not compiled and (alone := code.made_alone(*OPTIMIZERS.values())):
        compiled = {"optimizer": alone}
    found = _of(compiled)
    epochs, batch = fitted.get("epochs"), fitted.get("batch_size")
    offered = isinstance(epochs, int) and 1 <= epochs <= MOST_EPOCHS
    other = [counted(epochs, "epoch")] if isinstance(epochs, int) and not offered else []
    other += [f"batches of {batch:,}"] if isinstance(batch, int) and batch not in BATCHES else []
    return replace(
        found,
        epochs=epochs if offered else None,
        batch=batch if batch in BATCHES else found.batch,
        fit=f"Your fit says {listed(other)}; here are 1 to {MOST_EPOCHS} epochs, and batches of {BATCHES[0]} to "
        f"{BATCHES[-1]:,}. " if other else "",
    )  # fmt: skip


def _configured(asked: Asked) -> dict:
    """How a configuration says that its network was compiled."""
    unreadable = ValueError, AttributeError, KeyError, TypeError, RecursionError  # which is told by who reads it
    with contextlib.suppress(*unreadable):
        text = asked.text if asked.source == "json" else brought.unpacked(asked.file, weighted=False)[0]
        return dict(json.loads(text)["compile_config"]) if "compile_config" in text else {}
    return {}


def _of(said: dict) -> Told:
    """The same of what `compile` is given: each a name, or a class with its configuration."""
    name, given = _parts(said.get("loss"))
    plain = pasted.snake(name)
    loss = SHORT.get(plain, plain) + ", from_logits" * bool(given.get("from_logits"))
    found = Told(loss=loss if loss in LOSSES else "")
    if "optimizer" not in said:
        return found
    name, given = _parts(said["optimizer"])
    kind = KINDS.get(name.replace("_", "").lower(), "")
    if kind == "SGD" and given.get("momentum") == 0.9:
        kind, given = MOMENTUM, given | {"momentum": 0}
    rate = given.get("learning_rate", given.get("lr", USUAL.get(kind)))
    falls = isinstance(rate, dict)  # a schedule
    rate = _parts(rate)[1].get("initial_learning_rate") if falls else rate
    if not kind or not isinstance(rate, (int, float)) or not 0 <= rate <= MOST_RATE:
        what = name and (f"{name}, whose rate is not read here" if kind else name)
        return replace(found, left=what or "an optimizer that is not read here")
    left = [each for each in LEFT_OUT if given.get(each)] + ["schedule"] * falls
    return replace(found, optimizer=kind, rate=float(rate), left=" and ".join(left))


def _parts(said: object) -> tuple[str, dict]:
    """Name and configuration."""
    if isinstance(said, dict):
        given = said.get("config")
        return str(said.get("class_name")), given if isinstance(given, dict) else {}
    return said if isinstance(said, str) else "", {}
