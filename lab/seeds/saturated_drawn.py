"""What the pictures of runs from positive weights draw."""

import numpy as np
import pandas as pd

from lab.seeds.saturated import BINS, Found

SAID = 0.1  # shares from here on get their figure


def activations(found: Found) -> pd.DataFrame:
    """The strips: `row` (range and when), `left`, `right`, `middle`, `share`, `label` of the larger shares."""
    frame = found.activations
    shown = np.where(frame["share"] >= SAID, (100 * frame["share"]).round().astype(int).astype(str) + " %", "")
    left = frame["left"]
    places = {"right": left + 1 / BINS, "middle": left + 0.5 / BINS}
    return frame.assign(row=frame["range"] + ", " + frame["when"], label=shown, **places)
