"""A convex model forgets its seed, a network does not."""

import streamlit as st

import lab
from lab.charts.seeds import convex as charts
from lab.datasets import TITLES
from lab.seeds import convex, convex_drawn
from lab.seeds.spread import suited
from pages.shell import asking, frame, knobs, picture, sharing

SETS = {TITLES[name]: name for name in ("spiral", "blobs", "iris", "moons", "circles", "demand")}
HIDDEN = {"4": (4,), "8": (8,), "16": (16,)}


def show() -> None:
    """Knobs, the spread of the cost over training, why, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        data = SETS[knobs.choice("Data", SETS, TITLES["spiral"], "seeds_convex_data")]
        hidden = knobs.choice("Hidden units of the network", HIDDEN, "16", "seeds_convex_hidden")
        epochs = knobs.steps("Epochs", (10, 100, 300, 1000, 3000, 10_000), 1000, "seeds_convex_epochs")
        rate = knobs.steps("Learning rate", (0.01, 0.03, 0.1, 0.3, 1.0), 1.0, "seeds_convex_rate")
        count = knobs.choice("Seeds", (10, 50, 200), 50, "seeds_convex_count")
        precision = knobs.choice("Precision", lab.specs.PRECISIONS, "float32", "seeds_convex_precision")

    experiment = lab.vary(
        convex.START,
        {
            "data.name": data, "network.hidden": HIDDEN[hidden], "training.epochs": epochs,
            "training.learning_rate": rate, "training.precision": precision,
            **suited(lab.Data(data), "cross-entropy"),
        },
    )  # fmt: skip
    found = asking.measure(convex.measure, experiment, count=count)
    answer.markdown(convex.verdict(found))
    with left:
        picture.show(charts.spread(*convex_drawn.placed(found)), alt=convex.summary(found))
        st.caption("Standard deviation of the cost over all seeds, epoch by epoch. Dashed: the last digit of the cost.")
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        st.markdown(
            "Without a hidden layer, cross-entropy is a convex function of the weights: a bowl without a second "
            "bottom, and every start runs down to the same cost. A hidden layer makes many valleys, and not every "
            "start reaches the same one."
        )
        picture.formula(convex_drawn.CONVEXITY)
        st.markdown(convex.last_digit(found))

    sharing.try_this(
        "seed_effects",
        {
            "Does the network forget it with more time?": {"seeds_convex_epochs": 10_000},
            "What if training stops early?": {"seeds_convex_epochs": 10},
            "How much can be forgotten in float64?": {
                "seeds_convex_precision": "float64", "seeds_convex_epochs": 3000,
            },
            "Where both can be perfect, who forgets?": {"seeds_convex_data": "Iris", "seeds_convex_rate": 0.1},
        },
    )  # fmt: skip
    sharing.take_along("seed_effects", experiment)
