"""The loss that a network of somebody's own was compiled with."""

import io
import json
import zipfile

import pytest

import lab
from lab.questions.check_network.check import compiled
from lab.questions.check_network.check.network import Asked

LAYERS = "keras.Sequential([keras.layers.Dense(10)])"
LOGITS = LAYERS + '\nmodel.compile("adam", {})'


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('loss="sparse_categorical_crossentropy"', "sparse_categorical_crossentropy"),
        ("loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
         "sparse_categorical_crossentropy, from_logits"),
        ("loss = MeanSquaredError()", "mse"),
        ('loss="mean_squared_error", metrics=["mae"]', "mse"),
        ("loss=my_own", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_code_says_its_loss_however_it_is_written(written, name):
    assert compiled.loss(Asked(source="line", layers=LOGITS.format(written))) == name


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("mse", "mse"),
        ({"class_name": "BinaryCrossentropy", "config": {"from_logits": True}}, "binary_crossentropy, from_logits"),
        ({"class_name": "Mine"}, ""),
        (None, ""),
    ],
)
def test_a_configuration_says_its_loss_as_text_and_in_a_file(told, name):
    text = json.dumps({"class_name": "Sequential", "compile_config": {"loss": told}})
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("config.json", text)
    assert compiled.loss(Asked(source="json", text=text)) == name
    assert compiled.loss(Asked(source="file", file=file.getvalue())) == name


@pytest.mark.parametrize("text", ["", "no JSON", "[1]", '{"compile_config": 1}'])
def test_what_cannot_be_read_says_no_loss(text):
    assert compiled.loss(Asked(source="json", text=text)) == ""
    assert compiled.loss(Asked(source="file", file=text.encode())) == ""


def test_the_loss_of_pasted_code_is_judged_and_a_chosen_one_comes_first():
    code = LOGITS.format('loss="sparse_categorical_crossentropy"')
    answer = lab.ask("check", layers=code)
    assert "takes its numbers for probabilities" in answer.headline
    assert "as your network was compiled" in answer.note
    chosen = lab.ask("check", layers=code, loss="sparse_categorical_crossentropy, from_logits")
    assert "as your network was compiled" not in chosen.note


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (
            'model.compile(keras.optimizers.SGD(0.01), "sparse_categorical_crossentropy")',
            "sparse_categorical_crossentropy",
        ),
        ('model.compile("sgd", "mse", metrics=["mae"])', "mse"),
        (
            "model.compile(SGD(learning_rate=0.1), keras.losses.BinaryCrossentropy(from_logits=True))",
            "binary_crossentropy, from_logits",
        ),
        ('model.compile("sgd", metrics=["accuracy"])', ""),
    ],
)
def test_a_loss_that_is_given_by_its_place_is_read_too(code, name):
    assert compiled.loss(Asked(source="line", layers=f"{LAYERS}\n{code}")) == name


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (
            'model.compile(keras.optimizers.SGD(0.01), "mse")',
            "Your code compiles with SGD(0.01); what is checked is Adam at 0.001, as set here. ",
        ),
        (
            'model.compile(optimizer="rmsprop", loss="mse")',
            "Your code compiles with rmsprop; what is checked is Adam at 0.001, as set here. ",
        ),
        ('model.compile(optimizer=keras.optimizers.Adam(learning_rate=1e-3), loss="mse")', ""),
        ('model.compile("adam", "mse")', ""),
        ("", ""),
    ],
)  # fmt: skip
def test_another_optimizer_in_the_code_is_told(code, sentence):
    assert compiled.other_optimizer(Asked(source="line", layers=f"{LAYERS}\n{code}")) == sentence
