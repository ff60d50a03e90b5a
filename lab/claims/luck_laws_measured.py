"""What the laws and published figures about seeds are measured by."""

import lab
from lab.laws.best_of import expected_maximum
from lab.seeds import bit, convex, lucky, scored, suited, three


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


def _flattery(found: lucky.Found, n: int) -> float:
    """How far the best of n lies above the mean, in standard deviations."""
    facts = found.facts.iloc[0]
    return round((found.best.set_index("n")["mean"][n] - facts["mean"]) / facts["sd"], 2)
