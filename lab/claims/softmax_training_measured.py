"""What the claims about training a softmax measure."""

import lab
from lab.one_neuron import COSTS
from lab.softmax import slowdown as neuron
from lab.softmax import target_only as target
from lab.softmax import two_costs as costs
from lab.softmax import two_costs_compared as compared

FEW = range(2)  # seeds


def target_only() -> tuple[float, ...]:
    """Growth and accuracy with 25 ReLU units, and without a hidden layer beside the full gradient."""
    relu, plain = (
        target.compare(lab.vary(target.START, target.NETWORKS[name]), FEW)
        for name in ("25 ReLU units", "no hidden layer")
    )
    blown, only, full = (
        round(100 * found.ends.groupby("way")["accuracy"].median()[way], 1)
        for found, way in ((relu, target.ONLY), (plain, target.ONLY), (plain, target.FULL))
    )
    fell = plain.ends.loc[plain.ends["way"] == target.ONLY, "fell"].sum()
    return round(relu.factor, 3), blown, plain.factor, only, full, int(fell)


def two_costs() -> tuple[float, ...]:
    """Points that cross-entropy is ahead at two common rates, and where each cost has its best."""
    pairs = costs.measure(costs.setting("spiral", 8, "tanh", "softmax", 300), pairs=8, rates=(1.0, 3.0, 10.0))
    mean = compared.intervals(compared.differences(pairs, "accuracy")).set_index("setting")["mean"]
    return tuple(round(mean[name], 1) for name in ("both at 1", "both at 10", compared.BEST))


def slowdown() -> tuple[float, ...]:
    """The published neuron: an output, and steps to one half from its start and from z = 6."""
    found = neuron.measure(neuron.setting(0.15, 300), weight=0.6, bias=0.9)
    halves, far = found.halves.set_index("cost"), found.waits.query("start == 6").set_index("cost")["steps"]
    near = halves["steps"]
    squared, entropy = COSTS
    return halves.loc[squared, "end"], near[squared], near[entropy], far[squared], far[entropy]
