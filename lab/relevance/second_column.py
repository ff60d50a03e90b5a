"""The numbers that a second column has, what is offered for each, and the knobs for them."""

# kind of column -> field of `Column` -> (label, values, default)
NUMBERS: dict[str, dict[str, tuple[str, tuple, float]]] = {
    "noise": {
        "mean": ("Mean of the noise", (-10.0, -1.0, 0.0, 1.0, 10.0, 30.0), 0.0),
        "sd": ("Standard deviation of the noise", (0.0, 0.01, 0.1, 1.0, 3.0), 1.0),
    },
    "constant": {"value": ("The constant", (-3.0, 0.1, 1.0, 3.0, 10.0), 1.0)},
    "scaled": {"factor": ("Times", (-2.0, -1.0, 0.1, 0.5, 2.0, 5.0), 2.0)},
    "correlated": {"rho": ("Correlation", (-1.0, -0.9, 0.0, 0.5, 0.9, 0.99, 1.0), 0.9)},
    "discussion": {},
    "duplicate": {},
    "zero": {},
}


def numbers(k, kind: str, name: str = "", key: str = "", **begin: float) -> None:
    """Declare the knobs for the numbers of a column of this kind: those of x3, its name, end on "_x3".

    Args:
        k: a `lab.knobs.Knobs`.
        kind: a key of `NUMBERS`, or "none".
        name: of the column; "" where there is one alone, or it is the first of several.
        key: what the address's keys begin with; "" = as the question's do.
        begin: field -> how it begins, where that is another number.
    """
    for field, (label, options, default) in NUMBERS.get(kind, {}).items():
        own = f"{field}_{name}" if name else field
        says = f"{label} ({name})" if name else label
        k.steps(own, says, options, begin.get(field, default), key=key and key + own)
