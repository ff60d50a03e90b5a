"""What passes through the layers: `dead_units`, `saturated_units`, `signal_scale`, `gradient_scale`."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from lab.check import recording
from lab.check.finding import Finding, figure, verdict
from lab.check.model_layers import activation, array
from lab.check.subject import Subject
from lab.numerals import percent

# Depth at which a squared signal or error has fallen to e^-6: "trainable up to about six depth scales", Schoenholz et
# al. (2017), Deep information propagation. A warning there; a fault where it is twice as deep.
WARN, FAULT = np.exp(-3.0), np.exp(-6.0)
SLOPE = 0.05  # of the steepest slope of a sigmoid or tanh: beyond, a unit counts as saturated; |tanh| > 0.975
DRAWS = 400
HE = 'layer = keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal")'
GLOROT = (
    "x = (x - x.mean(axis=0)) / x.std(axis=0)\n"
    'layer = keras.layers.Dense(64, activation="tanh", kernel_initializer="glorot_uniform")'
)
THROUGH = (
    'layer = keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal")\n'
    "layer = keras.layers.BatchNormalization()  # or a layer of normalisation after each"
)


def _flat(values: np.ndarray) -> np.ndarray:
    """(example and place, unit)."""
    return values.reshape(-1, values.shape[-1]) if values.ndim > 1 else values.reshape(-1, 1)


def dead_units(subject: Subject) -> Iterator[Finding]:
    """Units of ReLU that say 0 to every example: no gradient passes them."""
    looked = 0
    for call in subject.start.calls:
        if activation(call.layer) not in ("relu", "relu6"):
            continue
        looked += 1
        share = float((_flat(array(call.result)) <= 0).all(axis=0).mean())
        expected = _expected_dead(array(call.given)) if hasattr(call.layer, "kernel") else 0.0
        units = array(call.result).shape[-1]
        far = share > expected + 4 * np.sqrt(max(expected * (1 - expected), 1 / units) / units)
        bad = "fault" if share >= 0.9 or share > 0.5 and far else "warn" if share > 0.5 or share > 0.3 and far else "ok"
        yield Finding(
            bad,
            f"{percent(share).capitalize()} of the units of {call.name} are dead: they say 0 to every example of the "
            f"sample, and learn nothing. Weights that are drawn around zero leave {percent(expected)} dead here.",
            call.name,
            share,
            expected,
            HE if bad != "ok" else "",
        )
    if not looked:
        yield Finding("ok", "No layer has units that could be dead: there is no ReLU.")


def _expected_dead(given: np.ndarray) -> float:
    """Chance that a unit without a bias, its weights symmetric around zero, says 0 to all that comes in.

    The share of directions w with w . x <= 0 for all x, found by drawing directions.
    """
    rows = _flat(given).astype(float)[:256]
    if not np.isfinite(rows).all():
        return 0.0
    draws = np.random.default_rng(0).normal(size=(rows.shape[1], DRAWS))
    return float((rows @ draws <= 0).all(axis=0).mean())


def saturated_units(subject: Subject) -> Iterator[Finding]:
    """Units of sigmoid and tanh whose slope is next to nothing for nearly every example."""
    looked = 0
    for call in subject.start.calls:
        slopes = None if subject.is_head(call.layer) else _slopes(call)  # of heads the first cost tells
        if slopes is None:
            continue
        looked += 1
        share = float((slopes.mean(axis=0) < SLOPE).mean())
        worst = verdict(share, 0.1, 0.5)
        yield Finding(
            worst,
            f"{percent(share).capitalize()} of the units of {call.name} are saturated: on average over the examples "
            f"less than {100 * SLOPE:.0f} % of the steepest slope is left, and as little of every gradient passes.",
            call.name,
            share,
            0.0,
            GLOROT if worst != "ok" else "",
        )
    if not looked:
        yield Finding("ok", "No layer has units that could saturate: there is no sigmoid and no tanh.")


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
        derivatives there of a random direction at the last hidden layer, divided by the direction's).
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
        rows.append((-1, "inputs", "", spread, level, np.nan))
    for i, call in enumerate(calls):
        if i not in subject.weighted and not activation(call.layer) and "Normal" not in type(call.layer).__name__:
            continue
        values = _flat(array(call.result)).astype(float)
        with np.errstate(all="ignore"):
            spread, level = np.sqrt(values.var(axis=0).mean()), np.sqrt((values**2).mean())
            error = np.nan if errors[i] is None else float(np.linalg.norm(errors[i].astype(float)))
        rows.append((i, call.name, type(call.layer).__name__, spread, level, error))
    return pd.DataFrame(rows, columns=["place", "layer", "kind", "signal", "level", "error"])


def signal_scale(subject: Subject) -> Iterator[Finding]:
    """The spread over examples at the last hidden layer, beside that of what came in."""
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
    out = _flat(array(getattr(subject.start.calls[end[0]], end[1]))).astype(float)
    after, level = float(np.sqrt(out.var(axis=0).mean())), float(np.sqrt((out**2).mean()))
    name = subject.start.calls[end[0]].name
    if before == 0:
        yield Finding("ok", "The inputs do not vary, so that no signal can be followed.", name)
        return
    ratio, share = after / before, after / level if level else 0.0
    worst = _worse(_down(ratio), _down(share), verdict(ratio, 1 / WARN, 1 / FAULT))
    grown = "grows" if ratio > 1 else "shrinks"
    yield Finding(
        worst,
        f"From the inputs to {name} the spread over examples {grown} from {figure(before)} to {figure(after)}"
        + (f", {figure(100 * share)} % of the level there." if _down(share) != "ok" else ".")
        + (" Inputs can hardly be told apart there." if ratio < 1 and worst != "ok" else ""),
        name,
        ratio,
        1.0,
        THROUGH if worst != "ok" else "",
    )


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
            "ok", f"What {name} says has no path to the last hidden layer along which errors could be followed.", name
        )
        return
    worst = _worse(_down(ratio), verdict(ratio, 1 / WARN, 1 / FAULT))
    word = "smaller" if ratio < 1 else "larger"
    yield Finding(
        worst,
        f"An error arrives at {name} {figure(1 / ratio if 0 < ratio < 1 else ratio)} times {word} than it is at the "
        f"last hidden layer."
        if ratio > 0
        else f"No error at all arrives at {name}.",
        name,
        ratio,
        1.0,
        THROUGH if worst != "ok" else "",
    )
