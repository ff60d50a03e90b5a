"""What is wrong with my network?"""

import math
import re
from dataclasses import replace

from lab import beside, charts
from lab.answer import Answer, Figure, Section, Table, Words
from lab.check import line
from lab.check.checkup import CAUSES, CAUSES_FIRST
from lab.check.finding import SIGNS, WORDS, figure, standing
from lab.check.refusals import TooLargeError, UnbuiltError
from lab.knobs import number
from lab.prose import inline, listed, literal
from lab.question import Onto, Question, keywords
from lab.questions.check_network.check import (
    asks,
    causes,
    compiled,
    measure,
    mending,
    missing,
    network,
    noted,
    pictures,
    rare,
    refused,
    scale,
    seen,
    symptoms,
    tables,
    trained,
)
from lab.questions.check_network.check.noted import LAYERS
from lab.questions.check_network.check.sentence import closing, first_sentence, headline
from lab.questions.check_network.check.symptoms import EVERYTHING, SYMPTOMS
from lab.reading import sample

QUESTION = Question(
    room="check_network",
    slug="check",
    title="What is wrong",
    ask="What is wrong with my network?",
    group="Your own",
    place=1,
    level="first",
    also=(
        "check my model", "keras model does not learn", "debug my neural network", "is my initialisation all right?",
        "all my hidden units look the same", "where do I get lab.checkup?", "my loss does not decrease",
        "my accuracy jumps up and down",
    ),
    turned={
        "my loss is NaN": {"symptom": "The loss is NaN"},
        ("all predictions are the same", "my network always predicts one class"): {
            "symptom": "All predictions are the same",
        },
        ("accuracy stuck at 10 %", "my accuracy stays at chance"): {"symptom": "It is stuck at chance"},
        "my deep network does not learn anything": {"symptom": "It is stuck at chance"},
        "my loss starts at 2.30 and stays there": {"symptom": "It is stuck at chance"},
        (
            "the loss falls but the accuracy stays low", "loss decreases but accuracy does not improve",
            "the loss went down, my network still learned a bit: why did the loss go down?",
        ): {"symptom": "The loss falls, accuracy stays low"},
        "validation accuracy is the same number after every epoch": {"symptom": "It is stuck at chance"},
        "all units of my network are dead": {"symptom": "All predictions are the same"},
        "different result every time I train": {"symptom": "It is different every time"},
        ("stuck from the beginning", "my loss is a flat line"): {"symptom": "It is stuck at chance"},
        "all outputs are 1.0 and nothing changes": {"symptom": "All predictions are the same"},
        "the prediction is a constant line, the mean of the series": {"symptom": "All predictions are the same"},
        "it predicts 0 for everybody, accuracy 99.5 %": {"symptom": "All predictions are the same"},
        (
            "training accuracy is lower than validation accuracy", "validation is better than training",
            "is a dropout of 0.9 too much", "train loss higher than val loss", "val_acc is above acc in every epoch",
        ): {"symptom": "Training is worse than validation"},
        ("my first loss is enormous", "loss of millions in the first epoch"): {"symptom": "The loss starts huge"},
        "how much does the seed matter for my network": {"symptom": "It is different every time", "train": True},
    },
)  # fmt: skip
BRINGS = (
    "Write its layers there, or paste the code that makes it or what print(model.to_json()) prints: sixteen checks "
    "of its start, with what to change. In a notebook lab.checkup does it: import lab, from the folder of this project."
)
reads = seen.symptom  # the knob, of what somebody sees
READ = "Your network is filled in there: sixteen checks of its start, with what to change."
TAKES = (  # what is asked with a network in it
    re.compile(
        r"\bSequential\s*\(|\bnn\.Linear\s*\(|(?:\b(?:Dense|Conv[123]D|LSTM|GRU|SimpleRNN|Embedding)(?:\s*\(|\s+\d).*){2}"
        r"|\bkeras\.applications\b(?:\.\w+)*(?:\(|\s+import\b)|\bModel\(\s*(?:[\w.]+\s*,|inputs\s*=|\[)"
        r"|\bDense\(.*\.compile\(|\bclass\s+\w+\s*\([^)]*\bModel\s*\)",
        re.DOTALL,
    ),
    "layers",
    lambda text: _readable(text, READ),
    lambda text: noted.in_lines(text) or text,
)
MAY_TAKE = {"seconds": 180.0, "nbytes": 2.5e9}  # of a process that answers: its work is that of what somebody brings
EPOCHS = [1, 3, 10, 30]
RATES = [1e-7, 1e-5, 1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0]
MOST_LINE, MOST_PASTED = 12_000, 1_000_000
STAND_IN = "stand-in"  # the word of what is in order with data that stand in for the reader's
FOLLOWS = "↳"  # before the word of what may be no more than a consequence


def knobs(k):
    """A network, data, and how it is compiled."""
    brought = next((name for name in ("text", "file") if k.given(name)), "layers")
    usual = {"text": "json", "file": "file", "layers": "line"}[brought]
    source = k.choice(
        "source", "Your network", list(network.SOURCES), usual, shown=network.SOURCES.get, key="check_source"
    )
    if source == "line":
        own = {"layers": k.text(
            "layers", "Layers, or the code that makes them", LAYERS, most=MOST_LINE, key="check_layers",
            accepts=_meant,
            help="A name, its numbers, an activation, an initializer: Dense 32 relu he_normal. Commas between layers. "
            "Or paste your code, as far as compile(…) and fit(…): what it says of loss, optimizer and rate, "
            "and examples that it writes out, are taken over. Layers are called as Keras calls them: dense, dense_1.",
        )}  # fmt: skip
    elif source == "json":
        own = {"text": k.text("text", "What `print(model.to_json())` prints", most=MOST_PASTED, private=True,
                              key="check_text")}  # fmt: skip
    else:
        told = "Of layers that Keras has; at most 30 MB. None of it is run."
        own = {"file": k.file("file", ".keras file", ("keras",), help=told, key="check_file")}
    asked = network.Asked(source=source, **own)
    told = compiled.told(asked)
    usual = network.fitting_data(asked, told.loss)
    offered = [each for each in tables.DATA if each != "code" or usual == "code"]
    data = k.choice("data", "Data", offered, usual, shown=tables.DATA.get,
                    **_begun("check_data", usual, "digits"))  # fmt: skip
    if data == "own":
        last = "The last column is the target."
        k.file("table", "CSV file", ("csv", "tsv", "txt"), help=last, key="check_table", sample=sample.csv)
    usual = seen.symptom(beside.said(asked.layers)).get("symptom", EVERYTHING) if source == "line" else EVERYTHING
    k.choice("symptom", "What do you see?", list(SYMPTOMS), usual, **_begun("check_symptom", usual, EVERYTHING))
    train = k.toggle("train", "Train it from 16 starts", False, key="check_train")
    with k.more():
        _scales(k, asked, data)
        _compile(k, told, train)
        k.slider("seed", "Seed of the start", 0, 20, 1, 0, key="check_seed")


def _scales(k, asked: network.Asked, data: str) -> None:
    """What data that are not the reader's own are brought to: as the reader says it beside the layers, both ends."""
    inputs, targets = scale.said(asked.layers) if asked.source == "line" else (0, 0)
    of_text = scale.ends(asked.layers, inputs, targets)
    wanted = data not in tables.OWN, data == "diabetes" or data == "random" and targets
    for name, own, is_wanted in zip(("inputs", "targets"), of_text, wanted, strict=True):
        if is_wanted:
            k.choice(name, name.capitalize(), sorted({*scale.SCALES, own.most}), own.most,
                     shown=lambda most, own=own: scale.shown(most, own.low * (most == own.most)),
                     **_begun(f"check_{name}", own.most, 0))  # fmt: skip


def _compile(k, told: compiled.Told, train: bool) -> None:
    """How the network is compiled: as it says itself, until a knob is turned."""
    optimizer = told.optimizer or "Adam"
    optimizer = k.choice("optimizer", "Optimizer", list(network.OPTIMIZERS), optimizer,
                         **_begun("check_optimizer", optimizer, "Adam"))  # fmt: skip
    usual = network.USUAL[optimizer]
    rate = told.rate if optimizer == told.optimizer else usual
    key = "check_rate" if usual == network.USUAL["Adam"] else "check_rate_sgd"
    before = {"former": ("check_rate", number)}
    k.steps("rate", "Learning rate", sorted({*RATES, rate}), rate, **before | _begun(key, rate, usual, number))
    loss = told.loss or network.FITTING
    k.choice("loss", "Loss", list(network.LOSSES), loss, **_begun("check_loss", loss, network.FITTING))
    if train:
        epochs = told.epochs or EPOCHS[2]
        k.steps("epochs", "Epochs", sorted({*EPOCHS, epochs}), epochs,
                **_begun("check_epochs", epochs, EPOCHS[2], number))  # fmt: skip


def _begun(key: str, begins: object, usual: object, shown=str) -> dict:
    """The key of a knob: another one where it begins otherwise, as a browser keeps what a key was set to."""
    own = re.sub(r"[^\w.]+", "_", f"{key}_{begins}")
    return {"key": key} if begins == usual else {"key": own, "former": (key, shown)}


def _readable(text: str, says: str = "") -> str:
    """What is said of layers that can be read; raise where they cannot be."""
    line.configuration(text, (1,))
    return says


def _meant(text: str) -> None:
    """Raise unless a text is code or layers, or empty: why code cannot be read is the answer of the page."""
    if text.strip() and not TAKES[0].search(text):
        _readable(text)


def answer(compute, *, symptom, train=False, epochs=0, text="", file=None, table=None, layers="", **chosen):
    """The verdicts, pictures of what passes through the layers, and what becomes of 16 starts."""
    private = chosen["source"] != "line" or chosen["data"] == "own"
    waits = missing.waiting(chosen["source"], chosen["data"], text, file, table, layers)
    if waits:
        blocks = missing.needed(waits, symptom, chosen["rate"], layers)
        return Answer(headline=waits, note=missing.why(waits, layers), blocks=blocks, private=private)
    asked = network.Asked(layers=layers, text=text, file=file, table=table, **chosen)
    try:
        found = compute(measure.examine, asked)
    except (TooLargeError, UnbuiltError) as error:
        return missing.unchecked(error, asked, symptom, private)
    ends = _ends(compute, asked, found, epochs) if train else None
    scaled = [check for check, most in (("inputs", asked.inputs), ("labels", asked.targets)) if most]
    findings = tables.unseen(ends.judged(found.findings) if ends else found.findings, asked.data, scaled)
    findings = _of_others(findings, asked, found.shape)
    ordered, own = arranged(findings, symptom, numbers=not found.classes), noted.own(asked)
    told = causes.of_words({"line": layers, "json": text}.get(asked.source))
    often = found.guessing if causes.DATA in own else 1 - (told.share or math.nan)
    scaled = scale.taken_back(asked)
    unread = symptom == EVERYTHING and asked.source == "line" and seen.complains(beside.said(layers)) and not scaled
    sees = symptoms.UNREAD if unread else symptom
    said = headline(ordered, sees, own, ends, often, told.dropped or 0, scaled)
    why = f"{_worst(ordered, said)}{literal(closing(ordered, sees, not found.classes))}".strip()
    given = _given(symptom=symptom, train=train, layers=layers, **chosen)
    return Answer(
        headline=said,
        note=f"{f'{ends.sentence} ' if ends else ''}{noted.below(asked, found, often, said, train)}",
        blocks=(
            *([Words(why)] if why else []),
            *rare.lead(ordered, asked, told, often, sees),
            *mending.lead(ordered, findings, asked, given, RATES),
            Figure.of(
                charts.checkup.verdicts(ordered.assign(check=ordered["name"])), spoken(ordered),
                caption=f"{_consequences(ordered)}{_borrowed(ordered)}"
                "One row a check; colour, sign and word say the same. Point at or tap "
                "a row for what it asks; the list at the end has that too, with the numbers.",
            ),
            *([ends.section] if ends else []),
            *mending.reasons(ordered, findings, often),
            *_usual(sees, asked, own, found, ordered),
            *noted.lined(asked, given),
            *mending.listing("Not judged", ordered[ordered["standing"] == "unjudged"]),
            *pictures.inside(found),
            Section("What each check asks, and what it found", (Table(_table(ordered), EXPECTED),), folded=True),
            missing.NOTEBOOK,
        ),
        private=private,
    )  # fmt: skip


def _ends(compute, asked, found, epochs: int) -> trained.Ends | None:
    """What becomes of 16 starts; None where the data do not even pass through the network."""
    if not len(found.profile):
        return None
    batch = compiled.told(asked).batch
    return trained.Ends(compute(measure.starts, asked, epochs, batch), found.guessing, batch)


def _of_others(findings, asked, shape: tuple[int, ...]):
    """The same, which say where they were measured with other examples than the reader's, or of another size."""
    if asked.data not in tables.OWN and causes.NETWORK in noted.own(asked):
        findings = tables.stood_in(findings)
    return tables.of_other_size(findings) if (network.shape_said(asked) or shape) != shape else findings


def _given(**values) -> dict[str, object]:
    """The settings that are not as they begin with these layers."""
    if values["source"] != "line":
        return {}
    begins = keywords(QUESTION.slug, {"layers": values["layers"]}).values
    return {name: value for name, value in values.items() if value != begins[name]}


def _usual(symptom, asked, own, found, ordered) -> list[Section]:
    """What a symptom means, and its usual causes that lie in what the page was not given; folded beside a fault.

    What the checks found comes first of them, and then nobody says that they found nothing.
    """
    said = {"line": asked.layers, "json": asked.text}.get(asked.source)
    data = replace(
        causes.of_words(said), often=found.guessing, numbers=not found.classes,
        images=tables.of_images(network.shape_said(asked), asked.data, found.shape),
    )  # fmt: skip
    roots = ordered[ordered["standing"].isin(["fault", "warn"]) & ordered["follows"].eq("")]
    roots = roots[~symptoms.cannot(symptom, roots)]
    told = causes.usual(symptom, asked.rate, own, data)
    known = symptom == symptoms.UNREAD and (len(roots) or any(causes.EVEN in text for text in told))
    means = "" if known else symptoms.meaning(symptom, found.classes, found.guessing)
    told = told if symptom == EVERYTHING else causes.with_found(told, roots[roots["check"].isin(CAUSES)])
    opened = len(found.profile) and not ordered["standing"].eq("fault").any()
    return [replace(part, folded=not opened) for part in causes.sections(symptom, told, means)]


def arranged(findings, symptom, *, numbers=False):
    """The worst finding of each check: those that tell of a symptom first, faults first, of them causes first.

    Args:
        findings: of a checkup.
        symptom: a key of `SYMPTOMS`.
        numbers: whether the targets are numbers.
    """
    order = ("fault", "warn", "unjudged", "ok")
    wanted = SYMPTOMS[symptom]
    order_of = (*wanted, *(check for check in CAUSES_FIRST if check not in wanted))
    stands = [standing(row.verdict, row.because) for row in findings.itertuples()]
    ranked = findings.assign(
        standing=stands,
        word=[_word(each, row) for each, row in zip(stands, findings.itertuples(), strict=True)],
        rank=[order.index(each) for each in stands],
        place=[_place(row, order_of) for row in findings.itertuples()],
        wanted=symptoms.tells(symptom, findings) | findings["because"].str.startswith(refused.LEADS)
        if wanted
        else True,
    )
    told = {
        name: [of(check, numbers) for check in ranked["check"]]
        for name, of in (("name", asks.name), ("asks", asks.asks))
    }
    ranked = ranked.assign(**told).sort_values(
        ["wanted", "rank", "place"], ascending=[False, True, True], kind="stable"
    )
    return ranked.drop_duplicates("check").reset_index(drop=True)


def _word(stands: str, row) -> str:
    """How a finding stands, by sign and word."""
    if stands == "ok" and row.because.endswith(tables.STAND_IN):
        return f"{SIGNS[stands]} {STAND_IN}"
    return f"{FOLLOWS if row.follows and stands in ('fault', 'warn') else SIGNS[stands]} {WORDS[stands]}"


def _place(row, order: tuple[str, ...]) -> int:
    """Where a finding stands among those that are as bad: first what keeps `fit` from beginning."""
    if row.because.startswith(refused.LEADS):
        return -1
    return order.index(row.check) + len(order) * bool(row.follows)


def _worst(ordered, said: str) -> str:
    """What the first finding says, if it is no good one, without what the headline has said."""
    worst = ordered.iloc[0]
    first = first_sentence(worst)
    rest = worst["because"].removeprefix(first if inline(first) == said else "").lstrip()
    return f"{literal(rest)} " if worst["standing"] in ("fault", "warn") and rest else ""


def spoken(ordered) -> str:
    """The verdicts in words: why of each fault, and the names of the others."""
    faults = ordered[ordered["standing"] == "fault"]
    parts = [f"Fault, {row.name}: {row.because}" for row in faults.itertuples(name="Row") if not row.follows]
    words = {"fault": "Faults", "warn": "To look at", "unjudged": "Not judged", "ok": "In order"}
    for kind, word in words.items():
        rows = ordered[ordered["standing"] == kind]
        borrowed = rows["word"].str.endswith(STAND_IN)
        for checks, on in ((rows[~borrowed]["name"], ""), (rows[borrowed]["name"], ", on stand-in data")):
            parts += [f"{word}{on} ({len(checks)}): {', '.join(checks)}."] if len(checks) else []
    return " ".join(parts)


def _consequences(ordered) -> str:
    """Which rows may be no more than consequences of another; "" where there are none."""
    rows = ordered[ordered["standing"].isin(["fault", "warn"]) & ordered["follows"].ne("")]
    if rows.empty:
        return ""
    roots = [f"“{ordered.loc[ordered['check'] == root, 'name'].item()}”" for root in rows["follows"].unique()]
    return f"These may be no more than consequences of {listed(roots)}: {listed(list(rows['name']), len(rows))}. "


def _borrowed(ordered) -> str:
    """What the word of rows means that were measured with other data than the reader's; "" where there are none."""
    if not ordered["word"].str.endswith(STAND_IN).any():
        return ""
    return f"“{STAND_IN.capitalize()}”: in order, but measured with data that stand in for yours. "


EXPECTED = (
    "Expected, where that is not in order: what theory or a good start gives of that quantity, or the bound to keep; "
    "because says which."
)


def _table(ordered):
    """The findings as a table to look things up in."""
    return ordered.assign(
        verdict=ordered["word"].str.replace(STAND_IN, "on stand-in data: ok"),
        measured=[figure(value) if value == value else "" for value in ordered["measured"]],
        expected=[
            figure(row.expected) if row.expected == row.expected and row.standing != "ok" else ""
            for row in ordered.itertuples()
        ],
        check=ordered["name"],
        quantity=[asks.quantity(row) for row in ordered.itertuples()],
    )[["verdict", "check", "asks", "layer", "quantity", "measured", "expected", "because"]]


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
