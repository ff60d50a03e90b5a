"""Where in the plane of two weights does training go?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

import lab
from lab import numerals, presets, setting_text
from lab.answer import Advice, Answer, Figure, Formula, Why, Words, mathematics
from lab.experiment import Experiment
from lab.laws import relevance as law
from lab.laws import valley
from lab.numerals import aligned, counted, figure, short, tex
from lab.question import Question
from lab.questions.feature_relevance.plane import picture
from lab.relevance import line, linear
from lab.specs import OPTIMIZERS, Init

QUESTION = Question(
    room="feature_relevance",
    slug="plane",
    title="Where it goes",
    ask="Where in the plane of two weights does training go?",
    group="Where weights end",
    place=2,
    also=(
        "contour plot of the cost", "path of gradient descent", "valley of the cost function",
        "two identical features, how is the weight shared", "linearly dependent columns", "many solutions, which one",
        "infinitely many solutions", "minimum norm solution", "redundant features", "correlated weights",
        "picture of gradient descent on the cost surface", "collinearity", "no unique solution for the weights",
        "duplicate column in linear regression",
        "first sideways and then slowly along a ditch, it ends elsewhere each run",
    ),
)  # fmt: skip
RECORDED = 40  # epochs of a path
STARTS = {  # how the weights start -> their `Init`; the biases too, so that the starts fill a plane
    "all around 0: normal, sd 1.5": Init("normal", stddev=1.5, bias="same"),
    "far out: normal, sd 5": Init("normal", stddev=5.0, bias="same"),
    "Glorot, as Keras does (bias 0)": Init("glorot_uniform"),
}


LETTERS = (
    "X: the columns and a column of ones; y: the targets; w₀: the start. X⁺ is the pseudo-inverse of X: with it, of "
    "all weights that fit best, one gets those nearest to the start."
)
THERE = 1e-3  # an end nearer than this has arrived


def knobs(k):
    """The second column, which two weights are drawn, and how they are trained."""
    line.second(k, "constant", "relevance_plane_column")
    k.choice("optimizer", "Optimizer", OPTIMIZERS, "sgd")
    k.steps("rate", "Learning rate", [3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1], 3e-3)
    k.steps("epochs", "Epochs", [10, 30, 100, 300, 1000, 3000, 10_000, 30_000], 3000)
    with k.more():
        k.choice("pair", "Two weights", picture.PAIRS, picture.AUTO)
        k.choice("start", "Weights start", STARTS, next(iter(STARTS)))
        k.steps("seeds", "Seeds (starts of the weights)", [1, 8, 24, 48], 24)
        k.choice("batch", "Batch size", line.BATCHES, "all")
        k.steps("noise", "Noise of the targets (standard deviation)", [0.0, 0.1, 1.0, 3.0], 0.0)
        k.slider("data", "Seed of the data", 0, 50, 1, 0)


def answer(compute, *, column, optimizer, rate, epochs, pair, start, seeds, batch, noise, data, **numbers):
    """The ways of many starts over the contours of the cost."""
    experiment = lab.Experiment(
        data=line.data(line.SECOND[column], noise=noise, seed=data, **numbers),
        network=presets.S09.network,
        init=STARTS[start],
        training=lab.Training(
            optimizer=optimizer, learning_rate=rate, epochs=epochs, batch_size=line.BATCHES[batch], loss="mse"
        ),
    )
    found = compute(measure, experiment, seeds=range(seeds))
    said, told = headline(found), note(found)
    return Answer(
        headline=said,
        note=told,
        blocks=(
            Figure.of(
                picture.picture(picture.plane(found, pair)), f"{said} {told}",
                caption=shadow(found, picture.pair_of(found, pair)),
            ),
            Why(why(found)),
            Advice(
                "Do not read a meaning into one weight of columns that say the same: only what they add to the "
                "prediction together is settled. Leave one of them out; a constant column says what the bias says.",
                "print(x.std(axis=0))  # 0: a constant column\n"
                "print(np.corrcoef(x, rowvar=False).round(3))  # ±1 beside the diagonal: keep one of the two",
            ),
            mathematics(Formula(formulas(found)), Words(LETTERS)),
        ),
        experiment=experiment,
    )  # fmt: skip


SCALED = {"column": "a multiple of x1"}
TRY = {
    "What if x2 = x1?": {"column": "x1 once more", "epochs": 10_000},
    "What if the column is 2 x1, and Adam takes the steps?": SCALED
    | {"optimizer": "adam", "rate": 0.03, "epochs": 10_000},
    "And gradient descent in the same valley?": SCALED | {"epochs": 10_000},
    "What does the same valley look like from the side?": SCALED | {"pair": "w1 and b"},
    "What if the useless column is noise: is there a valley?": {"column": "noise"},
}


@dataclass(frozen=True)
class Ways:
    """Where training went, and where it was foretold to go.

    Attributes:
        paths: one row per (seed, epoch): a column for each weight (w1, w2, b), and `diverged` (of the seed).
        ends: one row per seed, all in the space of all weights: `gap`, the distance of the end from its law; `off`, its
            distance from the valley, or from the one best point where there is no valley; `angle` in degrees, 0 to
            90, between the way from start to end and the valley (missing where there is none, or a run did not move);
            `seed`, `diverged`.
        laws: one row per seed: a column for each weight, its foretold end.
        flattest: one row per weight: `direction`, the flattest one of the cost (length 1).
        facts: one row: `curvature` (least one of the Hessian; 0 where there is a valley), `moved` (largest |sum of
            direction * (end - start)| over the seeds that did not diverge), `largest_rate` (as in `Relevance`),
            `remaining` (share of its starting distance that the slowest direction is foretold to have; missing where
            there is no law for it).
        experiment: that was trained.
    """

    paths: pd.DataFrame
    ends: pd.DataFrame
    laws: pd.DataFrame
    flattest: pd.DataFrame
    facts: pd.DataFrame
    experiment: Experiment


def measure(experiment: Experiment, seeds=range(24), progress=None, cancelled=None) -> Ways:
    """Train a linear model from many starts and hold the ways it takes against the shape of the cost.

    Args:
        experiment: two inputs, no hidden layers, one linear output, a bias, the loss "mse".
        seeds, progress, cancelled: as in `lab.train`.

    Raises:
        ValueError: the experiment is another one, or cannot be trained.
    """
    lab.checks.require(
        linear.plain(experiment) and experiment.data.inputs == 2,
        "A plane of two weights belongs to a line with two inputs: `Network.hidden` (), `Network.output` 'linear', "
        "`Network.use_bias` True, `Training.loss` 'mse', two input columns and one target.",
    )
    run = lab.train(experiment, seeds, recorded=RECORDED, spacing="log", progress=progress, cancelled=cancelled)
    weights = linear.flat([array[0] for array in run.arrays])  # (seed, epoch, weight)
    X, y = linear.examples(experiment)
    foretold = law.end(X, y, weights[:, 0])
    curvature, direction = valley.flattest(X)
    bound = 1.0 if experiment.training.batch_size is None else 100.0  # all examples never raise it, batches may
    diverged = ~np.isfinite(run.loss[0, :, -1]) | (run.loss[0, :, -1] > bound * run.loss[0, :, 0])
    labels = linear.names(experiment)
    return Ways(
        paths=_paths(run, weights, labels).assign(diverged=np.repeat(diverged, len(run.epochs))),
        ends=_ends(weights, foretold, direction if curvature == 0 else None).assign(seed=run.seeds, diverged=diverged),
        laws=pd.DataFrame(foretold, columns=labels).assign(seed=run.seeds)[["seed", *labels]],
        flattest=pd.DataFrame({"weight": labels, "direction": direction}),
        facts=_facts(experiment, X, curvature, (weights[:, -1] - weights[:, 0])[~diverged] @ direction),
        experiment=experiment,
    )


def _paths(run, weights: np.ndarray, labels: list[str]) -> pd.DataFrame:
    keys = {"seed": np.repeat(run.seeds, len(run.epochs)), "epoch": np.tile(run.epochs, len(run.seeds))}
    return pd.DataFrame({**keys, **dict(zip(labels, weights.reshape(-1, len(labels)).T, strict=True))})


def _ends(weights: np.ndarray, foretold: np.ndarray, along: np.ndarray | None) -> pd.DataFrame:
    """`gap`, `off` and `angle` of every seed; `along` is the direction of the valley, None where there is none."""
    moved, missed = weights[:, -1] - weights[:, 0], weights[:, -1] - foretold  # (seed, weight)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        off = missed if along is None else missed - (missed @ along)[:, None] * along
        share = np.full(len(moved), np.nan) if along is None else np.abs(moved @ along) / np.linalg.norm(moved, axis=-1)
        angle = np.degrees(np.arccos(np.minimum(share, 1.0)))
        return pd.DataFrame(
            {"gap": np.linalg.norm(missed, axis=-1), "off": np.linalg.norm(off, axis=-1), "angle": angle}
        )


def _facts(experiment: Experiment, X: np.ndarray, curvature: float, along: np.ndarray) -> pd.DataFrame:
    training = experiment.training
    followed = training.optimizer == "sgd" and training.batch_size is None
    bounded = training.optimizer in ("sgd", "momentum", "nesterov")
    return pd.DataFrame(
        {
            "curvature": [curvature],
            "moved": [np.abs(along).max() if len(along) else np.nan],
            "largest_rate": [law.largest_rate(X, training.optimizer, training.acting_momentum) if bounded else np.nan],
            "remaining": [law.remaining(X, training.learning_rate, training.epochs) if followed else np.nan],
        }
    )


def headline(found: Ways) -> str:
    """To a point or into a valley, and whether it is there."""
    settled = found.ends[~found.ends["diverged"]]
    if settled.empty:
        return "Nowhere: training diverged from every start."
    gap, off = settled["gap"].max(), settled["off"].max()
    if found.facts["curvature"][0] > 0:
        if off <= THERE:
            return "To one point, from every start: the best line is the only one."
        return f"Towards one point: at the end the farthest run is {short(off)} away from it."
    if gap <= THERE:
        return "Into a valley, at right angles to it: each run ends at the point nearest to its start."
    if off <= THERE:
        return f"Into a valley, but not by the shortest way: up to {short(gap)} from the nearest point."
    return f"Towards a valley: at the end the farthest run is {short(off)} away from it."


def note(found: Ways) -> str:
    """How near the runs come to where theory has them, what is missing, what diverged, and the budget."""
    settled, facts, training = found.ends[~found.ends["diverged"]], found.facts.iloc[0], found.experiment.training
    told, lost = [], len(found.ends) - len(settled)
    if len(settled):
        off, gap, angles = settled["off"].max(), settled["gap"].max(), settled["angle"].dropna()
        arrived = f"{(settled['off'] <= THERE).sum()} of {len(settled)} runs are"
        if facts["curvature"] > 0:
            best = zip(names(found), found.laws[names(found)].iloc[0].round(4) + 0.0, strict=True)
            told.append(f"{arrived} there, at {', '.join(f'{name} = {figure(value)}' for name, value in best)}.")
        else:
            told.append(f"{arrived} in it, up to {figure(gap, 3)} from where gradient descent is predicted to end.")
            came = " to ".join(dict.fromkeys(f"{angle:.1f}°" for angle in (angles.min(), angles.max())))
            told += [f"They came at {came}."] if len(angles) else []
        if off > THERE and facts["remaining"] < 1:
            left = "more than 99.9 %" if facts["remaining"] > 0.9995 else f"{100 * facts['remaining']:.3g} %"
            told.append(f"The slowest direction is predicted to have {left} of its starting distance left.")
    told += [f"{lost} of {len(found.ends)} diverged."] if lost else []
    if training.batch_size is None and training.learning_rate > facts["largest_rate"]:
        rates = (figure(rate) for rate in (training.learning_rate, facts["largest_rate"]))
        told.append("The rate {} is above the largest stable one, {}.".format(*rates))
    return " ".join([*told, f"({counted(len(found.ends), 'seed')}, {counted(training.epochs, 'epoch')}.)"])


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
        f"{law} {setting_text.OPTIMIZERS[optimizer]} divides the step of every weight by a size of its own, which "
        "turns it. It stays at right angles only where the weights of the valley get gradients of one size, as those "
        "of equal columns do."
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
    named = numerals.column("b" if name == "b" else f"w_{{{name[1:]}}}" for name in names(found))
    lines = [
        r"w_{\text{end}} &= w_0 + X^{+} (y - X w_0)",
        rf"{named} &= {_vector(start)} + {_vector(law - start)}",
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
    path = found.paths[found.paths["seed"] == found.ends["seed"].iloc[0]][names(found)].to_numpy()
    return path[0], path[-1], found.laws[names(found)].to_numpy()[0]


def _vector(values: np.ndarray) -> str:
    return numerals.column(tex(figure(round(float(value), 4) + 0.0)) for value in values)
