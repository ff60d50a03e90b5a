"""What a brought network is checked on: data that come along, a table of the reader's own, or numbers at random."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks, examples
from lab.check.cure import STANDARD
from lab.check.finding import NOT_JUDGED
from lab.prose import listed

MOST_ROWS, RANDOM_ROWS = 5000, 500
CLASSES = 20  # different whole numbers of a target that count as classes
DATA = {
    "digits": "Digits, 64 pixels", "iris": "Iris, 4 numbers", "circles": "Two rings", "xor": "XOR, 4 points",
    "diabetes": "Diabetes, a number",
    "random": "Numbers at random", "own": "A table of mine", "code": "The examples in my code",
}  # fmt: skip
OWN = ("own", "code", "xor")  # of these, what is the reader's: of XOR there are no other examples
PATCH = 7  # pixels of an image at random that are nearly alike, each way
WORDS, PIXELS = 10, 64  # where a network says no number of words; of a digit
OF_OUTPUTS = {10: "digits", 3: "iris", 2: "circles"}  # of a network -> the data that fit them
OF_PIXELS = ((PIXELS,), (28 * 28,))  # shapes of digits as rows: here, and of MNIST
BY_HEART = "one_batch"
OF_EXAMPLES = (  # checks that examples pass through
    "dead_units", "saturated_units", "signal_scale", "gradient_scale", "first_cost", "learning_rate", "updates",
    BY_HEART, "luck",
)  # fmt: skip
STAND_IN = "Measured with stand-in data, not with yours."
OF_DATA = ("inputs", "labels")  # checks that judge data alone


@dataclass(frozen=True, eq=False)
class Task:
    """Inputs and targets.

    Attributes:
        x: (example, ...), as the network takes them.
        y: numbers (example,), or classes from 0.
        classes: how many; 0 = the targets are numbers.
        named: what they are, in a sentence.
    """

    x: np.ndarray
    y: np.ndarray
    classes: int
    named: str

    @property
    def guessing(self) -> float:
        """The share of the examples that the most frequent class has; NaN where there are no classes."""
        labels = self.y.argmax(axis=1) if self.y.ndim > 1 else self.y
        return float(np.unique(labels, return_counts=True)[1].max() / len(labels)) if self.classes else math.nan


@dataclass(frozen=True, kw_only=True)
class Fits:
    """What a network takes and gives.

    Attributes:
        first: name of the first layer's class.
        shape: of one example, as the network says it; None = any.
        outputs: of the network.
        numbers: whether it predicts a number, and no class.
        words: how many an Embedding tells apart.
    """

    first: str = ""
    shape: tuple[int, ...] | None = None
    outputs: int = 1
    numbers: bool = False
    words: int = WORDS


def task(data: str, fits: Fits, content: bytes | None = None, given: Task | None = None) -> Task:
    """The data of a choice, in the shape that the network's first layer takes.

    Args:
        data: a key of `DATA`.
        fits: what they are to fit.
        content: the reader's table.
        given: the examples in the reader's code.

    Raises:
        ValueError: the table cannot be read, or the shapes do not fit; a sentence says how.
    """
    if data == "random":
        return _random(fits)
    first, shape = fits.first, fits.shape
    made = {"digits": _digits, "iris": _iris, "circles": _circles, "xor": _xor, "diabetes": _diabetes}
    found = given or (made[data]() if data in made else _own(content))
    x = found.x.astype("float32")
    if data == "digits" and first.startswith("Embedding"):
        x = np.round(16 * x)
    if shape is None and data == "digits":
        images, lines = {"Conv2D": (8, 8, 1)}, ("Conv1D", "LSTM", "GRU", "SimpleRNN", "Bidirectional")
        shape = (images | dict.fromkeys(lines, (8, 8))).get(first)
    if shape is not None:
        sides = tuple(size or 1 for size in shape)
        checks.require(
            math.prod(sides) == x.shape[1],
            f"The network takes examples of the shape {tuple(shape)}; these data have {x.shape[1]} numbers each. "
            "Numbers at random take the network's own shape.",
        )
        x = x.reshape(len(x), *sides)
    return Task(x, found.y, found.classes, found.named)


def _digits() -> Task:
    from sklearn.datasets import load_digits

    found = load_digits()
    return Task(found.data / 16, found.target, 10, "1,797 images of digits, pixels from 0 to 1")


def _iris() -> Task:
    from sklearn.datasets import load_iris

    found = load_iris()
    return Task(found.data, found.target, 3, "150 Iris flowers, 4 sizes each, in cm")


def _diabetes() -> Task:
    from sklearn.datasets import load_diabetes

    found = load_diabetes()
    named = "442 patients, 10 numbers each and one to predict, all standardised"
    return Task(_standard(found.data), _standard(found.target), 0, named)


def _standard(values: np.ndarray) -> np.ndarray:
    return examples.standardized(values, values)


def _circles() -> Task:
    from sklearn.datasets import make_circles

    x, y = make_circles(400, noise=0.05, factor=0.5, random_state=0)
    return Task(x, y, 2, "400 points on two rings")


def _xor() -> Task:
    return Task(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0]), 2, "the 4 points of XOR")


def _random(fits: Fits) -> Task:
    """Examples at random, and targets by a rule at random that is linear in them, or in what each word is worth."""
    draw = np.random.default_rng(0)
    sides = tuple(size or 16 for size in fits.shape or (20,))
    rows = int(np.clip(4_000_000 // math.prod(sides), 16, RANDOM_ROWS))
    x = worth = _smooth(draw, rows, sides) if len(sides) == 3 else draw.standard_normal((rows, *sides), "float32")
    if fits.first.startswith("Embedding"):
        x = draw.integers(0, fits.words, size=(rows, *sides)).astype("float32")
        worth = draw.standard_normal(fits.words)[x.astype(int)]
    classes = 0 if fits.numbers else max(fits.outputs, 2)
    scores = (
        worth.reshape(rows, -1) @ draw.standard_normal((math.prod(sides), classes or 1)) / math.sqrt(math.prod(sides))
    )
    told = f"{classes} classes" if classes else "a number to predict"
    named = f"{rows} examples at random, {told} by a linear rule at random"
    return Task(x, scores.argmax(axis=1) if classes else scores[:, 0], classes, named)


def _smooth(draw: np.random.Generator, rows: int, sides: tuple[int, ...]) -> np.ndarray:
    """Images at random whose neighbouring pixels are alike, as in pictures: pooling leaves something of them."""
    height, width, colours = sides
    coarse = draw.standard_normal((rows, -(-height // PATCH), -(-width // PATCH), colours), "float32")
    patches = coarse.repeat(PATCH, axis=1).repeat(PATCH, axis=2)[:, :height, :width]
    whole = draw.standard_normal((rows, 1, 1, colours), "float32")  # the colour of all of it
    return (whole + patches + draw.standard_normal((rows, *sides), "float32") / 3) / 1.45


def _own(content: bytes | None) -> Task:
    from lab.reading.csv_table import read_csv

    checks.require(content is not None, "Choose a CSV file: its last column is the target, the others are inputs.")
    table = read_csv(content)
    frame = table.frame.iloc[:MOST_ROWS]
    numbers = frame.select_dtypes("number")
    target = frame.columns[-1]
    inputs = numbers.drop(columns=[target], errors="ignore")
    checks.require(len(inputs.columns) > 0, "The table has no column of numbers beside its last one, the target.")
    y, classes = frame[target], 0
    if y.dtype == "category":
        y, classes = y.cat.codes, len(y.cat.categories)
    elif y.nunique() <= CLASSES and (y.dropna() == np.floor(y.dropna())).all():
        classes = max(int(y.max()) + 1, 2)
    named = f"{len(frame):,} rows of a table, {len(inputs.columns)} columns of numbers"
    left = [*table.unused, *(name for name in frame.columns[:-1] if name not in inputs)]
    named += f" (not taken for quantities, and not used: {listed(left)})" if left else ""
    return Task(inputs.to_numpy(), y.to_numpy(), classes, named)


def kind(data: str) -> str:
    """What data are that are not the reader's own."""
    return "numbers at random" if data == "random" else "data that came along"


AT_YOURS = r"^The (?=inputs|targets)", "At the scale of your text, the "


def unseen(findings: pd.DataFrame, data: str, scaled: Collection[str] = ()) -> pd.DataFrame:
    """The findings of a checkup, without a word on data alone where the data are not the reader's own.

    What is in order about them is not judged, and neither is their scale: a Rescaling is made for other data.

    Args:
        findings: of a checkup.
        data: a key of `DATA`.
        scaled: those of `OF_DATA` whose scale is the one that the reader says.
    """
    if data in OWN:
        return findings
    borrowed = findings["cure"].str.startswith(STANDARD) & ~findings["check"].isin(scaled)
    alone = findings["check"].isin(OF_DATA) & (findings["verdict"].eq("ok") | borrowed)
    if data == "random" and not (findings["verdict"].eq("fault") & findings["check"].ne(BY_HEART)).any():
        hard = findings["check"].eq(BY_HEART) & findings["layer"].eq("")  # noise may be too hard for any network
        alone |= hard & findings["verdict"].ne("ok")
    told = f"{NOT_JUDGED}these are {kind(data)}, not yours. Bring your own: choose “{DATA['own']}”, a CSV file."
    behind = findings["follows"].isin(findings.loc[alone, "check"]) & ~findings["follows"].isin(
        findings.loc[~alone & findings["verdict"].eq("fault"), "check"]
    )
    said = {"verdict": "ok", "because": told, "layer": "", "cure": "", "measured": math.nan, "expected": math.nan}
    own = findings["because"].mask(
        findings["check"].isin(scaled), findings["because"].str.replace(*AT_YOURS, regex=True)
    )
    findings = findings.assign(because=own, follows=findings["follows"].mask(behind, ""))
    return findings.assign(**{name: findings[name].mask(alone, value) for name, value in said.items()})


OF_SIZE = r"the number of inputs \([\d,]+\), not with its square root \([^)]*\)"


def of_other_size(findings: pd.DataFrame) -> pd.DataFrame:
    """The same, of data with other numbers an example than the reader's: without how many there are."""
    other = "the number of inputs, not with its square root"
    return findings.assign(because=findings["because"].str.replace(OF_SIZE, other, regex=True))


def stood_in(findings: pd.DataFrame) -> pd.DataFrame:
    """The same of a network of the reader's: what is in order with examples that stand in for the reader's says so."""
    told = (
        findings["check"].isin(OF_EXAMPLES)
        & findings["verdict"].eq("ok")
        & ~findings["because"].str.startswith(NOT_JUDGED)
    )
    return findings.assign(because=findings["because"].mask(told, findings["because"] + f" {STAND_IN}"))


def of_images(said: tuple[int, ...] | None, data: str, shape: tuple[int, ...]) -> bool | None:
    """Whether the examples of a network are images, by the shape that its code says, or else by what it is checked on.

    None where digits are all there is, which are what a network is checked on that says nothing.

    Args:
        said: by the code; None = nothing.
        data: a key of `DATA`.
        shape: of an example that it is checked on.
    """
    sides = said or shape
    if sides in OF_PIXELS:
        return True if said else None
    return len(sides) == 3 or len(sides) == 2 and sides[0] == sides[1]
