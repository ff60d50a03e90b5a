"""Loss or cost: which is it?"""

from dataclasses import replace

import pandas as pd

import lab
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words, mathematics
from lab.claim import Claim, Expected
from lab.numerals import short
from lab.question import Question
from lab.questions.softmax_cost.batch import fresh, losses, one_input

QUESTION = Question(
    room="softmax_cost",
    slug="batch",
    title="Loss and cost",
    ask="Loss or cost: which is it?",
    group="What the cost sees",
    place=3,
    level="first",
    also=(
        "is the cost summed over the mini-batch or averaged", "cost function of softmax over a batch",
        "integer labels or one-hot", "sparse categorical crossentropy", "why does my loss not go to 0",
        "what should the loss be before training", "ln 10 = 2.3",
        "is it bad when the loss starts at 5, not 0.69 or 2.3", "difference between loss function and cost function",
        "average over the training set", "cost J and loss L", "class indices or one-hot encoding",
        "categorical or sparse categorical cross-entropy", "initial loss of an untrained classifier",
        "lowest possible loss", "which form of labels does Keras want",
        "is a batch one set of training examples", "epoch, step and mini-batch",
        "the loss stays at ln 10: the network guesses",
        "the loss that Keras prints during an epoch differs from model.evaluate",
        "mathematical expression or formula of the loss and of the cost for softmax",
    ),
)  # fmt: skip


def knobs(k):
    """The batch; folded, one input whose labels disagree."""
    k.slider("examples", "Examples in the batch", 2, losses.MOST_EXAMPLES, 1, 10)
    k.slider("size", "Examples in a mini-batch", 1, losses.MOST_EXAMPLES, 1, 4)
    k.slider("classes", "Classes", 2, losses.MOST_CLASSES, 1, 3)
    k.slider("scale", "Standard deviation of the logits", 0.0, 5.0, 0.1, 1.0)
    k.toggle("keras", "Ask Keras for the same losses")
    with k.more():
        k.slider("seed", "Seed of logits and labels", 0, 20, 1, 0)
        k.slider("share", "One input: share of its labels that say class 1", 0.0, 1.0, 0.05, 0.7)
        k.slider("p", "One input: predicted probability of class 1", 0.01, 0.99, 0.01, 0.9)


def answer(compute, *, examples, size, classes, scale, keras, seed, share, p):
    """The losses of a batch and the ways to average them; the cost of one input; the cost before training."""
    drawn = losses.Batch(examples=examples, classes=classes, size=size, scale=scale, seed=seed)
    found = losses.losses(drawn)
    means = losses.means(found)
    asked = [Words(losses.keras_says(found, compute(losses.keras_losses, drawn)))] if keras else []
    return Answer(
        headline=headline(means),
        note=f"{losses.expressions()} {losses.note(found, means)} {losses.two_meanings(found)}",
        blocks=(
            Figure.of(
                losses.chart(*losses.bars(found, means)),
                losses.seen(found, means),
                caption=losses.caption(found),
            ),
            Formula(losses.formula(found)),
            Words(LETTERS, small=True),
            Why(losses.why(means)),
            Advice(
                "Read what Keras prints as *loss* as the cost: a mean over examples; `model.evaluate` gives it for the "
                "weights at the end. Take integer labels as they are; one-hot vectors give the same numbers.",
                "keras.losses.SparseCategoricalCrossentropy(from_logits=True)  # labels 0, 1, 2, ...\n"
                "keras.losses.CategoricalCrossentropy(from_logits=True)        # labels as one-hot rows",
            ),
            Section(
                "The batch, label by label",
                (Table(losses.table(found, means)), Words(losses.labels(found)), *asked),
            ),
            Section("The same input, labelled differently: how low can the cost go?", one_input.blocks(share, p)),
            Section("What should the loss be before training?", fresh.blocks(drawn)),
            mathematics(
                *map(Formula, losses.formulas(found, means)),
                Formula(one_input.formula(share, p)),
            ),
        ),
    )


LETTERS = (
    "z: logits; a: probabilities (softmax); y: the label, a class; yₖ: 1 for that class, 0 for the others; L: the "
    "loss of one example; C: the cost of all m; ln: the natural logarithm."
)
TRY = {
    "What if all mini-batches are equally large?": {"size": 5},
    "What if every mini-batch is a single example?": {"size": 1},
    "What does it cost if the network knows nothing: all logits 0?": {"scale": 0.0, "classes": 10},
    "And if it is sure, but only guesses?": {"scale": 5.0, "classes": 10},
}


def headline(means: pd.DataFrame) -> str:
    """Which is which."""
    cost, count = short(means["cost"].iloc[0]), int(means["examples"].sum())
    return (
        f"The loss, −ln of the target's probability, is of one example; the cost, {cost}, is the mean of all {count}."
    )


def _batch(examples, classes, size, scale, seed, **_) -> losses.Batch:
    return losses.Batch(examples=examples, classes=classes, size=size, scale=scale, seed=seed)


def losses_and_cost(compute, **settings) -> tuple[float, ...]:
    """Three means of the losses, each by its distance from Keras's cost."""
    drawn = _batch(**settings)
    means, cost = losses.means(losses.losses(drawn)), losses.keras_losses(drawn)["sparse_cost"][0]
    exact, weighted, alike = (abs(means[name][0] - cost) for name in ("cost", "weighted", "of_means"))
    return exact, weighted, round(alike, 4)


def two_labels(compute, **settings) -> tuple[float, ...]:
    """How far Keras's losses for the two ways to write labels lie apart, for this batch and for a larger one."""
    drawn = _batch(**settings)
    found = [losses.keras_losses(each) for each in (drawn, replace(drawn, examples=12, classes=10))]
    return tuple((each["sparse"] - each["categorical"]).abs().max() for each in found)


def lowest_cost(compute, *, share, **_) -> tuple[float, ...]:
    """The least cost of one input with such labels, where it is, and where training ends."""
    lowest = one_input.lowest(one_input.curve(share))
    experiment = one_input.experiment(round(10 * share), 10)
    return lowest["cost"], lowest["p"], lab.train(experiment, seeds=[0], recorded=1, **compute.signals).loss[0, 0, -1]


ROUNDED = 5e-7  # half of the last digit that the source gives
CLAIMS = (
    Claim(
        id="S04",
        question="Are loss and cost the same thing?",
        claim="The loss belongs to one example; the cost is the mean of the losses over the batch.",
        source="seeds/000 and seeds/001",
        settings={"keras": True},
        figures=(
            Expected(name="mean of ten losses, its difference from Keras's cost", expected=1e-12, way="at most"),
            Expected(name="the same with mini-batches counted by their examples", expected=1e-12, way="at most"),
            Expected(name="the same with mini-batches of 4, 4 and 2 counted alike", expected=0.1, way="at least"),
        ),
        measure=losses_and_cost,
        because="a mean of the means of mini-batches is another number where one of them is smaller, here {2} off.",
    ),
    Claim(
        id="S05",
        question="Is the loss another one if the labels are whole numbers instead of one-hot vectors?",
        claim="Whole numbers and one-hot vectors give the same loss, written differently.",
        source="seeds/001",
        settings={"keras": True},
        figures=(
            Expected(name="largest difference of Keras's two losses, 10 examples", expected=1e-7, way="at most"),
            Expected(name="the same, 12 examples of 10 classes", expected=1e-7, way="at most"),
        ),
        measure=two_labels,
    ),
    Claim(
        id="L23",
        question="Why does my cost not fall to 0?",
        claim="If the same input comes with labels 70 / 30, the cost cannot go below 0.610864.",
        source="Shannon (1948), the entropy of the labels",
        settings={"p": 0.7},
        figures=(
            Expected(name="lowest cost of all predictions", expected=0.610864, tolerance=ROUNDED),
            Expected(name="where it is: predicted probability", expected=0.7, tolerance=1e-9),
            Expected(name="cost of a softmax after 500 epochs on such labels", expected=0.610864, tolerance=ROUNDED),
        ),
        measure=lowest_cost,
    ),
)
