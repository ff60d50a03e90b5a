"""Which columns L1 takes to zero, the useless and the useful ones, and what L2 does beside it."""

import pandas as pd

from lab.headline import fits
from lab.numerals import figure
from lab.prose import listed
from lab.questions.feature_relevance.penalties.trained import NONE, Penalized


def headline(found: Penalized, size: float, model: str) -> str:
    """Which penalty sets weights to zero, L2 first if that is looked at; or, where only units differ, what they do."""
    l2, gone = rows(found, "L2", size), taken(found, size)
    zeros = int((l2["zeros"] > 0).sum())
    useful, worth = rows(found, NONE, 0)[found.arrangement.useful], found.arrangement.worth
    if len(useful) > 1 and len(set(worth) - {0}) == 1 and not found.arrangement.shared:
        sizes = useful.set_index("column")["law"].abs()
        return (
            f"Standardise before reading weights: of equal worth, {sizes.idxmax()}'s is "
            f"{sizes.max() / sizes.min():.2g} times {sizes.idxmin()}'s. Permutation importance ignores units."
        )
    far = (gone["largest"] > gone["reach"] * 1.001).any()
    where = "towards zero" if far else "to within one step of zero"
    stay = "" if set(gone["as"]) - {"useless"} else ", useful ones stay"
    takes = f"takes {_which(found, gone)} {where}{stay}"
    if model == "L2":
        small = f"L2 has {zeros} at zero here" if zeros else "Not L2: it makes weights only small"
        said = f"{small}; L1 {'sets none to zero either, at this size' if gone.empty else takes}."
        return said if fits(said) else f"Not L2, only L1: it {takes}."
    other = f"L2 has {zeros} at zero too" if zeros else "L2 sets none to zero"
    if gone.empty:
        return f"L1 does, but not at this size: it sets no weight to zero here, and {other}."
    lead = f"L1 does{', given time' if far else ''}: it {takes}"
    said = f"{lead}; {other}."
    return said if fits(said) else f"{lead}; L2 {'too' if zeros else 'none'}."


def _which(found: Penalized, gone: pd.DataFrame) -> str:
    """The columns that L1 takes, by what they are."""
    if len(gone) == len(found.arrangement.columns):
        return "all weights, useful or useless,"
    return " and ".join(
        f"{kind} {listed(list(own['column']))}" for kind in KINDS if len(own := gone[gone["as"] == kind])
    )


KINDS = ("useless", "useful", "redundant")


def taken(found: Penalized, size: float) -> pd.DataFrame:
    """The rows of the columns that L1 takes to zero in theory, `as` one of `KINDS`: another column carries the same."""
    frame, chosen = rows(found, "L1", size), found.arrangement
    zero = (frame["law"] == 0).to_numpy()
    said = []
    for place, (direction, _) in enumerate(chosen.columns):
        others = [other for other in chosen.group(direction) if not zero[other]]
        said.append("useless" if not chosen.useful[place] else "redundant" if others else "useful")
    return frame.assign(**{"as": said})[zero]


def rows(found: Penalized, kind: str, size: float) -> pd.DataFrame:
    """The columns' rows of one penalty in one size."""
    chosen = found.weights[found.weights["kind"] == kind]
    return chosen if kind == NONE else chosen[chosen["size"] == size]


def worth(found: Penalized, size: float) -> str:
    """Which columns are useful, which of them L1 keeps, and which go, with why."""
    gone, names, chosen = taken(found, size), found.arrangement.names, found.arrangement
    useful = [name for name, good in zip(names, chosen.useful, strict=True) if good]
    useless = [name for name in names if name not in useful]
    made = (
        f"Useful here {_are(useful)} {listed(useful)}: the targets are made of {'it' if len(useful) == 1 else 'them'}. "
        f"Useless {_are(useless)} {listed(useless)}."
    )
    if gone.empty:
        return f"{made} L1 of this size takes none of them to zero."
    groups = {kind: list(gone.loc[gone["as"] == kind, "column"]) for kind in KINDS}
    left = [name for name in useful if name not in set(gone["column"])]
    told = []
    if groups["useless"]:
        told.append(f"zero is for what is useless, {listed(groups['useless'])}")
    if left:
        told.append(f"{listed(left)} {'stays' if len(left) == 1 else 'stay'}, being useful")
    told += [f"{name} goes, though useful: {_weak(found, name, size)}" for name in groups["useful"]]
    told += [f"{name} goes, as another column carries the same" for name in groups["redundant"]]
    return f"{made} With L1 {'; '.join(told)}."


def _are(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _weak(found: Penalized, name: str, size: float) -> str:
    """Why a useful column goes: its weight without a penalty is less than what L1 takes off it."""
    plain = rows(found, NONE, 0).set_index("column").loc[name, "law"]
    largest = max(abs(found.arrangement.factors(found.arrangement.columns[found.arrangement.names.index(name)][0])))
    return (
        f"its weight without a penalty, {figure(plain, 3)}, is no more than the {figure(size / (2 * largest**2), 3)} "
        "that this L1 takes off"
    )
