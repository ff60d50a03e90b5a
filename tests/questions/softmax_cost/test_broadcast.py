"""Where does a matrix come from when I add biases? Against a Keras layer, and NumPy's rule."""

import numpy as np
import pytest

import lab
from lab.answer import Why
from lab.initial import starts
from lab.questions.softmax_cost import broadcast

COLUMN, ROW, FLAT, TURNED = broadcast.STANDS


@pytest.mark.parametrize("stands", [ROW, FLAT, TURNED])
@pytest.mark.parametrize("m", [1, 4, 6])
def test_what_counts_as_right_is_what_a_keras_layer_gives(stands, m):
    import keras

    z, bias = broadcast.product(broadcast.START, m)
    found = broadcast.added(z, bias, stands)
    kernel, bias, *_ = (array[0] for array in starts(broadcast.START, [0]))
    dense = keras.layers.Dense(4)
    x = lab.data.load(broadcast.START.data)[0][np.arange(m) * 150 // m]
    dense.build(x.shape)
    dense.set_weights([kernel, bias])
    assert found["verdict"] == "right"
    assert found["sum"] == pytest.approx(dense(x).numpy(), abs=1e-6)


@pytest.mark.parametrize(
    ("m", "verdict", "shape"), [(1, "grows", (4, 4)), (4, "other numbers", (4, 4)), (3, "refused", None)]
)
def test_a_column_where_a_row_is_meant_grows_or_is_wrong_or_is_refused(m, verdict, shape):
    """S26: (m, n) + (n, 1) fails or grows, + (n,) is right; and with m = n it is wrong in silence."""
    z, bias = broadcast.product(broadcast.START, m)
    found = broadcast.added(z, bias, COLUMN)
    assert (found["verdict"], found["shape"]) == (verdict, shape)
    if verdict == "other numbers":
        assert all(found["sum"][i, j] == z[i, j] + bias[i] for i in range(4) for j in range(4))
    assert broadcast.added(z, bias, FLAT)["verdict"] == "right"


def test_every_case_is_in_the_table():
    frame = broadcast.additions(broadcast.START, 3)
    assert sorted(set(frame["m"])) == [1, 3, 4, 5]
    assert frame.query(f"stands == {COLUMN!r}")["verdict"].tolist() == ["grows", "other numbers", "refused", "refused"]
    assert (frame.query(f"stands != {COLUMN!r}")["verdict"] == "right").all()
    table = broadcast.table(frame)
    assert table.columns.tolist() == ["m = 1", "m = 4", "m = 3", "m = 5"]
    assert table.loc[COLUMN].tolist() == ["✗ grows to (4, 4)", "✗ wrong numbers (4, 4)", "– refused", "– refused"]
    assert table.index.tolist() == list(broadcast.STANDS)
    assert len(broadcast.additions(broadcast.START, 4)) == 12


def test_through_two_layers_columns_are_right_if_the_input_is_one_too():
    frame = broadcast.chain(broadcast.START).set_index("convention")
    flat, row, column, plain = frame.index
    assert frame["right"].tolist() == [False, False, True, True]
    assert (frame.loc[flat, "first"], frame.loc[flat, "second"]) == ((4, 4), (3, 4))
    assert frame.loc[row, "first"] == (4, 4)
    assert frame.loc[row, "second"] is None
    assert "broadcast" in frame.loc[row, "message"]
    assert (frame.loc[column, "second"], frame.loc[plain, "second"]) == ((3, 1), (1, 3))
    says = broadcast.chain_sentence(frame.reset_index())
    assert says.startswith("2 of 4 give the network's logits. A column of biases is among them")
    table = broadcast.chain_table(frame.reset_index())
    assert table.loc["– x a row (1, n), b a column: x @ W + b"].tolist() == ["(4, 4)", "refused"]


def test_with_as_many_hidden_units_as_classes_nothing_is_refused_at_all():
    frame = broadcast.chain(lab.vary(broadcast.START, {"network.hidden": (3,)}))
    assert frame["second"].notna().all()
    assert frame["right"].tolist() == [False, False, True, True]


def test_the_network_s_logits_are_keras_s():
    from lab.network import keras_model

    model = keras_model(broadcast.START)
    x = lab.data.load(broadcast.START.data)[0][0]
    weights = [array[0] for array in starts(broadcast.START, [0])]
    z = np.array(broadcast._logits(weights, [float(value) for value in x]))
    assert np.exp(z) / np.exp(z).sum() == pytest.approx(model(x[None]).numpy()[0], abs=1e-6)


def test_cells_say_which_numbers_are_used_again():
    z, bias = broadcast.product(broadcast.START, 1)
    cells = broadcast.cells(z, bias, COLUMN)
    copied = cells.groupby("array", sort=False)["copied"].sum()
    assert copied.to_dict() == {"x @ W (1, 4)": 12, "b (4, 1)": 12, "x @ W + b (4, 4)": 0}
    assert len(cells) == 48
    assert cells.query("array == 'b (4, 1)' and row == 2")["value"].nunique() == 1


def test_what_is_refused_has_no_sum_to_draw():
    z, bias = broadcast.product(broadcast.START, 3)
    cells = broadcast.cells(z, bias, COLUMN)
    assert cells["array"].unique().tolist() == ["x @ W (3, 4)", "b (4, 1)"]
    assert not cells["copied"].any()


@pytest.mark.parametrize(
    ("stands", "m", "headline", "because"),
    [
        (
            COLUMN,
            1,
            "From stretching: NumPy repeats the one row",
            "Next come 4 rows a instead of one.",
        ),
        (COLUMN, 4, "The shape is right by accident", "as many examples as units, 4, so the column fits by accident"),
        (COLUMN, 3, "From nowhere here: NumPy refuses", "with shapes (3,4) (4,1)”. A batch of 1 or of 4 would have"),
        (FLAT, 3, "Nothing is stretched wrongly here", "for each of the examples (3). Each unit gets its own bias."),
        (TURNED, 1, "Nothing is stretched wrongly here", "A flat array has one axis only, so .T leaves it as it is."),
    ],
)
def test_each_case_has_its_sentence_and_its_reason(stands, m, headline, because):
    answer = lab.ask("broadcast", stands=stands, m=m)
    assert answer.headline.startswith(headline)
    assert because in next(block.text for block in answer.blocks if isinstance(block, Why))


def test_why_gives_the_shapes_that_the_gradient_of_the_output_weights_takes():
    z, bias = broadcast.product(broadcast.START, 1)
    a = broadcast.added(z, bias, COLUMN)["sum"]
    *_, kernel, flat = (array[0] for array in starts(broadcast.START, [0]))
    d = a @ kernel + flat - np.eye(3)[:1]
    said = broadcast.why(broadcast.added(z, bias, COLUMN), 1, 4)
    assert f"must have their shape, {(a.T @ d).shape}" in said
    assert f"grows to {np.outer(a, d).shape};" in said


def test_what_is_offered_to_copy_stops_a_column_and_lets_flat_biases_pass():
    x, w, b = np.ones((4, 3)), np.ones((3, 4)), np.arange(4.0)
    exec(broadcast.CHECK, {"x": x, "W": w, "b": b})
    with pytest.raises(AssertionError):
        exec(broadcast.CHECK, {"x": x, "W": w, "b": b[:, None]})


def test_the_rule_says_what_is_stretched():
    assert r"1, 4 \to 4" in broadcast.rule(1, 4, (4, 1))
    assert r"3 \neq 4" in broadcast.rule(3, 4, (4, 1))
    assert r"(4,)\text{ as } (1, 4)" in broadcast.rule(3, 4, (4,))
