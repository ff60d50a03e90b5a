"""First losses of many random networks of one hidden layer, and theory's: `measure`."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from lab.bands import BAND
from lab.forward import ACTIVATIONS
from lab.laws import entropy, mean_field, overflow
from lab.laws.depth import variance
from lab.progress import Cancelled
from lab.specs import Init

GLOROT = "Glorot (Keras's default)"
WEIGHTS = {f"normal, stddev {sd:g}": Init("normal", stddev=sd) for sd in (0.01, 0.05, 0.1, 0.3, 0.5, 1.0, 2.0)}
WEIGHTS |= {GLOROT: Init("glorot_uniform"), "He": Init("he_normal")}
CUT, CUT_SD = 2.0, 0.87962566103423978  # where Keras cuts the normal numbers of he_normal, and what they have left
MOST = 1024
WIDTHS = tuple(2**power for power in range(11))
EXAMPLES, STARTS = 100, 300
GRID = 60  # outputs' sizes that theory is computed at; between them it runs straight


def measure(
    weights: str, units: int, classes: int, activation: str, inputs: int, size: float, starts=STARTS, cancelled=None
) -> pd.DataFrame:
    """Draw networks of one hidden layer, and send examples forward once.

    Of every start the largest network is drawn; a narrower one has its first units, with weights of its own size.

    Returns:
        One row per number of hidden `units`: `low`, `mean`, `high` (5 %, mean and 95 % of the starts) of the first loss
        and its `law`, `error` (standard error of the mean), `cut` (the mean from probabilities, which Keras cuts),
        `outputs` (root mean square of the logits) and its `outputs_law`.
    """
    init, widths = WEIGHTS[weights], sorted({*WIDTHS, units})
    x, labels = examples(inputs, size, classes)
    costs, cuts, squares = np.empty((3, starts, len(widths)))
    for seed in range(starts):
        if cancelled and cancelled():
            raise Cancelled
        first, last = draws(init, seed, inputs, outputs(classes))
        sums = x @ first  # (example, unit)
        for place, width in enumerate(widths):
            sd = deviations(init, inputs, width, outputs(classes))
            z = ACTIVATIONS[activation](sd[0] * sums[:, :width]) @ (sd[1] * last[:width])  # (example, output)
            costs[seed, place], cuts[seed, place] = loss(z, labels), from_probabilities(z, labels)
            squares[seed, place] = (z**2).mean()
    scales = np.array([sizes(init, x, width, classes, activation) for width in widths])  # (width, example)
    low, high = np.quantile(costs, (BAND[0], BAND[-1]), axis=0)
    return pd.DataFrame(
        {
            "units": widths, "low": low, "mean": costs.mean(axis=0), "high": high,
            "law": predicted(scales, classes).mean(axis=1),
            "error": costs.std(axis=0, ddof=1) / math.sqrt(starts), "cut": cuts.mean(axis=0),
            "outputs": np.sqrt(squares.mean(axis=0)), "outputs_law": np.sqrt((scales**2).mean(axis=1)),
        }
    )  # fmt: skip


def outputs(classes: int) -> int:
    """One sigmoid for two classes."""
    return 1 if classes == 2 else classes


def examples(inputs: int, size: float, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Inputs, normal, (example, input), and labels, each as often as the others; they have nothing to do with them."""
    x = np.random.default_rng(np.random.SeedSequence(0, spawn_key=(0,))).normal(size=(EXAMPLES, inputs))
    return size * x, np.arange(EXAMPLES) % classes


def draws(init: Init, seed: int, inputs: int, outputs: int) -> list[np.ndarray]:
    """Two kernels of `MOST` hidden units, of variance 1, distributed as the scheme's."""
    streams = [np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(layer,))) for layer in (1, 2)]
    return [_unit(init, rng, shape) for rng, shape in zip(streams, ((inputs, MOST), (MOST, outputs)), strict=True)]


def _unit(init: Init, rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    if init.scheme == "glorot_uniform":
        return rng.uniform(-math.sqrt(3), math.sqrt(3), shape)
    if init.scheme == "normal":
        return rng.standard_normal(shape)
    from scipy.special import ndtr, ndtri

    return ndtri(rng.uniform(ndtr(-CUT), ndtr(CUT), shape)) / CUT_SD


def deviations(init: Init, *widths: int) -> list[float]:
    """Standard deviation of the weights of every layer; `widths` from the inputs to the outputs."""
    return [math.sqrt(variance(init, *pair)) for pair in zip(widths, widths[1:], strict=False)]


def loss(z: np.ndarray, labels: np.ndarray) -> float:
    """Mean cross-entropy of logits (example, output): of one sigmoid, or of softmax."""
    if z.shape[1] == 1:
        return float((np.logaddexp(0.0, z[:, 0]) - labels * z[:, 0]).mean())
    return float((np.logaddexp.reduce(z, axis=1) - z[np.arange(len(z)), labels]).mean())


def from_probabilities(z: np.ndarray, labels: np.ndarray) -> float:
    """The same of their probabilities in float32, each cut at `overflow.CLIP` from 0 and 1, as Keras's losses do."""
    z = np.hstack([np.zeros_like(z), z]) if z.shape[1] == 1 else z
    given = np.exp(z - np.logaddexp.reduce(z, axis=1, keepdims=True)).astype("float32")
    if labels.max() < 2 and z.shape[1] == 2:  # Keras cuts the one probability, of class 1
        one = np.clip(given[:, 1], np.float32(overflow.CLIP), np.float32(1) - np.float32(overflow.CLIP))
        given = np.stack([np.float32(1) - one, one], axis=1)
    chosen = given[np.arange(len(z)), labels]
    return float(-np.log(np.maximum(chosen, np.float32(overflow.CLIP)), dtype=float).mean())


def sure(classes: int) -> float:
    """What sure guesses cost from probabilities: the most that one example can, of all that are wrong."""
    return (1 - 1 / classes) * overflow.most_clipped()


def sizes(init: Init, x: np.ndarray, width: int, classes: int, activation: str) -> np.ndarray:
    """Theory's standard deviation of an output over the starts, for every example.

        sd(z)^2 = n sigma_2^2 E[phi(u)^2],   u normal with variance sigma_1^2 |x|^2

    Source: He et al. (2015), arXiv:1502.01852, as in `lab.laws.depth`.
    """
    hidden = mean_field.square(activation, variance(init, x.shape[1], width) * (x**2).sum(axis=1))
    return np.sqrt(width * variance(init, width, outputs(classes)) * hidden)


def predicted(scales: np.ndarray, classes: int) -> np.ndarray:
    """Theory's expected loss for outputs of these standard deviations, of any shape."""
    scales = scales / math.sqrt(2) if classes == 2 else scales
    grid = np.geomspace(scales.min(), scales.max(), GRID)
    return np.interp(scales, grid, [entropy.at_start_expected(classes, scale) for scale in grid])
