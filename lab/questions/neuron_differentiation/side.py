"""Which factor makes the two gradients differ?"""

import lab
from lab import charts
from lab.answer import Answer, Figure, Formula, Section, Table, Why, Words
from lab.datasets import TITLES
from lab.differentiation import chain, chain_words, diagram, side_by_side
from lab.differentiation import side_by_side_words as words
from lab.question import Question

QUESTION = Question(
    room="neuron_differentiation",
    slug="side",
    title="Side by side",
    ask="Which factor makes the two gradients differ?",
    group="Two neurons",
    place=2,
    level="first",
    also=(
        "which term of the chain rule is it", "w5 = w6", "if w1 = w3 and w2 = w4 the two neurons stay the same",
        "why is dJ/dw1 not dJ/dw3", "chain rule of a small network", "backpropagation by hand",
        "partial derivative with respect to a hidden weight", "gradient of a first-layer weight",
        "why are two gradients equal", "backward propagation step by step with numbers",
        "where does the error of a hidden layer come from", "hidden neurons have no target of their own",
    ),
)  # fmt: skip
COSTS = {"binary_crossentropy": "cross-entropy", "mse": "squared error"}


def knobs(k):
    """Nine weights, how long they are trained, and on which example the chain is followed."""
    k.choice("pair", "Gradients to compare", list(chain.PAIRS), "w1 and w3", key="neurons_side_pair")
    with k.row():
        for name, value in side_by_side.WEIGHTS.items():
            k.box(name, name, -20.0, 20.0, 0.1, value, key=f"neurons_side_{name}")
    updates = side_by_side.START.training.epochs
    k.slider("update", "Updates so far", 0, updates, 1, 0, key="neurons_side_update", moved_by="update")
    data = ["xor", "circles", "moons"]
    chosen = k.choice("data", "Data", data, "moons", key="neurons_side_data", shown=TITLES.get)
    k.slider("example", "Example", 1, lab.Data(chosen).examples, 1, 1, key="neurons_side_example")
    with k.more():
        k.choice("activation", "Activation", list(chain.SLOPES), "sigmoid", key="neurons_side_activation")
        k.choice("cost", "Cost", COSTS, "binary_crossentropy", key="neurons_side_cost", shown=COSTS.get)
        rates = [0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 5.0, 10.0, 100.0]
        k.steps("rate", "Learning rate", rates, 1.0, key="neurons_side_rate")


def answer(compute, *, pair, update, data, example, activation, cost, rate, **weights):
    """The network with its numbers, and the factors of two gradients."""
    experiment = lab.vary(
        side_by_side.START,
        {
            "data.name": data, "network.activation": activation, "training.loss": cost, "training.learning_rate": rate,
        },
    )  # fmt: skip
    start = [weights[name] for name in side_by_side.WEIGHTS]
    run = compute(side_by_side.course, experiment, weights=start)
    moment = side_by_side.moment(run, update, example, chain.PAIRS[pair])
    network = charts.differentiation.network.network(diagram.nodes(moment), diagram.edges(moment))
    chains, rest = (), [Section("The start, to copy", (Words(words.start(start)),), folded=True)]
    if moment.finite:
        now = list(moment.weights.values())
        automatic = compute(side_by_side.automatic, experiment, weights=now, example=example)
        chains = tuple(Formula(chain_words.formula(moment.factors, moment.pair, which)) for which in (0, 1))
        rest.insert(0, _mathematics(moment, automatic))
    return Answer(
        headline=headline(moment),
        note=words.answer(moment),
        blocks=(
            Figure.of(
                network, diagram.takeaway(moment),
                caption="w1, w2 lead into neuron 1, w3, w4 into neuron 2, w5, w6 out of them. Strong lines: the two "
                f"chains. In a frame or a ring: what differs between them. {words.course(moment)}",
            ),
            *chains,
            *([Words("In a box: what differs.", small=True)] if chains else []),
            Why(
                "By the chain rule, a weight's gradient is a product: how the cost answers to the output, how the "
                "output answers to the neuron, how the neuron answers to what it gets, and what the weight is "
                "multiplied with. Two gradients differ only where one of these factors differs; everything else is "
                "the same for both. If every factor is the same, both weights get the same step, and what was equal "
                "stays equal."
            ),
            *rest,
        ),
        experiment=experiment,
    )  # fmt: skip


def headline(moment: side_by_side.Moment) -> str:
    """Which of the five factors differ, in one sentence."""
    if not moment.finite:
        return "The run has diverged here: there is no gradient to compare."
    one, other = (f"dJ/d{name}" for name in moment.pair)
    names = chain_words.differing(moment.factors, moment.pair)
    first, second = moment.factors[["one", "other"]].iloc[-1]
    if not names:
        return f"None: all five factors are the same, so {one} and {other} are exactly equal."
    if first == second:
        return f"None that counts: {one} and {other} are equal although {names} differ."
    return f"{one} and {other} differ because of {names}."


def _mathematics(moment, automatic) -> Section:
    """The mean over the examples, and what automatic differentiation says."""
    blocks = (
        Words("An update goes by the mean over all examples:"),
        Formula(words.update(moment)),
        Table(words.table(moment, automatic)),
        Words(words.agreement(moment, automatic)),
    )
    return Section("The update, and every gradient", blocks)


TRY = {
    "What if w5 = w6 too?": {"w6": 0.3},
    "What if only w5 = w6, and w1 and w3 differ?": {"w6": 0.3, "w3": -0.4},
    "Why do dJ/dw1 and dJ/dw2 differ?": {"pair": "w1 and w2"},
    "What after 500 updates?": {"update": 500},
    "Can the gradients agree although w5 and w6 differ?": {"data": "xor", "example": 2},
}
