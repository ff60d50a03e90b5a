"""The exported script, run by itself without the package, against the page's own training."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from experiments import experiment as random_experiment

import lab

CLONED = lab.Experiment(
    init=lab.Init("uniform", low=-1.0, high=1.0, bias="same", clones="both", epsilon=0.01, scale=2.0),
    training=lab.Training(
        optimizer="nesterov", learning_rate=1.0, weight_decay=0.01, l1=0.002, batch_size=3, epochs=15
    ),
)
DIGITS = lab.Experiment(
    data=lab.Data("digits"),
    network=lab.Network(hidden=(5,), activation="tanh", output="softmax"),
    training=lab.Training(loss="categorical_crossentropy", epochs=5),
)


def alone(source: str, folder) -> dict:
    """What the script prints, run where `lab` cannot be imported."""
    (folder / "script.py").write_text(source)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-P", "script.py"], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    "experiment", [CLONED, DIGITS, random_experiment(3), random_experiment(10)], ids=["cloned", "digits", "3", "10"]
)
def test_the_script_gives_the_same_numbers(experiment, tmp_path):
    printed = alone(lab.script(experiment, seed=7), tmp_path)
    run = lab.train(experiment, seeds=[7])
    assert printed["loss"] == pytest.approx(run.loss[0, 0].tolist(), rel=1e-4, abs=1e-5)
    for plain, array in zip(printed["weights"], run.keras_weights(seed=7), strict=True):
        assert np.max(np.abs(np.array(plain) - array)) < 2e-4


def test_the_script_of_another_truth_has_its_targets():
    columns = (lab.Column("noise", weight=0.5), lab.Column("constant", value=2.0))
    data = lab.Data("line", n=4, columns=columns, slope=-1.0, intercept=2.5)
    source = lab.script(lab.Experiment(data=data, network=lab.Network(hidden=(), output="linear")))
    arrays = source[source.index("x = np.array") : source.index("\nmodel = ")]
    exec(arrays, {"np": np}, found := {})
    x, y = found["x"], found["y"]
    assert y[:, 0] == pytest.approx(-x[:, 0] + 2.5 + 0.5 * x[:, 1], abs=1e-6)


def test_a_seed_that_is_none_gets_a_sentence(refused):
    with refused("`seed` must be a whole number from 0 to 4,294,967,295; got -1."):
        lab.script(CLONED, seed=-1)
