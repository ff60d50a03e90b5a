"""What was found about the ways in a plane of two weights, in sentences and formulas; numbers come from its frames."""

import numpy as np
import pandas as pd

from lab.numerals import aligned, counted, figure, tex
from lab.relevance.plane import Ways

THERE = 1e-3  # an end nearer than this has arrived
RIGHT = 0.05  # degrees from 90 that float32 can make
NAMES = {"sgd": "gradient descent", "momentum": "Momentum", "nesterov": "Nesterov's momentum", "rmsprop": "RMSprop",
         "adam": "Adam", "adagrad": "Adagrad"}  # fmt: skip


def verdict(found: Ways) -> str:
    """Where training goes and by which way, with the number of seeds and epochs."""
    settled = found.ends[~found.ends["diverged"]]
    budget = f"({counted(len(found.ends), 'seed')}, {counted(found.experiment.training.epochs, 'epoch')}.)"
    if settled.empty:
        return f"Nowhere: {len(found.ends)} of {len(found.ends)} runs diverged.{_why(found)} {budget}"
    lost = len(found.ends) - len(settled)
    others = f" {lost} of {len(found.ends)} diverged.{_why(found)}" if lost else ""
    says = _to_a_point(found, settled) if found.facts["curvature"][0] > 0 else _to_a_valley(found, settled)
    return f"{says}{others} {budget}"


def _why(found: Ways) -> str:
    training, largest = found.experiment.training, found.facts["largest_rate"][0]
    if training.batch_size is not None or not training.learning_rate > largest:
        return ""
    return f" The rate {figure(training.learning_rate)} is above the largest stable one, {figure(largest)}."


def _to_a_valley(found: Ways, settled: pd.DataFrame) -> str:
    gap, off = settled["gap"].max(), settled["off"].max()
    if gap <= THERE:
        return (
            f"Into a valley, {_angle(settled)}: every run ends at the point of the valley that is nearest to its "
            f"start, as predicted (within {figure(gap)})."
        )
    if off <= THERE:
        return (
            f"Into a valley, {_angle(settled)}: every run ends in it (within {figure(off)}), but up to {figure(gap)} "
            "away from the point that is nearest to its start, where gradient descent is predicted to end."
        )
    arrived = int((settled["off"] <= THERE).sum())
    return (
        f"Towards a valley, {_angle(settled)}: {arrived} of {len(settled)} runs in it (within {THERE:g}), the "
        f"farthest {figure(off)} away{_slow(found)}."
    )


def _angle(settled: pd.DataFrame) -> str:
    low, high = settled["angle"].min(), settled["angle"].max()
    if np.isnan(low):
        return "which no run had to move for"
    if 90 - low < RIGHT:
        return f"at right angles to it (90°, within {figure(round(90 - low, 4))}°)"
    return f"at {figure(round(low, 1))}° to {figure(round(high, 1))}° to it"


def _to_a_point(found: Ways, settled: pd.DataFrame) -> str:
    off, (best,) = settled["off"].max(), np.unique(found.laws[names(found)].round(4).to_numpy(), axis=0)[:1]
    where = ", ".join(f"{name} = {figure(value + 0.0)}" for name, value in zip(names(found), best, strict=True))
    if off <= THERE:
        return f"To one point, whatever the start: {where} (within {figure(off)}). There is no valley here."
    return f"Towards one point, {where}: there is no valley here. The farthest run is {figure(off)} away{_slow(found)}."


def _slow(found: Ways) -> str:
    remaining = found.facts["remaining"][0]
    if not remaining < 1:
        return ""
    share = "more than 99.9" if remaining > 0.9995 else f"{100 * remaining:.3g}"
    return f": the slowest direction is predicted to have {share} % of its starting distance left"


def names(found: Ways) -> list[str]:
    """Names of the weights."""
    return found.flattest["weight"].tolist()


def why(found: Ways) -> str:
    """Why the way into a valley is at right angles to it, and for whom it is not."""
    optimizer = found.experiment.training.optimizer
    if found.facts["curvature"][0] > 0:
        return (
            "The columns say different things, so one pair of weights fits best, and the cost rises from it in every "
            f"direction. Even the flattest direction has a curvature of {figure(found.facts['curvature'][0])}, so "
            "along it, too, the cost tells where to go; the smaller it is, the longer that takes. If the curvature "
            "were 0 there would be a valley, along which nothing tells."
        )
    law = (
        "The columns say the same, so some weights can be traded for others without changing any prediction: that is "
        "the valley, and every point of it is equally good. No example asks for a move along it, so every gradient is "
        "at right angles to it. All steps of gradient descent together therefore lead to the point that is nearest to "
        "the start. Momentum and batches add up such gradients too."
    )
    if optimizer in ("sgd", "momentum", "nesterov"):
        return law
    return (
        f"{law} {NAMES[optimizer]} divides the step of every weight by a size of its own, which turns it. It stays at "
        "right angles only where the weights of the valley get gradients of one size, as those of equal columns do."
    )


def shadow(found: Ways, pair: tuple[int, int]) -> str:
    """How the picture shows the other weight, and whether it shows the valley from the side."""
    other = next(name for place, name in enumerate(names(found)) if place not in pair)
    text = f"Thin lines: how much the cost lies above its least, with {other} at its best for each point."
    hidden = 1 - (found.flattest["direction"].to_numpy()[list(pair)] ** 2).sum()
    if found.facts["curvature"][0] > 0 or hidden < 1e-6:
        return text
    if hidden > 1 - 1e-6:
        return f"{text} The valley runs along {other} alone, so it is a single point here."
    return (
        f"{text} The valley also runs along {other}, so this plane shows it from the side: angles look other than they "
        "are in the space of all three weights, where they are measured."
    )


def formulas(found: Ways) -> str:
    """The valley's direction and the first run's way along it, or the one best point, as LaTeX."""
    first, start, end, law = found.ends.iloc[0], *_first(found)
    lines = [
        r"w_{\text{end}} &= w_0 + X^{+} (y - X w_0)",
        rf"{_column(_named(found))} &= {_vector(start)} + {_vector(law - start)}",
        rf"&= {_vector(law)}",
    ]
    if found.facts["curvature"][0] > 0:
        return aligned(*lines, rf"\lambda_{{\min}} &= {tex(figure(found.facts['curvature'][0]))} > 0")
    v = found.flattest["direction"].to_numpy()
    lines.append(rf"X v &= 0, \quad v = {_vector(v)}")
    if not first["diverged"]:
        along = tex(figure(round(float(v @ (end - start)), 6) + 0.0))
        lines.append(rf"v^\top (w_T - w_0) &= v^\top {_vector(end - start)} = {along}")
    return aligned(*lines)


def _first(found: Ways) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Start, end and foretold end of the first seed."""
    path = found.paths[found.paths["seed"] == found.ends["seed"].iloc[0]][names(found)].to_numpy()
    return path[0], path[-1], found.laws[names(found)].to_numpy()[0]


def _named(found: Ways) -> list[str]:
    return ["b" if name == "b" else f"w_{{{name[1:]}}}" for name in names(found)]


def _vector(values: np.ndarray) -> str:
    return _column([tex(figure(round(float(value), 4) + 0.0)) for value in values])


def _column(rows: list[str]) -> str:
    lines = r" \\ ".join(rows)
    return rf"\begin{{pmatrix}} {lines} \end{{pmatrix}}"
