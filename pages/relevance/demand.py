"""Whether a hidden unit becomes a concept: what the units of the demand data weigh, over many networks."""

import streamlit as st

import lab
from lab.charts.relevance import demand as charts
from lab.relevance import demand, demand_counts
from lab.relevance import demand_words as words
from pages.shell import asking, frame, knobs, picture, sharing

WIDTHS = (1, 2, 3, 4, 6, 8)
PRESETS = {
    "The same data for all, only the start differs: is it the same three units?": {"relevance_demand_differ": "start"},
    "What if we ask for less: is a unit quality with a |cosine| above 0.9?": {"relevance_demand_bound": 0.9},
    "Do eight units find all three?": {"relevance_demand_hidden": 8},
    "How many units does it take?": {"relevance_demand_widths": True},
    "And what do sigmoid units weigh?": {"relevance_demand_activation": "sigmoid", "relevance_demand_epochs": 3000},
}


def show() -> None:
    """Knobs, the share of networks that have each concept, the units' weights, the formulas, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        hidden = knobs.slider("Hidden units", 1, 8, 1, 3, "relevance_demand_hidden")
        bound = knobs.steps(
            "A unit is a concept if its |cosine| is above",
            (0.85, 0.9, 0.95, 0.98, 0.99),
            0.95,
            "relevance_demand_bound",
        )
        differ = knobs.choice("The networks differ in", demand.DIFFER, "data", "relevance_demand_differ")
        when = knobs.choice("Weights below: those", demand.WHEN, "after", "relevance_demand_when", "{} training".format)
        many = knobs.toggle("Compare 1 to 8 hidden units (some seconds)", False, "relevance_demand_widths")
        with st.expander("More"):
            activation = knobs.choice("Activation", ("tanh", "sigmoid", "relu"), "tanh", "relevance_demand_activation")
            epochs = knobs.steps("Epochs", (1, 10, 100, 300, 1000, 3000, 10_000), 1000, "relevance_demand_epochs")
            rate = knobs.steps("Learning rate", (0.03, 0.1, 0.3, 1.0, 3.0, 10.0), 3.0, "relevance_demand_rate")
            begin = knobs.choice("Weights start", demand.STARTS, next(iter(demand.STARTS)), "relevance_demand_start")
            count = knobs.steps("Networks of each kind", (1, 16, 64, 256), 64, "relevance_demand_count")
            examples = knobs.steps("Examples", (50, 100, 200, 400), 200, "relevance_demand_examples")
            noise = knobs.steps("Noise of the labels, sd", (0.0, 0.1, 0.5, 1.0), 0.1, "relevance_demand_noise")
            data_seed = knobs.slider("Seed of the data that are shared", 0, 50, 1, 0, "relevance_demand_data")

    experiment = lab.Experiment(
        data=lab.Data("demand", n=examples, noise=noise, seed=data_seed),
        network=lab.Network(hidden=(hidden,), activation=activation),
        init=demand.STARTS[begin],
        training=lab.Training(loss="binary_crossentropy", learning_rate=rate, epochs=epochs),
    )
    found = asking.measure(demand.measure, experiment, widths=[hidden], count=count)
    answer.markdown(f"**{words.answer(found, bound)}**")
    with left:
        picture.show(charts.shares(*demand_counts.courses(found, differ), bound), alt=words.seen(found, bound, differ))
        st.caption("Line: share of the networks; band: Wilson's 95 % interval. Upright line: the |cosine| you ask for.")
    picture.table(words.table(found, bound, differ))
    if many:
        compared = asking.measure(demand.measure, experiment, widths=WIDTHS, count=count)
        rows = demand_counts.counts(compared, bound).query("when == 'after' and differ == @differ")
        picture.show(charts.widths(rows), alt=words.widths_seen(rows))

    st.header("What each unit weighs, next to the concept it is most like", anchor=False)
    panels, (one, two, three) = demand_counts.panels(found, differ, when), st.columns(3, gap="medium")
    with one:
        picture.show(charts.panel(panels["affordability"]), alt=words.panel_seen(panels, "affordability", bound))
    with two:
        picture.show(charts.panel(panels["awareness"]), alt=words.panel_seen(panels, "awareness", bound))
    with three:
        picture.show(charts.panel(panels["quality"]), alt=words.panel_seen(panels, "quality", bound))
    st.caption(words.guide(panels, bound))
    st.markdown(words.decides(found))

    left, right = frame.halves()
    with left:
        st.subheader("The mathematics, with your numbers", anchor=False)
        picture.formula(words.formulas(found, bound))
    with right:
        sharing.try_this("feature_relevance", PRESETS)
        sharing.take_along("feature_relevance", experiment)
