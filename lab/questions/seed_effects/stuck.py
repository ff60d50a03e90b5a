"""Where do runs get stuck, and what holds them?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words
from lab.numerals import counted, every
from lab.question import Question
from lab.seeds import spread, stuck, stuck_drawn
from lab.seeds import stuck_words as words

QUESTION = Question(
    room="seed_effects",
    slug="stuck",
    title="Stuck, and where",
    ask="Where do runs get stuck, and what holds them?",
    group="Where runs end",
    place=2,
    also=(
        "network stuck in a local minimum", "is it a local minimum or a saddle", "xor network output is always 0.5",
        "loss does not go down any more", "does more training help a stuck network", "vanishing gradient of sigmoid",
        "local minima of XOR", "cost stops decreasing", "cost stays at 0.25 or 0.125",
        "XOR outputs one half for all inputs", "saddle point", "how do I get out of a local minimum",
        "training got stuck",
    ),
)  # fmt: skip
COUNTS = (50, 100, 200, 500, 1000, 2000)
EPOCHS = (300, 1000, 2000, 4000, 10_000, 20_000)


def knobs(k):
    """Where the weights start, and how long they are trained."""
    k.choice("span", "Range of the first weights", spread.RANGES, "−0.5 to 0.5", key="seeds_stuck_range")
    k.steps("epochs", "Epochs", EPOCHS, 4000, key="seeds_stuck_epochs")
    k.steps("seeds", "Runs, one seed each", COUNTS, 500, key="seeds_stuck_count")
    with k.more():
        k.steps("rate", "Learning rate", (0.5, 1.0, 2.0, 5.0, 10.0), 2.0, key="seeds_stuck_rate")
        k.choice("units", "Hidden units", (2, 3, 4), 2, key="seeds_stuck_units")
        biases = spread.BIASES
        k.choice("bias", "Biases at the start", biases, "same", key="seeds_stuck_bias", shown=biases.get)


def answer(compute, *, span, epochs, seeds, rate, units, bias):
    """The costs of runs of each level, what they compute, what holds them, the levels by algebra."""
    low, high = spread.RANGES[span]
    experiment = lab.vary(
        spread.START,
        {
            "network.hidden": (units,), "init.low": low, "init.high": high, "init.bias": bias,
            "training.learning_rate": rate, "training.epochs": epochs,
        },
    )  # fmt: skip
    found = compute(stuck.measure, experiment, count=seeds)
    known = words.minimum(found)
    return Answer(
        headline=headline(found),
        note=f"{words.answer(found)} {words.freed(found)}".strip(),
        blocks=(
            Figure.of(
                charts.seeds.stuck.courses(stuck_drawn.courses(found), found.levels, epochs), words.course(found),
                caption="Up to four runs of each level. Dashed: theory, where runs can be stuck. Upright: where the "
                "runs were counted; those not solved trained on, to five times the epochs.",
            ),
            Why(why(found)),
            Advice(
                "If the cost stands still, look at the hidden outputs. Nearly all at 0 or 1: start again from another "
                "seed, with smaller weights or one more unit. Otherwise: let it train on, or raise the rate.",
                SATURATED,
            ),
            Section(
                "What a stuck network says",
                (
                    Figure.of(
                        charts.seeds.stuck.outputs(stuck_drawn.outputs(found)), words.computes(found),
                        caption=words.computes(found),
                    ),
                ),
            ),
            Section(
                "Minimum, plateau or saturation?",
                (Table(words.table(found)), Words(words.meanings(found)), *([Words(known)] if known else [])),
            ),
            Section(
                "The mathematics, with your numbers",
                (
                    Words(
                        "Points that a network cannot tell apart get one output, at best the mean of their targets. "
                        "It costs:"
                    ),
                    Formula(words.levels(found)),
                ),
                folded=True,
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


HELD = {
    stuck.SADDLE: "where the cost still curves downwards", stuck.SATURATED: "held by saturated hidden units",
    stuck.PLATEAU: "and still fall, slowly", stuck.MINIMUM: "in a minimum",
}  # fmt: skip


def headline(found: stuck.Found) -> str:
    """Where most of the stuck runs stand, and what holds them."""
    held = found.places[found.places["place"] != stuck.SOLVED]
    if held.empty:
        return f"No run is stuck here: {every(len(found.runs), 'run')} end{'s' * (len(found.runs) == 1)} solved."
    top, count = held.loc[held["runs"].idxmax()], held["runs"].sum()
    at = f"at a cost of {top['place']}" if top["place"] != stuck.ELSEWHERE else "between the costs of theory"
    minima = (found.runs["word"] == stuck.MINIMUM).any()
    ends = "" if top["word"] == stuck.MINIMUM else f"; {'some are' if minima else 'none is'} in a minimum"
    most = "Most stuck runs" if 2 * top["runs"] > count else "The largest group of stuck runs"
    said = f"{most} stand{'s' * most.startswith('The')} {at}, {HELD[top['word']]}{ends}."
    return said.replace("and still fall", "and still falls") if most.startswith("The") else said


def why(found: stuck.Found) -> str:
    """What a stuck run cannot do, and what holds it, as far as it was seen here."""
    held = found.runs[found.runs["place"] != stuck.SOLVED]
    if held.empty:
        return (
            "A network is stuck where it gives several points one and the same output: at best the mean of their "
            "targets, which costs what is dashed. Here every run has found weights that tell the points apart. "
            "So there is nothing to hold it: the cost goes on to fall."
        )
    said = [
        "At the dashed costs a network gives several points one and the same output: at best the mean of their targets."
    ]
    said += [text for word, text in REASONS.items() if (held["word"] == word).any()]
    free = int((held["later"] < stuck.NEAR).sum())
    said.append(
        f"With {stuck.MORE} times the epochs {free:,} of {counted(len(held), 'stuck run')} "
        f"{'gets' if free == 1 else 'get'} free."
        if free
        else f"Even {stuck.MORE} times the epochs free none of them."
    )
    return " ".join(said)


REASONS = {
    stuck.SATURATED: "Saturated hidden units, at 0 or 1, have almost no slope: hardly any gradient gets through them.",
    stuck.SADDLE: "Elsewhere the gradient is short, yet the cost curves downwards: a run leaves, the later the flatter "
    "it is.",
    stuck.PLATEAU: "Some runs only look stuck: they still fall, slowly.",
    stuck.MINIMUM: "Some stand in a minimum: the gradient is zero, and no direction leads down.",
}
SATURATED = """\
hidden = keras.Model(model.inputs, model.layers[0].output)
h = hidden.predict(x)
print(((h < 0.01) | (h > 0.99)).mean())   # share of outputs at 0 or 1"""

TRY = {
    "What if the weights start between 0 and 1?": {"span": "0 to 1"},
    "What if they start large?": {"span": "−5 to 5"},
    "What if they start tiny?": {"span": "−0.05 to 0.05"},
    "The published budget: what is left after 20,000 epochs?": {"epochs": 20_000},
    "Does a third unit set them free?": {"units": 3},
}
