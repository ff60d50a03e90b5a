"""What is started many times: the knobs of "Many starts"."""

import streamlit as st

import lab
from lab.datasets import DATASETS, TITLES
from lab.seeds import spread
from lab.specs import ACTIVATIONS, OPTIMIZERS, SCHEMES
from pages.shell import knobs

SETS = [name for name in DATASETS if name not in ("line", "table", "mnist")]
COUNTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]
RATES = [0.001, 0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0]
BOUNDS = [1e-4, 1e-3, 0.01, 0.05, 0.1, 0.2, 0.5, 1.0]
EPOCHS = [1, 10, 100, 300, 1000, 2000, 4000, 10_000, 20_000]


def show() -> tuple[lab.Experiment, list[str], int, float]:
    """The experiment, the schemes, how many seeds, and the cost below which a run is solved."""
    named = {name.replace("_", " "): name for name in SCHEMES}
    chosen = knobs.several("Ways to draw the first weights", named, ["uniform"], "seeds_schemes")
    span = knobs.choice("Range of the scheme uniform", [*spread.RANGES, spread.OWN], "−0.5 to 0.5", "seeds_range")
    low, high = spread.RANGES.get(span, (0.0, 0.0))
    if span == spread.OWN:
        with st.container(horizontal=True):
            low = knobs.box("From", -10.0, 10.0, 0.1, -0.5, "seeds_low")
            high = knobs.box("To", -10.0, 10.0, 0.1, 0.5, "seeds_high")
    data = knobs.choice("Data", SETS, "xor", "seeds_data", TITLES.get)
    hidden = knobs.choice("Hidden units", spread.WIDTHS, "2", "seeds_hidden")
    count = knobs.steps("Runs of each scheme, one seed each", COUNTS, 200, "seeds_count")
    rate = knobs.steps("Learning rate", RATES, 2.0, "seeds_rate")
    with st.expander("More"):
        activation = knobs.choice("Activation", ACTIVATIONS, "sigmoid", "seeds_activation")
        cost = knobs.choice("Cost", spread.COSTS, "squared error", "seeds_cost")
        optimizer = knobs.choice("Optimizer", OPTIMIZERS, "sgd", "seeds_optimizer")
        batch = knobs.choice("Batch size", ["all", "1", "8", "32"], "all", "seeds_batch")
        epochs = knobs.steps("Epochs", EPOCHS, 4000, "seeds_epochs")
        bias = knobs.choice("Biases at the start", spread.BIASES, "same", "seeds_bias", spread.BIASES.get)
        stddev = knobs.box("Standard deviation of the scheme normal", 0.0, 10.0, 0.1, 0.5, "seeds_sd")
        value = knobs.box("Value of the scheme constant", -10.0, 10.0, 0.1, 0.5, "seeds_value")
        below = knobs.steps("Solved means: a final cost below", BOUNDS, 0.05, "seeds_below")
        standardize = knobs.toggle("Inputs standardized (mean 0, spread 1)", False, "seeds_standardize")
    if "orthogonal" in chosen and bias != "zeros":
        st.info("The scheme orthogonal draws matrices only, so in this picture all biases start at zero.")
        bias = "zeros"
    if low > high:
        st.error(f"The range must run from the lower number to the higher one; got {low:g} to {high:g}.")
        st.stop()
    experiment = lab.vary(
        spread.START,
        {
            "data.name": data, "data.standardize": standardize, "network.hidden": spread.WIDTHS[hidden],
            "network.activation": activation, "init.low": low, "init.high": high, "init.bias": bias,
            "init.stddev": stddev, "init.value": value, "training.optimizer": optimizer,
            "training.learning_rate": rate, "training.epochs": epochs,
            "training.batch_size": None if batch == "all" else int(batch),
            **spread.suited(lab.Data(data, standardize=standardize), cost),
        },
        later=True)  # fmt: skip
    return experiment, [named[name] for name in chosen], count, below
