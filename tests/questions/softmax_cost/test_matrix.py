"""Why do my matrix gradients not match? Each way against a loop over numbers and automatic differentiation."""

import numpy as np
import pytest

import lab
from lab.answer import Advice, Section, Why
from lab.question import from_address
from lab.questions.softmax_cost import matrix as question
from lab.questions.softmax_cost.matrix import arrays, speed
from lab.questions.softmax_cost.matrix import ways as matrix

M_TIMES, OTHER = "m times", "other numbers"


def judged(m, units, data="iris", convention=matrix.IN_OUT):
    """code -> verdict."""
    experiment = lab.vary(
        matrix.START, {"network.hidden": (units,), "data.name": data, "data.standardize": data == "iris"}
    )
    frame, _ = matrix.writings(experiment, m, convention)
    return frame.set_index("code")["verdict"].to_dict()


@pytest.fixture(scope="module")
def six():
    return matrix.writings(matrix.START, 6)


@pytest.mark.parametrize(("m", "units"), [(1, 4), (6, 4), (7, 10), (150, 3)])
def test_the_layer_s_gradient_is_the_mean_over_examples_number_by_number(m, units):
    """S24, against three nested loops, in float64 from the layer's own float32 numbers."""
    one = matrix.layer(lab.vary(matrix.START, {"network.hidden": (units,)}), m)
    assert one.a.shape == (m, units)
    assert one.d.shape == (m, 3)
    assert one.kernel.shape == one.gradient.shape == (units, 3)
    for j in range(units):
        for k in range(3):
            mean = sum(float(one.a[i, j]) * float(one.d[i, k]) for i in range(m)) / m
            assert one.gradient[j, k] == pytest.approx(mean, abs=1e-6)


def test_errors_are_probabilities_minus_targets(six):
    one = six[1]
    assert one.d.sum(axis=1) == pytest.approx(np.zeros(6), abs=1e-6)
    assert ((one.d < 0).sum(axis=1) == 1).all()  # at the target alone
    assert sorted(np.argmin(one.d, axis=1)) == [0, 0, 1, 1, 2, 2]  # taken evenly from all classes


def test_the_product_is_the_mean_of_the_matrices_to_1e_6(six):
    """S24: equal to 1e-6."""
    right = six[0][six[0]["verdict"] == "right"]
    assert right["code"].tolist() == ["a.T @ d / m", "sum(np.outer(a[i], d[i]) for i in range(m)) / m"]
    assert (right["off"] <= 1e-6).all()


def test_what_is_shown_as_code_is_what_was_run(six):
    one = six[1]
    for code, way in matrix.WRITINGS.items():
        names = {"a": one.a, "d": one.d, "m": 6, "np": np}
        if six[0].set_index("code")["shape"].isna()[code]:
            with pytest.raises(ValueError, match="mismatch|broadcast"):
                eval(code, names)
        else:
            assert np.array_equal(way(one.a, one.d, 6), eval(code, names))


IN_OUT_VERDICTS = {
    "a.T @ d / m": "right", "sum(np.outer(a[i], d[i]) for i in range(m)) / m": "right",
    "d.T @ a / m": "refused", "sum(np.outer(d[i], a[i]) for i in range(m)) / m": "refused",
    "a.T @ d": M_TIMES, "d.T @ a": "refused",
    "np.outer(a.mean(axis=0), d.mean(axis=0))": OTHER, "np.outer(d.mean(axis=0), a.mean(axis=0))": "refused",
    "a @ d.T / m": "refused", "a @ d / m": "refused", "a * d / m": "refused",
    "a[:, :, np.newaxis] * d[:, np.newaxis, :]": "grows",
}  # fmt: skip


def test_six_examples_four_units_three_classes():
    assert judged(6, 4) == IN_OUT_VERDICTS


def test_with_w_turned_the_turned_ways_are_right_and_the_others_refused():
    """Nielsen's book and PyTorch keep W as (out, in): there `d.T @ a / m` is right."""
    codes = list(IN_OUT_VERDICTS)
    swapped = dict(zip(codes, [codes[i] for i in (2, 3, 0, 1, 5, 4, 7, 6)] + codes[8:], strict=True))
    expected = {code: IN_OUT_VERDICTS[other] for code, other in swapped.items()}
    expected["a[:, :, np.newaxis] * d[:, np.newaxis, :]"] = (
        "refused"  # (3, 4) and (6, 4, 3) cannot be stretched to each other
    )
    assert judged(6, 4, convention=matrix.OUT_IN) == expected


@pytest.mark.parametrize(("m", "units"), [(1, 4), (6, 3), (7, 10)])
def test_w_turned_has_the_gradient_of_w_turned_number_by_number(m, units):
    experiment = lab.vary(matrix.START, {"network.hidden": (units,)})
    plain, turned = (matrix.writings(experiment, m, each)[1] for each in matrix.CONVENTIONS)
    assert turned.kernel.shape == turned.gradient.shape == (3, units)
    for k in range(3):
        for j in range(units):
            assert turned.gradient[k, j] == plain.gradient[j, k]
            mean = sum(float(turned.a[i, j]) * float(turned.d[i, k]) for i in range(m)) / m
            assert turned.gradient[k, j] == pytest.approx(mean, abs=1e-6)


@pytest.mark.parametrize("convention", list(matrix.CONVENTIONS))
def test_what_the_other_convention_would_want_is_said_to_be_right_there(convention):
    frame, one = matrix.writings(matrix.START, 6, convention)
    other = next(each for each in matrix.CONVENTIONS if each != convention)
    elsewhere = frame[frame["elsewhere"] != ""]
    assert set(elsewhere["elsewhere"]) == {other}
    assert elsewhere["code"].tolist()[0] == matrix.CONVENTIONS[other]
    assert len(elsewhere) == 2
    says = matrix.table(frame, 6)["W − rate · that"]
    assert says.str.endswith(f"; right for a W kept as {matrix.kept(other)}").sum() == 2
    assert f" W is kept as {matrix.kept(convention)}, a row for each " in question.note(frame, one)


def test_where_all_sizes_are_equal_numpy_notices_nothing():
    verdicts = judged(3, 3)
    assert [code for code, said in verdicts.items() if said == "right"] == list(IN_OUT_VERDICTS)[:2]
    assert "refused" not in verdicts.values()


def test_with_one_example_a_forgotten_mean_makes_no_difference():
    verdicts = judged(1, 4)
    assert verdicts["a.T @ d"] == "right"
    assert verdicts["np.outer(a.mean(axis=0), d.mean(axis=0))"] == "right"
    assert verdicts["d.T @ a / m"] == "refused"


def test_digits_have_the_same_verdicts_as_long_as_no_sizes_agree():
    assert list(judged(100, 6, "digits").values()) == list(judged(6, 4).values())


def test_cells_hold_every_number_of_every_matrix(six):
    cells = arrays.cells(six[1])
    sizes = cells.groupby("matrix", sort=False).size()
    assert sizes.index.tolist() == ["example 1", "example 2", "example 3", "mean of 6", "a.T @ d / m", "automatic"]
    assert (sizes == 12).all()
    assert cells[["row", "column"]].min().tolist() == [0, 0]  # as NumPy counts, and as classes are counted
    assert cells[["row", "column"]].max().tolist() == [3, 2]
    means = cells[cells["matrix"].isin(["mean of 6", "a.T @ d / m", "automatic"])]
    spread = means.groupby(["row", "column"])["value"].agg(lambda values: values.max() - values.min())
    assert (spread < 1e-6).all()
    turned = arrays.cells(six[1].kept(matrix.OUT_IN))
    assert "d.T @ a / m" in set(turned["matrix"])
    one, other = (
        frame[frame["matrix"] == "automatic"].pivot(index="row", columns="column", values="value").to_numpy()
        for frame in (cells, turned)
    )
    assert np.array_equal(one, other.T)


def test_speed_has_a_row_for_each_way_and_size_and_both_compute_the_gradient():
    frame = speed.speed(matrix.START, sizes=(1, 8), repeats=2)
    assert frame[["way", "m"]].drop_duplicates().shape == (4, 2)
    assert (frame["low"] <= frame["mid"]).all()
    assert (frame["mid"] <= frame["high"]).all()
    one = matrix.layer(matrix.START, 8)
    assert speed.looped(one.a, one.d) == pytest.approx(one.gradient, abs=1e-6)
    assert "one product takes" in speed.words(frame)


def test_the_headline_counts_what_is_wrong_in_silence(six):
    frame, one = six
    assert question.headline(frame, one) == (
        "Summed, not averaged, they are 6 times too large; NumPy, which checks only shapes, lets 3 wrong ways run."
    )
    assert "of 12 ways to write it 2 give" in question.note(frame, one)
    assert "NumPy refuses 7." in question.note(frame, one)
    only = frame[frame["code"].isin(["a.T @ d / m", "a.T @ d"])]
    assert question.headline(only, one).endswith("lets 1 wrong way run.")
    assert question.headline(frame.query("verdict in ('right', 'refused')"), one).endswith(
        "here it happens to refuse all 7 ways that are wrong."
    )


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"m": 1}, "With one example a forgotten 1/m and a mean of each factor change nothing"),
        ({"m": 2}, "your gradient is 2 times as large: divide it by 2, or take a rate 2 times smaller"),
        ({"units": 3}, "`d.T @ a / m` has the shape of W as well, since there are 3 units and 3 classes"),
        ({"units": 5}, "`d.T @ a / m` is that matrix turned, and with 5 units and 3 classes its shape does not fit W"),
        ({"data": "moons"}, "W minus it runs without an error, but is stretched to 4 by 4."),
        ({"convention": matrix.OUT_IN}, "`a.T @ d / m` is that matrix turned"),
    ],
)
def test_why_it_does_not_match_is_true_of_these_sizes(settings, sentence):
    answer = lab.ask("matrix", **settings)
    assert sentence in next(block.text for block in answer.blocks if isinstance(block, Why))


def test_the_table_says_what_becomes_of_the_weights(six):
    table = matrix.table(six[0], 6)
    says = {code.strip("✓✗– "): tuple(row) for code, row in zip(table.index, table.to_numpy(), strict=True)}
    assert says["a.T @ d"] == ("(4, 3)", "runs, 6 times too large")
    assert says["d.T @ a / m"] == ("(3, 4)", "refused: shapes (4,3) (3,4); right for a W kept as (out, in)")
    assert says["a @ d.T / m"] == ("no result", "refused: size 3 is different from 4")
    assert says["a[:, :, np.newaxis] * d[:, np.newaxis, :]"] == ("(6, 4, 3)", "runs, and W has shape (6, 4, 3)")
    assert [table.index.str.startswith(mark).sum() for mark in "✓✗–"] == [2, 3, 7]
    assert matrix.messages(six[0]).count("ValueError: ") == 7


def test_times_are_taken_only_when_asked_for():
    assert len(lab.ask("matrix").figures()) == 1
    assert "one product takes" in lab.ask("matrix", timed=True).figures()[1].says


@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize("data", ["iris", "digits", question.ONE_OUTPUT])
def test_what_is_offered_to_copy_compares_a_product_with_automatic_differentiation(data, flat, capsys):
    import keras
    import tensorflow as tf

    experiment = question.setting(data, 5)
    x, y = lab.data.load(experiment.data)
    last = keras.layers.Dense(y.shape[1], experiment.network.output)
    model = keras.Sequential([keras.Input((x.shape[1],)), keras.layers.Dense(5, "tanh"), last])
    code = next(block.code for block in lab.ask("matrix", data=data).blocks if isinstance(block, Advice))
    if flat:
        y = y.ravel() if y.shape[1] == 1 else y.argmax(axis=1)
    exec(code, {"keras": keras, "tf": tf, "np": np, "model": model, "x": x, "y": y})
    assert float(capsys.readouterr().out) < 1e-6


@pytest.mark.parametrize("convention", list(matrix.CONVENTIONS))
def test_the_product_of_a_course_with_examples_in_columns_is_named_in_both_layouts(convention):
    section = next(
        each for each in _sections(convention=convention, units=5, data="digits") if "NumPy gives" in each.title
    )
    says = section.blocks[0].text
    assert "its dW = (1/m) dZ A.T is `d.T @ a / m` here: " in says
    if convention == matrix.OUT_IN:
        assert "here: right, as W is kept as (out, in) there too." in says
    else:
        shown = from_address(says.partition("](")[2].partition("), as")[0])[1]
        assert (shown["convention"], shown["units"], shown["data"]) == (matrix.OUT_IN, 5, "digits")


def test_with_examples_in_columns_dz_times_a_transposed_is_the_gradient_of_w_turned(six):
    one = six[1].kept(matrix.OUT_IN)
    A, dZ = one.a.T, one.d.T
    assert dZ @ A.T / 6 == pytest.approx(one.gradient, abs=1e-6)


def _sections(**settings):
    return [block for block in lab.ask("matrix", **settings).blocks if isinstance(block, Section)]


def test_shapes_stand_below_the_arrays(six):
    text = arrays.formula(six[1])
    for shape in ("(4, 3)", "(4, 6)", "(6, 3)", "(4, 1)", "(1, 3)"):
        assert rf"\underset{{{shape}}}" in text
    assert r"\frac{1}{6}" in arrays.one_entry(six[1])
    turned = arrays.formula(six[1].kept(matrix.OUT_IN))
    for shape in ("(3, 4)", "(3, 6)", "(6, 4)", "(3, 1)", "(1, 4)"):
        assert rf"\underset{{{shape}}}" in turned
    assert r"\underset{(3, 6)}{d^\top}\;\underset{(6, 4)}{a}" in turned


def test_a_convention_that_there_is_not_is_refused(refused):
    with refused(
        "`convention` must be one of '(in, out), as in Keras', \"(out, in), as in Nielsen's book and in PyTorch\"; "
        "got 'Keras'."
    ):
        matrix.writings(matrix.START, 6, "Keras")


def test_no_examples_is_refused(refused):
    with refused("`m` must be a whole number from 1 to 150; got 0."):
        matrix.layer(matrix.START, 0)


ASKED = "My derivative of the cost with respect to the output weights is a matrix, the book has a vector. Who is right?"


def test_whether_the_gradient_is_a_matrix_or_a_vector_is_found_and_answered():
    hit = lab.find(ASKED)[0]
    shown = from_address(hit.address)[1]
    assert (hit.question, shown["data"]) == ("matrix", question.ONE_OUTPUT)
    assert lab.ask("matrix", data=shown["data"]).headline == (
        "Matrix or vector, both are right if the shape is that of W: with one output unit, a column."
    )
    assert lab.ask("matrix", data=shown["data"], convention=matrix.OUT_IN).headline.endswith(
        "with one output unit, a row."
    )


@pytest.mark.parametrize(("m", "units"), [(1, 4), (6, 4), (30, 10)])
def test_with_one_output_unit_the_gradient_is_a_column_number_by_number(m, units):
    one = matrix.layer(question.setting(question.ONE_OUTPUT, units), m)
    assert one.d.shape == (m, 1)
    assert one.kernel.shape == one.gradient.shape == (units, 1)
    for j in range(units):
        mean = sum(float(one.a[i, j]) * float(one.d[i, 0]) for i in range(m)) / m
        assert one.gradient[j, 0] == pytest.approx(mean, abs=1e-6)


@pytest.mark.parametrize("m", [1, 6])
@pytest.mark.parametrize("convention", matrix.CONVENTIONS)
def test_labels_that_stand_flat_make_a_matrix_that_is_no_gradient(convention, m):
    found, one = matrix.writings(question.setting(question.ONE_OUTPUT, 4), m, convention)
    x, y = lab.data.load(lab.Data(question.ONE_OUTPUT))
    y = y[np.arange(m) * len(x) // m]
    flat = dict(zip(matrix.CONVENTIONS, matrix.ONE_OUTPUT, strict=True))[convention]
    got = matrix.ONE_OUTPUT[flat](one.a, one.d, m)
    np.testing.assert_allclose(got, eval(flat, {"a": one.a, "p": one.d + y, "y": y, "m": m}), atol=1e-6)
    assert found.set_index("code")["verdict"][flat] == ("right" if m == 1 else "grows")


def test_the_note_gives_the_shape_of_the_gradient(six):
    assert question.note(*six).startswith(
        "The gradient of the output weights has the shape of W, (4, 3): a matrix. One example gives one matrix, "
        "6 examples the mean of 6 of them. W is kept as (in, out), a row for each "
    )
    column = matrix.writings(question.setting(question.ONE_OUTPUT, 4), 1)
    assert question.note(*column).startswith(
        "The gradient of the output weights has the shape of W, (4, 1): a vector, written as a matrix. One example "
        "gives one matrix. W is kept"
    )
