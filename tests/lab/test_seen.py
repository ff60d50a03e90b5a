"""What somebody says beside pasted code: what is seen is read from it, with its lines or all in one."""

import pytest

import lab
from lab import beside, question

CHANCE, NAN, SAME = "It is stuck at chance", "The loss is NaN", "All predictions are the same"
DIFFERENT, LOW, EVERYTHING = "It is different every time", "The loss falls, accuracy stays low", "Everything"
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


def test_what_unpacking_leaves_of_code_is_not_among_the_words():
    text = (
        "(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data() x_train = x_train / 255.0 "
        "model = Sequential([Dense(512, activation='relu'), Dense(10, activation='softmax')]) "
        "stuck at 10 % for many epochs (x_train, y_train), (x_test, y_test) = load() / 255"
    )
    assert beside.said(text).strip() == "stuck at 10 % for many epochs"
