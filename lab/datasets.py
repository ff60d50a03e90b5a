"""The data sets by name: each made from a seed or embedded in scikit-learn; nothing but `mnist` is downloaded."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

SLOPE, INTERCEPT = 3.0, 1.0  # of the line, unless `Data` says otherwise


@dataclass(frozen=True, kw_only=True)
class DataSet:
    """One data set.

    Attributes:
        title: as a page names it.
        task: "regression", "binary" or "classes".
        make: (n, noise, draws) -> x of shape (n, input) and y: numbers, 0 and 1, or class numbers; of "line" also
            slope and intercept.
        features: names of the inputs.
        outputs: target columns; for "classes" the number of classes.
        size: examples unless `Data.n` says otherwise.
        least: smallest `Data.n`; None where the size is fixed.
        noise: standard deviation unless `Data.noise` says otherwise; None where there is none to set.
    """

    title: str
    task: str
    make: Callable
    features: tuple[str, ...]
    outputs: int = 1
    size: int
    least: int | None = None
    noise: float | None = None

    @property
    def inputs(self) -> int:
        """Number of inputs."""
        return len(self.features)


def _line(n, noise, draws, slope=SLOPE, intercept=INTERCEPT):
    x = np.linspace(0.0, 9.0, n)
    return x[:, None], slope * x + intercept + noise * draws.normal(size=n)


def _xor(n, noise, draws):
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])[np.arange(n) % 4]
    return corners + noise * draws.normal(size=(n, 2)), corners.sum(axis=1) % 2


def _from_sklearn(name: str, **options) -> Callable:
    def make(n, noise, draws):
        from sklearn import datasets  # half a second to import, and most experiments need none of it

        return getattr(datasets, name)(n, noise=noise, random_state=int(draws.integers(2**32)), **options)

    return make


def _spiral(n, noise, draws):
    arm = np.arange(n) % 3
    radius = (np.arange(n) // 3 + 1) / ((n + 2) // 3)
    angle = 4 * radius + 2 * np.pi / 3 * arm
    points = radius[:, None] * np.column_stack([np.sin(angle), np.cos(angle)])
    return points + noise * draws.normal(size=(n, 2)), arm


def _blobs(n, noise, draws):
    group = np.arange(n) % 3
    angle = 2 * np.pi / 3 * group
    return 2 * np.column_stack([np.sin(angle), np.cos(angle)]) + noise * draws.normal(size=(n, 2)), group


def _demand(n, noise, draws):
    """Top seller if affordability, awareness and perceived quality together are high enough."""
    price, shipping, marketing, material = x = draws.uniform(-1, 1, size=(4, n))
    affordability = np.tanh(-2 * (price + 0.5 * shipping))
    awareness = np.tanh(2 * marketing)
    quality = np.tanh(1.5 * (material + 0.5 * price))
    return x.T, (affordability + awareness + quality + noise * draws.normal(size=n) > 0).astype(int)


def _teacher(n, noise, draws):
    """Two tanh units that a network of two tanh units can imitate (L01 of the claims)."""
    x = draws.normal(size=(n, 2))
    return x, np.tanh(x @ [1.5, 0.3]) + np.tanh(x @ [-0.2, 1.5]) + noise * draws.normal(size=n)


def _embedded(name: str, scale: float = 1.0) -> Callable:
    def make(n, noise, draws):
        from sklearn import datasets

        x, y = getattr(datasets, f"load_{name}")(return_X_y=True)
        return x / scale, y

    return make


def _mnist(n, noise, draws):
    import keras

    try:
        (x, y), _ = keras.datasets.mnist.load_data()
    except Exception as error:  # keras.utils.get_file raises a bare Exception when a download fails
        message = "MNIST could not be downloaded; it needs the network once. The 8x8 'digits' need none."
        raise OSError(message) from error
    return x[:n].reshape(n, -1) / 255.0, y[:n]


IRIS = ("sepal length", "sepal width", "petal length", "petal width")
DIABETES = ("age", "sex", "bmi", "blood pressure", "s1", "s2", "s3", "s4", "s5", "s6")
TUMOUR = (
    "radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points", "symmetry",
    "fractal dimension",
)  # fmt: skip
PLANE = ("x1", "x2")


def _pixels(side: int) -> tuple[str, ...]:
    return tuple(f"pixel {row},{column}" for row in range(side) for column in range(side))


DATASETS = {
    "line": DataSet(
        title="Line y = 3 x1 + 1, with columns of your choice", task="regression", make=_line, features=("x1",),
        size=10, least=2, noise=0.0,
    ),
    "xor": DataSet(title="XOR", task="binary", make=_xor, features=PLANE, size=4, least=4, noise=0.0),
    "circles": DataSet(
        title="Two circles", task="binary", make=_from_sklearn("make_circles", factor=0.5), features=PLANE,
        size=200, least=4, noise=0.1,
    ),
    "moons": DataSet(
        title="Two moons", task="binary", make=_from_sklearn("make_moons"), features=PLANE,
        size=200, least=4, noise=0.1,
    ),
    "spiral": DataSet(
        title="Three spiral arms", task="classes", make=_spiral, features=PLANE, outputs=3,
        size=150, least=6, noise=0.02,
    ),
    "blobs": DataSet(
        title="Three blobs", task="classes", make=_blobs, features=PLANE, outputs=3, size=90, least=6, noise=0.7,
    ),
    "demand": DataSet(
        title="Demand: will it be a top seller?", task="binary", make=_demand,
        features=("price", "shipping cost", "marketing", "material"), size=200, least=4, noise=0.1,
    ),
    "teacher": DataSet(
        title="A teacher of two tanh units", task="regression", make=_teacher, features=PLANE,
        size=400, least=4, noise=0.0,
    ),
    "digits": DataSet(
        title="Digits, 8 x 8 pixels", task="classes", make=_embedded("digits", 16.0), features=_pixels(8),
        outputs=10, size=1797,
    ),
    "iris": DataSet(
        title="Iris", task="classes", make=_embedded("iris"), features=IRIS, outputs=3, size=150,
    ),
    "breast_cancer": DataSet(
        title="Breast cancer", task="binary", make=_embedded("breast_cancer"), size=569,
        features=tuple(f"{kind} {name}" for kind in ("mean", "error of", "worst") for name in TUMOUR),
    ),
    "diabetes": DataSet(
        title="Diabetes", task="regression", make=_embedded("diabetes"), features=DIABETES, size=442,
    ),
    "mnist": DataSet(
        title="MNIST, 28 x 28 pixels (downloaded once)", task="classes", make=_mnist, features=_pixels(28),
        outputs=10, size=10_000, least=10,
    ),
    "table": DataSet(title="A table of your own", task="regression", make=None, features=(), size=0),
}  # fmt: skip

DRAWN = ("circles", "moons", "demand", "teacher")  # whose inputs are drawn or shuffled, whatever the noise
TITLES = {name: made.title for name, made in DATASETS.items()}
