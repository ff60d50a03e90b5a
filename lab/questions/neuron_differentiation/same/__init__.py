"""Different neurons, or the same function in another order?"""

from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pandas as pd

from lab import initial, moving
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.charts import moving as moving_chart
from lab.claim import Claim, Expected
from lab.datasets import TITLES
from lab.experiment import Experiment
from lab.numerals import aligned, counted, figure, short, tex
from lab.question import Onto, Question, address, said
from lab.questions.neuron_differentiation.same import copies, planes
from lab.questions.neuron_differentiation.same.copies import TURNED
from lab.questions.neuron_differentiation.same.pairs import ALIKE, KINDS, NEAR, START, Matched, measure, setting

QUESTION = Question(
    room="neuron_differentiation",
    slug="same",
    title="Same function",
    ask="Different neurons, or the same function in another order?",
    group="Many neurons",
    place=7,
    also=(
        "will two initializations end up with the same weights", "do different starts give the same weights",
        "do two networks from other seeds learn the same", "permutation symmetry", "swap two neurons",
        "is the solution of a neural network unique", "linear mode connectivity", "are the trained weights unique",
        "reordering hidden units changes nothing", "different weights but equal predictions",
        "compare the weights of two trained networks", "many equivalent minima",
        "are the neurons of a layer in any order", "different weights that give the same output",
        "swap two hidden neurons together with their outgoing weights: the network computes the same",
        "is a trained solution never unique", "does comparing the weights of two trained networks make sense",
        "two people have the same code but get different weights after training, the loss is equal: who is right",
        "other weights than my colleague, about equal cost", "retrained: the accuracy is the same, the weights differ",
    ),
)  # fmt: skip
MATCH = """\
from scipy.optimize import linear_sum_assignment

# one and two: trained networks of equal layers
print(abs(one.predict(x) - two.predict(x)).max())
h1 = keras.Model(one.inputs, one.layers[0].output).predict(x)
h2 = keras.Model(two.inputs, two.layers[0].output).predict(x)
units = h1.shape[1]
like = abs(np.corrcoef(h1.T, h2.T)[:units, units:])
print(linear_sum_assignment(-like)[1])  # each unit's partner in two"""
SOON = 4000  # epochs that are shown while more are trained
LEAD = 4  # blocks before the networks themselves
ORDER = {"first": "seed1", "second": "seed2"}
RATES = [0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 2.0, 5.0]
EPOCHS = [0, 300, 1000, 2000, 4000, 8000, 20_000]


def knobs(k):
    """Which pairs of networks are trained and compared, and what is done to one of them."""
    data = ["circles", "moons", "xor", "teacher"]
    k.choice("data", "Data", data, "circles", shown=TITLES.get)
    hidden = k.steps("hidden", "Hidden units", range(2, 9), 3)
    k.choice("activation", "Activation", ["tanh", "sigmoid", "relu"], "tanh")
    pairs = "Pairs of networks, each network from a seed of its own"
    count = k.steps("pairs", pairs, [1, 2, 5, 10, 20, 40, 80], 40)
    if count > 1:
        k.steps("pair", "The pair that is shown", range(1, count + 1), 1)
    with k.more():
        k.steps("rate", "Learning rate", RATES, 1.0)
        k.steps("epochs", "Epochs", EPOCHS, 4000)
        deeds = copies.DEEDS
        deed = k.choice("do", "Do this to the first network", deeds, "swap", shown=deeds.get)
        k.steps("unit", "Unit", range(1, hidden + 1), 1)
        if deed == "swap":
            k.steps("other", "And unit", range(1, hidden + 1), hidden)


def answer(compute, *, data, hidden, activation, pairs, rate, epochs, do, unit, pair=1, other=None):
    """The cost on the line between two networks, their planes, and what may be done to one network."""
    experiment = setting(data, hidden, activation, rate, epochs)

    def shown(some: Experiment) -> Answer:
        found = compute(measure, some, pairs=pairs)
        return _answer(found, pair, _copies(found, pair, do, unit, unit if other is None else other))

    first = compute.sooner(shown, experiment, SOON)
    compute.show(first)
    found = compute(measure, experiment, pairs=pairs)
    moving = _moving(compute, found, pair)
    return replace(first, blocks=(*first.blocks[:LEAD], *moving, *first.blocks[LEAD:]))


def _answer(found: Matched, pair: int, changed: Section) -> Answer:
    says = barrier(found, pair)
    return Answer(
        headline=headline(found),
        note=verdict(found, pair),
        blocks=(
            Figure.of(
                planes.lines_chart(found.lines, pair, title(found, pair)), says,
                caption=f"{says} Thick: the shown pair. Thin and band: median, middle 90 % of pairs.",
            ),
            Why(
                "Each run draws first weights of its own, and often the order of the examples too, unless a seed "
                f"fixes them ([{said('repeat').title}]({address('repeat')})): so one code ends with other weights. "
                "The units of a layer have no order: two of them may change places, with all their weights, and the "
                "network says the same as before. So two networks can look different weight by weight and still be "
                "the same function. To find out, each unit of the one is matched with the unit of the other that is "
                "most like it; only what is left between them is a real difference."
            ),
            Advice(
                "Compare two networks by what they say, not weight by weight, and average their predictions, not "
                "their weights. Other weights are no sign of a bad minimum: where the costs on held-out examples are "
                "equal, both networks are equally good. To compare units, match them first, by what they say to the "
                "same examples.",
                MATCH,
            ),
            _planes(found, pair),
            changed,
            mathematics(
                Words(rule(found)), Formula(formula(found, pair)),
                Table(table(found, pair).set_index("Unit of the first network")),
            ),
        ),
        experiment=found.experiment,
    )  # fmt: skip


def _planes(found: Matched, pair: int) -> Section:
    pictures = (
        Figure.of(planes.plane_chart(found, pair, one), planes.words(found, pair, one)) for one in planes.NETWORKS
    )
    small = "Each line: where the input of a unit is 0, with the unit's number. Partners have the same dash."
    return Section("What the two networks say", (*pictures, Words(small, small=True)), across=2)


def _moving(compute, found: Matched, pair: int) -> tuple[Section, ...]:
    """Both networks of a pair over training, where they are few enough units to be drawn."""
    experiment, row = found.experiment, found.pairs.iloc[pair - 1]
    if not (experiment.training.epochs and moving_chart.fits(experiment)):
        return ()
    seeds = {f"The {name} network, from seed {row[key]}": int(row[key]) for name, key in ORDER.items()}
    networks = compute(moving.side_by_side, dict.fromkeys(seeds, experiment), seeds=seeds)
    picture = moving_chart.moving(networks, f"Pair {pair}.")
    return (Section("The two networks while they train", (picture,), folded=True),)


def _copies(found: Matched, pair: int, deed: str, unit: int, other: int) -> Section:
    """What becomes of one network whose units change places, turn round, or are rescaled."""
    network = found.experiment.network
    before = [array[pair - 1] for array in found.networks[0]]
    after = copies.changed(before, deed, unit, other, network.activation)
    moved, effect = copies.moved(before, after), copies.effect(found.experiment, before, after)
    said = f"{copies.told(effect, moved)} {copies.count(network.hidden[0], network.activation)}"
    weights = Section("The weights that change", (Table(copies.moved_table(moved).set_index("Weight")),), folded=True)
    shown = Table(copies.effect_table(effect).set_index("Sums"))
    return Section("One network, many copies", (Words(said), shown, weights))


def headline(found: Matched) -> str:
    """How many pairs of networks are the same function."""
    kinds = found.pairs.loc[found.pairs["kind"] != KINDS[3], "kind"]
    alike, pairs = int(kinds.isin(KINDS[:2]).sum()), len(kinds)
    if not pairs:
        return "There is nothing to compare: training diverged in every pair; take a smaller learning rate."
    if pairs == 1:
        return f"These two networks are {'the same function' if alike else 'different functions'}."
    if not alike:
        return f"Different: none of {pairs} pairs of networks is the same function in another order."
    if alike == pairs:
        return f"The same function: so it is in all {pairs} pairs of networks."
    are = "is" if alike == 1 else "are"
    return f"Both happen: {alike} of {pairs} pairs of networks {are} the same function, the others are not."


TEACHER = {"data": "teacher", "rate": 0.5}
TRY = {
    "What if 2 units learn from a teacher of two units, at a rate of 0.5?": Onto(TEACHER | {"hidden": 2}),
    "And if 3 units do, one more than it needs?": Onto(TEACHER | {"hidden": 3}),
    "Do six units still find one and the same solution?": Onto({"hidden": 6}),
    "Do more pairs agree after 20,000 epochs?": Onto({"epochs": 20_000}),
    "And with ReLU units?": Onto({"activation": "relu"}),
}


def verdict(found: Matched, pair: int) -> str:
    """That weights are never unique; what the shown pair found, how often each kind came, N and the step budget."""
    row = found.pairs.iloc[pair - 1]
    network = found.experiment.network
    never = copies.never_unique(network.hidden[0], network.activation)
    return f"{never} Seeds {row['seed1']} and {row['seed2']}: {_one(found, row)} {_shares(found)}"


def barrier(found: Matched, pair: int) -> str:
    """How far the cost rises on the straight line, before and after matching."""
    row, settled = found.pairs.iloc[pair - 1], found.pairs[found.pairs["kind"] != KINDS[3]]
    if row["kind"] == KINDS[3]:
        return "There is no line to draw between networks that diverged."
    names = ("barrier_before", "barrier_after")
    shown = ["not at all" if row[name] <= 0 else f"by {figure(row[name])}" for name in names]
    middle = [figure(settled[name].median()) for name in names]
    many = f" Median of {len(settled)} pairs: {middle[0]} and {middle[1]}." if len(settled) > 1 else ""
    return (
        f"On the straight line between the two networks, as they were trained, the cost rises {shown[0]} above its "
        f"ends; once their units are matched, {shown[1]}.{many}"
    )


def title(found: Matched, pair: int) -> str:
    """What the picture is of; that a network diverged, where there is nothing to draw."""
    row = found.pairs.iloc[pair - 1]
    lost = " diverged" if row["kind"] == KINDS[3] else ""
    return f"Seeds {row['seed1']} and {row['seed2']}{lost}"


def rule(found: Matched) -> str:
    """What the words mean."""
    symmetry = _symmetry(found)
    return (
        f"Same function: over the plane of the examples the outputs differ by at most {100 * ALIKE:g} % of the "
        f"targets' standard deviation (root mean square). Same solution: once matched, the weights differ by at most "
        f"{100 * NEAR:g} % of their own length too, so that nothing but {symmetry} is different."
    )


def table(found: Matched, pair: int) -> pd.DataFrame:
    """Which unit is which: `first`, `second` and what is left between their weights, in words."""
    rows = found.units.query("pair == @pair")
    turned = [" (turned round)" if sign < 0 else "" for sign in rows["sign"]]
    return pd.DataFrame(
        {
            "Unit of the first network": [f"{unit}" for unit in rows["unit"]],
            "Its partner in the second": [f"{unit}{how}" for unit, how in zip(rows["partner"], turned, strict=True)],
            "Distance left between their weights": [
                figure(gap).replace("not a number", "diverged") for gap in rows["gap"]
            ],
        }
    )


def formula(found: Matched, pair: int) -> str:
    """The barrier of the shown pair with its numbers, and how many copies a network has, as TeX."""
    units, activation = found.experiment.network.hidden[0], found.experiment.network.activation
    row = found.pairs.iloc[pair - 1]
    many = f"{copies.copies(units, activation):,}".replace(",", "{,}")
    turned = rf"n! \cdot 2^n = {units}! \cdot 2^{{{units}}} &= {many}"
    count = turned if activation in TURNED else rf"n! = {units}! &= {many}"
    if row["kind"] == KINDS[3]:
        return aligned(count)
    ends = [tex(figure(row[name])) for name in ("cost1", "cost2", "barrier_before", "barrier_after")]
    return aligned(
        count,
        r"B &= \max_t \, C(w_A + t (w_B - w_A))",
        r"&\quad - (1 - t) C_A - t C_B",
        rf"C_A &= {ends[0]}, \quad C_B = {ends[1]}",
        rf"B_{{\text{{as trained}}}} &= {ends[2]}, \quad B_{{\text{{matched}}}} = {ends[3]}",
    )


def _symmetry(found: Matched) -> str:
    """What may differ between two copies of a network."""
    second = "signs" if found.experiment.network.activation in TURNED else "scale"
    return f"the order and the {second} of the units"


def _one(found: Matched, row: pd.Series) -> str:
    if row["kind"] == KINDS[3]:
        return "at least one of the two networks diverged, so there is nothing to compare."
    said = f"Their outputs differ by {_percent(row['outputs'])} of the targets' spread"
    apart = f"their weights by {_percent(row['after'])} of their length once matched, {_percent(row['before'])} before"
    kinds = {
        KINDS[0]: f"the same solution, but for {_symmetry(found)}.",
        KINDS[1]: "the same function, in other weights.",
        KINDS[2]: "another solution, another function.",
    }
    costs = f"Costs: {short(row['cost1'])} and {short(row['cost2'])}."
    return f"{kinds[row['kind']]} {costs} {said}, {apart}."


def _shares(found: Matched) -> str:
    counts, runs = found.pairs["kind"].value_counts(), len(found.pairs)
    same, other, another, lost = (f"{counts.get(kind, 0)}" for kind in KINDS)
    diverged = f", {lost} diverged" if KINDS[3] in counts else ""
    return (
        f"Of {counted(runs, 'pair')} of seeds, {same} found the same solution, {other} the same "
        f"function in other weights, {another} another function{diverged} "
        f"({found.experiment.training.epochs:,} epochs each)."
    )


def _percent(share: float) -> str:
    """A share in a hundred, with two digits that count."""
    if 0 < share < 1e-6:
        return "less than 0.0001 %"
    return "0 %" if share == 0 else f"{100 * share:.2g} %" if share < 1 else f"{100 * share:.0f} %"


def _measured(compute, *, data, hidden, activation, pairs, rate, epochs, **_) -> tuple[float, ...]:
    """Of all orders and signs of 3 tanh units, how many are the same function; in float32; students alike."""
    start, largest = [array[0] for array in initial.starts(START, [0])], []
    for order, signs in product(permutations(range(3)), product((1.0, -1.0), repeat=3)):
        other = copies.arranged(start, np.array(order), np.array(signs))
        largest.append(copies.effect(START, start, other)["largest"].to_numpy())
    students = compute(measure, setting(data, hidden, activation, rate, epochs), pairs=pairs).pairs
    float32, _, exact = np.array(largest).T
    return int((exact == 0).sum()), float32.max(), int((students["kind"] == KINDS[0]).sum())


CLAIMS = (
    Claim(
        id="L08",
        question="Two networks with other weights: are they other functions?",
        claim="The units of a layer may change places, and tanh units may turn all their signs: n! 2ⁿ networks with "
        "the same outputs; so two seeds may find the same function.",
        source="Bishop (2006), 5.1.1",
        settings=TEACHER | {"hidden": 2, "pairs": 10},
        figures=(
            Expected(name="of the 48 arrangements of 3 units, those with outputs equal to the bit", expected=48),
            Expected(name="largest difference if sums are rounded term by term, float32", expected=2e-6, way="at most"),
            Expected(name="pairs of seeds that find the same solution, of 10", expected=8, way="at least"),
        ),
        measure=_measured,
        because="{0} of the 48 arrangements of three units say exactly the same, but for the rounding of sums. Of 10 "
        "pairs of networks that learn from one with as many units, {2} are the same solution in another order.",
    ),
)
