"""Plain Keras layers in a TensorFlow loop, without the engine's care that keeps equal units exactly equal."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from threading import Lock

import numpy as np

from lab import checks, data
from lab.experiment import Experiment
from lab.initial import kernel_seed, starts
from lab.network import LOSSES
from lab.progress import Progress, Watch
from lab.run import Run
from lab.specs import Network
from lab.training import recorded_epochs

SLOTS = 4  # recorded epochs in one call; between two a run can be given up
_made = Lock()


def train_plainly(
    experiment: Experiment,
    seeds: Sequence[int] = (0,),
    initial: Sequence[np.ndarray] | None = None,
    *,
    compiled: bool = True,
    dropout: float = 0.0,
    recorded: int = 128,
    spacing: str = "linear",
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Run:
    """Full-batch gradient descent on Keras layers, from the same starts as `lab.train`.

    Equal to `lab.train` but for rounding; for a few long runs it is several times faster, as it fills no tile.
    Compiled by XLA, the units of a layer need not go through the same instructions, so units that start equal may part
    by a last bit; not compiled, they stay equal.

    Args:
        experiment: full batch, optimizer "sgd", without weight decay or L1.
        seeds: of the replicas. Compiled, all go through one program (and how many there are may change the last
            bits of each); not compiled, one after the other.
        initial: explicit starts, each (replica, *shape), in the order of Keras's `get_weights`; None = drawn.
        compiled: whether XLA compiles the loop.
        dropout: share of the hidden units that a Keras `Dropout` layer after each hidden layer leaves out of a step,
            others in each step and replica; 0 for none. Not for compiled runs.
        recorded, spacing, progress, cancelled: as in `lab.train`.

    Returns:
        What was recorded; no accuracy.

    Raises:
        ValueError: the experiment asks for more than plain gradient descent, or for dropout in a compiled run.
        Cancelled: `cancelled` returned True.
    """
    training = experiment.training
    plain = training.optimizer == "sgd" and training.batch_size is None and not training.weight_decay + training.l1
    checks.require(plain, "Plain training is full batch with `Training.optimizer` 'sgd' and no weight decay or L1.")
    dropout = checks.number("dropout", dropout, 0.0, 0.95)
    checks.require(not (compiled and dropout), "`dropout` needs compiled=False.")
    epochs = recorded_epochs(training.epochs, checks.whole("recorded", recorded, 1, 10_000), spacing)
    run = Run.empty([{}], [experiment], tuple(seeds), epochs, "all")
    with _made:  # two that start at once would compile it twice
        loop, states = _loop(
            experiment.network, experiment.widths, training.loss, training.precision, dropout, compiled
        )
    drawn = starts(experiment, seeds) if initial is None else initial
    stacks = [slice(0, len(seeds))] if compiled else [slice(i, i + 1) for i in range(len(seeds))]
    watch = Watch([1] * len(stacks), training.epochs, progress, cancelled)
    for number, stack in enumerate(stacks):
        weights = [array[stack] for array in drawn]
        state = states(kernel_seed(seeds[stack.start], 0))
        _train(loop, weights, state, run, stack, lambda epoch, tile=number: watch.step_done(tile, epoch))
    return run


def _train(loop: Callable, weights: list, state: list, run: Run, stack: slice, step_done: Callable) -> None:
    """Train a stack of replicas through the epochs of a run, and keep there what they are."""
    training = run.experiment.training
    x, y = data.load(run.experiment.data, training.precision)
    rate = np.array(training.learning_rate, training.precision)
    epoch = 0
    for first in range(0, len(run.epochs), SLOTS):
        due = run.epochs[first : first + SLOTS]
        stops = np.pad(due, (0, SLOTS - len(due)), "edge").astype(np.int32)
        weights, state, *kept, cost = loop(weights, state, x, y, np.array(epoch, np.int32), stops, rate)
        epoch, places = int(stops[-1]), slice(first, first + len(due))
        for target, values in zip(run.parts[0], kept, strict=True):
            target[stack, places] = values.numpy()[: len(due)].swapaxes(0, 1)
        run.loss[0, stack, places] = cost.numpy()[: len(due)].T
        step_done(epoch)


@lru_cache(maxsize=16)
def _loop(network: Network, widths: tuple[int, ...], loss: str, precision: str, dropout: float, compiled: bool):
    """The loop, and what makes the state of its Dropout layers of a seed.

    (weights, state, x, y, epoch, stops, rate) -> weights, state, and at the stops weights (stop, replica, ...), cost
    """
    import keras
    import tensorflow as tf

    logits = loss != "mse"  # the cross-entropies: of probabilities Keras cuts off the smallest
    model = _model(network, widths, precision, dropout, "linear" if logits else network.output)
    loss_of = getattr(keras.losses, LOSSES[loss])(dtype=precision, **({"from_logits": True} if logits else {}))

    def states(seed):
        drawn = model.non_trainable_variables  # of the Dropout layers; (seed, counter) each
        return [tf.cast(tf.stack([tf.cast(seed, tf.int64), i]), state.dtype) for i, state in enumerate(drawn)]

    def cost(weights, x, y):
        resting = states(0)
        return tf.vectorized_map(lambda one: loss_of(y, model.stateless_call(one, resting, x)[0]), weights)

    step = (_stacked if compiled else _single)(model, loss_of)
    return tf.function(_recording(step, cost), jit_compile=compiled, autograph=False), states


def _advanced(model, loss_of, weights, states, x, y, rate) -> tuple:
    """One replica after a step, and its random state."""
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch(weights)
        outputs, states = model.stateless_call(weights, states, x, training=True)
        cost = loss_of(y, outputs)
    return [w - rate * g for w, g in zip(weights, tape.gradient(cost, weights), strict=True)], states


def _stacked(model, loss_of):
    """A step of all replicas at once, without random states."""
    import tensorflow as tf

    def step(weights, states, x, y, rate):
        after = tf.vectorized_map(lambda one: _advanced(model, loss_of, one, [], x, y, rate)[0], weights)
        return [tf.ensure_shape(new, w.shape) for new, w in zip(after, weights, strict=True)], states

    return step


def _single(model, loss_of):
    """A step of a stack of one replica."""

    def step(weights, states, x, y, rate):
        after, states = _advanced(model, loss_of, [w[0] for w in weights], states, x, y, rate)
        return [w[None] for w in after], states

    return step


def _recording(step, cost):
    """The loop over epochs around `step`, which keeps the weights and their `cost` at the stops."""
    import tensorflow as tf

    def train(weights, state, x, y, epoch, stops, rate):
        count = weights[0].shape[0]
        kept = [tf.TensorArray(w.dtype, SLOTS, element_shape=w.shape) for w in weights]
        kept.append(tf.TensorArray(rate.dtype, SLOTS, element_shape=(count,)))

        def until(slot, epoch, weights, states, kept):
            stop = tf.gather(stops, slot)
            epoch, weights, states = tf.while_loop(
                lambda epoch, *_: epoch < stop,
                lambda epoch, weights, states: (epoch + 1, *step(weights, states, x, y, rate)),
                (epoch, weights, states),
            )
            values = [*weights, tf.ensure_shape(cost(weights, x, y), (count,))]
            return slot + 1, epoch, weights, states, [a.write(slot, v) for a, v in zip(kept, values, strict=True)]

        start = (tf.constant(0), epoch, list(weights), list(state), kept)
        _, _, weights, state, kept = tf.while_loop(lambda slot, *_: slot < SLOTS, until, start)
        return weights, state, *(array.stack() for array in kept)

    return train


def _model(network: Network, widths: tuple[int, ...], precision: str, dropout: float, output: str):
    """The Keras model: a `Dropout` layer after each hidden layer, if there is to be any."""
    import keras

    options = {"use_bias": network.use_bias, "dtype": precision}
    layers = [keras.Input((widths[0],), dtype=precision)]
    for units, activation in zip(widths[1:-1], network.activations, strict=True):
        layers.append(keras.layers.Dense(units, activation, **options))
        layers += [keras.layers.Dropout(dropout, dtype=precision)] if dropout else []
    return keras.Sequential([*layers, keras.layers.Dense(widths[-1], output, **options)])
