"""Does any hidden unit become “affordability”?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words
from lab.numerals import short
from lab.question import Question
from lab.relevance import demand, demand_counts
from lab.relevance import demand_words as words

QUESTION = Question(
    room="feature_relevance",
    slug="demand",
    title="Hidden units",
    ask="Does any hidden unit become “affordability”?",
    group="Many columns",
    place=10,
    also=(
        "what does each neuron learn", "affordability, awareness, perceived quality", "demand prediction",
        "do hidden units have a meaning", "interpret hidden neurons", "t-shirt top seller", "meaning of hidden neurons",
        "does a hidden layer find concepts", "price, shipping cost, marketing, material",
        "what feature does a hidden unit detect",
    ),
)  # fmt: skip
WIDTHS = (1, 2, 3, 4, 6, 8)


def knobs(k):
    """How many hidden units, how like a concept one must be, and what the networks differ in."""
    k.slider("hidden", "Hidden units", 1, 8, 1, 3, key="relevance_demand_hidden")
    bounds = [0.85, 0.9, 0.95, 0.98, 0.99]
    k.steps("bound", "A unit is a concept if its |cosine| is above", bounds, 0.95, key="relevance_demand_bound")
    k.choice("differ", "The networks differ in", demand.DIFFER, "data", key="relevance_demand_differ")
    when = "{} training".format
    k.choice("when", "Weights below: those", demand.WHEN, "after", key="relevance_demand_when", shown=when)
    k.toggle("widths", "Compare 1 to 8 hidden units (some seconds)", False, key="relevance_demand_widths")
    with k.more():
        activations = ["tanh", "sigmoid", "relu"]
        k.choice("activation", "Activation", activations, "tanh", key="relevance_demand_activation")
        epochs = [1, 10, 100, 300, 1000, 3000, 10_000]
        k.steps("epochs", "Epochs", epochs, 1000, key="relevance_demand_epochs")
        k.steps("rate", "Learning rate", [0.03, 0.1, 0.3, 1.0, 3.0, 10.0], 3.0, key="relevance_demand_rate")
        k.choice("start", "Weights start", demand.STARTS, next(iter(demand.STARTS)), key="relevance_demand_start")
        k.steps("networks", "Networks of each kind", [1, 16, 64, 256], 64, key="relevance_demand_count")
        k.steps("examples", "Examples", [50, 100, 200, 400], 200, key="relevance_demand_examples")
        k.steps("noise", "Noise of the labels, sd", [0.0, 0.1, 0.5, 1.0], 0.1, key="relevance_demand_noise")
        k.slider("data_seed", "Seed of the data that are shared", 0, 50, 1, 0, key="relevance_demand_data")


def answer(
    compute, *, hidden, bound, differ, when, widths, activation, epochs, rate, start, networks, examples, noise,
    data_seed,
):  # fmt: skip
    """The share of networks that have each concept, and what their units weigh."""
    experiment = lab.Experiment(
        data=lab.Data("demand", n=examples, noise=noise, seed=data_seed),
        network=lab.Network(hidden=(hidden,), activation=activation),
        init=demand.STARTS[start],
        training=lab.Training(loss="binary_crossentropy", learning_rate=rate, epochs=epochs),
    )
    found = compute(demand.measure, experiment, widths=[hidden], count=networks)
    panels = demand_counts.panels(found, differ, when)
    return Answer(
        headline=words.headline(found, bound),
        note=words.note(found, bound),
        blocks=(
            Figure.of(
                charts.relevance.demand.shares(*demand_counts.courses(found, differ), bound),
                words.seen(found, bound, differ),
                caption="Line: share of the networks; band: its 95 % interval. Upright line: the |cosine| you ask for.",
            ),
            Why(_why(found)),
            Advice(
                "Do not read a name into a hidden unit from one network. Train several, and look whether the same "
                "direction comes back in all of them.",
                "kernel = model.layers[0].get_weights()[0]  # (feature, unit)\n"
                "affordability = np.array([-2, -1, 0, 0]) / 5**0.5\n"
                "print(abs(affordability @ kernel) / np.linalg.norm(kernel, axis=0))  # |cosine| of every unit",
            ),
            Section("How many networks have each concept", (Table(words.table(found, bound, differ)),)),
            *_compared(compute, experiment, networks, bound, differ, widths),
            Section(
                "What each unit weighs, next to the concept it is most like",
                (
                    *(
                        Figure.of(charts.relevance.demand.panel(panel), words.panel_seen(panels, concept, bound))
                        for concept, panel in panels.items()
                    ),
                    Words(words.guide(panels, bound), small=True),
                    Words(words.decides(found)),
                ),
                across=3,
            ),
            Section("The mathematics, with your numbers", (Formula(words.formulas(found, bound)),), folded=True),
        ),
        experiment=experiment,
    )  # fmt: skip


def _compared(compute, experiment, networks: int, bound: float, differ: str, widths: bool) -> list[Section]:
    """The same for 1 to 8 hidden units, where it was asked for."""
    if not widths:
        return []
    found = compute(demand.measure, experiment, widths=WIDTHS, count=networks)
    rows = demand_counts.counts(found, bound).query("when == 'after' and differ == @differ")
    return [
        Section("How many units it takes", (Figure.of(charts.relevance.demand.widths(rows), words.widths_seen(rows)),))
    ]


def _why(found: demand.Demand) -> str:
    """What training asks of the units, and what it does not."""
    accuracy = found.networks["accuracy"].median()
    how = "" if accuracy != accuracy else f" ({short(100 * accuracy)} % right in the median)"
    return (
        "Training only asks that the units together tell top sellers from the rest"
        f"{how}. Nothing asks one unit to be one idea: any mixture of the three concepts serves the output as well, "
        "as its weights can undo the mixing. Which directions the units end in is decided by the examples and by where "
        "they started. “Becomes” means here that a unit weighs the features in nearly the same proportions as the "
        "concept does: the cosine of the two directions, without its sign, is above the bound."
    )


TRY = {
    "The same data for all, only the start differs: is it the same three units?": {"differ": "start"},
    "What if we ask for less: is a unit quality with a |cosine| above 0.9?": {"bound": 0.9},
    "Do eight units find all three?": {"hidden": 8},
    "How many units does it take?": {"widths": True},
    "And what do sigmoid units weigh?": {"activation": "sigmoid", "epochs": 3000},
}
