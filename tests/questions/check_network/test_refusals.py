"""Networks that Keras refuses, or `fit` with these inputs: why, and the line that mends it."""

import pytest

import lab
from lab.answer import Code, Section
from lab.prose import unmarked

ERROR = 'ValueError: Input 0 of layer "{}" is incompatible with the layer: '
TAKES = 'model = Sequential([Dense(128, activation="relu", input_shape=(784,)), Dense(10, activation="softmax")])\n'
FIT = "model.compile('adam', 'sparse_categorical_crossentropy')\nmodel.fit(x_train, y_train)\n"


@pytest.mark.parametrize(
    ("layer", "says", "line"),
    [
        (
            "sequential",
            "expected shape=(None, 784), found shape=(None, 28, 28)",
            "x_train.reshape((len(x_train), 784))",
        ),
        (
            "dense_12",
            "expected axis -1 of input shape to have value 784, but received input with shape (32, 28, 28)",
            "keras.layers.Flatten(input_shape=(28, 28))",
        ),
        ("sequential_3", "expected shape=(None, 784), found shape=(None, 30)", "input_shape=(30,)"),
    ],
)
def test_inputs_of_another_shape_are_told_of_first(layer, says, line):
    answer = lab.ask("check", layers=f"{ERROR.format(layer)}{says}\n{TAKES}{FIT}", symptom="It is stuck at chance")
    assert answer.headline == "Your inputs have another shape than the network takes: fit refuses them."
    assert line in next(block.source for block in answer.blocks if isinstance(block, Code))


def test_a_message_of_a_hidden_layer_is_none_of_the_inputs():
    text = ERROR.format("lstm_1_2_deep") + "expected shape=(None, 784), found shape=(None, 28, 28)"
    assert "Your inputs" not in lab.ask("check", layers=f"{text}\n{TAKES}{FIT}").headline


def test_recurrent_layers_that_keras_cannot_stack_say_what_is_missing():
    text = "model = Sequential([LSTM(32, input_shape=(10, 4)), LSTM(16), Dense(1)])\nmodel.compile('adam', 'mse')"
    answer = lab.ask("check", layers=text, symptom="The loss is NaN")
    assert answer.headline == "Keras cannot build this network, so nothing was checked."
    assert unmarked(answer.note).endswith("Layer 1 of 3 hands on its last step alone, and the next one takes them all: "
                                          "write return_sequences=True in it.")  # fmt: skip
    assert any(block.title.startswith("The loss is NaN") for block in answer.blocks if isinstance(block, Section))
    mended = lab.ask("check", layers=text.replace("32,", "32, return_sequences=True,"))
    assert "cannot" not in mended.headline


def test_a_high_accuracy_of_many_classes_beside_a_loss_is_no_sign_of_a_rare_one():
    words = "it trains but loss stays at 1.5 although accuracy is 95%\n"
    assert "class_weight" not in str(
        lab.ask("check", layers=f"{words}{TAKES}{FIT}", symptom="It is stuck at chance").blocks[:6]
    )


def test_what_is_called_a_price_is_a_number_to_predict():
    text = "model = Sequential([Dense(64, activation='relu', input_dim=10), Dense(1, activation='softmax')])\n"
    answer = lab.ask(
        "check", layers=f"{text}model.compile(loss='mse', optimizer='adam')\nmodel.fit(X, y)  # y is a price"
    )
    code = next(block.source for block in answer.blocks if isinstance(block, Code))
    assert code.splitlines()[-1] == "Dense(1)"
