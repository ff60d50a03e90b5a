"""Can all weights start at zero, or at one constant?"""

from dataclasses import replace

import numpy as np
import pandas as pd

import lab
from lab import moving
from lab.answer import Answer, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.charts import moving as moving_chart
from lab.claim import Claim, Expected
from lab.numerals import counted, figure
from lab.question import Question
from lab.questions.neuron_differentiation.frozen import biases, optimizers, picture, theory
from lab.questions.neuron_differentiation.frozen.ends import LOGISTIC, ZERO_BIASES, asked, untried
from lab.questions.neuron_differentiation.frozen.picture import with_units
from lab.questions.neuron_differentiation.frozen.reasons import advice, why
from lab.questions.neuron_differentiation.frozen.starts import (
    DATA,
    HALVES,
    LARGE,
    LEFT,
    RANDOM_BIASES,
    SLOW,
    STARTS,
    ZERO_WEIGHTS,
    ZEROED,
    Frozen,
    begun,
    measure,
    setting,
    zeroed,
)

QUESTION = Question(
    room="neuron_differentiation",
    slug="frozen",
    title="Frozen or slow?",
    ask="Can all weights start at zero, or at one constant?",
    group="Many neurons",
    place=5,
    level="first",
    also=(
        "can logistic regression start from all zeros, can a network", "all weights initialised to zero",
        "loss stuck at 0.693", "network does not learn from zeros",
        "frozen, identical or just slow", "my network predicts the same value for all inputs",
        "zero initialization of a hidden layer",
        "the gradient is exactly zero", "loss does not change at all", "loss stays at ln 2", "accuracy stuck at 50 %",
        "same output for every example", "constant prediction", "why random instead of zero weights",
        "is the gradient zero when all weights are zero",
    ),
    turned={
        ("why multiply np.random.randn by 0.01", "starting weights that are too small or too large"): {
            "data": "circles", "tiny": 0.01, "starts": ("tiny random", "Glorot random", "large random"),
        },
        ("zeros for W2 only and random W1", "which layer has to be random, W1 or both", "only W1 is zero"): {
            "starts": ("zeros into the units", "zeros out of the units", "Glorot random"),
        },
        (
            "all weights 0.5 and the network still learned XOR a bit, the loss went down",
            "why does the loss go down if all weights start equal, at 0.5",
            "same value for all weights, but XOR is learned a little",
            "initialise all weights to the same value", "same constant for all weights", "all weights 0.5",
        ): {"data": "xor", "starts": ("one constant", "Glorot random"), "epochs": 10_000},
        (
            "the weights zero but the biases random, is that forbidden too", "weights with zeros and biases at random",
            "all weights 0 and only the biases random", "do random biases make up for zero weights",
        ): {"starts": ("zero weights, random biases", "Glorot random")},
        (
            "initialise all weights with 0.1 instead of random: would the hidden units learn the same thing",
            "all weights 0.1 in place of random numbers",
        ): {"starts": ("one constant", "Glorot random")},
        (
            "with relu and zeros all activations are 0, so all derivatives are 0", "is nothing adjusted because a "
            "prediction of 0.5 costs the same for y = 0 and y = 1",
        ): {"activation": "relu", "starts": ("all zeros", "Glorot random")},
        (
            "train with all biases set to zero", "all biases 0, and then all weights 0 as well",
        ): {"starts": ("all zeros", "Glorot random", "Glorot random, biases too")},
        (
            "does Adam fix a start from zeros", "Adam with all weights zero", "what happens with Adam if all weights "
            "begin at zero", "each weight has its own learning rate, so zeros are fine with Adam",
            "does another optimizer than SGD learn from zero weights",
        ): {"optimizer": "adam", "starts": ("all zeros", "Glorot random")},
        (
            "W1 and W2 both set to zeros, and the cost falls from 0.693 a little and no further",
            "all weights zero, yet the loss goes down at first: why does it move at all",
            "W1 and W2 zeros, trained with Adam",
        ): {"optimizer": "adam", "starts": ("all zeros", "Glorot random"), "data": "two unequal"},
        (
            "does Adam break the symmetry of equal weights", "Adam with all weights equal, one constant",
            "each weight has its own learning rate, so equal weights become different with Adam",
        ): {"optimizer": "adam", "starts": ("one constant", "Glorot random")},
    },
)  # fmt: skip
FIVE = [name for name in STARTS if name not in (RANDOM_BIASES, LARGE, *ZEROED, "one unit, random")]
RATES = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0]
SMALL = [0.001, 0.003, *RATES[:5]]  # of the other optimizers
SHOWN = {"sgd": "SGD", "momentum": "Momentum", "adam": "Adam", "rmsprop": "RMSprop"}
SIZES = [1e-8, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1]
SOON = 1000  # epochs that are shown while more are trained
LEAD = 3  # blocks before the network itself
DRAWN = 3  # hidden units of the network that is shown moving, at most
TITLES = {"distance": "Distance between the most different units", "movement": "Largest change of a hidden weight"}


def knobs(k):
    """Starts that look alike, and what they learn."""
    k.several("starts", "Where the weights start", STARTS, FIVE)
    k.choice("data", "Data", DATA, "spiral", shown=DATA.get)
    k.choice("activation", "Activation of the hidden units", ["tanh", "sigmoid", "relu", "linear"], "tanh")
    kind = k.choice("optimizer", "Optimizer", list(optimizers.NAMES), optimizers.PLAIN, shown=SHOWN.get)
    with k.row():
        if kind == optimizers.PLAIN:
            k.steps("rate", "Learning rate", RATES, optimizers.USUAL[kind])
        else:
            k.steps("rate", "Learning rate", SMALL, optimizers.USUAL[kind], key=f"neurons_frozen_rate_{kind}")
        k.steps("epochs", "Epochs", [100, 300, 1000, 3000, 10_000], 1000)
    with k.more():
        k.steps("hidden", "Hidden units", [2, 3, 4, 8, 16], 8)
        k.steps("tiny", "Size of the tiny start (standard deviation)", SIZES, 1e-4)
        k.steps("constant", "The constant", [0.01, 0.1, 0.5, 1.0, 2.0], 0.5)
        k.steps("seeds", "Runs of each random start", [1, 4, 8, 16, 32], 8)
        k.choice("precision", "Precision", ["float32", "float64"], "float32")


def answer(compute, *, starts, seeds, **settings):
    """What each start was: frozen, identical, slow or learning."""
    experiment = _experiment(**settings)

    def shown(some: lab.Experiment) -> Answer:
        first = compute(biases.first_steps, some, seeds=range(seeds)) if ZERO_WEIGHTS in starts else None
        return _answer(compute(measure, some, starts=list(starts), seeds=range(seeds)), some, seeds, first)

    first = compute.sooner(shown, experiment, SOON)
    if moving_chart.fits(_small(experiment)):
        compute.show(first)
    moving = _moving(compute, experiment, starts)
    return replace(first, blocks=(*first.blocks[:LEAD], *moving, *first.blocks[LEAD:]))


def _answer(found: Frozen, experiment: lab.Experiment, seeds: int, first: biases.First | None) -> Answer:
    pictures = tuple(
        Figure.of(
            picture.sizes_chart(*picture.sizes(found, name), TITLES[name], strip), seen(found, name),
            caption=TITLES[name],
        )
        for name, strip in (("distance", "exactly equal"), ("movement", "has not moved"))
    )  # fmt: skip
    grown, rows = theory.growth(found), summary(found).set_index("start")
    ends = rows["verdict"]
    kind, epochs = experiment.training.optimizer, counted(experiment.training.epochs, "epoch")
    by = "" if kind == optimizers.PLAIN else f" of {optimizers.NAMES[kind]}"
    each = f"{epochs}{by}; {counted(seeds, 'run')} of each random start."
    costs, levels, one = picture.costs(found)
    return Answer(
        headline=biases.headline(found, first) if first else asked(found, ends, rows["cost"]),
        note=f"{biases.note(found) if first else untried(ends)}{each}",
        blocks=(
            Figure.of(
                picture.costs_chart(costs, levels, one), verdicts(found),
                caption="Line: the median run. Band: the middle 90 % of runs. Grey and dashed: theory."
                + picture.coinciding(costs, levels),
            ),
            Why(" ".join(filter(None, [biases.why(found, first) if first else "", why(found, ends)]))),
            advice(found, ends),
            Section("How far apart the units are, and whether they move", pictures, across=2),
            Section("The verdicts as a table", (Table(table(found)), Words(meanings(found), small=True))),
            mathematics(
                *map(Formula, theory.formulas(found)), Words(theory.met(found)),
                *([*map(Formula, biases.formulas(found)), Words(biases.met(found, first))] if first else []),
                *([Formula(grown)] if grown else []), Words(theory.why_slow(found)),
            ),
        ),
        experiment=begun(experiment, found.runs["start"].iloc[0]),
    )  # fmt: skip


TRY = {
    "Why small random weights: what if they are multiplied by 0.01, or are far too large?": {
        "data": "circles", "tiny": 0.01, "starts": (*ZERO_BIASES[::-1], LARGE),
    },
    "Does Adam fix a start from zeros?": {"optimizer": "adam", "starts": ("all zeros", "Glorot random")},
    "Does Adam break the symmetry of equal weights?": {
        "optimizer": "adam", "starts": ("one constant", "Glorot random"),
    },
    "All zeros without a hidden layer: what does logistic regression do?": {"data": "moons", "starts": LOGISTIC},
    "And where no straight line helps?": {"data": "xor", "starts": LOGISTIC},
    "Can all biases be initialised to zero, or must biases start at random?": {
        "starts": ("all zeros", "Glorot random", RANDOM_BIASES),
    },
    "Can all weights be zero if the biases are random?": {"starts": (ZERO_WEIGHTS, biases.BESIDE)},
    "Zero weights, random biases and ReLU: do all units learn?": {
        "activation": "relu", "starts": (ZERO_WEIGHTS, biases.BESIDE),
    },
    "May the weights of one layer alone start at zero, W1 or W2?": {"starts": (*HALVES, "Glorot random")},
    "All zeros with Adam, the cost falls from 0.693 to 0.64 and no further: do hidden weights move?": {
        "optimizer": "adam", "data": "two unequal", "starts": ("all zeros", "Glorot random"),
    },
    "Do sigmoid units freeze too, if one class is larger?": {"data": "unequal", "activation": "sigmoid"},
    "What if the weights have twice the digits?": {"precision": "float64"},
    "What becomes of equal units on two circles?": {
        "data": "circles", "epochs": 3000, "starts": ("one constant", "Glorot random", "one unit, random"),
    },
}  # fmt: skip


def _moving(compute, experiment: lab.Experiment, chosen) -> tuple[Section, ...]:
    """A small network from two of the chosen starts, where its data can be drawn: the most alike, and the last."""
    layers = [name for name in STARTS if name in chosen and STARTS[name][0] == "layer"]
    small = _small(experiment)
    if not (layers and moving_chart.fits(small)):
        return ()
    networks = compute(
        moving.side_by_side,
        {
            f"Start: {name}": lab.vary(small, {"init.scheme": STARTS[name][1], "init.bias": STARTS[name][2]})
            for name in (layers[0], layers[-1])
        },
        {f"Start: {name}": zeroed(small, name, [0]) for name in (layers[0], layers[-1]) if name in ZEROED},
    )
    units = small.network.hidden[0]
    both = moving_chart.moving(networks, f"Seed 0, with {units} hidden units, so that all of it can be drawn.")
    return (Section("The network itself", (both,)),)


def _small(experiment: lab.Experiment) -> lab.Experiment:
    return lab.vary(experiment, {"network.hidden": (min(experiment.network.hidden[0], DRAWN),)})


def _experiment(data, activation, optimizer, rate, epochs, hidden, tiny, constant, precision) -> lab.Experiment:
    return lab.vary(
        setting(data),
        {
            "network.activation": activation, "network.hidden": (hidden,), "init.stddev": tiny, "init.value": constant,
            "training.learning_rate": rate, "training.epochs": epochs, "training.precision": precision,
            "training.optimizer": optimizer,
        },
        later=True,
    )  # fmt: skip


def summary(found: Frozen) -> pd.DataFrame:
    """One row per start: what most of its runs were, how many of how many, and medians."""
    rows = []
    for start, group in found.runs.groupby("start", sort=False):
        counts, sound = group["verdict"].value_counts(), group[~group["diverged"]]
        rows.append(
            {
                "start": start, "verdict": counts.index[0], "agree": int(counts.iloc[0]), "runs": len(group),
                "moved": sound["moved"].median(), "equal": group["equal"].sum(min_count=1),
                "left": group["left"].fillna(np.inf).median(), "cost": sound["cost"].median(),
                "accuracy": sound["accuracy"].median(),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def verdicts(found: Frozen) -> str:
    """What each start was, in a sentence with N and the step budget."""
    rows, facts = summary(found), found.facts
    each = "; ".join(f"{row.start}: {_verdict(row)}" for row in rows.itertuples())
    most = rows["runs"].max()
    drawn = f" (random starts: medians of {most} runs)" if most > 1 else ""
    return f"After {facts['epochs']:,} epochs{drawn}, {each}."


def _verdict(row) -> str:
    share = "" if row.agree == row.runs else f" in {row.agree} of {row.runs} runs"
    cost = "" if row.verdict == "diverged" else f", cost {figure(row.cost)}"
    return f"{row.verdict}{share}{cost}"


def seen(found: Frozen, quantity: str) -> str:
    """The picture of the distances or of the movements in words: the medians at the last epoch."""
    last = found.curves[(found.curves["epoch"] == found.facts["epochs"]) & (found.curves["quantity"] == quantity)]
    shown = last[last["start"].isin(with_units(found))] if quantity == "distance" else last
    each = "; ".join(f"{row.start} {_shown(row.mid)}" for row in shown.itertuples())
    return f"{TITLES[quantity]} after {found.facts['epochs']:,} epochs, median: {each or 'no start has two units'}."


def table(found: Frozen) -> pd.DataFrame:
    """The verdicts, as a table to read."""
    rows = summary(found)
    columns = {
        "Start": rows["start"],
        "Verdict": [_verdict(row).split(", cost")[0] for row in rows.itertuples()],
        "Cost": rows["cost"].map(_shown),
        "Accuracy": ["diverged" if np.isnan(value) else f"{100 * value:.0f} %" for value in rows["accuracy"]],
        "Left the floor": ["never" if np.isinf(left) else f"epoch {left:,.0f}" for left in rows["left"]],
        "Moved by": rows["moved"].map(_shown),
        "Equal units": [_equal(row) for row in rows.itertuples()],
        "Runs": rows["runs"],
    }
    return pd.DataFrame(columns).set_index("Start")


def meanings(found: Frozen) -> str:
    """What the words of the table mean."""
    return (
        f"Floor: the class entropy H(p) = {figure(found.facts['floor'])}, the least cost of a network that does not "
        f"look at its inputs; a run has left it when its cost is below {100 * LEFT:.0f} % of that. Frozen: no weight "
        "of the hidden layer (or of the only layer) ever moved, not at all. Identical: the units were exactly equal "
        f"at every recorded epoch. Slow: it left the floor later than after {100 * SLOW:.0f} % of the epochs. Moved "
        "by: the largest change of such a weight. Medians of the runs that did not diverge; where nothing is drawn, "
        "all runs would be one and the same."
    )


def _shown(value: float) -> str:
    return figure(value).replace("not a number", "diverged")


def _equal(row) -> str:
    if np.isnan(row.equal):
        return "–"
    return "always" if row.equal == row.runs else "no" if row.equal == 0 else f"in {row.equal:.0f} of {row.runs} runs"


def _logistic(compute, *, starts, seeds, **settings) -> tuple[float, ...]:
    """Logistic regression's first and last cost; a zero hidden layer's last cost, and how far it moved."""
    names = ("no hidden layer, zeros", "all zeros")
    found = compute(measure, _experiment(**settings), starts=list(names), seeds=range(1))
    first = found.curves.query("quantity == 'cost' and epoch == 0 and start == @names[0]")["mid"].item()
    runs = found.runs.set_index("start")
    return first, *runs["cost"].loc[list(names)], runs["moved"][names[1]]


def _one_unit(compute, *, starts, seeds, **settings) -> tuple[float, ...]:
    """Largest difference between the cost of equal units and of one unit with rates of its own."""
    return (compute(measure, _experiment(**settings), starts=list(starts), seeds=range(1)).gap,)


def _activations(compute, *, starts, seeds, activation, data, **settings) -> tuple[float, ...]:
    """ReLU, tanh and linear: cost and movement; sigmoid: cost and equality; sigmoid, classes of equal size."""
    cases = [(data, "relu"), (data, "tanh"), (data, "linear"), (data, "sigmoid"), ("blobs", "sigmoid")]
    *still, one, even = (
        compute(measure, _experiment(*case, **settings), starts=["all zeros"], seeds=range(1)).runs.iloc[0]
        for case in cases
    )
    farthest = max((run["cost"] for run in still), key=lambda cost: abs(cost - 1.011404))
    moved = max(run["moved"] for run in still)
    return farthest, moved, one["cost"], one["equal"], even["moved"]


CLAIMS = (
    Claim(
        id="S20",
        question="May all weights start at zero?",
        claim="Logistic regression may start from all zeros and still learns.",
        source="seeds/002",
        settings={"data": "moons"},
        figures=(
            Expected(name="first cost of logistic regression: ln 2", expected=0.6931472, tolerance=1e-6),
            Expected(name="its cost after 1,000 epochs", expected=0.3, way="at most"),
            Expected(name="cost of a network with a hidden layer of zeros: ln 2", expected=0.6931472, tolerance=1e-6),
            Expected(name="largest movement of a weight of that network", expected=0.0),
        ),
        measure=_logistic,
        because="its cost falls to {1}; that of a network with a hidden layer of zeros stays at {2}.",
    ),
    Claim(
        id="L03",
        question="What can a layer of equal units learn?",
        claim="H units that start equal learn as a single unit would: with H times the rate for its outgoing weight, "
        "and 1/H of the rate for its incoming ones.",
        source="plain algebra",
        settings={"starts": ("one constant",), "precision": "float64", "epochs": 3000},
        figures=(
            # rounding of 3,000 steps of float64, of costs near 1
            Expected(name="largest difference of the costs, 8 units, 3,000 steps", expected=1e-13, way="at most"),
        ),
        measure=_one_unit,
    ),
    Claim(
        id="L04",
        question="What happens to a network whose weights all start at zero?",
        claim="From all zeros, networks of ReLU, tanh or linear units learn no more than how frequent each class is; "
        "sigmoid units learn more, all of them as one unit.",
        source="plain algebra; p = (1/2, 1/3, 1/6)",
        settings={"data": "unequal", "hidden": 2, "activation": "sigmoid"},
        figures=(
            Expected(name="cost of ReLU, tanh and linear (the farthest)", expected=1.011404, tolerance=2e-6),
            Expected(name="largest movement of their weights", expected=0.0),
            Expected(name="cost of sigmoid units after 1,000 epochs", expected=0.9, way="at most"),
            Expected(name="sigmoid units equal at all epochs (1 = yes)", expected=1),
            # rounding of float32, over 1,000 steps
            Expected(name="movement of sigmoid units, classes of equal size", expected=1e-3, way="at most"),
        ),
        measure=_activations,
        verdict="holds only when",
        because="the classes are of unequal size: then sigmoid units get to a cost of {2}; with three classes of equal "
        "size their weights move by no more than rounding, and they freeze too.",
    ),
)
