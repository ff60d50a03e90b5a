"""Networks of `keras.applications` within pasted code: they are not built here, and what can be checked instead."""

from __future__ import annotations

import ast
import contextlib
import re

from lab.check import source
from lab.check.known_values import last_name

POOLED = {  # a network -> how many numbers its pooled output has
    r"VGG1[69]": 512,
    r"ResNet(?:50|101|152)(?:V2)?|InceptionV3|Xception|EfficientNetB5": 2048,
    r"MobileNet|DenseNet121|ConvNeXtBase": 1024,
    r"MobileNetV2|EfficientNetB[01]|EfficientNetV2(?:B[01]|[SML])": 1280,
    r"MobileNetV3Small": 576,
    r"MobileNetV3Large": 960,
    r"EfficientNet(?:V2)?B2": 1408,
    r"EfficientNet(?:V2)?B3|InceptionResNetV2|ConvNeXtLarge": 1536,
    r"EfficientNetB4": 1792,
    r"ConvNeXt(?:Tiny|Small)": 768,
}
OTHERS = r"EfficientNetB[67]|DenseNet(?:169|201)|NASNet(?:Mobile|Large)|ConvNeXtXLarge"
CALLED = re.compile(
    rf"(?<!def )(?<!class )\b(?:applications\.(?:\w+\.)*(?P<any>[A-Z]\w*)|(?P<known>{'|'.join(POOLED)}|{OTHERS}))\("
)
POOLING = re.compile(r"\bGlobal(?:Average|Max|Avg)Pool(?:ing)?2D\b|\bpooling\s*=\s*['\"](?:avg|max)['\"]")
NARROWER = re.compile(r"\balpha\s*=\s*(?!1(?:\.0*)?\s*[,)])")
UNTRAINED = re.compile(r"\bweights\s*=\s*None\b|\binclude_preprocessing\s*=\s*False\b")
RESCALES = re.compile(r"EfficientNet|MobileNetV3|ConvNeXt")  # by itself, within
DIVIDED = re.compile(r"/=?\s*255|\bRescaling\(1")
AFTER, MOST = "Dense", 100  # the layer that is shown; characters of what is
NOT_BUILT = "Your code uses {}, which is not built here: such networks are mostly too large."
HEAD = " Paste only the layers after it, as in {}. Or check"
NOTEBOOK = " all of it with lab.checkup(model, x, y), in a notebook on your own machine."
BARE = " A usual cause: images that do not pass through its preprocess_input, which this code does not name."
TWICE = " A usual cause: it takes pixels from 0 to 255 and scales them itself, and this code divides them before."


def unread(text: str) -> str:
    """Why the network of some code is not read, where it has one of `keras.applications`, and the way on; else ""."""
    used = next((each for each in CALLED.finditer(text) if not _own(text, each)), None)
    if not used:
        return ""
    name = used["any"] or used["known"]
    head = _head(text, name)
    return f"{NOT_BUILT.format(name)}{HEAD.format(head) if head else ' Check'}{NOTEBOOK}{_usual(text, name)}"


def _own(text: str, used: re.Match) -> bool:
    """Whether the code itself says what is called."""
    return bool(re.search(rf"\b(?:def|class)\s+{used['any'] or used['known']}\b", text))


def _head(text: str, name: str) -> str:
    """The dense layers after it, as code that can be read; "" where there is none."""
    with contextlib.suppress(ValueError, RecursionError):
        calls = [each for each in ast.walk(source.read(text).tree) if isinstance(each, ast.Call)]
        calls = sorted(calls, key=lambda each: (each.lineno, each.col_offset))
        begins = next((place for place, each in enumerate(calls) if last_name(each.func) == name), 0)
        dense = [each for each in calls[begins:] if last_name(each.func) == AFTER]
        inputs = [f"Input(({count},))" for count in _pooled(text, name)]
        shown = [f"{AFTER}({ast.unparse(each).partition('(')[2]}" for each in dense]
        said = next((code for some in (shown, shown[-1:])
                     if len(code := f"Sequential([{', '.join(inputs + some)}])") <= MOST), "")  # fmt: skip
        return said if dense else ""
    return ""


def _pooled(text: str, name: str) -> list[int]:
    """How many numbers its pooled output has; none where the code does not pool it, or that is not known."""
    known = POOLING.search(text) and not NARROWER.search(text)
    return [count for kind, count in POOLED.items() if known and re.fullmatch(kind, name)]


def _usual(text: str, name: str) -> str:
    """What is usually wrong with its images, where the code does not scale them as it was trained on."""
    if UNTRAINED.search(text):
        return ""
    if RESCALES.match(name):
        return TWICE if DIVIDED.search(text) else ""
    return "" if re.search(r"\bpreprocess_input\b|\b127\.5", text) else BARE
