"""In which order does a network learn, and what does the start decide?"""

import streamlit as st

from lab.charts.seeds import modes as charts
from lab.seeds import modes, modes_words
from pages.shell import asking, frame, knobs, picture, sharing

SETS = {
    "5, 3, 1": (5.0, 3.0, 1.0),
    "5, 4, 3": (5.0, 4.0, 3.0),
    "3, 3, 3": (3.0, 3.0, 3.0),
    "8, 1, 0.5": (8.0, 1.0, 0.5),
}
SIZES = [1e-9, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1.0]


def show() -> None:
    """Knobs, the strengths over training, half times, the law, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        strengths = knobs.choice("Strengths of the modes in the data", SETS, "5, 3, 1", "seeds_modes_strengths")
        start = knobs.choice("Start", modes.STARTS, "aligned", "seeds_modes_start")
        size = knobs.steps("Aligned start: strength u0 of every mode", SIZES, 1e-3, "seeds_modes_size")
        scale = knobs.steps("Random start: times Glorot's", [1e-3, 0.01, 0.1, 0.3, 1.0], 0.01, "seeds_modes_scale")
        epochs = knobs.steps("Epochs", [500, 1000, 2500, 5000, 10_000], 2500, "seeds_modes_epochs")
        with st.expander("More"):
            hidden = knobs.choice("Hidden units", [3, 5, 10, 30], 3, "seeds_modes_hidden")
            rate = knobs.steps("Rate η of the law", [0.0005, 0.002, 0.01, 0.05, 0.5], 0.002, "seeds_modes_rate")
            runs = knobs.steps("Random starts, one seed each", [10, 50, 200], 50, "seeds_modes_count")

    experiment = modes.built(SETS[strengths], hidden, rate, epochs, scale)
    found = asking.measure(modes.measure, experiment, start=start, size=size, runs=runs)
    answer.markdown(f"**{modes_words.verdict(found)}**")
    with left:
        chart = charts.strengths(found.table, 1.1 * max(SETS[strengths]))
        picture.show(chart, alt=modes_words.summary(found))
        st.caption(modes_words.drawn(found))
        picture.table(modes_words.table(found))
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        picture.formula(modes_words.formulas(found))
        st.markdown(modes_words.meanings(found))

    sharing.try_this(
        "seed_effects",
        {
            "Does it hold from random starts?": {
                "seeds_modes_start": "random", "seeds_modes_hidden": 10, "seeds_modes_epochs": 5000,
            },
            "What if the random start is not small?": {
                "seeds_modes_start": "random", "seeds_modes_hidden": 10, "seeds_modes_scale": 1.0,
                "seeds_modes_epochs": 500,
            },
            "A thousand times smaller: how much later?": {"seeds_modes_size": 1e-6, "seeds_modes_epochs": 5000},
            "And if all modes are equally strong?": {"seeds_modes_strengths": "3, 3, 3"},
            "What if the rate is far too large?": {"seeds_modes_rate": 0.5},
        },
    )  # fmt: skip
    sharing.take_along("seed_effects", experiment)
