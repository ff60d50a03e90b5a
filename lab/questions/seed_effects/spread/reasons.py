"""Why runs of one network end in different places, or do not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lab.experiment import Experiment
from lab.laws import seeds as laws
from lab.numerals import counted, figure, percent
from lab.prose import listed
from lab.question import address
from lab.questions.seed_effects.spread import sizes
from lab.questions.seed_effects.spread.sizes import EQUAL
from lab.seeds.starts import Starts

NEAR = 0.02  # a cost this near to a level is at it
HALF = "1/2"  # of `laws.seeds`: the mean of as many targets 0 as 1
FEW = 5  # accuracies that a sentence counts one by one
NARROW = 3  # hidden units with which XOR is often not solved, and up to which more of them were seen to help
LITTLE = 0.1  # of its first cost: what ends nearer to it has not moved
ADAPTIVE = ("rmsprop", "adam", "adagrad")  # their steps are about as long as the rate, whatever the slope
LARGE = 1.0  # a rate above it is too large for them: in one step a weight moves farther than it began from zero
OPTIMIZERS = {
    "sgd": "SGD", "momentum": "SGD with momentum", "nesterov": "Nesterov momentum", "rmsprop": "RMSprop",
    "adam": "Adam", "adagrad": "Adagrad",
}  # fmt: skip
ROLES = (
    "No unit has an optimum of its own: all are trained on one cost, and each settles into a part that depends on what "
    "the others do."
)


def too_large(optimizer: str, rate: float) -> str:
    """That a rate is unreasonable for an optimizer; empty where it is not."""
    if optimizer not in ADAPTIVE or rate <= LARGE:
        return ""
    return (
        f"A rate of {figure(rate)} is too large for {OPTIMIZERS[optimizer]}: its first steps move every weight by "
        "about the rate itself, however small the slope is. Compare it with SGD at a rate of its own."
    )


def why(found: Starts, schemes: Sequence[str], below: float, by: str) -> str:
    """Why runs end where they end, `by` cost ("loss") or accuracy."""
    experiment = found.experiment
    batch, wide = experiment.training.batch_size, any(units > 1 for units in experiment.network.hidden)
    order = "" if batch is None else ", and in which order the examples come"
    several, said = len(found.variants) > 1, []
    if not several:
        said.append(
            f"Data, network and rate are the same: the seed alone decides where a run starts{order}, and where the "
            "slope of the cost leads from there."
        )
    equal = [scheme for scheme in schemes if scheme in EQUAL]
    if equal:
        said.append(f"From {' and '.join(equal)} every seed starts with the same weights.")
        said += ["All units of a layer start equal there, get equal steps and stay equal."] * wide
    said += sizes.why(experiment, schemes, (found.loss[:, :, -1] < below).mean(axis=1))
    first, last = (found.loss[:, :, place].astype(float).ravel() for place in (0, -1))
    lost, above = int((~np.isfinite(last)).sum()), np.isfinite(last) & (last >= below)
    if by == "loss":
        right = np.full(last.shape, np.nan) if found.accuracy is None else found.accuracy.ravel()
        said += higher(first[above], last[above], laws.levels_of(experiment), right[above])
    else:
        said.append(
            "An accuracy only counts right answers, so runs of different cost may share one, and dots by accuracy need "
            "not hold the same runs as dots by cost."
        )
    if lost:
        said.append("A run diverges where its steps are too large for the slope: the cost grows without end.")
    if by == "loss" and not lost and not above.any():
        said.append("Here every start leads down to a solution.")
    said += [ROLES] * (wide and not several)
    return " ".join(said)


def higher(first: np.ndarray, last: np.ndarray, levels: pd.DataFrame, right: np.ndarray) -> list[str]:
    """What is known of runs that end higher: their first costs, their last ones, theory's levels, their accuracies."""
    still = np.abs(first - last) < LITTLE * np.abs(first)
    moved, count = last[~still], int(still.sum())
    said = _at_levels(last, levels, right) if len(moved) and len(levels) else []
    if len(moved) and not len(levels):
        said.append(
            "A run that ends higher stands on a flat stretch, needs more epochs, or has got as low as such a network "
            "can."
        )
    if count:
        have, are = ("has", "it is") if count == 1 else ("have", "they are")
        of_these = f"Of these, {count:,}" if len(moved) and len(levels) else counted(count, "run")
        said.append(
            f"{of_these} {have} hardly moved: the last cost is within {100 * LITTLE:.0f} % of the first, "
            f"and more epochs or another rate would tell whether {are} stuck or only slow."
        )
    return said


def _at_levels(ends: np.ndarray, levels: pd.DataFrame, right: np.ndarray) -> list[str]:
    """Of runs that end higher, how many end at each of theory's levels, above them all, and elsewhere."""
    gaps = np.abs(ends[:, None] - levels["level"].to_numpy())
    at = np.where(gaps.min(axis=1) < NEAR, gaps.argmin(axis=1), -1)  # the level of each run, -1 for none
    parts = [f"{_accurate(right[at == place])} at {row.name}" for place, row in enumerate(levels.itertuples())]
    above = int((ends > levels["level"].max() + NEAR).sum())
    rest = int((at < 0).sum()) - above
    parts += [f"{above:,} above all of these"] * (above > 0)
    parts += [f"{rest:,} elsewhere, perhaps on the way down"] * (rest > 0)
    said = [
        "A network that gives some points one and the same output can at best say the mean of their targets, which "
        f"leaves a cost of {listed(list(levels['name'])).replace(' and ', ' or ')}, dashed in the picture.",
    ]
    if np.isin(at, np.flatnonzero(levels["mean"] == HALF)).any() and not np.isnan(right).any():
        said.append("Whether an output of about 1/2 counts as right, a tiny difference decides.")
    said.append(f"{counted(len(ends), 'run')} {'ends' if len(ends) == 1 else 'end'} higher: {listed(parts)}.")
    if above:
        said.append(
            "Above all of these is worse than one output for all points: steps that are too long jump past what is "
            "lower, and too few do not reach it."
        )
    return said


def _accurate(right: np.ndarray) -> str:
    """How many runs, and which accuracies they have: "3 (accuracy 50 to 75 %)"."""
    if not len(right) or np.isnan(right).any():
        return f"{len(right) or 'none'}"
    low, high = percent(right.min()), percent(right.max())
    return f"{len(right):,} (accuracy {low if low == high else f'{low[:-2]} to {high}'})"


def accuracies(right: pd.Series) -> str:
    """How many runs end with which accuracy, where these are few; "" where they are many."""
    counts = right.sort_values(ascending=False).map(percent).value_counts(sort=False)
    if len(counts) > FEW:
        return ""
    first, *rest = counts.items()
    parts = [f"{first[0]} in {counted(first[1], 'run')}", *(f"{share} in {count:,}" for share, count in rest)]
    return f"Accuracy: {listed(parts)}."


def when_stuck(experiment: Experiment, solved: pd.DataFrame) -> str:
    """What helps who has a run that is not solved; "" where all are, and where those that are not diverged."""
    runs, good, lost = (int(solved[name].sum()) for name in ("runs", "solved", "diverged"))
    if good + lost == runs:
        return ""
    said = [f"Another seed alone may not help: none of {counted(runs, 'run')} here is solved."]
    if good or runs == 1:
        said = ["A run that is not solved need not be a mistake in your code. Start it again from another seed"]
        best = solved.loc[solved["share"].idxmax()]
        starts = "these starts" if len(solved) == 1 else f"the starts from {best['scheme']}"
        sure = f"95 % interval {100 * best['low']:.0f} to {100 * best['high']:.0f} %"
        said[0] += f": of {starts} {percent(best['share'])} are solved ({sure})." if good else "."
    units = sum(experiment.network.hidden)
    if experiment.data.name == "xor" and (units < 2 or good and units <= NARROW):
        more = "More hidden units help, too" if good else "XOR takes more hidden units"
        said.append(f"{more}: [how many it takes]({address('width', {'data': 'xor'})}).")
    if len(laws.levels_of(experiment)):
        cost = {} if experiment.training.loss == "mse" else {"cost": "cross-entropy"}
        said.append(f"See [what holds a stuck run]({address('stuck', cost)}).")
    return " ".join(said)


def begins(experiment: Experiment, schemes: Sequence[str]) -> str:
    """Between which numbers the weights start, where a range was chosen."""
    if "uniform" not in schemes:
        return ""
    low, high = (figure(value) for value in (experiment.init.low, experiment.init.high))
    if len(schemes) > 1:
        return f"Uniform: first weights from {low} to {high}."
    return f"First weights from {low} to {high}."
