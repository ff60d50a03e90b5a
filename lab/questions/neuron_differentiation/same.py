"""Different neurons, or the same function in another order?"""

from lab import charts
from lab.answer import Answer, Figure, Formula, Section, Table, Why, Words
from lab.datasets import TITLES
from lab.differentiation import matching, matching_words, permutation, permutation_words, plane
from lab.question import Question

QUESTION = Question(
    room="neuron_differentiation",
    slug="same",
    title="Same function",
    ask="Different neurons, or the same function in another order?",
    group="Many neurons",
    place=7,
    also=(
        "do two networks from other seeds learn the same", "permutation symmetry", "swap two neurons",
        "is the solution of a neural network unique", "linear mode connectivity", "are the trained weights unique",
        "reordering hidden units changes nothing", "different weights but equal predictions",
        "compare the weights of two trained networks", "many equivalent minima",
    ),
)  # fmt: skip
RATES = [0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 2.0, 5.0]
EPOCHS = [0, 300, 1000, 2000, 4000, 8000, 20_000]


def knobs(k):
    """Which pairs of networks are trained and compared, and what is done to one of them."""
    data = ["circles", "moons", "xor", "teacher"]
    k.choice("data", "Data", data, "circles", key="neurons_same_data", shown=TITLES.get)
    hidden = k.steps("hidden", "Hidden units", range(2, 9), 3, key="neurons_same_hidden")
    k.choice("activation", "Activation", ["tanh", "sigmoid", "relu"], "tanh", key="neurons_same_activation")
    pairs = "Pairs of networks, each network from a seed of its own"
    count = k.steps("pairs", pairs, [1, 2, 5, 10, 20, 40, 80], 40, key="neurons_same_pairs")
    if count > 1:
        k.steps("pair", "The pair that is shown", range(1, count + 1), 1, key="neurons_same_pair")
    with k.more():
        k.steps("rate", "Learning rate", RATES, 1.0, key="neurons_same_rate")
        k.steps("epochs", "Epochs", EPOCHS, 4000, key="neurons_same_epochs")
        deeds = permutation.DEEDS
        deed = k.choice("do", "Do this to the first network", deeds, "swap", key="neurons_same_do", shown=deeds.get)
        k.steps("unit", "Unit", range(1, hidden + 1), 1, key="neurons_same_unit")
        if deed == "swap":
            k.steps("other", "And unit", range(1, hidden + 1), hidden, key="neurons_same_other")


def answer(compute, *, data, hidden, activation, pairs, rate, epochs, do, unit, pair=1, other=None):
    """The cost on the line between two networks, their planes, and what may be done to one network."""
    experiment = matching.setting(data, hidden, activation, rate, epochs)
    found = compute(matching.measure, experiment, pairs=pairs)
    says, drawn = matching_words.barrier(found, pair), charts.differentiation.matching
    planes = tuple(
        Figure.of(
            drawn.plane(*plane.drawn(found, pair, one), plane.title(found, pair, one)), plane.words(found, pair, one)
        )
        for one in ("first", "second")
    )
    before = [array[pair - 1] for array in found.networks[0]]
    after = permutation.changed(before, do, unit, unit if other is None else other, activation)
    moved, effect = permutation.moved(before, after), permutation.effect(experiment, before, after)
    copies = f"{permutation_words.verdict(effect, moved)} {permutation_words.count(hidden, activation)}"
    return Answer(
        headline=headline(found),
        note=matching_words.answer(found, pair),
        blocks=(
            Figure.of(
                drawn.lines(*matching.drawn(found, pair), matching_words.title(found, pair)), says,
                caption=f"{says} Thick: the shown pair. Thin and band: median, middle 90 % of pairs.",
            ),
            Why(
                "The units of a layer have no order: two of them may change places, with all their weights, and the "
                "network says the same as before. So two networks can look different weight by weight and still be "
                "the same function. To find out, each unit of the one is matched with the unit of the other that is "
                "most like it; only what is left between them is a real difference."
            ),
            Section(
                "What the two networks say",
                (
                    *planes,
                    Words(
                        "Each line: where the input of a unit is 0, with the unit's number. Partners have the same "
                        "dash.",
                        small=True,
                    ),
                ),
                across=2,
            ),
            Section(
                "One network, many copies",
                (
                    Words(copies), Table(permutation_words.table(effect).set_index("Sums")),
                    Section(
                        "The weights that change",
                        (Table(permutation_words.weights(moved).set_index("Weight")),), folded=True,
                    ),
                ),
            ),
            Section(
                "The mathematics, with your numbers",
                (
                    Words(matching_words.rule(found)), Formula(matching_words.formula(found, pair)),
                    Table(matching_words.table(found, pair).set_index("Unit of the first network")),
                ),
                folded=True,
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


def headline(found: matching.Found) -> str:
    """How many pairs of networks are the same function."""
    counts, pairs = found.pairs["kind"].value_counts(), len(found.pairs)
    alike = int(counts.get(matching.KINDS[0], 0) + counts.get(matching.KINDS[1], 0))
    if pairs == 1:
        return f"These two networks are {'the same function' if alike else 'different functions'}."
    if not alike:
        return f"Different: none of {pairs} pairs of networks is the same function in another order."
    if alike == pairs:
        return f"The same function: so it is in all {pairs} pairs of networks."
    return f"Both happen: {alike} of {pairs} pairs of networks are the same function, the others are not."


TEACHER = {"data": "teacher", "rate": 0.5}
TRY = {
    "What if a teacher of two units is copied by two units?": TEACHER | {"hidden": 2},
    "And by three, one more than it needs?": TEACHER,
    "Do six units still find one and the same solution?": {"hidden": 6},
    "Do the others only need more time?": {"epochs": 20_000},
    "May a ReLU unit be turned round? May it be rescaled?": {"activation": "relu", "do": "rescale"},
}
