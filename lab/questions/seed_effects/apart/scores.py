"""The scores of two settings as a reader writes them: in a box, or within what is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lab import checks

OWN = "my own"
MOST = 100_000  # runs
NUMBER = r"-?\d+(?:[.,]\d+)?"
SUMMARY = re.compile(rf"({NUMBER})(?:\s*(?:±|\+/?-)\s*(\d+(?:[.,]\d+)?))?\s*(?:[×x*]|,?\s*n\s*=)\s*(\d+)")
HOW = (
    "Give the score of every run, such as 84 86 82; or mean ± standard deviation × runs, such as 84 ± 2 × 3; or "
    "mean × runs, such as 84 × 3."
)
SHARES = [re.compile(rf"(?<![\d.,±-]){each}") for each in (r"\d{1,2}(?:\.\d+)?(?= ?%)", r"0\.\d+")]  # accuracies
TESTS = re.compile(  # of how many examples it is
    r"\b(\d{1,3}(?:,\d{3})+|\d{1,6})\s+(?:(?:unseen|held-out|test|testing|validation)\s+)*"
    r"(?:images?|examples?|samples?|instances|rows|points|documents|texts|sentences|patients|cases|records)\b"
)
WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
COUNT = rf"(\d{{1,5}}|{'|'.join(WORDS)})"
RUNS = r"(?:(?:random|different|training)\s+)*(?:runs?|seeds?|trainings|repetitions|repeats|trials|times)\b"
EACH = re.compile(  # of how many runs each of them is the mean; not "would 10 runs do?"
    rf"\b{COUNT}\s+{RUNS}\s*(?:of\s+)?(?:each|both|apiece|per\b)|\beach\s+(?:(?:is|are|of|over|from|with)\s+)*{COUNT}\s+{RUNS}"
    rf"|\b(?:over|across|averag\w+(?:\s+of)?|mean\s+of|n\s*=)\s*{COUNT}(?!\d)", re.IGNORECASE
)  # fmt: skip
UNIT = r"[a-z-]*\s*(?:epochs?|steps|layers?|units|neurons|classes)\b"
SCORE = rf"-?\d+(?:\.\d+)?(?![\d.]*\d)(?!\s*(?:{RUNS}|{UNIT}))"
COUNTED = re.compile(rf"[\s,;]*(?:and\s+)?\d[\d.]*\s*{UNIT}")
LIST = re.compile(
    rf"(?<![\w.,±-]){SCORE}(?:\s*%)?(?:(?:\s*[,;/]\s*(?:and\s+)?|\s+and\s+|\s+){SCORE}(?:\s*%)?)+", re.IGNORECASE
)
MEAN = rf"({SCORE})(?:\s*%)?"
DEVIATION = r"\s*(?:±|\+/?-)\s*(\d+(?:\.\d+)?)"
LABEL = r"(?<!than )(?<!than model )(?:\b[AB]\b|\b(?:[Mm]odel|[Ss]etting|[Nn]etwork)\s+[AaBb]\b|\b[ab](?=\s*[:=]))"
NAMED = re.compile(  # "A got 84", "B: 87"; no "A 3-layer network"
    rf"({LABEL})\s*(?:(?:[:=(]|got|gets|has|had|is|was|scores?|scored|reache[sd]|accuracy|mean|of)\s*)*{MEAN}"
    r"(?=\s*(?:$|[,;.?!)]|and\b|but\b|vs\b|versus\b|over\b|on\b|in\b|while\b|B\b|±|\+/?-))"
)
MORE = re.compile(r"\b[CD]\b\s*[:=]?\s*(?:got|gets|scores?|scored|has|had)?\s*\d")  # a third one
OTHER = re.compile(
    r"\b(?:seeds?|rates?|widths?|units|layers|epochs|batch\w*|sizes?|steps|hidden|between)\W*(?:of|are|were)?\W*$"
)


@dataclass(frozen=True)
class Runs:
    """Runs of one setting: how many, their mean and standard deviation (NaN = unknown), the scores (may be none)."""

    n: int
    mean: float
    sd: float
    scores: tuple[float, ...] = ()

    @property
    def singles(self) -> tuple[float, ...]:
        """The scores of single runs that are known."""
        return (self.mean,) if self.n == 1 else self.scores


def read(text: str) -> Runs:
    """Runs as a reader writes them; see `HOW`.

    Raises:
        ValueError: the text is neither.
    """
    plain = text.replace("−", "-").replace("%", " ").strip().rstrip(".,; ")
    if found := SUMMARY.fullmatch(plain):
        mean, sd, n = found.groups()
        checks.whole("runs", int(n), 1, MOST)
        return Runs(int(n), _number(mean), _number(sd) if sd else np.nan)
    parts = [each.rstrip(",") for each in re.split(r"[\s;]+", plain) if each != ","]
    words = [word for part in parts for word in (part.split(",") if part.count(",") > 1 else [part])]
    checks.require(words and all(re.fullmatch(NUMBER, word) for word in words), HOW)
    scores = tuple(map(_number, words))
    return Runs(
        len(scores), float(np.mean(scores)), float(np.std(scores, ddof=1)) if len(scores) > 1 else np.nan, scores
    )


def _number(word: str) -> float:
    return float(word.replace(",", "."))


def reads(text: str) -> dict[str, object]:
    """The knobs as a text sets them that gives scores of two settings; {} where that is not plain."""
    text = text.replace("−", "-")
    of, rest = TESTS.search(text), TESTS.sub(" ; ", text)
    boxes = () if MORE.search(rest) else _both(rest)
    if not boxes:
        return {}
    found = {"source": OWN, "scores_a": boxes[0], "scores_b": boxes[1]}
    return found | ({"test_examples": float(of[1].replace(",", ""))} if of else {})


def _both(text: str) -> Sequence[str]:
    """What to write in the boxes of A and B; nothing where it is not plain."""
    lists = list(LIST.finditer(text))
    for found in lists:  # of rates, of seeds
        if OTHER.search(text[: found.start()]) or COUNTED.match(text, found.end()):
            text = text[: found.start()] + " " * len(found[0]) + text[found.end() :]
    if lists := list(LIST.finditer(text)):
        return _in_order(text, lists, [" ".join(re.findall(r"-?\d+(?:\.\d+)?", found[0])) for found in lists])
    counts = _counts(text)
    if found := list(re.finditer(MEAN + DEVIATION, text)):
        boxes = counts and _in_order(text, found, [f"{one[1]} ± {one[2]}" for one in found])
    else:
        boxes = _singles(text)
    one = counts and boxes and not any(re.fullmatch(r"\S+ \d.*", box) for box in boxes)
    return [f"{box} × {n}" for box, n in zip(boxes, counts, strict=True)] if one else boxes


def _singles(text: str) -> Sequence[str]:
    """Scores of A and of B by name, as often as they stand there; or two accuracies."""
    shares = next(filter(None, (list(each.finditer(text)) for each in SHARES)), [])
    shares = [found for found in shares if not OTHER.search(text[: found.start()])]
    named = [(found[1][-1].upper(), found[2]) for found in NAMED.finditer(text)]
    a, b = ([score for name, score in named if name == each] for each in "AB")
    if a and len(a) == len(b) and len(shares) in (0, len(named)):
        return " ".join(a), " ".join(b)
    return _in_order(text, shares, [found[0] for found in shares])


def _in_order(text: str, found: Sequence[re.Match], boxes: Sequence[str]) -> Sequence[str]:
    """Two boxes, that of A first: by the names before them, without names as they come; else nothing."""
    if len(found) != 2:
        return ()
    before = text[: found[0].start()], text[found[0].end() : found[1].start()]
    named = [re.findall(LABEL, re.split(r"[.?!](?!\d)", each)[-1]) for each in before]
    first, second = (each[-1][-1].upper() if each else "" for each in named)
    if first == "B" and second == "A":
        return boxes[::-1]
    return boxes if first in ("", "A") and second in ("", "B") else ()


def _counts(text: str) -> list[int]:
    """How many runs each is the mean of, of A and of B; nothing where one number is not said of both."""
    said = {next(filter(None, found.groups())).lower() for found in EACH.finditer(text)}
    if len(said) != 1:
        return []
    (word,) = said
    n = WORDS.get(word) or int(word)
    return [n, n] if 1 <= n <= MOST else []
