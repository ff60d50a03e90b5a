"""Why do my matrix gradients not match? The gradient of the output weights, in the ways that people write it."""

import pandas as pd

import lab
from lab import charts
from lab.answer import Advice, Answer, Code, Figure, Formula, Section, Table, Why, Words
from lab.claim import Claim, Expected
from lab.datasets import TITLES
from lab.numerals import counted, figure
from lab.question import Question, address
from lab.questions.softmax_cost.matrix import arrays, speed, ways

QUESTION = Question(
    room="softmax_cost",
    slug="matrix",
    title="Matrix gradients",
    ask="Why do my matrix gradients not match?",
    group="Its gradient as arrays",
    place=5,
    also=(
        "gradient of the output weights as a matrix product", "per-example gradient or matrix version",
        "shapes do not match in back propagation", "transpose in backprop", "derivative of softmax cross entropy",
        "Nielsen's loop over the examples of a mini-batch", "outer product of activations and errors",
        "vectorized backpropagation in NumPy", "dW has the wrong shape", "gradient check fails",
        "X transposed times delta", "loop over examples or one matrix product",
        "my gradient for the last layer does not match the book",
        "is the gradient of the weights a matrix or a vector, who is right", "shape of the gradient of the weights",
        "sum or mean of the gradient over the batch in NumPy", "prediction minus label is an m by m matrix",
        "labels of shape (m,) against predictions of shape (m, 1)",
        "shapes of dZ = A - Y", "dW = 1/m dZ A.T in Andrew Ng's course",
    ),
)  # fmt: skip
TIMED = 256  # examples of which the claim's time is taken
ONE_OUTPUT = "moons"  # two classes: one sigmoid
SIZES = [1, 2, 3, 4, 6, 10, 30, 100, 150]


def knobs(k):
    """How many examples and units, and how W is kept."""
    k.steps("m", "Examples in the batch (m)", SIZES, 6)
    k.steps("units", "Units before the output (n)", [2, 3, 4, 5, 6, 10], 4)
    k.choice(
        "data", "Data", ["iris", "digits", ONE_OUTPUT], "iris", shown=TITLES.get,
        help=f"{TITLES[ONE_OUTPUT]}: one output unit, a sigmoid. The others have an output unit for each class.",
    )  # fmt: skip
    k.choice(
        "convention", "W is kept as", ways.CONVENTIONS, ways.IN_OUT,
        help="In both, a has a row for each example: what the output layer gets; so has d: its probabilities minus the "
        "targets. With a column for each example, as in Nielsen's book and Andrew Ng's course, a.T and d.T take the "
        "places of a and d.",
    )  # fmt: skip
    k.toggle("timed", "Time a loop and the product", help="Takes the time of both, now, on the machine that computes.")


def answer(compute, *, m, units, data, convention, timed):
    """The matrices, the ways to write them, shapes, and how long a loop and the product take."""
    experiment = setting(data, units)
    found, one = compute(ways.writings, experiment, m=m, convention=convention)
    cells = arrays.cells(one)
    placed = charts.arrays.side_by_side(cells, "matrix", arrays.SHOWN)
    output = "output unit" if one.d.shape[1] == 1 else "class"
    sides = ("a row a unit", f"a column a{'n' * (output != 'class')} {output}")
    if convention != ways.IN_OUT:
        sides = (f"a row a{'n' * (output != 'class')} {output}", "a column a unit")
    return Answer(
        headline=headline(found, one),
        note=note(found, one),
        blocks=(
            Figure.of(
                charts.arrays.picture(*placed, ["matrix", "row", "column"]), arrays.summary(cells),
                caption=f"In each matrix {', '.join(sides)}. One matrix an example; their mean is the gradient; one "
                "product of matrices is that mean at once. a: what the output layer gets; d: its probabilities minus "
                "the targets. *automatic*: what Keras itself computes (automatic differentiation), to compare with.",
            ),
            Why(why(found, one)),
            Advice(advice(one), COMPARE.format(*BINARY if data == ONE_OUTPUT else CLASSES)),
            Section(
                "You write, NumPy gives",
                (
                    Words(in_columns(convention, {"m": m, "units": units, "data": data})),
                    Table(ways.table(found, m), ways.KEY),
                ),
            ),
            *([Section("Is the product faster?", (speed.picture(compute(speed.speed, experiment)),))] if timed else []),
            Section("What NumPy says in full", (Code(ways.messages(found) or "Nothing.", "text"),), True),
            Section(
                "The mathematics, with the shape below each array",
                (
                    Formula(arrays.formula(one)),
                    Formula(arrays.one_entry(one)),
                ),
                folded=True,
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


def setting(data: str, units: int) -> lab.Experiment:
    """The network whose output layer is looked at."""
    changed = {"data.name": data, "data.standardize": data == "iris", "network.hidden": (units,)}
    if data == ONE_OUTPUT:
        changed |= {"network.output": "sigmoid", "training.loss": "binary_crossentropy"}
    return lab.vary(ways.START, changed)


def headline(found: pd.DataFrame, one: ways.Layer) -> str:
    """How many ways are wrong without an error; with one output unit, whether the gradient is a vector or a matrix."""
    if one.d.shape[1] == 1:
        side = "column" if one.convention == ways.IN_OUT else "row"
        return f"Matrix or vector, both are right if the shape is that of W: with one output unit, a {side}."
    silent = int((~found["verdict"].isin(["right", "refused"])).sum())
    if (found["verdict"] == "m times").any():
        return (
            f"Summed, not averaged, they are {len(one.a)} times too large; NumPy, which checks only shapes, lets "
            f"{counted(silent, 'wrong way')} run."
        )
    if silent:
        runs = "way runs" if silent == 1 else "ways run"
        return f"NumPy checks shapes, not meaning: {silent} wrong {runs} without an error."
    wrong = int((found["verdict"] != "right").sum())
    return f"NumPy checks shapes, not meaning; here it happens to refuse all {wrong} ways that are wrong."


def note(found: pd.DataFrame, one: ways.Layer) -> str:
    """How many ways are right, how many refused, and of what."""
    right, refused = found[found["verdict"] == "right"], int((found["verdict"] == "refused").sum())
    m = len(one.a)
    shape = one.gradient.shape
    thing = "a vector, written as a matrix" if 1 in shape else "a matrix"
    of_them = "One example gives one matrix" + (f", {m} examples the mean of {m} of them" if m > 1 else "")
    sides = ("unit before the output", "output")[:: 1 if one.convention == ways.IN_OUT else -1]
    return (
        f"The gradient of the output weights has the shape of W, {shape}: {thing}. {of_them}. "
        f"W is kept as {ways.kept(one.convention)}, a row for each {sides[0]} and a column for each {sides[1]}: of "
        f"{len(found)} ways to write it {len(right)} give what automatic differentiation gives (to "
        f"{figure(right['off'].max())}), and NumPy refuses {refused or 'none'}. "
        f"One network before training, {m} {'example' if m == 1 else 'examples'}."
    )


def why(found: pd.DataFrame, one: ways.Layer) -> str:
    """What the gradient is, and which mistakes have its shape here."""
    m, units, classes = len(one.a), one.a.shape[1], one.d.shape[1]
    product = ways.CONVENTIONS[one.convention]
    verdicts = found.set_index("code")["verdict"]
    turned = ways.CONVENTIONS[next(each for each in ways.CONVENTIONS if each != one.convention)]
    of_turned = {
        "refused": "is that matrix turned, and with {sizes} its shape does not fit W: NumPy refuses it.",
        "grows": "is that matrix turned: W minus it runs without an error, but is stretched to {high} by {high}.",
    }.get(verdicts[turned], "has the shape of W as well, since there are {sizes}: NumPy cannot notice the transpose.")
    sizes = f"{units} units and {f'{classes} classes' if classes > 1 else 'one output unit'}"
    summed = "With one example a forgotten 1/m and a mean of each factor change nothing, so both are right here."
    if m > 1:
        summed = (
            f"If you summed over the examples and your book averaged, your gradient is {m} times as large: divide it "
            f"by {m}, or take a rate {m} times smaller (plain gradient descent). A mean of each factor has the shape "
            "of W, too, and is wrong."
        )
    return " ".join(
        [
            summed,
            "Each example gives one matrix, an outer product: each number that came into the layer, times the error of "
            "each output (probability minus target). The cost is the mean over the examples, so the gradient is the "
            "mean of these matrices: hence 1/m, which a book's formula for the cost of one example does not have.",
            f"`{product}` is that mean in one product: the sum over the examples is part of multiplying matrices.",
            f"`{turned}` {of_turned.format(sizes=sizes, high=units)}",
        ]
    )


def advice(one: ways.Layer) -> str:
    """What to compare, and where the wrong shape comes from."""
    stretched = (
        f" A matrix of another shape than W was stretched by NumPy: by flat labels, (m,), against p, (m, 1), "
        f"or by biases in a column: see [Row or column]({address('broadcast')})."
    )
    return (
        "Compare one matrix with automatic differentiation before you train: equal shapes are no proof."
        f"{stretched if one.d.shape[1] == 1 else ''}"
    )


def in_columns(convention: str, shown: dict) -> str:
    """What the product of a course with a column for each example is here; `shown`: the settings to keep."""
    turned = f"`{ways.CONVENTIONS[ways.OUT_IN]}`"
    right = "right, as W is kept as (out, in) there too"
    if convention != ways.OUT_IN:
        link = address("matrix", shown | {"convention": ways.OUT_IN})
        right = f"[right where W is kept as (out, in)]({link}), as it is there"
    return (
        "Here a and d have a row for each example. In Andrew Ng's course they have a column for each: A, what the "
        f"layer gets, is a.T, and dZ is d.T. So its dW = (1/m) dZ A.T is {turned} here: {right}. `a @ d.T / m` only "
        "looks like it."
    )


BINARY = "Binary", "# flat labels, (m,), as (m, 1)\n    y = np.reshape(y, p.shape)"
CLASSES = (
    "Categorical",
    "# class numbers as one-hot rows\n    if np.size(y) == len(y):\n"
    "        y = keras.utils.to_categorical(y, p.shape[1])",
)
COMPARE = """\
with tf.GradientTape() as tape:
    p = model(x)
    {1}
    cost = keras.losses.{0}Crossentropy()(y, p)
kernel = model.layers[-1].kernel  # (in, out)
automatic = tape.gradient(cost, kernel)

# what the last layer gets
a = keras.Sequential(model.layers[:-1])(x)
by_hand = np.transpose(a) @ (p - y) / len(x)
print(np.abs(automatic - by_hand).max())"""

TRY = {
    "My derivative for the output weights is a matrix, the book's a vector: who is right?": {"data": ONE_OUTPUT},
    "And if W is (out, in), as in Nielsen's book?": {"convention": ways.OUT_IN},
    "As many units as classes: does NumPy still notice a transpose?": {"units": 3},
    "One example only: which mistakes vanish?": {"m": 1},
    "As many examples as units: what passes now?": {"m": 4},
    "And with ten digits?": {"data": "digits", "units": 10, "m": 100},
}


def _measured(compute, *, m, units, data, convention, timed) -> tuple[float, ...]:
    """How far the product and the average lie from automatic differentiation, and how much the product saves."""
    experiment = setting(data, units)
    off = compute(ways.writings, experiment, m=m, convention=convention)[0].set_index("code")["off"]
    looped = "sum(np.outer(a[i], d[i]) for i in range(m)) / m"
    return off[ways.CONVENTIONS[convention]], off[looped], round(speed.ratios(compute(speed.speed, experiment))[TIMED])


CLAIMS = (
    Claim(
        id="S24",
        question="Why do my matrix gradients not match?",
        claim="The gradient of the output weights is the average of one matrix per example, and one product of "
        "matrices gives it, faster.",
        source="seeds/003",
        settings={"timed": True},
        figures=(
            Expected(name="the product, its largest difference from automatic gradients", expected=1e-6, way="at most"),
            Expected(name="the average, its largest difference from automatic gradients", expected=1e-6, way="at most"),
            # a time: it differs from machine to machine, so the bound is far below what is usual
            Expected(name="time of the loop over time of the product, 256 examples", expected=5, way="at least"),
        ),
        measure=_measured,
        because="with 256 examples the loop over them took {2} times as long as the product.",
    ),
)
