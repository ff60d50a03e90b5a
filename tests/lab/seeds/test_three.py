"""Three starts and one last bit: against the published figures, and against plain NumPy steps."""

import random
from dataclasses import replace

import numpy as np
import pytest

import lab
from lab.charts.seeds import bit as bit_charts
from lab.charts.seeds import three as charts
from lab.seeds import bit, bit_words, repeated, three, three_drawn, three_words


@pytest.fixture(scope="module")
def short():
    return three.measure(three.setting(300))


@pytest.fixture(scope="module")
def bits():
    return bit.measure(three.setting(2000))


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
    assert "From zeros the cost is 0.6931 for ever" in three_words.answer(short)
    assert list(three_words.compared(short)["published"]) == ["0.6931471805599453", "0.8830537463419761"]


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
    assert np.array_equal(three.start("large weights")[0], np.random.randn(10, 2).T * 10.0)  # noqa: NPY002


def test_the_same_start_asked_for_twice_is_equal_to_the_bit(bits):
    same = bits.apart[bits.apart["what"] == bit.TWICE]
    assert same["apart"].eq(0.0).all()
    placed, axis = bit_words.placed(bits)
    assert (placed.loc[same.index, "place"] == axis.zero).all()
    assert bit_words.answer(bits).startswith("The same start twice: exactly equal at every step.")


def test_l18_one_last_bit_stays_small_from_he_and_grows_from_ten(bits):
    most = bits.facts.set_index("start")["most"]
    assert most["He"] < 1e-12
    assert most["large weights"] > 1e-6
    assert "He: the bit of 2.22e−16 has not grown" in bit_words.growth(bits)
    assert "Large weights: the bit of" in bit_words.growth(bits)


def test_the_push_is_one_last_bit_of_one_weight(bits):
    for kind, push in zip(bits.facts["start"], bits.facts["push"], strict=True):
        assert push == np.spacing(abs(three.start(kind)[0].flat[0])) or push == np.spacing(three.start(kind)[0].flat[0])


def test_what_diverged_is_said_to_have(bits, short):
    gone = replace(bits, facts=bits.facts.assign(last=np.nan, most=np.nan))
    assert "diverged" in bit_words.answer(gone)
    assert "the runs diverged" in bit_words.growth(gone)
    assert isinstance(bit_words.formula(gone), str)
    lost = replace(short, ends=short.ends.assign(last=np.nan))
    assert "diverged" in three_words.answer(lost)


@pytest.fixture(scope="module")
def plain():
    """Plain Keras twice after each call, and the random state of this process before and after."""
    before = random.getstate(), np.random.get_state()[1].copy()  # noqa: NPY002
    found = repeated.measure(lab.vary(repeated.setting(), {"training.epochs": 2}))
    assert random.getstate() == before[0]
    assert np.array_equal(np.random.get_state()[1], before[1])  # noqa: NPY002
    return found.set_index("call", drop=False)


def test_s21_two_plain_runs_are_equal_after_keras_own_call_and_not_after_tensorflows(plain):
    assert (plain.loc[repeated.TENSORFLOW, ["first", "last"]] > 0.1).all()
    assert (plain.loc[[repeated.KERAS, repeated.BOTH], ["first", "last"]] == 0.0).all(axis=None)


def test_s21_the_remedy_is_said(plain):
    said = bit_words.plain(plain.reset_index(drop=True))
    assert "After `tf.random.set_seed(1234)` they start up to 1." in said
    assert "After `keras.utils.set_random_seed(1234)` they are exactly equal, at the start and at the end." in said
    assert "2 epochs each" in said
    assert "keras.utils.set_random_seed(1234)" in bit_words.REMEDY
    assert bit_words.plain_table(plain)["last weights apart"].iloc[-1] == "0"


def test_the_pictures_draw_every_line(bits, short):
    line = bit_charts.apart(*bit_words.placed(bits)).to_dict()["layer"][-1]["encoding"]
    assert len(line["color"]["scale"]["domain"]) == 4
    costs = charts.costs(*three_drawn.placed(short)).to_dict()["layer"][0]["encoding"]
    assert costs["color"]["scale"]["domain"] == ["all zeros", "He", "large weights"]
    assert three_words.published(short) == "The published training is 15,000 steps long."


def test_large_weights_are_called_sure_and_wrong_only_where_they_are(short):
    assert "Large weights: the first answers are sure and often wrong" in three_words.why(short)
    small = replace(short, ends=short.ends.assign(first=1.0))
    assert "Large weights: not much larger than He's here" in three_words.why(small)
