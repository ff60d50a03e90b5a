"""Order and chaos: whether two inputs become one on their way through random tanh networks, or part."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks
from lab.laws import mean_field as laws
from lab.numerals import aligned, figure, tex
from lab.progress import Cancelled
from lab.specs import Network

START = Network(hidden=(200,) * 30, activation="tanh", output="linear")
WEIGHTS = np.linspace(0.2, 5.0, 33)  # sigma_w^2 of the diagram
BIASES = np.linspace(0.01, 0.5, 21)  # its sigma_b^2
BAND = (0.05, 0.5, 0.95)
NEAR = 100.0  # layers of depth scale that count as critical
FAR = 0.2  # how far from theory a median correlation is when its networks count as not following it


@dataclass(frozen=True)
class Found:
    """What was measured at one point, and theory.

    Attributes:
        table: one row per layer: `low`, `mid`, `high` (5, 50, 95 % of the networks) of the correlation of two inputs'
            sums, and `law`.
        facts: one row: `weights`, `biases` (sigma_w^2 and sigma_b^2), `chi`, `meeting` (c*), `scale` (xi, in layers),
            `critical` (sigma_w^2 on the line for this sigma_b^2), `networks`, `width`, `layers`, `like` (of
            the inputs).
    """

    table: pd.DataFrame
    facts: pd.DataFrame


def diagram(network: Network) -> tuple[pd.DataFrame, pd.DataFrame]:
    """chi over the plane of variances, and the critical line, both by theory.

    Args:
        network: tanh.

    Returns:
        One row per cell: `left`, `right`, `bottom`, `top` (overlapping a little, against seams), `chi`; and
        one per point of the line: `weights`, `biases`.
    """
    checks.one_of("Network.activation", network.activation, ("tanh",))
    weights, biases = np.meshgrid(WEIGHTS, BIASES)
    halves = (WEIGHTS[1] - WEIGHTS[0]) / 2, (BIASES[1] - BIASES[0]) / 2
    cells = {"left": weights - halves[0], "right": weights + 1.1 * halves[0], "bottom": biases - halves[1]}
    cells |= {"top": biases + 1.1 * halves[1], "chi": laws.chi(weights, biases)}
    line = pd.DataFrame(dict(zip(("weights", "biases"), laws.critical_line(np.linspace(1e-3, 3, 300)), strict=True)))
    inside = line["biases"].between(0, cells["top"].max()) & (line["weights"] < cells["right"].max())
    return pd.DataFrame({name: values.ravel() for name, values in cells.items()}), line[inside]


def measure(network: Network, weights=2.5, biases=0.05, like=0.9, networks=20, cancelled=None) -> Found:
    """Send two inputs through random networks and follow the correlation of their sums.

    The inputs are as long as makes the sums of layer 1 as long as q*, the length that the layers leave alone.

    Args:
        network: hidden layers of one width, tanh; the first kernel has as many inputs as units.
        weights, biases: sigma_w^2 (variance of a weight times the inputs) and sigma_b^2, above 0.
        like: correlation of the two inputs, from -1 to 1.
        networks: seeds 0, 1, ...
        cancelled: asked before each layer; True ends it.
    """
    checks.one_of("Network.activation", network.activation, ("tanh",))
    width, layers = network.hidden[0], len(network.hidden)
    length = float(laws.settled(np.array(weights), np.array(biases)))
    draws = [np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(0,))) for seed in range(networks)]
    square = (length - biases) / weights
    a = np.sqrt(square) * np.array([_pair(draw, width, like) for draw in draws])  # (replica, input of two, unit)
    found = []
    for _ in range(layers):
        if cancelled and cancelled():
            raise Cancelled
        kernel = np.array([draw.normal(size=(width, width)) for draw in draws]) * np.sqrt(weights / width)
        bias = np.array([draw.normal(size=(1, width)) for draw in draws]) * np.sqrt(biases)
        z = a @ kernel + bias
        found.append(_correlation(z))
        a = np.tanh(z)
    low, mid, high = np.quantile(found, BAND, axis=1)
    law = laws.correlations((weights * square * like + biases) / length, weights, biases, layers)
    table = pd.DataFrame({"layer": np.arange(1, layers + 1), "low": low, "mid": mid, "high": high, "law": law})
    return Found(table, _facts(network, weights, biases, networks, like))


def _pair(draw: np.random.Generator, width: int, like: float) -> np.ndarray:
    """Two vectors of mean square 1 and correlation `like`: (2, width)."""
    one, other = np.linalg.qr(draw.normal(size=(width, 2)))[0].T * np.sqrt(width)
    return np.array([one, like * one + np.sqrt(1 - like * like) * other])


def _correlation(z: np.ndarray) -> np.ndarray:
    """z1 . z2 / (|z1| |z2|) of every network."""
    return (z[:, 0] * z[:, 1]).sum(axis=1) / np.linalg.norm(z, axis=2).prod(axis=1)


def _facts(network: Network, weights: float, biases: float, networks: int, like: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "weights": [weights],
            "biases": [biases],
            "chi": [float(laws.chi(np.array(weights), np.array(biases)))],
            "meeting": [laws.meeting(weights, biases)],
            "scale": [laws.depth_scale(weights, biases)],
            "critical": [laws.critical(biases)],
            "networks": [networks],
            "width": [network.hidden[0]],
            "layers": [len(network.hidden)],
            "like": [like],
        }
    )


def verdict(found: Found) -> str:
    """What becomes of two inputs here."""
    row, first, last = found.facts.iloc[0], found.table.iloc[0], found.table.iloc[-1]
    side = "order: all inputs become one" if row["chi"] < 1 else "chaos: even like inputs part"
    if row["scale"] > NEAR:
        side = f"the edge of chaos: two inputs keep their distance for long ({_scale(row['scale'])})"
    off = abs(last["mid"] - last["law"]) > FAR
    return (
        f"By the theory of wide networks {side}.{' The median of these networks is far from it.' if off else ''} The "
        f"correlation of two inputs goes from {figure(first['mid'])} in layer 1 to {figure(last['mid'])} in layer "
        f"{int(last['layer'])} (median of {int(row['networks'])} random networks of width {int(row['width'])}; the "
        f"law: {figure(last['law'])}, and {figure(row['meeting'])} in the end)."
    )


def summary(found: Found) -> str:
    """The correlation at a few layers: the takeaway of the picture."""
    rows = found.table.iloc[sorted({0, len(found.table) // 2, len(found.table) - 1})]
    parts = [f"layer {int(row.layer)}: {figure(row.mid)} (theory {figure(row.law)})" for row in rows.itertuples()]
    return f"Median correlation of two inputs. {'; '.join(parts)}."


def place(found: Found) -> str:
    """Where the point lies in the diagram: the takeaway of that picture."""
    row = found.facts.iloc[0]
    return (
        f"With biases of variance {figure(row['biases'])} the critical line lies at {figure(row['critical'])}; your "
        f"weights have {figure(row['weights'])}, chi is {figure(row['chi'])}: "
        f"{'order' if row['chi'] < 1 else 'chaos'}."
    )


def formulas(found: Found) -> str:
    """chi, c* and xi with their numbers, as LaTeX."""
    row = found.facts.iloc[0]
    chi, meeting, scale = (tex(figure(row[name])) for name in ("chi", "meeting", "scale"))
    law = r"\chi &= \sigma_w^2 \, \mathrm{E}[\tanh'(\sqrt{q^*} z)^2]"
    depth = r"\xi &= \frac{-1}{\ln(\sigma_w^2 \mathrm{E}[\tanh'(u_1) \tanh'(u_2)])}"
    return aligned(law, rf"&= {chi}", rf"c^* &= {meeting}", depth, rf"&= {scale} \text{{ layers}}")


def reach(found: Found) -> str:
    """What the depth scale means here."""
    row = found.facts.iloc[0]
    back = "shrinks" if row["chi"] < 1 else "grows"
    settles = f"What tells inputs apart settles with {_scale(row['scale'])} (ξ)."
    if np.isinf(row["scale"]):
        settles = "What tells inputs apart settles at no depth (ξ is infinite)."
    return (
        f"{settles} On the way back the squared error {back}: it is multiplied by χ = {figure(row['chi'])} at every "
        f"layer, by {figure(row['chi'] ** row['layers'])} over {int(row['layers'])} layers. Only near the dashed line "
        "both pass through many layers."
    )


def _scale(scale: float) -> str:
    return "a depth scale without end" if np.isinf(scale) else f"a depth scale of {figure(scale)} layers"
