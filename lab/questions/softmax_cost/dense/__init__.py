"""A Dense layer by hand: its arrays, its gradients, one step."""

import numpy as np

import lab
from lab import charts
from lab.answer import Advice, Answer, Code, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.claim import Claim, Expected
from lab.numerals import figure
from lab.question import Question
from lab.questions.softmax_cost.dense import arrays, published, step
from lab.questions.softmax_cost.dense.layer import STARTS, Dense, measure, setting

QUESTION = Question(
    room="softmax_cost",
    slug="dense",
    title="A Dense layer by hand",
    ask="What is inside a Dense layer, and what does one step do?",
    group="Its gradient as arrays",
    place=9,
    level="first",
    also=(
        "linear layer from scratch", "GradientTape by hand", "shape of kernel and bias", "what does units mean",
        "why has my layer no weights", "what is d0", "same input but different gradients",
        "what does Dense(25) compute", "input and output shape of a layer", "get_weights returns an empty list",
        "number of parameters of a layer", "forward pass by hand", "one step of gradient descent by hand",
        "axis 0 of the kernel", "what is an optimization step", "how are W and b updated",
    ),
)  # fmt: skip
RATES = [0.0, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.02, 0.03, 0.05, 1 / 15, 0.08, 0.1, 2 / 15, 0.2, 0.5]


def knobs(k):
    """The layer, its inputs, its step."""
    k.choice("view", "Show", arrays.VIEWS, "arrays", shown=arrays.VIEWS.get)
    k.steps("rows", "Rows of x (examples)", range(1, 6), 1)
    features = k.steps("features", "Features (d0)", range(1, 7), 3)
    k.steps("units", "Units", [1, 2, 3, 5, 10, 25], 2)
    k.steps("rate", "Learning rate of the step", RATES, 1e-3)
    with k.more():
        former = ("softmax_dense_start", {"normal": "tf.random.normal, as in the discussion"}.get)
        k.choice("start", "The kernel starts", STARTS, "normal", shown=STARTS.get, former=former)
        k.slider("seed", "Seed of the kernel", 0, 100, 1, 42)
        for i in range(1, features + 1):
            counted_on = "Of the first row of x; each further row counts on from it."
            k.box(f"x{i}", f"x{i}", -10.0, 10.0, 1.0, float(i), help=counted_on)
        of_all = "The target of every row."
        k.box("odd", "Target of units 1, 3, ...", -10.0, 10.0, 1.0, -1.0, help=of_all)
        k.box("even", "Target of units 2, 4, ...", -10.0, 10.0, 1.0, 1.0, help=of_all)


def answer(compute, *, view, **layer):
    """The arrays, shapes, gradients of every unit, the step, the discussion's figures."""
    found = _measured(compute, **layer)
    course, (printed, table) = step.course(found), published.printed(found)
    tables = () if table is None else (Table(table),)
    return Answer(
        headline=headline(found),
        note=note(found),
        blocks=(
            Figure.of(
                charts.arrays.picture(*arrays.scheme(found, view), ["array", "row", "column"]),
                arrays.summary(found, view),
                caption=f"{arrays.READINGS[view]} {arrays.COLOURS}",
            ),
            Why(why(found)),
            Advice(
                "Call the layer once, and look at the shapes of its weights. A tape shows each gradient: if two "
                "columns are equal, two units move alike, and if they started equal they stay equal.",
                AT_HOME,
            ),
            Section(step.heading(found), (Table(step.per_unit(found), "∂L/∂b is g, summed over the rows."),)),
            Section(
                "One step, at any rate",
                (Figure.of(step.picture(found.course, found.rate), course, caption=course),),
            ),
            Section("Shapes", (Table(arrays.shapes(found)),)),
            mathematics(Formula(step.formula(found)), Words(step.SYMBOLS, True)),
            Section("The figures printed in the forum's question", (Words(printed), *tables), True),
            Section("The same at Python's prompt", (Code(arrays.transcript(found)),), True),
        ),
        experiment=lab.vary(found.experiment, {"init.weights": [found.kernel, found.bias]}),
    )  # fmt: skip


def _measured(compute, *, rows, features, units, rate, start, seed, odd, even, **first) -> Dense:
    row = [first[f"x{i}"] for i in range(1, features + 1)]
    return compute(measure, setting(row, rows, units, (odd, even), rate, start), start=start, seed=seed)


def headline(found: Dense) -> str:
    """What is inside, and what the step does to the loss."""
    weights, biases = found.kernel.size, found.bias.size
    first, last = found.loss
    does = "leaves the loss as it is" if first == last else f"{'lowers' if last < first else 'raises'} the loss"
    if last < SOLVED * first:
        does = "takes the loss to almost nothing"
    if found.start == "equal" and biases > 1:
        stay = (found.after[0] == found.after[0][:, :1]).all()
        does += " and leaves them equal" if stay else " and makes them different"
        return f"Inside are {biases} equal units; one step of gradient descent {does}."
    return f"Inside are {_count(weights, 'weight')} and {_count(biases, 'bias')}; one step of gradient descent {does}."


def _count(number: int, name: str) -> str:
    return f"{number} {name}{('es' if name.endswith('s') else 's') * (number > 1)}"


def note(found: Dense) -> str:
    """The shapes, and the loss before and after."""
    first, last = (figure(loss, 4) for loss in found.loss)
    loss = f"stays at {first}" if first == last else f"goes from {first} to {last}"
    return (
        f"Before its first call the layer has {found.before or 'no'} weights; the call makes a kernel of shape "
        f"{found.kernel.shape} and a bias of shape {found.bias.shape}. At rate {found.rate:g} the loss {loss}. "
        "One layer, one step."
    )


def why(found: Dense) -> str:
    """Why units differ in their gradients, or do not; and what the step does."""
    count, different = step.counted(found)
    every = "Both" if count == 2 else f"All {count}"
    if count == 1:
        own = "There is one unit here, so there is one gradient."
    elif different == count:
        own = f"{every} units get the same input and the same rule, and still {count} different gradients."
    elif different == 1:
        own = f"{every} units have one and the same gradient."
    else:
        own = f"{every} units together have {different} different gradients."
    return (
        "The number of features is not known before the first call, so the kernel cannot be made earlier. A unit's "
        f"gradient is what came in, x, times a factor g, which grows with how far its output is from its target. "
        f"{step.differs(found)} {own} The step moves each weight against its gradient. {step.by_hand(found)}"
    )


SOLVED = 1e-3  # share of the loss: what is less is almost nothing
AT_HOME = """\
dense = keras.layers.Dense(units=2)
print(dense.get_weights())  # []: nothing yet
dense(x)
print(dense.kernel.shape, dense.bias.shape)

with tf.GradientTape() as tape:
    loss = tf.reduce_mean((y - dense(x)) ** 2)
dl_dw, dl_db = tape.gradient(loss, dense.trainable_variables)
dense.kernel.assign_sub(0.001 * dl_dw)"""

TRY = {
    "What is inside Dense(25), called on 3 rows of 4 features?": {
        "rows": 3, "features": 4, "units": 25, "start": "glorot",
    },
    "What if all units start equal?": {"start": "equal"},
    "And if they start equal and have the same target?": {"start": "equal", "even": -1.0},
    "What if the rate is 1/15: does one step solve it all?": {"rate": 1 / 15},
}  # fmt: skip


def _shapes(compute, *, view, **layer) -> tuple[float, ...]:
    """Of the layer before and after its first call, of its output, and of a call with one axis more."""
    found = _measured(compute, **layer)
    along = dict(found.calls.to_numpy())["(2, 3, 4)"] == "(2, 3, 25)"
    return found.before, *found.kernel.shape, *found.bias.shape, *found.output.shape, int(along)


def _one_step(compute, *, view, **layer) -> tuple[float, ...]:
    """Gradients, row by row, and one weight after the step."""
    found = _measured(compute, **layer)
    kernel, bias, _ = found.slopes
    return *kernel.ravel(), np.abs(kernel[0] - bias).max(), found.after[0][0, 0]


STEPS = 4e-6  # four steps of a float32 of this size: sums may come in another order
CLAIMS = (
    Claim(
        id="S06",
        question="What is inside a Dense layer, and which shape has it?",
        claim="Dense(25) has no weights before its first call; called on (3, 4) it has a kernel (4, 25) and a bias "
        "(25,) and gives (3, 25): it works along the last axis, with one row of the kernel for each feature.",
        source="seeds/001",
        settings={"rows": 3, "features": 4, "units": 25, "start": "glorot"},
        figures=(
            Expected(name="weight arrays before the first call", expected=0),
            Expected(name="rows of the kernel", expected=4),
            Expected(name="columns of the kernel", expected=25),
            Expected(name="numbers in the bias", expected=25),
            Expected(name="rows of the output", expected=3),
            Expected(name="columns of the output", expected=25),
            Expected(name="called on (2, 3, 4) it gives (2, 3, 25): 1 = yes", expected=1),
        ),
        measure=_shapes,
    ),
    Claim(
        id="S07",
        question="What does one step of gradient descent do to a linear layer?",
        claim="One step at rate 0.001 by GradientTape: the kernel's gradient begins with −5.197844, −7.775473, the "
        "bias's is the same as its first row, and the first weight is 0.33266637 afterwards.",
        source="seeds/000; its digits come from TensorFlow under seed 42",
        figures=(
            Expected(name="dl_dw[0, 0]", expected=-5.197844, tolerance=STEPS),
            Expected(name="dl_dw[0, 1]", expected=-7.775473, tolerance=STEPS),
            Expected(name="dl_dw[1, 0]", expected=-10.395688, tolerance=STEPS),
            Expected(name="dl_dw[1, 1]", expected=-15.550946, tolerance=STEPS),
            Expected(name="dl_dw[2, 0]", expected=-15.593533, tolerance=STEPS),
            Expected(name="dl_dw[2, 1]", expected=-23.32642, tolerance=2 * STEPS),  # a float32 above 16: steps twice
            # x1 is 1, and a product with 1 is exact
            Expected(name="largest difference of dl_db from the first row of dl_dw", expected=0.0),
            Expected(name="w[0, 0] after the step", expected=0.33266637, tolerance=6e-8),  # two steps of a float32
        ),
        measure=_one_step,
    ),
)
