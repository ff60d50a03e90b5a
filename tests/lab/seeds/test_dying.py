"""ReLU units that die during training: counted as plain NumPy counts them, and by rate."""

import numpy as np
import pytest

import lab
from lab.seeds import dying

SHORT = lab.vary(dying.START, {"training.epochs": 1})


@pytest.fixture(scope="module")
def found():
    return dying.measure(SHORT, (0.1, 2.0), range(3))


def test_dead_is_what_is_above_0_at_no_example(found):
    x, _ = lab.data.load(SHORT.data)
    run = lab.train(lab.vary(SHORT, {"training.learning_rate": 2.0}), range(3), recorded=1)
    shares = []
    for seed in range(3):
        kernel, bias, *_ = run.keras_weights(seed=seed)
        shares.append(np.mean([max(x @ kernel[:, unit] + bias[unit]) <= 0 for unit in range(32)]))
    assert found.rates["mid"].iloc[1] == pytest.approx(np.median(shares))


def test_a_larger_rate_kills_more(found):
    small, large = found.rates.itertuples()
    assert small.mid <= 0.1
    assert large.mid > 0.5
    assert large.accuracy < small.accuracy


def test_the_words_name_the_rates_at_which_more_are_dead(found):
    said = dying.verdict(found)
    assert " at a rate of 2 (32 ReLU units, 1 epoch on the digits, median of 3 runs)." in said
    assert "at a rate of 0.1" not in said
