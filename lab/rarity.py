"""How rare a class is, as somebody says it: "2 % positives", "1 in 200", "95:5"."""

from __future__ import annotations

import re

from lab import beside

RARE = (
    r"positives?|negatives?|frauds?|fraudulent|anomal\w+|rare|defect\w*|failures?|churn\w*|clicks?|spam|sick|ill|disease\w*"
    r"|cancers?|malignant|benign|minority|majority|common|normal|healthy|ones|zeros|class(?: \d+)?"
)
OF = (
    r"of|are|is|my|the|our|all|in|data|examples?|samples?|rows|labels?|them|only|belong\w*|to|cases|people|patients|customers"
    r"|transactions|users|images|e?mails|messages|loans|parts"
)
SHARE = r"(?<![\d.,])(\d{1,2}(?:[.,]\d+)?)\s*(?:%|percent\b)"
AFTER = re.compile(rf"{SHARE}\s*(?:(?:{OF})\s+)*(?:{RARE})\b")
BEFORE = re.compile(
    rf"\b(?:{RARE})\s*(?:(?:class|cases|examples?|share|rate|is|are|of|at|make|makes|up|only|about|just|has|have)\s+|[:=(]\s*)*{SHARE}"
)
ONE_IN = re.compile(r"(?<!class )\b(\d{1,3}|one)\s*(?:in|of|out of)\s*(?:every\s+)?(\d{1,3}(?:,\d{3})+|\d{2,6})\b")
ALONE = re.compile(  # which is a share without a word of classes
    r"\b(1|one)\s*(?:in|out of)\s*(?:every\s+)?(\d{1,3}(?:,\d{3})+|\d{2,6})\b"
    r"(?!\s*(?:epochs?|steps?|runs?|batch\w*|iterations?|units?|neurons?|times|seeds?|starts?|networks?|layers?|to\b|\.\.|-))"
)
RATIO = re.compile(r"\b(\d{1,4}(?:\.\d+)?)\s*[:/]\s*(\d{1,4}(?:\.\d+)?)\b(?!\s*(?:train|split|test))")
COUNT = r"\b(\d{1,3}(?:,\d{3})+|\d{1,7})\s+"
COUNTS = re.compile(rf"{COUNT}positives?\b.*?{COUNT}negatives?\b|{COUNT}negatives?\b.*?{COUNT}positives?\b")
RIGHT = re.compile(
    r"accura\w+|\bacc\b|\bright\b|correct\w*|dropout|split|recall|precision|\bf1\b|confiden\w+|validat\w*|held out"
    r"|\b(?:finds?|found|detects?|detected|catch(?:es)?|caught|misses|missed|predicts?|sure)\b"
)
NEAR = 30  # characters before a share in which stands what else it is of
ALIKE = 1.25  # times: what differs by less is one share, rounded
UNEQUAL = re.compile(rf"imbalanc\w*|unbalanc\w*|skew\w*|\b(?:{RARE})\b")


def said(text: str) -> float | None:
    """The share of the rare one of two classes, as exactly as a text says it; None where it is not plain.

    Args:
        text: words, and perhaps code, which says no share but in its comments.
    """
    text = text.lower()
    words = beside.said(text) if "(" in text else text
    shares = _percentages(text) + _pairs(words) or _alone(words) or _of_one(ALONE.findall(text))
    found = sorted({round(min(share, 1 - share), 8) for share in shares if 0 < share < 1})
    if not found or found[-1] > ALIKE * found[0]:
        return None
    return max(found, key=lambda share: len(f"{share:.8f}".rstrip("0")))


def common(text: str) -> float:
    """The share of the common one of two classes that a text says, 0.5 to below 1; NaN where it is not plain."""
    share = said(text)
    return float("nan") if share is None else round(1 - share, 6)


def _percentages(text: str) -> list[float]:
    """Shares of either class, of which nothing before says that they are of something else, as an accuracy."""
    found = (*AFTER.finditer(text), *BEFORE.finditer(text))
    return [
        _number(match[1]) / 100
        for match in found
        if not RIGHT.search(
            re.split(r"[,;%\n]|\b(?:and|but)\b", text[max(0, match.start() - NEAR) : match.start()])[-1]
        )
    ]


def _pairs(text: str) -> list[float]:
    """Shares by two numbers; of what may be something else, as "1 in 200", only in a text about unequal classes."""
    shares = []
    if counts := COUNTS.search(text):
        one, other = (_number(each.replace(",", "")) for each in counts.groups() if each)
        shares.append(one / (one + other))
    if UNEQUAL.search(text):
        shares += _of_one(ONE_IN.findall(text))
        shares += [float(one) / (float(one) + float(other)) for one, other in RATIO.findall(text) if float(other)]
    return shares


def _of_one(found: list[tuple[str, str]]) -> list[float]:
    return [(1 if one == "one" else int(one)) / int(n.replace(",", "")) for one, n in found]


def _alone(text: str) -> list[float]:
    """The one percentage of a text about unequal classes that is no accuracy."""
    shares = re.findall(SHARE, text)
    return [
        _number(each) / 100 for each in shares if len(shares) == 1 and UNEQUAL.search(text) and not RIGHT.search(text)
    ]


def _number(text: str) -> float:
    return float(text.replace(",", "."))
