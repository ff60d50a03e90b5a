"""The examples of a `lab.data.Data`: made, in two parts, their columns standardised by the part that is trained on."""

import numpy as np

from lab.datasets import DATASETS, DRAWN

PLACE = 1_000  # of the split's draws under its seed; those of the data have lower places


def order(examples: int, seed: int) -> np.ndarray:
    """A random order of examples; what is trained on comes first, what is held out last."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(PLACE,))).permutation(examples)


def held(examples: int, share: float) -> int:
    """How many of them are held out: the nearest whole number, halves up."""
    return int(share * examples + 0.5)


def scale(columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What is taken off each column, and what it is then divided by: mean and standard deviation, 1 of a constant."""
    constant = np.ptp(columns, axis=0) == 0  # its computed spread may be a rounding error instead of 0
    return np.where(constant, columns[0], columns.mean(axis=0)), np.where(constant, 1.0, columns.std(axis=0))


def standardized(columns: np.ndarray, by: np.ndarray) -> np.ndarray:
    """Columns with mean 0 and standard deviation 1 over the examples in `by`; one that is constant there is 0 there."""
    mean, spread = scale(by)
    return (columns - mean) / spread


def parts(data) -> list[tuple[np.ndarray, np.ndarray]]:
    """x and y of each part; of a table of one's own they are kept by nobody but who holds it."""
    x, y = _raw(data)
    y = np.eye(data.outputs)[y.astype(int).ravel()] if data.task == "classes" else y.reshape(len(x), -1)
    trained = _rows(data)[0]
    x = standardized(x, x[trained]) if data.standardize else x
    y = standardized(y, y[trained]) if data.standardize_target else y
    return [(x[rows], y[rows]) for rows in _rows(data)]


def target_scale(data) -> tuple[np.ndarray, np.ndarray]:
    """What was taken off the targets and what they were divided by, (output,) each; 0 and 1 where they were not."""
    if not data.standardize_target:
        return np.zeros(data.outputs), np.ones(data.outputs)
    return scale(_raw(data)[1].reshape(data.total, -1)[_rows(data)[0]].astype(float))


def drawn(data) -> bool:
    """Whether another seed gives other examples."""
    noise = DATASETS[data.name].noise if data.noise is None else data.noise
    columns = any(column.kind in ("noise", "correlated") for column in data.columns)
    return data.name in DRAWN or bool(noise) or columns


def _rows(data) -> tuple:
    """Which examples are trained on, and which are held out."""
    if not data.validation:
        return slice(None), slice(0, 0)
    places = order(data.total, data.validation_seed)
    return places[: data.examples], places[data.examples :]


def _raw(data) -> tuple[np.ndarray, np.ndarray]:
    return data.table.arrays() if data.table else _made(data)


def _made(data) -> tuple[np.ndarray, np.ndarray]:
    made = DATASETS[data.name]
    noise = made.noise if data.noise is None else data.noise
    truth = {"slope": data.slope, "intercept": data.intercept} if data.name == "line" else {}
    x, y = made.make(data.total, noise, _draws(data.seed, 0), **truth)
    columns = [column.values(x[:, 0], _draws(data.seed, i)) for i, column in enumerate(data.columns, start=1)]
    parts = [column.weight * values for column, values in zip(data.columns, columns, strict=True) if column.weight]
    return np.column_stack([x, *columns]), np.asarray(y) + sum(parts)


def _draws(seed: int, place: int) -> np.random.Generator:
    """The generator of one column's draws; no two addresses share one."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(place,)))
