"""What a headline may be: a sentence of so many words and figures at most."""

import re

WORDS, FIGURES = 20, 2
FIGURE = re.compile(r"(?<![A-Za-z_])\d[\d,.]*(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")


def fits(text: str) -> bool:
    """Whether a plain text is short enough for a headline."""
    return len(text.split()) <= WORDS and len(FIGURE.findall(text)) <= FIGURES
