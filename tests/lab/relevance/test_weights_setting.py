"""What one builds is what is trained on, and is said."""

import numpy as np
import pytest

import lab
from lab import presets
from lab.relevance import weights_setting as setting

GIVEN = {"kind": "discussion", "weight": 0.0}


def test_the_discussion_s_column_alone_is_the_discussion_s_table():
    assert setting.built([GIVEN]) == presets.DISCUSSION_TABLE


def test_the_discussion_s_column_beside_others_leaves_them_what_they_are():
    others = [{"kind": "noise", "weight": 0.0, "mean": 2.0}, {"kind": "noise", "weight": -1.0}]
    plain = setting.built([others[0], {"kind": "zero", "weight": 0.0}, others[1]], noise=1.0, seed=3)
    mixed = setting.built([others[0], GIVEN | {"weight": 0.5}, others[1]], noise=1.0, seed=3)
    (x, y), (mixed_x, mixed_y) = (lab.data.load(each, "float64") for each in (plain, mixed))
    np.testing.assert_array_equal(mixed_x[:, [0, 1, 3]], x[:, [0, 1, 3]])
    np.testing.assert_array_equal(mixed_x[:, 2], presets.DISCUSSION_NOISE)
    np.testing.assert_allclose(mixed_y[:, 0], y[:, 0] + 0.5 * np.array(presets.DISCUSSION_NOISE), atol=1e-14)
    assert mixed.features == ("x1", "x2 noise", "x3", "x4 noise")


def test_what_is_built_has_its_truth():
    columns = [{"kind": "scaled", "weight": 0.0, "factor": 2.0}, {"kind": "constant", "weight": 4.0, "value": -1.0}]
    x, y = lab.data.load(setting.built(columns, slope=0.5, intercept=-2.0, examples=4), "float64")
    np.testing.assert_array_equal(x, np.column_stack([[0, 3, 6, 9], [0, 6, 12, 18], [-1] * 4]))
    np.testing.assert_array_equal(y[:, 0], [-6.0, -4.5, -3.0, -1.5])
    assert setting.useless(columns, 0.5) == ["w2"]
    assert setting.useless(columns, 0.0) == ["w1", "w2"]


@pytest.mark.parametrize(
    ("slope", "weights", "intercept", "noise", "says"),
    [
        (3.0, [0.0], 1.0, 0.0, "y = 3 x1 + 1, without noise (10 examples)."),
        (-1.0, [0.0, 1.0], -0.5, 0.1, "y = −x1 + x3 − 0.5, with noise of standard deviation 0.1 (10 examples)."),
        (0.0, [-2.5], 0.0, 0.0, "y = −2.5 x2, without noise (10 examples)."),
        (0.0, [], 1.0, 0.0, "y = 1, without noise (10 examples)."),
        (0.0, [0.0], 0.0, 0.0, "y = 0, without noise (10 examples)."),
    ],
)
def test_the_truth_reads_as_a_formula(slope, weights, intercept, noise, says):
    columns = [{"kind": "noise", "weight": weight} for weight in weights]
    told = setting.truth(columns, slope=slope, intercept=intercept, noise=noise, examples=10)
    assert told == f"The truth: {says}"


@pytest.mark.parametrize("inputs", [1, 2, 5])
def test_the_discussion_s_start_fits_any_number_of_columns(inputs):
    kernel, bias = setting.explicit("the discussion's", inputs)
    assert kernel == [[1.0131117], *[[0.459983]] * 4][:inputs]
    assert bias == [0.0]
    assert setting.explicit("all zero", inputs) is None
