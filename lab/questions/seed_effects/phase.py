"""When do two inputs become one, and when do they part?"""

import lab
from lab import charts
from lab.answer import Answer, Figure, Formula, Section, Why, Words
from lab.numerals import counted, short
from lab.question import Question
from lab.seeds import phase

QUESTION = Question(
    room="seed_effects",
    slug="phase",
    title="Order and chaos",
    ask="When do two inputs become one in a deep network, and when do they part?",
    group="Depth",
    place=15,
    also=(
        "edge of chaos", "mean field theory of deep networks", "order to chaos transition", "depth scale",
        "chaos in deep networks", "do similar inputs stay similar", "correlation of two inputs through layers",
        "edge of chaos initialization",
    ),
)  # fmt: skip


def knobs(k):
    """How large weights and biases are, and how alike the two inputs."""
    k.slider("weights", "Weights: variance times inputs (σw²)", 0.2, 5.0, 0.05, 2.5, key="seeds_phase_weights")
    k.slider("biases", "Biases: variance (σb²)", 0.01, 0.5, 0.01, 0.05, key="seeds_phase_biases")
    k.steps("like", "Correlation of the two inputs", [-1.0, 0.0, 0.5, 0.9, 0.99], 0.9, key="seeds_phase_like")
    k.choice("layers", "Layers", [10, 30, 50], 30, key="seeds_phase_layers")
    with k.more():
        k.choice("width", "Units in each layer", [10, 30, 100, 200], 200, key="seeds_phase_width")
        k.choice("networks", "Random networks", [3, 10, 20, 50], 20, key="seeds_phase_count")


def answer(compute, *, weights, biases, like, layers, width, networks):
    """The place between order and chaos, and two inputs on their way through the layers."""
    network = lab.Network(hidden=(width,) * layers, activation="tanh", output="linear")
    cells, line = compute(phase.diagram, phase.START)
    found = compute(phase.measure, network, weights=weights, biases=biases, like=like, networks=networks)
    return Answer(
        headline=headline(found),
        note=f"Median of {counted(networks, 'random network')} of width {width}, {layers} layers.",
        blocks=(
            Figure.of(
                charts.seeds.phase.correlations(found.table), phase.summary(found),
                caption="Line: the median network; band: the middle 90 %; dashed: theory.",
            ),
            Why(
                "Each layer mixes its inputs with random weights and squashes them. Small weights squash little and "
                "mix little: what is the same for all inputs, the biases, wins, and two inputs come out nearly the "
                "same. Large weights stretch every small difference until the two have nothing in common. Between "
                "the two there is a line on which inputs keep their distance for long; only there deep networks "
                f"train well. {phase.reach(found)}"
            ),
            Section(
                "Your place between order and chaos",
                (
                    Figure.of(
                        charts.seeds.phase.plane(cells, line, found.facts), phase.place(found),
                        caption="The colour and the dashed line are theory's, for tanh in wide networks; the cross "
                        f"is your point. {phase.place(found)}",
                    ),
                ),
            ),
            Section(
                "The mathematics, with your numbers",
                (Words(phase.verdict(found)), Formula(phase.formulas(found))),
                folded=True,
            ),
        ),
    )  # fmt: skip


def headline(found: phase.Found) -> str:
    """What becomes of the two inputs, in one sentence."""
    first, last = found.table.iloc[0], found.table.iloc[-1]
    ends = f"their correlation goes from {short(first['mid'])} to {short(last['mid'])}"
    if last["mid"] > max(first["mid"], 0.99):
        return f"Here they become one: {ends}."
    if last["mid"] < first["mid"] - 0.05:
        return f"Here they part: {ends}."
    if last["mid"] > first["mid"] + 0.05:
        return f"Here they grow alike: {ends}."
    return f"Here they keep their distance: {ends}."


TRY = {
    "What happens on the dashed line?": {"weights": 1.75},
    "And with small weights?": {"weights": 1.0},
    "Do nearly equal inputs stay together in chaos?": {"weights": 4.0, "like": 0.99},
    "Can larger biases tame the chaos?": {"biases": 0.5},
    "How much does a width of 10 blur the theory?": {"width": 10},
}
