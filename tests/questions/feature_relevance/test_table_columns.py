"""Columns of a table beside planted noise: what is planted, what is refused, and which are told from noise."""

import numpy as np
import pandas as pd
import pytest

import lab
from lab.questions.feature_relevance import table as words
from lab.questions.feature_relevance.table import choice as own_columns
from lab.questions.feature_relevance.table import fit as told
from lab.questions.feature_relevance.table import picture, sheet
from lab.questions.feature_relevance.table import trained as own_table

ROWS = 60


def made(**columns):
    """A sheet of these columns; by default two that matter, one that does not, and a target of numbers."""
    draws = np.random.default_rng(0)
    x = draws.normal(size=(3, ROWS))
    usual = {
        "up": 5 + 2 * x[0],
        "down": x[1],
        "idle": 100 * x[2],
        "y": 10 + 3 * x[0] - 2 * x[1] + draws.normal(size=ROWS),
    }
    frame = pd.DataFrame(columns or usual)
    return sheet.Sheet(sheet.OWN, frame, digest=str(pd.util.hash_pandas_object(frame).sum()))


PLAIN = {"target": "y", "inputs": ("up", "down", "idle"), "noise": 5}


def choice(table=None, **values):
    """A choice of that sheet."""
    return own_columns.Choice(sheet=table or made(), **(PLAIN | values))


@pytest.fixture(scope="module")
def found():
    return own_table.measure(made(), PLAIN, epochs=400, count=8)


def test_embedded_tables_are_scikit_learn_s():
    from sklearn import datasets

    for name, target in sheet.EMBEDDED.items():
        given = getattr(datasets, f"load_{name}")()
        table = sheet.embedded(name)
        assert np.array_equal(table.frame.iloc[:, :-1].to_numpy(), given.data)
        told = table.frame[target]
        meant = given.target if name == "diabetes" else given.target_names[given.target]
        assert told.tolist() == list(meant)
        assert table == sheet.embedded(name)
        assert not table.own


def test_what_a_target_is_taken_for():
    table = made(a=[0.0, 1.0, 0.0], b=[0.0, 1.0, 2.0], c=pd.Categorical(["x", "y", "z"]))
    assert [own_columns.usual(table, name) for name in "abc"] == ["classes", "numbers", "classes"]


def test_planted_columns_come_after_the_inputs_and_are_what_they_are_called():
    made_of = choice(constant=True, copy="down", noise=2)
    x, y = lab.data.load(own_columns.data(made_of), "float64")
    assert list(own_columns.kinds(made_of)) == [
        "up", "down", "idle", "copy of down", "planted constant", "planted noise 1", "planted noise 2",
    ]  # fmt: skip
    assert np.array_equal(x[:, 1], x[:, 3])
    assert not x[:, 4].any()
    assert abs(np.corrcoef(x[:, 5], x[:, 6])[0, 1]) < 0.9
    assert [x.mean(), y.mean()] == pytest.approx([0, 0], abs=1e-12)
    assert [*x.std(axis=0)[[0, 1, 2, 3, 5, 6]], y.std()] == pytest.approx([1] * 7)


def test_the_noise_has_a_seed_and_its_columns_do_not_depend_on_how_many_there_are():
    few, many, other = (
        lab.data.load(own_columns.data(choice(noise=n, seed=s)))[0] for n, s in ((2, 0), (5, 0), (2, 1))
    )
    assert np.array_equal(few[:, 3:5], many[:, 3:5])
    assert not np.array_equal(few[:, 3:5], other[:, 3:5])


def test_rows_that_miss_a_value_are_refused_with_their_number_or_dropped():
    frame = made().frame
    frame.loc[[1, 4], "up"] = np.nan
    frame.loc[[4, 7, 9], "y"] = np.nan
    table = made(**frame)
    assert table.incomplete(["up", "down", "y"]) == 4
    assert own_columns.data(choice(table, drop=True)).examples == ROWS - 4
    with pytest.raises(
        ValueError, match=r"^4 of 60 rows have missing values, in up \(2\) and y \(3\)\. Drop those rows"
    ):
        own_columns.data(choice(table))
    assert own_columns.data(choice(table, inputs=("down",), target="idle")).examples == ROWS


def timed(start, step, **values):
    """A target that grows from day to day and depends on b, with the time in seconds since 1970."""
    days, b = np.arange(float(ROWS)), np.random.default_rng(0).normal(size=ROWS)
    table = made(t=start + step * days, b=b, y=0.2 * days + 2 * b)
    chosen = {"target": "y", "inputs": ("t", "b"), "standardize": False, "noise": 5} | values
    return own_table.measure(table, chosen, epochs=300, count=4), [0.2 * days.std(), 2 * b.std()]


@pytest.mark.parametrize(("start", "step"), [(1.7e9, 86_400), (1.7e12, 86_400_000), (101_325, 1), (-1e6, 0.5)])
def test_without_standardising_a_line_ends_where_least_squares_has_it_however_far_from_0(start, step):
    found, right = timed(start, step)
    assert found.ends["law"].to_numpy() == pytest.approx([*right, 0, 0, 0, 0, 0], abs=1e-3)
    assert "But training is far from its end. (60 rows" in words.verdict(found)
    assert (
        f"Training is far from its end: weights are up to {words.figure(found.facts['gap'].iloc[0])} from where it "
        f"would end. By theory its slowest direction needs {told._many(found.facts['needed'].iloc[0], 'about')} epochs "
        in told.fit(found)
    )
    assert told.fit(found).endswith(" epochs until 1 % of its way is left; this was 300 epochs.")


def test_the_epochs_that_are_missing_are_those_of_gradient_descent_written_out():
    draws = np.random.default_rng(0)
    x = 3 + draws.normal(size=ROWS)
    found = own_table.measure(made(x=x, y=2 * x + 1), {"target": "y", "inputs": ("x",), "standardize": False,
                              "noise": 0}, epochs=10, count=1)  # fmt: skip
    X, steps = np.column_stack([x, np.ones(ROWS)]), 0
    w = flat = np.linalg.eigh(X.T @ X)[1][:, 0]
    while np.abs(w @ flat) > own_table.ENOUGH:
        w, steps = w - found.facts["rate"].iloc[0] * 2 / ROWS * X.T @ (X @ w), steps + 1
    assert np.ceil(found.facts["needed"].iloc[0]) == steps
    assert f"needs {told._many(steps, 'about')} epochs" in told.fit(found)


@pytest.mark.parametrize(
    ("number", "shown"),
    [(7.9, "about 7"), (2305.2, "about 2,300"), (372_580, "about 370,000"), (1.23e7, "about 12 million"),
     (4.56e9, "about 4.5 thousand million"), (1.1358e13, "about 11 million million"),
     (1.9e25, "more than 1,000 million million")],
)  # fmt: skip
def test_epochs_beyond_counting_are_said_in_words(number, shown):
    assert told._many(number, "about") == shown


def test_a_model_worse_than_the_mean_explains_nothing():
    found, _ = timed(1.7e9, 86_400)
    assert found.facts["score"].iloc[0] < 0
    assert told.fit(found).startswith(
        "Together, planted ones included, they explain nothing of the target in these rows: worse than always "
        "predicting the mean."
    )
    for score, shown in ((1e-5, "less than 0.1 %"), (0.9999, "more than 99.9 %"), (0.543, "54.3 %"), (1.0, "100 %")):
        assert told.percentage(score) == shown


def test_a_column_that_float32_swallows_is_named_and_ends_at_0():
    found, _ = timed(1.7e9, 1)
    assert words.more(found).startswith(
        "Training computes with 7 digits (float32), which keeps 1 of the 60 different values of 't'. Standardise the "
        "columns. "
    )
    assert found.ends.set_index("column").loc["t", ["mid", "law"]].tolist() == [0.0, 0.0]
    same, _ = timed(1.7e9, 1, standardize=True)
    assert told.blurred(same) == ""


@pytest.mark.parametrize(
    ("start", "step", "needed"), [(1.7e9, 86_400, "more than 1,000 million million epochs"), (500, 1, "at least ")]
)
@pytest.mark.parametrize("task", ["binary", "classes"])
def test_classes_say_too_that_training_is_far_from_its_end(task, start, step, needed):
    days, b = np.arange(float(ROWS)), np.random.default_rng(0).normal(size=ROWS)
    names = np.array(["low", "high"] if task == "binary" else ["low", "high", "mid"])
    table = made(t=start + step * days, b=b, y=pd.Categorical(names[(np.arange(ROWS) * 7) % len(names)]))
    chosen = {"target": "y", "inputs": ("t", "b"), "read_as": "classes", "standardize": False, "noise": 1}
    says = told.fit(own_table.measure(table, chosen, epochs=50, count=2))
    assert f"Training is far from its end. By theory its slowest direction needs {needed}" in says


@pytest.mark.parametrize(
    ("columns", "values", "sentence"),
    [
        ({"up": [1.0, 2, 3], "y": [7.0] * 3}, {},
         "The target 'y' is the same in every row: there is nothing to learn."),
        ({"up": [1.0, 2, np.nan], "y": [1.0, 2, 3]}, {"drop": True},
         "Training needs at least 3 rows; there are 2 without the 1 that misses a value."),
        ({"up": [1.0, np.nan, np.nan], "y": [1.0, 2, 3]}, {"drop": True},
         "Training needs at least 3 rows; there is 1 without the 2 that miss a value."),
        ({"up": [1.0, 2, np.nan, 4], "y": [1.0, 2, 3, 4]}, {},
         "1 of 4 rows has missing values, in up (1). Drop that row, or leave that column out."),
        ({"up": [1.0, np.inf, 3], "y": [1.0, 2, 3]}, {},
         "Values that are infinite or beyond 1e+30 cannot be trained on: up (1)."),
        ({"up": [1.0, 2, 3], "y": [1.0, -1e31, 1e300]}, {},
         "Values that are infinite or beyond 1e+30 cannot be trained on: y (2)."),
        ({"up": [1.0, 2, 3], "y": pd.Categorical(["a", "b", "a"])}, {},
         "The target 'y' holds texts; read it as classes, or choose another target."),
        ({"up": pd.Categorical(list("abcdefghijklm")), "y": np.arange(13.0)}, {},
         "Inputs must be columns of numbers, or of texts with 2 to 12 values; up holds others."),
        ({"up": pd.Categorical(["a", "b", "a"]), "up = b": [1.0, 2, 4], "y": [1.0, 2, 3]}, {"inputs": ("up", "up = b")},
         "A column called up = b is there already; rename it to plant one."),
        ({"up": [1.0, 2, 3], "planted noise 1": [1.0, 2, 4], "y": [1.0, 2, 3]},
         {"inputs": ("up", "planted noise 1")},
         "A column called planted noise 1 is there already; rename it to plant one."),
        ({"up": [1.0, 2, 3], "planted noise 1": [1.0, 2, 4]}, {"target": "planted noise 1"},
         "A column called planted noise 1 is there already; rename it to plant one."),
        ({"y": [1.0, 2, 3]}, {"inputs": ()},
         "Choose at least one input column beside the target: one of numbers, or of texts with few values."),
        ({"y": [1.0, 2, 3]}, {}, "The table has no column 'up'."),
        ({"y": [1.0, 2, 3]}, {"inputs": ("y",)}, "'y' cannot be target and input at once."),
        ({"up": [1.0, 2, 3], "y": [1.0, 2, 3]}, {"copy": "y"},
         "Only an input of numbers can be planted once more, not 'y'."),
    ],
)  # fmt: skip
def test_what_cannot_be_trained_on_is_refused_with_its_sentence(columns, values, sentence, refused):
    with refused(sentence):
        own_columns.data(choice(made(**columns), **({"inputs": ("up",)} | values)))


def test_a_text_is_trained_on_as_columns_of_0_and_1():
    frame = made().frame
    kind = np.select([frame["up"] > 6, frame["up"] < 4], ["high", "low"], "middle")
    table = made(**(dict(frame) | {"kind": pd.Categorical(kind)}))
    made_of = choice(table, inputs=("kind", "down"), standardize=False, noise=1)
    assert list(own_columns.kinds(made_of).items()) == [
        ("kind = high", "real"), ("kind = low", "real"), ("down", "real"), ("planted noise 1", "noise"),
    ]  # fmt: skip
    x, _ = lab.data.load(own_columns.data(made_of), "float64")
    assert np.array_equal(x[:, :2], np.column_stack([kind == "high", kind == "low"]))
    found = own_table.measure(table, PLAIN | {"inputs": ("kind", "down", "idle")}, epochs=400, count=2)
    status = found.ends.set_index("column")["status"]
    assert status[["kind = high", "kind = low", "idle"]].tolist() == ["stands out", "stands out", "like noise"]


def test_the_columns_that_matter_are_told_from_those_that_do_not(found):
    status = found.ends.set_index("column")["status"]
    assert status[["up", "down", "idle"]].tolist() == ["stands out", "stands out", "like noise"]
    assert (found.ends["kind"] == "noise").sum() == 5
    assert found.facts["score"].iloc[0] > 0.9
    assert "2 of 3 columns stand out from 5 planted columns of noise: up and down." in words.verdict(found)
    assert words.verdict(found).endswith("1 cannot be told from noise: idle. (60 rows, 8 seeds, 400 epochs.)")


def test_a_line_ends_where_least_squares_has_it_in_units_of_the_target_s_spread(found):
    frame = made().frame
    x, y = frame[["up", "down", "idle"]].to_numpy(), frame["y"].to_numpy()
    planted, _ = lab.data.load(found.experiment.data, "float64")
    design = np.column_stack([(x - x.mean(axis=0)) / x.std(axis=0), planted[:, 3:], np.ones(ROWS)])
    best = np.linalg.lstsq(design, (y - y.mean()) / y.std(), rcond=None)[0][:-1]
    assert found.ends["mid"].to_numpy() == pytest.approx(best, abs=1e-3)
    assert found.ends["law"].to_numpy() == pytest.approx(best, abs=1e-6)
    assert found.facts["gap"].iloc[0] < 1e-3


def test_with_every_size_divided_by_its_inflation_columns_stand_as_student_s_test_has_them(found):
    """|w| / sqrt(V) is |t| but for a factor that all columns share."""
    x, y = lab.data.load(found.experiment.data, "float64")
    design = np.column_stack([x, np.ones(ROWS)])
    inverse = np.linalg.inv(design.T @ design)
    w = inverse @ design.T @ y[:, 0]
    t = np.abs(w / np.sqrt(np.diag(inverse)))[:-1]  # but for what the line leaves over, which all share
    ratio = found.ends["size"] / found.ends["inflation"] / t
    assert ratio.to_numpy() == pytest.approx(ratio.iloc[0], rel=2e-3)
    assert (found.ends["alone"] > 0).tolist() == [size > max(t[3:]) for size in t]


def test_a_standard_deviation_stands_for_the_unit_whether_standardised_or_not():
    chosen = {"target": "y", "inputs": ("up",), "noise": 0}
    plain, scaled = (
        own_table.measure(made(up=up, y=[1.0, 3, 2, 5]), chosen | {"standardize": standardize}, epochs=3000, count=1)
        for up, standardize in (([1.0, 2, 3, 4], False), ([10.0, 20, 30, 40], True))
    )
    spread = np.std([1, 3, 2, 5])
    assert plain.ends["mid"].iloc[0] / spread == pytest.approx(scaled.ends["mid"].iloc[0], rel=1e-3)


def test_of_a_copy_only_the_sum_is_decided_by_the_data():
    found = own_table.measure(made(), PLAIN | {"copy": "up", "constant": True}, epochs=400, count=8)
    ends, facts = found.ends.set_index("column"), found.facts.iloc[0]
    single = own_table.measure(made(), PLAIN, epochs=400, count=8).ends.set_index("column")
    assert facts["together_low"] == pytest.approx(single.loc["up", "mid"], abs=1e-3)
    assert facts["together_high"] == pytest.approx(single.loc["up", "mid"], abs=1e-3)
    assert ends.loc["copy of up", "high"] - ends.loc["copy of up", "low"] > 0.3
    assert np.isinf(ends.loc[["up", "copy of up"], "inflation"]).all()
    assert ends.loc["planted constant", ["low", "mid", "high"]].tolist() == [0.0] * 3
    assert ends.loc["up", "status"] != "stands out"
    assert "The copy of up ended between" in words.more(found)
    assert "The planted constant is the same in every row" in words.more(found)
    assert "constant" in picture.table(found)["√V"].tolist()


def test_classes_are_told_by_weights_that_do_not_depend_on_what_all_logits_share():
    frame = made().frame
    kind = np.select([frame["up"] > 6, frame["up"] < 4], ["high", "low"], "middle")
    table = made(**(dict(frame) | {"kind": pd.Categorical(kind)}))
    chosen = PLAIN | {"target": "kind", "read_as": "classes"}
    found = own_table.measure(table, chosen, epochs=300, count=4)
    assert found.experiment.network.output == "softmax"
    assert found.ends.set_index("column")["status"][["up", "idle"]].tolist() == ["stands out", "like noise"]
    assert (found.ends["low"] >= 0).all()
    run = lab.train(found.experiment, [0], recorded=1)
    kernel = run.keras_weights(0)[0].astype(float)
    shifted = kernel + np.arange(kernel.shape[0])[:, None]
    for each in (kernel, shifted):
        size = np.sqrt(((each - each.mean(axis=1, keepdims=True)) ** 2).sum(axis=1))
        alone = own_table.measure(table, chosen, epochs=300, count=1)
        assert alone.ends["mid"].to_numpy() == pytest.approx(size, rel=1e-5)
    assert "% of these rows right" in told.fit(found)
    two = own_table.measure(
        table, chosen | {"target": "y", "inputs": ("up",)} | {"read_as": "numbers"}, epochs=5, count=1
    )
    assert two.experiment.network.output == "linear"


def test_what_diverged_is_said_and_drawn_nowhere():
    found = own_table.measure(made(), PLAIN, share=1.5, epochs=2000, count=2)
    assert words.verdict(found) == "No answer: all 2 seeds diverged. A smaller learning rate helps."
    assert picture.ends(found)[0].empty
    assert picture.curves(found)[0].empty
    assert set(picture.table(found)["weight × standard deviation"]) == {"diverged"}
    assert picture.formulas(found)
    assert told.fit(found) == ""
    assert "none, all diverged" in words.seen(found)


def test_without_noise_there_is_no_yardstick_and_with_few_rows_any_column_can_be_replaced():
    bare = own_table.measure(made(), PLAIN | {"noise": 0}, epochs=300, count=2)
    assert words.verdict(bare).startswith(
        "No answer without a yardstick: plant some noise. The heaviest weights belong to"
    )
    assert words.chance(bare) == ""
    assert set(picture.ends(bare)[0]["status"]) == {picture.NO_NOISE}
    few = own_table.measure(
        made(a=[1.0, 2, 4], y=[1.0, 3, 2]), {"target": "y", "inputs": ("a",), "noise": 5}, epochs=300, count=2
    )
    assert np.isinf(few.ends["inflation"]).all()
    assert "There are no more rows than weights" in words.more(few)
    assert np.isnan(few.facts["band"].iloc[0])


def test_long_and_strange_names_are_cut_and_kept_apart():
    names = ["x" * 60 + "1", "x" * 60 + "2", "**b** $x$"]
    text = ",".join([*names, "y"]) + "\n" + "".join(f"{i},{i * i % 7},{-i},{i % 5}\n" for i in range(30))
    table = sheet.read(text.encode())
    found = own_table.measure(table, {"target": "y", "inputs": tuple(names), "noise": 1}, epochs=50, count=2)
    rows, strip = picture.ends(found)
    assert rows["name"].nunique() == 3
    assert rows["name"].str.len().max() < 50
    assert len(strip) == 1
    curves, noise = picture.curves(found)
    assert curves["label"].nunique() == 3
    assert (noise["from"] == -noise["to"]).all()
