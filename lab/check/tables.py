"""The data themselves: `labels` and `inputs`."""

import math
from collections.abc import Iterator

import numpy as np

from lab.check import cure
from lab.check.finding import Finding, figure
from lab.check.first_cost import ignorance
from lab.check.losses import BINARY, CROSS, SQUARED
from lab.check.model_layers import array, leaves
from lab.check.reach import RECTIFIED
from lab.check.subject import Head, Subject, arrays_of
from lab.numerals import counted, percent

ROWS = 20_000  # looked at, of larger tables
ANEW = "# then build the model anew: a step on unscaled inputs may have killed its ReLU units for good"
SPREAD = "The targets spread by"  # so begins what is said of those that are too large or too small


def labels(subject: Subject) -> Iterator[Finding]:
    """Range, kind and shape of the targets, against what the loss takes."""
    if subject.y is None:
        yield Finding("ok", "Not judged: there are no targets.")
        return
    found = False
    for y in arrays_of(subject.y):
        if np.issubdtype(y.dtype, np.number) and not np.isfinite(y.astype(float)).all():
            found = True
            share = 1 - float(np.isfinite(y.astype(float)).mean())
            yield Finding(
                "fault",
                f"{percent(share).capitalize()} of the targets are missing or infinite: one is enough "
                "to make the cost NaN.",
                "",
                share,
                0.0,
                "keep = np.isfinite(y)\nx, y = x[keep], y[keep]",
                "nan",
            )
    for head in subject.heads if not found else ():
        for each in (_shape(head), *_range(head), _kinds(subject, head), _repeated(subject, head)):
            if each is not None:
                found = True
                yield each
    if not found:
        yield Finding("ok", "The targets have the shape and the range that the loss takes.")


def _shape(head: Head) -> Finding | None:
    y, p = head.targets.shape[1:], head.outputs.shape[1:]
    squeezed = tuple(size for size in y if size != 1), tuple(size for size in p if size != 1)
    if head.loss == CROSS[1]:
        return (
            None
            if squeezed[0] == tuple(size for size in p[:-1] if size != 1)
            else Finding(
                "fault",
                f"This loss takes one whole number for each output; the targets have the shape {y} for outputs of {p}.",
                head.name,
                cure=cure.compiled('"categorical_crossentropy"') + "  # for one-hot targets",
            )
        )
    if squeezed[0] == squeezed[1] or head.loss == "custom":
        return None
    return Finding(
        "fault",
        f"The targets have the shape {y} an example and the outputs {p}: they are broadcast, and each number is held "
        "against numbers that are none of its own.",
        head.name,
        math.prod(y),
        math.prod(p),
        f"outputs = keras.layers.Dense({y[-1] if y else 1})",
        "broadcast",
    )


def _range(head: Head) -> Iterator[Finding]:
    y = head.targets
    if not np.issubdtype(y.dtype, np.number) and y.dtype != bool:
        yield Finding(
            "fault",
            f"The targets are of the type {y.dtype}; a loss takes numbers.",
            head.name,
            cure="names, y = np.unique(y, return_inverse=True)",
        )
        return
    y = y.astype(float)
    low, high = float(y.min()), float(y.max())
    if head.loss == CROSS[1]:
        if low < 0 or high > head.size - 1 or (y != np.round(y)).any():
            yield Finding(
                "fault",
                f"The labels go from {figure(low)} to {figure(high)}; {head.size} outputs are for the "
                f"labels 0 to {head.size - 1}.",
                head.name,
                low if low < 0 else high,
                head.size - 1,
                f"outputs = keras.layers.Dense({int(high) + 1})  # labels from 0",
            )
        return
    if head.loss in BINARY + CROSS and (low < 0 or high > 1):
        yield Finding(
            "fault",
            f"The targets go from {figure(low)} to {figure(high)}; this loss takes 0 to 1.",
            head.name,
            low if low < 0 else high,
            0 if low < 0 else 1,
            cure.of_labels(y),
        )
    elif head.loss in CROSS and head.size > 1 and y.shape[-1] == head.size:
        total = y.reshape(-1, head.size).sum(axis=1)
        if not np.allclose(total, 1, atol=1e-3):
            worst = float(total[np.abs(total - 1).argmax()])
            yield Finding(
                "fault",
                f"The targets of an example sum to {figure(total.min())} up to {figure(total.max())}; "
                "categorical crossentropy takes probabilities that sum to 1.",
                head.name,
                worst,
                1.0,
                cure.last(head.size, "sigmoid", cure.BINARY) + "  # several labels at once",
            )
    elif head.loss == "poisson" and low < 0:
        yield Finding("fault", f"Counts cannot be negative; the targets begin at {figure(low)}.", head.name, low, 0)
    elif head.loss in SQUARED and high > low:
        yield from _far(head, y)


def _far(head: Head, y: np.ndarray) -> Iterator[Finding]:
    """Targets whose spread is far from 1, that of a network's output as it begins."""
    spread = float(y.std())
    if 0.01 <= spread <= 100 or head.activation not in ("linear", *RECTIFIED):
        return
    far = not 0.001 <= spread <= 1000
    yield Finding(
        "fault" if far else "warn",
        f"{SPREAD} {figure(spread)} around {figure(y.mean())}; a network begins with outputs of about 1, and rates are "
        "made for that.",
        head.name,
        spread,
        1.0,
        cure.TARGETS,
        None,
    )


def _kinds(subject: Subject, head: Head) -> Finding | None:
    """Targets that are all one; not where a frozen layer judges, as behind the generator of an adversarial pair."""
    judge = subject.start.calls[subject.weighted[-1]].layer if subject.weighted else None
    if judge is not None and subject.model.trainable_variables and not judge.trainable_variables:
        return None
    y = head.targets.reshape(len(head.targets), -1)
    if len(y) > 1 and (y == y[:1]).all():
        return Finding("fault", "All targets are the same: there is nothing to learn.", head.name, 1, 2)
    return None


def _repeated(subject: Subject, head: Head) -> Finding | None:
    """Equal inputs with different labels: a floor under the cost."""
    if head.labels is None or isinstance(subject.x, (dict, list)) or len(head.labels) != subject.count:
        return None
    rows = subject.x[:ROWS].reshape(min(subject.count, ROWS), -1)
    if not np.issubdtype(rows.dtype, np.number) or len(rows) < 10:
        return None
    labels_of = np.asarray(head.labels[: len(rows)])
    kinds = np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1)
    pairs = np.unique(np.stack([kinds, labels_of]), axis=1)[0]
    share = float(np.isin(kinds, np.flatnonzero(np.bincount(pairs) > 1)).mean())
    known = ignorance(labels_of)
    if share < 0.05 or known == 0:
        return None
    pair = np.unique(np.stack([kinds, labels_of]), axis=1, return_inverse=True)[1].reshape(-1)
    floor = ignorance(pair) - ignorance(kinds)  # H(y | x) = H(x, y) - H(x)
    return Finding(
        "fault" if floor > 0.8 * known else "warn",
        f"{percent(share).capitalize()} of the examples have an input that also comes with another label. Whatever the "
        f"model, its cost stays above {figure(floor)}; knowing nothing costs {figure(known)}.",
        "",
        floor,
        0.0,
        "print(x[:5], y[:5])  # are x and y in one order?",
    )


def inputs(subject: Subject) -> Iterator[Finding]:
    """Missing, constant, repeated inputs, and such that are far from the scale that starts are made for."""
    found = False
    for x in arrays_of(subject.x):
        if not np.issubdtype(x.dtype, np.number):
            continue
        rows = x[:ROWS].reshape(min(len(x), ROWS), -1).astype(float)
        for each in (_missing(rows), *_same(rows)):
            if each is not None:
                found = True
                yield each
    for each in (*_ids(subject), _scale(subject), _unadapted(subject)):
        if each is not None:
            found = True
            yield each
    if not found:
        yield Finding("ok", f"The inputs are complete, and they vary{_sizes(subject)}.")


def _sizes(subject: Subject) -> str:
    """How large the inputs are where the first layer with weights gets them; "" where there is none."""
    with np.errstate(all="ignore"):
        size = math.nan if subject.ground is None else float(np.sqrt((subject.ground**2).mean()))
    return f"; where the first layer gets them their size is {figure(size)} (root mean square)" if size == size else ""


def _unadapted(subject: Subject) -> Finding | None:
    """A Normalization that has neither seen the data nor been given their mean: it passes them on as they are."""
    import keras

    for layer in leaves(subject.model):
        own = isinstance(layer, keras.layers.Normalization) and layer.input_mean is None  # else it was given
        if own and not array(layer.adapt_mean).any() and (array(layer.adapt_variance) == 1).all():
            told = f"{layer.name} has not been adapted, so it passes its inputs on as they are."
            return Finding("warn", told, layer.name, cure="normalization.adapt(x)  # that layer, before fit")
    return None


def _missing(rows: np.ndarray) -> Finding | None:
    bad = ~np.isfinite(rows)
    if not bad.any():
        return None
    count = int(bad.any(axis=1).sum())
    return Finding(
        "fault",
        f"{counted(count, 'example')} of {len(rows):,} {'holds' if count == 1 else 'hold'} a missing or "
        "infinite number: each makes the weights NaN.",
        "",
        count,
        0,
        "keep = np.isfinite(x).all(axis=1)\nx, y = x[keep], y[keep]",
        "nan",
    )


def _same(rows: np.ndarray) -> Iterator[Finding]:
    if len(rows) < 2:
        return
    constant = float((rows == rows[:1]).all(axis=0).mean())
    if constant > 0.5:
        yield Finding(
            "fault" if constant == 1 else "warn",
            f"{percent(constant).capitalize()} of the inputs are the same in every example.",
            "",
            constant,
            0.0,
            "x = x[:, x.std(axis=0) > 0]",
            "weights",
        )
    if constant == 1:
        return
    different = len(np.unique(rows, axis=0))
    if rows.shape[1] > 3 and different < 0.5 * len(rows) and len(rows) >= 20:
        yield Finding(
            "warn",
            f"Only {different:,} of {len(rows):,} examples are different.",
            "",
            different,
            len(rows),
            "x, first = np.unique(x, axis=0, return_index=True)\ny = y[first]",
        )


def _ids(subject: Subject) -> Iterator[Finding]:
    """Numbers that are to be rows of an embedding."""
    for place in subject.weighted:
        call = subject.start.calls[place]
        if "Embedding" not in type(call.layer).__name__ or not hasattr(call.layer, "input_dim"):
            continue
        for x in arrays_of(subject.x):
            if x.shape[1:] != tuple(call.given.shape[1:]):
                continue
            given = x.astype(float)
            if (given != np.floor(given)).any():
                yield Finding(
                    "fault",
                    f"{call.name} takes the numbers of rows; the inputs are no whole numbers and are cut "
                    "to whole ones.",
                    call.name,
                    float(given.max()),
                    call.layer.input_dim - 1,
                    "x = np.digitize(x, edges)  # or no embedding",
                    None,
                )
            elif given.min() < 0 or given.max() >= call.layer.input_dim:
                yield Finding(
                    "fault",
                    f"{call.name} has the rows 0 to {call.layer.input_dim - 1:,}; the inputs go from "
                    f"{figure(given.min())} to {figure(given.max())}.",
                    call.name,
                    float(given.max()),
                    call.layer.input_dim - 1,
                    f"keras.layers.Embedding({int(given.max()) + 1}, 16)",
                    None,
                )
        return


def _scale(subject: Subject) -> Finding | None:
    """Size and spread of the inputs where the first kernel gets them; 1 is what starts are made for.

    Gradient descent takes as many steps as the ratio of the cost's largest curvature to its smallest, LeCun et al.
    (1998), Efficient BackProp, section 5.2. Beside a bias, inputs of size s make it s^2 or 1 / s^2, and inputs of size
    m that vary by s make it (m / s)^2. Faults are ratios of 2,500 (large ones, which no rate bears) and 40,000.
    """
    ground = subject.ground
    if ground is None or subject.first != subject.weighted[0]:
        return None
    after = subject.start.calls[subject.first + 1 : subject.first + 2]
    if any("Normalization" in type(call.layer).__name__ for call in after):
        return None  # whatever the scale, it is gone there
    rows = ground.reshape(-1, ground.shape[-1])
    with np.errstate(all="ignore"):
        sizes, varies = np.sqrt((rows**2).mean(axis=0)), np.sqrt(ground.var(axis=0).mean())
        level = float(np.sqrt((ground**2).mean()))
    largest = float(sizes.max())
    if not math.isfinite(largest):
        return None
    name = subject.start.calls[subject.first].name
    if largest > 10:
        spread = figure(sizes[sizes > 0].min())
        return Finding(
            "fault" if largest > 50 else "warn",
            f"The inputs that reach {name} have sizes of {spread} up to "
            f"{figure(largest)} (root mean square); starts and rates are made for 1.",
            name,
            largest,
            1.0,
            f"{cure.PIXELS if _are_pixels(subject) else cure.STANDARD}\n{ANEW}",
            "wall",
        )
    if largest < 0.02:
        return Finding(
            "fault" if largest < 0.005 else "warn",
            f"No input that reaches {name} is larger than "
            f"{figure(largest)} (root mean square); starts and rates are made for 1.",
            name,
            largest,
            1.0,
            cure.STANDARD,
        )
    if 0 < varies < level / 50:
        return Finding(
            "fault" if varies < level / 200 else "warn",
            f"The inputs that reach {name} are {figure(level)} in size (root mean square) and vary by no more than "
            f"{figure(varies)} from example to example: to the layer they are nearly one and the same.",
            name,
            varies / level,
            1.0,
            cure.STANDARD,
        )
    return None


def _are_pixels(subject: Subject) -> bool:
    """Whether the inputs are images of numbers from 0 to 255."""
    x = arrays_of(subject.x)[0]
    return x.ndim > 2 and x.min() >= 0 and 200 < x.max() <= 255
