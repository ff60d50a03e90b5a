"""The luck of the test set: how far it moves two scores, and whether their difference is more than that."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np

from lab import checks
from lab.numerals import aligned, counted, figure, tex
from lab.seeds.report import Z
from lab.seeds.scored import amount
from lab.seeds.spread import wilson

MOST = 500_000  # test examples
ALPHA = 0.05  # what a 95 % interval leaves
LAW = r"s &= \sqrt{p (1 - p) / N}"  # the standard error of a share
ADVICE = (
    "Compare two networks example by example, and give the number of test examples. To compare two settings, train "
    "each several times. To report one setting alone, [average over seeds]({})."
)
MCNEMAR = """\
import numpy as np
from scipy import stats

# put yours here: guess_a = model_a.predict(x).argmax(1)
draws = np.random.default_rng(0)
labels, guess_a, guess_b = draws.integers(10, size=(3, 500))
right_a, right_b = guess_a == labels, guess_b == labels
only_a = int((right_a & ~right_b).sum())
only_b = int((right_b & ~right_a).sum())
print(only_a, "that only A gets right,", only_b, "only B")
test = stats.binomtest(only_a, max(1, only_a + only_b))
print(test.pvalue)  # if it is below 0.05: told apart"""


@dataclass(frozen=True, kw_only=True)
class HeldOut:
    """Two scores that are shares of as many test examples.

    Attributes:
        a, b: shares that are right, 0 to 1.
        examples: how many are tested.
        unit: what the scores are multiples of: 100 of percentages, 1 of shares.
        rounding: how far the difference may be off because both scores were rounded, as a share.
        broken: a score, as a share, that no whole number of examples gives, even if it was rounded; NaN = none.
        single: whether each is the score of one run.
    """

    a: float
    b: float
    examples: int
    unit: float
    rounding: float = 0.0
    broken: float = np.nan
    single: bool = True

    @property
    def difference(self) -> float:
        """Share of A minus share of B."""
        return self.a - self.b

    @property
    def ahead(self) -> float:
        """Test examples by which one of them leads."""
        return round(abs(self.difference) * self.examples, 6)

    @property
    def errors(self) -> np.ndarray:
        """Standard errors of A, of B, and of their difference, were it that of separate test sets.

            sqrt(p (1 - p) / N),  sqrt(s_A^2 + s_B^2)

        On one test set the variance of the difference is smaller by 2 cov(A, B): what is hard is hard for both.
        """
        each = [np.sqrt(p * (1 - p) / self.examples) for p in (self.a, self.b)]
        return np.array([*each, np.hypot(*each)])

    @property
    def chance(self) -> float:
        """Test examples by which chance moves a score: its standard error (root mean square of both), at least 1."""
        return max(1.0, float(self.examples * self.errors[2] / np.sqrt(2)))

    @cached_property
    def intervals(self) -> np.ndarray:
        """Wilson's 95 % intervals of A and B, (score, bound), of the nearest whole number of examples."""
        return np.array([wilson(self._nearest(p), self.examples) for p in (self.a, self.b)])

    @property
    def arms(self) -> tuple[float, float]:
        """How far the 95 % interval of the difference reaches below and above it, by Newcombe's method 10.

            sqrt((p_A - l_A)^2 + (u_B - p_B)^2),  sqrt((u_A - p_A)^2 + (p_B - l_B)^2),  l and u Wilson's bounds

        Source: Newcombe (1998), Stat. Med. 17, 873-890; as `statsmodels.stats.proportion` computes it.
        """
        low, high = self.intervals.T
        p = np.array([self._nearest(each) / self.examples for each in (self.a, self.b)])
        (below_a, below_b), (above_a, above_b) = p - low, high - p
        return float(np.hypot(below_a, above_b)), float(np.hypot(above_a, below_b))

    @property
    def allows(self) -> float:
        """The arm of that interval on the side of 0: what chance allows, as a share."""
        return self.arms[0 if self.difference > 0 else 1]

    @property
    def seen(self) -> bool:
        """Whether the interval of the difference does not contain 0."""
        return abs(self.difference) > self.allows

    @property
    def most(self) -> int:
        """The largest lead in whole examples that the scores can be rounded from."""
        return min(int((abs(self.difference) + self.rounding) * self.examples + 1e-6), self.examples)

    @property
    def alone(self) -> int:
        """Examples that exactly one of the two gets right up to which McNemar's test sees this lead; 0 = never.

            the largest m with 2 P(Binomial(m, 1/2) >= (m + k) / 2) < 0.05,  k the lead

        McNemar's test in its exact form: `scipy.stats.binomtest` of the examples that exactly one is right on.
        """
        if not self.most:
            return 0
        sizes = range(self.most, self.examples + 1, 2)
        place = bisect_left(sizes, ALPHA, key=lambda m: _mcnemar((m + self.most) // 2, m))
        return sizes[place - 1] if place else 0

    @property
    def needed(self) -> float:
        """Test examples from which so large a difference is above what chance allows, (1.96 / d)^2 s_d^2 N."""
        return float((Z * self.errors[2] / self.difference) ** 2 * self.examples) if self.difference else np.inf

    def points(self, share: float) -> str:
        """A difference of scores: "1.21 points"; without a unit for shares."""
        shown = amount(self.unit * share)
        return shown + (" point" + "s" * (shown != "1") if self.unit > 1 else "")

    def score(self, share: float, places: int = 4) -> str:
        """A score as it was written."""
        return figure(round(self.unit * share, places)) + (" %" if self.unit > 1 else "")

    def _nearest(self, share: float) -> int:
        return int(np.floor(share * self.examples + 0.5))


def _mcnemar(right: int, alone: int) -> float:
    """The p-value of so many examples that only one is right on, of all that exactly one of the two is right on."""
    from scipy.stats import binomtest

    return float(binomtest(right, alone).pvalue)


def fewest() -> int:
    """The smallest lead that McNemar's test can see: that of the one over the other where it is never behind."""
    return next(lead for lead in range(1, 20) if _mcnemar(lead, lead) < ALPHA)


def number(value: float) -> int:
    """The number of test examples; 0 = not said.

    Raises:
        ValueError: it is none.
    """
    return checks.whole("test_examples", int(value) if value == int(value) else value, 0, MOST)


def tested(means: Sequence[float], singles: Iterable[float], examples: int, percent: bool, single: bool) -> HeldOut:
    """Two scores of a test set.

    Args:
        means: of A and of B.
        singles: scores of single runs that are known.
        examples: how many are tested.
        percent: whether a percent sign says the unit.
        single: as of `HeldOut`.

    Raises:
        ValueError: they are neither percentages nor shares.
    """
    singles = list(singles)
    every = [*means, *singles]
    bad = next((each for each in every if not 0 <= each <= 100), None)
    checks.require(
        bad is None,
        f"Of test examples every score must be the share that is right, 0 to 100 % or 0 to 1; got {figure(bad or 0)}.",
    )
    small, large = ([each for each in every if kind(each)] for kind in (lambda x: 0 < x <= 1, lambda x: x > 1))
    checks.require(
        percent or not (small and large),
        "Of test examples all scores must be shares (0.92) or all percentages (write 0.92 %); got "
        f"{figure((small or [0])[0])} and {figure((large or [0])[0])}.",
    )
    unit = 100.0 if percent or large else 1.0
    off = min(map(_half_a_decimal, singles), default=0.0) / unit  # 92 beside 92.6 is 92.0
    broken = [each / unit for each in singles if not _whole(each / unit * examples, off * examples)]
    return HeldOut(
        a=means[0] / unit, b=means[1] / unit, examples=examples, unit=unit, rounding=2 * off,
        broken=broken[0] if broken else np.nan, single=single,
    )  # fmt: skip


def _half_a_decimal(score: float) -> float:
    """How far a written number may be off by rounding."""
    return 0.5 * 10.0 ** min(0, Decimal(repr(float(score))).normalize().as_tuple().exponent)


def _whole(right: float, off: float) -> bool:
    """Whether a number of examples may be a whole one that is off by so much."""
    return abs(right - round(right)) <= off + 1e-6


def headline(found: HeldOut) -> str:
    """Whether the lead is more than the test set's luck, of scores whose runs say nothing of their own luck."""
    chance, better = _about(found.chance), "A" if found.difference > 0 else "B"
    if not found.difference:
        return f"No: both scores are equal, and chance alone moves each by about {_examples(chance)}."
    lead = f"{better} is ahead by {_examples(amount(found.ahead))}"
    if found.seen:
        return f"Yes, for these two networks: {lead}; chance alone moves each by about {chance}."
    if found.single and not found.alone:
        return f"No, not shown: {lead}; chance alone moves each score by about {chance}."
    return f"Not by these scores alone: {lead}; chance moves each score by about {chance}."


def note(found: HeldOut) -> str:
    """The standard errors, the interval, and what is wrong with a score."""
    points = [found.points(each) for each in found.errors]
    low, high = found.difference - found.arms[0], found.difference + found.arms[1]
    said = (
        f"The choice of {counted(found.examples, 'test example')} alone makes a standard error of {points[0]} for A, "
        f"{points[1]} for B, and at most {points[2]} for their difference, with a 95 % interval from "
        f"{amount(found.unit * low)} to {amount(found.unit * high)} (Newcombe's)."
    )
    if np.isfinite(found.broken):
        right = _right(found, found.broken)
        said += f" ({found.score(found.broken)} of {right[1]} is {right[0]}, no whole number: is one of them mistyped?)"
    return said


def labelled(found: HeldOut, share: float) -> str:
    """A score on the picture: "92.1 %, 460.5 of 500"."""
    return f"{found.score(share, 2)}: {' of '.join(_right(found, share))} right"


def why(found: HeldOut) -> str:
    """Why a lead of so many examples shows what it shows, of scores without a spread between runs."""
    luck = (
        "Other test examples would give other scores: some are easy, some are hard, and chance chose which are in the "
        f"test set. That moves each score here by about {_about(found.chance)} of "
        f"{counted(found.examples, 'example')}, or {found.points(found.chance / found.examples)}."
    )
    seeds = (
        " And one training of each says nothing of the luck of the start: which way of training is the better one "
        "takes several runs of each."
        if found.single
        else ""
    )
    return f"{luck} {_paired(found)}{seeds}"


def _paired(found: HeldOut) -> str:
    """What it changes that both have the same test set."""
    same = "On one and the same test set it matters less, as what is hard is hard for both"
    if found.seen or not found.difference:
        return f"{same}: the interval takes separate test sets, and is rather too wide than too narrow."
    enough = ""
    if found.needed > found.examples:
        needed = counted(float(f"{found.needed:.2g}"), "test example")
        enough = f"To be clear of such luck, a lead of {found.points(abs(found.difference))} takes about {needed}."
    if not found.single:
        return f"{same}, so this is the most that it can be. {enough}"
    first, second = "AB" if found.difference > 0 else "BA"
    if not found.alone:
        return (
            f"{same}. But even if {first} were right wherever {second} is, a lead of fewer than {fewest()} examples "
            f"may be chance. {enough}"
        )
    return (
        f"{same}: there only the examples count that exactly one of the two gets right. If these are more than "
        f"{found.alone:,}, the lead may be chance (McNemar's test, below). {enough}"
    )


def both(found: HeldOut, half: float) -> str:
    """What the luck of the test set adds to that of the runs.

    Args:
        found: of `tested`.
        half: half of the 95 % interval of the difference that the runs make, in the unit of the scores.
    """
    allows = found.unit * found.allows
    together = f", and by {amount(np.hypot(half, allows))} together with the runs" if half else ""
    return (
        "The test set has luck of its own, which more runs do not make smaller: with "
        f"{counted(found.examples, 'example')} the difference may be off by up to {amount(allows)}{together}. That "
        "takes separate test sets; on one and the same it is less, as what is hard is hard for both."
    )


def formula(found: HeldOut) -> str:
    """The standard errors with one's own numbers, as LaTeX."""
    each = [
        rf"s_{name} &= {_root(p, found.examples)} = {tex(amount(error))}"
        for name, p, error in zip("AB", (found.a, found.b), found.errors, strict=False)
    ]
    return aligned(LAW, *each, rf"s_d &\le \sqrt{{s_A^2 + s_B^2}} = {tex(amount(found.errors[2]))}")


def wobble(right: float, examples: int) -> str:
    """The standard error of a share of held-out examples, with its numbers, as LaTeX."""
    error = np.sqrt(right * (1 - right) / examples)
    return aligned(LAW, rf"&= {_root(right, examples)} = {tex(amount(error))}")


def _root(p: float, examples: int) -> str:
    shown, rest = (tex(figure(round(each, 4))) for each in (p, 1 - p))
    return rf"\sqrt{{{shown} \cdot {rest} / {tex(f'{examples:,}')}}}"


def _examples(shown: str) -> str:
    return f"{shown} test example" + "s" * (shown != "1")


def _about(examples: float) -> str:
    return f"{examples:,.0f}" if examples >= 3 else figure(examples, 2)


def _right(found: HeldOut, share: float) -> tuple[str, str]:
    """How many examples a share is, and of how many."""
    return f"{round(share * found.examples, 1):,.8g}", f"{found.examples:,}"
