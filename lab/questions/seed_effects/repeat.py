"""How is a training made repeatable? Plain Keras, run twice, with each source of chance seeded or left alone."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from lab import lazy
from lab.answer import Advice, Answer, Figure, Section, Table, Why
from lab.claim import Claim, Expected
from lab.data import Data, load
from lab.log_axis import LogAxis
from lab.numerals import counted, figure, short
from lab.progress import Cancelled
from lab.prose import listed
from lab.question import Elsewhere, Question

alt, theme = lazy.module("altair"), lazy.module("lab.charts.theme")

QUESTION = Question(
    room="seed_effects",
    slug="repeat",
    title="Repeatable runs",
    ask="How do I make my training repeatable?",
    group="Luck",
    place=20,
    level="first",
    also=(
        "reproducible results in keras", "different results every time I run the same code", "set the random seed",
        "same seed but different accuracy", "tf.random.set_seed does not work", "keras.utils.set_random_seed",
        "enable_op_determinism", "why is my loss different each run", "shuffle and dropout seed", "np.random.seed",
    ),
)  # fmt: skip
START, ORDER, MASKS = "first weights", "order of the examples", "dropout masks"
TENSORFLOW, KERAS = "tf.random.set_seed", "keras.utils.set_random_seed"
INITIALIZERS, DROPOUT = "seed= in every initializer", "seed= in Dropout"
PYTHON, NUMPY, DETERMINISM = "random.seed", "np.random.seed", "enable_op_determinism"
SEEDED = {  # call -> the sources of chance that it seeds
    TENSORFLOW: {ORDER},
    INITIALIZERS: {START},
    DROPOUT: {MASKS},
    PYTHON: {START, MASKS},
    NUMPY: set(),
    KERAS: {START, ORDER, MASKS},
    DETERMINISM: set(),
}
NOTHING, ONCE, YOURS = "nothing", f"{KERAS}, once for both runs", "your choice"
RECIPES = {  # what is called before each of the two runs
    NOTHING: (),
    TENSORFLOW: (TENSORFLOW,),
    INITIALIZERS: (INITIALIZERS,),
    f"{TENSORFLOW} + {INITIALIZERS}": (TENSORFLOW, INITIALIZERS),
    KERAS: (KERAS,),
    ONCE: (KERAS,),
}
EXAMPLES, BATCH = 200, 20
SCRIPT = '''\
import json
import random
import sys

import keras
import numpy as np
import tensorflow as tf

given = json.load(sys.stdin)
x, y = (np.array(given[name], "float32") for name in "xy")


def call(names):
    """Seed what is to be seeded."""
    if "enable_op_determinism" in names:
        tf.config.experimental.enable_op_determinism()
    if "random.seed" in names:
        random.seed(1)
    if "np.random.seed" in names:
        np.random.seed(1)
    if "tf.random.set_seed" in names:
        tf.random.set_seed(1)
    if "keras.utils.set_random_seed" in names:
        keras.utils.set_random_seed(1)


def run(names):
    """First weights, last weights and accuracy of one training."""
    layers = [keras.Input((2,))]
    for place, units in enumerate((10, 5)):
        start = keras.initializers.GlorotUniform(seed=place if "seed= in every initializer" in names else None)
        layers.append(keras.layers.Dense(units, "relu", kernel_initializer=start))
        if given["dropout"]:
            layers.append(keras.layers.Dropout(0.2, seed=place if "seed= in Dropout" in names else None))
    start = keras.initializers.GlorotUniform(seed=2 if "seed= in every initializer" in names else None)
    model = keras.Sequential([*layers, keras.layers.Dense(1, "sigmoid", kernel_initializer=start)])
    model.compile(keras.optimizers.SGD(0.1), "binary_crossentropy", jit_compile=False)
    first = model.get_weights()
    model.fit(x, y, batch_size=given["batch"], epochs=given["epochs"], shuffle=given["shuffle"], verbose=0)
    right = float(np.mean((np.array(model(x)) > 0.5) == (y > 0.5)))
    return first, model.get_weights(), right


def chance(number):
    """What differs from one start of a program to the next: the state of the generators that nobody seeded."""
    random.seed(1000 + number)
    np.random.seed(1000 + number)
    tf.random.set_seed(1000 + number)


for name, names, once in given["recipes"]:
    try:
        runs = []
        for number in range(2):
            if not (once and number):
                chance(number)
                call(names)
            runs.append(run(names))
        pairs = list(zip(*runs))
        apart = [max(float(np.abs(a - b).max()) for a, b in zip(*pair)) for pair in pairs[:2]]
        told = {"first": apart[0], "last": apart[1], "one": pairs[2][0], "other": pairs[2][1], "error": ""}
    except RuntimeError as refused:
        told = {"first": None, "last": None, "one": None, "other": None, "error": str(refused).splitlines()[0]}
    print(json.dumps({"recipe": name, **told}), flush=True)
'''


def knobs(k):
    """What is called before each run, and which sources of chance there are."""
    k.several(
        "calls", "Called before each of the two runs", tuple(SEEDED), (TENSORFLOW, INITIALIZERS),
        help="This choice is one row of the picture, beside the usual ones.",
    )  # fmt: skip
    k.toggle("dropout", "The network has Dropout layers", True)
    k.toggle("shuffle", "`fit` shuffles the examples", True)
    k.steps("epochs", "Epochs", [1, 3, 10, 30], 3)


def answer(compute, *, calls, dropout, shuffle, epochs):
    """How far apart two runs are, for each way of seeding them."""
    found = compute(measure, calls, dropout=dropout, shuffle=shuffle, epochs=epochs)
    return Answer(
        headline=headline(found),
        note=note(found),
        blocks=(
            Figure.of(
                chart(found),
                seen(found),
                caption="Two runs of the same Keras program: the largest difference of a weight. Ring: before "
                "training. Dot: after it. On the left, exactly equal.",
            ),
            Why(why(found)),
            Advice(
                "Call `keras.utils.set_random_seed` first of all, before the model is built, and again before each "
                "run that is to be repeated. On a GPU add `enable_op_determinism`. Report several seeds, not one.",
                CODE,
            ),
            Section("Each way in numbers", (Table(table(found), PREDICTED),)),
        ),
    )


CODE = """\
keras.utils.set_random_seed(1)                    # Python, NumPy and TensorFlow at once
tf.config.experimental.enable_op_determinism()    # on a GPU: the same sums in the same order
model = build()                                   # after the seed: its first weights are drawn here
model.fit(x, y)

for seed in range(5):                             # five runs that differ, each of them repeatable
    keras.utils.set_random_seed(seed)
    build().fit(x, y)"""
PREDICTED = (
    "Predicted: two runs are equal if every source of chance that the network has is seeded before each of them. "
    "Dropout takes its seed, and every layer the seed of its first weights, from Python's generator; `fit` shuffles "
    "with TensorFlow's."
)
TRY = {
    "And with a seed for each Dropout layer, too?": {"calls": (TENSORFLOW, INITIALIZERS, DROPOUT)},
    "Is tf.random.set_seed enough if nothing is shuffled or dropped?": {
        "calls": (TENSORFLOW, INITIALIZERS), "dropout": False, "shuffle": False,
    },
    "Does np.random.seed do anything?": {"calls": (NUMPY,)},
    "And Python's own random.seed?": {"calls": (PYTHON,), "shuffle": False},
    "Does enable_op_determinism seed anything?": {"calls": (DETERMINISM,)},
    "Is a longer run still exactly equal?": {"epochs": 30},
    "What if one last bit differs?": Elsewhere("bit", {}),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Repeats:
    """How far apart two runs are.

    Attributes:
        ways: one row per recipe: `recipe`, `first` and `last` (the largest difference of a weight before and after
            training; 0.0 = exactly equal), `one` and `other` (the shares that the two runs classify right), `error`
            (what TensorFlow said instead; "" if the runs ended), `predicted` (whether they should be equal).
        sources: the sources of chance that the network has.
        calls: those of the reader.
        epochs: of each run.
    """

    ways: pd.DataFrame
    sources: tuple[str, ...]
    calls: tuple[str, ...]
    epochs: int

    def row(self, recipe: str) -> pd.Series:
        """The row of a recipe."""
        return self.ways.set_index("recipe").loc[recipe]

    @property
    def yours(self) -> pd.Series:
        """The row of the reader's calls."""
        return self.row(_name(self.calls))


def _name(calls: Sequence[str]) -> str:
    """The recipe that these calls are, or the name for the reader's own."""
    return next((name for name, other in RECIPES.items() if other == tuple(calls) and name != ONCE), YOURS)


def measure(
    calls: Sequence[str],
    dropout: bool = True,
    shuffle: bool = True,
    epochs: int = 3,
    progress: Callable | None = None,
    cancelled: Callable | None = None,
) -> Repeats:
    """Train a network of Keras's own layers twice with `model.fit`, for each of `RECIPES` and for other calls.

    A process of its own does it: the calls set the random state of whoever makes them. Before each run the generators
    are in the state that an unseeded program would find by chance, another one for either run.

    Args:
        calls: keys of `SEEDED`.
        dropout: whether each hidden layer is followed by a `Dropout`.
        shuffle: of `fit`.
        epochs: of each run.
        progress: unused; the process tells nothing on the way.
        cancelled: asked ten times a second; True ends it.
    """
    x, y = load(Data("circles", n=EXAMPLES))
    name = _name(calls)
    recipes = [(each, RECIPES[each], each == ONCE) for each in RECIPES]
    recipes += [(YOURS, list(calls), False)] if name == YOURS else []  # last: determinism stays switched on
    given = {
        "x": x.tolist(), "y": y.tolist(), "recipes": recipes, "dropout": dropout, "shuffle": shuffle,
        "epochs": epochs, "batch": BATCH,
    }  # fmt: skip
    ways = pd.DataFrame([json.loads(line) for line in _run(json.dumps(given), cancelled).splitlines()])
    ways[["first", "last", "one", "other"]] = ways[["first", "last", "one", "other"]].astype(float)
    sources = tuple(source for source, there in ((START, True), (ORDER, shuffle), (MASKS, dropout)) if there)
    predicted = [
        set(sources) <= set().union(*(SEEDED[call] for call in used)) and not once for _, used, once in recipes
    ]
    return Repeats(ways.assign(predicted=predicted), sources, tuple(calls), epochs)


def _run(given: str, cancelled: Callable | None) -> str:
    """What the script prints."""
    quiet = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "KERAS_BACKEND": "tensorflow"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", SCRIPT], env=quiet, **pipes) as process:
        try:
            sent = given
            while True:
                try:
                    told, error = process.communicate(sent, timeout=0.1)
                    break
                except subprocess.TimeoutExpired:
                    sent = None
                    if cancelled and cancelled():
                        raise Cancelled from None
        finally:
            process.kill()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, "plain Keras", told, error)
    return told


def headline(found: Repeats) -> str:
    """The call that repeats a run, and whether the reader's do."""
    if found.row(KERAS)["last"] != 0:
        return "Here not even `keras.utils.set_random_seed` repeats a run exactly."
    yours = found.yours
    if found.calls == (KERAS,):
        return "Call `keras.utils.set_random_seed` before each run: two runs are then exactly equal."
    if yours["error"]:
        return "Call `keras.utils.set_random_seed` before each run; your calls alone end in an error."
    if yours["last"] == 0:
        return "Call `keras.utils.set_random_seed` before each run; your calls make them exactly equal, too."
    return (
        f"Call `keras.utils.set_random_seed` before each run: it makes them equal; yours end {short(yours['last'])} "
        "apart."
    )


def note(found: Repeats) -> str:
    """What the reader's calls leave to chance; the network and the runs."""
    seeded = set().union(*(SEEDED[call] for call in found.calls))
    left = [source for source in found.sources if source not in seeded]
    told = f"Your calls leave to chance: the {listed(left)}." if left else "Your calls seed every source of chance."
    if found.yours["error"]:
        told += f" TensorFlow says: {found.yours['error']}"
    return f"{told} Two runs for each way, {counted(found.epochs, 'epoch')}, 2-10-5-1 on two circles, `model.fit`."


def why(found: Repeats) -> str:
    """Which generators there are, and which call seeds which."""
    once = found.row(ONCE)
    again = (
        "Calling it once and training twice in the same notebook is not enough: the second run goes on where the first "
        f"left the generators, and ends {short(once['last'])} away."
        if once["last"]
        else ""
    )
    return (
        f"This training draws its {listed(list(found.sources))}. Three generators do it: Python's gives each layer the "
        "seed of its first weights and of its dropout masks, TensorFlow's shuffles the examples, and NumPy's is left "
        "for your own code. `tf.random.set_seed` sets only one of them, `keras.utils.set_random_seed` all three. "
        f"{again} Equal seeds give equal runs on the same machine and version only: another processor, or a GPU, adds "
        "up in another order."
    )


def seen(found: Repeats) -> str:
    """The picture in words."""
    each = [f"{row.recipe}: {_apart(row.first, row.error)} before, {_apart(row.last, row.error)} after"
            for row in found.ways.itertuples()]  # fmt: skip
    return f"Largest difference of a weight between two runs, before and after training. {'; '.join(each)}."


def _apart(value: float, error: str) -> str:
    return "an error" if error else "exactly equal" if value == 0 else figure(value)


def table(found: Repeats) -> pd.DataFrame:
    """The ways for the eye, as text."""
    ways = found.ways
    lost = ways["error"] != ""
    right = [
        f"{100 * one:.1f} % and {100 * other:.1f} %" for one, other in zip(ways["one"], ways["other"], strict=True)
    ]
    shown = {
        "Called before each run": ways["recipe"].replace(YOURS, f"{YOURS}: {' + '.join(found.calls)}"),
        "Weights apart before": ways["first"].map(figure).mask(lost, "an error"),
        "and after": ways["last"].map(figure).mask(lost, "an error"),
        "Right": pd.Series(right, ways.index).mask(lost, "an error"),
        "Predicted": ways["predicted"].map({True: "equal", False: "different"}),
    }
    return pd.DataFrame(shown)


def chart(found: Repeats) -> "alt.LayerChart":
    """How far apart two runs are before (rings) and after training (dots), a row for each way."""
    rows = found.ways[found.ways["error"] == ""].melt(
        ["recipe"], ["first", "last"], var_name="when", value_name="apart"
    )
    axis = LogAxis.of(rows["apart"])
    rows = rows.assign(place=axis.place(rows["apart"]), when=rows["when"].map({"first": BEFORE, "last": AFTER}))
    rows["says"] = [f"{value:.2g}" if value else "exactly equal" for value in rows["apart"]]
    names = list(found.ways["recipe"])
    scale = alt.Scale(type="log", domain=axis.domain, nice=False)
    x = alt.X("place:Q").title("Largest difference of a weight between two runs").scale(scale)
    x = x.axis(values=axis.ticks, labelExpr=axis.label, grid=True, labelFlush=False)
    y = alt.Y("recipe:N").title(None).sort(names).scale(domain=names)
    y = y.axis(labelExpr="split(replace(datum.label, ', ', ', + '), /,? [+] /)", labelLimit=190, grid=True, ticks=False)
    color = alt.Color("when:N").title(None).scale(theme.colors([BEFORE, AFTER])).legend(orient="top")
    shape = alt.Shape("when:N").title(None).scale(domain=[BEFORE, AFTER], range=["circle", "diamond"])
    base = alt.Chart(rows).encode(x, y)
    tips = ["recipe:N", "when:N", alt.Tooltip("apart:Q", format=".3g")]
    before = base.transform_filter(alt.datum.when == BEFORE).mark_point(size=220, strokeWidth=2.5, opacity=1)
    after = base.transform_filter(alt.datum.when == AFTER).mark_point(size=80, filled=True, opacity=1)
    words = base.transform_filter(alt.datum.when == AFTER).mark_text(dy=17, fontSize=12, color="currentColor")
    points = [each.encode(color, shape, tooltip=tips) for each in (before, after)]
    edge = alt.Chart().mark_rule(color=theme.NEUTRAL, opacity=0.5).encode(alt.XDatum(axis.edge))
    return alt.layer(edge, *points, words.encode(alt.Text("says:N"))).properties(height=56 * len(names))


BEFORE, AFTER = "before training", "after training"


def _measured(compute, *, calls, dropout, shuffle, epochs) -> tuple[float, ...]:
    """The last weights apart: after Keras's call, after it once, after TensorFlow's with seeded initializers."""
    found = measure(calls, dropout, shuffle, epochs, **compute.signals)
    wrong = (found.ways["last"] == 0) != found.ways["predicted"]
    both = found.row(f"{TENSORFLOW} + {INITIALIZERS}")
    once = found.row(ONCE)["last"]
    return (
        found.row(KERAS)["last"],
        float(f"{once:.2g}"),
        both["first"],
        float(f"{both['last']:.2g}"),
        float(wrong.sum()),
    )


CLAIMS = (
    Claim(
        id="N02",
        question="How is a training made repeatable?",
        claim="`keras.utils.set_random_seed` makes almost any Keras program fully deterministic.",
        source="Keras 3, documentation of keras.utils.set_random_seed",
        figures=(
            Expected(name="last weights apart, called before each of two runs", expected=0),
            Expected(name="the same, called once before both", expected=0.01, way="at least"),
            Expected(name="first weights apart, tf.random.set_seed and seeded initializers", expected=0),
            Expected(name="last weights apart then, with dropout", expected=0.01, way="at least"),
            Expected(name="ways that are not as predicted, of 6", expected=0),
        ),
        measure=_measured,
        verdict="holds only when",
        because="it is called before each run: two runs are then exactly equal; called once before both, they end {1} "
        "apart. With `tf.random.set_seed` and a seed for each initializer they start equal, and dropout takes them {3} "
        "apart.",
    ),
)
