"""Why training is slow: how far every direction has come, beside what its curvature foretells."""

import streamlit as st

import lab
from lab import presets
from lab.charts.relevance import speed as charts
from lab.relevance import speed, speed_setting, speed_words
from lab.relevance import weights_setting as setting
from lab.relevance.second_column import NUMBERS
from lab.specs import PRECISIONS
from pages.shell import asking, frame, knobs, picture, sharing

RATES = (1e-4, 3e-4, 1e-3, 3e-3, 8e-3, 3e-2, 0.1, 0.3, 1.0)
DISCUSSION = {"relevance_speed_column": "the discussion's noise", "relevance_speed_rate": 3e-3}
PRESETS = {
    "What does standardising do to all of it?": {
        "relevance_speed_columns": "standardised", "relevance_speed_best": True, "relevance_speed_epochs": 300,
    },
    "Was the discussion's run finished after 3,000 epochs?": DISCUSSION | {"relevance_speed_epochs": 3000},
    "What if the noise has no mean?": {"relevance_speed_mean": 0.0},
    "And a mean of 30?": {"relevance_speed_mean": 30.0},
    "What if ten columns are the same?": {
        "relevance_speed_column": "x1 once more", "relevance_speed_copies": 10, "relevance_speed_epochs": 3000,
        "relevance_speed_best": True,
    },
}  # fmt: skip


def show() -> None:
    """Knobs, the distances, the table, the formulas, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        kind = setting.SECOND[knobs.choice("Second column", setting.SECOND, "noise", "relevance_speed_column")]
        values = {
            name: knobs.steps(label, options, 10.0 if name == "mean" else default, f"relevance_speed_{name}")
            for name, (label, options, default) in NUMBERS[kind].items()
        }
        if kind == "duplicate":
            values["copies"] = knobs.steps("Columns equal to x1", speed_setting.COPIES, 2, "relevance_speed_copies")
        columns = knobs.choice("Columns", speed.COLUMNS, "as they are", "relevance_speed_columns")
        rate = knobs.steps("Learning rate", RATES, 8e-3, "relevance_speed_rate")
        best = knobs.toggle("The best rate for these columns instead", False, "relevance_speed_best")
        epochs = knobs.steps("Epochs", (30, 300, 1000, 3000, 20_000, 50_000), 20_000, "relevance_speed_epochs")
        with st.expander("More"):
            seeds = knobs.steps("Seeds (starts of the weights)", (1, 8, 32), 8, "relevance_speed_seeds")
            data_seed = knobs.slider("Seed of the data", 0, 50, 1, 0, "relevance_speed_data")
            precision = knobs.choice("Precision", PRECISIONS, "float64", "relevance_speed_precision")

    training = lab.Training(loss="mse", learning_rate=rate, epochs=epochs, precision=precision)
    data = speed_setting.data(kind, seed=data_seed, **values)
    experiment = lab.Experiment(data=data, network=presets.S09.network, training=training)
    found = asking.measure(speed.measure, experiment, seeds=range(seeds), best=best)
    says = speed_words.verdict(found, columns)
    answer.markdown(f"**{says}**")
    with left:
        picture.show(charts.curves(speed_words.drawn(found, columns), speed_words.LOWEST), alt=says)
        st.caption("Line: median of the seeds, with its band. Grey and dashed: the law, |1 − ηλ|ᵗ.")
    picture.table(speed_words.table(found, columns))
    picture.table(speed_words.settings(found))

    left, right = frame.halves()
    with left:
        st.subheader("The mathematics, with your numbers", anchor=False)
        picture.formula(speed_words.LAW)
        picture.formula(speed_words.formulas(found, columns))
        st.markdown(speed_words.why(found))
    with right:
        sharing.try_this("feature_relevance", PRESETS)
        sharing.take_along("feature_relevance", experiment)
