"""Code that lost its lines in a box of one line is shown with them, where Python reads it to its end."""

import pytest

import lab
from lab import question
from lab.answer import Code, Section
from lab.check import pasted
from lab.check.source import lined
from lab.questions.check_network.check import noted

LINES = """import keras
from keras import layers
model = keras.Sequential([layers.Dense(64, activation='relu'), layers.Dense(10, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=5)"""


def flat(text, joint=" "):
    return joint.join(text.split("\n"))


@pytest.mark.parametrize("joint", [" ", " >>> "])
def test_lines_are_restored_without_the_words_beside_them(joint):
    assert lined(flat(LINES, joint)) == LINES
    assert lined(f"{flat(LINES, joint)} my loss is stuck at 2.30") == LINES


def test_the_body_of_a_loop_is_indented():
    code = "model = Sequential()\nfor _ in range(3):\n    model.add(Dense(8))\nmodel.add(Dense(1))"
    assert lined(flat(code)) == code


@pytest.mark.parametrize("text", [LINES, "Dense 32 relu, Dense 1", "Sequential([Dense(3), Dense(1)])", "Dense(3"])
def test_nothing_is_restored_where_nothing_was_lost_or_nothing_can_be_read(text):
    assert lined(text) == ""


def sections(text):
    blocks = lab.ask("check", layers=text).blocks
    return [each for each in blocks if isinstance(each, Section) and each.title == "Your code, with its lines"]


MESSAGE = (
    "ValueError: Arguments `target` and `output` must have the same rank (ndim). Received: target.shape=(None,), "
    "output.shape=(None, 2)"
)
TAGS = "# a document can carry multiple tags"
SCRIPT = (
    "import numpy as np from tensorflow.keras import Sequential {} X = np.load('x.npy') # (800, 64) y = [0, 1, 1] "
    "model = Sequential([Dense(8), Dense(2, activation='softmax')]) model.compile('adam', 'binary_crossentropy')"
)


def test_a_message_before_code_in_one_line_is_no_code():
    text = f"{MESSAGE} {SCRIPT.format('')}"
    assert [each["config"]["units"] for each in pasted.layers(text)] == [8, 2]
    assert noted.in_lines(text).startswith("import numpy as np\nfrom tensorflow")


def test_a_comment_that_says_something_stays_below_the_lines():
    assert TAGS in noted.in_lines(SCRIPT.format(TAGS).replace("y = [0, 1, 1] ", "").replace("Dense(2", "Dense(20"))


def test_the_page_shows_it_with_a_way_to_have_it_so():
    text = f"{flat(LINES)} my loss is stuck at 2.30"
    (section,) = sections(text)
    code, way = section.blocks
    assert isinstance(code, Code)
    assert code.source == f"{LINES}\nmy loss is stuck at 2.30"
    assert question.from_address(way.text.partition("](")[2].rstrip(")"))[1]["layers"] == code.source


def test_what_a_comment_says_is_not_lost_for_lines():
    assert not sections(
        "y = df['p'].values  # 50000 .. 900000 model = Sequential([Dense(8), Dense(1)]) model.fit(x, y)"
    )
