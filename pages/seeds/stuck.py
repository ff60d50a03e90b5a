"""Stuck, and where: the levels at which XOR networks stop, what they compute there, and what holds them."""

import streamlit as st

import lab
from lab.charts.seeds import stuck as charts
from lab.seeds import spread, stuck, stuck_drawn
from lab.seeds import stuck_words as words
from pages.shell import asking, frame, knobs, picture, sharing

COUNTS = (50, 100, 200, 500, 1000, 2000)
EPOCHS = (300, 1000, 2000, 4000, 10_000, 20_000)


def show() -> None:
    """Knobs, the costs of runs of each level, what they compute, what holds them, the levels by algebra."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        span = knobs.choice("Range of the first weights", spread.RANGES, "−0.5 to 0.5", "seeds_stuck_range")
        epochs = knobs.steps("Epochs", EPOCHS, 4000, "seeds_stuck_epochs")
        count = knobs.steps("Runs, one seed each", COUNTS, 500, "seeds_stuck_count")
        with st.expander("More"):
            rate = knobs.steps("Learning rate", (0.5, 1.0, 2.0, 5.0, 10.0), 2.0, "seeds_stuck_rate")
            units = knobs.choice("Hidden units", (2, 3, 4), 2, "seeds_stuck_units")
            bias = knobs.choice("Biases at the start", spread.BIASES, "same", "seeds_stuck_bias", spread.BIASES.get)
    low, high = spread.RANGES[span]
    experiment = lab.vary(
        spread.START,
        {
            "network.hidden": (units,), "init.low": low, "init.high": high, "init.bias": bias,
            "training.learning_rate": rate, "training.epochs": epochs,
        },
    )  # fmt: skip
    with left:
        found = asking.measure(stuck.measure, experiment, count=count)
        chart = charts.courses(stuck_drawn.courses(found), found.levels, epochs)
        picture.show(chart, alt=words.course(found))
        st.caption(
            "Up to four runs of each level. Dashed: the levels that are foretold. Upright: where the runs were "
            "counted; those not solved trained on, to five times the epochs."
        )
        st.subheader("What a stuck network says", anchor=False)
        picture.show(charts.outputs(stuck_drawn.outputs(found)), alt=words.computes(found))
        st.caption(words.computes(found))
    answer.markdown(f"**{words.answer(found)}** {words.freed(found)}")

    st.header("Minimum, plateau or saturation?", anchor=False)
    picture.table(words.table(found))
    st.markdown(words.meanings(found))
    st.markdown(words.minimum(found))

    st.header("The mathematics, with your numbers in it", anchor=False)
    st.markdown("Points that a network cannot tell apart get one output, at best the mean of their targets. It costs:")
    picture.formula(words.levels(found))

    sharing.try_this(
        "seed_effects",
        {
            "What if the weights start between 0 and 1?": {"seeds_stuck_range": "0 to 1"},
            "What if they start large?": {"seeds_stuck_range": "−5 to 5"},
            "What if they start tiny?": {"seeds_stuck_range": "−0.05 to 0.05"},
            "The published budget: what is left after 20,000 epochs?": {"seeds_stuck_epochs": 20_000},
            "Does a third unit set them free?": {"seeds_stuck_units": 3},
        },
    )
    sharing.take_along("seed_effects", experiment)
