"""A program as the tests compile it trains as one does that is compiled as everywhere else."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from unittest.mock import patch

import numpy as np
import pytest

import lab
from lab.engine.program import Program, program
from lab.engine.signature import Signature

EXPERIMENTS = (  # replica last, in batches, replica first
    lab.Experiment(network=lab.Network(hidden=(5,)), training=lab.Training(learning_rate=1.0, epochs=200)),
    lab.Experiment(
        data=lab.Data("iris"),
        network=lab.Network(hidden=(4, 3), activation="tanh", output="softmax"),
        training=lab.Training(loss="categorical_crossentropy", optimizer="adam", batch_size=30, epochs=4),
    ),
    lab.Experiment(
        data=lab.Data("digits"),
        network=lab.Network(hidden=(25,), activation="relu", output="softmax"),
        training=lab.Training(loss="categorical_crossentropy", learning_rate=0.1, batch_size=179, epochs=2),
    ),
)
CODE = """
import json, sys, lab
runs = [lab.train(lab.Experiment.from_json(text), range(6), recorded=2) for text in json.load(sys.stdin)]
print(json.dumps([run.loss.tolist() for run in runs]))
"""


def test_costs_are_those_of_a_process_with_xla_as_it_comes():
    plain = {name: value for name, value in os.environ.items() if name not in ("XLA_FLAGS", "TF_XLA_FLAGS")}
    asked = json.dumps([experiment.to_json() for experiment in EXPERIMENTS])
    done = subprocess.run(
        [sys.executable, "-c", CODE], input=asked, env=plain, capture_output=True, text=True, check=True
    )
    for experiment, there in zip(EXPERIMENTS, json.loads(done.stdout.splitlines()[-1]), strict=True):
        here = lab.train(experiment, range(6), recorded=2).loss
        np.testing.assert_allclose(here, there, rtol=1e-5)


def test_what_one_process_has_compiled_another_does_not_compile_again(tmp_path):
    flags = f"--tf_xla_persistent_cache_directory={tmp_path}"
    stored = []
    for others in (0, 7):  # functions that the process has traced before
        code = f"import tensorflow as tf\nfor _ in range({others}): tf.function(lambda x: x + 1)(1.0)\n{CODE}"
        asked = json.dumps([EXPERIMENTS[0].to_json()])
        environment = {**os.environ, "TF_XLA_FLAGS": flags}
        subprocess.run([sys.executable, "-c", code], input=asked, env=environment, check=True, text=True)
        stored.append(sorted(each.name for each in tmp_path.iterdir()))
    assert len(stored[0]) == 1
    assert stored[1] == stored[0]


@pytest.mark.parametrize(("experiment", "optimizer"), [(EXPERIMENTS[0], "sgd"), (EXPERIMENTS[2], "adam")])
def test_a_program_that_is_made_again_trains_as_it_did(experiment, optimizer):
    experiment = lab.vary(experiment, {"training.optimizer": optimizer, "training.epochs": 2})
    first = lab.train(experiment, range(3)).loss
    again = Program(Signature.of(experiment))
    with patch("lab.engine.trainer.program", lambda _: again):
        np.testing.assert_array_equal(lab.train(experiment, range(3)).loss, first)


def test_all_that_start_at_once_share_one_program():
    signature = Signature.of(lab.Experiment(network=lab.Network(hidden=(3, 2, 3))))
    together = Barrier(8)

    def asked(_):
        together.wait()
        return program(signature)

    with ThreadPoolExecutor(8) as pool:
        first, *others = pool.map(asked, range(8))
    assert all(other is first for other in others)


def test_different_programs_are_compiled_at_the_same_time(monkeypatch):
    begun = []

    class Recorded:
        def __init__(self, tile):
            begun.append(tile.signature.loss)

        def train(self, *_):
            pass

    monkeypatch.setattr("lab.engine.pool.Trainer", Recorded)
    monkeypatch.setattr("lab.engine.pool.processors", lambda: 1)  # the order in which more would begin
    lab.train(lab.Experiment(), range(600), {"training.loss": ["mse", "binary_crossentropy"]})
    assert begun == ["mse", "binary_crossentropy"] * 3
