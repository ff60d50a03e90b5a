"""The scale of the inputs and the targets that somebody says: "pixels 0..255", "prices from 100,000 to 900,000"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lab.questions.check_network.check.tables import OWN, Task

if TYPE_CHECKING:
    from lab.questions.check_network.check.network import Asked

SCALES = (0, 255, 1_000, 10_000, 100_000, 1_000_000)  # what the largest number is; 0 = as the data come
LEAST, MOST = 20, 10**9  # what is no larger and only joined, as 3-5, is no scale to speak of; what is larger is none
DIGITS, THOUSANDS = r"(?:(?<![\w)\]])[-−])?[$€£]?\d(?:[\d,_]*\d)?(?:\.\d+)?", r" ?k\b"
NUMBER = rf"({DIGITS})({THOUSANDS})?"
COUNTED = (
    r"(?:%|percent\b|epochs?|units?|neurons?|layers?|steps?|rows|columns|features|classes|examples?|samples?|batch)"
)
RANGE = re.compile(
    rf"(?<![\w.]){NUMBER}\s*(?P<joined>\.\.+|…|–|—|-|\bto\b)\s*{NUMBER}(?![\w%-]|\.\d| ?{COUNTED})", re.IGNORECASE
)
YEARS = range(1900, 2101)
BEFORE, LINE = 60, 600  # characters before a range in which its noun stands; of a line of code that are read
TARGETS, INPUTS = (
    rf"(?:{name}|{letter}(?:_?(?:train|test|val))?)"
    for name, letter in (
        ("targets?|labels?|outputs?", "y"),
        ("inputs?|features?|predictors?|pixels?|images?|imgs?", "x"),
    )
)
ROLES = re.compile(rf"(?<!\d)(?<!\d )\b(?:(?P<targets>{TARGETS})|(?P<inputs>{INPUTS}))\b", re.IGNORECASE)
THINGS = re.compile(
    r"\b(?:(?P<targets>prices?)|(?P<inputs>incomes?|salar(?:y|ies)|ages?|sensors?|temperatures?|areas?))\b",
    re.IGNORECASE,
)
WRITTEN = {  # otherwise, as a range
    rf"\bbetween\s+({DIGITS}(?:{THOUSANDS})?)\s+and\s+(?=[-−$€£\d])": r"\1 to ",
    rf"\b(in|within|range|interval|between)\s*\[\s*({DIGITS})\s*[,;]\s*({DIGITS})\s*\]": r"\1 \2 to \3",
    r"\bup to (?=[$€£]?\d)": "0 to ",
    rf"\b({TARGETS}|{INPUTS}|prices?|incomes?|salar(?:y|ies))((?: (?!loss|cost|error|m[sa]e|rmse)\w+){{0,2}}) "
    r"(?:around|about|approximately|roughly|ca\.?) (?=[$€£]?(?:\d[\d,]{2}|\d+ ?k\b))": r"\1\2 0 to ",
}
BEING = re.compile(  # "my target is the salary"
    rf"\b(?:(?P<targets>{TARGETS})|(?P<inputs>{INPUTS}))\s+(?:is|are)\b[^,;.]{{0,30}}$", re.IGNORECASE
)
ANY = re.compile(r"\b(?P<inputs>columns?|values?|data)\b", re.IGNORECASE)  # where nothing else is named
AFTER = re.compile(
    rf"(?=\s*\(|\s+(?:for|of|as|are|pixels?|prices?)\b)\W*(?:(?:for|of|as|are)\s+)?(?:(?:the|my|our)\s+)?"
    rf"(?:(?P<targets>{TARGETS}|prices?)|(?P<inputs>{INPUTS}))\b",
    re.IGNORECASE,
)
PREDICTED = re.compile(r"\bregression of\b|\b(?:predict|forecast|estimat)\w*\b", re.IGNORECASE)
WANTED = re.compile(r"[^.;\n]{0,20}\b(?:what|which|that) (?:I|we) (?:(?:want|have) to )?(?:predict|forecast|estimat)")
FROM = re.compile(r"\b(?:from|using|by|given|on|out of)\s+(?=[a-z])(?!values?\b|numbers\b)", re.IGNORECASE)
ASSIGNED = re.compile(r"(?<![\w.])([A-Za-z_][\w.]*(?:\[[^\]]*\])?(?:\s*,\s*\w+)*)\s*[-+*/]?=(?!=)")
INNER = re.compile(r"\([^()\[\]]*\)|\[[^()\[\]]*\]|'[^']*'|\"[^\"]*\"")
CALLED = re.compile(rf"(?<=[\w(\[,=])\s?(?:{INNER.pattern})|(?<=\w)=\s?_")
BESIDE = re.compile(r"[\w)\]]\s+(?!(?:if|else|for|in|and|or|not|is)\b)[A-Za-z_]")  # where an expression has ended
CODE = re.compile(r"\w\s*=(?!=)|\w\(|\bimport\b")
BROUGHT = re.compile(r"/=?\s*255|\b(?:StandardScaler|MinMaxScaler|RobustScaler)\b|\bzscore\b")  # done before they come
LOADED = re.compile(  # images as they come: from 0 to 255
    r"\b(?:(?:fashion_)?mnist|cifar100?)\.load_data\(|\b(?:image_dataset_from_directory|ImageDataGenerator)\("
    r"|\bfetch_openml\(\s*['\"]mnist"
)
PREPARED = re.compile(  # what brings them to another scale
    rf"{BROUGHT.pattern}|\bRescaling\b|\brescale\s*=|\bpreprocess_input\b|=\s*255\b|[-/]=?\s*\(*12[78](?:\.\d*)?\b|\b256\.|"
    r"/=?\s*\(*\s*[\w.]*(?:max|std|sigma)|\bdivide\(|normali[sz]e\(|standardization|\bconvert_image_dtype\b|"
    r"\bminmax_scale\b|\bapplications\b|(?<!not )(?<!n't )\b(?:re)?(?:scaled|normali[sz]ed|standardi[sz]ed|divided)\b",
    re.IGNORECASE,
)
PIXEL = 255
OF_Y = r"(?:y|targets?|labels?|prices?)(?:_\w+)?\b"
FITTED = re.compile(r"(?:\bfit_transform|scal\w*\.fit)\(\s*(\w+)\W", re.IGNORECASE)
TARGETS_BROUGHT = re.compile(
    rf"\bfit_transform\(\s*{OF_Y}|\blog(?:1p|10|2)?\(\s*{OF_Y}|\b{OF_Y}\s*[-/]=|\b{OF_Y}\s*=\s*\(*{OF_Y}\s*[-/]"
)


class Ends(NamedTuple):
    """From where to where data are brought, 0 = not at all, and who says so."""

    low: float
    most: float
    why: str


def said(text: str) -> tuple[float, float]:
    """The largest of the inputs and of the targets that a text says; 0 where it says none."""
    inputs, targets = _ranges(text)
    return inputs[1], targets[1]


def ends(text: str, inputs: float, targets: float) -> list[Ends]:
    """From where to where inputs and targets go whose largest is this, and who says so."""
    return [
        Ends(low * (most == high), most, "as your text says" if most == high else "as set here")
        for (low, high), most in zip(_ranges(text), (inputs, targets), strict=True)
    ]


def taken_back(asked: Asked) -> list[str]:
    """What of data that are not the reader's is checked as it comes, though by the text its scale is another."""
    if asked.source != "line" or asked.data in OWN:
        return []
    large = dict(zip(("inputs", "targets"), said(asked.layers), strict=True))
    return [name for name, most in large.items() if most and not getattr(asked, name)]


def _ranges(text: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """The smallest and the largest of the inputs, and of the targets, that a text says; (0, 0) where it says none."""
    for other, as_range in WRITTEN.items():
        text = re.sub(other, as_range, text, flags=re.IGNORECASE)
    found: dict[str, list[tuple[float, float]]] = {"inputs": [], "targets": []}
    for match in RANGE.finditer(text):
        low, high = (_value(*match.group(i, i + 1)) for i in (1, 4))
        years = low in YEARS and high in YEARS
        plain = high > LEAST or match["joined"] not in ("-", "–", "—")
        if low < high <= MOST and high > 0 and plain and not years and (of := _of(text, match)):
            found[of].append((low, high))
    scaled = FITTED.findall(text)
    if BROUGHT.search(text) and not (scaled and all(re.fullmatch(OF_Y, name) for name in scaled)):
        found["inputs"] = []
    if not found["inputs"] and _as_loaded(text):
        found["inputs"] = [(0, PIXEL)]
    if TARGETS_BROUGHT.search(text):
        found["targets"] = []
    return _widest(found["inputs"]), _widest(found["targets"])


def _widest(ranges: list[tuple[float, float]]) -> tuple[float, float]:
    return (min(low for low, _ in ranges), max(high for _, high in ranges)) if ranges else (0, 0)


def _as_loaded(text: str) -> bool:
    """Whether code loads images of whole numbers and nothing, but for a comment, brings them to another scale."""
    code = re.sub(r"#[^\n]*", "", text) if "\n" in text.strip() else text
    return bool(LOADED.search(code)) and not PREPARED.search(code)


def _value(digits: str, thousands: str | None) -> float:
    value = float(re.sub(r"[^\d.]", "", digits)) * (1000 if thousands else 1) * (-1 if digits[0] in "-−" else 1)
    return round(value) if value == round(value) else value


def _of(text: str, match: re.Match) -> str:
    """Whether a range is of the inputs or of the targets; "" where nothing says so.

    A comment says it itself, or the line that it stands in, by the name that it assigns, or a noun, as prices.
    """
    before, after = text[max(0, match.start() - LINE) : match.start()], text[match.end() : match.end() + LINE]
    line = before.rsplit("\n", 1)[-1]
    code, sign, comment = line.rpartition("#")
    inside = sign and not CODE.search(comment)
    clause = re.split(r"[.;]\s|\n|_\s", (comment if inside else _without_calls(before))[-BEFORE:])[-1]
    name = _assigned(code if inside else line)
    if inside and not code.strip() and (following := ASSIGNED.match((after.partition("\n")[2] or after).lstrip())):
        name = following[1]
    if name and not inside:
        return _named(name)
    ways = (
        (_last(clause, ROLES), _predicted(clause), _named(name))
        if inside
        else (_predicted(clause), "targets" * bool(WANTED.match(after)))
    )
    nouns = (_kind(BEING.search(clause)), _last(clause, ROLES, THINGS), _last(clause, ANY), _kind(AFTER.match(after)))
    return next(filter(None, (*ways, *nouns)), "")


def _kind(match: re.Match | None) -> str:
    return match.lastgroup if match else ""


def _last(words: str, *patterns: re.Pattern) -> str:
    """What the last noun of some words says; "" where there is none."""
    found = [match for pattern in patterns for match in pattern.finditer(words)]
    return _kind(max(found, key=re.Match.start, default=None))


def _predicted(clause: str) -> str:
    """What stands after "predict" is the targets, and what stands after "from" there the inputs."""
    if not (verbs := list(PREDICTED.finditer(clause))):
        return ""
    what, *given = FROM.split(clause[verbs[-1].end() :])
    words = given[-1] if given else what
    if given:
        return _last(words, ROLES) or "inputs"
    nouns = sorted((*ROLES.finditer(words), *THINGS.finditer(words)), key=re.Match.start)
    return _kind(nouns[-1]) if len(nouns) > 1 or nouns and nouns[0].re is ROLES else "targets"


def _assigned(code: str) -> str:
    """The name that the last statement of some code assigns; "" where that assigns none."""
    for match in reversed(list(ASSIGNED.finditer(code))):
        value = _without_calls(code[match.end() :], INNER)
        if not re.search(r"[)\]]", value):  # else it is an argument
            return "" if BESIDE.search(value) else match[1]
    return ""


def _without_calls(code: str, inner: re.Pattern = CALLED) -> str:
    """Code with one sign for what stands in brackets, however deep."""
    while (shorter := inner.sub("_", code)) != code:
        code = shorter
    return code


def _named(name: str) -> str:
    """Whether a name is one of inputs or of targets; "" if neither, or both."""
    words = " ".join(re.findall(r"[A-Za-z]+", name.replace("_", " ")))
    found = {_kind(match) for match in (*ROLES.finditer(words), *THINGS.finditer(words))}
    return found.pop() if len(found) == 1 else ""


def shown(scale: float, low: float = 0) -> str:
    """A scale in words."""
    return f"{low:,} to {scale:,}".replace("-", "−") if scale else "as they come"


def brought(found: Task, inputs: Ends, targets: Ends) -> Task:
    """Data whose inputs, and targets that are numbers, go from one end to the other; where that is 0, as they come."""
    told = []
    if inputs.most:
        found = replace(found, x=_to(found.x, inputs))
        told.append(("inputs", inputs))
    if targets.most and not found.classes:
        found = replace(found, y=_to(found.y, targets))
        told.append(("targets", targets))
    words = [f"{name} brought to {shown(to.most, to.low)}, {to.why}" for name, to in told]
    return replace(found, named=", ".join([found.named, *words]))


def _to(values: np.ndarray, to: Ends) -> np.ndarray:
    low, high = values.min(), values.max()
    return (to.low + (values - low) / (high - low) * (to.most - to.low)).astype("float32")
