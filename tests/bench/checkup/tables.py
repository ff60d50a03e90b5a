"""Data for the benchmark: small, and drawn the same each time."""

from functools import cache

import numpy as np
from sklearn import datasets


@cache
def digits():
    """1,797 images of 64 pixels, 0 to 1; ten classes."""
    found = datasets.load_digits()
    return (found.data / 16).astype("float32"), found.target


def digits_raw():
    """The same with pixels from 0 to 255."""
    x, y = digits()
    return x * 255, y


def digits_one_hot():
    """The same with one-hot targets."""
    x, y = digits()
    return x, np.eye(10, dtype="float32")[y]


def images():
    """The same as 8 x 8 images."""
    x, y = digits()
    return x.reshape(-1, 8, 8, 1), y


def images_one_hot():
    """8 x 8 images with one-hot targets."""
    x, y = digits_one_hot()
    return x.reshape(-1, 8, 8, 1), y


def even():
    """Digits: even or not, 0 or 1."""
    x, y = digits()
    return x, (y % 2).astype("float32")


def rare():
    """Two classes, one of them 2 % of the examples."""
    draw = np.random.default_rng(1)
    y = (draw.random(2000) < 0.02).astype("float32")
    return (draw.normal(size=(2000, 10)) + y[:, None]).astype("float32"), y


def circles():
    """Two rings."""
    x, y = datasets.make_circles(400, noise=0.05, factor=0.5, random_state=0)
    return x.astype("float32"), y.astype("float32")


def moons():
    """Two half-moons."""
    x, y = datasets.make_moons(400, noise=0.1, random_state=0)
    return x.astype("float32"), y.astype("float32")


def xor():
    """The four corners, 0 and 1."""
    return np.array([[0, 0], [0, 1], [1, 0], [1, 1]], "float32"), np.array([0, 1, 1, 0], "float32")


def iris():
    """Four measures, standardised; three classes."""
    x, y = datasets.load_iris(return_X_y=True)
    return ((x - x.mean(0)) / x.std(0)).astype("float32"), y


def wine_raw():
    """Thirteen measures in their own units, from 0.1 to 1,700; three classes."""
    return tuple(datasets.load_wine(return_X_y=True))


def tumours():
    """Thirty measures, standardised; two classes."""
    x, y = datasets.load_breast_cancer(return_X_y=True)
    return ((x - x.mean(0)) / x.std(0)).astype("float32"), y.astype("float32")


def tumours_raw():
    """The same in their own units, up to 4,000."""
    return tuple(datasets.load_breast_cancer(return_X_y=True))


def line():
    """Ten standard normal inputs, a target near a line in them."""
    draw = np.random.default_rng(2)
    x = draw.normal(size=(500, 10))
    return x.astype("float32"), (x @ draw.normal(size=10) / 3 + 0.1 * draw.normal(size=500)).astype("float32")


def prices():
    """The same, its target like the price of a house."""
    x, y = line()
    return x, (180_000 + 80_000 * y).astype("float32")


def two_targets():
    """The same with two targets."""
    x, y = line()
    return x, np.stack([y, -y], axis=1)


def words(vocabulary: int = 200, length: int = 20):
    """Sequences of whole numbers; 1 where small ones are more frequent than large ones."""
    draw = np.random.default_rng(3)
    x = draw.integers(1, vocabulary, size=(600, length))
    return x, ((x < vocabulary / 2).mean(axis=1) > 0.5).astype("float32")


def series():
    """Sines of 20 steps and their next value."""
    draw = np.random.default_rng(4)
    phase, speed = draw.uniform(0, 6, (600, 1)), draw.uniform(0.2, 0.6, (600, 1))
    waves = np.sin(phase + speed * np.arange(21)).astype("float32")
    return waves[:, :20, None], waves[:, 20]


def several_labels():
    """Twenty inputs, five labels of which several may hold."""
    x, y = datasets.make_multilabel_classification(600, 20, n_classes=5, random_state=0)
    return ((x - x.mean(0)) / x.std(0)).astype("float32"), y.astype("float32")


def noise_images(side: int = 32, channels: int = 3, classes: int = 10, count: int = 64):
    """Images of noise, random classes: for what needs a shape only."""
    draw = np.random.default_rng(5)
    return draw.normal(size=(count, side, side, channels)).astype("float32"), draw.integers(0, classes, count)
