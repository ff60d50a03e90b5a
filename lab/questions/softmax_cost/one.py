"""Does the cost look only at the target's output?"""

from lab.answer import Answer, Figure, Formula, Section, Table, Why, Words
from lab.question import Question

QUESTION = Question(
    room="softmax_cost",
    slug="one",
    title="One example",
    ask="Does the cost look only at the target's output?",
    group="What the cost sees",
    place=1,
    level="first",
    also=("derivative of softmax cross entropy",),
)
START = (2.0, 1.0, 0.1)


def knobs(k):
    count = k.slider("outputs", "Number of outputs", 2, 10, 1, 3, key="softmax_outputs")
    k.steps("target", "Target: the class of this example", range(1, count + 1), 1, key="softmax_target")
    starts = [*START, *[0.0] * count][:count]
    for i, start in enumerate(starts, start=1):
        k.slider(f"z{i}", f"Logit z{i}", -10.0, 10.0, 0.1, start, key=f"softmax_z{i}")
    k.slider("added", "Add to every logit", -10.0, 10.0, 0.5, 0.0, key="softmax_added")


def answer(compute, *, outputs, target, added, **logits):
    from lab.charts.softmax import one_example as charts
    from lab.softmax import one_example, one_example_drawn
    from lab.softmax import one_example_words as words

    z = [logits[f"z{i}"] for i in range(1, outputs + 1)]
    classes = one_example.classes(z, target, added)
    return Answer(
        headline="Only the target enters the cost",
        note=words.answer(classes),
        blocks=(
            Figure.of(
                charts.bars(one_example_drawn.bars(classes)), words.summary(classes), caption=words.proof(classes)
            ),
            Why(words.entering_words(one_example.entering(classes))),
            Section("Term by term", (Figure.of(charts.steps(one_example_drawn.steps(classes)), words.terms(classes)),)),
            Section(
                "The mathematics, with your numbers",
                (Table(words.table(classes)), Formula(words.formulas(classes)), Words("One example.", small=True)),
                folded=True,
            ),
        ),
    )


TRY = {
    "What if 4 is added to every logit?": {"added": 4.0},
    "Nine outputs": {"outputs": 9, "target": 7},
}
