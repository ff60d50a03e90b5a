"""Zeros, He and weights far too large: a published setting, beside the published figures."""

import streamlit as st

from lab.charts.seeds import three as charts
from lab.seeds import three, three_drawn, three_words
from pages.shell import asking, frame, knobs, picture, sharing


def show() -> None:
    """Knobs, the cost from three starts, published beside ours, why, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        epochs = knobs.steps("Steps", (100, 1000, 5000, 15_000), 15_000, "seeds_three_epochs")
        sd = knobs.steps("Large weights: standard deviation", (1.0, 3.0, 10.0, 30.0, 100.0), 10.0, "seeds_three_sd")
        seed = knobs.slider("Seed of the first weights", 0, 20, 1, 3, "seeds_three_seed")
        rate = knobs.steps("Learning rate", (0.001, 0.003, 0.01, 0.03, 0.1), 0.01, "seeds_three_rate")

    experiment = three.setting(epochs, rate)
    found = asking.measure(three.measure, experiment, sd=sd, seed=seed)
    answer.markdown(f"**{three_words.answer(found)}** {three_words.right(found)}")
    with left:
        picture.show(charts.costs(*three_drawn.placed(found)), alt=three_words.course(found))
        st.caption("Two circles, 2-10-5-1, ReLU, full batch, float64. Diamonds: published (for seed 3 and rate 0.01).")
        st.subheader("Published, and measured here", anchor=False)
        picture.table(three_words.compared(found))
        st.caption(three_words.published(found))
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        st.markdown(three_words.why(found))
        picture.formula(three_words.formula(found))

    sharing.try_this(
        "seed_effects",
        {
            "Is it luck that He wins?": {"seeds_three_seed": 4},
            "What if the large ones are only a little too large?": {"seeds_three_sd": 1.0},
            "And with ten times the rate?": {"seeds_three_rate": 0.1},
            "What can be seen after 1,000 steps?": {"seeds_three_epochs": 1000},
        },
    )
    sharing.take_along("seed_effects", experiment)
