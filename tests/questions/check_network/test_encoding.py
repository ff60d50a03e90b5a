"""Labels as the reader writes them, under the loss that the reader names."""

import re

import numpy as np
import pytest

import lab
from lab.answer import Code
from lab.questions.check_network.check.encoding import MANY, WHOLE, Labels, said

DENSE, SPARSE = "categorical_crossentropy", "sparse_categorical_crossentropy"
MODEL = "model = Sequential([Dense(16, activation='relu'), Dense(10, activation='softmax')])\n"
MNIST = "(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()\n"
MESSAGES = {
    "ValueError: Shapes (None, 1) and (None, 10) are incompatible": WHOLE,
    "Arguments `target` and `output` must have the same rank (ndim). Received: target.shape=(None,), "
    "output.shape=(None, 10)": WHOLE,
    "Argument `output` must have rank (ndim) `target.ndim - 1`. Received: target.shape=(32, 10), "
    "output.shape=(32, 10)": 10,
    "logits and labels must have the same first dimension, got logits shape [32,10] and labels shape [320]": 10,
}


def code(loss, *, before="", y="y"):
    return f"{before}{MODEL}model.compile('adam', '{loss}')\nmodel.fit(x, {y})"


@pytest.mark.parametrize(
    ("before", "y", "width"),
    [
        (MNIST, "y_train", WHOLE),
        (f"{MNIST}y_train = to_categorical(y_train)\n", "y_train", MANY),
        (MNIST, "keras.utils.to_categorical(y_train, 10)", 10),
        ("y = np.random.randint(0, 10, 1000)\n", "y", WHOLE),
        ("y = np.array([0, 1, 2])\n", "y", WHOLE),
        ("y = [0,1,2..]\n", "y", WHOLE),
        ("y = [[0, 1], [1, 0]]\n", "y", 2),
        ("y = np.eye(10)[labels]\n", "y", 10),
        ("X, y = load_iris(return_X_y=True)\nXa, Xb, ya, yb = train_test_split(X, y)\n", "ya", WHOLE),
        ("le = LabelEncoder()\ny = le.fit_transform(names)\n", "y", WHOLE),
    ],
)
def test_the_form_of_labels_is_read_from_the_code(before, y, width):
    assert said(code(DENSE, before=before, y=y), DENSE).width == width


@pytest.mark.parametrize(
    "text",
    [
        code(DENSE),
        code(DENSE, before="y = np.random.randint(0, 2, size=(1000, 10))\n"),
        code(SPARSE, before="# should I use one-hot labels?\n"),
        code(DENSE, before="# my labels are one-hot\ny = np.random.randint(0, 10, 1000)\n"),
        code(DENSE, before=MNIST, y="x_train"),  # an autoencoder's
        "Dense 32 relu, Dense 10 softmax",
    ],
)
def test_a_form_that_nobody_says_or_that_two_say_otherwise_is_not_read(text):
    assert said(text, DENSE) is None


@pytest.mark.parametrize(("message", "width"), MESSAGES.items(), ids=range(len(MESSAGES)))
def test_messages_of_keras_are_believed(message, width):
    assert said(f"{code(DENSE)}\n{message}", DENSE) == Labels(width, certain=True)


def test_a_label_outside_of_the_outputs_says_where_the_labels_end():
    told = "Received a label value of 10 which is outside the valid range of [0, 10)."
    assert said(f"{code(SPARSE)}\n{told}", SPARSE) == Labels(WHOLE, 1, 10, certain=True)


def test_classes_are_written_as_the_labels_are():
    classes = np.array([0, 1, 2, 0])
    assert list(Labels(WHOLE, 1, 3).written(classes, 3)) == [1, 3, 3, 1]
    assert Labels(MANY).written(classes, 3).tolist() == np.eye(3)[classes].tolist()


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        (code(DENSE, before=MNIST, y="y_train"), "Your labels are whole numbers, and cat", f'loss="{SPARSE}"'),
        (code(SPARSE, before="y = to_categorical(y)\n"), "Your labels are one-hot rows, and sparse", f'loss="{DENSE}"'),
        (code(SPARSE, before="# labels from 0 to 12\n"), "Your labels go up to 12, and the outputs", "Dense(13"),
        (code(SPARSE, before="# labels from 1 to 10\n"), "Your labels go up to 10, and the outputs", "y = y - 1"),
        (f"Dense 16 relu, Dense 10 softmax. {next(iter(MESSAGES))}", "Your labels are whole", f'loss="{SPARSE}"'),
    ],
    ids=["whole", "one-hot", "beyond", "from 1", "message alone"],
)
@pytest.mark.parametrize("symptom", ["Everything", "It is different every time"])
def test_labels_that_the_loss_refuses_come_first_with_the_line_to_change(text, says, line, symptom):
    answer = lab.ask("check", layers=text, symptom=symptom)
    assert answer.headline.startswith(says)
    first = next(each.source for each in answer.blocks if isinstance(each, Code))
    assert line in re.split(r"\n# (?!instead|or)", first.removeprefix("import numpy as np\n"))[0]


def test_labels_that_the_loss_takes_are_no_fault():
    answer = lab.ask("check", layers=code(SPARSE, before="y = np.random.randint(0, 10, 1000)\n"))
    assert "Your labels" not in str(answer.blocks)


@pytest.mark.parametrize(
    ("loss", "classes", "ends", "says"),
    [
        ("binary_crossentropy", 2, "sigmoid", "Nothing is wrong with the start of this network"),
        ("binary_crossentropy", 2, "softmax", "an output that does not fit its loss"),
        ("mse", 3, "softmax", "Nothing is wrong with the start of this network"),
    ],
)
def test_a_loss_of_as_many_numbers_as_outputs_is_checked_on_one_hot_rows(loss, classes, ends, says):
    text = f"model = Sequential([Dense(16, activation='relu'), Dense({classes}, activation='{ends}')])\n"
    text += f"model.compile('adam', '{loss}')\n"
    for fit in ("model.fit(x, to_categorical(y))", ""):
        assert says in lab.ask("check", layers=text + fit).headline
    headline = lab.ask("check", layers=f"y = [0, 1, 0]\n{text}model.fit(x, y)").headline
    assert headline.startswith("Your labels are whole numbers")
    assert f"takes {classes} numbers an example" in headline


@pytest.mark.parametrize(
    ("words", "several"),
    [
        ("# each text can have several of the 10 tags", True),
        ("# multi-label classification", True),
        ("# an image may belong to more than one class", True),
        ("# is this multi-label? no, it is not multi-label", False),
        ("# several classes, one for each image", False),
    ],
)
def test_labels_of_which_there_may_be_several_take_a_sigmoid_each(words, several):
    answer = lab.ask("check", layers=f"{words}\n{code(DENSE)}")
    assert answer.headline.startswith("Your labels may be several at once") == several
    first = next((each.source for each in answer.blocks if isinstance(each, Code)), "")
    assert ('activation="sigmoid"' in first and "binary_crossentropy" in first) == several


def test_one_output_under_a_loss_of_several_is_told_of_as_it_is():
    text = "model = Sequential([Dense(16, activation='relu'), Dense(1, activation='sigmoid')])\n"
    answer = lab.ask("check", layers=f"{text}model.compile('adam', 'categorical_crossentropy')")
    assert answer.headline == (
        "dense_1 is one output, and categorical crossentropy is for several: where there is no choice the cost is 0."
    )
