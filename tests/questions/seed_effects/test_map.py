"""The map of rates and scales: against single trainings and algebra, borders of known dimension, ways about in it."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import lab
from lab import question
from lab.initial import starts
from lab.questions.seed_effects import map as shown
from lab.questions.seed_effects.map import border
from lab.questions.seed_effects.map.trained import START, Map, charted, speeds
from lab.questions.seed_effects.map.window import BOUNDS, Window

SMALL = {"points": 64, "steps": 30}
CORNER = (-0.5, -0.2, 0.25, 0.85)
FAST = lab.vary(START, {"training.epochs": 20})


def test_a_point_is_the_network_that_is_trained_alone_to_the_bit():
    found = charted(FAST, Window(), size=8, seed=3)
    drawn = [array[0] for array in starts(FAST, [3])]
    for row, column in ((0, 0), (2, 5), (7, 7)):
        rate, scale = (
            10 ** (low + width * (place + 0.5) / 8) for low, width, place in ((-0.7, 1, column), (-1, 2, row))
        )
        initial = [array * scale for array in drawn]
        run = lab.train(lab.vary(FAST, {"training.learning_rate": rate}), [0], initial=initial, recorded=32)
        trained, speed = speeds(run.loss[0].astype(np.float32))
        assert (found.trained[row, column], found.speed[row, column]) == (trained[0], speed[0])


def test_without_hidden_units_the_border_is_the_largest_stable_rate_at_every_scale():
    x, _ = lab.data.load(START.data)
    with_ones = np.column_stack([x, np.ones(len(x))])
    wall = 2 / np.linalg.eigvalsh(2 * with_ones.T @ with_ones / len(x)).max()
    window = Window(rates=(np.log10(wall) - 0.2, np.log10(wall) + 0.2), scales=(0.5, 1.5))
    linear = lab.vary(START, {"network.hidden": (), "training.epochs": 400})
    found = charted(linear, window, size=16)
    assert found.trained[:, :8].all()
    assert not found.trained[:, 8:].any()


def test_coarser_maps_come_first_and_know_what_the_last_one_knows():
    shared, done = [], []
    found = charted(FAST, Window(), size=16, partly=shared.append, progress=lambda each: done.append(each.done))
    assert [part.known for part in shared] == [8, 4, 2]
    for part in shared:
        every = slice(None, None, part.known)
        np.testing.assert_array_equal(part.trained[every, every], found.trained[every, every])
        np.testing.assert_array_equal(part.speed[0, : part.known], part.speed[0, 0])
    assert done[-1] == 1.0
    assert max(done[:-1]) < 1.0


def test_the_map_is_the_same_at_both_precisions_where_training_is_calm():
    calm = Window(rates=(-2.0, -1.5), scales=(-0.2, 0.2))
    maps = [charted(lab.vary(FAST, {"training.precision": each}), calm, size=8) for each in ("float32", "float64")]
    np.testing.assert_allclose(maps[0].speed, maps[1].speed, atol=1e-5)


def test_speed_is_the_mean_of_the_cost_or_of_its_inverse():
    costs = np.array([[2, 1, 1, 1], [1, 2, 4, np.inf], [1, 1, 1, np.nan], [1, 1, 1, 1], [0, 0, 0, 0]])
    trained, speed = speeds(costs)
    assert trained.tolist() == [True, False, False, False, False]
    np.testing.assert_allclose(speed[:4], [1 - 2.5 / 4, 1 - (1 + 0.5 + 0.25 + 1e-6) / 4, 1 - (3 + 1e-6) / 4, 0])


def test_the_number_of_different_rates_is_that_of_the_precision():
    narrow = Window(rates=(0.0, 1e-6))
    maps = [charted(lab.vary(FAST, {"training.precision": each}), narrow, size=64) for each in ("float32", "float64")]
    assert maps[0].rates < 30
    assert maps[1].rates == 64


def test_a_size_that_does_not_divide_is_refused(refused):
    with refused("`size` must be a multiple of 8; got 20."):
        charted(FAST, Window(), size=20)


def test_the_cells_are_the_map_point_by_point():
    found = charted(FAST, Window(), size=8)
    frame = found.cells()
    np.testing.assert_array_equal(frame.pivot_table("speed", "scale", "rate").to_numpy(), found.speed.round(4))
    assert frame["trained"].tolist() == found.trained.ravel().tolist()
    assert (frame["rate"].iloc[:8].is_monotonic_increasing, frame["scale"].is_monotonic_increasing) == (True, True)


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
        replace(Window(), **fields)


def test_edges_that_lie_close_together_are_told_apart():
    said = shown.window(Window(rates=(-0.3, -0.299999), scales=(0.0, 1.0)))
    assert said == "learning rates 0.5011872336 to 0.5011883877 and factors 1 to 10 on the first weights"


def test_a_precision_that_never_tells_the_columns_apart_is_said_to():
    levels = pd.DataFrame(
        {"level": [0], "decades": [1e-7], "dimension": [1.4], "rates": [3], "columns": [128], "trained": [0.5]}
    )
    assert "From level 0 on the precision no longer tells all columns apart." in shown.deeper(levels, 1.91)
    assert "no longer" not in shown.deeper(levels.assign(rates=128), 1.91)


def test_a_step_closer_is_an_eighth_of_the_map():
    picked = lab.ask("map", **SMALL).figures()[0].sets
    left, right, low, high = picked.closer
    assert (right - left, high - low) == pytest.approx((1 / 8, 2 / 8), abs=1e-3)
    assert (picked.knob, picked.selection, picked.fields) == ("window", "zoom", ("left", "low"))


def test_a_window_is_said_in_numbers_and_written_in_the_address():
    answer = lab.ask("map", **SMALL, window=CORNER)
    assert "learning rates 0.3162 to 0.6310 and factors 1.7783 to 7.0795" in answer.figures()[0].says
    address = question.address("map", {"window": CORNER})
    assert address == "seed_effects?seeds_part=map&seeds_map_window=-0.5%2C-0.2%2C0.25%2C0.85"
    assert question.from_address(address)[1]["window"] == CORNER


@pytest.mark.parametrize("text", ["", "1,2", "nan,1,0,1", "0.3,-0.7,-1,1", "0,1e-13,0,1", "<b>", "-1e9,1e9,0,1"])
def test_a_window_that_is_none_is_refused_and_an_address_shows_the_whole_map(text):
    with pytest.raises(ValueError, match="`window` must be four numbers, left, right, low, high"):
        lab.ask("map", **SMALL, window=text)
    settings = question.from_address(f"seed_effects?seeds_part=map&seeds_map_window={text}")[1]
    assert settings["window"] == (-0.7, 0.3, -1.0, 1.0)


def test_where_float32_ends_the_map_says_so():
    caption = lab.ask("map", **SMALL, window=(0, 0.000001, 0, 1)).figures()[0].caption
    assert "Here float32 ends" in caption
    assert "float64 goes on" in caption


def test_the_levels_are_measured_on_demand(monkeypatch):
    monkeypatch.setattr(shown, "LEVELS", 2)
    assert len(lab.ask("map", **SMALL).figures()) == 1
    assert "Over 2 levels, from a window 1 decades wide" in lab.ask("map", **SMALL, levels=True).figures()[1].says


def test_a_map_that_trains_everywhere_and_one_that_does_nowhere():
    assert lab.ask("map", **SMALL, window=(-6, -5, -2, -1)).headline.startswith("Every rate on this map trains")
    assert lab.ask("map", **SMALL, window=(3, 4, 0, 1)).headline == "No rate on this map trains from any start."
