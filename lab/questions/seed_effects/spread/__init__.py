"""Where do many starts of one network end?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from lab.answer import Advice, Answer, Formula, Section, Table, Why, Words, mathematics
from lab.datasets import DATASETS, TITLES
from lab.experiment import Experiment
from lab.knobs import number
from lab.laws import seeds as laws
from lab.numerals import counted, every, figure, percent, tex
from lab.question import Elsewhere, Onto, Question
from lab.questions.seed_effects.spread import paired, pictures, reasons, singly, sizes
from lab.questions.seed_effects.spread.claims import CLAIMS  # noqa: F401  the question's own
from lab.questions.seed_effects.spread.setting import HIDDEN, training
from lab.seeds import spread, starts
from lab.specs import ACTIVATIONS, OPTIMIZERS, SCHEMES, Network

QUESTION = Question(
    room="seed_effects",
    slug="spread",
    title="Many starts",
    ask="Where do many starts of one network end?",
    group="Where runs end",
    place=1,
    level="first",
    also=(
        "different result every time I train the same model", "how much of a result is the luck of the seed",
        "how often is XOR solved", "xor network output is always 0.5", "He or Glorot initialization",
        "does another random seed help", "results vary between runs", "accuracy changes each time I run it",
        "sometimes it learns and sometimes it does not", "XOR does not always converge",
        "which initializer should I use", "Xavier initialization", "does the random seed matter",
        "how many starts succeed", "training twice gives two results",
        "the score is never the same",
    ),
    turned={"how does the accuracy vary between seeds": {"by": "accuracy"}},
)  # fmt: skip
SETS = [name for name in DATASETS if name not in ("line", "table", "mnist")]
OWN = "my own"
COUNTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]
RATES = [0.001, 0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0]
BOUNDS = [1e-4, 1e-3, 0.01, 0.05, 0.1, 0.2, 0.5, 1.0]
EPOCHS = [1, 10, 100, 300, 1000, 2000, 4000, 10_000, 20_000]
USUAL = {"sgd": 2.0, "momentum": 0.3, "nesterov": 0.3, "rmsprop": 0.03, "adam": 0.01, "adagrad": 1.0}  # of RATES
ENDS = {"loss": "cost", "accuracy": "accuracy", "unit": "cost with one unit alone"}
LEAST = {
    "mse": r"p \, (1 - p)",
    "binary_crossentropy": r"\bigl(-p \ln p - (1 - p) \ln (1 - p)\bigr)",
}  # of `laws.LEAST`


def knobs(k):
    """What is started many times, and what is looked at."""
    schemes = k.several(
        "schemes",
        "Ways to draw the first weights",
        SCHEMES,
        ["uniform"],
        key="seeds_schemes",
        shown=lambda name: name.replace("_", " "),
    )
    ranges = [*spread.RANGES, OWN]
    if k.choice("span", "Range of the scheme uniform", ranges, "−0.5 to 0.5", key="seeds_range") == OWN:
        with k.row():
            k.box("low", "From", -10.0, 10.0, 0.1, -0.5, key="seeds_low")
            k.box("high", "To", -10.0, 10.0, 0.1, 0.5, key="seeds_high")
    k.choice("hidden", "Hidden units", HIDDEN, 2, key="seeds_hidden")
    _rate(k, k.choice("optimizer", "Optimizer", OPTIMIZERS, "sgd", key="seeds_optimizer"))
    with k.more():
        k.choice("data", "Data", SETS, "xor", key="seeds_data", shown=TITLES.get)
        k.steps("seeds", "Runs of each scheme, one seed each", COUNTS, 200, key="seeds_count")
        k.choice("by", "Show where the runs end by", ENDS, "loss", key="seeds_by", shown=ENDS.get)
        k.box("seed", "Seed to look at by itself", 0.0, 9_999.0, 1.0, 0.0, key="seeds_look")
        k.choice("activation", "Activation", ACTIVATIONS, "sigmoid", key="seeds_activation")
        k.choice("cost", "Cost", ["squared error", "cross-entropy"], "squared error", key="seeds_cost")
        k.choice("batch", "Batch size", ["all", 1, 8, 32], "all", key="seeds_batch")
        k.steps("epochs", "Epochs", EPOCHS, 4000, key="seeds_epochs")
        biases = spread.BIASES
        bias = k.choice("bias", "Biases at the start", biases, "same", key="seeds_bias", shown=biases.get)
        k.box("stddev", "Standard deviation of the scheme normal", 0.0, 10.0, 0.1, 0.5, key="seeds_sd")
        k.box("value", "Value of the scheme constant", -10.0, 10.0, 0.1, 0.5, key="seeds_value")
        k.steps("below", "Solved means: a final cost below", BOUNDS, 0.05, key="seeds_below")
        k.toggle("standardize", "Inputs standardized (mean 0, spread 1)", key="seeds_standardize")
    if "orthogonal" in schemes and bias != "zeros":
        k.say("The scheme orthogonal draws matrices only, so in this picture all biases start at zero.")


def _rate(k, optimizer: str) -> None:
    """The rate: it begins as suits the optimizer, and an address that names one keeps it."""
    if optimizer == "sgd":
        k.steps("rate", "Learning rate", RATES, USUAL["sgd"], key="seeds_rate")
        return
    key, former = f"seeds_rate_{optimizer}", ("seeds_rate", number)
    rate = k.steps("rate", "Learning rate", RATES, USUAL[optimizer], key=key, former=former)
    if told := reasons.too_large(optimizer, rate):
        k.say(told)


def answer(compute, *, schemes, seeds, by, seed, below, **setting):
    """The costs of many starts, where they end, one run by itself, scheme against scheme."""
    experiment = training(schemes, **setting)
    found = compute(
        starts.trained, experiment, schemes=list(schemes), count=seeds,
        partly=lambda part: compute.show(_coarse(part, below, experiment)),
    )  # fmt: skip
    ends, levels = spread.ends(found), laws.levels_of(experiment)
    units = singly.costs(found, below)
    alone = by == "unit" and not units.empty
    by = by if by in ends else "loss"
    solved, middle = spread.solved(ends, below), spread.quantiles(ends)
    drawn, epochs = [pictures.courses(found)], experiment.training.epochs
    said = costs(ends, below, epochs) if by == "loss" else accuracies(middle, epochs) + pictures.lost(solved)
    dashed = " Dashed: theory, where runs can get stuck." * (by == "loss" and len(levels) > 0)
    click = f"{pictures.largest(ends, by, below, levels)} Click a dot to see a typical run of it by itself."
    drawn.append(pictures.ends(ends, by, levels, click + dashed, below=below, sets=True))
    plain = headline(solved, experiment.network) if by == "loss" else of_accuracy(middle)
    noted = note(experiment, schemes, said)
    return Answer(
        headline=singly.headline(units) if alone else plain,
        note=f"{singly.measured(units)} {noted}" if alone else noted,
        blocks=(
            *([singly.picture(units)] if alone else drawn if by == "loss" else drawn[::-1]),
            Why(singly.why(units) if alone else reasons.why(found, schemes, below, by)),
            Advice(
                f"{reasons.when_stuck(experiment, solved)} {MANY}".strip(),
                MANY_SEEDS.format(epochs=epochs),
            ),
            *sizes.by_inputs(experiment, schemes),
            *([Section("Where the runs end", tuple(drawn))] if alone else _of_units(units)),
            *_one_by_one(found, ends, int(seed)),
            mathematics(
                *told(levels, experiment),
                Words(f"How sure is the share of {solved['scheme'].iloc[0]}? Wilson's 95 % interval:"),
                Formula(interval(solved.iloc[0])),
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


def _coarse(part: starts.Starts, below: float, experiment: Experiment) -> Answer:
    """What there is to see while more starts are trained."""
    so_far = f"So far {len(part.seeds):,} of {counted(part.asked, 'seed')}; the rest is being trained."
    drawn, said = pictures.courses(part, so_far), headline(spread.solved(spread.ends(part), below), experiment.network)
    return Answer(headline=said, note=so_far, blocks=(drawn,), experiment=experiment)


def headline(solved: pd.DataFrame, network: Network) -> str:
    """How many runs are solved, and what becomes of the others; of several schemes, the best and the worst."""
    if len(solved) > 1:
        best, worst = (solved.loc[place] for place in (solved["share"].idxmax(), solved["share"].idxmin()))
        if best["share"] == worst["share"]:
            many = {0.0: "No run is", 1.0: "Every run is"}.get(
                best["share"], f"{percent(best['share'])} of the runs are"
            )
            return f"{many} solved, from whichever way to draw the first weights."
        most, least = percent(best["share"]), percent(worst["share"])
        units = f"With {sizes.named(network.activation)} units, most" if network.hidden else "Most"
        return f"{units} runs are solved from {best['scheme']}, {most}; fewest from {worst['scheme']}, {least}."
    row = solved.iloc[0]
    runs, lost = int(row["runs"]), int(row["diverged"])
    if row["solved"] == runs:
        return f"{every(runs, 'run').capitalize()} end{'s' * (runs == 1)} solved."
    rest = "at a higher cost" if not lost else "diverge" if lost == runs - row["solved"] else "higher, or diverge"
    if row["solved"]:
        ends = "ends" if row["solved"] == 1 else "end"
        return f"Not all in one place: {row['solved']:,} of {counted(runs, 'run')} {ends} solved, the others {rest}."
    if runs == 1:
        return f"The only run {'diverges' if lost else 'is not solved: it ends at a higher cost'}."
    return f"Not one of {counted(runs, 'run')} ends solved: they {'' if rest == 'diverge' else 'end '}{rest}."


def of_accuracy(middle: pd.DataFrame) -> str:
    """How accurate the runs end; of several schemes, the best and the worst in the median."""
    known = middle.dropna(subset="accuracy_mid")
    if known.empty:
        return "No run ends with an accuracy: all diverge."
    best, worst = (known.loc[place] for place in (known["accuracy_mid"].idxmax(), known["accuracy_mid"].idxmin()))
    low, mid, high = (percent(best[f"accuracy_{place}"]) for place in ("low", "mid", "high"))
    if best["accuracy_mid"] > worst["accuracy_mid"]:
        most, least = f"{best['scheme']}, {mid} in the median run", percent(worst["accuracy_mid"])
        return f"Accuracy is highest from {most}; lowest from {worst['scheme']}, {least}."
    if len(known) > 1:
        return f"From whichever way to draw the first weights, the median run has an accuracy of {mid}."
    if low == high:
        return f"Nearly all at one accuracy, {mid}."
    rest = f"{low} or less" if low != mid else f"{high} or more"
    return f"Not all at one accuracy: the median run gets {mid} right, one run in twenty {rest}."


def accuracies(middle: pd.DataFrame, epochs: int) -> str:
    """The accuracy of the middle run of each scheme, with its band."""
    parts = [f"{row['scheme']} {_band(row, 'accuracy')}" for row in middle.to_dict("records")]
    return f"Accuracy after {counted(epochs, 'epoch')}, median (middle 90 %): {'; '.join(parts)}."


def note(experiment: Experiment, schemes, said: str) -> str:
    """What is trained, where its weights start, what was found, and whether the rate is unreasonable."""
    training, units = experiment.training, " + ".join(map(str, experiment.network.hidden)) or "no"
    trained = f"{TITLES[experiment.data.name].partition(' (')[0]}, {units} hidden units."
    large = reasons.too_large(training.optimizer, training.learning_rate)
    return " ".join(filter(None, (trained, reasons.begins(experiment, schemes), said, large)))


def _of_units(table: pd.DataFrame) -> list[Section]:
    """Whether a unit is nearer to its best weights than the next; nothing where nothing is known of it."""
    if table.empty:
        return []
    blocks = (Words(singly.said(table)), singly.picture(table))
    return [Section("Is one unit nearer to its optimum than the next?", blocks)]


def _one_by_one(found: starts.Starts, ends, seed: int) -> tuple[Section, ...]:
    """One seed under every scheme, and the schemes against each other seed by seed."""
    alone = Words(f"There is no run of seed {seed:,}: the seeds are 0 to {found.asked - 1:,}.")
    if seed < len(found.seeds):
        alone = pictures.alone(found, ends, seed)
    first = Section(f"Seed {seed:,} by itself", (alone,))
    if len(found.variants) == 1:
        return (first,)
    differences = paired.against_first(found)
    against = (Words(paired.verdict(differences)), Table(paired.table(differences)))
    return first, Section("Scheme against scheme, seed by seed", against)


def costs(ends: pd.DataFrame, below: float, epochs: int) -> str:
    """How many runs of each scheme are solved; of one scheme, with which accuracy, where the task has one."""
    solved, right = spread.solved(ends, below), ends[np.isfinite(ends["loss"])].get("accuracy", pd.Series())
    said = verdict(solved, below, epochs)
    if len(solved) > 1 or right.empty:
        return said
    return f"{said} {reasons.accuracies(right) or accuracies(spread.quantiles(ends), epochs)}"


def verdict(solved: pd.DataFrame, below: float, epochs: int) -> str:
    """How many runs of each scheme are solved, with what "solved" means, N and the step budget."""
    runs, gone = int(solved["runs"].iloc[0]), pictures.lost(solved)
    means = f"with a cost below {figure(below)} after {counted(epochs, 'epoch')}"
    if len(solved) == 1:
        row = solved.iloc[0]
        ends = "ends" if 1 in (row["solved"], runs) else "end"
        return f"{row['solved']:,} of {counted(runs, 'run')} {ends} {means}: {_share(row)}.{gone}"
    parts = [f"{row['scheme']} {_share(row)}" for _, row in solved.iterrows()]
    return f"Runs that end {means}, of {runs:,} each: {'; '.join(parts)}.{gone}"


def _share(row: pd.Series) -> str:
    return f"{100 * row['share']:.1f} % (95 % interval {100 * row['low']:.1f} to {100 * row['high']:.1f} %)"


def _band(row: dict, by: str) -> str:
    low, mid, high = (row[f"{by}_{place}"] for place in ("low", "mid", "high"))
    return f"{figure(mid)} ({figure(low)} to {figure(high)})" if mid == mid else "all diverged"


def interval(row: pd.Series) -> str:
    """Wilson's interval with the numbers of one scheme in it, as TeX."""
    hits, runs = tex(f"{row['solved']:,}"), tex(f"{row['runs']:,}")
    law = r"\frac{k + \tfrac{z^2}{2} \pm z \sqrt{\tfrac{k (n - k)}{n} + \tfrac{z^2}{4}}}{n + z^2}"
    given = rf"k = {hits},\ n = {runs},\ z = 1.96"
    return rf"{law} = {row['low']:.3f} \text{{ to }} {row['high']:.3f}, \quad {given}"


def told(levels: pd.DataFrame, experiment: Experiment) -> tuple[Words | Formula, ...]:
    """Why stuck runs end where they end: the rule, and its numbers."""
    if levels.empty:
        why = "Here theory has no level at which runs get stuck: it has three for XOR and networks with hidden units."
        return (Words(why),)
    many, law = experiment.data.examples, LEAST[experiment.training.loss]
    each = levels.assign(least=levels["level"] * many / levels["group"])
    rows = [
        f"- {row.group} of {many} examples share the output {row.mean}: cost {row.group}/{many} × {figure(row.least)} "
        f"= **{row.name}**{'' if row.name == figure(row.level) else f' ({figure(row.level)})'}"
        for row in each.itertuples()
    ]
    why = (
        "A network that cannot tell some examples apart gives them one output, at best the mean p of their targets. "
        f"If n of {many} share it and the others are right:"
    )
    return (
        Words(why),
        Formula(rf"\text{{cost}} = \tfrac{{n}}{{{many}}} {law}"),
        Words("\n".join([*rows, "", "In the picture these levels are dashed."])),
    )


MANY = (
    "Do not judge a setting by one run. Train from several seeds and say how many of how many end well. If one is "
    "kept, choose it on validation data and report it on data that chose nothing."
)
MANY_SEEDS = """\
costs = []
for seed in range(3):
    keras.utils.set_random_seed(seed)
    model = build()
    costs.append(model.fit(x, y, epochs={epochs}, verbose=0).history["loss"][-1])
print(sorted(costs))"""

TRY = {
    "What if the weights start between 0 and 1?": {"span": "0 to 1"},
    "Do Glorot or He help here?": {"schemes": ("uniform", "glorot_uniform", "he_normal")},
    "How many are solved after 20,000 epochs?": {"epochs": 20_000},
    "And of 10,000 starts?": Onto({"seeds": 10_000}),
    "Is one unit nearer to its optimum than the next?": {"by": "unit"},
    "Do more hidden units buy off bad luck?": {"hidden": 8},
    "Is Adam less sensitive to the first weights?": Elsewhere("optimizer", {}),
    "What if all weights start at zero?": {"schemes": ("zeros",), "bias": "zeros"},
}
