"""Why does training stand still for a while, and then go on?"""

import streamlit as st

from lab.charts.seeds import plateau as charts
from lab.seeds import depth_words, plateau
from pages.shell import asking, frame, knobs, picture, sharing


def show() -> None:
    """Knobs, the error on its plateau, the law, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        units = knobs.slider("Units of student and teacher", 2, 6, 1, 2, "seeds_plateau_units")
        size = knobs.steps(
            "First weights: standard deviation", [1e-9, 1e-6, 1e-3, 0.1, 1.0], 1e-3, "seeds_plateau_size"
        )
        steps = knobs.steps("Steps", [100, 500, 1000, 2000], 500, "seeds_plateau_steps")
        rate = knobs.steps("Learning rate", [0.1, 0.3, 0.5], 0.5, "seeds_plateau_rate")
        runs = knobs.steps("Runs, one seed each", [10, 50, 200], 50, "seeds_plateau_count")

    setting = plateau.Setting(units=units, size=size, rate=rate, steps=steps)
    found = asking.measure(plateau.measure, setting, runs=runs)
    answer.markdown(f"**{plateau.verdict(found)}**")
    with left:
        chart = charts.errors(*depth_words.placed(found.table))
        picture.show(chart, alt=plateau.verdict(found))
        st.caption("Line: the median run; band: 5 to 95 in a hundred runs; dashed: the plateau by the law.")
        st.markdown(plateau.spread(found))
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        picture.formula(plateau.formulas(found))
        st.markdown(
            "A student of K units erf(u / √2), all with output weight 1, learns a teacher of K such units whose "
            "weights are orthogonal. The error is the exact average over normal inputs, as if there were data without "
            "end. From small weights, first every unit of the student learns the sum of the teacher's: the best that "
            "equal units can do is the plateau. Then the small differences of the start have grown, and each unit "
            "takes one of the teacher's."
        )

    sharing.try_this(
        "seed_effects",
        {
            "What if there are three units?": {"seeds_plateau_units": 3},
            "A thousand times smaller weights: how much longer is the wait?": {"seeds_plateau_size": 1e-6},
            "And weights of ordinary size?": {"seeds_plateau_size": 1.0},
            "Would you have stopped after 100 steps?": {"seeds_plateau_steps": 100},
        },
    )
    sharing.take_along("seed_effects")
