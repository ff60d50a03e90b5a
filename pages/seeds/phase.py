"""When do two inputs become one in a deep network, and when do they part?"""

import streamlit as st

import lab
from lab.charts.seeds import phase as charts
from lab.seeds import phase
from pages.shell import asking, frame, knobs, picture, sharing


def show() -> None:
    """Knobs, one's place between order and chaos, two inputs on their way, the law, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        weights = knobs.slider("Weights: variance times inputs (σw²)", 0.2, 5.0, 0.05, 2.5, "seeds_phase_weights")
        biases = knobs.slider("Biases: variance (σb²)", 0.01, 0.5, 0.01, 0.05, "seeds_phase_biases")
        like = knobs.steps("Correlation of the two inputs", [-1.0, 0.0, 0.5, 0.9, 0.99], 0.9, "seeds_phase_like")
        layers = knobs.choice("Layers", [10, 30, 50], 30, "seeds_phase_layers")
        with st.expander("More"):
            width = knobs.choice("Units in each layer", [10, 30, 100, 200], 200, "seeds_phase_width")
            networks = knobs.choice("Random networks", [3, 10, 20, 50], 20, "seeds_phase_count")

    network = lab.Network(hidden=(width,) * layers, activation="tanh", output="linear")
    cells, line = asking.measure(phase.diagram, phase.START)
    found = asking.measure(phase.measure, network, weights=weights, biases=biases, like=like, networks=networks)
    answer.markdown(f"**{phase.verdict(found)}**")
    with left:
        picture.show(charts.plane(cells, line, found.facts), alt=phase.place(found))
        st.caption("The colour and the dashed line are the law's, for tanh in wide networks; the cross is your point.")
        picture.show(charts.correlations(found.table), alt=phase.summary(found))
        st.caption("Line: the median network; band: 5 to 95 in a hundred; dashed: the law.")
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        picture.formula(phase.formulas(found))
        st.markdown(phase.place(found))
        st.markdown(phase.reach(found))

    sharing.try_this(
        "seed_effects",
        {
            "What happens on the dashed line?": {"seeds_phase_weights": 1.75},
            "And with small weights?": {"seeds_phase_weights": 1.0},
            "Do nearly equal inputs stay together in chaos?": {"seeds_phase_weights": 4.0, "seeds_phase_like": 0.99},
            "Can larger biases tame the chaos?": {"seeds_phase_biases": 0.5},
            "How much does a width of 10 blur the law?": {"seeds_phase_width": 10},
        },
    )
    sharing.take_along("seed_effects")
