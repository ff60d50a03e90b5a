"""What a run may cost: said before it starts, with the figure."""

import os
from collections.abc import Sequence

import numpy as np

from lab import checks
from lab.experiment import Experiment
from lab.memory import SHARE, free_memory
from lab.numerals import scientific

MAX_REPLICAS = 200_000
SPEED = 2e9  # multiplications a second that any machine reaches
MAX_SECONDS = 1800.0


def check_count(replicas: int) -> None:
    """Raise if a run asks for more replicas than are allowed."""
    checks.require(
        replicas <= MAX_REPLICAS, f"A run may have {MAX_REPLICAS:,} replicas (seeds x varied values); got {replicas:,}."
    )


def check_memory(size: int) -> None:
    """Raise if the records of a run, `size` bytes, would not fit."""
    most = SHARE * free_memory()
    checks.require(
        size <= most,
        f"This run would record {size / 1e9:.1f} GB, and {most / 1e9:.1f} GB is the most here; "
        "ask for fewer seeds or recorded epochs, or for weights='ends'.",
    )


def check_work(experiments: Sequence[Experiment], seeds: int) -> None:
    """Raise if training would not fit, or would take longer than half an hour at a modest speed."""
    from lab.engine.signature import Signature

    total = steps = size = 0.0
    for experiment in experiments:
        signature = Signature.of(experiment)
        total += 3.0 * signature.multiplications * experiment.training.epochs * max(seeds, 1)
        steps = max(steps, float(signature.steps) * experiment.training.epochs)
        size = max(size, float(signature.values) * np.dtype(signature.precision).itemsize)
    most = SHARE * free_memory()
    checks.require(
        size <= most,
        f"This run would take {size / 1e9:.1f} GB while it trains, and {most / 1e9:.1f} GB is the most here; take "
        "fewer rows, a smaller network, or a `batch_size`.",
    )
    checks.require(
        steps < 2**31, f"A replica may take {2**31 - 1:,} steps (epochs x batches); this one would take {steps:,.0f}."
    )
    seconds = total / SPEED
    checks.require(
        seconds <= MAX_SECONDS,
        f"This run would take {scientific(total, 1)} multiplications, about {seconds / 60:,.0f} minutes, and "
        f"{MAX_SECONDS / 60:.0f} is the most; ask for fewer seeds or epochs, or a smaller network.",
    )


def size_of(shapes: Sequence[tuple[int, ...]], replicas: int, epochs: int, itemsize: int) -> int:
    """Bytes of recorded weights: every shape for every replica and epoch."""
    return int(sum(np.prod(shape) for shape in shapes)) * replicas * epochs * itemsize


def processors() -> int:
    """Processors that this process may use."""
    available = getattr(os, "sched_getaffinity", None)
    return len(available(0)) if available else os.cpu_count() or 1
