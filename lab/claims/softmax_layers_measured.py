"""What the claims about layers and gradients by hand measure."""

import numpy as np

from lab.softmax import dense, dense_setting


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
