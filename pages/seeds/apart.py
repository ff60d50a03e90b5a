"""Two settings: how many seeds it takes to tell which is better."""

import streamlit as st

import lab
from lab.charts.seeds import apart as charts
from lab.seeds import apart, apart_drawn, apart_words, lucky_drawn, scored
from lab.seeds.split import SCORES
from lab.seeds.spread import suited
from pages.shell import asking, frame, knobs, picture, sharing

RATES = (0.01, 0.03, 0.05, 0.1, 0.12, 0.2, 0.3, 1.0)


def show() -> None:
    """Knobs, the studies that see a difference, the differences, the law, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        first = knobs.choice("A: first weights", scored.SHOWN_SCHEMES, "he normal", "seeds_apart_a")
        second = knobs.choice("B: first weights", scored.SHOWN_SCHEMES, "glorot uniform", "seeds_apart_b")
        rate = knobs.steps("A: learning rate", RATES, 0.1, "seeds_apart_rate_a")
        other_rate = knobs.steps("B: learning rate", RATES, 0.1, "seeds_apart_rate_b")
        data = scored.SETS[knobs.choice("Data", scored.SETS, "Two circles", "seeds_apart_data")]
        result = knobs.choice("What is compared", SCORES, "held-out accuracy", "seeds_apart_result")
        with st.expander("More"):
            hidden = knobs.choice("Hidden units", scored.HIDDEN, "8", "seeds_apart_hidden")
            epochs = knobs.steps("Epochs", (10, 30, 100, 300, 1000, 3000), 300, "seeds_apart_epochs")
            count = knobs.choice("Seeds", (100, 400, 1000), 400, "seeds_apart_count")
            examples = knobs.choice("Training examples", (30, 100), 100, "seeds_apart_examples")

    together = scored.examples_of(data)
    experiment = lab.vary(
        scored.START,
        {
            "data.name": data, "data.n": together.n, "data.noise": together.noise,
            "network.hidden": scored.HIDDEN[hidden], "training.epochs": epochs,
            "init.scheme": scored.SHOWN_SCHEMES[first], "training.learning_rate": rate,
            **suited(together, "cross-entropy"),
        },
    )  # fmt: skip
    other = {"init.scheme": scored.SHOWN_SCHEMES[second], "training.learning_rate": other_rate}
    found = asking.measure(
        apart.measure, experiment, other=other, examples=examples, count=count, result=result
    )  # fmt: skip
    answer.markdown(f"**{apart_words.answer(found)}** {apart_words.detail(found)}")
    with left:
        picture.show(charts.shares(apart_drawn.lines(found)), alt=apart_words.course(found))
        st.caption("Studies of n seeds, drawn from the runs: how many have a 95 % interval without 0. Thin: 80 %.")
        st.subheader("One pair for every seed", anchor=False)
        chart = charts.differences(apart_drawn.bars(found), apart_drawn.mean(found), lucky_drawn.title(result))
        picture.show(chart, alt=apart_words.detail(found))
        st.caption("Bars: A − B of each seed. Dot: their mean, with its 95 % interval. Upright line: no difference.")
        st.markdown(apart_words.one_seed(found))
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        picture.formula(apart_words.formula(found))
        st.markdown(apart_words.law(found))

    sharing.try_this(
        "seed_effects",
        {
            "And if only the learning rate differs a little?": {
                "seeds_apart_b": "he normal", "seeds_apart_rate_b": 0.12,
            },
            "What if A and B are the same?": {"seeds_apart_b": "he normal"},
            "Is the difference still there after long training?": {"seeds_apart_epochs": 3000},
            "Does it show in the training cost?": {"seeds_apart_result": "training cost"},
        },
    )  # fmt: skip
    sharing.take_along("seed_effects", scored.trained_on(experiment, examples))
