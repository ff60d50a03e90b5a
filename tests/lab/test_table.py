"""A user's own table: whatever pandas can hold is taken as it is meant, or refused with its sentence."""

import gc
import time
import weakref
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

import lab
from lab import memory
from lab.table import Table


def made(target="y", task="regression", **columns):
    """The table of these columns."""
    return lab.Data.from_frame(pd.DataFrame(columns), target=target, task=task).table


def beside(values, **options):
    """The input column that a table makes of `values`."""
    return made(a=values, y=range(len(values)), **options).x[:, 0].tolist()


@pytest.mark.parametrize(
    "values",
    [
        pd.array([1, 2, 3], dtype="Int64"),
        pd.array([1, 2, 3], dtype="Float32"),
        pd.array([1, 2, 3], dtype="int64[pyarrow]"),
        pd.Categorical([1, 2, 3]),
        pd.Series([Decimal(1), Decimal("2.0"), Decimal("3")]),
        pd.Series([1, 2.0, np.float32(3)], dtype=object),
        pd.arrays.SparseArray([1, 2, 3]),
        np.array([1, 2, 3], dtype="uint8"),
    ],
    ids=["Int64", "Float32", "pyarrow", "category", "Decimal", "object", "sparse", "uint8"],
)
def test_numbers_are_numbers_in_every_type_pandas_keeps_them_in(values):
    assert beside(values) == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("kind", ["bool", "boolean"])
def test_false_and_true_are_0_and_1(kind):
    assert beside(pd.array([True, False, True], dtype=kind)) == [1.0, 0.0, 1.0]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        (["a", "b"], "'a'"),
        (["1", "2"], "'1'"),
        ([1, "two"], "'two'"),
        (pd.Categorical(["low", "high"]), "'low'"),
        ([1j, 2j], "1j"),
        ([[1, 2], [3, 4]], "[1, 2]"),
        ([np.array([1, 2]), np.array([3, 4])], "array([1, 2])"),
        (pd.to_datetime(["2020-01-01", "2020-01-02"]), "Timestamp('2020-01-01 00:00:00')"),
        (pd.date_range("2020", periods=2, tz="UTC"), "Timestamp('2020-01-01 00:00:00+0000', tz='UTC')"),
        (pd.to_timedelta([1, 2], unit="s"), "Timedelta('0 days 00:00:01')"),
        (pd.period_range("2020", periods=2, freq="Y"), "Period('2020', 'Y-DEC')"),
    ],
)
def test_an_input_that_is_no_number_is_shown(refused, values, shown):
    with refused(f"Column 'a' must hold numbers; got {shown}."):
        beside(values)


@pytest.mark.parametrize(
    "values",
    [[1, None], [1, np.nan], pd.array([1, None], dtype="Int64"), pd.Categorical([1, None]), [1, Decimal("NaN")]],
    ids=["None", "NaN", "NA", "category", "Decimal"],
)
def test_missing_values_are_counted(refused, values):
    with refused("Column 'a' has missing values (1); drop or fill those rows first."):
        beside(values)


@pytest.mark.parametrize("value", [np.inf, -np.inf, 1e31, 10**400], ids=["inf", "-inf", "1e31", "10**400"])
def test_values_beyond_every_training_are_counted(refused, value):
    with refused("Column 'a' has values that are infinite or beyond 1e+30 (2)."):
        beside([value, 1, value])


@pytest.mark.parametrize(
    ("frame", "target", "sentence"),
    [
        (pd.DataFrame(), "y", "The table has no target column 'y'; it has no columns."),
        (pd.DataFrame({"a": []}), "y", "The table has no target column 'y'; it has 'a'."),
        (pd.DataFrame({"a": [], "y": []}), "y", "A table must have at least 1 row; got 0."),
        (pd.DataFrame({"y": [1]}), "y", "A table needs at least one input column; this one has none."),
        (pd.DataFrame({"a": [1]}), [], "A table needs at least one target column; this one has none."),
        (pd.DataFrame({"a": [1]}), None, "The table has no target column 'None'; it has 'a'."),
        (pd.DataFrame({"a": [1]}), ["p", "q"], "The table has no target column 'p', 'q'; it has 'a'."),
        (pd.DataFrame({"a": [1], "y": [1]}), ["y", "y"], "`target` may name a column once; got 'y', 'y'."),
        (
            pd.DataFrame([[1, 2, 3, 4]], columns=["a", "b", "a", "b"]),
            "a",
            "Column names must differ; 'a', 'b' comes more than once.",
        ),
        (pd.DataFrame([[1, 2]], columns=[1, "1"]), "1", "Column names must differ; '1' comes more than once."),
        (pd.DataFrame({"": [1], "y": [1]}), "y", "`name of a column` must be a text of 1 to 200 characters; got ''."),
        (pd.DataFrame(np.zeros((2, 1001))), "0", "A table may have 1,000 columns; got 1,001."),
        (pd.Series([1, 2]), "y", "A table must be a pandas DataFrame; got a Series."),
        ([[1, 2]], "y", "A table must be a pandas DataFrame; got a list."),
        ("a,y", "y", "A table must be a pandas DataFrame; got a str."),
    ],
)
def test_a_table_of_the_wrong_shape_gets_its_sentence(refused, frame, target, sentence):
    with refused(sentence):
        lab.Data.from_frame(frame, target=target)


def test_a_table_that_does_not_fit_is_refused_before_it_is_read(refused, monkeypatch):
    monkeypatch.setattr("lab.memory.free_memory", lambda: 4e9)
    monkeypatch.setattr("lab.table._plain", lambda *_: pytest.fail("a column was read"))
    frame = pd.DataFrame(np.lib.stride_tricks.as_strided(np.zeros(1), (10**8, 2), (0, 0)), copy=False)
    sentence = (
        "A table of 100,000,000 rows and 2 columns would take 4.8 GB in training, and 2.0 GB is the most here; take "
        "fewer rows or columns."
    )
    with refused(sentence):
        lab.Data.from_frame(frame, target="0")


@pytest.mark.parametrize(("rows", "columns"), [(60_000, 785), (891_473, 9), (20_001, 2), (20_000, 150)])
def test_what_fits_in_the_memory_of_a_laptop_is_taken(rows, columns, monkeypatch):
    """The largest is MNIST as a whole: 60,000 images of 784 pixels, 1.1 GB with all its copies."""
    monkeypatch.setattr("lab.memory.free_memory", lambda: 4e9)
    memory.check_table(rows, columns)


def test_many_rows_are_read_compared_and_found_again_in_seconds():
    """891,473 rows took minutes value by value; here 20 seconds of this process, whatever else the machine does."""
    draws = np.random.default_rng(0)
    frame = pd.DataFrame(draws.normal(size=(891_473, 4)).astype("float32"), columns=list("abcd"))
    frame["kind"] = draws.integers(0, 3, len(frame))
    began = time.process_time()
    data, same = (lab.Data.from_frame(frame, target="kind", task="classes") for _ in range(2))
    assert data == same
    assert data.table.labels == (0, 1, 2)
    for _ in range(1000):
        hash(data)
    assert time.process_time() - began < 20
    np.testing.assert_array_equal(lab.data.load(data)[0], frame[list("abcd")].to_numpy())


@pytest.mark.parametrize("kind", ["int64", "float32", "Int64", "Float64", "int64[pyarrow]", object])
def test_numbers_are_checked_alike_in_every_type(refused, kind):
    """Arrays are checked at once, objects one by one: the same table and the same sentences."""
    assert made(a=pd.array([3, 1, 2], dtype=kind), y=[1, 2, 3]) == made(a=[3, 1, 2], y=[1, 2, 3])
    labels = made(a=[1, 2, 3], y=pd.array([7, 3, 7], dtype=kind), task="binary").labels
    assert labels == (3, 7)
    if kind not in ("int64", "float32"):
        with refused("Column 'a' has missing values (1); drop or fill those rows first."):
            made(a=pd.array([3, None, 2], dtype=kind), y=[1, 2, 3])


@pytest.mark.parametrize(
    ("task", "labels", "sentence"),
    [
        ("binary", [1, 1], "Target 'y' must have exactly 2 distinct values; it has 1."),
        ("binary", [1, 2, 3], "Target 'y' must have exactly 2 distinct values; it has 3."),
        ("classes", ["a", "a"], "Target 'y' must have 2 to 100 distinct values; it has 1."),
        ("classes", range(101), "Target 'y' must have 2 to 100 distinct values; it has 101."),
        ("binary", ["a", None], "Column 'y' has missing values (1); drop or fill those rows first."),
        ("binary", [0.0, np.inf], "Column 'y' has values that are infinite or beyond 1e+30 (1)."),
        ("classes", [(1,), (2,)], "Column 'y' must hold texts or numbers; got (1,)."),
        ("regression", ["a", "b"], "Column 'y' must hold numbers; got 'a'."),
        ("ranking", [1, 2], "`task` must be one of 'regression', 'binary', 'classes'; got 'ranking'."),
    ],
)
def test_a_target_that_does_not_fit_its_task_gets_its_sentence(refused, task, labels, sentence):
    with refused(sentence):
        made(a=range(len(labels)), y=list(labels), task=task)


def test_several_targets_make_a_regression_only(refused):
    columns = {"a": [1, 2], "y": [3, 4], "z": [5, 6]}
    assert made(["z", "y"], **columns).y.tolist() == [[5, 3], [6, 4]]
    with refused("The task 'binary' takes one target column."):
        made(["y", "z"], "binary", **columns)


@pytest.mark.parametrize(
    ("labels", "order"),
    [
        (["no", "yes", "no"], ("no", "yes")),
        ([7, 3, 7], (3, 7)),
        ([True, False, True], (False, True)),
        (pd.Categorical(["low", "high", "low"], categories=["low", "high"]), ("high", "low")),
        (pd.array(["b", "a", "b"], dtype="string"), ("a", "b")),
        (["b", 1, "b"], (1, "b")),
    ],
    ids=["texts", "numbers", "flags", "category", "string", "mixed"],
)
def test_two_labels_are_0_and_1_in_sorted_order(labels, order):
    table = made(a=range(3), y=labels, task="binary")
    assert table.labels == order
    assert table.y[:, 0].tolist() == [order.index(label) for label in list(labels)]


def test_columns_may_be_named_by_numbers():
    assert lab.Data.from_frame(pd.DataFrame([[1, 2, 3]]), target=2).features == ("0", "1")


def test_tables_are_equal_by_content():
    columns = {"a": [1, 2], "y": [3, 4]}
    assert made(**columns) == made(**columns)
    assert hash(made(**columns)) == hash(made(**columns))
    assert made(**columns) != made(a=[1, 2], y=[3, 5])
    assert made(**columns) != made(b=[1, 2], y=[3, 4])


def test_a_table_does_not_follow_the_frame_it_came_from():
    frame = pd.DataFrame({"a": [1.0, 2.0], "y": [3.0, 4.0]})
    table = lab.Data.from_frame(frame, target="y").table
    frame.loc[0, "a"] = 9.0
    assert table.x[0, 0] == 1.0
    with pytest.raises(ValueError, match="read-only"):
        table.x[0, 0] = 9.0


@pytest.mark.parametrize("task", ["regression", "binary", "classes"])
def test_the_columns_of_a_table_make_the_same_table(task):
    table = made(a=[1.5, 2.5], y=[0, 1], task=task)
    assert Table.from_columns(**table.to_columns()) == table


def test_a_table_is_kept_by_nobody_but_its_owner():
    """The arrays of made data are kept for the next who asks; those of a table must go when their owner does."""
    data = lab.Data.from_frame(pd.DataFrame({"a": [1, 2, 3], "y": [1, 2, 4]}), target="y", standardize=True)
    lab.data.load(data)
    table = weakref.ref(data.table)
    del data
    gc.collect()
    assert table() is None
