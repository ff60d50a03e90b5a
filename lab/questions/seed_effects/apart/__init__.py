"""How many seeds does it take to tell two settings apart?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.answer import Advice, Answer, Figure, Formula, Section, Why, mathematics
from lab.charts import theme, traces
from lab.experiment import Experiment
from lab.laws import power
from lab.lazy import alt
from lab.numerals import counted, figure, percent
from lab.question import Question, address
from lab.questions.seed_effects.apart import own, scores
from lab.questions.seed_effects.apart.rule import formula, seeds, theory
from lab.seeds import report, scored
from lab.seeds.scored import SCORES, amount

QUESTION = Question(
    room="seed_effects",
    slug="apart",
    title="How many seeds?",
    ask="How many seeds does it take to tell two settings apart?",
    group="Luck",
    place=9,
    level="first",
    also=(
        "is model A better than model B or just lucky", "compare two models", "statistical test for two networks",
        "how many seeds", "is the best of 10 random seeds a fair result", "how many repetitions do I need",
        "how many runs do I need", "how often should I repeat an experiment",
        "t-test between runs", "is one seed enough to compare two models", "significance test for accuracies",
        "is an improvement real or noise", "is a difference of a few points real", "are three seeds enough",
        "is a small difference in accuracy real with few seeds",
        "compare two architectures or settings fairly", "power of a comparison",
        "are a few seeds enough", "is my result on a few seeds enough to say that something helps",
        "does dropout really help or is the difference just luck", "is the difference significant",
        "compare my own scores", "how many times should I run with different seeds", "how many runs to report",
    ),
    turned={
        ("B against A, 3 runs each", "runs of model A and of model B: may I report that B wins"): {"source": "my own"},
        (
            "which of two models is better, by their accuracies on one test set", "is my test set too small",
            "statistical significance of a difference in accuracy", "McNemar's test of two classifiers",
            "is a higher accuracy on the same test set a better model", "test examples needed to compare two models",
            "A got 92 % and B got 93 % on a test set of 500 examples, is B better than A",
            "accuracy 0.91 versus 0.92 on 1000 test samples", "improvement over a baseline on a held-out set",
            "error bar of an accuracy from the size of the test set",
        ): {"source": "my own", "scores_a": "92.1", "scores_b": "92.6", "test_examples": 500},
    },
)  # fmt: skip
RATES = (0.01, 0.03, 0.05, 0.1, 0.12, 0.2, 0.3, 1.0)
FEW = 3  # seeds that many people take
WANTED = 0.8  # of the studies are to see the difference
BARS = 25
REMEDY = """\
import numpy as np
from scipy import stats

error = scores_a.std(ddof=1) / np.sqrt(len(scores_a))  # standard error of one result
print(f"mean {scores_a.mean():.2f}, standard error {error:.2f}, {len(scores_a)} seeds")

difference = scores_a - scores_b  # seed by seed
low, high = stats.ttest_rel(scores_a, scores_b).confidence_interval(0.95)  # Student's t: wider with few seeds
print(f"mean difference {difference.mean():.2f}, 95 % interval {low:.2f} to {high:.2f}")"""

ADVICE = "Train both from the same seeds, look at the differences seed by seed, and give their mean with an interval."
RULES = {"he normal": "He's rule", "glorot uniform": "Glorot's rule", "lecun normal": "LeCun's rule"}  # scheme -> name
TRAINED = "trained here"
reads = scores.reads  # what the knobs are, of the scores that are asked about


def knobs(k):
    """Whose scores; the two settings, and what both learn."""
    source = k.choice("source", "Scores", (TRAINED, own.OWN), TRAINED)
    if source == own.OWN:
        own.knobs(k)
        return
    k.choice("a", "A: first weights", scored.SHOWN_SCHEMES, "he normal")
    k.choice("b", "B: first weights", scored.SHOWN_SCHEMES, "glorot uniform")
    k.steps("rate_a", "A: learning rate", RATES, 0.1)
    k.steps("rate_b", "B: learning rate", RATES, 0.1)
    with k.more():
        k.choice("data", "Data", scored.SETS, "Two circles")
        k.choice("result", "What is compared", SCORES, "held-out accuracy")
        k.choice("hidden", "Hidden units", scored.HIDDEN, "8")
        k.steps("epochs", "Epochs", (10, 30, 100, 300, 1000, 3000), 300)
        k.choice("count", "Seeds", (100, 400, 1000), 400)
        k.choice("examples", "Training examples", (30, 100), 100)


def answer(compute, *, source, **setting):
    """Of networks trained here, or of the reader's own scores."""
    return own.answer(**setting) if source == own.OWN else _trained(compute, **setting)


def _trained(compute, *, a, b, rate_a, rate_b, data, result, hidden, epochs, count, examples):
    """How many studies see a difference, by their number of seeds, and the difference of every seed."""
    experiment = scored.start(
        scored.SETS[data],
        {
            "network.hidden": scored.HIDDEN[hidden], "training.epochs": epochs,
            "init.scheme": scored.SHOWN_SCHEMES[a], "training.learning_rate": rate_a,
        },
    )  # fmt: skip
    other = {"init.scheme": scored.SHOWN_SCHEMES[b], "training.learning_rate": rate_b}
    found = compute(measure, experiment, other=other, examples=examples, count=count, result=result)
    right = found.facts["mean_a"] / 100 if result == "held-out accuracy" else np.nan
    names = named(RULES.get(a, a), RULES.get(b, b), rate_a, rate_b)
    return Answer(
        headline=headline(found, names),
        note=detail(found),
        blocks=(
            Figure.of(
                studies(found), course(found),
                caption="Each study takes n seeds from these runs, and sees the difference if 0, “no difference”, is "
                "not in its 95 % interval. Thin line: 80 % of the studies.",
            ),
            Why(why(found)),
            Advice(f"{ADVICE}{theory(found)}{alone(found)}", REMEDY),
            Section(
                "One pair for every seed",
                (
                    Figure.of(
                        differences(found), detail(found),
                        caption="Bars: A − B of each seed. Dot: their mean, with its 95 % interval. Upright line: no "
                        "difference.",
                    ),
                ),
            ),
            mathematics(Formula(formula(found)), *own.wobble(right, experiment.data.examples - examples)),
        ),
        experiment=scored.trained_on(experiment, examples),
    )  # fmt: skip


@dataclass(frozen=True)
class Pairs:
    """What was measured, and what theory says.

    Attributes:
        pairs: one row per seed: `seed`, `a`, `b` (scores), `difference` (a - b); NaN where either diverged.
        shares: one row per size of a study: `n`, `share` (of the studies whose 95 % interval excludes 0), `law`.
        facts: `runs`, `pairs` (not diverged), `mean_a`, `mean_b`, `mean` (of the
            differences), `sd`, `low`, `high` (95 % interval of the mean), `unpaired` (sd of a difference of two runs of
            different seeds), `needed` (pairs, by theory), `measured` (smallest n whose share reaches `WANTED`; inf if
            none does), `epochs`, `examples`, `result`.
    """

    pairs: pd.DataFrame
    shares: pd.DataFrame
    facts: dict

    @property
    def verdict(self) -> str:
        """ "none" (hardly a pair), "equal", "open" (the interval holds 0), "A" or "B" (the better)."""
        if self.facts["pairs"] < 2:
            return "none"
        if not self.pairs["difference"].dropna().any():
            return "equal"
        if self.facts["low"] <= 0 <= self.facts["high"]:
            return "open"
        return "A" if self.facts["mean"] * SCORES[self.facts["result"]].better > 0 else "B"


def measure(
    experiment: Experiment, other: Mapping, examples=100, count=400, result="held-out accuracy", progress=None,
    cancelled=None,
) -> Pairs:  # fmt: skip
    """Score two settings from the same seeds on the same examples.

    Args:
        experiment: setting a.
        other: the fields in which setting b differs.
        examples, count, result, progress, cancelled: as in `lab.seeds.scored.scores`.
    """
    a, b = scored.scores(
        experiment, (other,), examples=examples, count=count, result=result, progress=progress, cancelled=cancelled
    )  # fmt: skip
    pairs = pd.DataFrame({"seed": np.arange(count), "a": a, "b": b, "difference": a - b})
    kept = pairs.dropna()
    shares = report.shares_that_see(kept["difference"].to_numpy())
    mean, sd = kept["difference"].mean(), kept["difference"].std()  # NaN without pairs
    half = report.half_width(sd, max(2, len(kept)))
    seen = shares.loc[shares["share"] >= WANTED, "n"]
    facts = {
        "runs": count, "pairs": len(kept), "mean_a": kept["a"].mean(), "mean_b": kept["b"].mean(), "mean": mean,
        "sd": sd, "low": mean - half, "high": mean + half,
        "unpaired": np.hypot(kept["a"].std(), kept["b"].std()), "needed": power.pairs_needed(mean, sd),
        "measured": seen.min() if len(seen) else np.inf, "epochs": experiment.training.epochs, "examples": examples,
        "result": result,
    }  # fmt: skip
    n = shares["n"].to_numpy()
    law = power.power(mean, sd / np.sqrt(n), n - 1)
    return Pairs(pairs=pairs, shares=shares.assign(law=law), facts=facts)


def named(a: str, b: str, rate_a: float, rate_b: float) -> dict[str, str]:
    """A and B with what tells them apart: "A (He's rule, larger rate)"."""
    rates = [("larger" if one > other else "smaller") + " rate" for one, other in ((rate_a, rate_b), (rate_b, rate_a))]
    apart = [[scheme] * (a != b) + [rate] * (rate_a != rate_b) for scheme, rate in zip((a, b), rates, strict=True)]
    return {name: f"{name} ({', '.join(said)})" if said else name for name, said in zip("AB", apart, strict=True)}


def headline(found: Pairs, names: Mapping[str, str]) -> str:
    """Which one is better, and how many seeds show it.

    Args:
        found: of `measure`.
        names: of `named`.
    """
    facts, verdict = found.facts, found.verdict
    if verdict in ("A", "B"):
        by = SCORES[facts["result"]].differs(abs(_means(facts)[2]))
        return f"For these two models: {seeds(facts)} show that {names[verdict]} is better, by {by}."
    return {
        "none": "No answer: hardly a pair of runs did not diverge; a smaller learning rate helps.",
        "equal": "No number of seeds tells them apart: A and B give the same score from each.",
        "open": f"More than {facts['pairs']:,}: these seeds do not tell {names['A']} from {names['B']}.",
    }[verdict]


def why(found: Pairs) -> str:
    """Why it takes so many; or that there is nothing to tell apart."""
    if found.verdict == "none":
        return "Nothing is compared here: a run that diverged has no score."
    if found.verdict == "equal":
        return (
            "Nothing is compared here: each seed gives A and B the same score, as it does where both are trained "
            "alike. Choose other first weights or another learning rate for one of them."
        )
    return (
        "Two settings give two heaps of scores that overlap, so a few seeds may show either one ahead. The mean of "
        "more seeds wobbles less: with four times as many it wobbles half as much. "
        f"{enough(found)} {three(found)}".strip()
    )


def detail(found: Pairs) -> str:
    """Means, spread, runs and the step budget."""
    facts, score = found.facts, SCORES[found.facts["result"]]
    runs = f"{facts['runs']:,} seeds, {facts['epochs']:,} epochs, {facts['examples']:,} training examples"
    gone = facts["runs"] - facts["pairs"]
    lost = f"; {counted(gone, 'pair')} left out, as a run diverged" if gone else ""
    if found.verdict == "none":
        return f"({runs}{lost}.)"
    seen = (
        " To show it means: of 100 studies with so many seeds, 80 have a 95 % interval that does not contain 0, “no "
        f"difference”. {pairing(found)}"
        if found.verdict in ("A", "B")
        else ""
    )
    a, b, difference = _means(facts)
    return (
        f"Mean {facts['result']}: A {figure(a)}{score.unit}, B {figure(b)}{score.unit}; difference "
        f"{figure(difference)} with a 95 % interval from {amount(facts['low'])} to {amount(facts['high'])}."
        f"{seen} ({runs}{lost}.)"
    )


def enough(found: Pairs) -> str:
    """That one seed of each is not enough: one pair has no spread; how many pairs would have misled."""
    difference, facts = found.pairs["difference"].dropna(), found.facts
    if found.verdict == "open":
        ahead = (difference * SCORES[facts["result"]].better > 0).mean()
        return f"One seed of each is not enough: A is ahead in {percent(ahead)} of pairs, which settles nothing."
    wrong, ties = int((np.sign(difference) == -np.sign(facts["mean"])).sum()), int((difference == 0).sum())
    said = f"in {wrong:,} of {len(difference):,} pairs the other one wins"
    said = f"{said}, in {ties:,} both are equal" if ties else said if wrong else "one pair shows no spread"
    return f"One seed of each is not enough: {said}."


def three(found: Pairs) -> str:
    """What 3 seeds of each show."""
    share = found.shares.loc[found.shares["n"] == FEW, "share"]
    if share.empty:
        return ""
    enough = "are enough" if share.iloc[0] >= WANTED else "are not enough, either"
    return f"{FEW} {enough}: of studies with {FEW} seeds each, {percent(share.iloc[0])} see a difference. "


def pairing(found: Pairs) -> str:
    """What it costs to give B other seeds than A."""
    facts = found.facts
    if not facts["sd"] > 0:
        return ""
    times = (facts["unpaired"] / facts["sd"]) ** 2
    more = "just as many" if 0.8 < times < 1.25 else f"{amount(times)} times as many"
    return f"Each seed trains both A and B; with other seeds for B it would take {more}."


def alone(found: Pairs) -> str:
    """How many seeds it takes to report A alone; "" where its scores have no spread."""
    result, sd = found.facts["result"], found.pairs["a"].std()
    if not sd > 0:
        return ""
    within = report.wanted(result, found.facts["mean_a"])
    return (
        f" To report one setting alone, [average over seeds]({address('lucky', {'n': 1})}): "
        f"{counted(report.seeds_within(sd, within), 'seed')} make the mean of A sure to "
        f"± {SCORES[result].differs(within)}."
    )


def course(found: Pairs) -> str:
    """The picture of the studies in words."""
    shares = found.shares
    if shares.empty:
        return "No study can be drawn."
    rows = shares.iloc[[0, len(shares) // 2, -1]]
    parts = [f"{100 * row.share:.0f} % with {row.n} seeds (theory {100 * row.law:.0f} %)" for row in rows.itertuples()]
    return f"Studies that see the difference: {', '.join(parts)}."


def _means(facts: dict) -> tuple[float, float, float]:
    return scored.agreeing(facts["mean_a"], facts["mean_b"])


def bars(found: Pairs) -> pd.DataFrame:
    """Histogram of the differences, 0 at an edge: `left`, `right`, `pairs`; where all are equal, in its middle."""
    kept = found.pairs["difference"].dropna().to_numpy()
    if not len(kept):
        return pd.DataFrame(columns=["left", "right", "pairs"], dtype=float)
    width = (np.ptp(kept) or max(abs(kept[0]), 1.0)) / BARS
    edges = np.arange(np.floor(kept.min() / width), np.floor(kept.max() / width) + 2) * width
    if not np.ptp(kept):
        edges = kept[0] + (np.arange(BARS + 1) - BARS / 2) * width
    return pd.DataFrame({"left": edges[:-1], "right": edges[1:], "pairs": np.histogram(kept, edges)[0]})


def differences(found: Pairs) -> alt.LayerChart:
    """Histogram of the differences, a line at 0, and the mean with its interval."""
    x = alt.X("left:Q").title(f"A − B: {scored.title(found.facts['result'])}").axis(grid=False)
    table = bars(found)
    most = max(table["pairs"].max(), 1) if len(table) else 1
    y = alt.Y("pairs:Q").title("Seeds").axis(tickMinStep=1).scale(domain=[0, 1.2 * most], nice=False)
    columns = alt.Chart(table).mark_rect(color=theme.SERIES[0], opacity=0.75, stroke=theme.NEUTRAL, strokeWidth=0.5)
    columns = columns.encode(x, alt.X2("right:Q"), y, alt.Y2Datum(0), tooltip=["pairs:Q"])
    zero = alt.Chart().mark_rule(color=theme.NEUTRAL, strokeWidth=2).encode(alt.XDatum(0))
    mean = pd.DataFrame([found.facts])[["mean", "low", "high"]].dropna()
    base, look, above = alt.Chart(mean), {"color": theme.SERIES[1], "opacity": 1}, 1.1 * float(most)
    span = base.mark_rule(strokeWidth=5, **look).encode(alt.X("low:Q"), alt.X2("high:Q"), alt.YDatum(above))
    dot = base.mark_point(filled=True, size=130, **look).encode(alt.X("mean:Q"), alt.YDatum(above))
    return (columns + zero + span + dot).properties(height=220)


def studies(found: Pairs) -> alt.LayerChart:
    """Share of the studies of n seeds that see the difference, theory dashed; a line at 80 %."""
    table = found.shares.rename(columns={"share": "measured", "law": traces.THEORY})
    frame = table.melt("n", ["measured", traces.THEORY], "says", "share").dropna()
    x = alt.X("n:Q").title("Seeds of a study, n").scale(type="log", nice=False)
    x = x.axis(values=[2, 3, 5, 10, 20, 50, 100, 200, 400, 1000], grid=False, format="d")
    y = alt.Y("share:Q").title("Studies that see it").scale(domain=[0, 1]).axis(format="%", tickCount=5)
    wanted = alt.Chart().mark_rule(color=theme.NEUTRAL, strokeWidth=1).encode(alt.YDatum(WANTED))
    return (wanted + traces.measured_and_theory(frame, x, y)).properties(height=320)


TRY = {
    "Is 92.6 % better than 92.1 %, on 500 test examples?": {
        "source": own.OWN, "scores_a": "92.1", "scores_b": "92.6", "test_examples": 500,
    },
    "Are 84, 86 and 82 % better than 82, 83 and 81 %?": {"source": own.OWN},
    "Is 84 % better than 82 %, with three runs of each?": {
        "source": own.OWN, "scores_a": "84 × 3", "scores_b": "82 × 3",
    },
    "And if only the learning rate differs a little?": {"b": "he normal", "rate_b": 0.12},
    "What if both settings are the same?": {"b": "he normal"},
    "Is the difference still there after long training?": {"epochs": 3000},
    "Does it show in the training cost?": {"result": "training cost"},
}  # fmt: skip
