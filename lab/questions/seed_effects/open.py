"""What became of an experiment that somebody sent me?

Nothing in it is ever evaluated: it is numbers, names of a list, and texts.
"""

from __future__ import annotations

import pandas as pd

from lab import checks
from lab.answer import Answer, Section, Table, Why
from lab.experiment import Experiment
from lab.laws import seeds as laws
from lab.numerals import counted, figure, short
from lab.prose import listed
from lab.question import Elsewhere, Question
from lab.questions.seed_effects.spread import pictures
from lab.seeds import spread, starts
from lab.setting_text import setting

QUESTION = Question(
    room="seed_effects",
    slug="open",
    title="Open an experiment",
    ask="What became of an experiment that somebody sent me?",
    group="Training or not",
    place=19,
    also=(
        "open the JSON of an experiment", "load an experiment", "share or reload a saved experiment",
        "import a file from somebody else",
        "a link that a friend sent me",
    ),
)  # fmt: skip
PROMISE = (
    "It stays with your browser: it is in no link, in nobody else's results and in no log. Nothing in it is executed."
)
MOST_MEGABYTES = 5
MOST = MOST_MEGABYTES * 1_000_000
OTHERS = {
    b"PK\x03\x04": "a zip file", b"%PDF": "a PDF", b"\x1f\x8b": "a compressed file", b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture", b"<": "a page in HTML or XML",
}  # fmt: skip
WHERE = "At the foot of every question there is one to save: “The experiment as JSON”."


def knobs(k):
    """The file, or its text, and how many seeds."""
    file = k.file("file", "Experiment (JSON)", ("json", "txt"), key="opened_file", help=PROMISE)
    if file is None:
        k.text("text", "Or its text, pasted here", "", key="opened_text", most=MOST + 1, private=True)
    k.steps("count", "Seeds", (1, 2, 5, 10, 20, 50, 100, 200, 500), 20)


def answer(compute, *, file, count, text=""):
    """The setting in words, costs over training, and where the runs end; of an example until something is opened."""
    brought = bool(file) or bool(text.strip())
    experiment = read(file or text) if brought else spread.START
    found = compute(starts.trained, experiment, schemes=[experiment.init.scheme], count=count)
    ends, levels = spread.ends(found), laws.levels_of(experiment)
    dots = "Each dot: runs that end close together, and how many."
    shown = tuple(pictures.ends(ends, by, levels, dots) for by in ("loss", "accuracy") if by in ends)
    return Answer(
        headline=headline(ends, brought),
        note=verdict(ends, experiment.training.epochs),
        blocks=(
            pictures.courses(found),
            Why(
                "An experiment is a small text: which data, which network, which first weights and which training. "
                "With it anybody gets the same numbers; with other seeds one sees how much of them was luck. "
                + (PROMISE if brought else "Every question has one to save, under “Take it with you”.")
            ),
            Section("What it is", (Table(what(experiment)),)),
            Section("Where the runs end", shown),
        ),
        experiment=experiment,
        private=brought,
    )


def read(content: bytes | str) -> Experiment:
    """The experiment of a file or of a pasted text.

    Args:
        content: JSON as `Experiment.to_json` writes it; bytes in UTF-8.

    Raises:
        ValueError: it is none; the sentence says what is wrong, and names the field where there is one.
    """
    content = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    checks.require(len(content) <= MOST, f"An experiment may have {MOST_MEGABYTES} MB; this one has more.")
    checks.require(bool(content.strip(b"\xef\xbb\xbf \t\r\n")), f"There is nothing in it. {WHERE}")
    for start, kind in OTHERS.items():
        checks.require(not content.lstrip().startswith(start), f"This is {kind}, not an experiment. {WHERE}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = f"An experiment is a text in UTF-8: line {line:,} has the byte 0x{content[error.start]:02x}."
        raise ValueError(message) from None
    return Experiment.from_json(text)


def headline(ends: pd.DataFrame, brought: bool) -> str:
    """Where the runs ended, or that this is only an example."""
    if not brought:
        return "Nothing is opened yet: this is an example, to show what you will see."
    finite = ends["loss"][ends["loss"].abs().lt(float("inf"))]
    if finite.empty:
        return (
            f"It diverged: the cost of {'the run' if len(ends) == 1 else f'all {len(ends)} runs'} is no finite number."
        )
    return (
        f"It was trained again: the middle of {counted(len(ends), 'run')} ends with a cost of {short(finite.median())}."
    )


def verdict(ends: pd.DataFrame, epochs: int) -> str:
    """Where the runs ended, with N, the spread and the step budget."""
    row, runs, after = spread.quantiles(ends).iloc[0], len(ends), f"after {counted(epochs, 'epoch')}"
    kept = int(ends["loss"].abs().lt(float("inf")).sum())
    if not kept:
        return f"All {runs:,} runs diverged {after}: their cost is no finite number any more."
    parts = []
    for by, name in (("loss", "a cost"), ("accuracy", "an accuracy")):
        if f"{by}_mid" in row:
            low, mid, high = (figure(row[f"{by}_{place}"]) for place in ("low", "mid", "high"))
            parts.append(f"{name} of {mid}" + (f" (the middle 90 %: {low} to {high})" if low != high else ""))
    of = f"of {kept:,} runs" if kept > 1 else "of one run"
    gone = f" {runs - kept:,} of {runs:,} runs diverged and are in no figure." if kept < runs else ""
    return f"The middle {of} ends with {' and '.join(parts)} {after}.{gone}"


def what(experiment: Experiment) -> pd.DataFrame:
    """The setting as a table; of a table of one's own the names of its columns too."""
    rows = dict(zip(("Data", "Network", "First weights", "Training"), setting(experiment).split("; "), strict=True))
    table = experiment.data.table
    names = {"Inputs": listed(list(table.features)), "Target": listed(list(table.targets))} if table else {}
    return pd.DataFrame({"what it is": rows | names}).rename_axis("part")


TRY = {
    "Where do I get one? At the foot of this, for example: many starts of XOR": Elsewhere("spread", {}),
    "Or of three kinds of first weights": Elsewhere("three", {}),
    "Or of the digits": Elsewhere("saturated", {}),
}
