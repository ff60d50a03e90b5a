"""What the claims of the discussions about seeds are measured by."""

import numpy as np

import lab
from lab.seeds import repeated, spread


def same_seed() -> tuple[float, ...]:
    """S21: two plain runs after TensorFlow's call, and after Keras's; the lab's of one seed; of another order."""
    plain = repeated.measure(repeated.setting()).set_index("call")
    values = {"data.name": "circles", "training.batch_size": 10, "training.epochs": 20, "training.order_seed": 0}
    experiment = lab.vary(spread.START, values)
    other = lab.vary(experiment, {"training.order_seed": 1})
    first, again, reordered = (lab.train(each, [7]).arrays for each in (experiment, experiment, other))
    after, keras = plain.loc[repeated.TENSORFLOW].round(2), plain["last"][repeated.KERAS]
    return after["first"], after["last"], keras, _apart(first, again), float(f"{_apart(first, reordered):.2g}")


def _apart(one: list[np.ndarray], other: list[np.ndarray]) -> float:
    """The largest difference of a weight."""
    return max(float(np.abs(a.astype(float) - b).max()) for a, b in zip(one, other, strict=True))
