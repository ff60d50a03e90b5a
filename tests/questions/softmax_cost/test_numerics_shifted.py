"""Why subtract the largest logit? The softmax of logits that rise together, against SciPy and IEEE 754."""

import numpy as np
import pytest
from scipy.special import softmax

import lab
from lab.laws import overflow as theory
from lab.questions.softmax_cost.numerics import shifted


@pytest.mark.parametrize(("precision", "reach"), [("float32", 120), ("float64", 1000)])
def test_written_out_it_is_lost_where_the_sum_of_the_powers_overflows_and_never_with_the_largest_subtracted(
    precision, reach
):
    found = shifted.probabilities(precision, reach, 2)
    assert np.isnan(shifted.right_between(found, shifted.WITH)).all()
    _, high = shifted.right_between(found, shifted.WITHOUT)
    assert high == pytest.approx(theory.highest(precision) - np.log1p(np.exp(-2)), abs=1.01 * reach / 10_000)
    right = softmax(np.float64([[50.0, 48.0]]), axis=1)[0]
    for _, rows in found[found["c"].abs() < 80].groupby("way"):
        np.testing.assert_allclose(rows[["ahead", "behind"]], np.tile(right, (len(rows), 1)), rtol=1e-4)


def test_the_three_lines_give_the_softmax_of_logits_whose_powers_overflow():
    z = np.float32([[1000.0, 998.0, -500.0], [-1000.0, -1000.0, -999.0]])
    held = {"np": np, "z": z}
    exec(shifted.CODE, held)
    np.testing.assert_allclose(held["a"], softmax(np.float64(z), axis=1), rtol=1e-6)


@pytest.mark.parametrize(
    ("settings", "end"),
    [
        ({"gap": 2}, "; without it the sum of powers overflows above a logit of 88.6."),
        ({"gap": 2, "reach": 30}, ", and logits up to 30 do not need it."),
        ({"precision": "float64", "reach": 1000}, "; without it the sum of powers overflows above a logit of 710."),
    ],
)  # fmt: skip
def test_the_headline_says_where_it_is_needed(settings, end):
    answer = lab.ask("numerics", move=shifted.TOGETHER, **settings)
    assert answer.headline == f"Subtracting the largest logit changes no probability{end}"
