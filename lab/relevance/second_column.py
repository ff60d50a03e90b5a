"""The numbers that a second column has, and what a page offers for each."""

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
