"""Does the cost look only at the target's output? A softmax, its cost and its gradient."""

import streamlit as st

from lab.charts.softmax import one_example as charts
from lab.softmax import one_example, one_example_drawn
from lab.softmax import one_example_words as words
from pages.shell import frame, knobs, picture, sharing

START = (2.0, 1.0, 0.1)
PRESETS = {
    "Ten digits and a 7: does the cost see more than a7?": {"softmax_outputs": 10, "softmax_class": 7},
    "What if the two others change places?": {"softmax_logit1": 0.1, "softmax_logit2": 1.0},
    "What if 4 is added to every logit?": {"softmax_added": 4.0},
    "What if the network is sure, and right?": {
        "softmax_logit0": 10.0, "softmax_logit1": -10.0, "softmax_logit2": -10.0,
    },
    "What if it is sure, and wrong?": {"softmax_logit0": -10.0, "softmax_logit1": 10.0, "softmax_logit2": -10.0},
}  # fmt: skip


def show() -> None:
    """Knobs, the bars, the steps, the formulas, presets."""
    answer = frame.answer()
    left, right = frame.halves()
    with right:
        count = knobs.slider("Number of outputs", 2, 10, 1, 3, "softmax_outputs")
        target = knobs.steps(
            "Target: the class of this example", range(count), 0, "softmax_class",
            former=("softmax_target", lambda k: str(k + 1)),
        )  # fmt: skip
        starts = [*START, *[0.0] * count][:count]
        logits = [
            knobs.slider(
                f"Logit z{k}", -10.0, 10.0, 0.1, start, f"softmax_logit{k}", former=(f"softmax_z{k + 1}", knobs.number)
            )
            for k, start in enumerate(starts)
        ]
        added = knobs.slider("Add to every logit", -10.0, 10.0, 0.5, 0.0, "softmax_added")

    classes = one_example.classes(logits, target, added)
    answer.markdown(f"Does the cost look only at the target's output? {words.answer(classes)}")
    with left:
        picture.show(charts.bars(one_example_drawn.bars(classes)), alt=words.summary(classes))
        st.caption(words.proof(classes))
        st.subheader("Term by term", anchor=False)
        picture.show(charts.steps(one_example_drawn.steps(classes)), alt=words.terms(classes))
        st.caption(
            "Point at a number, or touch it: its whole row lights up. Grey: exactly 0. ►: the target. Σ: the sums."
        )
        st.markdown(words.entering_words(one_example.entering(classes)))
        if added:
            st.caption(words.shift_words(one_example.shift(logits, target, added)))

    left, right = frame.halves()
    with left:
        st.subheader("The mathematics, with your numbers", anchor=False)
        picture.table(words.table(classes))
        picture.formula(words.formulas(classes))
        st.caption("One example: its loss is the cost. log is the natural logarithm.")
    with right:
        sharing.try_this("softmax_cost", PRESETS)
        sharing.take_along("softmax_cost")
