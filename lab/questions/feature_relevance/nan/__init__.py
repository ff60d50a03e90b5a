"""Why does a loss become NaN, and why not with RMSprop?"""

from dataclasses import replace

import numpy as np
import pandas as pd

from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.claim import Claim, Expected
from lab.laws import overflow, relevance, runaway
from lab.numerals import aligned, counted, figure, short, tex
from lab.question import Elsewhere, Question, address
from lab.questions.feature_relevance.nan import falls, picture
from lab.questions.feature_relevance.nan.losses import (
    EXAMPLES,
    LOST,
    MAP_STEPS,
    OTHERS,
    RATES,
    SGD,
    SIZES,
    STATES,
    Losses,
    design,
    measure,
    over_sizes,
    setting,
)  # fmt: skip

QUESTION = Question(
    room="feature_relevance",
    slug="nan",
    title="Loss is NaN",
    ask="Why does my loss become NaN, and why not with RMSprop?",
    group="How fast they get there",
    place=11,
    level="first",
    also=(
        "my loss becomes NaN", "loss is nan after a few epochs keras", "nan loss with SGD but RMSprop works",
        "loss: inf", "exploding gradients", "unscaled features", "I did not scale or normalize my inputs",
        "log of zero", "overflow in exp", "why does Adam work and SGD not",
    ),
    turned={
        (
            "loss is nan in a linear regression of house prices on the area in square feet",
            "nan loss when I predict house prices", "a feature in thousands, such as a price, an area or a year",
        ): {"size": 3000.0},
        (
            "loss first goes down, then suddenly nan", "loss decreases for a while, then is nan",
            "the loss falls and then explodes to nan after some epochs", "training was fine, then the loss is nan",
        ): {"standardise": True, "rate": 0.85, "epochs": 1000},
    },
)  # fmt: skip
FAR = 2  # times the least loss: a larger one is not yet right
FIND = (
    "Find the cause first, with the first line below. False: a gap or ∞ is among your inputs or targets. Sizes far "
    "above 1: the features, or the targets, are not scaled (the largest feature value here: {size})."
)
ELSE = (
    "Standardise targets far above 1, as prices, too, and turn predictions back: else each weight has a long "
    "way to go. Limiting the gradient (`clipnorm`) would stop the NaN but hide its cause: with large targets, hardly "
    "anything is then learned. If sizes are fine, look for a logarithm of 0 (the table below), and try a tenth of the "
    "rate until the loss falls; [Check my network]({check}) trains your own and looks for such causes."
)
CODE = """\
print(np.isfinite(x).all(), np.isfinite(y).all(), abs(x).max(axis=0), abs(y).max())
scale = keras.layers.Normalization()  # of an array, a row per example: df[["area"]].to_numpy()
scale.adapt(x)  # the training x only: mean 0, spread 1
middle, spread = y.mean(), y.std()  # of the training y: the same for the targets
model = keras.Sequential([scale, keras.layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.01), "mse")
stop = keras.callbacks.TerminateOnNaN()
model.fit(x, (y - middle) / spread, epochs=100, callbacks=[stop])
predicted = model.predict(x) * spread + middle  # in the units of y again"""


def knobs(k):
    """How large the feature is, and how it is learned."""
    k.steps("size", "Largest value of the feature", SIZES, 100.0)
    k.toggle("standardise", "Standardise the features", False)
    k.steps("rate", "Learning rate", RATES, 0.01)
    k.choice("other", "Beside SGD", OTHERS, "rmsprop", shown=OTHERS.get)
    k.steps("epochs", "Epochs, of one step each", [30, 100, 300, 1000], 100)
    with k.more():
        k.steps("seeds", "Runs, each from a seed of its own", [1, 4, 8, 16], 8)


def answer(compute, *, size, standardise, rate, other, epochs, seeds):
    """The cost step by step with two optimizers, and what becomes of it at every size and rate."""
    experiment = setting(size, standardise, rate, epochs)
    found = compute(measure, experiment, other, seeds=range(seeds))
    first = Answer(
        headline=headline(found),
        note=note(found),
        blocks=(
            Figure.of(
                picture.curves(found),
                seen(found),
                caption="Line: the median run. Band: the middle 90 % of runs. Dashed: theory for SGD. A line ends "
                "where the cost is no number any more.",
            ),
            Advice(f"{find(found)} {cure(found, standardise)} {ELSE.format(check=address('check'))}", CODE),
            Why(why(found)),
            Formula(stable(found)),
            Section("It fell at first, and then became NaN?", (Words(falls.words(found)),)),
            Section("Other ways to NaN", (Table(other_ways(), OTHER_WAYS),)),
        ),
        experiment=experiment,
    )
    compute.show(first)
    cells, lines = compute(over_sizes, experiment, other)
    more = (
        Section("Every size and every rate", _maps(cells, lines), across=2),
        mathematics(Formula(formulas(found)), Words(BOUNDED)),
    )
    return replace(first, blocks=(*first.blocks, *more))


TRY = {
    "Does standardising cure it?": {"standardise": True},
    "What if the rate is just small enough?": {"rate": 1e-4},
    "What if the feature is an area in square feet, to predict house prices?": {"size": 3000.0},
    "What makes a loss fall first, and then become NaN?": {"standardise": True, "rate": 0.85, "epochs": 1000},
    "Does momentum help?": {"other": "momentum"},
    "How large may the rate be for other columns?": Elsewhere("wall", {}),
    "And where e^z or log(0) overflows?": Elsewhere("numerics", {}),
    "Check my network: which cause is it in mine?": Elsewhere("check", {}),
}


def headline(found: Losses) -> str:
    """How far beyond the largest stable rate it is, and what comes of that."""
    sgd, other = found.median(SGD), found.median(OTHERS[found.other])
    name, times = OTHERS[found.other], short(found.rate / found.largest)
    if found.rate < found.largest:
        limit, learns = _rate(found.largest), "but it learns slowly" if _slow(found) else "and it learns"
        return f"Here it does not become NaN: the rate is below {limit}, SGD's largest stable one; {learns}."
    if said := falls.headline(found):
        return said
    if np.isinf(sgd["infinite"]):
        return f"Here the rate is {times} times too large for SGD: its loss grows, though not yet to NaN."
    ends = f"{name}'s is lost too"
    if np.isinf(other["infinite"]):
        badly = ", but learns badly" if other["cost"] > FAR * found.least else ""
        ends = f"{name} stays finite{badly}"
    if np.isinf(sgd["lost"]):
        return f"Here the rate is {times} times too large for SGD: its loss is infinite; {ends}."
    return f"Here the rate is {times} times too large for SGD: NaN after {counted(sgd['lost'], 'step')}; {ends}."


def find(found: Losses) -> str:
    """How to tell features that are not scaled, with the size of these."""
    return FIND.format(size=short(np.abs(design(found.experiment)[0][:, :-1]).max()))


def cure(found: Losses, standardised: bool) -> str:
    """What makes SGD stable on these data: their scale, or the rate."""
    limit = f"a rate below {_rate(found.largest)}, the largest stable one"
    if standardised:
        return f"These features are standardised already; SGD then needs {limit}."
    scaled = replace(found.experiment, data=replace(found.experiment.data, standardize=True))
    stable = _rate(relevance.largest_rate(design(scaled)[0]))
    return f"Then standardise them: with these data SGD is then stable up to a rate of {stable}; else it needs {limit}."


def _rate(value: float) -> str:
    """A rate, or the step that it makes, as the knob of the rate writes it: "0.01", "2.99 × 10⁻⁷"."""
    return figure(value, 3)


def _slow(found: Losses) -> bool:
    """Whether SGD, stable, is still far from the least cost."""
    return found.median(SGD)["cost"] > FAR * found.least


def note(found: Losses) -> str:
    """When it overflows, measured and predicted; where the other ends; runs and steps."""
    sgd, runs = found.median(SGD), len(found.ends["seed"].unique())
    many = "One run" if runs == 1 else f"Medians of {runs} runs"
    told = ""
    if found.rate >= found.largest:
        scale = "" if found.experiment.data.standardize else "standardise the features, or "
        told = f"Cure: {scale}take a rate below {_rate(found.largest)}. "
    if np.isfinite(sgd["infinite"]):
        told += (
            f"SGD's loss is beyond all float32 numbers after {counted(sgd['infinite'], 'step')} "
            f"(predicted: {figure(found.overflow)}). "
        )
    ends = "; ".join(f"{name}: {_end(found.median(name))}" for name in (SGD, OTHERS[found.other]))
    return (
        f"{told}Loss at the end: {ends}; the least possible is {short(found.least)}. {many} of "
        f"{counted(found.experiment.training.epochs, 'step')}, {EXAMPLES} examples a step."
    )


def _end(ends: pd.Series) -> str:
    return "NaN" if np.isfinite(ends["lost"]) else short(ends["cost"])


def why(found: Losses) -> str:
    """Why SGD's steps grow, and the other's do not."""
    factor = 1 - found.rate * found.curvature
    along = "in one direction of the weights" if found.experiment.data.standardize else "along the largest feature"
    start = (
        f"{falls.why(found)}The loss is steepest {along}: there its curvature λ is {short(found.curvature)}. Each step "
        f"of SGD multiplies what is still wrong by 1 − rate · λ, here {short(factor)}."
    )
    grows = (
        " Its size is above 1, so every step overshoots by more than the step before. The numbers grow until float32 "
        "has none left (3.4 × 10³⁸) and says ∞; then ∞ − ∞ is NaN, and whatever NaN is added to is NaN."
        if abs(factor) > 1
        else " Its size is below 1, so what is wrong shrinks from step to step."
    )
    if found.rate < found.largest and _slow(found):
        steps = counted(found.experiment.training.epochs, "step")
        grows += (
            f" Along flatter directions it shrinks more slowly still: after {steps} the loss is "
            f"{short(found.median(SGD)['cost'])}, where {short(found.least)} is possible."
        )
    return f"{start}{grows} {_of_the_other(found)}"


def _of_the_other(found: Losses) -> str:
    name, ends = OTHERS[found.other], found.median(OTHERS[found.other])
    bound = runaway.longest_step(found.other, found.rate)
    if np.isinf(bound):
        X, _ = design(found.experiment)
        largest = relevance.largest_rate(X, "momentum")
        return (
            f"Momentum adds up past steps; its largest stable rate is {_rate(largest)}: the limit has moved, no more."
        )
    far = (
        f" Finite is not yet right: its loss ends at {short(ends['cost'])}, where {short(found.least)} is possible "
        f"and always saying the mean target has {short(found.blind)}."
        if ends["cost"] > FAR * found.least
        else ""
    )
    return (
        f"{name} divides each gradient by its own recent size, so that no step moves a weight by more than "
        f"{short(bound / found.rate)} times the rate, however steep the loss: {_rate(bound)} here, and the longest "
        f"was {_rate(ends['step'])}.{far}"
    )


def seen(found: Losses) -> str:
    """The curves in words."""
    told = []
    for name in (SGD, OTHERS[found.other]):
        ends = found.median(name)
        if np.isfinite(ends["lost"]):
            told.append(f"{name}: no finite number from step {ends['infinite']:.0f} on, NaN from {ends['lost']:.0f} on")
        elif np.isfinite(ends["infinite"]):
            told.append(f"{name}: infinite from step {ends['infinite']:.0f} on")
        else:
            told.append(f"{name}: {short(ends['cost'])} at the end")
    return f"Loss over the steps. {'. '.join(told)}."


def stable(found: Losses) -> str:
    """The rule for the rate, with the numbers."""
    curvature, largest = tex(figure(found.curvature)), tex(figure(found.largest))
    return aligned(rf"\text{{SGD is stable: rate}} &< \frac{{2}}{{\lambda}} = \frac{{2}}{{{curvature}}} = {largest}")


def formulas(found: Losses) -> str:
    """The curvature, what a step does, and the bound of the other, with the numbers."""
    rate, factor = tex(figure(found.rate)), tex(figure(1 - found.rate * found.curvature))
    lines = [
        rf"\lambda &= \text{{largest eigenvalue of }} \tfrac{{2}}{{n}} X^\top X = {tex(figure(found.curvature))}",
        rf"d_{{t+1}} &= (1 - \eta\lambda)\, d_t = (1 - {rate} \cdot {tex(figure(found.curvature))})\, d_t = "
        rf"{factor}\, d_t",
    ]
    bound = runaway.longest_step(found.other, found.rate)
    if np.isfinite(bound):
        share = r"\frac{\eta}{\sqrt{1 - \rho}}"
        share = share if found.other == "rmsprop" else r"\eta\,\frac{1 - \beta_1}{\sqrt{1 - \beta_2}}"
        lines.append(rf"\text{{{OTHERS[found.other]}: }} |\Delta w| &\le {share} = {tex(figure(bound))}")
    return aligned(*lines)


BOUNDED = (
    "X holds the features and a column of ones, n the number of examples; d is the distance from the best weights "
    "along the steepest direction. RMSprop keeps v = ρ v + (1 − ρ) g², so √v is at least √(1 − ρ) · |g|, and its step "
    "η g ÷ √v is bounded whatever g is. Bounds are for ρ = 0.9 and for β = 0.9 and 0.999, as in Keras."
)
OTHER_WAYS = (
    "Each line is computed in float32 as it is written. One such number is enough: the mean of a loss that holds NaN "
    "is NaN, and after one step so are all weights. In a deep network gradients can also explode from layer to layer: "
    "limit them (clipnorm). That keeps the loss finite, as RMSprop and Adam do, but makes no unscaled feature easy to "
    "learn."
)


def other_ways() -> pd.DataFrame:
    """What else gives no number, computed in float32."""
    zero, most = np.float32(0), np.float32(overflow.highest("float32"))
    with np.errstate(all="ignore"):
        power = np.exp(most + np.float32(1))
        column = np.full(3, 5, np.float32)
        rows = [
            ("Logarithm of 0", "0 · log(0)", zero * np.log(zero), "from_logits=True in the loss"),
            ("Power too large", f"e^{most + 1:.1f}", power, "from_logits=True in the loss"),
            ("Softmax written out", f"e^{most + 1:.1f} ÷ itself", power / power, "subtract the largest logit"),
            ("Column without spread", "(x − mean) ÷ spread", ((column - column.mean()) / column.std())[0],
             "leave the column out"),
            ("One missing value", "mean of 1, 2 and a gap", np.mean(np.array([1, 2, np.nan], np.float32)),
             "np.isfinite(x).all() before fit"),
            ("Slope of a root at 0", "0 · 1 ÷ √0", zero * (np.float32(1) / np.sqrt(zero)), "√(x + 10⁻⁷)"),
        ]  # fmt: skip
    shown = [(name, how, figure(float(value)), cure) for name, how, value, cure in rows]
    return pd.DataFrame(shown, columns=["What", "As", "Gives", "Instead"])


def _maps(cells: pd.DataFrame, lines: pd.DataFrame) -> tuple[Figure, ...]:
    """What becomes of every size and rate, a map for each optimizer."""
    border = (
        f"SGD's largest stable rate falls from {_rate(lines['rate'].iloc[0])} for a feature up to 1 to "
        f"{_rate(lines['rate'].iloc[-1])} for one up to 10,000."
    )
    figures = []
    for name, rows in cells.groupby("optimizer", sort=False):
        told = ", ".join(f"{(rows['state'] == state).sum()} {state}" for state in STATES)
        caption = (
            "Dashed: theory, SGD's largest stable rate, 2 ÷ λ."
            if name == SGD
            else f"Each cell is one run of {MAP_STEPS:,} steps. *Learns*: better than always saying the mean target."
        )
        says = f"{name}, {len(rows)} settings: {told}. {border if name == SGD else ''}".strip()
        figures.append(Figure.of(picture.over_sizes(cells, lines, name), says, caption=caption))
    return tuple(figures)


def _measured(compute, *, size, standardise, rate, other, epochs, seeds) -> tuple[float, ...]:
    """Steps to overflow over predicted; runs lost with the other; its longest step over its bound; the border."""
    experiment = setting(size, standardise, rate, epochs)
    found = measure(experiment, other, range(seeds), **compute.signals)
    sgd, others = (found.ends[found.ends["optimizer"] == name] for name in (SGD, OTHERS[other]))
    cells, lines = over_sizes(experiment, other, **compute.signals)
    bound = lines.set_index("size")["rate"]
    plain = cells[cells["optimizer"] == SGD].assign(limit=lambda rows: rows["size"].map(bound))
    above, below = plain[plain["rate"] > 3 * plain["limit"]], plain[plain["rate"] < plain["limit"]]
    return (
        float(sgd["infinite"].median() - found.overflow),
        float(np.isfinite(others["infinite"]).sum()),
        float(others["step"].max() / runaway.longest_step(other, rate)),
        100 * float((above["state"] == LOST).mean()),
        float((below["state"] == LOST).sum()),
    )


CLAIMS = (
    Claim(
        id="N01",
        question="Why is the loss NaN with SGD on features that are not scaled, and not with RMSprop?",
        claim="SGD on features that are not normalised gives NaN unless the rate is made tiny; normalise the features.",
        source="stats.stackexchange.com/questions/284189",
        figures=(
            Expected(name="steps until SGD's loss overflows, minus predicted", expected=0, tolerance=1),
            Expected(name="runs with RMSprop that are lost, of 8", expected=0),
            Expected(name="RMSprop's longest step over its bound", expected=1.001, way="at most"),
            Expected(name="% of rates above 3 times 2 ÷ λ that are lost", expected=100),
            Expected(name="rates below 2 ÷ λ that are lost", expected=0),
        ),
        measure=_measured,
        because="the rate is above 2 ÷ λ, λ the largest curvature of the loss. With more than three times that rate "
        "{3} % of the settings are ∞ or NaN after 1,000 steps; of the settings below 2 ÷ λ, {4} are. RMSprop is lost "
        "in {1} of 8 runs, as the length of its steps is bounded.",
        verdict="holds only when",
    ),
)
