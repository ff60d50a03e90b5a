"""What is printed where code raises is no code, and its last line is what is said."""

import ast

import pytest

from lab import beside, finding, raised
from lab.check import line, source
from lab.questions.check_network.check import encoding

CODE = """\
import numpy as np
from tensorflow import keras
X_train = np.random.rand(100, 4)
y_train = np.array([0, 2, 1] * 33 + [0])
model = keras.Sequential([
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(3, activation="softmax"),
])
model.compile(optimizer="adam", loss="categorical_crossentropy")
model.fit(X_train, y_train, epochs=10)"""
ERROR = "ValueError: Shapes (None, 1) and (None, 3) are incompatible"
COLAB = f"""\
---------------------------------------------------------------------------
ValueError                                Traceback (most recent call last)
<ipython-input-3-2f6a1c> in <cell line: 0>()
      8 model = keras.Sequential([
      9     keras.layers.Dense(64, activation="relu"),
     10
---> 14 model.fit(X_train, y_train, epochs=10)
     15

1 frames
/usr/local/lib/python3.11/dist-packages/keras/src/utils/traceback_utils.py in error_handler(*args, **kwargs)
    120             # To get the full stack trace, call:
    121             # `keras.config.disable_traceback_filtering()`
--> 122             raise e.with_traceback(filtered_tb) from None
    123         finally:
    124             del filtered_tb

{ERROR}"""
JUPYTER = f"""\
---------------------------------------------------------------------------
ValueError                                Traceback (most recent call last)
Cell In[3], line 14
      8 model = keras.Sequential([
---> 14 model.fit(X_train, y_train, epochs=10)

File ~/lib/python3.11/site-packages/keras/src/utils/traceback_utils.py:122, in error_handler(*args, **kwargs)
    119     filtered_tb = _process_traceback_frames(e.__traceback__)
-> 1184     raise e.with_traceback(filtered_tb) from None

{ERROR}"""
PLAIN = f"""\
Traceback (most recent call last):
  File "train.py", line 14, in <module>
    model.fit(X_train, y_train, epochs=10)
    ~~~~~~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/usr/lib/python3/dist-packages/keras/src/utils/traceback_utils.py", line 122, in error_handler
    raise e.with_traceback(filtered_tb) from None
{ERROR}"""
CUT_OUT = f"""\
      8 model = keras.Sequential([
---> 14 model.fit(X_train, y_train, epochs=10)
-> 1184 raise e.with_traceback(filtered_tb) from None
{ERROR}"""
PRINTED = {"colab": COLAB, "jupyter": JUPYTER, "plain": PLAIN, "cut out": CUT_OUT}


@pytest.mark.parametrize("printed", PRINTED.values(), ids=PRINTED)
@pytest.mark.parametrize("asks", ["", "\n\nWhy do I get this?"])
def test_code_above_or_below_it_is_read_and_no_line_of_it(printed, asks):
    for text in (f"{CODE}\n\n{printed}{asks}", f"My error:\n{printed}\n\n{CODE}{asks}"):
        assert ast.dump(source.read(text).tree) == ast.dump(ast.parse(CODE)), text


@pytest.mark.parametrize("printed", PRINTED.values(), ids=PRINTED)
def test_the_error_is_what_is_said(printed):
    for text in (f"{CODE}\n\n{printed}", f"{CODE} {printed}".replace("\n", " ")):
        assert raised.last(text) == ERROR
        assert "are incompatible" in (said := beside.said(text))
        assert not any(word in said for word in ("Traceback", "---", "frames", "raise", "error_handler", "ipython"))
        assert line.configuration(text, (4,)) == line.configuration(CODE, (4,))
        assert encoding.said(text, "categorical_crossentropy")


def test_a_text_without_one_stays_as_it_is():
    for text in (CODE, CODE.replace("\n", " "), "1 apple\n2 pears", "-----\n    model = 1", "ValueError: why?"):
        assert (raised.shortened(text), raised.without(text), raised.last(text)) == (text, text, "")


def test_what_is_asked_of_one_without_a_network_is_its_error():
    assert finding.said(f"What does this mean?\n{PLAIN}") == f"What does this mean?\n{ERROR}"


def test_of_a_comment_is_spoken_only_where_there_is_one():
    broken = "model = Sequential([Dense(3) Dense(2)])\nmodel = Sequential([Dense(4 Dense(4)])"
    for text, told in ((broken, False), (f"# two\n{broken}", True)):
        with pytest.raises(ValueError, match="paste it whole") as caught:
            source.read(text)
        assert ("comes after a #" in str(caught.value)) is told


@pytest.mark.parametrize("rule", ["", "-----", "-" * 75, "-" * 300])
def test_a_rule_of_any_length_belongs_to_what_was_printed(rule):
    text = f"fit(x, y) {rule} ValueError Traceback (most recent call last) ---> 1 fit(x, y) ValueError: no"
    assert raised.shortened(text).split() == ["fit(x,", "y)", "ValueError:", "no"]
    assert raised.last(text) == "ValueError: no"
