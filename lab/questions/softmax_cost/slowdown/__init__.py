"""Squared error or cross-entropy: does it matter?"""

from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words
from lab.claim import Claim, Expected
from lab.datasets import TITLES
from lab.experiment import vary
from lab.one_neuron import COSTS, RATE, STEPS
from lab.question import Question
from lab.questions.softmax_cost.slowdown import networks, neuron, two_costs

QUESTION = Question(
    room="softmax_cost",
    slug="slowdown",
    title="Squared error or cross-entropy?",
    ask="Squared error or cross-entropy: does it matter?",
    group="What the cost sees",
    place=4,
    level="first",
    also=(
        "mse or cross-entropy for classification", "learning slowdown", "quadratic cost saturated neuron",
        "which loss function should I use", "why does a badly wrong neuron learn so slowly",
        "why not mean squared error for classification", "MSE with a sigmoid output", "squared loss or log loss",
        "binary cross-entropy learns faster", "confident and wrong",
        "sigmoid outputs with ten classes and mean squared error",
    ),
)  # fmt: skip


LINES = """\
# two classes, one sigmoid output: another cost in the place of "mse"
model.add(keras.layers.Dense(1, activation="sigmoid"))
model.compile("sgd", keras.losses.BinaryCrossentropy())

# or ten classes, of which one is right: no activation, the outputs are logits
model.add(keras.layers.Dense(10))
model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))"""


def knobs(k):
    """The one neuron, then the networks."""
    k.slider("weight", "Where its weight starts", -4.0, 6.0, 0.1, 0.6)
    k.slider("bias", "Where its bias starts", -4.0, 6.0, 0.1, 0.9)
    k.steps("rate", "Learning rate of the neuron", [0.03, 0.05, 0.1, 0.15, 0.3, 0.5, 1.0, 2.0, 5.0], RATE)
    k.steps("steps", "Steps of the neuron", [30, 100, 300, 1000, 3000, 10_000], STEPS)
    with k.more():
        k.choice("data", "Networks, below: data", two_costs.DATA, "spiral", shown=TITLES.get)
        k.steps("network_rate", "Networks: one rate for both", two_costs.RATES, 1.0, key="softmax_slowdown_both")
        k.choice(
            "compare", "Networks: compare", networks.COMPARED, "accuracy", key="softmax_slowdown_by",
            shown=networks.COMPARED.get,
        )  # fmt: skip
        k.steps("hidden", "Hidden units of the networks", [2, 4, 8, 16], 8)
        k.steps(
            "threshold", "Steps count up to this accuracy", [0.6, 0.7, 0.8, 0.9, 0.95, 0.98], 0.95,
            key="softmax_slowdown_reach", shown="{:.0%}".format,
        )  # fmt: skip
        k.steps("network_steps", "Steps of the networks", [30, 100, 300, 1000], 300, key="softmax_slowdown_length")
        k.steps("pairs", "Pairs of runs", [4, 8, 16, 32], 16)
        k.choice("activation", "Activation", ["tanh", "sigmoid", "relu"], "tanh")
        k.choice("output", "Output, where there are three or more classes", ["softmax", "sigmoid"], "softmax")


def answer(compute, *, weight, bias, rate, steps, network_rate, compare, pairs, threshold, **network):
    """One neuron with both costs; then networks, pair by pair."""
    found = compute(neuron.measure, neuron.setting(rate, steps), weight=weight, bias=bias)
    alone = vary(neuron.setting(rate, steps), {"init.weights": [[[weight]], [bias]]})
    said = {"headline": neuron.headline(found), "note": neuron.note(found), "experiment": alone}
    neuron_alone = _of_the_neuron(found)
    compute.show(Answer(**said, blocks=neuron_alone))
    experiment = two_costs.setting(**network)
    blocks = (
        *neuron_alone,
        compute(networks.asked, experiment, pairs=pairs, threshold=threshold, by=compare, rate=network_rate),
        Section(
            "One neuron: the mathematics, with your numbers",
            (Formula(neuron.formula(found)), Words(neuron.SOURCE, small=True)),
            folded=True,
        ),
    )
    return Answer(**said, blocks=blocks)


TRY = {
    "What if the neuron is surer, and just as wrong?": {"weight": 2.0, "bias": 2.0},
    "And if it is on the right side from the start?": {"weight": -1.0, "bias": -1.0},
    "What if the rate is larger?": {"rate": 1.0},
    "What if the neuron is less sure?": {"weight": 0.1, "bias": 0.4},
}


def _of_the_neuron(found: neuron.Slowdown) -> tuple:
    waits = neuron.waits_seen(found)
    return (
        Figure.of(neuron.outputs_chart(neuron.drawn(found)), neuron.seen(found), caption=neuron.gap(found)),
        Why(neuron.why(found)),
        Advice(
            "Train classifiers with cross-entropy. With sigmoid outputs and squared error a network can still learn, "
            "but it mostly needs a larger rate, and outputs that are sure and wrong wait. One sigmoid output stays as "
            "it is, as for the neuron above: only the cost changes. Where one of ten classes is "
            "right, ten sigmoids do not know that: they want a softmax, which makes the outputs sum to 1. It is in the "
            "cost then (`from_logits=True`), so the last layer must have no activation: that would come on top of it.",
            LINES,
        ),
        Section(
            "The surer of what is wrong, the longer the wait",
            (Figure.of(neuron.waits_chart(found.waits), waits, caption=waits),),
        ),
    )


def published(compute, *, weight, bias, rate, steps, **_) -> tuple[float, ...]:
    """The published neuron: an output, and steps to one half from its start and from z = 6."""
    found = neuron.measure(neuron.setting(rate, steps), weight=weight, bias=bias)
    halves, far = found.halves.set_index("cost"), found.waits.query("start == 6").set_index("cost")["steps"]
    near, (squared, entropy) = halves["steps"], COSTS
    return halves.loc[squared, "end"], near[squared], near[entropy], far[squared], far[entropy]


def costs(compute, *, pairs, threshold, weight, bias, rate, steps, network_rate, compare, **network):
    """Points that cross-entropy is ahead at two common rates, and where each cost has its best."""
    found = compute(two_costs.measure, two_costs.setting(**network), pairs=pairs, threshold=threshold)
    mean = two_costs.intervals(two_costs.differences(found, "accuracy")).set_index("setting")["mean"]
    return tuple(round(mean[name], 1) for name in (networks.both(1.0), networks.both(10.0), two_costs.BEST))


CLAIMS = (
    Claim(
        id="S29",
        question="Is squared error worse than cross-entropy?",
        claim="Squared error may not be as good, but it can be used to train a network just as well.",
        source="seeds/003",
        figures=(
            # means of 16 pairs: 4 standard errors
            Expected(name="points that cross-entropy is better by, both at the rate 1", expected=39, tolerance=4),
            Expected(name="the same, both at the rate 10", expected=-10, way="at most"),
            Expected(name="the same, each at its best rate", expected=0.0, tolerance=1.6),
        ),
        measure=costs,
        verdict="holds only when",
        because="each cost has a learning rate of its own. On three spiral arms with 8 tanh units the lead of "
        "cross-entropy, in points of accuracy, is {0} at the rate 1, {1} at the rate 10 (there squared error is "
        "ahead), and {2} where each has its best rate.",
    ),
    Claim(
        id="L15",
        question="Why does a neuron that is badly wrong learn so slowly?",
        claim="A neuron that starts far on the wrong side, at a logit of size z, takes about e^z / 2η steps to the "
        "right side with squared error and about z / 2η with cross-entropy; η is the learning rate.",
        source="Nielsen, Neural Networks and Deep Learning, ch. 3; closed forms by plain algebra",
        figures=(
            Expected(name="output after 300 steps, squared error", expected=0.093956, tolerance=5e-7),
            Expected(name="steps to one half, squared error", expected=36),
            Expected(name="steps to one half, cross-entropy", expected=8),
            # in theory, for a flow, 1,413.07 and 23.33; a descent takes whole steps
            Expected(name="steps to one half from z = 6, squared error", expected=1413, tolerance=5),
            Expected(name="steps to one half from z = 6, cross-entropy", expected=23, tolerance=1),
        ),
        measure=published,
    ),
)
