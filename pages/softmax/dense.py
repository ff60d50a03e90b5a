"""A Dense layer by hand: its arrays, its gradients, one step."""

import streamlit as st

from lab.charts.softmax import dense as charts
from lab.softmax import dense, dense_drawn, dense_setting
from lab.softmax import dense_tables as tables
from lab.softmax import dense_words as words
from pages.shell import asking, frame, knobs, picture, sharing

RATES = [0.0, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.02, 0.03, 0.05, 1 / 15, 0.08, 0.1, 2 / 15, 0.2, 0.5]
PRESETS = {
    "The discussion's own layer: are its printed figures met?": {},
    "Dense(25) called on 3 rows of 4 features: which shapes come out?": {
        "softmax_dense_rows": 3, "softmax_dense_features": 4, "softmax_dense_units": 25,
        "softmax_dense_start": dense_setting.STARTS["glorot"],
    },
    "What if all units start equal?": {"softmax_dense_start": dense_setting.STARTS["equal"]},
    "What if they start equal and want the same?": {
        "softmax_dense_start": dense_setting.STARTS["equal"], "softmax_dense_even": -1.0,
    },
    "One step that solves it all: what if the rate is 1/15?": {"softmax_dense_rate": 1 / 15},
}  # fmt: skip


def show() -> None:
    """Knobs, the arrays, shapes, gradients of every unit, the step, the discussion's figures, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        rows = knobs.steps("Rows of x (examples)", range(1, 6), 1, "softmax_dense_rows")
        features = knobs.steps("Features (d0)", range(1, 7), 3, "softmax_dense_features")
        units = knobs.steps("Units", [1, 2, 3, 5, 10, 25], 2, "softmax_dense_units")
        rate = knobs.steps("Learning rate of the step", RATES, 1e-3, "softmax_dense_rate")
        start = knobs.choice(
            "The kernel starts", dense_setting.STARTS, "normal", "softmax_dense_start", dense_setting.STARTS.get
        )
        seed = knobs.slider("Seed of the kernel", 0, 100, 1, 42, "softmax_dense_seed")
        with st.expander("The numbers in x and y"), st.container(horizontal=True):
            first = [
                knobs.box(f"x{i}", -10.0, 10.0, 1.0, float(i), f"softmax_dense_x{i}", width=110)
                for i in range(1, features + 1)
            ]
            odd = knobs.box("Target of units 1, 3, ...", -10.0, 10.0, 1.0, -1.0, "softmax_dense_odd", width=180)
            even = knobs.box("Target of units 2, 4, ...", -10.0, 10.0, 1.0, 1.0, "softmax_dense_even", width=180)
            st.caption("The first row of x; each further row counts on from it. The targets are those of every row.")
    experiment = dense_setting.setting(first, rows, units, (odd, even), rate, start)
    with left:
        views = dense_drawn.VIEWS
        view = knobs.choice("Show", views, "arrays", "softmax_dense_view", views.get)
        found = asking.measure(dense.measure, experiment, start=start, seed=seed)
        picture.show(charts.scheme(*dense_drawn.scheme(found, view)), alt=words.summary(found, view))
        st.caption(f"{words.READINGS[view]} {words.COLOURS}")
    answer.markdown(f"**{words.verdict(found)}**")

    left, right = frame.halves()
    with left:
        st.subheader(words.heading(found), anchor=False)
        st.markdown(words.why(found))
        picture.table(tables.per_unit(found))
        st.subheader("One step, at any rate", anchor=False)
        picture.show(charts.course(found.course, found.rate), alt=words.course(found))
        st.caption(words.course(found))
    with right:
        st.subheader("Shapes", anchor=False)
        picture.table(tables.shapes(found))
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        picture.formula(words.formula(found))
        st.caption(words.SYMBOLS)
    says, table = tables.printed(found)
    st.subheader("The figures of the discussion", anchor=False)
    st.markdown(says)
    if table is not None:
        picture.table(table)
    with st.expander("The same at Python's prompt"):
        st.code(tables.transcript(found), language="python")
    sharing.try_this("softmax_cost", PRESETS)
    sharing.take_along("softmax_cost", words.taken(found))
