"""How much wider chance throws the weight of a column that other columns can stand in for."""

import numpy as np

SAME = 1e-9  # eigenvalues below this share of the largest count as 0
PART = 1e-4  # of a column's variance: more of it in a direction of eigenvalue 0 makes it one that others can replace


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
    x = np.asarray(x, dtype=float)
    moving = np.ptp(x, axis=0) > 0
    centred = x[:, moving] - x[:, moving].mean(axis=0)
    values, vectors = np.linalg.eigh(np.corrcoef(centred, rowvar=False).reshape(centred.shape[1], -1))
    gone = values <= SAME * values.max(initial=0.0)
    spread = (vectors[:, ~gone] ** 2 / values[~gone]).sum(axis=1)
    replaced = (vectors[:, gone] ** 2).sum(axis=1) > PART
    result = np.full(x.shape[1], np.nan)
    result[moving] = np.where(replaced, np.inf, np.sqrt(np.maximum(spread, 1.0)))
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
    return float(2 / ({"regression": 2.0, "binary": 0.25, "classes": 0.5}[task] * largest))
