"""What was found about rows and columns of biases, as sentences and tables."""

import pandas as pd

from lab.numerals import aligned

SAYS = {
    "right": "right: each unit gets its own bias",
    "other numbers": "wrong, without a word: each example gets a bias instead of each unit",
    "grows": "wrong, without a word: both are stretched",
    "refused": "refused by NumPy",
}


def verdict(found: dict, m: int, units: int) -> str:
    """What the sum became.

    Args:
        found: of `broadcast.added`.
        m: number of examples.
        units: K.
    """
    left, given = (m, units), found["given"]
    becomes = "is refused" if found["shape"] is None else f"gives {found['shape']}"
    return f"{left} + {given} {becomes}: {_why(found, m, units)}"


def _why(found: dict, m: int, units: int) -> str:
    if found["verdict"] == "right":
        return f"each of the {units} units gets its own bias, in all {m} examples." if m > 1 else "as it should be."
    if found["verdict"] == "grows":
        return (
            f"NumPy stretches both without a word, and one example of {units} numbers becomes {units} rows of {units}."
        )
    if found["verdict"] == "other numbers":
        return f"the shape is right by accident, and every example gets one bias for all its {units} units."
    return f"“{found['message']}”. A batch of 1 or {units} would have passed, with wrong numbers."


def table(frame: pd.DataFrame) -> str:
    """All ways for the biases to stand against the number of examples, as a Markdown table."""
    sizes = list(dict.fromkeys(frame["m"]))
    rows = []
    for stands, part in frame.groupby("stands", sort=False):
        by_size = part.set_index("m")
        rows.append(f"| {stands} | " + " | ".join(_cell(by_size.loc[m]) for m in sizes) + " |")
    head = "| b stands as | " + " | ".join(f"m = {m}" for m in sizes) + " |"
    return "\n".join([head, "|---" * (len(sizes) + 1) + "|", *rows])


def _cell(row: pd.Series) -> str:
    return {
        "right": f"✓ {row['shape']}",
        "other numbers": f"wrong numbers {row['shape']}",
        "grows": f"grows to {row['shape']}",
        "refused": "refused",
    }[row["verdict"]]


def chain_table(frame: pd.DataFrame) -> str:
    """One example through two layers, as a Markdown table."""
    rows = [
        f"| {'✓' if row.right else '–'} {row.convention} | {_shape(row.first)} | {_shape(row.second)} |"
        for row in frame.itertuples()
    ]
    return "\n".join(["| One example | Hidden layer | Output layer |", "|---|---|---|", *rows])


def _shape(shape: tuple | None) -> str:
    return str(shape) if isinstance(shape, tuple) else "refused"


def chain_words(frame: pd.DataFrame) -> str:
    """Whether it is the column that is wrong."""
    right = frame.loc[frame["right"], "convention"]
    columns = [name for name in right if "b a column" in name]
    return (
        f"{len(right)} of {len(frame)} give the network's {'logits' if len(right) else 'nothing'}. "
        + ("A column of biases is among them, as long as the input is a column too. " if columns else "")
        + "What grew in one layer goes on into the next: nothing raises an error until two sizes differ."
    )


def rule(m: int, units: int, given: tuple) -> str:
    """NumPy's rule on these shapes, as LaTeX: from the right, sizes must be equal or 1."""
    width = len(given)
    padded = (1,) * (2 - width) + given
    sizes = [_pair(left, right) for left, right in zip((m, units), padded, strict=True)]
    counts = rf"\text{{ as }} (1, {given[0]})" if width == 1 else ""
    return aligned(
        rf"({m}, {units}) &+ {_tex(given)}{counts}",
        rf"\text{{rows: }} & {sizes[0]}",
        rf"\text{{columns: }} & {sizes[1]}",
    )


def _pair(left: int, right: int) -> str:
    if left == right:
        return f"{left} = {right}"
    if 1 in (left, right):
        return rf"{left}, {right} \to {max(left, right)}"
    return rf"{left} \neq {right}"


def _tex(shape: tuple) -> str:
    return f"({shape[0]},)" if len(shape) == 1 else f"({shape[0]}, {shape[1]})"
