"""The lines of a script that make its examples."""

import numpy as np

from lab import data, examples
from lab.experiment import Experiment

SKLEARN = ("digits", "iris", "breast_cancer", "diabetes")


def lines(experiment: Experiment) -> str:
    """Lines that make x and y."""
    spec, dtype = experiment.data, experiment.training.precision
    if spec.name in SKLEARN or spec.name == "mnist":
        return _loaded(spec, dtype)
    parts = [("", "training"), ("_held", "validation")][: 2 if spec.held else 1]
    return "".join(_written(name, *data.load(spec, dtype, part), spec.task) for name, part in parts)


def _written(name: str, x: np.ndarray, y: np.ndarray, task: str) -> str:
    """The lines that make the arrays of one part."""
    return _array(f"x{name}", x) + (_one_hot(f"y{name}", y) if task == "classes" else _array(f"y{name}", y))


def _loaded(spec, dtype: str) -> str:
    """The lines that load a data set that others keep."""
    lines = _mnist(spec) if spec.name == "mnist" else _embedded(spec)
    lines.append(f"y = np.eye({spec.outputs})[y]" if spec.task == "classes" else "y = y.reshape(len(x), 1)")
    if spec.held:
        draw = f"np.random.default_rng(np.random.SeedSequence({spec.validation_seed}, spawn_key=({examples.PLACE},)))"
        lines += [f"order = {draw}.permutation(len(x))", f"trained, held = np.split(order, [{spec.examples}])"]
    for name, wanted in (("x", spec.standardize), ("y", spec.standardize_target)):
        part = f"{name}[trained]" if spec.held else name
        if wanted:
            lines.append(f"mean, spread = {part}.mean(axis=0), {part}.std(axis=0)")
            lines.append(f"{name} = ({name} - mean) / np.where(spread == 0, 1.0, spread)")
    lines.append(f'x, y = x.astype("{dtype}"), y.astype("{dtype}")')
    lines += ["x, y, x_held, y_held = x[trained], y[trained], x[held], y[held]"] if spec.held else []
    return "\n".join([*lines, ""])


def _array(name: str, values: np.ndarray) -> str:
    """The line that makes an array; one column is written as a row."""
    column = values.shape[1] == 1
    shown = _shown(values[:, 0] if column else values, f"{name} = np.array(")
    return f'{shown}, dtype="{values.dtype}"){".reshape(-1, 1)" if column else ""}\n'


def _one_hot(name: str, y: np.ndarray) -> str:
    """The line that makes y from the numbers of the classes."""
    return _shown(y.argmax(axis=1), f'{name} = np.eye({y.shape[1]}, dtype="{y.dtype}")[') + "]\n"


def _shown(values: np.ndarray, prefix: str) -> str:
    """Numbers behind a prefix, each to its last bit, whatever NumPy is told to print elsewhere."""
    return prefix + np.array2string(
        values, separator=", ", threshold=10**9, max_line_width=118, floatmode="unique", prefix=prefix, formatter={},
        suppress_small=False,
    )  # fmt: skip


def _embedded(spec) -> list[str]:
    scale = " / 16.0" if spec.name == "digits" else ""
    lines = [f"from sklearn.datasets import load_{spec.name}", "", f"x, y = load_{spec.name}(return_X_y=True)"]
    return [*lines, f"x = x{scale}"] if scale else lines


def _mnist(spec) -> list[str]:
    n = spec.total
    return ["(x, y), _ = keras.datasets.mnist.load_data()", f"x, y = x[:{n}].reshape({n}, -1) / 255.0, y[:{n}]"]
