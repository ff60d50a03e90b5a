"""What the claims about depth are measured by."""

import lab
from lab.laws import mean_field
from lab.seeds import dead, depth, modes, phase, plateau, vanishing


def born_dead() -> tuple[float, ...]:
    """L19: share of 4,000 ReLU networks that are dead at x = 1: 20 layers of 3 units, 10 of 2.

    And of those of 3 layers of 3 that are, how many are alive at x = -1.
    """
    networks = [
        lab.Network(hidden=(width,) * layers, activation="relu", output="linear")
        for width, layers in ((3, 20), (2, 10), (3, 3))
    ]
    found = [dead.measure(each).facts.iloc[0] for each in networks]
    return found[0]["share"], found[1]["share"], round(found[2]["elsewhere"] / found[2]["dead"], 4)


def kept_signal() -> tuple[float, ...]:
    """L20: mean signal after 30 ReLU layers over that after the first, Glorot; over the input, He; and its median."""
    experiment = lab.vary(depth.START, {"network.hidden": (50,) * 30})
    found = depth.measure(experiment, ("he_normal", "glorot_normal"), 100)
    signal = found.signal.set_index(["scheme", "layer"])["mean"]
    he = found.facts.iloc[0]
    return signal["glorot normal", 30] / signal["glorot normal", 1], round(he["kept_mean"], 2), round(he["kept"], 2)


def gradients() -> tuple[float, ...]:
    """L21: how many published norms lie in the band of 100 networks; the last layer's over the first's, and the law."""
    facts = vanishing.measure(vanishing.START).facts.iloc[0]
    return int(facts["inside"]), round(facts["times"]), round(facts["law"])


def half_times() -> tuple[float, ...]:
    """L26: steps at which the modes of strength 5, 3, 1 are half learned."""
    return tuple(modes.measure(modes.built()).halves["median"].round(1))


def waiting() -> tuple[float, ...]:
    """L27: height of the plateau of students of 2 and of 3 units, and the step at which the median run leaves it."""
    found = [plateau.measure(plateau.Setting(units=units, steps=500)).facts.iloc[0] for units in (2, 3)]
    return found[0]["height"], found[1]["height"], found[0]["left"], found[1]["left"]


def edge_of_chaos() -> tuple[float, ...]:
    """L28: the critical variance; the correlation after 30 layers in order, on the line and in chaos, from 0.9."""
    ends = [phase.measure(phase.START, weights=each).table["mid"].iloc[-1] for each in (1.0, 1.75, 4.0)]
    return float(mean_field.critical(0.05)), *(round(float(each), 3) for each in ends)
