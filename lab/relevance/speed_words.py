"""What was found about the speed of training, in sentences, tables and formulas; every number comes from its frames."""

import math

import pandas as pd

from lab.numerals import aligned, counted, figure, tex
from lab.relevance.speed import COLUMNS, ENOUGH, Speed

LOWEST, HIGHEST = 1e-6, 1e3  # shares that are drawn
CEILING = 1 - 1e-6  # rounding errors are no epoch more
LAW = r"d_i(t) = (1 - \eta\,\lambda_i)^t \; d_i(0)"


def verdict(found: Speed, columns: str) -> str:
    """How long the slowest direction takes, and what the ratio of the curvatures has to do with it."""
    rows, setting = _of(found, columns)
    epochs = f"{found.experiment.training.epochs:,}"
    budget = f"({counted(found.replicas, 'seed')}, {epochs} epochs.)"
    if setting["rate"] >= setting["largest"]:
        factor = figure(abs(rows["factor"].iloc[0]))
        return (
            f"It blows up: the rate {_rate(setting['rate'])} is above the largest stable one, "
            f"{_rate(setting['largest'])}, so {rows['mixes'].iloc[0]} gets {factor} times as far away every epoch. "
            f"{budget}"
        )
    slow, fast = rows.loc[rows["foretold"].idxmax()], rows.loc[rows["foretold"].idxmin()]
    return (
        f"The slowest direction, {slow['mixes']}, takes {_measured(slow, found)} until 1 % of its distance is left "
        f"(predicted: {_epochs(slow['foretold'])}), the fastest {_measured(fast, found)}: the curvatures are in a "
        f"ratio of {_digits(setting['ratio'])}. {_standardised(found)} {budget}"
    )


def _standardised(found: Speed) -> str:
    plain, standard = (found.settings.query("columns == @name")["epochs"].iloc[0] for name in COLUMNS)
    return (
        f"At their best rates: {_epochs(plain)} for the columns as they are, {_epochs(standard)} for standardised ones."
    )


def _of(found: Speed, columns: str) -> tuple[pd.DataFrame, pd.Series]:
    """The directions and the setting of one kind of columns."""
    return found.directions.query("columns == @columns"), found.settings.query("columns == @columns").iloc[0]


def _measured(row: pd.Series, found: Speed) -> str:
    if math.isfinite(row["mid"]):
        return counted(whole(row["mid"]), "epoch")
    return f"more than {found.experiment.training.epochs:,} epochs ({100 * row['left']:.3g} % left at the end)"


def _epochs(value: float) -> str:
    """Whole epochs, rounded up."""
    return f"{whole(value):,}" if math.isfinite(value) else "never"


def whole(value: float) -> int:
    """Whole epochs, rounded up."""
    return math.ceil(value * CEILING)


def _digits(value: float) -> str:
    """A ratio to three digits."""
    return figure(float(f"{value:.3g}"))


def _rate(value: float) -> str:
    """A rate to four digits: the largest and the best one may differ in the last."""
    return f"{value:.4g}"


def table(found: Speed, columns: str) -> pd.DataFrame:
    """Every direction with its curvature and its epochs; of texts."""
    rows, setting = _of(found, columns)
    shown = pd.DataFrame(
        {
            "direction": rows["mixes"],
            "curvature λ": rows["curvature"].map(figure),
            "1 − ηλ": rows["factor"].round(6).map(figure),
            "epochs to 1 %, predicted": rows["foretold"].map(_epochs),
            "measured": [_spread(row) for row in rows.itertuples()],
        }
    )
    free = int(setting["free"])
    names = f"{counted(free, 'direction')} with X v = 0"
    valley = pd.DataFrame([[names, "0", "1", "has none to go", "stays"]], columns=shown.columns)
    return pd.concat([shown, valley] if free else [shown]).set_index("direction")


def _spread(row) -> str:
    if not math.isfinite(row.high):
        return f"not yet: {100 * row.left:.3g} % left" if row.left < HIGHEST else "diverges"
    low, mid, high = (_epochs(value) for value in (row.low, row.mid, row.high))
    return mid if low == high else f"{mid} ({low} to {high})"


def settings(found: Speed) -> pd.DataFrame:
    """The columns as they are and standardised: what they allow; of texts."""
    rows = found.settings
    return pd.DataFrame(
        {
            "columns": rows["columns"],
            "λ max": rows["steepest"].map(figure),
            "λ min": rows["flattest"].map(figure),
            "ratio": rows["ratio"].map(_digits),
            "largest stable rate": rows["largest"].map(_rate),
            "best rate": rows["best"].map(_rate),
            "epochs to 1 % at the best rate": rows["epochs"].map(_epochs),
        }
    ).set_index("columns")


def drawn(found: Speed, columns: str) -> pd.DataFrame:
    """The curves, cut to the shares that are drawn, with a `label` and where its shape stands (`marked`)."""
    rows, _ = _of(found, columns)
    names = {row.direction: f"{row.mixes} (λ = {figure(row.curvature)})" for row in rows.itertuples()}
    curves = found.curves.query("columns == @columns")
    curves = curves.assign(label=curves["direction"].map(names))
    values = curves[["low", "mid", "high", "foretold"]]
    curves = curves.assign(**values.where((values >= LOWEST / 10) & (values <= HIGHEST * 10)))
    return curves.assign(marked=curves.groupby("direction").cumcount() % 10 == 3 * (curves["direction"] - 1) % 10)


def formulas(found: Speed, columns: str) -> str:
    """The slowest direction's epochs, the largest and the best rate, with the numbers in them."""
    rows, setting = _of(found, columns)
    slow = rows.loc[rows["foretold"].idxmax()]
    steep, flat = (tex(figure(setting[name])) for name in ("steepest", "flattest"))
    curvature, end = tex(figure(slow["curvature"])), tex(_epochs(slow["foretold"]))
    lines = [
        rf"\eta_{{\max}} &= \frac{{2}}{{\lambda_{{\max}}}} = \frac{{2}}{{{steep}}} = {_rate(setting['largest'])}",
        r"\eta_{\text{best}} &= \frac{2}{\lambda_{\max} + \lambda_{\min}}",
        rf"&= \frac{{2}}{{{steep} + {flat}}} = {_rate(setting['best'])}",
    ]
    if setting["rate"] >= setting["largest"]:
        return aligned(*lines)
    bottom = rf"\ln\,|1 - {_rate(setting['rate'])} \times {curvature}|"
    return aligned(rf"t_{{1\,\%}} &= \frac{{\ln {ENOUGH:g}}}{{{bottom}}} = {end}", *lines)


def why(found: Speed, columns: str) -> str:
    """Why one learning rate makes some directions slow, and what a column's mean has to do with it."""
    _, setting = _of(found, columns)
    ratio = _digits(setting["ratio"])
    here = "curve equally" if ratio == "1" else f"differ: the steepest curves {ratio} times as much as the flattest"
    return (
        "One learning rate serves all directions in which the weights can move. The steepest one bounds it: with a "
        "larger rate, every step there lands farther away than it started. Along the flattest one the cost hardly "
        f"changes, so at such a rate it gets on by a small part of its way. Here the directions {here}. A column whose "
        "mean is large beside its spread makes them differ: it looks almost like the bias's ones, so its weight can be "
        "traded against the bias almost without changing a prediction."
    )


def mean(found: Speed) -> str:
    """Where the curvatures come from."""
    total = figure(found.settings.query("columns == 'as they are'")["sum"].iloc[0])
    return (
        "The curvatures λ add up to twice the sum of the mean squares of all columns, the bias's ones among them "
        f"({total} for the columns as they are). A mean m adds 2 m² to that, nearly all of it to λ max where m is "
        "large beside the spread. Even at the largest stable rate the flattest direction gets on by only about 2 / "
        "ratio of its way in an epoch."
    )
