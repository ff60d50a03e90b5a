"""The reader's own scores of two settings: whether they tell them apart, and how many runs would."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words, mathematics
from lab.charts import theme, traces
from lab.laws import power
from lab.lazy import alt
from lab.numerals import aligned, counted, percent, tex
from lab.question import address
from lab.questions.seed_effects.apart import held_out, picture, welch
from lab.questions.seed_effects.apart.scores import HOW, OWN, Runs, read
from lab.seeds.report import spread_of
from lab.seeds.scored import agreeing, amount

WANTED = 0.8  # of the studies are to see the difference
ADVICE = "Never compare single runs. Give the interval. To report one setting alone, [average over seeds]({})."
TEST = """\
from scipy import stats

a, b = {a}, {b}  # a score of every run
welch = stats.ttest_ind(a, b, equal_var=False)
print(welch.confidence_interval(0.95))  # told apart if 0 is not in it"""
PAIRS = """
pairs = stats.ttest_rel(a, b)  # where each pair has one seed
print(pairs.confidence_interval(0.95))  # the same"""
TEST_OF_MEANS = """\
from scipy import stats

a, b = ({a}), ({b})  # mean, standard deviation, runs
welch = stats.ttest_ind_from_stats(*a, *b, equal_var=False)
print(welch.pvalue)  # told apart if it is below 0.05"""
EXAMPLES = (  # how these boxes begin, and what is tried: A, B, test examples
    ("84 86 82", "82 83 81", 0), ("84 × 3", "82 × 3", 0), ("92.1", "92.6", 500),
)  # fmt: skip
TESTED = (
    "How many examples each score was measured on. The scores are then the share that is right, as 92 or 0.92. "
    "0 = not said."
)
WILSON = "Bars are Wilson's 95 % intervals, of the nearest whole number of examples; Newcombe's is made of the two."


@dataclass(frozen=True)
class Compared:
    """Two settings by Student's test, in Welch's form where the runs are no pairs.

    Attributes:
        a, b: their runs.
        paired: whether the scores are pairs, in their order.
        tested: the same scores as shares of test examples; None where nobody says of how many.
    """

    a: Runs
    b: Runs
    paired: bool
    tested: held_out.HeldOut | None = None

    @property
    def difference(self) -> float:
        """Mean of A minus mean of B."""
        return self.a.mean - self.b.mean

    @property
    def test(self) -> float:
        """What the luck of the test set alone allows of it, in its own unit; 0 where nobody knows."""
        return self.tested.unit * self.tested.allows if self.tested else 0.0

    @cached_property
    def variances(self) -> np.ndarray:
        """Of A and of B; of pairs that of their differences."""
        if self.paired:
            return np.array([np.var(np.subtract(self.a.scores, self.b.scores), ddof=1)])
        return np.array([self.a.sd, self.b.sd]) ** 2

    @property
    def counts(self) -> np.ndarray:
        """Runs behind each variance."""
        return np.array([self.a.n, self.b.n])[: len(self.variances)]

    @property
    def error_and_freedom(self) -> tuple[float, float]:
        """Standard error of the difference and degrees of freedom."""
        return tuple(map(float, welch.error_and_freedom(self.variances, self.counts)))

    def shares(self, n: np.ndarray) -> np.ndarray:
        """Share of the studies of n runs each that see the difference, if it and the spread are as measured."""
        return self._seen(np.repeat(n[:, None], len(self.variances), axis=1))

    @property
    def share(self) -> float:
        """The same of studies of as many runs as these."""
        return float(self._seen(self.counts))

    def _seen(self, counts: np.ndarray) -> np.ndarray:
        if not self.paired:
            return welch.share(self.difference, self.variances, counts)
        return power.power(self.difference, *welch.error_and_freedom(self.variances, counts))

    @property
    def half(self) -> float:
        """Half of the 95 % interval of the difference."""
        error, freedom = self.error_and_freedom
        return float(power.quantile(freedom) * error)

    @property
    def needed(self) -> float:
        """Runs of each from which `WANTED` of the studies see the difference; inf without one."""
        known = power.pairs_needed(self.difference, np.sqrt(self.variances.sum()))
        if not np.isfinite(known):
            return np.inf
        n = max(2, int(known)) + np.arange(12)  # estimating the deviation costs a few more than where it is known
        return int(n[(self.shares(n) >= WANTED).argmax()])

    @property
    def largest(self) -> float:
        """The largest standard deviation of single runs, the same of A and B, at which the difference is seen."""
        return float(self.left / _unit(np.array([self.a.n]), np.array([self.b.n]))[0])

    @property
    def left(self) -> float:
        """The difference that the test set's luck leaves for that of the runs, as both add up in squares."""
        return float(np.sqrt(max(0.0, self.difference**2 - self.test**2)))

    @property
    def verdict(self) -> str:
        """ "none" (no spread to compare with), "unknown" (no deviation given), "open" or "seen"."""
        if not np.isfinite(self.variances).all():
            means = not (self.a.scores or self.b.scores) and self.a.n + self.b.n > 2 and self.difference
            return "unknown" if means else "none"
        if (self.counts < 2).any() or not self.variances.any():
            return "none"
        return "seen" if abs(self.difference) > np.hypot(self.half, self.test) else "open"

    @property
    def by_the_test(self) -> bool:
        """Whether the test set alone answers: the runs have no spread, or it does not matter."""
        return self.tested is not None and (self.verdict == "none" or self.verdict == "unknown" and not self.left)


def _unit(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Half of the interval, of runs whose standard deviation is 1."""
    return power.quantile(one + other - 2) * np.sqrt(1 / one + 1 / other)


def knobs(k):
    """The scores, how many examples they are of, and whether they are pairs."""
    k.text("scores_a", "A: scores of its runs", "84 86 82", accepts=read, help=HOW)
    k.text("scores_b", "B: scores of its runs", "82 83 81", accepts=read, help=HOW)
    k.box("test_examples", "Test examples (0 = not said)", 0.0, float(held_out.MOST), 1.0, 0.0, help=TESTED)
    k.toggle("paired", "The same seeds for both, in this order", False)


def compared(scores_a: str, scores_b: str, paired: bool, test_examples: float) -> Compared:
    """The reader's runs, as they write them."""
    a, b = runs = read(scores_a), read(scores_b)
    examples, tested = held_out.number(test_examples), None
    if examples:
        tested = held_out.tested(
            [a.mean, b.mean], [score for each in runs for score in each.singles], examples,
            "%" in scores_a + scores_b, a.n == b.n == 1,
        )  # fmt: skip
    return Compared(a, b, paired and len(a.scores) == len(b.scores) > 1, tested)


def answer(*, scores_a: str, scores_b: str, paired: bool, test_examples: float) -> Answer:
    """Whether the reader's runs tell A from B."""
    found = compared(scores_a, scores_b, paired, test_examples)
    tested, runs = found.tested, found.verdict in ("open", "seen")
    unpaired = " Not taken as pairs: that takes as many scores of A as of B." * (paired and not found.paired)
    more = more_runs(found)
    says = f"{headline(found)} {note(found)}"
    first = (picture.both(found.a, found.b, tested, says),) if tested or not more else more
    advice = (held_out.ADVICE if tested else ADVICE).format(address("lucky", {"n": 1}))
    code = "\n\n".join([held_out.MCNEMAR] * bool(tested) + [test(found)] * (runs or not tested))
    told = [Formula(formula(found))] if runs else []
    told += [Formula(held_out.formula(tested)), Words(WILSON)] if tested else []
    example = (scores_a.strip(), scores_b.strip(), test_examples) in EXAMPLES
    return Answer(
        headline=f"{headline(found)[:-1]} (an example)." if example else headline(found),
        note="These scores are an example: put yours in the boxes. " * example + note(found) + unpaired,
        blocks=(
            *first,
            Why(why(found)),
            Advice(advice, code),
            *([Section("More runs, on this test set", more)] if tested and more else []),
            *([mathematics(*told)] if told else []),
        ),
    )


def test(found: Compared) -> str:
    """The lines that compare these runs; where nothing tells their spread, those that compare an example's."""
    a, b = found.a, found.b
    if a.scores and b.scores:
        shown = TEST.format(a=list(map(_written, a.scores)), b=list(map(_written, b.scores)))
        return shown + PAIRS * (a.n == b.n)
    if np.isfinite([a.sd, b.sd]).all():
        a, b = (f"{_written(each.mean)}, {_written(each.sd)}, {each.n}" for each in (a, b))
        return TEST_OF_MEANS.format(a=a, b=b)
    return TEST.format(a="[84, 86, 82]", b="[82, 83, 81]").replace("a score", "an example: put yours, a score")


def _written(score: float) -> float | int:
    """A number as a reader would write it."""
    return int(score) if score == int(score) else float(f"{score:.6g}")


def headline(found: Compared) -> str:
    """Whether the runs are enough, and how many would be."""
    if found.by_the_test:
        return held_out.headline(found.tested)
    size = amount(abs(agreeing(found.a.mean, found.b.mean)[2]))
    better = "A" if found.difference > 0 else "B"
    if found.verdict == "open" and found.difference:
        if found.tested:
            return (
                f"Not with these: the luck of the runs is ± {amount(found.half)}, that of the test set up to "
                f"± {amount(found.test)}."
            )
        return f"Not with these: about {found.needed:,} runs of each show a difference of {size}."
    return {
        "none": "No answer yet: these scores show no spread; give the number of test examples, or more runs of each.",
        "unknown": f"Enough only if single runs have a standard deviation below {amount(found.largest)}.",
        "open": "No number of runs: there is no difference to be seen.",
        "seen": f"These are enough: {better} is higher by {size}, more than luck explains.",
    }[found.verdict]


def note(found: Compared) -> str:
    """The means, the deviations, the difference with its intervals."""
    means = agreeing(found.a.mean, found.b.mean)
    parts = [
        f"{name}: mean {amount(mean)} of {counted(runs.n, 'run')}"
        + (f", standard deviation {amount(runs.sd)}" if np.isfinite(runs.sd) else "")
        for name, mean, runs in zip("AB", means, (found.a, found.b), strict=False)
    ]
    said = f"{'; '.join(parts)}; difference {amount(means[2])}"
    if found.verdict in ("open", "seen"):
        low, high = (amount(found.difference + side * found.half) for side in (-1, 1))
        kind = "in pairs" if found.paired else "in Welch's form"
        said += f" with a 95 % interval from {low} to {high} by the luck of the runs (Student's test, {kind})"
    return f"{said}. {held_out.note(found.tested)}" if found.tested else f"{said}."


def why(found: Compared) -> str:
    """Why so many."""
    if found.by_the_test:
        return held_out.why(found.tested)
    luck = (
        "Runs of one setting differ by luck alone, and so do their means: by the standard deviation of runs over √n. "
    )
    if found.verdict == "none":
        return (
            f"{luck}It takes at least two runs of each that are not all equal to see how large that is. A single score "
            "has luck of another kind, too, of which examples it was tested on; how large that is at least, the number "
            "of test examples says."
        )
    if found.verdict == "unknown":
        return (
            f"{luck}A difference counts where it is larger than that allows; means alone do not say it. With so many "
            "runs the 95 % interval does not contain 0 only up to the deviation above, here taken as the same for A "
            f"and B. More runs allow more.{_tested(found, 0.0)}"
        )
    fewest = int(found.counts.min())
    low, high = (amount(bound) for bound in spread_of(fewest))
    return (
        f"{luck}Here 95 % of that is ± {amount(found.half)}, and a difference counts where it is larger. Few runs say "
        f"little even of the deviation: of {fewest}, it is {low} to {high} times the true one in the middle 90 % of "
        f"studies. If both were as measured, {percent(found.share)} of studies with so many runs would see the "
        f"difference{' on this test set' * bool(found.tested)}.{_tested(found, found.half)}"
    )


def wobble(right: float, examples: int) -> tuple:
    """What the choice of so many held-out examples makes of a share that is right; nothing of NaN."""
    if not np.isfinite(right):
        return ()
    words = (
        f"The test set wobbles too: a share p right of N examples, here of A in the mean, has a standard error s. So "
        f"have [your own scores]({address('apart', {'source': OWN})})."
    )
    return Words(words), Formula(held_out.wobble(right, examples))


def _tested(found: Compared, half: float) -> str:
    return f" {held_out.both(found.tested, half)}" if found.tested else ""


def formula(found: Compared) -> str:
    """The interval with one's own numbers, as LaTeX."""
    error, freedom = found.error_and_freedom
    law = r"\frac{\mathrm{sd}}{\sqrt n}" if found.paired else r"\sqrt{\frac{s_A^2}{n_A} + \frac{s_B^2}{n_B}}"
    shown = [tex(amount(each)) for each in (found.difference, power.quantile(freedom), error, found.half, freedom)]
    return aligned(
        rf"d \pm t \, {law} &= {shown[0]} \pm {shown[1]} \cdot {shown[2]}",
        rf"&= {shown[0]} \pm {shown[3]}, \quad \text{{{shown[4]} degrees of freedom}}",
    )


def more_runs(found: Compared) -> tuple:
    """What more runs show, with a dot for the reader's; nothing where there is nothing to draw."""
    if found.verdict == "unknown" and found.left:
        own = 2 / (1 / found.a.n + 1 / found.b.n)
        n = _sizes(own)
        y = alt.Y("value:Q").title("Largest standard deviation")
        drawn = _course(n, found.left / _unit(n, n), own, found.largest, y)
        caption = "Below the line the 95 % interval does not contain 0."
    elif found.verdict in ("open", "seen") and found.difference:
        own = float(found.variances.sum() / (found.variances / found.counts).sum())  # of each, as sure as these
        n = _sizes(max(own, found.needed))
        y = alt.Y("value:Q").title("Studies that see it").scale(domain=[0, 1]).axis(format="%")
        wanted = alt.Chart().mark_rule(color=theme.NEUTRAL).encode(alt.YDatum(WANTED))
        drawn = wanted + _course(n, found.shares(n), own, found.share, y)
        caption = "Studies whose 95 % interval does not contain 0, by theory. Thin line: 80 %."
    else:
        return ()
    says = f"{headline(found)} {note(found)}"
    return (Figure.of(drawn.properties(height=320), says, caption=caption),)


def _sizes(last: float) -> np.ndarray:
    return np.unique(np.geomspace(2, max(20, 4 * last), 60).astype(int))


def _course(n: np.ndarray, values: np.ndarray, own: float, at: float, y: alt.Y) -> alt.LayerChart:
    """Theory's curve over the number of runs, and the reader's place on it."""
    x = alt.X("n:Q").title("Runs of each").scale(type="log", nice=False).axis(grid=False, format="d", tickCount=5)
    yours = alt.Chart(pd.DataFrame({"n": [own], "value": [at], "says": ["these runs"]})).encode(x, y)
    dot = yours.mark_point(filled=True, size=130, opacity=1, color=theme.SERIES[1])
    words = yours.mark_text(dx=10, dy=12, align="left", fontSize=13, color="currentColor").encode(alt.Text("says:N"))
    return traces.theory(pd.DataFrame({"n": n, "value": values}), x, y) + dot + words
