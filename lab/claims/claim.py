"""One claim: what learners are told, where from, and the figures that a run has to meet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lab import checks

VERDICTS = ("holds", "holds only when", "does not hold")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number that a verification measures.

    Attributes:
        name: what it is, in words, with its unit.
        expected: the number to be met, or its bound.
        tolerance: how far off the measured number may be; 0.0 = equal to the bit.
        way: "near" (within the tolerance), "at most" or "at least" (of `expected`; the tolerance has no effect).
    """

    name: str
    expected: float
    tolerance: float = 0.0
    way: str = "near"

    def __post_init__(self):
        checks.one_of("Figure.way", self.way, ("near", "at most", "at least"))

    def met_by(self, measured: float) -> bool:
        """Whether a measured number meets it; one that is not a number never does."""
        if self.way == "near":
            return abs(measured - self.expected) <= self.tolerance
        return measured <= self.expected if self.way == "at most" else measured >= self.expected


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One entry of the registry.

    Attributes:
        id: S01 to S29 (from the discussions), L01 to L29 (laws and published figures).
        question: in a learner's words.
        claim: what is said, in one sentence.
        source: where it is said.
        page: a page of the app, such as "softmax_cost".
        preset: what the address of that page holds to show it: key -> text, or texts of a knob with several values.
        figures: what has to be met.
        measure: nothing -> the measured numbers, in the order of `figures`, from runs made now.
        verdict: one of `VERDICTS`: what the figures, once met, say about the claim.
        because: the condition, or what happens instead; "" where the claim simply holds. {0} stands for the first
            measured number, {1} for the second, ...
    """

    id: str
    question: str
    claim: str
    source: str
    page: str
    figures: tuple[Figure, ...]
    measure: Callable[[], tuple[float, ...]]
    preset: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    verdict: str = "holds"
    because: str = ""

    @property
    def address(self) -> dict[str, list[str]]:
        """The preset as an address holds it: key -> texts."""
        return {key: [texts] if isinstance(texts, str) else list(texts) for key, texts in self.preset.items()}

    def __post_init__(self):
        checks.one_of("Claim.verdict", self.verdict, VERDICTS)
        checks.that(bool(self.because) or self.verdict == "holds", f"{self.id}: `because` must say when, or what else.")
        checks.that(len(self.figures) > 0, f"{self.id}: a claim needs at least one figure.")
