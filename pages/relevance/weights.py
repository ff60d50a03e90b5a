"""Does training set useless weights to zero? A truth, columns of one's own, and where their weights end."""

import streamlit as st

import lab
from lab import presets
from lab.charts.relevance import weights as charts
from lab.relevance import weights
from lab.relevance import weights_drawn as drawn
from lab.relevance import weights_formulas as formulas
from lab.relevance import weights_setting as setting
from lab.relevance import weights_words as words
from lab.specs import OPTIMIZERS
from pages.shell import asking, columns, frame, knobs, picture, sharing

RUN = {"relevance_column": "the discussion's noise", "relevance_start": "the discussion's", "relevance_seeds": 1}
NOISE, ONES = RUN | {"relevance_column": "noise"}, {"relevance_column": "constant"}
PRESETS = {
    "The discussion's own run: does its noise weight go to zero?": RUN,
    "What if the useless column is all ones?": RUN | ONES,
    "What if the noise has mean 10?": NOISE | {"relevance_mean": 10.0},
    "Do batches of two get there faster?": RUN | {"relevance_batch": "2"},
    "What if x2 = x1?": RUN | {"relevance_column": "x1 once more"},
    "What if the column is almost constant: mean 1, sd 0.01?": NOISE | {"relevance_mean": 1.0, "relevance_sd": 0.01},
    "Noise, ones and a copy at once?": {"relevance_column_x3": "constant", "relevance_column_x4": "x1 once more"},
    "Can L1 get rid of a constant column?": ONES | {"relevance_l1": 0.1, "relevance_epochs": 10_000},
    "And L2?": ONES | {"relevance_decay": 0.1, "relevance_rate": 0.03, "relevance_epochs": 10_000},
    "Does Adam share between x1 and 2 x1?": {"relevance_column": "a multiple of x1", "relevance_optimizer": "adam"},
    "What do small batches make of noisy targets?": ONES | {"relevance_noise": 3.0, "relevance_batch": "2"},
}


def show() -> None:
    """Knobs, the weights over training, what of them is kept, the formulas, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        built = columns.columns("relevance_", "noise")
        start = knobs.choice("Weights start", setting.STARTS, "Glorot, as Keras does", "relevance_start")
        seeds = knobs.steps("Seeds (starts of the weights)", (1, 10, 50, 200, 1000), 200, "relevance_seeds")
        rate = knobs.steps("Learning rate", (3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1), 3e-3, "relevance_rate")
        epochs = knobs.steps("Epochs", (100, 300, 1000, 3000, 10_000, 30_000), 3000, "relevance_epochs")
        with st.expander("The truth and the examples"):
            truth = columns.truth("relevance_", setting.fixed(built))
        with st.expander("More"):
            size = setting.BATCHES[knobs.choice("Examples a step", setting.BATCHES, "all", "relevance_batch")]
            optimizer = knobs.choice("Optimizer", OPTIMIZERS, "sgd", "relevance_optimizer")
            l1 = knobs.steps("L1 penalty", (0.0, 1e-3, 1e-2, 1e-1, 1.0), 0.0, "relevance_l1")
            l2 = knobs.steps("L2 penalty (weight decay)", (0.0, 1e-3, 1e-2, 1e-1, 1.0), 0.0, "relevance_decay")
            decades = knobs.toggle("Stretch the first epochs", True, "relevance_decades")

    training = lab.Training(
        optimizer=optimizer, learning_rate=rate, weight_decay=l2, l1=l1, epochs=epochs, batch_size=size
    )
    data, init = setting.built(built, **truth), setting.STARTS[start]
    experiment = lab.Experiment(data=data, network=presets.S09.network, init=init, training=training)
    runs = {"seeds": range(seeds), "initial": setting.explicit(start, data.inputs)}
    told = asking.measure(weights.foretell, experiment, **runs)
    with left:
        st.caption(setting.truth(built, **truth))
        place, law = picture.Place(), charts.weights(*drawn.lines(told), decades)
        runs |= {"meanwhile": lambda: place.show(law, alt=words.summary(told))}
        runs |= {"spacing": ("linear", "log")[decades], "useless": setting.useless(built, truth["slope"])}
        found = asking.measure(weights.measure, experiment, **runs)
        place.show(charts.weights(*drawn.lines(found), decades), alt=words.summary(found))
        if len(found.kept):
            picture.show(charts.combinations(*drawn.combinations(found), decades), alt=words.combinations(found))
        st.caption(words.combinations(found))
        picture.table(drawn.table(found).set_index("weight"))
    answer.markdown(words.answer(found))

    left, right = frame.halves()
    with left:
        st.subheader("The mathematics, with your numbers", anchor=False)
        picture.formula(formulas.formulas(found))
    with right:
        sharing.try_this("feature_relevance", PRESETS)
        sharing.take_along("feature_relevance", experiment)
