"""What is wrong with my network?"""

import re

from lab import charts
from lab.answer import Answer, Code, Figure, Section, Table, Words
from lab.check import line
from lab.check.checkup import CAUSES_FIRST, CONSEQUENCES
from lab.check.finding import figure
from lab.headline import fits
from lab.numerals import counted
from lab.prose import inline, listed, literal
from lab.question import Onto, Question
from lab.questions.check_network.check import measure, network, tables
from lab.reading import sample

QUESTION = Question(
    room="check_network",
    slug="check",
    title="What is wrong",
    ask="What is wrong with my network?",
    group="Your own",
    place=1,
    level="first",
    also=("check my model", "keras model does not learn", "debug my neural network"),
    turned={
        "my loss is NaN": {"symptom": "The loss is NaN"},
        "all predictions are the same": {"symptom": "All predictions are the same"},
        "accuracy stuck at chance": {"symptom": "It is stuck at chance"},
        "accuracy stuck at 10 %": {"symptom": "It is stuck at chance"},
        "my loss does not decrease": {"symptom": "It is stuck at chance"},
        "different result every time I train": {"symptom": "It is different every time"},
    },
)  # fmt: skip
BRINGS = "Write its layers there, or paste what Keras prints of it: sixteen checks of its start, with what to change."
MAY_TAKE = {"seconds": 180.0, "nbytes": 2.5e9}  # of a process that answers: its work is that of what somebody brings
EVERYTHING = "Everything"
# What people see first -> the checks that tell, those first that explain it most often.
SYMPTOMS = {
    EVERYTHING: (),
    "The loss is NaN": ("inputs", "labels", "learning_rate", "first_cost", "signal_scale", "output_and_loss"),
    "All predictions are the same": (
        "output_and_loss", "zero_weights", "dead_units", "saturated_units", "signal_scale", "inputs", "labels",
        "learning_rate",
    ),
    "It is stuck at chance": (
        "labels", "output_and_loss", "learning_rate", "updates", "gradient_scale", "nothing_to_train", "clones",
        "zero_weights", "one_batch",
    ),
    "It is different every time": ("inputs", "learning_rate", "dead_units", "luck", "one_batch"),
}  # fmt: skip
PHRASES = {
    "clones": "units that start equal", "repeated_initializer": "layers drawn alike", "zero_weights": "weights at zero",
    "dead_units": "dead units", "saturated_units": "saturated units", "signal_scale": "a signal that fades or explodes",
    "gradient_scale": "gradients that fade or explode", "first_cost": "a cost that starts wrong",
    "output_and_loss": "an output that does not fit its loss", "labels": "labels that do not fit",
    "inputs": "inputs that do not fit", "learning_rate": "a learning rate that does not fit",
    "updates": "first steps of the wrong size", "nothing_to_train": "nothing to train",
    "one_batch": "32 examples that it has not learned", "luck": "starts that decide",
}  # fmt: skip
ASKS = {
    "clones": "Do units of one layer start with equal weights? Then they stay copies of each other.",
    "repeated_initializer": "Do layers of one shape start with the same numbers, from one initializer with a seed?",
    "zero_weights": "Is a whole layer of weights zero? Then no error passes through it.",
    "dead_units": "Are units 0 for every example, so that nothing moves them?",
    "saturated_units": "Are units at the flat ends of their activation, where gradients vanish?",
    "signal_scale": "Do the examples still differ at the last layer, or does the signal fade or explode on its way?",
    "gradient_scale": "Does the error reach the first layer, or does it fade or explode on its way back?",
    "first_cost": "Is the cost before training that of a network that guesses?",
    "output_and_loss": "Do the last activation and the loss belong together?",
    "labels": "Do the labels have the form that the loss expects, and every class its examples?",
    "inputs": "Are the inputs on one scale, without gaps, and different from each other?",
    "learning_rate": "Is the learning rate below the one at which training diverges, and not far below it?",
    "updates": "How much does one step change each layer: not nothing, not everything?",
    "nothing_to_train": "Is there anything left to train, or is it frozen?",
    "one_batch": "Can the network learn 32 examples by heart? One that cannot will not learn more.",
    "luck": "Does it learn from every start, or from some only?",
}
TABLE = "Choose a CSV file: its last column is the target."
LAYERS = "Dense 32 relu, Dropout 0.2, Dense 10 softmax"
RATES = [1e-7, 1e-5, 1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0]
MOST_PASTED = 1_000_000


def knobs(k):
    """A network, data, and how it is compiled."""
    brought = next((name for name in ("text", "file") if k.given(name)), "layers")
    usual = {"text": "json", "file": "file", "layers": "line"}[brought]
    source = k.choice(
        "source", "Your network", list(network.SOURCES), usual, shown=network.SOURCES.get, key="check_source"
    )
    if source == "line":
        k.text(
            "layers", "Layers", LAYERS, most=400, key="check_layers", accepts=_readable,
            help="A name, its numbers, an activation, an initializer: Dense 32 relu he_normal. Commas between layers.",
        )  # fmt: skip
    elif source == "json":
        k.text("text", "What `print(model.to_json())` prints", most=MOST_PASTED, private=True, key="check_text")
    else:
        k.file(
            "file",
            ".keras file",
            ("keras",),
            help="Of layers that Keras has; at most 30 MB. None of it is run.",
            key="check_file",
        )
    data = k.choice("data", "Data", list(tables.DATA), "digits", shown=tables.DATA.get, key="check_data")
    if data == "own":
        told = "The last column is the target."
        k.file("table", "CSV file", ("csv", "tsv", "txt"), help=told, key="check_table", sample=sample.csv)
    k.choice("optimizer", "Optimizer", list(network.OPTIMIZERS), "Adam", key="check_optimizer")
    k.steps("rate", "Learning rate", RATES, 1e-3, key="check_rate")
    k.choice("symptom", "What do you see?", list(SYMPTOMS), EVERYTHING, key="check_symptom")
    with k.more():
        k.choice("loss", "Loss", list(network.LOSSES), network.FITTING, key="check_loss")
        k.slider("seed", "Seed of the start", 0, 20, 1, 0, key="check_seed")
        if k.toggle("train", "Train it from 16 starts", False, key="check_train"):
            k.steps("epochs", "Epochs", [1, 3, 10, 30], 10, key="check_epochs")


def _readable(text: str) -> None:
    """Raise unless the layers can be read."""
    line.configuration(text, (1,))


def answer(compute, *, symptom, train=False, epochs=0, text="", file=None, table=None, layers="", **chosen):
    """The verdicts, pictures of what passes through the layers, and what becomes of 16 starts."""
    private = chosen["source"] != "line" or chosen["data"] == "own"
    waiting = _waiting(chosen, text, file, table)
    if waiting:
        return Answer(headline=waiting, blocks=_needed(waiting), private=private)
    asked = network.Asked(layers=layers, text=text, file=file, table=table, **chosen)
    found = compute(measure.examine, asked)
    ordered = arranged(found.findings, symptom)
    blocks = [
        Figure.of(
            charts.checkup.verdicts(ordered), spoken(ordered),
            caption="One row a check; colour, sign and word say the same. Point at a row to read what it asks; the "
            "list at the end has that too, with the numbers.",
        ),
        *(_cures(ordered)),
    ]  # fmt: skip
    if train:
        blocks.append(_starts(compute, asked, epochs))
    blocks += [
        *_inside(found),
        Section("What each check asks, and what it found", (Table(_table(ordered)),), folded=True),
    ]
    said = headline(ordered, symptom)
    return Answer(
        headline=said,
        note=f"{_worst(ordered, said)}{counted(found.weights, 'weight')}; "
        f"{literal(found.data)}; loss: {literal(found.loss)}.",
        blocks=tuple(blocks),
        private=private,
    )


def _waiting(chosen, text, file, table) -> str:
    """What is still to be brought; "" if nothing."""
    if chosen["source"] == "json" and not text.strip():
        return "Paste your network: what `print(model.to_json())` prints."
    if chosen["source"] == "file" and file is None:
        return "Choose a .keras file: `model.save` writes it."
    if chosen["data"] == "own" and table is None:
        return TABLE
    return ""


def _needed(waiting: str) -> tuple:
    """What a file of one's own has to hold, where one is asked for."""
    if waiting != TABLE:
        return ()
    told = "Its first row holds names; every further row is one example: its inputs, and last what is to be predicted."
    return Words(told), Table(sample.table().head(3), "How the small file to try begins.")


def arranged(findings, symptom):
    """The worst finding of each check: those that tell of a symptom first, faults first, of them causes first."""
    order = {"fault": 0, "warn": 1, "ok": 2}
    wanted = SYMPTOMS[symptom]
    order_of = (*wanted, *(check for check in CAUSES_FIRST if check not in wanted))
    ranked = findings.assign(
        rank=findings["verdict"].map(order),
        place=[order_of.index(check) for check in findings["check"]],
        wanted=findings["check"].isin(wanted) if wanted else True,
    )
    ranked = ranked.assign(asks=ranked["check"].map(ASKS)).sort_values(
        ["wanted", "rank", "place"], ascending=[False, True, True], kind="stable"
    )
    return ranked.drop_duplicates("check").reset_index(drop=True)


def headline(ordered, symptom) -> str:
    """What is wrong, in a sentence: that of the only cause, where it is short, else what kinds of faults there are."""
    told = ordered[ordered["wanted"]] if symptom != EVERYTHING else ordered
    faults, looks = told[told["verdict"] == "fault"]["check"], told[told["verdict"] == "warn"]["check"]
    if len(faults):
        follows = faults.isin(CONSEQUENCES) | faults.eq("learning_rate") & told.loc[faults.index, "measured"].eq(0)
        causes = looks[~looks.isin(CONSEQUENCES)]
        if follows.all() and len(causes):  # what may be behind it comes first
            return f"Look first at {PHRASES[causes.iloc[0]]}; {counted(len(faults), 'fault')} may follow from it."
        if follows.iloc[1:].all() and (said := _first_sentence(told.loc[faults.index[0]])):
            return inline(said)
        names = [PHRASES[check] for check in faults[:2]]
        more = f", and {len(faults) - 2} more" if len(faults) > 2 else ""
        return f"{counted(len(faults), 'fault')}: {', '.join(names) if more else listed(names)}{more}."
    if len(looks):
        return f"No fault, but look at this: {listed([PHRASES[check] for check in looks[:2]])}."
    if symptom != EVERYTHING:
        return "Nothing at its start explains this; train it from 16 starts."
    return "Nothing is wrong with the start of this network."


def _first_sentence(found) -> str:
    """The first sentence of a finding, where it is short enough for a headline; else ""."""
    said = re.split(r"(?<=[^\s.]\.)\s", found["because"])[0]
    return said if fits(said) else ""


def _worst(ordered, said: str) -> str:
    """What the first finding says, if it is no good one, without what the headline has said."""
    worst = ordered.iloc[0]
    first = _first_sentence(worst)
    rest = worst["because"].removeprefix(first if inline(first) == said else "").lstrip()
    return f"{literal(rest)} " if worst["verdict"] != "ok" and rest else ""


def spoken(ordered) -> str:
    """The verdicts in words."""
    parts = []
    for verdict, word in (("fault", "Faults"), ("warn", "To look at"), ("ok", "In order")):
        checks = [check.replace("_", " ") for check in ordered[ordered["verdict"] == verdict]["check"]]
        if checks:
            parts.append(f"{word} ({len(checks)}): {', '.join(checks)}.")
    return " ".join(parts)


def _cures(ordered) -> list:
    """What is wrong, why, and what to do, each with the question that shows it."""
    from lab.question import address, named

    bad = ordered[ordered["verdict"] != "ok"]
    parts = []
    for row in bad.itertuples():
        link = f"[{named(row.question).QUESTION.ask}]({address(row.question)})" if row.question else ""
        where = f" · {row.layer}" if row.layer else ""
        parts.append(Section(
            f"{'Fault' if row.verdict == 'fault' else 'Look'}: {row.check.replace('_', ' ')}{where}",
            (
                Words(ASKS[row.check], small=True),
                Words(literal(row.because)),
                *([Code(row.cure)] if row.cure else []),
                *([Words(f"See it happen: {link}", small=True)] if link else []),
            ),
        ))  # fmt: skip
    return parts


def _inside(found) -> list:
    """What passes through the layers, and how alike the units of one are."""
    figures = [*_through(found.profile.iloc[:-1]), *_units(found.units)]  # the head's outputs are of any size
    return [Section("Through the layers, and within one", tuple(figures), across=2)] if figures else []


def _through(rows) -> list[Figure]:
    if len(rows) < 2:
        return []
    first, last = rows.iloc[0], rows.iloc[-1]
    says = (
        f"From {first['layer']} to {last['layer']} the signal goes from {figure(first['signal'])} to "
        f"{figure(last['signal'])}."
    )
    caption = (
        "What passes through the layers. Signal: how much a layer's outputs differ between examples. Error: how much "
        "of one at the last hidden layer arrives. Dashed: as large as it began, what a good start aims at."
    )
    return [Figure.of(charts.checkup.through(rows), says, caption=caption)]


def _units(rows) -> list[Figure]:
    if not len(rows):
        return []
    name, count = rows["layer"].iloc[0], int(rows["unit"].max())
    pairs = rows[rows["unit"] < rows["other"]]
    same = int((pairs["likeness"] > 1 - 1e-6).sum())
    says = f"Of {counted(len(pairs), 'pair')} of {counted(count, 'unit')} of {name}, {same} have the same direction."
    caption = (
        f"Which units are alike: cosine of the angle between the incoming weights of two units of {literal(name)}; 1 "
        "is the same direction."
    )
    return [Figure.of(charts.checkup.alike(rows), says, caption=caption)]


def _starts(compute, asked, epochs) -> Section:
    rows = compute(measure.starts, asked, epochs)
    last = rows[rows["epoch"] == rows["epoch"].max()]["cost"]
    says = (
        f"After {counted(int(rows['epoch'].max()), 'epoch')} the 16 costs lie between {figure(last.min())} and "
        f"{figure(last.max())}."
    )
    return Section(
        "From 16 starts",
        (Figure.of(charts.checkup.starts(rows), says, caption=f"{says} Each line is one start; thick: their median."),),
    )


def _table(ordered):
    """The findings as a table to look things up in."""
    words = {"fault": "✗ fault", "warn": "! look", "ok": "✓ ok"}
    return ordered.assign(
        verdict=ordered["verdict"].map(words),
        measured=[figure(value) if value == value else "" for value in ordered["measured"]],
        expected=[figure(value) if value == value else "" for value in ordered["expected"]],
        check=ordered["check"].str.replace("_", " "),
    )[["verdict", "check", "asks", "layer", "measured", "expected", "because"]]


TRY = {
    "What if all weights start at zero?": {"layers": "Dense 32 sigmoid zeros, Dense 10 softmax zeros"},
    "And twelve layers of sigmoid?": {"layers": ", ".join(["Dense 32 sigmoid"] * 12) + ", Dense 10 softmax"},
    "A softmax of one unit?": {"layers": "Dense 16 relu, Dense 1 softmax", "data": "circles"},
    "Logits taken for probabilities?": {
        "layers": "Dense 32 relu, Dense 10", "loss": "sparse_categorical_crossentropy",
    },
    "Gradient descent at a rate of 10?": Onto({"optimizer": "SGD", "rate": 10.0}),
    "Does it end the same from 16 starts?": Onto({"train": True}),
}  # fmt: skip
