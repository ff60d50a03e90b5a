"""Where does training take a useless weight?"""

import lab
from lab.answer import Answer, Code, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.claim import Claim, Expected
from lab.numerals import counted
from lab.question import Question
from lab.questions.feature_relevance.weights import columns as beside
from lab.questions.feature_relevance.weights import picture, shares, trained, variants, words
from lab.questions.feature_relevance.weights.headlines import headline
from lab.questions.feature_relevance.weights.trained import Relevance
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
        "the same column twice in my data", "feature with the same value everywhere",
        "does training set the weights of useless features to zero", "irrelevant feature",
        "two identical features, how is the weight shared", "multicollinearity",
        "is the weight of random noise learned to be zero", "does the model ignore irrelevant inputs",
        "unimportant input", "the weight of the noise rises before it falls again",
        "column of pure noise", "uninformative feature",
        "two identical columns", "a column of all ones", "constant column", "eliminate constant features",
        "is a constant feature eliminated",
        "what happens if x2 = x1", "noise with mean 10 and standard deviation 1",
        "correlated features", "collinear inputs", "does gradient descent remove features",
        "what becomes of an input that is not needed", "superfluous variables",
    ),
    turned={
        (
            "constant column is NaN after standardising", "intercept and constant feature",
            "a column of 1s in my data, which weight does it get",
        ): {"column": "constant"},
        (
            "two columns are the same quantity in different units, metres and feet",
            "one column in cm, another in inch",
            "two input columns that are the same number in different units",
            "the same feature twice, in metres and in feet", "a copy of a column in another unit",
            "is a copy in other units a problem for gradient descent", "duplicate columns",
        ): {"column": "a multiple of x1", "factor": 3.28, "rate": 1e-3, "epochs": 10_000},
    },
)  # fmt: skip
LETTERS = (
    "X: the columns and a column of ones; y: the targets; w₀: the start. X⁺ is the pseudo-inverse of X: with it, of "
    "all weights that fit best, one gets those nearest to the start. X v = 0: the columns, each times its part of v, "
    "add up to 0 in every example."
)
DIGITS = 2e-6  # a few steps of the float32 in which the discussion's run printed its weights


def knobs(k):
    """The columns beside x1, the truth, where the weights start, and how they are trained."""
    first, *others = beside.NAMES
    kinds = {first: _column(k, first, "noise")}
    with k.row():
        beside.numbers(k, kinds[first], first)
    k.steps("rate", "Learning rate", [3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1], 3e-3, key="relevance_rate")
    k.steps("epochs", "Epochs", [100, 300, 1000, 3000, 10_000, 30_000], 3000, key="relevance_epochs")
    with k.more():
        with k.row():
            kinds |= {name: _column(k, name, "none") for name in others}
        for name, kind in kinds.items():
            if kind != "none":
                own = beside.own("weight", name)
                with k.row():
                    if name != first:
                        beside.numbers(k, kind, name)
                    k.box(own, f"Coefficient of {name} in the truth", -10.0, 10.0, 0.5, 0.0, key=f"relevance_{own}")
        k.choice(
            "start", "Weights start", beside.STARTS, "Glorot, as Keras does", key="relevance_start",
            former=("relevance_start", line.formerly), shown=line.shown,
        )  # fmt: skip
        k.steps("seeds", "Seeds (starts of the weights)", [1, 10, 50, 200, 1000], 200, key="relevance_seeds")
        k.box("slope", "Coefficient of x1 in the truth", -10.0, 10.0, 0.5, 3.0, key="relevance_slope")
        k.box("intercept", "Constant in the truth", -10.0, 10.0, 0.5, 1.0, key="relevance_intercept")
        k.steps("noise", "Noise of the targets (standard deviation)", [0.0, 0.1, 1.0, 3.0], 0.0, key="relevance_noise")
        if "discussion" not in kinds.values():  # which has ten
            k.steps("examples", "Examples", [5, 10, 30, 100], 10, key="relevance_examples")
        k.slider("data", "Seed of the data", 0, 50, 1, 0, key="relevance_data")
        k.choice("batch", "Batch size", line.BATCHES, "all", key="relevance_batch")
        k.choice("optimizer", "Optimizer", OPTIMIZERS, "sgd", key="relevance_optimizer")
        k.steps("l1", "L1 penalty", [0.0, 1e-3, 1e-2, 1e-1, 1.0], 0.0, key="relevance_l1")
        k.steps("decay", "L2 penalty (weight decay)", [0.0, 1e-3, 1e-2, 1e-1, 1.0], 0.0, key="relevance_decay")
        k.toggle("decades", "Stretch the first epochs", True, key="relevance_decades")


def _column(k, name: str, begin: str) -> str:
    """The kind of a column, chosen by its option's name."""
    own = beside.own("column", name)
    former = (f"relevance_{own}", line.formerly)
    return beside.KINDS[
        k.choice(own, f"Column {name}", beside.KINDS, begin, key=f"relevance_{own}", former=former, shown=line.shown)
    ]


def answer(compute, *, decades, **chosen):
    """The weights over training beside theory, and the combinations of them that training cannot change."""
    experiment, columns, runs = beside.asked(**chosen)
    posted = beside.posted(columns, chosen["start"])
    made = beside.truth(columns, **{name: chosen.get(name, 10) for name in ("slope", "intercept", "noise", "examples")})
    made = f"{made} {posted}".strip()
    told = compute(trained.foretell, experiment, **runs)
    before = Figure.of(picture.weights_chart(told, decades), words.summary(told), caption=made)
    compute.show(Answer(headline="Training has begun: dashed is where theory says it ends.", blocks=(before,)))
    spacing, useless = "log" if decades else "linear", beside.useless(columns, chosen["slope"])
    found = compute(trained.measure, experiment, **runs, spacing=spacing, useless=useless)
    return Answer(
        headline=headline(found, chosen["noise"]),
        note=words.note(found),
        blocks=(
            Figure.of(
                picture.weights_chart(found, decades), words.summary(found),
                caption=f"{made} One linear unit (a line) is trained. Line: the median run; band: the middle 90 %.",
            ),
            *map(Words, variants.said(compute, decades=decades, **chosen)),
            Why(words.why(found)),
            words.advice(found),
            Section("Unsure of a column?", (Words(words.UNSURE), Code(words.PLANTED)), folded=True),
            _kept(found, decades),
            Section("The weights as a table", (Table(picture.table(found).set_index("weight"), _medians(found)),)),
            mathematics(Formula(picture.formulas(found)), Words(LETTERS)),
        ),
        experiment=experiment,
    )  # fmt: skip


RUN = {"column": line.NOISE, "start": line.START, "seeds": 1}
NOISE, ONES = RUN | {"column": "noise"}, {"column": "constant"}
TRY = {
    "A run posted in a forum: does its noise weight go to zero?": RUN,
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


def _medians(found: Relevance) -> str:
    runs = found.facts["replicas"][0]
    if runs == 1:
        return ""
    sums = " Medians do not add up: that of a sum is not the sum of those above it." if shares.totals(found) else ""
    return f"Every figure is the median of {counted(runs, 'seed')}.{sums}"


def _kept(found: Relevance, decades: bool) -> Section:
    says = words.combinations(found)
    shown = Words(says)
    if len(found.kept):
        drawn = picture.combinations_chart(*picture.combinations(found), decades)
        shown = Figure.of(drawn, says, caption=says)
    return Section("What plain gradient descent cannot change", (shown,))


def _ends(compute, **settings) -> tuple[float, ...]:
    """Weights and bias of the only seed."""
    settings.pop("decades")
    experiment, _, runs = beside.asked(**settings)
    return tuple(compute(trained.measure, experiment, **runs).ends["end"])


def _ones(compute, **settings) -> tuple[float, ...]:
    """The same, and the difference of the last two, after and before."""
    first, second, bias = _ends(compute, **settings)
    kernel, (start,) = beside.posted_start(2)
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
