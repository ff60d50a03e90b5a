"""What visitors wrote, inside the laboratory's own sentences."""

import re

ACTING = re.compile(  # what Markdown, and forums that know more than it, would not show as it is
    r"([\\`*#|~$@]|(?<![^\W_])_|_(?![^\W_])|\[(?=[A-Za-z/!^])|\](?=[(\[:])|<(?=[A-Za-z/!?])|&(?=[\w#])|^[-+>])"
)
LONGEST = 40  # characters of a name in a sentence


def literal(text: str) -> str:
    r"""A text in which Markdown finds nothing to do, so that it is shown as it was written.

    Markdown takes a backslash before any ASCII punctuation as "this sign itself".
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def inline(text: str) -> str:
    r"""A plain text as a line of Markdown; only what would act gets a backslash, so that the source reads well."""
    line = ACTING.sub(r"\\\1", " ".join(text.split()))
    return re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", line)  # the number of a list


def unmarked(text: str) -> str:
    r"""What a reader sees of a sentence in Markdown: no stars and ticks, no backslashes of `literal`."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", re.sub(r"(?<!\\)(\*\*|`)", "", text))


def shortened(name: str) -> str:
    """A name that fits a sentence: cut after `LONGEST` characters."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def listed(names: list[str], most: int = 8) -> str:
    """Names as a sentence lists them, the rest as a number: "a, b and 3 more"."""
    shown = [shortened(name) for name in names[:most]]
    if len(names) > most:
        return f"{', '.join(shown)} and {len(names) - most} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)
