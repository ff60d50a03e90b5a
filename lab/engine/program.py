"""The compiled loop: a tile of replicas from one recorded epoch to the next."""

from functools import lru_cache
from threading import Lock

import keras
import numpy as np
import tensorflow as tf

from lab.engine import names
from lab.engine.loss import example_losses, right
from lab.engine.optimizer import Optimizer
from lab.engine.replica_first import ReplicaFirst
from lab.engine.replica_last import ReplicaLast
from lab.engine.signature import Signature
from lab.specs import weight_shapes

SLOTS = 8  # recorded epochs in one call


_made = Lock()


def program(signature: Signature) -> "Program":
    """The program of a signature; compiled when it first runs, kept while it is among the last 48 used."""
    with _made:  # two tiles that start at once would compile it twice
        return _program(signature)


@lru_cache(maxsize=48)
def _program(signature: Signature) -> "Program":
    return Program(signature)


class Program:
    """Trains one tile of replicas.

    Loss and gradient are written for a stack of replicas that share no operation which could mix them: the sum over
    replicas of their costs has each replica's own gradient.
    """

    def __init__(self, signature: Signature):
        self.signature = signature
        self.layout = (ReplicaLast if signature.replica_last else ReplicaFirst)(signature)
        hidden = len(signature.widths) - 2
        each = [signature.activation] * hidden if isinstance(signature.activation, str) else signature.activation
        self.activations = [keras.activations.get(name) for name in each]
        self.optimizer = Optimizer(signature.optimizer, signature.momentum, self._shapes(), signature.precision)
        self._compiled = tf.function(self._advance, jit_compile=True, autograph=False)

    def _shapes(self) -> list[tuple[int, ...]]:
        shapes = weight_shapes(self.signature.widths, self.signature.use_bias)
        empty = [np.zeros((self.signature.tile, *shape)) for shape in shapes]
        return [array.shape for array in self.layout.stacked(empty)]

    def advance(self, *arguments):
        """`_advance`, compiled: here, or before by a process that shares a folder for it."""
        with names.made_of(self.signature, [each.shape for each in tf.nest.flatten(arguments)]):
            return self._compiled(*arguments)

    def _advance(self, weights, state, step, stops, used, due, x, y, orders, first, rate, decay, l1, *held):
        """Train until each of `stops` in turn, and record what is there.

        Args:
            weights, state: of the tile, stacked.
            step: steps taken so far.
            stops: (SLOTS,) numbers of steps at which to record, never falling.
            used: how many of them count.
            due: how many of these are recorded; a stop that is not gets zeros for its cost and its accuracy.
            x, y: the examples, as the layout has them.
            orders: order of the examples in the epochs from `first` on; unused for full batch.
            rate, decay, l1: (replica,) learning rate, weight decay and L1 penalty.
            held: x and y of the examples that are held out; nothing where none are.

        Returns:
            Weights and state at the last stop; then for each stop the weights, and a list: cost and accuracy, and
            those of what is held out.
        """
        kept = [tf.TensorArray(w.dtype, SLOTS, element_shape=w.shape) for w in weights]
        kept += [tf.TensorArray(x.dtype, SLOTS, element_shape=rate.shape) for _ in range(4 if held else 2)]

        def until(slot, step, weights, state, kept):
            def one(step, weights, state):
                batch = self._batch(step, x, y, orders, first)
                return step + 1, *self._step(step, weights, state, batch, rate, decay, l1)

            stop = tf.gather(stops, slot)  # indexing by a tensor would compile anew for every value
            step, weights, state = tf.while_loop(lambda step, *_: step < stop, one, (step, weights, state))
            parts = [(x, y), *([held] if held else [])]
            measured = tf.cond(
                slot < due,
                lambda: [value for part in parts for value in self._measures(weights, *part)],
                lambda: [tf.zeros_like(rate) for _ in parts for _ in ("cost", "accuracy")],
            )
            values = [*weights, *measured]
            return slot + 1, step, weights, state, [a.write(slot, v) for a, v in zip(kept, values, strict=True)]

        loop = (tf.constant(0), step, list(weights), list(state), kept)
        _, _, weights, state, kept = tf.while_loop(lambda slot, *_: slot < used, until, loop)
        recorded = [array.stack() for array in kept]
        return weights, state, recorded[: len(weights)], recorded[len(weights) :]

    def _batch(self, step, x, y, orders, first):
        """The examples of this step, and the weight of each: one over their number."""
        signature = self.signature
        if signature.full_batch:
            return x, y, None
        epoch, place = step // signature.steps, step % signature.steps
        positions = tf.range(signature.batch) + place * signature.batch
        rows = self.layout.positions(orders, epoch - first, positions)
        size = tf.minimum(signature.batch, signature.examples - place * signature.batch)
        weight = tf.where(tf.range(signature.batch) < size, 1 / tf.cast(size, x.dtype), tf.zeros((), x.dtype))
        weight = weight[:, None] if signature.replica_last else weight
        return self.layout.batch(x, rows), self.layout.batch(y, rows), weight

    def _step(self, step, weights, state, batch, rate, decay, l1):
        with tf.GradientTape() as tape:
            tape.watch(weights)
            total = tf.reduce_sum(self._cost(weights, *batch))
        gradients = self._penalized(self.layout.kept(tape.gradient(total, weights)), weights, l1)
        rates = [self.layout.spread(rate, w) for w in weights]
        decays = [self.layout.spread(decay, w) for w in weights]
        return self.optimizer.step(weights, state, gradients, rates, decays, step)

    def _penalized(self, gradients, weights, l1):
        """Gradients with that of l1 * |w| on every kernel; of a weight that is 0 it is 0, as in Keras."""
        each = 2 if self.signature.use_bias else 1
        return [
            gradient if i % each else gradient + self.layout.spread(l1, w) * tf.sign(w)
            for i, (gradient, w) in enumerate(zip(gradients, weights, strict=True))
        ]

    def _cost(self, weights, x, y, weight):
        """Cost of every replica: (replica,)."""
        losses, axis = self._losses(self._outputs(weights, x), y), self.layout.sample_axis
        return tf.reduce_mean(losses, axis) if weight is None else tf.reduce_sum(losses * weight, axis)

    def _measures(self, weights, x, y):
        """Cost and accuracy of every replica over all examples: (replica,) each."""
        z = self._outputs(weights, x)
        hits = right(self.signature.output, z, y, self.layout.output_axis)
        return tf.reduce_mean(self._losses(z, y), self.layout.sample_axis), tf.reduce_mean(
            hits, self.layout.sample_axis
        )

    def _losses(self, z, y):
        return example_losses(self.signature.loss, self.signature.output, z, y, self.layout.output_axis)

    def _outputs(self, weights, values):
        """What the output layer passes to its activation."""
        each = 2 if self.signature.use_bias else 1
        layers = [weights[i : i + each] for i in range(0, len(weights), each)]
        for layer, activation in zip(layers, [*self.activations, lambda z: z], strict=True):
            values = activation(self.layout.dense(values, *layer))
        return values
