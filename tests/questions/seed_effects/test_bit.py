"""One last bit, and two runs of plain Keras."""

import random
from dataclasses import replace
from importlib.metadata import version

import numpy as np
import pytest

import lab
from lab.questions.seed_effects import bit
from lab.questions.seed_effects.bit import in_keras
from lab.seeds import three


@pytest.fixture(scope="module")
def bits():
    return bit.measure(three.setting(2000))


def test_the_same_start_asked_for_twice_is_equal_to_the_bit(bits):
    same = bits.apart[bits.apart["what"] == bit.TWICE]
    assert same["apart"].eq(0.0).all()
    assert bit.headline(bits).startswith(
        "Yes: runs are exactly equal; from large weights one changed bit takes them at most "
    )


def test_l18_one_last_bit_stays_small_from_he_and_grows_from_ten(bits):
    most = bits.facts.set_index("start")["most"]
    assert most["He"] < 1e-12
    assert most["large weights"] > 1e-6
    assert "He: the bit of 2.22 × 10⁻¹⁶ has not grown" in bit.growth(bits)
    assert "Large weights: the bit of" in bit.growth(bits)


def test_the_push_is_one_last_bit_of_one_weight(bits):
    for kind, push in zip(bits.facts["start"], bits.facts["push"], strict=True):
        assert push == np.spacing(abs(three.start(kind)[0].flat[0])) or push == np.spacing(three.start(kind)[0].flat[0])


def test_what_diverged_is_said_to_have(bits):
    gone = replace(bits, facts=bits.facts.assign(last=np.nan, most=np.nan))
    assert "diverged" in bit.detail(gone)
    assert "the runs diverged" in bit.growth(gone)
    assert isinstance(bit.formula(gone), str)


@pytest.fixture(scope="module")
def plain():
    """Plain Keras twice after each call, and the random state of this process before and after."""
    before = random.getstate(), np.random.get_state()[1].copy()  # noqa: NPY002
    found = in_keras.measure(lab.vary(in_keras.setting(), {"training.epochs": 2}))
    assert random.getstate() == before[0]
    assert np.array_equal(np.random.get_state()[1], before[1])  # noqa: NPY002
    return found.set_index("call", drop=False)


def test_s21_two_plain_runs_are_equal_after_keras_own_call_and_not_after_tensorflows(plain):
    assert (plain.loc[in_keras.TENSORFLOW, ["first", "last"]] > 0.1).all()
    assert (plain.loc[list(in_keras.CALLS[1:]), ["first", "last"]] == 0.0).all(axis=None)


def test_s21_the_remedy_is_said(plain):
    said = in_keras.detail(plain.reset_index(drop=True))
    assert "After `tf.random.set_seed(1234)` they start up to 1." in said
    assert "After `keras.utils.set_random_seed(1234)` they are exactly equal, at the start and at the end." in said
    assert "keras.utils.set_random_seed(1234)" in bit.REMEDY


def test_the_picture_draws_every_line(bits):
    _, line, words = bit.picture(bits).to_dict()["layer"]
    assert len(line["encoding"]["color"]["scale"]["domain"]) == 4
    assert words["encoding"]["text"]["field"] == "says"


def test_lines_that_hide_each_other_are_said_to(bits):
    """Of the runs that are exactly equal, one line is seen."""
    assert "two lines on each other" in str(bit.picture(bits).to_dict())
    apart = bits.apart.assign(apart=bits.apart["apart"].where(bits.apart["what"] != bit.TWICE, 1.0))
    assert "two lines on each other" not in str(bit.picture(replace(bits, apart=apart)).to_dict())


def test_headline_and_first_picture_are_of_the_same_runs(monkeypatch, plain):
    monkeypatch.setattr(in_keras, "measure", lambda *_, **__: plain.reset_index(drop=True))
    few = {"steps": 10}
    first = lab.ask("bit", plain=True, **few)
    assert "plain Keras" in first.headline
    ran = f"without Dropout, in Keras {version('keras')}."
    assert first.note == f"3 pairs of runs with `model.fit`, 2 epochs each, {ran}"
    assert f"plain Keras {version('keras')[0]} " in first.headline
    drawn = first.blocks[0]
    assert "After `keras.utils.set_random_seed(1234)` they are exactly equal" in drawn.says
    (rows,) = (frame for frame in drawn.frames.values() if "call" in frame)
    told = rows.set_index(["call", "when"])["says"]
    assert told[in_keras.KERAS].eq("exactly equal").all()
    assert told[in_keras.TENSORFLOW].str.endswith(" apart").all()
    other = lab.ask("bit", **few)
    assert "plain Keras" not in other.headline
    assert other.blocks[0].caption == first.figures()[1].caption
