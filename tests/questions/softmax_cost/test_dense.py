"""What is inside a Dense layer, and what does one step do? Shapes, the discussion's figures, gradients, the step."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import lab
from lab.answer import Why
from lab.charts import theme
from lab.questions.softmax_cost import dense as question
from lab.questions.softmax_cost.dense import arrays, published, step
from lab.questions.softmax_cost.dense import layer as dense

DISCUSSION = dense.setting([1, 2, 3], 1, 2, (-1, 1), 0.001, "normal")


def layer(rows=3, features=4, units=25, start="glorot", seed=0, rate=0.001, targets=(-1, 1)):
    """A layer on counting inputs."""
    first = range(1, features + 1)
    return dense.measure(dense.setting(first, rows, units, targets, rate, start), start, seed)


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
    assert published.is_it(discussion)
    table = published.beside(discussion)
    assert len(table) == 22
    assert table["difference"].abs().max() < 4e-6
    assert table.loc[table["number"].str.startswith("w["), "same"].all()


@pytest.mark.parametrize("change", ["seed", "rate", "target", "rows"])
def test_another_layer_is_not_called_the_discussion_s(change):
    values = {"rows": 1, "features": 3, "units": 2, "start": "normal", "seed": 42}
    values |= {"seed": {"seed": 41}, "rate": {"rate": 0.01}, "target": {"targets": (1, 1)}, "rows": {"rows": 2}}[change]
    assert published.printed(layer(**values))[1] is None


def test_the_draw_is_tensorflow_s_own_under_a_seed_of_the_process():
    """Both in a process of its own: that seed would stay."""
    code = (
        "import numpy as np, tensorflow as tf\n"
        "from lab.questions.softmax_cost.dense.layer import discussion_normal\n"
        "for seed in (42, 0, 7, 100):\n"
        "    for shape in ((3, 2), (6, 25)):\n"
        "        tf.keras.utils.set_random_seed(seed)\n"
        "        given = tf.random.normal(shape).numpy()\n"
        "        assert np.array_equal(given, discussion_normal(seed, shape)), (seed, shape)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[3])
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("start", dense.STARTS)
def test_the_tape_says_what_the_hand_says_and_the_loss_lies_on_the_parabola(start):
    found = layer(rows=4, features=3, units=5, start=start, seed=3, rate=0.02)
    for tape, hand in zip(found.slopes, found.by_hand, strict=True):
        np.testing.assert_allclose(tape, hand, rtol=2e-5, atol=2e-5 * max(1.0, np.abs(hand).max()))
    np.testing.assert_allclose(found.course["loss"], found.course["theory"], rtol=1e-4, atol=1e-4)
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
    assert (step.units(layer())["same"] == 1).all()
    assert "All 25 units get the same input and the same rule, and still 25 different gradients." in question.why(
        layer()
    )
    assert step.heading(layer()) == "Every unit has a gradient of its own"


def test_units_that_start_equal_differ_only_by_what_they_want():
    apart = step.units(layer(units=5, start="equal"))
    assert apart["same"].tolist() == [3, 2, 3, 2, 3]
    equal = layer(units=5, start="equal", targets=(1, 1))
    assert (step.units(equal)["same"] == 5).all()
    assert (
        "Here all units have the same weights and the same target, so g is the same too. All 5 units have one and "
        in (question.why(equal))
    )
    assert step.heading(equal) == "All units have the same gradient"
    assert step.heading(layer(units=5, start="equal")) == "5 units, 2 gradients"


def test_one_unit_has_one_gradient():
    found = layer(units=1)
    assert "There is one unit here, so there is one gradient." in question.why(found)
    assert question.headline(found) == "Inside are 4 weights and 1 bias; one step of gradient descent lowers the loss."


def test_a_single_row_is_solved_by_one_step_of_the_right_rate():
    """For x = (1, 2, 3) and the bias |x|^2 + 1 = 15."""
    found = layer(rows=1, features=3, units=2, start="normal", seed=42, rate=1 / 15)
    assert question.headline(found).endswith("one step of gradient descent takes the loss to almost nothing.")
    assert found.loss[1] < 1e-10 < found.loss[0]


def test_every_cell_of_the_picture_is_a_number_of_the_layer_in_its_place(discussion):
    for view, numbers in {
        "arrays": discussion.kernel,
        "slopes": discussion.slopes[0],
        "after": discussion.after[0],
    }.items():
        cells, titles = arrays.scheme(discussion, view)
        assert len(cells) == 6 + 2 + 3 + 2
        kernel = cells[cells["array"].str.contains("kernel")]
        assert kernel.pivot_table("value", "row", "column").to_numpy() == pytest.approx(numbers)
        assert titles["says"].str.endswith(("(3, 2)", "(2,)", "(1, 3)", "(1, 2)")).all()
        output = cells[cells["array"].str.contains("output")]
        assert sorted(output["left"]) == sorted(kernel["left"].unique())  # each below its column of the kernel
        assert output["top"].unique() == cells.loc[cells["array"] == "x", "top"].unique()
        assert cells["shade"].abs().max() <= arrays.FULLEST


def test_a_wide_layer_has_no_figures_in_its_cells():
    assert (arrays.scheme(layer(), "arrays")[0]["text"] == "").all()


def test_nothing_to_learn_is_said_and_drawn():
    found = dense.measure(dense.setting([0, 0], 1, 2, (0, 0), 0.1, "zeros"), "zeros", 0)
    assert found.loss == (0.0, 0.0)
    assert question.headline(found).endswith("one step of gradient descent leaves the loss as it is.")
    assert "the loss stays at 0." in question.note(found)
    assert step.course(found) == "All slopes are 0, so a step of any rate leaves the loss at 0."
    assert step.formula(found)
    assert np.isfinite(found.course.to_numpy()).all()


@pytest.mark.parametrize(
    ("even", "becomes"),
    [(1.0, "lowers the loss and makes them different."), (-1.0, "lowers the loss and leaves them equal.")],
)
def test_equal_units_part_in_one_step_only_if_their_targets_differ(even, becomes):
    found = dense.measure(dense.setting([1, 2, 3], 1, 2, (-1.0, even), 1e-3, "equal"), "equal", 42)
    assert question.headline(found) == f"Inside are 2 equal units; one step of gradient descent {becomes}"


def test_a_rate_that_is_too_large_is_said_to_raise_the_loss():
    assert question.headline(layer(rate=0.5)).endswith("raises the loss.")


def test_python_s_prompt_shows_the_arrays(discussion):
    shown = arrays.transcript(discussion)
    assert ">>> dense.get_weights()\n[]\n" in shown
    assert "-0.8426258" in shown


@pytest.mark.parametrize(("start", "hint"), [("Normal", " Did you mean 'normal'?"), (None, "")])
def test_an_unknown_start_is_refused(start, hint, refused):
    with refused(f"`start` must be one of 'normal', 'glorot', 'equal', 'zeros'; got {start!r}.{hint}"):
        dense.measure(DISCUSSION, start)


def test_the_theory_is_dashed_and_grey_and_the_chosen_rate_ringed_once(discussion):
    chart = step.picture(discussion.course, discussion.rate).to_dict()
    line = chart["layer"][0]
    assert (line["encoding"]["y"]["field"], line["mark"]["color"]) == ("theory", theme.NEUTRAL)
    assert line["mark"]["strokeDash"] == list(theme.LAW_DASH)
    assert sum("0.001" in str(each.get("transform")) for each in chart["layer"]) == 2  # the ring and its word
    assert (discussion.course["rate"] == 0.001).sum() == 1


def test_dense_25_on_3_rows_of_4_features_is_shown_with_its_shapes():
    """S06."""
    answer = lab.ask("dense", rows=3, features=4, units=25)
    assert answer.headline.startswith("Inside are 100 weights and 25 biases;")
    assert "a kernel of shape (4, 25) and a bias of shape (25,)" in answer.note
    shapes = next(frame for frame in answer.frames() if "Shape" in frame)
    assert shapes.loc["output = x @ kernel + bias", "Shape"] == "(3, 25)"


def test_the_discussion_s_layer_is_what_the_question_begins_with():
    answer = lab.ask("dense")
    printed = answer.frames()[-1]
    assert printed.loc["w′[0,0]", "Printed"] == "0.33266637"
    assert printed.loc["w′[0,0]", "Apart"] == "same"
    assert "the loss goes from 43.74 to 42.44" in answer.note


def test_the_factor_that_differs_is_named():
    why = next(block.text for block in lab.ask("dense", odd=1.0).blocks if isinstance(block, Why))
    assert "Its output comes from its own weights; the target is the same for all." in why
    why = next(block.text for block in lab.ask("dense", start="equal").blocks if isinstance(block, Why))
    assert "what differs is the target." in why


def test_what_is_offered_to_copy_runs():
    import keras
    import tensorflow as tf

    x, y = np.ones((3, 4), "float32"), np.zeros((3, 2), "float32")
    names = {"keras": keras, "tf": tf, "x": x, "y": y}
    exec(question.AT_HOME, names)
    assert names["dl_dw"].shape == (4, 2)
    assert names["dl_db"].shape == (2,)
