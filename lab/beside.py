"""The words that stand beside pasted code, whether it came with its lines or all in one line."""

import re

COMMENT = re.compile(r"#[^\n]*")
NEXT = re.compile(r"#.*?(?=[\w.]+\s*=|[\w.]+\(|\b(?:import|from|for|def|class)\b|$)")  # of code all in one line
STRING = re.compile(r"(?<![\w'\"])(['\"])(?:(?!\1)[^\n]){0,80}\1(?=[\s,)\]:}]|$)")
OPENS = re.compile(r"(?:[\w.]+\s*[-+*/]?=\s*)?[\w.]*(?:(?<=\w)[(\[]|(?<==)\s*[(\[{]|(?<=\s)\[)")
IMPORT = re.compile(r"\b(?:from\s+[\w.]+\s+)?import\s+[\w.*]+(?:\s+as\s+\w+)?(?:\s*,\s*[\w.]+(?:\s+as\s+\w+)?)*")
GIVEN = re.compile(
    r"\b(?!(?:loss|acc|accuracy|val_\w+)\b)[\w.]+(?:\s*,\s*\w+)*\s*[-+*/]?=(?!=)\s*[^\s]*(?:\s*[-+*/]+\s*[\w.]+)*"
)
HEADS = re.compile(r"\b(?:for\s+\w+\s+in|def|class|with|while|if)\b[^.?!\n]{0,30}:|\breturn\s+\w+(?=\s|$)")
NAMES = re.compile(
    r"\b[a-z_]\w*(?:\.[a-z_]\w*)+\b(?:\(\))?|\b\w+_(?:train|test|valid|val)\b|```\w*|^\W+$", re.MULTILINE
)
LAYERS = re.compile(  # in a line, without brackets
    r"\b(?:Dense|Conv[123]D|LSTM|GRU|SimpleRNN|Embedding|Dropout|Flatten|Activation)\b"
    r"(?:\s+(?:\d[\d.]*|relu|tanh|sigmoid|softmax|linear|he_\w+|glorot_\w+|zeros|ones|x)\b)*(?:\s*,\s*\.\.\.)?"
)
REST = re.compile(
    r"[\s()\[\],=/*+-]+(?:\d+(?:\.\d*)?[\s()\[\],=/*+-]*)?$|^[\s()\[\],=/*+-]+"
)  # of unpacking and the like
CLOSES = {"(": ")", "[": "]", "{": "}"}
LEAST = 2  # words that say something


def said(text: str) -> str:
    """What somebody says beside code in a text; "" where nothing is said beside it."""
    text = (COMMENT if "\n" in text.strip() else NEXT).sub(" ", text)
    text = IMPORT.sub(" ", _without_brackets(STRING.sub("''", text)))
    for pattern in (GIVEN, HEADS, LAYERS, NAMES):
        text = pattern.sub(" ", text)
    text = re.sub(r"[ \t]+", " ", text.replace("''", " "))
    lines = [line.strip(" ,;:)]}") for line in text.splitlines()]
    lines = [REST.sub("", line) for line in lines]
    found = "\n".join(line for line in lines if re.search(r"[A-Za-z]{2}", line))
    return found if len(re.findall(r"[A-Za-z]{2,}", found)) >= LEAST else ""


def _without_brackets(text: str) -> str:
    """A text without what is called, indexed or listed: from a name to the bracket that closes it."""
    while found := OPENS.search(text):
        end = _closing(text, found.end() - 1)
        while text[end : end + 1] in ("(", "["):  # what was called is called, as a layer is
            end = _closing(text, end)
        text = f"{text[: found.start()]} {text[end:]}"
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
