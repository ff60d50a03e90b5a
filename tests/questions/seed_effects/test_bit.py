"""One last bit."""

from dataclasses import replace

import numpy as np
import pytest

from lab.questions.seed_effects import bit
from lab.seeds import three


@pytest.fixture(scope="module")
def bits():
    return bit.measure(three.setting(2000))


def test_the_same_start_asked_for_twice_is_equal_to_the_bit(bits):
    same = bits.apart[bits.apart["what"] == bit.TWICE]
    assert same["apart"].eq(0.0).all()
    assert bit.headline(bits).startswith(
        "Yes, on one machine: runs are exactly equal; from larger weights one changed bit takes them at most "
    )


def test_l18_one_last_bit_stays_small_from_he_and_grows_from_ten(bits):
    most = bits.facts.set_index("start")["most"]
    assert most["He"] < 1e-12
    assert most["larger weights"] > 1e-6
    assert "He: the bit of 2.22 × 10⁻¹⁶ has not grown" in bit.growth(bits)
    assert "Larger weights: the bit of" in bit.growth(bits)


def test_the_push_is_one_last_bit_of_one_weight(bits):
    for kind, push in zip(bits.facts["start"], bits.facts["push"], strict=True):
        assert push == np.spacing(abs(three.start(kind)[0].flat[0])) or push == np.spacing(three.start(kind)[0].flat[0])


def test_what_diverged_is_said_to_have(bits):
    gone = replace(bits, facts=bits.facts.assign(last=np.nan, most=np.nan))
    assert "diverged" in bit.detail(gone)
    assert "the runs diverged" in bit.growth(gone)
    assert isinstance(bit.formula(gone), str)


def test_the_picture_draws_every_line(bits):
    _, line, words = bit.picture(bits).to_dict()["layer"]
    assert len(line["encoding"]["color"]["scale"]["domain"]) == 4
    assert words["encoding"]["text"]["field"] == "says"


def test_lines_that_hide_each_other_are_said_to(bits):
    """Of the runs that are exactly equal, one line is seen."""
    assert "two lines on each other" in str(bit.picture(bits).to_dict())
    apart = bits.apart.assign(apart=bits.apart["apart"].where(bits.apart["what"] != bit.TWICE, 1.0))
    assert "two lines on each other" not in str(bit.picture(replace(bits, apart=apart)).to_dict())
