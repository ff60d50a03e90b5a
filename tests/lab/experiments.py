"""Random experiments for tests that hold for any of them."""

import numpy as np
import pandas as pd

import lab
from lab.specs import ACTIVATIONS, OPTIMIZERS

KINDS = {
    "regression": [("linear", "mse"), ("sigmoid", "mse"), ("relu", "mse"), ("tanh", "mse")],
    "binary": [("sigmoid", "binary_crossentropy"), ("sigmoid", "mse"), ("linear", "mse"), ("tanh", "mse")],
    "classes": [
        ("relu", "mse"),
        ("tanh", "mse"),
        ("softmax", "categorical_crossentropy"),
        ("softmax", "mse"),
        ("sigmoid", "binary_crossentropy"),
    ],
}

# Small enough for a rounding not to grow: an adaptive optimizer turns the rounding of a vanishing gradient into a step.
RATES = {
    "sgd": (0.01, 0.03), "momentum": (0.003, 0.01), "nesterov": (0.003, 0.01),
    "rmsprop": (0.0003, 0.001), "adam": (0.0003, 0.001), "adagrad": (0.003, 0.01),
}  # fmt: skip


def table(rng: np.random.Generator, task: str, inputs: int, examples: int) -> lab.Data:
    """A random table for a task."""
    frame = pd.DataFrame({f"x{i}": rng.normal(size=examples) for i in range(inputs)})
    numbers = np.arange(examples) % {"binary": 2, "classes": 3}.get(task, 2)
    frame["y"] = rng.uniform(0, 1, examples) if task == "regression" else numbers
    return lab.Data.from_frame(frame, target="y", task=task)


def experiment(number: int, epochs: int = 20) -> lab.Experiment:
    """A random experiment: any architecture, activation, optimizer, loss and batch size."""
    rng = np.random.default_rng(number)
    task = str(rng.choice(list(KINDS)))
    output, loss = KINDS[task][rng.integers(len(KINDS[task]))]
    optimizer = OPTIMIZERS[number % len(OPTIMIZERS)]
    hidden = tuple(int(units) for units in rng.integers(1, 40, rng.integers(0, 4)))
    names = [str(rng.choice(ACTIVATIONS)) for _ in range(max(len(hidden), 1))]
    activation = tuple(names) if number % 2 and len(hidden) > 1 else names[0] if hidden else "sigmoid"
    use_bias = bool(rng.integers(2))
    return lab.Experiment(
        data=table(rng, task, int(rng.integers(1, 30)), int(rng.integers(6, 60))),
        network=lab.Network(hidden=hidden, activation=activation, output=output, use_bias=use_bias),
        init=lab.Init("glorot_uniform", bias=str(rng.choice(["zeros", "same"])) if use_bias else "zeros"),
        training=lab.Training(
            loss=loss,
            optimizer=optimizer,
            learning_rate=float(rng.choice(RATES[optimizer])),
            weight_decay=float(rng.choice([0.0, 0.1])),
            l1=[0.0, 0.0, 0.003][number % 3],
            batch_size=[None, 1, 5, 16][rng.integers(4)],
            shuffle=bool(rng.integers(2)),
            epochs=epochs,
        ),
    )
