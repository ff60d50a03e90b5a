"""How large the first weights of each scheme are, and why some schemes divide by the number of inputs."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lab.answer import Section, Words
from lab.experiment import Experiment, vary
from lab.laws.depth import variance
from lab.numerals import figure
from lab.prose import listed
from lab.question import address
from lab.seeds.starts import SCHEME

EQUAL = ("zeros", "constant")  # schemes from which all units of a layer start equal
RULES = ("lecun", "glorot", "he")  # that divide the variance by the number of inputs


def drawn(experiment: Experiment, schemes: Sequence[str]) -> pd.DataFrame:
    """One row per scheme that draws: `scheme`, `weights`, `biases` (standard deviations, of the first layer)."""
    inputs, units = experiment.widths[:2]
    rows = []
    for scheme in (name for name in schemes if name not in EQUAL):
        init = vary(experiment, {SCHEME: scheme}).init
        biases = variance(init, units, units) if init.bias == "same" else 0.0  # a vector: as many in as out, in Keras
        rows.append((scheme.replace("_", " "), variance(init, inputs, units) ** 0.5, biases**0.5))
    return pd.DataFrame(rows, columns=["scheme", "weights", "biases"])


def why(experiment: Experiment, schemes: Sequence[str], shares: Sequence[float]) -> list[str]:
    """Why schemes that draw differ; nothing of fewer than two.

    Args:
        experiment: what is trained.
        schemes: names of `lab.specs.SCHEMES`.
        shares: of the runs that are solved, scheme by scheme.
    """
    table, hidden = drawn(experiment, schemes), experiment.network.hidden
    if len(table) < 2:
        return []
    each = [f"{figure(row.weights, 2)} from {row.scheme}" for row in table.itertuples()]
    said = [
        "The schemes differ in the size of what they draw: the first layer's weights have a standard deviation of "
        f"{listed(each)}; {_biases(table)}."
    ]
    if hidden and "he" in _kinds(schemes):
        said.append(f"He's rule is made for ReLU; the units here are {named(experiment.network.activation)} units.")
    solved = [share for scheme, share in zip(schemes, shares, strict=True) if scheme not in EQUAL]
    by_size = pd.Series(solved).iloc[table["weights"].argsort()]
    apart = table["weights"].is_unique and by_size.is_unique
    for more, ordered in (("more", by_size.is_monotonic_increasing), ("fewer", by_size.is_monotonic_decreasing)):
        said += [f"Among these, the larger the first weights, the {more} runs are solved."] * (apart and ordered)
    return said


def _biases(table: pd.DataFrame) -> str:
    if not table["biases"].any():
        return "biases start at zero, as in Keras"
    if table["biases"].equals(table["weights"]):
        return "its biases the same, while in Keras they start at zero"
    return f"its biases {listed([figure(size, 2) for size in table['biases']])}, while in Keras they start at zero"


def by_inputs(experiment: Experiment, schemes: Sequence[str]) -> tuple[Section, ...]:
    """Why rules divide by the number of inputs, where such a rule is among the schemes that are compared."""
    kinds = _kinds(schemes)
    if len(schemes) < 2 or not any(kind in kinds for kind in RULES):
        return ()
    said = [
        f"A unit sums its n inputs, here {experiment.widths[0]}, times their weights, and a sum of n terms has n times "
        "the variance of one. So weights of variance 1/n keep the sum as large as the inputs are."
    ]
    told = {
        "lecun": "That is LeCun's rule.",
        "glorot": "Glorot's takes for n the mean of inputs and outputs.",
        "he": "He's is 2/n, as ReLU drops half of what comes in.",
    }
    said += [sentence for kind, sentence in told.items() if kind in kinds]
    if len(experiment.network.hidden) < 2:
        said.append(f"It matters most in [deep networks]({address('depth')}), where sizes multiply layer by layer.")
    return (Section("Why divide by the number of inputs?", (Words(" ".join(said)),)),)


def _kinds(schemes: Sequence[str]) -> set[str]:
    return {scheme.split("_")[0] for scheme in schemes}


def named(activation: str) -> str:
    """An activation as a sentence names it."""
    return "ReLU" if activation == "relu" else activation.replace("_", " ")
