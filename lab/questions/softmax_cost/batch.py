"""Loss or cost: which is it?"""

from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words
from lab.numerals import figure
from lab.question import Question
from lab.softmax import batch, batch_drawn, one_input
from lab.softmax import batch_words as words

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
        "what should the loss be before training, ln 10 = 2.3",
    ),
)  # fmt: skip


def knobs(k):
    """The batch, and below "more" one input with labels that disagree."""
    k.slider("examples", "Examples in the batch", 2, batch.MOST_EXAMPLES, 1, 10)
    k.slider("size", "Examples in a mini-batch", 1, batch.MOST_EXAMPLES, 1, 4)
    k.slider("classes", "Classes", 2, batch.MOST_CLASSES, 1, 3)
    k.slider("scale", "Standard deviation of the logits", 0.0, 5.0, 0.1, 1.0)
    k.toggle("keras", "Ask Keras for the same losses")
    with k.more():
        k.slider("seed", "Seed of logits and labels", 0, 20, 1, 0)
        k.slider("share", "One input: share of its labels that say class 1", 0.0, 1.0, 0.05, 0.7)
        k.slider("p", "One input: predicted probability of class 1", 0.01, 0.99, 0.01, 0.9)


def answer(compute, *, examples, size, classes, scale, keras, seed, share, p):
    """The losses of a batch, the ways to average them; the cost of one input; the cost before training."""
    drawn = batch.Batch(examples=examples, classes=classes, size=size, scale=scale, seed=seed)
    losses = batch.losses(drawn)
    means = batch.means(losses)
    asked = (Words(words.keras(losses, compute(batch.keras_losses, drawn))),) if keras else ()
    curve, now = one_input.curve(share), one_input.cost(share, p)
    lowest, fresh = one_input.lowest(curve), batch.starts(drawn)
    floor, start = words.floor(share, p, now, lowest), words.start(fresh, scale, classes)
    draw = charts.softmax.batch
    return Answer(
        headline=f"The loss belongs to one example; the cost is the mean loss of all {examples}: "
        f"{figure(means['cost'][0])}.",
        note=words.verdict(losses, means),
        blocks=(
            Figure.of(
                draw.losses(*batch_drawn.losses(losses, means)),
                words.seen(losses, means),
                caption="Bar: the loss of one example. Thick mark across the bars: the mean of that mini-batch.",
            ),
            Why(why(means)),
            Advice(
                "Read what Keras prints as *loss* as the cost: the mean over the examples. Take integer labels as they "
                "are; one-hot vectors give the same numbers.",
                "keras.losses.SparseCategoricalCrossentropy(from_logits=True)  # labels 0, 1, 2, ...\n"
                "keras.losses.CategoricalCrossentropy(from_logits=True)        # labels as one-hot rows",
            ),
            Section(
                "The batch, label by label",
                (Table(words.table(losses, means)), Words(words.labels(losses)), *asked),
            ),
            Section(
                "The same input, labelled differently: how low can the cost go?",
                (Figure.of(draw.floor(*batch_drawn.floor(curve, share, p, now, lowest)), floor), Words(floor)),
            ),
            Section(
                "And before training?",
                (
                    Figure.of(
                        draw.starts(*batch_drawn.starts(fresh, scale)),
                        start,
                        caption=f"Dot: mean of {batch.CLASSIFIERS} fresh classifiers; bar: the middle 90 % of them. "
                        "Classes and logits as chosen above.",
                    ),
                    Words(start),
                ),
            ),
            Section(
                "The mathematics, with your numbers",
                (
                    Formula(words.cost_formula(losses)),
                    Formula(words.means_formula(means)),
                    Formula(words.labels_formula(losses)),
                    Formula(words.floor_formula(share, p)),
                    Words("log is the natural logarithm.", small=True),
                ),
                folded=True,
            ),
        ),
    )


def why(means) -> str:
    """The sentences below the picture."""
    first, sizes = means.iloc[0], means["examples"]
    if len(means) == 1:
        parts = "Here all examples are in one batch, so its mean is the cost."
    elif sizes.nunique() == 1:
        parts = (
            f"Here all {len(means)} mini-batches have {words.examples(sizes[0])}, so the mean of their means is the "
            "cost."
        )
    else:
        parts = (
            f"The mean of the {len(means)} mini-batch means is {figure(first['of_means'])}: the last one has "
            f"{words.examples(sizes.iloc[-1])} instead of {sizes[0]}, and counts as much. Counted by their examples, "
            f"they give {figure(first['weighted'])}, the cost."
        )
    return (
        "A network is asked about one example at a time, and each answer has its own loss: −log of the probability "
        "that it gave to the right class. Training needs one number for all of them, so their mean is taken: the "
        f"cost. Many courses, and Keras, call both *loss*. {parts}"
    )


TRY = {
    "What if all mini-batches are equally large?": {"size": 5},
    "What if every mini-batch is a single example?": {"size": 1},
    "What if the network knows nothing: all logits 0?": {"scale": 0.0, "classes": 10},
    "The same input with labels 70 / 30: what if 0.7 is predicted?": {"p": 0.7},
    "And if all labels agree?": {"share": 1.0, "p": 0.99},
}
