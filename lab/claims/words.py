"""What is said about claims: verdicts, figures, and which of them a word finds."""

import pandas as pd

from lab.claim import VERDICTS, Claim
from lab.numerals import figure, percent

SEEDS = {  # how sources name the discussions that the claims come from -> what they are
    "seeds/000": "the forum thread “What is the Cost Function for Softmax?”",
    "seeds/001": "later posts of the forum thread “What is the Cost Function for Softmax?”",
    "seeds/002": "the forum thread “Individual Neurons and Classification”",
    "seeds/003": "the forum thread “Derivative of Cost Function with Respect to Output Layer Weight”",
    "seeds/004": "a question asked online: which outputs enter the softmax cost?",
}


def source(claim: Claim) -> str:
    """Where a claim is said, for a reader who does not have the discussions at hand."""
    said = claim.source
    for name, title in SEEDS.items():
        said = said.replace(name, title)
    return said


def verdict(claim: Claim, rows: pd.DataFrame) -> str:
    """What the last verification says about a claim.

    Args:
        claim: of the registry.
        rows: its figures, of `lab.claims.verification.verify` or `last`; may be empty.
    """
    if rows.empty:
        return "not verified yet"
    if not rows["met"].all():
        return f"outside its tolerance: {', '.join(rows.loc[~rows['met'], 'figure'])}"
    because = claim.because.format(*map(_Measured, rows["measured"]))
    between = " " if claim.verdict == "holds only when" else ": "
    return f"{claim.verdict}{between}{because}" if because else claim.verdict


def summary(claims: dict[str, Claim], last: pd.DataFrame) -> str:
    """How many claims hold, at the last verification."""
    met = last.groupby("id")["met"].all()
    counts = dict.fromkeys(VERDICTS, 0)
    for claim in claims.values():
        counts[claim.verdict] += bool(met.get(claim.id, False))
    missed = len(claims) - sum(counts.values())
    said = (
        f"Of {len(claims)} claims {counts['holds']} hold, {counts['holds only when']} hold only sometimes, and "
        f"{counts['does not hold']} do not."
    )
    return said + (f" {missed} were not verified, or missed their figure." if missed else "")


def expected(row) -> str:
    """What a figure has to meet."""
    number = _number(row.expected)
    if row.way != "near":
        return f"{row.way} {number}"
    return f"{number} exactly" if row.tolerance == 0 else f"{number} ± {_number(row.tolerance)}"


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """The figures of some claims as texts: expected beside measured."""
    texts = [
        {"figure": row.figure, "expected": expected(row), "measured": _number(row.measured),
         "": "met" if row.met else "NOT met"}
        for row in rows.itertuples()
    ]  # fmt: skip
    return pd.DataFrame(texts, index=pd.Index(rows["id"], name="claim"))


def found(claims: dict[str, Claim], words: str) -> list[Claim]:
    """The claims that hold all words, anywhere in their id, question, claim, source or verdict; all without a word."""
    wanted = words.lower().split()
    return [claim for claim in claims.values() if all(word in _text(claim) for word in wanted)]


def _text(claim: Claim) -> str:
    parts = (claim.id, claim.question, claim.claim, claim.source, claim.verdict, claim.because)
    return " ".join((*parts, *(each.name for each in claim.figures))).lower()


class _Measured(float):
    """A measured number within a sentence: {0} as a figure, {0:%} as a percentage, {0:.0f} to so many digits."""

    def __format__(self, spec: str) -> str:
        value = float(self)
        return percent(value) if spec == "%" else f"{value:,{spec}}".replace("%", " %") if spec else figure(value)


def _number(value: float) -> str:
    """Up to seven digits."""
    return f"{value:,.7g}".replace("-", "−")
