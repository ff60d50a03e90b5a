"""Which randomness moves a result: data, split, first weights, order of the examples."""

import streamlit as st

import lab
from lab.charts.seeds import randomness as charts
from lab.seeds import lucky_drawn, randomness, randomness_words, scored
from lab.seeds.split import SCORES
from lab.seeds.spread import suited
from pages.shell import asking, frame, knobs, picture, sharing

NAMES = list(randomness.FREE)


def show() -> None:
    """Knobs, all runs, their spreads, that they do not add up, presets."""
    answer, (left, right) = frame.answer(), frame.halves()
    with right:
        data = scored.SETS[knobs.choice("Data", scored.DRAWN, "Two circles", "seeds_random_data")]
        result = knobs.choice("Result", SCORES, "held-out accuracy", "seeds_random_result")
        base = knobs.slider("Seed of what is fixed", 0, 20, 1, 0, "seeds_random_base")
        count = knobs.choice("Runs of each", (20, 50, 100, 200), 50, "seeds_random_count")
        examples = knobs.choice("Training examples", (30, 100, 300), 100, "seeds_random_examples")
        epochs = knobs.steps("Epochs", (10, 30, 100, 300), 100, "seeds_random_epochs")
        with st.expander("More"):
            batch = knobs.choice("Examples in a batch", (1, 10, 30), 10, "seeds_random_batch")
            hidden = knobs.choice("Hidden units", scored.HIDDEN, "8", "seeds_random_hidden")
            rate = knobs.steps("Learning rate", (0.01, 0.03, 0.1, 0.3, 1.0), 0.1, "seeds_random_rate")

    together = scored.examples_of(data)
    experiment = lab.vary(
        scored.START,
        {
            "data.name": data, "data.n": together.n, "data.noise": together.noise,
            "network.hidden": scored.HIDDEN[hidden], "training.batch_size": batch, "training.order_seed": base,
            "training.learning_rate": rate, "training.epochs": epochs, **suited(together, "cross-entropy"),
        },
    )  # fmt: skip
    found = asking.measure(
        randomness.measure, experiment, examples=examples, count=count, base=base, result=result
    )  # fmt: skip
    answer.markdown(f"**{randomness_words.answer(found)}** {randomness_words.detail(found)}")
    with left:
        chart = charts.dots(found.runs.dropna(), NAMES, lucky_drawn.title(result))
        picture.show(chart, alt=randomness_words.rows(found))
        st.caption("Each dot is a run. In a row that randomness is free, and the others are fixed.")
        chart = charts.spreads(found.spreads, randomness_words.added(found), "Standard deviation of the result")
        picture.show(chart, alt=f"{randomness_words.rows(found)} {randomness_words.no_pie(found)}")
        st.caption(
            "Dots: standard deviations, with 95 % intervals (exact for normal scores). Dashed: their sum, no law."
        )
    with right:
        st.subheader("The mathematics, with your numbers in it", anchor=False)
        st.markdown(randomness_words.no_pie(found))
        picture.formula(randomness_words.formula(found))

    sharing.try_this(
        "seed_effects",
        {
            "What if the fixed ones stand elsewhere?": {"seeds_random_base": 1},
            "Do the first weights matter more for spiral arms?": {"seeds_random_data": "Three spiral arms"},
            "What if every batch is a single example?": {"seeds_random_batch": 1},
            "Does more training data quiet the split?": {"seeds_random_examples": 300},
            "Is it the same for the training cost?": {"seeds_random_result": "training cost"},
        },
    )
    sharing.take_along("seed_effects", scored.trained_on(experiment, examples))
