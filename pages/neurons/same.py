"""Different neurons, or the same function in another order?"""

import streamlit as st

from lab.charts.differentiation import matching as charts
from lab.datasets import TITLES
from lab.differentiation import matching, matching_words, permutation, permutation_words, plane
from pages.shell import asking, frame, knobs, picture, sharing

PAIRS = [1, 2, 5, 10, 20, 40, 80]
RATES = [0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 2.0, 5.0]
EPOCHS = [0, 300, 1000, 2000, 4000, 8000, 20_000]
DATA = ["circles", "moons", "xor", "teacher"]
TEACHER = {"neurons_same_data": TITLES["teacher"], "neurons_same_rate": 0.5}
PRESETS = {
    "What if a teacher of two units is copied by two units?": TEACHER | {"neurons_same_hidden": 2},
    "And by three, one more than it needs?": TEACHER,
    "Do six units still find one and the same solution?": {"neurons_same_hidden": 6},
    "Do the others only need more time?": {"neurons_same_epochs": 20_000},
    "May a ReLU unit be turned round? May it be rescaled?": {
        "neurons_same_activation": "relu", "neurons_same_do": permutation.DEEDS["rescale"],
    },
}  # fmt: skip


def show() -> None:
    """Knobs, the line between two networks, their planes, and what may be done to one network."""
    answer, (left, right) = frame.answer(), frame.halves()

    with right:
        data = knobs.choice("Data", DATA, "circles", "neurons_same_data", TITLES.get)
        hidden = knobs.steps("Hidden units", range(2, 9), 3, "neurons_same_hidden")
        activation = knobs.choice("Activation", ["tanh", "sigmoid", "relu"], "tanh", "neurons_same_activation")
        count = knobs.steps("Pairs of networks, each network from a seed of its own", PAIRS, 40, "neurons_same_pairs")
        pair = knobs.steps("The pair that is shown", range(1, count + 1), 1, "neurons_same_pair") if count > 1 else 1
        with st.expander("More"):
            rate = knobs.steps("Learning rate", RATES, 1.0, "neurons_same_rate")
            epochs = knobs.steps("Epochs", EPOCHS, 4000, "neurons_same_epochs")

    experiment = matching.setting(data, hidden, activation, rate, epochs)
    found = asking.measure(matching.measure, experiment, pairs=count)
    answer.markdown(f"**{matching_words.answer(found, pair)}**")
    with left:
        says = matching_words.barrier(found, pair)
        picture.show(charts.lines(*matching.drawn(found, pair), matching_words.title(found, pair)), alt=says)
        st.caption(f"{says} Thick: the shown pair. Thin and band: median, 5 to 95 in a hundred pairs.")
        st.caption(matching_words.rule(found))

    st.header("What the two networks say", anchor=False)
    one, two = st.columns(2)
    with one:
        chart = charts.plane(*plane.drawn(found, pair, "first"), plane.title(found, pair, "first"))
        picture.show(chart, alt=plane.words(found, pair, "first"))
    with two:
        chart = charts.plane(*plane.drawn(found, pair, "second"), plane.title(found, pair, "second"))
        picture.show(chart, alt=plane.words(found, pair, "second"))
    st.caption("Each line: where the input of a unit is 0, with the unit's number. Partners have the same dash.")

    st.header("One network, many copies", anchor=False)
    left, right = frame.halves()
    with right:
        deeds = permutation.DEEDS
        deed = knobs.choice("Do this to the first network", deeds, "swap", "neurons_same_do", deeds.get)
        unit = knobs.steps("Unit", range(1, hidden + 1), 1, "neurons_same_unit")
        other = knobs.steps("And unit", range(1, hidden + 1), hidden, "neurons_same_other") if deed == "swap" else unit
    before = [array[pair - 1] for array in found.networks[0]]
    after = permutation.changed(before, deed, unit, other, activation)
    moved, effect = permutation.moved(before, after), permutation.effect(experiment, before, after)
    with left:
        st.markdown(f"{permutation_words.verdict(effect, moved)} {permutation_words.count(hidden, activation)}")
        picture.table(permutation_words.table(effect).set_index("Sums"))
    with right, st.expander("The weights that change"):
        picture.table(permutation_words.weights(moved).set_index("Weight"))

    st.header("The mathematics, with your numbers in it", anchor=False)
    picture.formula(matching_words.formula(found, pair))
    picture.table(matching_words.table(found, pair).set_index("Unit of the first network"))

    sharing.try_this("neuron_differentiation", PRESETS)
    sharing.take_along("neuron_differentiation", experiment)
