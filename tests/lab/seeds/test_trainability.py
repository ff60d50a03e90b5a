"""The map of rates and scales: against single trainings, against algebra, and its windows."""

import numpy as np

import lab
from lab.initial import starts
from lab.seeds.trainability import START, charted, speeds
from lab.seeds.window import Window

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
