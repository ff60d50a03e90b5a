"""The weight of a useless column under label noise: how far from 0 chance takes it.

y = X b + e with e of n independent normal errors of standard deviation sigma; one column of X is noise of its own
(normal, standard deviation s, drawn apart from the rest and from e) and has no part in y. X has k columns in all, one
weight each, the ones of the bias among them. Least squares, where gradient descent ends, then gives that column

    w = (r . e) / (r . r),   r what the other columns leave over of it

With the columns kept w is normal with the standard deviation sigma / |r|. With the columns drawn anew as well, |r|^2 is
s^2 times a chi-squared of v = n - k + 1 degrees of freedom, independent of (r . e) / |r|, so that exactly

    w sqrt(v) s / sigma   is Student's t with v degrees of freedom,   sd(w) = sigma / (s sqrt(n - k - 1))

Source: Gauss-Markov theorem and the definition of Student's t, written out; the spread is stated as L11 in the claims
of this laboratory, with k for its p.
"""

import math
from dataclasses import dataclass

import numpy as np

from lab.laws.rank import columns


@dataclass(frozen=True, kw_only=True)
class Null:
    """The law of one useless column's weight over draws of columns and errors.

    Attributes:
        sigma: standard deviation of the errors, above 0.
        examples: n.
        weights: k, the bias among them, at most n.
        sd: s, of the useless column.
    """

    sigma: float
    examples: int
    weights: int
    sd: float = 1.0

    @property
    def freedom(self) -> int:
        """v = n - k + 1."""
        return self.examples - self.weights + 1

    @property
    def scale(self) -> float:
        """What Student's t is multiplied by: sigma / (s sqrt(v))."""
        return self.sigma / (self.sd * math.sqrt(self.freedom))

    @property
    def spread(self) -> float:
        """Standard deviation; infinite where n - k - 1 is not above 0."""
        left = self.examples - self.weights - 1
        return self.sigma / (self.sd * math.sqrt(left)) if left > 0 else math.inf

    def density(self, values: np.ndarray) -> np.ndarray:
        """Probability density at some weights."""
        from scipy.stats import t

        return t.pdf(values, self.freedom, scale=self.scale)

    def below(self, value: float) -> float:
        """Share of useless columns whose weight is below `value`."""
        from scipy.special import stdtr

        return float(stdtr(self.freedom, value / self.scale))

    def within(self, share: float) -> float:
        """The bound c with |w| <= c in this share of draws."""
        from scipy.special import stdtrit

        return self.scale * float(stdtrit(self.freedom, 0.5 + share / 2))

    def beyond(self, bound: float, truth: float) -> float:
        """Share of draws with |w| > bound for a column that is worth `truth`: its weight is w + truth."""
        return self.below(-bound - truth) + 1 - self.below(bound - truth)


@dataclass(frozen=True, kw_only=True)
class Student:
    """Student's test of one weight in one data set.

    Attributes:
        weight: w, of the least-squares line, where endless training ends.
        length: |r|.
        residual: standard deviation of what the best line leaves over: sqrt(sum of squares / (n - k)).
        t: w |r| / residual.
        freedom: n - k.
        chance: how often a useless column gets a |t| as large (the p-value).
    """

    weight: float
    length: float
    residual: float
    t: float
    freedom: int
    chance: float


def student(X: np.ndarray, y: np.ndarray, place: int) -> Student | None:
    """Student's test of the weight at `place` of the least-squares line; None where no example is left over.

    Args:
        X: the design, (example, weight).
        y: targets, (example,).
        place: of the weight.

    Source: w_j / sqrt(residual^2 [(X^T X)^-1]_jj) is Student's t with n - k degrees of freedom if the errors are normal
    and the column is useless; Student (1908), written out.
    """
    from scipy.special import stdtr

    freedom = len(X) - X.shape[1]
    found = columns(X)
    if freedom <= 0 or found.rank < X.shape[1]:
        return None
    w = found.least_squares(y)
    length, left = 1 / float(np.linalg.norm(found.inverse()[found.own.index(place)])), y - X @ w
    residual = math.sqrt(left @ left / freedom)
    t = float(w[place]) * length / residual if residual else math.copysign(math.inf, w[place])
    chance = 2 * float(stdtr(freedom, -abs(t)))
    return Student(weight=float(w[place]), length=length, residual=residual, t=t, freedom=freedom, chance=chance)
