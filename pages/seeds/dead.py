"""How often is a narrow, deep ReLU network dead before training begins?"""

import streamlit as st

import lab
from lab.charts.seeds import dead as charts
from lab.seeds import dead, dead_words
from pages.shell import asking, frame, knobs, picture, sharing


def show() -> None:
    """Knobs, the share of the dead against depth, the law, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        width = knobs.slider("Units in each layer", 1, 10, 1, 3, "seeds_dead_width")
        layers = knobs.slider("Hidden layers", 1, 50, 1, 20, "seeds_dead_layers")
        examples = knobs.choice("Examples that all must be silenced", [1, 2, 10, 100], 1, "seeds_dead_examples")
        bias = knobs.choice("Biases at the start", [0.0, 0.01, 0.1, 1.0], 0.0, "seeds_dead_bias")
        networks = knobs.steps("Networks, one draw each", [100, 1000, 4000, 10_000], 4000, "seeds_dead_count")

    network = lab.Network(hidden=(width,) * layers, activation="relu", output="linear")
    found = asking.measure(dead.measure, network, networks=networks, examples=examples, bias=bias)
    answer.markdown(f"**{dead_words.verdict(found)}**")
    with left:
        picture.show(charts.by_layer(found.table), alt=dead_words.summary(found))
        st.caption("Share of the networks that are dead by then, with Wilson's 95 % interval; dashed: the law.")
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        picture.formula(dead_words.formulas(found))
        st.markdown(dead_words.setting(found))
        st.markdown(dead_words.half(found))
        st.markdown(f"{dead_words.fate(found)} {dead_words.schemes(found)}")

    sharing.try_this(
        "seed_effects",
        {
            "Two units, ten layers: how many live?": {"seeds_dead_width": 2, "seeds_dead_layers": 10},
            "Is one more unit a cure?": {"seeds_dead_width": 4},
            "And ten units, fifty layers?": {"seeds_dead_width": 10, "seeds_dead_layers": 50},
            "What if a hundred examples must all be silenced?": {"seeds_dead_examples": 100},
            "Do small positive biases help?": {"seeds_dead_bias": 0.1},
        },
    )
    sharing.take_along("seed_effects")
