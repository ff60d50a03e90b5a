"""What the claims about units that start equal are measured by."""

from itertools import permutations, product

import numpy as np

import lab
from lab import initial
from lab.data import load
from lab.differentiation import (
    breaking,
    breaking_setting,
    chain,
    distance,
    escape,
    forecast,
    frozen,
    frozen_setting,
    initializer,
    layer,
    matching,
    permutation,
    plain,
    pushed,
    rescaling,
    side_by_side,
)
from lab.laws import splitting
from lab.seeds.spread import suited

SUSPECTS = (
    "an incoming weight", "a bias", "an outgoing weight", "dropout",
    "shuffled mini-batches", "momentum", "Adam", "weight decay (L2)",
)  # fmt: skip
_ROUNDED = range(32)  # seeds that rounding alone may part


def own_gradients() -> tuple[float, ...]:
    """S08: of a neuron's 4 gradients, how many differ from the other neuron's: from weights of its own, and equal."""
    names = list(zip(("w1", "w2", "b1", "w5"), ("w3", "w4", "b2", "w6"), strict=True))
    counts = []
    for start in (side_by_side.WEIGHTS | {"w3": -0.4, "w4": 0.1}, side_by_side.WEIGHTS | {"w6": 0.3}):
        mean = _gradients(start).mean()
        counts.append(sum(mean[one] != mean[other] for one, other in names))
    return tuple(counts)


def stays_equal() -> tuple[float, ...]:
    """S17: largest distance from clones, of two widths and in a deeper network; smallest from a random start."""
    still = lab.vary(distance.START, {"init.epsilon": 0.0})
    found = pushed.pushed(still, range(10))
    deep = lab.train(lab.vary(still, {"network.hidden": (3, 17), "training.epochs": 200}), range(3))
    random = lab.train(lab.vary(still, {"init.clones": "none"}), range(10))
    largest = [float(distance.distances(run)["distance"].max()) for run in (found.run, deep)]
    return *largest, round(float(distance.distances(random).query("epoch == 2000")["distance"].min()), 2)


def five_factors() -> tuple[float, ...]:
    """S18: product of the five factors against automatic differentiation; and all nine gradients, of one and of all."""
    start = side_by_side.WEIGHTS
    automatic = side_by_side.automatic(side_by_side.START, list(start.values()), 1)
    factors = _factors(start, "w1", "w3", 1)
    product = float(np.prod(factors["one"].to_numpy()[:-1]))
    found = _gradients(start)
    rows = np.array([found.iloc[0], found.mean()])
    return abs(product - automatic.loc["this example", "w1"]), float(np.abs(rows - automatic.to_numpy()).max())


def which_factor() -> tuple[float, ...]:
    """S19: dJ/dw3 over dJ/dw1 where only w5 and w6 differ, differences where w5 = w6, and where x1 = x2."""
    start = side_by_side.WEIGHTS
    first = _factors(start, "w1", "w3", 1).iloc[-1]
    same = _factors(start | {"w6": 0.3}, "w1", "w3", 1).iloc[-1]
    others = _factors(start | {"w6": 0.3, "w3": -0.4}, "w1", "w3", 1).iloc[-1]
    inputs = _factors(start, "w1", "w2", 4, "xor").iloc[-1]
    ratio, share = first["other"] / first["one"], others["other"] / others["one"]
    return ratio, abs(same["one"] - same["other"]), round(abs(share - 1), 3), abs(inputs["one"] - inputs["other"])


def from_zeros() -> tuple[float, ...]:
    """S20: logistic regression's first and last cost; a zero hidden layer's last cost, and how far it moved."""
    names = ("no hidden layer, zeros", "all zeros")
    found = frozen.measure(frozen_setting.setting("moons"), names, [0])
    first = found.curves.query("quantity == 'cost' and epoch == 0 and start == @names[0]")["mid"].item()
    runs = found.runs.set_index("start")
    return first, *runs["cost"].loc[list(names)], runs["moved"][names[1]]


def decade() -> tuple[float, ...]:
    """L01: epochs that a push ten times smaller costs, measured and foretold."""
    seeds, pushes = range(5), [epsilon for epsilon in escape.EPSILONS if epsilon < 3e-6]
    run = lab.train(escape.START, seeds, {"init.epsilon": pushes}, recorded=256)
    table = distance.distances(run).pivot_table("distance", ["init.epsilon", "seed"], "epoch")
    times = forecast.crossings(table.columns.to_numpy(), table.to_numpy())
    medians = np.median(times.reshape(len(pushes), len(seeds)), axis=1)  # rising pushes
    measured = -float(np.polyfit(np.log10(sorted(pushes)), medians, 1)[0])
    fastest = float(np.median(forecast.parting(escape.START, seeds).fastest))
    return measured, splitting.steps_per_decade(escape.START.training.learning_rate, fastest)


def rounding() -> tuple[float, ...]:
    """L02: runs that rounding parts, the push it amounts to (log10), exact runs; the same count on the teacher."""
    values = {
        "data.name": "circles", "network.activation": "sigmoid", "training.learning_rate": 2.0,
        "training.epochs": 3000, "training.precision": "float32", **suited(lab.Data("circles"), "cross-entropy"),
    }  # fmt: skip
    circles = lab.vary(escape.START, values)
    times = _parted(circles)
    there = np.flatnonzero(np.isfinite(times))
    growth = forecast.parting(circles, [_ROUNDED[place] for place in there]).growth
    amounts = forecast.PARTED / growth[np.arange(len(there)), times[there].round().astype(int)]
    exact = distance.distances(lab.train(circles, _ROUNDED[:8]))["distance"].max()
    teacher = _parted(lab.vary(escape.START, {"training.precision": "float32"}))
    return len(there), round(float(np.median(np.log10(amounts))), 1), float(exact), int(np.isfinite(teacher).sum())


def one_unit() -> tuple[float, ...]:
    """L03: largest difference between the cost of eight equal units and of one unit with rates of its own."""
    experiment = lab.vary(
        frozen_setting.setting("spiral"), {"training.precision": "float64", "training.epochs": 3000}
    )  # fmt: skip
    return (frozen.measure(experiment, ("one constant",), [0]).gap,)


def zeros() -> tuple[float, ...]:
    """L04: ReLU, tanh and linear: cost and movement; sigmoid: cost and equality; sigmoid, classes of equal size."""
    kinds = ("relu", "tanh", "linear")
    still = [_zeros("unequal", activation) for activation in kinds]
    farthest = max((run["cost"] for run in still), key=lambda cost: abs(cost - 1.011404))
    learns, equal_classes = _zeros("unequal", "sigmoid"), _zeros("blobs", "sigmoid")
    return farthest, max(run["moved"] for run in still), learns["cost"], learns["equal"], equal_classes["moved"]


def suspects() -> tuple[float, ...]:
    """L05: how many of the four that belong to a unit part all runs; how many of the others leave all equal."""
    experiment = lab.vary(
        breaking_setting.START, {"network.hidden": (2,), "data.n": 99, "training.epochs": 30}
    )  # fmt: skip
    summary = breaking.over_seeds(breaking.breaking(experiment, range(2), SUSPECTS)).set_index("suspect")
    equal = summary["equal"] / summary["runs"]
    return int((equal[list(SUSPECTS[:4])] == 0).sum()), int((equal[list(SUSPECTS[4:])] == 1).sum())


def conserved() -> tuple[float, ...]:
    """L07: drift at a rate over that at its half, twice; measured against foretold for ReLU, and for tanh."""
    relu, tanh = (
        rescaling.over_seeds(rescaling.measure(rescaling.setting("circles", 4, kind, "sgd", 0.2, 10), 5).drifts)
        for kind in ("relu", "tanh")
    )
    drift = relu["mid"].to_numpy()
    return drift[0] / drift[1], drift[1] / drift[2], relu["gap"].max(), round(float(tanh["gap"].min()), 3)


def symmetries() -> tuple[float, ...]:
    """L08: of all orders and signs of 3 tanh units, how many are the same function; in float32; students alike."""
    start = [array[0] for array in initial.starts(matching.START, [0])]
    largest = []
    for order, signs in product(permutations(range(3)), product((1.0, -1.0), repeat=3)):
        other = permutation.arranged(start, np.array(order), np.array(signs))
        largest.append(permutation.effect(matching.START, start, other)["largest"])
    students = matching.measure(matching.setting("teacher", 2, "tanh", 0.5, 4000), pairs=10).pairs
    exact, float32 = (np.array([each.iloc[place] for each in largest]) for place in (-1, 0))
    return int((exact == 0).sum()), float32.max(), int((students["kind"] == matching.KINDS[0]).sum())


def initializers() -> tuple[float, ...]:
    """L25: largest difference of two layers' kernels: one object with a seed, and two objects with two seeds."""
    ways = list(initializer.WAYS)
    return tuple(initializer.kernels(layer.setting("digits"), ways[place]).difference for place in (0, 3))


def _gradients(start: dict):
    """The gradients of all examples' losses, one row each."""
    x, y = load(side_by_side.START.data, "float64")
    network, training = side_by_side.START.network, side_by_side.START.training
    return chain.gradients(chain.arrays(start), x, y[:, 0], network.activation, training.loss)


def _factors(start: dict, one: str, other: str, example: int, data: str = "moons"):
    x, y = load(lab.Data(data), "float64")
    kinds = side_by_side.START.network.activation, side_by_side.START.training.loss
    return chain.factors(chain.arrays(start), x[example - 1], y[example - 1, 0], *kinds, (one, other))


def _parted(experiment: lab.Experiment) -> np.ndarray:
    """When rounding alone parts clones in plain compiled Keras; inf for never."""
    run = plain.train_plainly(experiment, list(_ROUNDED), recorded=256)
    table = distance.distances(run).pivot_table("distance", "seed", "epoch", dropna=False)
    return forecast.crossings(table.columns.to_numpy(), table.to_numpy())


def _zeros(data: str, activation: str):
    values = {"network.activation": activation, "network.hidden": (2,)}
    return frozen.measure(lab.vary(frozen_setting.setting(data), values), ("all zeros",), [0]).runs.iloc[0]
