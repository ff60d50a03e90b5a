"""Code of PyTorch, which is not read here: what to write instead."""

import re

OTHER = re.compile(r"\bimport torch\b|\bfrom torch\b|\bnn\.(?:Module|Linear|Conv[123]d|LSTM|GRU|Embedding)\b")
LINEAR = re.compile(r"\bLinear\(\s*\w+\s*,\s*(\d+)")
SOFTMAX = re.compile(r"\b(?:log_)?softmax\(|\b(?:Log)?Softmax\(", re.IGNORECASE)
READ = "This is code of PyTorch; networks of Keras are read here. Write the layers in a line, such as {}."
TWICE = (
    " A usual cause: nn.CrossEntropyLoss takes the numbers before the softmax, and this code puts a softmax before it: "
    "leave that out of forward, and take it only where probabilities are read."
)


def unread(text: str) -> str:
    """Why code of PyTorch is not read, and the way on; "" of other code."""
    if not OTHER.search(text):
        return ""
    *hidden, last = LINEAR.findall(text) or ["128", "10"]
    line = ", ".join([*(f"Dense {units} relu" for units in hidden), f"Dense {last} {_ends(int(last), text)}"])
    return READ.format(line) + (TWICE if "CrossEntropyLoss" in text and SOFTMAX.search(text) else "")


def _ends(outputs: int, text: str) -> str:
    """What a last layer of so many outputs ends in, with the loss's own softmax or sigmoid."""
    if outputs > 1:
        return "softmax"
    return "linear" if "MSELoss" in text or "L1Loss" in text else "sigmoid"
