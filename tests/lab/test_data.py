"""The spec `Data` and the arrays it loads."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

import lab
from lab.columns import COLUMNS

LINE = [lab.Column(kind) for kind in COLUMNS]


@pytest.mark.parametrize("place", range(len(LINE)))
def test_a_column_added_at_the_end_leaves_all_others_unchanged(place):
    fewer, _ = lab.data.load(lab.Data("line", noise=1.0, columns=tuple(LINE[:place])))
    more, _ = lab.data.load(lab.Data("line", noise=1.0, columns=tuple(LINE[: place + 1])))
    np.testing.assert_array_equal(more[:, : place + 1], fewer)


def test_columns_leave_the_targets_and_their_noise_unchanged():
    _, alone = lab.data.load(lab.Data("line", noise=1.0))
    _, beside = lab.data.load(lab.Data("line", noise=1.0, columns=tuple(LINE)))
    np.testing.assert_array_equal(alone, beside)


def test_the_truth_of_the_line_is_slope_times_x1_plus_intercept_plus_each_column_by_its_weight():
    columns = (lab.Column("noise", mean=2.0, weight=-1.5), lab.Column("zero", weight=9.0), lab.Column("scaled"))
    x, y = lab.data.load(lab.Data("line", columns=columns, slope=-2.0, intercept=0.25), "float64")
    np.testing.assert_allclose(y[:, 0], -2.0 * x[:, 0] + 0.25 - 1.5 * x[:, 1], rtol=1e-14, atol=1e-14)


def test_the_truth_changes_neither_the_inputs_nor_the_noise_of_the_targets():
    columns = (lab.Column("noise"), lab.Column("correlated"))
    x, y = lab.data.load(lab.Data("line", noise=1.0, columns=columns), "float64")
    useful = (lab.Column("noise", weight=2.0), lab.Column("correlated"))
    same, other = lab.data.load(lab.Data("line", noise=1.0, columns=useful, slope=1.0, intercept=0.0), "float64")
    np.testing.assert_array_equal(same, x)
    np.testing.assert_allclose(other[:, 0], y[:, 0] - 2 * x[:, 0] - 1 + 2 * x[:, 1], atol=1e-13)


def test_a_column_may_change_and_leaves_the_others_unchanged():
    first, _ = lab.data.load(lab.Data("line", columns=(lab.Column("noise"), lab.Column("noise"))))
    other, _ = lab.data.load(lab.Data("line", columns=(lab.Column("zero"), lab.Column("noise"))))
    np.testing.assert_array_equal(first[:, 2], other[:, 2])


@pytest.mark.parametrize("name", ["line", "iris", "digits", "demand"])
def test_standardized_columns_have_mean_0_and_spread_1_or_are_0(name):
    x, _ = lab.data.load(lab.Data(name, standardize=True), "float64")
    spread = x.std(axis=0)
    np.testing.assert_allclose(x.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(spread[spread > 0], 1)


@pytest.mark.parametrize("value", [0.0, 0.1, 1 / 3, 1e6])
def test_a_constant_column_is_standardized_to_exactly_zero(value):
    x, _ = lab.data.load(lab.Data("line", columns=(lab.Column("constant", value=value),), standardize=True), "float64")
    assert (x[:, 1] == 0).all()


@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_the_arrays_come_in_the_precision_asked_for_and_cannot_be_written(precision):
    for array in lab.data.load(lab.Data("xor"), precision):
        assert array.dtype == precision
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5


def test_one_precision_is_the_other_rounded():
    (x, _), (exact, _) = (lab.data.load(lab.Data("moons"), precision) for precision in ("float32", "float64"))
    np.testing.assert_array_equal(x, exact.astype("float32"))


def test_a_table_is_loaded_as_it_is():
    frame = pd.DataFrame({"a": [1.0, 2.0], "y": [3.0, 4.0], "b": [5.0, 6.0]})
    data = lab.Data.from_frame(frame, target="y")
    x, y = lab.data.load(data)
    np.testing.assert_array_equal(x, [[1, 5], [2, 6]])
    np.testing.assert_array_equal(y, [[3], [4]])
    assert (data.features, data.inputs, data.outputs, data.examples) == (("a", "b"), 2, 1, 2)


def test_the_classes_of_a_table_are_one_hot_in_sorted_order():
    frame = pd.DataFrame({"a": [1, 2, 3], "kind": ["pear", "apple", "fig"]})
    _, y = lab.data.load(lab.Data.from_frame(frame, target="kind", task="classes"))
    np.testing.assert_array_equal(y, [[0, 0, 1], [1, 0, 0], [0, 1, 0]])


def test_features_are_named_by_place_and_kind():
    columns = (lab.Column("noise"), lab.Column("zero"))
    assert lab.Data("line", columns=columns).features == ("x1", "x2 noise", "x3 zero")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "xorr"}, None),
        ({"n": 3}, "`Data.n` must be a whole number from 4 to 20,000; got 3."),
        ({"n": 10**9}, "`Data.n` must be a whole number from 4 to 20,000; got 1000000000."),
        ({"n": 4.0}, "`Data.n` must be a whole number from 4 to 20,000; got 4.0."),
        ({"name": "iris", "n": 100}, "`Data.n` must be None for 'iris': its number of examples is fixed."),
        ({"name": "iris", "noise": 0.1}, "`Data.noise` must be None for 'iris': it has no noise to set."),
        ({"noise": -0.1}, "`Data.noise` must be a number from 0 to 1000; got -0.1."),
        ({"noise": float("nan")}, "`Data.noise` must be a number from 0 to 1000; got nan."),
        ({"seed": -1}, "`Data.seed` must be a whole number from 0 to 4,294,967,295; got -1."),
        ({"seed": 2**32}, "`Data.seed` must be a whole number from 0 to 4,294,967,295; got 4294967296."),
        ({"standardize": 1}, "`Data.standardize` must be True or False; got 1."),
        ({"columns": (lab.Column("zero"),)}, "`Data.columns` belongs to 'line' only; got 'xor'."),
        ({"name": "line", "columns": "zero"}, "`Data.columns` must be a list of at most 50 items; got 'zero'."),
        ({"name": "line", "columns": ["zero"]}, "`Data.columns` must be a Column; got 'zero'."),
        ({"name": "line", "slope": "3"}, "`Data.slope` must be a number from -1e+06 to 1e+06; got '3'."),
        ({"name": "line", "intercept": 1e7}, "`Data.intercept` must be a number from -1e+06 to 1e+06; got 10000000.0."),
        ({"slope": 2.0}, "`Data.slope` belongs to 'line' only, and is 3 elsewhere; got 2 for 'xor'."),
        (
            {"name": "iris", "intercept": 0},
            "`Data.intercept` belongs to 'line' only, and is 1 elsewhere; got 0 for 'iris'.",
        ),
        ({"seed": 3}, "`Data.seed` must be 0 for 'xor' as it is here: nothing of it is drawn."),
        ({"name": "digits", "seed": 3}, "`Data.seed` must be 0 for 'digits' as it is here: nothing of it is drawn."),
        ({"validation": -0.1}, "`Data.validation` must be a number from 0 to 1; got -0.1."),
        (
            {"validation": 0.1},
            "`Data.validation` must hold out at least 1 of the 4 examples and leave at least 1; 0.1 holds out 0.",
        ),
        (
            {"validation": 1},
            "`Data.validation` must hold out at least 1 of the 4 examples and leave at least 1; 1 holds out 4.",
        ),
        ({"validation_seed": 1}, "`Data.validation_seed` needs `Data.validation`, the share that is held out."),
        (
            {"standardize_target": True},
            "`Data.standardize_target` is for targets that are numbers; those of 'xor' are binary.",
        ),
        ({"name": "table"}, lab.data.TABLE_RULE),
        ({"table": 3}, lab.data.TABLE_RULE),
        ({"name": "table", "table": 3}, "`Data.table` must be a Table; got 3."),
    ],
)
def test_data_that_cannot_be_had_gets_its_sentence(refused, values, sentence):
    options = "'line', 'xor', 'circles', 'moons', 'spiral', 'blobs', 'demand', 'teacher', 'digits', 'iris', "
    options += "'breast_cancer', 'diabetes', 'mnist', 'table'"
    with refused(sentence or f"`Data.name` must be one of {options}; got 'xorr'. Did you mean 'xor'?"):
        lab.Data(**values)


HELD = lab.Data("diabetes", standardize=True, standardize_target=True, validation=0.3, validation_seed=4)


def test_what_is_held_out_is_not_trained_on_and_nothing_is_lost():
    plain = lab.Data("iris")
    held = lab.Data("iris", validation=0.3, validation_seed=4)
    parts = [np.hstack(lab.data.load(held, "float64", part)) for part in lab.data.PARTS]
    assert [len(part) for part in parts] == [held.examples, held.held] == [105, 45]
    whole = np.hstack(lab.data.load(plain, "float64"))
    assert sorted(map(tuple, np.vstack(parts))) == sorted(map(tuple, whole))
    other = lab.Data("iris", validation=0.3, validation_seed=5)
    assert (lab.data.load(other, "float64", "validation")[0] != parts[1][:, :4]).any()


def test_means_and_spreads_are_those_of_what_is_trained_on():
    raw = [lab.data.load(dataclasses.replace(HELD, standardize=False, standardize_target=False), "float64", part)
           for part in lab.data.PARTS]  # fmt: skip
    for place, part in enumerate(lab.data.PARTS):
        for found, column in zip(lab.data.load(HELD, "float64", part), (0, 1), strict=True):
            trained = raw[0][column]
            np.testing.assert_allclose(found, (raw[place][column] - trained.mean(axis=0)) / trained.std(axis=0))


def test_a_target_that_is_constant_is_standardized_to_exactly_zero():
    data = lab.Data("line", slope=0.0, intercept=0.1, standardize_target=True)
    assert (lab.data.load(data)[1] == 0).all()


def test_a_table_of_ones_own_takes_the_same_options():
    frame = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0, 9.0], "y": [10.0, 20.0, 30.0, 40.0, 90.0]})
    data = lab.Data.from_frame(frame, target="y", standardize_target=True, validation=0.4, validation_seed=1)
    assert (data.examples, data.held, data.total) == (3, 2, 5)
    assert lab.data.load(data, "float64")[1].std() == pytest.approx(1)


STEPS = np.arange(60.0)


@pytest.mark.parametrize(
    ("x", "says"),
    [
        (1.7e9 + STEPS, "keeps 1 of the 60 different values of 'x'"),
        (1.7e9 + 60 * STEPS, "keeps 29 of the 60 different values of 'x'"),
        (2.0**24 + STEPS, "keeps 31 of the 60 different values of 'x'"),
        (1e-50 * STEPS, "keeps 1 of the 60 different values of 'x'"),
        (1e-40 * STEPS, "keeps 1 of the 60 different values of 'x'"),
        (1e25 * STEPS, "cannot hold the squares of 'x', whose values go up to 5.9e+26"),
        (np.arange(10**9, 10**9 + 60), "keeps 2 of the 60 different values of 'x'"),
        (101_325 + 0.01 * STEPS, "moves the values of 'x' by"),
    ],
)
def test_a_column_that_float32_does_not_hold_is_named_with_what_to_do(x, says):
    with pytest.warns(UserWarning, match="Training computes in float32, which ") as told:
        lab.Data.from_frame(pd.DataFrame({"x": x, "y": STEPS}), target="y")
    assert says in str(told[0].message)
    assert "Pass `standardize=True`, or subtract a column's mean" in str(told[0].message)
    lab.Data.from_frame(pd.DataFrame({"x": x, "y": STEPS}), target="y", standardize=True)


def test_a_target_that_float32_does_not_hold_is_named_though_the_inputs_are_standardised():
    with pytest.warns(UserWarning, match=r"keeps 1 of the 60 different values of 'y'\. Subtract a column's mean"):
        lab.Data.from_frame(pd.DataFrame({"x": STEPS, "y": 1.7e9 + STEPS}), target="y", standardize=True)


def test_whole_numbers_that_float64_rounds_are_named_though_they_are_standardised():
    """Nanoseconds since 1970, one apart: float64 has one number for 256 of them, and nothing is left to standardise."""
    x = 1_700_000_000_000_000_000 + np.arange(60)
    with pytest.warns(UserWarning, match="keeps 1 of the 60 different values of 'x'"):
        lab.Data.from_frame(pd.DataFrame({"x": x, "y": STEPS}), target="y", standardize=True)


@pytest.mark.parametrize(
    "x", [1.7e9 + 86_400 * STEPS, 300 + np.sin(STEPS), np.full(60, 0.1), STEPS.astype("float32"), 1e-30 * STEPS, -STEPS]
)
def test_a_column_that_float32_holds_well_enough_is_taken_without_a_word(x):
    """Warnings are errors in these tests."""
    lab.Data.from_frame(pd.DataFrame({"x": x, "y": STEPS}), target="y")


def test_columns_are_standardised_before_they_are_rounded():
    near, far = (
        lab.data.load(lab.Data.from_frame(pd.DataFrame({"x": x, "y": STEPS}), target="y", standardize=True))[0]
        for x in (STEPS, 1.7e9 + STEPS)
    )
    np.testing.assert_array_equal(near, far)
