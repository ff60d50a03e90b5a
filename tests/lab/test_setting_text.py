"""A setting in words: every part is said, and nothing that a learner would have to guess."""

import dataclasses

import pytest
from experiments import experiment as random_experiment

import lab
from lab.setting_text import setting

XOR = lab.Experiment(
    init=lab.Init("uniform", low=-0.5, high=0.5, bias="same"), training=lab.Training(learning_rate=2.0, epochs=4000)
)
LINE = lab.Experiment(
    data=lab.Data(
        "line",
        n=30,
        noise=0.5,
        slope=-2.0,
        intercept=0.0,
        columns=(lab.Column("noise", weight=-0.5), lab.Column("zero")),
    ),
    network=lab.Network(hidden=(), output="linear", use_bias=False),
    training=lab.Training(
        optimizer="momentum", weight_decay=0.01, l1=0.2, batch_size=10, epochs=1, precision="float64"
    ),
)
CLONES = lab.Experiment(
    network=lab.Network(hidden=(3, 1), activation="tanh"),
    init=lab.Init("he_normal", clones="outgoing", epsilon=0.5, scale=2.0),
    training=lab.Training(loss="binary_crossentropy", optimizer="adam", batch_size=9),
)


def test_one_line_says_it_all():
    assert setting(XOR) == (
        "XOR, 4 examples; 2 sigmoid units, 1 sigmoid output; kernels and biases from U[−0.5, 0.5]; "
        "squared error, SGD at rate 2, 4,000 epochs, full batch"
    )


def test_a_line_has_its_formula_and_its_columns():
    assert setting(LINE) == (
        "y = −2 x1 − 0.5 x2 (beside x1: x2 noise, x3 zero), 30 examples, noise of sd 0.5; no hidden layer, "
        "1 linear output, no biases; kernels by Glorot (uniform); squared error, SGD with momentum at rate 0.1, "
        "weight decay 0.01, L1 penalty 0.2, 1 epoch, batches of 10, float64"
    )


def test_what_was_done_to_the_first_weights_is_said_and_a_batch_of_all_is_a_full_one():
    assert setting(CLONES).split("; ")[1:] == [
        "3 + 1 tanh units, 1 sigmoid output",
        "kernels by He (normal) times 2, biases 0, then the outgoing weights of each hidden unit made equal to those "
        "of the first, then one weight moved by 0.5",
        "cross-entropy, Adam at rate 0.1, 1,000 epochs, full batch",
    ]


def test_a_bias_that_is_moved_is_called_one():
    moved = lab.vary(CLONES, {"init.epsilon_at": (1, "bias", 0, 1)})
    assert setting(moved).split("; ")[2].endswith(", then one bias moved by 0.5")


def test_without_an_epoch_nothing_is_trained():
    assert setting(lab.vary(XOR, {"training.epochs": 0})).endswith("; squared error, not trained")


def test_many_equal_layers_are_counted_not_listed():
    deep = dataclasses.replace(XOR, network=lab.Network(hidden=(50,) * 20, activation=("relu",) * 20))
    assert setting(deep).split("; ")[1] == "20 layers of 50 relu units, 1 sigmoid output"


def test_a_truth_of_nothing_but_zeros_is_zero():
    data = lab.Data("line", slope=0.0, intercept=0.0)
    assert setting(dataclasses.replace(LINE, data=data)).startswith("y = 0, 10 examples; ")


def test_what_is_held_out_standardised_or_another_momentum_is_said():
    data = lab.Data("diabetes", standardize=True, standardize_target=True, validation=0.25)
    network = lab.Network(hidden=(4, 3), activation=("tanh", "relu"), output="relu")
    told = lab.Experiment(data=data, network=network, training=lab.Training(optimizer="sgd", momentum=0.99))
    assert setting(told) == (
        "Diabetes, 331 examples and 111 held out, inputs and targets standardised; 4 tanh + 3 relu units, 1 relu "
        "output; kernels by Glorot (uniform), biases 0; squared error, SGD with momentum 0.99 at rate 0.1, "
        "1,000 epochs, full batch"
    )
    assert "targets standardised" in setting(lab.vary(told, {"data.standardize": False}))


@pytest.mark.parametrize("number", range(20))
def test_there_are_four_parts_and_no_name_of_a_table_of_ones_own(number):
    words = setting(random_experiment(number))
    assert len(words.split("; ")) == 4
    assert words.startswith("A table, ")
