"""The best of n seeds: how much of a reported score is luck."""

import streamlit as st

import lab
from lab.charts.seeds import lucky as charts
from lab.seeds import lucky, lucky_drawn, lucky_words, scored
from lab.seeds.split import SCORES
from lab.seeds.spread import suited
from pages.shell import asking, frame, knobs, picture, sharing

REPORTED = (1, 2, 3, 5, 10, 20, 50, 100)


def show() -> None:
    """Knobs, the best of n against n, all scores, the law, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        n = knobs.steps("A paper reports the best of n seeds, n =", REPORTED, 10, "seeds_lucky_n")
        data = scored.SETS[knobs.choice("Data", scored.SETS, "Two circles", "seeds_lucky_data")]
        result = knobs.choice("What is reported", SCORES, "held-out accuracy", "seeds_lucky_result")
        hidden = knobs.choice("Hidden units", scored.HIDDEN, "8", "seeds_lucky_hidden")
        scheme = knobs.choice("First weights", scored.SHOWN_SCHEMES, "he normal", "seeds_lucky_scheme")
        epochs = knobs.steps("Epochs", (10, 30, 100, 300, 1000, 3000), 300, "seeds_lucky_epochs")
        with st.expander("More"):
            count = knobs.choice("Runs, one seed each", (200, 400, 1000), 400, "seeds_lucky_count")
            examples = knobs.choice("Training examples", (30, 100), 100, "seeds_lucky_examples")
            activation = knobs.choice("Activation", ("relu", "tanh", "sigmoid"), "relu", "seeds_lucky_activation")
            rate = knobs.steps("Learning rate", (0.01, 0.03, 0.1, 0.3, 1.0, 3.0), 0.1, "seeds_lucky_rate")

    together = scored.examples_of(data)
    experiment = lab.vary(
        scored.START,
        {
            "data.name": data, "data.n": together.n, "data.noise": together.noise,
            "network.hidden": scored.HIDDEN[hidden], "network.activation": activation,
            "init.scheme": scored.SHOWN_SCHEMES[scheme], "training.learning_rate": rate, "training.epochs": epochs,
            **suited(together, "cross-entropy"),
        },
    )  # fmt: skip
    found = asking.measure(lucky.measure, experiment, examples=examples, count=count, result=result)
    answer.markdown(f"**{lucky_words.answer(found, n)}** {lucky_words.detail(found, n)}")
    title = lucky_drawn.title(result)
    with left:
        chart = charts.best(lucky_drawn.drawn(found), lucky_drawn.lines(found), lucky_drawn.own(found, n), title)
        picture.show(chart, alt=lucky_words.course(found))
        st.caption("Line: mean best of n over all choices of n among the runs. Band: 5 to 95 in a hundred choices.")
        st.subheader("What the best is picked from", anchor=False)
        picture.show(charts.scores(lucky_drawn.bars(found), title), alt=lucky_words.spread(found))
        st.caption(f"{lucky_words.spread(found)} Dashed: normal scores of this mean and sd.")
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        st.markdown(lucky_words.law(found, n))
        picture.formula(lucky_words.formula(found, n))
        st.markdown(f"e_n, the mean of the largest of n standard normal numbers: {lucky_words.known()}.")

    sharing.try_this(
        "seed_effects",
        {
            "And the best of 100?": {"seeds_lucky_n": 100},
            "Where does the law promise more than 100 %?": {"seeds_lucky_data": "Iris", "seeds_lucky_n": 20},
            "Where is the law right?": {"seeds_lucky_data": "Three spiral arms"},
            "Does longer training make luck smaller?": {"seeds_lucky_epochs": 3000},
            "Is the training cost as lucky?": {"seeds_lucky_result": "training cost"},
        },
    )
    sharing.take_along("seed_effects", scored.trained_on(experiment, examples))
