"""Whether all units of a layer become different."""

import streamlit as st

import lab
from lab.charts.differentiation import layer as charts
from lab.differentiation import layer, layer_drawn
from lab.differentiation import layer_words as words
from pages.neurons import initializer
from pages.shell import asking, frame, knobs, picture, sharing

FOUR = [name for name in layer.STARTS if name != "clones with a push"]
EPSILONS = [0.0, 1e-12, 1e-6, 1e-4, 1e-3, 1e-2, 0.1, 1.0]
RATES = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0]
KINDS = {"alike": "nearly parallel", "bit": "equal to the bit"}
DEMAND = {"neurons_layer_data": layer.DATA["demand"], "neurons_layer_epochs": 100}
PRESETS = {
    "Clones: what do 25 equal units learn?": {"neurons_layer_start": "clones", "neurons_layer_kind": KINDS["bit"]},
    "One of the clones is pushed: do the others follow?": {
        "neurons_layer_starts": ["clones", "clones with a push"], "neurons_layer_start": "clones with a push",
    },
    "What do units look like that start tiny?": {"neurons_layer_start": "tiny random"},
    "Which features does each unit weigh in the demand data?": DEMAND,
    "How many different units does the demand need?": DEMAND | {"neurons_layer_start": "tiny random"},
}  # fmt: skip


def show() -> None:
    """Knobs, the number of different units, their pictures and their likeness, one initializer for two layers."""
    answer, (left, right) = frame.answer(), frame.halves()

    with right:
        starts = knobs.several("Starts to compare", layer.STARTS, FOUR, "neurons_layer_starts")
        start = knobs.choice("Start shown in the pictures", layer.STARTS, "Glorot random", "neurons_layer_start")
        kind = knobs.choice("Units count as one where they are", KINDS, "alike", "neurons_layer_kind", KINDS.get)
        data = knobs.choice("Data", layer.DATA, "digits", "neurons_layer_data", layer.DATA.get)
        epochs = knobs.steps("Epochs", [1, 2, 5, 10, 20, 50, 100, 300], 10, "neurons_layer_epochs")
        with st.expander("More"):
            seed = knobs.slider("Run shown in the pictures (seed)", 0, 15, 1, 0, "neurons_layer_seed")
            activation = knobs.choice("Activation", ["sigmoid", "tanh", "relu"], "sigmoid", "neurons_layer_activation")
            rate = knobs.steps("Learning rate", RATES, 1.0, "neurons_layer_rate")
            epsilon = knobs.steps("The push of one clone (epsilon)", EPSILONS, 1e-2, "neurons_layer_epsilon")
            tiny = knobs.steps("Size of the tiny start (sd)", [1e-6, 1e-4, 1e-3, 0.01], 1e-3, "neurons_layer_tiny")
    experiment = lab.vary(
        layer.setting(data),
        {
            "network.activation": activation, "init.epsilon": epsilon, "init.stddev": tiny,
            "training.learning_rate": rate, "training.epochs": epochs,
        },
        later=True)  # fmt: skip
    with left:
        found = asking.measure(layer.measure, experiment, starts=sorted({*starts, start}))
        picture.show(charts.counts(*layer_drawn.counts(found, kind)), alt=words.course(found, kind))
        st.caption("Line: the median run. Band: 5 to 95 in a hundred runs. Dashed: the most there can ever be.")
    answer.markdown(f"**{words.answer(found)}**")
    picture.table(words.table(found))
    st.caption(words.meanings(found))

    st.header(f"The units of one run, from {start}", anchor=False)
    weights, places = layer_drawn.weights(found, start, seed), st.columns(3, gap="medium")
    places[0].subheader("Before training", anchor=False)
    with places[0]:
        picture.show(charts.units(*layer_drawn.looks(weights, "before")), alt=words.looks(weights, "before"))
    places[1].subheader("After training", anchor=False)
    with places[1]:
        picture.show(charts.units(*layer_drawn.looks(weights, "after")), alt=words.looks(weights, "after"))
    places[2].subheader("How alike", anchor=False)
    with places[2]:
        picture.show(charts.matrix(layer_drawn.matrix(found, start, seed)), alt=words.likeness(found, start, seed))
    st.caption(words.guide(found, weights))

    st.header("The mathematics, with your numbers in it", anchor=False)
    picture.formula(words.induction(found))
    if formula := words.closest(found, start, seed):
        picture.formula(formula)
    initializer.show(experiment)
    sharing.try_this("neuron_differentiation", PRESETS)
    sharing.take_along("neuron_differentiation", words.taken(found, start))
