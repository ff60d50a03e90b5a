"""The best of many seeds: how much of it is luck?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words, mathematics
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.experiment import Experiment
from lab.laws.best_of import best_of, expected_maximum
from lab.lazy import alt
from lab.numerals import aligned, figure, percent, tex
from lab.question import Elsewhere, Question, address
from lab.seeds import report, scored
from lab.seeds.scored import SCORES, amount

QUESTION = Question(
    room="seed_effects",
    slug="lucky",
    title="Lucky seeds",
    ask="The best of many seeds: how much of it is luck?",
    group="Luck",
    place=8,
    level="first",
    also=(
        "is the best of 10 random seeds a fair result", "cherry picking seeds", "which seed should I use",
        "reporting the best run", "why 88 % one time and 93 % the next", "88 % accuracy once and 93 % the next time",
        "report the maximum over several seeds", "choose the seed with the best validation accuracy", "is seed 42 good",
        "tune the random seed", "selection bias of the best run", "how much does the seed change my test accuracy",
        "how much does the random seed matter for my accuracy", "which of two accuracies is the true one",
        "same notebook run twice, another test accuracy: may I report the better one",
        "by how much does accuracy differ between seeds", "the seed as a hyperparameter",
        "one accuracy one time and another the next time: is something broken",
    ),
    turned={
        (
            "average over several seeds, and how many", "report one seed or the mean of several",
            "how many runs should be averaged",
            "how many times should I train before I report a result",
            "how often to repeat training for a paper",
            "standard error of an accuracy, error bars for a neural network",
            "how sure am I of my accuracy", "number of repetitions for one result",
        ): {"n": 1},
    },
)  # fmt: skip
MOSTLY = 0.8  # share of the variance from which the start makes nearly all of the spread
NEARLY = 0.1  # share of the flattery by which theory may miss it and still be said to hold
SOON = 300  # epochs that are shown while more are trained
BOUND = 100.0  # no accuracy is larger
BARS, THEORY = 24, "theory for a bell curve"
COUNTED = {2: "two", 3: "three", 5: "five", 10: "ten", 20: "twenty", 50: "fifty", 100: "a hundred"}
DRAWS = (
    "If two runs differ though nothing was changed, neither is the true one: both are draws of the same procedure. "
    "[Which randomness was it: data, split, first weights or order?]({}) Report the mean of several seeds "
    "with its standard error, never the best."
)
NEVER = "Never choose the seed by the score that you report, nor [compare settings by few seeds]({})."
REPORT = """\
mean, sd = scores.mean(), scores.std(ddof=1)
error = sd / np.sqrt(len(scores))
print(f"mean {mean:.2f} ± {error:.2f} (standard error), standard deviation {sd:.2f}, {len(scores)} seeds")"""


def knobs(k):
    """How many seeds a paper picks from, and what is trained."""
    k.steps("n", "A paper reports the best of n seeds, n =", (1, 2, 3, 5, 10, 20, 50, 100), 10)
    k.choice("data", "Data", scored.SETS, "Two circles")
    k.choice("result", "What is reported", SCORES, "held-out accuracy")
    k.choice("hidden", "Hidden units", scored.HIDDEN, "8")
    k.steps("epochs", "Epochs", (10, 30, 100, 300, 1000, 3000), 300)
    with k.more():
        k.choice("scheme", "First weights", scored.SHOWN_SCHEMES, "he normal")
        k.choice("count", "Runs, one seed each", (200, 400, 1000), 400)
        k.choice("examples", "Training examples", (30, 100), 100)
        k.choice("activation", "Activation", ("relu", "tanh", "sigmoid"), "relu")
        k.steps("rate", "Learning rate", (0.01, 0.03, 0.1, 0.3, 1.0, 3.0), 0.1)


def setting(data, hidden, scheme, epochs, activation, rate) -> Experiment:
    """What is trained."""
    return scored.start(
        scored.SETS[data],
        {
            "network.hidden": scored.HIDDEN[hidden], "network.activation": activation, "training.epochs": epochs,
            "init.scheme": scored.SHOWN_SCHEMES[scheme], "training.learning_rate": rate,
        },
    )  # fmt: skip


def answer(compute, *, n, result, count, examples, **setting_):
    """The best of n against n, and all scores that it is picked from."""
    experiment = setting(**setting_)
    chosen = {"examples": examples, "count": count, "result": result}
    return compute.sooner(lambda some: _answer(compute(measure, some, **chosen), n, some, examples), experiment, SOON)


def _answer(found: BestOf, n: int, experiment: Experiment, examples: int) -> Answer:
    average = report.rule(*told(found)) if found.facts["sd"] > 0 else ""
    return Answer(
        headline=headline(found, n),
        note=detail(found, n),
        blocks=(
            *([Words(DRAWS.format(address("random")))] if found.facts["sd"] > 0 else []),
            Figure.of(
                histogram(found, n), detail(found, n),
                caption="All seeds. Dashed: a bell curve (normal distribution) of this mean and standard deviation.",
            ),
            Why(
                "Every seed ends somewhere else, and the best of many is one that was lucky. The more seeds one "
                "tries, the better the luckiest of them looks, although the network and the data stay the same. "
                f"{report.failures(found.facts['result'], found.scores['score'])}{of_the_test(found, n)}".strip()
            ),
            Advice(f"{NEVER.format(address('apart'))} {average}".strip(), REPORT),
            Section(
                "The best of more and more seeds",
                (
                    Figure.of(
                        best(found, n), course(found),
                        caption="Line: mean best of n over all choices of n among the runs. Band: the middle 90 % of "
                        f"choices. {holds(found)}".strip(),
                    ),
                ),
            ),
            mathematics(
                Formula(formula(found, n)),
                *([Words(holds(found))] if holds(found) else []),
            ),
        ),
        experiment=scored.trained_on(experiment, examples),
    )  # fmt: skip


def told(found: BestOf) -> tuple[str, float, float]:
    """Result, mean and standard deviation, as `lab.seeds.report` takes them."""
    return tuple(found.facts[name] for name in ("result", "mean", "sd"))


@dataclass(frozen=True)
class BestOf:
    """What was measured, and what theory says.

    Attributes:
        scores: one row per seed: `seed`, `score` (NaN where it diverged).
        best: one row per n: `n`, `mean`, `low`, `high` (mean, 5 and 95 % of the best of n), `law`.
        facts: `runs`, `kept` (not diverged), `mean`, `sd` (of the scores), `epochs`, `examples`, `held`
            (examples held out), `by_examples` (standard deviation that those alone make; NaN of a training score),
            `result`.
    """

    scores: pd.DataFrame
    best: pd.DataFrame
    facts: dict


def measure(
    experiment: Experiment, examples=100, count=400, result="held-out accuracy", progress=None, cancelled=None
) -> BestOf:
    """Score many seeds, and take the best of every n of them; arguments as of `lab.seeds.scored.scores`."""
    values, sampled = _scored(experiment, examples, count, result, progress, cancelled)
    kept, better = values[np.isfinite(values)], SCORES[result].better
    facts = {
        "runs": len(values),
        "kept": len(kept),
        "mean": kept.mean() if len(kept) else np.nan,
        "sd": kept.std(ddof=1) if len(kept) > 1 else np.nan,
        "epochs": experiment.training.epochs,
        "examples": examples,
        "by_examples": sampled,
        "held": experiment.data.examples - examples,
        "result": result,
    }
    table = best_of(kept, better)
    law = facts["mean"] + better * facts["sd"] * np.array([expected_maximum(n) for n in table["n"]])
    scores = pd.DataFrame({"seed": np.arange(len(values)), "score": values})
    return BestOf(scores=scores, best=table.assign(law=law), facts=facts)


def _scored(experiment: Experiment, examples, count, result, progress, cancelled) -> tuple[np.ndarray, float]:
    """The score of every seed, and how far the held-out examples alone would spread them."""
    score = SCORES[result]
    options = {"examples": examples, "count": count, "progress": progress, "cancelled": cancelled}
    (run,), parts = scored.trained(experiment, **options)
    values = score.of(run, [parts])[0]
    return values, scored.by_examples(score.measured(run, [parts])[0][np.isfinite(values)])


def reported(found: BestOf, n: int) -> pd.Series:
    """The row of n, or of the largest n that was drawn."""
    return found.best.iloc[min(n, len(found.best)) - 1]


def headline(found: BestOf, n: int) -> str:
    """How far seeds lie apart, and what the best of n makes of it; of a single seed how many to average over."""
    facts, score, row = found.facts, SCORES[found.facts["result"]], reported(found, n)
    if facts["kept"] == 0:
        return "No answer: all runs diverged; a smaller learning rate helps."
    if not facts["sd"] > 0:
        return f"Not at all here: every seed ends with the same {facts['result']}."
    apart = score.differs(facts["sd"])
    if row["n"] == 1:
        needed = report.seeds_within(facts["sd"], report.wanted(*told(found)[:2]))
        to = "about a point" if score.unit else "about a tenth"
        return (
            f"Single seeds lie {apart} off the mean (standard deviation); averaging {needed:,} makes it sure to {to}."
        )
    lead = score.differs(abs(scored.agreeing(row["mean"], facts["mean"])[2]))
    best = f"the best of {COUNTED.get(row['n'], 'so many')} gains {lead}"
    if not by_start(found):
        return f"Seeds spread by {apart}, no more than the luck of the test set makes; that luck picks the best."
    if by_start(found) < MOSTLY:
        alone = score.differs(np.sqrt(by_start(found)) * facts["sd"])
        return f"Seeds spread by {apart}, {alone} without the luck of the test set; that luck picks the best, too."
    return f"{facts['result'].capitalize()} differs by {apart} (standard deviation) between seeds; {best} by luck."


def detail(found: BestOf, n: int) -> str:
    """Spread of all runs, the best of n with its band, the runs and the step budget."""
    facts, score, row = found.facts, SCORES[found.facts["result"]], reported(found, n)
    gone = f"; {lost:,} more diverged" if (lost := facts["runs"] - facts["kept"]) else ""
    held = f", {facts['held']:,} held out" if facts["result"].startswith("held-out") else ""
    budget = f"{facts['kept']:,} runs of {facts['epochs']:,} epochs, {facts['examples']:,} training examples"
    runs = f"({budget}{gone}{held}.)"
    if facts["kept"] == 0:
        return runs
    top, mean, _ = scored.agreeing(row["mean"], facts["mean"])
    least, most = found.scores["score"].min(), found.scores["score"].max()
    best = f". Best of {row['n']:.0f}: {figure(top)}{score.unit}" if row["n"] > 1 else ""
    return (
        f"{facts['result'].capitalize()} of single seeds: {amount(least)} to {score.says(most)}, mean "
        f"{figure(mean)}{score.unit}, standard deviation {score.differs(facts['sd'])}{best}, the middle 90 % "
        f"{amount(row['low'])} to {score.says(row['high'])}. {runs}"
    )


def by_start(found: BestOf) -> float:
    """Share of the variance of the scores that is left beside what the choice of the held-out examples makes."""
    sampled = found.facts["by_examples"]
    return max(0.0, 1 - (sampled / found.facts["sd"]) ** 2) if np.isfinite(sampled) else 1.0


def of_the_test(found: BestOf, n: int) -> str:
    """How much of the spread, and of the lead of the best, would be left on other examples; "" of training scores."""
    facts, row, points = found.facts, reported(found, n), SCORES[found.facts["result"]].differs
    if not np.isfinite(facts["by_examples"]) or not facts["sd"] > 0:
        return ""
    share = by_start(found)
    left = f"what is left, {points(np.sqrt(share) * facts['sd'])}, is the start's" if share else "nothing else is seen"
    said = (
        f"Two kinds of luck are in it, of the start and of the test: on other examples than these {facts['held']:,} "
        "some networks would gain and some lose. That alone spreads equally good seeds by about "
        f"{points(facts['by_examples'])}; {left}."
    )
    if row["n"] == 1 or not share or report.failures(facts["result"], found.scores["score"]):
        return said  # the best are not among those that failed, so of their lead the start has another share
    lead = abs(scored.agreeing(row["mean"], facts["mean"])[2])
    kept = float(amount(share * lead))
    return (
        f"{said} Of the lead of {points(lead)} about {amount(kept)} are the luck of a start, which this network keeps "
        f"and another seed does not get; {amount(lead - kept)} are the luck of the test, lost on other examples."
    )


def holds(found: BestOf) -> str:
    """From how many seeds on the theory for a bell curve misses more than `NEARLY` of the lead; "" if it never does."""
    lead, law = (abs(found.best[name] - found.facts["mean"]) for name in ("mean", "law"))
    wrong = found.best.loc[(lead - law).abs() > NEARLY * law, "n"]
    if not found.facts["sd"] > 0 or not (wrong > 1).any():
        return ""
    off = f"from n = {wrong[wrong > 1].min()} on, theory is off by more than {percent(NEARLY)} of the best's lead"
    return f"These scores do not follow a bell curve: {off} over the mean."


def formula(found: BestOf, n: int) -> str:
    """Theory with one's own numbers, as LaTeX."""
    facts, better, n = found.facts, SCORES[found.facts["result"]].better, int(reported(found, n)["n"])
    sign, factor = "+" if better > 0 else "-", expected_maximum(n)
    row = reported(found, n)
    places = scored.places(row["mean"], facts["mean"])
    mean, best = (tex(figure(round(each, places))) for each in (facts["mean"], row["law"]))
    return aligned(
        rf"e_n &= \int n\, x\, \varphi(x)\, \Phi(x)^{{n-1}}\, dx, \quad e_{{{n}}} = {factor:.3f}",
        rf"\text{{best of }} n &= \text{{mean}} {sign} e_n \cdot \text{{sd}}",
        rf"&= {mean} {sign} {factor:.3f} \cdot {tex(amount(facts['sd']))} = {best}",
    )


def course(found: BestOf) -> str:
    """The picture of the best of n in words."""
    if found.facts["kept"] == 0:
        return "No run ended with a score."
    says, rows = SCORES[found.facts["result"]].says, found.best[found.best["n"].isin((1, 3, 10, 100))]
    parts = [f"{says(row.mean)} for n = {row.n} (theory {says(row.law)})" for row in rows.itertuples()]
    return f"Best of n seeds in the mean: {', '.join(parts)}."


def best(found: BestOf, n: int) -> alt.LayerChart:
    """Mean best of n with its 5-95% band, theory dashed, and one's own n."""
    drawn = found.best[found.best["n"].isin(np.geomspace(1, len(found.best), 30).round())]  # as the eye can tell apart
    bound = BOUND if SCORES[found.facts["result"]].unit else np.inf
    drawn = drawn.assign(law=drawn["law"].where(drawn["law"] <= bound))
    row = reported(found, n)
    own = pd.DataFrame({"n": [int(row["n"])], "mean": [row["mean"]]}).dropna()
    own = own.assign(label=[f"best of {each.n}: {amount(each.mean)}" for each in own.itertuples()])
    x = alt.X("n:Q").title("Seeds tried, n").scale(type="log", nice=False)
    x = x.axis(values=[1, 2, 3, 5, 10, 20, 50, 100], grid=False, format="d")
    y = {"title": scored.title(found.facts["result"]), "scale": alt.Scale(zero=False)}
    band = alt.Chart(drawn).mark_area(opacity=0.2, color=theme.SERIES[0])
    band = band.encode(x, alt.Y("low:Q", **y), alt.Y2("high:Q"))
    line = alt.Chart(drawn).mark_line(strokeWidth=3, color=theme.SERIES[0])
    line = line.encode(x, alt.Y("mean:Q", **y), tooltip=["n:Q", *traces.tips("mean", "low", "high", "law")])
    theory = alt.Chart(drawn.dropna().assign(says=THEORY))
    dashed = traces.dashed(theory, x, alt.Y("law:Q", **y), traces.named(THEORY, orient="top"), width=2.5)
    base = alt.Chart(own).encode(alt.X("n:Q"), alt.Y("mean:Q"))
    dot = base.mark_point(filled=True, size=130, color="currentColor", opacity=1)
    align = "left" if row["n"] ** 2 <= len(found.best) else "right"  # the axis is logarithmic: into the picture
    words = base.mark_text(align=align, dy=24, fontSize=13, fontWeight="bold", color="currentColor")
    return (band + line + dashed + dot + words.encode(alt.Text("label:N"))).properties(height=theme.HEIGHT)


def bars(found: BestOf) -> pd.DataFrame:
    """Histogram of the scores beside normal ones: `left`, `right`, `runs`, `middle`, `law`; no row without runs."""
    from scipy.stats import norm

    kept, facts = found.scores["score"].dropna(), found.facts
    if kept.nunique() < 2:
        return pd.DataFrame(columns=["left", "right", "runs", "middle", "law"], dtype=float)
    runs, edges = np.histogram(kept, BARS)
    middle = (edges[1:] + edges[:-1]) / 2
    law = len(kept) * (edges[1] - edges[0]) * norm.pdf(middle, facts["mean"], facts["sd"])
    return pd.DataFrame({"left": edges[:-1], "right": edges[1:], "runs": runs, "middle": middle, "law": law})


def histogram(found: BestOf, n: int) -> alt.LayerChart:
    """Histogram of the scores with their mean and the best of n, and normal ones of their mean and sd dashed."""
    x = alt.X("left:Q").title(scored.title(found.facts["result"])).scale(zero=False).axis(grid=False)
    base = alt.Chart(bars(found))
    columns = base.mark_rect(color=theme.SERIES[0], opacity=0.6, stroke=theme.NEUTRAL, strokeWidth=0.5)
    columns = columns.encode(x, alt.X2("right:Q"), alt.Y("runs:Q").title("Runs"), alt.Y2Datum(0), tooltip=["runs:Q"])
    curve = traces.dashed(base, alt.X("middle:Q"), alt.Y("law:Q"), width=2.5)
    row, better = reported(found, n), SCORES[found.facts["result"]].better
    told = [(found.facts["mean"], "mean", -better), (row["mean"], f"best of {row['n']:.0f}", better)]
    marks = pd.DataFrame(told[: 1 + (row["n"] > 1)], columns=["at", "says", "side"]).dropna()
    at = alt.Chart(marks).encode(alt.X("at:Q"), tooltip=["says:N", *traces.tips("at")])
    drawn = columns + curve + at.mark_rule(strokeWidth=2.5, color="currentColor")
    for side, align in ((-1, "right"), (1, "left")):
        words = at.transform_filter(alt.datum.side == side).mark_text(align=align, dx=5 * side, dy=8, fontSize=13)
        drawn += words.encode(alt.Text("says:N"), alt.YValue(0), color=alt.value("currentColor"))
    return drawn.properties(height=theme.HEIGHT)


TRY = {
    "And the best of 100?": {"n": 100},
    "One seed, or an average over several, and over how many?": {"n": 1},
    "How lucky is the best of 20 seeds on Iris?": {"data": "Iris", "n": 20},
    "And the best of ten on spiral arms?": {"data": "Three spiral arms"},
    "How much luck is left after 3,000 epochs?": {"epochs": 3000},
    "How lucky is the best training cost?": {"result": "training cost"},
    "Which randomness makes two runs differ?": Elsewhere("random", {}),
}


def _measured(compute, *, n, result, count, examples, data, **setting_) -> tuple[float, ...]:
    """e_n for n = 3, 5, 10, 100; the best of 10 on spiral arms and on circles, of 100 on circles, in deviations."""
    spiral, circles = (
        compute(measure, setting(data=each, **setting_), examples=examples, count=count, result=result)
        for each in ("Three spiral arms", data)
    )
    flattery = [round((reported(found, of)["mean"] - found.facts["mean"]) / found.facts["sd"], 2)
                for found, of in ((spiral, 10), (circles, 10), (circles, 100))]  # fmt: skip
    return *map(expected_maximum, (3, 5, 10, 100)), *flattery


CLAIMS = (
    Claim(
        id="L24",
        question="The best of n seeds: how much of it is luck?",
        claim="The best of n seeds lies e_n standard deviations above the mean: 0.846 (3), 1.163 (5), 1.539 (10), "
        "2.508 (100).",
        source="order statistics of the normal distribution; Cook (2022)",
        settings={"count": 200},
        figures=(
            Expected(name="e of 3, by theory", expected=0.846, tolerance=5e-4),
            Expected(name="of 5", expected=1.163, tolerance=5e-4),
            Expected(name="of 10", expected=1.539, tolerance=5e-4),
            Expected(name="of 100", expected=2.508, tolerance=5e-4),
            # 20 independent tens among 200 runs, each with a spread of 0.6: 4 standard errors would be 0.5
            Expected(name="measured, best of 10 on spiral arms", expected=1.55, tolerance=0.3),
            Expected(name="measured, best of 10 on two circles", expected=1.3, tolerance=0.3),
            Expected(name="measured, best of 100 on two circles", expected=2.2, way="at most"),
        ),
        measure=_measured,
        verdict="holds only when",
        because="the scores follow a bell curve (a normal distribution), as nearly on spiral arms: the best of 10 "
        "seeds lies {4} standard deviations above the mean there. On two circles no accuracy exceeds 100 %: it is {5}.",
    ),
)
