"""The weights of many replicas before training."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from lab.experiment import Experiment
from lab.specs import Init

# scheme -> (class in keras.initializers, names of its two options or ())
KERAS = {
    "uniform": ("RandomUniform", ("minval", "maxval")),
    "normal": ("RandomNormal", ("mean", "stddev")),
    "glorot_uniform": ("GlorotUniform", ()),
    "glorot_normal": ("GlorotNormal", ()),
    "he_uniform": ("HeUniform", ()),
    "he_normal": ("HeNormal", ()),
    "lecun_uniform": ("LecunUniform", ()),
    "lecun_normal": ("LecunNormal", ()),
    "orthogonal": ("Orthogonal", ()),
}

FEW = 128  # draws that take less time one by one than to have a program made for them
_drawn_singly: Counter = Counter()  # of a scheme, a shape and a type, in this process


def kernel_seed(seed: int, layer: int) -> int:
    """The integer that Keras draws a layer's kernel from; no two addresses share one."""
    return _address(seed, layer)


def bias_seed(seed: int, layer: int) -> int:
    """The integer that Keras draws a layer's bias from, where biases are drawn like kernels."""
    return _address(seed, layer, 1)


@lru_cache(maxsize=200_000)
def _address(seed: int, *place: int) -> int:
    return int(np.random.SeedSequence(seed, spawn_key=place).generate_state(1)[0])


def keras_initializer(init: Init, seed: int):
    """The plain Keras initializer of a scheme, drawing from one integer seed (see `kernel_seed`)."""
    import keras

    if init.scheme in ("zeros", "constant"):
        return keras.initializers.Constant(init.value if init.scheme == "constant" else 0.0)
    kind, names = KERAS[init.scheme]
    return getattr(keras.initializers, kind)(**dict(zip(names, _options(init), strict=False)), seed=seed)


def starts(experiment: Experiment, seeds: Sequence[int], scales: Sequence[float] | None = None) -> list[np.ndarray]:
    """The initial weights of one replica per seed.

    Args:
        experiment: whose network is started.
        seeds: one a replica; what several have is drawn once.
        scales: of each replica, instead of `Init.scale`.

    Returns:
        Arrays (replica, *shape) in the order of Keras's `get_weights`: drawn or given, cloned, then perturbed by
        epsilon.
    """
    scales = np.full(len(seeds), experiment.init.scale) if scales is None else np.array(scales)
    arrays = _given(experiment, len(seeds)) if experiment.init.weights else _each_drawn(experiment, seeds)
    for kernel in arrays[:: 2 if experiment.network.use_bias else 1]:
        kernel *= scales.astype(kernel.dtype)[:, None, None]
    _clone(experiment, arrays)
    _perturb(experiment, arrays)
    return arrays


def _given(experiment: Experiment, count: int) -> list[np.ndarray]:
    """The weights that `Init.weights` gives, once for each replica."""
    precision = experiment.training.precision
    return [np.repeat(np.array([array], precision), count, axis=0) for array in experiment.init.weights]


def _each_drawn(experiment: Experiment, seeds: Sequence[int]) -> list[np.ndarray]:
    each, places = np.unique(np.array(seeds, np.int64), return_inverse=True)
    each, arrays = each.tolist(), []
    for layer, shape in enumerate(zip(experiment.widths, experiment.widths[1:], strict=False), start=1):
        arrays.append(_drawn(experiment, [kernel_seed(seed, layer) for seed in each], shape)[places])
        if experiment.network.use_bias:
            arrays.append(_biases(experiment, [bias_seed(seed, layer) for seed in each], shape[1:])[places])
    return arrays


def _biases(experiment: Experiment, seeds: list[int], shape: tuple[int, ...]) -> np.ndarray:
    if experiment.init.bias == "same":
        return _drawn(experiment, seeds, shape)
    return np.zeros((len(seeds), *shape), experiment.training.precision)


def _drawn(experiment: Experiment, seeds: list[int], shape: tuple[int, ...]) -> np.ndarray:
    """One draw of `shape` for each seed: (replica, *shape)."""
    init, dtype = experiment.init, experiment.training.precision
    if init.scheme in ("zeros", "constant"):
        return np.full((len(seeds), *shape), np.float32(init.value if init.scheme == "constant" else 0.0), dtype)
    kind = init.scheme, shape, dtype
    _drawn_singly[kind] += len(seeds)
    if _drawn_singly[kind] <= FEW:
        return np.stack([np.array(keras_initializer(init, seed)(shape, dtype=dtype)) for seed in seeds])
    return _drawer(*kind)(np.array(seeds, np.int64), np.array(_options(init), dtype)).numpy()


def _options(init: Init) -> tuple[float, float]:
    """The two options of a scheme; Keras rounds a constant and the bounds of a uniform to float32, always."""
    if init.scheme == "uniform":
        return float(np.float32(init.low)), float(np.float32(init.high))
    return 0.0, init.stddev


@lru_cache(maxsize=64)
def _drawer(scheme: str, shape: tuple[int, ...], dtype: str):
    """(seeds, options) -> draws, mapped in a graph: eight times as fast as one call a kernel, the same bits."""
    import keras
    import tensorflow as tf

    class Given(keras.random.SeedGenerator):
        """A seed generator that gives the seed it was made with, a tensor."""

        def __init__(self, seed):
            self.given = seed

        def next(self, ordered=True):
            return self.given

    def one(seed, options):
        kind, names = KERAS[scheme]
        initializer = getattr(keras.initializers, kind)(seed=0)
        for i, name in enumerate(names):
            setattr(initializer, name, options[i])
        initializer.seed = Given(tf.stack([seed, tf.zeros_like(seed)]))
        return initializer(shape, dtype=dtype)

    @tf.function(autograph=False, input_signature=[tf.TensorSpec([None], tf.int64), tf.TensorSpec([2], dtype)])
    def draw(seeds, options):
        return tf.map_fn(lambda seed: one(seed, options), seeds, fn_output_signature=tf.TensorSpec(shape, dtype))

    return draw


def _clone(experiment: Experiment, arrays: list[np.ndarray]) -> None:
    """Copy unit 0 of each hidden layer onto the others, in place."""
    each = 2 if experiment.network.use_bias else 1
    for hidden in range(len(experiment.network.hidden)):
        if experiment.init.clones in ("incoming", "both"):
            for array in arrays[each * hidden : each * (hidden + 1)]:
                array[...] = array[..., :1]
        if experiment.init.clones in ("outgoing", "both"):
            outgoing = arrays[each * (hidden + 1)]
            outgoing[...] = outgoing[:, :1]


def _perturb(experiment: Experiment, arrays: list[np.ndarray]) -> None:
    """Add epsilon to the weight it is for, in place."""
    init = experiment.init
    if init.epsilon:
        layer, parameter, row, unit = init.epsilon_at
        each = 2 if experiment.network.use_bias else 1
        array = arrays[each * (layer - 1) + (parameter == "bias")]
        array[(slice(None), row, unit) if parameter == "kernel" else (slice(None), unit)] += init.epsilon
