"""Do all units of a layer become different?"""

import numpy as np
import pandas as pd

import lab
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words, mathematics
from lab.charts import kernels
from lab.claim import Claim, Expected
from lab.differentiation.layer import DATA, looks, setting
from lab.differentiation.likeness import ALIKE, similarity
from lab.numerals import counted, figure, tex
from lab.prose import listed
from lab.question import Question
from lab.questions.neuron_differentiation.layer import picture, two_layers
from lab.questions.neuron_differentiation.layer import units as of
from lab.questions.neuron_differentiation.layer.units import STARTS, Layer, measure, order

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
        "all hidden units get the same inputs, how can each of them learn another feature",
        "two hidden units have the same weights after training",
        "why do not all neurons learn the same feature",
    ),
    turned={
        (
            "two trained neurons have nearly the same weights though they started random: is that a problem",
            "neurons of the trained network that are almost equal", "redundant neurons after training",
            "two neurons have learned one and the same feature",
        ): {"data": "demand", "epochs": 100},
    },
)  # fmt: skip
FOUR = [name for name in STARTS if name != "clones with a push"]
KINDS = {"alike": "nearly parallel", "bit": "exactly equal"}
COUNTED = {  # how units are counted
    "alike": f"Units count as one when a chain of units with cosines above {ALIKE:g} leads from one to the other.",
    "bit": "Units with the same incoming weights, bias and outgoing weights count as one.",
}
EPSILONS = [0.0, 1e-12, 1e-6, 1e-4, 1e-3, 1e-2, 0.1, 1.0]
SOON = 10  # epochs that are shown while more are trained
PANELS = {"first": "First layer", "second": "Second layer", "difference": "Difference"}


def knobs(k):
    """Starts of a layer, what it learns, and which run is looked at."""
    k.several("starts", "Starts to compare", STARTS, FOUR)
    k.choice("start", "Start shown in the pictures", STARTS, "Glorot random")
    before = ("neurons_layer_kind", {"bit": "equal to the bit"}.get)
    one = "Units count as one where they are"
    k.choice("kind", one, KINDS, "alike", shown=KINDS.get, former=before)
    k.choice("data", "Data", DATA, "digits", shown=DATA.get)
    k.steps("epochs", "Epochs", [1, 2, 5, 10, 20, 50, 100, 300], 10)
    with k.more():
        k.slider("seed", "Run shown in the pictures (seed)", 0, 15, 1, 0)
        k.choice("activation", "Activation", ["sigmoid", "tanh", "relu"], "sigmoid")
        k.steps("rate", "Learning rate", [0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0], 1.0)
        k.steps("epsilon", "Difference of the one clone", EPSILONS, 1e-2)
        k.steps("tiny", "Size of the tiny start (standard deviation)", [1e-6, 1e-4, 1e-3, 0.01], 1e-3)
        ways = two_layers.WAYS
        k.choice("way", "Two layers' initializers are", ways, next(iter(ways)))


def answer(compute, *, starts, start, kind, data, epochs, seed, activation, rate, epsilon, tiny, way):
    """How many different units there are over training, what they look like, and two layers with one initializer."""
    experiment = lab.vary(
        setting(data),
        {
            "network.activation": activation, "init.epsilon": epsilon, "init.stddev": tiny,
            "training.learning_rate": rate, "training.epochs": epochs,
        },
        later=True,
    )  # fmt: skip
    compared, two = sorted({*starts, start}), _two_layers(compute, experiment, way)

    def shown(some: lab.Experiment) -> Answer:
        return _answer(compute(measure, some, starts=compared), start, kind, seed, two)

    return compute.sooner(shown, experiment, SOON)


def _answer(found: Layer, start: str, kind: str, seed: int, two: Section) -> Answer:
    nearest = closest(found, start, seed)
    return Answer(
        headline=headline(found, kind),
        note=ended(found),
        blocks=(
            Figure.of(
                picture.counts(*of.counts(found, kind)), course(found, kind),
                caption="Line: the median run. Band: the middle 90 % of runs. Dashed: the most there can ever be. "
                f"{COUNTED[kind]}",
            ),
            Why(why(found, kind)),
            Advice(
                f"{redundant(found)}Give every layer an initializer of its own, or none: Keras then draws each kernel "
                "differently. One initializer object, with a seed or without, that is used for two layers of one "
                "shape starts both with the same weights.",
                'keras.layers.Dense(25, kernel_initializer=keras.initializers.GlorotUniform(seed=1))\n'
                'keras.layers.Dense(25, kernel_initializer=keras.initializers.GlorotUniform(seed=2))',
            ),
            _one_run(found, start, seed),
            two,
            mathematics(Formula(induction(found)), *([Formula(nearest)] if nearest else [])),
        ),
        experiment=of.begun(found.experiment, start),
    )  # fmt: skip


def _one_run(found: Layer, start: str, seed: int) -> Section:
    """What the units of one run look like, and how alike they are."""
    weights, shown = of.weights(found, start, seed), []
    for when, title in (("before", "Before training"), ("after", "After training")):
        frame, largest = looks(weights, when)
        drawn = (kernels.pictures if "x" in frame else picture.rows)(frame, largest)  # pixels have places in a picture
        shown.append(Figure.of(drawn, looks_seen(weights, when), caption=title))
    alike = Figure.of(picture.matrix(of.matrix(found, start, seed)), likeness(found, start, seed), caption="How alike")
    told = Words(guide(found, weights), small=True)
    return Section(f"The units of one run, from {start}", (*shown, alike, told), across=3)


def _two_layers(compute, experiment: lab.Experiment, way: str) -> Section:
    """Whether two layers that share an initializer start with different weights."""
    found = compute(two_layers.kernels, experiment, way=way)
    says, largest = two_layers.verdict(found, way), float(found.weights["value"].abs().max())
    panels = tuple(
        Figure.of(picture.kernel(found.weights[found.weights["kernel"] == name], largest, title), says)
        for name, title in PANELS.items()
    )
    return Section(
        "And two layers with one initializer?",
        (Words(f"**{says}**"), *panels, Words(two_layers.CAUTION, small=True)),
        across=3,
    )


def headline(found: Layer, kind: str) -> str:
    """Which start ends with the most different units, and which with the fewest, counted as `KINDS` says."""
    units, ends = found.experiment.network.hidden[0], found.runs.groupby("start", sort=False)[f"{kind}_last"].median()
    if ends.isna().all():
        return "Training diverged from every start, so there are no units to compare."
    best, worst = ends[::-1].idxmax(), ends.idxmin()  # of equals the last: Keras's own start
    if ends[worst] == units:
        return f"Yes: from every start tried here all {units} units become different."
    if ends[best] < units:
        how = "different" if kind == "bit" else "that are not nearly parallel"
        return f"Not all: the best start, {best}, ends with {ends[best]:.0f} of {units} units {how}."
    copied = found.runs.loc[found.runs["start"] == worst, "bit_last"].median() == 1
    few = (
        "one unit, copied" if copied else "one direction" if ends[worst] == 1 else f"{ends[worst]:.0f} different units"
    )
    return f"Yes, from {best}: all {units} do; from {worst} there {'are' if ends[worst] > 1 else 'is'} only {few}."


DEMAND = {"data": "demand", "epochs": 100}
TRY = {
    "Clones: what becomes of 25 equal units?": {"start": "clones", "kind": "bit"},
    "One of the clones differs: do the others follow?": {
        "starts": ("clones", "clones with a push"), "start": "clones with a push",
    },
    "Do they become different on the demand data too?": DEMAND,
    "And with ReLU units?": {"activation": "relu"},
}  # fmt: skip


def ended(found: Layer) -> str:
    """How many different units each start ends with, with N and the step budget."""
    units, epochs = found.experiment.network.hidden[0], found.experiment.training.epochs
    groups = list(found.runs.groupby("start", sort=False))
    exact = ", ".join(f"from {name} {_middle(rows, 'bit_last')}" for name, rows in groups)
    near = ", ".join(_middle(rows, "alike_last") for _, rows in groups)
    gone = int(found.runs["diverged"].sum())
    lost = f" Not counted, as they diverged: {gone} of all {len(found.runs)} runs." if gone else ""
    return (
        f"Number of different units, of {units}, after {counted(epochs, 'epoch')}: {exact} (medians of "
        f"{counted(len(found.seeds), 'run')} each; with nearly parallel units counted as one: {near}).{lost}"
    )


def _middle(rows: pd.DataFrame, column: str) -> str:
    return figure(rows[column].median()).replace("not a number", "none, as all runs diverged")


def why(found: Layer, kind: str) -> str:
    """Why units become different or stay equal, and why a line falls and climbs again, where one does."""
    told = (
        "Every unit of a layer sees the same inputs, and one algorithm lowers one cost for the whole network. Each "
        "weight gets the slope of that cost in its own direction, and the slopes differ as soon as the units' weights "
        "do. So a unit has no optimum of its own, but settles into a role that depends on what the others do. Units "
        "that start equal get equal steps, and stay equal for ever: a layer of copies is one unit. A "
        "single difference in one of them frees that one only; the others stay copies of each other."
    )
    tiny = found.runs[found.runs["start"] == "tiny random"]
    first, least, last = (tiny[f"alike_{when}"].median() for when in ("first", "least", "last"))
    if kind != "alike" or not least < min(first / 2, last):
        return told
    same = "every unit first learns the same direction" if least == 1 else "the units first learn few directions"
    return (
        f"{told} From tiny random the line falls from {figure(first)} to {figure(least)} and climbs to {figure(last)}: "
        f"while all weights are small, {same}, what helps most, so they become nearly parallel; once they have grown, "
        f"{'they' if last == first else 'some'} part."
    )


def redundant(found: Layer) -> str:
    """What to think of units that become nearly parallel from a random start; ends with a blank, "" where none do."""
    runs = found.runs[found.runs["start"].str.contains("random")]
    ends = runs.groupby("start", sort=False)["alike_last"].median()
    few = ends[ends < found.experiment.network.hidden[0]]
    if few.empty:
        return ""
    return (
        f"Trained units with nearly the same weights, as from {listed(few.index)}, are no fault: the task needs fewer "
        "directions than there are units, so some double others (redundant). It harms nothing; fewer units would do. "
    )


def course(found: Layer, kind: str) -> str:
    """The picture of the numbers in words."""
    curves = found.counts[found.counts["kind"] == kind]
    what = "not exactly equal" if kind == "bit" else "not nearly parallel"
    parts = [
        f"{name} from {figure(mid.iloc[0])} to {figure(mid.iloc[-1])}, fewest {figure(mid.min())}"
        for name, mid in curves.groupby("start", sort=False)["mid"]
    ]
    return f"Units {what}, median of {counted(len(found.seeds), 'run')}: {'; '.join(parts)}."


def likeness(found: Layer, start: str, seed: int) -> str:
    """The picture of the matrix in words."""
    first, last = (similarity(found.units[start][found.seeds.index(seed), place]) for place in (0, -1))
    if not np.isfinite(last).all():
        return f"The run of seed {seed} from {start} diverged: its weights are no finite numbers any more."
    pairs = np.triu_indices(len(last), 1)
    parts = [f"{figure(round(float(np.abs(cosines[pairs]).mean()), 3))}" for cosines in (first, last)]
    return (
        f"How alike the units of seed {seed} from {start} are: mean size of the cosine of two units {parts[0]} before "
        f"training and {parts[1]} after; the two most alike have {figure(round(float(last[pairs].max()), 3))}."
    )


def looks_seen(weights: pd.DataFrame, when: str) -> str:
    """The picture of the weights in words."""
    values = weights.loc[weights["when"] == when, "value"]
    units = weights.loc[weights["when"] == when, "unit"].nunique()
    if not np.isfinite(values).all():
        return f"The weights of {units} units {when} training: some are no finite numbers any more, the run diverged."
    sizes = figure(np.sqrt((values**2).mean()), 3), figure(values.abs().max(), 3)
    return f"The weights of {units} units {when} training: root mean square {sizes[0]}, largest size {sizes[1]}."


def guide(found: Layer, weights: pd.DataFrame) -> str:
    """How to read the pictures of one run, and of the demand data which features weigh most."""
    order = "Units stand in the order that puts those side by side that are alike after training, in all pictures."
    if found.experiment.data.name != "digits":
        features = found.experiment.data.features
        return f"One row a unit, one column a weight; blue below 0. {order} {_favourites(weights, features)}"
    return (
        f"One small picture a unit: its 64 incoming weights where their pixels lie; blue below 0. {order} A pixel "
        "that is never inked gives no gradient, so its weights stay where they began."
    )


def _favourites(weights: pd.DataFrame, features: tuple[str, ...]) -> str:
    """Which input has the largest weight, unit by unit, and how much of the unit it is."""
    after = weights[(weights["when"] == "after") & weights["weight"].isin(features)]
    squares = after.assign(square=after["value"].astype(float) ** 2).pivot_table("square", "unit", "weight")
    if not np.isfinite(squares).all(axis=None) or squares.empty:
        return "This run diverged."
    heaviest = squares[list(features)].idxmax(axis=1).value_counts()
    shares = squares.max(axis=1) / squares.sum(axis=1)
    each = ", ".join(f"{name} in {heaviest.get(name, 0)}" for name in features)
    return (
        f"The heaviest incoming weight after training, of {len(squares)} units: {each}. It makes up "
        f"{100 * shares.median():.0f} % of a unit's squared incoming weights (median; "
        f"{100 / len(features):.0f} % where all weigh alike)."
    )


def closest(found: Layer, start: str, seed: int) -> str:
    """The cosine of the two most alike units that are not equal, with numbers, as TeX; empty without such units."""
    units = found.units[start][found.seeds.index(seed), -1].astype(float)
    if not np.isfinite(units).all() or len(np.unique(units, axis=0)) == 1:
        return ""
    cosines = similarity(units)
    equal = (units[:, None] == units[None]).all(axis=-1)
    one, two = np.unravel_index(np.where(equal, -np.inf, cosines).argmax(), cosines.shape)
    places = order(found, start, seed).tolist()
    names = sorted((places.index(one) + 1, places.index(two) + 1))
    product, *lengths = units[one] @ units[two], *(np.linalg.norm(units[place]) for place in (one, two))
    numbers = [tex(figure(float(value))) for value in (product, *lengths, cosines[one, two])]
    law = rf"\cos(v_{{{names[0]}}}, v_{{{names[1]}}}) = \frac{{v_{{{names[0]}}} \cdot v_{{{names[1]}}}}}"
    law += rf"{{|v_{{{names[0]}}}|\, |v_{{{names[1]}}}|}}"
    return rf"{law} = \frac{{{numbers[0]}}}{{{numbers[1]} \cdot {numbers[2]}}} = {numbers[3]}"


def induction(found: Layer) -> str:
    """Why equal units stay equal, with the rate in it, as TeX."""
    rate = tex(figure(found.experiment.training.learning_rate))
    step = rf"v_i - {rate}\, \frac{{\partial J}}{{\partial v_i}}"
    return rf"v_i = v_j \;\Rightarrow\; {step} = {step.replace('v_i', 'v_j')}"


def _measured(compute, *, data, **_) -> tuple[float, ...]:
    """Largest difference of two layers' kernels: one object with a seed, and two objects with two seeds."""
    ways = [way for way in two_layers.WAYS if way.startswith(("one object with the seed", "two objects, with"))]
    return tuple(compute(two_layers.kernels, setting(data), way=way).difference for way in ways)


CLAIMS = (
    Claim(
        id="L25",
        question="Do two layers with the same initializer start with different weights?",
        claim="One initializer object with an integer seed gives the same weights every time that it is used.",
        source="Keras documentation, layer weight initializers",
        figures=(
            Expected(name="largest difference of two layers' weights, one object", expected=0.0),
            # two draws from [-0.35, 0.35], 625 each
            Expected(name="the same with two objects and two seeds", expected=0.5, way="at least"),
        ),
        measure=_measured,
    ),
)
