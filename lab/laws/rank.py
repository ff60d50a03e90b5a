"""Which columns of a design are made up of others, whatever the sizes of the columns; and least squares on the rest.

Columns are taken one after another. Column j counts as made up of those before it, x_j = sum of a_i x_i, where what
they leave of it is no more than rounding does:

    |x_j - sum of a_i x_i| <= u (|x_j| + sum of |a_i| |x_i|)

u is 2^-24 where float32 holds all the numbers, as training has them, and 2^-40 elsewhere, for what arithmetic in
float64 leaves of columns that make up one another. Every column is measured by its own size: seconds since 1970 beside
a share between 0 and 1 are no reason for the share, or for the days that pass, to count as absent.

Source: each number of x_j is rounded by at most u of it; the triangle inequality, written out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SINGLE, DOUBLE = 2.0**-24, 2.0**-40  # u


@dataclass(frozen=True, eq=False)
class Columns:
    """A design X by its independent columns.

    Attributes:
        own: places of the independent columns, in the order in which they were taken.
        made: X = X[:, own] @ made, (own, weight); what rounding leaves is exactly 0 in it.
        basis: orthonormal columns Q, (example, own).
        triangle: X = Q @ triangle, (own, weight); its columns `own` are upper triangular.
    """

    own: list[int]
    made: np.ndarray
    basis: np.ndarray
    triangle: np.ndarray

    @property
    def rank(self) -> int:
        """Number of independent columns."""
        return len(self.own)

    def least_squares(self, y: np.ndarray) -> np.ndarray:
        """The shortest of the weights with the least squared error, (weight,)."""
        values = _solved(self.triangle[:, self.own], self.basis.T @ y)
        turned, upper = np.linalg.qr(self.made.T)  # the rows of `made` span what descent from 0 can reach
        return turned @ _solved(upper.T, values, lower=True)

    def kept(self) -> np.ndarray:
        """Rows v with X v = 0, (combination, weight): one a column that is made up, 1 there, -a_i at the others."""
        width = self.made.shape[1]
        others = [column for column in np.roll(np.arange(width), 1) if column not in self.own]
        rows = np.eye(width)[others]
        rows[:, self.own] -= self.made[:, others].T
        return rows + 0.0

    def inverse(self) -> np.ndarray:
        """Of the triangle of the independent columns: row j squared and summed is [(X^T X)^-1]_jj; (own, own)."""
        return _solved(self.triangle[:, self.own], np.eye(self.rank))

    def directions(self) -> tuple[np.ndarray, np.ndarray]:
        """Singular values that are not 0, largest first, (own,), and their right vectors, (own, weight)."""
        return singular(self.triangle)


def columns(X: np.ndarray, order: Sequence[int] | None = None) -> Columns:
    """The independent columns of X, and what the others are made of.

    Args:
        X: (example, weight).
        order: in which its columns are taken; None = the last one, of the bias, and then from the first.
    """
    X = np.asarray(X, dtype=float)
    order = list(np.roll(np.arange(X.shape[1]), 1) if order is None else order)
    sizes = np.linalg.norm(X[:, order], axis=0)
    units = np.where(sizes > 0, sizes, 1.0)
    left, upper = np.linalg.qr(X[:, order] / units)  # from here on as many rows as columns, however many examples
    own, basis, written = _taken(upper, SINGLE if _single(X) else DOUBLE)
    triangle = basis.T @ upper[:, own] @ written
    places, back = [order[place] for place in own], np.argsort(order)
    return Columns(
        own=places,
        made=(written * units / units[own][:, None])[:, back],
        basis=left @ basis,
        triangle=(triangle * units)[:, back],
    )


def singular(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Singular values of a matrix of full row rank, largest first, and their right vectors as rows.

    With the largest columns taken first, and by QR iteration, small values keep their digits beside large ones where
    columns differ in size; `np.linalg.svd` loses all digits of what is below 1e-16 of the largest.
    """
    from scipy import linalg

    _, upper, places = linalg.qr(matrix, mode="economic", pivoting=True)
    _, sizes, rows = linalg.svd(upper, full_matrices=False, lapack_driver="gesvd")
    return sizes, rows[:, np.argsort(places)]


def _single(X: np.ndarray) -> bool:
    """Whether float32 holds every number of X."""
    with np.errstate(over="ignore"):
        return bool(np.array_equal(X, X.astype(np.float32)))


def _taken(upper: np.ndarray, u: float) -> tuple[list[int], np.ndarray, np.ndarray]:
    """Of columns of length 1 or 0: places of the independent ones, an orthonormal basis, what all are made of."""
    most, own, made_up = min(upper.shape), [], []
    basis, triangle, written = np.zeros((len(upper), most)), np.zeros((most, most)), np.zeros((most, upper.shape[1]))
    for place, column in enumerate(upper.T):
        count = len(own)
        within, rest = _split(basis[:, :count], column)
        parts, length = _solved(triangle[:count, :count], within), np.linalg.norm(rest)
        bound = u * (np.linalg.norm(column) + np.abs(parts).sum())
        if count < most and length > bound:
            basis[:, count], triangle[:count, count], triangle[count, count] = rest / length, within, length
            written[count, place] = 1.0
            own.append(place)
        else:
            written[:count, place] = parts
            made_up.append((place, count, bound))
    rank = len(own)
    inverse = _solved(triangle[:rank, :rank], np.eye(rank))
    for place, count, bound in made_up:  # a change of length `bound` in a column changes its parts by at most `noise`
        noise = bound * np.linalg.norm(inverse[:count, :count], axis=1)
        needed = np.flatnonzero(np.abs(written[:count, place]) > noise)
        written[:, place] = 0.0
        written[needed, place] = np.linalg.lstsq(upper[:, [own[i] for i in needed]], upper[:, place])[0]
    return own, basis[:, :rank], written[:rank]


def _split(basis: np.ndarray, column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The parts of a column along a basis, and its rest; twice, for what the first time has rounded."""
    within = basis.T @ column
    again = basis.T @ (column - basis @ within)
    within += again
    return within, column - basis @ within


def _solved(triangle: np.ndarray, right: np.ndarray, lower: bool = False) -> np.ndarray:
    """What a triangle times it gives `right`."""
    from scipy.linalg import solve_triangular

    return solve_triangular(triangle, right, lower=lower) if len(triangle) else right
