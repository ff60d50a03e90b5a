"""What a network of somebody's own says of its training."""

import io
import json
import zipfile

import pytest

import lab
from lab import question
from lab.check import pasted
from lab.prose import unmarked
from lab.questions.check_network.check import compiled
from lab.questions.check_network.check.compiled import Told
from lab.questions.check_network.check.network import Asked

LAYERS = "keras.Sequential([keras.layers.Dense(10)])\n"
SPARSE = "sparse_categorical_crossentropy"
HERE = "Your fit says {}; here are 1 to 30 epochs, and batches of 8 to 1,024. "


def told(code, **asked):
    return compiled.told(Asked(source="line", layers=LAYERS + code, **asked))


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("", Told()),
        (f'model.compile("adam", "{SPARSE}")', Told(loss=SPARSE, optimizer="Adam", rate=1e-3)),
        ("model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))",
         Told(loss=f"{SPARSE}, from_logits")),
        ("model.compile(SGD(0.1), keras.losses.BinaryCrossentropy(from_logits=True))",
         Told(loss="binary_crossentropy, from_logits", optimizer="SGD", rate=0.1)),
        ("model.compile(optimizer=Adam(learning_rate=1e-2), loss=keras.losses.mean_squared_error)",
         Told(loss="mse", optimizer="Adam", rate=0.01)),
        ('rate = 0.05\nbest = keras.optimizers.SGD(rate, 0.9)\nmodel.compile(best, loss="mse", metrics=["mae"])',
         Told(loss="mse", optimizer="SGD, momentum 0.9", rate=0.05)),
        ('model.compile("adam", loss=my_own)\nmodel.fit(x, y, epochs=20)',
         Told(optimizer="Adam", rate=1e-3, epochs=20)),
        ("model.fit(x, y, 16, 20)", Told(epochs=20, batch=16)),
        ("model.fit(x, y, 2, 200)", Told(fit=HERE.format("200 epochs and batches of 2"))),
        ("model.fit(x, y, batch_size=1)", Told(batch=32, fit=HERE.format("batches of 1"))),
        ("model.compile(AdamW(1e-4, clipnorm=1.0))", Told(optimizer="AdamW", rate=1e-4, left="clipnorm")),
        ("model.compile(Nadam(0.1))", Told(left="Nadam")),
        ('digit = re.compile("[0-9]")\nmodel = build()\nmodel.compile("sgd")', Told(optimizer="SGD", rate=0.01)),
        ("model.compile(Adam(decay()))", Told(left="Adam, whose rate is not read here")),
        ('model.compile(optimizer="sgd", ', Told(left="an optimizer that is not read here")),
    ],
)  # fmt: skip
def test_code_says_how_it_is_compiled_however_it_is_written(code, says):
    assert told(code) == says


TUTORIAL = """\
import keras
from keras import layers
# Model / data parameters
num_classes = 10
input_shape = (28, 28, 1)
# Load the data (split)
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.astype("float32") / 255
# Convert classes
y_train = keras.utils.to_categorical(y_train, num_classes)
model = keras.Sequential([
    keras.Input(shape=input_shape),
    layers.Conv2D(32, kernel_size=(3, 3), activation="relu"),
    layers.Flatten(),
    layers.Dense(num_classes, activation="softmax"),
])
model.summary()
epochs = 15
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=128, epochs=epochs)
"""


@pytest.mark.parametrize("before", ["", "My first network.\n"])
@pytest.mark.parametrize("after", ["", "Is it in order? It is slow (very slow)."])
@pytest.mark.parametrize("lines", [True, False], ids=["in lines", "in one line"])
def test_code_is_read_with_its_names_beside_sentences_and_without_its_lines(before, after, lines):
    text = before + TUTORIAL + after
    text = text if lines else text.replace("\n", " ")
    assert [each["class_name"] for each in pasted.layers(text)] == ["Conv2D", "Flatten", "Dense"]
    assert pasted.layers(text)[-1]["config"]["units"] == 10
    assert pasted.Code(text).shape() == (28, 28, 1)
    assert compiled.told(Asked(source="line", layers=text)) == Told(
        loss="categorical_crossentropy", optimizer="Adam", rate=1e-3, epochs=15, batch=128
    )


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ({"loss": "mse"}, Told(loss="mse")),
        ({"loss": {"class_name": "BinaryCrossentropy", "config": {"from_logits": True}}, "optimizer": "sgd"},
         Told(loss="binary_crossentropy, from_logits", optimizer="SGD", rate=0.01)),
        ({"loss": {"class_name": "Mine"}, "optimizer": {"class_name": "Adam", "config": {"learning_rate": 0.1}}},
         Told(optimizer="Adam", rate=0.1)),
        ({}, Told()),
        (1, Told()),
    ],
)  # fmt: skip
def test_a_configuration_says_it_as_text_and_in_a_file(written, says):
    text = json.dumps({"class_name": "Sequential", "compile_config": written})
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("config.json", text)
    assert compiled.told(Asked(source="json", text=text)) == says
    assert compiled.told(Asked(source="file", file=file.getvalue())) == says


@pytest.mark.parametrize("text", ["", "no JSON", "[1]"])
def test_what_cannot_be_read_says_nothing(text):
    assert compiled.told(Asked(source="json", text=text)) == Told()
    assert compiled.told(Asked(source="file", file=text.encode())) == Told()


def test_the_loss_of_pasted_code_is_judged_and_a_chosen_one_comes_first():
    code = f'{LAYERS}model.compile("adam", "{SPARSE}")'
    answer = lab.ask("check", layers=code)
    assert "takes its numbers for probabilities" in answer.headline
    assert "crossentropy, as your network was compiled" in answer.note
    chosen = lab.ask("check", layers=code, loss=f"{SPARSE}, from_logits")
    assert "from logits, as your network was compiled" not in unmarked(chosen.note)


def test_knobs_begin_as_the_code_says_and_what_is_turned_comes_back_from_an_address():
    code = f"{LAYERS}model.compile(SGD(0.05), '{SPARSE}')\nmodel.fit(x, y, epochs=20)"
    begun = {"optimizer": "SGD", "rate": 0.05, "loss": SPARSE, "epochs": 20}
    for turned in ({}, {"optimizer": "Adam"}, {"rate": 10.0, "loss": "mse"}, {"epochs": 3}):
        address = question.address("check", {"layers": code, "train": True} | turned)
        found = question.from_address(address)[1]
        assert {name: found[name] for name in begun} == begun | (
            {"rate": 1e-3} if "optimizer" in turned else {}
        ) | turned


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("model.compile(Adam(1e-3))", "Checked with Adam at 0.001, as your network was compiled. "),
        ("model.compile(Adam(1e-3, clipnorm=1))",
         "Checked with Adam at 0.001, as your network was compiled, but without its clipnorm. "),
        ("model.compile(SGD(0.01))",
         "Your network was compiled with SGD at 0.01; what is checked is Adam at 0.001, as set here. "),
        ("model.compile(Nadam(0.1))",
         "Your network was compiled with Nadam; what is checked is Adam at 0.001, as set here. "),
        ("", ""),
    ],
)  # fmt: skip
def test_the_page_says_which_optimizer_was_used(code, sentence):
    assert told(code).sentence(Asked(source="line")) == sentence


def test_of_a_schedule_the_rate_that_it_begins_with_is_taken():
    rate = "keras.optimizers.schedules.ExponentialDecay(0.1, 1000, 0.9)"
    text = f"model = Sequential([Dense(3)])\nmodel.compile(SGD({rate}, momentum=0.9), 'mse')"
    said = compiled.told(Asked(source="line", layers=text))
    assert (said.optimizer, said.rate, said.left) == ("SGD, momentum 0.9", 0.1, "schedule")


def test_arguments_of_adam_without_a_name_are_read():
    said = compiled.told(
        Asked(source="line", layers="model = Sequential([Dense(3)])\nmodel.compile(Adam(0.0002, 0.5), 'mse')")
    )
    assert (said.optimizer, said.rate) == ("Adam", 0.0002)
