"""What was found about many boundaries, in sentences and formulas."""

import numpy as np

from lab.numerals import aligned, tex
from lab.seeds.boundaries import MARGIN, QUARREL, Found


def answer(found: Found) -> str:
    """Where the networks disagree, and how many have all examples right."""
    facts = found.facts.astype(object).iloc[0]
    if facts["kept"] == 0:
        return "No answer: all runs diverged. A smaller learning rate helps."
    if facts["kept"] == 1:
        return "One network alone disagrees with nobody."
    link = "and yet" if 2 * facts["right"] > facts["kept"] else "and"
    return (
        f"{_networks(facts['right'], facts['kept'])} all {facts['examples']} examples right, {link} in "
        f"{_percent(facts['quarrel'])} of the plane at least {100 * QUARREL:.0f} % of them disagree with the majority, "
        f"in {_percent(facts['one'])} at least one does."
    )


def detail(found: Found) -> str:
    """Different classifications of the examples, runs and the step budget."""
    facts = found.facts.astype(object).iloc[0]
    gone = f"; left out, as they diverged: {facts['diverged']:,}" if facts["diverged"] else ""
    several = "one and the same way" if facts["answers"] == 1 else f"{facts['answers']:,} different ways"
    told = f"They classify the training examples in {several}. " if facts["kept"] else ""
    return (
        f"{told}({facts['kept']:,} networks, one seed each, {facts['epochs']:,} epochs{gone}; the plane: the examples "
        f"and {100 * MARGIN:.0f} % of their span around them.)"
    )


def inside(found: Found) -> str:
    """Whether they disagree where the examples are, or elsewhere."""
    facts = found.facts.astype(object).iloc[0]
    if not facts["kept"]:
        return ""
    return (
        f"Of the training examples {_percent(facts['inside'])} are places where one in ten disagrees, of the plane "
        f"{_percent(facts['quarrel'])}. What training does not ask about, the start decides."
    )


def formula(found: Found) -> str:
    """What is drawn at a place, with its largest value, as LaTeX."""
    worst = found.cells["against"].max()
    shown = tex(f"{worst:.2f}") if np.isfinite(worst) else r"\text{unknown}"
    return aligned(
        r"d(x) &= 1 - \frac{\max_k \#\{\text{networks that say } k\}}{\#\text{networks}}",
        rf"\max_x d(x) &= {shown}",
    )


def places(found: Found) -> str:
    """The picture of the plane in words."""
    facts = found.facts.astype(object).iloc[0]
    if not facts["kept"]:
        return "No network is left."
    return (
        f"Disagreement of {facts['kept']:,} networks over the plane: at most {_percent(found.cells['against'].max())} "
        f"at one place, {100 * QUARREL:.0f} % or more in {_percent(facts['quarrel'])} of it."
    )


def drawn(found: Found) -> str:
    """The small pictures in words."""
    count = found.lines["seed"].nunique()
    return f"The boundaries of {count} networks, each from a seed of its own, over the same examples."


def _percent(share: float) -> str:
    shown = 100 * share
    return "0 %" if share == 0 else "less than 1 %" if shown < 1 else f"{shown:.0f} %"


def _networks(right: int, kept: int) -> str:
    if right == kept:
        return f"All {kept:,} networks have"
    if right == 1:
        return f"One of {kept:,} networks has"
    return f"{right:,} of {kept:,} networks have" if right else f"Not one of {kept:,} networks has"
