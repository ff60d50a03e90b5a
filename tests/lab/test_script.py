"""The exported script, run by itself without the package, against the page's own training."""

import ast
import importlib
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
import pytest
import tensorflow as tf
from experiments import experiment as random_experiment

import lab
from lab.datasets import DATASETS
from lab.questions.feature_relevance.penalties import trained as penalties
from lab.questions.feature_relevance.risk import sets
from lab.questions.seed_effects import modes, saturated
from lab.questions.softmax_cost.dense import layer
from lab.questions.softmax_cost.slowdown import neuron, two_costs
from lab.seeds import three
from lab.specs import SCHEMES

SEED = 7
CLONED = lab.Experiment(
    init=lab.Init("uniform", low=-1.0, high=1.0, bias="same", clones="both", epsilon=0.01, scale=2.0),
    training=lab.Training(
        optimizer="nesterov", learning_rate=1.0, weight_decay=0.01, l1=0.002, batch_size=3, epochs=15
    ),
)
SCHEMED = [
    lab.Experiment(
        data=lab.Data("blobs", n=30, standardize=True),
        network=lab.Network(hidden=(3,), output="softmax"),
        init=lab.Init(
            scheme,
            value=0.5 if scheme == "constant" else 0.0,
            scale=0.7,
            clones=clones,
            epsilon=0.1,
            epsilon_at=(2, "kernel", 1, 0),
        ),
        training=lab.Training(batch_size=7, order_seed=5, epochs=4, precision=precision),
    )
    for scheme, clones, precision in zip(
        SCHEMES, ["none", "incoming", "outgoing"] * 4, ["float64", "float32"] * 6, strict=False
    )
]
GIVEN = [
    lab.vary(each, {"init.weights": [np.full(shape, 0.3) + np.arange(shape[-1]) / 7 for shape in each.weight_shapes()]})
    for each in (CLONED, SCHEMED[0])
]
HOSTILE = (
    '"""', "'''", '"\n__import__("os")._exit(3)\n"', "\\", "\\\"\\n", "{}", "{data}", "{0.__class__}", "%s", "#",
    "\u2028import os", "'); raise SystemExit(3) #", "</script><script>alert(1)</script>", "`$(exit 3)`",
)  # fmt: skip
COMPILED = 6  # every sixth script, and its training; in the others TensorFlow works step by step, which saves compiling
DRIVER = f"""\
import contextlib, io, json, sys
import tensorflow as tf
for number, source in enumerate(json.load(sys.stdin)):
    tf.config.run_functions_eagerly(number % {COMPILED} > 0)
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(compile(source, "script.py", "exec"), {{"__name__": "__main__"}})
    print(json.dumps(json.loads(said.getvalue())), flush=True)
assert "lab" not in sys.modules
"""


def started(sources: list[str], folder) -> subprocess.Popen:
    """A process where `lab` cannot be imported, in which each script runs in a namespace of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    (folder / "scripts.json").write_text(json.dumps(sources))
    with open(folder / "scripts.json") as given, open(folder / "said", "w") as said, open(folder / "log", "w") as log:
        command = [sys.executable, "-P", "-c", DRIVER]
        return subprocess.Popen(command, cwd=folder, env=environment, stdin=given, stdout=said, stderr=log)


def short(experiment: lab.Experiment) -> lab.Experiment:
    """The experiment, cut to three epochs, or to one of many steps: what differs at all differs in the first."""
    epochs = 1 if experiment.training.batch_size and experiment.data.examples > 1000 else 3
    return lab.vary(experiment, {"training.epochs": min(experiment.training.epochs, epochs)})


def held(value: object) -> Iterable[lab.Experiment]:
    """The experiments in a module's value."""
    if isinstance(value, lab.Experiment):
        yield value
    elif isinstance(value, (Mapping, list, tuple)):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from held(each)


def presets() -> dict[lab.Experiment, str]:
    """Every experiment that a module of the laboratory keeps or builds for a page, and where it is from.

    The one whose rate of 15 on saturated outputs makes a rounding of float32 grow a hundredfold an epoch: in float64.
    """
    built = {
        "dense": layer.setting((1.0, 2.0), 3, 2, (1.0, 0.0), 0.1, "normal"),
        "slowdown": neuron.setting(0.3, 300), "modes": modes.built(),
        "two costs": two_costs.setting("xor", 3, "sigmoid", "sigmoid", 50), "three": three.setting(),
        "penalties": penalties.experiment(next(iter(penalties.ARRANGEMENTS)), 1.0, 0),
        "risk": sets.experiment(3, 20, 1.0, 1.0, 1.0),
    }  # fmt: skip
    names = [each.name for each in pkgutil.walk_packages(lab.__path__, "lab.") if not each.name.endswith("__main__")]
    for name in names:
        for key, value in vars(importlib.import_module(name)).items():
            built |= {f"{name}.{key} {i}": each for i, each in enumerate(held(value))}
    built["saturated"] = lab.vary(saturated.START, {"training.precision": "float64"})
    return {short(each): name for name, each in built.items() if each != saturated.START}


HELD = [
    lab.Experiment(
        data=lab.Data("diabetes", standardize=True, standardize_target=True, validation=0.2, validation_seed=3),
        network=lab.Network(hidden=(4, 3), activation=("tanh", "relu"), output="linear"),
        training=lab.Training(optimizer="sgd", momentum=0.5, learning_rate=0.01, batch_size=50, epochs=3),
    ),
    lab.Experiment(
        data=lab.Data("digits", standardize=True, validation=0.5),
        network=lab.Network(hidden=(5,), output="softmax"),
        training=lab.Training(loss="categorical_crossentropy", batch_size=100, epochs=2),
    ),
    lab.Experiment(
        data=lab.Data("moons", validation=0.4), network=lab.Network(output="tanh"), training=lab.Training(epochs=3)
    ),
]


@pytest.mark.usefixtures("step_by_step")
def test_scripts_give_the_same_numbers(tmp_path):
    """Of presets, clones, every scheme, held-out examples and random experiments; in one process, to import Keras once.

    What is found: of each whose numbers are not the laboratory's, the largest difference in a weight.
    """
    experiments = presets() | {each: f"{each.init.scheme} {each.init.clones}" for each in [CLONED, *SCHEMED]}
    experiments |= {each: f"{each.data.name}, some held out" for each in HELD}
    experiments |= {each: f"{each.data.name}, weights given" for each in GIVEN}
    experiments |= {random_experiment(number, epochs=3): f"random {number}" for number in range(20)}
    assert len(experiments) >= 30 + 1 + len(SCHEMES) + 3 + 2 + 20
    with started([lab.script(each, SEED) for each in experiments], tmp_path) as process:
        runs = []
        for number, each in enumerate(experiments):
            tf.config.run_functions_eagerly(number % COMPILED > 0)
            runs.append(lab.train(each, [SEED], recorded=max(each.training.epochs, 1)))
    assert process.returncode == 0, (tmp_path / "log").read_text()[-2000:]
    printed = map(json.loads, (tmp_path / "said").read_text().splitlines())
    found = {}
    for name, run, script in zip(experiments.values(), runs, printed, strict=True):
        weights = zip(script["weights"], run.keras_weights(seed=SEED), strict=True)
        gap = max(float(np.max(np.abs(np.array(plain) - array))) for plain, array in weights)
        held = [] if run.validation_loss is None else run.validation_loss[0, 0].tolist()
        told = [*script["loss"], *script.get("validation_loss", [])]
        close = told == pytest.approx([*run.loss[0, 0].tolist(), *held], rel=1e-4, abs=1e-5)
        if not (close and gap < 2e-4):
            found[name] = gap
    assert found == {}


def test_names_in_a_table_cannot_get_into_the_script():
    """Columns and classes that would break out of a string: the script holds numbers alone, and is the same."""

    def source(names, labels):
        frame = pd.DataFrame({name: np.arange(4.0) + i for i, name in enumerate(names)})
        data = lab.Data.from_frame(frame.assign(**{names[0] + "y": labels}), target=names[0] + "y", task="classes")
        network = lab.Network(output="softmax")
        return lab.script(lab.Experiment(data=data, network=network, training=lab.Training(epochs=1)))

    plain = source([f"x{i:02}" for i in range(len(HOSTILE))], ["a", "b", "c", "d"])
    for first in range(0, len(HOSTILE), 4):
        labels = sorted((*HOSTILE, *HOSTILE)[first : first + 4])
        assert source(list(HOSTILE), labels) == plain


def test_a_script_is_plain_python_that_imports_keras_numpy_and_json_alone():
    for experiment in [CLONED, *SCHEMED, *map(random_experiment, range(20)), *presets()]:
        tree = ast.parse(lab.script(experiment))
        modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        froms = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert modules == {"json", "keras", "numpy"}
        assert froms <= {"sklearn.datasets"}


def test_a_script_is_short():
    for experiment in [CLONED, *SCHEMED, *HELD]:
        lines = [line for line in lab.script(experiment).splitlines() if line.strip()]
        assert max(map(len, lines)) <= 120
        assert len(lines) - experiment.data.total <= 45


def test_a_script_holds_every_number_to_its_last_bit_whatever_numpy_is_told_to_print():
    experiment = random_experiment(3)
    with np.printoptions(precision=2, suppress=True, threshold=5, edgeitems=1, formatter={"float": "{:.1f}".format}):
        source = lab.script(experiment)
    assert source == lab.script(experiment)
    exec(source[source.index("x = np.array") : source.index("\nmodel = ")], {"np": np}, found := {})
    x, y = lab.data.load(experiment.data)
    np.testing.assert_array_equal(found["x"], x)
    np.testing.assert_array_equal(found["y"], y)


@pytest.mark.parametrize("name", [name for name in DATASETS if name not in ("table", "mnist")])
@pytest.mark.parametrize("standardize", [False, True])
def test_the_script_has_the_data_set(name, standardize):
    data = lab.Data(name, standardize=standardize)
    output = "softmax" if data.task == "classes" else "linear"
    source = lab.script(lab.Experiment(data=data, network=lab.Network(output=output)))
    exec(
        source[source.index("\n", source.index("keras.config.set_dtype_policy")) : source.index("\nmodel = ")],
        {"np": np},
        found := {},
    )
    x, y = lab.data.load(data)
    np.testing.assert_allclose(found["x"], x, rtol=1e-6, atol=1e-6)
    np.testing.assert_array_equal(found["y"], y)


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
