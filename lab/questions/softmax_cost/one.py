"""Does the cost look only at the target's output?"""

from lab import charts
from lab.answer import Advice, Answer, Figure, Formula, Section, Table, Why, Words
from lab.knobs import number
from lab.numerals import figure
from lab.question import Question
from lab.softmax import one_example, one_example_drawn
from lab.softmax import one_example_words as words

QUESTION = Question(
    room="softmax_cost",
    slug="one",
    title="One example",
    ask="Does the cost look only at the target's output?",
    group="What the cost sees",
    place=1,
    level="first",
    also=(
        "derivative of softmax cross entropy", "is the cost just C = -log a_7 for an image of a 7",
        "why does dC/db_j = a_j - y_j involve every output", "log-likelihood cost of softmax neurons",
        "categorical cross entropy one-hot only the true class",
    ),
)  # fmt: skip
START = (2.0, 1.0, 0.1)


def knobs(k):
    """The logits, and which class is right."""
    count = k.slider("outputs", "Number of outputs", 2, 10, 1, 3, key="softmax_outputs")
    k.steps(
        "target", "Target: the class of this example", range(count), 0, key="softmax_class",
        former=("softmax_target", lambda k: str(k + 1)),
    )  # fmt: skip
    for i, start in enumerate([*START, *[0.0] * count][:count]):
        key, former = f"softmax_logit{i}", (f"softmax_z{i + 1}", number)
        k.slider(f"z{i}", f"Logit z{i}", -10.0, 10.0, 0.1, start, key=key, former=former)
    k.slider("added", "Add to every logit", -10.0, 10.0, 0.5, 0.0, key="softmax_added")


def answer(compute, *, outputs, target, added, **logits):
    """Probability, cost and gradient of every class, and who enters which."""
    z = [logits[f"z{i}"] for i in range(outputs)]
    classes = one_example.classes(z, target, added)
    draw = charts.softmax.one_example
    shifted = (Words(words.shift_words(one_example.shift(z, target, added)), small=True),) if added else ()
    return Answer(
        headline=headline(classes),
        note=words.answer(classes),
        blocks=(
            Figure.of(draw.bars(one_example_drawn.bars(classes)), words.summary(classes), caption=words.proof(classes)),
            *shifted,
            Why(why(classes)),
            Advice(
                "When you write the gradient yourself, take a − y for **every** output, not for the target's alone.",
                f"a = keras.ops.softmax(z)\ndelta = a - keras.ops.one_hot({target}, {outputs})  # of every logit",
            ),
            Section(
                "Term by term",
                (
                    Figure.of(
                        draw.steps(one_example_drawn.steps(classes)),
                        words.terms(classes),
                        caption="Point at a number, or touch it: its whole row lights up. Grey: exactly 0. "
                        "►: the target. Σ: the sums.",
                    ),
                    Words(words.entering_words(one_example.entering(classes))),
                ),
            ),
            Section(
                "The mathematics, with your numbers",
                (
                    Table(words.table(classes)),
                    Formula(words.formulas(classes)),
                    Words("One example: its loss is the cost. log is the natural logarithm.", small=True),
                ),
                folded=True,
            ),
        ),
    )


def headline(classes) -> str:
    """What the cost sees, and who learns all the same."""
    count, learning = len(classes), int((classes["measured"] != 0).sum())
    who = (
        ("both learn" if count == 2 else f"all {count} learn") if learning == count else f"{learning} of {count} learn"
    )
    return f"Yes: only the target's output enters the cost. But that output depends on every logit, so {who}."


def why(classes) -> str:
    """The sentences below the picture."""
    target = classes[classes["target"]].iloc[0]
    k, a = target["class"], target["a"]
    others = classes.loc[~classes["target"], "a"].sum()
    rest = "the other logit" if len(classes) == 2 else f"any of the other {len(classes) - 1} logits"
    return (
        f"The label is 1 for class {k} and 0 elsewhere, and 0 times a logarithm adds nothing: of −Σ y log a only "
        f"−log a{k} is left. But a{k} is a share, its own eᶻ divided by the sum over all classes: raise {rest}, and it "
        f"shrinks. That is why each logit has a gradient, and it is a − y. The target's logit is pulled up by what "
        f"its output lacks to 1, here {figure(1 - a) if a < 1 else 0}; every other one is pushed down by its own "
        f"output, together by {figure(others)}. The two cancel: all gradients sum to 0."
    )


TRY = {
    "Ten digits and a 7: does the cost see more than a7?": {"outputs": 10, "target": 7},
    "What if the two others change places?": {"z1": 0.1, "z2": 1.0},
    "What if 4 is added to every logit?": {"added": 4.0},
    "What if the network is sure, and right?": {"z0": 10.0, "z1": -10.0, "z2": -10.0},
    "What if it is sure, and wrong?": {"z0": -10.0, "z1": 10.0, "z2": -10.0},
}
