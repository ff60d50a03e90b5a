"""Experiments as JSON: every one comes back equal, and no text does anything but make one or get its sentence."""

import json
import re

import numpy as np
import pandas as pd
import pytest

import lab
from lab import checks
from lab.columns import COLUMNS
from lab.datasets import DATASETS
from lab.specs import ACTIVATIONS, BIASES, CLONES, OPTIMIZERS, PRECISIONS, SCHEMES

TASKS = {
    "regression": [("linear", "mse"), ("sigmoid", "mse")],
    "binary": [("linear", "mse"), ("sigmoid", "mse"), ("sigmoid", "binary_crossentropy")],
    "classes": [("softmax", "categorical_crossentropy"), ("softmax", "mse"), ("sigmoid", "binary_crossentropy")],
}

pytestmark = pytest.mark.filterwarnings("ignore:Training computes in float32")  # which does not hold 1e-189


def any_experiment(seed):
    """An experiment drawn from all that the specs allow, what a page keeps for later among it."""
    draws = np.random.default_rng(seed)
    data = any_data(draws)
    output, loss = one(draws, TASKS[data.task])
    hidden = tuple(int(units) for units in draws.integers(1, 30, size=draws.integers(0, 4)))
    network = {"hidden": hidden, "activation": any_activation(draws, hidden), "output": output, "use_bias": flip(draws)}
    parts = {"data": data, "network": checks.kept(lab.Network, network), "init": any_init(draws)}
    return checks.kept(lab.Experiment, parts | {"training": any_training(draws, loss)})


def any_activation(draws, hidden):
    """One for all layers, or one for each."""
    each = tuple(one(draws, ACTIVATIONS) for _ in hidden)
    return each if hidden and flip(draws) else one(draws, ACTIVATIONS)


def any_data(draws):
    """A named data set, or a table of texts and odd numbers."""
    name = one(draws, list(DATASETS))
    if name == "table":
        kinds = ["<b>apple</b>", 'a "quoted" pear', "naïve 梨"] * 3
        inputs = {f"column {i} <{i}>": draws.normal(size=9) * 10.0 ** draws.integers(-300, 30) for i in range(3)}
        return lab.Data.from_frame(pd.DataFrame({**inputs, "y": kinds}), target="y", task="classes")
    made = DATASETS[name]
    options = {"n": int(draws.integers(made.least, 20_000))} if made.least and flip(draws) else {}
    options |= {"noise": float(draws.uniform(0, 3))} if made.noise is not None and flip(draws) else {}
    values = {"mean": draws.normal(), "rho": draws.uniform(-1, 1), "weight": draws.normal()}
    columns = [checks.kept(lab.Column, {"kind": kind, **values}) for kind in COLUMNS if flip(draws)]
    truth = {"slope": draws.normal(), "intercept": draws.normal()}
    options |= {"columns": columns, **truth} if name == "line" else {}
    options |= {"validation": 0.25, "validation_seed": int(draws.integers(9))} if flip(draws) else {}
    options |= {"standardize_target": flip(draws)} if made.task == "regression" else {}
    seeded = {"name": name, "seed": int(draws.integers(2**32)), "standardize": flip(draws)}
    return checks.kept(lab.Data, seeded | options)


def any_init(draws):
    """A start from any scheme."""
    scheme = one(draws, SCHEMES)
    low, high = np.sort(draws.normal(size=2))
    bias = "zeros" if scheme == "orthogonal" else one(draws, BIASES)
    values = {"low": low, "high": high, "scale": draws.normal(), "bias": bias, "clones": one(draws, CLONES)}
    return checks.kept(lab.Init, {"scheme": scheme, **values})


def any_training(draws, loss):
    """A training by any optimizer."""
    optimizer = one(draws, OPTIMIZERS)
    moves = optimizer in ("sgd", "momentum", "nesterov") and flip(draws)
    return checks.kept(
        lab.Training,
        {
            "loss": loss,
            "optimizer": optimizer,
            "momentum": one(draws, [0.0, 0.5, 0.9, 0.99]) if moves else None,
            "learning_rate": 10 ** draws.uniform(-9, 3),
            "batch_size": int(draws.integers(1, 500)) if flip(draws) else None,
            "order_seed": int(draws.integers(2**32)) if flip(draws) else None,
            "shuffle": flip(draws),
            "precision": one(draws, PRECISIONS),
        },
    )


def one(draws, options):
    """One of the options."""
    return options[int(draws.integers(len(options)))]


def flip(draws):
    """True or False."""
    return bool(draws.integers(2))


@pytest.mark.parametrize("seed", range(200))
def test_any_experiment_comes_back_equal(seed):
    experiment = any_experiment(seed)
    again = lab.Experiment.from_json(experiment.to_json())
    assert again == experiment
    assert again.to_json() == experiment.to_json()


def test_the_drawn_experiments_reach_every_data_set_and_scheme():
    drawn = [any_experiment(seed) for seed in range(200)]
    assert {experiment.data.name for experiment in drawn} == set(DATASETS)
    assert {experiment.init.scheme for experiment in drawn} == set(SCHEMES)


def test_every_field_is_spelled_out():
    parts = json.loads(lab.Experiment().to_json())
    assert list(parts) == ["data", "network", "init", "training"]
    assert parts["network"] == {"hidden": [2], "activation": "sigmoid", "output": "sigmoid", "use_bias": True}


def test_fields_that_came_later_are_written_where_they_are_set_alone():
    """So texts of older experiments, and what is found by them, stay as they were."""
    parts = json.loads(lab.Experiment().to_json())
    assert list(parts["data"]) == [
        "name", "n", "noise", "seed", "columns", "slope", "intercept", "standardize", "table",
    ]  # fmt: skip
    assert parts["training"]["momentum"] == 0.9
    held = json.loads(lab.Experiment(data=lab.Data(validation=0.25)).to_json())
    assert held["data"]["validation"] == 0.25


def test_the_usual_momentum_of_an_older_text_was_that_of_no_plain_descent():
    older = json.loads(lab.Experiment().to_json())
    read = lab.Experiment.from_json(json.dumps(older))
    assert read == lab.Experiment()
    assert (read.training.optimizer, read.training.acting_momentum) == ("sgd", 0.0)
    older["training"]["momentum"] = 0.99
    assert lab.Experiment.from_json(json.dumps(older)).training.acting_momentum == 0.99


def test_a_text_spelled_out_whole_keeps_what_another_scheme_would_use(refused):
    older = json.loads(lab.Experiment().to_json())
    older["init"] |= {"scheme": "he_normal", "low": -1.0}
    read = lab.Experiment.from_json(json.dumps(older))
    assert lab.vary(read, {"init.scheme": "uniform"}).init == lab.Init("uniform", low=-1.0)
    with refused("`Init.low` belongs to the scheme 'uniform'; 'he_normal' does not use it."):
        lab.Experiment.from_json('{"init": {"scheme": "he_normal", "low": -1.0}}')


def test_what_is_left_out_has_its_default():
    assert lab.Experiment.from_json("{}") == lab.Experiment()
    assert lab.Experiment.from_json('{"training": {"epochs": 7}}').training == lab.Training(epochs=7)


def test_a_line_of_older_texts_which_have_no_truth_is_three_x_plus_one():
    data = lab.Experiment.from_json(
        '{"data":{"name":"line","columns":[{"kind":"zero"}]},"network":{"output":"linear"}}'
    ).data
    assert (data.slope, data.intercept, data.columns[0].weight) == (3.0, 1.0, 0.0)


@pytest.mark.parametrize("end", range(0, len(lab.Experiment().to_json().rstrip("}\n ")), 7))
def test_a_text_that_is_cut_off_says_where(end):
    with pytest.raises(ValueError, match=r"^The experiment is not valid JSON: .* line \d+, column \d+\.$"):
        lab.Experiment.from_json(lab.Experiment().to_json()[:end])


@pytest.mark.parametrize("depth", [10, 900, 100_000])
@pytest.mark.parametrize("opening", ["[", '{"data":', '{"network":{"hidden":[', '{"data":{"table":{"inputs":'])
def test_deep_nesting_gets_a_sentence(opening, depth):
    closing = re.sub(r"[^{\[]", "", opening)[::-1].translate(str.maketrans("{[", "}]"))
    with pytest.raises(ValueError, match=r"^[`T].{20,400}\.$"):
        lab.Experiment.from_json(opening * depth + "1" + closing * depth)


def table(inputs='{"a":[1,2]}', targets='{"y":[1,2]}', task='"regression"'):
    """The JSON of an experiment on a table."""
    parts = f'{{"inputs":{inputs},"targets":{targets},"task":{task}}}'
    return f'{{"data":{{"name":"table","table":{parts}}},"network":{{"output":"linear"}}}}'


RATE = "`Training.learning_rate` must be a number from 0 to 1e+06; got "
SEED = "`Data.seed` must be a whole number from 0 to 4,294,967,295; got "
ATTACKS = [
    ("null", "The experiment must be a JSON object {...}; got a NoneType."),
    ("[]", "The experiment must be a JSON object {...}; got a list."),
    ('"xor"', "The experiment must be a JSON object {...}; got a str."),
    ('{"data":null}', "`Data` must be a JSON object {...}; got a NoneType."),
    ('{"data":"xor"}', "`Data` must be a JSON object {...}; got a str."),
    ('{"seed":1}', "`Experiment` has no 'seed'; it has 'data', 'network', 'init', 'training'."),
    (
        '{"network":{"<img src=x onerror=alert(1)>":1}}',
        "`Network` has no '<img src=x onerror=alert(1)>'; it has 'hidden', 'activation', 'output', 'use_bias'.",
    ),
    ('{"training":{"learning_rate":NaN}}', RATE + "nan."),
    ('{"training":{"learning_rate":-Infinity}}', RATE + "-inf."),
    ('{"training":{"learning_rate":1e999}}', RATE + "inf."),
    ('{"training":{"learning_rate":true}}', RATE + "True."),
    ('{"training":{"learning_rate":null}}', RATE + "None."),
    ('{"training":{"learning_rate":"0.1"}}', RATE + "'0.1'."),
    ('{"training":{"learning_rate":[0.1]}}', RATE + "(0.1,)."),
    ('{"data":{"seed":1e3}}', SEED + "1000.0."),
    ('{"data":{"seed":' + "9" * 39 + "}}", SEED + "9" * 39 + "."),
    ('{"data":{"seed":' + "9" * 5000 + "}}", SEED + "inf."),
    ('{"data":{"seed":1,"seed":2}}', "A name may come once in a JSON object; 'seed' comes again."),
    ('{"data":{},"data":{}}', "A name may come once in a JSON object; 'data' comes again."),
    ('{"data":{"name":"line","columns":[{}]}}', "`Column` lacks 'kind'."),
    ('{"data":{"name":"line","columns":[null]}}', "`Column` must be a JSON object {...}; got a NoneType."),
    ('{"data":{"name":"line","columns":{"kind":"zero"}}}', None),
    ('{"data":{"name":"table"}}', lab.data.TABLE_RULE),
    ('{"data":{"name":"table","table":{}}}', "`Data.table` lacks 'inputs', 'targets', 'task'."),
    (table(inputs="null"), "The input columns must be named lists of values."),
    (table(inputs='{"a":{"0":1}}'), "The input columns must be named lists of values."),
    (table(inputs='{"a":[]}', targets='{"y":[]}'), "A table must have at least 1 row; got 0."),
    (table(inputs='{"a":[1]}'), "All columns must have the same number of rows; got [1, 2]."),
    (table(inputs='{"y":[1,2]}'), "A column is an input or a target; 'y' is named as both."),
    (table(inputs='{"a":[1,2],"a":[3,4]}'), "A name may come once in a JSON object; 'a' comes again."),
    (table(inputs='{"a":[1,"2"]}'), "Column 'a' must hold numbers; got '2'."),
    (table(inputs='{"a":[1,NaN]}'), "Column 'a' has missing values (1); drop or fill those rows first."),
    (table(inputs='{"a":[1,1e999]}'), "Column 'a' has values that are infinite or beyond 1e+30 (1)."),
    (table(inputs='{"\\ud800":[1,2]}'), r"`name of a column` must be a text of 1 to 200 characters; got '\ud800'."),
    (table(task="null"), "`task` must be one of 'regression', 'binary', 'classes'; got None."),
]


@pytest.mark.parametrize(("text", "sentence"), ATTACKS, ids=[text[:40] for text, _ in ATTACKS])
def test_a_text_that_is_no_experiment_gets_its_sentence(refused, text, sentence):
    with refused(sentence or "`Data.columns` must be a list of at most 50 items; got {'kind': 'zero'}."):
        lab.Experiment.from_json(text)


@pytest.mark.parametrize("text", [None, b"{}", 3, {}])
def test_only_a_text_is_read(refused, text):
    with refused(f"An experiment's JSON must be a text; got a {type(text).__name__}."):
        lab.Experiment.from_json(text)


def test_a_text_too_long_for_the_memory_is_not_read(refused, monkeypatch):
    monkeypatch.setattr("lab.memory.free_memory", lambda: 1e9)
    sentence = "An experiment's JSON of 80,000,001 characters would take 0.6 GB to read, and 0.5 GB is the most here."
    with refused(sentence):
        lab.Experiment.from_json(" " * 80_000_001)


def test_numbers_as_long_as_they_get_are_read_as_they_are_written():
    draws = np.random.default_rng(0).normal(size=(100, 200)) * -1e-20
    experiment = lab.Experiment(
        data=lab.Data.from_frame(pd.DataFrame(draws), target="0"), network=lab.Network(output="linear")
    )
    assert lab.Experiment.from_json(experiment.to_json()) == experiment
