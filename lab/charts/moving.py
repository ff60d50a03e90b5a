"""Networks of two inputs that move: what every neuron computes over the plane, epoch by epoch, without a server.

The picture holds the weights of all its epochs and works out the rest itself. A box plays it, to the end and no
further, and a slider steps through it, both by mouse or by keyboard. It stands still until somebody asks: also for
those who asked for less motion.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lab.answer import Figure
from lab.charts import theme
from lab.data import load
from lab.experiment import Experiment
from lab.lazy import alt
from lab.numerals import counted, figure, short
from lab.run import Run

FRAMES = 50  # at most, after the start
UNITS = 4  # of the hidden layer, at most
CELL, HIDDEN, OUTPUT = 6, 11, 20  # pixels of a cell; cells along a side of a neuron's map
AT = (7.0, 36.0, 82.0)  # of inputs, hidden units and output, in hundredths of the width
TITLE, BETWEEN, BELOW = 80, 92, 44  # pixels above the middle of the first unit, between two units, below the last
POINTS = 36  # examples that are drawn
THICK = 6.0  # the weight that is drawn as thick as any larger one
NARROW = 420  # pixels: where a picture is no wider, the names on lines are smaller, to fit between two maps
PAUSE = 160  # milliseconds of a frame
ROOM = 0.1  # of the examples' range, around them
ACTIVATIONS = {  # as Vega writes them, and what of them is shown, from -1 to 1
    "sigmoid": ("(1 / (1 + exp(-({z}))))", "2 * {a} - 1"),
    "tanh": ("(2 / (1 + exp(-2 * ({z}))) - 1)", "{a}"),
    "relu": ("max(0, {z})", "min({a}, 2) - 1"),
    "linear": ("({z})", "clamp({a}, -1, 1)"),
}


def fits(experiment: Experiment) -> bool:
    """Whether a network can be drawn so: two inputs, one hidden layer of a few units with biases, one output."""
    network = experiment.network
    few = len(network.hidden) == 1 and network.hidden[0] <= UNITS and network.use_bias
    known = network.activation in ACTIVATIONS and network.output in ACTIVATIONS
    return bool(few and known and experiment.data.inputs == 2 and experiment.data.outputs == 1)


def recorded(epochs: int) -> int:
    """How many epochs to record, evenly spaced: the largest divisor up to `FRAMES`."""
    return max(count for count in range(1, FRAMES + 1) if epochs % count == 0)


def moving(networks: Mapping[str, Run], who: str = "Seed 0.") -> Figure:
    """Networks one below the other, with one slider through their training, and their words.

    Args:
        networks: title -> run of one replica of the same experiment but for its start, `recorded` epochs.
        who: is drawn, as of `caption`.

    Raises:
        ValueError: the networks cannot be drawn so.
    """
    runs = list(networks.values())
    experiment = runs[0].experiment
    if not fits(experiment):
        raise ValueError("A network that is drawn moving has two inputs, one hidden layer of 1 to 4 units, one output.")
    units, last = experiment.network.hidden[0], int(runs[0].weight_epochs[-1])
    height = TITLE + (units - 1) * BETWEEN + BELOW
    weights = np.stack([_weights(run) for run in runs])  # (network, epoch, weight)
    status = [_status(run) for run in runs]
    frames = {
        "edges": _edges(len(runs), units, height),
        "maps": _maps(len(runs), units, height, experiment),
        "points": _points(len(runs), units, height, experiment),
        "names": _names(len(runs), units, height),
        "titles": pd.DataFrame(
            {"net": range(len(runs)), "y": [n * height for n in range(len(runs))], "says": list(networks)}
        ),
    }
    every = last // max(1, len(runs[0].weight_epochs) - 1) or 1
    spec = {
        "$schema": alt.SCHEMA_URL,
        "params": [
            {"name": "W", "value": [[_plain(row) for row in net] for net in weights]},
            {"name": "told", "value": status},
            {
                "name": "playing", "value": False, "bind": {"input": "checkbox", "name": "Play "},
                "on": [{"events": {"signal": "epoch"}, "update": f"playing && epoch < {last}"}],
            },
            {
                "name": "epoch", "value": last,
                "bind": {"input": "range", "min": 0, "max": last, "step": every, "name": "Epoch "},
                "on": [
                    {"events": {"type": "timer", "throttle": PAUSE},
                     "update": f"playing ? (epoch >= {last} ? 0 : epoch + {every}) : epoch"},
                ],
            },
            {"name": "now", "expr": f"round(epoch / {every})"},
        ],
        "width": "container", "height": height * len(runs), "autosize": {"type": "fit-x", "contains": "padding"},
        "layer": _layers(experiment, units, height * len(runs)),
        "config": {"view": {"stroke": None}, "mark": {"aria": False}},
    }  # fmt: skip
    words = {"says": described(networks), "caption": caption(experiment, who)}
    return Figure(spec=spec, frames=frames, **words, behind=_behind(networks, weights))


def _weights(run: Run) -> np.ndarray:
    """Of the first seed, (epoch, weight): into each unit, the hidden biases, out of each unit, the output bias."""
    kernel, bias, out, last = (array[0].astype(float) for array in run.parts[0])
    return np.concatenate([kernel.swapaxes(1, 2).reshape(len(kernel), -1), bias, out[..., 0], last], axis=1)


def labels(units: int) -> list[str]:
    """Names of the weights in that order: w1, w2 lead into the first unit, ...; then biases, then out of each unit."""
    into = [f"w{place}" for place in range(1, 2 * units + 1)]
    out = [f"w{place}" for place in range(2 * units + 1, 3 * units + 1)]
    return [*into, *[f"b{place}" for place in range(1, units + 1)], *out, f"b{units + 1}"]


def _plain(row: np.ndarray) -> list[float | None]:
    """Five digits of each, None for what is no finite number: what JSON can hold."""
    return [float(f"{value:.5g}") if np.isfinite(value) else None for value in row]


def _status(run: Run) -> list[str]:
    """Epoch, cost, and how different the hidden units are, at every kept epoch, in words."""
    kernel, bias, out, _ = (array[0] for array in run.parts[0])
    of_units = np.concatenate([kernel, bias[:, None], np.swapaxes(out, 1, 2)], axis=1).astype(float)
    with np.errstate(invalid="ignore"):
        apart = np.ptp(of_units, axis=2).max(axis=1)
    costs = run.loss[0, 0, np.searchsorted(run.epochs, run.weight_epochs)]
    last, two = run.weight_epochs[-1], "the two" if kernel.shape[2] == 2 else f"the {kernel.shape[2]}"
    return [
        f"Epoch {epoch:,} of {last:,} · cost {'below 0.001' if 0 < cost < 0.001 else figure(round(cost, 3))}"
        + (f" · {two} neurons {_far(far)}" if kernel.shape[2] > 1 else "")
        for epoch, cost, far in zip(run.weight_epochs, costs.astype(float), apart, strict=True)
    ]


def _far(apart: float) -> str:
    if not np.isfinite(apart):
        return "are lost: the weights are no numbers any more"
    return "exactly equal" if apart == 0 else f"{short(apart)} apart"


def _middle(part: int, net: int, units: int, height: int) -> tuple[float, float]:
    """Where the middle of a hidden unit stands, or of the output (`part` == `units`): x in hundredths, y in pixels."""
    if part == units:
        return AT[2], net * height + TITLE + (units - 1) * BETWEEN / 2
    return AT[1], net * height + TITLE + part * BETWEEN


def _input(place: int, net: int, units: int, height: int) -> tuple[float, float]:
    """Where an input stands: beside the first unit and the last."""
    middle = TITLE + (units - 1) * BETWEEN / 2
    apart = BETWEEN * max(units - 1, 0.6)
    return AT[0], net * height + middle + (place - 0.5) * apart


def _edges(nets: int, units: int, height: int) -> pd.DataFrame:
    """One row per (network, weight between two nodes): its ends, its place in W, and where its name stands."""
    names, rows, before = labels(units), [], 0.3 if units < 3 else 0.38  # the lines of the other input
    for net in range(nets):
        for unit in range(units):
            there = _middle(unit, net, units, height)
            for place in (0, 1):
                here = _input(place, net, units, height)
                share = 0.38 if abs(here[1] - there[1]) < BETWEEN / 2 else before
                rows.append((net, 2 * unit + place, *here, *there, *_along(here, there, share)))
            end = _middle(units, net, units, height)
            rows.append((net, 3 * units + unit, *there, *end, *_along(there, end, 0.4)))
    columns = ["net", "index", "x", "y", "to_x", "to_y", "at_x", "at_y"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(name=table["index"].map(names.__getitem__))


def _along(here: tuple, there: tuple, share: float) -> tuple[float, float]:
    return tuple(a + share * (b - a) for a, b in zip(here, there, strict=True))


def _window(experiment: Experiment) -> tuple[np.ndarray, float]:
    """Middle and half the side of the square of the plane that is drawn."""
    x, _ = load(experiment.data, "float64")
    low, high = x.min(axis=0), x.max(axis=0)
    return (low + high) / 2, float((high - low).max()) * (0.5 + ROOM)


def _maps(nets: int, units: int, height: int, experiment: Experiment) -> pd.DataFrame:
    """One row per map: the cells along a side, its place on the picture, and of the inputs the middle and a cell."""
    middle, half = _window(experiment)
    rows = []
    for net in range(nets):
        for part in range(units + 1):
            side = OUTPUT if part == units else HIDDEN
            rows.append((net, part, side, *_middle(part, net, units, height), *middle, 2 * half / side))
    return pd.DataFrame(rows, columns=["net", "part", "side", "x", "y", "middle1", "middle2", "cell"])


SPREAD = [  # a map into its cells, row by row from the top: steps from its middle, then places of the inputs
    {"calculate": "sequence(datum.side * datum.side)", "as": "place"},
    {"flatten": ["place"]},
    {"calculate": "datum.place % datum.side - (datum.side - 1) / 2", "as": "across"},
    {"calculate": "floor(datum.place / datum.side) - (datum.side - 1) / 2", "as": "under"},
    {"calculate": "datum.middle1 + datum.cell * datum.across", "as": "x1"},
    {"calculate": "datum.middle2 - datum.cell * datum.under", "as": "x2"},
    {"calculate": f"{CELL} * datum.across", "as": "right"},
    {"calculate": f"{CELL} * datum.under", "as": "down"},
]


def _points(nets: int, units: int, height: int, experiment: Experiment) -> pd.DataFrame:
    """The examples on every map: place and target."""
    x, y = load(experiment.data, "float64")
    chosen = np.unique(np.linspace(0, len(x) - 1, POINTS).round().astype(int))
    middle, half = _window(experiment)
    targets, limit = targets_of(experiment), y.mean() if experiment.data.task == "regression" else 0.5
    rows = []
    for net in range(nets):
        for part in range(units + 1):
            side = CELL * (OUTPUT if part == units else HIDDEN) / 2
            at = _middle(part, net, units, height)
            places = (x[chosen] - middle) / half * side
            target = np.where(y[chosen, 0] > limit, *reversed(targets))
            size = 26 if part == units else 9
            rows.append(
                pd.DataFrame(
                    {
                        "x": at[0], "y": at[1], "right": places[:, 0].round(1), "down": -places[:, 1].round(1),
                        "target": target, "size": size,
                    }
                )
            )  # fmt: skip
    return pd.concat(rows, ignore_index=True)


def _names(nets: int, units: int, height: int) -> pd.DataFrame:
    """What stands beside inputs, hidden units and output: a name, and the place of the bias in W (-1 for none)."""
    rows = []
    for net in range(nets):
        rows += [(net, *_input(place, net, units, height), 0, -14, f"x{place + 1}", -1) for place in (0, 1)]
        for part in range(units + 1):
            side = CELL * (OUTPUT if part == units else HIDDEN) / 2
            index = 2 * units + part if part < units else 4 * units
            name = "output" if part == units else f"h{part + 1}"
            rows.append((net, *_middle(part, net, units, height), -side - 7, 0, name, index))
    table = pd.DataFrame(rows, columns=["net", "x", "y", "down", "right", "name", "index"])
    return table.assign(bias=[labels(units)[index] if index >= 0 else "" for index in table["index"]])


def _behind(networks: Mapping[str, Run], weights: np.ndarray) -> pd.DataFrame:
    """The weights as a table: one row per (network, epoch)."""
    each = []
    for (title, run), values in zip(networks.items(), weights, strict=True):
        digits = {"float32": 9, "float64": 17}[run.experiment.training.precision]  # enough to tell any two apart
        table = pd.DataFrame(values, columns=labels(run.experiment.network.hidden[0]))
        table = table.map(lambda value, digits=digits: float(f"{value:.{digits}g}"))
        each.append(table.assign(network=title, epoch=run.weight_epochs))
    table = pd.concat(each, ignore_index=True)
    return table[["network", "epoch", *table.columns[:-2]]]


def _layers(experiment: Experiment, units: int, height: int) -> list[dict]:
    """Weights, maps, examples, names and titles, from the back to the front."""
    positive, negative = theme.SERIES[1], theme.SERIES[0]
    minus = "replace(format({w}, '.2f'), '-', '−')"
    weight = [{"calculate": "W[datum.net][now][datum.index]", "as": "w"}]
    number = f"datum.index < 0 ? '' : isValid(datum.w) ? ' = ' + {minus.format(w='datum.w')} : ' NaN'"
    signed = {"condition": {"test": "datum.w < 0", "value": negative}, "value": positive}
    small = {"type": "text", "fontSize": 12, "color": "currentColor"}
    moved = {"xOffset": {"expr": "datum.right"}, "yOffset": {"expr": "datum.down"}}
    ends = _at("x", "y", height) | {"x2": {"field": "to_x"}, "y2": {"field": "to_y"}}
    lines = {
        "data": {"name": "edges"},
        "transform": [*weight, {"calculate": f"min(abs(datum.w), {THICK})", "as": "size"}],
        "mark": {"type": "rule", "opacity": 0.8},
        "encoding": ends
        | {
            "strokeWidth": _quantity("size") | {"scale": {"domain": [0, THICK], "range": [0.6, 9]}, "legend": None},
            "strokeDash": {"condition": {"test": "datum.w < 0", "value": [9, 4]}, "value": [1, 0]},
            "color": signed,
        },
    }
    maps = {
        "data": {"name": "maps"},
        "transform": [*SPREAD, {"calculate": _said(experiment, units), "as": "v"}],
        "mark": {"type": "square", "size": (CELL + 0.6) ** 2, "opacity": 1, **moved},
        "encoding": _at("x", "y", height) | {"color": _quantity("v") | {"scale": COLORS, "legend": LEGEND}},
    }
    names = {
        "data": {"name": "names"},
        "transform": [*weight, {"calculate": f"datum.name + (datum.bias ? '  ' + datum.bias : '') + ({number})",
                                "as": "says"}],
        "mark": {**small, "fontWeight": "bold", **moved},
        "encoding": _at("x", "y", height) | {"text": _name("says")},
    }  # fmt: skip
    numbers = {
        "data": {"name": "edges"},
        "transform": [*weight, {"calculate": f"datum.name + ({number})", "as": "says"}],
        "mark": {
            **small,
            "fontSize": {"expr": f"width < {NARROW} ? 10 : 12"},
            "baseline": "bottom",
            "angle": {"expr": "atan2(datum.to_y - datum.y, (datum.to_x - datum.x) * width / 100) * 180 / PI"},
            "dy": {"expr": f"-3 - min(abs(datum.w), {THICK}) * 0.7"},
        },
        "encoding": _at("at_x", "at_y", height) | {"text": _name("says")},
    }
    return [lines, maps, _marks(experiment, moved, height), names, numbers, _titles(small, height)]


def _marks(experiment: Experiment, moved: dict, height: int) -> dict:
    """The examples within each neuron, told apart by shape and by fill."""
    kinds = {"size": _quantity("size") | {"scale": None, "legend": None}}
    for channel, looks in {"shape": ["circle", "triangle-up"], "fill": ["black", "white"]}.items():
        scale = {"domain": targets_of(experiment), "range": looks}
        kinds[channel] = _name("target") | {"scale": scale, "legend": None}
    return {
        "data": {"name": "points"},
        "mark": {"type": "point", "filled": True, "opacity": 1, "stroke": "black", "strokeWidth": 0.8, **moved},
        "encoding": _at("x", "y", height) | kinds,
    }


def _titles(small: dict, height: int) -> dict:
    """What stands above each network: its title, and how it does at the epoch shown."""
    left = {**small, "align": "left", "baseline": "top"}
    head = {"mark": {**left, "fontSize": 14, "fontWeight": "bold", "dy": -2}, "encoding": {"text": _name("says")}}
    now = [{"calculate": "told[datum.net][now]", "as": "told_now"}]
    under = {"mark": {**left, "dy": 17}, "transform": now, "encoding": {"text": _name("told_now")}}
    place = {**_at("", "y", height), "x": {"value": 0}}
    return {"data": {"name": "titles"}, "encoding": place, "layer": [head, under]}


def _said(experiment: Experiment, units: int) -> str:
    """What a cell's neuron says there, from -1 to 1, as Vega computes it from the weights of the epoch shown."""
    network = experiment.network

    def hidden(unit: str) -> str:
        z = f"W[datum.net][now][2 * {unit}] * datum.x1 + W[datum.net][now][2 * {unit} + 1] * datum.x2"
        return ACTIVATIONS[network.activation][0].format(z=f"{z} + W[datum.net][now][{2 * units} + {unit}]")

    sums = [f"W[datum.net][now][{3 * units + unit}] * {hidden(str(unit))}" for unit in range(units)]
    output = ACTIVATIONS[network.output][0].format(z=f"{' + '.join(sums)} + W[datum.net][now][{4 * units}]")
    shown = [
        ACTIVATIONS[name][1].format(a=a)
        for name, a in ((network.activation, hidden("datum.part")), (network.output, output))
    ]
    return f"datum.part < {units} ? {shown[0]} : {shown[1]}"


COLORS = {"domain": [-1, 0, 1], "range": [theme.SERIES[0], "#f2f2f2", theme.SERIES[1]], "interpolate": "rgb"}
LEGEND = {
    "title": "A neuron says", "orient": "top", "gradientLength": 120, "values": [-1, 1],
    "labelExpr": "datum.value < 0 ? 'low' : 'high'",
}  # fmt: skip


def targets_of(experiment: Experiment) -> list[str]:
    """What its two kinds of examples are called: numbers are parted at their mean."""
    return ["small target", "large target"] if experiment.data.task == "regression" else ["target 0", "target 1"]


def caption(experiment: Experiment, who: str = "Seed 0.") -> str:
    """How to read the picture, and how to play it; `who` is drawn."""
    circles, triangles = targets_of(experiment)
    return (
        f"{who} Lines are weights: orange above 0, blue and dashed below, thicker where larger. Each square shows what "
        f"its neuron says to every point of the plane. Examples are black circles ({circles}) and white triangles "
        f"({triangles}). Tick *Play*, or move the slider, by mouse or with the arrow keys."
    )


def _at(x: str, y: str, height: int) -> dict:
    """Places on the picture, without axes: x in hundredths of its width, y in pixels from the top."""
    wide, high = {"domain": [0, 100], "nice": False, "zero": False}, {"domain": [height, 0], "nice": False}
    across = {"x": _quantity(x) | {"scale": wide, "axis": None}} if x else {}
    return across | {"y": _quantity(y) | {"scale": high, "axis": None}}


def _quantity(field: str) -> dict:
    return {"field": field, "type": "quantitative"}


def _name(field: str) -> dict:
    return {"field": field, "type": "nominal", "title": None}


def described(networks: Mapping[str, Run]) -> str:
    """The picture in words: how each network begins and ends."""
    each = []
    for title, run in networks.items():
        told = _status(run)
        each.append(f"{title}: {told[0]}; {told[-1]}")
    shown = counted(len(next(iter(networks.values())).weight_epochs), "epoch")
    return f"The network itself at {shown}, its weights and what each neuron computes. {'. '.join(each)}."
