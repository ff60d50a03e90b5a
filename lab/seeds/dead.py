"""How often a ReLU network is born dead: a layer of it is silent at every example, and cannot be taught otherwise."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lab import checks, frames
from lab.laws import depth as laws
from lab.progress import Cancelled
from lab.seeds.spread import wilson
from lab.specs import Init, Network

CHUNK = 2_000_000  # activations that are held at once
START = Network(hidden=(3,) * 20, activation="relu", output="linear")
SCHEMES = {"He": Init("he_normal"), "Glorot": Init("glorot_normal")}
ONE, MORE = (-1.0,), (-10.0, 10.0)  # where else the dead are asked: after one example, and after several


@dataclass(frozen=True)
class Found:
    """What was counted.

    Attributes:
        table: one row per (scheme, layer from 1): `scheme`, `layer`, `dead` (networks that are dead by then), `share`,
            `low`, `high` (Wilson's 95 % interval), `law`.
        facts: one row per scheme: `scheme`, `networks`, `width`, `layers`, `dead`, `share`, `low`, `high`, `law`,
            `examples`, `bias`, `exact` (whether the theory is exact here; elsewhere it is an upper bound), `elsewhere`
            (how many of the dead have no silent layer at another input: one of `ONE` after one example, of `MORE`
            after several).
    """

    table: pd.DataFrame
    facts: pd.DataFrame


def measure(network: Network, networks: int = 4000, examples: int = 1, bias: float = 0.0, cancelled=None) -> Found:
    """Draw networks with one input, and see in which layer all units are silent at all examples.

    Weights are normal, of the size of He's and of Glorot's scheme, from the same draws: without biases only their signs
    matter, and both schemes give the same.

    Args:
        network: hidden layers of one width, ReLU.
        networks: how many.
        examples: inputs that all have to be silenced: x = 1, then x = -1, then standard normal draws.
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
    x = np.array([1.0, -1.0, *draws.normal(size=max(0, examples - 2))][:examples])
    each, counts, elsewhere = max(1, CHUNK // (examples * width)), 0, 0
    for first in range(0, networks, each):
        if cancelled and cancelled():
            raise Cancelled
        died, woken = _died(draws, x, min(each, networks - first), width, layers, bias)
        counts, elsewhere = counts + died, elsewhere + woken
    return _found(counts.cumsum(axis=1), elsewhere, networks, width, examples, bias)


def _died(draws: np.random.Generator, x: np.ndarray, count: int, width: int, layers: int, bias: float):
    """How many of `count` networks have their first silent layer at each depth; how many of them answer elsewhere."""
    asked = np.concatenate([x, ONE if len(x) == 1 else MORE])
    a = np.broadcast_to(asked[:, None], (len(SCHEMES), count, len(asked), 1))
    alive, answers, died = np.ones((len(SCHEMES), count), bool), True, []
    for _ in range(layers):
        sizes = [laws.variance(init, a.shape[-1], width) ** 0.5 for init in SCHEMES.values()]
        kernel = draws.normal(size=(count, a.shape[-1], width))
        a = np.maximum(np.reshape(sizes, (-1, 1, 1, 1)) * (a @ kernel) + bias, 0.0)  # (scheme, network, example, unit)
        heard = a.any(axis=-1)  # (scheme, network, example)
        silent = alive & ~heard[..., : len(x)].any(axis=-1)
        died.append(silent.sum(axis=1))
        alive, answers = alive & ~silent, answers & heard[..., len(x) :]
    return np.stack(died, axis=1), (answers.any(axis=-1) & ~alive).sum(axis=1)


def _found(dead: np.ndarray, elsewhere: np.ndarray, networks: int, width: int, examples: int, bias: float) -> Found:
    """`dead` is (scheme, layer), `elsewhere` (scheme,)."""
    layers = np.arange(1, dead.shape[1] + 1)
    table = frames.tidy([(("scheme",), [(name,) for name in SCHEMES]), (("layer",), [(int(at),) for at in layers])],
                        {"dead": dead, "share": dead / networks})  # fmt: skip
    bounds = np.array([wilson(int(count), networks) for count in table["dead"]])
    table = table.assign(low=bounds[:, 0], high=bounds[:, 1], law=laws.born_dead(width, table["layer"]))
    facts = table.groupby("scheme", sort=False).tail(1).reset_index(drop=True).rename(columns={"layer": "layers"})
    told = {"networks": networks, "width": width, "examples": examples, "bias": bias, "elsewhere": elsewhere}
    return Found(table, facts.assign(**told, exact=examples == 1 and bias == 0))
