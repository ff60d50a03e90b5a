"""Lines to copy that several questions give."""

STANDARDISED = """\
x = x[:, x.std(axis=0) > 1e-6 * abs(x).max(axis=0)]  # without constant columns
x = (x - x.mean(axis=0)) / x.std(axis=0)  # of the training examples, for all data
"""
