"""Layers that a sentence lists are read, with the loss and the optimizer it names; or none of them is."""

import pytest

from lab.check import line, mentions

MSE = "model.compile(loss='mse')"


def units(text):
    """The units of the layers that are read in a text, or their rate; None of those that have neither."""
    return [
        each["config"].get("units", each["config"].get("rate"))
        for each in line.configuration(text, (4,))["config"]["layers"][1:]
    ]


@pytest.mark.parametrize(
    ("text", "layers", "compiled"),
    [
        ("A multi-class classifier: Dense(32, relu), Dense(32, relu), Dense(3, activation='sigmoid'), loss "
         "'categorical_crossentropy', adam. Accuracy stays at 0.33", [32, 32, 3],
         "model.compile(loss='categorical_crossentropy', optimizer='adam')"),
        ("Dense(128, relu, kernel_initializer=RandomNormal(stddev=1.0)) x 4, Dense(1), mse, SGD(0.01)",
         [128] * 4 + [1], "model.compile(loss='mse', optimizer=SGD(0.01))"),
        ("My loss is NaN: Dense(64, relu) × 2 -> Dense(10, softmax)", [64, 64, 10], ""),
        ("It learns nothing. 3x Dense 64 sigmoid, Dense 10 softmax", [64] * 3 + [10], ""),
        ("Dense 8 tanh, dense 8 tanh, Dense 1 with mean squared error. SGD, lr 10, momentum 0.9",
         [8, 8, 1], "model.compile(loss='mean_squared_error', optimizer=SGD(learning_rate=10, momentum=0.9))"),
        ("Dense(64, relu), Dense(64, relu) and Dense(10, softmax), sparse categorical cross-entropy",
         [64, 64, 10], "model.compile(loss='sparse_categorical_crossentropy')"),
        ("Dense(100, relu), Dropout(0.5), BatchNormalization, Dense(1, softmax) with binary_crossentropy: accuracy is "
         "exactly the share of the positive class", [100, 0.5, None, 1],
         "model.compile(loss='binary_crossentropy')"),
        ("Flatten, Dense 32 relu, BatchNormalization, Dense 10 softmax", [None, 32, None, 10], ""),
        ("I have 3 layers: Dense(8, relu), Dense(4, relu), Dense(1), mse or is it the rate?", [8, 4, 1], MSE),
    ],
)  # fmt: skip
def test_a_list_of_layers_is_read_with_what_is_said_of_its_training(text, layers, compiled):
    assert units(text) == layers
    assert mentions.found(text).compiled == compiled


@pytest.mark.parametrize(
    "text",
    [
        "What is the difference between Dense(32), Dense(10) and Dense(64), Dense(10)?",
        "Which is better, Dense(32), Dense(10) or Dense(64), Dense(10)?",
        "Dense(64), Dense(64), ..., Dense(10)",
        "Dense(64) repeated 5 times, Dense(10)",
        "Dense(64), Dense(64), Dense(1), all sigmoid",
        "Dense(64, relu), Dense(64, relu), Dense(10), with dropout after each of them",
        "5 hidden layers Dense(64, tanh), then Dense(1)",
        "All weights start at zero: Dense(32), Dense(32), Dense(10)",
        "Mine(3), Dense(32, relu), Dense(10, softmax)",
        "Dense(32, relu), Dense(10, softmax), Mine(3)",
        "Dense 32 relu, Dense 10 softmax, Mine 3",
        "In it Dense(32, relu), LSTM, Dense(10, softmax)",
        "I tried Dense(32 relu, Dense(10, softmax)",
    ],
)
def test_where_a_sentence_says_more_or_less_than_a_list_nothing_is_read(text):
    assert mentions.found(text) is None
    with pytest.raises(ValueError, match=r"^[^\n]{20,400}$"):
        line.configuration(text, (4,))


def test_a_loss_or_an_optimizer_is_read_where_one_alone_is_named():
    for beside in ("mse, mae, adam or SGD?", "from logits, binary_crossentropy"):
        assert mentions.found(f"Dense(8, relu), Dense(1): {beside}").compiled == ""
