"""Which factor makes the two gradients differ?"""

import numpy as np
import pandas as pd

import lab
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words
from lab.charts.moving import moving
from lab.claim import Claim, Expected
from lab.datasets import TITLES
from lab.numerals import aligned, counted, figure, tex
from lab.prose import listed
from lab.question import Onto, Question
from lab.questions.neuron_differentiation.side import chain, drawing, updates
from lab.questions.neuron_differentiation.side.chain import FACTORS, differs, source, unit
from lab.questions.neuron_differentiation.side.network import (
    START,
    WEIGHTS,
    Moment,
    automatic,
    begun,
    both,
    course,
    moment,
)

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
        "does each neuron have its own cost function", "how backpropagation knows which neuron to change",
        "credit assignment to hidden units", "the gradient formula is the same for both neurons",
        "both hidden neurons get the same x: what makes neuron 1 pick one feature and neuron 2 another",
    ),
)  # fmt: skip
COSTS = {"binary_crossentropy": "cross-entropy", "mse": "squared error"}
UPDATES = "Each epoch is one update."
MARK = r"\boxed{%s}"
IN_SIGHT = ("w1", "w3", "w5", "w6")  # one weight into each neuron, and those out of them


def knobs(k):
    """Nine weights, how long they are trained, and on which example the chain is followed."""
    with k.row():
        _weights(k, IN_SIGHT)
    updates = START.training.epochs
    k.slider("update", "Updates so far", 0, updates, 1, 0, moved_by="update")
    with k.more():
        k.choice("pair", "Gradients to compare", list(chain.PAIRS), "w1 and w3")
        with k.row():
            _weights(k, [name for name in WEIGHTS if name not in IN_SIGHT])
        data = k.choice("data", "Data", ["xor", "circles", "moons"], "moons", shown=TITLES.get)
        k.slider("example", "Example", 1, lab.Data(data).examples, 1, 1)
        k.choice("activation", "Activation", list(chain.SLOPES), "sigmoid")
        k.choice("cost", "Cost", COSTS, "binary_crossentropy", shown=COSTS.get)
        k.steps("rate", "Learning rate", [0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 5.0, 10.0, 100.0], 1.0)


def _weights(k, names) -> None:
    for name in names:
        k.box(name, name, -20.0, 20.0, 0.1, WEIGHTS[name])


def answer(compute, *, pair, update, data, example, activation, cost, rate, **weights):
    """The network with its numbers, and the factors of two gradients."""
    experiment = _experiment(weights, data, activation, cost, rate)
    run = compute(course, experiment)
    seen = moment(run, update, example, chain.PAIRS[pair])
    network = drawing.network(drawing.nodes(seen), drawing.edges(seen))
    runs = compute(both, experiment)
    clearer = compute(both, lab.vary(experiment, {"data.name": "xor"})) if updates.hardly(runs) else {}
    trained = moving(runs, UPDATES), *map(Words, updates.worth(runs, clearer))
    chains, rest = (), [Section("Both neurons while they train", trained)]
    if seen.finite:
        now = list(seen.weights.values())
        by_keras = compute(automatic, experiment, weights=now, example=example)
        chains = tuple(Formula(formula(seen.factors, seen.pair, which)) for which in (0, 1))
        rest.insert(1, updates.section(seen, by_keras))
    cost_now = (
        f"Cost over all {experiment.data.examples} examples after {counted(update, 'update')}: {figure(seen.cost)}."
    )
    return Answer(
        headline=headline(seen),
        note=verdict(seen),
        blocks=(
            Figure.of(
                network, drawing.takeaway(seen),
                caption="w1, w2 lead into neuron 1, w3, w4 into neuron 2, w5, w6 out of them. Strong lines: the way "
                f"from the cost J back to each of the two weights. Framed or ringed: what differs on it. {cost_now}",
            ),
            *chains,
            *([Words("In a box: what differs.", small=True)] if chains else []),
            Why(updates.why(seen)),
            Advice(
                "Look at the gradients of your own network: two columns that are equal belong to two units that move "
                "alike. Units that start with random weights of their own have factors of their own.",
                GRADIENTS,
            ),
            *rest,
        ),
        experiment=experiment,
    )  # fmt: skip


GRADIENTS = """\
loss = keras.losses.BinaryCrossentropy()
with tf.GradientTape() as tape:
    cost = loss(y, model(x))
kernel = model.layers[0].kernel  # (inputs, units)
print(tape.gradient(cost, kernel))  # one column for each unit"""
TRY = {
    "What if w5 = w6 too?": {"w6": 0.3},
    "What if only w5 = w6, and w1 and w3 differ?": {"w6": 0.3, "w3": -0.4},
    "Why do dJ/dw1 and dJ/dw2 differ?": Onto({"pair": "w1 and w2"}),
    "What after 500 updates?": Onto({"update": 500}),
    "Can the gradients agree although w5 and w6 differ?": {"data": "xor", "example": 2},
    "Are two different neurons worth more on XOR?": Onto({"data": "xor"}),
}
ALGORITHM = "No, one algorithm for all units: these two begin with different weights, so they get different steps."
GRADIENT = "dJ/dw1, the gradient of w1, says how fast the cost J grows with w1: each update steps against it."


def headline(moment: Moment) -> str:
    """Which of the five factors differ, in one sentence."""
    if not moment.finite:
        return "The run has diverged here: there is no gradient to compare."
    one, other = (f"dJ/d{name}" for name in moment.pair)
    names = differing(moment.factors, moment.pair)
    first, second = moment.factors[["one", "other"]].iloc[-1]
    if first != second and _begin_apart(moment):
        return ALGORITHM
    if not names:
        return f"None: all five factors are the same, so {one} and {other} are exactly equal."
    if first == second:
        return f"None that counts: {one} and {other} are equal although {names} differ."
    return f"{names[0].upper()}{names[1:]} differ, so {one} and {other} do; all else is equal."


def _begin_apart(moment: Moment) -> bool:
    """Whether the neurons begin with different weights, both those into them and those out of them."""
    begun = chain.values([np.array(array) for array in moment.experiment.init.weights])
    incoming = any(begun[one] != begun[other] for one, other in (("w1", "w3"), ("w2", "w4"), ("b1", "b2")))
    return incoming and begun["w5"] != begun["w6"] and unit(moment.pair[0]) != unit(moment.pair[1])


def _experiment(weights, data, activation, cost, rate) -> lab.Experiment:
    return lab.vary(
        begun(START, weights),
        {
            "data.name": data, "network.activation": activation, "training.loss": cost, "training.learning_rate": rate,
        },
    )  # fmt: skip


def verdict(moment: Moment) -> str:
    """Whether the two gradients differ, which factors make them, how far the discussion's reason holds."""
    example = f"example {moment.example} of {moment.experiment.data.examples}"
    after = f"After {counted(moment.update, 'update')}, on {example}:"
    if not moment.finite:
        return (
            f"{after} the run has diverged. Its numbers have grown beyond what float64 can hold, so there is no "
            "gradient to compare. Go back some updates, or take a smaller learning rate."
        )
    says = compared(moment.factors, moment.pair)
    updates = moment.experiment.training.epochs - 1  # `course` trains one more than asked for
    each = f"exactly equal after each of this run's {counted(updates, 'update')}, and for ever."
    copied = f"The two neurons are copies: {each}" if moment.copies else ""
    gradient = GRADIENT if headline(moment) == ALGORITHM else ""
    return " ".join(filter(None, [gradient, f"{after} {says}", judged(moment.factors, moment.pair), copied]))


def formula(factors: pd.DataFrame, pair: tuple[str, str], which: int) -> str:
    """The chain of one of the two gradients with its numbers, as TeX; factors that differ are in a box."""
    weight = pair[which]
    neuron, inputs = unit(weight), source(weight)
    below = [
        r"\partial J / \partial a_3",
        r"\partial a_3 / \partial z_3",
        rf"\partial z_3 / \partial a_{neuron} = w_{neuron + 4}",
        rf"\partial a_{neuron} / \partial z_{neuron}",
        rf"\partial z_{neuron} / \partial {_letter(weight)} = x_{inputs}",
    ]
    columns = ["one", "other"] if which == 0 else ["other", "one"]
    *numbers, product = [tex(_digits(*row)) for row in factors[columns].to_numpy()]
    boxed = [MARK % number if not same else number for number, same in zip(numbers, ~factors["differs"], strict=False)]
    shown = [rf"\underbrace{{{number}}}_{{{name}}}" for number, name in zip(boxed, below, strict=True)]
    near, far = (r" \cdot ".join(part) for part in (shown[:3], shown[3:]))  # in two lines, which a phone has room for
    gradient = rf"\frac{{\partial J}}{{\partial {_letter(weight)}}}"
    return aligned(rf"{gradient} = {{}}& {near}", rf"& \cdot {far} = {product}")


def compared(factors: pd.DataFrame, pair: tuple[str, str]) -> str:
    """The two gradients, and which of their factors make them differ."""
    one, other = (f"dJ/d{name}" for name in pair)
    first, second = factors[["one", "other"]].iloc[-1]
    differing = [factor for factor in FACTORS if differs(factors, factor)]
    if not differing:
        return f"{one} = {other} = {figure(first)}, exactly equal: none of their five factors differs."
    names = ", and ".join([_named(factors, factor, pair) for factor in differing])
    if first == second:
        why = _zero(factors, pair) if first == 0 else "the differences cancel"
        return f"{one} = {other} = {figure(first)}, although {names} differ: {why}."
    shown = [_digits(*values).replace("-", "−") for values in ((first, second), (second, first))]
    count = {1: "one of their five factors does", 2: "two of their five factors do"}[len(differing)]
    return f"{one} = {shown[0]} and {other} = {shown[1]} differ because {count}: {names}."


def differing(factors: pd.DataFrame, pair: tuple[str, str]) -> str:
    """The factors in which the two gradients differ, by name, as a sentence lists them; "" for none."""
    one, other = (unit(weight) for weight in pair)
    names = {
        "dz3/da": f"the outgoing weights w{one + 4} and w{other + 4}",
        "da/dz": "both neurons' slopes",
        "dz/dw": f"the inputs x{source(pair[0])} and x{source(pair[1])}",
    }
    return listed([name for factor, name in names.items() if differs(factors, factor)])


def judged(factors: pd.DataFrame, pair: tuple[str, str]) -> str:
    """Whether w5 and w6, or x1 and x2, are the only cause."""
    differing = [factor for factor in FACTORS if differs(factors, factor)]
    if not differing or not differs(factors, "product"):
        return ""
    if differing != ["da/dz"] and len(differing) == 1:
        return "Nothing else makes their gradients differ here."
    if differing == ["da/dz"]:
        return (
            "w5 and w6 are equal here, which alone does not make the gradients equal: the slopes differ, because the "
            "neurons stand at different points z1 and z2."
        )
    more = _shares(factors, pair)
    return f"w5 and w6 are not the only cause: here the slopes differ too.{more}"


def _shares(factors: pd.DataFrame, pair: tuple[str, str]) -> str:
    """By how much each differing factor multiplies the first gradient on the way to the second."""
    table = factors.set_index("factor")[["one", "other"]]
    if (table["one"] == 0).any() or (table["other"] == 0).any():
        return ""
    ratio = table["other"] / table["one"]
    return (
        f" dJ/d{pair[1]} is {figure(ratio['product'])} times dJ/d{pair[0]}: "
        f"{figure(ratio['dz3/da'])} from w5 and w6, times {figure(ratio['da/dz'])} from the slopes."
    )


def _named(factors: pd.DataFrame, factor: str, pair: tuple[str, str]) -> str:
    """A differing factor in words, with its two values."""
    values = factors.set_index("factor").loc[factor, ["one", "other"]]
    first, second = (_digits(*each).replace("-", "−") for each in (values, values[::-1]))
    one, other = (unit(weight) for weight in pair)
    if factor == "dz3/da":
        return f"w{one + 4} = {first} and w{other + 4} = {second}"
    if factor == "da/dz":
        return f"the slopes da{one}/dz{one} = {first} and da{other}/dz{other} = {second}"
    return f"x{source(pair[0])} = {first} and x{source(pair[1])} = {second}"


def _zero(factors: pd.DataFrame, pair: tuple[str, str]) -> str:
    """Which factor of both gradients is 0 and hides what differs."""
    table = factors.set_index("factor")[["one", "other"]]
    names = {"dz/dw": f"x{source(pair[0])} = 0", "da/dz": "both slopes are 0", "da3/dz3": "the output is saturated"}
    zero = [names[factor] for factor in names if (table.loc[factor] == 0).all()]
    return f"{zero[0]} for this example, which hides it" if zero else "each has a factor that is 0"


def _letter(weight: str) -> str:
    return f"{weight[0]}_{weight[1]}"


def _digits(value: float, other: float) -> str:
    """`value` with as many digits as it takes to tell it from `other`."""
    if value == other or _bare(value) != _bare(other):
        return figure(value)
    shown = (f"{value:.{digits}g}" for digits in range(4, 18) if f"{value:.{digits}g}" != f"{other:.{digits}g}")
    return next(shown, figure(value))


def _bare(value: float) -> str:
    """What `figure` writes, without zeros at the end: "0.5" and "0.5000" tell nobody apart."""
    shown = figure(value)
    return shown.rstrip("0").rstrip(".") if "." in shown and "×" not in shown else shown


def _numbers(compute, start: dict, pair: str, update, example, *chosen) -> Moment:
    """The network that starts with these weights, after some updates."""
    run = compute(course, _experiment(start, *chosen))
    return moment(run, update, example, chain.PAIRS[pair])


def _own(compute, *, pair, update, example, data, activation, cost, rate, **weights) -> tuple[float, ...]:
    """Of a neuron's 4 gradients, how many differ from the other neuron's: from weights of its own, and equal."""
    counts, chosen = [], (data, activation, cost, rate)
    for start in (weights, WEIGHTS | {"w6": WEIGHTS["w5"]}):
        mean = _numbers(compute, start, pair, update, example, *chosen).gradients.loc["mean"]
        counts.append(sum(mean[one] != mean[other] for one, other in zip(*NEURON, strict=True)))
    return tuple(counts)


def _five(compute, *, pair, update, example, data, activation, cost, rate, **weights) -> tuple[float, ...]:
    """Product of the five factors against automatic differentiation; and all nine gradients, of one and of all."""
    chosen = (data, activation, cost, rate)
    seen = _numbers(compute, weights, pair, update, example, *chosen)
    by_keras = compute(automatic, _experiment(weights, *chosen), weights=list(seen.weights.values()), example=example)
    product = float(np.prod(seen.factors["one"].to_numpy()[:-1]))
    gap = np.abs(seen.gradients.to_numpy() - by_keras[list(seen.gradients)].to_numpy()).max()
    return abs(product - by_keras.loc["this example", seen.pair[0]]), float(gap)


def _which(compute, *, pair, update, example, data, activation, cost, rate, **weights) -> tuple[float, ...]:
    """dJ/dw3 over dJ/dw1 where only w5 and w6 differ, differences where w5 = w6, and where x1 = x2."""
    chosen = (data, activation, cost, rate)
    first, same, others = (
        _numbers(compute, weights | changed, pair, update, example, *chosen).factors.iloc[-1]
        for changed in ({}, {"w6": weights["w5"]}, {"w6": weights["w5"], "w3": -0.4})
    )
    inputs = _numbers(compute, weights, "w1 and w2", update, 4, "xor", activation, cost, rate).factors.iloc[-1]
    ratio, share = first["other"] / first["one"], others["other"] / others["one"]
    return ratio, abs(same["one"] - same["other"]), round(abs(share - 1), 3), abs(inputs["one"] - inputs["other"])


NEURON = ("w1", "w2", "b1", "w5"), ("w3", "w4", "b2", "w6")
CLAIMS = (
    Claim(
        id="S08",
        question="All units see the same inputs and have the same optimizer: how can their weights differ?",
        also=(
            "does each unit have an algorithm or a cost of its own",
            "one optimizer minimises one cost for all units",
            "does Keras train each unit with another algorithm, so that they get different weights",
        ),
        claim="Each unit gets a gradient of its own, as each has weights of its own.",
        source="seeds/000",
        settings={"w3": -0.4, "w4": 0.1},
        figures=(
            Expected(name="gradients of a unit that differ from the other unit's, of 4", expected=4),
            Expected(name="the same, if both units start with equal weights", expected=0),
        ),
        measure=_own,
        verdict="holds only when",
        because="the units start different: one rule and one cost serve all. A unit learns 4 numbers here: two weights "
        "in, a bias, the weight out. {0} of the 4 get another gradient than in the other unit; if both units start "
        "with equal weights, {1} of the 4 do.",
    ),
    Claim(
        id="S18",
        question="Where does the gradient of a hidden weight come from?",
        claim="The gradient of a hidden weight, such as dJ/dw1, is a product of five factors, by the chain rule.",
        source="seeds/002",
        figures=(
            Expected(name="product less automatic differentiation, size", expected=1e-6, way="at most"),
            Expected(name="largest such difference of all nine gradients", expected=1e-6, way="at most"),
        ),
        measure=_five,
    ),
    Claim(
        id="S19",
        question="Which factor makes the gradients of two weights differ?",
        claim="dJ/dw1 and dJ/dw3 differ because w5 and w6 differ; dJ/dw1 and dJ/dw2 because x1 and x2 differ.",
        source="seeds/002",
        figures=(
            # only w5 = 0.3 and w6 = 0.7 differ, so the gradients are as w6 to w5; float64
            Expected(name="dJ/dw3 over dJ/dw1 where only w5 and w6 differ", expected=7 / 3, tolerance=1e-12),
            Expected(name="difference of the two where w5 = w6 too", expected=0.0),
            Expected(name="relative difference where w5 = w6, but not w1 = w3", expected=0.01, way="at least"),
            Expected(name="difference of dJ/dw1 and dJ/dw2 where x1 = x2", expected=0.0),
        ),
        measure=_which,
        verdict="holds only when",
        because="everything else is equal: w5 = w6 makes the two gradients exactly equal if w1 = w3 and w2 = w4 too, "
        "and if not, they still differ, here by {2} times dJ/dw1.",
    ),
)
