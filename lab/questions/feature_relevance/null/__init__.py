"""Does training set a useless weight to zero?"""

from dataclasses import replace

import numpy as np

import lab
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words, mathematics
from lab.claim import Claim, Expected
from lab.laws import fresh_error
from lab.numerals import counted, figure, percentage
from lab.question import Elsewhere, Question, address
from lab.questions.feature_relevance.null.draws import (
    CHECKED,
    COURSES,
    HIDDEN,
    NETWORK,
    SHARE,
    START,
    Noise,
    bars,
    beyond,
    courses,
    curve,
    measure,
    named,
    network,
    own,
    rounded,
    useful,
)
from lab.questions.feature_relevance.null.picture import courses_chart, histogram
from lab.questions.feature_relevance.null.theory import formulas, meanings
from lab.relevance.lines import STANDARDISED
from lab.specs import OPTIMIZERS

QUESTION = Question(
    room="feature_relevance",
    slug="null",
    title="Is it zero?",
    ask="Does training set a useless weight to zero?",
    group="Where weights end",
    place=3,
    level="first",
    also=(
        "is this weight zero or just small", "should the weight of an irrelevant feature be exactly 0",
        "is a small weight a useless feature", "significance of a coefficient", "how small is small enough",
        "does training set the weights of useless features to zero", "feature importance by chance", "p value",
        "significantly different from zero", "statistical significance of a weight",
        "confidence interval of a coefficient", "t test", "weight near zero but not exactly zero",
        "a column of random numbers that I added", "can a network learn to ignore an input, as the colour of a door",
        "columns that are pure noise: drop them, or does training do it",
        "does the network learn to ignore noise columns by itself", "a row id or row number as a feature",
        "does a random feature get weight zero",
        "does a noise column's weight go to zero with more data", "a noisy feature, and more data or examples",
    ),
)  # fmt: skip
NAMED = {
    "sgd": "gradient descent", "momentum": "momentum", "nesterov": "Nesterov momentum", "rmsprop": "RMSprop",
    "adam": "Adam", "adagrad": "Adagrad",
}  # fmt: skip
UNITS = {"columns": "equal worth, other units"}  # where shuffling is compared with weights
ONE = {"columns": 2}  # where x1 has one useless column beside it
SMALL = 1 / 4  # of what x1 is worth: a band that is narrower is small
CHOOSES = "Training does not choose: each step follows one slope per weight, and none asks whether a column is useful."
THERE = 0.05  # of the law's spread: a distance from the end of training that no longer counts
NEAR = 1e-3  # the same without noise, in units of the weight
MORE = 4  # times as many examples, for comparison
FEW, LONG = 100, 300_000  # draws that are shown first where draws times epochs are more than these


def knobs(k):
    """One data set, in which x2 may be worth something, and how many others it stands beside."""
    k.steps("truth", "What x2 is worth in this data set (0: useless)", [0.0, 0.1, 0.3, 1.0, 3.0], 0.0)
    k.slider("seed", "This data set: draw", 0, 50, 1, 0)
    k.steps("noise", "Noise of the targets (standard deviation)", [0.0, 0.1, 0.3, 1.0, 3.0], 1.0)
    k.choice("examples", "Examples", [12, 30, 100], 30)
    k.steps("epochs", "Epochs", [10, 30, 100, 300, 1000, 3000], 300)
    with k.more():
        k.choice("columns", "Useless columns of random numbers: x2 and more", [1, 3, 5, 8], 3)
        k.choice("sd", "Standard deviation of these columns", [0.3, 1.0, 3.0], 1.0)
        k.choice("draws", "Draws of the data", [100, 300, 1000, 3000], 1000)
        k.steps("rate", "Learning rate", [0.003, 0.01, 0.03, 0.1], 0.03)
        k.choice("optimizer", "Optimizer", OPTIMIZERS, "momentum")


def answer(compute, *, truth, draws, **settings):
    """The weight of x2 in one's own data among those of useless columns, and their way there."""
    experiment = _experiment(**settings)
    if compute.watched and draws > FEW and draws * experiment.training.epochs > LONG:
        found = compute(measure, experiment, draws=FEW, truth=truth)
        compute.show(_answer(found, experiment, truth), {"draws": (FEW, draws)})
    found = compute(measure, experiment, draws=draws, truth=truth)
    first = _answer(found, experiment, truth)
    if truth:
        return first
    compute.show(first)  # while the network is compiled, which depends on the examples alone
    picture, said, *further = first.blocks
    beside = of_a_network(compute(network, replace(START, data=experiment.data)))
    return replace(first, blocks=(picture, Why(f"{said.text} {beside}".strip()), *further))


def _answer(found: Noise, experiment, truth: float) -> Answer:
    said, ended = headline(found), nearest(found)
    below = note(found, experiment)
    return Answer(
        headline=said,
        note=below,
        blocks=(
            Figure.of(
                histogram(bars(found), curve(found), own(found)), f"{said} {below}", caption=caption(found),
            ),
            Why(why(found, experiment)),
            Advice(
                "Drop what you know to be useless, by name: training does not. A row id is worse than noise: it is "
                "large and ordered, so it can leak the order of the file, and new rows have other ids. "
                "Compare a weight with what chance makes of useless columns before you believe it. A quick check: "
                "standardise your columns, add columns of random numbers and train. A weight no larger than theirs "
                "says nothing. Nor do sizes of weights say which column matters more, unless columns are standardised; "
                "with hidden units not even then: the first layer has many weights for a column, and later layers "
                "scale and mix them. Shuffle a column instead and see how much the error grows: [three columns of "
                f"equal worth]({address('penalties', UNITS)}), or bring [your own table]({address('table')}).",
                'x = df.drop(columns=["id"]).to_numpy()  # by name: the next line finds constant columns alone\n'
                f"{STANDARDISED}"
                "rng = np.random.default_rng(0)\n"
                "x = np.hstack([x, rng.normal(size=(len(x), 20))])  # twenty columns that are useless for certain",
            ),
            Section(
                "How near to zero over training?",
                (
                    Words(ended),
                    Figure.of(
                        courses_chart(*courses(found)), ended,
                        caption=f"Median of {COURSES} data sets where x2 is useless, with the middle 90 % of them. "
                        "Dashed: where theory has the median end.",
                    ),
                    Words(starts(found)),
                ),
            ),
            mathematics(Formula(formulas(found)), Words(meanings(found))),
        ),
        experiment=useful(experiment, truth),
    )  # fmt: skip


TRY = {
    "What if x2 does matter a little?": {"truth": 0.3},
    "And three times as much?": {"truth": 1.0},
    "What if the targets have no noise?": {"noise": 0.0, "epochs": 3000},
    "Does it go to zero with more data?": {"examples": 100},
    "How large does a useless weight get with twelve examples?": {"examples": 12, "epochs": 3000},
    "What if training stops after ten epochs?": {"epochs": 10},
    "Does Adam set it to zero?": {"optimizer": "adam", "epochs": 3000},
    "And plain gradient descent?": {"optimizer": "sgd", "epochs": 3000},
    "Does a column of random numbers lower the accuracy?": Elsewhere("risk", ONE),
}  # fmt: skip


def headline(found: Noise) -> str:
    """How far from zero chance leaves useless weights; of a column that is worth something, whether one can tell."""
    own = found.own.iloc[0]
    if np.isnan(own["weight"]):
        return "No answer: training diverged. A smaller learning rate helps."
    ended = rounded(own["weight"])
    if found.null is None:
        if own["truth"]:
            return f"This one is not useless: without noise in the targets w2 goes to its worth, and ended at {ended}."
        return (
            f"No, but nearly, given time: without noise in the targets nothing holds w2 elsewhere; it ended at {ended}."
        )
    if _unfinished(found):
        return f"Too early to say: w2 ended at {ended}, and more training still moves the weights."
    if not own["truth"]:
        band, worth = found.facts["band"][0], START.data.slope
        beside = "small beside" if band < SMALL * worth else "smaller than" if band < worth else "larger than"
        sizes = f"nearly all are up to {rounded(band)} in size, {beside} x1's {figure(worth)}"
        return f"No, none is forced to zero: by chance, {sizes}."
    if own["inside"]:
        return f"No: w2 ended at {ended}, a usual size for useless weights: noise in the targets pulls them off zero."
    return f"No, and w2 hardly looks useless: it ended at {ended}, farther from zero than 95 % of useless weights."


def note(found: Noise, experiment: lab.Experiment) -> str:
    """What was trained, and how one's own weight and the useless ones stand to the band."""
    training = experiment.training
    trained = (
        f"Trained: one linear unit (a line) with {NAMED[training.optimizer]}, {counted(training.epochs, 'epoch')}. It "
        "has one weight for each column, the same for all examples."
    )
    return " ".join(part for part in (trained, mine(found), told(found)) if part)


def _experiment(noise, seed, sd, columns, examples, epochs, rate, optimizer) -> lab.Experiment:
    return lab.vary(
        START,
        {
            "data.n": examples, "data.noise": noise, "data.seed": seed,
            "data.columns": (lab.Column("noise", sd=sd),) * columns, "training.epochs": epochs,
            "training.learning_rate": rate, "training.optimizer": optimizer,
        },
    )  # fmt: skip


def mine(found: Noise) -> str:
    """One's own weight beside the band of useless columns, and how that shrinks; "" where there is none."""
    own, null = found.own.iloc[0], found.null
    if np.isnan(own["weight"]) or null is None:
        return ""
    where = "inside" if own["inside"] else "outside"
    missed = f", yet x2 is worth {figure(own['truth'])}: too little to be seen here" if own["inside"] else ""
    chance = "" if own["inside"] or _unfinished(found) else ", as one useless weight in twenty is by chance"
    more, band = replace(null, examples=MORE * null.examples), rounded(null.within(SHARE))
    return (
        f"By chance 95 % of useless weights end in the band, between −{band} and {band}; in this data set w2 ended at "
        f"{rounded(own['weight'])}, {where}{missed if own['truth'] else chance}. To compare: x1 is worth "
        f"{figure(START.data.slope)}. With more examples the band shrinks, in the end as 1/√n, to "
        f"{rounded(more.within(SHARE))} with {MORE} times as many examples."
    )


def told(found: Noise) -> str:
    """What became of the useless columns of all draws."""
    facts = found.facts.iloc[0]
    kept = facts["draws"] - facts["diverged"]
    if kept == 0:
        return f"All {figure(facts['draws'])} draws of the data diverged."
    gone = f" {figure(facts['diverged'])} more diverged." if facts["diverged"] else ""
    zeros = f"{figure(facts['exact']) if facts['exact'] else 'none'} ended at exactly 0"
    told = f"the median of |w2| is {rounded(facts['middle'])}, and {zeros}"
    if found.null is not None:
        told = f"{figure(facts['within'])} ended inside the band (theory: {SHARE * kept:,.0f}), and {zeros}"
    return f"Of {figure(kept)} useless columns, each in a data set of its own, {told}.{gone}{_unfinished(found)}"


def starts(found: Noise) -> str:
    """That the start is forgotten, or not yet."""
    own, facts = found.own.iloc[0], found.facts.iloc[0]
    kept = own["starts"] - own["diverged"]
    if kept == 0:
        return f"All {figure(own['starts'])} starts of this data set diverged."
    small = own["apart"] < (THERE * found.null.spread if found.null else NEAR)
    says = "the start is forgotten, the data decide" if small else "the start is not forgotten yet"
    near = f"within {rounded(own['apart'])} of each other" if own["apart"] else "at exactly the same number"
    return f"This data set from {figure(kept)} starts: w2 ended {near}, so {says} ({figure(facts['epochs'])} epochs)."


def nearest(found: Noise) -> str:
    """How near to 0 the weight of a useless column gets, without noise and with it."""
    last = found.courses.groupby("noise").tail(1)
    ended = [rounded(mid) if np.isfinite(mid) else "diverged" for mid in last["mid"]]
    laws = zip(last["noise"], ended, last["law"], strict=True)
    rows = [f"{named(noise)}: {end} (theory: {rounded(law)})" for noise, end, law in laws]
    return (
        "No weight is forced to zero. How close one comes depends on the noise in the targets and the number of "
        "examples: without noise a useless weight falls towards 0 as long as it is trained, until numbers of 32 bits "
        f"get no nearer; with noise it stops where it fits that noise best. Median |w2| at the end: {'; '.join(rows)}."
    )


def why(found: Noise, experiment: lab.Experiment) -> str:
    """Why a useless weight is not zero, how large it gets by chance, and what the optimizer has to do with it."""
    same = _of_the_optimizer(found, experiment)
    if found.null is None:
        return (
            f"{CHOOSES} The targets here have no noise, so a useless column has nothing to explain, and the best "
            "weight for it is exactly 0. Training gets nearer to it with every epoch and never sets it to 0 at a "
            f"stroke. The weight of a column that is worth something ends at its worth. {same}"
        )
    return (
        f"{CHOOSES} Among a limited number of examples any column goes a little with the noise of the targets, by "
        "chance, and training uses that: a useless weight ends where it fits the noise best, not at 0. The more noise "
        f"in the targets and the fewer examples, the farther. {power_sentence(found)}{costs(found)}{same}"
    )


def costs(found: Noise) -> str:
    """What one useless column costs on new examples, by theory; "" where x2 is worth something."""
    if found.own["truth"].iloc[0]:
        return ""
    n = found.null.examples
    alone, beside = (fresh_error.risk(columns, n, 1.0, 0.0) for columns in (1, ONE["columns"]))
    return (
        "Such weights cost a little on new examples: theory has one random column beside x1 raise the squared error by "
        f"{percentage(beside / alone - 1)} with {n} examples; [many columns cost more]({address('risk', ONE)}). "
    )


def _of_the_optimizer(found: Noise, experiment: lab.Experiment) -> str:
    """That of this one unit every optimizer that gets to the end ends there; which it is here, and whether it did."""
    name = NAMED[experiment.training.optimizer]
    ends = "is not there yet" if _unfinished(found) else "got there"
    here = f"here {name} {'diverged' if np.isnan(found.own['weight'][0]) else ends}"
    return (
        "This one unit has one best set of weights, and gradient descent, momentum and Adam all go to it, if given the "
        f"time; {here}. A network with hidden units has many, and there the start and the optimizer decide, too."
    )


def of_a_network(ends: np.ndarray) -> str:
    """What a network with hidden units makes of the useless column; "" where a start diverged. `ends`: of `network`."""
    if not np.isfinite(ends).all():
        return ""
    (_, useful), (before, after) = (np.median(ends[:, :, column], axis=(0, 2)) for column in (0, 1))
    zeros, every = int((ends[:, -1, 1] == 0).sum()), ends[:, -1, 1].size
    runs = f"{counted(len(ends), 'start')} ({counted(NETWORK['training.epochs'], 'epoch')} with Adam)"
    return (
        f"Such a network does not do it either: {HIDDEN} ReLU units, trained on these examples from {runs}, have "
        f"{every} weights for x2, of which {zeros or 'none'} ended at exactly 0; their median size went from "
        f"{rounded(before)} to {rounded(after)} (of x1: {rounded(useful)})."
    )


def power_sentence(found: Noise) -> str:
    """How often a column of this worth can be told from chance; empty without noise, or worth."""
    own = found.own.iloc[0]
    if found.null is None or own["truth"] == 0:
        return ""
    return f"A column worth {figure(own['truth'])} is outside the band in {100 * own['power']:.1f} % of data sets. "


def caption(found: Noise) -> str:
    """What the histogram shows, and what it does not."""
    lost = beyond(found)
    rest = f" {lost:,} more {'lies' if lost == 1 else 'lie'} beyond the picture." if lost else ""
    dashed = ""
    if found.null:
        spread, predicted = rounded(found.facts["spread"][0]), rounded(found.null.spread)
        dashed = f" Dashed: how many theory predicts. Their standard deviation: {spread} (theory: {predicted})."
    return f"Bars: x2's weight in data sets where it is useless.{dashed} Upright line: this data set.{rest}"


def _unfinished(found: Noise) -> str:
    facts = found.facts.iloc[0]
    limit = THERE * found.null.spread if found.null else NEAR
    if not facts["gap"] > limit:
        return ""
    count = min(CHECKED, facts["draws"])
    return (
        f" They are not there yet: of the first {figure(count)} draws one is still {rounded(facts['gap'])} from where "
        "endless training ends, so theory does not apply yet."
    )


def _measured(compute, *, truth, draws, **settings) -> tuple[float, ...]:
    """Of useless columns: exact zeros, those in the band of theory, their spread; their size without noise."""
    found = compute(measure, _experiment(**settings), draws=draws, truth=truth, starts=2)
    facts = found.facts.iloc[0]
    quiet = found.courses.query("noise == 0")["mid"].iloc[-1]
    return facts["exact"], facts["within"] / facts["draws"], round(facts["spread"], 3), float(f"{quiet:.0e}")


CLAIMS = (
    Claim(
        id="S12",
        question="Does the optimizer set useless weights to zero?",
        also=(
            "does tensorflow choose to set parameters of a unit to zero",
            "does training exclude features by a weight of zero",
            "are weights of features that do not matter forced to zero",
        ),
        claim="No weight is forced to zero; the optimizer may reduce some close to zero if their features are useless.",
        source="seeds/001; the null law is lab.laws.noise_columns",
        figures=(
            Expected(name="useless columns, of 1,000, whose weight ends at exactly 0", expected=0),
            # four standard errors of a share of 1,000
            Expected(name="share within the 95 % of the null law", expected=0.95, tolerance=0.028),
            # four standard errors of a standard deviation of 1,000
            Expected(name="standard deviation of the weight, noise 1", expected=0.2041, tolerance=0.02),
            Expected(name="median size of the weight without noise", expected=1e-5, way="at most"),
        ),
        measure=_measured,
        because="of 1,000 useless weights {0} end at exactly 0. How close they come depends on the targets: without "
        "noise to {3}; with noise of standard deviation 1, and 30 examples, they keep a standard deviation of {2}.",
    ),
)
