"""A Dense layer by hand: its arrays, its gradients, one step."""

import numpy as np

from lab import charts
from lab.answer import Advice, Answer, Code, Figure, Formula, Section, Table, Why, Words
from lab.numerals import figure
from lab.question import Question
from lab.softmax import dense, dense_drawn, dense_setting
from lab.softmax import dense_tables as tables
from lab.softmax import dense_words as words

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
    ),
)  # fmt: skip
RATES = [0.0, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.02, 0.03, 0.05, 1 / 15, 0.08, 0.1, 2 / 15, 0.2, 0.5]


def knobs(k):
    """The layer, its inputs, its step."""
    k.choice("view", "Show", dense_drawn.VIEWS, "arrays", key="softmax_dense_view", shown=dense_drawn.VIEWS.get)
    k.steps("rows", "Rows of x (examples)", range(1, 6), 1, key="softmax_dense_rows")
    features = k.steps("features", "Features (d0)", range(1, 7), 3, key="softmax_dense_features")
    k.steps("units", "Units", [1, 2, 3, 5, 10, 25], 2, key="softmax_dense_units")
    k.steps("rate", "Learning rate of the step", RATES, 1e-3, key="softmax_dense_rate")
    with k.more():
        starts = dense_setting.STARTS
        k.choice("start", "The kernel starts", starts, "normal", key="softmax_dense_start", shown=starts.get)
        k.slider("seed", "Seed of the kernel", 0, 100, 1, 42, key="softmax_dense_seed")
        for i in range(1, features + 1):
            k.box(
                f"x{i}", f"x{i}", -10.0, 10.0, 1.0, float(i), key=f"softmax_dense_x{i}",
                help="Of the first row of x; each further row counts on from it.",
            )  # fmt: skip
        of_all = "The target of every row."
        k.box("odd", "Target of units 1, 3, ...", -10.0, 10.0, 1.0, -1.0, key="softmax_dense_odd", help=of_all)
        k.box("even", "Target of units 2, 4, ...", -10.0, 10.0, 1.0, 1.0, key="softmax_dense_even", help=of_all)


def answer(compute, *, view, rows, features, units, rate, start, seed, odd, even, **first):
    """The arrays, shapes, gradients of every unit, the step, the discussion's figures."""
    row = [first[f"x{i}"] for i in range(1, features + 1)]
    experiment = dense_setting.setting(row, rows, units, (odd, even), rate, start)
    found = compute(dense.measure, experiment, start=start, seed=seed)
    course = words.course(found)
    return Answer(
        headline=headline(found),
        note=note(found),
        blocks=(
            Figure.of(
                charts.softmax.dense.scheme(*dense_drawn.scheme(found, view)), words.summary(found, view),
                caption=f"{words.READINGS[view]} {words.COLOURS}",
            ),
            Why(why(found)),
            Advice(
                "Call the layer once, and look at the shapes of its weights. A tape shows each gradient: if two "
                "columns are equal, two units do the same, and will go on doing so.",
                AT_HOME,
            ),
            Section(words.heading(found), (Table(tables.per_unit(found)),)),
            Section(
                "One step, at any rate",
                (Figure.of(charts.softmax.dense.course(found.course, found.rate), course, caption=course),),
            ),
            Section("Shapes", (Table(tables.shapes(found)),)),
            Section(
                "The mathematics, with your numbers", (Formula(words.formula(found)), Words(words.SYMBOLS, True)), True
            ),
            Section("The figures of the discussion", _printed(found), True),
            Section("The same at Python's prompt", (Code(tables.transcript(found)),), True),
        ),
        experiment=words.taken(found),
    )  # fmt: skip


def _printed(found: dense.Dense) -> tuple:
    says, table = tables.printed(found)
    return (Words(says),) if table is None else (Words(says), Table(table))


def headline(found: dense.Dense) -> str:
    """What is inside, and what the step does to the loss."""
    weights, biases = found.kernel.size, found.bias.size
    first, last = found.loss
    does = "leaves the loss as it is" if first == last else f"{'lowers' if last < first else 'raises'} the loss"
    return f"Inside are {_count(weights, 'weight')} and {_count(biases, 'bias')}; one step of gradient descent {does}."


def _count(number: int, name: str) -> str:
    return f"{number} {name}{('es' if name.endswith('s') else 's') * (number > 1)}"


def note(found: dense.Dense) -> str:
    """The shapes, and the loss before and after."""
    kernel, bias = (tuple(array.shape) for array in (found.kernel, found.bias))
    first, last = map(_short, found.loss)
    return (
        f"Before its first call the layer has {found.before or 'no'} weights; the call makes a kernel of shape "
        f"{kernel} and a bias of shape {bias}. At rate {found.rate:g} the loss goes from {first} to {last}. One layer, "
        "one step."
    )


def why(found: dense.Dense) -> str:
    """Why units differ in their gradients, or do not; and what the step does."""
    table = dense_drawn.units(found)
    count, different = len(table), int((1 / table["same"]).sum().round())
    gap, most = float(table["gap"].max()), max(float(np.abs(slope).max()) for slope in found.slopes[:2])
    close = "agree but for rounding" if gap <= words.NEARLY * max(most, 1.0) else "do not agree"
    own = {
        1: "Here both are the same for all units, so all units have one and the same gradient, exactly."
        if count > 1
        else "Here there is one unit, so there is one gradient.",
        count: f"So all {count} units get the same input and the same rule, and still {count} different gradients.",
    }.get(different, f"Here {count} units have {different} different gradients.")
    return (
        "The number of features is not known before the first call, so the kernel cannot be made earlier. "
        "A unit's gradient is what came in, x, times a factor g of its own. g follows from the unit's output, which "
        f"comes from its own weights, and from its own target. {own} The step moves each weight against its gradient. "
        f"By hand (NumPy) and by GradientTape the gradients {close}: they differ by {_short(gap)} at most."
    )


def _short(value: float) -> str:
    return figure(float(f"{value:.4g}"))


AT_HOME = """\
dense = keras.layers.Dense(units=2)
print(dense.get_weights())              # []: nothing yet
dense(x)
print(dense.kernel.shape, dense.bias.shape)

with tf.GradientTape() as tape:
    loss = tf.reduce_mean((y - dense(x)) ** 2)
dl_dw, dl_db = tape.gradient(loss, dense.trainable_variables)
dense.kernel.assign_sub(0.001 * dl_dw)"""

TRY = {
    "The discussion's own layer: are its printed figures met?": {},
    "Dense(25) called on 3 rows of 4 features: which shapes come out?": {
        "rows": 3, "features": 4, "units": 25, "start": "glorot",
    },
    "What if all units start equal?": {"start": "equal"},
    "What if they start equal and want the same?": {"start": "equal", "even": -1.0},
    "One step that solves it all: what if the rate is 1/15?": {"rate": 1 / 15},
}  # fmt: skip
