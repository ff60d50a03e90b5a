"""What was found about three starts of a published setting, in sentences and a table."""

import numpy as np
import pandas as pd

from lab.numerals import aligned, figure, tex
from lab.seeds.three import HE, LARGE, ZEROS, Found
from lab.seeds.three_published import PUBLISHED, RIGHT

SURE = 2.0  # times He's first cost, from which first answers count as sure and wrong
STILL = 1e-12  # a change of the cost that is rounding alone


def answer(found: Found) -> str:
    """Where each start ends."""
    rows = {row.start: row for row in found.ends.itertuples()}
    still = abs(rows[ZEROS].last - rows[ZEROS].first) <= STILL
    zeros = f"is {_cost(rows[ZEROS].first)} for ever" if still else f"ends at {_cost(rows[ZEROS].last)}"
    return (
        f"From zeros the cost {zeros}; in {rows[HE].epochs:,} steps He goes from {_cost(rows[HE].first)} to "
        f"{_cost(rows[HE].last)}, {LARGE} go from {_cost(rows[LARGE].first)} to "
        f"{_cost(rows[LARGE].last)}."
    )


def right(found: Found) -> str:
    """How many examples are classified right, with the number of runs."""
    parts = [
        f"{row.start} {100 * row.right:.1f} % ({100 * row.right_new:.0f} % of new ones)"
        for row in found.ends.itertuples()
    ]
    return f"Classified right: {', '.join(parts)}. One run each; 300 training examples, 100 new ones."


def compared(found: Found) -> pd.DataFrame:
    """Published costs beside ours: one row per published figure that was measured, as texts."""
    both = PUBLISHED.merge(found.costs, on=["start", "epoch"], suffixes=("_published", ""))
    return pd.DataFrame(
        {
            "step": [f"{row.epoch:,}" for row in both.itertuples()],
            "published": [repr(float(row.cost_published)) for row in both.itertuples()],
            "ours": [repr(float(row.cost)) for row in both.itertuples()],
            "difference": [figure(abs(row.cost - row.cost_published)) for row in both.itertuples()],
        },
        index=pd.Index([row.start for row in both.itertuples()], name="start"),
    )


def published(found: Found) -> str:
    """How many right answers were published, where the same training was measured."""
    if found.ends["epochs"][0] != 15_000:
        return "The published training is 15,000 steps long."
    return f"Published of He: {100 * RIGHT['training']:.2f} % right, {100 * RIGHT['test']:.0f} % of new examples."


def why(found: Found) -> str:
    """Why each start does what it does."""
    first = found.ends.set_index("start")["first"]
    large = "the first answers are sure and often wrong, and single steps are huge"
    if not first[LARGE] > SURE * first[HE]:
        large = "not much larger than He's here, and the first answers are not much surer"
    return (
        "Zeros: every ReLU gives 0, so every gradient but the last bias's is 0; that one is 0 too, but for rounding, "
        f"as half of the examples are of either circle: the cost is ln 2 for ever. {LARGE.capitalize()}: {large}. "
        "He: the signals keep their size from layer to layer."
    )


def formula(found: Found) -> str:
    """The cost of an answer that is always one half, as LaTeX."""
    first = tex(figure(float(found.ends["first"][0])))
    return aligned(rf"-\ln \tfrac12 &= \ln 2 = {first}", r"\mathrm{sd}_{\text{He}} &= \sqrt{2 / n_{\text{in}}}")


def course(found: Found) -> str:
    """The picture in words."""
    parts = [f"{row.start}: {_cost(row.first)} to {_cost(row.last)}" for row in found.ends.itertuples()]
    return f"Cost over {found.ends['epochs'][0]:,} steps, {'; '.join(parts)}."


def _cost(value: float) -> str:
    return figure(value) if np.isfinite(value) else "diverged"
