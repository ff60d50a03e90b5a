"""What has to be equal to the bit: a replica in any company, and units that start equal."""

import numpy as np
import pandas as pd
import pytest
from experiments import experiment as random_experiment

import lab
from lab.engine.signature import Signature
from lab.specs import OPTIMIZERS

XOR = lab.Experiment(
    init=lab.Init("uniform", low=-1.0, high=1.0, bias="same"), training=lab.Training(learning_rate=2.0, epochs=300)
)
WIDE = lab.Experiment(
    data=lab.Data("circles", n=60),
    network=lab.Network(hidden=(17, 9), activation="tanh"),
    training=lab.Training(loss="binary_crossentropy", learning_rate=0.5, batch_size=16, epochs=30),
)


def equal(left: list[np.ndarray], right: list[np.ndarray]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(left, right, strict=True))


@pytest.mark.parametrize("experiment", [XOR, WIDE], ids=["replica last", "replica first"])
def test_a_replica_is_the_same_alone_among_a_thousand_and_in_any_order(experiment):
    alone = lab.train(experiment, seeds=[77], recorded=10)
    among = lab.train(experiment, seeds=range(1000), recorded=10)
    backwards = lab.train(experiment, seeds=range(999, -1, -1), recorded=10)
    for epoch in alone.epochs:
        weights = alone.keras_weights(seed=77, epoch=int(epoch))
        assert equal(weights, among.keras_weights(seed=77, epoch=int(epoch)))
        assert equal(weights, backwards.keras_weights(seed=77, epoch=int(epoch)))


@pytest.mark.parametrize("number", range(5))
def test_a_replica_of_any_experiment_is_the_same_alone_and_among_others(number):
    experiment = random_experiment(number)
    alone, among = lab.train(experiment, seeds=[5]), lab.train(experiment, seeds=range(90))
    assert equal(alone.keras_weights(seed=5), among.keras_weights(seed=5))


def test_a_replica_is_the_same_whatever_is_varied_beside_it():
    values = {"training.learning_rate": [0.1, 2.0, 50.0], "init.epsilon": [0.0, 1e-3], "data.noise": [0.0, 0.3]}
    swept = lab.train(XOR, seeds=range(3), vary=values)
    chosen = {"training.learning_rate": 2.0, "init.epsilon": 1e-3, "data.noise": 0.3}
    alone = lab.train(lab.vary(XOR, chosen), seeds=[2])
    assert equal(alone.keras_weights(seed=2), swept.keras_weights(seed=2, values=chosen))


@pytest.mark.parametrize("recorded", [1, 7, 300])
def test_how_often_it_is_recorded_changes_nothing(recorded):
    often = lab.train(WIDE, seeds=[3], recorded=30).keras_weights(seed=3)
    assert equal(often, lab.train(WIDE, seeds=[3], recorded=recorded).keras_weights(seed=3))


def test_a_call_cut_into_single_steps_changes_nothing(monkeypatch):
    whole = lab.train(WIDE, seeds=[3])
    monkeypatch.setattr("lab.engine.trainer.CALL_SECONDS", 0.0)
    assert equal(whole.keras_weights(seed=3), lab.train(WIDE, seeds=[3]).keras_weights(seed=3))


@pytest.mark.parametrize("experiment", [XOR, WIDE], ids=["replica last", "replica first"])
def test_a_diverged_replica_never_touches_its_neighbours(experiment):
    healthy = lab.train(experiment, seeds=[0, 1, 2])
    start = [np.stack([array] * 3) for array in healthy.keras_weights(seed=0, epoch=0)]
    ill = [array.copy() for array in start]
    ill[0][1], ill[2][1] = np.nan, np.inf
    beside = lab.train(experiment, seeds=[0, 1, 2], initial=ill)
    assert np.isnan(beside.loss[0, 1]).all()
    for seed in (0, 2):
        assert equal(
            beside.keras_weights(seed=seed), lab.train(experiment, [0, 1, 2], initial=start).keras_weights(seed=seed)
        )


def test_divergence_is_kept_as_a_result():
    line = lab.Experiment(
        data=lab.Data("line"), network=lab.Network(hidden=(), output="linear"), training=lab.Training(learning_rate=1.0)
    )
    run = lab.train(line, seeds=[0, 1], vary={"training.learning_rate": [0.003, 1.0]})
    assert np.isfinite(run.loss[0]).all()
    assert not np.isfinite(run.loss[1, :, -1]).any()


# Every width from 1 to 64 once, six in a network, first, last or between; then fewer layers, and some equally wide.
HIDDEN = [tuple(np.roll(range(width, 65, 11), width).tolist()) for width in range(1, 12)]
HIDDEN += [(33,), (5,), (17,), (64,), (23, 23), (40, 15), (16, 63), (2, 2)]
SMALL = [
    ((2,), None),
    ((3, 3, 3), 3),
    ((5, 5), None),
    ((8, 8), None),
    ((16,), 1),
    ((7, 2, 4), 4),
    ((1, 11), 21),
    ((6, 9), None),
]


def cloned(hidden: tuple[int, ...], inputs: int, optimizer: str, batch_size: int | None) -> lab.Experiment:
    rng = np.random.default_rng(hidden[0])
    frame = pd.DataFrame(rng.normal(size=(21, inputs)), columns=[f"x{i}" for i in range(inputs)])
    frame["y"] = np.arange(21) % 2
    return lab.Experiment(
        data=lab.Data.from_frame(frame, target="y", task="binary"),
        network=lab.Network(hidden=hidden, activation="tanh"),
        init=lab.Init("normal", stddev=0.7 / np.sqrt(np.mean(hidden)), clones="both", bias="same"),
        training=lab.Training(
            loss="binary_crossentropy",
            optimizer=optimizer,
            learning_rate=0.05,
            batch_size=batch_size,
            epochs=8 if batch_size in (1, 4) else 40,
        ),
    )


def apart(run: lab.Run) -> float:
    """The largest difference of any unit from unit 0 of its layer, in any weight, replica and epoch."""
    incoming = [array - array[..., :1] for array in run.arrays[:-2]]
    outgoing = [array - array[:, :, :, :1] for array in run.arrays[2::2]]
    return max(float(np.abs(array).max()) for array in incoming + outgoing)


def moved(run: lab.Run) -> list[bool]:
    """Whether each layer's kernel ends elsewhere than it started."""
    return [not np.array_equal(kernel[:, :, 0], kernel[:, :, -1]) for kernel in run.arrays[::2]]


def test_every_width_is_among_those_that_are_checked():
    assert {width for hidden in HIDDEN for width in hidden} == set(range(1, 65))


@pytest.mark.parametrize("number", range(len(HIDDEN)), ids=lambda number: "-".join(map(str, HIDDEN[number])))
def test_clones_stay_equal_to_the_bit_at_every_width(number):
    """Inputs, optimizer and batch size go round while the widths run through all values; 40 steps or more."""
    inputs, optimizer = (2, 3, 16, 17, 64, 100, 400)[number % 7], OPTIMIZERS[number % 6]
    experiment = cloned(HIDDEN[number], inputs, optimizer, (None, 1, 4, 21)[number // 6 % 4])
    assert not Signature.of(experiment).replica_last
    run = lab.train(experiment, seeds=[0, 1], recorded=8)
    assert apart(run) == 0.0
    assert all(moved(run)), "a layer never moved"


@pytest.mark.parametrize("number", range(len(SMALL)), ids=lambda number: "-".join(map(str, SMALL[number][0])))
def test_clones_with_replicas_last_stay_equal_to_the_bit(number):
    """The optimizer goes round."""
    hidden, batch_size = SMALL[number]
    experiment = cloned(hidden, 3, OPTIMIZERS[number % 6], batch_size)
    assert Signature.of(experiment).replica_last
    run = lab.train(experiment, seeds=[0, 1], recorded=8)
    assert apart(run) == 0.0
    assert all(moved(run)), "a layer never moved"


def test_clones_that_start_apart_part():
    experiment = lab.vary(cloned((5,), 3, "sgd", None), {"init.epsilon": 1e-3, "training.epochs": 400})
    assert apart(lab.train(experiment, seeds=[0])) > 1e-3
