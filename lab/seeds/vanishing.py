"""How fast each hidden layer would learn at the start: the gradients of its biases (Nielsen's vanishing gradients)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab.data import Data, load
from lab.experiment import Experiment
from lab.laws import depth as laws
from lab.numerals import aligned, figure, tex
from lab.seeds.backward import passed
from lab.specs import Init, Network

# Nielsen (2015), Neural networks and deep learning, chapter 5: [784, 30, 30, 30, 30, 10] on 1,000 images of MNIST, one
# start; what is averaged is in his fig/generate_gradient.py. Stated as L21 in the claims of this laboratory.
PUBLISHED = (0.0030, 0.0171, 0.0695, 0.2851)
EXAMPLES = 300
BAND = (0.05, 0.5, 0.95)
START = Experiment(
    data=Data("digits"),
    network=Network(hidden=(30,) * 4, activation="sigmoid", output="sigmoid"),
    init=Init("lecun_normal"),
)


@dataclass(frozen=True)
class Found:
    """What was measured.

    Attributes:
        table: one row per hidden layer: `layer`, `low`, `mid`, `high` (5, 50, 95 % of the networks) of the norm of the
            gradient of its biases, `law` (from the last layer's median down), `published` (NaN where there is none).
        facts: one row: `networks`, `layers`, `examples`, `times` (last layer over first, median over the networks),
            `law` (the same), `inside` (published figures that lie in the band), `gain` (sigma_w^2), `biases`
            (sigma_b^2), `each` (factor of one layer in the norm, by theory, in the middle).
    """

    table: pd.DataFrame
    facts: pd.DataFrame


def measure(experiment: Experiment, networks: int = 100, bias: float = 1.0) -> Found:
    """Draw networks and send examples forward and back once.

        norm_l = | mean over examples of dC/db_l |,   C = cross-entropy, summed over the ten sigmoid outputs

    Args:
        experiment: its data, network and `Init`.
        networks: seeds 0, 1, ...
        bias: standard deviation of the normal biases.
    """
    from lab.initial import starts

    x, y = (array[np.linspace(0, len(array) - 1, EXAMPLES).astype(int)] for array in load(experiment.data, "float64"))
    weights = starts(experiment, range(networks))
    weights[1::2] = [_biases(bias, networks, layer, array) for layer, array in enumerate(weights[1::2], start=1)]
    errors = passed(weights, x, y, experiment.network).errors
    norms = np.array([np.linalg.norm(layer.mean(axis=1), axis=1) for layer in errors]).T  # (network, layer)
    sums, _ = laws.signal(experiment, (x**2).mean(axis=1), bias**2)
    each = np.sqrt(_between(experiment, sums))
    return _found(experiment, norms, each, bias)


def _biases(bias: float, networks: int, layer: int, like: np.ndarray) -> np.ndarray:
    """Normal biases of one layer, (replica, unit), each network's from an address under its seed."""
    draws = [np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(layer, 2))) for seed in range(networks)]
    return bias * np.array([draw.normal(size=like.shape[1]) for draw in draws])


def _between(experiment: Experiment, sums: np.ndarray) -> np.ndarray:
    """Factor of a layer's squared error sum over that of the hidden layer above."""
    widths = np.array(experiment.network.hidden, float)
    return laws.passing(experiment, sums)[:-1] * widths[:-1] / widths[1:]


def _found(experiment: Experiment, norms: np.ndarray, each: np.ndarray, bias: float) -> Found:
    low, mid, high = np.quantile(norms, BAND, axis=0)
    law = mid[-1] * np.append(np.cumprod(each[::-1])[::-1], 1.0)
    nielsen = experiment == START and bias == 1
    published = np.array(PUBLISHED) if nielsen else np.full(len(mid), np.nan)
    table = pd.DataFrame({"layer": np.arange(1, len(mid) + 1), "low": low, "mid": mid, "high": high, "law": law})
    facts = {
        "networks": [len(norms)], "layers": [len(mid)], "examples": [EXAMPLES],
        "times": [np.median(norms[:, -1] / norms[:, 0])], "law": [law[-1] / law[0]],
        "inside": [int(((published >= low) & (published <= high)).sum())], "gain": [laws.gains(experiment)[-2]],
        "biases": [bias**2], "each": [each[len(each) // 2] if len(each) else 1.0],
    }  # fmt: skip
    return Found(table.assign(published=published), pd.DataFrame(facts))


def verdict(found: Found, activation: str) -> str:
    """How much faster the last hidden layer starts to learn than the first."""
    row = found.facts.iloc[0]
    if row["layers"] == 1:
        return "One hidden layer: nothing to compare it with."
    times = f"{figure(row['times'])} times that of the first"
    return (
        f"The last hidden layer starts with a gradient {times} (median of {int(row['networks'])} {activation} networks "
        f"with {int(row['layers'])} hidden layers; theory: {figure(row['law'])} times)."
    )


def compared(found: Found) -> str:
    """What was published, and where it lies; empty where nothing was."""
    if found.table["published"].isna().any():
        return ""
    parts = [
        f"layer {row.layer}: {figure(row.published)} (here {figure(row.low)} to {figure(row.high)})"
        for row in found.table.itertuples()
    ]
    return (
        f"Nielsen published one start of such a network on MNIST: {'; '.join(parts)}. "
        f"{found.facts['inside'][0]} of his 4 figures {'lies' if found.facts['inside'][0] == 1 else 'lie'} in the band "
        "of our networks, though ours see other data: digits of 8 x 8 pixels."
    )


def meanings(found: Found, experiment: Experiment) -> str:
    """How the weights are drawn, what a layer passes on, and what the theory is about."""
    scale, each, activation = experiment.init.scale, found.facts["each"][0], experiment.network.activation
    times = f", times {figure(scale**2)}" if scale != 1 else ""
    slope = {
        "sigmoid": "The slope of a sigmoid is at most 1/4. ", "tanh": "The slope of a tanh is at most 1. ",
        "relu": "The slope of a ReLU is 1 or 0. ", "linear": "The slope of a linear unit is 1. ",
    }[activation]  # fmt: skip
    passes = "" if found.facts["layers"][0] == 1 else (
        f"By theory a layer passes on {figure(each)} times the length that it gets: gradients "
        f"{'vanish' if each < 1 else 'grow' if each > 1 else 'keep their size'} towards the input. "
    )  # fmt: skip
    follows = "well here" if activation == "sigmoid" else "less well with ReLU" if activation == "relu" else "in part"
    return (
        f"Weights start with variance 1 / inputs{times} (LeCun's normal; Nielsen's has variance 1 / inputs). {slope}"
        f"{passes}Theory starts from the last hidden layer; it is about single examples in wide networks, and the "
        f"norm of the mean over examples follows it only where the examples agree: {follows}."
    )


def summary(found: Found) -> str:
    """The medians by layer: the takeaway of the picture."""
    parts = [f"{row.layer}: {figure(row.mid)} (theory {figure(row.law)})" for row in found.table.itertuples()]
    return f"Median norm of the gradient by hidden layer. {'; '.join(parts)}."


def formulas(found: Found) -> str:
    """The factor of a layer with its numbers, as LaTeX."""
    row = found.facts.iloc[0]
    gain, bias, each = (tex(figure(row[name])) for name in ("gain", "biases", "each"))
    law = r"\frac{|\nabla_l|}{|\nabla_{l+1}|} &\approx \sqrt{\sigma_w^2 \, \mathrm{E}[\varphi'(\sqrt{q_l}\, z)^2]}"
    return aligned(law, rf"&= {each}", rf"\sigma_w^2 &= {gain}, \quad \sigma_b^2 = {bias}")
