"""An experiment that somebody sent: its text -> the checked experiment, or the sentence that says why it is none.

Nothing in it is ever evaluated: it is numbers, names of a list, and texts.
"""

from lab import checks
from lab.experiment import Experiment

MOST_MEGABYTES = 5
MOST = MOST_MEGABYTES * 1_000_000
OTHERS = {
    b"PK\x03\x04": "a zip file", b"%PDF": "a PDF", b"\x1f\x8b": "a compressed file", b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture", b"<": "a page in HTML or XML",
}  # fmt: skip
WHERE = "At the foot of every question there is one to save: “The experiment as JSON”."


def read(content: bytes | str) -> Experiment:
    """The experiment of a file or of a pasted text.

    Args:
        content: JSON as `Experiment.to_json` writes it; bytes in UTF-8.

    Raises:
        ValueError: it is none; the sentence says what is wrong, and names the field where there is one.
    """
    content = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    checks.that(len(content) <= MOST, f"An experiment may have {MOST_MEGABYTES} MB; this one has more.")
    checks.that(bool(content.strip(b"\xef\xbb\xbf \t\r\n")), f"There is nothing in it. {WHERE}")
    for start, kind in OTHERS.items():
        checks.that(not content.lstrip().startswith(start), f"This is {kind}, not an experiment. {WHERE}")
    return Experiment.from_json(_text(content))


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = f"An experiment is a text in UTF-8: line {line:,} has the byte 0x{content[error.start]:02x}."
        raise ValueError(message) from None
