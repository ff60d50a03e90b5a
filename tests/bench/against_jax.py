"""The same training written by hand in JAX, `jit(vmap(scan))`: given the weights and the order, it only trains.

What was tried on the two rows that lag, on two cores, medians of three after a first run:

- 16-16-1, 8,192 replicas: 6.3 s in tiles of 32 as they are; 20.5 in tiles of 16, 4.0 in 64, 4.3 in 128; 9.0 with the
  replicas innermost, in tiles of 128; 7.5 with XLA's other emitters of loops. Tiles of 64 change the last bits of every
  network of this size, so that is a step of its own.
- digits in batches, 512 replicas: 2.2 s, of which 1.4 were draws of first weights one by one; 1.1 s since a process
  draws them by one program. Tiles of 64 instead of 16 took 0.8 s before that.
"""

import jax
import jax.numpy as jnp
import numpy as np
import pandas as pd

import lab
from lab.engine.signature import Signature
from tests.bench.clock import Row, compare

XOR = lab.Experiment(
    data=lab.Data("xor"),
    init=lab.Init("uniform", low=-0.5, high=0.5, bias="same"),
    training=lab.Training(learning_rate=2.0, epochs=20_000),
)


def _digits() -> lab.Data:
    """The first 1,790 digits: ten whole batches, as `scan` has no smaller last one."""
    x, y = lab.data.load(lab.Data("digits"))
    frame = pd.DataFrame(x[:1790], columns=[f"pixel {i}" for i in range(64)])
    return lab.Data.from_frame(frame.assign(digit=y[:1790].argmax(axis=1)), target="digit", task="classes")


DIGITS = lab.Experiment(
    data=_digits(),
    network=lab.Network(hidden=(30,), activation="relu", output="softmax"),
    training=lab.Training(loss="categorical_crossentropy", learning_rate=0.1, batch_size=179, epochs=3),
)


def _regression() -> lab.Data:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(64, 16)), columns=[f"x{i}" for i in range(16)])
    return lab.Data.from_frame(frame.assign(y=frame["x0"] * frame["x1"]), target="y")


WIDE = lab.Experiment(
    data=_regression(),
    network=lab.Network(hidden=(16,), activation="tanh", output="linear"),
    training=lab.Training(learning_rate=0.05, epochs=100),
)
ACTIVATIONS = {"sigmoid": jax.nn.sigmoid, "relu": jax.nn.relu, "tanh": jnp.tanh}


def trainer(experiment: lab.Experiment):
    """(weights, orders) -> weights: every replica through the whole training."""
    x, y = (jnp.asarray(array) for array in lab.data.load(experiment.data))
    network, training = experiment.network, experiment.training

    def cost(weights, x, y):
        for i in range(0, len(weights), 2):
            x = ACTIVATIONS[network.activation](x) if i else x
            x = x @ weights[i] + weights[i + 1]
        if training.loss == "mse":
            return jnp.mean((y - (jax.nn.sigmoid(x) if network.output == "sigmoid" else x)) ** 2)
        return -jnp.mean(jnp.sum(y * jax.nn.log_softmax(x), axis=-1))

    def step(weights, rows):
        examples = (x, y) if rows is None else (x[rows], y[rows])
        gradients = jax.grad(cost)(weights, *examples)
        return [w - training.learning_rate * g for w, g in zip(weights, gradients, strict=True)], None

    def one(weights, orders):
        return jax.lax.scan(step, weights, orders, length=training.epochs if orders is None else None)[0]

    return jax.jit(jax.vmap(one, in_axes=(0, None if training.batch_size is None else 0)))


def against(experiment: lab.Experiment, count: int, work: str) -> Row:
    """Both on `count` replicas; the laboratory draws its starts and orders and records the cost besides."""
    weights = [np.random.default_rng(0).normal(size=(count, *shape)).astype("float32") * 0.3
               for shape in experiment.weight_shapes()]  # fmt: skip
    train, orders = trainer(experiment), _orders(experiment, count)

    def theirs():
        jax.block_until_ready(train(weights, orders))

    def ours():
        lab.train(experiment, seeds=range(count), recorded=1, weights="ends", initial=weights)

    return compare(work, "JAX", theirs, ours)


def _orders(experiment: lab.Experiment, count: int) -> np.ndarray | None:
    """Batches of example numbers, (replica, step, position)."""
    batch = experiment.training.batch_size
    if batch is None:
        return None
    rng, examples = np.random.default_rng(0), experiment.data.examples
    epochs = [[rng.permutation(examples) for _ in range(experiment.training.epochs)]
              for _ in range(count)]  # fmt: skip
    return np.array(epochs).reshape(count, -1, batch).astype("int32")


def operations(experiment: lab.Experiment, count: int) -> float:
    """Floating-point operations of the matrix products of a training: forward, and twice that back."""
    return 6.0 * Signature.of(experiment).multiplications * experiment.training.epochs * count


def rows() -> list[tuple[Row, float]]:
    """Each comparison, and the operations of its work."""
    cases = [
        (XOR, 4_096, "XOR 2-2-1, 20,000 epochs, 4,096 replicas"),
        (DIGITS, 128, "digits 64-30-10, 3 epochs in batches of 179, 128 replicas"),
        (DIGITS, 512, "the same, 512 replicas"),
        (WIDE, 65_536, "16-16-1 tanh, 100 steps on 64 examples, 65,536 replicas"),
    ]
    return [(against(experiment, count, work), operations(experiment, count)) for experiment, count, work in cases]
