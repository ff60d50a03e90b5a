"""The same start twice, and one last bit changed."""

import streamlit as st

from lab.charts.seeds import bit as charts
from lab.seeds import bit, bit_words, repeated, three
from lab.specs import PRECISIONS
from pages.shell import asking, frame, knobs, picture, sharing


def show() -> None:
    """Knobs, how far the runs are apart, why, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        sd = knobs.steps("Large weights: standard deviation", (1.0, 3.0, 10.0, 30.0, 100.0), 10.0, "seeds_bit_sd")
        steps = knobs.steps("Steps", (10, 100, 500, 2000, 5000), 2000, "seeds_bit_steps")
        precision = knobs.choice("Precision", PRECISIONS, "float64", "seeds_bit_precision")
        place = knobs.choice("The first weight of", bit.PLACES, "layer 1", "seeds_bit_place")
        seed = knobs.slider("Seed of the first weights", 0, 20, 1, 3, "seeds_bit_seed")
        rate = knobs.steps("Learning rate", (0.001, 0.003, 0.01, 0.03, 0.1), 0.01, "seeds_bit_rate")

    experiment = three.setting(steps, rate, precision)
    found = asking.measure(bit.measure, experiment, place=place, sd=sd, seed=seed)
    answer.markdown(f"**{bit_words.answer(found)}** {bit_words.detail(found)}")
    with left:
        picture.show(charts.apart(*bit_words.placed(found)), alt=bit_words.summary(found))
        st.caption(
            "Two circles, 2-10-5-1, ReLU, full batch. In the lowest row the two runs are equal to the last bit: one "
            "was asked for on its own, the other among three more."
        )
        plain = asking.measure(repeated.measure, repeated.start())
        st.subheader("And in plain Keras: which call makes two runs equal?", anchor=False)
        picture.table(bit_words.plain_table(plain))
        st.markdown(bit_words.plain(plain))
        st.code(bit_words.REMEDY, language="python", wrap_lines=True)
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        st.markdown(
            "The next number after w that the precision has is a step w + ulp(w) away: in float64 about w times 2⁻⁵², "
            "in float32 2⁻²³. From start to end:"
        )
        picture.formula(bit_words.formula(found))
        st.markdown(bit_words.growth(found))
        st.markdown(
            "So a seed makes a run repeatable only where every step is done in the same order and precision: a "
            "sum in another order is such a last bit."
        )

    sharing.try_this(
        "seed_effects",
        {
            "And in float32?": {"seeds_bit_precision": "float32"},
            "At which size of the weights does it begin?": {"seeds_bit_sd": 3.0},
            "What if the bit is in the last layer?": {"seeds_bit_place": "layer 3"},
            "Does He stay safe at ten times the rate?": {"seeds_bit_rate": 0.1},
        },
    )
    sharing.take_along("seed_effects", experiment)
