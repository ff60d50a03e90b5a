"""The exported notebook: a valid one, whose cells are the script and give its numbers without the laboratory."""

import ast
import json
import os
import subprocess
import sys

import nbformat
import numpy as np
import pytest
from experiments import experiment as random_experiment

import lab
from lab.notebook import INSTALL, PLOT, notebook

CLONED = lab.Experiment(
    init=lab.Init("uniform", low=-1.0, high=1.0, bias="same", clones="both", epsilon=0.01),
    training=lab.Training(learning_rate=1.0, batch_size=3, epochs=15),
)
DIGITS = lab.Experiment(
    data=lab.Data("digits"),
    network=lab.Network(hidden=(5,), output="softmax"),
    training=lab.Training(loss="categorical_crossentropy", epochs=5),
)


def read(experiment, seed=0, link=""):
    """The notebook as nbformat reads it, which also says what is wrong with one."""
    found = nbformat.reads(notebook(experiment, seed, link), as_version=4)
    nbformat.validate(found)
    return found


def code(found):
    """The code cells but for the line that installs what they need, and the picture."""
    return [cell.source for cell in found.cells if cell.cell_type == "code" and cell.source not in (INSTALL, PLOT)]


@pytest.mark.parametrize(
    "experiment", [CLONED, DIGITS, random_experiment(3), random_experiment(10)], ids=["cloned", "digits", "3", "10"]
)
def test_a_notebook_is_the_script_in_four_cells(experiment):
    data, network, training, result = cells = code(read(experiment, seed=7))
    assert ast.dump(ast.parse("\n".join(cells))) == ast.dump(ast.parse(lab.script(experiment, 7)))
    assert "x = " in data or "x, y = " in data
    assert network.startswith("model = keras.Sequential(")
    assert "train_on_batch" in training
    assert result.startswith("print(")


def test_it_opens_with_the_setting_and_the_link():
    first = read(CLONED, seed=7, link="http://localhost:8501/x?a=b").cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("One network, seed 7. XOR, 4 examples; ")
    assert first.source.endswith("Seen at <http://localhost:8501/x?a=b>")


def test_its_cells_give_the_numbers_of_the_laboratory_without_it(tmp_path):
    (tmp_path / "cells.py").write_text("\n".join(code(read(CLONED, seed=7))))
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-P", "cells.py"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    printed, run = json.loads(done.stdout.splitlines()[-1]), lab.train(CLONED, seeds=[7])
    assert printed["loss"] == pytest.approx(run.loss[0, 0].tolist(), rel=1e-4, abs=1e-5)
    for plain, array in zip(printed["weights"], run.keras_weights(seed=7), strict=True):
        assert np.max(np.abs(np.array(plain) - array)) < 2e-4


@pytest.mark.parametrize("experiment", [CLONED, DIGITS], ids=["cloned", "digits"])
def test_it_names_two_lines_to_change_and_they_are_in_it(experiment):
    found = read(experiment)
    lines = [line.strip("-` ") for line in found.cells[1].source.splitlines() if line.startswith("- ")]
    assert [line.partition(" ")[0] for line in lines] == ["optimizer", "for"]
    assert all(line in "\n".join(code(found)).splitlines() for line in lines)
    assert f"range({experiment.training.epochs})" in lines[1]


def test_its_last_cell_draws_the_cost(monkeypatch):
    asked = []
    plt = type(sys)("matplotlib.pyplot")
    plt.plot, plt.show = lambda values: asked.append(("plot", values)), lambda: asked.append("show")
    plt.xlabel = plt.ylabel = asked.append
    monkeypatch.setitem(sys.modules, "matplotlib", type(sys)("matplotlib"))
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", plt)
    sys.modules["matplotlib"].pyplot = plt
    exec(read(CLONED).cells[-1].source, {"losses": [2.0, 1.0]})
    assert asked == [("plot", [2.0, 1.0]), "Epoch", "Cost", "show"]
