"""Windows of the map: parts, ways about, and what is none."""

import dataclasses

import pytest

from lab.seeds.window import BOUNDS, Window


def test_a_part_of_a_window_lies_where_its_shares_say():
    part = Window(rates=(-1.0, 1.0), scales=(0.0, 4.0)).part((0.75, 0.25), (0.5, 1.0))
    assert part == Window(rates=(-0.5, 0.5), scales=(2.0, 4.0))
    assert part.wider(2.0) == Window(rates=(-1.0, 1.0), scales=(1.0, 5.0))
    assert part.moved(0.5, -0.5) == Window(rates=(0.0, 1.0), scales=(1.0, 3.0))


def test_a_window_never_leaves_the_map():
    whole = Window(rates=BOUNDS, scales=(4.0, 5.0))
    assert whole.wider(4.0) == Window(rates=BOUNDS, scales=(2.5, 5.0))
    assert whole.moved(-1.0, 1.0) == whole


def test_edges_are_as_short_as_their_distance_allows():
    window = Window().part((1 / 3, 2 / 3), (0.0, 1 / 7))
    assert (window.rates, window.scales) == ((-0.36667, -0.03333), (-1.0, -0.71429))
    for _ in range(8):
        window = window.part((1 / 3, 2 / 3), (0.4, 0.6))
        assert max(len(repr(edge)) for edge in (*window.rates, *window.scales)) < 20


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"rates": (0.5, 0.5)},
            "`Window.rates` must rise by 1e-12 at least: closer numbers are the same in float64; got 0.5 and 0.5.",
        ),
        ({"scales": (0.0,)}, "`Window.scales` must be two numbers; got 1."),
    ],
)
def test_a_window_that_is_none_is_refused(refused, fields, sentence):
    with refused(sentence):
        dataclasses.replace(Window(), **fields)
