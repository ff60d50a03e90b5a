"""What was found about networks that are born dead, in sentences and a formula."""

import numpy as np

from lab.numerals import aligned, counted, figure, tex
from lab.seeds.dead import Found


def verdict(found: Found) -> str:
    """How many are dead, with the interval, against theory."""
    row, facts = found.facts.iloc[0], found.facts
    layers = f"{counted(row['layers'], 'layer')} of {counted(row['width'], 'ReLU unit')}"
    given = f"Of {row['networks']:,} networks of {layers}{_biases(row)}"
    if facts["dead"].nunique() == 1:
        born = f"{row['dead']:,} {'is' if row['dead'] == 1 else 'are'} born dead at {_examples(row)}: {_interval(row)}"
    else:
        parts = [f"{each['dead']:,} with {each['scheme']}'s weights, {_interval(each)}" for _, each in facts.iterrows()]
        born = f"so many are born dead at {_examples(row)}: {'; '.join(parts)}"
    told = "theory says" if row["exact"] else "theory for one example without biases, an upper bound here, says"
    return f"{given} {born}; {told} {_percent(row['law'])}."


def setting(found: Found) -> str:
    """What the letters are, what the network is asked, and why a unit is silent."""
    row = found.facts.iloc[0]
    given = {1: "The example is x = +1.", 2: "The examples are x = +1 and x = −1."}
    more = f"The examples are x = +1, x = −1 and {row['examples'] - 2} standard normal draws."
    chance = "A unit is silent with chance 1/2, whatever comes in but zeros"
    if row["bias"]:
        chance = "Without biases a unit is silent with chance 1/2, and positive biases make that rarer"
    return (
        f"N units a layer, H layers, one input, biases {figure(row['bias'])}. {given.get(row['examples'], more)} "
        f"{chance}; when all units of one layer are silent, the layer above gets nothing but zeros."
    )


def half(found: Found) -> str:
    """At which depth half are dead, for this width and one unit more."""
    row = found.facts.iloc[0]
    width, law = row["width"], "By theory" if row["exact"] else "By theory for one example without biases"
    here, more = (f"{np.log(0.5) / np.log1p(-(2.0**-units)):.1f}" for units in (width, width + 1))
    depth = "1 layer" if here == "1.0" else f"{here} layers"
    return (
        f"{law} half of the networks of width {width} are dead at a depth of {depth}, of width {width + 1} at {more}: "
        "each further unit about doubles the depth that lives."
    )


def schemes(found: Found) -> str:
    """Whether the scheme of the first weights makes a difference."""
    he, glorot = found.facts["dead"]
    same = "He's weights and Glorot's are the same draws here, in two sizes."
    if he == glorot == 0:
        return ""
    if not found.facts["bias"][0]:
        return f"{same} Both leave {he:,} dead: without biases only signs matter."
    if he == glorot:
        return f"{same} Both leave {he:,} dead."
    why = ": beside smaller weights a bias counts more" if he > glorot else ""
    return f"{same} With biases the size counts: He's, the larger ones, leave {he:,} dead, Glorot's {glorot:,}{why}."


def fate(found: Found) -> str:
    """What a dead network says, there and elsewhere, and what can wake it."""
    row = found.facts.iloc[0]
    dead, answer = row["dead"], row["elsewhere"]
    if dead == 0:
        return f"None of these networks is dead{_weights(row)}."
    if row["examples"] == 1:
        return (
            f"Dead at one example is not dead at every example: {_of(dead, 'at x = +1', row)}, "
            f"{_answer(answer, dead)} alive at x = −1. An example that is silenced sends no gradient to the "
            "silent layer or below it, so only another example can wake that layer."
        )
    told = (
        f"A network that is dead at {_examples(row)} gives one output to all of them. None of them sends a gradient to "
        "the silent layer or below it, so no gradient descent on them wakes it."
    )
    if not row["bias"]:
        return f"{told} Nor is there another input that it answers: without biases x and 2x are silenced alike."
    return (
        f"{told} Elsewhere it may answer: {_of(dead, 'here', row)}, {_answer(answer, dead)} alive at x = −10 or "
        "at x = 10."
    )


def summary(found: Found) -> str:
    """Share of the dead at a few depths: the takeaway of the picture."""
    law = "law" if found.facts["exact"][0] else "upper bound"
    parts = []
    for scheme, table in found.table.groupby("scheme", sort=False):
        rows = table.iloc[sorted({0, len(table) // 2, len(table) - 1})]
        shares = [f"{row.layer}: {_percent(row.share)} ({law} {_percent(row.law)})" for row in rows.itertuples()]
        parts.append(f"Share of the networks with {scheme}'s weights that are dead by layer {'; '.join(shares)}.")
    return " ".join(parts)


def formulas(found: Found) -> str:
    """Theory with its numbers, as LaTeX."""
    row = found.facts.iloc[0]
    relation = "=" if row["exact"] else r"\le"
    law = rf"P &{relation} 1 - (1 - 2^{{-N}})^{{H}}"
    given = rf"&= 1 - (1 - 2^{{-{row['width']}}})^{{{row['layers']}}}"
    return aligned(law, given, rf"&= {tex(figure(row['law']))}")


def _of(dead: int, where: str, row) -> str:
    return f"of {counted(dead, 'network')} that {'is' if dead == 1 else 'are'} dead {where}{_weights(row)}"


def _answer(count: int, dead: int) -> str:
    share = f"{count:,} ({_percent(count / dead)})" if count else "none"
    return f"{share} {'is' if count <= 1 else 'are'}"


def _weights(row) -> str:
    return f" with {row['scheme']}'s weights" if row["bias"] else ""


def _biases(row) -> str:
    return f" and biases of {figure(row['bias'])}," if row["bias"] else ""


def _examples(row) -> str:
    words = {1: "one example", 2: "both examples"}
    return words.get(row["examples"], f"all {row['examples']} examples")


def _interval(row) -> str:
    low, high = (_percent(round(row[name], 12)) for name in ("low", "high"))  # 0 and 1 but for rounding
    return f"{_percent(row['share'])} (95 % interval {low} to {high})"


def _percent(share: float) -> str:
    """With two decimals; "0 %" and "100 %" only for what is exactly that."""
    percent = 100 * share
    if percent in (0, 100):
        return f"{percent:.0f} %"
    if percent < 0.005:
        return "under 0.01 %"
    return "over 99.99 %" if percent > 99.995 else f"{percent:.2f} %"
