"""Cures in the reader's own lines: what is changed, what is left, and where nothing can be told."""

import random
import re

import pytest

from lab.check.line import configuration
from lab.check.mend import fitted, mended, unplaced
from tests.lab.check.test_pasted import program

HE = 'layer = keras.layers.Dense(32, activation="relu", kernel_initializer="he_normal")'
SLOWER = "model.compile(keras.optimizers.SGD(0.1), loss=model.loss)"
SIGMOID = 'outputs = keras.layers.Dense(1, activation="sigmoid")\nmodel.compile({}, loss="binary_crossentropy")'
CODE = """\
# größe der Schicht
N = 32
model = tf.keras.Sequential([
    tf.keras.layers.Dense(N, activation="relu", kernel_initializer="zeros", bias_initializer="ones", name="a"),
    tf.keras.layers.Dense(32, 'relu', kernel_regularizer="l2"),
    tf.keras.layers.Dense(1, activation="softmax"),
])
model.compile(optimizer=tf.keras.optimizers.SGD(10.0), loss="mse", metrics=["accuracy"])
"""


def layers(text):
    """Its layers, as Keras configures them."""
    return [each["config"] for each in configuration(text, (4,))["config"]["layers"][1:]]


def test_of_a_layer_only_what_the_cure_says_is_changed_and_how_it_is_written_stays():
    found = mended(CODE, [("a", HE)])
    assert found.lines == ((
        'tf.keras.layers.Dense(N, activation="relu", kernel_initializer="zeros", bias_initializer="ones", name="a")',
        'tf.keras.layers.Dense(N, name="a", activation="relu", kernel_initializer="he_normal")',
    ),)  # fmt: skip
    before, after = CODE.splitlines(), found.text.splitlines()
    assert [place for place, line in enumerate(after) if line != before[place]] == [3]


def test_an_activation_without_a_name_is_named_and_a_regularizer_stays():
    changed = layers(mended(CODE, [("dense", HE.replace("relu", "tanh"))]).text)[1]
    drawn = {"activation": "tanh", "kernel_initializer": "he_normal", "name": "dense"}
    assert changed == {"units": 32, "kernel_regularizer": "l2"} | drawn


def test_an_activation_that_a_cure_leaves_out_goes():
    cure = "outputs = keras.layers.Dense(1)"
    assert layers(mended(CODE, [("dense_1", cure)]).text)[2] == {"units": 1, "name": "dense_1"}


def test_a_rate_is_put_into_the_call_of_compile_by_the_readers_own_names():
    found = mended(CODE, [("", SLOWER)])
    assert (
        "model.compile(optimizer=tf.keras.optimizers.SGD(0.1), loss='mse', metrics=['accuracy'])".replace("'", '"')
        in found.text.splitlines()
    )
    assert found.compiles


def test_a_loss_is_put_there_and_leaves_the_optimizer():
    found = mended(CODE, [("dense_1", SIGMOID.format("keras.optimizers.SGD(10.0)"))])
    assert found.lines[1][1] == (
        'model.compile(optimizer=tf.keras.optimizers.SGD(10.0), loss="binary_crossentropy", metrics=["accuracy"])'
    )
    assert layers(found.text)[2]["activation"] == "sigmoid"


def test_what_a_cure_says_of_a_layer_a_later_one_does_not_change_again():
    later = 'layer = keras.layers.Dense(32, activation="tanh", kernel_initializer="glorot_uniform", name="b")'
    assert "he_normal" in mended(CODE, [("a", HE), ("a", later)]).text
    assert 'activation="tanh"' in mended(CODE, [("a", later), ("a", HE)]).text


def test_a_loss_that_is_called_otherwise_is_no_line_to_change():
    cure = 'layer = keras.layers.Dense(1)\nmodel.compile({}, loss="mean_squared_error")'
    assert [old for old, _ in mended(CODE, [("dense_1", cure)]).lines] == [
        'tf.keras.layers.Dense(1, activation="softmax")'
    ]


def test_where_nothing_compiles_it_is_told_what_would():
    found = mended("Sequential([Dense(8, 'relu'), Dense(1)])", [("", SLOWER)])
    assert (found.compiled, found.compiles) == ({"optimizer": "keras.optimizers.SGD(0.1)"}, False)


def test_a_layer_of_a_loop_is_changed_where_it_is_written():
    code = "model = Sequential()\nfor n in [64, 32]:\n    model.add(Dense(n, 'sigmoid'))\nmodel.add(Dense(1))"
    found = mended(code, [("dense_1", f"# dense:\n{HE.replace('32', '64')}\n# dense_1:\n{HE}")])
    new = 'Dense(n, activation="relu", kernel_initializer="he_normal")'
    assert found.lines == (("Dense(n, 'sigmoid')", new),)
    assert [each["units"] for each in layers(found.text)] == [64, 32, 1]


def test_of_layers_in_a_line_each_is_changed_for_itself():
    found = mended("2x Dense 32 sigmoid zeros, Dense 1", [("dense_1", HE)])
    assert found.text == "Dense 32 sigmoid zeros, Dense 32 relu he_normal, Dense 1"


def test_layers_that_a_sentence_lists_are_changed_in_a_list_of_them():
    found = mended("I use Dense(64, relu) x 2, Dense(1) with Adam and it does not learn", [("dense_1", HE)])
    assert layers(found.text)[1]["kernel_initializer"] == "he_normal"


@pytest.mark.parametrize(("text", "layer"), [(CODE, "dense_7"), (CODE.replace("Dense(N", "Conv1D(N, 3"), "a")])
def test_where_the_layer_of_a_cure_is_not_said_nothing_is_changed(text, layer):
    assert mended(text, [(layer, HE)]) is None


def test_what_holds_only_sometimes_and_what_changes_data_is_left_to_the_reader():
    cure = f"x = x / 255\n{HE}\n# or a smaller one:\noutputs = keras.layers.Dense(1)"
    assert unplaced(cure) == ["x = x / 255", "# or a smaller one:\noutputs = keras.layers.Dense(1)"]
    assert mended("Dense 32 sigmoid, Dense 1 relu", [("dense", cure)]).text == "Dense 32 relu he_normal, Dense 1 relu"


def test_what_a_cure_leaves_as_it_is_is_no_line_to_change():
    code = CODE.replace("SGD(10.0)", "SGD(0.1)")
    found = mended(code, [("", SLOWER)])
    assert (found.lines, found.text) == ((), code)


def test_words_of_a_sentence_beside_the_code_do_not_stay_in_it():
    code = (
        "accuracy stays at 11 % import tensorflow as tf model = Sequential([Dense(32, 'sigmoid'), Dense(1)]) why so low"
    )
    text = mended(code, [("dense", HE)]).text
    assert 'model = Sequential([Dense(32, activation="relu", kernel_initializer="he_normal"), Dense(1)])' in text
    assert not {"accuracy", "stays", "at", "why", "so", "low"} & set(text.split())


@pytest.mark.parametrize(
    ("fit", "names"),
    [("X_train, y_train", ("X_train", "y_train")), ("y=labels, x=images", ("images", "labels")),
     ("train_data, epochs=3", ("train_data", "y")), ("df[cols], df['y']", ("x", "y"))],
)  # fmt: skip
def test_data_are_called_what_fit_is_given(fit, names):
    found = fitted(f"model = Sequential([Dense(1)])\nmodel.fit({fit})")
    assert (found.x, found.y) == names


def test_in_code_at_random_a_cure_changes_the_layers_of_its_line_and_no_others():
    draw, changed = random.Random(0), 0
    for _ in range(60):
        head = "flag = True\nsizes = [3, 2]\nn = 1\nmodel = Sequential([Dense(5)])"
        code = re.sub(r"\n{4,}", "\n\n\n", "\n".join([head, *program(draw), "model.add(Dense(1))"]))
        before = layers(code)
        for layer in before:
            if not isinstance(layer.get("units"), int):
                continue
            cure = f'layer = keras.layers.Dense({layer["units"]}, activation="elu", kernel_initializer="he_normal")'
            found = mended(code, [(layer["name"], cure)])
            after = {each["name"]: each for each in layers(found.text)}
            assert after[layer["name"]]["activation"] == "elu", code
            assert len(found.lines) == 1
            others = [each for each in before if after[each["name"]].get("activation") != "elu"]
            assert all(after[each["name"]] == each for each in others), code
            changed += 1
    assert changed > 100
