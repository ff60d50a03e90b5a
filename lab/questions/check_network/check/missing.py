"""What is still to be brought before a network can be checked, and what can be said without it."""

from __future__ import annotations

import re

from lab.answer import Code, Section, Table, Words
from lab.check import line
from lab.prose import literal
from lab.questions.check_network.check import causes
from lab.reading import sample

TABLE = "Choose a CSV file: its last column is the target."
NOTHING = "Paste the code that makes your network, or write its layers: Dense 32 relu, Dense 1."
UNREAD = "Your network could not be read, so nothing was checked."
NOTEBOOK = Section(
    "In a notebook: the same checks of any model",
    (
        Words(
            "With your own data, of a model of Keras that need not be pasted: run this from the folder of this project."
        ),
        Code("import lab\nlab.checkup(model, x, y)  # of several inputs: lab.checkup(model, [x1, x2], y)"),
        Words("What it says is in README.md, under “Your own network”.", small=True),
    ),
    folded=True,
)


def waiting(source: str, data: str, text: str, file, table, layers: str) -> str:
    """What is still to be brought; "" if nothing."""
    if source == "line" and not layers.strip():
        return NOTHING
    if source == "line" and why_unread(layers):
        return UNREAD
    if source == "json" and not text.strip():
        return "Paste your network: what `print(model.to_json())` prints."
    if source == "file" and file is None:
        return "Choose a .keras file: `model.save` writes it."
    return TABLE if data == "own" and table is None else ""


def why_unread(layers: str) -> str:
    """Why layers, or the code that makes them, cannot be read; "" where they can."""
    try:
        line.configuration(layers, (1,))
    except ValueError as error:
        parts = re.split(r"(lab\.checkup\([^)]*\))", str(error))
        return "".join(f"`{part}`" if part.startswith("lab.checkup") else literal(part) for part in parts)
    return ""


def needed(waits: str, symptom: str, rate: float, layers: str) -> tuple:
    """What a file has to hold, where one is asked for; without a network, the usual causes of what is seen."""
    if waits in (UNREAD, NOTHING):
        told = causes.usual(symptom, rate, set(), causes.of_words(layers))
        return *causes.sections(symptom, told, causes.meaning(symptom, None, 0.0)), NOTEBOOK
    if waits != TABLE:
        return ()
    told = "Its first row holds names; every further row is one example: its inputs, and last what is to be predicted."
    return Words(told), Table(sample.table().head(3), "How the small file to try begins.")
