"""How rare a class is, as somebody says it: "2 % positives", "1 in 200", "95:5"."""

import re

RARE = (
    r"positives?|negatives?|frauds?|fraudulent|anomal\w+|rare|defect\w*|failures?|churn\w*|clicks?|spam|sick|ill|disease\w*"
    r"|cancers?|malignant|benign|minority|majority|common|normal|healthy|ones|zeros|class"
)
SHARE = r"(\d{1,2}(?:[.,]\d+)?)\s*(?:%|percent\b)"
AFTER = re.compile(
    rf"{SHARE}\s*(?:(?:of|are|is|my|the|our|all|in|data|examples?|samples?|rows|labels?|them|only|belong\w*|to)\s+)*(?:{RARE})\b"
)
BEFORE = re.compile(
    rf"\b(?:{RARE})\s*(?:(?:class|cases|examples?|share|rate|is|are|of|at|make|makes|up|only|about|just|has|have)\s+|[:=(]\s*)*{SHARE}"
)
ONE_IN = re.compile(r"\b(\d{1,3}|one)\s*(?:in|of|out of)\s*(?:every\s+)?(\d{1,3}(?:,\d{3})+|\d{2,6})\b")
RATIO = re.compile(r"\b(\d{1,4}(?:\.\d+)?)\s*[:/]\s*(\d{1,4}(?:\.\d+)?)\b(?!\s*(?:train|split|test))")
COUNT = r"\b(\d{1,3}(?:,\d{3})+|\d{1,7})\s+"
COUNTS = re.compile(rf"{COUNT}positives?\b.*?{COUNT}negatives?\b|{COUNT}negatives?\b.*?{COUNT}positives?\b")
RIGHT = re.compile(r"accura\w+|\bright\b|correct\w*|dropout|split|recall|precision|\bf1\b|confiden\w+")
UNEQUAL = re.compile(rf"imbalanc\w*|unbalanc\w*|skew\w*|\b(?:{RARE})\b")


def common(text: str) -> float:
    """The share of the common one of two classes that a text says, 0.5 to below 1; NaN where it is not plain."""
    text = text.lower()
    said = {round(max(share, 1 - share), 6) for share in _said(text) or _alone(text) if 0 < share < 1}
    return said.pop() if len(said) == 1 else float("nan")


def _said(text: str) -> list[float]:
    """Shares of either class; of what may be something else, as "1 in 200", only in a text about unequal classes."""
    shares = [_number(found[1]) / 100 for found in (*AFTER.finditer(text), *BEFORE.finditer(text))]
    if counts := COUNTS.search(text):
        one, other = (_number(each.replace(",", "")) for each in counts.groups() if each)
        shares.append(one / (one + other))
    if UNEQUAL.search(text):
        shares += [(1 if one == "one" else int(one)) / int(n.replace(",", "")) for one, n in ONE_IN.findall(text)]
        shares += [float(one) / (float(one) + float(other)) for one, other in RATIO.findall(text) if float(other)]
    return shares


def _alone(text: str) -> list[float]:
    """The one percentage of a text about unequal classes that is no accuracy."""
    shares = re.findall(SHARE, text)
    return [
        _number(each) / 100 for each in shares if len(shares) == 1 and UNEQUAL.search(text) and not RIGHT.search(text)
    ]


def _number(text: str) -> float:
    return float(text.replace(",", "."))
