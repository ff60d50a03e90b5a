"""What is still to be brought before a network can be checked, and what can be said without it."""

from __future__ import annotations

import re
from dataclasses import replace

from lab.answer import Answer, Code, Section, Table, Words
from lab.check import applications, line, pytorch
from lab.check.refusals import TooLargeError, last_step
from lab.prose import literal
from lab.questions.check_network.check import causes, scale, symptoms
from lab.reading import sample

TABLE = "Choose a CSV file: its last column is the target."
NOTHING = "Paste the code that makes your network, or write its layers: Dense 32 relu, Dense 1."
UNREAD = "Your network could not be read, so nothing was checked."
HEAVY = "Your network is too large to be checked here."
UNBUILT = "Keras cannot build this network, so nothing was checked."
CODE = re.compile(r"(lab\.checkup\([^)]*\)|Sequential\(\[.*?\]\)|\bpreprocess_input\b)")  # within a sentence
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


def unchecked(error: ValueError, asked, symptom: str, private: bool) -> Answer:
    """That a network which can be read is not checked, and why; with the usual causes of what is seen."""
    blocks = needed(UNREAD, symptom, asked.rate, asked.layers)
    if isinstance(error, TooLargeError):
        parts = enumerate(str(error).split("`"))  # every other one is code
        why_not = "`".join(part if place % 2 else literal(part) for place, part in parts)
        return Answer(headline=HEAVY, note=why_not, blocks=blocks, private=private)
    made = line.configuration(asked.layers, (1,))["config"]["layers"][1:] if asked.source == "line" else []
    return Answer(headline=UNBUILT, note=literal(f"{error}{last_step(made)}"), blocks=blocks, private=private)


def why(waits: str, layers: str) -> str:
    """What is said below that something is still to be brought: why what was brought cannot be read."""
    return why_unread(layers) if waits == UNREAD else ""


def why_unread(layers: str) -> str:
    """Why layers, or the code that makes them, cannot be read; "" where they can."""
    try:
        line.configuration(layers, (1,))
    except ValueError as error:
        parts = CODE.split(str(error))
        return "".join(f"`{part}`" if CODE.fullmatch(part) else literal(part) for part in parts)
    return ""


def needed(waits: str, symptom: str, rate: float, layers: str) -> tuple:
    """What a file has to hold, where one is asked for; without a network, the usual causes of what is seen."""
    if pytorch.unread(layers):  # whose lines are others
        return (NOTEBOOK,)
    if waits in (UNREAD, NOTHING):
        told = causes.usual(symptom, rate, set(), _of_words(layers))
        return *causes.sections(symptom, told, symptoms.meaning(symptom, None, 0.0)), NOTEBOOK
    if waits != TABLE:
        return ()
    told = "Its first row holds names; every further row is one example: its inputs, and last what is to be predicted."
    return Words(told), Table(sample.table().head(3), "How the small file to try begins.")


def _of_words(text: str) -> causes.Seen:
    """What a text says by itself of a network that it does not show; what its images must pass through is told."""
    told = bool(applications.unread(text))
    found = causes.of_words(text)
    images = True if told or scale.LOADED.search(text) else None
    return replace(found, images=images, scaled=found.scaled or told)
