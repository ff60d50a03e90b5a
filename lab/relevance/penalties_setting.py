"""Columns that a penalty tells apart: at right angles, repeated, or in other units."""

from dataclasses import dataclass

import numpy as np

from lab.data import Data
from lab.experiment import Experiment
from lab.specs import Init, Network, Training
from lab.table import Table

EXAMPLES, GROUPS = 20, 4
SIZES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)  # of the penalties


@dataclass(frozen=True)
class Arrangement:
    """Columns as multiples of directions at right angles.

    Attributes:
        columns: for each column its direction and the factor it is multiplied by.
        worth: for each direction what it adds to the targets.
    """

    columns: tuple[tuple[int, float], ...]
    worth: tuple[float, ...]

    @property
    def names(self) -> list[str]:
        """x1, x2, ..."""
        return [f"x{i}" for i in range(1, len(self.columns) + 1)]

    def group(self, direction: int) -> list[int]:
        """Places of the columns of one direction."""
        return [place for place, (other, _) in enumerate(self.columns) if other == direction]

    @property
    def shared(self) -> list[int]:
        """Places of the columns whose direction has several columns."""
        return [place for place, (direction, _) in enumerate(self.columns) if len(self.group(direction)) > 1]

    @property
    def useless(self) -> int:
        """Place of a column that has no part in the targets."""
        return next(place for place, (direction, _) in enumerate(self.columns) if self.worth[direction] == 0)


ARRANGEMENTS = {
    "four of different worth": Arrangement(((0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0)), (3.0, 1.0, 0.3, 0.0)),
    "x2 = x1": Arrangement(((0, 1.0), (0, 1.0), (1, 1.0)), (3.0, 0.0)),
    "x2 = 2 x1": Arrangement(((0, 1.0), (0, 2.0), (1, 1.0)), (3.0, 0.0)),
    "equal worth, other units": Arrangement(((0, 1.0), (1, 2.0), (2, 0.5), (3, 1.0)), (3.0, 3.0, 3.0, 0.0)),
}


def made(arrangement: str, sigma: float, draw: int) -> tuple[np.ndarray, np.ndarray]:
    """x, (example, column), and y, (example,).

    Args:
        arrangement: a key of `ARRANGEMENTS`.
        sigma: standard deviation of the noise of the targets.
        draw: of the numbers.
    """
    chosen, draws = ARRANGEMENTS[arrangement], np.random.default_rng(draw)
    numbers = draws.normal(size=(EXAMPLES, GROUPS))
    directions = np.linalg.qr(numbers - numbers.mean(axis=0))[0] * np.sqrt(EXAMPLES)  # mean 0, mean square 1
    x = np.column_stack([factor * directions[:, direction] for direction, factor in chosen.columns])
    y = directions[:, : len(chosen.worth)] @ chosen.worth + sigma * draws.normal(size=EXAMPLES)
    return x, y


def experiment(arrangement: str, sigma: float, draw: int, begin: float = 1.0, **training) -> Experiment:
    """A linear model without a bias on these columns, without a penalty unless `training` has one.

    Args:
        arrangement, sigma, draw: as in `made`.
        begin: standard deviation of the weights at the start.
        training: fields of `Training`.
    """
    x, y = made(arrangement, sigma, draw)
    table = Table(tuple(ARRANGEMENTS[arrangement].names), ("y",), (), "regression", x, y[:, None])
    return Experiment(
        data=Data("table", table=table),
        network=Network(hidden=(), output="linear", use_bias=False),
        init=Init("normal", stddev=begin) if begin else Init("zeros"),
        training=Training(**{"loss": "mse", "learning_rate": 0.02, "epochs": 3000, **training}),
    )
