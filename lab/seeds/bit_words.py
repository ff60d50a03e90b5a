"""What was found about the same run twice and one last bit, in sentences."""

import numpy as np
import pandas as pd

from lab.log_axis import LogAxis
from lab.numerals import aligned, figure, short, tex
from lab.seeds.bit import BIT, TWICE, Found
from lab.seeds.three import HE, LARGE

REMEDY = """\
import keras

keras.utils.set_random_seed(1234)  # first of all, and again before every run that is to be the same
model = keras.Sequential([...])
model.fit(x, y)
"""


def answer(found: Found) -> str:
    """That the same start gives the same run, and what one last bit does."""
    facts = found.facts.set_index("start")
    most = facts["twice"].max()
    same = "exactly equal at every step" if most == 0 else f"up to {figure(most)} apart"
    return (
        f"The same start twice: {same}. One last bit changed: from {HE} the runs are {_far(facts['most'][HE])} apart "
        f"at most, from {LARGE} {_far(facts['most'][LARGE])}."
    )


def headline(found: Found) -> str:
    """Whether the same start gives the same run, and what one last bit does, in one sentence."""
    facts = found.facts.set_index("start")
    same = "Yes, the same start repeats exactly" if facts["twice"].max() == 0 else "No, the same start does not repeat"
    most = facts["most"][LARGE]
    then = "training diverges" if not np.isfinite(most) else f"they end {short(most)} apart"
    return f"{same}; after one changed last bit {then}."


def detail(found: Found) -> str:
    """Steps, precision, and the size of the last bit."""
    row = found.facts.iloc[0]
    return f"({row['steps']:,} steps in {row['precision']}; two runs of each pair, largest difference of any weight.)"


def growth(found: Found) -> str:
    """How much the last bit has grown, start by start."""
    parts = [_grown(row) for row in found.facts.itertuples()]
    return f"{' '.join(parts)} Nothing random happens in between: the same rule carries both runs."


def formula(found: Found) -> str:
    """The last bit and what became of it, as LaTeX."""
    lines = [
        rf"\text{{{row.start}: }} {tex(figure(row.push))} &\to {tex(_far(row.last))}"
        for row in found.facts.itertuples()
    ]
    return aligned(*lines)


def summary(found: Found) -> str:
    """The picture in words."""
    return f"{answer(found)} {growth(found)}"


def placed(found: Found) -> tuple[pd.DataFrame, LogAxis]:
    """The distances with their places on an axis that has a row for what is exactly 0, and one line's name a row."""
    axis = LogAxis.of(found.apart["apart"])
    names = {(start, what): f"{start}: {what}" for start in (HE, LARGE) for what in (TWICE, BIT)}
    line = [names[key] for key in zip(found.apart["start"], found.apart["what"], strict=True)]
    return found.apart.assign(place=axis.place(found.apart["apart"]), line=line), axis


def plain(found: pd.DataFrame) -> str:
    """What each call makes of two runs of plain Keras; `found` is of `lab.seeds.repeated.measure`."""
    parts = [f"After {_code(row.call)} {_differ(row.first, row.last)}." for row in found.itertuples()]
    return (
        f"A network of Keras's own layers, trained twice with `model.fit`, {found['epochs'][0]} epochs each. "
        f"{' '.join(parts)} Keras 3 takes the seed of each layer's first weights from Python's `random`, which "
        "`tf.random.set_seed` leaves as it is; `keras.utils.set_random_seed` sets Python's generator, NumPy's and "
        "TensorFlow's."
    )


def plain_table(found: pd.DataFrame) -> pd.DataFrame:
    """The same as texts: how far two runs are apart before and after training."""
    columns = {"before each of the two runs": found["call"], "first weights apart": found["first"].map(figure)}
    return pd.DataFrame({**columns, "last weights apart": found["last"].map(figure)})


def _code(call: str) -> str:
    """A call as Markdown's code, and what is said beside it."""
    code, end, more = call.partition(")")
    return f"`{code}{end}`{more}"


def _differ(first: float, last: float) -> str:
    if first == last == 0:
        return "they are exactly equal, at the start and at the end"
    start = "start equal" if first == 0 else f"start up to {figure(first)} apart"
    return f"they {start} and end {'equal' if last == 0 else f'up to {figure(last)} apart'}"


def _grown(row) -> str:
    name = row.start.capitalize() if row.start != HE else HE
    if not np.isfinite(row.last):
        return f"{name}: the runs diverged."
    if row.push == 0 or row.last <= row.push:
        return f"{name}: the bit of {figure(row.push)} has not grown ({figure(row.last)} at the end)."
    return (
        f"{name}: the bit of {figure(row.push)} has grown to {figure(row.last)}, {figure(row.last / row.push)} times; "
        f"costs {figure(row.cost)} and {figure(row.other)}."
    )


def _far(value: float) -> str:
    return figure(value) if np.isfinite(value) else "diverged"
