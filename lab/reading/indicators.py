"""A text as columns of 0 and 1: one for every value but the most frequent, which is all of them 0."""

import pandas as pd

MOST_VALUES = 12  # of a text that becomes such columns


def values(column: pd.Series) -> list[str]:
    """The values that get a column: all but the most frequent (of equals the first), in sorted order."""
    counts = column.value_counts().sort_index()
    return [value for value in counts.index if value != counts.idxmax()]


def columns(column: pd.Series) -> pd.DataFrame:
    """The columns of a text: named "kind = x", 1.0 where it is x, missing where the text is.

    Args:
        column: of categories; its name begins theirs.
    """
    texts = column.astype(object)
    return pd.DataFrame(
        {named(column.name, value): (texts == value).astype(float).where(texts.notna()) for value in values(column)},
        index=column.index,
    )


def named(column: str, value: str) -> str:
    """What the column of a value is called."""
    return f"{column} = {value}"
