"""Do all units of a layer become different?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words
from lab.differentiation import initializer, layer, layer_drawn
from lab.differentiation import layer_words as words
from lab.question import Question

QUESTION = Question(
    room="neuron_differentiation",
    slug="layer",
    title="A whole layer",
    ask="Do all units of a layer become different?",
    group="Many neurons",
    place=6,
    level="first",
    also=(
        "do two layers with the same initializer start alike", "how many different units does a layer learn",
        "what do the hidden units learn on digits", "same seed for every layer", "redundant hidden units",
        "duplicate neurons in a hidden layer", "visualise the weights of hidden units",
        "features learned from MNIST digits", "how many distinct features", "which unit learns what",
    ),
)  # fmt: skip
FOUR = [name for name in layer.STARTS if name != "clones with a push"]
KINDS = {"alike": "nearly parallel", "bit": "exactly equal"}
EPSILONS = [0.0, 1e-12, 1e-6, 1e-4, 1e-3, 1e-2, 0.1, 1.0]
PANELS = {"first": "First layer", "second": "Second layer", "difference": "Difference"}


def knobs(k):
    """Starts of a layer, what it learns, and which run is looked at."""
    k.several("starts", "Starts to compare", layer.STARTS, FOUR, key="neurons_layer_starts")
    k.choice("start", "Start shown in the pictures", layer.STARTS, "Glorot random", key="neurons_layer_start")
    before = ("neurons_layer_kind", {"bit": "equal to the bit"}.get)
    one = "Units count as one where they are"
    k.choice("kind", one, KINDS, "alike", key="neurons_layer_kind", shown=KINDS.get, former=before)
    k.choice("data", "Data", layer.DATA, "digits", key="neurons_layer_data", shown=layer.DATA.get)
    k.steps("epochs", "Epochs", [1, 2, 5, 10, 20, 50, 100, 300], 10, key="neurons_layer_epochs")
    with k.more():
        k.slider("seed", "Run shown in the pictures (seed)", 0, 15, 1, 0, key="neurons_layer_seed")
        k.choice("activation", "Activation", ["sigmoid", "tanh", "relu"], "sigmoid", key="neurons_layer_activation")
        k.steps("rate", "Learning rate", [0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0], 1.0, key="neurons_layer_rate")
        k.steps("epsilon", "Difference of the one clone", EPSILONS, 1e-2, key="neurons_layer_epsilon")
        k.steps("tiny", "Size of the tiny start (sd)", [1e-6, 1e-4, 1e-3, 0.01], 1e-3, key="neurons_layer_tiny")
        ways = initializer.WAYS
        k.choice("way", "Two layers' initializers are", ways, next(iter(ways)), key="neurons_layer_way")


def answer(compute, *, starts, start, kind, data, epochs, seed, activation, rate, epsilon, tiny, way):
    """How many different units there are over training, what they look like, and two layers with one initializer."""
    experiment = lab.vary(
        layer.setting(data),
        {
            "network.activation": activation, "init.epsilon": epsilon, "init.stddev": tiny,
            "training.learning_rate": rate, "training.epochs": epochs,
        },
        later=True,
    )  # fmt: skip
    found = compute(layer.measure, experiment, starts=sorted({*starts, start}))
    drawn, weights = charts.differentiation.layer, layer_drawn.weights(found, start, seed)
    looks = tuple(
        Figure.of(drawn.units(*layer_drawn.looks(weights, when)), words.looks(weights, when), caption=title)
        for when, title in (("before", "Before training"), ("after", "After training"))
    )
    alike = Figure.of(
        drawn.matrix(layer_drawn.matrix(found, start, seed)), words.likeness(found, start, seed), caption="How alike"
    )
    closest = words.closest(found, start, seed)
    return Answer(
        headline=headline(found),
        note=words.answer(found),
        blocks=(
            Figure.of(
                drawn.counts(*layer_drawn.counts(found, kind)), words.course(found, kind),
                caption="Line: the median run. Band: the middle 90 % of runs. Dashed: the most there can ever be.",
            ),
            Why(
                "Every unit of a layer sees the same inputs. What a unit learns depends on its own weights and on "
                "what its outgoing weights are, so units that start different get different steps. Units that start "
                "equal get equal steps, and stay equal for ever: a layer of copies is one unit. A single difference "
                "in one of them frees that one only; the others stay copies of each other."
            ),
            Advice(
                "Give every layer an initializer of its own, or none: Keras then draws each kernel differently. One "
                "seeded initializer object that is used for two layers of one shape starts both with the same weights.",
                'keras.layers.Dense(25, kernel_initializer=keras.initializers.GlorotUniform(seed=1))\n'
                'keras.layers.Dense(25, kernel_initializer=keras.initializers.GlorotUniform(seed=2))',
            ),
            Section(
                f"The units of one run, from {start}",
                (*looks, alike, Words(words.guide(found, weights), small=True)),
                across=3,
            ),
            Section(
                "The counts as a "
                "table", (Table(words.table(found)), Words(words.meanings(found), small=True)), folded=True
            ),
            _two_layers(compute, experiment, way),
            Section(
                "The mathematics, with your numbers",
                (Formula(words.induction(found)), *([Formula(closest)] if closest else [])),
                folded=True,
            ),
        ),
        experiment=words.taken(found, start),
    )  # fmt: skip


def _two_layers(compute, experiment: lab.Experiment, way: str) -> Section:
    """Whether two layers that share an initializer start with different weights."""
    found = compute(initializer.kernels, experiment, way=way)
    says, drawn = initializer.verdict(found, way), charts.differentiation.layer
    panels = tuple(
        Figure.of(drawn.kernel(*initializer.panel(found, name), title), says) for name, title in PANELS.items()
    )
    return Section(
        "And two layers with one initializer?",
        (Words(f"**{says}**"), *panels, Words(initializer.CAUTION, small=True)),
        across=3,
    )


def headline(found: layer.Layer) -> str:
    """Which start ends with the most different units, and which with the fewest."""
    units, ends = found.experiment.network.hidden[0], found.runs.groupby("start", sort=False)["bit_last"].median()
    if ends.isna().all():
        return "Training diverged from every start, so there are no units to compare."
    best, worst = ends.idxmax(), ends.idxmin()
    if ends[worst] == units:
        return f"Yes: from every start tried here all {units} units become different."
    if ends[best] < units:
        return f"No: the best start, {best}, ends with {ends[best]:.0f} of {units} units different."
    few = "one unit, copied" if ends[worst] == 1 else f"{ends[worst]:.0f} different units"
    return f"From {best} all {units} do; from {worst} there is only {few}."


DEMAND = {"data": "demand", "epochs": 100}
TRY = {
    "Clones: what do 25 equal units learn?": {"start": "clones", "kind": "bit"},
    "One of the clones differs: do the others follow?": {
        "starts": ("clones", "clones with a push"), "start": "clones with a push",
    },
    "What do units look like that start tiny?": {"start": "tiny random"},
    "Which features does each unit weigh in the demand data?": DEMAND,
    "How many different units does the demand need?": DEMAND | {"start": "tiny random"},
}  # fmt: skip
