"""What Python and notebooks print where code raises: the calls that led there, and last the error itself."""

from __future__ import annotations

import re

RULE = re.compile(r"^[ \t]*-{5,}[ \t]*\n(?=.*Traceback \(most recent)", re.MULTILINE)
NAMED = r"(?<![\w.])[A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Iteration)"  # from where a word begins, and only there
CALLS = re.compile(  # where a call of those begins
    rf"(?:(?<!-)-{{5,}}\s*)?(?:{NAMED}\s+)?Traceback \(most recent call last\):?|<ipython-input[^<>]*> in "
    r"|\b\d+ frames\b"
    r"|\b(?:Cell|Input) In ?\[\d+\](?:,? (?:line \d+|in))|(?<!-)-+> ?\d+\s|(?<!\S)[~/][\w./~+-]+\.py(?::\d+,)? in \w+"
    r"|\bFile \"[^\"]+\", line \d+|\bFile [~/\w][^\s:]*:\d+,? in "
)
NUMBERED = re.compile(r"\s*(?:-+> ?)?\d+(?:\s.*)?$")  # a line of code as it is printed there
NEAR = 10  # lines before the one with an arrow, at the most
WITHIN = re.compile(rf"\s|$|{NUMBERED.pattern}|During handling of the above|The above exception was")
GOES_ON = re.compile(r"[ \t•]+\S")  # of a message
ERROR = re.compile(rf"(?<!except ){NAMED}: ")
LAST = re.compile(rf"\s*{NAMED}(?::\s|\s*$)")


def shortened(text: str) -> str:
    """A text with no more than the last line, the error itself, of what was printed where code raised."""
    return _lined(text, keeps=True) if "\n" in text.strip() else _flat(text)


def without(text: str) -> str:
    """The same without the error, where it stands in a line of its own."""
    return _lined(text, keeps=False) if "\n" in text.strip() else _flat(text)


def last(text: str) -> str:
    """The error itself; "" where nothing was raised."""
    if not CALLS.search(text):
        return ""
    lines = shortened(text).splitlines()
    found = next((line[error.start() :] for line in reversed(lines) if (error := ERROR.search(line))), "")
    return found.strip()


def _lined(text: str, *, keeps: bool) -> str:
    if not CALLS.search(text):
        return text
    kept, printed, goes_on = [], False, False  # within the calls; within a message of several lines
    for line in RULE.sub("", text).split("\n"):
        if CALLS.match(line.strip()):
            while not printed and kept and NUMBERED.match(kept[-1]):
                kept.pop()
            printed = True
        elif printed and LAST.match(line):
            kept += [line.strip()] * keeps
            printed, goes_on = False, True
        elif printed and WITHIN.match(line) or goes_on and GOES_ON.match(line):
            continue
        else:
            printed = goes_on = False
            kept.append(line)
    return "\n".join(kept)


def _flat(text: str) -> str:
    """The same of a text in one line: what stands from the first call to the error that follows the last one."""
    calls = list(CALLS.finditer(text))
    error = ERROR.search(text, calls[-1].end()) if calls else None
    if error is None:
        return text
    begins, number = calls[0].start(), re.fullmatch(r"-+> ?(\d+)\s", calls[0][0])
    place = int(number[1]) if number else 0
    while (line := re.match(r".*\s{3}(?=(\d+)\s)", text[:begins])) and 0 < place - int(line[1]) < NEAR:
        begins, place = line.end(), int(line[1])  # before an arrow
    return f"{text[:begins]}  {text[error.start() :]}"
