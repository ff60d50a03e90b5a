"""Where does training take a useless weight?"""

import numpy as np
import pandas as pd

import lab
from lab import prose
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.claim import Claim, Expected
from lab.numerals import counted, figure, short
from lab.question import Question
from lab.questions.feature_relevance.weights import columns as beside
from lab.questions.feature_relevance.weights import picture, trained
from lab.questions.feature_relevance.weights.picture import THERE, combined, foretold, legend
from lab.questions.feature_relevance.weights.trained import LOW, Foretold, Relevance
from lab.relevance import line
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
NEAR = 0.01  # a weight nearer to zero than this is called nearly zero
NAMES = {"sgd": "SGD", "momentum": "momentum", "nesterov": "Nesterov", "rmsprop": "RMSprop", "adam": "Adam",
         "adagrad": "Adagrad"}  # fmt: skip
DIGITS = 2e-6  # a few steps of the float32 in which the discussion's run printed its weights


def knobs(k):
    """The columns beside x1, the truth, where the weights start, and how they are trained."""
    with k.row():
        kinds = {
            name: k.choice(
                (own := beside.own("column", name)), f"Column {name}", beside.KINDS,
                "noise" if name == "x2" else "none", key=f"relevance_{own}",
                former=(f"relevance_{own}", line.formerly),
            )
            for name in beside.NAMES
        }  # fmt: skip
    used = [name for name, kind in kinds.items() if beside.KINDS[kind] != "none"]
    for name in used:
        end = "" if name == "x2" else name
        with k.row():
            line.numbers(k, beside.KINDS[kinds[name]], end, "relevance_")
            own = beside.own("weight", name)
            k.box(own, f"Coefficient of {name} in the truth", -10.0, 10.0, 0.5, 0.0, key=f"relevance_{own}")
    k.choice(
        "start", "Weights start", beside.STARTS, "Glorot, as Keras does", key="relevance_start",
        former=("relevance_start", line.formerly),
    )  # fmt: skip
    k.steps("rate", "Learning rate", [3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1], 3e-3, key="relevance_rate")
    k.steps("epochs", "Epochs", [100, 300, 1000, 3000, 10_000, 30_000], 3000, key="relevance_epochs")
    with k.more():
        k.steps("seeds", "Seeds (starts of the weights)", [1, 10, 50, 200, 1000], 200, key="relevance_seeds")
        k.box("slope", "Coefficient of x1 in the truth", -10.0, 10.0, 0.5, 3.0, key="relevance_slope")
        k.box("intercept", "Constant in the truth", -10.0, 10.0, 0.5, 1.0, key="relevance_intercept")
        k.steps("noise", "Noise of the targets, sd", [0.0, 0.1, 1.0, 3.0], 0.0, key="relevance_noise")
        if not any(beside.KINDS[kind] == "discussion" for kind in kinds.values()):  # which has ten
            k.steps("examples", "Examples", [5, 10, 30, 100], 10, key="relevance_examples")
        k.slider("data", "Seed of the data", 0, 50, 1, 0, key="relevance_data")
        k.choice("batch", "Batch size", line.BATCHES, "all", key="relevance_batch")
        k.choice("optimizer", "Optimizer", OPTIMIZERS, "sgd", key="relevance_optimizer")
        k.steps("l1", "L1 penalty", [0.0, 1e-3, 1e-2, 1e-1, 1.0], 0.0, key="relevance_l1")
        k.steps("decay", "L2 penalty (weight decay)", [0.0, 1e-3, 1e-2, 1e-1, 1.0], 0.0, key="relevance_decay")
        k.toggle("decades", "Stretch the first epochs", True, key="relevance_decades")


def answer(compute, *, decades, **chosen):
    """The weights over training beside theory, and the combinations of them that training cannot change."""
    experiment, columns, runs = beside.asked(**chosen)
    made = beside.truth(columns, **{name: chosen.get(name, 10) for name in ("slope", "intercept", "noise", "examples")})
    told = compute(trained.foretell, experiment, **runs)
    before = Figure.of(picture.weights_chart(told, decades), summary(told), caption=made)
    compute.show(Answer(headline="Training has begun: dashed is where theory says it ends.", blocks=(before,)))
    spacing, useless = "log" if decades else "linear", beside.useless(columns, chosen["slope"])
    found = compute(trained.measure, experiment, **runs, spacing=spacing, useless=useless)
    return Answer(
        headline=headline(found),
        note=note(found),
        blocks=(
            Figure.of(
                picture.weights_chart(found, decades), summary(found),
                caption=f"{made} Line: the median run; band: the middle 90 % of runs.",
            ),
            Why(why(found)),
            Advice(
                "Do not count on training to remove a column. Leave out what you know to be useless or said already, "
                "put the others on one scale, and let an L1 penalty take small weights to zero.",
                "scale = keras.layers.Normalization()\n"
                "scale.adapt(x)\n"
                "keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L1(0.01))",
            ),
            _kept(found, decades),
            Section("The weights as a table", (Table(picture.table(found).set_index("weight")),)),
            mathematics(Formula(picture.formulas(found))),
        ),
        experiment=experiment,
    )  # fmt: skip


RUN = {"column": line.NOISE, "start": line.START, "seeds": 1}
NOISE, ONES = RUN | {"column": "noise"}, {"column": "constant"}
TRY = {
    "The run of the forum's question: does its noise weight go to zero?": RUN,
    "What if the useless column is all ones?": RUN | ONES,
    "What if the noise has mean 10?": NOISE | {"mean": 10.0},
    "Where does the noise weight end with batches of two?": RUN | {"batch": "2"},
    "What if x2 = x1?": RUN | {"column": "x1 once more"},
    "What if the column is almost constant: mean 1, sd 0.01?": NOISE | {"mean": 1.0, "sd": 0.01},
    "Noise, ones and a copy at once?": {"column_x3": "constant", "column_x4": "x1 once more"},
    "Can L1 get rid of a constant column?": ONES | {"l1": 0.1, "epochs": 10_000},
    "And L2?": ONES | {"decay": 0.1, "rate": 0.03, "epochs": 10_000},
    "Does Adam share between x1 and 2 x1?": {"column": "a multiple of x1", "optimizer": "adam"},
    "What do small batches make of noisy targets?": ONES | {"noise": 3.0, "batch": "2"},
}


def _kept(found: Relevance, decades: bool) -> Section:
    says = combinations(found)
    if not len(found.kept):
        return Section("What training cannot change", (Words(says),))
    drawn = picture.combinations_chart(*picture.combinations(found), decades)
    return Section("What training cannot change", (Figure.of(drawn, says, caption=says),))


def headline(found: Relevance) -> str:
    """Where the useless weights ended, in one sentence."""
    facts, ends = found.facts.iloc[0], found.ends[found.ends["useless"]]
    if facts["diverged"] == facts["replicas"]:
        return "Nowhere: training diverged. A smaller learning rate helps."
    if ends.empty:
        return "No column here is useless: the truth needs every one of them."
    settled = ends[~ends["diverged"]]
    by_weight = settled.groupby("weight", sort=False)["end"]
    near = by_weight.apply(lambda end: bool((end.abs() < NEAR).all()))
    zero = by_weight.apply(lambda end: bool((end == 0).all()))
    if len(near) == 1:
        return _one(settled, near.all(), zero.all())
    count, useless = int(near.sum()), f"{len(near)} useless weights"
    if zero.all():
        return f"To zero: all {useless} end at exactly 0."
    if near.all():
        return f"Close to zero: all {useless} end within {NEAR:g} of it."
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
    if high - low < NEAR or np.isclose(low, high):
        return f"Not to zero: {named} ends at {short(mid)}."
    return f"That depends on the run: {named} mostly ends between {short(low)} and {short(high)}."


def note(found: Relevance) -> str:
    """Where each useless weight ended, how many runs diverged, the cost, and how much was trained."""
    facts = found.facts.iloc[0]
    cost = f"Cost below {LOW:g} by epoch {figure(facts['reached'])}."
    if np.isnan(facts["reached"]):
        cost = "" if np.isnan(facts["cost"]) else f"Cost at the end: {figure(facts['cost'])}."
    seeds, epochs = counted(facts["replicas"], "seed"), counted(facts["epochs"], "epoch")
    budget = f"({seeds}, {epochs}, {counted(facts['steps'], 'step')} each.)"
    parts = [_useless(found, facts), _divergence(facts), cost, budget]
    return " ".join(part for part in parts if part)


def why(found: Relevance) -> str:
    """Why the weights end there, and how that compares with theory."""
    facts = found.facts.iloc[0]
    asks = (
        "A training step asks one thing of each weight: does the cost fall when it moves? Nothing in it asks whether a "
        "column is useful."
    )
    if len(found.conserved):
        says = (
            "Where a column is made of others (a constant is a multiple of the bias's ones, a copy equals its "
            "original), their weights can be traded against each other without changing any prediction. Such trades "
            "have no gradient, so gradient descent alone never makes them: the start decides them."
        )
    else:
        says = (
            "No column here is made of the others, so a single set of weights has the least cost. A useless column's "
            "weight is 0 there if the targets have no noise; with noise it is what fits the noise best."
        )
    return " ".join(part for part in (asks, says, _predicted(found, facts), _stays(found, facts)) if part)


def summary(found: Relevance | Foretold) -> str:
    """The picture in words."""
    if isinstance(found, Foretold):
        return f"Before training: {'; '.join(legend(found)['label'])}."
    each = "; ".join(f"{row.label}, predicted {foretold(row.law)}" for row in legend(found).itertuples())
    facts = found.facts.iloc[0]
    return f"Weights after {figure(facts['epochs'])} epochs, median of {counted(facts['replicas'], 'seed')}: {each}."


def combinations(found: Relevance) -> str:
    """What became of the combinations that gradient descent keeps, in figures."""
    facts, rows = found.facts.iloc[0], found.conserved.groupby("combination")
    if facts["diverged"] == facts["replicas"]:
        return "Every run diverged: there is nothing to compare with theory."
    if found.conserved.empty:
        return "Nothing is kept: no column is made of the others, so in the end training forgets where it started."
    each = ", ".join(f"{combined(own)}: {figure(own['drift'].iloc[0])}" for _, own in rows)
    count = counted(facts["replicas"] - facts["diverged"], "seed")
    drawn = counted(found.kept["seed"].nunique(), "seed")
    says = [f"Drawn: {drawn}. Largest change since the start ({count}, all recorded epochs): {each}."]
    if facts["obstacle"] in ("decay", "decay noise"):
        off = figure(found.conserved["off"].max())
        says.append(f"Weight decay shrinks each by the factor 1 − rate · decay a step, as predicted (within {off}).")
    return " ".join(says + [_unequal(own, facts) for _, own in rows if _unequal(own, facts)])


def _unequal(rows: pd.DataFrame, facts: pd.Series) -> str:
    """How far a copy moved beside its original, where that is not what gradient descent would do."""
    ratio, terms = rows["ratio"].iloc[0], rows[rows["coefficient"] != 0].set_index("weight")["coefficient"]
    if np.isnan(ratio) or rows["drift"].iloc[0] <= THERE or facts["obstacle"] != "adaptive":
        return ""
    own, other = combined(rows).split(" ")[0], None
    other = next(name for name in terms.index if name != own)
    return (
        f"{NAMES[facts['optimizer']]} moved {own} {ratio:.3f} times as far as {other} (median); gradient "
        f"descent would move it {figure(round(-terms[other], 6))} times as far."
    )


def _useless(found: Relevance, facts: pd.Series) -> str:
    settled = found.ends[found.ends["useless"] & ~found.ends["diverged"]]
    told = []
    for name, ends in settled.groupby("weight", sort=False)["end"]:
        low, mid, high = (figure(value) for value in ends.quantile([0.05, 0.5, 0.95]))
        told.append(f"{name} ended at {mid}" + (f" ({low} to {high})" if facts["replicas"] > 1 else ""))
    middle = "; median and middle 90 % of the runs" if facts["replicas"] > 1 else ""
    return f"{', '.join(told)}{middle}." if told else ""


def _divergence(facts: pd.Series) -> str:
    rate, largest = facts["rate"], facts["largest_rate"]
    count = f"{figure(facts['diverged'])} of {counted(facts['replicas'], 'seed')} diverged."
    if facts["whole"] and rate > largest:
        return f"{count} The rate {figure(rate)} is above the largest stable one, {figure(largest)}."
    if facts["diverged"] == 0 or not np.isfinite(largest):
        return count if facts["diverged"] else ""
    bound = f"The largest stable rate is {figure(largest)} with all examples at once; small batches may allow less."
    return f"{count} {bound}"


def _predicted(found: Relevance, facts: pd.Series) -> str:
    if facts["diverged"] == facts["replicas"]:
        return ""
    laws = ", ".join(f"{row.weight} {foretold(row.law)}" for row in legend(found).itertuples())
    gap, reason = figure(facts["gap"]), _reason(found, facts)
    if not reason:
        single = ", whatever the optimizer" if facts["obstacle"] == "adaptive" and found.conserved.empty else ""
        return (
            f"Predicted, given endless training{single}: {laws}. Largest difference: {gap}{_way_to_go(found, facts)}."
        )
    if facts["gap"] <= THERE:
        return f"Theory for gradient descent ({laws}) need not hold: {reason}. Here it does, within {gap}."
    shrunk = _shrunk(found)
    return f"Theory for gradient descent ({laws}) does not hold: {reason}. Largest difference: {gap}.{shrunk}"


def _reason(found: Relevance, facts: pd.Series) -> str:
    """Why the law fails; an adaptive optimizer alone leads to the same end where it keeps what the law keeps."""
    kept = facts["obstacle"] == "adaptive" and not (found.conserved["drift"] > THERE).any()
    says = {
        "adaptive": f"{NAMES[facts['optimizer']]} scales the step of each weight by itself",
        "decay": "weight decay pulls every weight towards 0",
        "l1": "L1 pulls every weight but b towards 0",
        "noise": "no line meets every example, so every small batch pulls elsewhere",
    }
    return "" if kept else ", and ".join(says[name] for name in facts["obstacle"].split())


def _shrunk(found: Relevance) -> str:
    settled = found.ends[~found.ends["diverged"]]
    if settled["shrunk"].isna().any():
        return ""
    each = ", ".join(f"{row.weight} {foretold(row.shrunk)}" for row in settled.drop_duplicates("weight").itertuples())
    off = (settled["end"] - settled["shrunk"]).abs().max()
    yet = "" if off <= THERE else ", so it is not there yet"
    return (
        f" With this decay it is predicted to end, from any start, at {each}. Largest difference: {figure(off)}{yet}."
    )


def _way_to_go(found: Relevance, facts: pd.Series) -> str:
    if facts["gap"] <= THERE:
        return ""
    if np.isnan(facts["remaining"]):
        return ", so it is not there" + ("" if facts["obstacle"] else " yet")
    distance = np.sqrt(((found.ends["start"] - found.ends["law"]) ** 2).groupby(found.ends["seed"]).sum().max())
    if facts["remaining"] * distance < facts["gap"] / 10:
        return ", the rounding of float32"
    share = "more than 99.9" if facts["remaining"] > 0.9995 else f"{100 * facts['remaining']:.3g}"
    return f", not there yet: the slowest direction still has {share} % of its starting distance"


def _stays(found: Relevance, facts: pd.Series) -> str:
    if found.conserved.empty or facts["diverged"] == facts["replicas"]:
        return ""
    named = [combined(rows) for _, rows in found.conserved.groupby("combination")]
    listed, drift = prose.listed(named), found.conserved["drift"].max()
    one = len(named) == 1
    if {"adaptive", "decay", "l1"} & set(facts["obstacle"].split()):
        moved = f"here {'it' if one else 'one of them'} moved by up to {figure(drift)}"
        moved = moved if drift > THERE else f"so does this (within {figure(drift)})"
        return f"Gradient descent would keep {listed} where {'it' if one else 'they'} started; {moved}."
    how, verb = ("it started", "stays") if one else ("they started", "stay")
    how = f"exactly where {how}" if drift == 0 else f"where {how} (within {figure(drift)}, rounding)"
    return f"{listed} {verb} {how}: no example depends on {'it' if one else 'them'}."


def _ends(compute, **settings) -> tuple[float, ...]:
    """Weights and bias of the only seed."""
    settings.pop("decades")
    experiment, _, runs = beside.asked(**settings)
    return tuple(compute(trained.measure, experiment, **runs).ends["end"])


def _ones(compute, **settings) -> tuple[float, ...]:
    """The same, and the difference of the last two, after and before."""
    first, second, bias = _ends(compute, **settings)
    kernel, (start,) = beside.explicit(settings["start"])
    return first, second, bias, second - bias, kernel[1][0] - start


def _laws(compute, *, decades, **settings) -> tuple[float, ...]:
    """Columns x, x, 2x, 1 and 0, by gradient descent and by Adam, against theory."""
    experiment, _, runs = beside.asked(**settings)
    plain, adam = (
        compute(trained.measure, lab.vary(experiment, {"training.optimizer": optimizer}), **runs)
        for optimizer in ("sgd", "adam")
    )
    still = plain.ends.query("weight == 'w5'")
    moved = [found.conserved.query("combination == 2")["ratio"].iloc[0] for found in (plain, adam)]
    gap, other = plain.facts["gap"][0], adam.facts["gap"][0]
    return gap, plain.conserved["off"].max(), moved[0], (still["end"] - still["start"]).abs().max(), moved[1], other


CLAIMS = (
    Claim(
        id="S09",
        question="Does training find that a useless column deserves the weight zero?",
        claim="With y = 3 x1 + 1 and a column of noise, 3,000 epochs of SGD find the weights 3 and 0, and the bias 1.",
        source="seeds/001; its digits come from TensorFlow",
        settings=RUN,
        figures=(
            Expected(name="weight of x1", expected=3.0015907, tolerance=DIGITS),
            Expected(name="weight of the noise", expected=-0.0024382, tolerance=DIGITS),
            Expected(name="bias", expected=0.9898662, tolerance=DIGITS),
        ),
        measure=_ends,
        verdict="holds only when",
        because="“find” means “come near”: the weight of the noise is {1} after 3,000 epochs, small and not zero.",
    ),
    Claim(
        id="S10",
        question="What if the useless column is all ones?",
        claim="With a constant column the model may distribute the weight between it and the bias in arbitrary ways.",
        source="seeds/001; its digits come from TensorFlow",
        settings=RUN | ONES,
        figures=(
            Expected(name="weight of x1", expected=2.9999967, tolerance=DIGITS),
            Expected(name="weight of the ones", expected=0.73000354, tolerance=DIGITS),
            Expected(name="bias", expected=0.2700143, tolerance=DIGITS),
            # both get the same gradients; what is left is rounding, 3,000 times
            Expected(name="weight of the ones − bias, after training", expected=0.459983, tolerance=2e-5),
            Expected(name="the same before training", expected=0.459983, tolerance=1e-7),
        ),
        measure=_ones,
        verdict="does not hold",
        because="weight and bias move alike, so their difference stays what it was at the start ({4} before, {3} "
        "after), and their sum goes to 1. The start decides, nothing else.",
    ),
    Claim(
        id="L09",
        question="Where do the weights of repeated and useless columns end?",
        claim="Gradient descent ends at the best weights that are nearest to its start: weights of copies keep their "
        "difference, scaled copies share by scale, the weight of a column of zeros never moves. Adam ends elsewhere.",
        source="plain algebra (lab.laws.relevance)",
        settings={
            "column": "x1 once more", "column_x3": "a multiple of x1", "column_x4": "constant", "column_x5": "zeros",
            "seeds": 10,
        },
        figures=(
            # float32: rounding of 3,000 steps, and the 3e-5 of the way that is still to go
            Expected(name="largest distance of a weight from the law", expected=2e-4, way="at most"),
            Expected(name="largest change of what is kept", expected=2e-4, way="at most"),
            Expected(name="how far 2 x1's weight moved, over x1's", expected=2, tolerance=0.001),
            Expected(name="movement of the zero column's weight", expected=0.0),
            Expected(name="under Adam: 2 x1's weight over x1's", expected=1, tolerance=0.001),
            Expected(name="under Adam: largest distance from the law", expected=0.1, way="at least"),
        ),
        measure=_laws,
    ),
)  # fmt: skip
