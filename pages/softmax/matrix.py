"""Why do my matrix gradients not match? The gradient of the output weights, in the ways that people write it."""

import streamlit as st

import lab
from lab.charts.softmax import matrix as charts
from lab.datasets import TITLES
from lab.softmax import matrix, matrix_words
from pages.shell import asking, frame, knobs, picture, sharing

SIZES = [1, 2, 3, 4, 6, 10, 30, 100, 150]


def show() -> None:
    """Knobs, the matrices, the ways to write them, shapes, speed, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        m = knobs.steps("Examples in the batch (m)", SIZES, 6, "softmax_matrix_m")
        units = knobs.steps("Units before the output (n)", [2, 3, 4, 5, 6, 10], 4, "softmax_matrix_units")
        data = knobs.choice("Data", ["iris", "digits"], "iris", "softmax_matrix_data", TITLES.get)
        convention = knobs.choice("W is kept as", matrix.CONVENTIONS, matrix.IN_OUT, "softmax_matrix_convention")
        st.caption(
            "a: what the output layer gets, a row for each example. d: its probabilities minus the targets, likewise. "
            "With a column for each example, as in Nielsen's book, a.T and d.T take the places of a and d."
        )

    experiment = lab.vary(
        matrix.START, {"data.name": data, "data.standardize": data == "iris", "network.hidden": (units,)}
    )
    found, one = asking.measure(matrix.writings, experiment, m=m, convention=convention)
    says = matrix_words.verdict(found, one)
    answer.markdown(f"**{says}**")
    with left:
        cells = matrix.cells(one)
        sides = ("unit", "class") if convention == matrix.IN_OUT else ("class", "unit")
        picture.show(charts.matrices(cells, *sides), alt=matrix_words.summary(cells))
        st.caption("One matrix an example; their mean is the gradient; one product of matrices is that mean at once.")
    with right:
        st.subheader("With the shape below each array", anchor=False)
        picture.formula(matrix_words.formula(one))
        picture.formula(matrix_words.one_entry(one))
        st.caption(
            "Each weight of the gradient is one number, a mean over the examples. The gradient is still a matrix: one "
            "such number for each weight."
        )
    st.header("You write, NumPy gives", anchor=False)
    st.markdown(matrix_words.table(found, m))
    with st.expander("What NumPy says in full"):
        st.code(matrix_words.messages(found) or "Nothing.", language=None, wrap_lines=True)
    st.markdown(matrix_words.advice(m))
    st.header("Is the product faster?", anchor=False)
    times = asking.measure(matrix.speed, experiment)
    picture.show(charts.speed(times), alt=matrix_words.speed_words(times))
    st.markdown(matrix_words.speed_words(times))

    sharing.try_this(
        "softmax_cost",
        {
            "And if W is (out, in), as in Nielsen's book?": {"softmax_matrix_convention": matrix.OUT_IN},
            "As many units as classes: does NumPy still notice a transpose?": {"softmax_matrix_units": 3},
            "One example only: which mistakes vanish?": {"softmax_matrix_m": 1},
            "As many examples as units: what passes now?": {"softmax_matrix_m": 4},
            "And with ten digits?": {
                "softmax_matrix_data": TITLES["digits"], "softmax_matrix_units": 10, "softmax_matrix_m": 100,
            },
        },
    )  # fmt: skip
    sharing.take_along("softmax_cost", experiment)
