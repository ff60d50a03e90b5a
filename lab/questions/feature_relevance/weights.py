"""Where does training take a useless weight?"""

import numpy as np

import lab
from lab import charts, presets
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words
from lab.numerals import short
from lab.question import Question
from lab.relevance import second_column, weights, weights_drawn, weights_formulas
from lab.relevance import weights_setting as setting
from lab.relevance import weights_words as words
from lab.specs import OPTIMIZERS

QUESTION = Question(
    room="feature_relevance",
    slug="weights",
    title="Watch the weights",
    ask="Where does training take a useless weight?",
    group="Where weights end",
    place=1,
    level="first",
    also=(
        "does training set the weights of useless features to zero", "irrelevant feature", "a column of all ones",
        "constant column", "two identical features, how is the weight shared", "multicollinearity",
        "is the weight of random noise learned to be zero", "does the model ignore irrelevant inputs",
        "unimportant input", "column of pure noise", "uninformative feature", "feature with the same value everywhere",
        "intercept and constant feature", "duplicate columns", "correlated features", "collinear inputs",
        "does gradient descent remove features", "what becomes of an input that is not needed", "superfluous variables",
    ),
)  # fmt: skip
NAMES = ("x2", "x3", "x4", "x5")  # columns beside x1


def knobs(k):
    """The columns beside x1, the truth, where the weights start, and how they are trained."""
    with k.row():
        kinds = {name: _kind(k, name) for name in NAMES}
    used = [name for name, kind in kinds.items() if setting.KINDS[kind] != "none"]
    for name in used:
        end = "" if name == "x2" else name
        with k.row():
            second_column.numbers(k, setting.KINDS[kinds[name]], end, "relevance_")
            own = _own("weight", name)
            k.box(own, f"Coefficient of {name} in the truth", -10.0, 10.0, 0.5, 0.0, key=f"relevance_{own}")
    k.choice("start", "Weights start", setting.STARTS, "Glorot, as Keras does", key="relevance_start")
    k.steps("rate", "Learning rate", [3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1], 3e-3, key="relevance_rate")
    k.steps("epochs", "Epochs", [100, 300, 1000, 3000, 10_000, 30_000], 3000, key="relevance_epochs")
    with k.more():
        k.steps("seeds", "Seeds (starts of the weights)", [1, 10, 50, 200, 1000], 200, key="relevance_seeds")
        k.box("slope", "Coefficient of x1 in the truth", -10.0, 10.0, 0.5, 3.0, key="relevance_slope")
        k.box("intercept", "Constant in the truth", -10.0, 10.0, 0.5, 1.0, key="relevance_intercept")
        k.steps("noise", "Noise of the targets, sd", [0.0, 0.1, 1.0, 3.0], 0.0, key="relevance_noise")
        if not any(setting.KINDS[kind] == "discussion" for kind in kinds.values()):  # which has ten
            k.steps("examples", "Examples", [5, 10, 30, 100], 10, key="relevance_examples")
        k.slider("data", "Seed of the data", 0, 50, 1, 0, key="relevance_data")
        k.choice("batch", "Batch size", setting.BATCHES, "all", key="relevance_batch")
        k.choice("optimizer", "Optimizer", OPTIMIZERS, "sgd", key="relevance_optimizer")
        k.steps("l1", "L1 penalty", [0.0, 1e-3, 1e-2, 1e-1, 1.0], 0.0, key="relevance_l1")
        k.steps("decay", "L2 penalty (weight decay)", [0.0, 1e-3, 1e-2, 1e-1, 1.0], 0.0, key="relevance_decay")
        k.toggle("decades", "Stretch the first epochs", True, key="relevance_decades")


def _kind(k, name: str) -> str:
    """What a column is; all but x2 need not be there."""
    own = _own("column", name)
    begin = "noise" if name == "x2" else "none"
    return k.choice(own, f"Column {name}", setting.KINDS, begin, key=f"relevance_{own}")


def _own(field: str, name: str) -> str:
    """The name of a column's knob: `mean` of x2, `mean_x3` of x3."""
    return field if name == "x2" else f"{field}_{name}"


def answer(
    compute, *, start, rate, epochs, seeds, slope, intercept, noise, data, batch, optimizer, l1, decay, decades,
    examples=10, **columns,
):  # fmt: skip
    """The weights over training beside theory, and the combinations of them that training cannot change."""
    built = listed(columns)
    truth = {"slope": slope, "intercept": intercept, "noise": noise, "examples": examples, "seed": data}
    table = setting.built(built, **truth)
    experiment = lab.Experiment(
        data=table,
        network=presets.S09.network,
        init=setting.STARTS[start],
        training=lab.Training(
            optimizer=optimizer, learning_rate=rate, weight_decay=decay, l1=l1, epochs=epochs,
            batch_size=setting.BATCHES[batch],
        ),
    )  # fmt: skip
    runs = {"seeds": range(seeds), "initial": setting.explicit(start, table.inputs)}
    made = setting.truth(built, **truth)
    told = compute(weights.foretell, experiment, **runs)
    before = Figure.of(_picture(told, decades), words.summary(told), caption=made)
    compute.show(Answer(headline="Training has begun: dashed is where theory says it ends.", blocks=(before,)))
    spacing = "log" if decades else "linear"
    found = compute(
        weights.measure, experiment, **runs, spacing=spacing, useless=setting.useless(built, truth["slope"])
    )
    return Answer(
        headline=headline(found),
        note=words.note(found),
        blocks=(
            Figure.of(
                _picture(found, decades), words.summary(found),
                caption=f"{made} Line: the median run; band: the middle 90 % of runs.",
            ),
            Why(words.why(found)),
            Advice(
                "Do not count on training to remove a column. Leave out what you know to be useless or said already, "
                "put the others on one scale, and let an L1 penalty take small weights to zero.",
                "scale = keras.layers.Normalization()\n"
                "scale.adapt(x)\n"
                "keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L1(0.01))",
            ),
            _kept(found, decades),
            Section("The weights as a table", (Table(weights_drawn.table(found).set_index("weight")),)),
            Section("The mathematics, with your numbers", (Formula(weights_formulas.formulas(found)),), folded=True),
        ),
        experiment=experiment,
    )  # fmt: skip


def listed(columns) -> list[dict]:
    """The columns that are there, in their order: `kind`, `weight` in the truth, and the numbers of the kind."""
    found = []
    for name in NAMES:
        kind = setting.KINDS[columns[_own("column", name)]]
        if kind != "none":
            fields = [*second_column.NUMBERS[kind], "weight"]
            found.append({"kind": kind} | {field: columns[_own(field, name)] for field in fields})
    return found


def _picture(found: weights.Relevance | weights.Foretold, decades: bool):
    return charts.relevance.weights.weights(*weights_drawn.lines(found), decades)


def _kept(found: weights.Relevance, decades: bool) -> Section:
    """What of the weights training cannot change."""
    says = words.combinations(found)
    if not len(found.kept):
        return Section("What training cannot change", (Words(says),))
    drawn = charts.relevance.weights.combinations(*weights_drawn.combinations(found), decades)
    return Section("What training cannot change", (Figure.of(drawn, says, caption=says),))


def headline(found: weights.Relevance) -> str:
    """Where the useless weights ended, in one sentence."""
    facts, ends = found.facts.iloc[0], found.ends[found.ends["useless"]]
    if facts["diverged"] == facts["replicas"]:
        return "Nowhere: training diverged. A smaller learning rate helps."
    if ends.empty:
        return "No column here is useless: the truth needs every one of them."
    settled = ends[~ends["diverged"]]
    by_weight = settled.groupby("weight", sort=False)["end"]
    near = by_weight.apply(lambda end: bool((end.abs() < words.NEAR).all()))
    zero = by_weight.apply(lambda end: bool((end == 0).all()))
    if len(near) == 1:
        return _one(settled, near.all(), zero.all())
    count, useless = int(near.sum()), f"{len(near)} useless weights"
    if zero.all():
        return f"To zero: all {useless} end at exactly 0."
    if near.all():
        return f"Close to zero: all {useless} end within {words.NEAR:g} of it."
    if not count:
        return f"Not to zero: none of the {useless} ends close to it in every run."
    return f"Not all to zero: of {useless}, {count} {'ends' if count == 1 else 'end'} close to it."


def _one(settled, near: bool, zero: bool) -> str:
    """The same where one column is useless; `settled` are its rows of the runs that did not diverge."""
    named = f"{settled['weight'].iloc[0]}, the weight of {settled['column'].iloc[0]},"
    low, mid, high = settled["end"].quantile([0.05, 0.5, 0.95])
    if zero:
        return f"To zero: {named} ends at exactly 0."
    if near:
        return f"Close to zero: {named} ends at {short(mid)}."
    if high - low < words.NEAR or np.isclose(low, high):
        return f"Not to zero: {named} ends at {short(mid)}."
    return f"That depends on the run: {named} mostly ends between {short(low)} and {short(high)}."


RUN = {"column": "the discussion's noise", "start": "the discussion's", "seeds": 1}
NOISE, ONES = RUN | {"column": "noise"}, {"column": "constant"}
TRY = {
    "The discussion's own run: does its noise weight go to zero?": RUN,
    "What if the useless column is all ones?": RUN | ONES,
    "What if the noise has mean 10?": NOISE | {"mean": 10.0},
    "Do batches of two get there faster?": RUN | {"batch": "2"},
    "What if x2 = x1?": RUN | {"column": "x1 once more"},
    "What if the column is almost constant: mean 1, sd 0.01?": NOISE | {"mean": 1.0, "sd": 0.01},
    "Noise, ones and a copy at once?": {"column_x3": "constant", "column_x4": "x1 once more"},
    "Can L1 get rid of a constant column?": ONES | {"l1": 0.1, "epochs": 10_000},
    "And L2?": ONES | {"decay": 0.1, "rate": 0.03, "epochs": 10_000},
    "Does Adam share between x1 and 2 x1?": {"column": "a multiple of x1", "optimizer": "adam"},
    "What do small batches make of noisy targets?": ONES | {"noise": 3.0, "batch": "2"},
}
