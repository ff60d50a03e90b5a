"""How often a ReLU network is born dead: says the same to every example, and cannot be taught otherwise."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks
from lab.laws import depth as laws
from lab.numerals import aligned, figure, tex
from lab.progress import Cancelled
from lab.seeds.spread import wilson
from lab.specs import Network

CHUNK = 2_000_000  # activations that are held at once
START = Network(hidden=(3,) * 20, activation="relu", output="linear")
MEASURED, LAW = "measured", "law"


@dataclass(frozen=True)
class Found:
    """What was counted.

    Attributes:
        table: one row per layer from 1: `layer`, `dead` (networks that are dead by then), `share`, `low`, `high`
            (Wilson's 95 % interval), `law`.
        facts: one row: `networks`, `width`, `layers`, `dead`, `share`, `low`, `high`, `law`, `examples`, `bias`,
            `exact` (whether the law is exact here; elsewhere it is an upper bound).
    """

    table: pd.DataFrame
    facts: pd.DataFrame


def measure(network: Network, networks: int = 4000, examples: int = 1, bias: float = 0.0, cancelled=None) -> Found:
    """Draw networks with one input, and see in which layer all units are silent for all examples.

    Weights are normal; only their signs matter, so every scheme that draws both signs alike gives the same chance.

    Args:
        network: hidden layers of one width, ReLU.
        networks: how many.
        examples: inputs that all have to be silenced: 1 alone, or standard normal draws.
        bias: of all units.
        cancelled: asked between portions; True ends it.

    Raises:
        ValueError: another activation, or layers of several widths.
    """
    checks.one_of("Network.activation", network.activation, ("relu",))
    checks.that(
        len(set(network.hidden)) == 1, "`Network.hidden` must be layers of one width to be born dead by this law."
    )
    width, layers = network.hidden[0], len(network.hidden)
    draws = np.random.default_rng(np.random.SeedSequence(0, spawn_key=(width, layers, examples)))
    x = np.ones((1, 1)) if examples == 1 else draws.normal(size=(examples, 1))
    each, counts = max(1, CHUNK // (examples * width)), np.zeros(layers, int)
    for first in range(0, networks, each):
        if cancelled and cancelled():
            raise Cancelled
        counts += _died(draws, x, min(each, networks - first), width, layers, bias)
    return _found(counts.cumsum(), networks, width, examples, bias)


def _died(draws: np.random.Generator, x: np.ndarray, count: int, width: int, layers: int, bias: float) -> np.ndarray:
    """How many of `count` networks have their first silent layer at each depth."""
    a, alive, died = np.broadcast_to(x, (count, *x.shape)), np.ones(count, bool), []
    for _ in range(layers):
        kernel = draws.normal(size=(count, a.shape[2], width)) * np.sqrt(2 / a.shape[2])
        a = np.maximum(a @ kernel + bias, 0.0)  # (network, example, unit)
        silent = alive & ~a.any(axis=(1, 2))
        died.append(silent.sum())
        alive &= ~silent
    return np.array(died)


def _found(dead: np.ndarray, networks: int, width: int, examples: int, bias: float) -> Found:
    layers = np.arange(1, len(dead) + 1)
    bounds = np.array([wilson(int(count), networks) for count in dead])
    table = pd.DataFrame({"layer": layers, "dead": dead, "share": dead / networks, "low": bounds[:, 0]})
    table = table.assign(high=bounds[:, 1], law=laws.born_dead(width, layers))
    facts = table.tail(1).reset_index(drop=True).rename(columns={"layer": "layers"})
    exact = examples == 1 and bias == 0
    return Found(table, facts.assign(networks=networks, width=width, examples=examples, bias=bias, exact=exact))


def verdict(found: Found) -> str:
    """How many are dead, with the interval, against the law."""
    row = found.facts.iloc[0]
    layers = f"{row['layers']} layer{'s' if row['layers'] > 1 else ''} of {row['width']} ReLU unit"
    told = "the law says" if row["exact"] else "the law for one example without biases, an upper bound here, says"
    return (
        f"Of {row['networks']:,} networks of {layers}{'s' if row['width'] > 1 else ''} {row['dead']:,} are born dead: "
        f"{_percent(row['share'])} (95 % interval {_percent(row['low'])} to {_percent(row['high'])}); "
        f"{told} {_percent(row['law'])}."
    )


def summary(found: Found) -> str:
    """Share of the dead at a few depths: the takeaway of the picture."""
    rows = found.table.iloc[sorted({0, len(found.table) // 2, len(found.table) - 1})]
    parts = [f"{row.layer}: {_percent(row.share)} (law {_percent(row.law)})" for row in rows.itertuples()]
    return f"Share of the networks that are dead by layer {'; '.join(parts)}."


def formulas(found: Found) -> str:
    """The law with its numbers, as LaTeX."""
    row = found.facts.iloc[0]
    law = r"P &= 1 - (1 - 2^{-N})^{H}"
    given = rf"&= 1 - (1 - 2^{{-{row['width']}}})^{{{row['layers']}}}"
    return aligned(law, given, rf"&= {tex(figure(row['law']))}")


def half(found: Found) -> str:
    """At which depth half are dead, for this width and one unit more."""
    width = found.facts["width"][0]
    here, more = (np.log(0.5) / np.log1p(-(2.0**-units)) for units in (width, width + 1))
    return (
        f"By the law half of the networks of width {width} are dead at a depth of {here:.1f} layers, of width "
        f"{width + 1} at {more:.1f}: each further unit doubles the depth that lives."
    )


def _percent(share: float) -> str:
    percent = 100 * share
    return f"{percent:.0f} %" if percent in (0, 100) else f"{percent:.2f} %"
