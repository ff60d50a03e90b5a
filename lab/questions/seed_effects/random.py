"""Data, split, first weights or order: which of them moves the result?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lab import checks, limits
from lab.answer import Advice, Answer, Figure, Formula, Why, Words, mathematics
from lab.charts import theme
from lab.experiment import Experiment
from lab.lazy import alt
from lab.numerals import aligned, counted, tex
from lab.progress import Progress, Watch
from lab.prose import listed
from lab.question import Question
from lab.run import Run
from lab.seeds import scored
from lab.seeds.scored import SCORES, amount
from lab.training import recorded_epochs

QUESTION = Question(
    room="seed_effects",
    slug="random",
    title="Which randomness?",
    ask="Data, split, first weights or order: which of them moves the result?",
    group="Luck",
    place=7,
    also=(
        "different result every time I train the same model", "sources of randomness in training",
        "is it the seed or the data",
        "why is my training not deterministic", "train/test split or initial weights", "shuffling changes my result",
        "which random numbers does training use", "how much of my result is due to the random seed",
        "does the order of the examples matter, or only the first weights", "initial weights or shuffling",
        "order in which the examples are shown",
        "does the order matter with full batch gradient descent, or mini-batches",
        "must I shuffle my training data",
    ),
)  # fmt: skip
DATA, SPLIT, WEIGHTS, ORDER, ALL = "data", "split", "first weights", "order", "all together"
FREE = {DATA: (DATA,), SPLIT: (SPLIT,), WEIGHTS: (WEIGHTS,), ORDER: (ORDER,), ALL: (DATA, SPLIT, WEIGHTS, ORDER)}
SOON = 30  # epochs that are shown while more are trained
LANES = 9  # heights that dots of one row are spread over
TOLD = 0.05  # how often spreads that are alike may be called different
BATCH, WHOLE = 10, "all"  # examples in a batch, as the page begins and as full batches have them
NEARLY = 0.1  # of the spread together, by which the sum may miss it and still be called near


def knobs(k):
    """What is trained, which result is looked at, and what is fixed."""
    k.choice("data", "Data", scored.DRAWN, "Two circles")
    k.choice("result", "Result", SCORES, "held-out accuracy")
    k.choice("count", "Runs of each", (20, 50, 100, 200), 50)
    k.choice("examples", "Training examples", (30, 100, 300), 100)
    k.steps("epochs", "Epochs", (10, 30, 100, 300), 100)
    with k.more():
        k.slider("base", "Seed of what is fixed", 0, 20, 1, 0)
        k.choice("batch", "Batch size", (1, BATCH, 30, WHOLE), BATCH)
        k.choice("hidden", "Hidden units", scored.HIDDEN, "8")
        k.steps("rate", "Learning rate", (0.01, 0.03, 0.1, 0.3, 1.0), 0.1)


def answer(compute, *, data, result, base, count, examples, epochs, batch, hidden, rate):
    """All runs, how far they spread, and that the spreads do not add up."""
    order = {} if batch == WHOLE else {"training.batch_size": batch, "training.order_seed": base}
    experiment = scored.start(
        scored.SETS[data],
        {
            "network.hidden": scored.HIDDEN[hidden], "training.learning_rate": rate, "training.epochs": epochs, **order,
        },
    )  # fmt: skip
    chosen = {"examples": examples, "count": count, "base": base, "result": result}
    return compute.sooner(lambda some: _answer(compute(measure, some, **chosen), some), experiment, SOON)


def _answer(found: Spreads, experiment: Experiment) -> Answer:
    return Answer(
        headline=headline(found),
        note=detail(found),
        blocks=(
            Figure.of(
                dots(found), rows(found),
                caption="Each dot is a run. In each row only what is named changes from run to run; the rest is fixed.",
            ),
            Why(
                "A result hangs on more than the seed of the first weights: on which examples were drawn, on which "
                "of them were held out, and on the order in which they were shown. Each is a throw of dice of its "
                "own. The order decides which examples share a step: the smaller the batch size, the more a step "
                "hangs on that; with all examples as one batch the order does not matter at all. "
                + one_batch(found) + no_sum(found)
            ),
            Advice(
                "With mini-batches shuffle the training examples, above all if they are sorted by class: else whole "
                "batches are of one class. `fit` does it before every epoch (`shuffle=True` is its default, which a "
                "`tf.data.Dataset` ignores). "
                "Report results over several splits as well as several seeds, and say which of them were varied.",
                SPLITS,
            ),
            mathematics(Words(f"{rows(found)} {TESTED}"), Formula(formula(found))),
        ),
        experiment=scored.trained_on(experiment, found.facts["examples"]),
    )  # fmt: skip


@dataclass(frozen=True)
class Spreads:
    """What was measured.

    Attributes:
        runs: one row per (free, run): `score` (NaN where it diverged), `lift` (of its dot, -1 to 1).
        spreads: one row per key of `FREE` that was asked for: `free`, `kept`, `diverged`, `mean`, `sd`, `low`, `high`
            (95 % interval of the sd).
        facts: `sum` (sd of all together if the variances of the single ones added up), `together` (as measured),
            `count`, `base` (seed of what is fixed), `epochs`, `batch`, `examples`, `result`.
    """

    runs: pd.DataFrame
    spreads: pd.DataFrame
    facts: dict

    @property
    def single(self) -> pd.DataFrame:
        """The spreads of one randomness at a time."""
        return self.spreads[self.spreads["free"] != ALL]

    @property
    def near(self) -> bool:
        """Whether the spread of all together is about what the single ones add up to."""
        total, together = self.facts["sum"], self.facts["together"]
        return abs(total - together) <= NEARLY * max(together, 1e-12)

    def alike(self, most: str) -> list[str]:
        """Those whose scores spread about as far as those of `most`, by Levene's test in Brown and Forsythe's form.

        Two intervals that overlap may still differ: it is the difference that is tested, at 5 % for all tests together.
        """
        from scipy.stats import levene

        scores = {name: group.dropna() for name, group in self.runs.groupby("free", sort=False)["score"]}
        others = [name for name in self.single["free"] if name != most]
        return [name for name in others if levene(scores[most], scores[name]).pvalue * len(others) > TOLD]

    @property
    def steps(self) -> int:
        """Steps of an epoch."""
        return -(-self.facts["examples"] // (self.facts["batch"] or self.facts["examples"]))

    def says(self, sd: float) -> str:
        """A standard deviation in a sentence."""
        return SCORES[self.facts["result"]].differs(sd) if np.isfinite(sd) else "unknown"


def measure(
    experiment: Experiment, free: Sequence[str] = tuple(FREE), examples=100, count=50, base=0,
    result="held-out accuracy", progress=None, cancelled=None,
) -> Spreads:  # fmt: skip
    """Train many times with one randomness free and the others fixed, and with all free.

    Args:
        experiment: on all examples; with mini-batches the order of the examples matters.
        free: keys of `FREE`.
        examples: how many are trained on.
        count: runs of each; where a randomness is free its seeds are 0, 1, ...
        base: seed of every randomness that is fixed.
        result: a key of `SCORES`.
        progress, cancelled: as in `lab.train`.
    """
    plans = [_plan(experiment, FREE[name], place, examples, base) for name in free for place in range(count)]
    run = train_pairs([(each, seed) for each, seed, _ in plans], progress, cancelled)
    runs = pd.DataFrame(
        {
            "free": np.repeat(list(free), count),
            "run": np.tile(np.arange(count), len(free)),
            "score": SCORES[result].of(run, [parts for *_, parts in plans])[:, 0],
            "lift": np.tile(np.arange(count) % LANES / (LANES - 1) * 2 - 1, len(free)),
        }
    )
    spreads = spreads_of(runs)
    sd = spreads.set_index("free")["sd"]
    facts = {
        "sum": np.sqrt((sd.drop(ALL, errors="ignore") ** 2).sum(skipna=False)),
        "together": sd.get(ALL, np.nan),
        "count": count,
        "base": base,
        "epochs": experiment.training.epochs,
        "batch": experiment.training.batch_size,
        "examples": examples,
        "result": result,
    }
    return Spreads(runs=runs, spreads=spreads, facts=facts)


def spreads_of(runs: pd.DataFrame) -> pd.DataFrame:
    """Standard deviations with their 95 % intervals.

        s sqrt((n - 1) / chi2_0.975),  s sqrt((n - 1) / chi2_0.025)

    of n - 1 degrees of freedom: exact for normal scores.

    Args:
        runs: `free`, `score`.

    Source: StatSoft, Statistica help, "Confidence Interval for Sample Standard Deviation".
    """
    from scipy.special import chdtri

    table = runs.groupby("free", sort=False)["score"].agg(["count", "size", "mean", "std"]).reset_index()
    table.columns = ["free", "kept", "diverged", "mean", "sd"]
    freedom = (table["kept"] - 1).where(table["kept"] > 1)
    low, high = (table["sd"] * np.sqrt(freedom / chdtri(freedom, above)) for above in (0.025, 0.975))
    return table.assign(diverged=table["diverged"] - table["kept"], low=low, high=high)


def _plan(experiment: Experiment, free: tuple[str, ...], place: int, examples: int, base: int) -> tuple:
    """Experiment, seed of the weights and split of one run."""
    seeds = {name: place if name in free else base for name in FREE}
    parts = scored.split(replace(experiment.data, seed=seeds[DATA]), examples, seeds[SPLIT])
    order = {"order_seed": seeds[ORDER]} if experiment.training.batch_size else {}
    training = replace(experiment.training, **order)
    return replace(experiment, data=parts.training, training=training), seeds[WEIGHTS], parts


def train_pairs(
    pairs: Sequence[tuple[Experiment, int]],
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Run:
    """Train each experiment from its own seed; `lab.train` would train every experiment from every seed.

    Args:
        pairs: experiments of one architecture, with data of one shape, small enough that every replica brings its own;
            and seeds.
        progress, cancelled: as in `lab.train`.

    Returns:
        A run of one variant a pair, in their order, and one place for the seed; its first and last epoch. Each replica
        is the one that `lab.train` gives for that experiment and seed, to the bit.

    Raises:
        ValueError: the experiments do not share a program.
    """
    from lab.engine.pool import train_all
    from lab.engine.signature import Signature
    from lab.engine.tile import Replica, Tile

    experiments = [experiment for experiment, _ in pairs]
    signature = Signature.of(experiments[0])
    alike = signature.own_data and all(Signature.of(each) == signature for each in experiments)
    checks.require(alike, "These experiments differ in more than values, or their data are too large for one run.")
    limits.check_work(experiments, 1)
    epochs = recorded_epochs(experiments[0].training.epochs, 1, "linear")
    run = Run.empty([{}] * len(pairs), experiments, (0,), epochs, "ends")
    replicas = [Replica(experiment, seed, place, 0) for place, (experiment, seed) in enumerate(pairs)]
    tiles = [Tile(replicas[at : at + signature.tile]) for at in range(0, len(pairs), signature.tile)]
    watch = Watch([tile.signature.steps for tile in tiles], int(epochs[-1]), progress, cancelled)
    train_all(tiles, epochs, run.store, watch)
    return run


def headline(found: Spreads) -> str:
    """Which randomness moves the result most, and which least."""
    ordered = found.single.sort_values("sd", ascending=False)
    if ordered["sd"].isna().any():
        return "No answer: too many runs diverged; a smaller learning rate helps."
    if not ordered["sd"].any():
        return f"None of them: the {found.facts['result']} is the same in all runs."
    most, least = ordered.iloc[0], ordered.iloc[-1]
    alike = found.alike(most["free"])
    if least["free"] in alike:
        return f"All move it about alike: standard deviations of {found.says(least['sd'])} to {found.says(most['sd'])}."
    little = f"{least['free']} least ({amount(least['sd'])})" if least["sd"] else f"{least['free']} not at all"
    if alike:
        first = listed([most["free"], *alike]).capitalize()
        return f"{first} move it about alike (standard deviation up to {found.says(most['sd'])}); {little}."
    moves = "move" if most["free"].endswith("s") else "moves"
    return f"{most['free'].capitalize()} {moves} it most (standard deviation {found.says(most['sd'])}); {little}."


def detail(found: Spreads) -> str:
    """What was moved by how much, what cannot be told apart, runs, step budget and what is fixed."""
    facts, most = found.facts, found.single.sort_values("sd").iloc[-1]
    alike = listed([most["free"], *others]) if most["sd"] and (others := found.alike(most["free"])) else ""
    same = f" Which of {alike} moves it most may be luck: their spreads are too close to tell." if alike else ""
    batches = f"in batches of {facts['batch']}" if facts["batch"] else "with all examples as one batch"
    gone = int(found.spreads["diverged"].sum())
    lost = f" Left out, as they diverged: {counted(gone, 'run')}." if gone else ""
    return (
        f"Measured by the standard deviation of the {facts['result']}, {batches}.{same} ({facts['count']:,} runs of "
        f"each, {counted(facts['epochs'], 'epoch')} of {counted(found.steps, 'step')}, {facts['examples']:,} training "
        f"examples; what is fixed in a row is always drawn with seed {facts['base']}.){lost}"
    )


def one_batch(found: Spreads) -> str:
    """That full batches take few steps, beside the batches that the page begins with; "" with mini-batches."""
    facts = found.facts
    if facts["batch"]:
        return ""
    small = facts["epochs"] * -(-facts["examples"] // BATCH)
    return (
        f"One batch makes {counted(facts['epochs'], 'epoch')} only {counted(facts['epochs'], 'step')}; batches of "
        f"{BATCH} make {small:,} of them. If the results are worse than with those, it is for want of steps, not of an "
        "order: train for more epochs before you compare. "
    )


def no_sum(found: Spreads) -> str:
    """That the parts do not make the whole."""
    total, together = found.facts["sum"], found.facts["together"]
    if not np.isfinite(total + together):
        return ""
    verdict = "less" if together < total else "more"
    if found.near:
        verdict = "here nearly the same, which is luck: no theory asks for it"
    return (
        f"The parts need not add up to the whole. If the variances did, all together would have a standard deviation "
        f"of {found.says(total)}; measured: {found.says(together)} ({verdict}). New data bring another training part "
        "with them, so data and split overlap; and how much one of them moves depends on what the others happen to be: "
        "with another seed for what is fixed the rows change."
    )


def formula(found: Spreads) -> str:
    """The sum of the variances with one's own numbers, as LaTeX."""
    *single, whole = (float(f"{sd:.3g}") for sd in [*found.single["sd"], found.facts["together"]])  # as they are shown
    total, together = (tex(amount(square)) for square in (sum(sd**2 for sd in single), whole**2))
    squares = " + ".join(f"{tex(amount(sd))}^2" for sd in single)
    names = r" + ".join(rf"\mathrm{{var}}_{{\text{{{name}}}}}" for name in found.single["free"])
    sign = r"\approx" if found.near else r"\ne"
    return aligned(
        rf"\mathrm{{var}}_{{\text{{all}}}} &{sign} {names}",
        rf"{tex(amount(whole))}^2 &{sign} {squares}",
        rf"{together} &{sign} {total}",
    )


def rows(found: Spreads) -> str:
    """The pictures in words."""
    parts = [
        f"{row.free} {found.says(row.sd)} ({amount(row.low)} to {amount(row.high)})"
        for row in found.spreads.itertuples()
    ]
    return f"Standard deviation of the {found.facts['result']}, with its 95 % interval: {'; '.join(parts)}."


def dots(found: Spreads) -> alt.Chart:
    """Every run a dot, a row for each randomness."""
    names = list(found.spreads["free"])
    x = alt.X("score:Q").title(scored.title(found.facts["result"])).scale(zero=False).axis(grid=False)
    color = alt.Color("free:N").scale(theme.colors(names)).legend(None)
    base = alt.Chart(found.runs.dropna(), height=alt.Step(54)).mark_point(filled=True, size=26, opacity=0.7)
    return base.encode(
        x,
        alt.Y("free:N").title(None).sort(names),
        alt.YOffset("lift:Q").scale(domain=[-1.6, 1.6]),
        color,
        tooltip=["free:N", "run:Q", alt.Tooltip("score:Q", format=".4g")],
    )


TESTED = (
    "Whether two spreads are too close to tell apart is what Levene's test says, at 5 % for all comparisons together."
)
SPLITS = """\
from sklearn.model_selection import train_test_split

for seed in range(10):
    keras.utils.set_random_seed(seed)
    parts = train_test_split(x, y, test_size=0.3, random_state=seed)
    x_train, x_test, y_train, y_test = parts
    model = build()
    model.fit(x_train, y_train, epochs=20, verbose=0)
    print(seed, model.evaluate(x_test, y_test, verbose=0))"""
TRY = {
    "What if the rest is drawn with another seed?": {"base": 1},
    "Do the first weights matter more for spiral arms?": {"data": "Three spiral arms"},
    "What if every batch is a single example?": {"batch": 1},
    "And if all examples are one batch?": {"batch": WHOLE},
    "Which moves it most with more training data?": {"examples": 300},
    "Is it the same for the training cost?": {"result": "training cost"},
}
