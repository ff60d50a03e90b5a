"""A real Dense layer: what it is before and after its first call, and what one step of gradient descent does to it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks
from lab.data import Data, load
from lab.experiment import Experiment
from lab.initial import keras_initializer, kernel_seed
from lab.laws import dense as theory
from lab.specs import Init, Network, Training

STARTS = {
    "normal": "tf.random.normal, as in the forum's question",
    "glorot": "Glorot uniform, as Keras does",
    "equal": "all units equal to the first",
    "zeros": "all zeros",
}
PHILOX = 1  # TensorFlow's number for the algorithm of tf.random.normal
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
        by_hand: the same in NumPy.
        after: kernel, bias and output after the step.
        loss: before and after the step.
        course: one row per rate: `rate`, `loss` after one step, `theory`.
        parabola: L, G and Q of the predicted L - eta G + eta^2 Q.
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

    def shown(self, view: str) -> tuple[np.ndarray, ...]:
        """Kernel, bias and output, or what stands in their places in a view: "arrays", "slopes" or "after"."""
        return {"arrays": (self.kernel, self.bias, self.output), "slopes": self.slopes, "after": self.after}[view]


def setting(
    first: Sequence[float], rows: int, units: int, targets: Sequence[float], rate: float, start: str
) -> Experiment:
    """The experiment of a layer without hidden units: a table, squared error, one epoch.

    Args:
        first: the first row of the inputs, one number a feature; each further row counts on from it: row r adds
            r times the number of features.
        rows: examples.
        units: of the layer.
        targets: of the units in turn, the same for every row.
        rate: learning rate.
        start: a key of `STARTS`.
    """
    checks.one_of("start", start, STARTS)
    columns = {
        f"x{i}": [float(value + row * len(first)) for row in range(rows)] for i, value in enumerate(first, start=1)
    }
    wanted = {f"y{j + 1}": [float(targets[j % len(targets)])] * rows for j in range(units)}
    return Experiment(
        data=Data.from_frame(pd.DataFrame(columns | wanted), target=list(wanted)),
        network=Network(hidden=(), output="linear"),
        init=Init("zeros") if start == "zeros" else Init("glorot_uniform"),
        training=Training(loss="mse", learning_rate=rate, epochs=1),
    )


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
        theory.gradients(*given), (*layer.get_weights(), moved), (float(loss), lowered), course,
        theory.parabola(*given),
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
    loss, falls, bends = theory.parabola(*given)
    most = max(rate, REACH * falls / (2 * bends) if bends else 0.0) or 1.0
    rates = np.unique([*np.linspace(0.0, most, RATES + 1), rate])
    losses = [_stepped(layer, given, slopes, each)[0] for each in rates]
    return pd.DataFrame({"rate": rates, "loss": losses, "theory": loss - falls * rates + bends * rates**2})


def discussion_normal(seed: int, shape: tuple[int, ...]) -> np.ndarray:
    """What `tf.random.normal(shape)` draws right after `tf.keras.utils.set_random_seed(seed)`, bit for bit.

    TensorFlow makes an operation's own seed from Python's generator and counts from there; here that is written out,
    so that no seed of the whole process is set.
    """
    import tensorflow as tf

    own = random.Random(seed).randint(0, 2**31 - 1)
    key, counter = tf.constant([seed], tf.uint64), tf.constant([0, own], tf.uint64)
    return tf.raw_ops.StatelessRandomNormalV2(shape=list(shape), key=key, counter=counter, alg=PHILOX).numpy()
