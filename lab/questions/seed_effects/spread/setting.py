"""What is started many times."""

from lab.data import Data
from lab.experiment import Experiment, default_head, vary
from lab.seeds import spread

HIDDEN = {"none": (), 1: (1,), 2: (2,), 3: (3,), 4: (4,), 8: (8,), 25: (25,), "8 and 8": (8, 8)}


def training(
    schemes, *, span, data, hidden, rate, activation, cost, optimizer, batch, epochs, bias, stddev, value, standardize,
    low=0.0, high=0.0,
) -> Experiment:  # fmt: skip
    """What is started many times.

    Raises:
        ValueError: the range falls.
    """
    low, high = spread.RANGES.get(span, (low, high))
    if low > high:
        said = f"{low:g} to {high:g}".replace("-", "−")
        raise ValueError(f"The range must run from the lower number to the higher one; got {said}.")
    return vary(
        spread.START,
        {
            "data.name": data, "data.standardize": standardize, "network.hidden": HIDDEN[hidden],
            "network.activation": activation, "init.low": low, "init.high": high, "init.stddev": stddev,
            "init.bias": "zeros" if "orthogonal" in schemes else bias, "init.value": value,
            "training.optimizer": optimizer, "training.learning_rate": rate, "training.epochs": epochs,
            "training.batch_size": None if batch == "all" else batch,
            **default_head(Data(data, standardize=standardize), cost),
        },
        later=True,
    )  # fmt: skip
