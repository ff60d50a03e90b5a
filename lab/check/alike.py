"""Units, layers and weights that start alike: `clones`, `repeated_initializer`, `zero_weights`."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from lab.check.cure import DRAWN, KEPT, LAYER
from lab.check.finding import Finding
from lab.check.model_layers import HOMOGENEOUS, activation, array, drawn_by, units
from lab.check.redrawn import same_each_time
from lab.check.subject import Subject
from lab.numerals import counted
from lab.prose import listed

DRAW = f"layer = {LAYER}{DRAWN})"
CLOSE = 1e-5  # relative distance of two vectors of float32 that count as one: some roundings
MOST_UNITS, PREFIX = 4096, 1024
SAME_START = "Every network that is built like this one starts the same"
EVERY = f"layer = {LAYER}{KEPT})  # of its own, and without a seed: so it draws anew"
ONE_KERNEL = "There are no two random kernels to compare."


def groups(vectors: np.ndarray, proportional: bool) -> np.ndarray:
    """Which columns are equal, or proportional with a factor above 0: a number for each, the same within a group.

    Args:
        vectors: (weight, unit).
        proportional: whether equal directions do.
    """
    from scipy.sparse.csgraph import connected_components

    vectors = np.asarray(vectors, float)
    lengths = np.linalg.norm(vectors, axis=0)
    if proportional:
        vectors, lengths = vectors / np.where(lengths > 0, lengths, 1), (lengths > 0).astype(float)
    inner = vectors.T @ vectors
    squared = lengths[:, None] ** 2 + lengths[None, :] ** 2 - 2 * inner
    near = squared <= CLOSE**2 * np.maximum.outer(lengths, lengths) ** 2 + 1e-30
    return connected_components(near, directed=False)[1]


def spare(numbers: np.ndarray) -> int:
    """How many units could be left out: all but one of each group."""
    return len(numbers) - len(set(numbers.tolist()))


def clones(subject: Subject) -> Iterator[Finding]:
    """Units of a layer that start equal, or proportional, and stay so: their derivatives are alike too."""
    looked = 0
    for layer in subject.layers:
        found = units(layer)
        if found is None or not all(variable.trainable for variable in found[0]):
            continue
        variables, matrix = found
        weights = matrix([array(variable) for variable in variables])
        if not 1 < weights.shape[1] <= MOST_UNITS:
            continue
        looked += 1
        yield from _clones_of(subject, layer, weights, variables, matrix)
    if not looked:
        yield Finding("ok", "No trainable layer has two units that could be equal.")


def _clones_of(subject, layer, weights, variables, matrix) -> Iterator[Finding]:
    count, proportional = weights.shape[1], activation(layer) in HOMOGENEOUS
    first, later = (
        _scaled(matrix([found.gradients[id(each)] for each in variables])) if found.gradients else weights * 0
        for found in (subject.start, subject.stirred)
    )
    together = np.concatenate([_scaled(weights), first, later])
    stay, begin, word = groups(together, False), groups(weights, False), "equal"
    moving = np.flatnonzero(first.any(axis=0) | later.any(axis=0))  # what never moves is dead, not proportional
    if len(moving) and not weights.any():
        stay = groups(together[:, moving], False)
    if proportional and len(moving) and spare(groups(together[:, moving], True)) > spare(stay):
        stay, word = groups(together[:, moving], True), "proportional"
    kept, started = spare(stay), spare(begin)
    head, blank = subject.is_head(layer), not weights.any()
    every = started == count - 1
    verdict, figures, cure, name = "fault", (count - kept, count), DRAW, layer.name
    if kept and not (head and (blank or kept < count - 1)):
        size = max(Counter(stay.tolist()).values())
        got = f"{word} gradients" if len(moving) else "no gradient"
        says = f"{size} of the {count} units of {name} start {word} and get {got}, so that they stay "
        says += f"{word}: the layer has no more than {counted(count - kept, 'different unit')}."
    elif started and every and not head and not blank:
        figures = (1, count)
        says = f"All {count} units of {name} start with the same weights, so that they all say the same; only what "
        says += "lies above them can make them differ, slowly."
    elif started and not head and not blank and not _is_embedding(layer):
        verdict, figures = "warn", (count - started, count)
        says = f"{started + 1} of the {count} units of {name} start with weights that other units have too."
    elif _is_embedding(layer) and len(weights) > 1 and not np.ptp(weights, axis=0).any():
        verdict, figures = "warn", (1, len(weights))
        says = f"All {len(weights)} rows of {name} are equal: at the start no word differs from another."
        cure = "layer = keras.layers.Embedding(1000, 16)  # rows are drawn at random"
    else:
        verdict, cure = "ok", ""
        says = f"All {count} units of {name} differ, or begin to at the first step."
    yield Finding(verdict, says + drawn_by(layer) * (verdict == "fault"), name, *figures, cure)


def _is_embedding(layer) -> bool:
    import keras

    return isinstance(layer, keras.layers.Embedding)


def _scaled(values: np.ndarray) -> np.ndarray:
    """To the length 1 as a whole."""
    length = np.linalg.norm(values)
    return values / length if 0 < length < np.inf else np.zeros_like(values)


def repeated_initializer(subject: Subject) -> Iterator[Finding]:
    """Layers whose kernels are the same draws, up to their scale: one initializer or one seed, used twice."""
    drawn = [
        (layer.name, value.shape, value.ravel())
        for layer, _, value in subject.drawn
        if value.size >= 6 and len(np.unique(value)) > value.size // 2
    ]
    same = [
        (one, other, one[1][-1] == other[1][-1]) for one, other in combinations(drawn, 2) if _alike(one[2], other[2])
    ]
    each_time = same_each_time(subject)
    every = bool(each_time) and len(each_time) == len({layer.name for layer, *_ in subject.drawn})
    seeded = _seeded(each_time, every) if each_time else ""
    if not same:
        says = f"No two of {len(drawn)} kernels hold the same random numbers." if len(drawn) > 1 else ONE_KERNEL
        says = f"{seeded} {says}" if every else f"{says} {seeded}".rstrip()
        told = (each_time[0], 0, 0, EVERY, "repeat", tuple(each_time)) if every else ("", 0, 0, "", "")
        yield Finding("warn" if every else "ok", says, *told)
        return
    names = tuple(dict.fromkeys(name for one, other, _ in same for name in (one[0], other[0])))
    exact = any(equal for _, _, equal in same)
    says = (
        f"The kernels of {listed(list(names))} are the same random numbers"
        + (", weight by weight" if exact else " but for a factor, cut to different shapes")
        + ": one initializer object, or one seed, draws the same wherever it is used."
    )
    says = f"{seeded} {says}" if every else f"{says} {seeded}".rstrip()
    told = "repeat" if every else ""
    yield Finding("fault" if exact else "warn", says, names[1], len(same), 0, EVERY, told, names)


def _seeded(names: list[str], every: bool) -> str:
    """What fixed seeds of layers mean for several networks."""
    says = f"{listed(names)} {'has' if len(names) == 1 else 'have'} a fixed seed"
    if every:
        return f"{SAME_START}: {says}. That is right for a repeatable run, and wrong where several are to differ."
    return f"{says}: each network that is built like this one starts with the same numbers there."


def _alike(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether the first numbers of both are the same up to a factor."""
    count = min(len(one), len(other), PREFIX)
    first, second = one[:count].astype(float), other[:count].astype(float)
    sizes = np.linalg.norm(first) * np.linalg.norm(second)
    return bool(sizes > 0 and first @ second >= (1 - 1e-6) * sizes)


def zero_weights(subject: Subject) -> Iterator[Finding]:
    """Kernels of zeros that stay zero, or whose units then all learn the same."""
    zeros = [(layer, variable) for layer, variable, value in subject.drawn if value.size and not value.any()]
    bad = 0
    for layer, variable in zeros:
        found = subject.stirred.gradients.get(id(variable))
        if found is None:
            continue
        parts = units(layer)
        columns = parts[1]([found]) if parts and len(parts[0]) == 1 or variable.name == "kernel" and parts else None
        stuck = not found.any()
        same = columns is not None and columns.shape[1] > 1 and spare(groups(columns, False)) == columns.shape[1] - 1
        if stuck or same and not subject.is_head(layer):
            bad += 1
            yield Finding(
                "fault",
                f"All weights of {layer.name} are zero and "
                + ("get no gradient, so that they stay zero." if stuck else "get the same gradient in every unit."),
                layer.name,
                0,
                float("nan"),
                DRAW,
            )
    if not bad:
        healed = (
            f"; the zeros of {listed([layer.name for layer, _ in zeros])} are left at the first steps" if zeros else ""
        )
        yield Finding("ok", f"No kernel is stuck at zero{healed}.", "", 0, 0)
