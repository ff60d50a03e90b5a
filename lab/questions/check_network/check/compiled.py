"""The loss that a pasted or brought network was compiled with, where it says one; and another optimizer in its code."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import replace

from lab.check import brought
from lab.questions.check_network.check.network import FITTING, LOSSES, Asked

SHORT = {"mean_squared_error": "mse", "mean_absolute_error": "mae"}
LOGITS = ", from_logits"
NAMED = r"""(?:['"](?P<name>\w+)['"]|(?:\w+\.)*(?P<made>[A-Z]\w*)\s*\((?P<given>[^()]*)\))"""
WRITTEN = re.compile(rf"\bloss\s*=\s*{NAMED}")
SECOND = re.compile(rf"\bcompile\s*\([^(),=]+(?:\([^()]*\))?\s*,\s*{NAMED}(?=\s*[,)])")  # compile(optimizer, loss)
FIRST = re.compile(rf"(?:\bcompile\s*\(\s*|\boptimizer\s*=\s*){NAMED}")
RATE = re.compile(r"(?:^|\blearning_rate\s*=)\s*(\d[\d.eE+-]*)")


def as_told(asked: Asked) -> tuple[Asked, bool]:
    """What is asked, with the loss that the network was compiled with where none is chosen; whether it says one."""
    read = loss(asked) if asked.loss == FITTING else ""
    return replace(asked, loss=read or asked.loss), bool(read)


def loss(asked: Asked) -> str:
    """A name of `LOSSES`; "" where the network says none, or another one.

    Args:
        asked: a network as code, as what `model.to_json()` prints, or as a .keras file.
    """
    found = _of_code(asked.layers) if asked.source == "line" else _of_config(asked)
    return found if found in LOSSES else ""


def other_optimizer(asked: Asked) -> str:
    """What pasted code compiles with, where the settings say another optimizer or rate; a sentence, or ""."""
    said = FIRST.search(asked.layers) if asked.source == "line" else None
    if not said:
        return ""
    name, rate = said["name"] or said["made"], RATE.search(said["given"] or "")
    alike = name.lower() == asked.optimizer.lower() and (not rate or float(rate[1]) == asked.rate)
    written = f"{name}({rate[1]})" if rate else name
    return (
        ""
        if alike
        else f"Your code compiles with {written}; what is checked is {asked.optimizer} at {asked.rate:g}, as set here. "
    )


def _of_code(text: str) -> str:
    said = WRITTEN.search(text) or SECOND.search(text)
    if not said:
        return ""
    logits = re.search(r"\bfrom_logits\s*=\s*True\b", said["given"] or "")
    return _name(said["name"] or said["made"]) + LOGITS * bool(logits)


def _of_config(asked: Asked) -> str:
    unreadable = ValueError, AttributeError, KeyError, TypeError, RecursionError  # which is told by who reads it
    with contextlib.suppress(*unreadable):
        text = asked.text if asked.source == "json" else brought.unpacked(asked.file)[0]
        said = json.loads(text)["compile_config"]["loss"] if "compile_config" in text else ""
        if isinstance(said, str):
            return _name(said)
        return _name(said["class_name"]) + LOGITS * bool(said.get("config", {}).get("from_logits"))
    return ""


def _name(written: str) -> str:
    """The name of a loss, however it is written."""
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", written).lower()
    return SHORT.get(plain, plain)
