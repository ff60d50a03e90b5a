"""What the page says to change: in the reader's own lines, and checked again by following its link."""

import re

import pytest

import lab
from lab import question
from lab.answer import Code, Words
from lab.prose import unmarked

AGAIN = re.compile(r"\*\*\[Check it again with (?:this|all this) changed\]\((.*)\)\*\*")
FAULTY = {
    "zeros": "model = Sequential([Input((8,)), Dense(16, 'relu', kernel_initializer='zeros'), Dense(1, 'sigmoid')])",
    "one softmax": "model = Sequential([Input((8,)), Dense(16, 'relu'), Dense(1, activation='softmax')])\n"
    "model.compile('adam', loss='binary_crossentropy')",
    "logits": "model = Sequential([Input((8,)), Dense(16, 'relu'), Dense(3)])\n"
    "model.compile(keras.optimizers.Adam(1e-3), 'sparse_categorical_crossentropy')",
    "rate": "model = Sequential([Input((8,)), Dense(16, 'relu'), Dense(1, 'sigmoid')])\n"
    "model.compile(optimizer=keras.optimizers.SGD(200.0), loss='binary_crossentropy')",
    "sigmoids": "model = Sequential([Input((8,))])\nfor _ in range(10):\n    model.add(Dense(16, 'sigmoid'))\n"
    "model.add(Dense(3, activation='softmax'))\nmodel.compile('adam', 'sparse_categorical_crossentropy')",
    "one initializer": "init = keras.initializers.HeNormal()\nmodel = Sequential([Input((16,)), "
    "Dense(16, 'relu', kernel_initializer=init), Dense(16, 'relu', kernel_initializer=init), Dense(1)])",
    "one wide initializer": "init = keras.initializers.RandomNormal(stddev=1.0)\nmodel = Sequential([Input((64,)), "
    "Dense(64, 'tanh', kernel_initializer=init), Dense(64, 'tanh', kernel_initializer=init), Dense(10, 'softmax')])",
    "penalties": "model = Sequential([Input((8,)), Dense(96, 'relu', kernel_regularizer=regularizers.l2(0.5)), "
    "Dense(64, 'relu', kernel_regularizer=regularizers.l2(0.5)), Dense(3, 'softmax')])",
    "a sigmoid of prices": "model = Sequential([Input((8,)), Dense(50, 'relu'), Dense(1, activation='sigmoid')])\n"
    "model.compile('adam', loss='mse')\n# prices of 50 to 900 are predicted",
    "a line": "Dense 16 sigmoid zeros, Dense 1 sigmoid",
}


def verdicts(answer):
    """Check -> verdict, of the picture's rows."""
    rows = answer.figures()[0].frames
    frame = next(frame for frame in rows.values() if "standing" in frame)
    return dict(zip(frame["name"], frame["standing"], strict=True))


def again(answer):
    """The settings that its link leads to."""
    links = [found[1] for block in answer.blocks if isinstance(block, Words) and (found := AGAIN.search(block.text))]
    assert len(links) == 1
    slug, settings = question.from_address(links[0])
    assert slug == "check"
    return settings


@pytest.mark.parametrize("layers", FAULTY.values(), ids=FAULTY)
def test_checked_again_with_what_it_says_to_change_it_is_no_longer_at_fault(layers):
    before = lab.ask("check", layers=layers)
    assert "fault" in verdicts(before).values()
    assert "fault" not in verdicts(lab.ask("check", **again(before))).values()


def test_lines_that_come_first_are_the_readers_own():
    code = next(block.source for block in lab.ask("check", layers=FAULTY["zeros"]).blocks if isinstance(block, Code))
    assert code.splitlines() == [
        "# weights of zero, of dense",
        "# instead of Dense(16, 'relu', kernel_initializer='zeros')",
        'Dense(16, activation="relu", kernel_initializer="he_normal")',
    ]


def test_a_line_that_two_findings_change_stands_there_once():
    wide = lab.ask("check", layers=FAULTY["one wide initializer"])
    code = next(block.source for block in wide.blocks if isinstance(block, Code)).splitlines()
    assert code[0] == "# saturated units, of dense and dense_1; layers drawn alike, of dense and dense_1"
    assert [line for line in code if line.startswith("# instead of")] == list(dict.fromkeys(code))[1::2]
    assert all("glorot_uniform" in line for line in code[2::2])


def test_penalties_that_are_most_of_the_loss_are_made_smaller_in_the_readers_own_lines():
    answer = lab.ask("check", layers=FAULTY["penalties"], symptom="The loss starts huge")
    assert answer.headline == "1 fault that can cause this: penalties that outweigh the loss."
    code = next(block.source for block in answer.blocks if isinstance(block, Code))
    assert code.count("kernel_regularizer=keras.regularizers.L2(0.0001)") == 2


def test_layers_that_are_frozen_before_they_have_learned_are_told_of():
    base = "base = Sequential([Input((8,)), Dense(64, 'relu'), Dense(32, 'relu')])\nbase.trainable = False\n"
    imports = "from tensorflow.keras import Sequential\nfrom tensorflow.keras.layers import Dense\n"
    text = (
        f"{imports}{base}model = Sequential([base, Dense(1, 'sigmoid')])\nmodel.compile('adam', 'binary_crossentropy')"
    )
    answer = lab.ask("check", layers=text)
    assert answer.headline == "No fault, but look at this: layers that are not trained."
    told = "dense and dense_1 are frozen (trainable=False), and this code loads nothing into them"
    assert unmarked(answer.blocks[0].text).startswith(told)
    loaded = text.replace("base.trainable", "base.load_weights('a.weights.h5')\nbase.trainable")
    assert "are frozen" not in str(lab.ask("check", layers=loaded).blocks)


def test_an_accuracy_of_numbers_is_told_of_and_gives_way():
    text = "model = Sequential([Input((8,)), Dense(16, 'relu'), Dense(1)])\n"
    text += "model.compile(optimizer='rmsprop', loss='mse', metrics=['accuracy'])"
    answer = lab.ask("check", layers=text, symptom="The loss falls, accuracy stays low")
    assert answer.headline == "No fault, but look at this: an accuracy that says nothing."
    code = next(block.source for block in answer.blocks if isinstance(block, Code))
    assert code.splitlines()[-1] == 'model.compile(optimizer="rmsprop", loss="mse", metrics=["mae"])'
    assert "accuracy" not in again(answer)["layers"]
    assert "accuracy" not in lab.ask("check", **again(answer)).headline


def test_a_signal_that_fades_is_no_cause_of_nan():
    text = "model = Sequential([Input((60, 1)), LSTM(50, activation='relu'), Dense(1)])\nmodel.compile('adam', 'mse')"
    answer = lab.ask("check", layers=text, symptom="The loss is NaN")
    assert "The signal fades" in str(answer.blocks)
    assert "Found here, signal scale" not in str(answer.blocks)


def test_what_the_reader_has_chosen_stays():
    settings = again(lab.ask("check", layers=FAULTY["zeros"], symptom="It is stuck at chance", seed=3))
    assert (settings["symptom"], settings["seed"]) == ("Everything", 3)  # what was seen may be gone


def test_a_healthy_network_is_told_to_change_nothing():
    answer = lab.ask("check", layers="model = Sequential([Input((8,)), Dense(16, 'relu'), Dense(1, 'sigmoid')])")
    assert not any(isinstance(block, Code) for block in answer.blocks)


def test_a_first_cost_may_follow_from_layers_that_are_drawn_alike_and_the_new_initializer_keeps_its_scale():
    made = (
        "init = RandomNormal(stddev=1)\nmodel = Sequential([Input((8,)), Dense(64, 'relu', kernel_initializer=init), "
    )
    compiled = "model.compile('adam', 'binary_crossentropy')"
    answer = lab.ask("check", layers=f"{made}Dense(1, 'sigmoid', kernel_initializer=init)])\n{compiled}")
    assert "first cost" in answer.figures()[0].caption
    new = next(block.source for block in answer.blocks if isinstance(block, Code)).splitlines()[2]
    assert new == 'Dense(64, activation="relu", kernel_initializer=keras.initializers.RandomNormal(stddev=1))'


def test_a_scale_that_is_said_is_taken_back_where_the_cure_scales():
    code = "y = df['price']  # 50000 .. 900000\nmodel = Sequential([Input((10,)), Dense(32, 'relu'), Dense(1)])\n"
    before = lab.ask("check", layers=f"{code}model.compile('adam', 'mse')")
    assert verdicts(before)["targets"] == "fault"
    assert verdicts(lab.ask("check", **again(before)))["targets"] != "fault"


def test_where_nothing_of_the_text_changes_there_is_nothing_to_check_again():
    rows = "\n".join(f"{i % 17 / 8 - 1},{i % 13 / 6 - 1},{1e5 + 1e4 * i}" for i in range(80))
    layers = "model = Sequential([Input((2,)), Dense(32, 'relu'), Dense(1)])\nmodel.compile('adam', 'mse')\nwhy NaN?"
    answer = lab.ask("check", layers=layers, data="own", table=f"a,b,price\n{rows}".encode())
    assert verdicts(answer)["targets"] == "fault"
    assert not any(isinstance(block, Words) and AGAIN.search(block.text) for block in answer.blocks)


def test_lines_call_data_what_the_reader_calls_them_and_scale_no_inputs_that_nobody_found_large():
    code = "x = Input((12,))\nh = Dense(64, 'tanh', kernel_initializer=RandomNormal(stddev=5))(x)\n"
    code += "model = Model(x, Dense(1, 'sigmoid')(h))\nmodel.compile('adam', 'binary_crossentropy')\nmodel.fit(X, y)"
    lines = next(block.source for block in lab.ask("check", layers=code).blocks if isinstance(block, Code))
    assert "std(" not in lines
    prices = "y = df['price']  # 50000 .. 900000\nmodel = Sequential([Input((10,)), Dense(32, 'relu'), Dense(1)])\n"
    prices += "model.compile('adam', 'mse')\nmodel.fit(X_train, y_train)"
    lines = next(block.source for block in lab.ask("check", layers=prices).blocks if isinstance(block, Code))
    assert "y_train = (y_train - mean) / std" in lines
    assert "model.predict(X_train)" in lines


def test_pixels_are_divided_by_255_in_every_split_and_nothing_else_is_scaled():
    code = (
        "(X_train, y_train), (X_test, y_test) = mnist.load_data()\nmodel = Sequential([Flatten(input_shape=(28, 28)), "
    )
    code += (
        "Dense(128, 'sigmoid'), Dense(10, 'softmax')])\nmodel.compile(SGD(0.1), 'sparse_categorical_crossentropy')\n"
    )
    before = lab.ask("check", layers=f"{code}model.fit(X_train, y_train)")
    lines = next(block.source for block in before.blocks if isinstance(block, Code))
    assert "X_train = X_train / 255.0  # of all data: training, validation and test" in lines.splitlines()
    assert "std(" not in lines
    assert "saturated" not in lines  # which may be no more than a consequence
    assert again(before)["inputs"] == 0
    assert "fault" not in verdicts(lab.ask("check", **again(before))).values()
