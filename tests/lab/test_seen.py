"""What somebody says beside pasted code: what is seen is read from it, with its lines or all in one."""

import pytest

import lab
from lab import question
from lab.questions.check_network.check import seen as told

CHANCE, NAN, SAME = "It is stuck at chance", "The loss is NaN", "All predictions are the same"
DIFFERENT, LOW, EVERYTHING = "It is different every time", "The loss falls, accuracy stays low", "Everything"
BELOW, START = "Training is worse than validation", "The loss starts huge"
CLASSES = """import keras
from keras import layers, models
x_train = x_train / 255.0
model = models.Sequential([
    layers.Dense(64, activation="relu"),
    layers.Dense(10, activation="softmax"),
])
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.01), loss="sparse_categorical_crossentropy",
              metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5)"""
ADDED = """import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense, LSTM
model = Sequential()
model.add(Dense(32, activation='relu'))  # of 8 columns
model.add(Dense(1))
model.compile('adam', 'mse')
history = model.fit(x, y, batch_size=32, epochs=20)"""
# Written down before any word was looked for in them.
BEFORE = [
    ("{}\nThe prediction is a constant line, which is the mean of the series. What am I doing wrong?", SAME, ADDED),
    ("After training all outputs are 1.0 and nothing changes.\n{}", SAME, CLASSES),
    ("{}\nIt predicts 0 for everybody, accuracy 99.5 %.", SAME, CLASSES),
    ("My accuracy stays at chance (50 %) whatever I do:\n{}", CHANCE, CLASSES),
    ("{}\nIt is stuck from the beginning, I tried three optimizers", CHANCE, CLASSES),
    ("my loss is a flat line\n{}\nAny ideas?", CHANCE, ADDED),
    ("{}\nThe network predicts the same value for every input.", SAME, ADDED),
    ("Hi all, why do I get loss: nan after the second epoch?\n{}\nThanks!", NAN, CLASSES),
    ("Each time I run this I get another accuracy, between 60 and 95 %.\n{}", DIFFERENT, CLASSES),
    ("{}\nLoss goes down nicely but the accuracy doesn't move at all.", LOW, CLASSES),
]
# Afterwards.
AFTER = [
    ("Hello. {} The model always says class 3, no matter which picture I show it.", SAME, CLASSES),
    ("{}\nThe validation loss hardly moves, it is 0.693 in every epoch", CHANCE, CLASSES),
    ("{}\nOutputs become nan and so do the weights", NAN, ADDED),
    ("I ran it five times and got five different results, is that normal? {}", DIFFERENT, ADDED),
    ("{}\nevery customer gets the same probability, about 0.08", SAME, CLASSES),
    ("The training loss keeps decreasing, yet accuracy is stuck around 12 percent.\n{}", LOW, CLASSES),
    ("{}\nit does not learn anything, 10% accuracy on ten classes", CHANCE, CLASSES),
    ("{}\nIs my initialisation all right?", EVERYTHING, CLASSES),
    ("{}\nHow many units should I take here?", EVERYTHING, ADDED),
]


def seen(post: str) -> str:
    slug, settings = question.from_address(lab.find(post)[0].address)
    return settings["symptom"] if slug == "check" else slug


@pytest.mark.parametrize("flattened", [False, True])
@pytest.mark.parametrize(("text", "symptom", "code"), BEFORE + AFTER)
def test_what_is_seen_is_read_from_the_words_beside_the_code(text, symptom, code, flattened):
    post = text.format(code)
    assert seen(" ".join(post.split()) if flattened else post) == symptom


@pytest.mark.parametrize(
    "text",
    ["is my initialisation all right?", "stuck from the beginning", "all outputs are 1.0 and nothing changes",
     "all my hidden units look the same", "where do I get lab.checkup?"],
)  # fmt: skip
def test_what_is_seen_leads_to_the_check_without_code_too(text):
    assert "check" in [hit.question for hit in lab.find(text)]


# By what is told of; under Everything what is no symptom, or another one than those of the page.
SENTENCES = {
    EVERYTHING: (
        "many of my neurons are dead", "half of my relu units are dead after training", "not all neurons are dead",
        "how many layers do I need?", "it overfits: train accuracy 99 %, validation 70 %",
        "the training accuracy is much higher than the validation accuracy", "validation loss goes up after epoch 5",
        "test accuracy is different from train accuracy", "I get an error and training stops at epoch 2",
        "my training loss is lower than my validation loss", "there are no NaN values in my data",
        "the loss is not nan", "I replaced all NaNs with the mean", "I want my network to return the mean",
        "it learns well, nothing is stuck, can it be faster?", "why is it not converging faster?",
        "the accuracy improves until epoch 20 and then stays at 98 %", "the outputs are probabilities for every class",
        "I trained it two times with different optimizers", "I tried a different learning rate in each run",
        "the output layer has one unit for every class", "no matter what I try it is good", "the price varies a lot",
        "the learning rate is constant at 0.01", "I have no training data for class 3", "one class is rare",
        "it is much better than guessing", "validation loss stops improving after 10 epochs",
        "loss goes down and accuracy goes up, is it good?", "the model gives the probability of each class",
        "the accuracy jumps around", "accuracy jumps between 10 % and 90 % in every epoch", "my loss oscillates",
        "it learns extremely slowly", "training is slow", "it does not learn fast enough", "my gradients vanish",
        "vanishing gradients in the first layers", "the loss is negative", "my loss starts at 2.302",
        "my first loss with 50000 examples is 2.3", "val_loss is higher than loss", "accuracy above val_accuracy",
    ),
    SAME: (
        "all units of my network are dead", "it always predicts class 0", "it outputs 0.5 for everything",
        "it puts everything into one class", "my classifier only predicts the majority class", "all outputs are zero",
        "predictions are all 1.0",
        "whatever image I show, it says 3", "no fraud is ever found", "I want prices but it gives the same for all",
    ),
    CHANCE: (
        "after 5 epochs accuracy is still 0.52", "the accuracy is 50 %", "loss is 0.0000e+00 and accuracy 0.5",
        "loss stays at 0.693", "accuracy is always 0.5", "accuracy stays at 11 %", "not much better than chance",
        "no better than random guessing", "No matter what I do the accuracy stays at 10 %", "it fails to converge",
        "my model is not training", "the accuracy is 0.5 all the time", "loss not decreasing",
        "the loss hardly moves, gradients vanish",
    ),
    BELOW: (
        "the training accuracy is lower than the validation accuracy and hardly moves",
        "validation accuracy is higher than training accuracy", "my training loss is higher than my validation loss",
        "the accuracy on the training set is lower than on the test set",
        "it is better on the validation set than on the training set", "val_accuracy higher than accuracy",
        "val_loss below loss", "validation accuracy is above training accuracy", "val_loss is always smaller than loss",
        "accuracy is lower than val_accuracy", "its val_acc > acc after each epoch",
    ),
    START: (
        "loss starts at 5e9", "the initial loss is 4,500,000,000", "my first loss is 12345678.0 and then falls",
        "my loss starts in the millions", "the loss is huge at the start", "my loss starts at 60",
        "the loss begins with about 300", "why is my loss so high",
    ),
    NAN: ("after three epochs everything is nan", "loss turns to inf", "loss is negative or nan"),
    DIFFERENT: ("100% on some runs and 75% on others",
                "each run gives a different accuracy", "the accuracy varies a lot", "the outcome depends on the seed",
                "the accuracy fluctuates from run to run"),
    LOW: ("my accuracy is 0.0 in every epoch but loss goes down",
          "loss goes down but accuracy stays at 10 %", "loss falls, yet accuracy is only at 12 %, always"),
}  # fmt: skip


@pytest.mark.parametrize(("symptom", "sentence"), [(name, each) for name, every in SENTENCES.items() for each in every])
def test_only_what_is_said_is_set(symptom, sentence):
    assert told.symptom(sentence).get("symptom", EVERYTHING) == symptom
    for post in (f"{sentence}\n{CLASSES}", f"{CLASSES}\n{sentence}", " ".join(f"{CLASSES}\n{sentence}".split())):
        assert seen(post) == symptom


def test_what_is_no_symptom_of_the_page_leads_there_with_none_chosen():
    assert seen("accuracy jumps around") == EVERYTHING


@pytest.mark.parametrize(
    "sentence",
    [
        "my predictions are always late by one step",
        "the outputs are always too low",
        "loss starts at 2.3",
        "train accuracy is 99% but val accuracy is 50%",
    ],
)
def test_what_is_off_by_something_or_begins_as_it_should_is_none_of_these(sentence):
    assert told.symptom(sentence).get("symptom", EVERYTHING) == EVERYTHING
