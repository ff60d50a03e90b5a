"""What is claimed of the luck of a start, and what is measured of it."""

import numpy as np

from lab.claim import Claim, Expected
from lab.questions.seed_effects import depth
from lab.questions.seed_effects.spread import singly
from lab.questions.seed_effects.spread.setting import training
from lab.seeds import spread, starts


def _epochs_to_solve(compute, *, seeds, below, seed, by, schemes, **setting) -> tuple[float, ...]:
    """Epochs to the bound of 5, 50 and 85 in a hundred networks; share that does not get there."""
    found = compute(starts.trained, training(schemes, **setting), schemes=list(schemes), count=seeds)
    reached = found.loss[0] < below  # (seed, epoch)
    first = np.where(reached.any(axis=1), found.epochs[reached.argmax(axis=1)], np.inf)
    solved = spread.solved(spread.ends(found), below)["share"][0]
    return *np.quantile(first, [0.05, 0.5, 0.85], method="nearest"), round(1 - solved, 4)


def _of_one_unit(compute, *, seeds, below, seed, by, schemes, **setting) -> tuple[float, ...]:
    """Median cost at the start, with one unit where it ends, with all; share of units that alone raise the cost."""
    found = compute(starts.trained, training(schemes, **setting), schemes=list(schemes), count=seeds)
    table = singly.costs(found, below)
    mid = singly.medians(table)
    return *(float(f"{mid[place]:.3g}") for place in singly.PLACES), round(singly.worse(table), 2)


def _by_scheme(compute, *, seeds, below, seed, by, schemes, **setting) -> tuple[float, ...]:
    """Share of networks solved from each scheme; signal after 20 ReLU layers, He and Glorot."""
    found = compute(starts.trained, training(schemes, **setting), schemes=list(schemes), count=seeds)
    shares = spread.solved(spread.ends(found), below)["share"]
    kept = depth.measure(depth.START, ("he_normal", "glorot_normal"), 20).facts["kept"]
    return *shares, *(float(f"{value:.2g}") for value in kept)


CLAIMS = (
    Claim(
        id="S13",
        question="Are some starts luckier than others?",
        also=(
            "can weights be lucky from the beginning",
            "does a good start make training faster",
        ),
        claim="Some start close to their optimum and converge faster, others take longer or get stuck; so two models "
        "with different seeds may perform differently.",
        source="seeds/000",
        settings={"seeds": 1000},
        figures=(
            # quantiles of 1,000 runs, recorded every 31 epochs
            Expected(name="epochs to a cost of 0.05 of the fastest 5 in a hundred, XOR", expected=594, tolerance=60),
            Expected(name="of the median run", expected=1156, tolerance=90),
            Expected(name="of the slowest of 85 in a hundred", expected=2750, tolerance=400),
            Expected(name="share not there after 4,000 epochs", expected=0.105, tolerance=0.039),  # 4 standard errors
        ),
        measure=_epochs_to_solve,
        because="of 1,000 XOR networks the fastest 5 % need at most {0} epochs, half at most {1}, and {3:.1%} have not "
        "learned it after 4,000. Lucky are whole networks: no unit has an optimum of its own, as is shown there.",
    ),
    Claim(
        id="N05",
        question="Are some units better optimised because they began nearer to their optimum?",
        also=(
            "some units closer to the optimum by chance",
            "are parameters of some units better optimised because they started near their best values",
            "weights and biases of one unit more optimised than those of another",
        ),
        claim="Some units will start closer to their optimal values, and be better optimised than others.",
        source="seeds/000",
        settings={"by": "unit"},
        figures=(
            # medians over the solved of the first runs; start and end are of single units, four standard errors
            Expected(name="cost at the start, XOR with two hidden units", expected=0.255, tolerance=0.01),
            Expected(name="with one unit alone where it ends", expected=0.297, tolerance=0.06),
            Expected(name="with both where they end", expected=0.01, way="at most"),
            Expected(name="share of the units that alone make the cost higher", expected=0.6, tolerance=0.2),
        ),
        measure=_of_one_unit,
        verdict="does not hold",
        because="a unit has no optimum of its own. In solved XOR networks, one unit alone put where it ends gives a "
        "cost of {1}, against {0} at the start and {2} with both; {3:%} of the units make it higher. What is best "
        "for one depends on the other, as all are trained on one cost.",
    ),
    Claim(
        id="S14",
        question="Does Glorot or He initialization help?",
        claim="Glorot/Xavier or He initialization ensures good starting conditions.",
        source="seeds/000",
        settings={"schemes": ("uniform", "glorot_uniform", "he_normal"), "seeds": 1000},
        figures=(
            # shares of 1,000 runs: 4 standard errors
            Expected(name="XOR networks solved from U[-0.5, 0.5]", expected=0.895, tolerance=0.039),
            Expected(name="from Glorot's uniform", expected=0.778, tolerance=0.053),
            Expected(name="from He's normal", expected=0.736, tolerance=0.056),
            Expected(name="signal after 20 ReLU layers over the input, He", expected=0.1, way="at least"),
            Expected(name="the same, Glorot", expected=1e-4, way="at most"),
        ),
        measure=_by_scheme,
        verdict="holds only when",
        because="the network is deep: of the signal He's weights keep {3:%} through 20 ReLU layers, Glorot's {4:%}. "
        "A small network on XOR gains nothing: of 1,000 runs each, {1:%} solve it from Glorot's weights, {2:%} from "
        "He's, and {0:%} from weights between −0.5 and 0.5, within 4,000 epochs.",
    ),
)  # fmt: skip
