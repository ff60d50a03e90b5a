"""A card for a forum post: question, answer, setting and link as Markdown."""

import re

from lab.prose import inline, unmarked

MOST, LONGEST = 3, 240  # figures, and characters of one
SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-Z“])")


def card(*, question: str, answer: str, setting: str, figures: list[str], link: str, expected: str = "") -> str:
    """Markdown that Discourse, GitHub and Stack Exchange show alike.

    Args:
        question: plain text.
        answer: Markdown, the sentence on the page.
        setting: plain text, of `lab.setting_text.setting`; "" to leave it out.
        figures: plain texts: what the pictures say, in numbers; the first `MOST` that the answer does not say,
            each cut after a sentence.
        link: where all of it is seen.
        expected: plain text: what somebody predicted before they saw it; "" to leave it out.
    """
    said, shortened = _words(unmarked(answer)), map(_short, figures)
    new = dict.fromkeys(figure for figure in shortened if figure and figure not in said)
    parts = [
        f"### {inline(question)}",
        f"I expected: {inline(expected)}." if expected else "",
        answer.strip(),
        "\n".join(f"- {inline(figure)}" for figure in list(new)[:MOST]),
        f"Setting: {inline(setting)}." if setting else "",
        f"Run it: <{link}>",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _short(text: str) -> str:
    """Its first sentences, as many as `LONGEST` holds."""
    kept = ""
    for sentence in SENTENCES.split(_words(text)):
        if len(kept) + len(sentence) > LONGEST:
            break
        kept += f" {sentence}"
    return kept.strip()


def _words(text: str) -> str:
    return " ".join(text.split())
