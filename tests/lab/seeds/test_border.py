"""Borders whose dimension is known, and the way further in."""

import math

import numpy as np
import pytest

import lab
from lab.seeds import border
from lab.seeds.trainability import START, Map
from lab.seeds.window import Window


def fate(trained):
    """A map with these points."""
    return Map(START, Window(rates=(0.0, 1.0), scales=(0.0, 1.0)), 0, trained, np.zeros(trained.shape))


def test_a_straight_border_has_dimension_one():
    trained = np.zeros((128, 128), bool)
    trained[:, :50] = True
    assert border.dimension(border.boxes(trained)) == pytest.approx(1.0)
    assert border.dimension(border.boxes(np.tril(trained | True))) == pytest.approx(1.0, abs=0.02)


def test_sierpinski_s_triangle_has_the_dimension_log_3_over_log_2():
    row, column = np.indices((256, 256))
    found = border.dimension(border.boxes((row & column) == 0))
    assert found == pytest.approx(math.log(3) / math.log(2), abs=0.1)


def test_coin_tosses_all_but_fill_the_plane():
    assert 1.85 < border.noise() < 2.0


def test_without_a_border_there_is_no_dimension():
    assert math.isnan(border.dimension(border.boxes(np.ones((32, 32), bool))))
    assert border.closer(fate(np.ones((32, 32), bool))) is None


def test_closer_is_where_most_of_the_border_is():
    trained = np.zeros((64, 64), bool)
    trained[:, 32:] = True
    trained[10:14:2, 40:48:2] = False
    window = border.closer(fate(trained))
    assert window.rates == pytest.approx((39 / 64, 47 / 64), abs=1 / 64)
    assert window.scales[0] <= 9 / 64 <= 13 / 64 <= window.scales[1] + 1e-4


def test_every_level_is_so_many_times_narrower_and_shared_on_the_way():
    shared = []
    levels = border.levels(lab.vary(START, {"training.epochs": 30}), Window(), 3, 32, partly=shared.append)
    assert levels["level"].tolist() == [0, 1, 2]
    assert levels["decades"].tolist() == pytest.approx([1.0, 1 / 8, 1 / 64], rel=1e-3)
    assert [len(part) for part in shared] == [1, 2, 3]
    assert levels["rates"].tolist() == [32, 32, 32]


def test_the_levels_end_where_there_is_no_border():
    calm = Window(rates=(-3.0, -2.0), scales=(-0.1, 0.1))
    assert len(border.levels(lab.vary(START, {"training.epochs": 30}), calm, 4, 16)) == 1
