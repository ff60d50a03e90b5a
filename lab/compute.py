"""What a question computes with: results kept for the next setting, progress told, a coarse answer shown on the way."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from lab.results import Results

if TYPE_CHECKING:
    from lab.answer import Answer
    from lab.experiment import Experiment

MOST_BYTES, MOST_RESULTS = 64_000_000, 64
WORTH = 5  # times the epochs that are shown first: a training that is no longer is shown at its end alone
_kept = Results(MOST_BYTES, MOST_RESULTS)  # of this process: a knob that only draws anew need not train anew


class Compute:
    """Calls measures.

    Args:
        progress: called with an object with `.done`, 0 to 1.
        cancelled: asked whether to stop.
        show: called with a coarse answer, to be seen until the next one.
    """

    def __init__(
        self,
        progress: Callable | None = None,
        cancelled: Callable[[], bool] | None = None,
        show: Callable[[Answer], None] | None = None,
    ):
        self._signals = {"progress": progress, "cancelled": cancelled}
        self._show = show

    def __call__(self, function: Callable, *arguments, partly: Callable | None = None, **named):
        """What `function(*arguments, **named)` returns, computed once: read it, do not change it.

        Args:
            function: a function of a module; it gets `progress`, `cancelled` and `partly` too if it takes them, and as
                `compute` this, for what depends on a part of its arguments alone.
            arguments, named: plain values, lists, ranges, dicts, specs.
            partly: called with each part of the result that the function shares on the way.
        """
        key = (function.__module__, function.__qualname__, frozen(arguments), frozen(named))
        if key not in _kept:
            taken = inspect.signature(function).parameters
            signals = {**self._signals, "partly": partly, "compute": self}
            result = function(*arguments, **named, **{name: signals[name] for name in signals if name in taken})
            _kept.keep(key, result)
            return result
        return _kept[key]

    def show(self, answer: Answer, so_far: Mapping[str, tuple[int, int]] | None = None) -> None:
        """Let a coarse answer be seen meanwhile.

        Args:
            answer: true of what is computed so far.
            so_far: what that is, how many of how many: {"runs of each width": (32, 500)}; it then says so.
        """
        there = [f"{some:,} of {every:,} {what}" for what, (some, every) in (so_far or {}).items() if some < every]
        said = [f"So far {', '.join(there)}; the rest follows."] if there else []
        headline = f"So far: {answer.headline}" if there else answer.headline
        if self._show:
            self._show(replace(answer, headline=headline, note=" ".join([answer.note, *said]).strip()))

    @property
    def watched(self) -> bool:
        """Whether somebody sees coarse answers; where nobody does they need not be computed."""
        return self._show is not None

    def sooner(self, answer: Callable[[Experiment], Answer], experiment: Experiment, epochs: int) -> Answer:
        """The answer to an experiment; where it trains long, that to its first epochs meanwhile.

        Args:
            answer: what an experiment is answered by.
            experiment: the one that is asked about.
            epochs: how many are shown first, where it trains at least `WORTH` times as long. From equal starts, in
                equal order, they are those of the long training.
        """
        trained = experiment.training.epochs
        if self.watched and trained >= WORTH * epochs:
            short = replace(experiment, training=replace(experiment.training, epochs=epochs))
            self.show(answer(short), {"epochs": (epochs, trained)})
        return answer(experiment)

    @property
    def signals(self) -> Mapping[str, object]:
        """`progress` and `cancelled`, for `lab.train(..., **compute.signals)`."""
        return dict(self._signals)


def frozen(value: object) -> object:
    """`value` as something that can be a key."""
    if isinstance(value, Mapping):
        return tuple((name, frozen(item)) for name, item in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(map(frozen, value))
    if hasattr(value, "tobytes"):
        return value.dtype.str, value.shape, value.tobytes()
    return type(value).__name__, value
