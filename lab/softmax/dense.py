"""A real Dense layer: what it is before and after its first call, and what one step of gradient descent does to it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks
from lab.data import load
from lab.experiment import Experiment
from lab.initial import keras_initializer, kernel_seed
from lab.laws import dense as law
from lab.softmax.dense_setting import STARTS, discussion_normal

RATES = 24  # rates at which the loss after a step is measured, beside the chosen one
REACH = 2.4  # times the best rate that the picture goes


@dataclass(frozen=True)
class Dense:
    """One layer and one step.

    Attributes:
        experiment: as given.
        start, seed: as given.
        before: number of weight arrays before the first call.
        calls: one row per call: `input` and `output` shapes as text; `output` "refused" where Keras raised.
        x, y: inputs (row, feature) and targets (row, unit).
        kernel, bias, output: before the step.
        slopes: of the loss: of kernel, bias and output, by GradientTape.
        by_hand: the same by `lab.laws.dense`.
        after: kernel, bias and output after the step.
        loss: before and after the step.
        course: one row per rate: `rate`, `loss` after one step, `law`.
        parabola: L, G and Q of the law L - eta G + eta^2 Q.
    """

    experiment: Experiment
    start: str
    seed: int
    before: int
    calls: pd.DataFrame
    x: np.ndarray
    y: np.ndarray
    kernel: np.ndarray
    bias: np.ndarray
    output: np.ndarray
    slopes: tuple[np.ndarray, ...]
    by_hand: tuple[np.ndarray, ...]
    after: tuple[np.ndarray, ...]
    loss: tuple[float, float]
    course: pd.DataFrame
    parabola: tuple[float, float, float]

    @property
    def rate(self) -> float:
        """Learning rate of the step."""
        return self.experiment.training.learning_rate

    @property
    def nbytes(self) -> int:
        """Bytes it holds, near enough."""
        arrays = (self.x, self.y, self.kernel, self.bias, self.output, *self.slopes, *self.by_hand, *self.after)
        return sum(array.nbytes for array in arrays) + int(self.course.memory_usage(deep=True).sum())


def measure(experiment: Experiment, start: str = "normal", seed: int = 42) -> Dense:
    """Build a Keras layer, call it, take its gradients with a tape, and make one step.

    Args:
        experiment: of `setting`.
        start: a key of `STARTS`.
        seed: of the kernel; the bias starts at 0.

    Raises:
        ValueError: a start that is not in `STARTS`.
    """
    import keras
    import tensorflow as tf

    checks.one_of("start", start, STARTS)
    x, y = (tf.constant(array) for array in load(experiment.data, "float32"))
    units = experiment.data.outputs
    layer = keras.layers.Dense(units, kernel_initializer=keras_initializer(experiment.init, kernel_seed(seed, 1)))
    before = len(layer.get_weights())
    layer(x)
    if start in ("normal", "equal"):
        drawn = discussion_normal(seed, (x.shape[1], units))
        layer.set_weights([drawn if start == "normal" else np.tile(drawn[:, :1], (1, units)), np.zeros(units)])
    kernel, bias = layer.get_weights()
    with tf.GradientTape() as tape:
        output = layer(x)
        loss = tf.reduce_mean((y - output) ** 2)
    slopes = [slope.numpy() for slope in tape.gradient(loss, [*layer.trainable_variables, output])]
    given, rate = (x.numpy(), y.numpy(), kernel, bias), experiment.training.learning_rate
    course = _course(layer, given, slopes, rate)
    lowered, moved = _stepped(layer, given, slopes, rate)
    return Dense(
        experiment, start, seed, before, _calls(layer, x), *given, output.numpy(), tuple(slopes),
        law.gradients(*given), (*layer.get_weights(), moved), (float(loss), lowered), course, law.parabola(*given),
    )  # fmt: skip


def _calls(layer, x) -> pd.DataFrame:
    """The shapes that the built layer gives for inputs with more axes, and for one feature too many."""
    import tensorflow as tf

    rows, features = x.shape
    inputs = [x, tf.stack([x, x]), tf.zeros((features,)), tf.zeros((rows, features + 1))]
    return pd.DataFrame([{"input": str(tuple(given.shape)), "output": _shape(layer, given)} for given in inputs])


def _shape(layer, given) -> str:
    try:
        return str(tuple(layer(given).shape))
    except ValueError:
        return "refused"


def _stepped(layer, given: tuple, slopes: list, rate: float) -> tuple[float, np.ndarray]:
    """Move the layer one step from its start; the loss there, and the output."""
    x, y, *weights = given
    step = np.float32(rate)
    layer.set_weights([array - step * slope for array, slope in zip(weights, slopes, strict=False)])
    output = layer(x).numpy()
    return float(np.mean((y - output) ** 2)), output


def _course(layer, given: tuple, slopes: list, rate: float) -> pd.DataFrame:
    """The loss after one step, at rates up to beyond the best one and the chosen one."""
    loss, falls, bends = law.parabola(*given)
    most = max(rate, REACH * falls / (2 * bends) if bends else 0.0) or 1.0
    rates = np.unique([*np.linspace(0.0, most, RATES + 1), rate])
    losses = [_stepped(layer, given, slopes, each)[0] for each in rates]
    return pd.DataFrame({"rate": rates, "loss": losses, "law": loss - falls * rates + bends * rates**2})
