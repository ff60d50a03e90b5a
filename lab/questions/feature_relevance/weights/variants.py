"""One run with other second columns, of which one asks together: noise with a mean, a copy of x1, a column of ones."""

from collections.abc import Iterator

from lab.numerals import counted, short
from lab.question import address, keywords
from lab.questions.feature_relevance.weights import columns as beside
from lab.questions.feature_relevance.weights import trained
from lab.relevance import line

SLUG = "weights"
COLUMNS = {  # what x2 is -> the settings that make it so
    "noise with mean 10": {"column": "noise", "mean": 10.0},
    "x1 once more": {"column": "x1 once more"},
    "all ones": {"column": "constant", "value": 1.0},
}


def said(compute, **settings) -> Iterator[str]:
    """Where the weights end with each of `COLUMNS`, a line each that leads there; nothing but for a forum's one run.

    Args:
        compute: what trains.
        settings: of the question, all of them.
    """
    alone = all(settings[beside.own("column", name)] == "none" for name in beside.NAMES[1:])
    if settings["start"] != line.START or settings["seeds"] > 1 or not alone:
        return
    ends = [f"- [{name}]({to}): {_ended(compute, asked)}" for name, asked, to in _each(settings)]
    head = f"The same run, if x2 is another column, after {counted(settings['epochs'], 'epoch')}"
    yield "\n".join([f"{head}:", "", *ends])


def _each(settings: dict) -> Iterator[tuple[str, dict, str]]:
    """Each column with all its settings, those on screen but for the column, and its address."""
    own = {field for numbers in line.NUMBERS.values() for field in numbers} | {"column"}
    kept = {name: value for name, value in settings.items() if name not in own}
    for name, column in COLUMNS.items():
        yield name, dict(keywords(SLUG, kept | column).values), address(SLUG, kept | column)


def _ended(compute, settings: dict) -> str:
    """The ends of all weights of a run, and where theory has them."""
    settings.pop("decades")
    experiment, _, runs = beside.asked(**settings)
    found = compute(trained.measure, experiment, **runs)
    if found.facts["diverged"][0]:
        return "training diverges."
    ends = ", ".join(f"{row.weight} = {_short(row.end)}" for row in found.ends.itertuples())
    return f"{ends} (theory: {', '.join(map(_short, found.ends['law']))})."


def _short(value: float) -> str:
    return short(round(value, 6))
