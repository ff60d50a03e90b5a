"""A CSV that somebody brings to the page: bytes -> a checked sheet, or the sentence that says why it is none.

Nothing in it is ever evaluated: a cell is a number, a text or missing.
"""

import hashlib

from lab import checks
from lab.reading.csv_table import read_csv
from lab.relevance.sheet import OWN, Sheet

MOST_MEGABYTES = 25  # read in half a minute at the most; what training on it takes is bounded in lab.limits
MOST_COLUMNS, LEAST_ROWS = 200, 3


def read(content: bytes, decimal: str | None = None, header: bool | None = None, keep: tuple[str, ...] = ()) -> Sheet:
    """The sheet of a CSV, within what the page bears.

    Args:
        content: of the file.
        decimal, header, keep: as in `csv_table.read_csv`.

    Raises:
        ValueError: it is no such file, too large or too small; the sentence says what is allowed and what came.
    """
    checks.that(
        len(content) <= MOST_MEGABYTES * 2**20,
        f"The file has {len(content) / 2**20:.1f} MB, and {MOST_MEGABYTES} MB is the most; take fewer rows or columns.",
    )
    table = read_csv(content, decimal=decimal, header=header, keep=keep)
    rows, columns = table.frame.shape
    checks.that(columns <= MOST_COLUMNS, f"A table may have {MOST_COLUMNS} columns here; this one has {columns:,}.")
    checks.that(
        rows >= LEAST_ROWS,
        f"A table must have at least {LEAST_ROWS} rows below the names; this one has {rows:,}.",
    )
    otherwise = repr((decimal, header, sorted(keep))) if (decimal, header, *keep) != (None, None) else ""
    digest = hashlib.sha256(content + otherwise.encode()).hexdigest()
    return Sheet(OWN, table.frame, table.notes, digest, table.unused, table.undecided, table.decimal, table.header)
