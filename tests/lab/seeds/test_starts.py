"""Thousands of starts in pieces: the same numbers as in one run, and something to see on the way."""

import numpy as np
import pytest

import lab
from lab.seeds import spread, starts

SHORT = lab.vary(spread.START, {"training.epochs": 20})
SCHEMES = ["uniform", "he_normal"]


def test_the_pieces_are_the_run_to_the_bit():
    shared, done = [], []
    found = starts.trained(SHORT, SCHEMES, 1100, partly=shared.append, progress=lambda each: done.append(each.done))
    whole = lab.train(SHORT, range(1100), {starts.SCHEME: SCHEMES}, weights="ends")
    np.testing.assert_array_equal(found.loss, whole.loss)
    np.testing.assert_array_equal(found.accuracy, whole.accuracy[:, :, -1])
    assert [(len(part.seeds), part.loss.shape[1], part.asked) for part in shared] == [
        (512, 512, 1100),
        (1024, 1024, 1100),
    ]
    assert (found.seeds, done[-1]) == (range(1100), 1.0)
    assert all(one <= other + 0.2 for one, other in zip(done, done[1:], strict=False))


def test_a_regression_has_no_accuracy():
    found = starts.trained(lab.vary(SHORT, {"data.name": "line", "network.output": "linear"}), ["uniform"], 3)
    assert found.accuracy is None
    assert "accuracy" not in spread.ends(found)


def test_too_much_work_is_refused_before_it_begins():
    with pytest.raises(ValueError, match="^This run would take"):
        starts.trained(lab.vary(SHORT, {"training.epochs": 10_000_000}), SCHEMES, 10_000)


def test_no_seed_is_refused(refused):
    with refused("`count` must be a whole number from 1 to 200,000; got 0."):
        starts.trained(SHORT, SCHEMES, 0)
