"""What makes equal neurons different, and what does not?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

import lab
from lab import data, moving
from lab.answer import Advice, Answer, Figure, Section, Why
from lab.charts import moving as moving_chart
from lab.charts import theme, traces
from lab.claim import Claim, Expected
from lab.datasets import TITLES
from lab.experiment import Experiment, default_head
from lab.headline import fits
from lab.initial import starts
from lab.lazy import alt
from lab.log_axis import LogAxis
from lab.numerals import counted, short
from lab.prose import listed
from lab.question import Question
from lab.questions.neuron_differentiation.breaking.suspects import (
    ARRANGEMENTS,
    CONTROL,
    MORE_SUSPECTS,
    SUSPECTS,
    equal_starts,
    measure,
    over_seeds,
)
from lab.specs import Init, Network, Training

QUESTION = Question(
    room="neuron_differentiation",
    slug="breaking",
    title="What breaks it?",
    ask="What makes equal neurons different, and what does not?",
    group="Two neurons",
    place=4,
    level="first",
    also=(
        "symmetry breaking", "what allows neurons to become different",
        "does dropout or Adam break the symmetry", "Adam gives each weight its own step, do identical units part",
        "how do I break the symmetry", "do random starting weights break the symmetry",
        "does shuffling or noise separate identical units", "what makes units learn different features",
        "does weight decay make units differ", "why are weights initialised randomly",
        "should all units start with different values", "does GaussianNoise make equal neurons different",
        "a layer of equal units learns like one unit", "is random initialisation still needed with dropout",
    ),
    turned={
        (
            "initialise every weight with the same constant",
            "all my weights are equal",
            "all weights start at the same number, or value",
            "all weights 1", "every weight 0.5 at the start",
            "all parameters equal at the beginning", "set every weight to one",
            "all ones as starting weights",
            "keras.initializers.Constant or Ones as kernel_initializer",
        ): {"equal": "all equal, every weight 0.5"},
    },
)  # fmt: skip
LAYERS = {"2": (2,), "4": (4,), "8": (8,), "4 and 4": (4, 4)}
START = Experiment(
    data=data.Data("circles", n=100),
    network=Network(hidden=(4,), activation="tanh", output="sigmoid"),
    init=Init("normal", stddev=0.5, bias="same"),
    training=Training(loss="binary_crossentropy", learning_rate=1.0, epochs=300),
)
# arrangement -> width -> the group that each unit belongs to; units of a group start equal
FIRST, *MORE, CONSTANT = ARRANGEMENTS
SMALL, GROWN = 0.1, 2.0  # a difference up to SMALL that is less than GROWN times as large as it was has hardly grown


def knobs(k):
    """Which units start equal, and what they are trained with."""
    k.choice("equal", "Units that start equal", ARRANGEMENTS, FIRST)
    k.choice("hidden", "Hidden units", LAYERS, "4")
    k.steps("epsilon", "Size of the difference of a weight", [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0], 1e-3)
    k.toggle("more", "More optimizers and activations", False)
    with k.more():
        data = ["circles", "moons", "xor", "blobs"]
        k.choice("data", "Data", data, "circles", shown=TITLES.get)
        k.choice("activation", "Activation", ["tanh", "sigmoid", "relu"], "tanh")
        k.steps("rate", "Learning rate", [0.01, 0.05, 0.1, 0.2, 0.5, 1.0], 1.0)
        k.steps("epochs", "Epochs", [10, 30, 100, 300], 300)
        k.steps("seeds", "Runs of each", [1, 2, 4, 8, 16], 8)


def answer(compute, *, equal, epsilon, more, seeds, **settings):
    """Every suspect, and how far apart units that started equal are at the end."""
    suspects = [*SUSPECTS, *(MORE_SUSPECTS if more else [])]
    experiment = _experiment(**settings)
    chosen = {"seeds": range(seeds), "suspects": suspects, "arrangement": equal, "epsilon": epsilon}

    begun = lab.vary(experiment, {"init.weights": [each[0] for each in equal_starts(experiment, [0], equal)]})

    def told(found: pd.DataFrame, *more: Section) -> Answer:
        return _answer(over_seeds(found), begun, equal, epsilon, seeds, more)

    def partly(some: pd.DataFrame) -> None:
        compute.show(told(some), {"suspects": (some["suspect"].nunique(), len(suspects))})

    found = compute(measure, experiment, **chosen, partly=partly)
    return told(found, *_moving(compute, experiment, equal))


def _answer(
    summary: pd.DataFrame, experiment: Experiment, equal: str, epsilon: float, seeds: int, more: Sequence[Section]
) -> Answer:
    answer, epochs = headline(summary, equal), counted(experiment.training.epochs, "epoch")
    says = f"{answer} {names(summary)}"
    return Answer(
        headline=answer,
        note=f"{_ends(summary, epsilon, epochs)}{counted(seeds, 'run')} of each.",
        blocks=(
            Figure.of(
                suspects_chart(*drawn(summary, epsilon)), says,
                caption="Dot: median run. Bar: from the least to the largest. In the grey strip: exactly equal. "
                f"Dashed: how far apart a weight that differs starts. “{CONTROL[0].upper()}{CONTROL[1:]}” is no "
                "suspect but the control.",
            ),
            Why(agreement(summary)),
            Advice(
                "Let the weights start random and different: that is Keras's default. With constants in a layer and in "
                "the next one, all units of it stay copies of the first, and the layer learns no more than one unit "
                "can: the loss may fall while the accuracy stays low. Biases may all start at zero.",
                'keras.layers.Dense(25, activation="relu", kernel_initializer="he_normal")  # different from the start',
            ),
            *more,
        ),
        experiment=experiment,
    )  # fmt: skip


def _moving(compute, experiment: Experiment, arrangement: str) -> tuple[Section, ...]:
    """The network of seed 0 with equal units, and as it is drawn, where all of it fits in a picture."""
    if not moving_chart.fits(experiment):
        return ()
    weights = {
        f"Start: {arrangement}": equal_starts(experiment, [0], arrangement),
        "The same, but each neuron starts with weights of its own": starts(experiment, [0]),
    }
    networks = compute(moving.side_by_side, dict.fromkeys(weights, experiment), weights)
    return (Section("The network itself, with a difference and without", (moving_chart.moving(networks),)),)


def _ends(summary: pd.DataFrame, epsilon: float, epochs: str) -> str:
    """How far those that part have come in how many epochs, and from where; ends with a blank."""
    apart = summary.loc[summary["equal"] < summary["runs"]]
    if apart.empty:
        return f"{epochs}, "
    least, most = apart.loc[apart["mid"].idxmin()], apart.loc[apart["mid"].idxmax()]
    told = f"After {epochs} they are {short(least['mid'])} apart ({least['suspect']})"
    told += "." if len(apart) == 1 else f" to {short(most['mid'])} ({most['suspect']})."
    pushed = apart[[bool((SUSPECTS | MORE_SUSPECTS)[name].push) for name in apart["suspect"]]]
    if pushed.empty:
        return f"{told} "
    few = list(pushed.loc[pushed["mid"] < GROWN * epsilon, "suspect"]) if epsilon <= SMALL else []
    slow = f", which has hardly grown so far ({listed(few)}): a small difference takes its time" if few else ""
    return f"{told} Where one weight differs they start {short(epsilon)} apart{slow}. "


def headline(summary, arrangement: str = FIRST) -> str:
    """Which of the suspects, without the control, make equal neurons different; from the frame of `over_seeds`."""
    control, summary = summary[summary["suspect"] == CONTROL], summary[summary["suspect"] != CONTROL]
    parting = int((summary["equal"] < summary["runs"]).sum())
    if not parting:
        return f"Nothing here does: under all {len(summary)} suspects equal neurons stay exactly equal."
    told, others = listed(list(summary.loc[summary["equal"] < summary["runs"], "suspect"])), len(summary) - parting
    rest = "; the other suspect does not" if others == 1 else f"; the other {others} suspects do not" if others else ""
    if arrangement == CONSTANT and control["equal"].equals(control["runs"]):
        unless = f"All neurons stay one and the same, unless {' or '.join(told.rsplit(' and ', 1))} parts them."
        return unless if fits(unless) else "All neurons stay one and the same, unless something belongs to one alone."
    by_name = f"{told[0].upper()}{told[1:]} {'makes' if parting == 1 else 'make'} equal neurons different{rest}."
    if fits(by_name):
        return by_name
    return f"Only what belongs to one neuron alone: {parting} of {len(summary)} suspects make equal neurons different."


TRY = {
    "What if all weights start at the same constant, such as 0.5?": {"equal": CONSTANT},
    "What if only half of the units start equal?": {"equal": MORE[0]},
    "What makes the members of two groups of equals different?": {"equal": MORE[1], "hidden": "8"},
    "And in a deeper network?": {"hidden": "4 and 4"},
    "Does any other optimizer help?": {"more": True},
}


def _experiment(hidden, data, activation, rate, epochs) -> Experiment:
    return lab.vary(
        START,
        {
            "data.name": data, "data.n": 99, "network.hidden": LAYERS[hidden], "network.activation": activation,
            "training.learning_rate": rate, "training.epochs": epochs, **default_head(lab.Data(data)),
        },
    )  # fmt: skip


def names(summary: pd.DataFrame) -> str:
    """Which suspects part equal neurons, and which never do; from the frame of `over_seeds`."""
    parts = summary["equal"] < summary["runs"]
    told = (("Different under", summary[parts]), ("Exactly equal under", summary[~parts]))
    return " ".join(f"{how}: {', '.join(rows['suspect'])}." for how, rows in told if len(rows))


def agreement(summary: pd.DataFrame) -> str:
    """Whether theory says the same."""
    wrong = summary.loc[(summary["equal"] < summary["runs"]) != summary["foretold"], "suspect"].tolist()
    law = (
        "Theory: equal neurons get equal steps, unless something belongs to one of them alone: where it starts, or "
        "noise that is drawn for each neuron, such as dropout's mask. Examples, their order, the rate, the optimizer's "
        "memory and the decay are the same for both: if exactly equal neurons came out different under these, it would "
        "be a bug, or rounding that treats one neuron otherwise than the next; with dropout it is neither."
    )
    return (
        f"{law} Theory predicts every line of the picture."
        if not wrong
        else f"{law} Theory is wrong about: {', '.join(wrong)}."
    )


def drawn(summary: pd.DataFrame, epsilon: float) -> tuple[pd.DataFrame, LogAxis, float]:
    """The frame with its distances as places on a logarithmic axis that has a row for 0, that axis, and epsilon."""
    axis = LogAxis.of(np.append(summary[["low", "mid", "high"]].to_numpy(), epsilon))
    places = {name: axis.place(summary[name]) for name in ("low", "mid", "high")}
    return summary.assign(**places), axis, float(axis.place(epsilon))


def suspects_chart(summary: pd.DataFrame, axis: LogAxis, start: float) -> "alt.LayerChart":
    """How far apart equal neurons are after training: a dot for each suspect, with the range of its runs.

    Args:
        summary, axis, start: of `drawn`.
    """
    told = {"grid": True, "orient": "top", "labelOverlap": True}
    x = traces.on_log(axis, "Distance between weights after training", **told)
    y = alt.Y("suspect:N").title(None).sort(list(summary["suspect"]))
    y = y.axis(labelLimit=200, labelFontSize=12, grid=False)
    base = alt.Chart(summary, height=alt.Step(30)).encode(y)
    color, shape = traces.marked_apart("says", sorted(summary["says"].unique()), orient="bottom")
    spread = traces.spans(base, x, color, along="x", strokeWidth=3, opacity=0.6)
    dots = base.mark_point(filled=True, size=110, opacity=1)
    dots = dots.encode(alt.X("mid:Q", **x), color, shape, tooltip=["suspect:N", "says:N"])
    first = alt.Chart(pd.DataFrame({"start": [start], "says": ["start of a weight that differs"]}))
    line = first.mark_rule(color=theme.NEUTRAL, strokeDash=list(theme.LAW_DASH)).encode(alt.X("start:Q", **x))
    toward = {"align": "left", "dx": 5} if start**2 < axis.low * axis.domain[1] else {"align": "right", "dx": -5}
    words = first.mark_text(**toward, baseline="bottom", dy=-4, color=theme.NEUTRAL)
    words = words.encode(alt.X("start:Q", **x), alt.YValue("height"), alt.Text("says:N"))
    return traces.strip(axis.domain[0], axis.edge, x, "x") + line + words + spread + dots


def _measured(compute, *, equal, epsilon, more, seeds, **settings) -> tuple[float, ...]:
    """How many of the four that belong to one unit part all runs; how many of four others leave all equal."""
    chosen = {"seeds": range(seeds), "suspects": (*PARTING, *KEEPING), "arrangement": equal, "epsilon": epsilon}
    summary = over_seeds(compute(measure, _experiment(**settings), **chosen))
    share = (summary["equal"] / summary["runs"]).set_axis(summary["suspect"])
    return int((share[list(PARTING)] == 0).sum()), int((share[list(KEEPING)] == 1).sum())


PARTING = ("an incoming weight", "a bias", "an outgoing weight", "dropout")
KEEPING = ("shuffled mini-batches", "momentum", "Adam", "weight decay (L2)")
CLAIMS = (
    Claim(
        id="L05",
        question="What makes equal neurons different, and what does not?",
        claim="A different incoming weight, bias or outgoing weight makes equal neurons different, and so does "
        "dropout; the order of the examples, mini-batches, momentum, Adam and weight decay do not.",
        source="induction over the steps: equal units get equal steps",
        settings={"hidden": "2", "rate": 0.2, "epochs": 30, "seeds": 2},
        figures=(
            Expected(name="of the 4 that belong to one unit, those that part all runs", expected=4),
            Expected(name="of 4 others, those that leave all runs equal to the bit", expected=4),
        ),
        measure=_measured,
    ),
)
