"""What is claimed of hidden units, and what is measured of it."""

import numpy as np

from lab.claim import Claim, Expected
from lab.questions.seed_effects.width.widths import Widths, measure, setting


def _found(compute, *, data, units, epochs, seeds, activation, **_) -> Widths:
    return compute(measure, setting(data, activation, epochs), widths=list(units), count=seeds)


def _right(compute, **settings) -> tuple[float, ...]:
    """Held-out accuracy of each width, medians."""
    return tuple(_found(compute, **settings).widths["held_mid"].round(1))


def _features(compute, **settings) -> tuple[float, ...]:
    """Largest cosine of two units; of a unit with a horizontal edge, before and after; with brightness."""
    found = _found(compute, **settings)
    kernels = found.kernels[settings["units"][0]]  # (seed, when, unit, pixel)
    kernels = kernels / np.linalg.norm(kernels, axis=-1, keepdims=True)
    edge = np.repeat([-1.0, 1.0], 32) / 8  # the upper half of 8 x 8 pixels against the lower
    patterns = np.stack([edge, np.full(64, 1 / 8)], axis=-1)
    most = np.median(np.abs(kernels @ patterns).max(axis=2), axis=0)  # (when, pattern)
    return tuple(np.round([found.widths["closest"][0], *most.T.ravel()], 2))


def _one_unit(compute, **settings) -> tuple[float, ...]:
    """Networks solved with 1, 2 and 4 units; the least cost of one unit."""
    found = _found(compute, **settings)
    solved = found.widths.set_index("units")["solved"]
    return *solved[[1, 2, 4]], float(found.runs.query("units == 1")["cost"].min())


CLAIMS = (
    Claim(
        id="S15",
        question="Why 25 units, and not one?",
        claim="With one unit a network learns one pattern, which is not enough: with fewer units it is less accurate "
        "on digits.",
        source="seeds/000",
        settings={"units": (1, 5, 25), "seeds": 16},
        figures=(
            # medians of 16 runs: 4 standard errors
            Expected(name="held-out accuracy with 1 unit, %", expected=24, tolerance=3.5),
            Expected(name="with 5 units, %", expected=83.5, tolerance=3.5),
            Expected(name="with 25 units, %", expected=93.5, tolerance=1),
        ),
        measure=_right,
        because="with 1 hidden unit {0} % of new digits are right, with 5 units {1} %, and with 25 units {2} %, in the "
        "median run.",
    ),
    Claim(
        id="S16",
        question="What do the units of a layer learn?",
        claim="Each learns another feature: vertical edges, horizontal edges, brightness.",
        source="seeds/000",
        settings={"units": (25,)},
        figures=(
            Expected(name="largest cosine of two units, median run", expected=0.95, way="at most"),
            # medians of 8 runs
            Expected(name="cosine with a horizontal edge, best unit, before training", expected=0.25, tolerance=0.08),
            Expected(name="the same after training", expected=0.43, tolerance=0.1),
            Expected(name="cosine with brightness, best unit, before training", expected=0.29, tolerance=0.08),
            Expected(name="the same after training", expected=0.2, way="at most"),
        ),
        measure=_features,
        verdict="holds only when",
        because="no more is meant than that units differ: the two most alike of 25 units have a cosine of {0} (1 would "
        "be equal directions). None is an edge or brightness: the nearest to a horizontal edge has a cosine of {2} "
        "with it, the nearest to brightness {4}.",
    ),
    Claim(
        id="S23",
        question="What are hidden units for, if nobody tells them what to say?",
        claim="Hidden units need no target of their own, and one neuron alone is not enough.",
        source="seeds/002",
        settings={"data": "xor", "result": "cost", "seeds": 200},
        figures=(
            Expected(name="of 200 XOR networks with one unit, those solved", expected=0),
            Expected(name="with two units", expected=187, tolerance=14),  # 4 standard errors
            Expected(name="with four units", expected=196, way="at least"),
            Expected(name="least cost with one unit; in theory at least 1/6", expected=0.1666, way="at least"),
        ),
        measure=_one_unit,
        because="of 200 XOR networks {0} are solved with one unit, {1} with two, {2} with four; only the output has a "
        "target.",
    ),
)  # fmt: skip
