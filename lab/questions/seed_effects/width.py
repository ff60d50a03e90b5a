"""How many hidden units does it take?"""

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words
from lab.numerals import counted, percent
from lab.question import Question
from lab.seeds import width, width_drawn
from lab.seeds import width_words as words

QUESTION = Question(
    room="seed_effects",
    slug="width",
    title="How many units?",
    ask="How many hidden units does it take?",
    group="Where runs end",
    place=5,
    level="first",
    also=(
        "how do you choose the number of neurons: why 25 and not 1", "how many neurons in the hidden layer",
        "hidden layer size", "why more than one neuron", "is one neuron enough for XOR", "how wide should a layer be",
        "number of hidden units", "number of nodes", "rule of thumb for the size of a hidden layer",
        "too few or too many neurons", "more neurons or fewer", "how big should my network be",
        "underfitting with a small layer", "what are many neurons good for", "does one unit do",
        "can one neuron learn it",
    ),
)  # fmt: skip
TITLES = {"accuracy": "Accuracy, %", "cost": "Cost"}
EPOCHS = {"digits": (1, 3, 10, 30, 100), "xor": (300, 1000, 4000, 20_000), "circles": (100, 300, 1000, 3000)}
CLOSE = 1.0  # points of accuracy: a width this near to the best one does as well


def knobs(k):
    """What is learned, with how many units, and whose units are looked at."""
    data = k.choice("data", "Data", width.DATA, "digits", key="seeds_width_data", shown=width.DATA.get)
    few, epochs = [1, 5, 25] if data == "digits" else [1, 2, 3, 4, 8], width.setting(data).training.epochs
    units = k.several("units", "Hidden units", width.WIDTHS, few, key=f"seeds_width_{data}_units")
    k.steps("epochs", "Epochs", EPOCHS[data], epochs, key=f"seeds_width_{data}_epochs")
    k.steps("seeds", "Runs of each width, one seed each", (16, 32, 100, 200, 500), 32, key="seeds_width_count")
    k.choice("result", "Shown", width_drawn.RESULTS, "accuracy", key="seeds_width_result")
    if data == "digits":
        k.choice("pictured", "Units shown as pictures", units, units[-1], key="seeds_width_pictured")
        k.slider("seed", "of the run with seed", 0, width.PICTURED - 1, 1, 0, key="seeds_width_seed")
    with k.more():
        k.choice("activation", "Activation", ["sigmoid", "tanh", "relu"], "sigmoid", key="seeds_width_activation")


def answer(compute, *, data, units, epochs, seeds, result, activation, pictured=0, seed=0):
    """The result of every width, its units as pictures, a table, what one unit can do at best."""
    start = width.setting(data)
    experiment = lab.vary(start, {"network.activation": activation, "training.epochs": epochs})
    found = compute(width.measure, experiment, widths=list(units), count=seeds)
    spread = charts.seeds.width.spread(
        *width_drawn.spread(found, result), width_drawn.laws(found, result), TITLES[result]
    )
    one = words.one_unit(found)
    return Answer(
        headline=headline(found),
        note=f"{words.answer(found)} {words.gain(found)}".strip(),
        blocks=(
            Figure.of(
                spread, words.summary(found),
                caption="Large: the median run. Upright: the middle 90 % of runs. Dots: all runs, one seed each.",
            ),
            Why(why(found)),
            Advice(
                "Try a few widths, each from several seeds, and take the smallest one after which held-out examples "
                "gain nothing beyond what another seed changes too.",
                WIDTHS,
            ),
            *([_looks(found, pictured, seed)] if data == "digits" else []),
            Section("The results as a table", (Table(words.table(found)), Words(words.meanings(found), small=True))),
            Section(
                "The mathematics, with your numbers",
                (*([Words(one)] if one else []), Formula(words.formulas(found))),
                folded=True,
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


def _looks(found: width.Found, units: int, seed: int) -> Section:
    """The units of one run as pictures."""
    pictures = tuple(
        Figure.of(
            charts.seeds.width.kernels(*width_drawn.looks(found, units, seed, when)),
            words.looks(found, units, seed, when),
            caption=title,
        )
        for when, title in (("before", "Before training"), ("after", "After training"))
    )
    said = Words("Each picture: one unit's weights, where their pixels are. Orange adds, blue takes away.", small=True)
    return Section(f"What the units look at: {counted(units, 'unit')}, seed {seed}", (*pictures, said), across=2)


def headline(found: width.Found) -> str:
    """The smallest width that does as well as any that was tried."""
    rows = found.widths.sort_values("units")
    if rows["diverged"].eq(rows["runs"]).all():
        return "All runs diverged, so no number of units can be said."
    return _of_digits(rows) if found.floor is None else _of_planes(rows)


def _of_digits(rows) -> str:
    best = rows["held_mid"].max()
    enough = rows[rows["held_mid"] >= best - CLOSE].iloc[0]
    units, right = counted(enough["units"], "unit"), percent(enough["held_mid"] / 100)
    if len(rows) == 1:
        return f"With {units} the median run gets {right} of new digits right."
    if enough["units"] == rows["units"].max():
        return f"Of the widths tried it takes the largest, {units}: {right} of new digits right."
    most = rows["units"].max()
    return f"About {units}: more, up to {most}, gain less than one point of accuracy on new digits."


def _of_planes(rows) -> str:
    best = rows.loc[rows["share"].idxmax()]
    if len(rows) == 1:
        many = {0.0: "no run solves", 1.0: "every run solves"}.get(
            best["share"], f"{percent(best['share'])} of runs solve"
        )
        return f"With {counted(best['units'], 'unit')} {many} it."
    if not best["share"]:
        return "More than was tried here, or more epochs: from no width does a run solve it."
    short_of = rows.loc[rows["share"] < 1, "units"]
    always = rows[rows["units"] > (short_of.max() if len(short_of) else 0)]
    if len(always):
        return f"From {counted(always['units'].iloc[0], 'unit')} on, of the widths tried, every run solves it."
    units, share = counted(best["units"], "unit"), percent(best["share"])
    return (
        f"No width tried is always enough: {units} {'does' if best['units'] == 1 else 'do'} best, in {share} of runs."
    )


def why(found: width.Found) -> str:
    """What several units can do that one cannot, and why a seed matters less where there are many."""
    said = [
        "One hidden unit looks in one direction only: its output rises, or falls, along it, and is the same at all "
        "points beside each other across it. Several units look in several directions, and the output layer weighs "
        "them against each other.",
        "Nobody tells a unit what to look for: units start different, so the error sends each its own way.",
    ]
    if len(found.widths) > 1:
        name = "held" if found.floor is None else "cost"
        rows = found.widths.sort_values("units")
        spread = rows[f"{name}_high"] - rows[f"{name}_low"]
        less = spread.iloc[-1] < spread.iloc[0]
        said.append(
            "The results of different seeds lie "
            f"{'closer together' if less else 'no closer together'} with {counted(rows['units'].iloc[-1], 'unit')} "
            f"than with {rows['units'].iloc[0]}."
        )
    return " ".join(said)


WIDTHS = """\
for units in (5, 10, 25, 50):
    for seed in range(5):
        keras.utils.set_random_seed(seed)
        model = build(units)
        model.fit(x, y, epochs=10, verbose=0)
        print(units, seed, model.evaluate(x_new, y_new, verbose=0))"""

TRY = {
    "And two units, three, ten or fifty?": {"units": (1, 2, 3, 5, 10, 25, 50)},
    "Is one unit enough for XOR?": {"data": "xor", "result": "cost", "seeds": 200},
    "How many units does a circle need?": {"data": "circles"},
    "What do few units know after one epoch?": {"epochs": 1},
    "Five units: does another seed find the same ones?": {"units": (5,), "seed": 1},
}
