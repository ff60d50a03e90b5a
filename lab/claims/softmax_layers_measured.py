"""What the claims about layers and gradients by hand measure."""

import numpy as np

import lab
from lab.softmax import border, dense, dense_setting
from lab.softmax import sum_or_mean as paths

ONE, ALL = 1, 96  # examples a step
CALM = tuple(rate for rate in border.RATES if rate <= 0.1)  # rates at which rounding is not enlarged


def shapes() -> tuple[float, ...]:
    """Of a layer of 25 units on 3 rows of 4 features."""
    found = dense.measure(dense_setting.setting([1, 2, 3, 4], 3, 25, (-1, 1), 1e-3, "glorot"), "glorot", 42)
    along = dict(found.calls.to_numpy())["(2, 3, 4)"] == "(2, 3, 25)"
    return found.before, *found.kernel.shape, *found.bias.shape, *found.output.shape, int(along)


def one_step() -> tuple[float, ...]:
    """Gradients of the discussion's layer, row by row, and one weight after the step."""
    found = dense.measure(dense_setting.setting([1, 2, 3], 1, 2, (-1, 1), 1e-3, "normal"))
    kernel, bias, _ = found.slopes
    return *kernel.ravel(), np.abs(kernel[0] - bias).max(), found.after[0][0, 0]


def sum_or_mean() -> tuple[float, ...]:
    """The two paths, by gradient descent and by Adam; rates that overflow and rates that learn, by batch size."""
    experiment = lab.vary(paths.START, {"training.epochs": 40})
    plain = border.checked(experiment, ALL, CALM)["apart"].max()
    adam = paths.paths(lab.vary(paths.START, {"training.optimizer": "adam"})).apart.set_index("path")["weights"]
    found = border.over_rates(experiment, (ONE, ALL)).query("reduction == 'sum'")
    lost = found[found["state"] == border.OVERFLOWS].groupby("m")["rate"].min()
    learns = found[found["state"] == border.LEARNS].groupby("m")["rate"].max()
    return plain, round(adam[paths.OVER], 2), lost[ONE], lost[ALL], learns[ONE] / learns[ALL]
