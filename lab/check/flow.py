"""What passes through the layers: `dead_units`, `saturated_units`, `signal_scale`, `gradient_scale`."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from lab.check import fading, recording
from lab.check.cure import CARRIED, LAYER, STANDARD
from lab.check.fading import FAULT, WARN
from lab.check.finding import Finding, figure, verdict
from lab.check.model_layers import activation, array, drawn_by
from lab.check.reach import RECTIFIED, dead_share, is_rectified
from lab.check.subject import Subject, nodes, sums
from lab.numerals import percent

# Part of a signal that is left, as measured: 39 trainings on digits of sigmoid, tanh and ReLU, 1 to 20 layers of 32,
# 30 epochs. Above the first 94 to 99 % are right; below it plain gradient descent at 0.1 takes sigmoid to 44 % at most;
# below the second Adam too leaves sigmoid below 60 %.
FADED, LOST = 0.03, 1e-3
PROFILE = ["place", "layer", "kind", "signal", "level", "error", "heard"]
LINEAR = ("Flatten", "Reshape", "Permute", "Dropout", "Identity", "AveragePooling")  # parts of layers' names
SLOPE = 0.05  # of the steepest slope of a sigmoid or tanh: beyond, a unit counts as saturated; |tanh| > 0.975
DRAWS = 400
NARROW, MOST_DEAD = 16, (0.02, 0.2)  # units; share of starts that cannot learn, for a warning and for a fault
HE = f'layer = {LAYER}, activation="relu", kernel_initializer="he_normal")'
GLOROT = f'{STANDARD}\nlayer = {LAYER}, activation="tanh", kernel_initializer="glorot_uniform")'
THROUGH = f"layer = {LAYER}{CARRIED})\n# if that is not enough, after it: keras.layers.BatchNormalization()"
AFTER = "# after it:\nkeras.layers.LayerNormalization()"


def _flat(values: np.ndarray) -> np.ndarray:
    """(example and place, unit)."""
    return values.reshape(-1, values.shape[-1]) if values.ndim > 1 else values.reshape(-1, 1)


def dead_units(subject: Subject) -> Iterator[Finding]:
    """Units of ReLU that say 0 to every example: no gradient passes them; and starts that may have no others."""
    looked, alive = 0, 1.0
    told = [head.name for head in subject.heads if is_rectified(head)]  # of which `output_and_loss` tells
    for call in subject.start.calls:
        if activation(call.layer) not in RECTIFIED or call.name in told:
            continue
        looked += 1
        outputs = _flat(array(call.result))
        share, units = float((outputs <= 0).all(axis=0).mean()), outputs.shape[-1]
        source = _source(subject, call)
        filters = source is not None and len(source.layer.kernel.shape) > 2
        with subject.untouched():
            drawn = _drawn_dead(source) if filters or source is not None and units <= NARROW else 0.0
            expected = drawn if filters or source is None else dead_share(array(source.given))
            if source is not None and units <= NARROW:
                chance = drawn**units
                alive *= 1 - (chance if chance > MOST_DEAD[0] / 10 and _is_only_way(subject, source.layer) else 0.0)
        far = share > expected + 4 * np.sqrt(max(expected * (1 - expected), 1 / units) / units)
        bad = "fault" if share >= 0.9 or share > 0.5 and far else "warn" if share > 0.5 or share > 0.3 and far else "ok"
        yield Finding(
            bad,
            f"{percent(share).capitalize()} of the units of {call.name} are dead: they say 0 to every example of the "
            f"sample, and learn nothing. Drawn around zero, with biases of 0, weights leave {percent(expected)} dead."
            + (drawn_by(source.layer) if bad != "ok" and source is not None else ""),
            call.name,
            share,
            expected,
            HE if bad != "ok" else "",
        )
    if alive < 1 - MOST_DEAD[0]:
        yield Finding(
            "fault" if alive < 1 - MOST_DEAD[1] else "warn",
            f"{percent(1 - alive).capitalize()} of the starts of this network have a layer whose units are all dead: "
            "it says the same to every example and cannot learn. Its layers are too narrow for ReLU.",
            "",
            1 - alive,
            0.0,
            'layer = keras.layers.Dense(16, activation="leaky_relu")  # or more units',
        )
    if not looked:
        yield Finding("ok", "No hidden layer has units that could be dead: there is no ReLU.")


def _source(subject: Subject, call):
    """The call that computes the sums a ReLU gets: its own layer's, or that of the layer before; None where neither."""
    if hasattr(call.layer, "kernel"):
        return call
    before = [each for each in subject.start.calls if each.result is call.given and hasattr(each.layer, "kernel")]
    return before[-1] if before else None


def _is_only_way(subject: Subject, layer) -> bool:
    """Whether the outputs of the model are the same for every example once a layer says nothing but 0."""
    import keras

    for variable in layer.trainable_variables:
        variable.assign(np.zeros(variable.shape))
    outputs = [array(each) for each in keras.tree.flatten(subject.model(subject.sample[0], training=False))]
    return all(np.allclose(each, each[:1], atol=1e-6) for each in outputs)


def _drawn_dead(call) -> float:
    """Chance that a unit says 0 to all that comes in, from draws of its layer's own initializers.

    Of n such units all are dead with the n-th power of it. That this ends narrow and deep networks: Lu et al. (2020),
    Dying ReLU and initialization; Rister and Rubin (2020), Probabilistic bounds on neuron death.
    """
    layer = call.layer
    held = [(layer.kernel, getattr(layer, "kernel_initializer", None))]
    if getattr(layer, "bias", None) is not None:
        held.append((layer.bias, layer.bias_initializer))
    if not all(hasattr(initializer, "get_config") for _, initializer in held) or not layer.trainable_variables:
        return 0.0
    dead = []
    for draw in range(max(1, DRAWS // (10 * layer.kernel.shape[-1]))):
        for variable, initializer in held:
            config = initializer.get_config()
            again = type(initializer).from_config(config | {"seed": draw} if "seed" in config else config)
            variable.assign(again(variable.shape, variable.dtype))
        found = sums(call)
        if found is None or not np.isfinite(found).all():
            return 0.0
        dead.append((_flat(found) <= 0).all(axis=0).mean())
    return float(np.mean(dead))


def saturated_units(subject: Subject) -> Iterator[Finding]:
    """Units of sigmoid and tanh whose slope is next to nothing, for nearly every example or for most of them."""
    looked = 0
    for call in subject.start.calls:
        if found := _hidden_softmax(subject, call):
            looked += 1
            yield found
        slopes = None if subject.is_head(call.layer) else _slopes(call)  # of heads the first cost tells
        if slopes is None:
            continue
        looked += 1
        share, often = float((slopes.mean(axis=0) < SLOPE).mean()), float((slopes < SLOPE).mean())
        worst = _worse(verdict(share, 0.1, 0.5), verdict(often, 0.25, 0.5))
        left = (
            f"less than {100 * SLOPE:.0f} % of the steepest slope is left, and of an error their weights get as little."
        )
        by_unit = f"of the units of {call.name} are saturated: on average over the examples {left}"
        says = f"{percent(share).capitalize()} {by_unit} Of all their outputs {percent(often)} are."
        if verdict(share, 0.1, 0.5) != worst:
            says = f"{percent(often).capitalize()} of the outputs of {call.name} are at a flat end of its units: {left}"
        yield Finding(
            worst,
            says + (drawn_by(call.layer) if worst != "ok" else ""),
            call.name,
            max(share, often),
            0.0,
            GLOROT if worst != "ok" else "",
        )
    if not looked:
        yield Finding("ok", "No hidden layer has units that could saturate: none is a sigmoid or tanh.")


def _hidden_softmax(subject: Subject, call) -> Finding | None:
    """A layer of weights that ends in a softmax and is not the last one."""
    if activation(call.layer) != "softmax" or subject.is_head(call.layer) or not hasattr(call.layer, "kernel"):
        return None
    count = call.layer.kernel.shape[-1]
    says = f"{call.name} is a hidden layer with a softmax: its {count} outputs sum to 1, so that each is about "
    says += f"1/{count}, and little of what tells examples apart gets through."
    return Finding("warn", says, call.name, cure=HE, question=None)


def _slopes(call) -> np.ndarray | None:
    """Slope of each unit at each example, 1 where it is steepest; of gates those of the first step."""
    import keras

    kind = activation(call.layer)
    if isinstance(call.layer, keras.layers.LSTM | keras.layers.GRU):
        return _gate_slopes(call)
    if kind not in ("sigmoid", "tanh", "hard_sigmoid", "softsign"):
        return None
    out = _flat(array(call.result)).astype(float)
    if kind == "softsign":
        return (1 - np.abs(out)) ** 2
    return 1 - out**2 if kind == "tanh" else 4 * out * (1 - out)


def _gate_slopes(call) -> np.ndarray:
    cell, given = call.layer.cell, array(call.given).astype(float)
    sums_of = given.reshape(-1, given.shape[-1]) @ array(cell.kernel)
    if getattr(cell, "bias", None) is not None:
        bias = array(cell.bias)
        sums_of = sums_of + (bias if bias.ndim == 1 else bias.sum(axis=0))
    return 1 / np.cosh(np.clip(sums_of / 2, -300, 300)) ** 2  # of the sigmoid; tanh's is no flatter before its middle


def profile(subject: Subject) -> pd.DataFrame:
    """Signal and error through the layers.

    Returns:
        A row for the inputs (place −1), then one per call with a kernel or an activation: `place`, `layer`, `kind`,
        `signal` (root mean square over
        units of the standard deviation over examples and places), `level` (root mean square), `error` (length of the
        derivatives there of a random direction at the last hidden layer, divided by the direction's), `heard` (the
        same, those of an example and place times the part that its outputs' length is of the root mean square one).
    """
    calls = subject.start.calls
    errors: list = [None] * len(calls)
    if subject.hidden_end is not None:
        with subject.untouched():
            errors = recording.passed_back(subject.model, subject.sample[0], *subject.hidden_end)
    rows = []
    if subject.ground is not None and subject.ground.size:
        values = _flat(subject.ground)
        with np.errstate(all="ignore"):
            spread, level = np.sqrt(values.var(axis=0).mean()), np.sqrt((values**2).mean())
        rows.append((-1, "inputs", "", spread, level, np.nan, np.nan))
    for i, call in enumerate(calls):
        if i not in subject.weighted and not activation(call.layer) and "Normal" not in type(call.layer).__name__:
            continue
        values = _flat(array(call.result)).astype(float)
        with np.errstate(all="ignore"):
            spread, level = np.sqrt(values.var(axis=0).mean()), np.sqrt((values**2).mean())
            error = np.nan if errors[i] is None else float(np.linalg.norm(errors[i].astype(float)))
            heard = np.nan if errors[i] is None else _heard(_flat(errors[i].astype(float)), values)
        rows.append((i, call.name, type(call.layer).__name__, spread, level, error, heard))
    return pd.DataFrame(rows, columns=PROFILE)


def _heard(errors: np.ndarray, values: np.ndarray) -> float:
    """Length of the errors where the outputs are as large as usual.

    Where they are next to nothing a normalisation behind them divides by next to nothing: it makes errors large that
    a first step ends, as in the empty corners of images.
    """
    lengths = np.linalg.norm(values, axis=1)
    usual = np.sqrt((lengths**2).mean())
    return float(np.linalg.norm(errors * (lengths / usual)[:, None])) if usual > 0 else float(np.linalg.norm(errors))


def signal_scale(subject: Subject) -> Iterator[Finding]:
    """The spread over examples at the last hidden layer, beside that of what came in; and layers that are one."""
    yield from _as_one(subject)
    table, end = subject.profile, subject.hidden_end
    broken = table[~np.isfinite(table["level"])]
    if len(broken):
        name = broken["layer"].iloc[0]
        yield Finding("fault", f"{name} gives NaN or infinite numbers for the sample.", name, np.nan, 1.0, GLOROT)
        return
    if end is None:
        yield Finding("ok", "There is no hidden layer that a signal could be lost in.")
        return
    ground = _flat(subject.ground).std(axis=0)
    before = float(np.sqrt((ground**2).mean()))
    call = subject.start.calls[end[0]]
    name = call.name
    after, level = _spread(subject.start.calls, end)
    if before == 0:
        yield Finding("ok", "Not judged: the inputs do not vary, so that no signal can be followed.", name)
        return
    if not after and _spread(subject.stirred.calls, end)[0]:
        told = f"At the start all examples look alike at {name}; the first steps tell them apart."
        yield Finding("ok", told, name, 0.0, 1.0)
        return
    ratio, share = after / before, after / level if level else 0.0
    worst = _worse(_faded(ratio), _faded(share), verdict(ratio, 1 / WARN, 1 / FAULT))
    layers = sum(place <= end[0] for place in subject.weighted)
    yield Finding(
        worst,
        ("" if worst == "ok" else f"{fading.fate(ratio, layers)} ")
        + f"From the inputs to {name} the spread over examples goes from {figure(before)} to {figure(after)}"
        + (f", beside outputs of {figure(level)} (root mean square)." if _faded(share) != "ok" else ".")
        + (
            f" Inputs can hardly be told apart there.{fading.shrunk(subject)}{fading.vanishing(subject)}"
            if ratio < 1 and worst != "ok"
            else ""
        )
        + (drawn_by(call.layer) if worst != "ok" else ""),
        name,
        ratio,
        1.0,
        (THROUGH if hasattr(call.layer, "kernel") else AFTER) if worst != "ok" else "",
        others=_hidden(subject),
    )


def _hidden(subject: Subject) -> tuple[str, ...]:
    """The layers of weights up to the last hidden one."""
    calls = subject.start.calls
    return tuple(calls[place].name for place in subject.weighted if place <= subject.hidden_end[0])


def _spread(calls: list, end: tuple[int, str]) -> tuple[float, float]:
    """Standard deviation over examples and root mean square of what stands at a place."""
    out = _flat(array(getattr(calls[end[0]], end[1]))).astype(float)
    return float(np.sqrt(out.var(axis=0).mean())), float(np.sqrt((out**2).mean()))


def _faded(part: float) -> str:
    """How bad it is that this part of a signal is left."""
    return "ok" if part > FADED else "warn" if part > LOST else "fault"


def _as_one(subject: Subject) -> Iterator[Finding]:
    """The first two layers with nothing but linear maps between them: the product of two matrices is one matrix.

    Not where the first is narrower than what it gets and what follows: then the product is one of low rank.
    """
    calls = subject.start.calls
    for one, other in pairwise(subject.weighted):
        first, second = calls[one].layer, calls[other].layer
        plain = all(hasattr(each, "kernel") and "Depthwise" not in type(each).__name__ for each in (first, second))
        width, around = calls[one].result.shape[-1], (calls[one].given.shape[-1], calls[other].result.shape[-1])
        idle = plain and activation(first) == "linear" and width >= min(around)
        if idle and _directly(calls, one, other) and _used(subject.model, first) == 1:
            yield Finding(
                "warn",
                f"No activation stands between {first.name} and {second.name}: together they are one linear map, which "
                "a single layer can compute.",
                first.name,
                cure=HE,
            )
            return


def _used(model, layer) -> int:
    """How often what a layer gives is taken up, as by the layer above and a sum that skips it; 0 where nobody knows."""
    made = [id(tensor) for node in nodes(model) if node.operation is layer for tensor in node.output_tensors]
    return sum(id(tensor) in made for node in nodes(model) for tensor in node.input_tensors)


def _directly(calls: list, one: int, other: int) -> bool:
    """Whether a call gets what another gave, by way of nothing but linear layers without weights."""
    place = other
    while place > one:
        before = [i for i in range(place) if calls[i].result is calls[place].given]
        if not before:
            return False
        place = before[-1]
        kind = type(calls[place].layer).__name__
        if place != one and not any(word in kind for word in LINEAR):
            return False
    return place == one


def _down(ratio: float) -> str:
    """How bad it is that something falls to this part."""
    return "ok" if ratio > WARN else "warn" if ratio > FAULT else "fault"


def _worse(*verdicts: str) -> str:
    return max(verdicts, key=("ok", "warn", "fault").index)


def gradient_scale(subject: Subject) -> Iterator[Finding]:
    """How a random error at the last hidden layer arrives at the first."""
    table, end = subject.profile, subject.hidden_end
    rows = table[table["place"].isin(subject.weighted)]
    if end is None or len(rows) < 2 or rows["place"].iloc[0] >= end[0]:
        yield Finding("ok", "There are not two hidden layers that an error could be lost between.")
        return
    calls = subject.start.calls
    begin = calls[int(rows["place"].iloc[0])].given
    rows = rows[[calls[int(place)].given is begin for place in rows["place"]]]  # all that get what the first one gets
    best = rows.loc[rows["error"].idxmax()] if rows["error"].notna().any() else rows.iloc[0]
    name, ratio = best["layer"], float(best["error"])
    if np.isnan(ratio):
        yield Finding(
            "ok",
            f"Not judged: what {name} says has no path to the last hidden layer along which errors could be followed.",
            name,
        )
        return
    if ratio > 1:
        ratio = max(1.0, min(ratio, float(best["heard"])))
    worst = _worse(_down(ratio), verdict(ratio, 1 / WARN, 1 / FAULT))
    word, kind = ("smaller", "vanishing") if ratio < 1 else ("larger", "exploding")
    told = f": {'an' if kind[0] == 'e' else 'a'} {kind} gradient" * (worst != "ok")
    yield Finding(
        worst,
        f"An error arrives at {name} {figure(1 / ratio if 0 < ratio < 1 else ratio)} times {word} than it is at the "
        f"last hidden layer{told}."
        if ratio > 0
        else f"No error at all arrives at {name}.",
        name,
        ratio,
        1.0,
        THROUGH if worst != "ok" else "",
        others=_hidden(subject),
    )
