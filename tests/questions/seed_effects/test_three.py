"""What do zeros, He's weights and larger ones do? Against published figures, and plain NumPy steps."""

from dataclasses import replace

import numpy as np
import pytest

import lab
from lab.questions.seed_effects import three as shown
from lab.seeds import three


@pytest.fixture(scope="module")
def short():
    return shown.measure(three.setting(300))


def stepped(weights, x, y, rate, steps):
    """Gradient descent on a ReLU network, in plain NumPy."""
    w = [array.copy() for array in weights]
    for _ in range(steps):
        a1 = np.maximum(x @ w[0] + w[1], 0)
        a2 = np.maximum(a1 @ w[2] + w[3], 0)
        d3 = (1 / (1 + np.exp(-(a2 @ w[4] + w[5]))) - y[:, None]) / len(x)
        d2 = d3 @ w[4].T * (a2 > 0)
        d1 = d2 @ w[2].T * (a1 > 0)
        slopes = [x.T @ d1, d1.sum(0), a1.T @ d2, d2.sum(0), a2.T @ d3, d3.sum(0)]
        w = [value - rate * slope for value, slope in zip(w, slopes, strict=True)]
    return w


def test_the_published_costs_at_the_start_come_out_in_all_digits(short):
    ends = short.ends.set_index("start")
    assert ends.loc["He", "first"] == pytest.approx(0.8830537463419761, abs=1e-14)
    assert ends.loc["all zeros", "first"] == pytest.approx(0.6931471805599453, abs=1e-15)
    assert ends.loc["all zeros", "last"] == pytest.approx(0.6931471805599453, abs=1e-12)
    assert "From zeros the cost is 0.6931 for ever" in shown.note(short)
    assert list(shown.compared(short)["published"]) == ["0.6931471805599453", "0.8830537463419761"]


def test_the_steps_are_those_of_plain_numpy():
    run = lab.train(three.setting(20), initial=three.start("He"), recorded=1)
    x, y = three.circles(300, 1)
    for mine, plain in zip(run.arrays, stepped(three.start("He"), x, y, 0.01, 20), strict=True):
        assert mine[0, 0, -1] == pytest.approx(plain, abs=1e-13)


def test_the_data_are_those_of_numpy_s_global_seed():
    from sklearn.datasets import make_circles

    np.random.seed(1)  # noqa: NPY002 - what was published did this
    x, y = make_circles(n_samples=300, noise=0.05)
    mine = three.circles(300, 1)
    assert np.array_equal(mine[0], x)
    assert np.array_equal(mine[1], y)
    np.random.seed(3)  # noqa: NPY002
    assert np.array_equal(three.start("larger weights")[0], np.random.randn(10, 2).T * 10.0)  # noqa: NPY002


def test_large_weights_are_called_sure_and_wrong_only_where_they_are(short):
    assert "Larger weights: the first answers are sure and often wrong; a gradient" in shown.why(short)
    small = replace(short, ends=short.ends.assign(first=1.0, last=[0.7, 0.06, 0.05]))
    assert "Larger weights: the first answers are not much surer than from He; that" in shown.why(small)
    assert shown.headline(small).endswith("to 0.06, larger weights to 0.05.")


def test_a_run_that_diverged_is_said_to_have(short):
    lost = replace(short, ends=short.ends.assign(last=np.nan))
    assert "diverged" in shown.note(lost)
    assert shown.headline(lost).endswith("larger weights diverge.")


def test_every_start_has_a_line(short):
    costs = shown.costs(*shown.placed(short)).to_dict()["layer"][0]["encoding"]
    assert costs["color"]["scale"]["domain"] == ["all zeros", "He", "larger weights"]
    assert shown.published(short) == "The published training is 15,000 steps long."


def test_the_published_training_comes_out_digit_by_digit():
    """L16: 15,000 steps; the last digits may differ, as sums are made in another order."""
    answer = lab.ask("three")
    table = next(frame for frame in answer.frames() if "ours" in frame)
    assert float(table.loc[table["step"] == "14,000", "ours"].iloc[1]) == pytest.approx(0.07357895962677366, abs=1e-11)
    assert answer.note.startswith("From zeros the cost is 0.6931 for ever; in 15,000 steps He goes from 0.8831 to ")
    assert "He 99.3 % (96 % of new ones)" in answer.note
