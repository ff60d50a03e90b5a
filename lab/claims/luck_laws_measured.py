"""What the laws and published figures about seeds are measured by."""

import numpy as np

import lab
from lab.laws.best_of import expected_maximum
from lab.laws.saturation import ladder
from lab.laws.seeds import levels_of
from lab.seeds import bit, border, convex, lucky, saturated, scored, spread, starts, stuck, suited, three, trainability
from lab.seeds.window import Window


def levels() -> tuple[float, ...]:
    """L13: share of 500 XOR networks that is solved, after 20,000 epochs; how many of the others are at no level."""
    found = starts.trained(lab.vary(spread.START, {"training.epochs": 20_000}), ["uniform"], 500)
    ends = spread.ends(found)
    places = stuck.placed(ends["loss"].to_numpy(), levels_of(spread.START))
    return float((places == stuck.SOLVED).mean()), int((places == stuck.ELSEWHERE).sum()), int((places == "1/8").sum())


def rungs() -> tuple[float, ...]:
    """L14: digits from [0, 1]: least cost, distance from a rung, outputs at 1 and foretold, slope; from both signs."""
    found = saturated.measure(saturated.START, ("0 to 1", "−0.5 to 0.5"), 16)
    ends = found.courses[found.courses["epoch"] == found.courses["epoch"].max()].set_index("range")["cost"]
    positive, both = (ends[name].to_numpy() for name in ("0 to 1", "−0.5 to 0.5"))
    off = np.abs(positive[:, None] - ladder(10)["cost"].to_numpy()).min(axis=1)
    row = found.ranges.iloc[0]
    at_one = round(row["frozen"], 2), round(row["foretold"], 2)
    return positive.min(), float(np.median(off)), *at_one, row["slope_last"], round(float(np.median(both)), 3)


def forgotten() -> tuple[float, ...]:
    """L17: standard deviation of the cost over 50 seeds: softmax regression, and a network."""
    return tuple(convex.measure(convex.START).facts["last"])


def last_bit() -> tuple[float, ...]:
    """L18: largest difference after one last bit, from He and from a start ten times too large; without: both."""
    facts = bit.measure(three.setting(2000)).facts
    return *facts["most"], facts["twice"].max()


def best_of() -> tuple[float, ...]:
    """L24: e_n of the law for n = 3, 5, 10, 100; the best of 10 on spiral arms and on circles, in deviations."""
    values = {"data.name": "spiral", "data.n": 1100, "data.noise": 0.05}
    spiral = lab.vary(scored.START, values | suited(lab.Data("spiral"), "cross-entropy"))
    found = [lucky.measure(each, count=200) for each in (spiral, scored.START)]
    return *map(expected_maximum, (3, 5, 10, 100)), *(_flattery(each, 10) for each in found), _flattery(found[1], 100)


def fractal() -> tuple[float, ...]:
    """L29: dimension of the border, 8 and 64 times closer; of a straight line, and of tossed coins."""
    experiment = lab.vary(trainability.START, {"training.precision": "float64"})
    found = border.levels(experiment, Window(), 3, 128)["dimension"]
    line = border.dimension(border.boxes(np.tri(128, dtype=bool)))
    return *found.round(2), round(line, 2), round(border.noise(), 2)


def _flattery(found: lucky.Found, n: int) -> float:
    """How far the best of n lies above the mean, in standard deviations."""
    facts = found.facts.iloc[0]
    return round((found.best.set_index("n")["mean"][n] - facts["mean"]) / facts["sd"], 2)
