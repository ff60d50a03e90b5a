"""The linear layer by hand of a discussion: the figures that were printed there, beside those of a run made now."""

import numpy as np
import pandas as pd

from lab.numerals import bare, figure
from lab.questions.softmax_cost.dense.layer import Dense

# the discussion's session after "Let's implement a linear layer manually": w, dl_dw, dl_db, and both after the step
KERNEL = [[0.3274685, -0.8426258], [0.3194337, -1.4075519], [-2.3880599, -1.0392479]]
DL_DW = [[-5.197844, -7.775473], [-10.395688, -15.550946], [-15.593533, -23.32642]]
DL_DB = [-5.197844, -7.775473]
STEPPED_KERNEL = [[0.33266637, -0.8348503], [0.32982937, -1.3920009], [-2.3724663, -1.0159215]]
STEPPED_BIAS = [0.00519784, 0.00777547]
DECIMALS = 1e-8  # NumPy prints a float32 with the digits that tell it from all others, and with 8 decimals at most
X, Y, RATE, SEED = [[1.0, 2.0, 3.0]], [[-1.0, 1.0]], 0.001, 42


def is_it(found: Dense) -> bool:
    """Whether this is the discussion's layer."""
    same = found.x.tolist() == X and found.y.tolist() == Y
    return same and found.rate == RATE and found.start == "normal" and found.seed == SEED


def beside(found: Dense) -> pd.DataFrame:
    """The printed figures, and what a layer gave now.

    Args:
        found: of `layer.measure`, for which `is_it`.

    Returns:
        One row per number: `number` (w′ and b′ are those after the step), `printed`, `now`, `by_hand` (NaN for what is
        drawn), `same` (whether NumPy would print it so), `difference` (now - printed).
    """
    hand, rate = found.by_hand, found.rate
    groups = {
        "w": (KERNEL, found.kernel, np.full_like(found.kernel, np.nan)),
        "dl_dw": (DL_DW, found.slopes[0], hand[0]),
        "dl_db": (DL_DB, found.slopes[1], hand[1]),
        "w′": (STEPPED_KERNEL, found.after[0], found.kernel - rate * hand[0]),
        "b′": (STEPPED_BIAS, found.after[1], found.bias - rate * hand[1]),
    }
    rows = [
        {"number": f"{name}[{','.join(map(str, place))}]", "printed": float(np.array(printed)[place]),
         "now": float(now[place]), "by_hand": float(by_hand[place])}
        for name, (printed, now, by_hand) in groups.items()
        for place in np.ndindex(now.shape)
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    difference = frame["now"] - frame["printed"]
    equal = frame["printed"].astype(np.float32) == frame["now"].astype(np.float32)
    return frame.assign(same=equal | (difference.abs() <= DECIMALS / 2), difference=difference)


def printed(found: Dense) -> tuple[str, pd.DataFrame | None]:
    """The discussion's figures beside those of now, with a sentence; without a table where this is another layer."""
    if not is_it(found):
        return (
            "This is not the layer of the forum's question any more; its printed figures come back with the first "
            "question to try."
        ), None
    table = beside(found)
    exact = int(table["same"].sum())
    sentence = (
        "w′ and b′ are weights and bias after the step. The figures printed in the forum's question, and those "
        f"of a real Keras layer and a GradientTape run just now: {exact} of {len(table)} are the same"
        f"{_others(exact, table)}."
    )
    numbers = {"Printed": table["printed"], "Now, TensorFlow": table["now"]}
    shown = {"Number": table["number"]} | {name: values.map(bare) for name, values in numbers.items()}
    shown["Now, by hand"] = table["by_hand"].map(lambda value: "drawn" if np.isnan(value) else bare(value))
    apart = table["difference"].map(lambda value: figure(value, 2))
    shown["Apart"] = apart.where(~table["same"], "same")
    return sentence, pd.DataFrame(shown).set_index("Number")


def _others(exact: int, table: pd.DataFrame) -> str:
    """By how much the figures differ that are not the printed ones."""
    if exact == len(table):
        return ""
    most = figure(table.loc[~table["same"], "difference"].abs().max(), 3)
    return f", the others differ by {most} at most: the last digits of a float32"
