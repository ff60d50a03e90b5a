"""What passes through the layers of a network, and how alike the units of one are, in pictures."""

from lab import charts
from lab.answer import Figure, Section
from lab.check.finding import figure
from lab.numerals import counted
from lab.prose import literal


def inside(found) -> list:
    """What passes through the layers, and how alike the units of one are."""
    figures = [*_through(found.profile.iloc[:-1]), *_units(found.units)]  # the head's outputs are of any size
    return [Section("Through the layers, and within one", tuple(figures), across=2)] if figures else []


def _through(rows) -> list[Figure]:
    if len(rows) < 2:
        return []
    first, last = rows.iloc[0], rows.iloc[-1]
    says = (
        f"From {first['layer']} to {last['layer']} the signal goes from {figure(first['signal'])} to "
        f"{figure(last['signal'])}."
    )
    error = "Error: how much of one at the last hidden layer arrives. " if rows["error"].count() > 1 else ""
    caption = (
        f"What passes through the layers. Signal: how much a layer's outputs differ between examples. {error}Dashed: "
        "as large as it began, what a good start aims at."
    )
    return [Figure.of(charts.checkup.through(rows), says, caption=caption)]


def _units(rows) -> list[Figure]:
    if not len(rows):
        return []
    name, count, every = rows["layer"].iloc[0], int(rows["unit"].max()), int(rows["all"].iloc[0])
    pairs = rows[rows["unit"] < rows["other"]]
    same = int((pairs["likeness"] > 1 - 1e-6).sum())
    drawn = f"the first {count} of {every:,} units" if count < every else counted(count, "unit")
    why = f" Drawn are {drawn}: squares of more would be too small to tell apart." if count < every else ""
    says = f"Of {counted(len(pairs), 'pair')} of {drawn} of {name}, {same} have the same direction."
    zeros = " Weights of 0 have no direction: two such units are equal, and drawn as 1." * bool(pairs["zero"].any())
    caption = (
        f"Which units are alike: cosine of the angle between the incoming weights of two units of {literal(name)}; 1 "
        f"is the same direction.{zeros}{why}"
    )
    return [Figure.of(charts.checkup.alike(rows), says, caption=caption)]
