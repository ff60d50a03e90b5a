"""Theory's rule for how many seeds show a difference, with one's own numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lab.numerals import aligned, bare, counted, tex
from lab.seeds.scored import amount

if TYPE_CHECKING:
    from lab.questions.seed_effects.apart import Pairs

SEEN = (1.960, 0.842)  # quantiles of a normal distribution: of 97.5 and of 80 %


def seeds(facts: dict) -> str:
    """How many seeds it takes, as measured."""
    if not np.isfinite(facts["measured"]):
        return f"more than {facts['pairs']:,} seeds"
    return f"about {counted(facts['measured'], 'seed')}"


def theory(found: Pairs) -> str:
    """Theory's number of seeds, and why the measured one is another."""
    facts = found.facts
    if not np.isfinite(facts["needed"]) or not facts["sd"] > 0:
        return ""
    sd, difference = _written(facts)
    factor = f"{sum(SEEN) ** 2:.2f}"
    needed = amount(float(factor) * (float(sd) / float(difference)) ** 2)
    return (
        f" Theory's rule for seeing a difference d in 80 of 100 studies is {factor} · (sd / d)² seeds, sd the standard "
        f"deviation of the differences: here {factor} · ({sd} / {difference})² = {needed}. It takes sd for known; a "
        f"real study estimates it, too, which costs a few seeds more: counted in the picture, {seeds(facts)}."
    )


def formula(found: Pairs) -> str:
    """The rule as LaTeX."""
    lines = [r"n &= \left( \frac{(z_{0.975} + z_{0.8}) \, \mathrm{sd}}{\text{difference}} \right)^2"]
    facts = found.facts
    if not facts["sd"] > 0 or not np.isfinite(facts["needed"]):
        return aligned(*lines, rf"&= {tex(amount(facts['needed']))}")
    sd, difference = _written(facts)
    needed = tex(amount((sum(SEEN) * float(sd) / float(difference)) ** 2))
    low, high = (f"{quantile:.3f}" for quantile in SEEN)
    return aligned(*lines, rf"&= \left( \frac{{({low} + {high}) \cdot {sd}}}{{{difference}}} \right)^2 = {needed}")


def _written(facts: dict) -> tuple[str, str]:
    """The deviation and the difference with four digits: what is made of them as written is what is said."""
    return bare(facts["sd"], 4), bare(abs(facts["mean"]), 4)
