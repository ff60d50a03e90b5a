"""A layer and its step in tables, and at Python's prompt."""

import numpy as np
import pandas as pd

from lab.numerals import figure
from lab.softmax import dense_published as published
from lab.softmax.dense import Dense
from lab.softmax.dense_drawn import units


def shapes(found: Dense) -> pd.DataFrame:
    """The arrays and what calls of the layer give, with their shapes."""
    (rows, features), count = found.x.shape, found.kernel.shape[1]
    call, more, flat, wrong = (row.output for row in found.calls.itertuples())
    inputs = found.calls["input"]
    held = [
        ("weights before the first call", f"none: get_weights() has {found.before} arrays"),
        ("input x", f"{inputs[0]}: {rows} row{'s' * (rows > 1)}, d0 = {features} feature{'s' * (features > 1)}"),
        ("kernel after the first call", f"{found.kernel.shape}: d0 × units = {found.kernel.size} weights"),
        ("bias", f"{found.bias.shape}: one for each of {count} unit{'s' * (count > 1)}"),
        ("output = x @ kernel + bias", call),
        (f"the same layer called on {inputs[1]}", f"{more}: it works along the last axis"),
        (f"on {inputs[3]}, one feature more", wrong),
        (f"on {inputs[2]}, without an axis for the rows", flat),
    ]
    return pd.DataFrame(held, columns=["What", "Shape"]).set_index("What")


def per_unit(found: Dense) -> pd.DataFrame:
    """The gradient of every unit, for reading."""
    table, names = units(found), found.experiment.data.features
    shown = {"Unit": table["unit"].astype(str), "mean of z − y": table["error"].map(figure)}
    shown["∂L/∂b = sum of g"] = table["g"].map(figure)
    shown |= {f"∂L/∂w from {name}": table[f"weight{i}"].map(figure) for i, name in enumerate(names, start=1)}
    shown["by hand differs by"] = table["gap"].map(figure)
    return pd.DataFrame(shown).set_index("Unit")


def printed(found: Dense) -> tuple[str, pd.DataFrame | None]:
    """The discussion's figures beside those of now, with a sentence; without a table where this is another layer."""
    if not published.is_it(found):
        return (
            "This is not the layer of the discussion any more; its printed figures come back with the first question "
            "to try."
        ), None
    table = published.beside(found)
    exact = int(table["same"].sum())
    sentence = (
        "w′ and b′ are weights and bias after the step. The figures printed in the discussion, and those "
        f"of a real Keras layer and a GradientTape run just now: {exact} of {len(table)} are the same"
        f"{_others(exact, table)}."
    )
    numbers = {"Printed": table["printed"], "Now, TensorFlow": table["now"]}
    shown = {"Number": table["number"]} | {name: values.map(_digits) for name, values in numbers.items()}
    shown["Now, by hand"] = table["by_hand"].map(lambda value: "drawn" if np.isnan(value) else _digits(value))
    apart = table["difference"].map(lambda value: figure(float(f"{value:.2g}")))
    shown["Apart"] = apart.where(~table["same"], "same")
    return sentence, pd.DataFrame(shown).set_index("Number")


def _others(exact: int, table: pd.DataFrame) -> str:
    """By how much the figures differ that are not the printed ones."""
    if exact == len(table):
        return ""
    most = figure(float(f"{table.loc[~table['same'], 'difference'].abs().max():.3g}"))
    return f", the others differ by {most} at most: the last digits of a float32"


def _digits(value: float) -> str:
    """Eight digits, as many as a float32 has."""
    return f"{value:.8g}".replace("-", "−")


def transcript(found: Dense) -> str:
    """The same at Python's prompt, with the arrays as NumPy prints them."""
    rows = [(f"dense = keras.layers.Dense(units={found.kernel.shape[1]})", None), ("dense.get_weights()", "[]")]
    rows += [("x", found.x), ("dense(x).shape", found.output.shape)]
    rows += [("dense.get_weights()[0].shape", found.kernel.shape), ("dense.get_weights()[1].shape", found.bias.shape)]
    rows += [("dense.kernel", found.kernel), ("dense.bias", found.bias), ("dense(x)", found.output)]
    rows += [("dl_dw", found.slopes[0]), ("dl_db", found.slopes[1])]
    rows += [(f"dense.kernel - {found.rate:g} * dl_dw", found.after[0])]
    rows += [(f"dense.bias - {found.rate:g} * dl_db", found.after[1])]
    with np.printoptions(linewidth=110, threshold=1000):
        return "\n".join(f">>> {code}" + ("" if value is None else f"\n{value}") for code, value in rows)
