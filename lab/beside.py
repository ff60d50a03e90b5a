"""The words that stand beside pasted code, whether it came with its lines or all in one line."""

import re

from lab import raised

CUT, HELD = "\ufdd0", 0xE000  # where code was; the first of the signs that hold the place of strings
STRING = re.compile(r"(?<![\w'\"])(['\"])(?:(?!\1)[^\n]){0,80}\1(?=[\s,)\]:}.+]|$)")
LONG = re.compile(r"(\"\"\"|''').*?\1", re.DOTALL)
COMMENT = re.compile(r"#[^\n]*")
NEXT = re.compile(  # of code all in one line
    r"#.*?(?=[\w.]+(?:\s*,\s*\w+)*\s*=|[\w.]+\(|\bimport \w"
    r"|\bfrom [\w.]+ import\b|\bfor \w+ in\b|\b(?:def|class) \w+[(:]|$)"
)
PROMPT = re.compile(r"```\w*|>>>|\b(?:In|Out) ?\[\d*\]:|^(?:\.\.\. |[%!]\w).*$", re.MULTILINE)
PROGRESS = re.compile(
    r"\bEpoch \d+/\d+|\b\d+/\d+\s*(?:\[[=>.]*\]|[━╸ ]+)[\s-]*(?:[\d.]+m?s)?(?: [\d.]+[mµu]?s/\w+)?[\s-]*"
)
IMPORT = re.compile(r"\b(?:from\s+[\w.]+\s+)?import\s+[\w.*]+(?:\s+as\s+\w+)?(?:\s*,\s*[\w.]+(?:\s+as\s+\w+)?)*")
NAME = rf"(?:[A-Za-z_][\w.]*|{CUT})"
SCORES = r"(?!(?:loss|acc|accuracy|val_\w+)\b)"  # which are told of as "loss = 0.69"
GIVES = rf"(?<![\w.]){SCORES}{NAME}(?:[ \t]*,[ \t]*{NAME}){{0,9}}\s*[-+*/]?=(?!=)\s*"
OPENS = re.compile(
    rf"(?:{GIVES})?(?:(?<![\w.])[\w.]*(?<=\w)[(\[]|(?<==)\s*[(\[{{]|(?:^|(?<=[\n{CUT}])|(?<={CUT},))[ \t]*\[)"
)
GOES_ON = re.compile(rf"[(\[]|\.[A-Za-z_]\w*|\s*(?:[-+*/%<>]|\*\*|//|[<>=]=)\s*(?:\d[\w.]*|{CUT})")  # after a bracket
PAIR = rf"\(\s*{NAME}(?:\s*,\s*{NAME})*\s*,?\s*\)"
UNPACKS = re.compile(rf"{PAIR}(?:\s*,\s*{PAIR})*\s*=\s*")
GIVEN = re.compile(
    rf"(?<!\bwith )(?<!\bat )(?<!\bof )(?<!\bfor )(?<!\busing ){GIVES}[^\s,]*(?:\s*[-+*/]+\s*[\w.{CUT}]+)*"
)
CODE = rf"(?:{CUT}|[<>=]=?|__\w+__)"
HEADS = re.compile(
    rf"\bfor\s+\w+(?:\s*,\s*\w+)*\s+in\s*(?:{CUT}|[\w.]+|\[[^\]]*\])\s*:|\b(?:def|class)[ \t]*(?:{CUT}|[A-Z]\w+)[ \t]*:"
    rf"|\b(?:if|elif|while)\b[^.?!\n:]{{0,30}}?{CODE}[^.?!\n:]{{0,30}}:|\bwith\b[^?!\n:]{{0,40}}\bas \w+\s*:"
    rf"|\b(?:else|try|finally)\s*:|^[ \t]*return\b.*$"
    rf"|{CUT}\s*return\b\s*(?:{NAME}(?:\s*,\s*{NAME}){{0,9}})?|\breturn\s*{CUT}",
    re.MULTILINE,
)
LAYERS = re.compile(  # in a line, without brackets
    r"\b(?:Dense|Conv[123]D|LSTM|GRU|SimpleRNN|Embedding|Dropout|Flatten|Activation)\b"
    r"(?:\s+(?:\d[\d.]*|relu|tanh|sigmoid|softmax|linear|he_\w+|glorot_\w+|zeros|ones|x)\b)*(?:\s*,\s*\.\.\.)?"
)
CLOSES = {"(": ")", "[": "]", "{": "}"}
SCRAP = re.compile(
    r"(?<!\w)\w*[._]\w[\w.]*|\b[a-z]+[A-Z]\w*|\b(?:return|pass|break|print|in|and|or|not|is)\b"
)  # no words
WORD, LEAST = re.compile(r"[A-Za-z]{2,}"), 2  # words that say something


def said(text: str) -> str:
    """What somebody says beside code in a text; "" where nothing is said beside it."""
    text = raised.shortened(text)
    flat, strings = "\n" not in text.strip(), []

    def held(match: re.Match) -> str:
        strings.append(match[0])
        return chr(HELD + len(strings) - 1)

    text = STRING.sub(held, LONG.sub(CUT, text.replace(CUT, " ")))
    text = PROGRESS.sub(" ", PROMPT.sub(CUT, (NEXT if flat else COMMENT).sub(CUT, text)))
    text = UNPACKS.sub(CUT, _without_brackets(IMPORT.sub(CUT, text)))
    for pattern in (GIVEN, HEADS, LAYERS):
        text = pattern.sub(CUT, text)
    for place, string in enumerate(strings):
        text = text.replace(chr(HELD + place), string)
    lines = (" ".join(filter(None, map(_words, line.split(CUT)))) for line in text.splitlines())
    found = "\n".join(dict.fromkeys(filter(None, lines)))
    return found if len(WORD.findall(found)) >= LEAST else ""


def _words(part: str) -> str:
    """What stands between pieces of code, where it is more than a scrap of them."""
    words = WORD.findall(SCRAP.sub(" ", part))
    if not words or len(words) < LEAST and not re.search(r"[?!%]|\d", part):
        return ""
    part = re.sub(r"[ \t]+", " ", part).strip(" ,;:=")
    return part if part.count("(") >= part.count(")") else part.strip(")]} ,;:")


def _without_brackets(text: str) -> str:
    """A text without what is called, indexed or listed: from a name to the bracket that closes it."""
    start = 0
    while found := OPENS.search(text, start):
        end = _closing(text, found.end() - 1)
        while more := GOES_ON.match(text, end):  # as a layer that was called is called
            end = _closing(text, end) if more[0] in CLOSES else more.end()
        start = found.start()
        text = f"{text[:start]}{CUT}{text[end:]}"
    return text


def _closing(text: str, start: int) -> int:
    """The place after the bracket that closes the one at a place; where none does, the end of its line."""
    waiting = []
    for place in range(start, len(text)):
        if text[place] in CLOSES:
            waiting.append(CLOSES[text[place]])
        elif waiting and text[place] == waiting[-1]:
            waiting.pop()
            if not waiting:
                return place + 1
    line = text.find("\n", start)
    return len(text) if line < 0 else line
