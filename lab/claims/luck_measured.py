"""What the claims of the discussions about seeds are measured by."""

import numpy as np

import lab
from lab.seeds import depth, repeated, saturated, spread, starts, width

SCHEMES = ("uniform", "glorot_uniform", "he_normal")
BOTH_SIGNS = ("−0.5 to 0.5", "−1 to 1")


def luck_of_the_start() -> tuple[float, ...]:
    """S13: epochs to a cost of 0.05 of 5, 50 and 85 in a hundred XOR networks; share that does not get there."""
    found = starts.trained(spread.START, ["uniform"], 1000)
    below = found.loss[0] < 0.05  # (seed, epoch)
    first = np.where(below.any(axis=1), found.epochs[below.argmax(axis=1)], np.inf)
    solved = spread.solved(spread.ends(found), 0.05)["share"][0]
    return *np.quantile(first, [0.05, 0.5, 0.85], method="nearest"), round(1 - solved, 4)


def schemes() -> tuple[float, ...]:
    """S14: XOR networks solved from U[-0.5, 0.5], Glorot and He; signal after 20 ReLU layers, He and Glorot."""
    found = starts.trained(spread.START, SCHEMES, 1000)
    shares = spread.solved(spread.ends(found), 0.05)["share"]
    kept = depth.measure(depth.START, ("he_normal", "glorot_normal"), 20).facts["kept"]
    return *shares, *(float(f"{value:.2g}") for value in kept)


def widths() -> tuple[float, ...]:
    """S15: held-out accuracy on the digits with 1, 5 and 25 units, medians of 16 runs."""
    return tuple(width.measure(width.setting("digits"), (1, 5, 25), 16).widths["held_mid"].round(1))


def features() -> tuple[float, ...]:
    """S16: largest cosine of two of 25 units; of a unit with a horizontal edge, before and after; with brightness."""
    found = width.measure(width.setting("digits"), (25,), 8)
    kernels = found.kernels[25]  # (seed, when, unit, pixel)
    kernels = kernels / np.linalg.norm(kernels, axis=-1, keepdims=True)
    edge = np.repeat([-1.0, 1.0], 32) / 8  # the upper half of 8 x 8 pixels against the lower
    patterns = np.stack([edge, np.full(64, 1 / 8)], axis=-1)
    most = np.median(np.abs(kernels @ patterns).max(axis=2), axis=0)  # (when, pattern)
    return tuple(np.round([found.widths["closest"][0], *most.T.ravel()], 2))


def same_seed() -> tuple[float, ...]:
    """S21: two plain runs after TensorFlow's call, and after Keras's; the lab's of one seed; of another order."""
    plain = repeated.measure(repeated.setting()).set_index("call")
    values = {"data.name": "circles", "training.batch_size": 10, "training.epochs": 20, "training.order_seed": 0}
    experiment = lab.vary(spread.START, values)
    other = lab.vary(experiment, {"training.order_seed": 1})
    first, again, reordered = (lab.train(each, [7]).arrays for each in (experiment, experiment, other))
    after, keras = plain.loc[repeated.TENSORFLOW].round(2), plain["last"][repeated.KERAS]
    return after["first"], after["last"], keras, _apart(first, again), float(f"{_apart(first, reordered):.2g}")


def one_unit() -> tuple[float, ...]:
    """S23: XOR networks solved with 1, 2 and 4 units, of 200 each; the least cost of one unit."""
    found = width.measure(width.setting("xor"), (1, 2, 4), 200)
    return *found.widths["solved"], float(found.runs.query("units == 1")["cost"].min())


def ranges() -> tuple[float, ...]:
    """S27: digits: runs stuck from [0, 1] and from both signs; saturation; outputs still at 1 after 1 and 5 epochs.

    And the share of XOR networks that is solved from [-0.5, 0.5].
    """
    found = saturated.measure(saturated.START, ("0 to 1", *BOTH_SIGNS), 16).ranges
    early = lab.vary(saturated.START, {"training.epochs": 1})
    first = saturated.measure(early, ("0 to 1",), 16).ranges["frozen"][0]
    positive, xor = found.iloc[0], starts.trained(spread.START, ["uniform"], 1000)
    still = round(first, 1), round(positive["frozen"], 1)
    solved = spread.solved(spread.ends(xor), 0.05)["share"][0]
    return positive["share"], found["share"][1:].max(), round(positive["saturated"], 4), *still, solved


def first_epoch() -> tuple[float, ...]:
    """S28: accuracy on the digits after one epoch, from [-0.5, 0.5], [-1, 1] and [0, 1], medians of 64 runs."""
    experiment = lab.vary(saturated.START, {"training.epochs": 1})
    return tuple(saturated.measure(experiment, (*BOTH_SIGNS, "0 to 1"), 64).ranges["first"].round(3))


def _apart(one: list[np.ndarray], other: list[np.ndarray]) -> float:
    """The largest difference of a weight."""
    return max(float(np.abs(a.astype(float) - b).max()) for a, b in zip(one, other, strict=True))
