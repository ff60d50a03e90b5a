"""When training blows up: its cost at rates around the largest stable one, and that rate for other columns."""

import streamlit as st

import lab
from lab import presets
from lab.charts.relevance import wall as charts
from lab.relevance import speed_setting, wall, wall_words
from lab.relevance import weights_setting as setting
from lab.relevance.second_column import NUMBERS
from lab.specs import PRECISIONS
from pages.shell import asking, frame, knobs, picture, sharing

OPTIMIZERS = ("sgd", "momentum", "nesterov")
PRESETS = {
    "What if the noise has mean 10?": {"relevance_wall_mean": 10.0},
    "What does standardising do?": {"relevance_wall_mean": 10.0, "relevance_wall_standardise": True},
    "Ten equal columns: is the wall ten times nearer?": {
        "relevance_wall_column": "x1 once more", "relevance_wall_copies": 10, "relevance_wall_standardise": True,
        "relevance_wall_more": True,
    },
    "Does momentum move it?": {"relevance_wall_optimizer": "momentum"},
    "After 3,000 epochs: what stops the cost from falling on?": {"relevance_wall_epochs": 3000},
}  # fmt: skip


def show() -> None:
    """Knobs, the wall, the formulas, the table, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        kind = setting.SECOND[knobs.choice("Second column", setting.SECOND, "noise", "relevance_wall_column")]
        values = {
            name: knobs.steps(label, options, default, f"relevance_wall_{name}")
            for name, (label, options, default) in NUMBERS[kind].items()
        }
        if kind == "duplicate":
            values["copies"] = knobs.steps("Columns equal to x1", speed_setting.COPIES, 2, "relevance_wall_copies")
        standard = knobs.toggle("Standardise the columns", False, "relevance_wall_standardise")
        optimizer = knobs.choice("Optimizer", OPTIMIZERS, "sgd", "relevance_wall_optimizer")
        epochs = knobs.steps("Epochs", (100, 300, 1000, 3000), 300, "relevance_wall_epochs")
        with st.expander("More"):
            seeds = knobs.steps("Seeds (starts of the weights)", (1, 4, 6), 4, "relevance_wall_seeds")
            data_seed = knobs.slider("Seed of the data", 0, 50, 1, 0, "relevance_wall_data")
            precision = knobs.choice("Precision", PRECISIONS, "float32", "relevance_wall_precision")

    data = speed_setting.data(kind, seed=data_seed, standardize=standard, **values)
    training = lab.Training(loss="mse", optimizer=optimizer, epochs=epochs, precision=precision)
    experiment = lab.Experiment(data=data, network=presets.S09.network, training=training)
    found = asking.measure(wall.measure, experiment, seeds=range(seeds))
    says = wall_words.verdict(found)
    answer.markdown(f"**{says}**")
    with left:
        picture.show(charts.wall(*wall_words.drawn(found)), alt=says)
        st.caption(
            "Dot: median of the seeds, with their range. Grey and dashed: the law; far down, rounding ends what it "
            "goes on with. Diverged: the cost ends above its start, or beyond all numbers."
        )
        st.subheader("The mathematics, with your numbers", anchor=False)
        picture.formula(wall_words.formulas(found))
        st.markdown(wall_words.why(found))

    st.header("Other columns, other walls", anchor=False)
    more = knobs.toggle("Five and ten equal columns, too", False, "relevance_wall_more")
    others = asking.measure(wall.others, wall.PLAIN, more=more)
    picture.table(wall_words.table(others))
    st.caption(wall_words.NOTE)

    sharing.try_this("feature_relevance", PRESETS)
    sharing.take_along("feature_relevance", experiment)
