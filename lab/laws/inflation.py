"""How much wider chance throws the weight of a column that other columns can stand in for."""

import numpy as np

from lab.laws.rank import columns

STEEPEST = {"regression": 2.0, "binary": 0.25, "classes": 0.5}  # f of `stable_rate`


def inflation(x: np.ndarray) -> np.ndarray:
    """By what factor the spread of each column's least-squares weight exceeds that of a column like no other.

        sd(w_j) = sigma / (s_j sqrt(n)) sqrt(V_j),   V_j = 1 / (1 - R_j^2) = [C^-1]_jj

    with C the correlations of the columns and R_j^2 the share of column j's variance that the others explain.

    Args:
        x: (example, column); the bias is not a column of it.

    Returns:
        sqrt(V_j), from 1: (column,). Infinite where the other columns make up this one exactly; missing where a column
        is constant.

    Source: the diagonal of sigma^2 (X^T X)^-1, by the inverse of a partitioned matrix; V_j is known as the variance
    inflation factor (Marquardt, 1970, Technometrics 12, 591-612).
    """
    found = columns(np.column_stack([x, np.ones(len(x))]))  # the bias is taken first: below it all columns are centred
    own, made = np.array(found.own[1:], dtype=int), found.made[1:, :-1] != 0  # (own, column)
    result = np.full(x.shape[1], np.inf)
    result[own] = np.maximum(
        np.linalg.norm(found.inverse()[1:], axis=1) * np.linalg.norm(found.triangle[1:, own], axis=0), 1
    )
    result[~made.any(axis=0)] = np.nan
    result[own[made.sum(axis=1) > 1]] = np.inf
    return result


def stable_rate(x: np.ndarray, task: str) -> float:
    """A learning rate below which full-batch gradient descent on a linear model settles.

        2 / L,   L = f lambda_max(X^T X / n),   f = 2 for squared error, 1/4 for a sigmoid, 1/2 for a softmax

    For squared error L is the curvature, so larger rates diverge; for the others it bounds the curvature anywhere, so
    somewhat larger rates may do.

    Args:
        x: (example, column); a column of ones is added for the bias.
        task: "regression", "binary" or "classes".

    Source: the Hessian is 2/n X^T X, and 1/n sum of a (1 - a) x x^T with a (1 - a) <= 1/4; for the softmax Bohning
    (1992), Ann. Inst. Statist. Math. 44, 197-200: diag(p) - p p^T <= (1 - 1 1^T / K) / 2.
    """
    design = np.column_stack([np.asarray(x, dtype=float), np.ones(len(x))])
    largest = np.linalg.eigvalsh(design.T @ design / len(design))[-1]
    return float(2 / (STEEPEST[task] * largest))
