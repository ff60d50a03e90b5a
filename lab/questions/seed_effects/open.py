"""What became of an experiment that somebody sent me?"""

from lab import charts
from lab.answer import Answer, Figure, Section, Table, Why
from lab.laws import seeds as laws
from lab.numerals import counted
from lab.question import Elsewhere, Question
from lab.seeds import opened, opened_words, spread, spread_words, starts

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
    ),
)  # fmt: skip
PROMISE = (
    "It stays with your browser: it is in no link, in nobody else's results and in no log. Nothing in it is executed."
)


def knobs(k):
    """The file, or its text, and how many seeds."""
    file = k.file("file", "Experiment (JSON)", ("json", "txt"), key="opened_file", help=PROMISE)
    if file is None:
        k.text("text", "Or its text, pasted here", "", key="opened_text", most=opened.MOST + 1, private=True)
    k.steps("count", "Seeds", (1, 2, 5, 10, 20, 50, 100, 200, 500), 20, key="seeds_open_count")


def answer(compute, *, file, count, text=""):
    """The setting in words, costs over training, and where the runs end; of an example until something is opened."""
    brought = bool(file) or bool(text.strip())
    experiment = opened.read(file or text) if brought else spread.START
    found = compute(starts.trained, experiment, schemes=[experiment.init.scheme], count=count)
    curves, ends = spread.curves(found), spread.ends(found)
    says = opened_words.verdict(spread.quantiles(ends), ends, experiment.training.epochs)
    return Answer(
        headline=headline(ends, brought),
        note=says,
        blocks=(
            Figure.of(
                charts.seeds.spread.curves(curves, spread.single(found)), spread_words.course(curves),
                caption="Thick: the median run. Band: the middle 90 % of runs. Thin: single runs.",
            ),
            Why(
                "An experiment is a small text: which data, which network, which first weights and which training. "
                "With it anybody gets the same numbers; with other seeds one sees how much of them was luck. "
                + (PROMISE if brought else "Every question has one to save, under “Take it with you”.")
            ),
            Section("What it is", (Table(opened_words.what(experiment)),)),
            Section("Where the runs end", _ends(experiment, ends)),
        ),
        experiment=experiment,
        private=brought,
    )  # fmt: skip


def _ends(experiment, ends) -> tuple[Figure, ...]:
    """Final costs, and accuracies where there are any."""
    solved, levels = spread.solved(ends, 0.0), laws.levels_of(experiment)
    shown = {by: levels if by == "loss" else levels[:0] for by in ("loss", "accuracy") if by in ends}
    piles = {by: spread.piles(ends, by) for by in shown}
    return tuple(
        Figure.of(
            charts.seeds.spread.ends(piles[by], levels, spread_words.AXES[by]),
            spread_words.takeaway(piles[by], solved),
            caption="Each dot: runs that end close together, and how many.",
        )
        for by, levels in shown.items()
    )


def headline(ends, brought: bool) -> str:
    """Where the runs ended, or that this is only an example."""
    if not brought:
        return "Nothing is opened yet: this is an example, to show what you will see."
    lost = int((~ends["loss"].abs().lt(float("inf"))).sum())
    if lost == len(ends):
        return f"It diverged: the cost of {'the run' if lost == 1 else f'all {lost} runs'} is no finite number."
    middle = ends["loss"][ends["loss"].abs().lt(float("inf"))].median()
    return f"It was trained again: the middle of {counted(len(ends), 'run')} ends with a cost of {middle:.3g}."


TRY = {
    "Where do I get one? At the foot of this, for example: many starts of XOR": Elsewhere("spread", {}),
    "Or of three kinds of first weights": Elsewhere("three", {}),
    "Or of the digits": Elsewhere("saturated", {}),
}
