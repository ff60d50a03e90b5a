"""How many useless columns are too many?"""

import re

import numpy as np
import pandas as pd

import lab
from lab.answer import Advice, Answer, Figure, Formula, Section, Why, Words, mathematics
from lab.claim import Claim, Expected
from lab.knob import number
from lab.laws import fresh_error as law
from lab.log_axis import LogAxis
from lab.numerals import aligned, counted, figure, percent, percentage, short, tex
from lab.question import Question, address
from lab.questions.feature_relevance.risk.picture import courses_chart, curve_chart
from lab.questions.feature_relevance.risk.sets import MOST, Risks, ends, experiment, made, measure, with_own

QUESTION = Question(
    room="feature_relevance",
    slug="risk",
    title="How many are too many?",
    ask="How many useless columns are too many?",
    group="Many columns",
    place=8,
    also=(
        "many more parameters than examples",
        "overfitting with many irrelevant features", "double descent", "more features than examples",
        "how many features for my data", "overfitting with too many columns", "too many features",
        "more columns than rows", "p greater than n", "curse of dimensionality",
        "training error zero but test error large", "do random columns hurt", "generalization with useless inputs",
        "feature noise makes test error worse",
        "gap between validation loss and training loss",
        "why does the network not ignore many random features",
    ),
    turned={
        (
            "added 20 random columns: train error better, test error worse",
            "my data have 20 random columns beside the useful one",
        ): {"columns": 21},
        (
            "does a random feature lower my accuracy", "will accuracy go down if I add a random feature",
            "does one noise column make predictions on new data worse",
        ): {"columns": 2},
    },
)  # fmt: skip
SAID = re.compile(r"\b(\d+)\s+(?:useless|random|noise|noisy|irrelevant)\s+(?:number\s+)?(?:columns|features|inputs)\b")
TIMES, MANY = 3, 10  # from where on an error is said in times; times as many examples, for comparison
TWICE = 2.0  # times the noise: with such an error on fresh examples, columns are too many
NO_MEAN = "and in some so large that no average over them settles (theory: ∞)"


def knobs(k):
    """How many columns and examples, how noisy, and how long it is trained."""
    k.steps("columns", "Columns of your model: x1 and useless ones", range(1, MOST + 1), 15)
    k.choice("examples", "Examples", [10, 20, 30], 30)
    k.steps("noise", "Noise of the targets (standard deviation)", [0.0, 0.1, 0.3, 1.0, 3.0], 1.0)
    k.choice("worth", "What x1 is worth", [0.0, 1.0, 3.0], 1.0, shown=number)
    epochs = [100, 300, 1000, 3000, 10_000, 30_000]
    k.steps("epochs", "Epochs", epochs, 3000)
    with k.more():
        k.choice("begin", "First weights: standard deviation", [0.0, 0.3, 1.0], 0.0, shown=number)
        k.choice("draws", "Data sets", [100, 300, 1000], 1000, shown=number)
        k.steps("rate", "Learning rate", [0.01, 0.02, 0.05, 0.1, 0.2], 0.05)


def reads(text: str) -> dict[str, object]:
    """The columns as a text sets them: so many random ones, and x1."""
    numbers = [int(number) for number in SAID.findall(text.lower())]
    return {"columns": numbers[-1] + 1} if numbers and numbers[-1] < MOST else {}


def answer(compute, *, columns, examples, noise, worth, epochs, begin, draws, rate):
    """The error on fresh examples against the number of columns, and over training."""
    training = {"epochs": epochs, "learning_rate": rate}
    whole = experiment(MOST, examples, noise, worth, begin, **training)
    found = with_own(compute(measure, whole, examples=examples, sigma=noise, worth=worth, draws=draws), columns)
    says = f"{errors(found, columns)} {shape(found)}"
    return Answer(
        headline=headline(found, columns),
        note=f"{usual(found)} Mean of {counted(draws, 'data set')} of {examples} examples; each error is exact over "
        "all fresh examples: those that were not trained on.".strip(),
        blocks=(
            Figure.of(
                curve_chart(*curve(found, columns)), says,
                caption="On fresh examples, and on those that it was trained on. Thick line: mean over the data sets, "
                "where there is one; thin: their median; band: the middle 90 %. Dashed: theory, of the mean.",
            ),
            Why(_why(found)),
            Advice(
                "Have several times as many examples as columns; else leave columns out, or stop early. "
                "Judge by examples that were not trained on.",
                "model = keras.Sequential([keras.layers.Dense(1)])\n"
                'model.compile("sgd", "mse")\n'
                'stop = keras.callbacks.EarlyStopping(patience=20, restore_best_weights=True)\n'
                "model.fit(x, y, validation_split=0.3, epochs=1000, callbacks=[stop])",
            ),
            Section(
                "Does stopping early help?",
                (
                    Words(stopped(found)),
                    Figure.of(
                        courses_chart(*courses(found)), stopped(found),
                        caption=agreement(found),
                    ),
                ),
            ),
            mathematics(Formula(formulas(found, columns)), Words(meanings(found))),
        ),
        experiment=experiment(columns, examples, noise, worth, begin, **training),
    )  # fmt: skip


TRY = {
    "Does one random column among many examples lower the accuracy?": {"columns": 2},
    "And 20 random columns?": {"columns": 21},
    "What if there are as many columns as examples?": {"columns": 30},
    "And twice as many?": {"columns": 60},
    "What if there are ten examples only?": {"examples": 10},
    "What if the targets have no noise?": {"noise": 0.0, "columns": 40},
    "What if the weights start far from 0?": {"begin": 1.0, "columns": 60},
}


def headline(found: Risks, columns: int) -> str:
    """Whether this many columns are too many, by the error on fresh examples."""
    own, noise, alone = at(found, columns), found.facts["sigma"].iloc[0] ** 2, at(found, 1)["mean"]
    error, useless = own["mean"], counted(columns - 1, "useless column")
    are, without = ("are", "them") if columns > 2 else ("is", "it")
    if columns == 1:
        return f"One column is not too many: the squared error on fresh examples is {short(error)}."
    if not np.isfinite(own["law"]):
        return f"{useless} {are} far too many: beside about as few examples, the error on fresh ones becomes huge."
    if not noise:
        says = f"is {short(error)} although there is no noise" if error else "stays 0 without noise"
        return f"{useless} {are} {'' if error else 'not '}too many: the error on fresh examples {says}."
    verdict = "too many" if error >= TWICE * noise else "not too many"
    more = (
        f"{percent(error / alone - 1)} larger than" if error < TIMES * alone else f"{short(error / alone)} times that"
    )
    return f"{useless} {are} {verdict} here: the error on fresh examples is {more} without {without}."


def usual(found: Risks) -> str:
    """What theory says of the usual case: one useless column among many examples; "" without noise."""
    n, sigma = int(found.facts["examples"].iloc[0]), found.facts["sigma"].iloc[0]
    if not sigma:
        return ""
    more = [law.risk(2, many, sigma, 0.0) / law.risk(1, many, sigma, 0.0) - 1 for many in (n, MANY * n)]
    return (
        "One useless column among many examples, the usual case, does hardly any harm: it makes the error "
        f"{percentage(more[0])} larger with {n} examples, {percentage(more[1])} with {MANY * n} (theory)."
    )


def _why(found: Risks) -> str:
    """Why columns do harm, and from where on."""
    if not found.facts["sigma"].iloc[0]:
        return (
            "Without noise every target is exactly what x1 makes of it, so with enough examples training finds that "
            f"useless columns weigh nothing. With fewer examples than columns it has a choice, and errs. {shape(found)}"
        )
    return (
        "A useless column resembles the noise of the targets a little, by chance. Training uses that: each column "
        "makes the error on the training examples smaller and that on fresh ones larger. With about as many columns "
        "as examples the fit must go through every noisy target, and the weights become huge. With still more there "
        f"are many such fits, and gradient descent ends at the one nearest to its start. [Nothing sets the weights of "
        f"useless columns to zero]({address('null')}). {shape(found)}"
    )


def errors(found: Risks, columns: int) -> str:
    """The error of one's own number of columns beside that of x1 alone and of the noise alone."""
    own, alone, noise = at(found, columns), at(found, 1)["mean"], found.facts["sigma"][0] ** 2
    error = short(own["mean"])
    if not np.isfinite(own["law"]):
        error = f"in half of all data sets above {short(own['mid'])}, {NO_MEAN}"
    return (
        f"Squared error on fresh examples with {counted(columns, 'column')}: {error}; with x1 alone {short(alone)}; "
        f"noise alone {figure(noise)}. On the examples that it was trained on: {short(own['own'])}."
    )


def shape(found: Risks) -> str:
    """Where the error doubles, what it is with as many columns as examples, and beyond."""
    facts, curve = found.facts.iloc[0], found.curve
    n, last, alone = int(facts["examples"]), at(found, MOST)["mean"], at(found, 1)["mean"]
    if facts["sigma"] == 0 and not (curve["mean"] > 0).any():
        return "Without noise, and with nothing to be found, no number of columns makes an error."
    if facts["sigma"] == 0:
        return (
            f"Without noise useless columns do no harm until there are more columns than the {n} examples; with {MOST} "
            f"the error is {short(last)}."
        )
    beyond = "still more than" if last > alone else "no more than"
    return (
        f"The noise alone is {figure(facts['sigma'] ** 2)}; the error is twice that or more {_doubled(curve, facts)} "
        f"(theory: from {figure(law.doubled(n))} on, about half as many as examples). With {n} columns, as many as "
        f"examples, it is above {short(at(found, n)['mid'])} in half of all data sets, {NO_MEAN}; with {MOST} it is "
        f"{short(last)}, {beyond} with x1 alone."
    )


def _doubled(curve: pd.DataFrame, facts: pd.Series) -> str:
    """Up to where, from where on, and from where to where the error is at least twice the noise."""
    high = curve["mean"] >= 2 * facts["sigma"] ** 2
    first, last = (int(curve.loc[high, "columns"].iloc[place]) for place in (0, -1))
    return f"from {first} columns on" if last == curve["columns"].max() else f"from {first} to {last} columns"


def stopped(found: Risks) -> str:
    """What stopping early does where there are as many columns as examples."""
    facts = found.facts.iloc[0]
    n, epochs = int(facts["examples"]), figure(facts["epochs"])
    course = found.trained[found.trained["columns"] == n].reset_index(drop=True)
    last = course["mean"].iloc[-1]
    if not np.isfinite(last):
        return f"Trained for {epochs} epochs, models with {n} columns diverge: the rate is too large."
    best = course.loc[course["mean"].idxmin()]
    without = " Endless training would make it far larger: the slowest direction is not there yet."
    trained = (
        f"Really trained, for {epochs} epochs, models with {n} columns have the error {figure(last)}."
        f"{without if facts['sigma'] else ''}"
    )
    when = {0: "before the first epoch", 1: "after 1 epoch"}.get(best["epoch"], f"after {figure(best['epoch'])} epochs")
    early = f" Their error is least {when}: {figure(best['mean'])}. Stopping early helps."
    return trained + (early if best["epoch"] < facts["epochs"] else "") + f" (Mean of {figure(facts['trained'])} sets.)"


def agreement(found: Risks) -> str:
    """What the dashes are, and which models diverged."""
    gone = found.trained.groupby("columns")["mean"].last()
    gone = [str(p) for p, mean in gone.items() if not np.isfinite(mean)]
    lost = f" Models with {', '.join(gone)} columns diverged." if gone else ""
    return f"Dashed: gradient descent in closed form.{lost}"


def formulas(found: Risks, columns: int) -> str:
    """The law of one's own number of columns with its numbers, as LaTeX."""
    facts = found.facts.iloc[0]
    n, p, sigma = int(facts["examples"]), columns, facts["sigma"]
    missed = facts["worth"] ** 2 + facts["begin"] ** 2 * p
    square, value = tex(figure(sigma**2)), tex(figure(law.risk(p, n, sigma, missed)))
    lines = [r"E &= \sigma^2 + |w - b|^2"]
    if sigma and n - 1 <= p <= n + 1:
        return aligned(*lines, rf"p &= {p}, \; n = {n}: \; |p - n| \le 1", r"\overline{E} &= \infty")
    if p <= n:
        noisy = [
            r"\overline{E} &= \sigma^2 \left(1 + \frac{p}{n - p - 1}\right)",
            rf"&= {square} \left(1 + \frac{{{p}}}{{{n} - {p} - 1}}\right) = {value}",
        ]
        return aligned(*lines, *(noisy if sigma else [r"\sigma = 0: \; \overline{E} &= 0"]))
    noisy = rf" + {square} \left(1 + \frac{{{n}}}{{{p} - {n} - 1}}\right)" if sigma else ""
    return aligned(
        *lines,
        r"\overline{E} &= |b - w_0|^2 \left(1 - \frac{n}{p}\right)",
        *([r"&\quad + \sigma^2 \left(1 + \frac{n}{p - n - 1}\right)"] if sigma else []),
        rf"&= {tex(figure(missed))} \left(1 - \frac{{{n}}}{{{p}}}\right)",
        *([rf"&\quad{noisy}"] if sigma else []),
        rf"&= {value}",
    )


def meanings(found: Risks) -> str:
    """What the letters are."""
    facts = found.facts.iloc[0]
    return (
        f"p: columns of the model, standard normal, without a bias; n = {figure(facts['examples'])} examples; "
        f"b: the true weights ({figure(facts['worth'])} for x1, 0 for the others); w: those after training; w₀: at the "
        f"start (standard deviation {figure(facts['begin'])}); σ = {figure(facts['sigma'])}, the noise. E is the error "
        "of one model on endless fresh examples, Ē its mean over data sets."
    )


def curve(found: Risks, columns: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, LogAxis]:
    """The curve, the trained models and what is marked, with places on an axis that has a row for 0, and that axis."""
    last = found.trained.groupby("columns").tail(1)[["columns", "mean", "low", "high"]]
    line = found.curve.assign(mean=found.curve["mean"].where(np.isfinite(found.curve["law"])))
    shown = [line[["mid", "low", "high", "own"]].to_numpy().ravel(), last[["mean", "low", "high"]].to_numpy().ravel()]
    axis = LogAxis.of(np.concatenate(shown))
    return _placed(line, axis), _placed(last, axis), _marks(found, columns), axis


def _placed(frame: pd.DataFrame, axis: LogAxis) -> pd.DataFrame:
    """Every error at its place; what is missing, or an infinite law, stays missing."""
    names = [name for name in frame.columns if name != "columns"]
    kept = {name: frame[name].notna() & ~((name == "law") & np.isinf(frame[name])) for name in names}
    return frame.assign(**{name: np.where(kept[name], axis.place(frame[name]), np.nan) for name in names})


def _marks(found: Risks, columns: int) -> pd.DataFrame:
    """Where there are as many columns as examples, and one's own model: the labels on different sides."""
    examples, own = int(found.facts["examples"][0]), at(found, columns)
    own = own["mean"] if np.isfinite(own["law"]) else own["mid"]
    law = "p = n, theory: ∞" if found.facts["sigma"][0] else "p = n"
    sides = ("left", "right") if columns > examples else ("right", "left") if columns < examples else ("left", "right")
    sides = (sides[0], "right" if columns < MOST / 4 else "left" if columns > 3 * MOST / 4 else sides[1])
    rows = {"columns": [examples, columns], "label": [law, f"yours: {figure(own)}"], "side": sides}
    return pd.DataFrame(rows).assign(own=[False, True])


def at(found: Risks, columns: int) -> pd.Series:
    """The row of the curve with this number of columns."""
    return found.curve.set_index("columns").loc[columns]


def courses(found: Risks) -> tuple[pd.DataFrame, LogAxis]:
    """The error over training of models with half as many columns as examples, as many, and the most."""
    examples = int(found.facts["examples"][0])
    shown = found.trained[found.trained["columns"].isin([examples // 2, examples, MOST])]
    axis = LogAxis.of(shown[["mean", "foretold"]].to_numpy())
    says = [f"{p} columns" for p in shown["columns"]]
    return shown.assign(says=says, mean=axis.place(shown["mean"]), foretold=axis.place(shown["foretold"])), axis


def _spreads(compute, *, columns, examples, noise, worth, begin, draws, epochs, rate) -> tuple[float, ...]:
    """Spread of end points over seeds: more weights than examples, the same over data, fewer weights."""
    training = {"epochs": epochs, "learning_rate": rate}
    whole = experiment(MOST, examples, noise, worth, begin, **training)
    found = compute(measure, whole, examples=examples, sigma=noise, worth=worth, draws=draws)
    wide, narrow = (_spread(compute, p, examples, begin, draws, training) for p in (columns, 5))
    return wide, at(found, columns)["mean"], narrow


def _spread(compute, columns: int, examples: int, begin: float, seeds: int, training: dict) -> float:
    """Sum of the weights' variances over seeds, each trained on the same examples."""
    one = experiment(columns, examples, 0.0, 0.0, begin, **training)
    run = compute(lab.train, one, seeds=range(seeds), recorded=1, weights="ends")
    return float(run.arrays[0][0, :, -1, :columns, 0].astype(float).var(axis=0, ddof=1).sum())


def _useless(compute, *, columns, examples, noise, worth, begin, draws, epochs, rate) -> tuple[float, ...]:
    """Spread of the useless weights, and what they cost on fresh examples."""
    whole = experiment(MOST, examples, noise, worth, begin, epochs=epochs, learning_rate=rate)
    found = compute(measure, whole, examples=examples, sigma=noise, worth=worth, draws=draws)
    sets = [made(draw, examples, noise, worth) for draw in range(draws)]
    x, y = (np.stack(arrays) for arrays in zip(*sets, strict=True))
    last = ends(x[..., :columns], y, np.zeros((draws, columns)))  # (draw, weight)
    return last[:, 1:].std(), at(found, columns)["mean"] - noise**2


CLAIMS = (
    Claim(
        id="L11",
        question="How many useless columns are too many?",
        claim="With n examples, p columns of sd 1 and noise of sd σ in the targets, the weight of a useless column "
        "has the standard deviation σ / √(n − p − 1), and the squared error on fresh examples is larger than the "
        "noise's by σ² p / (n − p − 1).",
        source="Gauss-Markov and Student's t (lab.laws.noise_columns, lab.laws.fresh_error)",
        settings={"columns": 5},
        figures=(
            # 1,000 data sets, n = 30, p = 5, σ = 1; both have four standard errors of 0.02
            Expected(name="standard deviation of a useless weight", expected=0.20412, tolerance=0.02),
            Expected(name="squared error beyond σ²", expected=0.20833, tolerance=0.02),
        ),
        measure=_useless,
    ),
    Claim(
        id="L12",
        question="When is the seed forgotten?",
        claim="With more weights than examples, runs from different seeds end at different weights: what no example "
        "settles stays as it started. With enough different examples all end at the same weights.",
        source="plain algebra: the end point is w0 + X⁺(y − X w0) (lab.laws.relevance)",
        settings={"columns": 25, "examples": 10, "noise": 0.0, "worth": 0.0, "begin": 0.3},
        figures=(
            # four standard errors over 1,000 seeds: 4 · 0.3² √(2 · 15 / 1,000) = 0.062
            Expected(name="spread of the ends: 25 weights, 10 examples, s = 0.3", expected=1.35, tolerance=0.062),
            Expected(name="the same on data of each seed's own", expected=1.35, tolerance=0.062),
            Expected(name="the same: 5 weights, 10 examples", expected=1e-6, way="at most"),
        ),
        measure=_spreads,
    ),
)
