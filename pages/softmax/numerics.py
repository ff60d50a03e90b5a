"""Why does everyone say from_logits=True? One cost, computed in several ways, for logits far apart."""

import streamlit as st

from lab.charts.softmax import numerics as charts
from lab.softmax import keras_codes, numerics, numerics_words
from lab.specs import PRECISIONS
from pages.shell import asking, frame, knobs, picture, sharing
from pages.softmax import one_output


def show() -> None:
    """Knobs, cost and gradient over the gap, a wrong start unlearned or not, what Keras models do, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        precision = knobs.choice("Precision", PRECISIONS, "float32", "softmax_numerics_precision")
        reach = knobs.steps("Gaps up to", [30, 120, 1000], 120, "softmax_numerics_reach")
        move = knobs.choice("What makes the gap", numerics.MOVES, numerics.MOVES[0], "softmax_numerics_move")
        st.caption("Two classes. The gap is the wrong logit minus the right one; the other logit is 0.")

    found = asking.measure(numerics.over_gaps, precision, reach=reach, move=move)
    says = numerics_words.verdict(found, precision, reach)
    answer.markdown(f"**{says}**")
    borders = numerics_words.borders(precision, reach, move)
    with left:
        dots, axis = numerics_words.drawn(found, "cost", reach)
        law = numerics_words.law_lines("cost", reach)
        picture.show(charts.over_gaps(dots, law, borders, axis, "Cost"), alt=says)
        st.caption("Dashed: what is right, log(1 + e^gap), and the gaps at which a way must give way. Grey: lost.")
        dots, axis = numerics_words.drawn(found, "gradient", reach)
        law = numerics_words.law_lines("gradient", reach)
        title = "Slope against the right logit"
        picture.show(charts.over_gaps(dots, law, borders, axis, title), alt=numerics_words.limits_table(found))
    with right:
        st.subheader("Can it still learn?", anchor=False)
        gap = knobs.steps("Gap at the start", [2, 5, 10, 15, 17, 20, 50, 89, 100], 20, "softmax_numerics_gap")
        rate = knobs.steps("Learning rate", [0.1, 0.3, 1.0, 3.0], 1.0, "softmax_numerics_rate")
        unlearned = asking.measure(numerics.learning, precision, gap=gap, rate=rate)
        picture.show(
            charts.steps(unlearned, numerics_words.staggered(unlearned, "step", 1)),
            alt=numerics_words.learned(unlearned),
        )
        st.caption(numerics_words.learned(unlearned))

    st.header("What does Keras do?", anchor=False)
    st.markdown(
        f"Models with this last layer and `CategoricalCrossentropy`, after `compile`, trained on one example whose "
        f"logits are 0 (right) and {gap} (wrong):"
    )
    codes = asking.measure(keras_codes.in_fit, gap)
    st.markdown(numerics_words.codes_table(codes, gap))
    st.markdown(
        "Keras's softmax leaves its logits on the tensor that it returns, and the loss takes those. A tensor that is "
        "made from it has lost them: after a Reshape, after a change of precision (this loss is float32), after "
        "`predict`. Then from_logits=True is no cure: it takes the probabilities for logits."
    )
    one_output.show()
    st.header("Where each way gives way", anchor=False)
    st.markdown(numerics_words.limits_table(found))
    st.header("The mathematics, with your numbers in it", anchor=False)
    picture.formula(numerics_words.formulas(gap, precision))

    sharing.try_this(
        "softmax_cost",
        {
            "How far does float64 go?": {"softmax_numerics_precision": "float64", "softmax_numerics_reach": 1000},
            "What if the right logit falls instead?": {"softmax_numerics_move": numerics.MOVES[1]},
            "What happens just before the clip?": {"softmax_numerics_gap": 15, "softmax_numerics_reach": 30},
            "Can a gap of 100 be unlearned?": {"softmax_numerics_gap": 100},
            "One output: what if the logit is taken for a probability?": {"softmax_numerics_logit": 0.5},
            "One output that is sure, and right": {"softmax_numerics_logit": -20.0},
        },
    )
    sharing.take_along("softmax_cost")
