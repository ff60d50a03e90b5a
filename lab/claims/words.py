"""What is said about claims: verdicts, figures, and which of them a word finds."""

import math
import re

import pandas as pd

from lab.claims.claim import VERDICTS, Claim
from lab.numerals import figure

COMMON = re.findall(
    r"\w+",
    "the and for are was why how what when where which who does did not that this with from all any can will has have "
    "had its get than then there they them you your our one out into about after before only",
)


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
    because = claim.because.format(*map(figure, rows["measured"]))
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


def nearest(claims: dict[str, Claim], question: str, most: int) -> list[Claim]:
    """The claims that share most with a question in plain words, the nearest first; none if no word is shared.

    A word counts the more the fewer claims have it, and twice in the claim's own question:
    log(claims / claims with the word).
    """
    wanted = {_stem(word) for word in re.findall(r"[a-z0-9]+", question.lower())} - {""}
    asked = {name: set(map(_stem, re.findall(r"[a-z0-9]+", claim.question.lower()))) for name, claim in claims.items()}
    held = {name: set(map(_stem, re.findall(r"[a-z0-9]+", _text(claim)))) for name, claim in claims.items()}
    weight = {word: math.log(len(claims) / max(1, sum(word in words for words in held.values()))) for word in wanted}
    scores = {
        name: sum(weight[word] * ((word in held[name]) + (word in asked[name])) for word in wanted) for name in claims
    }
    ranked = sorted((name for name in claims if scores[name] > 0), key=lambda name: (-scores[name], name))
    return [claims[name] for name in ranked[:most]]


def _stem(word: str) -> str:
    """A word without the ending of a plural or a verb; "" for one that says nothing."""
    if len(word) < 3 or word in COMMON:
        return ""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e")


def _text(claim: Claim) -> str:
    parts = (claim.id, claim.question, claim.claim, claim.source, claim.verdict, claim.because)
    return " ".join((*parts, *(each.name for each in claim.figures))).lower()


def _number(value: float) -> str:
    """Up to seven digits."""
    return f"{value:,.7g}".replace("-", "−")
