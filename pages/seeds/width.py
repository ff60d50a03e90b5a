"""How many units: accuracy against the width, over seeds; what the units look like; why one alone is not enough."""

import streamlit as st

import lab
from lab.charts.seeds import width as charts
from lab.seeds import width, width_drawn
from lab.seeds import width_words as words
from pages.shell import asking, frame, knobs, picture, sharing

TITLES = {"accuracy": "Accuracy, %", "cost": "Cost"}
EPOCHS = {"digits": (1, 3, 10, 30, 100), "xor": (300, 1000, 4000, 20_000), "circles": (100, 300, 1000, 3000)}
XOR = {"seeds_width_data": width.DATA["xor"]}


def show() -> None:
    """Knobs, the result of every width, its units as pictures, a table, the law of one unit."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        data = knobs.choice("Data", width.DATA, "digits", "seeds_width_data", width.DATA.get)
        start, few = width.setting(data), [1, 5, 25] if data == "digits" else [1, 2, 3, 4, 8]
        widths = knobs.several("Hidden units", width.WIDTHS, few, f"seeds_width_{data}_units")
        epochs = knobs.steps("Epochs", EPOCHS[data], start.training.epochs, f"seeds_width_{data}_epochs")
        count = knobs.steps("Runs of each width, one seed each", (16, 32, 100, 200, 500), 32, "seeds_width_count")
        result = knobs.choice("Shown", width_drawn.RESULTS, "accuracy", "seeds_width_result")
        with st.expander("More"):
            activation = knobs.choice("Activation", ["sigmoid", "tanh", "relu"], "sigmoid", "seeds_width_activation")
    experiment = lab.vary(start, {"network.activation": activation, "training.epochs": epochs})
    with left:
        found = asking.measure(width.measure, experiment, widths=widths, count=count)
        chart = charts.spread(*width_drawn.spread(found, result), width_drawn.laws(found, result), TITLES[result])
        picture.show(chart, alt=words.summary(found))
        st.caption("Large: the median run. Upright: 5 to 95 in a hundred runs. Dots: all runs, one seed each.")
    answer.markdown(f"**{words.answer(found)}** {words.gain(found)}")
    picture.table(words.table(found))
    st.caption(words.meanings(found))

    if shown := width_drawn.pictured(found):
        st.header("What the units look at", anchor=False)
        with right:
            units = knobs.choice("Units shown as pictures", shown, shown[-1], "seeds_width_pictured")
            seed = knobs.slider("of the run with seed", 0, width.PICTURED - 1, 1, 0, "seeds_width_seed")
        places = st.columns(2, gap="medium")
        places[0].subheader("Before training", anchor=False)
        with places[0]:
            look = charts.kernels(*width_drawn.looks(found, units, seed, "before"))
            picture.show(look, alt=words.looks(found, units, seed, "before"))
        places[1].subheader("After training", anchor=False)
        with places[1]:
            look = charts.kernels(*width_drawn.looks(found, units, seed, "after"))
            picture.show(look, alt=words.looks(found, units, seed, "after"))
        st.caption("Each picture: one unit's weights, where their pixels are. Orange adds, blue takes away.")

    st.header("The mathematics, with your numbers in it", anchor=False)
    st.markdown(words.one_unit(found))
    picture.formula(words.formulas(found))
    sharing.try_this(
        "seed_effects",
        {
            "And two units, three, ten or fifty?": {"seeds_width_digits_units": [1, 2, 3, 5, 10, 25, 50]},
            "Is one unit enough for XOR?": XOR | {"seeds_width_result": "cost", "seeds_width_count": 200},
            "How many units does a circle need?": {"seeds_width_data": width.DATA["circles"]},
            "What do few units know after one epoch?": {"seeds_width_digits_epochs": 1},
            "Five units: does another seed find the same ones?": {
                "seeds_width_digits_units": [5], "seeds_width_seed": 1,
            },
        },
    )  # fmt: skip
    sharing.take_along("seed_effects", experiment)
