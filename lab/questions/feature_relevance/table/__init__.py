"""Which columns of my own table matter?"""

import numpy as np

from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.laws import inflation
from lab.numerals import counted, every, figure
from lab.prose import listed, literal, shortened
from lab.question import Question
from lab.questions.feature_relevance.table import choice, fit, picture, sheet
from lab.questions.feature_relevance.table.trained import OUTPUTS, STATUS, OwnTable, measure
from lab.reading import sample
from lab.reading.contents import Contents
from lab.relevance.lines import STANDARDISED

QUESTION = Question(
    room="feature_relevance",
    slug="table",
    title="Your own table",
    ask="Which columns of my own table matter?",
    group="Many columns",
    place=9,
    level="first",
    also=(
        "which of my columns matter", "feature importance", "upload my own csv", "which features can I drop",
        "is this feature relevant", "feature selection", "my own data set", "rank my features",
        "select columns of a data set", "which inputs does the model use", "which variables are important",
    ),
)  # fmt: skip
BRINGS = "Bring a CSV file there: columns that training tells from planted noise stand out from those that it cannot."
MARKS = {".": "point", ",": "comma"}
FIRST = {"names": "the names of the columns", "example": "an example"}
RATES = [0.01, 0.1, 0.5, 0.9, 1.1]
NEEDS = (
    "Every row below the names is one example: one column to be predicted, of numbers or of classes, and beside it "
    "columns of numbers, or of texts with few values. The last column is taken for the target until you choose "
    "another one. To see how it goes, download the small file that is offered, and bring it here as your own."
)
MOST_WORDS = 10  # of the names in the headline
GUIDE = (
    "Dot: the median run; bar: the middle 90 % of runs. Grey strip: up to the largest planted noise. Dashed, for a "
    "target of numbers: between the long lines theory has 95 % of useless columns; short: where endless training ends."
)


def knobs(k):
    """A table, its target, and what is planted beside its columns."""
    usual = sheet.OWN if k.given("upload") else "diabetes"
    source = k.choice("source", "Table", sheet.SOURCES, usual, shown=sheet.SOURCES.get)
    if source != sheet.OWN:
        _columns(k, sheet.outline(source))
    elif (own := _brought(k)) is not None:
        _columns(k, own)


def _brought(k) -> sheet.Sheet | None:
    """The table of the reader, and how else it can be read; None where none is there, or none can be read."""
    told = f"At most {sheet.MOST_MEGABYTES} MB. First row: names. Then at least 3 rows, one an example."
    content = k.file("upload", "CSV file", ("csv", "tsv", "txt"), help=told, sample=sample.csv)
    if content is None:
        return None
    content = content if isinstance(content, Contents) else Contents(content)
    try:
        return _otherwise(k, content, sheet.brought(content))
    except ValueError:  # `answer` says it
        return None


def _otherwise(k, content: Contents, found: sheet.Sheet) -> sheet.Sheet:
    key, header, decimal, keep = f"relevance_table_read_{found.digest[:12]}", None, None, ()
    if found.header is not None:
        usual = "names" if found.header else "example"
        header = k.choice("header", "The first row holds", FIRST, usual, key=f"{key}_header", shown=FIRST.get,
                          private=True)  # fmt: skip
        found = sheet.brought(content, header)
    if found.undecided:
        decimal = k.choice("decimal", "Decimals begin with a", MARKS, found.decimal, key=f"{key}_decimal",
                           shown=MARKS.get, private=True)  # fmt: skip
    if found.unused:
        keep = k.some("keep", "Use as numbers all the same", found.unused, key=f"{key}_keep_{header}", private=True)
    found = sheet.brought(content, header, decimal, keep)
    notes = [f"{counted(len(found.frame), 'row')}, {counted(len(found.frame.columns), 'column')}.", *found.notes]
    k.say("\n".join(f"- {literal(note)}" for note in notes) if len(notes) > 2 else literal(" ".join(notes)))
    return found


def _columns(k, table: sheet.Sheet) -> None:
    """What is chosen of a table; what is about the reader's own is in no address."""
    private, mine, columns = table.own, table.digest[:12], list(table.frame)
    target = k.choice("target", "Target", columns, columns[-1], key=f"relevance_table_target_{mine}", private=private)
    k.choice(
        "read_as", "Read the target as", (choice.NUMBERS, choice.CLASSES), choice.usual(table, target),
        key=f"relevance_table_as_{mine}_{columns.index(target)}", private=private,
    )  # fmt: skip
    texts = [name for name in table.texts if name != target]
    told = f"One for each value of {literal(listed(texts))} but the most frequent."
    if texts and not k.toggle("texts", "Texts as columns of 0 and 1", True, help=told):
        texts = []
    offered = [name for name in columns if name in (*table.numbers, *texts) and name != target]
    without = k.some("without", "Leave out", offered, key=f"relevance_table_without_{mine}", private=private)
    inputs = [name for name in offered if name not in without]
    if missing := table.incomplete([*inputs, target]):
        miss = f"{'misses' if missing == 1 else 'miss'} a value"
        rows = counted(len(table.frame), "row")
        k.toggle(
            "drop", f"Drop the {missing:,} of {rows} that {miss}", key=f"relevance_table_drop_{mine}", private=True
        )
    k.steps("noise", "Planted columns of noise", [0, 1, 5, 20, 50], 20)
    with k.more():
        k.choice(
            "copy", "Plant a copy of", ["", *(name for name in inputs if name in table.numbers)], "",
            key=f"relevance_table_copy_{mine}", shown=lambda name: name or "none", private=private,
        )  # fmt: skip
        k.toggle("constant", "Plant a constant column", False)
        k.toggle("standardize", "Standardise the columns", True)
        k.steps("rate", "Learning rate ÷ largest stable rate", RATES, 0.5)
        k.steps("epochs", "Epochs", [10, 100, 300, 1000, 3000, 10_000], 3000)
        k.steps("seeds", "Runs, each from a seed of its own", [1, 4, 16, 64], 16)
        k.slider("noise_seed", "Seed of the planted noise", 0, 50, 1, 0, key="relevance_table_seed")


def answer(compute, *, source, upload=None, header=None, decimal=None, keep=(), **chosen):
    """What the columns weigh, beside columns of noise that were planted among them."""
    if source == sheet.OWN and upload is None:
        return Answer(
            headline="Choose a CSV file: its first row holds names, one of its columns the target.",
            blocks=(Words(NEEDS), Table(sample.table().head(3), "How the small file to try begins; `rent` is last.")),
        )
    if source != sheet.OWN:
        table = compute(sheet.embedded, source)
        found = compute(measure, table, *_asked(table, **chosen))
    else:  # what is the reader's own is not kept for the next setting
        table = sheet.brought(upload, header, decimal, keep)
        found = measure(table, *_asked(table, **chosen), **compute.signals)
    shown = literal if table.own else str  # Markdown finds nothing to do in the names that come along
    return Answer(
        headline=headline(found, shown),
        note=shown(verdict(found)),
        blocks=(
            Figure.of(
                picture.ends_chart(*picture.ends(found)), seen(found), caption=GUIDE
            ),
            Why(f"{_why(found)} {shown(more(found))}".strip()),
            Advice(
                "Plant columns of noise in your own table and train. Drop what weighs no more than they do; of columns "
                "that can replace each other, keep one.",
                _code(found),
            ),
            Section(
                "Over training",
                (
                    Figure.of(
                        picture.curves_chart(*picture.curves(found)), course(found),
                        caption="In colour: the heaviest columns, the median run and the middle 90 % of runs; thin: "
                        "the others; strip: the noise.",
                    ),
                ),
            ),
            Section("The same as a table", (Table(picture.table(found)),), folded=True),
            mathematics(Formula(picture.formulas(found)), Words(_letters(found))),
        ),
        experiment=found.experiment,
        private=table.own,
    )  # fmt: skip


def _asked(
    table: sheet.Sheet, *, target, read_as, without, noise, copy, constant, standardize, rate, epochs, seeds,
    noise_seed, texts=True, drop=False,
) -> tuple:  # fmt: skip
    offered = [*table.numbers, *(table.texts if texts else [])]
    inputs = tuple(name for name in table.frame if name in offered and name not in (target, *without))
    chosen = {
        "target": target, "inputs": inputs, "read_as": read_as, "drop": drop, "standardize": standardize,
        "noise": noise, "constant": constant, "copy": copy, "seed": noise_seed,
    }  # fmt: skip
    return chosen, rate, epochs, seeds


def headline(found: OwnTable, shown=str) -> str:
    """The heaviest columns of those that stand out, their names as `shown` writes them, and how many do not."""
    facts = found.facts.iloc[0]
    if facts["diverged"] == facts["seeds"]:
        return "No answer: every run diverged; a smaller learning rate helps."
    real = found.ends[found.ends["kind"] == "real"].sort_values("size", ascending=False)
    if not facts["planted"]:
        heaviest = shown(shortened(real["column"].iloc[0]))
        return f"{heaviest} weighs the most, but only planted noise tells whether that is much."
    out = real[real["status"].isin(STATUS[:2])]["column"].tolist()
    rest = len(real) - len(out)
    if not out:
        which = "The only column does not stand" if rest == 1 else f"Not one of the {rest} columns stands"
        return f"{which} out from columns of pure noise."
    stand = "stands" if len(out) == 1 else "stand"
    others = f"; {rest} {'does' if rest == 1 else 'do'} not" if rest else ""
    return f"{shown(_first(out))} {stand} out from noise{others}."


def _first(names: list[str]) -> str:
    """As many names as a headline bears, and how many more there are."""
    few = [shortened(name) for name in names[:3]]
    while len(few) > 1 and len(" ".join(few).split()) > MOST_WORDS:
        few.pop()
    more = len(names) - len(few)
    return listed([*few, counted(more, "more column")] if more else few)


def _why(found: OwnTable) -> str:
    facts = found.facts.iloc[0]
    if facts["diverged"] == facts["seeds"]:
        return (
            "The learning rate is larger than the largest stable one: every step overshoots, each more than the last."
        )
    small = (
        "Training gives every column a weight, a useless one too: by chance even noise resembles the target a little, "
        "the more the fewer rows there are."
    )
    if not facts["planted"]:
        return f"{small} So a weight alone says nothing; beside columns that are known to be noise it does."
    return f"{small} Planted noise shows how much that is: a column counts only if it outweighs all of it in every run."


def _code(found: OwnTable) -> str:
    """The same in Keras, for a target of this kind."""
    data, kernel = found.experiment.data, "model.layers[0].get_weights()[0]"
    output, loss = OUTPUTS[data.task]
    sizes = f"{kernel}.std(axis=1)" if data.task == "classes" else f"abs({kernel})"
    return (
        "noise = np.random.default_rng(0).normal(size=(len(x), 20))\n"
        "x = np.column_stack([x, noise])\n"
        f"{STANDARDISED}"
        f"curvature = {inflation.STEEPEST[data.task]:g} * np.linalg.norm(x, 2) ** 2 / len(x)  # the largest\n"
        f'model = keras.Sequential([keras.layers.Dense({data.outputs}, activation="{output}")])\n'
        f'model.compile(keras.optimizers.SGD(1 / curvature), "{loss}")  # half the largest stable rate\n'
        f"model.fit(x, y, batch_size=len(x), epochs={found.facts['epochs'].iloc[0]}, verbose=0)\n"
        f"print({sizes})  # the last 20: noise"
    )


def _letters(found: OwnTable) -> str:
    return (
        "η: the learning rate; L: the largest curvature of the cost; m: planted columns of noise; R²: how well the "
        "other columns predict column j, so that √V says how much wider chance throws its weight."
        + (
            " Between the long dashed lines theory has 95 % of useless columns: n rows, k weights, σ̂ what the line "
            "leaves over."
            if found.facts["band"].notna().iloc[0]
            else ""
        )
    )


TRY = {
    "Which measures tell three kinds of iris apart?": {"source": "iris"},
    "Thirty measures of a tumour: how many stand out?": {"source": "breast_cancer"},
    "What if bmi comes twice?": {"copy": "bmi"},
    "What if nothing is standardised?": {"standardize": False},
    "How many stand out from a single column of noise?": {"noise": 1},
    "What about a table of mine?": {"source": "own"},
}


def verdict(found: OwnTable) -> str:
    """Which columns stand out from planted noise, which do not, with N and the step budget."""
    facts, real = found.facts.iloc[0], found.ends[found.ends["kind"] == "real"]
    lost = f" {figure(facts['diverged'])} more diverged." if facts["diverged"] else ""
    budget = (
        f"({figure(facts['rows'])} rows, {counted(facts['seeds'] - facts['diverged'], 'seed')}, "
        f"{counted(facts['epochs'], 'epoch')}.{lost})"
    )
    if facts["diverged"] == facts["seeds"]:
        return f"No answer: {every(facts['seeds'], 'seed')} diverged. A smaller learning rate helps."
    if not facts["planted"]:
        heavy = real.sort_values("size", ascending=False)["column"].tolist()[:3]
        belong = "weight belongs" if len(heavy) == 1 else "weights belong"
        return f"No answer without a yardstick: plant some noise. The heaviest {belong} to {listed(heavy)}. {budget}"
    groups = {status: real.loc[real["status"] == status, "column"].tolist() for status in STATUS}
    out = groups[STATUS[0]] + groups[STATUS[1]]
    noise = "a planted column" if facts["planted"] == 1 else f"{figure(facts['planted'])} planted columns"
    lead = f"{_standing(len(out), len(real))} out from {noise} of noise{': ' if out else ''}{listed(out)}."
    early = "But training is far from its end." if fit.far(found) else ""
    replaced, started, alike = (groups[status] for status in STATUS[1:])
    said = (
        (replaced, f"Other columns can take over the weight of {len(replaced)} of these, so chance throws it far"),
        (started, f"For {len(started)} it depends on the start"),
        (alike, f"{len(alike)} cannot be told from noise"),
    )
    parts = (lead, *(f"{text}: {listed(names)}." for names, text in said if names), early, budget)
    return " ".join(part for part in parts if part)


def _standing(out: int, columns: int) -> str:
    """How many of so many columns stand, to be followed by "out"."""
    if columns == 1:
        return "The column stands" if out else "The column does not stand"
    return f"{out or 'Not one'} of {columns:,} columns {'stands' if out == 1 else 'stand'}"


def more(found: OwnTable) -> str:
    """What else there is to say: the fit, the planted columns, chance."""
    parts = (fit.blurred(found), fit.fit(found), controls(found), chance(found))
    return " ".join(part for part in parts if part)


def chance(found: OwnTable) -> str:
    """How often a useless column would stand out."""
    planted, real = int(found.facts["planted"].iloc[0]), len(found.ends[found.ends["kind"] == "real"])
    if not planted:
        return ""
    expected = figure(round(real / (planted + 1), 2))
    return (
        f"A useless column that resembles no other outweighs {every(planted, 'planted one')} by chance in 1 of "
        f"{planted + 1} draws of the noise: of {counted(real, 'useless column')} {expected} would."
    )


def controls(found: OwnTable) -> str:
    """What became of a planted copy and of a planted constant."""
    ends, facts, parts = found.ends, found.facts.iloc[0], []
    copies, constants = ends[ends["kind"] == "copy"], ends[ends["kind"] == "constant"]
    for row in copies.itertuples():
        span = f"{figure(row.low)} and {figure(row.high)} (the middle 90 % of runs)"
        apart = f"The {shortened(row.column)} ended between {span}"
        if np.isnan(facts["together_low"]):
            parts.append(f"{apart}: which of the two carries the weight is decided by the start.")
        else:
            low, high = figure(facts["together_low"]), figure(facts["together_high"])
            parts.append(
                f"{apart}; together with its original between {low} and {high}: only the sum is decided by the data."
            )
    if len(constants):
        parts.append(
            "The planted constant is the same in every row, so it tells no two rows apart: it stands at 0 here."
        )
    return " ".join(parts)


def seen(found: OwnTable) -> str:
    """The picture of the ends in words."""
    rows = picture.heaviest(found).head(8).itertuples()
    each = ", ".join(f"{shortened(row.column)} {figure(round(row.mid, 3))}" for row in rows)
    noise = (
        f"; largest of the planted noise {figure(round(found.noise['high'].iloc[-1], 3))}" if len(found.noise) else ""
    )
    return f"Weights after training, median of the seeds, the heaviest first: {each or 'none, all diverged'}{noise}."


def course(found: OwnTable) -> str:
    """The picture over training in words."""
    noise = found.noise["high"]
    moved = (
        f"the largest of the noise goes from {figure(noise.iloc[0])} to {figure(noise.iloc[-1])}" if len(noise) else ""
    )
    epochs = counted(found.facts["epochs"].iloc[0], "epoch")
    return f"Weights over {epochs}{': ' if moved else ''}{moved}. {seen(found)}"
