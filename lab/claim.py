"""One claim: what learners are told, where from, and the figures that a run has to meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lab import checks

VERDICTS = ("holds", "holds only when", "does not hold")


@dataclass(frozen=True, kw_only=True)
class Expected:
    """A number that a verification measures.

    Attributes:
        name: what it is, in words, with its unit.
        expected: the number to be met, or its bound.
        tolerance: how far off the measured number may be; 0.0 = exactly equal.
        way: "near" (within the tolerance), "at most" or "at least" (of `expected`; the tolerance has no effect).
    """

    name: str
    expected: float
    tolerance: float = 0.0
    way: str = "near"

    def __post_init__(self):
        checks.one_of("Expected.way", self.way, ("near", "at most", "at least"))

    def met_by(self, measured: float) -> bool:
        """Whether a measured number meets it; one that is not a number never does."""
        if self.way == "near":
            return abs(measured - self.expected) <= self.tolerance
        return measured <= self.expected if self.way == "at most" else measured >= self.expected


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One entry of the registry; it lives in the module of the question that shows it.

    Attributes:
        id: S01 to S29 (from the discussions), L01 to L29 (laws and published figures), N01 to N06 (of training
            that fails, is not repeatable, or starts badly).
        question: in a learner's words.
        claim: what is said, in one sentence.
        also: other words that people ask it with.
        source: where it is said.
        settings: of the question, that show it: keyword of `lab.ask` -> value.
        figures: what has to be met.
        measure: called as the question's `answer` is, with a `lab.compute.Compute` and all settings by keyword ->
            the measured numbers, in the order of `figures`, from runs made now.
        verdict: one of `VERDICTS`: what the figures, once met, say about the claim.
        because: the condition, or what happens instead; "" where the claim simply holds. {0} stands for the first
            measured number, {1} for the second, ...
        slug: of the question; the registry fills it in.
        page, preset: where a claim is shown that does not live in a question: the page, and what its address holds.
    """

    id: str
    question: str
    claim: str
    source: str
    figures: tuple[Expected, ...]
    measure: Callable[..., tuple[float, ...]]
    settings: Mapping[str, object] = field(default_factory=dict)
    verdict: str = "holds"
    because: str = ""
    also: tuple[str, ...] = ()
    slug: str = ""
    page: str = ""
    preset: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)

    @property
    def address(self) -> dict[str, list[str]]:
        """What the address of its page holds to show it: key -> texts."""
        if self.slug:
            from lab.question import values

            return values(self.slug, self.settings)
        return {key: [texts] if isinstance(texts, str) else list(texts) for key, texts in self.preset.items()}

    def measured(self) -> tuple[float, ...]:
        """The numbers, measured now, with the settings that its link shows."""
        if not self.slug:
            return self.measure()
        from lab.compute import Compute
        from lab.question import keywords

        return self.measure(Compute(), **keywords(self.slug, self.settings).values)

    def __post_init__(self):
        checks.one_of("Claim.verdict", self.verdict, VERDICTS)
        checks.require(
            bool(self.because) or self.verdict == "holds", f"{self.id}: `because` must say when, or what else."
        )
        checks.require(len(self.figures) > 0, f"{self.id}: a claim needs at least one figure.")
