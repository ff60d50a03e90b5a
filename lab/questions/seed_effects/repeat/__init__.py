"""How is a training made repeatable? Plain Keras, run twice, with each source of chance seeded or left alone."""

import pandas as pd

from lab.answer import Advice, Answer, Figure, Section, Table, Why
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.lazy import alt
from lab.log_axis import LogAxis
from lab.numerals import counted, figure, percentage, short
from lab.prose import listed
from lab.question import Elsewhere, Question
from lab.questions.seed_effects.repeat.twice import (
    BOTH,
    BY_HAND,
    DETERMINISM,
    DROPOUT,
    INITIALIZERS,
    KERAS,
    MASKS,
    NUMPY,
    ONCE,
    PYTHON,
    SEEDED,
    TENSORFLOW,
    UNITS,
    YOURS,
    Repeats,
    measure,
)  # fmt: skip

EQUAL = {"calls": (BY_HAND,), "dropout": False}
QUESTION = Question(
    room="seed_effects",
    slug="repeat",
    title="Repeatable runs",
    ask="How do I make my training repeatable?",
    group="Luck",
    place=20,
    level="first",
    also=(
        "reproducible results in keras", "how do I make my Keras run reproducible", "reproducible training",
        "different results every time I run the same code", "different result every time I train the same model",
        "set the random seed", "fix the random seed", "same seed but different accuracy", "keras.utils.set_random_seed",
        "tf.random.set_seed(1234)", "enable_op_determinism", "I ran my notebook twice and got two accuracies",
        "which of two runs is right", "why is my loss different each run", "shuffle and dropout seed", "np.random.seed",
        "best practice for initial weights and seeds in real projects",
    ),
    turned={
        (
            "tf.random.set_seed does not work", "should I use tf.random.set_seed",
            "does tf.random.set_seed(1234) force the same initial weights, so that results are the same every time",
            "the code of tf.random.set_seed(1234) is used to achieve consistent results",
            "is forcing initial weights with a seed done in practice, or is there a best practice",
        ): {"calls": ("tf.random.set_seed",)},
        (
            "does set_seed do the same as equal first weights, w1 = w3",
            "does tf.random.set_seed have the same purpose as setting initial weights explicitly by hand",
            "is a seed the same as giving neurons equal weights by hand",
            "is it good practice to set fixed first weights by hand, w1 = w3",
        ): {"calls": ("0.2 for every first weight",), "dropout": False},
        "first epoch differs between two runs": {"calls": ("tf.random.set_seed",), "epochs": 1},
        (
            "np.random.seed(0) but still other results", "does np.random.seed make Keras repeatable",
            "I set the seed of NumPy and every run of Keras differs",
        ): {"calls": ("np.random.seed",)},
    },
)  # fmt: skip


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
                caption="Two runs of the same Keras program: the largest difference of a weight. Ring, number above: "
                "before training. Diamond, number below: after it. On the left, exactly equal.",
            ),
            Why(why(found)),
            Advice(
                "Call `keras.utils.set_random_seed` first of all, before the model is built, and again before each "
                "run that is to be repeated; look at `keras.__version__`. On a GPU add `enable_op_determinism`. "
                f"{PRACTICE}",
                CODE,
            ),
            Section("Each way in numbers", (Table(table(found), f"{SHOULD} {OLDER}"),)),
        ),
    )


IN_SHORT = (
    "In practice first weights are not forced to particular values: they are drawn, from a fixed seed where a run is "
    "to be repeated, and from several seeds for a result."
)
PRACTICE = (
    "In practice a seed is fixed to find faults, to teach, to compare two settings. Set by hand are mostly biases, to "
    "0; weights are drawn, or taken from an earlier training. A seed gives each weight a value of its own, the same "
    "ones every time. Neurons that get equal values by hand in all their weights stay equal, unless dropout parts "
    "them; if only one weight of each is set to the same value, they part. For a result take several seeds, and report "
    "all of them."
)
CODE = """\
keras.utils.set_random_seed(1)  # first of all
model = build()
model.fit(x, y)

# five runs that differ, each repeatable
for seed in range(5):
    keras.utils.set_random_seed(seed)
    build().fit(x, y)

# on a GPU, once, at the top
tf.config.experimental.enable_op_determinism()"""
SHOULD = (
    "*Theory*: two runs are equal if every source of chance that the network has is seeded before each of them. "
    "Dropout takes its seed, and every layer the seed of its first weights, from Python's generator; `fit` shuffles "
    "with TensorFlow's. What nobody seeds begins in another state before each run, as by chance; the page has chosen "
    "these states beforehand, so that it can be repeated itself."
)
# issues 57763 of tensorflow/tensorflow and 17007 of keras-team/keras; `RandomGenerator` of keras-team/tf-keras
OLDER = (
    "Older versions are not run here: as their users report, `tf.random.set_seed` fixed the first weights up to "
    "TensorFlow 2.9, and no longer from 2.10 on."
)
TRY = {
    "Is a seed the same as first weights set by hand, 0.2 for every weight?": EQUAL,
    "Why does even the first epoch's loss differ?": {"calls": (TENSORFLOW,), "epochs": 1},
    "And with a seed for each Dropout layer, too?": {"calls": (TENSORFLOW, INITIALIZERS, DROPOUT)},
    "Is tf.random.set_seed enough?": {"calls": (TENSORFLOW,)},
    "And if nothing is shuffled or dropped, too?": {"calls": (TENSORFLOW,), "dropout": False, "shuffle": False},
    "Does np.random.seed do anything?": {"calls": (NUMPY,)},
    "And Python's own random.seed?": {"calls": (PYTHON,), "shuffle": False},
    "Does enable_op_determinism seed anything?": {"calls": (DETERMINISM,)},
    "Is a longer run still exactly equal?": {"epochs": 30},
    "What if one last bit differs?": Elsewhere("bit", {}),
}  # fmt: skip


def headline(found: Repeats) -> str:
    """The call that repeats a run, and whether those that are chosen do; what equal first weights, one epoch make."""
    if found.row(KERAS)["last"] != 0:
        return "Here not even `keras.utils.set_random_seed` repeats a run exactly."
    if found.yours["unlike"] == 0:
        ends = "; only dropout parts them" if found.yours["unlike_last"] > ROUNDING else ", and they stay so"
        return f"`{KERAS}` starts each neuron different; {BY_HAND} starts all {UNITS[0]} neurons equal{ends}."
    if found.epochs == 1 and abs(found.yours["loss"] - found.yours["other_loss"]) > 0 and found.left:
        losses = listed([figure(found.yours[name], 3) for name in ("loss", "other_loss")])
        return f"The first epoch differs, loss {losses}: chance draws {listed(found.left)}."
    if found.calls == (TENSORFLOW,) and found.yours["first"] > 0:
        return (
            f"No: up to TensorFlow 2.9 `{TENSORFLOW}` fixed the first weights, from 2.10 on no longer; call `{KERAS}`."
        )
    yours, one, call = found.yours, len(found.calls) == 1, "Call `keras.utils.set_random_seed` before each run"
    chosen = f"`{found.calls[0]}`" if one else "the calls chosen here"
    if found.calls == (KERAS,):
        return "Call `keras.utils.set_random_seed` before each run: two runs are then exactly equal."
    if yours["error"]:
        return f"{call}; {chosen} alone {'ends' if one else 'end'} in an error."
    if yours["last"] == 0:
        return f"{call}; {chosen} {'makes' if one else 'make'} them exactly equal, too."
    without = f"with `{found.calls[0]}`" if one else "without it, as set here,"
    return f"{call}: runs are then exactly equal; {without} their weights end {short(yours['last'])} apart."


def note(found: Repeats) -> str:
    """What the calls that are chosen leave to chance; the network and the runs."""
    told = by_hand(found) if found.yours["unlike"] == 0 else ""
    if found.calls == (TENSORFLOW,):
        version = found.ways["keras"][0]
        told = (
            f"Users of older versions report so; here, with Keras {version}, its two runs {apart(found)}. {IN_SHORT} "
        )
    told += "The calls chosen here " + (
        f"leave to chance: the {listed(found.left)}." if found.left else "seed every source of chance."
    )
    if found.yours["error"]:
        told += f" TensorFlow says: {found.yours['error']}"
    kind = "with Dropout" if MASKS in found.sources else "without Dropout"
    layers = f"2 inputs, {UNITS[0]} and {UNITS[1]} hidden units, 1 output, {kind}"
    return (
        f"{told} Two runs for each way, {counted(found.epochs, 'epoch')}, on two circles ({layers}), `model.fit`, "
        f"Keras {found.ways['keras'][0]}."
    )


def by_hand(found: Repeats) -> str:
    """What weights set by hand do that a seed does not."""
    last, seeded = (figure(value, 2) for value in (found.yours["unlike_last"], found.row(KERAS)["unlike"]))
    parted = found.yours["unlike_last"] > ROUNDING
    stay = f" at first, and differ by up to {last} after training" if parted else ", before and after training"
    return (
        f"A seed and weights by hand are not the same. `{KERAS}` gives each weight a value of its own, the same in "
        f"every run: from one of the {UNITS[0]} neurons to another they differ by up to {seeded}. By hand they are "
        f"equal{stay}. Either makes runs start alike; `{TENSORFLOW}` does not: its two runs {apart(found)}. In "
        "practice weights are drawn, with a seed to repeat them, and mostly biases are set by hand, to 0. "
    )


def apart(found: Repeats) -> str:
    """How far apart the two runs after TensorFlow's call start and end, as the picture has it."""
    first, last = (figure(value, 2) for value in found.row(TENSORFLOW)[["first", "last"]])
    return f"start {first} apart and end {last} apart (the largest difference of a weight)"


def why(found: Repeats) -> str:
    """Which generators there are, and which call seeds which."""
    once = found.row(ONCE)["last"]
    again = (
        "Calling that once and training twice in the same notebook is not enough: the second run goes on where the "
        f"first left the generators, and ends {short(once)} away. "
    ) * bool(once)
    return (
        f"Left to itself this training draws at random the {listed(list(found.sources))}. In Keras 3 "
        "two generators do it: Python's gives each layer the seed of its first weights and of its dropout masks, "
        "TensorFlow's shuffles the examples. `tf.random.set_seed` sets only the second of them, "
        f"`keras.utils.set_random_seed` both, and NumPy's for your own code. {again}{masked(found)}Equal seeds give "
        "equal runs on the same machine and version only: another processor, or a GPU, adds up in another order."
    )


def masked(found: Repeats) -> str:
    """That dropout alone parts runs of seeded initializers; "" where there is none, or they end equal."""
    both = found.row(BOTH)
    if MASKS not in found.sources or both["first"] or not both["last"]:
        return ""
    return (
        f"`{TENSORFLOW}` and a seed for each initializer give equal first weights, and without Dropout equal last "
        f"ones; here the masks take them {short(both['last'])} apart. "
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
    losses, right = (
        [f"{show(one)} and {show(other)}" for one, other in zip(ways[a], ways[b], strict=True)]
        for a, b, show in (("loss", "other_loss", "{:.4f}".format), ("one", "other", percentage))
    )
    shown = {
        "Called before each run": ways["recipe"].replace(YOURS, f"{YOURS}: {' + '.join(found.calls)}"),
        "Theory": ways["predicted"].map({True: "equal", False: "different"}),
        "First epoch's loss": pd.Series(losses, ways.index).mask(lost, "an error"),
        "Accuracy": pd.Series(right, ways.index).mask(lost, "an error"),
    }
    return pd.DataFrame(shown)


def chart(found: Repeats) -> "alt.LayerChart":
    """How far apart two runs are before (rings) and after training (diamonds), a row for each way."""
    rows = found.ways[found.ways["error"] == ""].melt(
        ["recipe"], ["first", "last"], var_name="when", value_name="apart"
    )
    axis = LogAxis.of(rows["apart"])
    rows = rows.assign(place=axis.place(rows["apart"]), when=rows["when"].map({"first": BEFORE, "last": AFTER}))
    rows["says"] = [figure(float(f"{value:.2g}")) if value else "equal" for value in rows["apart"]]
    names = list(found.ways["recipe"])
    x = alt.X("place:Q", **traces.on_log(axis, "Largest difference of a weight", grid=True, labelFlush=False))
    y = alt.Y("recipe:N").title(None).sort(names).scale(domain=names)
    y = y.axis(labelExpr=_lines(), labelLimit=190, labelOverlap=False, grid=True, ticks=False)
    color = alt.Color("when:N").title(None).scale(theme.colors([BEFORE, AFTER])).legend(orient="top")
    shape = alt.Shape("when:N").title(None).scale(domain=[BEFORE, AFTER], range=["circle", "diamond"])
    base = alt.Chart(rows).encode(x, y)
    tips = ["recipe:N", "when:N", alt.Tooltip("apart:Q", format=".3g")]
    before = base.transform_filter(alt.datum.when == BEFORE).mark_point(size=220, strokeWidth=2.5, opacity=1)
    after = base.transform_filter(alt.datum.when == AFTER).mark_point(size=70, strokeWidth=2.5, opacity=1)
    look = {"fontSize": 12, "color": "currentColor"}
    above = base.transform_filter(f"datum.when == '{BEFORE}' && datum.apart > 0").mark_text(dy=-19, **look)
    below = base.transform_filter(alt.datum.when == AFTER).mark_text(dy=17, **look)
    points = [each.encode(color, shape, tooltip=tips) for each in (before, after)]
    edge = alt.Chart().mark_rule(color=theme.NEUTRAL, opacity=0.5).encode(alt.XDatum(axis.edge))
    words = [each.encode(alt.Text("says:N")) for each in (above, below)]
    return alt.layer(edge, *points, *words).properties(height=ROW * len(names) + 90)


ROUNDING = 1e-5  # a difference between neurons that sums in another order can make
ROW = 68  # pixels of a row: its name takes up to four lines
BEFORE, AFTER = "before training", "after training"


def _lines() -> str:
    """A row's name on several lines, as Vega breaks it: a phone has no room for long ones."""
    label = "datum.label"
    for start in ("keras.utils.", "seed= in every "):
        label = f"replace({label}, '{start}', '{start}|')"
    return f"split(replace(replace({label}, ', ', ',|'), ' + ', ' +|'), '|')"


def _measured(compute, *, calls, dropout, shuffle, epochs) -> tuple[float, ...]:
    """The last weights apart: after Keras's call, after it once, after TensorFlow's with seeded initializers."""
    found = measure(calls, dropout, shuffle, epochs, **compute.signals)
    wrong = (found.ways["last"] == 0) != found.ways["predicted"]
    both = found.row(BOTH)
    once = found.row(ONCE)["last"]
    return (
        found.row(KERAS)["last"],
        float(f"{once:.2g}"),
        both["first"],
        float(f"{both['last']:.2g}"),
        float(wrong.sum()),
    )


def _same_seed(compute, *, calls, dropout, shuffle, epochs) -> tuple[float, ...]:
    """Weights apart: after TensorFlow's call first and last, Keras's, with seeded initializers, in another order."""
    found = measure(calls, dropout, shuffle, epochs, **compute.signals)
    last = found.ways.set_index("recipe")["last"]
    first, end = found.row(TENSORFLOW)[["first", "last"]].astype(float).round(2)
    return first, end, last[KERAS], last[BOTH], float(f"{last[INITIALIZERS]:.2g}")


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
    Claim(
        id="S21",
        question="Does tf.random.set_seed make a result repeatable?",
        claim="tf.random.set_seed(1234) forces the same initial weights, so that the results are the same every time.",
        source="seeds/002",
        settings={"calls": (TENSORFLOW,), "dropout": False},
        figures=(
            # two draws of 75 weights of Glorot's uniform
            Expected(name="first weights of two runs of plain Keras after it, apart", expected=0.1, way="at least"),
            Expected(name="their last weights", expected=0.1, way="at least"),
            Expected(name="last weights after keras.utils.set_random_seed instead, apart", expected=0.0),
            Expected(name="the same after its call with seeded initializers", expected=0.0),
            Expected(name="the same with another order of the examples", expected=1e-6, way="at least"),
        ),
        measure=_same_seed,
        verdict="holds only when",
        because="TensorFlow is older than 2.10, as its users report, or each initializer has a seed. Keras 3 takes the "
        "seeds of first weights from Python's generator, which this call does not set: after it two runs of plain "
        "Keras start with weights up to {0} apart. After keras.utils.set_random_seed, which sets "
        "that generator too, they differ by {2}. Seeds given to the initializers do it as well (a difference of {3}) "
        "if the order of the examples is fixed; another order moves the weights by up to {4}.",
    ),
)
