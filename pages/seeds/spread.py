"""How much of a result is the luck of the seed."""

import streamlit as st

import lab
from lab.charts.seeds import spread as charts
from lab.datasets import DATASETS, TITLES
from lab.laws import seeds as laws
from lab.seeds import spread, spread_words
from lab.specs import ACTIVATIONS, OPTIMIZERS, SCHEMES
from pages.shell import asking, frame, knobs, picture, sharing

SETS = [name for name in DATASETS if name not in ("line", "table", "mnist")]
SHOWN = [name.replace("_", " ") for name in SCHEMES if name not in ("constant", "orthogonal")]
COUNTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000]
RATES = [0.001, 0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0]
BOUNDS = [1e-4, 1e-3, 0.01, 0.05, 0.1, 0.2, 0.5, 1.0]


def show() -> None:
    """Knobs, the costs, where they end, the mathematics, presets."""
    answer, (left, right) = st.container(), frame.halves()

    with right:
        chosen = knobs.several("Ways to draw the first weights", SHOWN, ["uniform"], "seeds_schemes")
        span = knobs.choice("Range of the scheme uniform", spread.RANGES, "−0.5 to 0.5", "seeds_range")
        data = knobs.choice("Data", SETS, "xor", "seeds_data", TITLES.get)
        hidden = knobs.choice("Hidden units", spread.WIDTHS, "2", "seeds_hidden")
        count = knobs.steps("Runs of each scheme, one seed each", COUNTS, 200, "seeds_count")
        rate = knobs.steps("Learning rate", RATES, 2.0, "seeds_rate")
        with st.expander("More"):
            activation = knobs.choice("Activation", ACTIVATIONS, "sigmoid", "seeds_activation")
            cost = knobs.choice("Cost", spread.COSTS, "squared error", "seeds_cost")
            optimizer = knobs.choice("Optimizer", OPTIMIZERS, "sgd", "seeds_optimizer")
            epochs = knobs.steps("Epochs", [10, 100, 300, 1000, 2000, 4000, 10_000, 20_000], 4000, "seeds_epochs")
            bias = knobs.choice("Biases at the start", spread.BIASES, "same", "seeds_bias", spread.BIASES.get)
            below = knobs.steps("Solved means: a final cost below", BOUNDS, 0.05, "seeds_below")
            standardize = knobs.toggle("Inputs standardized (mean 0, spread 1)", False, "seeds_standardize")

    examples = lab.Data(data, standardize=standardize)
    experiment = lab.vary(
        spread.START,
        {
            "data.name": data, "data.standardize": standardize, "network.hidden": spread.WIDTHS[hidden],
            "network.activation": activation, "init.low": spread.RANGES[span][0], "init.high": spread.RANGES[span][1],
            "init.bias": bias, "training.optimizer": optimizer, "training.learning_rate": rate,
            "training.epochs": epochs, **spread.suited(examples, cost),
        },
    )  # fmt: skip
    with left:
        named = [name.replace(" ", "_") for name in chosen]
        run = asking.measure(lab.train, experiment, seeds=range(count), vary={spread.SCHEME: named}, weights="ends")
        curves, ends = spread.curves(run), spread.ends(run)
        piles, solved = spread.piles(ends), spread.solved(ends, below)
        levels = laws.levels_of(experiment)
        picture.show(charts.curves(curves, spread.single(run)), alt=spread_words.course(curves))
        st.caption("Thick: the median run. Band: 5 to 95 in a hundred runs. Thin: single runs.")
        picture.show(charts.ends(piles, levels), alt=spread_words.takeaway(piles, solved))
        st.caption("Each dot: runs that end at about the same cost, and how many of them.")
    answer.markdown(f"**{spread_words.verdict(solved, below, epochs)}**")

    st.header("The mathematics, with your numbers in it", anchor=False)
    left, right = frame.halves()
    left.markdown(spread_words.levels(levels))
    with right:
        st.markdown(f"How sure is the share of {chosen[0]}? Wilson's 95 % interval:")
        picture.formula(spread_words.interval(solved.iloc[0]))

    sharing.try_this(
        "seed_effects",
        {
            "What if the weights start between 0 and 1?": {"seeds_range": "0 to 1"},
            "Do Glorot or He help here?": {"seeds_schemes": ["uniform", "glorot uniform", "he normal"]},
            "Do the stuck runs only need more time?": {"seeds_epochs": 20_000},
            "Do more hidden units buy off bad luck?": {"seeds_hidden": "8"},
            "What if all weights start at zero?": {"seeds_schemes": ["zeros"], "seeds_bias": spread.BIASES["zeros"]},
        },
    )
    sharing.take_along("seed_effects", experiment)
