"""Where do many starts of one network end?"""

import numpy as np

import lab
from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Sets, Table, Why, Words
from lab.datasets import DATASETS, TITLES
from lab.laws import seeds as laws
from lab.numerals import counted, every, percent
from lab.question import Question
from lab.seeds import compared, spread, spread_words, starts
from lab.specs import ACTIVATIONS, OPTIMIZERS, SCHEMES

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
        "some units closer to the optimum by chance", "how many starts succeed", "training twice gives two results",
        "the score is never the same",
    ),
)  # fmt: skip
SETS = [name for name in DATASETS if name not in ("line", "table", "mnist")]
HIDDEN = ["none", 1, 2, 3, 4, 8, 25, "8 and 8"]
COUNTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]
RATES = [0.001, 0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0]
BOUNDS = [1e-4, 1e-3, 0.01, 0.05, 0.1, 0.2, 0.5, 1.0]
EPOCHS = [1, 10, 100, 300, 1000, 2000, 4000, 10_000, 20_000]
ENDS = {"loss": "cost", "accuracy": "accuracy"}
EQUAL = ("zeros", "constant")  # schemes from which all units of a layer start equal
NEAR = 0.02  # a cost this near to a level is at it


def knobs(k):
    """What is started many times, and what is looked at."""
    schemes = k.several(
        "schemes", "Ways to draw the first weights", SCHEMES, ["uniform"], key="seeds_schemes", shown=_named
    )
    ranges = [*spread.RANGES, spread.OWN]
    if k.choice("span", "Range of the scheme uniform", ranges, "−0.5 to 0.5", key="seeds_range") == spread.OWN:
        with k.row():
            k.box("low", "From", -10.0, 10.0, 0.1, -0.5, key="seeds_low")
            k.box("high", "To", -10.0, 10.0, 0.1, 0.5, key="seeds_high")
    k.choice("data", "Data", SETS, "xor", key="seeds_data", shown=TITLES.get)
    k.choice("hidden", "Hidden units", HIDDEN, 2, key="seeds_hidden")
    k.steps("seeds", "Runs of each scheme, one seed each", COUNTS, 200, key="seeds_count")
    k.steps("rate", "Learning rate", RATES, 2.0, key="seeds_rate")
    k.choice("by", "Show where the runs end by", ENDS, "loss", key="seeds_by", shown=ENDS.get)
    k.box("seed", "Seed to look at by itself", 0.0, 9_999.0, 1.0, 0.0, key="seeds_look")
    with k.more():
        k.choice("activation", "Activation", ACTIVATIONS, "sigmoid", key="seeds_activation")
        k.choice("cost", "Cost", spread.COSTS, "squared error", key="seeds_cost")
        k.choice("optimizer", "Optimizer", OPTIMIZERS, "sgd", key="seeds_optimizer")
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


def answer(compute, *, schemes, seeds, by, seed, below, **setting):
    """The costs of many starts, where they end, one run by itself, scheme against scheme."""
    experiment = training(schemes, **setting)
    found = compute(
        starts.trained, experiment, schemes=list(schemes), count=seeds,
        partly=lambda part: compute.show(_coarse(part, below, experiment)),
    )  # fmt: skip
    ends, levels = spread.ends(found), laws.levels_of(experiment)
    by = by if by in ends else "loss"
    clusters, solved = spread.piles(ends, by), spread.solved(ends, below)
    places = charts.seeds.spread.ends(clusters, levels if by == "loss" else levels[:0], spread_words.AXES[by])
    return Answer(
        headline=headline(solved),
        note=spread_words.verdict(solved, below, experiment.training.epochs),
        blocks=(
            _courses(found),
            Figure.of(
                places, spread_words.takeaway(clusters, solved),
                caption="Each dot: runs that end close together, and how many. Click one to see a typical run of it "
                f"by itself.{' Dashed: theory, where stuck runs end.' * (by == 'loss' and len(levels) > 0)}",
                sets=Sets(knob="seed", selection="pile", fields=("seed",)),
            ),
            Why(why(experiment, schemes, ends, below)),
            Advice(
                "Do not judge a setting by one run. Train from several seeds, say how many of how many end well, and "
                "keep the one that does best on held-out data.",
                MANY_SEEDS,
            ),
            *_one_by_one(found, ends, int(seed)),
            Section(
                "The results as a table",
                (Table(spread_words.quantiles(spread.quantiles(ends), solved)),),
                folded=True,
            ),
            Section(
                "The mathematics, with your numbers",
                (
                    Words(spread_words.levels(levels)),
                    Words(f"How sure is the share of {solved['scheme'].iloc[0]}? Wilson's 95 % interval:"),
                    Formula(spread_words.interval(solved.iloc[0])),
                ),
                folded=True,
            ),
        ),
        experiment=experiment,
    )  # fmt: skip


def training(
    schemes, *, span, data, hidden, rate, activation, cost, optimizer, batch, epochs, bias, stddev, value, standardize,
    low=0.0, high=0.0,
) -> lab.Experiment:  # fmt: skip
    """What is started many times.

    Raises:
        ValueError: the range falls.
    """
    low, high = spread.RANGES.get(span, (low, high))
    if low > high:
        said = f"{low:g} to {high:g}".replace("-", "−")
        raise ValueError(f"The range must run from the lower number to the higher one; got {said}.")
    return lab.vary(
        spread.START,
        {
            "data.name": data, "data.standardize": standardize, "network.hidden": spread.WIDTHS[str(hidden)],
            "network.activation": activation, "init.low": low, "init.high": high, "init.stddev": stddev,
            "init.bias": "zeros" if "orthogonal" in schemes else bias, "init.value": value,
            "training.optimizer": optimizer, "training.learning_rate": rate, "training.epochs": epochs,
            "training.batch_size": None if batch == "all" else batch,
            **spread.suited(lab.Data(data, standardize=standardize), cost),
        },
        later=True,
    )  # fmt: skip


def _named(scheme: str) -> str:
    return scheme.replace("_", " ")


def _courses(found: starts.Starts, caption: str = "") -> Figure:
    curves = spread.curves(found)
    return Figure.of(
        charts.seeds.spread.curves(curves, spread.single(found)),
        spread_words.course(curves),
        caption=caption or "Thick: the median run. Band: the middle 90 % of runs. Thin: single runs.",
    )


def _coarse(part: starts.Starts, below: float, experiment: lab.Experiment) -> Answer:
    """What there is to see while more starts are trained."""
    solved, so_far = spread.solved(spread.ends(part), below), spread_words.partly(part)
    return Answer(headline=headline(solved), note=so_far, blocks=(_courses(part, so_far),), experiment=experiment)


def headline(solved) -> str:
    """How many runs are solved, and what becomes of the others; of several schemes, the best and the worst."""
    if len(solved) > 1:
        best, worst = (solved.loc[place] for place in (solved["share"].idxmax(), solved["share"].idxmin()))
        if best["share"] == worst["share"]:
            many = {0.0: "No run is", 1.0: "Every run is"}.get(
                best["share"], f"{percent(best['share'])} of the runs are"
            )
            return f"{many} solved, from whichever way to draw the first weights."
        most, least = percent(best["share"]), percent(worst["share"])
        return f"Most runs are solved from {best['scheme']}, {most}; fewest from {worst['scheme']}, {least}."
    row = solved.iloc[0]
    runs, lost = int(row["runs"]), int(row["diverged"])
    if row["solved"] == runs:
        return f"{every(runs, 'run').capitalize()} end{'s' * (runs == 1)} solved."
    rest = "end higher" if not lost else "diverge" if lost == runs - row["solved"] else "end higher or diverge"
    if row["solved"]:
        return f"Not all in one place: {row['solved']:,} of {counted(runs, 'run')} end solved, the others {rest}."
    if runs == 1:
        return f"The only run {'diverges' if lost else 'is not solved: it ends at a higher cost'}."
    return f"Not one of {counted(runs, 'run')} ends solved: they {rest}."


def why(experiment: lab.Experiment, schemes, ends, below: float) -> str:
    """Why runs of one network end in different places, or do not."""
    batch, wide = experiment.training.batch_size, any(units > 1 for units in experiment.network.hidden)
    order = "" if batch is None else ", and in which order the examples come"
    said = [
        "All runs have the same data, the same network and the same rate. The seed alone decides where a run starts"
        f"{order}. Training then follows the slope of the cost from there, and where it leads depends on the start."
    ]
    equal = [_named(scheme) for scheme in schemes if scheme in EQUAL]
    if equal:
        said.append(f"From {' and '.join(equal)} every seed starts with the same weights.")
        said += ["All units of a layer start equal there, get equal steps and stay equal."] * wide
    costs, levels = ends["loss"].to_numpy(float), laws.levels_of(experiment)["level"].to_numpy()
    lost, higher = int((~np.isfinite(costs)).sum()), costs[np.isfinite(costs) & (costs >= below)]
    if len(levels) and len(higher):
        at = int((np.abs(higher[:, None] - levels).min(axis=1) < NEAR).sum())
        said.append(
            "A network that gives some points one and the same output can at best give the mean of their targets. "
            f"What that costs is dashed. Of {counted(len(higher), 'run')} ending higher, {at:,} "
            f"{'ends' if at == 1 else 'end'} there."
        )
    elif len(higher):
        said.append(
            "A run that ends higher stands on a flat stretch, needs more epochs, or has got as low as such a network "
            "can."
        )
    if lost:
        said.append("A run diverges where its steps are too large for the slope: the cost grows without end.")
    if not lost and not len(higher):
        said.append("Here every start leads down to a solution.")
    return " ".join(said)


def _one_by_one(found: starts.Starts, ends, seed: int) -> tuple[Section, ...]:
    """One seed under every scheme, and the schemes against each other seed by seed."""
    title = f"Seed {seed:,} by itself"
    if seed < len(found.seeds):
        said = spread_words.alone(spread.rank(ends, seed), seed)
        alone = Figure.of(charts.seeds.spread.alone(spread.single(found, [seed])), said, caption=said)
    else:
        alone = Words(f"There is no run of seed {seed:,}: the seeds are 0 to {found.asked - 1:,}.")
    if len(found.variants) == 1:
        return (Section(title, (alone,)),)
    differences = compared.against_first(found)
    against = (Words(spread_words.compared(differences)), Table(spread_words.differences(differences)))
    return Section(title, (alone,)), Section("Scheme against scheme, seed by seed", against)


MANY_SEEDS = """\
costs = []
for seed in range(10):
    keras.utils.set_random_seed(seed)
    model = build()
    costs.append(model.fit(x, y, epochs=200, verbose=0).history["loss"][-1])
print(sorted(costs))"""

TRY = {
    "What if the weights start between 0 and 1?": {"span": "0 to 1"},
    "Do Glorot or He help here?": {"schemes": ("uniform", "glorot_uniform", "he_normal")},
    "Do the stuck runs only need more time?": {"epochs": 20_000},
    "And of 10,000 starts?": {"epochs": 20_000, "seeds": 10_000},
    "Do more hidden units buy off bad luck?": {"hidden": 8},
    "What if all weights start at zero?": {"schemes": ("zeros",), "bias": "zeros"},
}
