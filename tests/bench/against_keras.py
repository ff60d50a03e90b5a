"""The run of the second discussion, S09: plain `model.fit` against the laboratory."""

import numpy as np

import lab
from lab.network import keras_model
from tests.bench.clock import Row, compare

EPOCHS, FITTED = 3_000, 100  # `model.fit` does a part; a full-batch epoch takes as long as any other

EXPERIMENT = lab.Experiment(
    data=lab.Data("line", columns=(lab.Column("noise"),)),
    network=lab.Network(hidden=(), output="linear"),
    training=lab.Training(learning_rate=3e-3, epochs=EPOCHS),
)


def rows() -> list[Row]:
    """One seed, and 1,024 seeds."""
    x, y = lab.data.load(EXPERIMENT.data)
    model = keras_model(EXPERIMENT)

    def fit():
        model.fit(x, y, batch_size=len(x), epochs=FITTED, verbose=0)

    return [
        compare(
            f"y = 3x + 1, {EPOCHS:,} epochs, {count:,} seed{'s'[: count > 1]}", "`model.fit`", fit,
            lambda count=count: lab.train(EXPERIMENT, seeds=range(count)), shares=EPOCHS / FITTED * count,
        )
        for count in (1, 1_024)
    ]  # fmt: skip


def first_results() -> list[tuple[str, float]]:
    """Seconds to the first result of architectures that nothing has been compiled for."""
    from tests.bench.clock import seconds

    lab.train(lab.Experiment(), seeds=[0])
    digits = {"data.name": "digits", "network.output": "softmax", "training.loss": "categorical_crossentropy"}
    digits |= {"training.batch_size": 128, "training.epochs": 1}
    cases = [
        ("XOR 2-3-1", {"network.hidden": (3,)}),
        ("circles 2-10-5-1", {"data.name": "circles", "network.hidden": (10, 5), "training.epochs": 100}),
        ("circles 2-10-5-1, Adam", {
            "data.name": "circles", "network.hidden": (10, 5), "training.epochs": 100, "training.optimizer": "adam",
        }),
        ("digits 64-25-10", {"network.hidden": (25,), **digits}),
        ("digits 64-25-15-10, Adam", {"network.hidden": (25, 15), "training.optimizer": "adam", **digits}),
    ]  # fmt: skip
    lab.data.load(lab.Data("digits"))
    return [
        (name, seconds(lambda values=values: lab.train(lab.vary(lab.Experiment(), values), seeds=[0])))
        for name, values in cases
    ]


def matrix_product(size: int = 4096) -> float:
    """Floating-point operations a second of a NumPy product of two square float32 matrices, the best of five."""
    from tests.bench.clock import seconds

    a = np.random.default_rng(0).normal(size=(size, size)).astype("float32")
    return 2.0 * size**3 / min(seconds(lambda: a @ a) for _ in range(5))
