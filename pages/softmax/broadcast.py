"""Where does the matrix come from when I add the biases? Rows, columns, and what NumPy stretches."""

import streamlit as st

import lab
from lab.charts.softmax import broadcast as charts
from lab.softmax import broadcast, broadcast_words
from pages.shell import asking, frame, knobs, picture, sharing


def show() -> None:
    """Knobs, the arrays as grids, every case in a table, one example through two layers, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        stands = knobs.choice("The biases stand as", broadcast.STANDS, "a column, (K, 1)", "softmax_broadcast_stands")
        m = knobs.slider("Examples (m)", 1, 6, 1, 1, "softmax_broadcast_m")
        units = knobs.slider("Units of the layer (K)", 2, 6, 1, 4, "softmax_broadcast_units")
        st.caption("x @ W has a row for each example and a column for each unit, as in Keras.")

    experiment = lab.vary(broadcast.START, {"network.hidden": (units,)})
    z, bias = asking.measure(broadcast.product, experiment, m=m)
    found = broadcast.added(z, bias, stands)
    says = broadcast_words.verdict(found, m, units)
    answer.markdown(f"**{says}**")
    with left:
        cells = broadcast.cells(z, bias, stands)
        picture.show(charts.grids(cells), alt=says)
        st.caption("Pale: a number that the array holds once, and that NumPy uses again.")
        picture.formula(broadcast_words.rule(m, units, found["given"]))
        st.caption("From the right, two sizes must be equal, or one of them 1: then that array is stretched.")
    st.header("Every case", anchor=False)
    st.markdown(broadcast_words.table(asking.measure(broadcast.additions, experiment, m=m)))

    st.header("Is the column wrong, then?", anchor=False)
    chain = asking.measure(broadcast.chain, experiment)
    st.markdown(broadcast_words.chain_table(chain))
    st.markdown(broadcast_words.chain_words(chain))

    sharing.try_this(
        "softmax_cost",
        {
            "A column of biases, and as many examples as units: does NumPy notice?": {"softmax_broadcast_m": 4},
            "And with any other number of examples?": {"softmax_broadcast_m": 3},
            "Does a transpose help a flat array?": {
                "softmax_broadcast_stands": "flat, with .T", "softmax_broadcast_m": 3,
            },
            "What is right?": {"softmax_broadcast_stands": "flat, (K,)", "softmax_broadcast_m": 3},
        },
    )  # fmt: skip
    sharing.take_along("softmax_cost", experiment)
