"""The trainability map: rate against the size of the first weights, to zoom into."""

import streamlit as st

import lab
from lab.charts.seeds import trainability as charts
from lab.seeds import border, trainability
from lab.seeds import trainability_drawn as drawn
from lab.seeds import trainability_words as words
from lab.seeds.window import Window
from pages.shell import asking, frame, knobs, picture, sharing, zoom

KEY = "seeds_map_window"
LEVELS = 6


def show() -> None:
    """The map, ways about in it, how rough its border is further in, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        units = knobs.choice("Hidden units", [2, 3, 4, 8], 4, "seeds_map_units")
        activation = knobs.choice("Activation", ["tanh", "relu", "linear"], "tanh", "seeds_map_activation")
        precision = knobs.choice("Precision", ["float32", "float64"], "float32", "seeds_map_precision")
        with st.expander("More"):
            steps = knobs.steps("Steps of each network", [30, 100, 300, 1000], 300, "seeds_map_steps")
            size = knobs.choice("Points on each side", [64, 128, 256], 256, "seeds_map_points")
            seed = knobs.slider("Seed of the first weights", 0, 20, 1, 0, "seeds_map_seed")
    shown = zoom.window(KEY, Window())
    experiment = lab.vary(
        trainability.START,
        {
            "network.hidden": (units,), "network.activation": activation,
            "training.precision": precision, "training.epochs": steps,
        },
    )  # fmt: skip
    with left:
        place, said = picture.Place(), st.empty()
        found = asking.measure(
            trainability.charted, experiment, window=shown, size=size, seed=seed,
            partly=lambda part: (
                place.show(charts.map_of(**drawn.frames(part)), alt=words.takeaway(part)),
                said.caption(words.coarse(part)),
            ),
        )  # fmt: skip
        chart = charts.map_of(**drawn.frames(found))
        zoom.picture(chart, shown, KEY, alt=words.takeaway(found), place=place, behind=found.cells)
        said.caption(f"Draw a box on the map to go closer. {words.numbers(found)}")
        zoom.buttons(shown, border.closer(found), Window(), KEY)
    answer.markdown(f"**{words.verdict(found)}**")

    st.header("The mathematics, with your numbers in it", anchor=False)
    left, right = frame.halves()
    with left:
        st.markdown(words.BOXES)
        picture.formula(words.counting(border.boxes(found.trained)))
        st.caption(words.COLORS)
    with right:
        st.markdown("Does it get smoother further in?")
        if knobs.toggle(f"Measure {LEVELS} levels, each {border.CLOSER} times closer", False, "seeds_map_levels"):
            levels = asking.measure(border.levels, experiment, window=shown, count=LEVELS, seed=seed)
            noise = border.noise()
            picture.show(charts.dimensions(levels, drawn.marks(noise)), alt=words.deeper(levels, noise))
            st.markdown(words.deeper(levels, noise))

    sharing.try_this(
        "seed_effects",
        {
            "What is in the frayed corner?": {KEY: "-0.5,-0.2,0.25,0.85"},
            "Does the border get smoother further in?": {"seeds_map_levels": True, "seeds_map_precision": "float64"},
            "Is a linear network as frayed?": {"seeds_map_activation": "linear"},
            "And one of ReLU units?": {"seeds_map_activation": "relu"},
            "Another draw of the first weights?": {"seeds_map_seed": 1},
        },
    )
    sharing.take_along("seed_effects", experiment)
