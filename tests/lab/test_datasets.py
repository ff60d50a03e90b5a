"""The data sets by name, against what their names promise."""

import keras
import numpy as np
import pytest
from sklearn import datasets

import lab
from lab.datasets import DATASETS, DRAWN

MADE = [name for name, made in DATASETS.items() if made.least is not None and name != "mnist"]
HERE = [name for name in DATASETS if name not in ("mnist", "table")]


def load(name, precision="float64", **options):
    """(x, y) of a data set by name."""
    return lab.data.load(lab.Data(name, **options), precision)


@pytest.mark.parametrize("name", HERE)
def test_the_arrays_have_the_shapes_that_the_spec_foretells(name):
    data = lab.Data(name)
    x, y = lab.data.load(data)
    assert x.shape == (data.examples, data.inputs)
    assert y.shape == (data.examples, data.outputs)
    assert len(data.features) == data.inputs
    assert len(set(data.features)) == data.inputs
    assert np.isfinite(x).all()


@pytest.mark.parametrize("name", HERE)
def test_the_targets_are_what_the_task_says(name):
    _, y = load(name)
    task = lab.Data(name).task
    if task == "classes":
        assert (y.sum(axis=1) == 1).all()
        assert (y.sum(axis=0) > 0).all()
    if task != "regression":
        assert set(np.unique(y)) == {0.0, 1.0}


@pytest.mark.parametrize("name", HERE)
def test_the_same_spec_gives_the_same_bits(name):
    seeded = {"seed": 3} if name in DRAWN else {}
    first = load(name, **seeded)
    lab.data._load.cache_clear()
    for one, other in zip(first, load(name, **seeded), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("name", MADE)
def test_another_seed_draws_other_noise(name):
    noisy = {"noise": 0.3, "n": 30}
    first, other = load(name, seed=1, **noisy), load(name, seed=2, **noisy)
    assert any((one != two).any() for one, two in zip(first, other, strict=True))


@pytest.mark.parametrize("name", MADE)
def test_every_size_from_the_least_on_can_be_made(name):
    for n in (DATASETS[name].least, 97):
        x, y = load(name, n=n)
        assert len(x) == len(y) == n


def test_the_line_without_noise_is_three_x_plus_one():
    x, y = load("line")
    np.testing.assert_array_equal(y, 3 * x + 1)
    np.testing.assert_array_equal(x[:, 0], np.arange(10.0))


def test_xor_without_noise_is_its_truth_table():
    x, y = load("xor")
    np.testing.assert_array_equal(np.column_stack([x, y]), [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]])


@pytest.mark.parametrize("n", [6, 7, 8, 150])
def test_the_arms_of_the_spiral_hold_equally_many_points(n):
    counts = load("spiral", n=n)[1].sum(axis=0)
    assert counts.max() - counts.min() <= (n % 3 > 0)
    assert counts.sum() == n


def test_the_arms_of_the_spiral_are_one_arm_turned_by_a_third():
    x, _ = load("spiral", n=30, noise=0.0)
    turn = 2 * np.pi / 3
    turned = x[0::3] @ np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    np.testing.assert_allclose(turned, x[1::3], atol=1e-12)


def test_the_circles_without_noise_have_their_two_radii():
    x, y = load("circles", noise=0.0)
    np.testing.assert_allclose(np.linalg.norm(x, axis=1), np.where(y[:, 0] == 1, 0.5, 1.0))


def test_demand_rises_with_marketing_and_falls_with_the_shipping_cost():
    x, y = load("demand", n=20_000)
    features = lab.Data("demand").features
    slope = {name: np.corrcoef(x[:, i], y[:, 0])[0, 1] for i, name in enumerate(features)}
    assert slope["marketing"] > 0.1
    assert slope["shipping cost"] < -0.1


def test_the_pixels_of_digits_run_from_0_to_1_in_sixteenths():
    x, y = load("digits")
    assert (x.min(), x.max()) == (0.0, 1.0)
    np.testing.assert_array_equal(x * 16, np.round(x * 16))
    np.testing.assert_array_equal(y.argmax(axis=1), datasets.load_digits().target)


def test_mnist_without_a_network_gets_its_sentence(monkeypatch):
    def unreachable():
        raise Exception("URL fetch failure on https://...")  # a bare Exception is what keras.utils.get_file raises

    monkeypatch.setattr(keras.datasets.mnist, "load_data", unreachable)
    sentence = "^MNIST could not be downloaded; it needs the network once. The 8x8 'digits' need none.$"
    with pytest.raises(OSError, match=sentence):
        load("mnist", n=10)


def test_mnist_is_flat_pixels_from_0_to_1_and_ten_classes(monkeypatch):
    pixels = np.full((20, 28, 28), 255, dtype="uint8")
    answer = (pixels, np.arange(20) % 10), (pixels, np.arange(20) % 10)
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: answer)
    x, y = load("mnist", n=13)
    assert (x == np.ones((13, 784))).all()
    np.testing.assert_array_equal(y.argmax(axis=1), np.arange(13) % 10)
