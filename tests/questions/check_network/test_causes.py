"""The usual causes fit the network and the words beside it; without a network there are causes all the same."""

from dataclasses import replace

import numpy as np
import pytest

import lab
from lab.questions.check_network.check import causes, missing
from lab.questions.check_network.check.symptoms import CHANCE, LOW, SAME, SYMPTOMS

NOTEBOOK = "In a notebook: the same checks of any model"
SERIES = (
    "The prediction is a constant line, the mean of the series.\n"
    "model = Sequential([Input((10, 1)), LSTM(16), Dense(1)])\nmodel.compile('adam', 'mse')"
)
SIGMOIDS = "Sequential([Input((64,)), Dense(16, activation='sigmoid'), Dense(10, activation='softmax')])"
OF_CLASSES = ("class_weight", "most frequent", "softmax", "ln K", "categorical", "outside 0 to K")


def told(text, symptom, rate=1e-3, seen=(), **more):
    return causes.usual(symptom, rate, set(seen), replace(causes.of_words(text), **more))


@pytest.mark.parametrize("symptom", [name for name in SYMPTOMS if name != causes.EVERYTHING])
def test_a_regression_has_no_causes_of_classes(symptom):
    found = "\n".join(told(SERIES + " 1 % positives", symptom, numbers=True))
    assert found
    assert [word for word in OF_CLASSES if word in found] == []


def test_a_constant_prediction_of_a_series_may_be_the_best_answer():
    found = told(SERIES, SAME)
    for cause in ("Targets far from the size of 1", "Too few epochs", "Inputs that say nothing of the target"):
        assert any(text.startswith(cause) for text in found), cause
    assert not any("ReLU" in text for text in found)
    assert any(text.startswith("ReLU at the last layer") for text in told(SERIES + "relu", SAME))


@pytest.mark.parametrize("symptom", [name for name in SYMPTOMS if name != causes.EVERYTHING])
def test_nothing_is_said_of_relu_where_no_layer_has_one(symptom):
    assert not any("relu" in text.lower() for text in told(SIGMOIDS, symptom))


@pytest.mark.parametrize("line", ["x = x / 255.0", "x_train /= 255", "layers.Rescaling(1/255)", "StandardScaler()"])
def test_what_the_code_scales_is_not_told_to_be_scaled(line):
    assert any("0 to 255" in text for text in told(SIGMOIDS, CHANCE, images=True))
    assert not any("0 to 255" in text for text in told(f"{line}\n{SIGMOIDS}", CHANCE, images=True))


@pytest.mark.parametrize("words", ["0.5 % positives", "accuracy 99.5 %", "fraud detection", "the rare class"])
@pytest.mark.parametrize("symptom", [SAME, LOW, CHANCE])
def test_a_rare_class_comes_first_where_the_words_name_one(words, symptom):
    assert told(f"{words}\n{SIGMOIDS}", symptom)[0].startswith("One class that is by far the most frequent")
    assert not told(SIGMOIDS, CHANCE)[0].startswith("One class")


def test_a_large_rate_comes_first():
    seen = {causes.NETWORK, causes.LOSS, causes.RATE}
    assert told(SIGMOIDS, SAME, 1.0, seen)[0].startswith("A learning rate that is too large: 1 is")
    assert not any(text.startswith("A learning rate") for text in told(SIGMOIDS, SAME, 0.1, seen))


@pytest.mark.parametrize("shape", [(40,), (40, 1)])
def test_the_lines_for_a_rare_class_run(shape):
    import keras

    x, y = np.zeros((40, 2), "float32"), (np.arange(40) < 4).astype("float32").reshape(shape)
    counts_line, fit_line = (part for part in causes.EVEN.split("`")[1:4:2])
    names = {"np": np, "y": y}
    exec(counts_line, names)  # noqa: S102 - as a reader copies it
    weights = eval(fit_line.removeprefix("fit(…, class_weight=").removesuffix(")"), names)  # noqa: S307
    assert weights == pytest.approx({0: 40 / 2 / 36, 1: 40 / 2 / 4})
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile("sgd", "binary_crossentropy", metrics=[keras.metrics.Precision(), keras.metrics.Recall()])
    model.fit(x, y, class_weight=weights, verbose=0)
    assert "only once the network is trained" in causes.EVEN


CODE = "model = Sequential([Dense(8, 'relu'), Magic(3), Dense(1)])"


@pytest.mark.parametrize(
    ("layers", "headline", "why"),
    [
        (CODE, missing.UNREAD, "is no layer of Keras"),
        ("class N(keras.Model):\n a = Dense(3)\n b = Dense(4)", missing.UNREAD, "Write its layers: Dense 32 relu"),
        ("", missing.NOTHING, ""),
    ],
)
def test_without_a_network_the_reason_and_the_usual_causes_are_the_answer(layers, headline, why):
    answer = lab.ask("check", layers=layers, symptom=SAME)
    assert answer.headline == headline
    assert why in answer.note.replace("\\", "")
    titles = [block.title for block in answer.blocks]
    assert titles == ["All predictions are the same: what it means, and what to test", NOTEBOOK]
    assert not answer.figures()


def test_where_lab_comes_from_is_said_with_the_checks():
    section = lab.ask("check").blocks[-1]
    assert (section.title, section.folded) == (NOTEBOOK, True)
    assert section.blocks[1].source.startswith("import lab\nlab.checkup(model, x, y)")
