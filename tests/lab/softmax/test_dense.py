"""A real Dense layer: its shapes, the discussion's figures, its gradients and its step."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import lab
from lab.softmax import dense, dense_drawn, dense_published, dense_setting, dense_tables, dense_words

DISCUSSION = dense_setting.setting([1, 2, 3], 1, 2, (-1, 1), 0.001, "normal")


def layer(rows=3, features=4, units=25, start="glorot", seed=0, rate=0.001, targets=(-1, 1)):
    """A layer on counting inputs."""
    first = range(1, features + 1)
    return dense.measure(dense_setting.setting(first, rows, units, targets, rate, start), start, seed)


@pytest.fixture(scope="module")
def discussion():
    return dense.measure(DISCUSSION)


def test_a_layer_of_25_on_3_rows_of_4_features_has_the_claimed_shapes():
    """S06: no weights before the first call; then kernel (4, 25), bias (25,), output (3, 25)."""
    found = layer()
    assert found.before == 0
    assert found.x.tolist() == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]
    assert (found.kernel.shape, found.bias.shape, found.output.shape) == ((4, 25), (25,), (3, 25))
    assert dict(found.calls.to_numpy()) == {
        "(3, 4)": "(3, 25)", "(2, 3, 4)": "(2, 3, 25)", "(4,)": "refused", "(3, 5)": "refused",
    }  # fmt: skip


def test_the_printed_figures_of_the_discussion_come_out(discussion):
    """S07. A float32 of this size has steps of 1e-6 and 5e-7: four of them, for sums in another order."""
    np.testing.assert_allclose(
        discussion.slopes[0],
        [[-5.197844, -7.775473], [-10.395688, -15.550946], [-15.593533, -23.32642]],
        atol=4e-6,
    )
    np.testing.assert_allclose(discussion.slopes[1], discussion.slopes[0][0], rtol=0)
    assert discussion.after[0][0, 0] == np.float32(0.33266637)
    assert dense_published.is_it(discussion)
    table = dense_published.beside(discussion)
    assert len(table) == 22
    assert table["difference"].abs().max() < 4e-6
    assert table.loc[table["number"].str.startswith("w["), "same"].all()


@pytest.mark.parametrize("change", ["seed", "rate", "target", "rows"])
def test_another_layer_is_not_called_the_discussion_s(change):
    values = {"rows": 1, "features": 3, "units": 2, "start": "normal", "seed": 42}
    values |= {"seed": {"seed": 41}, "rate": {"rate": 0.01}, "target": {"targets": (1, 1)}, "rows": {"rows": 2}}[change]
    assert dense_tables.printed(layer(**values))[1] is None


def test_the_draw_is_tensorflow_s_own_under_a_seed_of_the_process():
    """Both in a process of its own: that seed would stay."""
    code = (
        "import numpy as np, tensorflow as tf\n"
        "from lab.softmax.dense_setting import discussion_normal\n"
        "for seed in (42, 0, 7, 100):\n"
        "    for shape in ((3, 2), (6, 25)):\n"
        "        tf.keras.utils.set_random_seed(seed)\n"
        "        given = tf.random.normal(shape).numpy()\n"
        "        assert np.array_equal(given, discussion_normal(seed, shape)), (seed, shape)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[3])
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("start", dense_setting.STARTS)
def test_the_tape_says_what_the_hand_says_and_the_loss_lies_on_the_parabola(start):
    found = layer(rows=4, features=3, units=5, start=start, seed=3, rate=0.02)
    for tape, hand in zip(found.slopes, found.by_hand, strict=True):
        np.testing.assert_allclose(tape, hand, rtol=2e-5, atol=2e-5 * max(1.0, np.abs(hand).max()))
    np.testing.assert_allclose(found.course["loss"], found.course["law"], rtol=1e-4, atol=1e-4)
    assert found.loss[1] == found.course.set_index("rate").loc[0.02, "loss"]


def test_the_step_is_the_laboratory_s_own_training_step():
    found = layer(rows=3, features=4, units=3, rate=0.01, seed=5)
    run = lab.train(found.experiment, seeds=[5])
    kernel, bias = run.keras_weights(5, 0)
    assert np.array_equal(kernel, found.kernel)
    assert np.array_equal(bias, found.bias)
    for ours, theirs in zip(found.after, run.keras_weights(5), strict=False):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)
    assert run.losses()["loss"].tolist() == pytest.approx(found.loss, rel=1e-5)


def test_units_that_start_different_have_gradients_of_their_own():
    """S08."""
    assert (dense_drawn.units(layer())["same"] == 1).all()
    assert "still 25 different gradients" in dense_words.verdict(layer())


def test_units_that_start_equal_differ_only_by_what_they_want():
    apart = dense_drawn.units(layer(units=5, start="equal"))
    assert apart["same"].tolist() == [3, 2, 3, 2, 3]
    equal = layer(units=5, start="equal", targets=(1, 1))
    assert (dense_drawn.units(equal)["same"] == 5).all()
    assert "one and the same gradient." in dense_words.verdict(equal)


def test_a_single_row_is_solved_by_one_step_of_the_right_rate():
    """For x = (1, 2, 3) and the bias |x|^2 + 1 = 15."""
    found = layer(rows=1, features=3, units=2, start="normal", seed=42, rate=1 / 15)
    assert found.loss[1] < 1e-10 < found.loss[0]


def test_every_cell_of_the_picture_is_a_number_of_the_layer_in_its_place(discussion):
    for view, arrays in {
        "arrays": discussion.kernel,
        "slopes": discussion.slopes[0],
        "after": discussion.after[0],
    }.items():
        cells, titles = dense_drawn.scheme(discussion, view)
        assert len(cells) == 6 + 2 + 3 + 2
        kernel = cells[cells["array"].str.contains("kernel")]
        assert kernel.pivot_table("value", "row", "column").to_numpy() == pytest.approx(arrays)
        assert titles["says"].str.endswith(("(3, 2)", "(2,)", "(1, 3)", "(1, 2)")).all()
        output = cells[cells["array"].str.contains("output")]
        assert sorted(output["left"]) == sorted(kernel["left"].unique())  # each below its column of the kernel
        assert output["top"].unique() == cells.loc[cells["array"] == "x", "top"].unique()
        assert cells["shade"].abs().max() <= dense_drawn.FULLEST


def test_a_wide_layer_has_no_figures_in_its_cells():
    assert (dense_drawn.scheme(layer(), "arrays")[0]["text"] == "").all()


def test_nothing_to_learn_is_said_and_drawn():
    found = dense.measure(dense_setting.setting([0, 0], 1, 2, (0, 0), 0.1, "zeros"), "zeros", 0)
    assert found.loss == (0.0, 0.0)
    assert "leaves the loss at 0" in dense_words.verdict(found)
    assert dense_words.formula(found)
    assert np.isfinite(found.course.to_numpy()).all()


def test_a_rate_that_is_too_large_is_said_to_raise_the_loss():
    assert "raises the loss from" in dense_words.verdict(layer(rate=0.5))


def test_python_s_prompt_shows_the_arrays(discussion):
    shown = dense_tables.transcript(discussion)
    assert ">>> dense.get_weights()\n[]\n" in shown
    assert "-0.8426258" in shown


@pytest.mark.parametrize("start", ["Normal", None])
def test_an_unknown_start_is_refused(start, refused):
    with refused(f"`start` must be one of 'normal', 'glorot', 'equal', 'zeros'; got {start!r}."):
        dense.measure(DISCUSSION, start)


def test_what_differs_between_units_is_told_as_it_is():
    every, wanted, none = layer(units=2), layer(units=2, start="equal"), layer(units=2, start="equal", targets=(1, 1))
    assert dense_words.heading(every) == "Every unit has a gradient of its own"
    assert "its target y is its own" in dense_words.why(every)
    assert "so the same output z; what differs is the target y." in dense_words.why(wanted)
    assert "g is the same too. Summed over the rows, g is " in dense_words.why(none)
    assert dense_words.heading(none) == "All units have the same gradient"
    assert dense_words.heading(layer(units=5, start="equal")) == "5 units, 2 gradients"
    assert dense_words.heading(layer(units=1)) == "The gradient of its one unit"
    alike = dense_words.why(layer(units=2, targets=(1, 1)))
    assert "its own weights; the target y is the same for all." in alike
    assert dense_words.verdict(every).count("Both units get the same input") == 1


def test_where_nothing_is_to_be_learned_no_rate_is_called_best():
    found = layer(units=2, start="zeros", targets=(0, 0))
    assert dense_words.course(found) == "All slopes are 0, so a step of any rate leaves the loss at 0."
    assert "the gradients are exactly equal." in dense_words.why(found)
